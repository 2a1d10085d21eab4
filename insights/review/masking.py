"""Words that may name somebody: mask them everywhere, or keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from insights.pipeline.reviewing import judgements
from insights.pipeline.why_waiting import WHY_WAITING
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_AT_ONCE = 20
_KEPT = "waiting words"
_DONE = {
    "mask": "masked everywhere, the plain word too,",
    "mask_name": "masked where it reads as a name",
    "unmask": "kept everywhere",
}


async def words(visit: Visit) -> Response:
    """Show the words that wait, riskiest first; take an answer."""
    desk = visit.desk
    if visit.sent:
        return _take(visit)
    if _KEPT not in visit.sitting.kept or visit.query.text("again"):
        from starlette.concurrency import run_in_threadpool

        found = await run_in_threadpool(judgements.read_waiting_strings, desk)
        visit.sitting.kept[_KEPT] = found
    decided = judgements.decided_words(desk)
    rows: list[dict[str, Any]] = visit.sitting.kept[_KEPT]
    waiting = [row for row in rows if row["string_id"] not in decided]
    answered = [(r, decided[r["string_id"]]) for r in rows if r["string_id"] in decided]
    return visit.show("masking", title="Words to mask", rows=waiting[:_AT_ONCE],
                      n_waiting=len(waiting), answered=answered, reasons=WHY_WAITING)  # fmt: skip


def _take(visit: Visit) -> Response:
    desk, form = visit.desk, visit.form
    string_id, action = form.text("string_id"), form.text("do")
    standing = judgements.decided_words(desk).get(string_id)
    if action == "back" and standing is not None:
        desk.take_back_line(standing.id)
        return visit.go("/masking", notice="Taken back: the word waits again.")
    if action in _DONE and string_id:
        line: dict[str, Any] = {"action": action, "target": "string", "target_id": string_id}
        if action == "mask_name":
            line |= {"action": "mask", "value": "name"}
        desk.record([line])
        return visit.go("/masking", notice=f"It will be {_DONE[action]} at the next run.")
    return visit.go("/masking")


ROOM = Room(
    path="/masking",
    name="Words to mask",
    about="Words that may name somebody, riskiest first. One answer covers every place.",
    pages={"/masking": words},
)
