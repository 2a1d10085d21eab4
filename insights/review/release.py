"""Before a release: what the gate found, to be settled one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import releases
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_DONE = {
    "release": "Noted: it may be released as it is.",
    "hold": "Noted: it is held back.",
    "": "Taken back: it waits again.",
}


async def before_release(visit: Visit) -> Response:
    """Show what the gate found, and take a person's word on it."""
    desk, form = visit.desk, visit.form
    if visit.sent:
        action = form.text("do") if form.text("do") in _DONE else ""
        known = {
            (item.target, item.target_id)
            for _, items in releases.list_open(desk) or []
            for item in items
            if item.target
        }
        about = form.text("target"), form.text("target_id")
        if about not in known:
            return visit.go("/before-release", notice="That is no longer on the list.")
        releases.decide_release(desk, *about, action, form.text("memo"))
        return visit.go("/before-release", notice=_DONE[action])
    found = releases.list_open(desk)
    return visit.show("release", title="Before release", found=found,
                      n_open=releases.count_open(desk))  # fmt: skip


ROOM = Room(
    path="/before-release",
    name="Before release",
    about="What has to be settled before anything may leave the team.",
    pages={"/before-release": before_release},
    waiting=releases.count_open,
)
