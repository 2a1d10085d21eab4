"""The house keeps its layers, and what should be light is light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "insights"

HEAVY = {
    "pandas", "numpy", "pandera", "scipy", "sklearn", "spacy", "torch", "bertopic", "plotly",
    "matplotlib", "docx", "openpyxl", "onnx", "onnxruntime", "tokenizers", "jinja2",
    "sentence_transformers", "pyarrow", "rich", "starlette", "uvicorn",
}  # fmt: skip


def test_layers_hold():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_heavy_libraries_are_imported_where_they_are_used(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert not found & HEAVY


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.stem)
def test_no_drawer_for_odds_and_ends(path):
    assert path.stem not in {"utils", "helpers", "common", "misc"}


def test_the_command_line_starts_without_heavy_libraries():
    code = (
        "import sys, insights, insights.cli; "
        "print(','.join(sorted({m.split('.')[0] for m in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.strip().split(","))
    assert not loaded & (HEAVY - {"rich"})
