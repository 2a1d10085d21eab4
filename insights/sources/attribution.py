"""Who a unit counts for: a turn becomes a participant, a facilitator or nobody known.

What was heard under labels that stand for nobody, or for several people at once, is counted
and said in problems that quote no name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from insights.errors import Problem
from insights.sources.people import People
from insights.sources.recognise import fold
from insights.sources.turns import Turn, names_in

_PLACES_SHOWN = 8


class Attributed(NamedTuple):
    """Who said a unit, as the passages table holds it."""

    participant_id: str | None
    speaker: str
    perspective: str | None
    known_by: str | None = None


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
        self._alike: Counter[str] = Counter()
        self._n_several = 0
        self._unclear: dict[str, int] = {}
        self._unknown_at: dict[str, None] = {}
        self._alike_at: dict[str, None] = {}
        self._several_at: dict[str, None] = {}
        self._unregistered: dict[str, None] = {}
        self._present: set[str] = set()
        self._perspective: str | None = None

    def attribute(self, turn: Turn | None, perspective: str | None, place: str = "") -> Attributed:
        """Return who a turn counts for.

        Parameters
        ----------
        perspective
            The group that speaks at this place, where the label itself does not say.
        place
            The place as people find it.
        """
        if turn is None:
            return Attributed(None, "unattributed", perspective)
        perspective = turn.perspective or perspective
        if turn.voice == "participant" and turn.person:
            self.meet(turn, perspective)
            return Attributed(turn.person, "participant", perspective, turn.known_by)
        if turn.voice == "facilitator":
            return Attributed(None, "facilitator", None)
        if turn.voice in ("unknown_name", "unclear") or (
            turn.voice == "several" and len(names_in(turn.key)) > 1
        ):
            self._people.unsure[turn.key] = None
        if turn.voice == "unknown_name":
            is_alike = self._people.ask_about(turn.key, self._shown)
            (self._alike if is_alike else self._unknown)[fold(turn.key)] += 1
            (self._alike_at if is_alike else self._unknown_at)[place] = None
        elif turn.voice == "several":
            self._n_several += 1
            self._several_at[place] = None
        elif turn.voice == "unclear":
            self.note_unclear(place)
        return Attributed(None, "unattributed", perspective)

    def note_unclear(self, place: str) -> None:
        """Record that nobody can tell whose words stand at a place."""
        self._unclear[place] = self._unclear.get(place, 0) + 1

    def note_present(self, name: str) -> None:
        """Record that the notes list somebody as present whom nobody is known by."""
        if self._people.n_registered and not self._people.ask_about(name, self._shown):
            self._present.add(fold(name))

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
        if self._alike:
            n_turns, n = sum(self._alike.values()), len(self._alike)
            found.append(
                Problem(
                    self._shown, _some_places(self._alike_at),
                    f"{n_turns} {'turn is' if n_turns == 1 else 'turns are'} by "
                    f"{'1 name that looks' if n == 1 else f'{n} names that look'} like one on the "
                    "list, written otherwise. Until a person says whose, "
                    f"{'it stays' if n_turns == 1 else 'they stay'} unattributed.",
                    self._people.how_to_say(),
                )
            )  # fmt: skip
        if self._present:
            n = len(self._present)
            found.append(
                Problem(
                    self._shown, "the list of who was present",
                    f"{'1 person' if n == 1 else f'{n} people'} there "
                    f"{'is' if n == 1 else 'are'} not on the list of participants.",
                    "For whoever led the session or took notes, write a line “Facilitator:” and "
                    "the name at the top of the notes. Add whoever took part to the list: "
                    "`insights register`.",
                )
            )  # fmt: skip
        if self._unknown:
            n_turns, n_names = sum(self._unknown.values()), len(self._unknown)
            found.append(
                Problem(
                    self._shown, _some_places(self._unknown_at),
                    f"{n_turns} {'turn is' if n_turns == 1 else 'turns are'} by "
                    f"{n_names} {'name' if n_names == 1 else 'names'} that nobody is known by, "
                    "so they stay unattributed.",
                    "Look there. Add people to the register (`insights register`), or write their "
                    "ids such as P07 in the file. If one of them led the session, write "
                    "“Facilitator:” and the name at the top. A word that is no name (“Ideas:”) "
                    "may stay.",
                )
            )  # fmt: skip
        if self._n_several:
            n = self._n_several
            found.append(
                Problem(
                    self._shown, _some_places(self._several_at),
                    f"{n} {'turn names' if n == 1 else 'turns name'} several people at once, so "
                    f"{'it stays' if n == 1 else 'they stay'} unattributed.",
                    "Where you know who said it, give each person a line of their own.",
                )
            )  # fmt: skip
        if self._unclear:
            n = sum(self._unclear.values())
            found.append(
                Problem(
                    self._shown, _some_places(self._unclear),
                    f"It is not clear whose words stand in {n} {'place' if n == 1 else 'places'}: "
                    "a name there may begin somebody's turn, or be a word. "
                    "They stay unattributed.",
                    "Look there. Where you know who speaks, begin a new line with their name or "
                    "id and a colon, for example “P07: the form was too long”.",
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


def _some_places(met: Iterable[str]) -> str:
    """Return the first places in words, and how many more there are."""
    places = [place for place in met if place]
    more = len(places) - _PLACES_SHOWN
    shown = ", ".join(places[:_PLACES_SHOWN]) or "speaker labels"
    return shown + (f" and {more} more" if more > 0 else "")
