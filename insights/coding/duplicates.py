"""Excerpts that say the same in nearly the same words, brought together.

Two are near-duplicates when at least four in five of their different lemmas are shared and
both deny, or neither does. Every such pair is found, and no others, by looking only at pairs
that share one of their rarest words (Bayardo, Ma & Srikant 2007, WWW 16:131).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_ALIKE = 0.8  # shared lemmas, as a share of all lemmas of both
_DENIALS = frozenset(("no", "not", "never", "nobody", "none", "nothing", "without", "n't", "nor"))
_FEWEST_LEMMAS = 4  # below, only texts with the very same lemmas are brought together


def group_duplicates(excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return which group of near-duplicates each excerpt is in.

    Returns
    -------
    DataFrame with excerpt_id, group (the first excerpt_id of the group by id) and n_alike
    (how many excerpts the group has, 1 for most). The order of the excerpts decides nothing.
    """
    import pandas as pd

    from insights.language import fold_spelling, lemmas

    ids = excerpts["excerpt_id"].tolist()
    sets = [frozenset(map(fold_spelling, words)) for words in lemmas(excerpts["text"])]
    owner = list(range(len(ids)))

    def find(row: int) -> int:
        while owner[row] != row:
            owner[row] = owner[owner[row]]
            row = owner[row]
        return row

    def join(one: int, other: int) -> None:
        first, second = sorted((find(one), find(other)), key=lambda row: ids[row])
        owner[second] = first

    first_of: dict[frozenset[str], int] = {}
    for row, words in enumerate(sets):
        if words:
            join(row, first_of.setdefault(words, row))
    for one, other in _pairs(first_of):
        join(one, other)
    groups = [ids[find(row)] for row in range(len(ids))]
    n_alike = Counter(groups)
    return pd.DataFrame(
        {"excerpt_id": ids, "group": groups, "n_alike": [n_alike[group] for group in groups]}
    )


def _pairs(first_of: dict[frozenset[str], int]) -> list[tuple[int, int]]:
    """Return the pairs of different sets of lemmas that are alike."""
    commonness = Counter(word for words in first_of for word in words)
    by_rare_word: dict[str, list[tuple[frozenset[str], int]]] = {}
    pairs = []
    for words, row in first_of.items():
        if len(words) < _FEWEST_LEMMAS:
            continue
        rarest = sorted(words, key=lambda word: (commonness[word], word))
        n_needed = -int(-_ALIKE * len(words) // 1)
        seen: set[int] = set()
        for word in rarest[: len(words) - n_needed + 1]:
            others = by_rare_word.setdefault(word, [])
            for other, other_row in others:
                if other_row not in seen:
                    seen.add(other_row)
                    if _are_alike(words, other):
                        pairs.append((row, other_row))
            others.append((words, row))
    return pairs


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    alike = shared >= _ALIKE * (len(one) + len(other) - shared)
    return alike and bool(one & _DENIALS) == bool(other & _DENIALS)
