"""What does not fit, and who stands alone: cases that must not be lost in a count."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.analysis.people import (
    counted_kinds,
    of_workshops,
    place,
    place_notes,
    spoken_by_people,
)  # fmt: skip

if TYPE_CHECKING:
    import pandas as pd

_AGAINST = ("opposes", "mixed")


def negative_cases(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    meanings: pd.DataFrame | None = None,
    *,
    sessions: pd.DataFrame | None = None,
    by: str = "perspective",
) -> pd.DataFrame:
    """Return who speaks against what a theme claims, or is in two minds about it.

    Parameters
    ----------
    excerpts, codes, participants, attendance
        Tables of those names.
    counted
        The codings that count: excerpt_id, code_id, and the stance that people gave them
        (supports, opposes, mixed, describes; missing where nobody did).
    meanings
        Table of that name: themes over which people judged two groups to be in conflict
        have a row for the pair, unless coders differ.
    sessions
        Table of that name: tests and feedback on drafts or the process are left out.

    Returns
    -------
    DataFrame
        Table ``negative_cases``, by theme and kind: opposing, then mixed, then conflicts.
    """
    excerpts, attendance = of_workshops(excerpts, sessions), of_workshops(attendance, sessions)
    said = _voices(excerpts, counted, codes, participants, attendance, by)
    rows: list[dict[str, Any]] = []
    for (theme, kind), part in said.groupby(["theme", "prompt_kind"]):
        named = part[part["participant_id"].notna()]
        against = part[part["stance"].isin(_AGAINST)]
        opposing = named.loc[named["stance"] == "opposes", "participant_id"].nunique()
        n_people = named["participant_id"].nunique()
        facts = {
            "theme": theme, "prompt_kind": kind, "n_people": n_people,
            "n_against": against["participant_id"].nunique(),
            "share_opposing": opposing / n_people if n_people else None,
        }  # fmt: skip
        keys = ["stance", "code_id", "participant_id", "group"]
        for (stance, code_id, person, group), own in against.groupby(keys, dropna=False):
            rows.append(facts | {
                "why": stance, "code_id": code_id, "claim": own["claim"].iloc[0],
                "participant_id": person, "group": group,
                "excerpt_ids": sorted(set(own["excerpt_id"])),
            })  # fmt: skip
    rows += _conflicts(said, meanings)
    order = {"opposes": 0, "mixed": 1, "conflict": 2}
    rows.sort(
        key=lambda row: (
            row["theme"], tables.COUNTED_KINDS.index(row["prompt_kind"]), order[row["why"]],
            str(row.get("code_id")), str(row.get("group")), str(row.get("participant_id")),
        )
    )  # fmt: skip
    return tables.from_rows("negative_cases", rows) if rows else tables.empty("negative_cases")


def single_voices(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    serious: Collection[str] = (),
    *,
    by: str = "perspective",
) -> pd.DataFrame:
    """Return the excerpts that no count may lose: serious ones, and lone voices on a theme.

    Parameters
    ----------
    serious
        Excerpts that people marked as serious (safety, rights, exclusion); they are listed
        whatever they carry, notes without names included.

    Returns
    -------
    DataFrame
        Table ``single_voices``: serious ones first, then as they stand in the sources.
    """
    carried = _voices(excerpts, counted, codes, participants, attendance, by)
    named = carried[carried["participant_id"].notna()]
    people = named.groupby("theme")["participant_id"].nunique()
    lone = set(people.index[people == 1])
    themes = carried.groupby("excerpt_id")["theme"].agg(lambda values: sorted(set(values)))
    of_people = set(named["excerpt_id"])
    said = _placed(excerpts, participants, attendance, by)
    rows = []
    for excerpt_id, person, group in zip(
        said["excerpt_id"], said["person"], said["group"], strict=True
    ):
        own = themes.get(excerpt_id, [])
        alone_in = [theme for theme in own if theme in lone and excerpt_id in of_people]
        if alone_in or excerpt_id in serious:
            rows.append({
                "excerpt_id": excerpt_id, "participant_id": person, "group": group,
                "themes": own, "serious": excerpt_id in serious, "alone_in": alone_in,
            })  # fmt: skip
    rows.sort(key=lambda row: not row["serious"])
    return tables.from_rows("single_voices", rows) if rows else tables.empty("single_voices")


def _placed(
    excerpts: pd.DataFrame, participants: pd.DataFrame, attendance: pd.DataFrame, by: str
) -> pd.DataFrame:
    """Return what people said, in the order of the sources, with person and group."""
    said = spoken_by_people(excerpts).sort_values(["source_id", "start", "excerpt_id"])
    named = (said["speaker"] == "participant") & said["participant_id"].notna()
    came = attendance.assign(group=place(attendance, participants, attendance, by))
    group = place(said, participants, attendance, by)
    group = group.where(named, place_notes(said, came, by))
    return said.assign(
        person=said["participant_id"].astype(object).where(named, None),
        group=group.where(group.notna(), None),
        counted_kind=counted_kinds(said),
    )


def _voices(
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    by: str,
) -> pd.DataFrame:
    """Return excerpt × counted code with theme, claim, stance, kind, person and group."""
    said = _placed(excerpts, participants, attendance, by)
    live = codes.loc[codes["status"] != "retired", ["code_id", "theme", "claim"]]
    coded = counted[["excerpt_id", "code_id"]].assign(stance=counted.get("stance", None))
    facts = said[["excerpt_id", "counted_kind", "person", "group"]].rename(
        columns={"counted_kind": "prompt_kind", "person": "participant_id"}
    )
    return coded.drop_duplicates().merge(live, on="code_id").merge(facts, on="excerpt_id")


def _conflicts(said: pd.DataFrame, meanings: pd.DataFrame | None) -> list[dict[str, Any]]:
    if meanings is None or meanings.empty:
        return []
    judged: dict[tuple[str, str, tuple[str, str]], dict[str, str]] = {}
    for theme, kind, a, b, meaning, coder in zip(
        *(meanings[c] for c in ("theme", "prompt_kind", "group_a", "group_b", "meaning", "coder")),
        strict=True,
    ):
        pair = (min(a, b), max(a, b))
        judged.setdefault((str(theme), str(kind), pair), {})[str(coder)] = str(meaning)
    rows = []
    for (theme, kind, pair), by_coder in judged.items():
        if set(by_coder.values()) - {"unjudged"} != {"conflict"}:
            continue
        own = said[
            (said["theme"] == theme) & (said["prompt_kind"] == kind) & said["group"].isin(pair)
        ]
        rows.append({
            "theme": theme, "prompt_kind": kind, "why": "conflict", "group": "; ".join(pair),
            "excerpt_ids": sorted(set(own["excerpt_id"])),
            "n_people": own["participant_id"].nunique(),
        })  # fmt: skip
    return rows
