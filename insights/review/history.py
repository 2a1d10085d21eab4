"""What this coder decided, newest first; any of it can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.review.frame import Room, Visit
from insights.review.reading import say_step

if TYPE_CHECKING:
    from starlette.responses import Response

_AT_ONCE = 100


async def history(visit: Visit) -> Response:
    """Show the steps that stand; take one back."""
    desk = visit.desk
    if visit.sent:
        step = desk.undo(visit.form.text("step")) if visit.form.text("step") else None
        said = f"Taken back: {say_step(desk, step.lines)}." if step else "It had been taken back."
        return visit.go("/history", notice=said)
    steps = desk.steps()[::-1]
    rows = [
        (step, say_step(desk, step.lines), desk.material.excerpts.get(step.first.excerpt_id))
        for step in steps[:_AT_ONCE]
    ]
    return visit.show("history", title="History", rows=rows, n=len(steps),
                      problems=desk.problems)  # fmt: skip


ROOM = Room(
    path="/history",
    name="History",
    about="Everything you decided, newest first. Any step can be taken back.",
    pages={"/history": history},
)
