"""How hard a text is to read: sentences, words and syllables counted, nothing guessed."""

from __future__ import annotations

import re

from insights.reporting.style import split_sentences, without_quotes

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

    Only sentences of four words or more count.
    0.39 × words per sentence + 11.8 × syllables per word − 15.59. Years of school: grade 4 is
    read at nine to ten. 0 for a text without words.

    Examples
    --------
    >>> reading_grade("You told us. We did it.") < 2
    True
    >>> reading_grade("Organisational reconfiguration necessitates interdisciplinary work.") > 12
    True
    """
    sentences = [
        re.findall(r"[^\W_][\w’'-]*", sentence)
        for part in text.splitlines()
        for sentence in split_sentences(without_quotes(part))
    ]
    # Labels and openings of a quote are no sentences; counted, they would flatter the text.
    sentences = [words for words in sentences if len(words) > 3]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 0.0
    syllables = sum(map(count_syllables, words))
    grade = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return round(max(grade, 0.0), 1)
