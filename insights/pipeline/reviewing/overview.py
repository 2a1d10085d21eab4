"""How far the review is, where coders differ, and where corrections go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import ceil, floor
from typing import Any

from insights.pipeline.agreement_figures import find_differences, share_excerpts
from insights.pipeline.reviewing.desk import ReviewDesk
from insights.pipeline.reviewing.teaching import Found

_ENOUGH = 3  # corrections of one kind before a sentence says so


@dataclass(frozen=True)
class Progress:
    """How much of something has been read, by this coder and by anyone."""

    name: str
    of: str
    n: int
    n_mine: int
    n_anyone: int


@dataclass(repr=False)
class CodeProgress:
    """How much of a code's suggestions has been decided."""

    code_id: str
    name: str
    theme: str
    n_waiting: int = 0
    n_accepted: int = 0
    n_rejected: int = 0


@dataclass(frozen=True, repr=False)
class Difference:
    """An excerpt and a code on which coders differ.

    ``left_out_by`` read the excerpt and coded it, but did not use this code.
    """

    excerpt_id: str
    code_id: str
    accepted_by: tuple[str, ...]
    rejected_by: tuple[str, ...]
    left_out_by: tuple[str, ...]
    memos: tuple[tuple[str, str], ...]


@dataclass(repr=False)
class Corrections:
    """Suggestions rejected and codes added, for one code and group."""

    code_id: str
    group: str
    n_accepted: int = 0
    n_rejected: int = 0
    n_added: int = 0
    added: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def group_progress(desk: ReviewDesk) -> list[Progress]:
    """Return how much of each group's words has been read."""
    groups = desk.material.groups
    return _progress(desk, [(desk.group_words(group), group) for group in groups], "group")


def source_progress(desk: ReviewDesk) -> list[Progress]:
    """Return how much of each source has been read."""
    paths = desk.material.paths
    sources = dict.fromkeys(desk.material.excerpts[e].source_id for e in desk.material.said)
    return _progress(desk, [(paths.get(s, s), s) for s in sources], "source_id")


def whole_progress(desk: ReviewDesk) -> Progress:
    """Return how much of everything has been read."""
    said = desk.material.said
    mine, anyone = desk.done(), desk.done(by_anyone=True)
    n_mine, n_anyone = sum(e in mine for e in said), sum(e in anyone for e in said)
    return Progress(desk.project.title, "", len(said), n_mine, n_anyone)


def _progress(desk: ReviewDesk, named: list[tuple[str, str]], by: str) -> list[Progress]:
    mine, anyone = desk.done(), desk.done(by_anyone=True)
    n: Counter[str] = Counter()
    n_mine: Counter[str] = Counter()
    n_anyone: Counter[str] = Counter()
    for excerpt_id in desk.material.said:
        key = getattr(desk.material.excerpts[excerpt_id], by)
        n[key] += 1
        n_mine[key] += excerpt_id in mine
        n_anyone[key] += excerpt_id in anyone
    return [Progress(name, of, n[of], n_mine[of], n_anyone[of]) for name, of in named]


def code_progress(desk: ReviewDesk) -> list[CodeProgress]:
    """Return how much of each code in use has been decided, in the codebook's order."""
    found = {
        code_id: CodeProgress(code_id, code["name"], code["theme"])
        for code_id, code in desk.state.codes.items()
    }
    for excerpt_id in desk.material.said:
        for code_id, marks in desk.marks(excerpt_id).codes.items():
            progress = found[code_id]
            progress.n_waiting += marks.waiting
            progress.n_accepted += marks.accepted
            progress.n_rejected += bool(marks.votes) and not marks.accepted
    return list(found.values())


def list_differences(desk: ReviewDesk) -> list[Difference]:
    """Return every excerpt and code on which coders differ, in the order of the sources."""
    found = []
    shared = share_excerpts(desk.material, desk.state)
    for excerpt_id, code_id, yes, no in find_differences(desk.state, shared):
        marks = desk.marks(excerpt_id).codes[code_id]
        said = tuple(coder for coder in no if coder in marks.votes)
        silent = tuple(coder for coder in no if coder not in marks.votes)
        memos = tuple(marks.memos)
        found.append(Difference(excerpt_id, code_id, tuple(yes), said, silent, memos))
    return found


def list_corrections(desk: ReviewDesk) -> list[Corrections]:
    """Return, per code and group, what became of likely suggestions and what was added."""
    found: dict[tuple[str, str], Corrections] = {}
    for excerpt_id in desk.material.said:
        group = desk.material.excerpts[excerpt_id].group
        for code_id, marks in desk.marks(excerpt_id).codes.items():
            if not marks.votes:
                continue
            entry = found.setdefault((code_id, group), Corrections(code_id, group))
            likely = bool(marks.suggestion and marks.suggestion.likely)
            if likely and marks.accepted:
                entry.n_accepted += 1
            elif likely:
                entry.n_rejected += 1
                entry.rejected.append(excerpt_id)
            elif marks.accepted:
                entry.n_added += 1
                entry.added.append(excerpt_id)
    order = {code_id: place for place, code_id in enumerate(desk.state.codes)}
    groups = {group: place for place, group in enumerate(desk.material.groups)}
    return sorted(found.values(), key=lambda c: (order[c.code_id], groups[c.group]))


def say_corrections(desk: ReviewDesk, corrections: list[Corrections]) -> list[dict[str, Any]]:
    """Return the corrections worth a sentence, most first: text, code_id, excerpt_ids."""
    said: list[tuple[int, str, Corrections, list[str]]] = []
    for entry in corrections:
        name, who = desk.code_name(entry.code_id), desk.group_words(entry.group)
        if entry.n_added >= _ENOUGH and entry.n_added > entry.n_accepted / 2:
            text = (
                f"The suggestions miss how {who} speak about “{name}”: "
                f"{entry.n_added} added by people, {entry.n_accepted} suggested rightly."
            )
            said.append((entry.n_added, text, entry, entry.added))
        if entry.n_rejected >= _ENOUGH and entry.n_rejected > entry.n_accepted / 2:
            text = (
                f"“{name}” is suggested too freely for {who}: {entry.n_rejected} turned down, "
                f"{entry.n_accepted} accepted."
            )
            said.append((entry.n_rejected, text, entry, entry.rejected))
    said.sort(key=lambda row: -row[0])
    return [
        {"text": text, "code_id": entry.code_id, "excerpt_ids": excerpt_ids}
        for _, text, entry, excerpt_ids in said
    ]


def say_found(desk: ReviewDesk) -> list[str]:
    """Return, in a sentence or two per group, how much the suggestions would have found."""
    measured = desk.measure_found()
    if not any(found.n_drawn for found in measured):
        return ["Not known yet: none of the excerpts drawn at random has been read."]
    return [_say_found(desk.group_words(found.group), found) for found in measured]


def _say_found(who: str, found: Found) -> str:
    name = f"{who[:1].upper()}{who[1:]}"
    drawn = f"{found.n_drawn} {'excerpt' if found.n_drawn == 1 else 'excerpts'} drawn at random"
    if found.low is None or found.high is None:
        if not found.n_drawn:
            return f"{name}: not known yet. None of the excerpts drawn at random has been read."
        return (
            f"{name}: not known yet. {drawn[:1].upper()}{drawn[1:]} gave "
            f"{found.n_accepted} of the 5 codings that it takes."
        )
    share = found.n_found / found.n_accepted
    low, high = floor(10 * found.low), ceil(10 * found.high)
    said = (
        f"{name}: of 10 places where a code applies, the suggestions probably find "
        f"{round(10 * share)} (between {low} and {high}). This rests on {drawn}."
    )
    worse = " That is worse than for the others: read more of these yourself."
    return said + (worse if found.worse else "")
