"""A turn: who speaks in a stretch of words, and how that is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Voice = Literal[
    "participant", "facilitator", "role", "unknown_name", "several", "nobody", "note", "unclear"
]
# Voices no subject can have: "note" is the note-taker's own, "unclear" may be one of two people's.
CERTAIN = ("participant", "facilitator", "several", "nobody", "note", "unclear")
LABEL, REPORTED = "label", "reported"
UNSETTLED = "unsettled"  # nobody knows yet whose words they are, and whoever it is may refuse
BETWEEN_NAMES = re.compile(
    r"[ \t]{0,3}(?:[,;/&+]|\band\b|\bwith\b|\bor\b)[ \t]{0,3}", re.IGNORECASE
)


@dataclass(frozen=True)
class Turn:
    """Who speaks in a line, and where the words begin and end.

    Attributes
    ----------
    voice
        What kind of label it is.
    start, end
        The words without the label.
    person
        The participant's id, for ``participant``.
    key
        The label as written, for ids; never shown.
    perspective
        What the label or the role behind it says about the group.
    begins
        Where the label begins.
    closes
        Where a label behind the words ends; 0 where there is none.
    known_by
        A label, or that the note-taker reports what the person said.
    """

    voice: Voice
    start: int
    end: int
    person: str | None = None
    key: str = ""
    perspective: str | None = None
    begins: int = 0
    closes: int = 0
    known_by: str = LABEL

    def __repr__(self) -> str:
        return f"Turn({self.voice}, {self.start}, {self.end})"

    def held(self) -> Turn:
        """Return the same speaker for the lines that follow."""
        return replace(self, start=0, end=0, begins=0, closes=0)


def names_in(label: str) -> list[str]:
    """Return the names in a label, one by one.

    Examples
    --------
    >>> names_in("Priya & Sam, Jo")
    ['Priya', 'Sam', 'Jo']
    """
    return [part.strip() for part in BETWEEN_NAMES.split(label) if part.strip()]
