"""Run notebooks from top to bottom and keep what they show, but not when they ran.

``python scripts/make_notebooks.py`` runs all of them, ``… 06 07`` those whose names begin so.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"


def run_notebook(path: Path) -> None:
    """Execute ``path`` in place."""
    notebook = nbformat.read(path, as_version=4)
    place = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, resources=place, record_timing=False).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    wanted = tuple(sys.argv[1:])
    for path in sorted(FOLDER.glob("*.ipynb")):
        if path.name.startswith(wanted or ""):
            run_notebook(path)
