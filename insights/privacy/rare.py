"""Words beside which a person could be picked out although no name stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.privacy.normal import normalise

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ALIKE = 3  # a description that fits fewer people than this points to one of them
_ALONE = re.compile(
    r"\b(?:i(?:['’]m| am| was)|being|as|we(?:['’]re| are| were)) (?:the|our|their) (?:only|sole|"
    r"first|last)\b|"
    r"\bthe (?:only|sole) (?!thing|way|time|reason|problem|place|help|one that|bit|part|good|"
    r"difference|question|other)[\w'’-]{2,30}(?: [\w'’-]{2,30}){0,3} "
    r"(?:in|at|on|for|from|here|who|with|there)\b|"
    r"\bthe only one (?:who|in|at|on|from|here|there|of)\b|"
    r"\b(?:nobody|no one|no-one) else (?:in|at|on|from|here|has my|is)\b|"
    r"\bi(?:['’]m| am) the (?:[\w'’-]{2,30} ){0,2}(?:manager|director|lead|chair|head|founder|"
    r"interpreter|councillor|vicar|imam|headteacher)\b",
    re.IGNORECASE,
)
_SHORTEST_VALUE = 4
_NO_ATTRIBUTE = (
    "participant_id", "perspective", "origin", "attended", "speaking_as", "withdrawn_on",
    "contact",
)  # fmt: skip


def find_rare(
    excerpts: pd.DataFrame, participants: pd.DataFrame, *, fewest: int = FEWEST_ALIKE
) -> dict[str, str]:
    """Return the excerpts whose words could point to one person, each with the reason.

    Two signs: the words say that somebody is the only one of their kind ("the only Somali
    interpreter in the county"); or they say of the speaker what the register says of fewer
    than ``fewest`` people (a role, a first language, a place). Both are proposals: a person
    looks and approves the quote, or leaves it out.

    Parameters
    ----------
    excerpts, participants
        The tables of those names.

    Returns
    -------
    dict
        Reason by excerpt id: never the words themselves.
    """
    uncommon = _uncommon_values(participants, fewest)
    found: dict[str, str] = {}
    for row in excerpts[["excerpt_id", "participant_id", "text"]].to_dict("records"):
        text = normalise(str(row["text"])).text
        if _ALONE.search(text):
            found[str(row["excerpt_id"])] = "it says that somebody is the only one of their kind"
            continue
        for column, value in uncommon.get(str(row["participant_id"]), {}).items():
            if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE):
                found[str(row["excerpt_id"])] = (
                    f"it says something of the speaker that is true of fewer than {fewest} people "
                    f"on the register ({column.replace('_', ' ')})"
                )
                break
    return found


def _uncommon_values(participants: pd.DataFrame, fewest: int) -> dict[str, dict[str, str]]:
    """Return each person's attributes that fewer than ``fewest`` people share."""
    columns = [
        str(c) for c in participants.columns
        if c not in _NO_ATTRIBUTE and not str(c).startswith("consent_")
    ]  # fmt: skip
    found: dict[str, dict[str, str]] = {}
    for column in columns:
        values = participants[column]
        shared: Mapping[Any, int] = values[values.map(_is_word)].value_counts().to_dict()
        for person, value in zip(participants["participant_id"], values, strict=True):
            if _is_word(value) and shared[value] < fewest:
                found.setdefault(str(person), {})[column] = normalise(value.strip()).text
    return found


def _is_word(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value.strip()) >= _SHORTEST_VALUE
        and any(sign.isalpha() for sign in value)
    )


def find_fine(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    attendance: pd.DataFrame,
    *,
    by: str,
    fewest: int = FEWEST_ALIKE,
) -> dict[str, str]:
    """Return the excerpts beside which stands more than the group, and that fits too few.

    A quote is attributed to its group alone. Where a project compares by an attribute, that
    attribute stands beside the quote: then at least ``fewest`` people of the same session
    must share it.

    Parameters
    ----------
    by
        What the project compares by: "perspective" or an attribute of the register.

    Returns
    -------
    dict
        Reason by excerpt id.
    """
    if by == "perspective" or by not in participants.columns:
        return {}
    value = dict(zip(participants["participant_id"], participants[by], strict=True))
    there: dict[tuple[object, object], set[object]] = {}
    for frame in (excerpts, attendance):
        for session, person in zip(frame["session_id"], frame["participant_id"], strict=True):
            if isinstance(person, str):
                there.setdefault((session, value.get(person)), set()).add(person)
    why = f"what stands beside it fits fewer than {fewest} people of its session"
    rows = zip(excerpts["excerpt_id"], excerpts["session_id"], excerpts["participant_id"],
               strict=True)  # fmt: skip
    return {
        str(excerpt_id): why
        for excerpt_id, session, person in rows
        if isinstance(person, str) and len(there[session, value.get(person)]) < fewest
    }
