"""A text as words with what surrounds them: what the name rules look at."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable
from functools import cached_property
from operator import add

from insights.privacy.vocabulary import Standing, load_vocabulary, standing

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_BREAK = re.compile(
    r"[.!?:;\n\r\t•|>…]|^\s*[-*]\s|(?:^|\s)[\"'(\[]$|\d\s?[).]\s$|\s--?\s|^,\"?$|,\"$|\]\s$|^  +$"
)
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")


class Words:
    """Words of a normalised text, by position.

    Attributes
    ----------
    texts, lower
        The words, as written and in lower case without a possessive ending.
    starts, ends
        Their positions.
    """

    def __init__(self, text: str) -> None:
        self.source = text
        # Numbers in arrays and one object for each distinct word: a file of answers has millions.
        self.starts: array[int] = array("i")
        self.texts: list[str] = []
        share = dict[str, str]().setdefault
        add_word, add_start = self.texts.append, self.starts.append
        for match in _WORD.finditer(text):
            word = match.group()
            add_word(share(word, word))
            add_start(match.start())
        self.ends: array[int] = array("i", map(add, self.starts, map(len, self.texts)))
        bare = {word: without_owner(word) for word in set(self.texts)}
        self.lower: list[str] = [bare[word] for word in self.texts]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def places(self) -> dict[str, array[int]]:
        """Where each distinct word stands, as it is written."""
        places: dict[str, array[int]] = {}
        for i, word in enumerate(self.texts):
            if word in places:
                places[word].append(i)
            else:
                places[word] = array("i", (i,))
        return places

    def where(self, chosen: Callable[[str], bool]) -> list[int]:
        """Return the places of the words, as written, that are chosen, in order."""
        return sorted(i for word, places in self.places.items() if chosen(word) for i in places)

    def spans_of(self, chosen: Callable[[str], bool]) -> list[tuple[int, int]]:
        """Return the positions of chosen words in lower case, also of those in "o'clock"."""
        starts = self.starts
        found = [
            (starts[i] + first, starts[i] + last)
            for part, first, last, places in self._parts
            if chosen(part)
            for i in places
        ]
        found.sort()
        return found

    @cached_property
    def _parts(self) -> list[tuple[str, int, int, array[int]]]:
        """Each distinct word's parts between apostrophes: where in it, and where it stands."""
        parts: list[tuple[str, int, int, array[int]]] = []
        for word, places in self.places.items():
            first = 0
            for part in word.split("'"):
                parts.append((part.lower(), first, first + len(part), places))
                first += len(part) + 1
        return parts

    @cached_property
    def known(self) -> dict[str, Standing]:
        """The vocabulary."""
        return load_vocabulary()

    def gap(self, index: int) -> str:
        """Return what stands before a word, back to the word before it."""
        before = self.ends[index - 1] if index > 0 else 0
        after = self.starts[index] if index < len(self) else len(self.source)
        return self.source[before:after]

    def before(self, index: int, step: int = 1) -> str:
        """Return the word ``step`` places earlier, in lower case, or ""."""
        return self.lower[index - step] if index - step >= 0 else ""

    def after(self, index: int, step: int = 1) -> str:
        """Return the word ``step`` places later, in lower case, or ""."""
        return self.lower[index + step] if 0 <= index + step < len(self) else ""

    def standing(self, index: int) -> Standing:
        """Return how a word stands in the vocabulary."""
        return standing(self.lower[index])

    def is_capital(self, index: int) -> bool:
        """Return whether a word begins with a capital."""
        return 0 <= index < len(self) and self.texts[index][0].isupper()

    def is_shouted(self, index: int) -> bool:
        """Return whether a word stands among words in capitals throughout."""
        low, high = max(0, index - 4), min(len(self), index + 5)
        around = [self.texts[i] for i in range(low, high) if i != index and len(self.texts[i]) > 1]
        loud = sum(word.isupper() for word in around)
        return loud >= 2 and loud >= 0.6 * len(around)

    def starts_sentence(self, index: int) -> bool:
        """Return whether a capital is expected here whatever the word."""
        if index == 0:
            return True
        gap = self.gap(index)
        if gap == " ":
            return False
        if gap.strip() == "." and (
            len(self.texts[index - 1]) == 1 or self.lower[index - 1] in _SHORT
        ):
            return False
        return bool(_BREAK.search(gap))

    def follows(self, index: int) -> bool:
        """Return whether only a space (or a stop after an initial) parts a word from the last."""
        if index <= 0 or index >= len(self):
            return False
        gap = self.gap(index)
        if len(gap) > 4:
            return False
        bare = gap.strip()
        if bare == "":
            return gap != "" and "\n\n" not in gap and "\t" not in gap
        return bare == "-" or (
            bare == "."
            and "\n" not in gap
            and (len(self.texts[index - 1]) == 1 or self.lower[index - 1] in _SHORT)
        )

    def inside(self, start: int, end: int) -> range:
        """Return the words that begin in a stretch of the text."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def name_end(self, index: int) -> int:
        """Return where a name ends: a possessive ending says nothing about anyone."""
        return self.ends[index] - 2 * (self.texts[index][-2:].lower() == "'s")

    def stands_alone(self, index: int) -> bool:
        """Return whether a word has a line or a table's cell to itself."""
        before, after = self.gap(index), self.gap(index + 1)
        begins = index == 0 or any(c in "\n\t" for c in before)
        ends = index + 1 == len(self) or any(c in "\n\t" for c in after)
        return begins and ends and not f"{before}{after}".strip(" \n\t\r*_|-•>")

    def humps(self, index: int) -> list[str]:
        """Return the parts of a word written likeThis, in lower case."""
        return humps(self.texts[index])


def without_owner(word: str) -> str:
    """Return a word in lower case, without a possessive ending."""
    return word.lower().removesuffix("'s")


def humps(word: str) -> list[str]:
    """Return the parts of a word written likeThis, in lower case."""
    return [part.lower() for part in _HUMPS.findall(word)]


ORDINARY = ("word", "rare", "either")
_SHORT = frozenset(["mr", "mrs", "ms", "mx", "dr", "prof", "st", "rev", "fr", "cllr", "jr", "sr"])
