"""Votes on statements: how far every group agrees, and what sets one group apart.

Group-informed consensus multiplies the groups' chances of agreeing, so that one group's
refusal cannot be outvoted. What is telling of a group follows the rule that Polis
publishes (Small et al. 2021; compdemocracy.org), on groups that people declared
themselves instead of clusters of opinion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.people import NO_GROUP, order_groups
from insights.analysis.proportions import wilson_interval
from insights.project import Project, Thresholds

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

GroupWords = Callable[[str, int], str]
_CLEAR = 1.2816  # the z that Polis asks of both tests, one-sided 90 %
_MOST_TELLING = 5
_DECIMALS = 12


def votes_by_group(
    votes: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    *,
    groups: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return how each group voted on each statement, and what is telling of the group.

    ``p_agree`` is (agree + 1) / (votes + 2), passes included; ``agree_ratio`` sets it
    against everybody else's; the tests are z statistics with one vote added to each count.
    ``telling`` marks up to five statements per group by Polis' rule, the one that the group
    agrees on most characteristically first, then by ratio × tests × share, agreeing before
    disagreeing. A prompt to read, no finding.

    Parameters
    ----------
    votes, statements
        Tables ``statement_votes`` and ``statements``; votes of no known group count
        nowhere; with ``statements``, those that nobody voted on have their rows.
    groups
        The groups, in order; by default all that voted.

    Returns
    -------
    DataFrame
        Table ``statement_votes_by_group``, by statement and group.
    """
    compared, ids, counts = _count(votes, statements, groups)
    if not compared or not ids:
        return tables.empty("statement_votes_by_group")
    agree, disagree, n = (counts[:, :, i] for i in range(3))  # statements × groups
    low, high = wilson_interval(agree, n)
    frame: dict[str, Any] = {
        "n_votes": n, "n_agree": agree, "n_disagree": disagree, "n_pass": n - agree - disagree,
    }  # fmt: skip
    for name, said in (("agree", agree), ("disagree", disagree)):
        others, others_n = (values.sum(axis=1, keepdims=True) - values for values in (said, n))
        share = (said + 1) / (n + 2)
        frame |= {
            f"p_{name}": share,
            f"{name}_test": _test_of_share(said, n),
            f"{name}_ratio": share / ((others + 1) / (others_n + 2)),
            f"{name}_ratio_test": _test_of_two(said, n, others, others_n),
        }
    places = [_telling({k: v[:, g] for k, v in frame.items()}) for g in range(len(compared))]
    rows = []
    for s, statement in enumerate(ids):
        for g, group in enumerate(compared):
            telling, place = places[g].get(s, (None, None))
            row: dict[str, Any] = {
                name: (int(values[s, g]) if name.startswith("n_")
                       else round(float(values[s, g]), _DECIMALS))
                for name, values in frame.items()
            }  # fmt: skip
            rows.append(
                {"statement_id": statement, "group": group, "telling": telling, "place": place}
                | {"agree_low": float(low[s, g]), "agree_high": float(high[s, g])}
                | row
            )
    return tables.from_rows("statement_votes_by_group", rows)


def statement_consensus(
    votes: pd.DataFrame,
    statements: pd.DataFrame | None = None,
    *,
    groups: Sequence[str] | None = None,
    settings: Thresholds | None = None,
    group_words: GroupWords | None = None,
) -> pd.DataFrame:
    """Return how far all groups agree with each statement, the widest agreement first.

    ``consensus`` is the product over groups of (agree + 1) / (votes + 2); a group that did
    not vote brings one half. Since every further group lowers the product, ``rank``
    compares statements only with those that as many groups voted on.

    Returns
    -------
    DataFrame
        Table ``consensus``.
    """
    chosen = settings or Thresholds()
    words = group_words or Project(name="", root=Path(), title="").group_words
    compared, ids, counts = _count(votes, statements, groups)
    rows: list[dict[str, Any]] = []
    for statement, of_groups in zip(ids, counts.tolist(), strict=True):
        agree = [(a + 1) / (n + 2) for a, _, n in of_groups]
        disagree = [(d + 1) / (n + 2) for _, d, n in of_groups]
        rows.append({
            "statement_id": statement,
            "n_groups": sum(n > 0 for _, _, n in of_groups),
            "n_votes": sum(n for _, _, n in of_groups),
            "consensus": round(_product(agree), _DECIMALS),
            "dissent": round(_product(disagree), _DECIMALS),
            "lowest_p": round(min(agree), _DECIMALS),
            "sentence": describe_votes(
                [(group, a, d, n) for group, (a, d, n) in zip(compared, of_groups, strict=True)],
                words, settings=chosen,
            ),
        })  # fmt: skip
    for row in rows:
        row["rank"] = 1 + sum(
            other["consensus"] > row["consensus"] and other["n_groups"] == row["n_groups"]
            for other in rows
        )
    order = {statement: at for at, statement in enumerate(ids)}
    rows.sort(key=lambda row: (-row["n_groups"], row["rank"], order[row["statement_id"]]))
    return tables.from_rows("consensus", rows) if rows else tables.empty("consensus")


def describe_votes(
    votes: Sequence[tuple[str, int, int, int]],
    group_words: GroupWords,
    *,
    settings: Thresholds | None = None,
) -> str:
    """Return how groups voted on a statement, in plain sentences of at most 25 words.

    Parameters
    ----------
    votes
        Group, agreeing, disagreeing, all votes: for each group in order.

    Examples
    --------
    >>> words = {"le": ("person", "people with lived experience"), "pro": ("", "professionals")}
    >>> print(describe_votes([("le", 7, 0, 7), ("pro", 4, 4, 9)],
    ...                      lambda group, n: words[group][n != 1]))
    7 of 7 people with lived experience agreed. 4 of 9 professionals agreed, 4 disagreed and \
1 passed.
    """
    least = (settings or Thresholds()).smallest_group
    shown = [vote for vote in votes if vote[3] >= least]
    few = [group for group, _, _, n in votes if 0 < n < least]
    parts = [_said(group_words, *vote) for vote in shown]
    if len(shown) == len(votes) > 1:
        if all(2 * agree > n for _, agree, _, n in shown):
            parts.insert(0, "most in every group agreed")
        elif all(2 * disagree > n for _, _, disagree, n in shown):
            parts.insert(0, "most in every group disagreed")
        elif any(2 * agree > n for _, agree, _, n in shown) and any(
            2 * disagree > n for _, _, disagree, n in shown
        ):
            parts.insert(0, "most in one group agreed and most in another disagreed")
    parts += [
        f"the votes of {group_words(group, 2)} are not shown, because fewer than {least} voted"
        for group in few
    ]
    parts += [f"{group_words(group, 2)} did not vote on this" for group, _, _, n in votes if not n]
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)


def _said(group_words: GroupWords, group: str, agree: int, disagree: int, n: int) -> str:
    counts = [(agree, "agreed"), (disagree, "disagreed"), (n - agree - disagree, "passed")]
    told = [(number, verb) for number, verb in counts if number]
    first = f"{told[0][0]:,} of {n:,} {group_words(group, n)} {told[0][1]}"
    rest = [f"{number:,} {verb}" for number, verb in told[1:]]
    return first if not rest else f"{', '.join([first, *rest[:-1]])} and {rest[-1]}"


def _count(
    votes: pd.DataFrame, statements: pd.DataFrame | None, groups: Sequence[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.int64]]:
    """Return groups, statements, and agree, disagree, all votes as statements × groups × 3."""
    import numpy as np

    known = votes[votes["group"].notna() & ~votes["group"].isin(NO_GROUP) & votes["vote"].notna()]
    sizes = known.groupby("group")["participant_id"].nunique()
    voted = {str(group): int(n) for group, n in sizes.items()}
    compared = (
        tuple(group for group in groups if group in voted)
        if groups
        else order_groups(voted, "perspective")
    )
    every = {
        *votes["statement_id"],
        *(statements["statement_id"] if statements is not None else ()),
    }
    ids = tuple(sorted(every, key=_by_number))
    counts = np.zeros((len(ids), len(compared), 3), dtype=np.int64)
    if not compared:
        return compared, ids, counts
    at_statement = {one: at for at, one in enumerate(ids)}
    at_group = {one: at for at, one in enumerate(compared)}
    inside = known[known["group"].isin(compared)]
    where = (
        inside["statement_id"].map(at_statement).to_numpy(np.int64),
        inside["group"].map(at_group).to_numpy(np.int64),
    )
    vote = inside["vote"].to_numpy(np.int64)
    for i, chosen in enumerate((vote == 1, vote == -1, np.ones(len(vote), dtype=bool))):
        np.add.at(counts[:, :, i], where, chosen.astype(np.int64))
    return compared, ids, counts


def _by_number(statement: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that puts S2 before S10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", statement)
    return tuple((0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts)


def _test_of_share(said: ArrayLike, n: ArrayLike) -> Numbers:
    """Return how far a share is from one half, as z, with one more vote for it."""
    import numpy as np

    more, all_votes = np.asarray(said) + 1, np.asarray(n) + 1
    result: Numbers = 2 * np.sqrt(all_votes) * (more / all_votes - 0.5)
    return result


def _test_of_two(said: Any, n: Any, others: Any, others_n: Any) -> Numbers:
    """Return the z of two shares with one vote added to every count; 0 where both are all."""
    import numpy as np

    a, b, n_a, n_b = said + 1, others + 1, n + 1, others_n + 1
    pooled = (a + b) / (n_a + n_b)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n_a + 1 / n_b))
    result: Numbers = np.divide(
        a / n_a - b / n_b, spread, out=np.zeros_like(spread), where=spread > 0
    )
    return result


def _telling(group: dict[str, Any]) -> dict[int, tuple[str, int]]:
    """Return for one group: statement → (agree or disagree, place), by Polis' rule."""
    clear: list[int] = []
    best: int | None = None
    best_agreed: int | None = None
    for s in range(len(group["n_votes"])):
        if any(
            group[f"{way}_test"][s] > _CLEAR and group[f"{way}_ratio_test"][s] > _CLEAR
            for way in ("agree", "disagree")
        ):
            clear.append(s)
        if not clear and (best is None or _strongest(group, s) > _strength(group, best)):
            best = s
        if _is_better_agreed(group, s, best_agreed):
            best_agreed = s
    head = [best_agreed] if best_agreed is not None else []
    if clear:
        rest = sorted((s for s in clear if s not in head), key=lambda s: -_metric(group, s))
        chosen = [*head, *rest][:_MOST_TELLING]
    else:
        chosen = head or ([best] if best is not None else [])
    ordered = sorted(chosen, key=lambda s: _way(group, s) == "disagree")
    return {s: (_way(group, s), place) for place, s in enumerate(ordered, start=1)}


def _way(group: dict[str, Any], s: int) -> str:
    return "agree" if group["agree_ratio_test"][s] > group["disagree_ratio_test"][s] else "disagree"


def _strongest(group: dict[str, Any], s: int) -> float:
    return float(max(group["agree_ratio_test"][s], group["disagree_ratio_test"][s]))


def _strength(group: dict[str, Any], s: int) -> float:
    return float(group[f"{_way(group, s)}_ratio_test"][s])


def _metric(group: dict[str, Any], s: int, way: str | None = None) -> float:
    which = way or _way(group, s)
    return float(
        group[f"{which}_ratio"][s] * group[f"{which}_ratio_test"][s]
        * group[f"p_{which}"][s] * group[f"{which}_test"][s]
    )  # fmt: skip


def _is_better_agreed(group: dict[str, Any], s: int, best: int | None) -> bool:
    if group["n_agree"][s] == 0 and group["n_disagree"][s] == 0:
        return False
    if best is not None and group["agree_ratio"][best] > 1:
        return _metric(group, s, "agree") > _metric(group, best, "agree")
    agreed = group["p_agree"] * group["agree_test"]
    if best is not None:
        return bool(agreed[s] > agreed[best])
    return bool(
        group["agree_test"][s] > _CLEAR
        or (group["agree_ratio"][s] > 1 and group["p_agree"][s] > 0.5)
    )


def _product(numbers: Sequence[float]) -> float:
    result = 1.0
    for number in numbers:
        result *= number
    return result
