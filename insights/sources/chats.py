"""Messages pasted from a phone: a stamp of date and time, who wrote it, and the words."""

from __future__ import annotations

import re
from typing import NamedTuple

_STAMP = re.compile(
    r"\[?[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4},? {1,2}[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?"
    r"(?:[ \u202f]?[ap]\.?m\.?)?(?:\]|(?= ?[-–—]))[ \u202f]?(?:[-–—] )?", re.IGNORECASE,
)  # fmt: skip
_SENDER = re.compile(r"[~\u200e ]{0,3}(?P<name>[^:\n]{1,60}?): {0,2}")
_NO_WORDS = re.compile(
    r"[\u200e ]*(?:<[^<>\n]{1,40}>|(?:image|video|audio|sticker|gif|document|contact card) omitted|"
    r"(?:this|you deleted this) message(?: was deleted)?\.?|"
    r"missed (?:voice|video) call.{0,30}|null)[ \t]*", re.IGNORECASE,
)  # fmt: skip
_OWN = re.compile(r"messages and calls are end-to-end encrypted", re.IGNORECASE)
STAMPS, OWN = "times", "the program's own lines"


class Message(NamedTuple):
    """One message's beginning: where its stamp and its sender end; no sender, no words."""

    sender: str
    stamp_end: int
    start: int
    has_words: bool

    def __repr__(self) -> str:
        return f"Message({self.stamp_end}, {self.start})"


def read_message(text: str, start: int, end: int) -> Message | None:
    """Return how a message begins in ``text[start:end]``, or None where none does."""
    stamp = _STAMP.match(text, start, end)
    if stamp is None:
        return None
    sender = _SENDER.match(text, stamp.end(), end)
    if sender is None or _OWN.search(text, stamp.end(), end):
        return Message("", stamp.end(), end, False)
    has_words = _NO_WORDS.fullmatch(text, sender.end(), end) is None
    return Message(sender["name"].strip(), stamp.end(), sender.end(), has_words)
