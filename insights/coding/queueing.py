"""Which excerpts to decide on next, and how much of each group's words would be found.

The queue asks where an answer teaches most: where the machine is unsure, where texts are
unlike those already asked about, and in every group and from every person in turn. One in
five is drawn blindly: only those give an honest estimate of what suggestions miss.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

REASONS = ("unsure", "unlike the rest", "drawn blindly")
_CROWDED = 0.5  # what a text twice the same as one in the queue still teaches
_ANOTHER_OF_THE_SAME_PERSON = 0.7
_FEWEST_ACCEPTED = 5  # below, no share is given


def choose_next(
    excerpts: pd.DataFrame,
    codings: pd.DataFrame,
    vectors: np.ndarray | None = None,
    *,
    n: int = 20,
    random_share: float = 0.2,
    by: str = "perspective",
    seed: int = 0,
    passed_over: Collection[str] = (),
) -> pd.DataFrame:
    """Return the excerpts to decide on next, the most telling first.

    Parameters
    ----------
    excerpts, codings
        The tables of those names; excerpts that a person has coded are not chosen again.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1, so that the queue is varied.
    n
        How many to choose.
    random_share
        How many of them to draw blindly, as a share. To be coded without seeing suggestions.
    by
        The column whose groups take turns, each getting as many places as the others.
    seed
        Decides the draw. The order of the excerpts does not matter.
    passed_over
        Excerpts not to choose, such as those already looked at.

    Returns
    -------
    DataFrame with excerpt_id, reason (one of ``REASONS``), value (0 to 1).
    """
    import numpy as np
    import pandas as pd

    done = set(codings.loc[codings["status"] != "suggested", "excerpt_id"]) | set(passed_over)
    ids = excerpts["excerpt_id"].tolist()
    open_rows = [
        row
        for row, (speaker, text) in enumerate(
            zip(excerpts["speaker"], excerpts["text"], strict=True)
        )
        if ids[row] not in done and speaker != "facilitator" and text.strip()
    ]
    open_rows.sort(key=lambda row: ids[row])
    n = min(n, len(open_rows))
    drawn = sorted(open_rows, key=lambda row: _draw(ids[row], seed))[: round(n * random_share)]
    left = [row for row in open_rows if row not in drawn]
    doubt = _doubt(ids, codings)
    value = np.array([doubt.get(ids[row], 0.0) for row in left])
    chosen = _take_turns(excerpts, left, value, vectors, drawn, n - len(drawn), by)
    rows = [(ids[row], _why(worth, doubt, ids[row]), worth) for row, worth in chosen]
    # Spread through the queue, so that they are reached even if it is left early.
    step = max(1, n // max(1, len(drawn)))
    for place, row in enumerate(drawn):
        rows.insert(min(place * step + step - 1, len(rows)), (ids[row], "drawn blindly", 0.0))
    return pd.DataFrame(rows, columns=["excerpt_id", "reason", "value"])


def _draw(excerpt_id: str, seed: int) -> str:
    return hashlib.sha256(f"{seed} {excerpt_id}".encode()).hexdigest()


def _doubt(ids: list[str], codings: pd.DataFrame) -> dict[str, float]:
    """Return, per excerpt, how unsure its codes are: 0 to 1.

    The largest 4 p (1 − p) among its suggestions with a probability; where nothing has been
    learned, how evenly its two best codes by meaning match.
    """
    known = set(ids)
    doubt: dict[str, float] = {}
    near: dict[str, list[float]] = {}
    suggested = codings[codings["status"] == "suggested"]
    for excerpt_id, method, score in zip(
        suggested["excerpt_id"], suggested["method"], suggested["score"], strict=True
    ):
        if excerpt_id not in known:
            continue
        if method == "learned":
            doubt[excerpt_id] = max(doubt.get(excerpt_id, 0.0), 4 * score * (1 - score))
        elif method == "meaning":
            near.setdefault(excerpt_id, []).append(float(score))
    for excerpt_id, scores in near.items():
        best = sorted(scores, reverse=True)
        margin = best[0] - best[1] if len(best) > 1 else best[0]
        doubt.setdefault(excerpt_id, max(0.0, 1 - 4 * margin) * 0.9)
    return {excerpt_id: round(value, 4) for excerpt_id, value in doubt.items()}


def _take_turns(
    excerpts: pd.DataFrame,
    left: list[int],
    doubt: np.ndarray,
    vectors: np.ndarray | None,
    drawn: list[int],
    n: int,
    by: str,
) -> list[tuple[int, float]]:
    """Return (row, worth): group by group, the most telling that is left in each.

    Worth is doubt, lowered for what lies near to what is already chosen and for people who
    have been asked already (after maximal marginal relevance: Carbonell & Goldstein 1998).
    """
    import numpy as np

    _, group_of = np.unique([str(v) for v in excerpts[by].fillna("")], return_inverse=True)
    _, person_of = np.unique(
        [str(v) for v in excerpts["participant_id"].fillna("")], return_inverse=True
    )
    is_named = excerpts["participant_id"].notna().to_numpy()
    own = None if vectors is None else vectors[left]
    own_group, own_person = group_of[left], person_of[left]
    in_group = np.zeros(int(group_of.max(initial=-1)) + 1, dtype=int)
    nearest = np.zeros(len(left))
    again = np.ones(len(left))
    waiting = np.ones(len(left), dtype=bool)

    def note(row: int) -> None:
        if own is not None and vectors is not None:
            np.maximum(nearest, np.round(own @ vectors[row], 4), out=nearest)
        if is_named[row]:
            again[own_person == person_of[row]] *= _ANOTHER_OF_THE_SAME_PERSON
        in_group[group_of[row]] += 1

    for row in drawn:
        note(row)
    chosen: list[tuple[int, float]] = []
    while len(chosen) < n and waiting.any():
        # Groups are numbered by name: of those with as few places, the first by name.
        group = min(np.unique(own_group[waiting]).tolist(), key=lambda g: (in_group[g], g))
        fresh = 1 - (1 - _CROWDED) * np.clip(nearest, 0, 1)
        worth = np.round((0.1 + 0.9 * doubt) * fresh * again, 4)
        worth[~waiting | (own_group != group)] = -1.0
        best = int(worth.argmax())  # the first of equals, by id
        waiting[best] = False
        chosen.append((left[best], float(worth[best])))
        note(left[best])
    return chosen


def _why(worth: float, doubt: dict[str, float], excerpt_id: str) -> str:
    return "unsure" if doubt.get(excerpt_id, 0.0) >= 0.25 else "unlike the rest"


def expected_recall(
    excerpts: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    by: str = "perspective",
    blind: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return, for each group, what share of its codings the suggestions would find.

    Of the codings that people gave to a group's excerpts, how many were suggested as likely
    or worth a look, by a machine that did not know those people's decisions; with a Wilson
    interval (Wilson 1927, JASA 22:209), 95 %. Where people had seen the suggestions, only
    learned ones are counted, and before anything is learned no share can be given.

    Parameters
    ----------
    excerpts, codings
        The tables of those names.
    by
        The column that holds the groups.
    blind
        Excerpts coded without seeing suggestions. Without them the share is too high, as
        people find more easily what is put before them; None counts all that were coded.
        With them every suggestion counts, also those by keywords and by meaning.

    Returns
    -------
    DataFrame with group, n_accepted, n_found, share, low, high, and note: "worse than the
    others" where the interval lies below their share, "too few decided" below five codings.
    """
    import pandas as pd

    columns = ["group", "n_accepted", "n_found", "share", "low", "high", "note"]
    group_of = {
        excerpt_id: str(group) if isinstance(group, str) and group else "unknown"
        for excerpt_id, group in zip(excerpts["excerpt_id"], excerpts[by], strict=True)
    }
    made = codings[codings["status"] == "suggested"]
    if blind is None:
        made = made[made["method"] == "learned"]
    shown = made[made["tier"].isin(["likely", "look"])]
    found = set(zip(shown["excerpt_id"], shown["code_id"], strict=True))
    accepted = codings[codings["status"] == "accepted"]
    pairs = set(zip(accepted["excerpt_id"], accepted["code_id"], strict=True))
    n_accepted: Counter[str] = Counter(dict.fromkeys(group_of.values(), 0))
    n_found: Counter[str] = Counter()
    for pair in pairs:
        if pair[0] in group_of and (blind is None or pair[0] in blind) and not made.empty:
            n_accepted[group_of[pair[0]]] += 1
            n_found[group_of[pair[0]]] += pair in found
    rows: list[tuple[object, ...]] = []
    for group in sorted(n_accepted):
        k, n = n_found[group], n_accepted[group]
        if n < _FEWEST_ACCEPTED:
            rows.append((group, n, k, None, None, None, "too few decided"))
            continue
        low, high = _wilson(k, n)
        other_n = sum(n_accepted.values()) - n
        others = (sum(n_found.values()) - k) / other_n if other_n else None
        worse = others is not None and other_n >= _FEWEST_ACCEPTED and high < others
        note = "worse than the others" if worse else ""
        rows.append((group, n, k, round(k / n, 4), round(low, 4), round(high, 4), note))
    return pd.DataFrame(rows, columns=columns)


def _wilson(k: int, n: int) -> tuple[float, float]:
    z = 1.959963984540054
    centre = (k + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * (k * (n - k) / n + z * z / 4) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)
