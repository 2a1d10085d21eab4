"""Copies of the notebooks for a project, to work in.

They lie in ``notebooks/<project>/`` and not among what the code can make again, because
people write in them. What they show may be participants' words, so git is told in that
very folder to leave all of it out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import InsightsError
from insights.project import load_project

_RECORD = ".copied.json"
_LEAVE_OUT = b"# These notebooks may show what participants said.\n*\n"


@dataclass(frozen=True)
class Notebooks:
    """A project's own notebooks.

    Attributes
    ----------
    folder
        Where they lie.
    copied
        Those that were copied now.
    kept
        Those in which somebody has worked: they were left as they are.
    """

    folder: Path
    copied: tuple[str, ...]
    kept: tuple[str, ...]

    @property
    def first(self) -> Path:
        """The one to open first."""
        return self.folder / min((*self.copied, *self.kept))

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "folder": self.folder.as_posix(),
            "copied": list(self.copied),
            "kept": list(self.kept),
        }


def copy_notebooks(project: str | Path, *, root: Path | None = None) -> Notebooks:
    """Copy the notebooks for a project, without what they showed of another one.

    A copy in which somebody has worked is never written over, and one that was not is
    brought up to date.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.

    Raises
    ------
    InsightsError
        If there is no such project, or the notebooks are not on this computer.
    """
    settings = load_project(project, root)
    folder = settings.root / "notebooks" / settings.name
    record = folder / _RECORD
    known = json.loads(record.read_text(encoding="utf-8")) if record.exists() else {}
    copied, kept = [], []
    for path in _originals(settings.root):
        target = folder / path.name
        if target.exists() and known.get(path.name) != store.hash_file(target):
            kept.append(path.name)
            continue
        data = _for_project(json.loads(path.read_text(encoding="utf-8")), settings.name)
        store.write_atomic(target, data)
        known[path.name] = store.hash_bytes(data)
        copied.append(path.name)
    store.write_atomic(folder / ".gitignore", _LEAVE_OUT)
    store.write_atomic(record, store.render_json(known))
    return Notebooks(folder, tuple(copied), tuple(kept))


def jupyter_command(notebook: Path) -> list[str]:
    """Return the arguments for Python that open JupyterLab on a notebook, without the network.

    Raises
    ------
    InsightsError
        If JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise InsightsError(
            "JupyterLab is not installed.", "the package jupyterlab",
            'In this software\'s folder, run: pip install --editable ".[notebooks]"',
        )  # fmt: skip
    return [
        "-m", "jupyterlab", str(notebook),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.news_url=None",  # even a "yes" to its news fetches nothing
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip


def _originals(root: Path) -> list[Path]:
    """Return the notebooks of this working folder, else those beside the package."""
    for folder in (root / "notebooks", Path(__file__).parents[2] / "notebooks"):
        if found := sorted(folder.glob("*.ipynb")):
            return found
    raise InsightsError(
        "The notebooks are not on this computer.", "notebooks/",
        "They come with the whole folder of this software: work there, or give it as --root.",
    )  # fmt: skip


def _for_project(notebook: Mapping[str, Any], project: str) -> bytes:
    """Return a notebook that works on ``project`` and shows nothing yet."""
    cells = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell = {**cell, "execution_count": None, "outputs": []}
            if "parameters" in cell["metadata"].get("tags", ()):
                cell["source"] = [f"project = {json.dumps(project, ensure_ascii=False)}"]
        cells.append(cell)
    text = json.dumps({**notebook, "cells": cells}, indent=1, ensure_ascii=False)
    return f"{text}\n".encode()
