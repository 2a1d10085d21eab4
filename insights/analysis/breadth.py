"""How widely a theme was raised: by how many people, from where, and how evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights import tables

if TYPE_CHECKING:
    import pandas as pd

_ONE_PERSONS = 0.5


def theme_breadth(presence: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return how widely each theme was raised, problems and ideas apart.

    ``largest_share`` and ``even_voices`` are of the excerpts that name somebody:
    ``even_voices`` is 1/Σ share², so 8 people of whom one does all the talking count as
    little more than one.

    Parameters
    ----------
    presence, excerpts
        Tables of those names.

    Returns
    -------
    DataFrame
        Table ``breadth``, by theme and kind.
    """
    session = dict(zip(excerpts["excerpt_id"], excerpts["session_id"], strict=True))
    rows = []
    of_themes = presence[presence["level"] == "theme"]
    for (theme, kind), part in of_themes.groupby(["theme", "prompt_kind"]):
        named = part[part["participant_id"].notna()]
        per_person = named.groupby("participant_id")["n_excerpts"].sum()
        total = int(per_person.sum())
        ids = [excerpt_id for cell in part["excerpt_ids"] for excerpt_id in cell]
        places = {session.get(excerpt_id) for excerpt_id in ids}
        row = {
            "theme": theme, "prompt_kind": kind, "n_people": len(per_person),
            "n_groups": named["group"].nunique(),
            "n_sessions": sum(isinstance(place, str) for place in places),
            "n_excerpts": int(part["n_excerpts"].sum()),
            "n_unattributed": int(part["n_excerpts"].sum()) - int(named["n_excerpts"].sum()),
            "largest_share": int(per_person.max()) / total if total else None,
            "even_voices": total**2 / int((per_person**2).sum()) if total else None,
        }  # fmt: skip
        rows.append(row | {"sentence": describe_breadth(row)})
    rows.sort(key=lambda row: (row["theme"], tables.COUNTED_KINDS.index(row["prompt_kind"])))
    return tables.from_rows("breadth", rows) if rows else tables.empty("breadth")


def describe_breadth(row: dict[str, object]) -> str:
    """Return how widely a theme was raised, in plain sentences of at most 25 words.

    Examples
    --------
    >>> print(describe_breadth({"n_people": 7, "n_groups": 2, "n_sessions": 3,
    ...                         "n_unattributed": 1, "largest_share": 0.6}))
    7 people from 2 groups were recorded raising this, in 3 sessions. Over half of what they \
said about it comes from one person. 1 note without a name carries it too.
    """
    n, notes = int(str(row["n_people"])), int(str(row["n_unattributed"]))
    if not n:
        parts = ["nobody named was recorded raising this"]
    else:
        who = f"{n:,} {'person' if n == 1 else 'people'}"
        groups, sessions = int(str(row["n_groups"])), int(str(row["n_sessions"]))
        source = f" from {groups} groups" if groups > 1 else ""
        where = f", in {sessions:,} sessions" if sessions > 1 else ""
        parts = [f"{who}{source} {'was' if n == 1 else 'were'} recorded raising this{where}"]
        if n > 1 and float(str(row["largest_share"])) > _ONE_PERSONS:
            parts.append("over half of what they said about it comes from one person")
    if notes:
        what = "note without a name carries" if notes == 1 else "notes without names carry"
        parts.append(f"{notes:,} {what} it{' too' if n else ''}")
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)
