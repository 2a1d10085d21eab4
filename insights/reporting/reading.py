"""How hard a text is to read: sentences, words and syllables counted, nothing guessed."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass

from insights.reporting.style import split_sentences, without_quotes
from insights.reporting.wording import listed

_ENOUGH_SENTENCES, _DRAWS, _LONG, _LEADS_UP = 12, 200, 3, 6
_LONG_SHOWN, _CHOPPY = 12, 2
_TELLS_NOTHING = 3  # below this grade the formula cannot tell one short text from another
_SILENT_ENDINGS = re.compile(r"(?:[^laeiouy]es|[^aeiouytd]ed|[^aeiouyl]e)$")
_VOWELS = re.compile(r"[aeiouy]+")
_SPOKEN_APART = re.compile(
    r"i[aou](?!n|us\b)|[^qg]ua|(?<!p)eo|[aeiouy]ing$|uou|ie(?=nc|t)|[dr]ea$|eu(?=m)"
)


def count_syllables(word: str) -> int:
    """Return the syllables of an English word, by its letters; at least one.

    Examples
    --------
    >>> [count_syllables(word) for word in ("asked", "people", "idea", "professional", "the")]
    [1, 2, 3, 4, 1]
    """
    letters = re.sub(r"[^a-z]", "", word.casefold())
    if len(letters) <= 3:
        return 1
    spoken = _SILENT_ENDINGS.sub(lambda found: found.group(0)[:1], letters)
    n = len(_VOWELS.findall(spoken)) + len(_SPOKEN_APART.findall(spoken))
    return max(n, 1)


def reading_grade(text: str) -> float:
    """Return the Flesch–Kincaid grade (Kincaid et al. 1975) of a text without its quotes.

    Only sentences of four words or more count, and none that only leads up to a quote.
    0.39 × words per sentence + 11.8 × syllables per word − 15.59. Years of school: grade 4 is
    read at nine to ten. 0 for a text without words; below 0
    the formula says no more than that all is short.

    Examples
    --------
    >>> reading_grade("You told us. We did it.") < 2
    True
    >>> reading_grade("Organisational reconfiguration necessitates interdisciplinary work.") > 12
    True
    """
    return _grade(_sentences(text))


@dataclass(frozen=True)
class Reading:
    """How hard a text is to read, in figures an author can act on.

    Attributes
    ----------
    n_sentences
        Sentences of four words or more, but for those that only lead up to a quote.
    n_words, longest
        Words of a sentence: the mean, and the most.
    long_words
        Words of three syllables or more, each once, the most frequent first.
    grade, low, high
        The Flesch–Kincaid grade, and where it lies in 19 of 20 draws of as many sentences.
    """

    n_sentences: int
    n_words: float
    longest: int
    long_words: tuple[str, ...]
    grade: float
    low: float
    high: float


def measure_reading(text: str) -> Reading | None:
    """Return how hard a text is to read; None where it is too short to be measured.

    Examples
    --------
    >>> measure_reading("You told us. We did it.") is None
    True
    """
    sentences = _sentences(text)
    if len(sentences) < _ENOUGH_SENTENCES:
        return None
    chance = random.Random(0)
    draws = sorted(_grade(chance.choices(sentences, k=len(sentences))) for _ in range(_DRAWS))
    long = Counter(
        word.casefold() for words in sentences for word in words if count_syllables(word) >= _LONG
    )
    return Reading(
        n_sentences=len(sentences),
        n_words=round(sum(map(len, sentences)) / len(sentences), 1),
        longest=max(map(len, sentences)),
        long_words=tuple(sorted(long, key=lambda word: (-long[word], word))),
        grade=_grade(sentences),
        low=draws[_DRAWS // 40],
        high=draws[-1 - _DRAWS // 40],
    )


def say_reading(text: str) -> tuple[str, ...]:
    """Return how hard a text is to read, in sentences for its author."""
    found = measure_reading(text)
    if found is None:
        return ("There is too little text to measure. Read it aloud to somebody.",)
    lengths = f"{found.n_words:g} words on average, the longest of {found.longest}"
    told = [f"Our own words, quotes left out: {found.n_sentences} sentences of {lengths}."]
    if found.long_words:
        words = listed(f"“{word}”" for word in found.long_words[:_LONG_SHOWN])
        told.append(f"Long words: {words}.")
    told.append(f"{_say_grade(found)} Age nine to eleven reads grade 4 to 6.")
    if found.grade < _CHOPPY:
        told.append("That is easy, and may sound choppy. Read it aloud before you shorten more.")
    told.append("The measure counts lengths alone. Ask somebody who took part to read it first.")
    return tuple(told)


def _say_grade(found: Reading) -> str:
    """Return the grade, as a number where it tells anything."""
    if found.grade < _TELLS_NOTHING:
        return f"School grade below {_TELLS_NOTHING} by Flesch–Kincaid."
    between = f", between {found.low:g} and {found.high:g}" if found.low < found.high else ""
    return f"School grade {found.grade:g} by Flesch–Kincaid{between}."


def _sentences(text: str) -> list[list[str]]:
    """Return the words of each sentence that is a sentence of the text's own."""
    sentences = [
        re.findall(r"[^\W_][\w’'-]*", sentence)
        for part in text.splitlines()
        for sentence in split_sentences(without_quotes(part))
        # "You asked for this: “…”." says nothing of how hard the text is: it would flatter it.
        if "“…”" not in sentence or len(sentence.split()) > _LEADS_UP
    ]
    # Labels and openings of a quote are no sentences; counted, they would flatter the text.
    return [words for words in sentences if len(words) > 3]


def _grade(sentences: list[list[str]]) -> float:
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    syllables = sum(map(count_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return round(max(grade, 0.0), 1)
