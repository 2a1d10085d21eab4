"""How wide each column of a table is: by what stands in it, and no word is ever cut."""

from __future__ import annotations

from insights.reporting.document import Cell, Table

_NARROWEST, _WIDEST = 6, 100  # characters: what a column is at least and at most counted as
_LINE = 88  # characters of a table's letters on one line of A4
_LONGEST_WORD = 30  # a longer one (a path) may break
_BADGE = 16  # letters of a badge that stay on one line
_GUTTER = 2
_TELEPHONE = 44  # characters of a table's letters across a small screen
_LINK = 11  # “12 excerpts”, which follows a claim
_ROOM_TO_WRITE = 10  # for a column that waits for somebody's pen
_BOLD = 1.15  # how much wider bold letters run


def column_shares(table: Table) -> list[float]:
    """Return the share of the width that each column gets; they add up to 1.

    A column asks for as much as its longest cell, within reason. It gets no less than its
    longest word, as far as the page allows, so that no word runs into the next column.
    """
    asked = [min(max(_longest(table, place), _NARROWEST), _WIDEST) for place in _places(table)]
    least = [min((_longest_word(table, place) + _GUTTER) / _LINE, 1.0) for place in _places(table)]
    if sum(least) >= 1:
        return [share / sum(least) for share in least]
    held: set[int] = set()
    while True:
        free = 1 - sum(least[place] for place in held)
        open_ = sum(asked[place] for place in _places(table) if place not in held)
        shares = [
            least[place] if place in held else free * asked[place] / open_
            for place in _places(table)
        ]
        short = {place for place in _places(table) if shares[place] < least[place] - 1e-9}
        if not short - held:
            return shares
        held |= short


def is_wide(table: Table) -> bool:
    """Return whether a table asks for more than a telephone's width: its rows then stack."""
    return sum(_longest(table, place) for place in _places(table)) > _TELEPHONE


def _places(table: Table) -> range:
    return range(len(table.header))


def _longest(table: Table, place: int) -> float:
    # A header may take two lines.
    head = max(len(table.header[place]) * _BOLD / 2, _word(table.header[place]))
    return max(head, *(_length(row[place]) for row in table.rows), 0)


def _longest_word(table: Table, place: int) -> float:
    if _to_fill_in(table, place):
        return _ROOM_TO_WRITE
    words = [_word(table.header[place]) * _BOLD]
    for row in table.rows:
        cell = row[place]
        wide = _BOLD if cell.strong else 1.0
        words += [_word(_said(part)) * wide for part in cell.words]
        words += [_LINK for part in cell.words if not isinstance(part, str)]
        words += [min(len(badge.text), _BADGE) * _BOLD for badge in cell.badges]
    return min(max(words), _LONGEST_WORD)


def _to_fill_in(table: Table, place: int) -> bool:
    return bool(table.rows) and not any(_length(row[place]) > 1 for row in table.rows)


def _word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _said(part: object) -> str:
    return part if isinstance(part, str) else str(getattr(part, "text", ""))


def _length(cell: Cell) -> int:
    words = sum(len(_said(part).strip("_")) + 1 for part in cell.words)
    links = sum(_LINK for part in cell.words if not isinstance(part, str))
    return words + links + sum(len(badge.text) + 2 for badge in cell.badges)
