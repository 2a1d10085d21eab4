"""The turns of a transcript while they grow: whose words, from where in the file, and when.

What one person goes on to say in the next cues is laid behind their last words, so a turn
is one piece of text, and every letter of it is known by where it stands in the file.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from insights.sources.activities import Activity
from insights.sources.recognise import fold
from insights.sources.segment import split_units
from insights.sources.turns import Turn

_SENTENCE_STOP = re.compile(r"[.?!…:][\"'”’)\]]{0,3}$")


@dataclass
class Said:
    """One turn: who speaks, what they were asked, and where its words stand in the talk."""

    turn: Turn | None = field(repr=False)
    activity: Activity = field(repr=False)
    start: int
    end: int
    places: list[tuple[int, str]] = field(default_factory=list)  # (start, locator)

    def place_of(self, at: int) -> str:
        """Return the place as people find it of what stands at ``at``."""
        starts = [start for start, _ in self.places]
        return self.places[max(0, bisect_right(starts, at) - 1)][1]

    def units(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the spans of its units in the talk's text in which anything is said."""
        for start, end in split_units(text, self.start, self.end):
            if any(sign.isalnum() for sign in text[start:end]):
                yield start, end


class Talk:
    """Everything said in one transcript, laid down turn by turn."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._origin = array("q")  # where each laid character stands in the file
        self.turns: list[Said] = []

    @property
    def text(self) -> str:
        """Everything laid down so far."""
        return "".join(self._pieces)

    def say(
        self, words: str, offsets: Sequence[int], place: str, turn: Turn | None,
        activity: Activity, *, in_cue: bool, is_another: bool,
    ) -> None:  # fmt: skip
        """Lay words down: behind the last turn where the same person goes on speaking.

        Parameters
        ----------
        offsets
            Where each letter stands in the file.
        place
            The same as people find it.
        in_cue
            Whether the file's lines are cues, which break anywhere.
        is_another
            Whether the file marks that somebody else speaks, known or not.
        """
        before = [max(offsets[0] - 1, 0)]
        last = self.turns[-1] if self.turns else None
        if last is not None and not is_another and self._goes_on(last, turn, activity, words):
            self._lay(" " if in_cue or turn is None else "\n", before)
        else:
            if self._pieces:
                self._lay("\n", before)
            last = Said(turn, activity, len(self._origin), len(self._origin))
            self.turns.append(last)
        last.places.append((len(self._origin), place))
        self._lay(words, offsets)
        last.end = len(self._origin)

    def origin_of(self, start: int, end: int) -> Sequence[int]:
        """Return where in the file the characters of a span stand."""
        return self._origin[start:end]

    def _lay(self, words: str, offsets: Sequence[int]) -> None:
        self._pieces.append(words)
        self._origin.extend(offsets)

    def _goes_on(self, last: Said, turn: Turn | None, activity: Activity, words: str) -> bool:
        """Tell whether words belong to the last turn: same asked, same person or sentence."""
        if activity != last.activity:
            return False
        if turn is not None and last.turn is not None:
            now, then = (turn.voice, fold(turn.key)), (last.turn.voice, fold(last.turn.key))
            return now == then
        is_nobodys = turn is None and last.turn is None
        ended = _SENTENCE_STOP.search(self._pieces[-1].rstrip())
        return is_nobodys and words[:1].islower() and not ended
