"""Tables out as CSV in which no text can become a formula."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from insights import store

if TYPE_CHECKING:
    import pandas as pd

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")


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
    header = [guard_formula(str(name)) for name in table.columns]
    careful = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)
    (careful if any("\r" in name for name in header) else writer).writerow(header)
    for row in zip(*columns, strict=True):
        # A lone carriage return ends a row in many readers, and is not quoted by itself.
        (careful if any("\r" in cell for cell in row) else writer).writerow(row)
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
