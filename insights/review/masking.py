"""Words that may name somebody: mask them everywhere, or keep them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from insights.pipeline.reviewing import judgements
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

_AT_ONCE = 20
_KEPT = "waiting words"
_REASONS = {
    "cue": "a word before it speaks of a person",
    "capital": "a capital letter on a word that is no ordinary one",
    "lone_capital": "a capital letter on an ordinary word",
    "capitals": "written in capitals",
    "place": "a place", "place_by_preposition": "a place, by the word before it",
    "beside_name": "beside a name", "other_script": "in another script",
    "near_miss": "nearly a registered name", "initials": "initials",
    "lower_case_name": "a name in lower case", "lower_case_pair": "a name in lower case",
}  # fmt: skip


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
                      n_waiting=len(waiting), answered=answered, reasons=_REASONS)  # fmt: skip


def _take(visit: Visit) -> Response:
    desk, form = visit.desk, visit.form
    string_id, action = form.text("string_id"), form.text("do")
    standing = judgements.decided_words(desk).get(string_id)
    if action == "back" and standing is not None:
        desk.take_back_line(standing.id)
        return visit.go("/masking", notice="Taken back: the word waits again.")
    if action in ("mask", "unmask") and string_id:
        desk.record([{"action": action, "target": "string", "target_id": string_id}])
        done = "masked everywhere" if action == "mask" else "kept everywhere"
        return visit.go("/masking", notice=f"It will be {done} at the next run.")
    return visit.go("/masking")


ROOM = Room(
    path="/masking",
    name="Words to mask",
    about="Words that may name somebody, riskiest first. One answer covers every place.",
    pages={"/masking": words},
)
