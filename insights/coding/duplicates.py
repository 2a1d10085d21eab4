"""Excerpts that say the same in nearly the same words, brought together.

Two are near-duplicates when at least four in five of their different lemmas are shared and
both deny, or neither does. Every such pair is found, and no others, by looking only at pairs
that share one of their rarest words (Bayardo, Ma & Srikant 2007, WWW 16:131), or several of
them at once where all words are common (Wang, Li & Feng 2012, SIGMOD, 85).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    import pandas as pd

_FEW_ENOUGH = 200  # sets that hold one of the words looked for
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
    """Return the pairs of different sets of lemmas that are alike.

    Sets that share enough lemmas share ``n`` of the rarest of each, however small ``n`` is.
    Where even rare words are common, a set is looked for by several of them at once.
    """
    commonness = Counter(word for words in first_of for word in words)
    # Words that go together are equally common: among those, chance decides which come first.
    rank = {w: (n.bit_length(), crc32(w.encode()), w) for w, n in commonness.items()}
    index: dict[tuple[str, ...], list[tuple[frozenset[str], int]]] = {}
    longest: dict[int, int] = {}  # how many words at once → the longest set looked for so
    pairs = []
    long_enough = [item for item in first_of.items() if len(item[0]) >= _FEWEST_LEMMAS]
    for words, row in sorted(long_enough, key=lambda item: len(item[0])):
        rarest = sorted(words, key=rank.__getitem__)
        seen: set[int] = set()
        for n_at_once, length in longest.items():
            if _ALIKE * len(words) > length:
                continue
            for key in combinations(rarest[: _n_rarest(len(words)) + n_at_once], n_at_once):
                for other, other_row in index.get(key, ()):
                    if other_row not in seen:
                        seen.add(other_row)
                        if _are_alike(words, other):
                            pairs.append((row, other_row))
        n_at_once = _n_at_once(rarest, commonness)
        longest[n_at_once] = len(words)
        for key in combinations(rarest[: _n_rarest(len(words)) + n_at_once], n_at_once):
            index.setdefault(key, []).append((words, row))
    return pairs


def _n_rarest(n_words: int) -> int:
    """Return how many words may lack in a set that is alike to one of ``n_words``."""
    return n_words + int(-_ALIKE * n_words // 1)


def _n_at_once(rarest: Sequence[str], commonness: Counter[str]) -> int:
    """Return by how many of its rarest words at once a set is looked for."""
    n_rarest = _n_rarest(len(rarest))
    if sum(commonness[word] for word in rarest[: n_rarest + 1]) <= _FEW_ENOUGH:
        return 1
    # The more may lack, the more combinations there are.
    return 4 if n_rarest <= 2 else 3 if n_rarest <= 3 else 2 if n_rarest <= 5 else 1


def _are_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shared = len(one & other)
    alike = shared >= _ALIKE * (len(one) + len(other) - shared)
    return alike and bool(one & _DENIALS) == bool(other & _DENIALS)
