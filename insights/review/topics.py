"""Topics: a machine's clusters, and how one becomes a draft code if a person says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.errors import InsightsError
from insights.pipeline.reviewing import Queue, changes
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response


async def topics(visit: Visit) -> Response:
    """Show the topics, those that no code covers first."""
    found = changes.list_topics(visit.desk)
    shown = [topic for topic in found if not topic.covered]
    nothing = visit.desk.queue(Queue("nothing"))
    return visit.show("topics", title="Topics", bare=shown,
                      nothing=[visit.desk.material.excerpts[e] for e in nothing],
                      covered=[topic for topic in found if topic.covered],
                      hide_group="group" in visit.sitting.settings.blind)  # fmt: skip


async def promote(visit: Visit) -> Response:
    """Show a draft code made from a topic, to be named and described."""
    desk, topic_id = visit.desk, visit.query.text("id")
    topic = next((t for t in changes.list_topics(desk) if t.topic_id == topic_id), None)
    if topic is None:
        raise InsightsError("There is no such topic.", topic_id, "Choose one from the topics.")
    return visit.show("topic", title="Make a topic a draft code", topic=topic,
                      draft=changes.draft_from_topic(desk, topic_id),
                      themes=sorted({str(code["theme"]) for code in desk.state.codes.values()}),
                      hide_group="group" in visit.sitting.settings.blind)  # fmt: skip


ROOM = Room(
    path="/topics",
    name="Topics",
    about="What the software put together. Make one a draft code if the codebook misses it.",
    pages={"/topics": topics, "/topics/draft": promote},
    waiting=lambda desk: sum(not topic.covered for topic in changes.list_topics(desk)),
)
