"""The records are those of the command line, field by field."""

from __future__ import annotations

import json
from pathlib import Path

import chengnuo
import pytest
from conftest import PLANS, command, lines, shared


def same(own: list[dict], others: list[dict]) -> None:
    """Says which field differs, for a whole record is too long to look at."""
    assert [record["source"]["path"] for record in own] == [record["source"]["path"] for record in others]
    for record, other in zip(own, others, strict=True):
        assert list(record) == list(other)
        for field, value in other.items():
            assert record[field] == value, (record["source"]["path"], field)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder(at_root: None, jobs: int) -> None:
    folder = Path("corpus/plans")
    others = lines(command("extract", folder, "--quiet").stdout)
    assert len(others) == 9
    same(list(chengnuo.extract_many(folder, jobs=jobs)), others)


def test_the_gold_texts() -> None:
    folder = shared("gold", "texts")
    others = lines(command("extract", folder, "--with-text", "--quiet").stdout)
    assert len(others) > 5
    same(list(chengnuo.extract_many(folder, with_text=True)), others)


def test_files_of_all_formats() -> None:
    folder = shared("documents", "formats")
    others = lines(command("extract", folder, "--quiet").stdout)
    media = {record["source"]["media_type"] for record in others}
    assert "application/pdf" in media and len(media) > 4
    same(list(chengnuo.extract_many(folder)), others)


def test_one_file_with_what_the_caller_knows(at_root: None) -> None:
    path = Path("corpus/plans/renhuai.txt")
    words = ["--date", "2021-03-04", "--jurisdiction", "清水县", "--title", "方案", "--with-text", "--quiet"]
    (other,) = lines(command("extract", path, *words).stdout)
    own = chengnuo.extract(path, date="2021-03-04", jurisdiction="清水县", title="方案", with_text=True)
    assert own["tool"]["options"] == ["date=2021-03-04", "jurisdiction=清水县", "title=方案"]
    same([own], [other])


@pytest.mark.parametrize("name", [path.name for path in sorted(PLANS.glob("*.txt"))])
def test_bytes_are_what_a_pipe_brings(name: str) -> None:
    given = (PLANS / name).read_bytes()
    same([chengnuo.extract(given)], lines(command("extract", "-", "--quiet", given=given).stdout))


def test_text_and_rows_are_rows_of_json_lines() -> None:
    text = (PLANS / "neiqiu.txt").read_text(encoding="utf-8")
    rows = [
        {"text": text},
        {"id": "二", "text": "年底前完成。", "date": "2024-03-01", "jurisdiction": "内丘县", "title": "方案"},
        {"id": 3, "text": text},
        {"text": text},
    ]
    given = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    others = lines(command("extract", "-", "--input-format", "jsonl", "--quiet", given=given).stdout)
    assert [record["id"] for record in others][1:3] == ["二", "3"] and others[3]["duplicate_of"]
    same(list(chengnuo.extract_many([text, *rows[1:]])), others)


def test_copies_are_named_as_the_command_line_names_them(tmp_path: Path) -> None:
    plan = (PLANS / "neiqiu.txt").read_bytes()
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_bytes(plan)
    for words, options in (((), {}), (("--keep-duplicates",), {"keep_duplicates": True})):
        others = lines(command("extract", tmp_path, "--quiet", *words).stdout)
        assert [record["duplicate_of"] is None for record in others] == [True, False, False]
        same(list(chengnuo.extract_many(tmp_path, jobs=2, **options)), others)


def test_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("到2025年底，建成80处。", encoding="utf-8")
    (tmp_path / "c.zip").write_bytes(b"PK\x03\x04 cut off")
    others = lines(command("extract", tmp_path, "--quiet", fails=True).stdout)
    assert [record["status"] for record in others] == ["failed", "ok", "failed"]
    same(list(chengnuo.extract_many(tmp_path)), others)


@pytest.mark.parametrize(
    ("words", "options"),
    [
        ((), {}),
        (("--columns", "jurisdiction", "--sort", "code"), {"columns": "jurisdiction", "sort": "code"}),
        (("--only", "planned", "--baseline", "内丘县 2016"), {"only": "planned", "baseline": "内丘县 2016"}),
        (("--indicators", "family_doctor_teams"), {"indicators": ["family_doctor_teams"]}),
    ],
)
def test_the_comparison(at_root: None, words: tuple[str, ...], options: dict) -> None:
    folder = Path("corpus/plans")
    compared = chengnuo.compare(folder, **options)
    for absent, word in ((None, "auto"), (False, "drop"), (True, "keep")):
        other = command("compare", folder, "--quiet", "--format", "json", "--absent", word, *words).stdout
        assert compared.to_json(absent) == other.decode().rstrip("\n")
        assert compared.to_dict(absent) == json.loads(other)
    assert compared.measures


def test_the_page_of_a_comparison(at_root: None) -> None:
    folder = Path("corpus/plans")
    page = command("compare", folder, "--quiet", "--format", "html", "--lang", "zh").stdout.decode()
    assert chengnuo.compare(folder).to_html(lang="zh") == page


def test_the_command_line_of_the_package_is_the_command_line(tmp_path: Path) -> None:
    for words in (("extract", PLANS, "--quiet"), ("schema",), ("segment", PLANS / "neiqiu.txt")):
        assert command(*words, own=True).stdout == command(*words).stdout
