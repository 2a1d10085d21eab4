"""Make the binary files and the decisions of the fictional project ``hack-week``.

The texts a person reads and changes stand in ``scripts/hack_week/``: Monday's and Thursday's
notes (``.md``), the form on how taking part was and one coder's decisions (``.csv``). From
them come ``notes/monday.docx``, ``notes/thursday.docx``, ``feedback/process.xlsx`` and
``decisions/MT.jsonl``. Running this twice gives the same bytes.

    python scripts/make_hack_week.py [--root FOLDER]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import demonstration

if TYPE_CHECKING:
    import pandas as pd

TEXTS = demonstration.ROOT / "scripts" / "hack_week"
PROJECT = "hack-week"
CODER = demonstration.Coder(
    "MT",
    datetime(2026, 2, 9, 10, 0),
    {
        "mon": "notes/monday.docx",
        "tue": "notes/tuesday.md",
        "wed": "notes/wednesday.md",
        "thu": "notes/thursday.docx",
        "fri": "notes/friday.md",
        "test": "prototypes/tests.csv",
        "ideas": "votes/ideas.csv",
    },
)
TYPED_ON = {
    "monday": datetime(2026, 1, 19, 21, 40),
    "thursday": datetime(2026, 1, 22, 22, 5),
    "process": datetime(2026, 1, 26, 9, 0),
}


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a .csv in ``scripts/hack_week``, header first."""
    return demonstration.read_rows(TEXTS / name)


def make_decisions(passages: pd.DataFrame, sources: pd.DataFrame) -> bytes:
    """Return the coder's .jsonl; see :func:`demonstration.make_decisions`."""
    return demonstration.make_decisions(read_rows("decisions.csv"), CODER, passages, sources)


def read_project(root: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the project's passages and sources, read as a run reads them."""
    return demonstration.read_project(PROJECT, root)


def write_binaries(root: Path) -> list[Path]:
    """Write the .docx files and the .xlsx below ``root``; returns their paths."""
    made = {
        f"notes/{day}.docx": demonstration.make_notes(
            (TEXTS / f"{day}.md").read_text(encoding="utf-8"),
            author="Cass Merriden",
            title=f"{day.capitalize()} of hack week",
            typed_on=TYPED_ON[day],
        )
        for day in ("monday", "thursday")
    }
    made["feedback/process.xlsx"] = demonstration.make_sheet(
        read_rows("process.csv"),
        title="How was it",
        widths=(14, 20, 10, 18, 18, 18, 70),
        typed_on=TYPED_ON["process"],
        text_columns=(1,),
    )
    return demonstration.write_files(root / "data" / "raw" / PROJECT, made)


def write_decisions(root: Path) -> list[Path]:
    """Write ``decisions/MT.jsonl`` below ``root``; returns its path."""
    made = {f"decisions/{CODER.initials}.jsonl": make_decisions(*read_project(root))}
    return demonstration.write_files(root / "data" / "raw" / PROJECT, made)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the binary files, then the decisions, which rest on how those are read."""
    demonstration.run_script(__doc__, arguments, write_binaries, write_decisions)


if __name__ == "__main__":
    main()
