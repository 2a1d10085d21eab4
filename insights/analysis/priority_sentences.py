"""Rankings in plain words: places and what changes them, never stronger than the ballots."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

GroupWords = Callable[[str, int], str]


def ordinal(n: int) -> str:
    """Return 1st, 2nd, 3rd, 11th.

    Examples
    --------
    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 102)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd']
    """
    if n % 100 in (11, 12, 13):
        return f"{n:,}th"
    return f"{n:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"


def describe_priority(
    combined: Mapping[str, Any], of_groups: Sequence[Mapping[str, Any]], group_words: GroupWords
) -> str:
    """Return where an idea stands, in plain sentences of at most 25 words.

    Parameters
    ----------
    combined
        Its row of table ``priorities`` for all groups combined.
    of_groups
        Its rows for the single groups; those too small to show stay out.
    group_words
        How readers call a group.

    Examples
    --------
    >>> row = {"rank": 5, "rank_low": 2, "rank_high": 8, "raw_rank": 6, "raw_dots": 6,
    ...        "caveats": ""}
    >>> le = {"group": "le", "rank": 1, "caveats": ""}
    >>> pro = {"group": "pro", "rank": 11, "caveats": ""}
    >>> words = {"le": "people with lived experience", "pro": "professionals"}
    >>> print(describe_priority(row, [le, pro], lambda group, n: words[group]))
    5th with the groups weighed alike; 6th by plain count of dots. People with lived experience \
put it 1st. Professionals put it 11th. With other ballots from the same groups it might stand \
anywhere from 2nd to 8th.
    """
    limits = str(combined.get("caveats") or "")
    alike = "every ballot" if "one_group_voted" in limits else "the groups"
    beside = "by plain count of dots"
    first, by_dots = _place(combined), _place(combined, "raw_")
    parts = [f"{first} with {alike} weighed alike"]
    parts[0] += f"; {by_dots} {beside}" if by_dots != first else f", and {beside} too"
    if not int(combined["raw_dots"]):
        parts = ["nobody gave it a dot"]
    else:
        shown = [row for row in of_groups if "small_group" not in str(row.get("caveats") or "")]
        if len(shown) == len(of_groups) > 1 and len(set(map(_place, shown))) == 1:
            parts.append(f"every group put it {_place(shown[0])}")
        else:
            parts += [f"{group_words(str(row['group']), 2)} put it {_place(row)}" for row in shown]
    low, high = combined.get("rank_low"), combined.get("rank_high")
    if _known(low) and _known(high):
        parts.append(_how_firm(int(str(low)), int(str(high))))
    else:
        parts.append("too few ballots to say how firm that place is")
    return _join(parts)


def _place(row: Mapping[str, Any], which: str = "") -> str:
    """Return a place in words: "3rd", or "joint 3rd" where another idea has it too."""
    joint = "joint " if row.get(f"{which}shared") else ""
    return f"{joint}{ordinal(int(row[f'{which}rank']))}"


def _how_firm(low: int, high: int) -> str:
    if low == high:
        return f"with other ballots from the same groups it would most likely stay {ordinal(low)}"
    return (
        "with other ballots from the same groups it might stand anywhere from "
        f"{ordinal(low)} to {ordinal(high)}"
    )


def describe_rank_agreement(
    row: Mapping[str, Any],
    group_words: GroupWords,
    titles: Mapping[str, str] | None = None,
) -> str:
    """Return what two rankings would each take forward, in sentences of at most 25 words.

    Parameters
    ----------
    row
        A row of table ``rank_agreement``.
    titles
        Idea → its title; its id where there is none.

    Examples
    --------
    >>> row = {"ranking_a": "combined", "ranking_b": "raw dots", "n_forward": 4,
    ...        "flips": ["I03 > I15"], "only_a": [], "only_b": []}
    >>> print(describe_rank_agreement(row, lambda group, n: group))
    Weighing the groups alike takes the same 4 ideas forward as counting all dots. “I03” \
and “I15” change places.
    """
    names = dict(titles or {})
    forward = int(row["n_forward"])
    only_a, only_b = ([f"“{names.get(i, i)}”" for i in row[key]] for key in ("only_a", "only_b"))
    flips = list(row["flips"])
    if row["ranking_b"] == "raw dots":
        a, b = "weighing the groups alike", "counting all dots"
        same = f"{a} takes the same {forward} ideas forward as {b}"
    else:
        a, b = (group_words(str(row[key]), 2) for key in ("ranking_a", "ranking_b"))
        same = f"{a} and {b} put the same ideas among the first {forward}"
    if not only_a and not only_b:
        parts = [same]
        if not flips:
            parts.append("no two ideas change places")
        elif len(flips) == 1:
            one, other = (f"“{names.get(i, i)}”" for i in str(flips[0]).split(" > "))
            parts.append(f"{one} and {other} change places")
        else:
            parts.append("some ideas change places")
        return _join(parts)
    parts = []
    for who, own in ((a, only_a), (b, only_b)):
        if own:
            parts.append(f"only {_by(row, who)} put {_list(own)} among the first {forward}")
    return _join(parts)


def _by(row: Mapping[str, Any], who: str) -> str:
    return who if row["ranking_b"] == "raw dots" else f"the dots of {who}"


def describe_similar_ideas(row: Mapping[str, Any], titles: Mapping[str, str] | None = None) -> str:
    """Return what two look-alike ideas may have cost each other; a question, not a verdict.

    Examples
    --------
    >>> print(describe_similar_ideas({"idea_a": "I05", "idea_b": "I12", "rank_a": 7, "rank_b": 9,
    ...                               "rank_if_one": 2, "splits": True}))
    “I05” and “I12” may be one idea twice. Apart they stand 7th and 9th; as one they would \
stand 2nd. Ask those who drew them.
    """
    names = dict(titles or {})
    a, b = (names.get(str(row[key]), str(row[key])) for key in ("idea_a", "idea_b"))
    parts = [f"“{a}” and “{b}” may be one idea twice"]
    apart = f"apart they stand {ordinal(int(row['rank_a']))} and {ordinal(int(row['rank_b']))}"
    if row["splits"]:
        parts.append(f"{apart}; as one they would stand {ordinal(int(row['rank_if_one']))}")
    else:
        parts.append(f"{apart}; as one they would stand no higher than the better of them")
    parts.append("ask those who drew them")
    return _join(parts)


def _list(names: Sequence[str]) -> str:
    shown = list(names[:3])
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more} more"
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _known(value: Any) -> bool:
    import pandas as pd

    return value is not None and not pd.isna(value)


def _join(parts: Sequence[str]) -> str:
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
