"""Themes per person: who was recorded as raising what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights import tables
from insights.analysis.people import (
    counted_kinds,
    of_workshops,
    place,
    place_notes,
    spoken_by_people,
)  # fmt: skip
from insights.project import Thresholds

if TYPE_CHECKING:
    import pandas as pd

_KEYS = ["level", "theme", "code_id", "prompt_kind", "group", "participant_id"]


def theme_presence(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    *,
    sessions: pd.DataFrame | None = None,
    by: str = "perspective",
    settings: Thresholds | None = None,
) -> pd.DataFrame:
    """Return who was recorded as raising each theme, and each code, by kind of prompt.

    One row per person, however often they said it; problems, ideas and what is neither are
    never pooled. Facilitators never count. What names nobody becomes a row without a
    participant, in its session's group where there is one: shown, never counted as people.

    Parameters
    ----------
    excerpts, codes, participants, attendance
        Tables of those names. Retired codes count for nothing.
    counted
        The codings that count: excerpt_id, code_id, and confirmed (whether a person
        accepted it).
    sessions
        Table ``sessions``: what its purposes set aside (tests, feedback on a draft, the
        process itself) raises no theme of a workshop. Without it nothing is set aside.
    by
        "perspective", or any other column of participants; people without a value there
        are in no group.
    settings
        Accepted for symmetry with the other steps; no threshold applies here.

    Returns
    -------
    DataFrame
        Table ``presence``, ordered by level, theme, code, kind, group and person.
    """
    import pandas as pd

    excerpts, attendance = of_workshops(excerpts, sessions), of_workshops(attendance, sessions)
    said = spoken_by_people(excerpts)
    named = (said["speaker"] == "participant") & said["participant_id"].notna()
    group = place(said, participants, attendance, by)
    who_came = attendance.assign(group=place(attendance, participants, attendance, by))
    group = group.where(named, place_notes(said, who_came, by))
    facts = pd.DataFrame(
        {
            "excerpt_id": said["excerpt_id"],
            "prompt_kind": counted_kinds(said),
            "participant_id": said["participant_id"].astype(object).where(named, None),
            "group": group.where(group.notna(), None),
        }
    )
    live = codes.loc[codes["status"] != "retired", ["code_id", "theme"]]
    coded = (
        counted[["excerpt_id", "code_id", "confirmed"]]
        .drop_duplicates()
        .merge(live, on="code_id")
        .merge(facts, on="excerpt_id")
    )
    by_code = coded.assign(level="code")
    by_theme = coded.assign(level="theme", code_id=None)
    return _people(pd.concat([by_theme, by_code], ignore_index=True))


def _people(coded: pd.DataFrame) -> pd.DataFrame:
    """Return table ``presence``: one row per level × theme × code × kind × group × person."""
    import numpy as np
    import pandas as pd

    if coded.empty:
        return tables.empty("presence")
    rows = coded[[*_KEYS, "excerpt_id", "confirmed"]].copy()
    rows["level"] = pd.Categorical(rows["level"], ["theme", "code"])
    rows["prompt_kind"] = pd.Categorical(rows["prompt_kind"], tables.COUNTED_KINDS)
    rows["confirmed"] = rows["confirmed"].astype(bool)
    # Missing sorts last and is a value of its own: group notes, people in no group.
    labels = np.stack(
        [
            rows["level"].cat.codes.to_numpy(np.int64),
            *(_ranks(rows[key]) for key in ("theme", "code_id")),
            rows["prompt_kind"].cat.codes.to_numpy(np.int64),
            *(_ranks(rows[key]) for key in ("group", "participant_id", "excerpt_id")),
        ]
    )
    order = np.lexsort(labels[::-1])
    rows, labels = rows.iloc[order], labels[:, order]
    new_person = np.ones(len(rows), dtype=bool)
    new_person[1:] = (labels[:6, 1:] != labels[:6, :-1]).any(axis=0)
    new_excerpt = new_person.copy()
    new_excerpt[1:] |= labels[6, 1:] != labels[6, :-1]
    starts = np.flatnonzero(new_person)
    confirmed = np.logical_or.reduceat(rows["confirmed"].to_numpy(), starts)
    n_excerpts = np.add.reduceat(new_excerpt.astype(np.int64), starts)
    distinct = rows["excerpt_id"].to_numpy(dtype=object)[new_excerpt].tolist()
    ends = np.cumsum(n_excerpts).tolist()
    ids = [distinct[start:end] for start, end in zip([0, *ends], ends, strict=False)]
    result = rows.iloc[starts][_KEYS].reset_index(drop=True)
    for key in _KEYS:
        result[key] = result[key].astype("str")
    result = result.assign(n_excerpts=n_excerpts, confirmed=confirmed)
    result["excerpt_ids"] = pd.Series(ids, index=result.index, dtype=object)
    return tables.conform("presence", result)


def _ranks(values: pd.Series) -> pd.Series:
    """Return each value's place in sorted order, the missing last."""
    import numpy as np
    import pandas as pd

    numbers, uniques = pd.factorize(values, sort=True)
    return np.where(numbers < 0, len(uniques), numbers)  # type: ignore[return-value]
