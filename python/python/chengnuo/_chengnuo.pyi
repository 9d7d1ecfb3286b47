"""The part of the package that is Rust. What a user calls stands in `chengnuo`."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, final

SCHEMA: str
VERSION: str

@final
class Dictionaries:
    """Tables of your own, laid over those of the package row by row.

    Parameters
    ----------
    path : str or pathlib.Path
        A folder with tables (``units.tsv``, ``bodies.tsv`` …) in the form of those in ``dictionaries/``.

    Raises
    ------
    DictionaryError
        Names file and line of the first row that is none.
    """

    def __new__(cls, path: str | os.PathLike[str]) -> Dictionaries: ...
    @property
    def path(self) -> Path: ...
    @property
    def hash(self) -> str:
        """What a record names as its dictionaries."""

@final
class Options:
    def __new__(
        cls,
        *,
        date: Any = None,
        jurisdiction: str | None = None,
        title: str | None = None,
        dictionaries: Dictionaries | None = None,
        with_text: bool = False,
        keep_duplicates: bool = False,
        limit_bytes: int | None = None,
        timeout: float | None = None,
        again: list[str] = ...,
    ) -> Options: ...

@final
class Records(Iterator[dict[str, Any]]):
    def __new__(
        cls, given: Iterable[Any], options: Options, jobs: int, raise_: bool, mixed: bool, written: bool
    ) -> Records: ...
    def __iter__(self) -> Records: ...
    def __next__(self) -> dict[str, Any]: ...
    def next_json(self) -> bytes | None: ...

@final
class Table:
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __len__(self) -> int: ...
    def codebook(self) -> list[tuple[str, str, str, str]]: ...

@final
class Comparison:
    @property
    def notes(self) -> list[str]: ...
    @property
    def failed(self) -> list[tuple[str, str]]: ...
    def to_json(self, absent: bool | None) -> str: ...
    def to_dict(self, absent: bool | None) -> dict[str, Any]: ...
    def table(self, absent: bool | None) -> Table: ...
    def to_html(self, lang: Literal["zh", "en"]) -> str: ...
    def cell(self, lang: Literal["zh", "en"], all: bool) -> str: ...
    def text(self, lang: Literal["zh", "en"], all: bool, width: int) -> str: ...
    def summary(self, lang: Literal["zh", "en"]) -> str: ...

@final
class Explained:
    def __new__(cls, record: bytes) -> Explained: ...
    def html(self, rule: str | None) -> str: ...
    def text(self, rule: str | None, width: int, colour: bool) -> str: ...
    def rules(self) -> list[str]: ...

def table(records: Records, rows: str) -> Table: ...
def tables(lines: list[str], kinds: list[str]) -> list[Table]: ...
def compare_keys(
    record: str, only: str, dictionaries: Dictionaries | None
) -> tuple[list[tuple[int, int, str]], list[tuple[int, str, list[str]]]]: ...
def compare_webs(wordings: list[tuple[str, list[str]]], dictionaries: Dictionaries | None) -> list[list[int]]: ...
def compare(
    records: Records,
    *,
    columns: str,
    sort: str | None,
    only: str,
    indicators: list[str],
    baseline: str | None,
    labels: list[tuple[str, str]],
    dictionaries: Dictionaries | None,
) -> Comparison: ...
def command(words: list[str], again: list[str]) -> int: ...
def schema(of: str) -> dict[str, Any]: ...
