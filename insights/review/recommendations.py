"""Drafted recommendations, put into people's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import ReviewDesk, judgements
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

FIELDS = {
    "title": ("What to do", "Starts with a verb."),
    "addressed_to": ("Who is asked to act", ""),
    "component": ("Part of the toolkit", ""),
    "problem": ("The problem it answers", ""),
    "outcome": ("What should change", ""),
    "measures": ("How you would know", "What would be counted or asked."),
    "pilot": ("How to try it", "Where, with whom, how long, when to stop."),
    "feasibility": ("Can it be done?", "Would people take to it, can it be run, does it work?"),
    "feasibility_basis": ("What that rests on", ""),
    "cost": ("What it would cost", "A band is enough."),
    "negative_cases": ("Where it does not fit", "What was done about cases that say otherwise."),
    "dissent": ("Who disagrees", ""),
    "confidence": ("How sure the team is", "Set only with a reason."),
    "confidence_reason": ("Why that sure", ""),
    "serves": ("The part of the vision it serves", "In the words of the vision sentence."),
    "status": ("Where it stands", "draft, agreed, under way, …"),
    "owner": ("Who owns it", "A role, not a name."),
    "due": ("By when", "Like 2026-03-31."),
    "response": ("What those who decide answered", ""),
    "sign_off": ("Who signed it off", "Both groups, and when."),
}
_SHORT = ("title", "addressed_to", "component", "confidence", "status", "owner", "due", "cost")


async def recommendations(visit: Visit) -> Response:
    """Show the drafts, or one to edit, and take the edit."""
    desk = visit.desk
    found = {r.recommendation_id: r for r in judgements.list_recommendations(desk)}
    _, trouble = judgements.read_own_edits(desk)
    source = visit.form if visit.sent else visit.query
    chosen = found.get(source.text("id"))
    if chosen is None:
        return visit.show("recommendations", title="Recommendations", rows=list(found.values()),
                          trouble=trouble)  # fmt: skip
    if not visit.sent:
        return visit.show("recommendation", title=chosen.label, row=chosen, fields=FIELDS,
                          short=_SHORT, levels=judgements.confidence_levels(),
                          trouble=trouble)  # fmt: skip
    n = judgements.edit_recommendation(
        desk, chosen, visit.form.starting("set:"), visit.form.text("memo")
    )
    notice = "Saved. It will stand in the report after the next run." if n else "Nothing changed."
    return visit.go("/recommendations", {"id": chosen.recommendation_id}, notice)


def _waiting(desk: ReviewDesk) -> int:
    return sum(bool(r.missing) and not r.edited for r in judgements.list_recommendations(desk))


ROOM = Room(
    path="/recommendations",
    name="Recommendations",
    about="Put the drafts into your own words; your edits outlive every run.",
    pages={"/recommendations": recommendations},
    waiting=_waiting,
)
