"""What a table and a column are, and the words they are declared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from insights.tables.vocabulary import COUNTED_KINDS

Kind = Literal["text", "whole", "number", "flag", "date", "list"]


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning, and what may stand in it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and the columns that make a row unique."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    open_ended: bool = False  # further columns (attributes) may follow

    @property
    def column_names(self) -> list[str]:
        """The declared columns, in order."""
        return [column.name for column in self.columns]


def text(
    name: str, meaning: str, *, required: bool = False, allowed: tuple[str, ...] = ()
) -> Column:
    """Declare a column of texts, of allowed values alone where these are given."""
    return Column(name, "text", meaning, required, allowed)


def texts(name: str, meaning: str) -> Column:
    """Declare a column of lists of texts."""
    return Column(name, "list", meaning)


def whole(
    name: str,
    meaning: str,
    *,
    required: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """Declare a column of whole numbers."""
    return Column(name, "whole", meaning, required, low=low, high=high)


def number(
    name: str,
    meaning: str,
    *,
    required: bool = False,
    low: float | None = None,
    high: float | None = None,
) -> Column:
    """Declare a column of numbers with decimals."""
    return Column(name, "number", meaning, required, low=low, high=high)


def share(name: str, meaning: str) -> Column:
    """Declare a column of shares, from 0 to 1."""
    return Column(name, "number", meaning, low=0.0, high=1.0)


def flag(name: str, meaning: str, *, required: bool = False) -> Column:
    """Declare a column of yes or no."""
    return Column(name, "flag", meaning, required)


def date(name: str, meaning: str) -> Column:
    """Declare a column of dates, written as ISO 8601."""
    return Column(name, "date", meaning)


# Columns that stand in tables of several kinds, word for word.
EXCERPT = text("excerpt_id", "The excerpt, by its stable keyed id", required=True)
CODE = text("code_id", "The code, by its codebook id", required=True)
NEVER_POOLED = text(
    "prompt_kind", "Problems and ideas are never pooled", required=True, allowed=COUNTED_KINDS
)
FROM_ROW = (
    text("source_id", "The file", required=True),
    text("locator", "The row", required=True),
)
