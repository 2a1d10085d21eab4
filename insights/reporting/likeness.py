"""Which proposals ask for the same thing: by what they mean and by the words they share.

One shared keyword does not make two proposals one: the code they carry is no reason either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Vectors = Mapping[str, np.ndarray]

WORDS_COUNT = 0.5  # how much shared words add to the nearness in meaning
FARTHEST = 0.73  # mean distance beyond which two groups of proposals stay apart
NEARLY_THE_SAME = 0.48  # two proposals so near join their groups
_AT_ONCE = 1_000  # more proposals than this are grouped part by part, then the groups
_STILL_JOINING = 0.95  # grouping goes on while groups are at most this share of what went in


class _Meant(NamedTuple):
    """Proposals, or groups of them, as numbers: how near two are is a product of rows.

    Attributes
    ----------
    vectors
        What they mean: array (n, n_dimensions), of length 1 for a single proposal.
    words
        Their words by rarity: sparse array (n, n_words), of length 1 for a single proposal.
    """

    vectors: np.ndarray
    words: Any


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
    is as near as :data:`NEARLY_THE_SAME`. More than a thousand proposals are grouped in parts
    that lie near each other, and the groups once more by the means of their members, so that
    time and memory grow with their number and not with its square.

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

    ids = list(dict.fromkeys(excerpt_ids))
    if len(ids) < 2:
        return [ids] if ids else []
    matrix = np.stack([np.asarray(vectors[e], dtype=float) for e in ids])
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    meant = _Meant(
        matrix / np.where(norms == 0, 1, norms), _weigh_words([words_of[e] for e in ids], rarity)
    )
    groups: dict[int, list[str]] = {}
    for excerpt_id, label in zip(ids, _label(meant), strict=True):
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


def _weigh_words(texts: Sequence[Sequence[str]], rarity: Mapping[str, float]) -> Any:
    """Return the texts' words by rarity, as sparse rows of length 1; zeros where none is rare."""
    import numpy as np
    from scipy import sparse

    columns = {word: at for at, word in enumerate(sorted({w for words in texts for w in words}))}
    placed = [(row, word) for row, words in enumerate(texts) for word in sorted(set(words))]
    weights = np.array([rarity.get(word, 0.0) for _, word in placed])
    rows = np.array([row for row, _ in placed], dtype=int)
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
    weights = weights / np.where(lengths == 0, 1, lengths)[rows]
    at = [columns[word] for _, word in placed]
    return sparse.csr_array((weights, (rows, at)), shape=(len(texts), max(1, len(columns))))


def _label(meant: _Meant) -> np.ndarray:
    """Return a group's number for each row."""
    import numpy as np

    n = len(meant.vectors)
    if n <= _AT_ONCE:
        return _link(meant)
    labels, n_groups = np.zeros(n, dtype=int), 0
    for rows in _parts(meant.vectors, np.arange(n)):
        labels[rows] = n_groups + _link(_Meant(meant.vectors[rows], meant.words[rows]))
        n_groups = int(labels[rows].max()) + 1
    if n_groups > _STILL_JOINING * n:
        return labels
    return _label(_means(meant, labels, n_groups))[labels]


def _link(meant: _Meant) -> np.ndarray:
    """Return a group's number, from 0, for each row: average linkage, and what is very near."""
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import squareform

    n = len(meant.vectors)
    if n == 1:
        return np.zeros(1, dtype=int)
    near = meant.vectors @ meant.vectors.T + WORDS_COUNT * (meant.words @ meant.words.T).toarray()
    # Rounded: the last bits of a sum must not decide what belongs together.
    far = np.round(np.clip(1 - near, 0, None), 6)
    np.fill_diagonal(far, 0)
    linked = fcluster(linkage(squareform(far, checks=False), "average"), FARTHEST, "distance") - 1
    first, second = np.nonzero(far <= 1 - NEARLY_THE_SAME)
    joined = csr_array(
        (np.ones(len(first)), (linked[first], linked[second])), shape=(linked.max() + 1,) * 2
    )
    return connected_components(joined, directed=False)[1][linked]


def _parts(vectors: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """Return rows in parts of at most :data:`_AT_ONCE`, halved along where they differ most."""
    import numpy as np
    from scipy.linalg import eigh

    if len(rows) <= _AT_ONCE:
        return [rows]
    moved = vectors[rows] - vectors[rows].mean(axis=0)
    last = moved.shape[1] - 1
    axis = eigh(moved.T @ moved, subset_by_index=[last, last])[1][:, 0]
    along = moved @ (axis * np.sign(axis[np.abs(axis).argmax()]))
    order = np.argsort(np.round(along, 6), kind="stable")
    middle = len(rows) // 2
    return [part for half in (order[:middle], order[middle:])
            for part in _parts(vectors, rows[np.sort(half)])]  # fmt: skip


def _means(meant: _Meant, labels: np.ndarray, n_groups: int) -> _Meant:
    """Return each group's mean: its product with another's is their members' mean nearness."""
    import numpy as np
    from scipy.sparse import csr_array

    shares = 1 / np.bincount(labels, minlength=n_groups)[labels]
    of_group = csr_array((shares, (labels, np.arange(len(labels)))), shape=(n_groups, len(labels)))
    return _Meant(of_group @ meant.vectors, of_group @ meant.words)
