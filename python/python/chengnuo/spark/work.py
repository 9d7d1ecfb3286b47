"""What a task does: batches of documents in; batches with their records out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import chengnuo
from chengnuo import _chengnuo
from chengnuo._again import again
from chengnuo.errors import ChengnuoError, UsageError

if TYPE_CHECKING:
    import pyarrow

# So many documents are held at a time.
_CHUNK = 64

_ROWS: Final = ("documents", "commitments", "targets")
_FIELDS = ("text", "id", "date", "title", "jurisdiction")


class Options(NamedTuple):
    """What holds for all documents, small enough to be sent with every task."""

    dictionaries: str | None = None
    # Of the dictionaries, where they lie on the machine that asks too.
    hash: str | None = None
    with_text: bool = False
    limit_bytes: int | None = None
    timeout: float = 120.0
    # Words that start the process that reads; those of this package where there are none.
    again: tuple[str, ...] = ()


def check(options: Options) -> None:
    """Says at once, not in a task, what is wrong with options."""
    _chengnuo.Options(limit_bytes=options.limit_bytes, timeout=options.timeout, again=again())


def extract(options: Options, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The rows of `schema` for rows of `text`, `id`, `date`, `title` and `jurisdiction`, in their order."""
    for batch in batches:
        for start in range(0, batch.num_rows, _CHUNK):
            rows = batch.slice(start, _CHUNK).to_pylist()
            yield _batch([_record(options, row) for row in rows])


@lru_cache(maxsize=1)
def schema() -> pyarrow.Schema:
    """Types of the columns, which are those of the tables of the package."""
    import pyarrow

    document, commitment, target = (pyarrow.struct(_plain(chengnuo.to_arrow([], rows).schema)) for rows in _ROWS)
    columns = {
        "id": pyarrow.string(),
        "status": pyarrow.string(),
        "error": pyarrow.string(),
        "message": pyarrow.string(),
        "document": document,
        "commitments": pyarrow.list_(commitment),
        "targets": pyarrow.list_(target),
        "record": pyarrow.string(),
    }
    return pyarrow.schema(list(columns.items()))


def _plain(fields: Iterable[pyarrow.Field]) -> list[pyarrow.Field]:
    """Fields without their codebook, which may all be missing, as Spark has them."""
    import pyarrow

    return [pyarrow.field(field.name, field.type) for field in fields]


def _record(options: Options, row: dict[str, Any]) -> str:
    """The line of JSON of one document, whatever it is."""
    given = {field: row[field] for field in _FIELDS if row[field] is not None}
    if "text" not in given:
        return _failed(given, "bad_row", "the row has no text")
    try:
        line = _first([given], _ready(options))
    except ChengnuoError as error:
        code = "panic" if isinstance(error, chengnuo.InternalError) else "bad_row"
        return _failed(given, code, str(error).removeprefix("item 0: "))
    if "id" in given and '"status":"failed"' in line[:200]:
        # What reads a row may not have come to its id.
        record = json.loads(line)
        record["id"] = given["id"]
        line = _line(record)
    return line


# A task does not send other options than the one before, except in a session where somebody tries several.
@lru_cache(maxsize=4)
def _ready(options: Options) -> _chengnuo.Options:
    """Options with their dictionaries, and the process that reads, for as long as this process lives."""
    return _chengnuo.Options(
        dictionaries=tables(options.dictionaries, options.hash),
        with_text=options.with_text,
        keep_duplicates=True,
        limit_bytes=options.limit_bytes,
        timeout=options.timeout,
        again=list(options.again) or again(),
    )


# A folder may be changed while a session lives: its tables are then others, by their hash.
@lru_cache(maxsize=4)
def tables(folder: str | None, hash: str | None = None) -> chengnuo.Dictionaries | None:
    """The dictionaries of a folder, which are those that were asked for by their hash."""
    if folder is None:
        return None
    found = _folder(folder)
    if found is None:
        raise UsageError(f"dictionaries: this machine has no folder {folder}, and none was sent with --files")
    dictionaries = chengnuo.Dictionaries(found)
    if hash is not None and dictionaries.hash != hash:
        raise UsageError(
            f"dictionaries: {found} holds others on this machine than where the job was started: put the same on all"
        )
    return dictionaries


def hashed(folder: str | None) -> str | None:
    """The hash of the dictionaries of a folder, where it lies on this machine. Says at once what is wrong with them."""
    found = None if folder is None else _folder(folder)
    return None if found is None else chengnuo.Dictionaries(found).hash


def _folder(folder: str) -> str | None:
    """Where a folder lies, here or among the files that were sent along."""
    import os

    from pyspark import SparkFiles

    if os.path.isdir(folder):
        return folder
    sent = SparkFiles.get(folder)
    return sent if os.path.isdir(sent) else None


def _failed(given: dict[str, Any], code: str, message: str) -> str:
    """The record of a row that could not be given to the program."""
    about = {"id": given["id"]} if "id" in given else {}
    record = json.loads(_first([{"text": "", **about}], _chengnuo.Options()))
    record["error"] = {"code": code, "message": message}
    return _line(record)


def _first(rows: list[dict[str, Any]], options: _chengnuo.Options) -> str:
    """The line of the first row."""
    line = _chengnuo.Records(rows, options, 1, False, False, True).next_json()
    return (line or b"").decode()


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def _batch(lines: list[str]) -> pyarrow.RecordBatch:
    import pyarrow

    document, commitments, targets = (_structs(table) for table in _chengnuo.tables(lines, list(_ROWS)))
    status = document.field("status")
    failed = {n: json.loads(lines[n]) for n, said in enumerate(status.to_pylist()) if said == "failed"}
    messages = [failed[n]["error"]["message"] if n in failed else None for n in range(len(lines))]
    columns = [
        document.field("document"),
        status,
        document.field("error"),
        pyarrow.array(messages, pyarrow.string()),
        document,
        _lists(commitments, document.field("commitments").to_pylist()),
        _lists(targets, document.field("targets").to_pylist()),
        pyarrow.array(lines, pyarrow.string()),
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=schema())


def _structs(rows: _chengnuo.Table) -> pyarrow.StructArray:
    import pyarrow

    table = pyarrow.table(rows).combine_chunks()
    columns = [
        column.chunk(0) if column.num_chunks else pyarrow.array([], column.type) for column in table.itercolumns()
    ]
    return pyarrow.StructArray.from_arrays(columns, fields=_plain(table.schema))


def _lists(items: pyarrow.StructArray, counts: list[int]) -> pyarrow.ListArray:
    """`items` in lists of so many each."""
    import pyarrow

    ends = [0]
    for count in counts:
        ends.append(ends[-1] + count)
    assert ends[-1] == len(items)
    return pyarrow.ListArray.from_arrays(pyarrow.array(ends, pyarrow.int32()), items)
