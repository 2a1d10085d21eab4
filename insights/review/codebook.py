"""The codebook: every change shown with what it would do, before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError
from insights.pipeline.reviewing import changes
from insights.review.frame import Room, Visit
from insights.review.reading import say_step

if TYPE_CHECKING:
    from starlette.responses import Response

_PARTS = 4
SAYS = {
    "new": "Make a new code", "rename": "Rename", "define": "Change how it is described",
    "move": "Move to another theme", "merge": "Merge into another code",
    "split": "Split into several codes", "retire": "Retire",
}  # fmt: skip


async def book(visit: Visit) -> Response:
    """Show all codes by theme, with how often each counts."""
    desk = visit.desk
    tally = changes.tally_codes(desk, desk.state)
    themes: dict[str, list[Any]] = {}
    for code in desk.state.codes.values():
        themes.setdefault(str(code["theme"]), []).append(code)
    retired = [c for c in desk.state.book.codes.values() if c["status"] == "retired"]
    return visit.show("codebook", title="Codebook", themes=themes, tally=tally, retired=retired,
                      moved=desk.state.book.moved, groups=desk.material.groups)  # fmt: skip


async def code(visit: Visit) -> Response:
    """Show one code: what it means, what it carries, and what can be changed."""
    desk = visit.desk
    code_id = visit.query.text("id")
    found = desk.state.code(code_id)
    if found is None:
        raise InsightsError("There is no such code.", code_id, "Choose one from the codebook.")
    tally = changes.tally_codes(desk, desk.state)
    others = [c for key, c in desk.state.codes.items() if key != code_id]
    lines = [(d, say_step(desk, [d])) for d in changes.history_of(desk, code_id)]
    return visit.show(
        "code", title=str(found["name"]), code=found, tally=tally.get(("code", code_id)),
        others=sorted(others, key=lambda c: (c["theme"], c["name"])), history=lines,
        themes=sorted({str(c["theme"]) for c in desk.state.codes.values()}),
        into=desk.state.book.moved.get(code_id, ""), groups=desk.material.groups,
    )  # fmt: skip


async def split(visit: Visit) -> Response:
    """Show a code's excerpts, to sort them into parts."""
    desk = visit.desk
    code_id = visit.query.text("id")
    found = desk.state.code(code_id)
    if found is None:
        raise InsightsError("There is no such code.", code_id, "Choose one from the codebook.")
    rows = [desk.material.excerpts[e] for e in changes.excerpts_of(desk, code_id)]
    hidden = "group" in visit.sitting.settings.blind
    return visit.show("split", title=f"Split “{found['name']}”", code=found, rows=rows,
                      n_parts=_PARTS, hide_group=hidden)  # fmt: skip


async def change(visit: Visit) -> Response:
    """Show what a change would do; make it once that has been seen."""
    if not visit.sent:
        return visit.go("/codebook")
    desk, form = visit.desk, visit.form
    action, code_id = form.text("action"), form.text("code_id")
    given = form.starting("set:")
    parts = _parts(visit) if action == "split" else ()
    line = changes.draft_change(desk, action, code_id, given, parts)
    if form.text("do") == "confirm":
        desk.record([line])
        where = "/codebook/code" if action != "new" else "/codebook"
        return visit.go(
            where, {"id": code_id} if action != "new" else None,
            f"Done: {say_step(desk, desk.ledger.decisions[-1:])}. You can undo this at any time.",
        )  # fmt: skip
    return visit.show(
        "change", title=SAYS[action], action=action, code=desk.state.code(code_id),
        line=line, given=given, parts_given=parts, code_id=code_id,
        preview=changes.preview_change(desk, line), groups=desk.material.groups,
    )  # fmt: skip


def _parts(visit: Visit) -> list[tuple[str, list[str]]]:
    """Return the parts named on the page, each with the excerpts sorted into it."""
    form = visit.form
    names = [form.text(f"part:{number}") for number in range(1, _PARTS + 1)]
    sorted_into: dict[str, list[str]] = {}
    for excerpt_id, number in form.starting("to:").items():
        if excerpt_id in visit.desk.material.excerpts:
            sorted_into.setdefault(number, []).append(excerpt_id)
    return [(name, sorted_into.get(str(n), [])) for n, name in enumerate(names, start=1)]


async def take_back(visit: Visit) -> Response:
    """Take back one change to a code."""
    if visit.sent:
        done = visit.desk.take_back_line(visit.form.text("line"))
        notice = "Taken back." if done else "That had been taken back already."
        return visit.go("/codebook/code", {"id": visit.form.text("code_id")}, notice)
    return visit.go("/codebook")


ROOM = Room(
    path="/codebook",
    name="Codebook",
    about="New, rename, describe, move, merge, split, retire: with what each would change.",
    pages={
        "/codebook": book, "/codebook/code": code, "/codebook/split": split,
        "/codebook/change": change, "/codebook/take-back": take_back,
    },
)  # fmt: skip
