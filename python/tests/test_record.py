"""Records as dataclasses: the fields of the schema, there and back."""

from __future__ import annotations

import dataclasses
import typing

import chengnuo
import pytest
from chengnuo import record as shapes
from conftest import PLANS, SENTENCE


def words(part: dict) -> set[str]:
    """The values that a word of the schema may have."""
    found = set(part.get("enum", []))
    for one in part.get("oneOf", []):
        found |= set(one.get("enum", [])) | ({one["const"]} if "const" in one else set())
    return found


def shape(part: dict) -> str:
    """The type of a field of the schema, as the dataclass has it."""
    if "$ref" in part:
        name = part["$ref"].rsplit("/", 1)[-1]
        return "float" if name == "Number" else name
    if "anyOf" in part:
        return " | ".join(shape(one) for one in part["anyOf"])
    if isinstance(part["type"], list):
        return " | ".join(shape({**part, "type": one}) for one in part["type"])
    if part["type"] == "array":
        return "Span" if part.get("maxItems") == 2 else f"tuple[{shape(part['items'])}, ...]"
    return {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}[part["type"]]


def test_the_dataclasses_are_those_of_the_schema() -> None:
    schema = chengnuo.schema()
    definitions = {**schema["$defs"], "Document": schema}
    assert len(definitions) > 20
    for name, definition in definitions.items():
        if "properties" in definition:
            fields = {field.name: field.type for field in dataclasses.fields(getattr(shapes, name))}
            assert fields == {key: shape(part) for key, part in definition["properties"].items()}, name
        elif name != "Number":
            assert set(typing.get_args(getattr(shapes, name))) == words(definition), name


def test_there_and_back() -> None:
    for plain in chengnuo.extract_many(PLANS, with_text=True):
        frozen = shapes.Document.from_dict(plain)
        assert frozen.to_dict() == plain
        assert list(frozen.to_dict()) == list(plain)
        assert len({frozen, shapes.Document.from_dict(plain)}) == 1


def test_fields_are_read_and_not_written() -> None:
    found = chengnuo.extract(SENTENCE, as_record=True)
    (target,) = found.commitments[0].targets
    assert (target.comparator, target.value, target.span) == ("ge", 120, tuple(target.span))
    assert isinstance(found.source, shapes.Source) and found.jurisdiction is None
    with pytest.raises(dataclasses.FrozenInstanceError):
        target.value = 3  # type: ignore[misc]
    (again,) = chengnuo.extract_many([SENTENCE], as_record=True)
    assert again == found


def test_a_failed_document_has_its_error() -> None:
    (found,) = chengnuo.extract_many([b""], as_record=True)
    assert found.status == "failed" and found.error is not None and found.error.code == "empty"
    assert found.to_dict()["error"]["code"] == "empty"


def test_what_is_no_record() -> None:
    plain = chengnuo.extract(SENTENCE)
    assert shapes.Document.from_dict({**plain, "a_later_field": 1}).to_dict() == plain
    del plain["title"]
    with pytest.raises(chengnuo.RecordError, match="missing field 'title'"):
        shapes.Document.from_dict(plain)
    with pytest.raises(chengnuo.InputError, match="a list is no Document"):
        shapes.Document.from_dict([])  # type: ignore[arg-type]
