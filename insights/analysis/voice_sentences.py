"""Who had the floor, in plain words: groups only, and none too small to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from insights.project import Thresholds

GroupWords = Callable[[str, int], str]
_UNEVEN = 0.6  # normalised Gini from which "most of it by a few" is said
_MUCH = 0.25  # share of the words from which facilitators and nameless notes are mentioned


def describe_voice(
    row: Mapping[str, Any],
    group_words: GroupWords,
    *,
    settings: Thresholds | None = None,
    n_present: int | None = None,
) -> str:
    """Return how much one group was heard in one session, in sentences of at most 25 words.

    Parameters
    ----------
    row
        A row of table ``voice``, suppressed or not: a group too small to show gives no
        figure either way.
    group_words
        How readers call a group.
    n_present
        How many people came to the session, all groups together; left out where a group
        is too small to show. With it, their share of the words stands beside their share
        of the people.

    Examples
    --------
    >>> row = {"group": "pro", "n_attended": 8, "n_is_speakers": False, "n_spoke": 6,
    ...        "n_silent": 2, "gini": 0.7, "facilitator_share": 0.31, "unattributed_share": 0.1,
    ...        "caveats": ""}
    >>> print(describe_voice(row, lambda group, n: "professionals"))
    6 of 8 professionals are recorded as speaking. For 2 of them nothing stands under their \
name. A few of them said most of it. Facilitators spoke about 3 in 10 of the words recorded.
    """
    least = (settings or Thresholds()).smallest_group
    group = row.get("group")
    n = _number(row.get("n_attended"))
    parts: list[str] = []
    if not isinstance(group, str) or n is None or n < least:
        who = group_words(group, 2) if isinstance(group, str) else "people of no known group"
        parts.append(f"how much {who} spoke is not shown, because fewer than {least} were there")
    else:
        parts += _of_group(row, int(n), group_words(group, 2))
        share = _number(row.get("share_of_words"))
        if n_present is not None and n_present > n and share is not None:
            parts.append(
                f"they were {int(n):,} of the {n_present:,} people there, and "
                f"{_in_ten(share)} of the words under people’s names are theirs"
            )
    for share, who in (
        (row.get("facilitator_share"), "facilitators spoke"),
        (row.get("unattributed_share"), "notes that name nobody hold"),
    ):
        known = _number(share)
        if known is not None and known >= _MUCH:
            parts.append(f"{who} {_in_ten(known)} of the words recorded")
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)


def _of_group(row: Mapping[str, Any], n: int, many: str) -> list[str]:
    if bool(row.get("n_is_speakers")):
        parts = [f"{n:,} {many} are recorded as speaking; who else was there is not known"]
    else:
        spoke, silent = int(row["n_spoke"]), int(row["n_silent"])
        parts = [f"{spoke:,} of {n:,} {many} are recorded as speaking"]
        if silent == n:
            parts = [f"nothing stands under the name of any of the {n:,} {many}"]
        elif silent:
            parts.append(f"for {silent:,} of them nothing stands under their name")
    uneven = _number(row.get("gini"))
    if uneven is not None and uneven >= _UNEVEN:
        parts.append("a few of them said most of it")
    return parts


def _in_ten(share: float) -> str:
    """Return a share of words in tenths.

    Examples
    --------
    >>> _in_ten(0.31), _in_ten(0.97), _in_ten(1.0), _in_ten(0.02)
    ('about 3 in 10', 'nearly all', 'all', 'hardly any')
    """
    if share >= 1 or share <= 0:
        return "all" if share > 0 else "none"
    tenths = round(share * 10)
    if tenths in (0, 10):
        return "nearly all" if tenths else "hardly any"
    return f"about {tenths} in 10"


def _number(value: Any) -> float | None:
    import pandas as pd

    return None if value is None or pd.isna(value) else float(value)
