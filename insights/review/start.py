"""The first page: how far the review is, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import AT_ONCE, Queue, overview
from insights.review.frame import Room, Visit
from insights.review.reading import BLIND

if TYPE_CHECKING:
    from starlette.responses import Response


async def start(visit: Visit) -> Response:
    """Show the first page."""
    desk = visit.desk
    return visit.show(
        "start",
        title="Start",
        whole=overview.whole_progress(desk),
        groups=overview.group_progress(desk),
        sources=overview.source_progress(desk),
        codes=overview.code_progress(desk),
        at_once=AT_ONCE,
        n_learned=desk.lessons.n_learned_from,
        found=overview.say_found(desk),
        n_doubt=len(set(desk.queue(Queue("doubt")))),
        waiting={room.path: room.waiting(desk) for room in visit.sitting.rooms},
        problems=desk.problems,
        blind=BLIND,
    )


ROOM = Room(path="/", name="Start", about="How far the review is.", pages={"/": start})
