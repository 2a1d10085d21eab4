"""Where a table begins, and what its columns are called: titles, one header line, or two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from insights.errors import Problem
from insights.sheets.workbook import Range

# What survey tools write below a question that has one box only.
_NO_SUBHEADING = frozenset(
    ["", "response", "open ended response", "open-ended response", "your answer", "answer"]
)
_LONGEST_SUBHEADING = 300
_MOST_TITLE_LINES = 4
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,:/ %-]*")


@dataclass(frozen=True)
class Header:
    """The header of a table: its cells, and the row (from 0) at which the body begins."""

    cells: list[str]
    last: int
    two_lines: bool = False


def find_header(rows: list[list[str]], merged: Sequence[Range], is_workbook: bool) -> Header | None:
    """Return the header of a table, or None where there is nothing at all.

    A title above the table (workbooks only) is passed over. Two header lines become one where
    the first leaves gaps (merged cells, or the exports of survey tools) that the second fills;
    the three of a Qualtrics export become the question in full.
    """
    first = next((at for at, row in enumerate(rows) if has_text(row)), None)
    if first is None:
        return None
    if is_workbook:
        first = _below_titles(rows, first)
    below = next((at for at in range(first + 1, len(rows)) if has_text(rows[at])), None)
    if below is None:
        return Header(rows[first], first)
    if (third := below + 1) < len(rows) and _is_import_line(rows[third]):
        return Header(_longest(rows[below], rows[first]), third, two_lines=True)
    joined = _joined(rows[first], rows[below], _spans(merged, first))
    if joined is not None:
        return Header(joined, below, two_lines=True)
    return Header(rows[first], first)


def _below_titles(rows: list[list[str]], first: int) -> int:
    """Return the row of the header, below up to four lines that hold a single cell each."""
    lines = [at for at in range(first, len(rows)) if has_text(rows[at])][: _MOST_TITLE_LINES + 1]
    for place, at in enumerate(lines):
        n_cells = sum(1 for cell in rows[at] if cell.strip())
        if n_cells == 1 and rows[at][0].strip():
            continue
        return at if place and n_cells >= 2 and _could_be_header(rows[at]) else first
    return first


def _could_be_header(cells: Iterable[str]) -> bool:
    said = [cell.strip() for cell in cells if cell.strip()]
    return len({cell.casefold() for cell in said}) == len(said) and not any(
        _NUMBER.fullmatch(cell) or len(cell) > _LONGEST_SUBHEADING for cell in said
    )


def _is_import_line(row: Sequence[str]) -> bool:
    given = [cell for cell in row if cell.strip()]
    return bool(given) and all(cell.lstrip().startswith('{"ImportId"') for cell in given)


def _longest(names: Sequence[str], instead: Sequence[str]) -> list[str]:
    return [
        name.strip() or (instead[at] if at < len(instead) else "") for at, name in enumerate(names)
    ]


def _spans(merged: Sequence[Range], at: int) -> dict[int, int]:
    """Return the columns that a merged cell of row ``at`` covers, by the column it begins in."""
    return {
        column: left
        for (top, left), (_, right) in merged
        if top == at and right > left
        for column in range(left, right + 1)
    }


def _joined(upper: list[str], lower: list[str], spans: dict[int, int]) -> list[str] | None:
    """Return two header lines as one, or None where the second is the first row of answers."""
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    gaps = [at for at in range(width) if not upper[at].strip() and lower[at].strip()]
    if not gaps or not _could_be_subheadings(lower):
        return None
    # Without merged cells the second line must leave the first column to the first line.
    if not any(at in spans for at in gaps) and not _continues(upper, lower):
        return None
    names, above = [], ""
    for at in range(width):
        if upper[at].strip():
            above = upper[at].strip()
        elif spans and at not in spans:
            above = ""
        below = lower[at].strip()
        if not upper[at].strip() and not below:
            names.append("")
        elif below.casefold().strip(".: ") in _NO_SUBHEADING or not above:
            names.append(above or below)
        else:
            names.append(f"{above}: {below}")
    return names


def _could_be_subheadings(lower: Sequence[str]) -> bool:
    return not any(
        _NUMBER.fullmatch(cell.strip()) or len(cell) > _LONGEST_SUBHEADING
        for cell in lower if cell.strip()
    )  # fmt: skip


def _continues(upper: Sequence[str], lower: Sequence[str]) -> bool:
    named = [at for at, name in enumerate(upper) if name.strip()]
    return bool(named) and not lower[named[0]].strip() and upper[0].strip() != ""


def has_text(row: Iterable[str]) -> bool:
    """Tell whether any cell holds more than white space."""
    return any(cell and not cell.isspace() for cell in row)


def used_columns(header: list[str], body: list[list[str]]) -> list[int]:
    """Return the places of the columns that have a name or anything below it."""
    blank = {at for at, name in enumerate(header) if not name.strip()}
    for row in body:
        if not blank:
            break
        blank -= {at for at in blank if at < len(row) and row[at].strip()}
    return [at for at in range(len(header)) if at not in blank]


def name_columns(
    header: list[str], used: list[int], row: int, shown: str, problems: list[Problem]
) -> list[str]:
    """Return a name for every used column, each of its own; ``row`` as Excel shows it."""
    names = []
    taken: set[str] = set()
    repeated: list[str] = []
    unnamed: list[str] = []
    for at in used:
        name = " ".join(header[at].split())
        unique = name or f"column {letters(at)}"
        if not name:
            unnamed.append(letters(at))
        elif name.casefold() in taken:
            repeated.append(letters(at))
            unique = f"{name} (column {letters(at)})"
        taken.add(unique.casefold())
        names.append(unique)
    if repeated:
        problems.append(
            Problem(
                shown, f"row {row}, column {', '.join(repeated)}",
                "A column has the same name as one before it, so it is told apart by its letter.",
                "Give every column a name of its own.",
            )
        )  # fmt: skip
    if unnamed:
        problems.append(
            Problem(
                shown, f"row {row}, column {', '.join(unnamed)}",
                "A column has no name, so it is called by its letter.",
                "Write a name at its top, or delete it.",
            )
        )  # fmt: skip
    return names


def letters(at: int) -> str:
    """Return the letters that Excel shows above a column: 0 is A, 26 is AA."""
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name
