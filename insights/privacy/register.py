"""Splitting a list of names: who people are into the key, what is known of them into the register.

:func:`split_register` plans it; nothing is written here. The key keeps names, contact
details and needs; the register keeps the group, the role, consent and attendance under an
id that is random. Nothing that stands in either is changed: people are added, and what was
empty is filled in.
"""

from __future__ import annotations

import csv
import io
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.privacy.names import name_parts
from insights.sheets import guard_formula, some_rows

if TYPE_CHECKING:
    import pandas as pd

KEY_COLUMNS = ("participant_id", "name", "aliases", "contact", "format_needs", "notes")
_LIST_COLUMNS: dict[str, tuple[str, ...]] = {
    "participant_id": ("participant id", "id", "pid", "person id", "participant"),
    "name": ("name", "full name", "your name", "participant name", "attendee", "who"),
    "first_name": ("first name", "forename", "given name", "first"),
    "last_name": ("last name", "surname", "family name", "last"),
    "aliases": ("aliases", "alias", "known as", "preferred name", "likes to be called", "nickname",
                "also known as", "initials", "pseudonym", "chosen pseudonym"),
    "contact": ("contact", "email", "e mail", "email address", "phone", "mobile", "telephone",
                "tel", "phone number", "mobile number", "contact details", "address"),
    "format_needs": ("format needs", "access needs", "accessibility", "support needs", "needs",
                     "dietary", "dietary needs", "dietary requirements", "interpreter",
                     "reasonable adjustments"),
    "notes": ("notes", "note", "comments", "comment", "anything else"),
}  # fmt: skip
_REGISTER_COLUMNS: dict[str, tuple[str, ...]] = {
    "perspective": ("perspective", "group", "capacity", "in what capacity"),
    "role": ("role", "job role", "job title", "job"),
    "attended": ("attended", "attendance", "sessions", "session", "workshop", "sessions attended"),
    "speaking_as": ("speaking as",),
}
_LEFT_OUT = re.compile(
    r"\b(?:date of birth|dob|birthday|post ?code|nhs (?:number|no)|ni number|national insurance|"
    r"next of kin|emergency|bank|signature|signed|age)\b"
)
_FACILITATORS = re.compile(
    r"(?:(?:lead |co ?)?facilitator|note ?taker|scribe|moderator|host|researcher|organiser)s?"
)


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
    problems
        What was not used, and why; without anybody's name.
    """

    key_rows: list[dict[str, str]] = field(default_factory=list)
    register_rows: list[dict[str, str]] = field(default_factory=list)
    register_columns: list[str] = field(default_factory=list)
    n_new: int = 0
    n_known: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"SplitRegister({self.n_new} new, {self.n_known} known)"

    def render_key(self) -> bytes:
        """Return the key as the bytes of a .csv."""
        return _render(list(dict.fromkeys([*KEY_COLUMNS, *_names(self.key_rows)])), self.key_rows)

    def render_register(self) -> bytes:
        """Return the register as the bytes of a .csv."""
        return _render(self.register_columns, self.register_rows)


def read_key_rows(data: bytes) -> list[dict[str, str]]:
    """Return the rows of a key file as they stand, by the names of its columns."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t" if "\t" in first and "," not in first else ","
    )
    header = [cell.strip().casefold().replace(" ", "_") for cell in next(rows, [])]
    return [
        dict(zip(header, (cell.strip() for cell in row), strict=False))
        for row in rows
        if any(cell.strip() for cell in row)
    ]


def split_register(
    table: pd.DataFrame, shown: str, *,
    key_rows: Sequence[Mapping[str, str]] = (), register: pd.DataFrame | None = None,
    session: str = "",
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
    """
    split = SplitRegister([dict(row) for row in key_rows])
    if register is not None:
        split.register_columns.extend(str(name) for name in register.columns)
        split.register_rows.extend(
            {str(name): str(cell) for name, cell in row.items()}
            for row in register.to_dict("records")
        )
    splitter = _Splitter(table, shown, split, session)
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

    def __init__(self, table: pd.DataFrame, shown: str, split: SplitRegister, session: str) -> None:
        self.table, self.shown, self.out, self.session = table, shown, split, session
        self.key_columns: dict[str, list[str]] = {}  # meaning → headers
        self.register_columns: dict[str, str] = {}  # header in the list → column of the register
        self.id_column = self._register_name("participant_id", ("participant id", "id", "pid"))
        for header in (str(name) for name in table.columns):
            self._place(header)
        self.has_names = bool({"name", "first_name", "last_name"} & set(self.key_columns))
        self.rows_with: dict[str, list[int]] = {}  # what is wrong → the rows
        self.full_names: set[frozenset[str]] = set()  # of everybody, as parts of names
        self.known: set[str] = set()  # ids on the list that were in the key already

    def _place(self, header: str) -> None:
        folded = _fold(header)
        for meaning, words in _LIST_COLUMNS.items():
            if folded in words:
                self.key_columns.setdefault(meaning, []).append(header)
                return
        if re.search(r"\b(?:e ?mail|phone|mobile|contact|address|names?)\b", folded):
            self.key_columns.setdefault("contact", []).append(header)
        elif _LEFT_OUT.search(folded) and "band" not in folded and "group" not in folded:
            self._left_out(header)
        else:
            for name, words in _REGISTER_COLUMNS.items():
                if folded in words and name not in self.register_columns.values():
                    self.register_columns[header] = self._register_name(name, words)
                    return
            self.register_columns[header] = self._register_name(
                folded.replace(" ", "_") or header, (folded,)
            )

    def _register_name(self, name: str, words: Sequence[str]) -> str:
        """Return the column's name in the register that is there, else ``name``."""
        for column in self.out.register_columns:
            if _fold(column) in (*words, name.replace("_", " ")):
                return column
        return name

    def _left_out(self, header: str) -> None:
        self.out.problems.append(
            Problem(
                self.shown, f"column {header}",
                "This identifies people and is needed nowhere, so it went into neither file.",
                "Nothing to do. For an age, use a column of bands, such as 35-44.",
            )
        )  # fmt: skip

    # ---------------------------------------------------------------------------- the rows

    def split(self) -> SplitRegister:
        self._learn_names()
        new: list[tuple[dict[str, str], dict[str, str], bool]] = []
        known_rows = {row.get(self.id_column, ""): row for row in self.out.register_rows}
        for number, cells in zip(
            self.table.index.tolist(), self.table.to_dict("records"), strict=True
        ):
            given = {str(header): str(cell).strip() for header, cell in cells.items()}
            key = self._key_row(given)
            if not key["name"]:
                self.rows_with.setdefault("no name", []).append(number)
                continue
            about = self._about(given)
            same = self._same_person(key, [one for one, _, _ in new])
            if len(same) > 1:
                self.rows_with.setdefault("two people", []).append(number)
            elif same and any(same[0] is row for row in self.out.key_rows):
                self._fill(known_rows, same[0], key, about)
            elif same:
                self._merge(next(pair for pair in new if pair[0] is same[0]), key, about)
            else:
                new.append((key, about, _is_facilitator(about, self.register_columns)))
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
            column = self._register_name("attended", _REGISTER_COLUMNS["attended"])
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
            if _same_name(row.get("name", ""), key["name"])
            and not _differ(row.get("contact", ""), key["contact"])
        ]  # fmt: skip
        reached = [row for row in same if row.get("contact") and key["contact"]]
        return reached if len(reached) == 1 else same

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
        attended = self._register_name("attended", _REGISTER_COLUMNS["attended"])
        for name, value in about.items():
            self._add_column(name)
            if name == attended:
                row[name] = _union(row.get(name, ""), value)
            elif value and not row.get(name):
                row[name] = self._safe(value, name)
            elif value and row[name] != value:
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
        for what, rows in self.rows_with.items():
            kind, _, column = what.partition(" ")
            if what == "no name":
                self._problem(some_rows(rows), "There is no name in this row, so it was left out.",
                              "Write the name, or delete the row.")  # fmt: skip
            elif what == "two people":
                self._problem(
                    some_rows(rows), "More than one person in the key has this name, so it is not "
                    "clear who is meant; the row was left out.",
                    "Add a way to reach them (an email column), or their participant_id.",
                )  # fmt: skip
            elif kind == "differs":
                self._problem(
                    f"column {column}", f"{_cells(rows)} otherwise than the register says it; the "
                    "register was left as it is.",
                    "Change the register by hand if the list is right.",
                )  # fmt: skip
            elif kind == "identifies":
                self._problem(
                    f"column {column}", f"{_cells(rows)} with a name or contact details in them; "
                    "left empty in the register.",
                    "Nothing to do, unless it belongs into the register in other words.",
                )  # fmt: skip

    def _problem(self, where: str, problem: str, fix: str) -> None:
        self.out.problems.append(Problem(self.shown, where, problem, fix))


def _cells(rows: Sequence[int]) -> str:
    return f"{len(rows)} {'cell' if len(rows) == 1 else 'cells'}"


def _random_ids(count: int, taken: Collection[str]) -> list[str]:
    """Return ids such as P07 in no order, so that neither lists nor waves show in them."""
    most = max(99, 4 * (count + len(taken)))
    free = [code for n in range(1, most + 1) if (code := f"P{n:02}") not in taken]
    return secrets.SystemRandom().sample(free, count)


def _is_facilitator(about: Mapping[str, str], columns: Mapping[str, str]) -> bool:
    return any(
        _FACILITATORS.fullmatch(_fold(about.get(name, "")))
        for name in columns.values()
        if _fold(name) in (*_REGISTER_COLUMNS["perspective"], *_REGISTER_COLUMNS["role"])
    )


def _same_name(one: str, other: str) -> bool:
    parts = name_parts(one)
    return parts == name_parts(other) if parts else _fold(one) == _fold(other)


def _differ(one: str, other: str) -> bool:
    """Tell whether two ways to reach somebody have nothing in common."""
    ways = [{part.strip().casefold() for part in words.split(";")} - {""} for words in (one, other)]
    return bool(ways[0] and ways[1] and not ways[0] & ways[1])


def _union(one: str, other: str) -> str:
    parts = [part.strip() for part in f"{one};{other}".split(";")]
    return ";".join(dict.fromkeys(part for part in parts if part))


def _fold(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


def _names(rows: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row if name))


def _render(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guard_formula(row.get(name, "")) for name in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")
