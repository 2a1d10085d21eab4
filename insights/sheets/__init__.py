"""Spreadsheets in and out: every cell is text on the way in, and safe on the way out.

:func:`read_sheet` gives one table of text from a .csv, .tsv, .xlsx or .ods, with the row
numbers that Excel shows, and :func:`read_sheets` every table of a workbook; what had to be
repaired or left out is in their problems. :func:`guard_formula` keeps a cell from becoming a
formula; :func:`render_csv` and :func:`write_csv` apply it to every text cell and header.
"""

from insights.sheets.reading import (
    EXAMPLE,
    SUFFIXES,
    UNFILLED,
    Sheet,
    is_unfilled,
    read_sheet,
    read_sheets,
    some_rows,
)
from insights.sheets.workbook import HELP_TITLE
from insights.sheets.writing import guard_formula, render_csv, write_csv

__all__ = [
    "EXAMPLE", "HELP_TITLE", "SUFFIXES", "UNFILLED", "Sheet", "guard_formula", "is_unfilled",
    "read_sheet",
    "read_sheets",
    "render_csv", "some_rows", "write_csv",
]  # fmt: skip
