"""Notebooks are thin, have been run from top to bottom, and show a bundled project only."""

import json
import re
from pathlib import Path

import pytest

import insights

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def code_cells(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def source(cell):
    return "".join(cell["source"])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_cell_has_run_in_order(path):
    assert [cell["execution_count"] for cell in code_cells(path)] == list(
        range(1, len(code_cells(path)) + 1)
    )
    assert any(cell["outputs"] for cell in code_cells(path))
    outputs = json.dumps([cell["outputs"] for cell in code_cells(path)])
    assert '"stream"' not in outputs  # warnings and progress are no results
    assert '"error"' not in outputs


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_thin(path):
    cells = code_cells(path)
    assert len(cells) <= 12
    assert all(len(source(cell).splitlines()) <= 8 for cell in cells)
    whole = "\n".join(map(source, cells))
    assert not re.search(r"^\s*(def|class|for|while) ", whole, re.M)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_parameters_name_a_bundled_project_and_names_are_public(path):
    first = code_cells(path)[0]
    assert "parameters" in first["metadata"]["tags"]
    assert source(first) in {'project = "money-toolkit"', 'project = "hack-week"'}
    used = set(re.findall(r"\binsights\.(\w+)", "\n".join(map(source, code_cells(path)))))
    assert used <= set(insights.__all__)


def test_there_is_a_notebook_to_start_with():
    assert (ROOT / "notebooks" / "00_start_here.ipynb") in NOTEBOOKS
