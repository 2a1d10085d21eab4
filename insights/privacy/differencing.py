"""Two releases held side by side: what their difference would say of a few people.

Whoever has both can subtract one from the other. A number of people that grew or shrank by
fewer than the threshold tells something of those few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.disclosure import SMALL_NUMBER, small_changes, suppress_small

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("about", "group", "n")


def count_attributes(
    excerpts: pd.DataFrame,
    asked: pd.DataFrame,
    *,
    group_of: dict[str, str],
    threshold: int = SMALL_NUMBER,
) -> pd.DataFrame:
    """Return the numbers of people that a release tells: heard and asked, by group.

    Parameters
    ----------
    excerpts, asked
        The tables of those names.
    group_of
        The group each excerpt counts for, by excerpt id.
    threshold
        Numbers under it, and what would give them away, are missing.

    Returns
    -------
    DataFrame
        about ("heard", "asked: problem", …), group, n; n is missing where it is not told.
    """
    import pandas as pd

    heard: dict[str, set[str]] = {}
    for excerpt_id, person in zip(excerpts["excerpt_id"], excerpts["participant_id"], strict=True):
        group = group_of.get(str(excerpt_id), "")
        if isinstance(person, str) and group not in ("", "unknown"):
            heard.setdefault(group, set()).add(person)
    counts: dict[str, dict[str, int]] = {"heard": {g: len(p) for g, p in sorted(heard.items())}}
    for row in asked.to_dict("records"):
        if row["asked"]:
            counts.setdefault(f"asked: {row['prompt_kind']}", {})[str(row["group"])] = int(row["n"])
    rows = []
    for about, by_group in counts.items():
        told = pd.Series(by_group, dtype="int64")
        shown = suppress_small(told, threshold, totals_known=False)
        rows += [(about, group, shown[group]) for group in sorted(by_group)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"about": "str", "group": "str", "n": "Int64"})


def find_telling_changes(
    before: pd.DataFrame, after: pd.DataFrame, threshold: int = SMALL_NUMBER
) -> list[tuple[str, str]]:
    """Return (about, group) of every number that changed by fewer people than the threshold.

    Examples
    --------
    >>> import pandas as pd
    >>> first = pd.DataFrame({"about": ["heard"], "group": ["carer"], "n": [9]})
    >>> find_telling_changes(first, first.assign(n=[8]))
    [('heard', 'carer')]
    >>> find_telling_changes(first, first.assign(n=[20]))
    []
    """
    keys = list(COLUMNS[:2])
    old, new = before.set_index(keys)["n"], after.set_index(keys)["n"]
    return [(str(key[0]), str(key[1])) for key in small_changes(old, new, threshold)]
