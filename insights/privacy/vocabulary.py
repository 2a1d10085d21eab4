"""Which lower-case words are ordinary: the table behind name recognition.

Made by ``scripts/make_vocabulary.py``; provenance and licences in ``VOCABULARY.txt``.
"""

from __future__ import annotations

import gzip
from functools import cache, lru_cache
from importlib.resources import files
from string import ascii_lowercase
from typing import Literal

from insights.privacy import wording
from insights.privacy.normal import fold

Standing = Literal["word", "rare", "either", "name", "unknown"]


@cache
def load_vocabulary() -> dict[str, Standing]:
    """Return every known lower-case word with its standing; read once, in about 0.05 s."""
    data = files("insights.privacy").joinpath("vocabulary.txt.gz").read_bytes()
    lists = gzip.decompress(data).decode("utf-8").rstrip("\n").split("\n\n")
    standings: dict[str, Standing] = {}
    kinds: tuple[Standing, ...] = ("word", "rare", "either", "name")
    for kind, words in zip(kinds, lists, strict=True):
        standings.update(dict.fromkeys(words.split("\n"), kind))
    standings.update(dict.fromkeys(wording.SERVICE_WORDS, "word"))
    standings.update(dict.fromkeys(wording.CHATTER, "word"))
    return standings


@lru_cache(maxsize=100_000)
def standing(word: str) -> Standing:
    """Return how a word stands: ordinary, rare, common both ways, a known name, unknown.

    Parameters
    ----------
    word
        In lower case; a possessive or contracted ending is looked through.

    Examples
    --------
    >>> standing("appointment"), standing("brown"), standing("john"), standing("xuyen")
    ('word', 'either', 'name', 'unknown')
    """
    known = load_vocabulary()
    found = known.get(word)
    if found is None or found == "name":
        stem, mark, ending = word.partition("'")
        if mark and ending in _ENDINGS:
            return standing(stem.removesuffix("n") if ending == "t" else stem)
        found = _without_accents(word, known) or found or _by_ending(word, known)
    return found or "unknown"


_ENDINGS = ("s", "t", "d", "m", "ll", "ve", "re")
_SUFFIXES = (
    ("isation", "ise"), ("ising", "ise"), ("ised", "ise"), ("iser", "ise"), ("ises", "ise"),
    ("isation", "ize"), ("ising", "ize"), ("ised", "ize"), ("iser", "ize"), ("ise", "ize"),
    ("posting", "post"), ("ness", ""), ("less", ""), ("fully", ""), ("ing", ""), ("ing", "e"),
    ("ings", ""), ("ed", ""), ("ed", "e"), ("ly", ""), ("ies", "y"), ("es", ""), ("s", ""),
)  # fmt: skip
_PREFIXES = ("un", "re", "pre", "non", "anti", "over", "under", "mis", "inter", "multi", "psycho")


@lru_cache(maxsize=50_000)
def is_slip(word: str) -> bool:
    """Return whether a word is one letter away from a long ordinary one: "abulance".

    Examples
    --------
    >>> is_slip("courteoys"), is_slip("abulance"), is_slip("oluwaseun")
    (True, True, False)
    """
    if len(word) < _LONG_ENOUGH or not word.isascii() or not word.isalpha():
        return False
    ordinary = _ordinary_words()
    if len(word) > _longest_word() + 1:  # and every try would be as long as the word itself
        return False
    halves = [(word[:i], word[i:]) for i in range(1, len(word) + 1)]  # the first letter stands
    return word not in ordinary and not (
        ordinary.isdisjoint([a + b[1:] for a, b in halves if b])
        and ordinary.isdisjoint([a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1])
        and ordinary.isdisjoint([a + c + b[1:] for a, b in halves if b for c in ascii_lowercase])
        and ordinary.isdisjoint([a + c + b for a, b in halves for c in ascii_lowercase])
    )


@cache
def _ordinary_words() -> frozenset[str]:
    return frozenset(
        word
        for word, kind in load_vocabulary().items()
        if kind == "word" or (kind == "either" and len(word) > _LONG_ENOUGH + 1)
    )


@cache
def _longest_word() -> int:
    return max(map(len, _ordinary_words()))


def is_inflected(word: str) -> bool:
    """Return whether an ordinary word is a form that no name takes: "biscuits", "friendly"."""
    return word.endswith(_FORMS) and standing(word) == "word"


_LONG_ENOUGH = 7
_FORMS = (
    "ing", "ed", "ly", "ment", "ments", "tion", "tions", "sion", "ness", "able", "ible", "ful",
    "less", "ive", "ous", "ics", "ists", "ies", "ers", "ors", "ts", "ks", "ds", "ms",
)  # fmt: skip


def _without_accents(word: str, known: dict[str, Standing]) -> Standing | None:
    """Return "word" for café and naïve, known without their accents."""
    if word.isascii():
        return None
    return "word" if known.get(fold(word)) == "word" else None


def _by_ending(word: str, known: dict[str, Standing]) -> Standing | None:
    """Return "word" where taking off an ending or a beginning leaves an ordinary word."""
    for ending, other in _SUFFIXES:
        stem = word[: -len(ending)] + other
        if word.endswith(ending) and len(stem) >= 5 and known.get(stem) == "word":
            return "word"
    for beginning in _PREFIXES:
        rest = word[len(beginning) :]
        if word.startswith(beginning) and len(rest) >= 5 and known.get(rest) == "word":
            return "word"
    return None
