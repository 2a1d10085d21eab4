"""Make the binary files and the decisions of the fictional project ``money-toolkit``.

The texts a person reads and changes stand in ``scripts/money_toolkit/``: the professionals'
workshop (``.md``), the feedback form's answers, how taking part was, and two coders' decisions
(``.csv``). From them come ``notes/professionals_workshop.docx``, ``feedback/feedback.xlsx``,
``feedback/process.xlsx``, ``decisions/AB.jsonl`` and ``decisions/CD.jsonl``. Running this twice
gives the same bytes.

    python scripts/make_money_toolkit.py [--root FOLDER]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import demonstration

if TYPE_CHECKING:
    import pandas as pd

TEXTS = demonstration.ROOT / "scripts" / "money_toolkit"
PROJECT = "money-toolkit"
FILES = {
    "pro": "notes/professionals_workshop.docx",
    "le": "notes/lived_experience_workshop.md",
    "le2": "notes/lived_experience_second_notes.txt",
    "form": "feedback/feedback.xlsx",
    "test": "prototypes/toolkit_test.csv",
    "wall": "boards/professionals_wall.csv",
    "call": "transcripts/lived_experience_extract.vtt",
}
AB = demonstration.Coder("AB", datetime(2026, 3, 2, 9, 30), FILES)
CD = demonstration.Coder("CD", datetime(2026, 3, 10, 14, 5), FILES, blind=("le", "le2"))
CODED = {"decisions.csv": AB, "second_decisions.csv": CD}
NOTES_TYPED_ON = datetime(2025, 10, 14, 20, 30)


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a .csv in ``scripts/money_toolkit``, header first."""
    return demonstration.read_rows(TEXTS / name)


def make_decisions(name: str, passages: pd.DataFrame, sources: pd.DataFrame) -> bytes:
    """Return the .jsonl of one file of ``CODED``; see :func:`demonstration.make_decisions`."""
    return demonstration.make_decisions(read_rows(name), CODED[name], passages, sources)


def read_project(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the project's passages and sources, read as a run reads them."""
    return demonstration.read_project(PROJECT, root)


def write_binaries(root: Path) -> list[Path]:
    """Write the .docx and the .xlsx files below ``root``; returns their paths."""
    made = {
        FILES["pro"]: demonstration.make_notes(
            (TEXTS / "professionals_workshop.md").read_text(encoding="utf-8"),
            author="Ruth Ashdown",
            title="Money Toolkit workshop 1",
            typed_on=NOTES_TYPED_ON,
        ),
        FILES["form"]: demonstration.make_sheet(
            read_rows("feedback.csv"),
            title="Form responses 1",
            widths=(14, 12, 22, 60, 50, 40, 12),
            typed_on=NOTES_TYPED_ON,
        ),
        "feedback/process.xlsx": demonstration.make_sheet(
            read_rows("process.csv"),
            title="Before and after",
            widths=(14, 22, 10, 18, 18, 18, 70),
            typed_on=datetime(2026, 2, 20, 16, 0),
        ),
    }
    return demonstration.write_files(root / "data" / "raw" / PROJECT, made)


def write_decisions(root: Path) -> list[Path]:
    """Write each coder's ``decisions/<coder>.jsonl`` below ``root``; returns their paths."""
    read = read_project(root)
    made = {
        f"decisions/{coder.initials}.jsonl": make_decisions(name, *read)
        for name, coder in CODED.items()
    }
    return demonstration.write_files(root / "data" / "raw" / PROJECT, made)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the binary files, then the decisions, which rest on how those are read."""
    demonstration.run_script(__doc__, arguments, write_binaries, write_decisions)


if __name__ == "__main__":
    main()
