"""Reading a table's cells as plain values, whatever pandas calls missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return a table's rows as dictionaries, in order."""
    return cast("list[Row]", table.to_dict("records"))


def rows_by(column: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return rows by what stands in one of their columns, in the order of first appearance.

    Examples
    --------
    >>> rows_by("round", [{"round": "one"}, {"round": "two"}, {"round": "one"}])["two"]
    [{'round': 'two'}]
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text_of(row[column]), []).append(row)
    return found


def is_missing(value: object) -> bool:
    """Return whether a table's cell holds nothing."""
    return value is None or value != value or str(value) in ("<NA>", "NaT")


def text_of(value: object) -> str:
    """Return a cell as text, '' when it holds nothing.

    Examples
    --------
    >>> text_of(None), text_of("None"), text_of(float("nan"))
    ('', 'None', '')
    """
    if value is None or value != value:
        return ""
    return "" if type(value).__name__ in ("NAType", "NaTType") else str(value)


def whole_of(value: object) -> int:
    """Return a cell as a whole number, 0 when it holds nothing."""
    return 0 if is_missing(value) else int(value)  # type: ignore[call-overload]


def number_of(value: object) -> float | None:
    """Return a cell as a number, None when it holds nothing."""
    return None if is_missing(value) else float(value)  # type: ignore[arg-type]
