"""Spreadsheets in and out: every cell is text on the way in, and safe on the way out.

:func:`read_sheet` gives one table of text from a .csv, .tsv or .xlsx, with the row numbers
that Excel shows; what it had to repair or leave out is in its problems.
:func:`guard_formula` keeps a cell from becoming a formula; :func:`render_csv` and
:func:`write_csv` apply it to every text cell and header.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import archives, store
from insights.errors import InsightsError, Problem

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".tsv", ".xlsx")
MAX_CELLS = 30_000_000
_ROWS_SHOWN = 5
_CELL_REFERENCE = re.compile(rb'<c\b[^>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")


@dataclass(frozen=True)
class Sheet:
    """One sheet as text.

    Attributes
    ----------
    table
        Every cell as text, "" where empty; the index is the row number as Excel shows it
        (the header is row 1); rows without any text are left out.
    problems
        What was repaired or left out.
    """

    table: pd.DataFrame = field(repr=False)
    problems: tuple[Problem, ...] = ()


def read_sheet(path: Path, shown: str = "") -> Sheet:
    """Read the first sheet of a .csv, .tsv or .xlsx with every cell as text.

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
    data = archives.read_bytes(path, shown)
    problems: list[Problem] = []
    is_workbook = archives.looks_like_zip(data) or path.suffix.lower() == ".xlsx"
    if is_workbook:
        if path.suffix.lower() != ".xlsx":
            problems.append(
                Problem(
                    shown, "the file",
                    f"This file ends in {path.suffix} but is an Excel workbook; "
                    "it was read as one.",
                    "Rename it so that it ends in .xlsx.",
                )
            )  # fmt: skip
        rows = _read_workbook(data, shown, problems)
    else:
        rows = _read_delimited(data, shown, path.suffix.lower(), problems)
    table = _tabulate(rows, shown, problems)
    return Sheet(table, tuple(problems))


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


# ----------------------------------------------------------------------------------- .xlsx


def _read_workbook(data: bytes, shown: str, problems: list[Problem]) -> list[list[str]]:
    archive = archives.open_archive(data, shown)
    if "xl/workbook.xml" not in archive and not any(n.startswith("xl/") for n in archive.names):
        raise InsightsError(
            "This file is not an Excel workbook.", shown,
            "Open it in the program it was made with and save it as .xlsx.",
        )  # fmt: skip
    _check_extent(archive, shown)
    if any(re.match(r"xl/(threaded)?comments", name, re.IGNORECASE) for name in archive.names):
        problems.append(
            Problem(
                shown, "cell comments",
                "This workbook has comments on cells; they were not read.",
                "If they are people's words, copy them into a column of their own.",
            )
        )  # fmt: skip
    return _read_first_sheet(data, shown, problems)


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
            raise InsightsError(
                "A cell far outside the table makes this sheet too large to read.", shown,
                "Select the empty rows and columns after your table, delete them, and save.",
            )  # fmt: skip


def _read_first_sheet(data: bytes, shown: str, problems: list[Problem]) -> list[list[str]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    chosen: list[list[str]] | None = None
    unread = 0
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
            elif chosen is not None:
                unread += 1
            else:
                chosen = [
                    [_as_text(cell) for cell in row]
                    for row in content.to_python(skip_empty_area=False)
                ]
                if content.merged_cell_ranges:
                    problems.append(_merged(shown, content.merged_cell_ranges))
    except (CalamineError, ValueError, OSError, KeyError, OverflowError):
        raise InsightsError(
            "This workbook is damaged, so it could not be read.", shown,
            "Open it in Excel and save it again under a new name.",
        ) from None  # fmt: skip
    if unread:
        problems.append(
            Problem(
                shown, "sheets after the first",
                f"Only the first sheet is read; {unread} more "
                f"{'was' if unread == 1 else 'were'} left out.",
                "Save each sheet that holds answers as a file of its own.",
            )
        )  # fmt: skip
    return chosen or []


def _merged(shown: str, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Problem:
    row = ranges[0][0][0] + 1
    return Problem(
        shown, f"row {row}",
        f"{len(ranges)} merged {'cell' if len(ranges) == 1 else 'cells'}: what is in them counts "
        "for their first row and column only.",
        "Unmerge them and fill in every row.",
    )  # fmt: skip


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


# -------------------------------------------------------------------- rows to a clean table


def _tabulate(rows: list[list[str]], shown: str, problems: list[Problem]) -> pd.DataFrame:
    """Return rows as a frame: first row with text is the header, the rest numbered."""
    import pandas as pd

    first = next((at for at, row in enumerate(rows) if _has_text(row)), None)
    if first is None:
        raise InsightsError(
            "This file is empty, so there was nothing to read.", shown,
            "Put the column names in the first row and the answers below, or delete the file.",
        )  # fmt: skip
    used = _used_columns(rows[first], rows[first + 1 :])
    header = _name_columns(rows[first], used, shown, problems)
    width = used[-1] + 1
    numbers: list[int] = []
    kept: list[list[str]] = []
    long_rows, short_rows = [], []
    for number, row in enumerate(rows[first + 1 :], start=first + 2):
        if not _has_text(row):
            continue
        if len(row) > width:
            if _has_text(row[width:]):
                long_rows.append(number)
            row = row[:width]
        elif len(row) < width:
            short_rows.append(number)
            row = row + [""] * (width - len(row))
        numbers.append(number)
        kept.append(row)
    _report_ragged(long_rows, short_rows, shown, problems)
    columns = list(zip(*kept, strict=True)) if kept else [()] * width
    index = pd.Index(numbers, dtype="int64", name="row")
    cells = {
        name: pd.Series(list(columns[at]), index=index, dtype="str")
        for at, name in zip(used, header, strict=True)
    }
    return pd.DataFrame(cells, index=index)


def _has_text(row: Iterable[str]) -> bool:
    return any(cell and not cell.isspace() for cell in row)


def _used_columns(header: list[str], body: list[list[str]]) -> list[int]:
    """Return the places of the columns that have a name or anything below it."""
    blank = {at for at, name in enumerate(header) if not name.strip()}
    for row in body:
        if not blank:
            break
        blank -= {at for at in blank if at < len(row) and row[at].strip()}
    return [at for at in range(len(header)) if at not in blank]


def _name_columns(
    header: list[str], used: list[int], shown: str, problems: list[Problem]
) -> list[str]:
    names = []
    taken: set[str] = set()
    repeated: list[str] = []
    unnamed: list[str] = []
    for at in used:
        name = " ".join(header[at].split())
        unique = name or f"column {_letters(at)}"
        if not name:
            unnamed.append(_letters(at))
        elif name.casefold() in taken:
            repeated.append(_letters(at))
            unique = f"{name} (column {_letters(at)})"
        taken.add(unique.casefold())
        names.append(unique)
    if repeated:
        problems.append(
            Problem(
                shown, f"row 1, column {', '.join(repeated)}",
                "A column has the same name as one before it, so it is told apart by its letter.",
                "Give every column a name of its own.",
            )
        )  # fmt: skip
    if unnamed:
        problems.append(
            Problem(
                shown, f"row 1, column {', '.join(unnamed)}",
                "A column has no name, so it is called by its letter.",
                "Write a name at its top, or delete it.",
            )
        )  # fmt: skip
    return names


def _letters(at: int) -> str:
    """Return the letters that Excel shows above a column: 0 is A, 26 is AA."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


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


# ------------------------------------------------------------------------------------- out


def guard_formula(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula.

    A text that begins, after trimming, with = + - @ or a full-width form of one, or with a
    tab or line end, gets an apostrophe in front.

    Examples
    --------
    >>> guard_formula("=1+1"), guard_formula("3 of 8")
    ("'=1+1", '3 of 8')
    """
    trimmed = cell.lstrip("\ufeff\u200b\u200c\u200d\u2060 \u00a0\u3000\v\f")
    if trimmed.startswith(_FORMULA_STARTS) or cell.strip().startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def render_csv(table: pd.DataFrame, *, for_excel: bool = False) -> bytes:
    """Return ``table`` as CSV bytes (UTF-8, LF) in which no text can become a formula.

    Numbers, flags and dates keep their raw form; missing values are empty; lists are joined
    by "; ".

    Parameters
    ----------
    for_excel
        Begin with a byte-order mark, so that a double click shows “ and £ as they are.
    """
    import pandas as pd

    columns: list[list[str]] = []
    for name in table.columns:
        values = table[name]
        if pd.api.types.is_bool_dtype(values.dtype) or pd.api.types.is_numeric_dtype(values.dtype):
            columns.append([_bare(value) for value in values.tolist()])
        else:
            columns.append([guard_formula(_bare(value)) for value in values.tolist()])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard_formula(str(name)) for name in table.columns])
    writer.writerows(zip(*columns, strict=True))
    return out.getvalue().encode("utf-8-sig" if for_excel else "utf-8")


def _bare(value: object) -> str:
    import pandas as pd

    if isinstance(value, list | tuple):
        return "; ".join(str(item) for item in value)
    if value is None or value is pd.NA or value != value:
        return ""
    return str(value)


def write_csv(path: Path, table: pd.DataFrame, *, for_excel: bool = False) -> None:
    """Write ``table`` to ``path`` as :func:`render_csv` renders it, all of it or nothing."""
    store.write_atomic(path, render_csv(table, for_excel=for_excel))
