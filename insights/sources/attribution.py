"""Who a unit counts for: a turn becomes a participant, a facilitator or nobody known.

What was heard under labels that stand for nobody, or for several people at once, is counted
and said in problems that quote no name.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from insights.errors import Problem
from insights.sources.people import People
from insights.sources.recognise import fold
from insights.sources.speakers import Turn


class Attributed(NamedTuple):
    """Who said a unit, as the passages table holds it."""

    participant_id: str | None
    speaker: str
    perspective: str | None


class Attribution:
    """Attributes the turns of one file, and remembers what could not be.

    Parameters
    ----------
    people
        Everyone who is known; people met for the first time join them.
    shown
        How the file is named to people.
    origin
        What kind of file it is, for people met here first.
    """

    def __init__(self, people: People, shown: str, origin: str) -> None:
        self._people = people
        self._shown = shown
        self._origin = origin
        self._unknown: Counter[str] = Counter()
        self._n_several = 0
        self._unregistered: dict[str, None] = {}
        self._perspective: str | None = None

    def attribute(self, turn: Turn | None, perspective: str | None) -> Attributed:
        """Return who a turn counts for.

        Parameters
        ----------
        perspective
            The group that speaks at this place, where the label itself does not say.
        """
        if turn is None:
            return Attributed(None, "unattributed", perspective)
        perspective = turn.perspective or perspective
        if turn.voice == "participant" and turn.person:
            self.meet(turn, perspective)
            return Attributed(turn.person, "participant", perspective)
        if turn.voice == "facilitator":
            return Attributed(None, "facilitator", None)
        if turn.voice == "unknown_name":
            self._unknown[fold(turn.key)] += 1
        elif turn.voice == "several":
            self._n_several += 1
        return Attributed(None, "unattributed", perspective)

    def meet(self, turn: Turn, perspective: str | None) -> None:
        """Record that a participant was named."""
        if turn.person is None:
            return
        if self._people.n_registered and self._people.known(turn.person) is None:
            self._unregistered[turn.person] = None
            self._perspective = perspective
        self._people.meet(
            turn.person, self._origin, perspective=turn.perspective or perspective,
            named_in=self._shown if turn.perspective else "",
        )  # fmt: skip

    def problems(self) -> list[Problem]:
        """Return what could not be attributed, counted, without a name."""
        found = []
        if self._unknown:
            n_turns, n_names = sum(self._unknown.values()), len(self._unknown)
            found.append(
                Problem(
                    self._shown, "speaker labels",
                    f"{n_turns} {'turn is' if n_turns == 1 else 'turns are'} by "
                    f"{n_names} {'name' if n_names == 1 else 'names'} that nobody is known by, "
                    "so they stay unattributed.",
                    "Add the names to the register (`insights register`), or write participant "
                    "ids such as P07 in the file.",
                )
            )  # fmt: skip
        if self._n_several:
            n = self._n_several
            found.append(
                Problem(
                    self._shown, "speaker labels",
                    f"{n} {'turn names' if n == 1 else 'turns name'} several people at once, so "
                    f"{'it stays' if n == 1 else 'they stay'} unattributed.",
                    "Where you know who said it, give each person a line of their own.",
                )
            )  # fmt: skip
        if self._unregistered:
            found.append(
                Problem(
                    self._shown, "speaker labels",
                    f"Not in the register: {', '.join(sorted(self._unregistered))}. They count "
                    f"as {self._perspective or 'unknown'}.",
                    "Add them to participants.csv, or correct the ids in the file.",
                )
            )  # fmt: skip
        return found
