"""A table that lies outside the folders: what it holds, by its columns."""

from __future__ import annotations

from dataclasses import replace

from insights import sheets
from insights.errors import InsightsError
from insights.project import InputFile, Project
from insights.sources.recognise import fold_header

# Columns that only one kind of file has, all of each group: survey answers have none of them.
_SIGNS: tuple[tuple[str, tuple[frozenset[str], ...]], ...] = (
    ("votes", (
        frozenset(["statement id", "vote"]), frozenset(["idea id", "dots"]),
        frozenset(["ballot id"]), frozenset(["idea id", "idea"]), frozenset(["idea id", "title"]),
        frozenset(["statement id", "statement"]),
    )),
    ("round", (
        frozenset(["feedback id", "feedback"]), frozenset(["feedback id", "comment"]),
        frozenset(["feedback id", "response"]),
    )),
    ("prototype", (
        frozenset(["prototype", "tester"]), frozenset(["prototype", "participant id"]),
        frozenset(["prototype", "task success"]), frozenset(["prototype", "success"]),
    )),
)  # fmt: skip


def place_by_columns(project: Project, file: InputFile) -> InputFile:
    """Return a lone table as the kind of file that its columns say it is, else as answers.

    Files in a folder stay what the folder says, and so does what project.toml speaks of.
    """
    if file.kind != "feedback" or "/" in file.relative or file.relative in project.columns:
        return file
    try:
        sheet = sheets.read_sheet(file.path, file.relative)
    except (InsightsError, OSError):
        return file  # its reader says what is wrong
    headers = {fold_header(str(header)) for header in sheet.table.columns}
    for kind, signs in _SIGNS:
        if any(sign <= headers for sign in signs):
            return replace(file, kind=kind)
    return file
