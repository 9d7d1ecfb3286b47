"""Types: what an editor is told, checked as strictly as it can be."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "python"

# What a call gives, and what is none.
CALLS = """
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, assert_type

import chengnuo
from chengnuo.record import Document

assert_type(chengnuo.extract("年底前完成。", date=datetime.date(2024, 1, 1)), dict[str, Any])
assert_type(chengnuo.extract(b"", as_record=True), Document)
assert_type(chengnuo.extract(Path("a.txt"), as_record=True).commitments[0].targets[0].value, float | None)
assert_type(chengnuo.extract_many(Path("a")), Iterator[dict[str, Any]])
assert_type(chengnuo.extract_many([{"id": 1, "text": "年底前完成。"}], as_json=True), Iterator[bytes])
assert_type(chengnuo.extract_many(["年底前完成。"], as_record=True), Iterator[Document])
assert_type(chengnuo.compare(Path("a")).measures, list[dict[str, Any]])
assert_type(chengnuo.explain("年底前完成。").to_html(), str)
try:
    chengnuo.extract(Path("a.txt"), dictionaries=chengnuo.Dictionaries("tables"))
except chengnuo.DictionaryError as error:
    assert_type(error.line, int)
except chengnuo.DocumentError as error:
    assert_type(error.code, str)
chengnuo.extract(None)  # type: ignore[call-overload]
chengnuo.extract_many([], jobs="2")  # type: ignore[call-overload]
chengnuo.compare([], only="some")  # type: ignore[arg-type]
"""


def mypy(*words: str | Path) -> str:
    pytest.importorskip("mypy")
    program = [sys.executable, "-m", "mypy", "--config-file", str(PACKAGE / "pyproject.toml"), *map(str, words)]
    done = subprocess.run(program, capture_output=True, text=True, cwd=PACKAGE, timeout=600)
    return done.stdout + done.stderr


def test_the_package_is_typed_throughout() -> None:
    said = mypy("python/chengnuo")
    assert said.startswith("Success: no issues found"), said


def test_calls_and_the_readme_are_typed(tmp_path: Path) -> None:
    section = (ROOT / "README.md").read_text(encoding="utf-8").split("\n## In Python\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.S)
    assert blocks
    (tmp_path / "readme.py").write_text("\n".join(blocks), encoding="utf-8")
    (tmp_path / "calls.py").write_text(CALLS, encoding="utf-8")
    said = mypy(tmp_path / "readme.py", tmp_path / "calls.py")
    assert said.startswith("Success: no issues found in 2"), said
