"""Which proposals ask for the same thing: by what they mean and by the words they share.

One shared keyword does not make two proposals one: the code they carry is no reason either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Vectors = Mapping[str, np.ndarray]

WORDS_COUNT = 0.5  # how much shared words add to the nearness in meaning
FARTHEST = 0.73  # mean distance beyond which two groups of proposals stay apart
NEARLY_THE_SAME = 0.48  # two proposals so near join their groups


def split_by_likeness(
    excerpt_ids: Sequence[str],
    words_of: Mapping[str, Sequence[str]],
    vectors: Vectors,
    rarity: Mapping[str, float],
) -> list[list[str]]:
    """Return the excerpts in groups that ask for the same thing; the order is kept.

    Nearness of two proposals is the cosine of their vectors plus half the cosine of their
    words, rare words counting more; groups are joined while the mean distance between their
    members stays below :data:`FARTHEST` (average linkage), and wherever one proposal of each
    is as near as :data:`NEARLY_THE_SAME`.

    Parameters
    ----------
    words_of
        Content words per excerpt.
    vectors
        A unit vector per excerpt.
    rarity
        How rare each word is, from :func:`word_rarity`.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    ids = list(dict.fromkeys(excerpt_ids))
    if len(ids) < 2:
        return [ids] if ids else []
    matrix = np.stack([np.asarray(vectors[e], dtype=float) for e in ids])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix = matrix / np.where(norms == 0, 1, norms)
    near = matrix @ matrix.T
    words = [set(words_of[e]) for e in ids]
    for i in range(len(ids)):
        for j in range(i):
            shared = WORDS_COUNT * word_cosine(words[i], words[j], rarity)
            near[i, j] += shared
            near[j, i] += shared
    # Rounded: the last bits of a sum must not decide what belongs together.
    far = np.round(np.clip(1 - near, 0, None), 6)
    np.fill_diagonal(far, 0)
    labels = fcluster(linkage(squareform(far, checks=False), "average"), FARTHEST, "distance")
    for i in range(len(ids)):
        for j in range(i):
            if labels[i] != labels[j] and far[i, j] <= 1 - NEARLY_THE_SAME:
                labels[labels == labels[i]] = labels[j]
    groups: dict[int, list[str]] = {}
    for excerpt_id, label in zip(ids, labels, strict=True):
        groups.setdefault(int(label), []).append(excerpt_id)
    return list(groups.values())


def word_rarity(texts: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return how rare each word is among texts: the log of their number over those with it.

    Examples
    --------
    >>> rarity = word_rarity([["log"], ["log", "pocket"]])
    >>> round(rarity["log"], 2), round(rarity["pocket"], 2)
    (0.0, 0.69)
    """
    used = Counter(word for words in texts for word in set(words))
    return {word: log(len(texts) / n) for word, n in used.items()}


def word_cosine(first: set[str], second: set[str], rarity: Mapping[str, float]) -> float:
    """Return how alike two sets of words are, 0 to 1, by their rarity."""

    def length(words: set[str]) -> float:
        return sqrt(sum(rarity.get(word, 0.0) ** 2 for word in sorted(words)))

    both = length(first) * length(second)
    shared = sum(rarity.get(word, 0.0) ** 2 for word in sorted(first & second))
    return shared / both if both else 0.0
