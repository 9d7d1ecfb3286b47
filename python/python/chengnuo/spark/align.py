"""Records in; the rows of a comparison out, each made where all that may stand in it has been brought together.

Two statements can stand in one row only where they share a key: the indicator, the thing that is counted, or, of
commitments without a number, a chain of wordings that are alike. So statements are sent to the task of their key, and
what a task gets is laid side by side by the same code as on one machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import chengnuo
from chengnuo import _chengnuo
from chengnuo.errors import InputError, UsageError
from chengnuo.spark import work

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import Column, DataFrame

__all__ = ["compare"]

# So many statements are laid side by side in a task: some 2 kB of memory each.
_SHARE = 50_000


_Columns: TypeAlias = Literal["plan", "jurisdiction", "year"]
_Only: TypeAlias = Literal["all", "planned", "reported"]


class Choice(NamedTuple):
    """How plans are laid side by side."""

    columns: _Columns = "plan"
    only: _Only = "all"
    indicators: tuple[str, ...] = ()
    dictionaries: str | None = None
    hash: str | None = None

    def tables(self) -> chengnuo.Dictionaries | None:
        return work.tables(self.dictionaries, self.hash)


def compare(
    records: DataFrame,
    *,
    record: str = "record",
    order: str | None = None,
    columns: _Columns = "plan",
    only: _Only = "all",
    indicators: Iterable[str] = (),
    dictionaries: str | None = None,
    shares: int | None = None,
) -> DataFrame:
    """Hold the plans of a data frame against each other.

    Parameters
    ----------
    records : pyspark.sql.DataFrame
        What `extract` gave, or any frame with a column of records as ``chengnuo extract`` writes them, a line each.
        No two may have the same id. Documents that failed are passed over. It is gone through several times: where it
        is not read from files, ``.cache()`` it.
    record : str
        The column of records.
    order : str, optional
        Column that says in which order plans are given, which decides what a row without an own unit is told in. By
        path, then id, where nothing is said.
    columns : {'plan', 'jurisdiction', 'year'}
        What a column is.
    only : {'all', 'planned', 'reported'}
        Which commitments take part.
    indicators : iterable of str
        Ids of indicators, where only these are asked for.
    dictionaries : str, optional
        As for `extract`: wordings are taken apart by them.
    shares : int, optional
        Into how many tasks the statements are shared; without, one for each 50,000.

    Returns
    -------
    pyspark.sql.DataFrame
        The rows of ``chengnuo compare --format csv --absent drop``, in no order.

    Raises
    ------
    InputError, UsageError
        For what is no data frame of records, ids that several plans have, and options that are none.
    """
    from pyspark.sql import functions as F
    from pyspark.sql import types as T
    from pyspark.sql.pandas.types import from_arrow_schema

    from chengnuo.spark.frame import _frame

    _frame(records)
    for role, name in (("record", record), ("order", order)):
        if name is not None and name not in records.columns:
            have = ", ".join(records.columns) or "none at all"
            raise UsageError(f'there is no column {name!r}: say {role}="…"; the columns are {have}')
    kind = records.schema[record].dataType
    if not isinstance(kind, T.StringType):
        raise InputError(f"column {record!r} is of type {kind.simpleString()}: records are strings of JSON")
    if isinstance(indicators, str):
        indicators = indicators.split(",")
    dictionaries = None if dictionaries is None else str(dictionaries)
    choice = Choice(columns, only, tuple(indicators), dictionaries, work.hashed(dictionaries))
    # Wrong options are told of here, not in a task; what only tables that lie elsewhere know is not.
    known = choice.indicators if dictionaries is None or choice.hash else ()
    own = choice.tables() if choice.hash else None
    chengnuo.compare([], columns=columns, only=only, indicators=known, dictionaries=own)

    place = F.lit(None).cast("string") if order is None else F.to_json(F.struct(F.col(order).alias("order")))
    given = records.select(F.col(record).alias("record"), place.alias("place"))
    statements = given.mapInArrow(partial(_statements, choice), from_arrow_schema(_statement_schema())).cache()
    spark = records.sparkSession
    counted = statements.groupBy("kind").agg(F.count("*").alias("n"), F.countDistinct("plan").alias("plans"))
    counts = {row["kind"]: row for row in counted.collect()}
    if "plan" in counts and counts["plan"]["plans"] != counts["plan"]["n"]:
        (twice, *_) = statements.where("kind = 'plan'").groupBy("plan").count().where("count > 1").take(1)
        raise UsageError(
            f"several records have the id {twice['plan']!r}: give each document an id of its own, or leave out "
            'copies with dropDuplicates(["id"])'
        )
    number = lambda kind: counts[kind]["n"] if kind in counts else 0  # noqa: E731

    measures = statements.where("kind = 'measure'")
    actions = statements.where("kind = 'action'")
    if number("action"):
        webs = _webs(actions, choice, shares or 1 + number("action") // _SHARE)
        actions = actions.join(webs, "key", "left").withColumn("key", F.coalesce("web", "key")).drop("web")
    into = shares or 1 + (number("measure") + number("action")) // _SHARE
    shared = (measures.unionByName(actions)).withColumn("share", _share("key", into))
    rows = _grouped(shared.drop("near"), partial(_side_by_side, choice), _row_schema())
    # What columns and plans are called hangs on all plans, of which so little is needed that one task has them all.
    plans = statements.where("kind = 'plan'").select("head", "place").withColumn("share", F.lit(0))
    labels = _grouped(plans, partial(_labels, choice), _label_schema())
    names = [field.name for field in _row_schema()]
    found = rows.drop("column", "column_label", "plan_label").join(labels, "plan")
    return found.select(*names)


def _webs(actions: DataFrame, choice: Choice, shares: int) -> DataFrame:
    """For each wording that others are like, the smallest of those that it is joined to by likeness."""
    from pyspark.sql import functions as F

    wordings = actions.groupBy("key").agg(
        F.array_sort(F.array_distinct(F.flatten(F.collect_list("themes")))).alias("themes"),
        F.first("near").alias("near"),
    )
    near = wordings.select("key", "themes", F.explode("near").alias("pair"))
    # A pair that one wording alone has joins nothing.
    joining = near.groupBy("pair").count().where("count > 1").select("pair")
    near = near.join(joining, "pair").withColumn("share", _share("pair", shares))
    near = near.drop("pair").dropDuplicates(["key", "share"])
    edges = _grouped(near, partial(_alike, choice), _edge_schema()).distinct().cache()
    webs = edges.select("key", F.least("key", "other").alias("web")).union(
        edges.select(F.col("other").alias("key"), F.least("key", "other").alias("web"))
    )
    webs = _cut(webs.groupBy("key").agg(F.min("web").alias("web")))
    while True:
        # Each takes over the smallest name that its neighbours have, and then what that one is called.
        there = webs.withColumnRenamed("key", "other")
        told = edges.join(there, "other").select("key", "web")
        back = edges.join(webs, "key").select(F.col("other").alias("key"), "web")
        least = webs.union(told).union(back).groupBy("key").agg(F.min("web").alias("web"))
        named = least.select(F.col("key").alias("web"), F.col("web").alias("next"))
        next_webs = least.join(named, "web", "left").select("key", F.coalesce("next", "web").alias("web"))
        next_webs = _cut(next_webs)
        before = webs.withColumnRenamed("web", "before")
        if next_webs.join(before, "key").where("web != before").isEmpty():
            return next_webs
        webs = next_webs


def _cut(df: DataFrame) -> DataFrame:
    """The frame without its history, which would double with each round."""
    lasting = df.sparkSession.sparkContext.getCheckpointDir() is not None
    return df.checkpoint() if lasting else df.localCheckpoint()


def _share(key: str, shares: int) -> Column:
    from pyspark.sql import functions as F

    return F.pmod(F.xxhash64(key), F.lit(shares)).cast("int")


def _grouped(df: DataFrame, work: Any, schema: pyarrow.Schema) -> DataFrame:
    import pyarrow
    from pyspark.sql.pandas.types import from_arrow_schema

    # Spark looks at the types of a function to see what it takes.
    def side_by_side(table: pyarrow.Table) -> pyarrow.Table:
        return work(table)

    side_by_side.__annotations__ = {"table": pyarrow.Table, "return": pyarrow.Table}
    return df.groupBy("share").applyInArrow(side_by_side, from_arrow_schema(schema))


# What is kept of a record beside its commitments, and of what lies within one.
_MARKS = ("dates", "quantities", "bodies")


def _statements(choice: Choice, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    for batch in batches:
        for start in range(0, batch.num_rows, 64):
            rows: list[dict[str, Any]] = []
            for row in batch.slice(start, 64).to_pylist():
                rows.extend(_of_record(choice, row["record"], row["place"]))
            yield pyarrow.RecordBatch.from_pylist(rows, schema=_statement_schema())


def _of_record(choice: Choice, line: str | None, place: str | None) -> Iterator[dict[str, Any]]:
    """The plan of a record, and a row for each of its statements."""
    if line is None:
        return
    # A failed document is no plan; what is no record at all is told of by the package itself.
    record = json.loads(line) if line.startswith("{") else {}
    if record.get("status") == "failed" or record.get("duplicate_of") and not record.get("commitments"):
        return
    measures, actions = _chengnuo.compare_keys(line, choice.only, choice.tables())
    commitments = record["commitments"]
    headings = {section["id"]: section for section in record["sections"]}
    head = {
        key: record[key] for key in ("schema", "id", "status", "title", "genre", "jurisdiction", "issued", "period")
    }
    head["source"] = {"path": record["source"]["path"]}
    head["duplicate_of"] = None
    own = {"plan": record["id"], "place": place, "head": _json(head)}
    yield {"kind": "plan", **own}
    told = {n for n, _, _ in measures} | {n for n, _, _ in actions}
    pieces = {n: _piece(record, headings, commitments[n]) for n in told}
    wanted = {f"id/{id}" for id in choice.indicators}
    for n, t, key in measures:
        if not wanted or key in wanted:
            target = _json(commitments[n]["targets"][t])
            yield {"kind": "measure", "key": key, **own, "c": n, "t": t, "commitment": pieces[n], "target": target}
    if wanted:
        return
    for n, wording, near in actions:
        key = f"do/{wording}"
        themes = commitments[n]["theme"]
        yield {"kind": "action", "key": key, **own, "c": n, "commitment": pieces[n], "near": near, "themes": themes}


def _piece(record: dict[str, Any], headings: dict[str, Any], commitment: dict[str, Any]) -> str:
    """A commitment without its targets, with the headings over it and the marks in it."""
    start, end = commitment["span"]
    inside = lambda span: start <= span[0] and span[1] <= end  # noqa: E731
    fields = ("id", "span", "text", "section", "status", "strength", "theme", "responsible", "deadline", "testable")
    piece = {
        "commitment": {field: commitment[field] for field in fields},
        "sections": [headings[id] for id in commitment["section"] if id in headings],
        "people": [[span for span in person["mentions"] if inside(span)] for person in record["people"]],
    }
    for kind in _MARKS:
        piece[kind] = [{"span": mark["span"]} for mark in record[kind] if inside(mark["span"])]
    piece["people"] = [spans for spans in piece["people"] if spans]
    return _json(piece)


def _record(head: str, pieces: list[tuple[dict[str, Any], list[dict[str, Any]]]]) -> dict[str, Any]:
    """A record that holds these commitments with these targets, and nothing else."""
    record: dict[str, Any] = json.loads(head)
    record.update({kind: [] for kind in (*_MARKS, "people", "sections", "commitments")})
    headings: dict[str, Any] = {}
    for piece, targets in pieces:
        for section in piece["sections"]:
            headings.setdefault(section["id"], section)
        for kind in _MARKS:
            record[kind].extend(piece[kind])
        record["people"].extend({"mentions": spans} for spans in piece["people"])
        record["commitments"].append({**piece["commitment"], "targets": targets})
    record["sections"] = list(headings.values())
    return record


def _side_by_side(choice: Choice, table: pyarrow.Table) -> pyarrow.Table:
    """The rows of all that shares the keys of one share."""
    plans: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        plan = plans.setdefault(row["plan"], {"head": row["head"], "place": row["place"], "pieces": {}})
        piece = plan["pieces"].setdefault(row["c"], (row["commitment"], []))
        if row["target"] is not None:
            piece[1].append((row["t"], row["target"]))
    records = []
    for plan in sorted(plans.values(), key=_order):
        pieces = []
        for _, (words, targets) in sorted(plan["pieces"].items()):
            pieces.append((json.loads(words), [json.loads(target) for _, target in sorted(targets)]))
        records.append(_record(plan["head"], pieces))
    compared = _compared(choice, records)
    return _typed(compared.to_arrow(absent=False), _row_schema())


def _labels(choice: Choice, table: pyarrow.Table) -> pyarrow.Table:
    """What each plan is called, and the column it stands in."""
    import pyarrow

    plans = sorted(table.to_pylist(), key=_order)
    compared = _compared(choice, [_record(plan["head"], []) for plan in plans])
    everything = compared.to_dict(absent=False)
    labels = {plan["id"]: plan["label"] for plan in everything["plans"]}
    rows = [
        {"plan": plan, "plan_label": labels[plan], "column": column["key"], "column_label": column["label"]}
        for column in everything["columns"]
        for plan in column["plans"]
    ]
    return pyarrow.Table.from_pylist(rows, schema=_label_schema())


def _alike(choice: Choice, table: pyarrow.Table) -> pyarrow.Table:
    """Pairs of wordings that join all those of a share that are alike."""
    import pyarrow

    rows = sorted(table.select(["key", "themes"]).to_pylist(), key=lambda row: row["key"])
    wordings = [(row["key"].removeprefix("do/"), row["themes"]) for row in rows]
    edges: list[dict[str, str]] = []
    for first, *others in _chengnuo.compare_webs(wordings, choice.tables()):
        edges.extend({"key": rows[first]["key"], "other": rows[other]["key"]} for other in others)
    return pyarrow.Table.from_pylist(edges, schema=_edge_schema())


def _compared(choice: Choice, records: list[dict[str, Any]]) -> chengnuo.Comparison:
    return chengnuo.compare(
        records,
        columns=choice.columns,
        sort="given",
        only=choice.only,
        indicators=choice.indicators,
        dictionaries=choice.tables(),
        jobs=1,
    )


def _order(plan: dict[str, Any]) -> tuple[Any, ...]:
    head = json.loads(plan["head"])
    by_path = (head["source"]["path"].encode(), head["id"].encode())
    if plan["place"] is None:
        return (0, *by_path)
    place = json.loads(plan["place"]).get("order")
    return (0, place, *by_path) if place is not None else (1, *by_path)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=1)
def _statement_schema() -> pyarrow.Schema:
    import pyarrow

    words, number, list_ = pyarrow.string(), pyarrow.int32(), pyarrow.list_(pyarrow.string())
    return pyarrow.schema(
        [
            ("kind", words),
            ("key", words),
            ("plan", words),
            ("place", words),
            ("head", words),
            ("c", number),
            ("t", number),
            ("commitment", words),
            ("target", words),
            ("near", list_),
            ("themes", list_),
        ]
    )


@lru_cache(maxsize=1)
def _row_schema() -> pyarrow.Schema:
    import pyarrow

    fields = chengnuo.compare([]).to_arrow(absent=False).schema
    return pyarrow.schema([pyarrow.field(field.name, field.type) for field in fields])


@lru_cache(maxsize=1)
def _label_schema() -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema([(name, pyarrow.string()) for name in ("plan", "plan_label", "column", "column_label")])


@lru_cache(maxsize=1)
def _edge_schema() -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema([("key", pyarrow.string()), ("other", pyarrow.string())])


def _typed(table: pyarrow.Table, schema: pyarrow.Schema) -> pyarrow.Table:
    """The table with fields as Spark has them: any may be missing."""
    import pyarrow

    return pyarrow.Table.from_arrays([column for column in table.itercolumns()], schema=schema)
