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
_NUMBER = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty)"
)
_POST = r"(?:the )?(?:reception|front desk|switchboard|post ?room|kitchen|door)"
_JOB = (
    r"\bi (?:did|do|used to do|ran|kept|keep|handled?) (?:all )?(?:the |every(?:one|body)['’]s |"
    r"other people['’]s )?(?:payroll|wages|accounts|rotas?|rostering|book-?keeping)\b|"
    r"\bi lock (?:it|up|the)\b|\bi hold the keys?\b|\bthey (?:all )?ring me\b(?! back)|"
    r"\bi(?:['’]ve| have) (?:got )?the (?:invoices?|keys|rota|contract|budget|password)\b|"
    r"\bi(?:['’]m| am) (?:the|their) (?:voice|face of|one who|one they|person who|person they)\b|"
    rf"\bi(?:['’]ve| have) been (?:on|at|in) {_POST}\b|"
    rf"\b(?:on|at|in) {_POST} (?:for )?{_NUMBER} (?:years|yrs)\b"
)
_STAFF = (
    r"(?:\b(?:i|we|s?he)|\[person\])(?:['’]ve|['’]d| have| had| has| run| manage)(?: got)? "
    rf"(?:only |just |about )?{_NUMBER}(?: and a half\b| (?:staff|workers?|nurses?|advis[eo]rs?|"
    r"officers?|clinicians?|posts?|volunteers?|(?:in|on) (?:the|my) team|(?:full|part)[- ]time)\b)"
)
_TWO_PARTS = (
    r"\b(?:as|speak\w{0,3} for) (?:me|myself|himself|herself|themselves)\b[^.!?]{0,30}"
    r"\bnot (?:as|for) \w|"
    r"\bas (?:me|myself|himself|herself), (?:i|s?he|they) says?\b|"
    r"\b(?:been|was|come from) on the other side of (?:it|this|that|the (?:desk|table|counter))\b"
)
_OTHERS_PART = (
    r"\b(?:an?|our|the|their|one) (?:[\w'’-]+ ){0,3}(?:rep|representative|governor|trustee|"
    r"councillor|treasurer|vicar|imam|chaplain|mayor|founder)\b[^\n]{0,60}?[.!?,;:–—-] ?s?he\b"
)
# Each of these alone tells who it is to people who know the place: rules propose, people decide.
_PARTS = tuple(
    (re.compile(pattern, re.IGNORECASE), why)
    for pattern, why in (
        (_JOB, "it tells of a job that few have"),
        (_STAFF, "it tells how many people work for somebody"),
        (_TWO_PARTS, "it tells that the speaker has two parts here, as few have"),
        (_OTHERS_PART, "it tells of somebody else by the part they have"),
    )
)
_SHORTEST_VALUE, _FEWEST_INITIALS = 4, 3
_NO_ATTRIBUTE = (
    "participant_id", "perspective", "origin", "attended", "speaking_as", "withdrawn_on",
    "contact",
)  # fmt: skip


def find_rare(
    excerpts: pd.DataFrame, participants: pd.DataFrame, *, fewest: int = FEWEST_ALIKE
) -> dict[str, str]:
    """Return the excerpts whose words could point to one person, each with the reason.

    Three signs: the words say that somebody is the only one of their kind ("the only Somali
    interpreter in the county"); they tell of a part that few have (the one who does the
    wages, how many staff the speaker has, a representative and what she does); or they say of
    the speaker what the register says of fewer than ``fewest`` people (a role, a first
    language, a place, by its name or its initials). All are proposals: a person asks whoever
    said it and approves the quote, or leaves it out.

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
        if why := next((why for part, why in _PARTS if part.search(text)), ""):
            found[str(row["excerpt_id"])] = why
            continue
        for column, value in uncommon.get(str(row["participant_id"]), {}).items():
            if _is_told(value, text):
                found[str(row["excerpt_id"])] = (
                    f"it says something of the speaker that is true of fewer than {fewest} people "
                    f"on the register ({column.replace('_', ' ')})"
                )
                break
    return found


def _is_told(value: str, text: str) -> bool:
    """Return whether a text has a value of the register, in full or by its initials."""
    if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE):
        return True
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", value)).upper()
    known = len(initials) >= _FEWEST_INITIALS
    return known and re.search(rf"(?<!\w){initials}(?!\w)", text) is not None


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
