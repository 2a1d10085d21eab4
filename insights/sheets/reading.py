"""Spreadsheets in: one table of text per sheet, with the row numbers that Excel shows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from insights import archives
from insights.errors import InsightsError, Problem
from insights.sheets.headers import find_header, has_text, name_columns, used_columns
from insights.sheets.workbook import Grid, fill_merged, read_grids

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".tsv", ".xlsx", ".ods")
EXAMPLE = "EXAMPLE"
UNFILLED = "This form is not filled in yet: it holds nothing but its example."
_ROWS_SHOWN = 5


@dataclass(frozen=True)
class Sheet:
    """One sheet as text.

    Attributes
    ----------
    table
        Every cell as text, "" where empty; the index is the row number as Excel shows it
        (the header is row 1); rows without any text are left out, and so are the rows whose
        first cell says EXAMPLE, as forms have them.
    problems
        What was repaired or left out.
    name
        The sheet's own name; "" for a file without sheets.
    repeated
        (row, column) of the cells that repeat a merged cell above them.
    """

    table: pd.DataFrame = field(repr=False)
    problems: tuple[Problem, ...] = ()
    name: str = ""
    repeated: frozenset[tuple[int, str]] = field(default=frozenset(), repr=False)


def read_sheet(path: Path, shown: str = "") -> Sheet:
    """Read the first sheet of a .csv, .tsv, .xlsx or .ods with every cell as text.

    Dates become ISO dates, whole numbers lose their ".0", and "None", "N/A" and "007" stay
    as they are. What the file is counts, not what it is called.

    Parameters
    ----------
    path
        The file.
    shown
        How it is named to people; its own name by default.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    shown = shown or path.name
    grids, problems = _read_grids(path, shown)
    first = _tabulate(grids[0], shown, problems) if grids else _nothing(shown)
    unread = len(grids) - 1
    if unread > 0:
        more = Problem(
            shown, "sheets after the first",
            f"Only the first sheet is read; {unread} more "
            f"{'was' if unread == 1 else 'were'} left out.",
            "Save each sheet that holds something as a file of its own.",
        )  # fmt: skip
        return replace(first, problems=(*first.problems, more))
    return first


def read_sheets(path: Path, shown: str = "") -> list[Sheet]:
    """Read every visible sheet of a file, as :func:`read_sheet` reads the first.

    What concerns the file as a whole is among the first sheet's problems.

    Raises
    ------
    InsightsError
        If the file cannot be read at all, or holds nothing.
    """
    shown = shown or path.name
    grids, problems = _read_grids(path, shown)
    if not grids:
        _nothing(shown)
    found = []
    for place, grid in enumerate(grids):
        found.append(_tabulate(grid, shown, problems if place == 0 else []))
    return found


def _nothing(shown: str) -> Sheet:
    raise InsightsError(
        "This file is empty, so there was nothing to read.", shown,
        "Put the column names in the first row and the answers below, or delete the file.",
    )  # fmt: skip


def _read_grids(path: Path, shown: str) -> tuple[list[Grid], list[Problem]]:
    data = archives.read_bytes(path, shown)
    problems: list[Problem] = []
    suffix = path.suffix.lower()
    if not archives.looks_like_zip(data) and suffix not in (".xlsx", ".ods"):
        rows = _read_delimited(data, shown, suffix, problems)
        return ([Grid("", rows)] if any(map(has_text, rows)) else []), problems
    if suffix not in (".xlsx", ".ods"):
        problems.append(
            Problem(
                shown, "the file",
                f"This file ends in {suffix} but is an Excel workbook; it was read as one.",
                "Rename it so that it ends in .xlsx.",
            )
        )  # fmt: skip
    grids = read_grids(data, shown, problems)
    return [grid for grid in grids if any(map(has_text, grid.rows))], problems


# ------------------------------------------------------------------------------ .csv, .tsv


def _read_delimited(
    data: bytes, shown: str, suffix: str, problems: list[Problem]
) -> list[list[str]]:
    text, _ = archives.decode_text(data, shown)
    delimiter = "\t" if suffix == ".tsv" else _find_delimiter(text)
    longest = csv.field_size_limit(len(text) + 1)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        raise InsightsError(
            "This file could not be read as a table.", shown,
            "Open it in Excel and save it again as “CSV UTF-8”.",
        ) from None  # fmt: skip
    finally:
        csv.field_size_limit(longest)
    if text.count('"') % 2:
        problems.append(
            Problem(
                shown, f"row {len(rows)}",
                "A quotation mark in this file is opened and never closed, so rows after it may "
                "have been read as one cell.",
                "Open the file in Excel, look at the last rows, and save it again.",
            )
        )  # fmt: skip
    return rows


def _find_delimiter(text: str) -> str:
    """Return the character that parts the first line's cells: , ; or a tab."""
    for line in text.split("\n", 50):
        if line.strip():
            bare = re.sub(r'"[^"]*"?', "", line)
            return max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))
    return ","


# -------------------------------------------------------------------- rows to a clean table


def _tabulate(grid: Grid, shown: str, problems: list[Problem]) -> Sheet:
    """Return a grid as a frame: the first row with text is the header, the rest numbered."""
    import pandas as pd

    header = find_header(grid.rows, grid.merged, bool(grid.name))
    if header is None:
        return _nothing(shown)
    if header.two_lines:
        problems.append(_two_lines(shown, header.last))
    rows, filled = fill_merged(grid.rows, grid.merged, header.last)
    _report_merged(grid, header.last, bool(filled), shown, problems)
    body = rows[header.last + 1 :]
    used = used_columns(header.cells, body)
    names = name_columns(header.cells, used, header.last + 1, shown, problems)
    width = used[-1] + 1
    numbers: list[int] = []
    kept: list[list[str]] = []
    long_rows, short_rows, examples = [], [], []
    for number, row in enumerate(body, start=header.last + 2):
        if not has_text(row):
            continue
        if used[0] < len(row) and row[used[0]].strip() == EXAMPLE:
            examples.append(number)
            continue
        if len(row) > width:
            if has_text(row[width:]):
                long_rows.append(number)
            row = row[:width]
        elif len(row) < width:
            short_rows.append(number)
            row = row + [""] * (width - len(row))
        numbers.append(number)
        kept.append(row)
    _report_examples(examples, bool(kept), shown, problems)
    if not kept and not examples:
        problems.append(
            Problem(
                shown, "the rows",
                "This sheet has column names and nothing below them.",
                "Fill it in, or delete the file if you do not need it.",
            )
        )  # fmt: skip
    _report_ragged(long_rows, short_rows, shown, problems)
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    index = pd.Index(numbers, dtype="int64", name="row")
    cells = {
        name: pd.Series(list(columns[at]), index=index, dtype="str")
        for at, name in zip(used, names, strict=True)
    }
    called = dict(zip(used, names, strict=True))
    repeated = frozenset((row + 1, called[at]) for row, at in filled if at in called)
    return Sheet(pd.DataFrame(cells, index=index), tuple(problems), grid.name, repeated)


def _two_lines(shown: str, last: int) -> Problem:
    return Problem(
        shown, f"rows 1 to {last + 1}",
        "The column names stand in several lines here, so they were joined.",
        "Check the names below, or write one line of column names.",
    )  # fmt: skip


def _report_merged(
    grid: Grid, header: int, has_filled: bool, shown: str, problems: list[Problem]
) -> None:
    below = [span for span in grid.merged if span[0][0] > header]
    if not below:
        return
    how = (
        "what is in them counts for every row they cover, words that somebody said for the first "
        "row only."
        if has_filled
        else "what is in them counts for their first row and column only."
    )
    problems.append(
        Problem(
            shown, f"row {below[0][0][0] + 1}",
            f"{len(below)} merged {'cell' if len(below) == 1 else 'cells'}: {how}",
            "Check that this is right, or unmerge them and fill in every row.",
        )
    )  # fmt: skip


def _report_examples(
    examples: list[int], has_others: bool, shown: str, problems: list[Problem]
) -> None:
    if examples and has_others:
        problems.append(
            Problem(
                shown, some_rows(examples),
                "The form's example was left out: its first cell still says EXAMPLE.",
                "Nothing to do, or delete it. If you wrote over the rest of that row, put the "
                "right id in its first cell.",
            )
        )  # fmt: skip
    elif examples:
        problems.append(
            Problem(
                shown, some_rows(examples),
                UNFILLED,
                "Fill it in below the column names, or delete the file if you do not need it.",
            )
        )  # fmt: skip


def _report_ragged(
    long_rows: list[int], short_rows: list[int], shown: str, problems: list[Problem]
) -> None:
    if long_rows:
        problems.append(
            Problem(
                shown, some_rows(long_rows),
                f"{len(long_rows)} {'row has' if len(long_rows) == 1 else 'rows have'} more cells "
                "than there are column names; what stands after the last column was left out.",
                "Often a comma in an answer without quotation marks: open the file in Excel, put "
                "the answer back into one cell, and save it as “CSV UTF-8”.",
            )
        )  # fmt: skip
    if short_rows:
        problems.append(
            Problem(
                shown, some_rows(short_rows),
                f"{len(short_rows)} {'row has' if len(short_rows) == 1 else 'rows have'} fewer "
                "cells than there are column names; the missing ones were taken as empty.",
                "Check that nothing was cut off, and save the file from Excel again.",
            )
        )  # fmt: skip


def is_unfilled(path: Path) -> bool:
    """Tell whether a sheet is a form that nobody has filled in yet."""
    try:
        return any(problem.problem == UNFILLED for problem in read_sheet(path).problems)
    except InsightsError:
        return False


def some_rows(numbers: Sequence[int]) -> str:
    """Return row numbers for people, the first five of them.

    Examples
    --------
    >>> some_rows([4]), some_rows([2, 3, 5, 7, 11, 13])
    ('row 4', 'rows 2, 3, 5, 7, 11 and 1 more')
    """
    shown = ", ".join(str(number) for number in numbers[:_ROWS_SHOWN])
    more = len(numbers) - _ROWS_SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"row{'s' if len(numbers) > 1 else ''} {shown}{rest}"
