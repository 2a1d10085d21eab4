"""What the codebook covers: topics with and without a code, and people no code represents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from insights.coding.counting import counted_codings
from insights.errors import InsightsError, nearest

if TYPE_CHECKING:
    import pandas as pd

_COVERED_FROM = 0.5  # share of a topic's excerpts that carry any code
_FALLS_UNDER_FROM = 0.25  # share that carries one code
_MOST_CODES = 3
_NOTABLE = 0.1  # by how much a group's share without a code must lie above the others'
_FEWEST_PEOPLE = 5
_WORSE = "coded less than the others"


def cover_topics(
    topics: pd.DataFrame,
    excerpt_topics: pd.DataFrame,
    codings: pd.DataFrame,
    codes: pd.DataFrame,
) -> pd.DataFrame:
    """Return which codes each topic falls under; what no code covers comes first.

    Parameters
    ----------
    topics, excerpt_topics, codings, codes
        The tables of those names. What counts as coded is what
        :func:`insights.coding.counted_codings` counts.

    Returns
    -------
    DataFrame with topic_id, n_excerpts, n_coded, share_coded, code_ids (those that at least
    a quarter of its excerpts carry, the commonest first, at most three), covered (half of
    its excerpts or more carry a code) and note in words.
    """
    import pandas as pd

    names = dict(zip(codes["code_id"], codes["name"], strict=True))
    active = set(codes.loc[codes["status"] != "retired", "code_id"])
    counted = counted_codings(codings)
    counted = counted[counted["code_id"].isin(active)]
    codes_of: dict[str, set[str]] = {}
    for excerpt_id, code_id in zip(counted["excerpt_id"], counted["code_id"], strict=True):
        codes_of.setdefault(excerpt_id, set()).add(code_id)
    members: dict[str, list[str]] = {}
    for excerpt_id, topic_id in zip(
        excerpt_topics["excerpt_id"], excerpt_topics["topic_id"], strict=True
    ):
        members.setdefault(topic_id, []).append(excerpt_id)
    rows = []
    for topic_id in topics["topic_id"]:
        inside = members.get(topic_id, [])
        n_coded = sum(1 for excerpt_id in inside if excerpt_id in codes_of)
        carried = Counter(code for excerpt_id in inside for code in codes_of.get(excerpt_id, ()))
        under = [
            code
            for code, n in sorted(carried.items(), key=lambda item: (-item[1], item[0]))
            if n >= _FALLS_UNDER_FROM * len(inside)
        ][:_MOST_CODES]
        share = n_coded / len(inside) if inside else 0.0
        rows.append(
            {
                "topic_id": topic_id,
                "n_excerpts": len(inside),
                "n_coded": n_coded,
                "share_coded": round(share, 4),
                "code_ids": under,
                "covered": share >= _COVERED_FROM,
                "note": _say(n_coded, len(inside), [str(names[code]) for code in under]),
            }
        )
    frame = pd.DataFrame(
        rows,
        columns=[
            "topic_id", "n_excerpts", "n_coded", "share_coded", "code_ids", "covered", "note",
        ],
    )  # fmt: skip
    return frame.sort_values(["covered", "share_coded"], kind="stable", ignore_index=True)


def _say(n_coded: int, n: int, names: list[str]) -> str:
    if not n_coded:
        return f"No code covers any of its {n} excerpts: what the codebook may miss."
    said = f"{n_coded} of its {n} excerpts carry a code"
    if n_coded < _COVERED_FROM * n:
        said += ", so the codebook may miss what the others are about"
    if not names:
        return f"{said}; no single code covers a quarter of them."
    return f"{said}; it falls under {', '.join(f'“{name}”' for name in names)}."


def draft_code(
    topics: pd.DataFrame, topic_id: str, excerpts: pd.DataFrame, *, name: str = ""
) -> dict[str, object]:
    """Return a draft code made from a topic, for a person to name, define and agree.

    Returns
    -------
    The fields of a code: name (by default the topic's first terms), theme, definition (left
    for a person), examples and keywords; status draft.
    """
    found = topics[topics["topic_id"] == topic_id]
    if found.empty:
        known = [str(value) for value in topics["topic_id"]]
        raise InsightsError(
            f"There is no topic “{topic_id}”.", "topics",
            f"Topics there: {', '.join(known) or 'none'}.{nearest(topic_id, known)}",
        )  # fmt: skip
    topic = found.iloc[0]
    texts = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    terms = [str(term) for term in topic["terms"]]
    given = name.strip() or ", ".join(terms[:3]) or topic_id
    return {
        "name": given,
        "theme": given,
        "definition": "",
        "examples": [texts[e] for e in topic["example_excerpt_ids"] if e in texts],
        "keywords": terms[:5],
        "status": "draft",
    }


def measure_coverage(
    excerpts: pd.DataFrame, codings: pd.DataFrame, *, by: str = "perspective"
) -> pd.DataFrame:
    """Return, per group, how much of what it said carries no code, and whom no code represents.

    Returns
    -------
    DataFrame with group, n_excerpts, n_uncoded, uncoded_share, n_people,
    people_without_code (participant ids) and note: "coded less than the others" where the
    share without a code is higher by a tenth or more in a group of at least five people,
    and higher whichever of them is left out.
    """
    import pandas as pd

    coded = set(counted_codings(codings)["excerpt_id"])
    said = excerpts[excerpts["speaker"] != "facilitator"]
    bare: dict[str, Counter[str]] = {}  # group → person → excerpts without a code
    whole: dict[str, Counter[str]] = {}
    for excerpt_id, group, person in zip(
        said["excerpt_id"], said[by].fillna("unknown"), said["participant_id"].fillna(""),
        strict=True,
    ):  # fmt: skip
        whole.setdefault(group, Counter())[person] += 1
        bare.setdefault(group, Counter())[person] += excerpt_id not in coded
    rows = []
    for group in sorted(whole):
        n, n_uncoded = whole[group].total(), bare[group].total()
        people = set(whole[group]) - {""}
        unheard = sorted(p for p in people if bare[group][p] == whole[group][p])
        share = round(n_uncoded / n, 4)
        note = _WORSE if _is_coded_less(group, whole, bare) else ""
        rows.append((group, n, n_uncoded, share, len(people), unheard, note))
    columns = [
        "group", "n_excerpts", "n_uncoded", "uncoded_share", "n_people", "people_without_code",
        "note",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _is_coded_less(
    group: str, whole: Mapping[str, Counter[str]], bare: Mapping[str, Counter[str]]
) -> bool:
    others = [name for name in whole if name != group]
    n_others = sum(whole[name].total() for name in others)
    own = [person for person in whole[group] if person]
    if not n_others or len(own) < _FEWEST_PEOPLE:
        return False
    elsewhere = sum(bare[name].total() for name in others) / n_others
    n, n_bare = whole[group].total(), bare[group].total()
    if n_bare / n - elsewhere < _NOTABLE:
        return False
    return all(
        (n_bare - bare[group][person]) / max(n - whole[group][person], 1) > elsewhere
        for person in own
    )


def count_new_codes(
    excerpts: pd.DataFrame, codings: pd.DataFrame, *, n_orders: int = 200, seed: int = 0
) -> pd.DataFrame:
    """Return how many codes each further session adds, on average over orders of sessions.

    Codes still being added by the last sessions say that more remains to be heard; none
    being added says only that these sessions, read with this codebook, raised no more.

    Returns
    -------
    DataFrame with n_sessions (1, 2, …), new_codes (mean), low and high (2.5 and 97.5 %
    over the orders).
    """
    import numpy as np
    import pandas as pd

    counted = counted_codings(codings)
    session_of = dict(zip(excerpts["excerpt_id"], excerpts["session_id"], strict=True))
    codes_of: dict[str, set[str]] = {
        session: set() for session in session_of.values() if isinstance(session, str)
    }
    for excerpt_id, code_id in zip(counted["excerpt_id"], counted["code_id"], strict=True):
        session = session_of.get(excerpt_id)
        if isinstance(session, str):
            codes_of[session].add(code_id)
    sessions, random = sorted(codes_of), np.random.default_rng(seed)
    new = np.zeros((n_orders, len(sessions)))
    for order in range(n_orders):
        seen: set[str] = set()
        for place, at in enumerate(random.permutation(len(sessions))):
            fresh = codes_of[sessions[at]] - seen
            new[order, place] = len(fresh)
            seen |= fresh
    low, high = np.quantile(new, [0.025, 0.975], axis=0) if sessions else (np.zeros(0),) * 2
    return pd.DataFrame(
        {
            "n_sessions": np.arange(1, len(sessions) + 1),
            "new_codes": np.round(new.mean(axis=0), 4) if sessions else [],
            "low": low,
            "high": high,
        }
    )
