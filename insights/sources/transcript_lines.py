"""The lines of a transcript: where each stands, and which are a name and a time alone.

Some of what a line is shows only by the whole file: whether a label comes back, and whether
names stand over cues.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from insights.sources import cues
from insights.sources.documents import Block, Document
from insights.sources.recurring import LabelCounts
from insights.sources.speakers import Speakers
from insights.sources.turns import CERTAIN, Turn

_KNOWN = ("participant", "facilitator")
_MOST_HEADER_SIGNS = 160


@dataclass(frozen=True)
class Line:
    """One line of the file: where it stands, how its place is called, what kind it is."""

    start: int
    end: int
    place: str
    block: Block | None = None


class TranscriptLines:
    """The lines below a transcript's top, seen as a whole.

    Parameters
    ----------
    n_opening
        How many blocks the top takes.

    Attributes
    ----------
    lines
        The lines, in order.
    begin
        Where the top ends and the lines begin.
    labels
        How often each label stands in them.
    has_headers
        Whether cues, or names beside times, say who speaks and when.
    """

    def __init__(self, document: Document, n_opening: int, speakers: Speakers) -> None:
        self._raw = document.text
        self._speakers = speakers
        self._has_names_over_cues = False
        self.begin = document.blocks[n_opening - 1].end if n_opening else 0
        self.lines = list(self._divide(document))
        self.labels = LabelCounts()
        self.has_headers = False
        self._count_labels()

    def words(self, line: Line) -> str:
        """Return what stands in a line."""
        return self._raw[line.start : line.end]

    def following(self, at: int) -> Line | None:
        """Return the line below the one at place ``at``, or None below the last."""
        return self.lines[at + 1] if at + 1 < len(self.lines) else None

    def is_cue_name(self, at: int, is_vtt: bool) -> bool:
        """Tell whether a line is the number or name of the cue below it."""
        words, following = self.words(self.lines[at]).strip(), self.following(at)
        if following is None or not (words.isdigit() or is_vtt):
            return False
        before = self.words(self.lines[at - 1]) if at else ""
        return cues.is_cue(self.words(following)) and (words.isdigit() or not before.strip())

    def name_over(self, line: Line, below: Line | None) -> Turn | None:
        """Return whom a cue's first line names that stands over what they said, or None."""
        words = self.words(line).strip(" \t\u00a0*_")
        if below is None or not words or "<" in words or len(words) > 80:
            return None
        if not self.words(below).strip() or cues.is_cue(self.words(below)):
            return None
        turn = self._speakers.who(*cues.split_role(words.removesuffix(":")))
        if turn is None or turn.voice == "role":
            return None
        is_name = self._has_names_over_cues and " " in turn.key
        return turn if is_name or self.labels.is_speaker(turn, self._raw) else None

    def header(self, line: Line) -> Turn | None:
        """Return who speaks from here, where the line is a name and a time and no more.

        The turn's ``start`` and ``end`` are those of the time.
        """
        if line.end - line.start > _MOST_HEADER_SIGNS:
            return None
        for header in cues.read_headers(self.words(line)):
            turn = self._speakers.who(header.label, header.role)
            if turn is not None and (
                not header.is_time_first
                or turn.voice in CERTAIN
                or (
                    turn.voice == "unknown_name"
                    and (self.labels.comes_back(turn) or (self.has_headers and " " in turn.key))
                )
            ):
                start, end = line.start + header.start, line.start + header.end
                return replace(turn, start=start, end=end)
        return None

    def _divide(self, document: Document) -> Iterator[Line]:
        blocks = document.blocks
        starts = [block.start for block in blocks]
        at = 0
        for number, words in enumerate(self._raw.split("\n"), start=1):
            start, at = at, at + len(words) + 1
            if start + len(words) <= self.begin and self.begin:
                continue
            near = bisect_right(starts, start + len(words)) - 1
            block = blocks[near] if near >= 0 and blocks[near].end > start else None
            place = block.place if block is not None else f"line {number}"
            yield Line(start, start + len(words), place, block)

    def _count_labels(self) -> None:
        after_cue = False
        for line in self.lines:
            words = self.words(line)
            if after_cue:
                over = self._speakers.who(*cues.split_role(words[:80].strip(" *_:")))
                self._has_names_over_cues |= over is not None and over.voice in _KNOWN
            after_cue = cues.is_cue(words)
            self.has_headers |= after_cue
            turn = self.header(line)
            if turn is None:
                start = cues.skip_time(self._raw, line.start, line.end)
                turn = self._speakers.find_turn(self._raw, start, line.end)
                if turn is None and start > line.start:
                    turn = self._speakers.who(self._raw[start : line.end])
            elif turn.voice != "unknown_name":
                self.has_headers = True
            if turn is not None:
                self.labels.count(turn)
