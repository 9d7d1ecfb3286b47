"""One document: what it may be, and what is said of what is none."""

from __future__ import annotations

import datetime
from pathlib import Path

import chengnuo
import pytest
from conftest import PLANS, SENTENCE, command


def test_a_sentence() -> None:
    record = chengnuo.extract(SENTENCE)
    (commitment,) = record["commitments"]
    (target,) = commitment["targets"]
    assert (target["comparator"], target["value"], target["unit"]) == ("ge", 120, "个")
    assert (commitment["deadline"], commitment["responsible"][0]["role"]) == ("2025-12-31", "lead")
    assert isinstance(target["value"], int) and isinstance(commitment["span"], list)


def test_numbers_are_those_of_the_text() -> None:
    (target,) = chengnuo.extract("2025年，城镇化率提高2.1个百分点。")["commitments"][0]["targets"]
    assert target["value"] == 2.1
    assert str(target["value"]) == "2.1"


def test_spans_count_code_points_of_the_text() -> None:
    record = chengnuo.extract(PLANS / "neiqiu.txt", with_text=True)
    assert record["commitments"]
    for found in record["commitments"] + record["dates"] + record["bodies"]:
        start, end = found["span"]
        assert record["text"][start:end] == found["text"]
    assert "text" not in chengnuo.extract(PLANS / "neiqiu.txt")


def test_what_the_caller_knows() -> None:
    text = "年底前建成养老服务设施80处。"
    assert chengnuo.extract(text)["commitments"][0]["deadline"] is None
    for date in ("2024-03-01", datetime.date(2024, 3, 1), datetime.datetime(2024, 3, 1, 12)):
        record = chengnuo.extract(text, date=date, jurisdiction="130523")
        assert record["commitments"][0]["deadline"] == "2024-12-31"
        assert (record["jurisdiction"]["name"], record["jurisdiction"]["basis"]) == ("内丘县", "option")
    row = chengnuo.extract({"text": text, "date": datetime.date(2023, 3, 1)}, date="2024-03-01")
    assert row["commitments"][0]["deadline"] == "2023-12-31"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_bytes_of_any_kind(kind: type) -> None:
    given = (PLANS / "chengdu-hant.txt").read_bytes()
    record = chengnuo.extract(kind(given))
    assert (record["source"]["encoding"], record["source"]["script"]) == ("UTF-16LE", "Hant")


@pytest.mark.parametrize(
    ("source", "error", "says"),
    [
        (None, chengnuo.InputError, "item 0 is None: give a str of text, a pathlib.Path"),
        (7, chengnuo.InputError, "item 0 is a int"),
        ([SENTENCE], chengnuo.InputError, "item 0 is a list"),
        ({"txt": "x"}, chengnuo.InputError, "a key 'txt': a row has id, text"),
        ({"id": "x"}, chengnuo.InputError, "item 0 has no text"),
        ({"text": None}, chengnuo.InputError, "item 0 has no text"),
        ({"text": 5}, chengnuo.InputError, "item 0: text is a int: give a str"),
        ({"text": "x", "date": "2024-02-30"}, chengnuo.UsageError, "2024-02-30"),
        ("", chengnuo.DocumentError, r"empty"),
        (b"", chengnuo.DocumentError, r"\[empty\]"),
        ("\ud800", chengnuo.UsageError, "lone surrogate"),
        (str(PLANS / "neiqiu.txt"), chengnuo.UsageError, "give pathlib.Path"),
        (Path("no-such-file.txt"), chengnuo.DocumentNotFoundError, r"no-such-file.txt: there is no such file"),
        (Path("*.no-such"), chengnuo.UsageError, "no file matches"),
        (PLANS, chengnuo.UsageError, "several documents: give them to extract_many"),
        (b"%PDF-1.7 cut off", chengnuo.DocumentError, "broken"),
    ],
)
def test_what_is_no_document(source: object, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        chengnuo.extract(source)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"date": "2024-13-01"}, chengnuo.UsageError, '"2024-13-01" is no day'),
        ({"date": 2024}, chengnuo.InputError, "date is a int: give a datetime.date"),
        ({"jurisdiction": 130523}, chengnuo.InputError, "jurisdiction is a int: give a str"),
        ({"title": b"x"}, chengnuo.InputError, "title is a bytes"),
        ({"dictionaries": "folder"}, chengnuo.InputError, r"give chengnuo.Dictionaries\("),
        ({"timeout": 0}, chengnuo.UsageError, "timeout"),
        ({"timeout": float("nan")}, chengnuo.UsageError, "timeout"),
        ({"dates": "2024-01-01"}, TypeError, "dates"),
    ],
)
def test_what_is_no_option(options: dict, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        chengnuo.extract(SENTENCE, **options)


def test_errors_are_those_that_python_would_expect() -> None:
    assert issubclass(chengnuo.InputError, TypeError)
    assert issubclass(chengnuo.DocumentNotFoundError, FileNotFoundError)
    for error in (chengnuo.UsageError, chengnuo.DictionaryError, chengnuo.DocumentError, chengnuo.SchemaError):
        assert issubclass(error, ValueError) and issubclass(error, chengnuo.ChengnuoError)


def test_an_error_holds_the_failed_record() -> None:
    with pytest.raises(chengnuo.DocumentError) as caught:
        chengnuo.extract(b"%PDF-1.7 cut off")
    assert caught.value.code == caught.value.record["error"]["code"]
    assert caught.value.record["status"] == "failed"


def test_a_broken_dictionary_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text("word\tunit\tkind\n床\t床\tno such kind\n", encoding="utf-8")
    with pytest.raises(chengnuo.DictionaryError) as caught:
        chengnuo.Dictionaries(tmp_path)
    assert (Path(caught.value.file).name, caught.value.line) == ("units.tsv", 2)
    assert f"{caught.value.file}:2: " in str(caught.value)
    with pytest.raises(chengnuo.UsageError, match="no folder of dictionaries"):
        chengnuo.Dictionaries(tmp_path / "none")
    (tmp_path / "units.tsv").rename(tmp_path / "unit.tsv")
    with pytest.raises(chengnuo.DictionaryError, match="there is no table of this name"):
        chengnuo.Dictionaries(tmp_path)


def test_a_dictionary_changes_what_is_found(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text("word\tunit\tkind\n处方\t处方\tcount\n", encoding="utf-8")
    dictionaries = chengnuo.Dictionaries(str(tmp_path))
    text = "2025年，全县开出中药处方不少于80处方。"
    units = {found["unit"] for found in chengnuo.extract(text, dictionaries=dictionaries)["quantities"]}
    assert "处方" in units
    assert "处方" not in {found["unit"] for found in chengnuo.extract(text)["quantities"]}


def test_the_schema_holds_for_records() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for record in chengnuo.extract_many(PLANS):
        jsonschema.validate(record, chengnuo.schema())
    jsonschema.validate(chengnuo.compare(PLANS).to_dict(), chengnuo.schema("compare"))
    with pytest.raises(chengnuo.UsageError, match="say record or compare"):
        chengnuo.schema("x")  # type: ignore[arg-type]


def test_exit_codes_of_the_command_line(tmp_path: Path) -> None:
    for words, code in (
        (("extract", PLANS, "-o", tmp_path / "records.jsonl", "--quiet"), 0),
        (("extract", tmp_path / "none.txt"), 1),
        (("extract",), 2),
        (("no-such-command",), 2),
        (("--version",), 0),
    ):
        assert command(*words, own=True, fails=True).returncode == code, words
    assert command("--version", own=True).stdout.decode() == f"chengnuo {chengnuo.__version__}\n"
