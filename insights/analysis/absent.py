"""Who is missing: people invited who did not come, came and were not heard, or not coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.people import NO_GROUP, of_workshops, place, spoken_by_people
from insights.project import Project, Thresholds

if TYPE_CHECKING:
    import pandas as pd

GroupWords = Callable[[str, int], str]


def cover_people(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    sessions: pd.DataFrame | None = None,
    *,
    by: str = "perspective",
) -> pd.DataFrame:
    """Return for each person whether what they said is in anything that counts.

    *heard*: at least one excerpt under their name carries a counted code; *not coded*: they
    spoke, and none does; *silent*: they were there, and nothing is recorded under their
    name; *no workshop*: they only tested something or answered about a draft or the process,
    by the purposes in ``sessions``; *did not come*: the register knows them and nothing else
    does. Silence is what was recorded, not what was said: their words may stand in notes that
    name nobody.

    Returns
    -------
    DataFrame
        Table ``coverage``, by person. It is about people: for the team, never a report.
    """
    anywhere = set(attendance["participant_id"]) | set(
        spoken_by_people(excerpts)["participant_id"].dropna()
    )
    excerpts, attendance = of_workshops(excerpts, sessions), of_workshops(attendance, sessions)
    said = spoken_by_people(excerpts)
    said = said[(said["speaker"] == "participant") & said["participant_id"].notna()]
    live = codes.loc[codes["status"] != "retired", ["code_id", "theme"]]
    coded = counted[["excerpt_id", "code_id"]].merge(live, on="code_id")
    themes = coded.merge(said[["excerpt_id", "participant_id"]], on="excerpt_id")
    n_themes = themes.groupby("participant_id")["theme"].nunique()
    n_counted = themes.groupby("participant_id")["excerpt_id"].nunique()
    spoke = said.groupby("participant_id")["n_words"].agg(["size", "sum"])
    came = set(attendance["participant_id"]) | set(spoke.index)
    group = _usual_groups(participants, attendance, by)
    rows = []
    for person in sorted(set(participants["participant_id"]) | anywhere):
        n = int(spoke["size"].get(person, 0))
        carried = int(n_counted.get(person, 0))
        if person in came:
            state = "heard" if carried else "not coded" if n else "silent"
        else:
            state = "no workshop" if person in anywhere else "did not come"
        rows.append({
            "participant_id": person, "group": group.get(person), "attended": person in anywhere,
            "n_excerpts": n, "n_words": int(spoke["sum"].get(person, 0)), "n_counted": carried,
            "n_themes": int(n_themes.get(person, 0)),
            "state": state,
        })  # fmt: skip
    return tables.from_rows("coverage", rows) if rows else tables.empty("coverage")


def find_missing_people(
    coverage: pd.DataFrame,
    *,
    invited: Mapping[str, int] | None = None,
    intended: Sequence[str] = (),
    settings: Thresholds | None = None,
    group_words: GroupWords | None = None,
) -> pd.DataFrame:
    """Return, group by group, who was wanted and is not in what the reports say.

    Parameters
    ----------
    coverage
        Table of that name.
    invited
        How many people of each group were invited; else those the register knows.
    intended
        Groups that were wanted by name, whether or not anybody came.

    Whoever came to anything came: people are invited to tests and rounds of feedback too.

    Returns
    -------
    DataFrame
        Table ``missing_people``: a row for every group invited, intended or present. Its
        sentences give no number about silence in groups too small to show.
    """
    chosen = settings or Thresholds()
    words = group_words or Project(name="", root=Path(), title="").group_words
    known = {str(g): part for g, part in coverage.dropna(subset=["group"]).groupby("group")}
    asked = dict(invited or {})
    names = [*asked, *(g for g in intended if g not in asked)]
    names += [g for g in sorted(known) if g not in names and g not in NO_GROUP]
    rows = []
    for group in names:
        part = known.get(group)
        states = Counter(part["state"] if part is not None else ())
        n_absent = states["did not come"]
        row: dict[str, Any] = {
            "group": group, "intended": group in intended, "n_came": states.total() - n_absent,
            "n_invited": asked.get(group, states.total() if n_absent else None),
            "n_silent": states["silent"],
            "n_not_coded": states["not coded"],
        }  # fmt: skip
        n_aside = states["no workshop"]
        rows.append(row | {"sentence": _say(row, words, chosen.smallest_group, n_aside)})
    return tables.from_rows("missing_people", rows) if rows else tables.empty("missing_people")


def _say(row: Mapping[str, Any], words: GroupWords, smallest: int, n_aside: int) -> str:
    invited, came = row["n_invited"], row["n_came"]
    who = words(row["group"], 2)
    if not came:
        return f"Nobody took part from this group: {row['group'].replace('_', ' ')}."
    parts = [f"{came:,} {words(row['group'], came)} took part"]
    if invited is not None and invited > came:
        parts = [f"{invited:,} {who} were invited and {came:,} came"]
    if came >= smallest:
        if n_aside:
            parts.append(f"{n_aside:,} of them came to no workshop, but to tests or feedback alone")
        unheard = row["n_silent"] + row["n_not_coded"]
        if unheard == came:
            parts.append("none of them is in any theme that is counted")
        elif unheard:
            verb = "is" if unheard == 1 else "are"
            parts.append(f"{unheard:,} of them {verb} not in any theme that is counted")
        if n_silent := row["n_silent"]:  # why more came than are counted as heard elsewhere
            heard = came - n_silent
            parts.append(
                f"nothing that {n_silent:,} of them said is on record, so {heard:,} "
                f"{'counts' if heard == 1 else 'count'} as heard"
            )
    return " ".join(f"{part[:1].upper()}{part[1:]}." for part in parts)


def _usual_groups(
    participants: pd.DataFrame, attendance: pd.DataFrame, by: str
) -> dict[str, str | None]:
    """Return the group in which each person mostly counts, over the sessions they came to."""
    import pandas as pd

    rows = pd.concat(
        [
            attendance[["participant_id", "session_id"]],
            participants[["participant_id"]].assign(session_id=None),
        ],
        ignore_index=True,
    )
    rows["group"] = place(rows, participants, attendance, by)
    rows = rows[rows["group"].notna() & ~rows["group"].isin(NO_GROUP)]
    often = rows.groupby(["participant_id", "group"]).size().reset_index(name="n")
    often = often.sort_values(["participant_id", "n", "group"], ascending=[True, False, True])
    first = often.drop_duplicates("participant_id")
    return dict(zip(first["participant_id"], first["group"], strict=True))
