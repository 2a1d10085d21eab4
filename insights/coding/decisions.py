"""People's decisions as they stand in ``decisions/<coder>.jsonl``, one line each.

Files are append-only and one per coder. Whatever can be read is read; a line that cannot
be is a problem with its file and line, and every decision keeps where it stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insights.errors import Problem, nearest

ACTIONS: dict[str, tuple[str, ...]] = {
    "excerpt": (
        "accept", "reject", "add", "unsure", "nothing_fits", "stance", "kind", "serious",
        "approve_quote", "hold_quote",
    ),
    "code": ("new", "rename", "define", "merge", "split", "move", "retire"),
    "theme": ("convergence",),
    "cell": ("summary",),
    "string": ("mask", "unmask"),
    "recommendation": ("edit", "concern", "release", "hold"),
    "line": ("undo",),
}  # fmt: skip
NOTHING_FITS = "nothing_fits"
_ONCE = "nothing fits"  # the value of an "unsure" that earlier versions wrote for it
TARGET_OF = {action: target for target, actions in ACTIONS.items() for action in actions}
_TEXT_FIELDS = ("id", "at", "coder", "target", "target_id", "excerpt_id", "code_id", "memo")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Decision:
    """One line of a decisions file.

    Attributes
    ----------
    source, line
        The file (relative to the project) and the line in it.
    at
        When, in ISO 8601; "" where a hand-written line leaves it out.
    target_id
        What it is about: an excerpt, a code, a theme's name, ``participant_id|theme``, a
        masked string's hash, a recommendation or finding, or another line.
    value
        What the action needs: a text for rename, move, stance, kind and summary; ``{into}``
        for merge; ``[{name, excerpt_ids}]`` for split; ``{prompt_kind, group_a, group_b,
        meaning}`` for convergence; None where it needs nothing.
    shown
        The suggestions that the coder had seen.
    drawn
        Whether the excerpt was drawn at random and read without suggestions.
    """

    source: str
    line: int
    id: str
    at: str
    coder: str
    action: str
    target: str
    target_id: str
    excerpt_id: str = ""
    code_id: str = ""
    value: Any = field(default=None, repr=False)
    memo: str = field(default="", repr=False)
    shown: tuple[str, ...] = ()
    drawn: bool = False

    @property
    def where(self) -> str:
        """The place as a person finds it: ``decisions/AB.jsonl:3``."""
        return f"{self.source}:{self.line}"


def read_decisions(folder: Path) -> tuple[list[Decision], list[Problem]]:
    """Return every decision in the folder's .jsonl files, in order, and what was not read.

    Files follow each other by name; within a file the order of its lines is kept. A line
    without an ``id`` is known by its place (``AB.jsonl:3``). A folder that is not there
    holds no decisions.
    """
    decisions: list[Decision] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return decisions, problems
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.suffix.lower() != ".jsonl" or path.name.startswith((".", "~$")):
            continue
        shown = f"{folder.name}/{path.name}"
        try:
            lines = path.read_bytes().split(b"\n")
        except OSError:
            problems.append(
                Problem(shown, "the file", "This file could not be opened.",
                        "Close it in other programs and check that you may read it.")
            )  # fmt: skip
            continue
        for number, raw in enumerate(lines, start=1):
            if not raw.strip(b" \t\r\xef\xbb\xbf"):
                continue
            found = _read_line(raw, shown, number, last=number == len(lines))
            if isinstance(found, Problem):
                problems.append(found)
            else:
                decisions.append(found)
    return decisions, problems + _check(decisions)


def _read_line(raw: bytes, shown: str, number: int, *, last: bool) -> Decision | Problem:
    where = f"line {number}"
    try:
        record = json.loads(raw.decode("utf-8-sig"))
        json.dumps(record, ensure_ascii=False).encode()  # half a character pair cannot be stored
    except (ValueError, RecursionError):
        if last:  # no line end after it: the program that wrote it was stopped half-way
            return Problem(
                shown, where, "The last line is only half there, so it was not used.",
                "Make that decision again; everything before it was read.",
            )  # fmt: skip
        return Problem(
            shown, where, "This line is not valid JSON, so it was not used.",
            "Put it right or delete it; every other line was read.",
        )  # fmt: skip
    if not isinstance(record, dict) or not isinstance(record.get("action"), str):
        return Problem(
            shown, where, "This line has no action, so it was not used.",
            'A decision looks like {"action": "accept", "excerpt_id": "…", "code_id": "…"}.',
        )  # fmt: skip
    return _decide(record, shown, number)


def _decide(record: Mapping[str, Any], shown: str, number: int) -> Decision:
    text = {key: _as_text(record.get(key)) for key in _TEXT_FIELDS}
    name = shown.rpartition("/")[2]
    action = record["action"].strip().casefold()
    target = text["target"] or TARGET_OF.get(action, "excerpt")
    by_target = {"excerpt": text["excerpt_id"], "code": text["code_id"]}
    target_id = text["target_id"] or by_target.get(target, "")
    if action == "unsure" and not text["code_id"] and record.get("value") == _ONCE:
        action, record = NOTHING_FITS, {**record, "value": None}
    listed = record.get("shown")
    return Decision(
        source=shown,
        line=number,
        id=text["id"] or f"{name}:{number}",
        at=text["at"] if _DATE.match(text["at"]) else "",
        coder=text["coder"] or name.removesuffix(".jsonl"),
        action=action,
        target=target,
        target_id=target_id,
        excerpt_id=text["excerpt_id"] or (target_id if target == "excerpt" else ""),
        code_id=text["code_id"] or (target_id if target == "code" else ""),
        value=record.get("value"),
        memo=text["memo"],
        shown=tuple(str(item) for item in listed) if isinstance(listed, list) else (),
        drawn=record.get("drawn") is True,
    )


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    # A hand-written number is the id it spells.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _check(decisions: list[Decision]) -> list[Problem]:
    """Return a problem for every decision that lacks what its action needs."""
    problems = []
    ids: dict[str, Decision] = {}
    for decision in decisions:
        lacking = _lacking(decision)
        if decision.action not in TARGET_OF:
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    f"“{decision.action}” is not an action known here; it is kept and not used.",
                    f"Actions: {', '.join(TARGET_OF)}.{nearest(decision.action, TARGET_OF)}",
                )
            )  # fmt: skip
        elif lacking:
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    f"This {decision.action} does not say {lacking}, so it has no effect.",
                    f"Add {lacking} to the line.",
                )
            )  # fmt: skip
        first = ids.setdefault(decision.id, decision)
        if first is not decision:
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    f"This line has the same id as {first.where}; an undo of it means both.",
                    "Give it an id of its own if both should stand.",
                )
            )  # fmt: skip
    return problems


def _lacking(decision: Decision) -> str:
    if decision.target == "excerpt" and not decision.excerpt_id:
        return "excerpt_id"
    if decision.action in ("accept", "reject", "add") and not decision.code_id:
        return "code_id"
    if decision.target == "code" and decision.action != "new" and not decision.code_id:
        return "code_id"
    if decision.target not in ("excerpt", "code") and not decision.target_id:
        return "target_id"
    return ""


def standing(decisions: list[Decision]) -> tuple[list[Decision], list[Problem]]:
    """Return the decisions that have not been undone, and undos that name no line.

    An undo may itself be undone. The line it names is looked for in its own file first.
    """
    by_id: dict[str, list[int]] = {}
    for position, decision in enumerate(decisions):
        by_id.setdefault(decision.id, []).append(position)
        by_id.setdefault(f"{decision.source.rpartition('/')[2]}:{decision.line}", []).append(
            position
        )
    undone: set[int] = set()
    problems = []
    # Backwards, so that an undo which is itself undone is known to be before it is followed.
    for position in _in_time(decisions)[::-1]:
        decision = decisions[position]
        if decision.action != "undo" or position in undone:
            continue
        named = [p for p in by_id.get(decision.target_id, []) if p != position]
        own = [p for p in named if decisions[p].source == decision.source]
        meant = own or named
        undone.update(meant)
        if not meant and decision.target_id:
            problems.append(
                Problem(
                    decision.source, f"line {decision.line}",
                    "This undo names a line that does not exist, so it undid nothing.",
                    "Give the id of the line to undo, or its place such as AB.jsonl:3.",
                )
            )  # fmt: skip
    kept = [
        decision
        for position, decision in enumerate(decisions)
        if position not in undone and decision.action != "undo"
    ]
    return kept, problems


def in_time(decisions: list[Decision]) -> list[Decision]:
    """Return decisions of all coders in order of time; each file's own order is kept."""
    return [decisions[position] for position in _in_time(decisions)]


def _in_time(decisions: list[Decision]) -> list[int]:
    latest: dict[str, str] = {}
    keys = []
    for position, decision in enumerate(decisions):
        # A line is never earlier than the one above it, whatever a clock said.
        latest[decision.source] = max(latest.get(decision.source, ""), decision.at)
        keys.append((latest[decision.source], decision.source, decision.line, position))
    return [key[-1] for key in sorted(keys)]
