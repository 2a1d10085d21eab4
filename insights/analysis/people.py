"""Which group a person counts in, which kind an excerpt is of, and which sessions count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from insights.errors import InsightsError, nearest

if TYPE_CHECKING:
    import pandas as pd

NO_GROUP = ("both", "unknown")  # perspectives that are no group to compare by default
_FIRST_GROUPS = ("lived_experience", "professional")
_KIND_OF = {
    "experience": "problem", "problem": "problem", "emotion": "problem",
    "idea": "idea", "preference": "idea",
}  # fmt: skip
_NO_WORKSHOP = ("feedback on a draft", "process", "test")  # purposes that raise no theme
_FORM = re.compile(r"\b(?:form|survey|questionnaire)s?\b", re.IGNORECASE)


def counted_kinds(excerpts: pd.DataFrame) -> pd.Series:
    """Return under which kind each excerpt counts: problem, idea or unspecified.

    Its own kind decides (experience, problem and emotion are problems; idea and preference
    are ideas), else its prompt's, else unspecified. A prompt for priorities settles
    nothing, since people set priorities among problems and among ideas alike.
    """
    own = excerpts["kind"].map(_KIND_OF)
    prompt = excerpts["prompt_kind"].where(excerpts["prompt_kind"].isin(["problem", "idea"]))
    return own.where(own.notna(), prompt).fillna("unspecified").astype(object)


def spoken_by_people(excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return the excerpts without facilitators' talk, which is never participants' talk."""
    return excerpts[excerpts["speaker"] != "facilitator"]


def without_facilitators(rows: pd.DataFrame, excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return session × person rows without those who facilitated that session.

    Who did is known from their talk in the excerpts.
    """
    talk = excerpts[(excerpts["speaker"] == "facilitator") & excerpts["participant_id"].notna()]
    led = talk[["session_id", "participant_id"]].drop_duplicates().assign(led=True)
    marked = rows[["session_id", "participant_id"]].merge(
        led, on=["session_id", "participant_id"], how="left"
    )
    return rows[marked["led"].isna().to_numpy()]


def of_workshops(rows: pd.DataFrame, sessions: pd.DataFrame | None) -> pd.DataFrame:
    """Return session × activity rows without tests, feedback on drafts and on the process.

    What people make of a draft or a prototype, or of how taking part was, is no problem or
    idea of a workshop: it counts in no k, no n and no share of its themes. A row
    without an activity belongs to its whole session, and goes where all of that went.
    """
    if sessions is None or "purpose" not in sessions.columns:
        return rows
    aside = _purposes(sessions).isin(_NO_WORKSHOP)
    if not aside.any():
        return rows
    keys = ["session_id", "activity"]
    pairs = {(row[0], _key(row[1])) for row in sessions.loc[aside, keys].itertuples(index=False)}
    whole = set(sessions.loc[aside, "session_id"]) - set(sessions.loc[~aside, "session_id"])
    kept = [
        session not in whole and (session, _key(activity)) not in pairs
        for session, activity in zip(rows["session_id"], rows["activity"], strict=True)
    ]
    return rows[kept]


def meetings(sessions: pd.DataFrame) -> frozenset[str]:
    """Return the sessions in which people met to talk: no forms, tests or feedback rounds.

    A form that both groups filled in, or a draft that both tried, is no meeting of theirs:
    it cannot tell a difference between groups from one between their workshops.
    """
    met = ~_texts(sessions["mode"]).fillna("").astype(str).str.contains(_FORM)
    if "purpose" in sessions.columns:
        met &= ~_purposes(sessions).isin(_NO_WORKSHOP)
    return frozenset(sessions.loc[met, "session_id"].astype(str))


def _purposes(sessions: pd.DataFrame) -> pd.Series:
    return _texts(sessions["purpose"]).fillna("").astype(str).str.casefold()


def _key(activity: object) -> str:
    return activity if isinstance(activity, str) else ""


def place(
    rows: pd.DataFrame, participants: pd.DataFrame, attendance: pd.DataFrame, by: str
) -> pd.Series:
    """Return the group of each row's person in that row's session; missing for none.

    Parameters
    ----------
    rows
        With columns participant_id and session_id.
    by
        "perspective", or any other column of participants. People with both perspectives
        count as what they spoke as in the session (or, failing that, by the register), else
        as "both", which is no group to compare.

    Raises
    ------
    InsightsError
        If participants have no such column.
    """
    if by not in participants.columns:
        raise InsightsError(
            f"There is nothing called “{by}” to compare people by.",
            "project.toml, [compare] by",
            f"Use perspective, or a column of the register.{nearest(by, participants.columns)}",
        )
    known = participants.drop_duplicates("participant_id").set_index("participant_id")
    group = rows["participant_id"].map(_texts(known[by])).astype(object)
    group = group.where(group.notna(), None)
    if by != "perspective":
        return group
    both = group == "both"
    if both.any():
        spoke = _spoken_as(rows.loc[both], known, attendance)
        group.loc[both] = spoke.where(spoke.notna(), "both")
    return group


def _spoken_as(rows: pd.DataFrame, known: pd.DataFrame, attendance: pd.DataFrame) -> pd.Series:
    said = attendance.assign(speaking_as=_texts(attendance["speaking_as"]))
    said = said[said["speaking_as"].notna() & ~said["speaking_as"].isin(NO_GROUP)]
    said = said.sort_values(["participant_id", "session_id", "activity"], kind="stable")
    by_session = {
        (person, session): group
        for person, session, group in zip(
            said["participant_id"], said["session_id"], said["speaking_as"], strict=True
        )
    }
    register = _texts(known["speaking_as"]) if "speaking_as" in known else None
    usual = (
        {p: g for p, g in register.items() if isinstance(g, str) and g not in NO_GROUP}
        if register is not None
        else {}
    )
    return rows.apply(
        lambda row: by_session.get(
            (row["participant_id"], row["session_id"]), usual.get(row["participant_id"])
        ),
        axis=1,
    ).astype(object)


def place_notes(notes: pd.DataFrame, attendance_groups: pd.DataFrame, by: str) -> pd.Series:
    """Return the group that each unattributed excerpt belongs to; missing where unknown.

    By perspective, the excerpt's own (its session's); else the only group that the session
    had, where it had one. A note without a group may be anyone's, and is held against
    silence in every group.
    """
    one_group = attendance_groups.dropna(subset=["group"]).groupby("session_id")["group"].unique()
    only = {session: found[0] for session, found in one_group.items() if len(found) == 1}
    from_session = notes["session_id"].map(only).astype(object)
    from_session = from_session.where(from_session.notna(), None)
    if by != "perspective":
        return from_session
    own = _texts(notes["perspective"])
    own = own.where(own.notna() & ~own.isin(NO_GROUP), None)
    return own.where(own.notna(), from_session).astype(object)


def order_groups(sizes: dict[str, int], by: str) -> tuple[str, ...]:
    """Return groups in reading order: lived experience, professionals, then by size.

    Examples
    --------
    >>> order_groups({"carer": 9, "professional": 4, "lived_experience": 5, "both": 1},
    ...              "perspective")
    ('lived_experience', 'professional', 'carer')
    """
    groups = [group for group in sizes if by != "perspective" or group not in NO_GROUP]

    def rank(group: str) -> tuple[int, int, str]:
        first = _FIRST_GROUPS.index(group) if group in _FIRST_GROUPS else len(_FIRST_GROUPS)
        return (first, -sizes[group], group)

    return tuple(sorted(groups, key=rank))


def _texts(values: pd.Series) -> pd.Series:
    """Return a column as texts, with None for what is missing or blank."""
    plain = values.astype(object)
    stripped = plain.where(plain.notna(), "").astype(str).str.strip().astype(object)
    return stripped.where(stripped != "", None)
