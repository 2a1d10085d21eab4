"""What people agreed to: whose words may be used at all, and which may be quoted."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from insights.errors import Problem
from insights.privacy.taken_back import find_taken_back

if TYPE_CHECKING:
    import pandas as pd

QuoteState = Literal[
    "cleared", "held", "rare", "expired", "refused", "not recorded", "ask first", "nobody named",
    "unsettled", "taken back",
]  # fmt: skip
Hold = Literal["left out", "not quoted"]
UNSETTLED = "unsettled"  # of excerpts: the name beside it may be somebody's who said no
WHY_NOT_QUOTED: Mapping[str, str] = {
    "held": "a person holds it back",
    "rare": "its words could point to one person; a person has to look",
    "expired": "the speaker's consent has run out",
    "refused": "the speaker did not agree to be quoted",
    "not recorded": "no consent to quotes is recorded for the speaker",
    "ask first": "the speaker wants to see it first, and nobody has said yes",
    "nobody named": "nobody is named as the speaker, so a person has to approve it",
    "unsettled": "the name beside it may be somebody's who has not agreed to be quoted",
    "taken back": "the speaker took it back, or said it off the record",
}
A_PERSON_MAY_CLEAR = ("rare", "ask first", "nobody named", "taken back")
# Nobody waits for an answer there; and what was taken back is not passed on to find out.
NOT_EVEN_IN_DRAFTS = ("held", "expired", "refused", "unsettled", "taken back")
_NOBODY_MAY_CLEAR = ("expired", "refused", "unsettled")


def people_to_leave_out(participants: pd.DataFrame) -> tuple[frozenset[str], list[Problem]]:
    """Return the people whose words must not be used, and a problem that says how many.

    Left out is whoever has a date of withdrawal, or a "no" to taking part or to analysis.
    A missing answer is not a "no": asking is the organisers' duty, and the report's draft
    says how many gave none.

    Parameters
    ----------
    participants
        Table ``participants``.
    """
    refused = participants["withdrawn_on"].notna()
    for use in ("take_part", "analysis"):
        refused |= participants[f"consent_{use}"].fillna(True).eq(False)
    ids = frozenset(participants.loc[refused.astype(bool), "participant_id"])
    if not ids:
        return ids, []
    people = "1 person" if len(ids) == 1 else f"{len(ids)} people"
    return ids, [
        Problem(
            "participants", "consent_take_part, consent_analysis, withdrawn_on",
            f"{people} withdrew or did not agree, so nothing of theirs was used.",
            "Nothing to do, unless this is a mistake in the register.",
        )
    ]  # fmt: skip


def holds_of(participants: pd.DataFrame) -> dict[str, Hold | None]:
    """Return what each person's consent holds back of words that may be theirs.

    Where the project records no consent to quotes, nobody's quotes are held by this: a person
    looks at each. A consent that will run out counts as none, because words wait without a day.

    Examples
    --------
    >>> import pandas as pd
    >>> holds_of(pd.DataFrame({
    ...     "participant_id": ["P1", "P2", "P3"], "withdrawn_on": [None, None, "2026-03-01"],
    ...     "consent_take_part": [None] * 3, "consent_analysis": [None] * 3,
    ...     "consent_anonymous_quote": [True, False, True],
    ... }))
    {'P1': None, 'P2': 'not quoted', 'P3': 'left out'}
    """
    gone, _ = people_to_leave_out(participants)
    records_quotes = bool(participants["consent_anonymous_quote"].notna().any())
    holds: dict[str, Hold | None] = {}
    for row in participants.to_dict("records"):
        agreed = _consent(row, "") == "cleared" and not isinstance(
            row.get("consent_expires_on"), str
        )
        hold: Hold | None = "not quoted" if records_quotes and not agreed else None
        holds[str(row["participant_id"])] = "left out" if row["participant_id"] in gone else hold
    return holds


def quote_states(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    approved: Collection[str],
    held: Collection[str],
    today: str,
    rare: Collection[str] = (),
) -> dict[str, QuoteState]:
    """Return for each excerpt whether its words may be quoted without a name, or why not.

    Consent is per person and use: ``consent_anonymous_quote`` must be a yes that has not run
    out; nothing recorded is no yes. Where the speaker wants to approve quotes first, or
    nobody is named as the speaker, or the words could point to one person, or the speaker took
    them back, somebody's ``approve_quote`` is needed. A ``hold_quote`` always wins. Nobody may
    clear words beside a name that may be somebody's who has not agreed, until it is settled
    whose it is.

    Parameters
    ----------
    excerpts, participants
        The tables of those names.
    approved, held
        Excerpt ids that people approved (``approve_quote``) or held back (``hold_quote``).
    today
        ISO date; consent that ends before it no longer counts.
    rare
        Excerpt ids whose words could point to one person.

    Returns
    -------
    dict
        "cleared" or a key of :data:`WHY_NOT_QUOTED`, by excerpt id.
    """
    said = {
        str(row["participant_id"]): _consent(row, today) for row in participants.to_dict("records")
    }
    yes, no, unusual = frozenset(approved), frozenset(held), frozenset(rare)
    taken_back = find_taken_back(excerpts)
    states: dict[str, QuoteState] = {}
    known_by = excerpts["known_by"] if "known_by" in excerpts.columns else [None] * len(excerpts)
    for excerpt_id, speaker, known in zip(
        excerpts["excerpt_id"], excerpts["participant_id"], known_by, strict=True
    ):
        state = said.get(speaker, "not recorded") if isinstance(speaker, str) else "nobody named"
        if isinstance(known, str) and known == UNSETTLED:
            state = "unsettled"
        if state in A_PERSON_MAY_CLEAR and excerpt_id in yes:
            state = "cleared"
        if state == "cleared" and excerpt_id in unusual and excerpt_id not in yes:
            state = "rare"
        if excerpt_id in taken_back and excerpt_id not in yes and state not in _NOBODY_MAY_CLEAR:
            state = "taken back"
        states[str(excerpt_id)] = "held" if excerpt_id in no else state
    return states


def _consent(person: Mapping[Hashable, Any], today: str) -> QuoteState:
    """Return what one person's consent makes of all they said."""

    def answer(use: str) -> bool | None:
        given = person.get(use)
        return bool(given) if given in (True, False) else None

    if answer("consent_anonymous_quote") is None:
        return "not recorded"
    if not answer("consent_anonymous_quote"):
        return "refused"
    until = person.get("consent_expires_on")
    if isinstance(until, str) and until < today:
        return "expired"
    return "ask first" if answer("consent_approve_first") else "cleared"


def cleared_quotes(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    approved: Collection[str],
    held: Collection[str],
    today: str,
    rare: Collection[str] = (),
) -> frozenset[str]:
    """Return the excerpts whose words may be quoted without a name, as things stand.

    The rules are those of :func:`quote_states`.
    """
    states = quote_states(
        excerpts, participants, approved=approved, held=held, today=today, rare=rare
    )
    return frozenset(excerpt_id for excerpt_id, state in states.items() if state == "cleared")


def count_consent(participants: pd.DataFrame, *, today: str) -> dict[str, int]:
    """Return how many people stand where towards anonymous quotes, for a person to check.

    Examples
    --------
    >>> import pandas as pd
    >>> count_consent(pd.DataFrame({
    ...     "participant_id": ["P1", "P2"], "consent_anonymous_quote": [True, None],
    ... }), today="2026-03-01")
    {'cleared': 1, 'not recorded': 1}
    """
    found: dict[str, int] = {}
    for row in participants.to_dict("records"):
        state = _consent(row, today)
        found[state] = found.get(state, 0) + 1
    return dict(sorted(found.items()))
