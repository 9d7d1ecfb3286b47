"""Finds what Chinese policy documents promise: how much, by when, by whom, on which words.

>>> import chengnuo
>>> record = chengnuo.extract("到2025年底，全县建成标准化村卫生室120个以上。")
>>> target = record["commitments"][0]["targets"][0]
>>> target["indicator_id"], target["comparator"], target["value"], target["deadline"]
('standard_village_clinics', 'ge', 120, '2025-12-31')

A document is a ``str`` of text, a ``pathlib.Path`` (of a file in any format that the README lists), the ``bytes`` of a
file, or a row: a dict with ``text`` and perhaps ``id``, ``date``, ``title`` and ``jurisdiction``. A record is a dict as
the command line writes it; `chengnuo.schema` describes it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from chengnuo import _chengnuo
from chengnuo._again import again as _again
from chengnuo._chengnuo import Dictionaries
from chengnuo.comparison import Comparison
from chengnuo.errors import (
    ChengnuoError,
    DictionaryError,
    DocumentError,
    DocumentNotFoundError,
    FileError,
    InputError,
    InternalError,
    RecordError,
    SchemaError,
    UsageError,
)
from chengnuo.explanation import Explanation
from chengnuo.table import Table

if TYPE_CHECKING:
    import datetime

    import pyarrow

    from chengnuo import record as _record

__version__: str = _chengnuo.VERSION

__all__ = [
    "ChengnuoError",
    "Comparison",
    "Dictionaries",
    "DictionaryError",
    "DocumentError",
    "DocumentNotFoundError",
    "Explanation",
    "FileError",
    "InputError",
    "InternalError",
    "RecordError",
    "SchemaError",
    "Table",
    "UsageError",
    "commitments",
    "compare",
    "documents",
    "explain",
    "extract",
    "extract_many",
    "mentions",
    "schema",
    "targets",
    "to_arrow",
]

Source = str | bytes | os.PathLike[str] | Mapping[str, Any]
"""A document: text, bytes of a file, a path, or a row."""

Rows = Literal["targets", "commitments", "mentions", "documents"]


@overload
def extract(
    source: Source,
    *,
    date: str | datetime.date | None = ...,
    jurisdiction: str | None = ...,
    title: str | None = ...,
    dictionaries: Dictionaries | None = ...,
    with_text: bool = ...,
    timeout: float | None = ...,
    as_record: Literal[False] = ...,
) -> dict[str, Any]: ...
@overload
def extract(
    source: Source,
    *,
    date: str | datetime.date | None = ...,
    jurisdiction: str | None = ...,
    title: str | None = ...,
    dictionaries: Dictionaries | None = ...,
    with_text: bool = ...,
    timeout: float | None = ...,
    as_record: Literal[True],
) -> _record.Document: ...
def extract(
    source: Source,
    *,
    date: str | datetime.date | None = None,
    jurisdiction: str | None = None,
    title: str | None = None,
    dictionaries: Dictionaries | None = None,
    with_text: bool = False,
    timeout: float | None = None,
    as_record: bool = False,
) -> dict[str, Any] | _record.Document:
    """Extract the record of one document.

    Parameters
    ----------
    source : str, pathlib.Path, bytes or dict
        Text; the path of a file; what is in a file; or a row, ``{"id": …, "text": …, "date": …}``. A ``str`` is always
        taken for text.
    date : str or datetime.date, optional
        The document's own date, for relative expressions (今年, 年底前), where the text does not say it.
    jurisdiction : str, optional
        What the plan is for: a name (内丘县) or a GB/T 2260 code.
    title : str, optional
        The document's title.
    dictionaries : Dictionaries, optional
        Tables of your own, laid over those of the package.
    with_text : bool
        Put the text that spans count in into the record.
    timeout : float, optional
        The longest that the document may take, in seconds.
    as_record : bool
        Give a `chengnuo.record.Document` (frozen dataclasses) instead of a dict.

    Returns
    -------
    dict or chengnuo.record.Document
        The record, as ``chengnuo extract`` writes it. Spans are ``[start, end)`` in code points of the text.

    Raises
    ------
    DocumentError
        Where nothing can be read; ``code`` says why, ``record`` is the failed record.
    DocumentNotFoundError
        Where there is no such file.
    InputError, UsageError
        For what is no document or no option.

    Notes
    -----
    PDF files are read by a process of their own, which costs some 0.2 s; `extract_many` starts it once for all.
    """
    options = _options(date, jurisdiction, title, dictionaries, with_text, False, None, timeout)
    records = _chengnuo.Records([source], options, 1, True, False, False)
    found = next(records, None)
    if found is None:
        raise UsageError(f"{source!r} holds no document")
    try:
        several = next(records, None) is not None
    except DocumentError:
        several = True
    if several:
        raise UsageError(f"{source!r} holds several documents: give them to extract_many")
    return _as_record(found) if as_record else found


@overload
def extract_many(
    sources: Iterable[Source] | os.PathLike[str],
    *,
    jobs: int | None = ...,
    date: str | datetime.date | None = ...,
    jurisdiction: str | None = ...,
    title: str | None = ...,
    dictionaries: Dictionaries | None = ...,
    with_text: bool = ...,
    keep_duplicates: bool = ...,
    limit_bytes: int | None = ...,
    timeout: float | None = ...,
    errors: Literal["record", "raise"] = ...,
    as_record: Literal[False] = ...,
    as_json: Literal[False] = ...,
) -> Iterator[dict[str, Any]]: ...
@overload
def extract_many(
    sources: Iterable[Source] | os.PathLike[str],
    *,
    jobs: int | None = ...,
    date: str | datetime.date | None = ...,
    jurisdiction: str | None = ...,
    title: str | None = ...,
    dictionaries: Dictionaries | None = ...,
    with_text: bool = ...,
    keep_duplicates: bool = ...,
    limit_bytes: int | None = ...,
    timeout: float | None = ...,
    errors: Literal["record", "raise"] = ...,
    as_record: Literal[True],
    as_json: Literal[False] = ...,
) -> Iterator[_record.Document]: ...
@overload
def extract_many(
    sources: Iterable[Source] | os.PathLike[str],
    *,
    jobs: int | None = ...,
    date: str | datetime.date | None = ...,
    jurisdiction: str | None = ...,
    title: str | None = ...,
    dictionaries: Dictionaries | None = ...,
    with_text: bool = ...,
    keep_duplicates: bool = ...,
    limit_bytes: int | None = ...,
    timeout: float | None = ...,
    errors: Literal["record", "raise"] = ...,
    as_record: Literal[False] = ...,
    as_json: Literal[True],
) -> Iterator[bytes]: ...
def extract_many(
    sources: Iterable[Source] | os.PathLike[str],
    *,
    jobs: int | None = None,
    date: str | datetime.date | None = None,
    jurisdiction: str | None = None,
    title: str | None = None,
    dictionaries: Dictionaries | None = None,
    with_text: bool = False,
    keep_duplicates: bool = False,
    limit_bytes: int | None = None,
    timeout: float | None = None,
    errors: Literal["record", "raise"] = "record",
    as_record: bool = False,
    as_json: bool = False,
) -> Iterator[dict[str, Any]] | Iterator[_record.Document] | Iterator[bytes]:
    """Extract the records of many documents, lazily, in parallel and in the order of the documents.

    Parameters
    ----------
    sources : iterable of str, pathlib.Path, bytes or dict; or one pathlib.Path
        Documents, as `extract` takes them. A path may also be a folder, an archive, a glob or a ``.jsonl`` file, and
        gives all documents in it, in path order. The iterable is drawn on from the calling thread, some documents
        ahead: it may be endless.
    jobs : int, optional
        Threads that documents are worked on with; without, one a processor. The interpreter's lock is not held
        meanwhile.
    keep_duplicates : bool
        Extract copies and reposts of earlier documents too, not only name what they are copies of.
    limit_bytes : int, optional
        The largest document to read; a larger one fails with the code ``too_large``. 64 MiB where nothing is said.
    timeout : float, optional
        The longest that a document may take, in seconds; a slower one fails with the code ``timeout``.
    errors : {'record', 'raise'}
        What a document that cannot be read is: a record with ``"status": "failed"``, or a `DocumentError` at its place.
    as_json : bool
        Give records as ``bytes``: the lines that ``chengnuo extract`` writes, without their ends.
    date, jurisdiction, title, dictionaries, with_text, as_record
        As for `extract`, for all documents. What a row says goes before them.

    Yields
    ------
    dict, chengnuo.record.Document or bytes
        A record for each document.

    Raises
    ------
    InputError
        At the place of something that is no document; the next turn goes on behind it.

    Examples
    --------
    >>> for record in chengnuo.extract_many(Path("corpus/plans")):  # doctest: +SKIP
    ...     print(record["title"], len(record["commitments"]))
    """
    if as_record and as_json:
        raise UsageError("as_json and as_record: say one of them")
    _errors(errors)
    options = _options(date, jurisdiction, title, dictionaries, with_text, keep_duplicates, limit_bytes, timeout)
    records = _chengnuo.Records(_sources(sources), options, _jobs(jobs), errors == "raise", False, as_json)
    if as_json:
        return iter(records.next_json, None)
    return map(_as_record, records) if as_record else records


def targets(sources: Iterable[Source] | os.PathLike[str], **options: Any) -> Table:
    """One row a target: what is measured, how much, by when, by whom.

    Parameters
    ----------
    sources : iterable
        Documents as `extract_many` takes them, or records, or both.
    **options
        Those of `extract_many`.

    Returns
    -------
    Table
        With the columns of ``chengnuo extract --format parquet --records targets``.

    Examples
    --------
    >>> table = chengnuo.targets(["到2025年底，全县建成标准化村卫生室120个以上。"])
    >>> table.to_arrow()["value"].to_pylist()  # doctest: +SKIP
    [120.0]
    """
    return _table("targets", sources, **options)


def commitments(sources: Iterable[Source] | os.PathLike[str], **options: Any) -> Table:
    """One row a commitment. See `targets`."""
    return _table("commitments", sources, **options)


def mentions(sources: Iterable[Source] | os.PathLike[str], **options: Any) -> Table:
    """One row a date, quantity, body or person. See `targets`."""
    return _table("mentions", sources, **options)


def documents(sources: Iterable[Source] | os.PathLike[str], **options: Any) -> Table:
    """One row a document. See `targets`."""
    return _table("documents", sources, **options)


def to_arrow(sources: Iterable[Source] | os.PathLike[str], rows: Rows = "targets", **options: Any) -> pyarrow.Table:
    """The rows of records, or of documents, as a ``pyarrow.Table``.

    Parameters
    ----------
    sources : iterable
        As for `targets`.
    rows : {'targets', 'commitments', 'mentions', 'documents'}
        What a row is.
    **options
        Those of `extract_many`.
    """
    return _table(rows, sources, **options).to_arrow()


def compare(
    sources: Iterable[Source] | os.PathLike[str],
    *,
    columns: Literal["plan", "jurisdiction", "year"] = "plan",
    sort: Literal["given", "label", "year", "code"] | None = None,
    only: Literal["all", "planned", "reported"] = "all",
    indicators: Iterable[str] = (),
    baseline: str | None = None,
    labels: Mapping[str, str] | None = None,
    dictionaries: Dictionaries | None = None,
    jobs: int | None = None,
) -> Comparison:
    """Hold plans against each other: who promises what on the same matter, how much, by when.

    Parameters
    ----------
    sources : iterable, or one pathlib.Path
        Records (dicts or `chengnuo.record.Document`), or documents as `extract_many` takes them, mixed.
    columns : {'plan', 'jurisdiction', 'year'}
        What a column is.
    sort : {'given', 'label', 'year', 'code'}, optional
        Order of the columns; where nothing is said, by year for columns that are years, else as given.
    only : {'all', 'planned', 'reported'}
        Which commitments take part.
    indicators : iterable of str
        Ids of indicators, where only these are asked for.
    baseline : str, optional
        The plan or column that the others are held against: its label, id, path, file name or place.
    labels : mapping, optional
        Labels of plans, by id, path or file name.
    dictionaries : Dictionaries, optional
        As for `extract`.
    jobs : int, optional
        As for `extract_many`.

    Returns
    -------
    Comparison

    Warns
    -----
    UserWarning
        For documents that could not be read, which are left out.

    Raises
    ------
    RecordError, SchemaError
        For a record that is none, or one of another version.
    UsageError
        Where an option names a plan or an indicator that there is none of.
    """
    if isinstance(indicators, str):
        indicators = indicators.split(",")
    options = _options(None, None, None, dictionaries, False, False, None, None)
    compared = Comparison(
        _chengnuo.compare(
            _chengnuo.Records(_sources(sources), options, _jobs(jobs), False, True, True),
            columns=columns,
            sort=sort,
            only=only,
            indicators=list(indicators),
            baseline=baseline,
            labels=list((labels or {}).items()),
            dictionaries=dictionaries,
        )
    )
    if compared.failed:
        import warnings

        path, reason = compared.failed[0]
        more = f", and {len(compared.failed) - 1} more" if len(compared.failed) > 1 else ""
        warnings.warn(f"left out of the comparison: {path}: {reason}{more}", stacklevel=2)
    return compared


def explain(
    source: Source,
    *,
    rule: str | None = None,
    date: str | datetime.date | None = None,
    jurisdiction: str | None = None,
    dictionaries: Dictionaries | None = None,
) -> Explanation:
    """Show a document with each date, quantity, body, person and commitment, and the rule that found it.

    Parameters
    ----------
    source : str, pathlib.Path, bytes or dict
        A document as `extract` takes it, or a record with its text (``extract(…, with_text=True)``).
    rule : str, optional
        Show only what the rule of this name found.
    date, jurisdiction, dictionaries
        As for `extract`.

    Returns
    -------
    Explanation
        Which shows itself in a notebook; ``print`` shows it on a terminal.
    """
    options = _options(date, jurisdiction, None, dictionaries, True, False, None, None)
    found = _chengnuo.Records([source], options, 1, True, True, True).next_json()
    if found is None:
        raise UsageError(f"{source!r} holds no document")
    return Explanation(_chengnuo.Explained(found), rule)


def schema(of: Literal["record", "compare"] = "record") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, or of what `Comparison.to_dict` gives."""
    return _chengnuo.schema(of)


def _table(
    rows: str,
    sources: Any,
    *,
    jobs: int | None = None,
    date: str | datetime.date | None = None,
    jurisdiction: str | None = None,
    title: str | None = None,
    dictionaries: Dictionaries | None = None,
    keep_duplicates: bool = False,
    limit_bytes: int | None = None,
    timeout: float | None = None,
    errors: Literal["record", "raise"] = "record",
) -> Table:
    _errors(errors)
    options = _options(date, jurisdiction, title, dictionaries, False, keep_duplicates, limit_bytes, timeout)
    records = _chengnuo.Records(_sources(sources), options, _jobs(jobs), errors == "raise", True, True)
    return Table(_chengnuo.table(records, rows))


def _options(
    date: Any,
    jurisdiction: Any,
    title: Any,
    dictionaries: Any,
    with_text: bool,
    keep_duplicates: bool,
    limit_bytes: int | None,
    timeout: float | None,
) -> _chengnuo.Options:
    for name, value in (("jurisdiction", jurisdiction), ("title", title)):
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name} is a {type(value).__name__}: give a str")
    return _chengnuo.Options(
        date=date,
        jurisdiction=jurisdiction,
        title=title,
        dictionaries=dictionaries,
        with_text=with_text,
        keep_duplicates=keep_duplicates,
        limit_bytes=limit_bytes,
        timeout=timeout,
        again=_again(),
    )


def _errors(errors: Any) -> None:
    if errors not in ("record", "raise"):
        raise UsageError(f'errors={errors!r}: say "record" or "raise"')


def _sources(sources: Any) -> Any:
    """Something to go through: a lone path is all that it holds."""
    if isinstance(sources, (str, bytes)):
        kind = type(sources).__name__
        raise InputError(f"a {kind} is one document: put it into a list, or call extract")
    if isinstance(sources, Mapping):
        raise InputError("a dict is one document or record: put it into a list")
    return [sources] if isinstance(sources, os.PathLike) else sources


def _jobs(jobs: int | None) -> int:
    if jobs is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not isinstance(jobs, int) or not 1 <= jobs <= 1024:
        raise UsageError(f"jobs={jobs!r}: give a number of threads, from 1 to 1024")
    return jobs


def _as_record(found: dict[str, Any]) -> _record.Document:
    from chengnuo.record import Document

    return Document.from_dict(found)
