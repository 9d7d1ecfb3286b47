"""Data frames of documents in; data frames of records, commitments and targets out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from chengnuo.errors import InputError, UsageError
from chengnuo.spark import work

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructType

__all__ = ["commitments", "documents", "extract", "schema", "targets"]


def extract(
    df: DataFrame,
    text: str = "text",
    id: str | None = "id",
    date: str | None = None,
    *,
    title: str | None = None,
    jurisdiction: str | None = None,
    dictionaries: str | None = None,
    with_text: bool = False,
    limit_bytes: int | None = None,
    timeout: float = 120.0,
) -> DataFrame:
    """Extract the record of each row of a data frame.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
        One row a document.
    text : str
        Column with the text, a string.
    id : str, optional
        Column with the id that the record is to have; where a row has none, it is made from the bytes of the row.
    date : str, optional
        Column with the document's own date, of strings like ``2024-06-30``, dates or timestamps.
    title, jurisdiction : str, optional
        Columns with the title, and with what the plan is for: a name (内丘县) or a GB/T 2260 code.
    dictionaries : str, optional
        Folder of tables of your own, which every machine has under this path, or that was sent with ``--files``. It is
        read once by each process, and again where its tables are others than before.
    with_text : bool
        Put the text that spans count in into the record.
    limit_bytes : int, optional
        The largest document to read; a larger one fails with the code ``too_large``.
    timeout : float
        The longest that a document may take, in seconds; a slower one fails with the code ``timeout``.

    Returns
    -------
    pyspark.sql.DataFrame
        One row a document, as `schema` says: ``id``, ``status`` (``ok``, ``failed`` …), ``error`` and ``message`` where
        it failed, ``document``, ``commitments`` and ``targets`` with the columns that ``chengnuo extract --format
        parquet`` has for them, and ``record``, the line that ``chengnuo extract`` writes.

    Raises
    ------
    InputError
        For what is no data frame, and a column of a wrong type.
    UsageError
        For a column that is not there.

    Notes
    -----
    Rows are worked on one by one, so copies of a document are not looked for: ``df.dropDuplicates(["text"])`` before
    leaves out those of the same words.
    """
    from pyspark.sql import functions as F
    from pyspark.sql import types as T

    _frame(df)
    own = {"text": text, "id": id, "date": date, "title": title, "jurisdiction": jurisdiction}
    strings = (T.StringType, T.VarcharType, T.CharType)
    kinds = {
        "text": strings,
        "id": (*strings, T.IntegralType, T.DecimalType),
        "date": (*strings, T.DateType, T.TimestampType, T.TimestampNTZType),
        "title": strings,
        "jurisdiction": (*strings, T.IntegralType),
    }
    names = {"text": "string", "id": "string or whole number", "date": "string, date or timestamp"}
    columns = []
    for role, name in own.items():
        if name is None:
            if role == "text":
                raise InputError("text is None: give the name of the column that has the text")
            columns.append(F.lit(None).cast("string").alias(role))
            continue
        if not isinstance(name, str):
            raise InputError(f"{role} is a {type(name).__name__}: give the name of a column")
        if name not in df.columns:
            hint = ", or id=None" if role == "id" else ""
            have = ", ".join(df.columns) or "none at all"
            raise UsageError(f'there is no column {name!r}: say {role}="…"{hint}; the columns are {have}')
        kind = df.schema[name].dataType
        if not isinstance(kind, kinds[role]):
            wanted = names.get(role, "string")
            more = ""
            if role == "text" and isinstance(kind, T.BinaryType):
                more = ", or read files with chengnuo.extract_many"
            raise InputError(
                f"column {name!r} is of type {kind.simpleString()}, and {role} has to be a {wanted}: "
                f'cast it, as in df.withColumn("{name}", df["{name}"].cast("string")){more}'
            )
        column = df[name]
        if role == "date" and not isinstance(kind, strings):
            column = column.cast("date")
        columns.append(column.cast("string").alias(role))
    dictionaries = None if dictionaries is None else str(dictionaries)
    options = work.Options(
        dictionaries=dictionaries,
        hash=work.hashed(dictionaries),
        with_text=with_text,
        limit_bytes=limit_bytes,
        timeout=timeout,
    )
    work.check(options)
    return df.select(*columns).mapInArrow(partial(work.extract, options), schema())


def documents(df: DataFrame) -> DataFrame:
    """One row a document, with the columns of ``chengnuo extract --format parquet --records documents``.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
        What `extract` gave, or a Parquet file that it was written to.
    """
    _has(df, "document")
    return df.select("document.*")


def commitments(df: DataFrame) -> DataFrame:
    """One row a commitment, with the columns of ``chengnuo extract --format parquet --records commitments``.

    See `documents`.
    """
    return _exploded(df, "commitments")


def targets(df: DataFrame) -> DataFrame:
    """One row a target, with the columns of ``chengnuo extract --format parquet --records targets``.

    See `documents`.
    """
    return _exploded(df, "targets")


def schema() -> StructType:
    """The types of what `extract` gives."""
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(work.schema())


def _exploded(df: DataFrame, name: str) -> DataFrame:
    from pyspark.sql import functions as F

    _has(df, name)
    return df.select(F.inline(F.col(name)))


def _has(df: DataFrame, name: str) -> None:
    from pyspark.sql import types as T

    _frame(df)
    if name not in df.columns:
        have = ", ".join(df.columns) or "none at all"
        raise UsageError(f"there is no column {name!r}: give what chengnuo.spark.extract gave; the columns are {have}")
    fields: Any = lambda kind: kind.elementType if isinstance(kind, T.ArrayType) else kind  # noqa: E731
    wanted = fields(schema()[name].dataType)
    own = fields(df.schema[name].dataType)
    if not isinstance(own, T.StructType):
        raise InputError(f"column {name!r} is of type {own.simpleString()}: give what chengnuo.spark.extract gave")
    if lacking := [field for field in wanted.names if field not in own.names]:
        raise UsageError(
            f"column {name!r} has no {', '.join(lacking)}: it was written by another version of chengnuo; "
            "extract the documents again"
        )


def _frame(df: Any) -> None:
    try:
        from pyspark.sql import DataFrame
    except ImportError as missing:
        raise ImportError('pyspark is needed for this: pip install "chengnuo[spark]"') from missing
    if not isinstance(df, DataFrame):
        kind = "None" if df is None else f"a {type(df).__module__}.{type(df).__name__}"
        raise InputError(f"{kind} is no data frame of Spark: make one with spark.createDataFrame(…)")
