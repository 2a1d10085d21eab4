"""Ideas that stand behind nothing that is recommended, and what the records say of them."""

from __future__ import annotations

import re

from insights.reporting.cells import Row, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.fates import feedback_in, idea_title
from insights.reporting.drafting.grouping import unused_ideas
from insights.reporting.proposing.proposals import content_words

_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")  # "Open Post Hour"
_ARTICLE = ("the", "a", "an")
_SHARED, _FEWEST_SHARED = 0.75, 4


def further_ideas(desk: Desk) -> list[str]:
    """Return the ideas that stand behind nothing that is asked for, and have no answer yet.

    What was drawn, or made real after a round, has its answer in the records.
    """
    waiting = _unused(desk)
    made_real = answered_in_rounds(desk)
    return [e for e in waiting if e not in made_real and not _is_drawn(desk, e)]


def answered_in_rounds(desk: Desk) -> dict[str, Row]:
    """Return the further ideas that a change of the draft calls by name, each with the change."""
    changes = [(set(_NAME.findall(text_of(row["what"]))), row)
               for row in feedback_in(desk, "changed")]  # fmt: skip
    found: dict[str, Row] = {}
    for excerpt_id in _unused(desk):
        said = text_of(desk.material.excerpt[excerpt_id]["text"])
        row = next((row for names, row in changes if any(name in said for name in names)), None)
        if row is not None and not _is_drawn(desk, excerpt_id):
            found[excerpt_id] = row
    return found


def _unused(desk: Desk) -> list[str]:
    used = [str(e) for row in desk.recommendations for e in row["for_excerpt_ids"]]
    unused = unused_ideas(desk.material.excerpts, desk.material.counted, used)
    return [e for e in unused if e in desk.material.excerpt]


def _is_drawn(desk: Desk, excerpt_id: str) -> bool:
    """Return whether an idea was drawn: those are its words, it has its name, or says the same."""
    said = text_of(desk.material.excerpt[excerpt_id]["text"])
    words = set(content_words(said))
    for row in desk.ideas:
        drawn = text_of(row["excerpt_id"])
        if drawn == excerpt_id or _is_named(idea_title(row), said):
            return True
        its = set(content_words(text_of(desk.material.excerpt.get(drawn, {}).get("text"))))
        shared = len(its & words)
        if shared >= max(_FEWEST_SHARED, _SHARED * len(its)):
            return True
    return False


def _is_named(title: str, said: str) -> bool:
    """Return whether words hold a title of several words, in the singular or the plural."""
    first, *more = title.casefold().split() or [""]
    if not more or first in _ARTICLE:
        return False
    return re.search(rf"\b{re.escape(title)}s?\b", said, re.IGNORECASE) is not None
