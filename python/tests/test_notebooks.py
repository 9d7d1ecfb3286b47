"""The notebooks: kept without output, and run whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

EXAMPLES = ROOT / "python" / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_output_and_runs(path: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    if "pyspark" in "".join(cell.source for cell in code):
        pytest.importorskip("pyspark")
    for module in ("matplotlib", "pandas", "ipykernel"):
        pytest.importorskip(module)
    client = nbclient.NotebookClient(notebook, timeout=600, resources={"metadata": {"path": str(EXAMPLES)}})
    client.execute()
    shown = [output for cell in code for output in cell.outputs]
    assert not [output for output in shown if output.output_type == "error"]
    # Warnings about fonts and the like are nothing for a reader.
    assert not [output.text for output in shown if output.output_type == "stream" and output.name == "stderr"]
    kinds = {kind for output in shown for kind in output.get("data", {})}
    assert "image/png" in kinds and "text/html" in kinds
