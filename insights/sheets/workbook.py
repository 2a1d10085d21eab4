"""Workbooks (.xlsx, .ods) as grids of text, once it is sure that they can do no harm."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from insights import archives
from insights.errors import InsightsError, Problem

MAX_CELLS = 30_000_000
HELP_TITLE = "How to fill in this form"
_CELL_REFERENCE = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_ODS = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"

Range = tuple[tuple[int, int], tuple[int, int]]  # first and last (row, column), from 0


@dataclass(frozen=True)
class Grid:
    """One sheet as rows of text, and which of its cells are merged."""

    name: str
    rows: list[list[str]] = field(repr=False)
    merged: tuple[Range, ...] = ()


def read_grids(data: bytes, shown: str, problems: list[Problem]) -> list[Grid]:
    """Return the visible sheets of a workbook that have something in them.

    Raises
    ------
    InsightsError
        If it is no workbook, is damaged, or could do harm.
    """
    archive = archives.open_archive(data, shown)
    if any(name.startswith("xl/") for name in archive.names):
        _check_extent(archive, shown)
        if any(re.match(r"xl/(threaded)?comments", n, re.IGNORECASE) for n in archive.names):
            problems.append(_comments(shown))
    elif _is_ods(archive):
        _check_ods(archive, shown, problems)
    else:
        raise InsightsError(
            "This file is not an Excel workbook.", shown,
            "Open it in the program it was made with and save it as .xlsx.",
        )  # fmt: skip
    return _read_visible(data, shown, problems)


def _is_ods(archive: archives.Archive) -> bool:
    return "content.xml" in archive and (
        "mimetype" not in archive or b"spreadsheet" in archive.read("mimetype")
    )


def _comments(shown: str) -> Problem:
    return Problem(
        shown, "cell comments",
        "This workbook has comments on cells; they were not read.",
        "If they are people's words, copy them into a column of their own.",
    )  # fmt: skip


def _check_extent(archive: archives.Archive, shown: str) -> None:
    """Refuse a sheet whose far corner would make a grid too large to hold."""
    for name in archive.names:
        if not (name.startswith("xl/worksheets/") and name.lower().endswith(".xml")):
            continue
        furthest_row, furthest_column = 0, b""
        for column, row in _CELL_REFERENCE.findall(archive.read(name)):
            furthest_row = max(furthest_row, int(row))
            furthest_column = max(furthest_column, column, key=lambda c: (len(c), c))
        width = 0
        for letter in furthest_column:
            width = width * 26 + letter - 64
        if furthest_row * width > MAX_CELLS:
            raise _too_large(shown)


def _check_ods(archive: archives.Archive, shown: str, problems: list[Problem]) -> None:
    """Refuse a sheet that repeats full cells without end; say where comments were left out."""
    root = archive.xml("content.xml")
    has_comments = False
    for table in root.iter(f"{{{_ODS}}}table"):
        height = width = above = 0
        for row in table.iter(f"{{{_ODS}}}table-row"):
            above += _repeats(row.get(f"{{{_ODS}}}number-rows-repeated"))
            across = furthest = 0
            for cell in row:
                across += _repeats(cell.get(f"{{{_ODS}}}number-columns-repeated"))
                if len(cell):
                    furthest = across
                    has_comments |= any(part.tag.endswith("}annotation") for part in cell)
            if furthest:
                height, width = above, max(width, furthest)
        if height * width > MAX_CELLS:
            raise _too_large(shown)
    if has_comments:
        problems.append(_comments(shown))


def _repeats(said: str | None) -> int:
    return int(said) if said and said.isdigit() else 1


def _too_large(shown: str) -> InsightsError:
    return InsightsError(
        "A cell far outside the table makes this sheet too large to read.", shown,
        "Select the empty rows and columns after your table, delete them, and save.",
    )  # fmt: skip


def _read_visible(data: bytes, shown: str, problems: list[Problem]) -> list[Grid]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    grids: list[Grid] = []
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for place, sheet in enumerate(workbook.sheets_metadata):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            content = workbook.get_sheet_by_index(place)
            if content.end is None:
                continue
            if sheet.visible != SheetVisibleEnum.Visible:
                problems.append(
                    Problem(
                        shown, f"sheet {place + 1}",
                        "This workbook has a hidden sheet with something in it; it was not read.",
                        "Unhide it and move it to a file of its own, or delete it before the "
                        "file is shared.",
                    )
                )  # fmt: skip
                continue
            rows = [
                [_as_text(cell) for cell in row] for row in content.to_python(skip_empty_area=False)
            ]
            if not _is_help(rows):
                grids.append(Grid(sheet.name, rows, tuple(content.merged_cell_ranges or ())))
    except (CalamineError, ValueError, OSError, KeyError, OverflowError):
        raise InsightsError(
            "This workbook is damaged, so it could not be read.", shown,
            "Open it in Excel and save it again under a new name.",
        ) from None  # fmt: skip
    return grids


def _is_help(rows: list[list[str]]) -> bool:
    """Tell the help sheet of a form, which holds nothing that people said."""
    return bool(rows and rows[0]) and rows[0][0].strip() == HELP_TITLE


def fill_merged(
    rows: list[list[str]], merged: Iterable[Range], below: int
) -> tuple[list[list[str]], frozenset[tuple[int, int]]]:
    """Return rows in which each merged cell below row ``below`` stands in all its rows.

    Only its first column is filled. The places that were filled come as well: what somebody
    said once must not be counted for every row it was merged over.
    """
    filled: set[tuple[int, int]] = set()
    rows = [list(row) for row in rows]
    for (top, left), (bottom, _) in merged:
        if top <= below or top >= len(rows) or left >= len(rows[top]):
            continue
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if rows[top][left].strip() and left < len(rows[at]) and not rows[at][left].strip():
                rows[at][left] = rows[top][left]
                filled.add((at, left))
    return rows, frozenset(filled)


def _as_text(cell: Any) -> str:
    """Return a cell as its reader sees it: ISO dates, whole numbers without ".0"."""
    if isinstance(cell, str):
        return archives.clean_text(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return f"{cell:.15g}" if abs(cell) < 1e15 else f"{cell:.0f}"
    if isinstance(cell, dt.datetime):
        midnight = cell.time() == dt.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)
