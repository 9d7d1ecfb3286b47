"""What can go wrong, each said so that a person can mend it.

All are `ChengnuoError`; most are also the exception of Python that one would expect, so that ``except ValueError`` or
``except FileNotFoundError`` catches them.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "ChengnuoError",
    "DictionaryError",
    "DocumentError",
    "DocumentNotFoundError",
    "FileError",
    "InputError",
    "InternalError",
    "RecordError",
    "SchemaError",
    "UsageError",
]


class ChengnuoError(Exception):
    """Any error of this package."""


class InputError(ChengnuoError, TypeError):
    """Something of a wrong type: ``None`` for a document, a list for a date."""


class UsageError(ChengnuoError, ValueError):
    """An option that is none, or that nothing matches."""


class FileError(ChengnuoError, OSError):
    """A file that cannot be read.

    Attributes
    ----------
    path : pathlib.Path
    """

    def __init__(self, message: str, path: Any) -> None:
        super().__init__(message)
        self.path = path


class DictionaryError(ChengnuoError, ValueError):
    """A row of a dictionary that is none: ``units.tsv:41: 公顷 is already listed on line 12``.

    Attributes
    ----------
    file : str
    line : int
        From 1.
    reason : str
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(file, line, reason)
        self.file = file
        self.line = line
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class DocumentError(ChengnuoError, ValueError):
    """A document that could not be read.

    Attributes
    ----------
    path : str
        Where it lies.
    code : str
        For programs: ``no_text_layer``, ``encrypted``, ``broken``, ``empty`` and the others of the README.
    reason : str
        For people.
    record : dict
        What `extract_many` gives for it: a record with ``"status": "failed"``.
    """

    def __init__(self, path: str, code: str, reason: str, record: dict[str, Any]) -> None:
        super().__init__(path, code, reason, record)
        self.path = path
        self.code = code
        self.reason = reason
        self.record = record

    def __str__(self) -> str:
        return f"{self.path}: {self.reason} [{self.code}]"


class DocumentNotFoundError(DocumentError, FileNotFoundError):
    """A path that leads nowhere."""


class RecordError(ChengnuoError, ValueError):
    """A record that is none: something is missing from it, or of a wrong type.

    Attributes
    ----------
    code : str
        ``bad_record``, ``bad_json`` or ``other_schema``.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class SchemaError(RecordError):
    """A record of another version of this package: its documents have to be extracted again."""


class InternalError(ChengnuoError, RuntimeError):
    """The program broke off, which is its own fault. Please report it."""
