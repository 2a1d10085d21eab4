"""A project's folder: what is in it, and what its ``project.toml`` says.

Nothing here reads a participant's words. :func:`load_project` gives a frozen
:class:`Project`; what it could not understand is in :attr:`Project.problems`, with the
nearest name that would have been.
"""

from __future__ import annotations

from insights.project.files import FOLDERS, InputFile
from insights.project.reading import (
    ABOUT_KEYS,
    APPROACHES,
    ENCODER_PATHS,
    PROJECT_KEYS,
    SECTIONS,
    load_project,
    locate,
)
from insights.project.settings import (
    DEFAULT_PERSPECTIVES,
    ColumnMap,
    Project,
    SessionSettings,
    Thresholds,
)

__all__ = [
    "ABOUT_KEYS",
    "APPROACHES",
    "DEFAULT_PERSPECTIVES",
    "ENCODER_PATHS",
    "FOLDERS",
    "PROJECT_KEYS",
    "SECTIONS",
    "ColumnMap",
    "InputFile",
    "Project",
    "SessionSettings",
    "Thresholds",
    "load_project",
    "locate",
]
