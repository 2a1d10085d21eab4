"""Which labels of a file are speakers': a name comes back, a subject does not."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from insights.sources.recognise import fold
from insights.sources.subjects import is_service
from insights.sources.turns import CERTAIN, Turn

_KNOWN = ("participant", "facilitator")
_FEWEST_CLAUSE_WORDS = 3


class LabelCounts:
    """Counts the labels of one whole file, before it is asked which of them are speakers'."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._known: set[str] = set()

    def count(self, turn: Turn) -> None:
        """Count one label."""
        self._counts[fold(turn.key)] += 1
        if turn.voice in _KNOWN:
            self._known.add(fold(turn.key))

    def comes_back(self, turn: Turn) -> bool:
        """Tell whether a label stands in the file more than once."""
        return self._counts[fold(turn.key)] > 1

    def is_speaker(self, turn: Turn, text: str, *, among_turns: bool = True) -> bool:
        """Tell "Callum: they lost it" from "Jobcentre: they lost it".

        An unknown label is a speaker's where it comes back, or among other people's turns;
        else it belongs to the words. A service that is named once, among people who are
        known, is what the words are about.

        Parameters
        ----------
        text
            The text that ``turn`` lies in.
        among_turns
            Whether the line stands where a turn would: in a paragraph, not in a list.
        """
        if turn.voice in CERTAIN or self.comes_back(turn):
            return True
        if not among_turns or self._n_turns <= 1:
            return False
        said = text[turn.start : turn.end].split(maxsplit=_FEWEST_CLAUSE_WORDS)
        is_clause = len(said) >= _FEWEST_CLAUSE_WORDS
        return not (
            turn.voice == "unknown_name" and self._known and is_clause and is_service(turn.key)
        )

    @cached_property
    def _n_turns(self) -> int:
        """How many turns are by labels that come back or stand for somebody known."""
        return sum(n for key, n in self._counts.items() if n > 1 or key in self._known)
