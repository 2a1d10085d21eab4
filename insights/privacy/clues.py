"""Looking only where something can stand: a long text is searched around its clues.

A pattern that must hold an ``@`` or a month need not be tried at every letter. Each is given
a *clue*, something every match holds and a text is quickly searched for, and is tried around
the clues alone. What is found is the same as if it had been tried everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Place = tuple[int, int]  # start and end, end exclusive
_SPACE = re.compile(r"\s")


def find_near(
    pattern: re.Pattern[str], text: str, clues: Iterable[Place], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer(text)`` does, looking around the clues alone.

    Parameters
    ----------
    clues
        Every place of something that each match holds, in order of their starts.
    before
        How far before a clue a match can begin, in characters.
    after
        How far after the start of a clue a match can reach, with what it looks at beyond
        its own end.
    """
    low = high = -1
    for start, end in clues:
        if start - before > high:
            if high >= 0:
                yield from pattern.finditer(text, low, high)
            low = max(0, start - before)
        high = max(high, end + after)
    if high >= 0:
        yield from pattern.finditer(text, low, high)


def find_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield what ``pattern.finditer(text)`` does, where every match begins at one of ``starts``.

    Parameters
    ----------
    starts
        Positions in order.
    """
    done = 0
    for start in starts:
        if start < done:
            continue
        match = pattern.match(text, start)
        if match:
            yield match
            done = match.end()


def places_of(clue: re.Pattern[str], text: str) -> list[Place]:
    """Return where a clue stands."""
    return [match.span() for match in clue.finditer(text)]


def chunks_of(clue: re.Pattern[str], text: str) -> Iterator[Place]:
    """Yield the stretches without white space that hold a clue."""
    done = 0
    for match in clue.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        while start > done and not text[start - 1].isspace():
            start -= 1
        space = _SPACE.search(text, end)
        done = space.start() if space else len(text)
        yield start, done
