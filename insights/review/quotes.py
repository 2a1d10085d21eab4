"""Quotes that need somebody's word before they may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.pipeline.reviewing import ReviewDesk, judgements
from insights.review.frame import Room, Visit, own_path

if TYPE_CHECKING:
    from starlette.responses import Response

_AT_ONCE = 20
_DONE = {"approve_quote": "It may be quoted.", "hold_quote": "It will not be quoted.",
         "": "Taken back: it waits again."}  # fmt: skip


async def quotes(visit: Visit) -> Response:
    """Show the quotes that wait, those in the last draft first; take an answer."""
    desk, form = visit.desk, visit.form
    if visit.sent:
        action, excerpt_id = form.text("do"), form.text("excerpt_id")
        back = own_path(form.text("back"), "/quotes")
        if excerpt_id not in desk.material.excerpts:
            return visit.go(back, notice="That excerpt is no longer there.")
        action = action if action in _DONE else ""
        judgements.decide_quote(desk, excerpt_id, action)
        return visit.go(back, notice=_DONE[action])
    found = judgements.list_quotes(desk)
    waiting = [quote for quote in found if not quote.approved and not quote.held]
    decided = [quote for quote in found if quote.approved or quote.held]
    waiting.sort(key=lambda quote: quote.excerpt.excerpt_id != visit.query.text("at"))
    page = visit.query.text("page")
    start = (int(page) - 1) * _AT_ONCE if page.isascii() and page.isdigit() and int(page) else 0
    return visit.show("quotes", title="Quotes", rows=waiting[start : start + _AT_ONCE],
                      n_waiting=len(waiting), decided=decided, n_page=start // _AT_ONCE + 1,
                      n_pages=-(-len(waiting) // _AT_ONCE))  # fmt: skip


def _waiting(desk: ReviewDesk) -> int:
    found = judgements.list_quotes(desk)
    return sum(quote.used and not quote.approved and not quote.held for quote in found)


ROOM = Room(
    path="/quotes",
    name="Quotes",
    about="Words of people who asked to see a quote first, or of nobody named.",
    pages={"/quotes": quotes},
    waiting=_waiting,
)
