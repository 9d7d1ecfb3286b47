"""The package itself: what it weighs, how long it takes to import, whether what the README says works."""

from __future__ import annotations

import doctest
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import chengnuo
import pytest
from conftest import ROOT


def test_importing_it_brings_nothing_heavy() -> None:
    code = "import sys, chengnuo; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"pyarrow", "pandas", "polars", "numpy", "dataclasses", "asyncio", "pyspark"}
    assert heavy.isdisjoint(done.stdout.split())


def test_importing_it_takes_under_150_ms() -> None:
    # Time of the processor, for the machine may have other work.
    code = "import time; start = time.process_time(); import chengnuo; print((time.process_time() - start) * 1000)"
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(7)
    ]
    assert statistics.median(taken) < 150, taken


def test_the_wheel_is_under_25_mb() -> None:
    wheel = os.environ.get("CHENGNUO_WHEEL")
    if not wheel:
        pytest.skip("CHENGNUO_WHEEL names no wheel")
    assert Path(wheel).stat().st_size < 25_000_000


def test_types_come_with_it() -> None:
    folder = Path(chengnuo.__file__).parent
    assert (folder / "py.typed").exists() and (folder / "_chengnuo.pyi").exists()
    stub = (folder / "_chengnuo.pyi").read_text(encoding="utf-8")
    names = {name for name in dir(chengnuo._chengnuo) if not name.startswith("_")}
    assert {name for name in names if re.search(rf"\b{name}\b", stub)} == names


def test_every_public_name_says_what_it_is() -> None:
    for name in chengnuo.__all__:
        thing = getattr(chengnuo, name)
        assert thing.__doc__ and len(thing.__doc__.strip()) > 20, name


def test_the_examples_of_the_docstrings() -> None:
    done = doctest.testmod(chengnuo, extraglobs={"chengnuo": chengnuo})
    assert done.attempted > 3 and done.failed == 0


@pytest.mark.parametrize("readme", ["README.md", "python/README.md"])
def test_the_examples_of_the_readme(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    section = text if readme != "README.md" else text.split("\n## In Python\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```python\n(.*?)```", section, re.S)
    assert blocks
    for module in ("pandas", "polars", "pyarrow"):
        pytest.importorskip(module)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
