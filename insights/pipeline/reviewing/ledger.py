"""The decisions files of a project while one coder writes: read once, kept up to date.

Only this coder's file is ever written, and only by adding lines. Everything here can be
built again from the files.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from insights import coding, store
from insights.coding import Decision
from insights.errors import InsightsError, Problem

_STEP_ID = re.compile(r"([0-9a-f]{32})\.\d+")
_PATIENCE_SECONDS = 30
_NOT_A_STEP = "u"  # ends the id of a line that Undo wrote: Undo does not undo itself
_CODER = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True)
class Step:
    """What one click decided: one or more lines that are taken back together."""

    step_id: str
    lines: tuple[Decision, ...]

    @property
    def first(self) -> Decision:
        """The line that says what it was about."""
        return self.lines[0]


class Ledger:
    """Every coder's decisions, and the one who writes.

    Parameters
    ----------
    folder
        The project's ``decisions`` folder.
    coder
        Initials: letters, digits, "-" and "_"; the name of the file.

    Attributes
    ----------
    decisions, problems
        All lines, and what could not be read, as :func:`insights.coding.read_decisions` has
        them.
    kept
        The decisions that stand, in order of time.
    """

    def __init__(self, folder: Path, coder: str) -> None:
        if not _CODER.fullmatch(coder):
            raise InsightsError(
                "The coder's initials cannot be used as the name of a file.",
                "coder",
                "Use letters, digits, - and _ only, for example AB.",
            )
        self.coder = coder
        self.path = folder / f"{coder}.jsonl"
        self._folder = folder
        self._put_back: list[Step] = []
        self._read()

    def _read(self) -> None:
        self._read_at = time.monotonic()
        self._seen = self._stamps()  # before reading: a line added meanwhile is read next time
        self.decisions, self.problems = coding.read_decisions(self._folder)
        self._settle()

    def _settle(self) -> None:
        kept, undo_problems = coding.standing(self.decisions)
        self.kept = coding.in_time(kept)
        self.undo_problems = undo_problems

    def _stamps(self) -> dict[str, tuple[int, int]]:
        if not self._folder.is_dir():
            return {}
        return {
            path.name: ((about := path.stat()).st_size, about.st_mtime_ns)
            for path in self._folder.glob("*.jsonl")
        }

    def refresh(self, *, patient: bool = False) -> bool:
        """Read again if a file has changed since; say whether one had.

        Parameters
        ----------
        patient
            What others have just written may wait a little: reading the next excerpt does
            not need it, and two coders at work would make each other wait.
        """
        now = self._stamps()
        if now == self._seen:
            return False
        own = self.path.name
        others_only = now.get(own) == self._seen.get(own) and now.keys() == self._seen.keys()
        if patient and others_only and time.monotonic() - self._read_at < _PATIENCE_SECONDS:
            return False
        self._read()
        return True

    def write(self, lines: Sequence[Mapping[str, Any]]) -> list[Decision]:
        """Add lines that belong to one click, each on disk before the next; return them.

        Each needs action, target and target_id, and may have excerpt_id, code_id, value,
        memo, shown and whatever else is to be kept. Together they are one step to undo.
        """
        return self._write(lines, "")

    def _write(self, lines: Sequence[Mapping[str, Any]], mark: str) -> list[Decision]:
        step_id, now = uuid4().hex, datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        written = []
        for number, given in enumerate(lines, start=1):
            record = {
                "id": f"{step_id}.{number}{mark}", "at": now, "coder": self.coder,
                **{key: value for key, value in given.items() if value not in ("", None)},
            }  # fmt: skip
            line, before = self._next_line()
            store.append_line(self.path, record)
            about = self.path.stat()
            length = len(json.dumps(record, ensure_ascii=False).encode()) + 1
            if self._seen.get(self.path.name, (0, 0))[0] == before == about.st_size - length:
                self._seen[self.path.name] = (about.st_size, about.st_mtime_ns)
            # Else somebody else wrote there too, or a torn line was ended: it is read again.
            decision = self._decision(record, line)
            self.decisions.append(decision)
            written.append(decision)
        self._take_up(written)
        return written

    def _take_up(self, written: Sequence[Decision]) -> None:
        undone = {decision.target_id for decision in written if decision.action == "undo"}
        plain = [decision for decision in written if decision.action != "undo"]
        meant = [d for d in self.kept if d.id in undone and d.source == self._own]
        gone = {id(decision) for decision in meant}
        ahead = bool(self.kept) and self.kept[-1].at > written[-1].at  # another computer's clock
        if ahead or len({d.id for d in meant}) < len(undone):  # an undo undone, or another's line
            self._settle()
        else:
            if gone:
                self.kept = [d for d in self.kept if id(d) not in gone]
            self.kept += plain
        if plain:
            self._put_back.clear()

    def _next_line(self) -> tuple[int, int]:
        """Return the number that the next line of this coder's file gets, and the file's size."""
        if not self.path.exists():
            return 1, 0
        data = self.path.read_bytes()
        torn = bool(data) and not data.endswith(b"\n")
        return data.count(b"\n") + 1 + torn, len(data)

    def _decision(self, record: Mapping[str, Any], line: int) -> Decision:
        text = {key: str(record.get(key, "")) for key in ("excerpt_id", "code_id", "memo")}
        return Decision(
            source=f"{self._folder.name}/{self.path.name}",
            line=line,
            value=record.get("value"),
            shown=tuple(record.get("shown", ())),
            drawn=record.get("drawn") is True,
            **{key: record[key] for key in ("id", "at", "coder", "action", "target", "target_id")},
            **text,
        )

    # --------------------------------------------------------------------------- taking back

    def steps(self) -> list[Step]:
        """Return this coder's own steps that still stand, oldest first."""
        stands = {id(decision) for decision in self.kept}
        undone: set[str] = set()
        grouped: dict[str, list[Decision]] = {}
        own = [d for d in self.decisions if d.source == self._own]
        for decision in reversed(own):  # backwards: what undid an undo is met before it
            match = _STEP_ID.fullmatch(decision.id)
            if decision.action == "undo" and decision.id not in undone:
                undone.add(decision.target_id)
                part_of_a_click = match is not None
            else:
                part_of_a_click = id(decision) in stands
            if part_of_a_click:
                step_id = match.group(1) if match else decision.id
                grouped.setdefault(step_id, []).insert(0, decision)
        return [Step(step_id, tuple(lines)) for step_id, lines in reversed(grouped.items())]

    @property
    def _own(self) -> str:
        return f"{self._folder.name}/{self.path.name}"

    def undo(self, step_id: str = "") -> Step | None:
        """Take back one of the own steps, the last by default; None where there is none."""
        steps = self.steps()
        meant = [step for step in steps if step.step_id == step_id] if step_id else steps[-1:]
        if not meant:
            return None
        step = meant[0]
        self._put_back.append(Step(step.step_id, tuple(self._undo_lines(step.lines))))
        return step

    def undo_lines(self, lines: Sequence[Decision]) -> None:
        """Take back any lines, another coder's too."""
        if lines:
            self._put_back.append(Step("", tuple(self._undo_lines(lines))))

    def _undo_lines(self, lines: Sequence[Decision]) -> list[Decision]:
        undos = [{"action": "undo", "target": "line", "target_id": line.id} for line in lines]
        return self._write(undos, _NOT_A_STEP)

    def redo(self) -> Step | None:
        """Take back the last undo of this sitting; None where there is none."""
        if not self._put_back:
            return None
        step = self._put_back.pop()
        self._undo_lines(step.lines)
        return step

    @property
    def can_undo(self) -> bool:
        """Whether there is an own step to take back."""
        return any(decision.source == self._own for decision in self.kept)

    @property
    def can_redo(self) -> bool:
        """Whether something was taken back in this sitting that can be put back."""
        return bool(self._put_back)

    @property
    def changed_at(self) -> int:
        """When a decisions file last changed, in nanoseconds; 0 where there is none."""
        return max((when for _, when in self._stamps().values()), default=0)

    def all_problems(self) -> list[Problem]:
        """Return what could not be read or taken back, in every file."""
        return [*self.problems, *self.undo_problems]
