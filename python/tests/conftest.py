"""What the tests share: the project's own plans, and the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PLANS = ROOT / "corpus" / "plans"
SHARED = ROOT.parent / "shared"

# The program that cargo built, where the caller names it; else the command line that comes with the package.
COMMAND = [os.environ["CHENGNUO"]] if os.environ.get("CHENGNUO") else [sys.executable, "-m", "chengnuo"]

SENTENCE = "到2025年底，全县建成标准化村卫生室120个以上，由县卫生健康局牵头。"


def command(
    *words: str | Path, given: bytes | None = None, own: bool = False, fails: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in the project's folder; `own`: the one of the package."""
    program = [sys.executable, "-m", "chengnuo"] if own else COMMAND
    done = subprocess.run([*program, *map(str, words)], input=given, capture_output=True, cwd=ROOT, timeout=600)
    assert fails or done.returncode == 0, done.stderr.decode()
    return done


def lines(out: bytes) -> list[dict[str, Any]]:
    """Records, one a line."""
    return [json.loads(line) for line in out.splitlines()]


def shared(*parts: str) -> Path:
    """A path of the shared documents; where there are none the test is skipped, and says so."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"there is no ../shared/{'/'.join(parts)}")
    return path


@pytest.fixture
def at_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in records are those that the command line has."""
    monkeypatch.chdir(ROOT)
