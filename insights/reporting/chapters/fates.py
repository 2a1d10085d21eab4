"""What became of what people asked for: done, agreed, waiting, or not for now."""

from __future__ import annotations

import re
from typing import Literal

from insights.reporting.cells import Row, rows_of, text_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.drafting.joins import ideas_among
from insights.reporting.drafting.looking_into import is_to_look
from insights.reporting.drafting.tried import ELSEWHERE, says_being_tried

Fate = Literal[
    "done", "agreed", "asked", "to look", "trying", "cannot", "not agreed", "made", "no answer"
]

SOMETHING_ABOUT = "Something about "
DONE = ("done", "changed", "in place", "finished")
DOING = ("doing", "in progress", "started", "agreed", "accepted", "planned", "pilot", "piloting")
MADE, WAITING = ("prototype", "commitment"), ("parked", "not now")
NOT_DONE = ("declined", "refused", "rejected", "not now", "won't do", "parked", "not changed")
_JOINED = re.compile(
    r"\b(?:shared? its dots|(?:(?:was|is) )?(?:joined|merged|put together|combined)) "
    r"(?:with|into) (\w+)(?:\.\s*|$)",
    re.IGNORECASE,
)


def fate_of(desk: Desk, row: Row) -> Fate:
    """Return what became of a thing that people asked for."""
    status = text_of(row["status"]).casefold()
    if status in DONE:
        return "done"
    if status in DOING:
        return "agreed"
    if len(row["decisions"]):  # whatever became of its drawings, it is what is asked for now
        return "asked"
    if is_to_look(row):
        return "to look"
    if status not in NOT_DONE and any(is_being_tried(i) for i in ideas_behind(desk, row)):
        return "trying"
    if has_to_wait(desk, row):
        return "cannot"
    if text_of(row["convergence"]) == "dissonant":
        return "not agreed"
    return "made" if ideas_made(desk, row) else "no answer"


def has_to_wait(desk: Desk, row: Row) -> bool:
    """Return whether what was asked for has to wait: so decided, or so are all its drawings."""
    status = text_of(row["status"]).casefold()
    if status in NOT_DONE:
        return True
    ideas = ideas_behind(desk, row)
    decided = status in (*DONE, *DOING)
    return bool(ideas) and not decided and all(text_of(i["status"]) in WAITING for i in ideas)


def ideas_behind(desk: Desk, row: Row) -> list[Row]:
    """Return the drawings among what it rests on; the one it is named after, where one is."""
    ideas = ideas_among(desk.material.ideas, [str(e) for e in row["for_excerpt_ids"]])
    named = [idea for idea in ideas if f"“{idea_title(idea)}”" in text_of(row["title"])]
    return named or ideas


def ideas_made(desk: Desk, row: Row) -> list[Row]:
    """Return the drawings among what it rests on that were built or agreed to."""
    return [idea for idea in ideas_behind(desk, row) if text_of(idea["status"]) in MADE]


def is_being_tried(idea: Row) -> bool:
    """Return whether the note on a drawing says that it is being tried."""
    return says_being_tried(text_of(idea["reason"]))


def joined_with(desk: Desk, idea: Row) -> tuple[Row | None, str]:
    """Return the drawing that another was put together with, and what else its note says."""
    reason = text_of(idea["reason"])
    others = {text_of(row["idea_id"]): row for row in desk.ideas}
    found = _JOINED.search(reason)
    if found is None or found[1] not in others:
        return None, reason
    return others[found[1]], (reason[: found.start()] + reason[found.end() :]).strip()


def asked_since(desk: Desk, idea: Row) -> Row | None:
    """Return what those who decide are asked for now that rests on a drawing, None if nothing."""
    for row in desk.recommendations:
        behind = [text_of(one["idea_id"]) for one in ideas_behind(desk, row)]
        if text_of(idea["idea_id"]) in behind and fate_of(desk, row) == "asked":
            return row
    return None


def stands_still(desk: Desk, idea: Row) -> bool:
    """Return whether a drawing waits: it is not tried, nor one with what is, nor asked for now."""
    other, _ = joined_with(desk, idea)
    tried = is_being_tried(idea) or (other is not None and is_being_tried(other))
    return not tried and asked_since(desk, idea) is None


def end_of(desk: Desk, row: Row) -> str:
    """Return what became of a drawing: its status, or "elsewhere" where it was built elsewhere."""
    status, said = text_of(row["status"]), text_of(row["excerpt_id"])
    moved = any(
        said in map(str, one["for_excerpt_ids"]) and text_of(one["tried"]).startswith(ELSEWHERE)
        for one in desk.recommendations
    )
    return "elsewhere" if status == "prototype" and said and moved else status


def ideas_in(desk: Desk, *states: str) -> list[Row]:
    """Return the drawings in one of these states, in order."""
    return [row for row in desk.ideas if text_of(row["status"]) in states]


def feedback_in(desk: Desk, *states: str) -> list[Row]:
    """Return the feedback on a draft that ended in one of these states, in order."""
    return [row for row in rows_of(desk.material.feedback_trail) if text_of(row["state"]) in states]


def named_ideas(desk: Desk, words: str) -> str:
    """Return words in which another drawing stands by its name, not by its number."""
    named = {text_of(idea["idea_id"]): idea_title(idea) for idea in desk.ideas}
    return re.sub(
        r"\w+", lambda found: f"‘{named[found[0]]}’" if found[0] in named else found[0], words
    )


def is_untold(row: Row) -> bool:
    """Return whether a title tells what it is about in nobody's words, as none are cleared."""
    return text_of(row["title"]).startswith(SOMETHING_ABOUT)


def idea_title(row: Row) -> str:
    """Return a drawing's title, or its number where it has none."""
    return text_of(row["title"]) or text_of(row["idea_id"])


def title_of_asked(row: Row) -> str:
    """Return what was asked for, without the words that only a recommendation needs.

    Examples
    --------
    >>> title_of_asked({"title": "Take forward “The Clock”"})
    'The Clock'
    """
    title = text_of(row["title"])
    named = re.match(r"Take forward “([^”]+)”", title)  # after it stand the idea's own words
    return named[1] if named else title
