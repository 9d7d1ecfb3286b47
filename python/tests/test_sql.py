"""The questions of the README, asked of Parquet files as it says: its answers are what DuckDB gives."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from conftest import ROOT, command


def block(language: str) -> str:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("## Five questions in SQL\n")[1].split("\n## ")[0]
    return section.split(f"```{language}\n")[1].split("```")[0]


def test_the_questions_of_the_readme_have_its_answers(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for line in block("sh").splitlines():
        program, *words, option, name = shlex.split(line)
        assert (program, option) == ("chengnuo", "-o")
        command(*words, "-o", tmp_path / name, "--quiet")
    questions = block("sql").split("\n\n")
    assert len(questions) == 5
    for question in questions:
        asked = "\n".join(line for line in question.splitlines() if not line.startswith("--"))
        answers = [line.removeprefix("--> ") for line in question.splitlines() if line.startswith("-->")]
        found = duckdb.sql(asked.replace("FROM '", f"FROM '{tmp_path}/")).fetchall()
        assert answers and [" | ".join(map(str, row)) for row in found] == answers, question


def test_files_are_sorted_with_ranges_and_typed_lists(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "targets.parquet"
    command("extract", "corpus/plans", "--format", "parquet", "--records", "targets", "-o", path, "--quiet")
    table = parquet.read_table(path)
    places = [(row["code"] is not None, row["code"], row["year"]) for row in table.select(["code", "year"]).to_pylist()]
    known = [(code, year) for has, code, year in places if has and year is not None]
    assert known == sorted(known) and len(set(known)) > 4
    assert str(table.schema.field("responsible").type).startswith("list<")
    about = parquet.ParquetFile(path).metadata
    for group in range(about.num_row_groups):
        columns = {about.row_group(group).column(n).path_in_schema: n for n in range(about.num_columns)}
        for name in ("code", "year"):
            assert about.row_group(group).column(columns[name]).statistics.has_min_max
