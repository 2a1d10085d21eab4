from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from insights.reporting import likeness
from insights.reporting.likeness import split_by_likeness, word_rarity

WORDS = [f"word{n}" for n in range(12)]


def pair_by_pair(ids, words_of, vectors, rarity):
    """Return the groups as the definition has them, one pair after the other."""

    def cosine(a, b):
        def length(words):
            return sqrt(sum(rarity.get(word, 0) ** 2 for word in words))

        a, b = set(a), set(b)
        both = length(a) * length(b)
        return sum(rarity.get(word, 0) ** 2 for word in a & b) / both if both else 0.0

    far = np.zeros((len(ids), len(ids)))
    for i, a in enumerate(ids):
        for j, b in enumerate(ids[:i]):
            product = np.dot(vectors[a], vectors[b])
            meant = product / (np.linalg.norm(vectors[a]) * np.linalg.norm(vectors[b]) or 1)
            near = meant + 0.5 * cosine(words_of[a], words_of[b])
            far[i, j] = far[j, i] = round(max(0.0, 1 - near), 6)
    labels = fcluster(linkage(squareform(far), "average"), 0.73, "distance")
    for i in range(len(ids)):
        for j in range(i):
            if far[i, j] <= 0.52:
                labels[labels == labels[i]] = labels[j]
    groups = {}
    for excerpt_id, label in zip(ids, labels, strict=True):
        groups.setdefault(label, []).append(excerpt_id)
    return list(groups.values())


def planted(n_groups, n_each, seed=0):
    """Return proposals of ``n_groups`` kinds in turn: ids, words, vectors and rarity."""
    drawn = np.random.default_rng(seed)
    middles = np.linalg.qr(drawn.normal(size=(64, n_groups)))[0].T
    ids = [f"e{n}" for n in range(n_groups * n_each)]
    of = {e: n % n_groups for n, e in enumerate(ids)}
    vectors = {e: middles[of[e]] + drawn.normal(scale=0.03, size=64) for e in ids}
    words = {e: [f"about{of[e]}", f"said{n % 7}"] for n, e in enumerate(ids)}
    return ids, words, vectors, word_rarity(list(words.values()))


def by_kind(ids, n_groups):
    return [ids[kind::n_groups] for kind in range(n_groups)]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(WORDS), max_size=6),
            st.lists(st.integers(-4, 4), min_size=3, max_size=3),
        ),
        min_size=2,
        max_size=14,
    )
)
def test_groups_are_those_of_the_definition(drawn):
    ids = [f"e{n}" for n in range(len(drawn))]
    words = {e: said for e, (said, _) in zip(ids, drawn, strict=True)}
    # A little off the grid: between equally near pairs nothing would decide.
    vectors = {
        e: np.array(at, dtype=float) + np.sin(np.arange(3) + 7.3 * n) / 9
        for n, (e, (_, at)) in enumerate(zip(ids, drawn, strict=True))
    }
    rarity = word_rarity(list(words.values()))
    expected = pair_by_pair(ids, words, vectors, rarity)
    assert split_by_likeness(ids, words, vectors, rarity) == expected


@pytest.mark.parametrize("n_each", [1, 2, 40])
def test_planted_kinds_are_told_apart(n_each):
    ids, words, vectors, rarity = planted(6, n_each)
    assert split_by_likeness(ids, words, vectors, rarity) == by_kind(ids, 6)


def test_in_parts_the_kinds_are_the_same():
    ids, words, vectors, rarity = planted(9, 300)
    assert len(ids) > likeness._AT_ONCE
    assert split_by_likeness(ids, words, vectors, rarity) == by_kind(ids, 9)


def test_proposals_that_are_all_different_stay_apart(monkeypatch):
    monkeypatch.setattr(likeness, "_AT_ONCE", 8)
    ids, words, vectors, rarity = planted(40, 1)
    assert split_by_likeness(ids, words, vectors, rarity) == [[e] for e in ids]


def test_proposals_in_the_very_same_words_are_one_kind_however_many(monkeypatch):
    monkeypatch.setattr(likeness, "_AT_ONCE", 8)
    ids = [f"e{n}" for n in range(50)]
    words, vectors = {e: ["log"] for e in ids}, {e: np.ones(4) for e in ids}
    assert split_by_likeness(ids, words, vectors, {"log": 1.0}) == [ids]


def test_words_and_vectors_that_say_nothing_are_no_likeness():
    words, vectors = {"a": [], "b": ["common"]}, {"a": np.zeros(3), "b": np.zeros(3)}
    assert split_by_likeness(["a", "b"], words, vectors, {"common": 0.0}) == [["a"], ["b"]]
    assert split_by_likeness(["a", "a"], words, vectors, {}) == [["a"]]
    assert split_by_likeness([], {}, {}, {}) == []
