"""What people agreed to: whose words may be used at all, and which may be quoted."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from insights.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


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
    people = "1 person has" if len(ids) == 1 else f"{len(ids)} people have"
    return ids, [
        Problem(
            "participants", "consent_take_part, consent_analysis, withdrawn_on",
            f"{people} withdrawn or not agreed, so nothing they said was used.",
            "Nothing to do, unless this is a mistake in the register.",
        )
    ]  # fmt: skip


def cleared_quotes(
    excerpts: pd.DataFrame,
    participants: pd.DataFrame,
    *,
    approved: Collection[str],
    held: Collection[str],
    today: str,
) -> frozenset[str]:
    """Return the excerpts whose words may be quoted without a name, as things stand.

    An excerpt is cleared when its speaker agreed to anonymous quotes, that consent has not
    run out, and nobody holds it back. Where the speaker wants to approve quotes first, or
    nobody is named as the speaker, a person's ``approve_quote`` is needed.

    Parameters
    ----------
    excerpts, participants
        The tables of those names.
    approved, held
        Excerpt ids that people approved (``approve_quote``) or held back (``hold_quote``).
    today
        ISO date; consent that ends before it no longer counts.
    """
    people = participants.set_index("participant_id")
    agreed = people["consent_anonymous_quote"].fillna(False).astype(bool)
    agreed &= ~(people["consent_expires_on"].fillna("9999-12-31") < today)
    first_asked = people["consent_approve_first"].fillna(False).astype(bool)
    speaker = excerpts["participant_id"]
    free = speaker.isin(people.index[agreed & ~first_asked])
    after_approval = speaker.isna() | speaker.isin(people.index[agreed & first_asked])
    ids = excerpts["excerpt_id"]
    cleared = (free | (after_approval & ids.isin(list(approved)))) & ~ids.isin(list(held))
    return frozenset(ids[cleared])
