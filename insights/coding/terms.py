"""Words of content: what is shown of an excerpt's words, by lemma and as written."""

from __future__ import annotations

import re
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\[[A-Z][^\[\]\n]{0,40}\]")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’\-][^\W_]+){0,9}")
# What scikit-learn's English list of words without content lacks.
_MORE_STOP_WORDS = frozenset((
    "ain't", "couldn't", "didn't", "doesn't", "don't", "hadn't", "hasn't", "haven't", "isn't",
    "shouldn't", "wasn't", "weren't", "won't", "wouldn't", "did", "does", "doing", "don", "etc",
    "gonna", "got", "just", "let", "like", "lot", "really", "said", "say", "says", "thing",
    "things", "yeah",
))  # fmt: skip


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Return English words without content, in lower case."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return ENGLISH_STOP_WORDS | _MORE_STOP_WORDS


def plain_words(text: str) -> list[str]:
    """Return a text's words in lower case, without what stands for masked identifiers.

    Examples
    --------
    >>> plain_words("[PERSON] couldn’t ring back")
    ["couldn't", 'ring', 'back']
    """
    plain = _PLACEHOLDER.sub(" ", text).replace("’", "'")
    return [word.casefold() for word in _WORD.findall(plain)]


def words_of_content(text: str) -> list[tuple[str, str]]:
    """Return (what it is counted as, how it is written) for each word of content in a text.

    Examples
    --------
    >>> words_of_content("The letters frightened me")
    [('letter', 'letters'), ('frighten', 'frightened')]
    """
    from insights.language import fold_spelling, lemmatise

    lemma, stop = lemmatise(), stop_words()
    return [
        (fold_spelling(lemma(word)), word)
        for word in plain_words(text)
        # "she'd" is no more of a word of content than "she"
        if len(word) > 2 and word not in stop and word.partition("'")[0] not in stop
    ]
