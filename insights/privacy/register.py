"""Splitting a list of names: who people are into the key, what is known of them into the register.

:func:`split_register` plans it; nothing is written here. The key keeps names, contact
details and needs; the register keeps the group, the role, consent and attendance under an
id that is random. Nothing that stands in either is changed: people are added, and what was
empty is filled in.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.forms.consent_answers import (
    are_answers,
    as_cells,
    consent_answers,
    consent_columns,
    read_answer,
    stricter,
)
from insights.forms.consent_problems import consent_problems
from insights.privacy.joining import aliases_of, book_of
from insights.privacy.key_rows import render_key, render_rows
from insights.privacy.list_columns import (
    REGISTER_MEANINGS,
    TakenColumn,
    column_problems,
    fold_header,
    is_facilitator,
    settling_problem,
    take_column,
    unsettled_contact,
)
from insights.privacy.names import Person, name_parts
from insights.privacy.register_problems import list_problems
from insights.privacy.ways import is_same_way

if TYPE_CHECKING:
    import pandas as pd


@dataclass(repr=False)
class SplitRegister:
    """What is to be written. Printing one shows counts only.

    Attributes
    ----------
    key_rows
        Every row of the key, those that were there first.
    register_rows
        Every row of the register, those that were there first.
    register_columns
        Its columns, those that were there first.
    n_new, n_known
        People who were added, and people who had an id already.
    asked
        Names that were left out until somebody says whether they are in the key already, each
        with whom it may be.
    columns
        How each column of the list was taken.
    unsettled
        Columns about consent that a person has to make clear before anything is written.
    problems
        What was not used, and why; without anybody's name.
    """

    key_rows: list[dict[str, str]] = field(default_factory=list)
    register_rows: list[dict[str, str]] = field(default_factory=list)
    register_columns: list[str] = field(default_factory=list)
    n_new: int = 0
    n_known: int = 0
    asked: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    columns: list[TakenColumn] = field(default_factory=list)
    unsettled: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"SplitRegister({self.n_new} new, {self.n_known} known)"

    def render_key(self) -> bytes:
        """Return the key as the bytes of a .csv."""
        return render_key(self.key_rows)

    def render_register(self) -> bytes:
        """Return the register as the bytes of a .csv."""
        return render_rows(self.register_columns, self.register_rows)


def split_register(
    table: pd.DataFrame, shown: str, *,
    key_rows: Sequence[Mapping[str, str]] = (), register: pd.DataFrame | None = None,
    session: str = "", salt: bytes = b"", declared: Collection[str] = (),
    leave_out: Collection[str] = (), names: tuple[str, str] = ("PROJECT", "participants.csv"),
) -> SplitRegister:  # fmt: skip
    """Return a list of names split into key and register, joined to what is there already.

    Parameters
    ----------
    table
        The list: text cells, the index is the row as Excel shows it.
    shown
        How the list is named to people.
    key_rows, register
        What is there already.
    session
        A session that everybody on the list came to.
    salt
        What the answers on names in the key are hashed with.
    declared
        Attributes that the project says it needs.
    leave_out
        Columns of the list that are to go into neither file.
    names
        How the project and its register are called.
    """
    left = {fold_header(header) for header in leave_out}
    out = [name for name in table.columns if fold_header(str(name)) in left]
    table = table.drop(columns=out)
    split = SplitRegister([dict(row) for row in key_rows])
    if register is not None:
        split.register_columns.extend(str(name) for name in register.columns)
        split.register_rows.extend(
            {str(name): str(cell) for name, cell in row.items()}
            for row in register.to_dict("records")
        )
    split.columns += [TakenColumn(str(name), "as you asked", "left out") for name in out]
    splitter = _Splitter(table, shown, split, session, salt, declared, names)
    if split.unsettled:
        return split
    if not splitter.has_names:
        split.problems.append(
            Problem(
                shown, "row 1", "There is no column of names, so there was nothing to split.",
                "Call the column name, or first_name and last_name.",
            )
        )  # fmt: skip
        return split
    return splitter.split()


class _Splitter:
    """Goes through the rows of one list."""

    def __init__(
        self, table: pd.DataFrame, shown: str, split: SplitRegister, session: str, salt: bytes,
        declared: Collection[str], names: tuple[str, str],
    ) -> None:  # fmt: skip
        self.project = names[0]
        self.table, self.shown, self.out, self.session = table, shown, split, session
        self.book = book_of(split.key_rows, salt)
        self.key_columns: dict[str, list[str]] = {}  # meaning → headers
        self.register_columns: dict[str, str] = {}  # header in the list → column of the register
        self.id_column = self._register_name("participant_id", ("participant id", "id", "pid"))
        self.consent = consent_columns(table)
        for header in (str(name) for name in table.columns):
            self._place(header, declared, names[1])
        self.agreed = self._agreed()
        self.has_names = bool({"name", "first_name", "last_name"} & set(self.key_columns))
        self.rows_with: dict[str, list[int]] = {}  # what is wrong → the rows
        self.full_names: set[frozenset[str]] = set()  # of everybody, as parts of names
        self.known: set[str] = set()  # ids on the list that were in the key already

    def _place(self, header: str, declared: Collection[str], register_name: str) -> None:
        cells = [str(cell).strip() for cell in self.table[header]]
        taken = take_column(header, cells, self.consent, declared)
        doubtful = unsettled_contact(taken, cells) or self.consent.get(header)
        is_consent = taken.meaning in ("", "consent") or taken.meaning == "contact"
        if doubtful is not None and doubtful.is_unsettled and is_consent:
            self.out.unsettled.append(settling_problem(doubtful, self.shown))
        elif taken.kept == "key file":
            self.consent.pop(header, None)
            self.key_columns.setdefault(taken.meaning, []).append(header)
        elif taken.kept == "register" and taken.meaning != "consent":
            words = REGISTER_MEANINGS.get(taken.meaning, (fold_header(header),))
            name = self._register_name(taken.meaning, words)
            if name in self.register_columns.values():
                name = self._register_name(fold_header(header).replace(" ", "_"), ())
            self.register_columns[header] = name
        self.out.columns.append(taken)
        rows = self.table.index.tolist()
        self.out.problems += column_problems(taken, cells, rows, self.shown, register_name)

    def _agreed(self) -> list[dict[str, str]]:
        """Return what each row of the list says of consent, as cells of the register."""
        settled = {
            header: column for header, column in self.consent.items() if not column.is_unsettled
        }
        self.out.problems += consent_problems(self.table, settled, self.shown)
        uses = [use for column in settled.values() for use in column.heading.uses]
        doubled = {
            header for header, column in settled.items()
            if any(uses.count(use) > 1 for use in column.heading.uses)
        }  # fmt: skip
        self.out.columns = [
            replace(one, what=f"{one.what}; of several columns the strictest answer counts")
            if one.header in doubled else one
            for one in self.out.columns
        ]  # fmt: skip
        return [as_cells(row) for row in consent_answers(self.table, settled)]

    def _register_name(self, name: str, words: Sequence[str]) -> str:
        """Return the column's name in the register that is there, else ``name``."""
        for column in self.out.register_columns:
            if fold_header(column) in (*words, name.replace("_", " ")):
                return column
        return name

    # ---------------------------------------------------------------------------- the rows

    def split(self) -> SplitRegister:
        self._learn_names()
        new: list[tuple[dict[str, str], dict[str, str], bool]] = []
        known_rows = {row.get(self.id_column, ""): row for row in self.out.register_rows}
        for number, cells, agreed in zip(
            self.table.index.tolist(), self.table.to_dict("records"), self.agreed, strict=True
        ):
            given = {str(header): str(cell).strip() for header, cell in cells.items()}
            key = self._key_row(given)
            if not key["name"]:
                self.rows_with.setdefault("no name", []).append(number)
                continue
            about = self._about(given) | agreed
            same = self._same_person(key, [one for one, _, _ in new])
            if len(same) > 1:
                self.rows_with.setdefault("two people", []).append(number)
            elif same and any(same[0] is row for row in self.out.key_rows):
                self._fill(known_rows, same[0], key, about)
            elif same:
                self._merge(next(pair for pair in new if pair[0] is same[0]), key, about)
            elif likely := self._who_it_may_be(key):
                self.out.asked[key["name"]] = likely
                self.rows_with.setdefault("alike", []).append(number)
            else:
                new.append((key, about, is_facilitator(about, self.register_columns)))
        self._add(new, known_rows)
        self._report()
        return self.out

    def _learn_names(self) -> None:
        """Take in every full name of the key and of the whole list before any cell is judged."""
        listed = (
            self._key_row({str(header): str(cell).strip() for header, cell in cells.items()})
            for cells in self.table.to_dict("records")
        )
        for row in (*self.out.key_rows, *listed):
            for name in (row.get("name", ""), *row.get("aliases", "").split(";")):
                if len(parts := frozenset(name_parts(name))) > 1:
                    self.full_names.add(parts)

    def _key_row(self, given: Mapping[str, str]) -> dict[str, str]:
        def join(meaning: str, mark: str = "; ") -> str:
            said = [given[header] for header in self.key_columns.get(meaning, ())]
            if meaning == "contact":  # "no" is no way to reach anybody
                said = [cell for cell in said if not are_answers([cell])]
            return mark.join(dict.fromkeys(cell for cell in said if cell))

        first, last = join("first_name", " "), join("last_name", " ")
        return {
            "participant_id": join("participant_id"),
            "name": " ".join((join("name") or f"{first} {last}").split()),
            "aliases": join("aliases"),
            "contact": join("contact"),
            "format_needs": join("format_needs"),
            "notes": join("notes"),
        }

    def _about(self, given: Mapping[str, str]) -> dict[str, str]:
        about = {name: given[header] for header, name in self.register_columns.items()}
        if self.session:
            column = self._register_name("attended", REGISTER_MEANINGS["attended"])
            about[column] = _union(about.get(column, ""), self.session)
        return about

    def _same_person(
        self, key: Mapping[str, str], new: list[dict[str, str]]
    ) -> list[dict[str, str]]:
        """Return the rows that may be the same person: none, one, or several.

        The same name with another way to reach them is another person.
        """
        if key["participant_id"]:
            return [
                row for row in [*self.out.key_rows, *new]
                if row.get("participant_id") == key["participant_id"]
            ]  # fmt: skip
        same = [
            row for row in [*self.out.key_rows, *new]
            if _is_called(row, key["name"])
            and not _differ(row.get("contact", ""), key["contact"])
        ]  # fmt: skip
        reached = [row for row in same if row.get("contact") and key["contact"]]
        return reached if len(reached) == 1 else same

    def _who_it_may_be(self, key: Mapping[str, str]) -> tuple[Person, ...]:
        """Return the people of the key whose name it may be, written otherwise."""
        if key["participant_id"]:
            return ()
        contacts = {row.get("participant_id", ""): row.get("contact", "")
                    for row in self.out.key_rows}  # fmt: skip
        return tuple(
            person for person in self.book.candidates(key["name"])
            if not _differ(contacts.get(person.participant_id, ""), key["contact"])
        )  # fmt: skip

    def _fill(
        self, known: dict[str, dict[str, str]], found: dict[str, str], key: Mapping[str, str],
        about: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.known.add(found["participant_id"])
        for name, value in key.items():
            if value and not found.get(name):
                found[name] = value
        row = known.get(found["participant_id"])
        if row is None:
            if not found["participant_id"].startswith("F"):
                self._append(found["participant_id"], about, known)
            return
        self._fill_row(row, about)

    def _fill_row(self, row: dict[str, str], about: Mapping[str, str]) -> None:
        attended = self._register_name("attended", REGISTER_MEANINGS["attended"])
        for name, value in about.items():
            self._add_column(name)
            if name == attended:
                row[name] = _union(row.get(name, ""), value)
            elif value and not row.get(name):
                row[name] = self._safe(value, name)
            elif value and name.startswith("consent_") and name != "consent_expires_on":
                self._agree(row, name, value)
            elif value and row[name] != value:
                self.rows_with.setdefault(f"differs {name}", []).append(0)

    def _agree(self, row: dict[str, str], name: str, value: str) -> None:
        """Keep of two answers the one that gives less consent: a no is never written over."""
        kept = stricter(row[name], value)
        if kept != row[name]:
            self.rows_with.setdefault(f"refuses {name}", []).append(0)
            row[name] = kept
        elif read_answer(row[name]) != read_answer(value):
            self.rows_with.setdefault(f"differs {name}", []).append(0)

    def _merge(
        self, pair: tuple[dict[str, str], dict[str, str], bool], key: Mapping[str, str],
        about: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Join a second row of the same new person to the first."""
        for name, value in key.items():
            if value and not pair[0].get(name):
                pair[0][name] = value
        self._fill_row(pair[1], about)

    def _add(
        self, new: list[tuple[dict[str, str], dict[str, str], bool]],
        known: dict[str, dict[str, str]],
    ) -> None:  # fmt: skip
        taken = {row.get("participant_id", "") for row in self.out.key_rows}
        taken |= {row.get(self.id_column, "") for row in self.out.register_rows}
        taken |= {key["participant_id"] for key, _, _ in new}
        without = [key for key, _, facilitates in new if not key["participant_id"]
                   and not facilitates]  # fmt: skip
        for key, code in zip(without, _random_ids(len(without), taken), strict=True):
            key["participant_id"] = code
        number = 1
        for key, _, facilitates in new:
            if facilitates and not key["participant_id"]:
                while f"F{number:02}" in taken:
                    number += 1
                key["participant_id"] = f"F{number:02}"
                taken.add(key["participant_id"])
        for key, about, facilitates in sorted(new, key=lambda one: one[0]["participant_id"]):
            self.out.key_rows.append(key)
            if not facilitates:
                self._append(key["participant_id"], about, known)
        self.out.n_new = len(new)

    def _append(
        self, person: str, about: Mapping[str, str], known: dict[str, dict[str, str]]
    ) -> None:
        self._add_column(self.id_column, first=True)
        row = {self.id_column: person}
        for name, value in about.items():
            self._add_column(name)
            row[name] = self._safe(value, name)
        known[person] = row
        self.out.register_rows.append(row)

    def _add_column(self, name: str, *, first: bool = False) -> None:
        if name not in self.out.register_columns:
            self.out.register_columns.insert(0 if first else len(self.out.register_columns), name)

    def _safe(self, value: str, column: str) -> str:
        """Return a cell for the register, or "" where it holds somebody's name or an address."""
        words = set(name_parts(value))
        named = any(parts <= words for parts in self.full_names)
        if named or "@" in value or re.search(r"(?:\d[ -]?){9}", value):
            self.rows_with.setdefault(f"identifies {column}", []).append(0)
            return ""
        return value

    # ---------------------------------------------------------------------------- problems

    def _report(self) -> None:
        self.out.n_known = len(self.known)
        self.out.problems.extend(list_problems(self.shown, self.rows_with, self.project))


def _random_ids(count: int, taken: Collection[str]) -> list[str]:
    """Return ids such as P07 in no order, so that neither lists nor waves show in them."""
    most = max(99, 4 * (count + len(taken)))
    free = [code for n in range(1, most + 1) if (code := f"P{n:02}") not in taken]
    return secrets.SystemRandom().sample(free, count)


def _is_called(row: Mapping[str, str], name: str) -> bool:
    """Tell whether a row of the key has this name, or an alias that somebody gave it."""
    return any(is_same_way(way, name) for way in (row.get("name", ""), *aliases_of(row)) if way)


def _differ(one: str, other: str) -> bool:
    """Tell whether two ways to reach somebody have nothing in common."""
    ways = [{part.strip().casefold() for part in words.split(";")} - {""} for words in (one, other)]
    return bool(ways[0] and ways[1] and not ways[0] & ways[1])


def _union(one: str, other: str) -> str:
    parts = [part.strip() for part in f"{one};{other}".split(";")]
    return ";".join(dict.fromkeys(part for part in parts if part))
