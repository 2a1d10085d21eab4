"""Ideas on a sheet with the dots they got: a row is one idea, its votes and who proposed it.

Whose dots they are nobody knows, so a tally is no ballot: it stays with its idea.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from insights.sources.recognise import fold, fold_header

IDEA_HEADERS = ("idea", "ideas", "our idea", "our ideas", "the idea", "suggestion", "suggestions",
                "proposal", "proposals", "solution", "solutions", "option", "options")  # fmt: skip
DOT_HEADERS = ("dots", "votes", "vote", "points", "stickers", "stars", "ticks", "tally", "score",
               "dot votes", "number of dots", "number of votes", "no of dots", "no of votes",
               "n dots", "n votes", "total", "total dots", "total votes", "how many dots",
               "how many votes", "dots given", "votes given")  # fmt: skip
PROPOSER_HEADERS = ("proposed by", "proposer", "suggested by", "idea by", "idea from",
                    "whose idea", "raised by", "sketched by", "from", "by")  # fmt: skip
_STROKES = frozenset("•●○x×✓✔*lI|/★⬤")
_NUMBER = re.compile(r"(?:[^\w]*)([0-9]{1,4})(?:\s?(?:dots?|votes?|points?|stickers?|stars?))?\W*")
_MOST_TITLE_WORDS = 12


class Tally(NamedTuple):
    """The columns of a table of ideas, by place."""

    idea: int
    dots: int | None

    def find_dots(self, cells: Sequence[str]) -> int | None:
        """Return the dots of a row, or None where its cell is no number."""
        if self.dots is None or self.dots >= len(cells):
            return None
        return count_dots(cells[self.dots])


def understand_tally(headers: Sequence[str], has_speaker: bool) -> Tally | None:
    """Return where ideas and dots stand, or None where these are no columns of ideas."""
    folded = [fold_header(header) for header in headers]
    idea = next((at for at, header in enumerate(folded) if header in IDEA_HEADERS), None)
    dots = next((at for at, header in enumerate(folded) if header in DOT_HEADERS), None)
    if idea is None or (dots is None and not has_speaker):
        return None
    return Tally(idea, dots)


def count_dots(cell: str) -> int | None:
    """Return a tally as a number: figures, dots, ticks or strokes; None where it is none.

    Examples
    --------
    >>> [count_dots(cell) for cell in ("7", "●●●", "||||", "5 votes", "", "lots")]
    [7, 3, 4, 5, 0, None]
    """
    words = "".join(cell.split())
    if fold(cell) in ("", "-", "–", "none"):
        return 0
    if set(words) <= _STROKES:
        return len(words)
    match = _NUMBER.fullmatch(cell.strip())
    return int(match[1]) if match else None


# Letters alone, so that an id never looks like somebody's telephone number.
_LETTERS = str.maketrans("0123456789", "ghjkmnpqrs")


def idea_id(shown: str, place: str) -> str:
    """Return an id for an idea that has none of its own: by its file and its place in it.

    Examples
    --------
    >>> idea_id("notes/w1.docx", "table 1, row 2")
    'Tgjeb-1-2'
    """
    mark = hashlib.blake2b(shown.encode(), digest_size=2).hexdigest().translate(_LETTERS)
    return "-".join([f"T{mark}", *re.findall(r"[0-9]+", place)])


def short_title(words: str) -> str | None:
    """Return an idea's words as its title, where they are few enough."""
    plain = " ".join(words.split())
    return plain if plain and len(plain.split()) <= _MOST_TITLE_WORDS else None
