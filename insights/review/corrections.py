"""Where corrections go: what people turned down and added, by code and group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import overview
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_EXAMPLES = 3


async def corrections(visit: Visit) -> Response:
    """Show what became of the suggestions."""
    desk = visit.desk
    found = overview.list_corrections(desk)
    said = overview.say_corrections(desk, found)
    for entry in said:
        entry["quotes"] = [desk.material.excerpts[e] for e in entry["excerpt_ids"][:_EXAMPLES]]
    return visit.show("corrections", title="Where corrections go", rows=found, said=said)


ROOM = Room(
    path="/corrections",
    name="Where corrections go",
    about="Which suggestions people turn down, and which codes they add, by group.",
    pages={"/corrections": corrections},
)
