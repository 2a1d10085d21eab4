"""A person's rows emptied in tables, everybody else's cells left as they are.

A row is emptied and not deleted, so that the rows below it keep their numbers. Lists in a
cell lose the person, and words in other people's rows lose their name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from insights.privacy.cells_in_place import Delimited, Table, open_table
from insights.privacy.laid_over import Erased
from insights.privacy.who import Who
from insights.privacy.withdrawn import shingles, without_runs

_ABOUT_OTHERS = frozenset(
    ["responded by", "response by", "answered by", "agreed by", "supported by", "facilitator",
     "facilitators", "noted by", "interviewer", "recorded by", "checks"]
)  # fmt: skip
_IDEA_STAYS = frozenset(["idea id", "id", "session", "session id", "component", "status"])
_QUOTING = frozenset(["example", "examples", "keywords"])
_TITLES = frozenset(["title", "name", "idea title"])
_LOCATOR = re.compile(r"(?:sheet (?P<sheet>.+), )?row (?P<row>\d+)")


@dataclass(frozen=True)
class Theirs:
    """Which rows of one file are a person's, as the reading of it says.

    Attributes
    ----------
    rows
        (sheet's name or "", row number as Excel shows it).
    ideas
        The same for rows that hold an idea others may have voted for: they keep the id.
    answered
        Ids of feedback that goes: the responses to it go as well.
    only_theirs
        Runs of six words that nobody else said: examples and keywords with one go.
    """

    rows: frozenset[tuple[str, int]] = frozenset()
    ideas: frozenset[tuple[str, int]] = frozenset()
    answered: frozenset[str] = frozenset()
    only_theirs: frozenset[str] = frozenset()


def rows_of(locators: Collection[str]) -> frozenset[tuple[str, int]]:
    """Return the rows that places name.

    Examples
    --------
    >>> sorted(rows_of(["row 7, column idea", "sheet Tuesday, row 9"]))
    [('', 7), ('Tuesday', 9)]
    """
    found = (_LOCATOR.match(locator) for locator in locators)
    return frozenset((match["sheet"] or "", int(match["row"])) for match in found if match)


def erase_rows(data: bytes, suffix: str, shown: str, theirs: Theirs, who: Who) -> Erased:
    """Return a table without a person's rows, and without their name elsewhere."""
    table = open_table(data, suffix, shown)
    n_rows = 0
    n_names = 0
    for number, sheet in enumerate(table.sheets):
        header = next((row for row in sheet.rows if any(cell.strip() for cell in row)), [])
        names = [_fold(cell) for cell in header]
        for at, row in enumerate(sheet.rows):
            if not any(cell.strip() for cell in row) or row is header:
                continue
            places = {(sheet.name, at + 1)} | ({("", at + 1)} if not number else set())
            if places & theirs.ideas:
                instead = _idea(row, names)
            elif places & theirs.rows or _is_theirs(row, names, theirs, who):
                instead = [""] * len(row)
            else:
                instead = [_cell(cell, _at(names, i), theirs, who) for i, cell in enumerate(row)]
                n_names += sum(new != old for new, old in zip(instead, row, strict=True))
                _set_row(table, number, at, row, instead)
                continue
            n_rows += 1
            table.empty_row(number, at)
            _set_row(table, number, at, row, instead)
    return Erased(table.render(who), n_rows, n_names)


def without_empty_rows(data: bytes, shown: str) -> bytes:
    """Return a .csv without the rows that hold nothing."""
    return Delimited(data, ".csv", shown).render_rows(lambda row: any(map(str.strip, row)))


def without_people(data: bytes, ids: Collection[str], shown: str) -> bytes:
    """Return a key file or register without the rows of some people."""
    table = Delimited(data, ".csv", shown)
    header = [_fold(cell) for cell in (table.sheets[0].rows or [[]])[0]]
    at = header.index("participant id") if "participant id" in header else 0
    return table.render_rows(lambda row: len(row) <= at or row[at].strip() not in ids)


def _is_theirs(row: Sequence[str], names: Sequence[str], theirs: Theirs, who: Who) -> bool:
    for at, cell in enumerate(row):
        name = _at(names, at)
        if name == "feedback id" and cell.strip() in theirs.answered:
            return True
        if name not in _ABOUT_OTHERS and who.is_form(cell):
            return True
    return False


def _cell(cell: str, name: str, theirs: Theirs, who: Who) -> str:
    if name in _QUOTING:
        # What somebody said stands in a codebook as an example, or as a phrase to look for.
        parts = [p for p in cell.split(";") if shingles(p).isdisjoint(theirs.only_theirs)]
        cell = ";".join(parts).strip() if len(parts) < cell.count(";") + 1 else cell
    if name in _ABOUT_OTHERS and who.is_form(cell):
        return ""
    shorter = who.without(cell)
    return shorter if shorter is not None else who.redact(without_runs(cell, theirs.only_theirs))


def _idea(row: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return an idea's row as far as other people's votes need it."""
    kept = [cell if _at(names, at) in _IDEA_STAYS else "" for at, cell in enumerate(row)]
    for at in range(len(row)):
        if _at(names, at) in _TITLES:
            kept[at] = withdrawn_idea(row[0])
            break
    return kept


def withdrawn_idea(idea_id: str) -> str:
    """Return the title of an idea whose words went; other people's votes for it stay.

    Examples
    --------
    >>> is_withdrawn_idea(withdrawn_idea("I07")), is_withdrawn_idea("The Boat")
    (True, False)
    """
    return f"Idea {idea_id} (withdrawn)"


def is_withdrawn_idea(title: str) -> bool:
    """Tell whether a title stands for an idea whose words went."""
    return title.startswith("Idea ") and title.endswith(" (withdrawn)")


def _at(names: Sequence[str], at: int) -> str:
    return names[at] if at < len(names) else ""


def _set_row(table: Table, sheet: int, at: int, row: Sequence[str], instead: Sequence[str]) -> None:
    for column, (old, new) in enumerate(zip(row, instead, strict=True)):
        if old != new:
            table.change((sheet, at, column), new)


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())
