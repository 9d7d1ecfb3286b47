"""Records as frozen dataclasses, for those who like their editor to know the fields.

Names and meanings are those of the dicts (`chengnuo.schema`); lists are tuples. `Document.from_dict` and
`Document.to_dict` lead from one to the other.
"""

from __future__ import annotations

import typing
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import NoneType
from typing import Any, Literal, Self, TypeAlias, Union

from chengnuo.errors import InputError, RecordError

Span: TypeAlias = tuple[int, int]
"""``[start, end)`` in code points of the document's text."""

DocumentStatus: TypeAlias = Literal["ok", "partial", "failed"]
Script: TypeAlias = Literal["Hans", "Hant"]
Basis: TypeAlias = Literal[
    "stated",
    "signature",
    "number",
    "slogan",
    "district",
    "ancestor",
    "event",
    "relative",
    "web",
    "option",
]
"""What an inferred fact of the document rests on."""
Level: TypeAlias = Literal["country", "province", "city", "county", "township"]
"""What a unit of government is."""
DateType: TypeAlias = Literal["date", "duration", "set", "event"]
Comparator: TypeAlias = Literal["eq", "ge", "gt", "le", "lt", "approx", "range", "sync"]
"""How a value is compared with what is reached: ``以上`` is ``ge``, ``超过`` is ``gt``, ``左右`` is ``approx``."""
BodyKind: TypeAlias = Literal[
    "party",
    "government",
    "congress",
    "court",
    "public_institution",
    "hospital",
    "school",
    "enterprise",
    "association",
    "group",
    "grassroots",
    "other",
]
"""What an organisation is."""
NameBasis: TypeAlias = Literal["listed", "expanded", "as_quoted"]
PersonRole: TypeAlias = Literal[
    "group_leader",
    "group_deputy",
    "group_member",
    "official",
    "exemplar",
    "referenced",
    "author",
]
Status: TypeAlias = Literal["planned", "reported"]
Strength: TypeAlias = Literal["stated", "encourage", "strive", "shall", "must"]
"""必须、不得 > 要、应、确保、完成 > 力争、争取、努力 > 鼓励、支持、探索 > a bare statement."""
Role: TypeAlias = Literal["lead", "support", "implement", "supervise"]
"""What a responsible body has to do."""
DutyBasis: TypeAlias = Literal["stated", "carried", "table", "issuer"]
DeadlineBasis: TypeAlias = Literal["stated", "clause", "heading", "phase", "period"]
"""Where a deadline or a responsible body comes from."""
Change: TypeAlias = Literal["level", "increase_to", "increase_by", "decrease_to", "decrease_by", "multiply"]
"""A level, or a difference from where things stand."""
Binding: TypeAlias = Literal["binding", "expected"]
"""What a table of indicators says of one: ``约束性`` or ``预期性``."""
Kind: TypeAlias = Literal["target", "outcome", "rule", "plan_period", "restatement", "missed"]
"""What a number in a commitment is."""


class _Record:
    """What all parts of a record can do."""

    __slots__ = ()

    @classmethod
    def from_dict(cls, found: dict[str, Any]) -> Self:
        """The dataclass of a dict. Fields that this version does not know are left out.

        Raises
        ------
        RecordError
            Where a field is missing.
        """
        if not isinstance(found, dict):
            raise InputError(f"a {type(found).__name__} is no {cls.__name__}: give a dict")
        values = {}
        for name, read, needed in _fields(cls):  # type: ignore[arg-type]
            if name in found:
                values[name] = read(found[name])
            elif needed:
                raise RecordError(f"no {cls.__name__}: missing field {name!r}", "bad_record")
        return cls(**values)

    def to_dict(self) -> dict[str, Any]:
        """The dict of a dataclass, as `chengnuo.extract` gives it."""
        out = {}
        for field in fields(self):  # type: ignore[arg-type]
            value = getattr(self, field.name)
            # What a dict has only where there is something to say.
            if field.kw_only and field.default is value:
                continue
            out[field.name] = _plain(value)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure(_Record):
    """Why a document could not be read."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(_Record):
    """Where a document came from."""

    path: str
    media_type: str | None
    encoding: str | None
    bytes: int
    characters: int
    sha256: str | None
    script: Script | None
    pages: int | None
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(_Record):
    """Where a stretch of the text stands in the file it came from."""

    span: Span
    page: int | None
    paragraph: int | None
    line: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer(_Record):
    """Who issues a document."""

    text: str
    canonical: str
    basis: Basis
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jurisdiction(_Record):
    """What place a document is for.

    Attributes
    ----------
    code
        GB/T 2260.
    ancestors
        From the province down.
    """

    name: str
    code: str | None
    level: Level
    ancestors: tuple[str, ...]
    basis: Basis
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDate(_Record):
    """A date of the document itself.

    Attributes
    ----------
    start
        First day, or as much of it as is known: ``2024-06-30``, ``2016-12``, ``2005``.
    """

    start: str | None
    end: str | None
    edtf: str
    basis: Basis
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(_Record):
    """A heading with what stands under it.

    Attributes
    ----------
    marker
        ``一、``, ``（二）``, ``1.``, ``一是``, ``第三条``; empty where the heading has none.
    """

    id: str
    parent: str | None
    level: int
    marker: str
    heading: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(_Record):
    """A date, duration, recurring time or event in the text.

    Attributes
    ----------
    start
        First day, ISO 8601; null for an open side.
    duration
        ISO 8601 duration.
    """

    id: str
    span: Span
    text: str
    rule: str
    type: DateType
    start: str | None
    end: str | None
    edtf: str | None
    duration: str | None
    duration_max: str | None
    every: str | None
    every_max: str | None
    name: str | None
    basis: Basis
    repaired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(_Record):
    """A number with its unit."""

    id: str
    span: Span
    text: str
    rule: str
    comparator: Comparator
    value: float
    value_max: float | None
    unit: str
    per: str | None
    per_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(_Record):
    """An organisation that is named."""

    id: str
    span: Span
    text: str
    rule: str
    canonical: tuple[str, ...]
    kind: BodyKind
    collective: bool
    basis: NameBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(_Record):
    """A person that is named, with all mentions.

    Attributes
    ----------
    span
        The first mention.
    """

    id: str
    span: Span
    text: str
    rule: str
    name: str
    posts: tuple[str, ...]
    role: PersonRole
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(_Record):
    """What is promised or reported in one segment.

    Attributes
    ----------
    section
        Ids of sections, from the outermost in.
    cue
        The word that ``strength`` rests on.
    theme
        Codes of the taxonomy.
    deadline
        The last day, ISO 8601.
    testable
        Has a number or a named product, and a date, and an actor.
    """

    id: str
    span: Span
    text: str
    section: tuple[str, ...]
    status: Status
    strength: Strength
    cue: str | None
    theme: tuple[str, ...]
    responsible: tuple[Responsible, ...]
    people: tuple[str, ...]
    deadline: str | None
    deadline_basis: DeadlineBasis | None
    targets: tuple[Target, ...]
    testable: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible(_Record):
    """A body that is to act."""

    text: str
    canonical: tuple[str, ...]
    role: Role
    collective: bool
    span: Span
    basis: DutyBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(_Record):
    """A value in a commitment.

    Attributes
    ----------
    text
        The value with the words that set comparator and change.
    indicator
        The thing measured, as quoted.
    per
        ISO 8601 duration: per which time.
    binding
        ``约束性`` is ``binding``, ``预期性`` is ``expected``; null where no table says.
    """

    span: Span
    text: str
    rule: str
    indicator: str
    indicator_id: str | None
    comparator: Comparator
    value: float | None
    value_max: float | None
    unit: str
    change: Change
    factor: float | None
    baseline: float | None
    baseline_date: str | None
    per: str | None
    per_max: str | None
    per_unit: str | None
    denominator: str | None
    scope: str | None
    deadline: str | None
    deadline_basis: DeadlineBasis | None
    series: str | None
    reference: str | None
    stretch: str | None
    alt_comparator: Comparator | None
    binding: Binding | None
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair(_Record):
    """Characters that were restored."""

    span: Span
    text: str
    reading: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning(_Record):
    """Something about the document that a reader should know."""

    code: str
    message: str
    span: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool(_Record):
    """What made the record.

    Attributes
    ----------
    dictionaries
        Hash of all dictionaries.
    options
        Options that change results.
    """

    version: str
    dictionaries: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(_Record):
    """What one document says, and promises.

    Attributes
    ----------
    id
        First 16 hex digits of the SHA-256 of the input bytes, or the ``id`` given in JSON Lines input.
    issued
        The day, month or year of signing.
    published
        The date of the web page.
    period
        The time the plan is for.
    """

    schema: str
    id: str
    status: DocumentStatus
    error: Failure | None = None
    source: Source
    text: str | None = None
    duplicate_of: str | None
    title: str | None
    document_number: str | None
    genre: str | None
    issuer: tuple[Issuer, ...]
    jurisdiction: Jurisdiction | None
    issued: DocumentDate | None
    published: DocumentDate | None
    period: DocumentDate | None
    sections: tuple[Section, ...]
    dates: tuple[Date, ...]
    quantities: tuple[Quantity, ...]
    bodies: tuple[Body, ...]
    people: tuple[Person, ...]
    commitments: tuple[Commitment, ...]
    furniture: tuple[Span, ...]
    repairs: tuple[Repair, ...]
    warnings: tuple[Warning, ...]
    tool: Tool


@cache
def _fields(cls: type) -> list[tuple[str, Any, bool]]:
    """Name, reading and need of each field."""
    types = typing.get_type_hints(cls)
    needed = {field.name: field.default is MISSING for field in fields(cls)}
    return [(name, _reading(types[name]), needed[name]) for name in needed]


def _reading(of: Any) -> Any:
    """What turns the value of a dict into one of type `of`."""
    origin, parts = typing.get_origin(of), typing.get_args(of)
    if origin is tuple:
        if Ellipsis not in parts:
            return tuple
        one = _reading(parts[0])
        return tuple if one is _same else lambda values: tuple(map(one, values))
    # `X | None` is one class or the other, depending on how X was made.
    if NoneType in parts:
        one = _reading(Union[tuple(part for part in parts if part is not NoneType)])  # noqa: UP007
        return _same if one is _same else lambda value: None if value is None else one(value)
    return of.from_dict if isinstance(of, type) and issubclass(of, _Record) else _same


def _same(value: Any) -> Any:
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, _Record):
        return value.to_dict()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value
