"""Words: counting them, their lemmas, and one spelling for British and American forms.

Lemmas and folded spellings are for counting and matching only; quotes keep every letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

# What spaCy would load for trained pipelines alone: two seconds and some hundred megabytes.
_NOT_NEEDED = ("torch", "tensorflow", "mxnet", "cupy")
_GAPS = re.compile(r"[\s/–—…]+")

# The lookup table takes these for forms of another word ("left" of "leave", "training" of
# "train"), which is wrong more often than right in talk about services.
_KEPT = frozenset((
    "left", "better", "best", "worse", "worst", "well", "more", "most", "less", "least",
    "further", "found", "saw", "rose", "ground", "lives", "as", "does", "media", "data", "being",
    "building", "housing", "meeting", "training", "setting", "hearing", "lodging", "staffing",
    "caring",
))  # fmt: skip
_DOUBLED_L = "(?:trav|couns|lab|canc|mod|fu|chann|lev|marv|quarr|tunn)el|(?:sign|tot|di|initi)al"
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), american)
    for pattern, american in (
        (r"^(\w{3,})(?:our)(s|ed|ing|er|ers|able|ful|less|al|ite|ites|y|hood|hoods)?$", r"\1or\2"),
        (r"^practis(e|es|ed|ing)$", r"practic\1"),
        (r"^(\w{3,})is(e|es|ed|er|ers|ing|ation|ations|ational)$", r"\1iz\2"),
        (r"^(\w{3,})ys(e|es|ed|er|ers|ing)$", r"\1yz\2"),
        (r"^(\w*(?:cent|theat|fib|lit|calib|spect))re(s|d)?$", r"\1er\2"),
        (r"^(catal|dial|anal|monol|prol|epil)ogue(s|d)?$", r"\1og\2"),
        (rf"^({_DOUBLED_L})l(ed|ing|er|ers|or|ors)$", r"\1\2"),
        (r"^(enrol|fulfil|instal|skil)(ful|ment|ments|s)?$", r"\1l\2"),
        (r"^(\w*)(p|h|g|an)ae(d|m|c|sth)(\w*)$", r"\1\2e\3\4"),
        (r"^(judg|acknowledg|abridg)e(ment\w*)$", r"\1\2"),
        (r"^(def|off|lic|pret)ence(s|d)?$", r"\1ense\2"),
        (r"^programme(s|d|r|rs)?$", r"program\1"),
        (r"^ageing$", "aging"),
        (r"^gr[ae]y(s|er)?$", r"gray\1"),
        (r"^m[uo]m(s|my)?$", r"mom\1"),
    )
)


def count_words(text: str) -> int:
    """Return the number of words in any script; a hyphenated or contracted word is one.

    Examples
    --------
    >>> count_words("We couldn't get a follow-up, twice!")
    6
    """
    return sum(1 for part in _GAPS.split(text) if any(map(str.isalnum, part)))


@lru_cache(maxsize=50_000)
def fold_spelling(word: str) -> str:
    """Return ``word`` in lower case with one spelling for British and American forms.

    The result need not be a word; it is only ever compared with other results.

    Examples
    --------
    >>> fold_spelling("Behaviour") == fold_spelling("behavior")
    True
    >>> fold_spelling("recognise") == fold_spelling("recognize")
    True
    """
    folded = word.casefold()
    for pattern, american in _SPELLINGS:
        folded = pattern.sub(american, folded)
    return folded


@lru_cache(maxsize=1)
def load_pipeline() -> Language:
    """Return spaCy's English tokeniser with sentence ends and, where known, lookup lemmas.

    The sentence rule ignores line breaks: callers cut at those first. Lemmas come from
    ``spacy-lookups-data``; without it :func:`lemmas` goes by simple endings.
    """
    from insights.language.lighter import left_out

    with left_out(*_NOT_NEEDED):
        import spacy

    pipeline = spacy.blank("en")
    pipeline.max_length = 10**9  # the limit is there for parsers, which are not used
    pipeline.add_pipe("sentencizer")
    return pipeline


def lemmas(texts: Iterable[str]) -> list[list[str]]:
    """Return each text's words as lemmas in lower case, without punctuation and spaces.

    Examples
    --------
    >>> lemmas(["The letters frightened me."])
    [['the', 'letter', 'frighten', 'me']]
    """
    pipeline, lemma = load_pipeline(), lemmatise()
    return [
        [lemma(token.text) for token in document if not (token.is_punct or token.is_space)]
        for document in map(pipeline.make_doc, texts)
    ]


@lru_cache(maxsize=1)
def lemmatise() -> Callable[[str], str]:
    """Return the function that gives a word's lemma in lower case."""
    table = _lemma_table()

    @lru_cache(maxsize=100_000)
    def lemma(word: str) -> str:
        lower = word.casefold()
        if lower in _KEPT:
            return lower
        if table is None:
            return _strip_ending(lower)
        return table.get(lower, lower)

    return lemma


def _lemma_table() -> dict[str, str] | None:
    from importlib.util import find_spec

    if find_spec("spacy_lookups_data") is None:
        return None
    from spacy.lookups import load_lookups

    return load_lookups("en", ["lemma_lookup"]).get_table("lemma_lookup")


_DOUBLED = re.compile(r"([bdgmnprt])\1$")


def _strip_ending(word: str) -> str:
    """Return a word without its commonest endings: a rough lemma, for matching only."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return _DOUBLED.sub(r"\1", word[: -len(ending)])
    return word
