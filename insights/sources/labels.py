"""The people one file names, by id or by name, and what could not be made of them."""

from __future__ import annotations

import re

from insights.errors import Problem, nearest
from insights.sources.people import People
from insights.sources.recognise import fold, looks_pseudonymous

_SHOWN = 5


class Labels:
    """Turns what a file writes in its column of people into ids.

    Someone named in words that are neither an id nor in the key file gets an id for this
    file only: a name that nobody has explained must not become an id, and one that looks like
    somebody's on the list must not become theirs before a person says so.
    """

    def __init__(self, people: People, shown: str) -> None:
        self._people = people
        self._shown = shown
        self.slug = re.sub(r"[^\w]+", "-", shown.rpartition(".")[0]).strip("-").lower()
        self._known: dict[str, str] = {}
        self._stand_ins: dict[str, str] = {}
        self._alike: set[str] = set()
        self._unregistered: dict[str, None] = {}

    def __repr__(self) -> str:
        return f"Labels({len(self._stand_ins)} stand-ins)"

    def person(
        self, label: str, *, ids_expected: bool = True, is_given: bool = False
    ) -> str | None:  # fmt: skip
        """Return who a label stands for, or None for an empty cell.

        Parameters
        ----------
        ids_expected
            Whether an unknown id (P07) may be taken as it is.
        is_given
            Whether given names are asked for: one that a single person on the list has is theirs.
        """
        label = label.strip()
        if not label:
            return None
        known = self._people.known(label, in_full=True)
        if known is None and is_given:
            known = self._people.alone_called(label)
        if known is not None:
            return self._remember(known)
        if ids_expected and looks_pseudonymous(label):
            if self._people.n_registered:
                self._unregistered[label] = None
            return self._remember(label)
        if fold(label) not in self._stand_ins and self._people.ask_about(label, self._shown):
            self._alike.add(fold(label))
        own = self._stand_ins.setdefault(fold(label), f"{self.slug}-p{len(self._stand_ins) + 1}")
        self._people.stand_ins.setdefault(own, {})[label] = None
        return own

    def _remember(self, person: str) -> str:
        return self._known.setdefault(person, person)

    def row(self, number: int, sheet: int = 0) -> str:
        """Return an id for the person of a row, where a row is all that is known of them."""
        part = f"-s{sheet + 1}" if sheet else ""
        return f"{self.slug}{part}-r{number}"

    def problems(self, column: str) -> list[Problem]:
        """Return what could not be made of the people in ``column``."""
        found = []
        if n := len(self._alike):
            found.append(
                Problem(
                    self._shown, f"column {column}",
                    "1 name looks like somebody's on the list, written otherwise. Until a person "
                    "says whose it is, it counts as another's. What that person did not agree to "
                    "waits." if n == 1 else
                    f"{n} names look like people's on the list, written otherwise. Until a person "
                    "says whose they are, they count as others'. What those people did not agree "
                    "to waits.",
                    self._people.how_to_say(),
                )
            )  # fmt: skip
        if n := len(self._stand_ins) - len(self._alike):
            found.append(
                Problem(
                    self._shown, f"column {column}",
                    f"{n} {'person is' if n == 1 else 'people are'} named in words that are "
                    "neither an id nor in the key file; each was given an id for this file only."
                    + ("" if self._people.has_names else " What they refused elsewhere, and that "
                       "they withdrew, cannot reach these answers."),
                    "Write participant ids such as P07, or add the people with "
                    "`insights register`.",
                )
            )  # fmt: skip
        if self._unregistered:
            unknown = sorted(self._unregistered)
            more = len(unknown) - _SHOWN
            registered = [person for person in self._known if person not in self._unregistered]
            found.append(
                Problem(
                    self._shown, f"column {column}",
                    f"Not in the register: {', '.join(unknown[:_SHOWN])}"
                    + (f" and {more} more." if more > 0 else "."),
                    "Add them to participants.csv, or correct the ids."
                    + nearest(unknown[0], registered),
                )
            )  # fmt: skip
        return found
