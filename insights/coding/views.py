"""Several views of the same excerpts, and how alike they make any two.

An excerpt is looked at by what it means (its sentence vector), by its words and pairs of
words, by its letters, and by the prompt it answers. Each view gives a kernel with ones on
its diagonal; their weighted mean, damped where the prompts differ, is a kernel again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_WIDTH = 0.7  # of the radial basis function on squared distances
_WEIGHTS = {"meaning": 1.0, "words": 0.5, "letters": 0.5}
_SAME_FOR_ALL = 0.02  # what any two excerpts share: the part that holds a code's base rate
_OTHER_ACTIVITY = 0.15  # how much of likeness goes with another activity,
_OTHER_PROMPT_KIND = 0.15  # and with another kind of prompt


@dataclass(frozen=True)
class Views:
    """Each different (text, prompt) once, as every view sees it.

    Attributes
    ----------
    vectors
        float32 (n, n_dimensions), rows of length 1; None without a sentence model.
    words
        Sparse TF-IDF rows of length 1: lemmas and pairs of them.
    spelt
        The words and the letters (2 to 5 within words) side by side, already weighted.
    vocabulary
        What the columns of ``words`` stand for.
    activities, prompt_kinds
        int (n,): the prompt, as numbers.
    """

    vectors: np.ndarray | None
    words: Any
    spelt: Any
    vocabulary: tuple[str, ...]
    activities: np.ndarray
    prompt_kinds: np.ndarray

    def __len__(self) -> int:
        return len(self.activities)

    def take(self, rows: np.ndarray) -> Views:
        """Return the views of ``rows`` alone."""
        return Views(
            None if self.vectors is None else self.vectors[rows],
            self.words[rows],
            self.spelt[rows],
            self.vocabulary,
            self.activities[rows],
            self.prompt_kinds[rows],
        )


def build_views(
    texts: Sequence[str],
    vectors: np.ndarray | None,
    activities: Sequence[str],
    prompt_kinds: Sequence[str],
) -> Views:
    """Return the views of the texts; how rare a word is goes by these texts themselves."""
    import numpy as np

    distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    places = np.array([distinct[text] for text in texts], dtype=np.int64)
    words, spelt, vocabulary = spell_texts(tuple(distinct))
    return Views(
        None if vectors is None else np.asarray(vectors, dtype=np.float32),
        words[places],
        spelt[places],
        vocabulary,
        _number(activities),
        _number(prompt_kinds),
    )


@lru_cache(maxsize=1)  # after every batch of decisions the same texts are looked at again
def spell_texts(texts: tuple[str, ...]) -> tuple[Any, Any, tuple[str, ...]]:
    """Return different texts by their words, by words and letters, and what words there are."""
    import numpy as np
    import scipy.sparse

    words, vocabulary = _weigh(_lemma_pairs(texts), None)
    letters, _ = _weigh([text.casefold() for text in texts], "char_wb")
    parts = [words * _WEIGHTS["words"] ** 0.5, letters * _WEIGHTS["letters"] ** 0.5]
    return words, scipy.sparse.hstack(parts, format="csr", dtype=np.float32), vocabulary


def compare_views(one: Views, other: Views) -> np.ndarray:
    """Return how alike each row of ``one`` is to each of ``other``: float32, 0 to 1.

    A sum of kernels and a product with one are kernels (Shawe-Taylor & Cristianini 2004,
    Kernel Methods for Pattern Analysis, proposition 3.22).
    """
    import numpy as np

    total = (one.spelt @ other.spelt.T).toarray()
    weight = _WEIGHTS["words"] + _WEIGHTS["letters"]
    if one.vectors is not None and other.vectors is not None:
        meant = np.exp((one.vectors @ other.vectors.T - 1) * np.float32(2 * _WIDTH))
        total += meant * np.float32(_WEIGHTS["meaning"])
        weight += _WEIGHTS["meaning"]
    total /= np.float32(weight)
    damped = np.float32(1 - _OTHER_ACTIVITY - _OTHER_PROMPT_KIND) + (
        np.float32(_OTHER_ACTIVITY) * (one.activities[:, None] == other.activities[None, :])
        + np.float32(_OTHER_PROMPT_KIND)
        * (one.prompt_kinds[:, None] == other.prompt_kinds[None, :])
    )
    total *= damped * np.float32(1 - _SAME_FOR_ALL)
    total += np.float32(_SAME_FOR_ALL)
    return total


def _lemma_pairs(texts: Sequence[str]) -> list[list[str]]:
    """Return each text's lemmas and the pairs of neighbours among them."""
    from insights.language import fold_spelling, lemmas

    found = []
    for words in lemmas(texts):
        folded = [fold_spelling(word) for word in words]
        found.append(folded + [f"{a} {b}" for a, b in pairwise(folded)])
    return found


def _weigh(documents: Sequence[Any], analyser: str | None) -> tuple[Any, tuple[str, ...]]:
    """Return TF-IDF rows of length 1 (empty ones stay empty), and what the columns mean."""
    import numpy as np
    import scipy.sparse
    from sklearn.feature_extraction.text import TfidfVectorizer

    analyse: str | Callable[[Any], Any] = analyser or _as_is
    grams = {"ngram_range": (2, 5)} if analyser else {}
    fewest = 2 if analyser and len(documents) >= 500 else 1
    weigher = TfidfVectorizer(
        analyzer=analyse, min_df=fewest, sublinear_tf=True, dtype=np.float32, **grams
    )
    try:
        return weigher.fit_transform(documents), tuple(weigher.get_feature_names_out())
    except ValueError:  # no text has a single word
        return scipy.sparse.csr_matrix((len(documents), 1), dtype=np.float32), ("",)


def _as_is(terms: list[str]) -> list[str]:
    return terms


def _number(names: Sequence[str]) -> np.ndarray:
    import numpy as np

    order = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names], dtype=np.int64)
