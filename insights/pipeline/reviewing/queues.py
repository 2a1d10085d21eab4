"""In what order excerpts are read: by source, code, group, doubt, or what a search finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from insights.pipeline.reviewing.material import Material
from insights.pipeline.reviewing.state import State


@dataclass(frozen=True)
class Queue:
    """An order to read in.

    Attributes
    ----------
    by
        A key of :data:`ORDERS`.
    of
        The source, the code, the group or the words searched for; "" where none is needed.
    """

    by: str = "all"
    of: str = ""


Order = Callable[[Material, State, str], list[str]]


def _all(material: Material, _state: State, _of: str) -> list[str]:
    return material.said


def _source(material: Material, _state: State, of: str) -> list[str]:
    return [e for e in material.said if material.excerpts[e].source_id == of]


def _group(material: Material, _state: State, of: str) -> list[str]:
    return [e for e in material.said if material.excerpts[e].group == of]


def _topic(material: Material, _state: State, of: str) -> list[str]:
    return [e for e in material.said if material.topic_of.get(e) == of]


def _code(material: Material, state: State, of: str) -> list[str]:
    """Likely suggestions and people's codings first, then by nearness."""
    ranked: list[tuple[bool, float, int, str]] = []
    for excerpt_id in material.said:
        marks = state.marks(excerpt_id).codes.get(of)
        if marks is not None and (marks.suggestion or marks.votes):
            score = marks.suggestion.score if marks.suggestion else 1.0
            firm = marks.counted or bool(marks.votes)
            ranked.append((not firm, -score, len(ranked), excerpt_id))
    return [entry[-1] for entry in sorted(ranked)]


def _doubt(material: Material, state: State, _of: str) -> list[str]:
    """Where somebody was unsure, then where coders differ, then near misses of meaning."""
    ranked: list[tuple[bool, bool, float, int, str]] = []
    for excerpt_id in material.said:
        marks = state.marks(excerpt_id)
        unsure = bool(marks.unsure) or any(m.unsure for m in marks.codes.values())
        differ = any(m.differ for m in marks.codes.values())
        near = 0.0 if marks.nothing_fits else marks.nearest_in_meaning
        if unsure or differ or near:
            ranked.append((not unsure, not differ, -near, len(ranked), excerpt_id))
    return [entry[-1] for entry in sorted(ranked)]


def _nothing(material: Material, state: State, _of: str) -> list[str]:
    """Excerpts for which people found no code: somebody said so, and nobody has accepted one."""
    return [excerpt_id for excerpt_id in material.said if state.found_no_code(excerpt_id)]


def _search(material: Material, _state: State, of: str) -> list[str]:
    """Excerpts that hold every word, in any case; or the one with this id."""
    if of.strip() in material.excerpts:
        return [of.strip()]
    words = of.casefold().split()
    found = list(material.folded.items()) if words else []
    for word in words:
        found = [(excerpt_id, text) for excerpt_id, text in found if word in text]
    return [excerpt_id for excerpt_id, _ in found]


ORDERS: Mapping[str, Order] = {
    "all": _all, "source": _source, "code": _code, "group": _group, "doubt": _doubt,
    "nothing": _nothing,
    "topic": _topic, "search": _search,
}  # fmt: skip

TEACHES = "teaches"  # chosen by the desk, not an order of all

TITLES: Mapping[str, str] = {
    "all": "Everything, in order", "doubt": "In doubt", "nothing": "Nothing fits",
    TEACHES: "What teaches most",
}  # fmt: skip


def order(queue: Queue, material: Material, state: State) -> list[str]:
    """Return the excerpts of a queue in the order to read them."""
    return ORDERS.get(queue.by, _all)(material, state, queue.of)
