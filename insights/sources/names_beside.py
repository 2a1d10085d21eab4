"""Names that stand where a speaker's does, beside words that are nobody's for sure.

A label that comes once, a name behind the words or over them, "Bex Cole said …": whose words
those are stays open, and it is good to know whose they may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from insights.sources.material import Passage
from insights.sources.reported import names_that_say

_NAME = r"[^\W\d_][\w'’.-]{0,30}(?:,? [^\W\d_][\w'’.-]{0,30}){0,3}"
_TIME = r"(?:[ \t]?[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?)?"
_MARK = r"[ \t]*(?:[-*+•‣◦▪–·>#]{1,6}[ \t]*|[0-9]{1,2}[.)][ \t]+)?"
_BEFORE = re.compile(
    rf"{_MARK}[*_\[(]{{0,4}}(?P<name>{_NAME})[\])*_]{{0,4}}(?:[ \t]?\([^()\n]{{1,40}}\))?{_TIME}"
    r"[*_]{0,3}(?:[ \t]?[:–—\])]|[ \t]+-[ \t])"
)
_BEHIND = re.compile(
    rf"[ \t]?(?:[(\[](?P<bracketed>{_NAME})[)\]]|(?:[–—]|[ \t]-)[ \t]?(?P<dashed>{_NAME}))"
    r"[*_ \t]*[.,;!?]?(?=[ \t]|$)"
)
_ALONE = re.compile(rf"{_MARK}[*_\[(]{{0,4}}(?P<name>{_NAME})[\])*_:]{{0,4}}{_TIME}[ \t:*_]*")
_CELLS = re.compile(r"[\t|]")
_FARTHEST = 400  # signs of a line before and behind the words


def names_beside(passage: Passage, text: str) -> Iterator[str]:
    """Yield the names that may be whoever said a passage, as they stand in its file.

    Examples
    --------
    >>> line = "Bex Cole: the ward was cold"
    >>> words = Passage("line 1", 10, len(line), line[10:], "W1", None, None, "unspecified", "")
    >>> list(names_beside(words, line))
    ['Bex Cole']
    """
    begin = max(text.rfind("\n", 0, passage.start) + 1, passage.start - _FARTHEST)
    close = text.find("\n", passage.end)
    stop = min(len(text) if close < 0 else close, passage.end + _FARTHEST)
    line = text[begin:stop]
    for cell in _CELLS.split(line):
        if match := _ALONE.fullmatch(cell.strip()):
            yield match["name"]
    for at in dict.fromkeys((begin, passage.start)):
        if match := _BEFORE.match(text, at, stop):
            yield match["name"]
    for match in _BEHIND.finditer(text, max(begin, passage.start - 1), stop):
        yield (match["bracketed"] or match["dashed"]).strip()
    yield from names_that_say(text, passage.start, passage.end)
    above = text[:begin].rstrip("\n").rpartition("\n")[2]
    for words in (above, passage.activity or "", passage.group_label or ""):
        if (match := _ALONE.fullmatch(words.strip())) and _is_capitalised(match["name"]):
            yield match["name"]


def _is_capitalised(name: str) -> bool:
    return all(word[:1].isupper() for word in name.split())
