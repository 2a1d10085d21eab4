"""What the review pages need from a project: one desk, and free functions over it."""

from __future__ import annotations

from insights.pipeline.reviewing.desk import Answer, Context, ReviewDesk, open_desk
from insights.pipeline.reviewing.queues import ORDERS, TEACHES, TITLES, Queue
from insights.pipeline.reviewing.state import STANCES
from insights.pipeline.reviewing.teaching import AT_ONCE
from insights.tables import UNIT_KINDS

__all__ = [
    "AT_ONCE", "ORDERS", "STANCES", "TEACHES", "TITLES", "UNIT_KINDS", "Answer", "Context",
    "Queue", "ReviewDesk", "open_desk",
]  # fmt: skip
