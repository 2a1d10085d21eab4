"""Counts side by side: one row per theme, kind of prompt and pair of groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from insights.tables import COUNTED_KINDS

if TYPE_CHECKING:
    import pandas as pd

    from insights.analysis.asking import Asked

Key = tuple[str, str, str, str]  # level, theme, code_id ("" at theme level), prompt kind
_LEVELS = ("theme", "code")
_KEY = ["level", "theme", "code_id", "prompt_kind"]


def tally_counts(
    presence: pd.DataFrame,
    asked: Asked,
    groups: Sequence[str],
    codes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the counts of every theme (and code) for every pair of groups.

    Beside the counts of table ``comparison`` a row holds ``confirmed_k_*`` (people whose
    count rests on an accepted coding), ``unsettled_*`` (whether the group raised it where
    the kind was not settled), ``shared_*`` (people who count in both groups, by where they
    raised it) and ``dual_*`` (people with both perspectives among k and n, and over all).

    Parameters
    ----------
    codes
        With a codebook every code and theme has its rows, for each kind that any of the
        groups was asked for; without one, only what somebody raised.
    """
    import pandas as pd

    frame = presence.assign(code_id=presence["code_id"].astype(object).fillna(""))
    named = frame[frame["participant_id"].notna() & frame["group"].notna()]
    sums = _sums(named)
    notes = _notes(frame[frame["participant_id"].isna()], groups)
    shared = _shared(asked, groups)
    watched = frozenset().union(*shared.values(), *asked.dual_role.values())
    where = _where(frame, watched)
    rows = []
    for key in _keys(frame, asked, groups, codes):
        kind = key[3]
        for a, b in combinations(groups, 2):
            row: dict[str, Any] = dict(zip(_KEY, key, strict=True))
            for side, group in (("a", a), ("b", b)):
                k, confirmed, n_excerpts, most = sums.get((key, group), (0, 0, 0, 0))
                unsettled = (*key[:3], "unspecified")
                row |= {
                    f"group_{side}": group,
                    f"k_{side}": k,
                    f"n_{side}": asked.n(kind, group),
                    f"confirmed_k_{side}": confirmed,
                    f"n_excerpts_{side}": n_excerpts,
                    f"most_{side}": most,
                    f"unattributed_{side}": notes.get((key, group), 0),
                    f"unsettled_{side}": (kind, group) in asked.openly
                    and bool(sums.get((unsettled, group)) or notes.get((unsettled, group))),
                }
            row["most"] = max(
                row.pop("most_a"),
                row.pop("most_b"),
                *(places.get(a, 0) + places.get(b, 0) for places in where.get(key, {}).values()),
                0,
            )
            if not _anything(row, asked):
                continue
            row |= _shared_counts(key, a, b, shared.get((kind, a, b), frozenset()), where)
            row |= _dual_counts(key, a, b, asked, where)
            rows.append(row)
    columns = list(rows[0]) if rows else [*_KEY]
    return pd.DataFrame(rows, columns=columns)


def _anything(row: dict[str, Any], asked: Asked) -> bool:
    """Return whether the pair was asked for this kind, or said it all the same."""
    return any(
        asked.was_asked(row["prompt_kind"], row[f"group_{side}"])
        or row[f"k_{side}"]
        or row[f"unattributed_{side}"]
        for side in "ab"
    )


def _sums(named: pd.DataFrame) -> dict[tuple[Key, str], tuple[int, int, int, int]]:
    """Return k, confirmed people, excerpts, and most excerpts of one person."""
    sums = (
        named.assign(confirmed=named["confirmed"].astype(bool))
        .groupby([*_KEY, "group"], sort=False)
        .agg(
            k=("participant_id", "size"), confirmed=("confirmed", "sum"),
            n_excerpts=("n_excerpts", "sum"), most=("n_excerpts", "max"),
        )
    )  # fmt: skip
    return {
        (index[:4], index[4]): (int(k), int(confirmed), int(n), int(most))
        for index, k, confirmed, n, most in sums.itertuples(name=None)
    }


def _notes(notes: pd.DataFrame, groups: Sequence[str]) -> dict[tuple[Key, str], int]:
    """Return the unattributed excerpts of each group; those of no known group are anyone's."""
    counts: dict[tuple[Key, str], int] = defaultdict(int)
    for *key, group, n in notes[[*_KEY, "group", "n_excerpts"]].itertuples(index=False, name=None):
        for one in [group] if isinstance(group, str) else groups:
            counts[(key[0], key[1], key[2], key[3]), one] += int(n)
    return counts


def _keys(
    frame: pd.DataFrame, asked: Asked, groups: Sequence[str], codes: pd.DataFrame | None
) -> list[Key]:
    found: set[Key] = set(frame[_KEY].drop_duplicates().itertuples(index=False, name=None))
    if codes is not None:
        live = codes[codes["status"] != "retired"]
        kinds = [k for k in COUNTED_KINDS if any(asked.was_asked(k, g) for g in groups)]
        for code_id, theme in zip(live["code_id"], live["theme"], strict=True):
            for kind in kinds:
                found |= {("theme", theme, "", kind), ("code", theme, code_id, kind)}
    return sorted(
        found,
        key=lambda key: (_LEVELS.index(key[0]), key[1], key[2], COUNTED_KINDS.index(key[3])),
    )


def _shared(asked: Asked, groups: Sequence[str]) -> dict[tuple[str, str, str], frozenset[str]]:
    nobody: frozenset[str] = frozenset()
    return {
        (kind, a, b): asked.people.get((kind, a), nobody) & asked.people.get((kind, b), nobody)
        for kind in COUNTED_KINDS
        for a, b in combinations(groups, 2)
    }


def _where(frame: pd.DataFrame, watched: Iterable[str]) -> dict[Key, dict[str, dict[str, int]]]:
    """Return for each key and watched person their excerpts in each group."""
    rows = frame[frame["participant_id"].isin(list(watched))]
    where: dict[Key, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for *key, person, group, n in rows[[*_KEY, "participant_id", "group", "n_excerpts"]].itertuples(
        index=False, name=None
    ):
        where[key[0], key[1], key[2], key[3]][person][str(group)] = int(n)
    return where


def _shared_counts(
    key: Key,
    a: str,
    b: str,
    shared: frozenset[str],
    where: dict[Key, dict[str, dict[str, int]]],
) -> dict[str, int]:
    counts = {"shared_both": 0, "shared_a": 0, "shared_b": 0, "shared_neither": 0}
    names = {(True, True): "both", (True, False): "a", (False, True): "b"}
    for person in shared:
        places = where[key][person] if person in where.get(key, {}) else {}
        counts[f"shared_{names.get((a in places, b in places), 'neither')}"] += 1
    return counts


def _dual_counts(
    key: Key, a: str, b: str, asked: Asked, where: dict[Key, dict[str, dict[str, int]]]
) -> dict[str, int]:
    dual = asked.dual_role.get(key[3], frozenset())
    raised = {person: places for person, places in where.get(key, {}).items() if person in dual}
    nobody: frozenset[str] = frozenset()
    counts = {"dual_k": len(raised), "dual_n": len(dual)}
    for side, group in (("a", a), ("b", b)):
        counts[f"dual_k_{side}"] = sum(group in places for places in raised.values())
        counts[f"dual_n_{side}"] = len(dual & asked.people.get((key[3], group), nobody))
    return counts
