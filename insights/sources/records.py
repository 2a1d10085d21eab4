"""Sheets whose columns are known beforehand: votes, rounds, versions, answers to drafts.

A :class:`Records` finds each column by its name or a synonym, reads choices, numbers and
dates out of cells, and collects what it could not understand: one problem per kind, with
the rows it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from insights import sheets
from insights.errors import Problem, nearest
from insights.forms.group_words import group_of, is_no_group
from insights.project import Project
from insights.sources.material import Understood
from insights.sources.name_columns import asks_whose
from insights.sources.people import unknown_perspective
from insights.sources.recognise import fold, fold_header, holds_direct_identifier, read_date

YES = frozenset(["yes", "y", "true", "1", "x", "✓", "✔"])
NO = frozenset(["no", "n", "false", "0"])
NOTHING = frozenset(["", "-", "–", "n/a", "na"])


class Choice(NamedTuple):
    """An allowed value and the other words for it."""

    value: str
    words: tuple[str, ...] = ()


class Records:
    """The rows of one sheet by the meaning of its columns.

    Parameters
    ----------
    sheet
        What was read.
    columns
        Meaning → the folded names a column of that meaning may have.
    shown
        The file, as people know it.
    """

    def __init__(
        self, sheet: sheets.Sheet, columns: Mapping[str, tuple[str, ...]], shown: str
    ) -> None:
        self.shown = shown
        self.table = sheet.table
        self.roles: dict[str, str] = {}
        self.rest: list[str] = []
        self._problems: dict[tuple[str, str, str], list[int]] = {}
        self._others: list[Problem] = []
        self._words = columns
        for header in (str(name) for name in sheet.table.columns):
            meaning = find_meaning(header, columns)
            if meaning is not None and meaning not in self.roles:
                self.roles[meaning] = header
            else:
                self.rest.append(header)
        whose = next((header for header in self.rest if asks_whose(header)), "")
        if whose and "participant_id" in columns and "participant_id" not in self.roles:
            self.roles["participant_id"] = whose
            self.rest.remove(whose)

    def __repr__(self) -> str:
        return f"Records({len(self.table)} rows, {len(self.roles)} columns understood)"

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Give each row's number and its cells by meaning, "" where there is no such column."""
        meanings = list(self._words)
        columns = [
            self.table[self.roles[m]].tolist() if m in self.roles else [""] * len(self.table)
            for m in meanings
        ]
        numbers = self.table.index.tolist()
        for number, cells in zip(numbers, zip(*columns, strict=True), strict=True):
            yield number, dict(zip(meanings, (cell.strip() for cell in cells), strict=True))

    def column(self, meaning: str) -> str:
        """Return a column as people know it."""
        return f"column {self.roles.get(meaning, meaning)}"

    # --------------------------------------------------------------------------- problems

    def report(self, number: int, meaning: str, problem: str, fix: str) -> None:
        """Remember a problem with a cell; the same in several rows becomes one."""
        key = (self.column(meaning) if meaning else "", problem, fix)
        rows = self._problems.setdefault(key, [])
        if number not in rows[-1:]:
            rows.append(number)

    def report_once(self, where: str, problem: str, fix: str) -> None:
        """Remember a problem that is not about single rows."""
        self._others.append(Problem(self.shown, where, problem, fix))

    def lacks(self, meaning: str, consequence: str) -> bool:
        """Report, and say, that a column that is needed is not there."""
        if meaning in self.roles:
            return False
        name = meaning.replace("_", " ") if meaning not in self._words else meaning
        self.report_once(
            "row 1",
            f"There is no column {name}, so {consequence}.",
            f"Name that column {name}." + _nearest_header(self.rest, self._words[meaning]),
        )
        return True

    def leave_out_the_rest(self, because: str = "it has no meaning in this kind of file") -> None:
        """Report the columns that nothing was taken for."""
        for header in self.rest:
            if holds_direct_identifier(header):
                problem = "This column seems to hold names or contact details; it was not read."
                fix = "Delete it from the file."
            else:
                problem = f"This column was not read: {because}."
                open_names = [m for m in self._words if m not in self.roles]
                fix = f"Columns that are read: {', '.join(self._words)}." + nearest(
                    fold_header(header).replace(" ", "_"), open_names
                )
            self.report_once(f"column {header}", problem, fix)

    @property
    def problems(self) -> list[Problem]:
        """Every problem of this sheet."""
        by_row = [
            Problem(
                self.shown, f"{sheets.some_rows(rows)}{', ' + column if column else ''}",
                problem, fix,
            )
            for (column, problem, fix), rows in self._problems.items()
        ]  # fmt: skip
        return [*self._others, *by_row]

    def understood(self, taken_as: str) -> list[Understood]:
        """Return how the file and each of its columns was understood."""
        if not len(self.table):
            return [Understood(self.shown, "", "a form that is not filled in yet")]
        return [
            Understood(self.shown, "", taken_as),
            *(Understood(self.shown, header, meaning) for meaning, header in self.roles.items()),
            *(Understood(self.shown, header, "left out") for header in self.rest),
        ]

    # ------------------------------------------------------------------------------ cells

    def choice(
        self, number: int, meaning: str, cell: str, choices: tuple[Choice, ...], otherwise: str
    ) -> str:
        """Return the choice that a cell stands for, or ``otherwise``."""
        words = fold_header(cell) or fold(cell)
        if not words:
            return otherwise
        for choice in choices:
            if words == choice.value or words in choice.words or fold(cell) in choice.words:
                return choice.value
        allowed = [choice.value for choice in choices]
        self.report(
            number, meaning,
            f"A word here is not one of those that are known, so it counts as {otherwise}.",
            f"Write one of: {', '.join(allowed)}."
            + nearest(words, [w for choice in choices for w in (choice.value, *choice.words)]),
        )  # fmt: skip
        return otherwise

    def flag(self, number: int, meaning: str, cell: str) -> bool | None:
        """Return yes or no, or None where a cell says neither."""
        words = fold(cell)
        if words in YES or words in NO:
            return words in YES
        if words not in NOTHING:
            self.report(number, meaning, "This is neither yes nor no, so it was left out.",
                        "Write yes or no.")  # fmt: skip
        return None

    def date(self, number: int, meaning: str, cell: str) -> str | None:
        """Return a date as ISO 8601, or None."""
        if fold(cell) in NOTHING:
            return None
        found = read_date(cell)
        if found is None:
            self.report(number, meaning, "This is no date that could be read; it was left out.",
                        "Write it as 2026-03-20.")  # fmt: skip
        return found

    def perspective(self, project: Project, number: int, meaning: str, cell: str) -> str | None:
        """Return the perspective that a cell stands for, or None."""
        if is_no_group(cell):
            return None
        found = group_of(project, cell)
        if found is None:
            problem = unknown_perspective(project, cell, self.shown, "")
            self.report(number, meaning, problem.problem, problem.fix)
        return found


def find_meaning(header: str, columns: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return what a column's name says it is, or None."""
    folded = fold_header(header)
    for meaning, words in columns.items():
        if folded == meaning.replace("_", " ") or folded in words:
            return meaning
    return None


def _nearest_header(headers: list[str], words: tuple[str, ...]) -> str:
    """Return " Is that “idea text”?" for the header that comes nearest to any of ``words``."""
    for header in headers:
        if nearest(fold_header(header), words):
            return f' Is that the column "{header}"?'
    return ""
