"""Where coders differ, side by side, to talk through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import overview
from insights.review.frame import Room, Visit, say_count

if TYPE_CHECKING:
    from starlette.responses import Response

_AT_ONCE = 50


async def differences(visit: Visit) -> Response:
    """Show what coders decided differently; take a change of mind."""
    desk, form = visit.desk, visit.form
    if visit.sent:
        excerpt_id, code_id, action = form.text("excerpt_id"), form.text("code_id"), form.text("do")
        known = excerpt_id in desk.material.excerpts and code_id in desk.state.codes
        if known and action in ("accept", "reject"):
            desk.record(
                [
                    {
                        "action": action, "target": "excerpt", "target_id": excerpt_id,
                        "excerpt_id": excerpt_id, "code_id": code_id, "memo": form.text("memo"),
                        "shown": [],
                    }
                ]
            )  # fmt: skip
            said = "yes" if action == "accept" else "no"
            return visit.go("/differences", notice=f"Your word is now: {said}.")
        return visit.go("/differences")
    found = overview.list_differences(desk)
    coders = sorted(desk.state.looked)
    rows = [(one, desk.material.excerpts[one.excerpt_id]) for one in found[:_AT_ONCE]]
    both = _read_by_both(visit, coders)
    return visit.show("differences", title="Differences", rows=rows, n=len(found), coders=coders,
                      both=both)  # fmt: skip


def _read_by_both(visit: Visit, coders: list[str]) -> str:
    looked = visit.desk.state.looked
    if len(coders) < 2:
        return ""
    shared = set.intersection(*(looked[coder] for coder in coders))
    everyone = "both coders" if len(coders) == 2 else f"all {len(coders)} coders"
    return f"{say_count(len(shared), 'excerpt')} read by {everyone}."


ROOM = Room(
    path="/differences",
    name="Differences",
    about="Where coders decided differently, side by side. Best looked at together.",
    pages={"/differences": differences},
)
