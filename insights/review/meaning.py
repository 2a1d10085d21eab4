"""Do two groups mean the same by a theme? People judge that, with both sides' words at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insights.errors import InsightsError
from insights.pipeline.reviewing import ReviewDesk, judgements
from insights.review.frame import Room, Visit

if TYPE_CHECKING:
    from starlette.responses import Response

ANSWERS = {
    "same": ("They mean the same", "Read side by side, one could have said what the other said."),
    "facets": ("Two sides of one thing", "Each group speaks of a part that the other does not."),
    "conflict": ("They disagree", "What one group says or wants, the other says or wants not."),
    "unjudged": ("We cannot say yet", "There is too little here; ask at the next round."),
}


async def pairs(visit: Visit) -> Response:
    """Show the themes that both groups raised, or one of them, and take a judgement."""
    desk = visit.desk
    found = judgements.list_pairs(desk)
    source = visit.form if visit.sent else visit.query
    given = source.text("pair")
    number = int(given) - 1 if given.isascii() and given.isdigit() else -1
    if not 0 <= number < len(found):
        return visit.show("meaning", title="Meaning", pairs=found, answers=ANSWERS)
    pair = found[number]
    if not visit.sent:
        return visit.show("pair", title=pair.theme, pair=pair, number=number + 1, n=len(found),
                          answers=ANSWERS)  # fmt: skip
    if (visit.form.text("theme"), visit.form.text("kind")) != (pair.theme, pair.prompt_kind):
        raise InsightsError(
            "The themes have changed since this page was shown, so nothing was written down.",
            "Meaning", "Open the theme again.",
        )  # fmt: skip
    judgements.judge_meaning(desk, pair, visit.form.text("meaning"), visit.form.text("memo"))
    following = next((n for n, p in enumerate(found, 1) if not p.mine and n != number + 1), 0)
    query = {"pair": str(following)} if following else None
    return visit.go("/meaning", query, f"Saved: {ANSWERS[visit.form.text('meaning')][0].lower()}.")


def _waiting(desk: ReviewDesk) -> int:
    return sum(
        not pair.mine and (pair.again or not pair.others) for pair in judgements.list_pairs(desk)
    )


ROOM = Room(
    path="/meaning",
    name="Meaning",
    about="Where both groups raised a theme: do they mean the same by it?",
    pages={"/meaning": pairs},
    waiting=_waiting,
)
