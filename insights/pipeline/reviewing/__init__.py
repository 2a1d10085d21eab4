"""What the review pages need from a project: one desk, and free functions over it."""

from __future__ import annotations

from insights.pipeline.reviewing.desk import Answer, Context, ReviewDesk, open_desk
from insights.pipeline.reviewing.queues import ORDERS, Queue

__all__ = ["ORDERS", "Answer", "Context", "Queue", "ReviewDesk", "open_desk"]
