"""What stands about each excerpt: suggestions and people's last words on them.

The same rules as :func:`insights.coding.apply_decisions`, one excerpt at a time, so that a
click changes one excerpt and not ten thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from insights.coding import Decision
from insights.coding.decisions import NOTHING_FITS
from insights.coding.history import Codebook, replay_codebook
from insights.pipeline.reviewing.material import Material, Suggestion
from insights.tables import TABLES, TIERS, UNIT_KINDS

STANCES = ("supports", "opposes", "mixed", "describes")
_STATUS_OF = {"accept": "accepted", "add": "accepted", "reject": "rejected"}
_LOOKED = ("accept", "add", "reject", "unsure", NOTHING_FITS, "stance", "kind", "serious")


@dataclass(repr=False)
class CodeMarks:
    """One code on one excerpt: the suggestion, if any, and each coder's last word."""

    suggestion: Suggestion | None = None
    votes: dict[str, str] = field(default_factory=dict)  # coder → accepted or rejected
    unsure: set[str] = field(default_factory=set)
    stances: dict[str, str] = field(default_factory=dict)
    memos: list[tuple[str, str]] = field(default_factory=list)  # coder, memo

    @property
    def accepted(self) -> bool:
        """Whether anybody accepted it."""
        return "accepted" in self.votes.values()

    @property
    def counted(self) -> bool:
        """Whether it counts: accepted, or likely and nobody has decided."""
        return self.accepted or (not self.votes and self.waiting)

    @property
    def waiting(self) -> bool:
        """Whether a likely suggestion waits for a first decision."""
        return bool(self.suggestion and self.suggestion.likely) and not self.votes

    @property
    def differ(self) -> bool:
        """Whether coders decided differently."""
        return len(set(self.votes.values())) > 1


@dataclass(repr=False)
class Marks:
    """Everything that stands about one excerpt."""

    codes: dict[str, CodeMarks] = field(default_factory=dict)
    kind: str = ""
    kind_decided: bool = False
    serious: set[str] = field(default_factory=set)  # coders
    looked: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    nothing_fits: set[str] = field(default_factory=set)
    memos: list[tuple[str, str]] = field(default_factory=list)
    approved: bool = False
    held: bool = False

    def of(self, code_id: str) -> CodeMarks:
        """Return the marks of a code, empty where there are none."""
        return self.codes.setdefault(code_id, CodeMarks())

    @property
    def nearest_in_meaning(self) -> float:
        """How near the nearest undecided suggestion is, where nothing counts; else 0."""
        if any(marks.counted for marks in self.codes.values()):
            return 0.0
        open_ones = [
            m.suggestion.score for m in self.codes.values() if m.suggestion and not m.votes
        ]
        return max(open_ones, default=0.0)


class State:
    """The codebook as decided, and what stands about each excerpt.

    Parameters
    ----------
    material
        The tables of the last run.
    kept
        The decisions that stand, in order of time.
    """

    def __init__(self, material: Material, kept: Sequence[Decision]) -> None:
        self._material = material
        self.kept = list(kept)
        self.book: Codebook = replay_codebook(
            material.codes, [d for d in self.kept if d.target == "code"]
        )
        for code in self.book.codes.values():  # a code made by a decision has few fields
            for name in TABLES["codes"].column_names:
                code.setdefault(name, None)
        self._marks: dict[str, Marks] = {}
        self._on: dict[str, list[Decision]] = {}
        self.looked: dict[str, set[str]] = {}  # coder → excerpts
        self._placed: dict[str, list[tuple[Decision, str]]] = {}
        for decision, excerpt_id, code_id in self.book.placed:
            self._placed.setdefault(excerpt_id, []).append((decision, code_id))
        for decision in self.kept:
            self._index(decision)

    def _index(self, decision: Decision) -> None:
        if decision.target == "excerpt" and decision.excerpt_id in self._material.excerpts:
            self._on.setdefault(decision.excerpt_id, []).append(decision)
            if decision.action in _LOOKED:
                self.looked.setdefault(decision.coder, set()).add(decision.excerpt_id)

    def found_no_code(self, excerpt_id: str) -> bool:
        """Tell whether somebody said that no code fits an excerpt, and nobody accepted one."""
        marks = self.marks(excerpt_id)
        accepted = any("accepted" in code.votes.values() for code in marks.codes.values())
        return bool(marks.nothing_fits) and not accepted

    def with_added(self, added: Sequence[Decision]) -> State:
        """Return the state with more decisions at the end; itself where only excerpts change."""
        if any(decision.target == "code" for decision in added):
            return State(self._material, [*self.kept, *added])
        for decision in added:
            self.kept.append(decision)
            self._index(decision)
            self._marks.pop(decision.excerpt_id, None)
        return self

    def without(self, gone: Sequence[Decision]) -> State:
        """Return the state without some decisions; itself where only excerpts change."""
        ids = {id(decision) for decision in gone}
        left = [decision for decision in self.kept if id(decision) not in ids]
        if any(decision.target == "code" for decision in gone):
            return State(self._material, left)
        self.kept = left
        for excerpt_id in {decision.excerpt_id for decision in gone} & set(self._on):
            for coder_looked in self.looked.values():
                coder_looked.discard(excerpt_id)
            standing = [d for d in self._on.pop(excerpt_id) if id(d) not in ids]
            for decision in standing:
                self._index(decision)
            self._marks.pop(excerpt_id, None)
        return self

    @cached_property
    def codes(self) -> dict[str, dict[str, Any]]:
        """The codes in use, by id."""
        return {k: c for k, c in self.book.codes.items() if c["status"] != "retired"}

    def code(self, code_id: str) -> Mapping[str, Any] | None:
        """Return a code, retired ones too."""
        return self.book.codes.get(code_id)

    def looked_by_anyone(self) -> set[str]:
        """Return the excerpts that a person has looked at."""
        return set().union(*self.looked.values())

    def marks(self, excerpt_id: str) -> Marks:
        """Return what stands about an excerpt."""
        found = self._marks.get(excerpt_id)
        if found is None:
            found = self._marks[excerpt_id] = self._replay(excerpt_id)
        return found

    def _replay(self, excerpt_id: str) -> Marks:
        marks = Marks(kind=self._material.excerpts[excerpt_id].kind)
        self._lay_suggestions(excerpt_id, marks)
        decisions = self._on.get(excerpt_id, ())
        for decision in decisions:
            self._apply(decision, marks)
        for decision, code_id in self._placed.get(excerpt_id, ()):
            marks.of(code_id).votes.setdefault(decision.coder, "accepted")
        for decision in decisions:
            # A stance holds only where its coder, or the machine, sees the code.
            if decision.action == "stance" and decision.value in STANCES:
                marks.of(self.book.find(decision.code_id, excerpt_id)).stances[decision.coder] = (
                    str(decision.value)
                )
        in_use = self.codes
        marks.codes = {code_id: m for code_id, m in marks.codes.items() if code_id in in_use}
        return marks

    def _lay_suggestions(self, excerpt_id: str, marks: Marks) -> None:
        for suggestion in self._material.suggestions.get(excerpt_id, ()):
            code = marks.of(self.book.find(suggestion.code_id, excerpt_id))
            if code.suggestion is None or _firmness(suggestion) > _firmness(code.suggestion):
                code.suggestion = suggestion

    def _apply(self, decision: Decision, marks: Marks) -> None:
        if decision.action in _LOOKED:
            marks.looked.add(decision.coder)
        code_id = self.book.find(decision.code_id, decision.excerpt_id) if decision.code_id else ""
        if decision.memo:
            marks.memos.append((decision.coder, decision.memo))
            if code_id:
                marks.of(code_id).memos.append((decision.coder, decision.memo))
        if decision.action in _STATUS_OF and code_id:
            code = marks.of(code_id)
            code.votes[decision.coder] = _STATUS_OF[decision.action]
            code.unsure.discard(decision.coder)
            marks.unsure.discard(decision.coder)
            marks.nothing_fits.discard(decision.coder)
        elif decision.action == "unsure" and code_id:
            marks.of(code_id).votes.pop(decision.coder, None)
            marks.of(code_id).unsure.add(decision.coder)
        elif decision.action in ("unsure", NOTHING_FITS):
            kind = marks.nothing_fits if decision.action == NOTHING_FITS else marks.unsure
            marks.unsure.discard(decision.coder)
            marks.nothing_fits.discard(decision.coder)
            kind.add(decision.coder)
        elif decision.action == "kind" and decision.value in UNIT_KINDS:
            marks.kind, marks.kind_decided = str(decision.value), True
        elif decision.action == "serious":
            marks.serious.add(decision.coder)
        elif decision.action == "approve_quote":
            marks.approved = True
        elif decision.action == "hold_quote":
            marks.held = True


def _firmness(suggestion: Suggestion) -> tuple[int, float]:
    place = TIERS.index(suggestion.tier) if suggestion.tier in TIERS else len(TIERS)
    return -place, suggestion.score
