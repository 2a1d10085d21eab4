"""Ideas that may be one idea twice, and so split its dots: found by wording, shown to people."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.plain_words import content_words
from insights.analysis.priorities import COMBINED, group_shares, rank_by_share

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

ALIKE_WORDING = 0.35  # shared part of the shorter idea's wording
ALIKE_MEANING = 0.75  # cosine of two vectors
_NEAR = 3  # words this close make a phrase: "rings you back"


def find_similar_ideas(
    ballots: pd.DataFrame,
    ideas: pd.DataFrame,
    excerpts: pd.DataFrame,
    *,
    groups: Sequence[str] | None = None,
    vectors: Mapping[str, np.ndarray] | None = None,
) -> pd.DataFrame:
    """Return pairs of ideas that may be one idea twice, and what becomes of their dots.

    Wording is compared by words and by phrases (two words at most three apart, in any
    order), each weighing more the fewer ideas have it. What people then make of it is
    theirs: nothing is merged.

    Parameters
    ----------
    ballots, ideas, excerpts
        Tables of those names; an idea's words are its title and its excerpt.
    vectors
        A unit vector per idea_id, where there are any: a second way in, on its own only
        for ideas that mean nearly the same.

    Returns
    -------
    DataFrame
        Table ``similar_ideas``, per round, the likeliest first. ``splits`` flags pairs
        that would stand higher together than either does alone.
    """
    rounds = group_shares(ballots, ideas, groups=groups)
    alike = _alike(_wordings(ideas, excerpts), vectors or {}) if rounds else []
    rows: list[dict[str, Any]] = []
    for name, shares in rounds.items():
        combined = shares[COMBINED]
        ranks = _places(combined)
        for pair in alike:
            a, b = pair["idea_a"], pair["idea_b"]
            merged = {**combined, a: combined[a] + combined[b]}
            del merged[b]
            together = _places(merged)[a]
            rows.append({
                "round": name or None, **pair, "rank_a": ranks[a], "rank_b": ranks[b],
                "rank_if_one": together,
                "splits": min(combined[a], combined[b]) > 0 and together < min(ranks[a], ranks[b]),
            })  # fmt: skip
    return tables.from_rows("similar_ideas", rows) if rows else tables.empty("similar_ideas")


def _wordings(ideas: pd.DataFrame, excerpts: pd.DataFrame) -> dict[str, tuple[set[str], set[str]]]:
    """Return each idea's words, and its phrases as "one … other"."""
    said = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    ids = [str(idea) for idea in ideas["idea_id"]]
    texts = [
        ". ".join(str(part) for part in (title, said.get(excerpt)) if isinstance(part, str))
        for title, excerpt in zip(ideas["title"], ideas["excerpt_id"], strict=True)
    ]
    found = {}
    for idea, placed in zip(ids, content_words(texts), strict=True):
        phrases = {
            " … ".join(sorted((one, other)))
            for (i, one), (j, other) in combinations(placed, 2)
            if j - i <= _NEAR and one != other
        }
        found[idea] = ({word for _, word in placed}, phrases)
    return dict(sorted(found.items()))


def _alike(
    words: Mapping[str, tuple[set[str], set[str]]], vectors: Mapping[str, np.ndarray]
) -> list[dict[str, Any]]:
    n = len(words)
    among = Counter(part for own, phrases in words.values() for part in own | phrases)
    weight = {part: math.log((n + 1) / (count + 0.5)) for part, count in among.items()}
    pairs = []
    for a, b in combinations(words, 2):
        shared = (words[a][0] & words[b][0]) | (words[a][1] & words[b][1])
        # Sorted, because sums of floats depend on their order.
        shorter = min(sum(weight[part] for part in sorted(words[one][0])) for one in (a, b))
        overlap = sum(weight[part] for part in sorted(shared)) / shorter if shorter else 0.0
        meaning = float(vectors[a] @ vectors[b]) if a in vectors and b in vectors else None
        by_words = overlap >= ALIKE_WORDING and len(words[a][0] & words[b][0]) >= 2
        if by_words or (meaning is not None and meaning >= ALIKE_MEANING):
            pairs.append({
                "idea_a": a, "idea_b": b, "wording": round(min(1.0, overlap), 4),
                "meaning": None if meaning is None else round(meaning, 4),
                "shared_words": sorted(words[a][0] & words[b][0]),
            })  # fmt: skip
    return sorted(pairs, key=lambda pair: (-max(pair["wording"], pair["meaning"] or 0),
                                           pair["idea_a"], pair["idea_b"]))  # fmt: skip


def _places(shares: Mapping[str, float]) -> dict[str, int]:
    import numpy as np

    ranks = rank_by_share(np.array([[*shares.values()]], dtype=float))[0]
    return {idea: int(rank) for idea, rank in zip(shares, ranks, strict=True)}
