"""Notebooks are thin, have been run from top to bottom, and show a bundled project only."""

import json
import re
from itertools import pairwise
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


def test_the_notebooks_follow_the_work():
    names = [path.stem for path in NOTEBOOKS]
    assert names[0] == "00_start_here"
    assert [name[:2] for name in names] == [f"{number:02}" for number in range(8)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_sentence_follows_every_output(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell, following in pairwise([*cells, None]):
        if cell["cell_type"] == "code" and cell["outputs"]:
            assert following is not None, "the last output is left without a word"
            assert following["cell_type"] == "markdown"
            assert re.match(r"[^#].*[.?]$", source(following).splitlines()[0])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_come_from_a_bundled_project(path, bundled):
    """What is kept names that project and its excerpts alone, and no place on a computer."""
    project = source(code_cells(path)[0]).split('"')[1]
    shown = json.dumps([cell["outputs"] for cell in code_cells(path)], ensure_ascii=False)
    assert set(re.findall(r"(?:reports|data/raw)/([\w-]+)/", shown)) <= {project}
    assert not re.search(r"file:|/(?:home|Users|root|tmp)/|[A-Z]:\\\\", shown)
    excerpt_ids = set(re.findall(r"\bx[a-z2-7]{12}\b", shown))
    known = set(bundled.table("excerpts")["excerpt_id"]) if project == "money-toolkit" else set()
    assert excerpt_ids <= known


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_only_public_names_are_imported(path):
    whole = "\n".join(map(source, code_cells(path)))
    assert not re.search(r"^\s*from insights\b|import insights\.\w", whole, re.M)
    imported = set(re.findall(r"^(?:import|from) (\w+)", whole, re.M))
    assert imported <= {"insights", "pandas", "pathlib", "plotly"}
