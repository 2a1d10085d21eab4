"""The desk a reviewer sits at: tables read once, decisions in memory and on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from insights.coding import Decision
from insights.coding.codebook import slug
from insights.coding.decisions import NOTHING_FITS
from insights.errors import Problem
from insights.pipeline.reviewing.ledger import Ledger, Step
from insights.pipeline.reviewing.material import Excerpt, Material, read_material
from insights.pipeline.reviewing.queues import TEACHES, Queue, order
from insights.pipeline.reviewing.state import STANCES, Marks, State
from insights.pipeline.reviewing.teaching import DRAWN, Found, Lessons, Prompt
from insights.project import Project, load_project
from insights.store import MANIFEST
from insights.tables import UNIT_KINDS

_NEIGHBOURS = 2
_ANSWERS = ("feedback", "prototype")


@dataclass(frozen=True, repr=False)
class Answer:
    """What a reviewer says about one excerpt in one go.

    Attributes
    ----------
    offered
        The codes that stood on the page with a box to tick: only these can be turned down.
    ticked
        The codes that belong.
    unsure
        The codes the reviewer is not sure about.
    shown
        The suggestions the reviewer had seen; empty when coding blind.
    blind
        What was hidden: "group", "suggestions".
    """

    offered: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    stances: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    serious: bool = False
    memo: str = ""
    new_code: str = ""
    new_theme: str = ""
    shown: tuple[str, ...] = ()
    blind: tuple[str, ...] = ()
    leave: bool = False  # not sure about the excerpt: come back to it
    drawn: bool = False  # drawn at random, and read without suggestions


@dataclass(frozen=True, repr=False)
class Context:
    """What stands around an excerpt."""

    source: str
    prompt: str
    before: tuple[Excerpt, ...]
    after: tuple[Excerpt, ...]
    same_person: bool  # whether these are the same person's other answers


class ReviewDesk:
    """One coder's review of one project.

    Tables are read once and decisions kept in memory; each decision is on disk before the
    method that made it returns. :meth:`refresh` takes up what other coders, or a new run,
    have written meanwhile.

    Parameters
    ----------
    project
        A project that has been run.
    coder
        Initials: letters, digits, "-" and "_".

    Raises
    ------
    InsightsError
        If the project has not been run, or the initials cannot be a file's name.
    """

    def __init__(self, project: Project, coder: str) -> None:
        self.project = project
        self.coder = coder
        self.ledger = Ledger(project.raw / "decisions", coder)
        self._take_up_run()

    def _take_up_run(self) -> None:
        from insights import pipeline

        self._run_seen = self._run_stamp()
        tables = pipeline.read_tables(self.project.name, root=self.project.root)
        self.material: Material = read_material(self.project, tables)
        self.lessons = Lessons(self.material)
        self._settle()

    def _run_stamp(self) -> int:
        path = self.project.processed / MANIFEST
        return path.stat().st_mtime_ns if path.exists() else 0

    def _settle(self) -> None:
        self.state = State(self.material, self.ledger.kept)

    def refresh(self, *, patient: bool = False) -> None:
        """Take up what has been written since: by other coders, or by a new run.

        Parameters
        ----------
        patient
            Other coders' newest lines may wait a little.
        """
        if self._run_stamp() != self._run_seen:
            self.ledger.refresh()
            self._take_up_run()
        elif self.ledger.refresh(patient=patient):
            self._settle()

    # ------------------------------------------------------------------------------ reading

    def queue(self, queue: Queue) -> list[str]:
        """Return the excerpts of a queue in the order to read them.

        What teaches most is chosen some at a time, and stays until it has been read.
        """
        if queue.by != TEACHES:
            return order(queue, self.material, self.state)
        if not self.lessons.batch:
            self.lessons.choose(self.state, self.done(by_anyone=True))
        return list(self.lessons.batch)

    def is_drawn(self, excerpt_id: str, queue: Queue) -> bool:
        """Say whether a queue holds an excerpt as one drawn at random, to be read unled."""
        return queue.by == TEACHES and self.lessons.batch.get(excerpt_id) == DRAWN

    def done(self, by_anyone: bool = False) -> set[str]:
        """Return the excerpts this coder, or anyone, has looked at."""
        if by_anyone:
            return self.state.looked_by_anyone()
        return self.state.looked.get(self.coder, set())

    def next_after(self, excerpt_id: str, ids: Sequence[str], *, by_anyone: bool = False) -> str:
        """Return the next excerpt of ``ids`` nobody (or not this coder) has read; "" at the end.

        The search starts after ``excerpt_id`` and goes round once.
        """
        done = self.done(by_anyone)
        start = ids.index(excerpt_id) + 1 if excerpt_id in ids else 0
        turned = [*ids[start:], *ids[:start]]
        return next((e for e in turned if e not in done and e != excerpt_id), "")

    def context(self, excerpt_id: str) -> Context:
        """Return what stands around an excerpt: neighbours, or the same person's answers."""
        excerpt = self.material.excerpts[excerpt_id]
        path = self.material.paths.get(excerpt.source_id, "")
        around = self.material.by_source[excerpt.source_id]
        prompt = self.material.prompts.get((excerpt.session_id, excerpt.activity), "")
        same_person = path.startswith(_ANSWERS) and bool(excerpt.participant_id)
        if same_person:
            around = [e for e in around if e.participant_id == excerpt.participant_id]
        place = next(i for i, e in enumerate(around) if e.excerpt_id == excerpt_id)
        return Context(
            source=path,
            prompt=prompt or excerpt.activity,
            before=tuple(around[max(0, place - _NEIGHBOURS) : place]),
            after=tuple(around[place + 1 : place + 1 + _NEIGHBOURS]),
            same_person=same_person,
        )

    def marks(self, excerpt_id: str) -> Marks:
        """Return what stands about an excerpt."""
        return self.state.marks(excerpt_id)

    def why_not_quoted(self, excerpt_id: str) -> str:
        """Return why an excerpt's words may not be quoted as things stand; "" where they may."""
        from insights.privacy.consent import A_PERSON_MAY_CLEAR, WHY_NOT_QUOTED

        marks = self.marks(excerpt_id)
        state = "held" if marks.held else self.material.quote_states.get(excerpt_id, "cleared")
        if state == "cleared" or (state in A_PERSON_MAY_CLEAR and marks.approved):
            return ""
        return WHY_NOT_QUOTED[state]

    def prompt_kind(self, excerpt_id: str) -> Prompt | None:
        """Return what an excerpt reads like, if nobody has said and it is not so already."""
        marks = self.marks(excerpt_id)
        if marks.kind_decided:
            return None
        found = self.lessons.read_kind(excerpt_id)
        return None if found is None or found.value == marks.kind else found

    def prompt_stance(self, excerpt_id: str, code_id: str) -> Prompt | None:
        """Return how an excerpt seems to stand to a code's claim, if this coder has not said."""
        claim = str((self.state.code(code_id) or {}).get("claim") or "")
        if not claim or self.coder in self.marks(excerpt_id).of(code_id).stances:
            return None
        return self.lessons.read_stance(excerpt_id, code_id, claim)

    def suggest_afresh(self) -> int:
        """Make the suggestions afresh, knowing what has been decided; return by how much.

        Returns
        -------
        How many codings by people the suggestions now go by.
        """
        self.material = self.lessons.suggest_afresh(self.state)
        self.lessons.batch = {}
        self._settle()
        return self.lessons.n_learned_from or 0

    def measure_found(self) -> list[Found]:
        """Return, per group, how much of what people coded the suggestions would have found."""
        return self.lessons.measure_found(self.state)

    # ------------------------------------------------------------------------------ deciding

    def record(self, lines: Sequence[Mapping[str, Any]]) -> list[Decision]:
        """Write lines that belong to one click, and take them up."""
        if not lines:
            return []
        written = self.ledger.write(lines)
        if any(decision.action == "undo" for decision in written):
            self._settle()
        else:
            self.state = self.state.with_added(written)
        return written

    def save(self, excerpt_id: str, answer: Answer, *, also: Sequence[str] = ()) -> int:
        """Write what a reviewer says about an excerpt; return how many lines that took.

        Only what differs from this coder's last word is written. An excerpt on which there
        was nothing to decide is written down as read.

        Parameters
        ----------
        also
            Other excerpts that say the same: they get the same codes, stances and kind, as
            part of the same step. What is serious, and the note, stay with the one read.
        """
        extra: dict[str, Any] = {"shown": list(answer.shown)}
        if answer.blind:
            extra["blind"] = list(answer.blind)
        if answer.drawn:
            extra["drawn"] = True
        lines: list[dict[str, Any]] = []
        made = "" if answer.leave else self._new_code_lines(answer, lines)
        for one in (excerpt_id, *(() if answer.leave else also)):
            about = {"target": "excerpt", "target_id": one, "excerpt_id": one}
            own = answer if one == excerpt_id else self._for_another(one, answer)
            whole = [{**about, **extra, **line} for line in self._lines(one, own, made)]
            if own.memo:  # one note is written once
                next(line for line in whole if line["target"] == "excerpt")["memo"] = own.memo
            lines += whole
        return len(self.record(lines))

    def _for_another(self, excerpt_id: str, answer: Answer) -> Answer:
        serious = self.coder in self.marks(excerpt_id).serious
        return replace(answer, serious=serious, memo="", drawn=False)

    def _lines(self, excerpt_id: str, answer: Answer, made: str) -> list[dict[str, Any]]:
        """Return the lines on one excerpt; ``made`` is the code that the answer makes."""
        marks = self.marks(excerpt_id)
        if answer.leave:
            return [{"action": "unsure"}]
        lines: list[dict[str, Any]] = []
        chosen = (*answer.ticked, made) if made else answer.ticked
        for one in dict.fromkeys((*answer.offered, *chosen)):
            if one in self.state.codes or one == made:
                lines += self._code_lines(one, one in chosen, answer, marks)
        if answer.kind in UNIT_KINDS and answer.kind != marks.kind:
            lines.append({"action": "kind", "value": answer.kind})
        if answer.serious and self.coder not in marks.serious:
            lines.append({"action": "serious"})
        lines += self._unmark_serious(excerpt_id, answer, marks)
        said = [line for line in lines if line.get("target", "excerpt") == "excerpt"]
        if not said and answer.memo and answer.ticked:
            lines.append({"action": "accept", "code_id": answer.ticked[0]})  # carries the note
        elif (
            not said and (answer.memo or self.coder not in marks.looked)
        ) or self._turned_all_down(answer, lines, marks):
            lines.append({"action": NOTHING_FITS})
        return lines

    def _turned_all_down(
        self, answer: Answer, lines: Sequence[Mapping[str, Any]], marks: Marks
    ) -> bool:
        """Tell whether an answer turns down every code that this coder has had before them."""
        down = {line["code_id"] for line in lines if line["action"] == "reject"}
        held = {code_id for code_id, code in marks.codes.items()
                if code.votes.get(self.coder) == "accepted"} - down  # fmt: skip
        is_left_open = answer.ticked or answer.new_code.strip() or answer.unsure or held
        return bool(down) and not is_left_open and self.coder not in marks.nothing_fits

    def _new_code_lines(self, answer: Answer, lines: list[dict[str, Any]]) -> str:
        name = " ".join(answer.new_code.split())
        if not name:
            return ""
        for code_id, code in self.state.codes.items():
            if code["name"].casefold() == name.casefold():
                return code_id
        code_id = self.free_code_id(name)
        value = {"name": name, "theme": " ".join(answer.new_theme.split()) or name}
        lines.append(
            {
                "action": "new", "target": "code", "target_id": code_id, "code_id": code_id,
                "value": value, "shown": list(answer.shown),
            }
        )  # fmt: skip
        return code_id

    def free_code_id(self, name: str) -> str:
        """Return an id for a new code that no code has had."""
        base = code_id = slug(name)
        number = 2
        while code_id in self.state.book.codes:
            code_id, number = f"{base}_{number}", number + 1
        return code_id

    def _code_lines(
        self, code_id: str, belongs: bool, answer: Answer, marks: Marks
    ) -> list[dict[str, Any]]:
        code = marks.codes.get(code_id)
        mine = code.votes.get(self.coder) if code else None
        suggested = bool(code and code.suggestion) and code_id in answer.shown
        if code_id in answer.unsure:
            if code and self.coder in code.unsure:
                return []
            return [{"action": "unsure", "code_id": code_id}]
        lines: list[dict[str, Any]] = []
        if belongs and mine != "accepted":
            lines.append({"action": "accept" if suggested else "add", "code_id": code_id})
        elif not belongs and mine != "rejected" and (suggested or mine == "accepted"):
            lines.append({"action": "reject", "code_id": code_id})
        stance = answer.stances.get(code_id, "")
        if belongs and stance in STANCES and (not code or code.stances.get(self.coder) != stance):
            lines.append({"action": "stance", "code_id": code_id, "value": stance})
        return lines

    def _unmark_serious(
        self, excerpt_id: str, answer: Answer, marks: Marks
    ) -> list[dict[str, Any]]:
        if answer.serious or self.coder not in marks.serious:
            return []
        return [
            {
                "action": "undo", "target": "line", "target_id": d.id, "excerpt_id": "",
                "shown": None,
            }
            for d in self.ledger.kept
            if d.action == "serious" and d.excerpt_id == excerpt_id and d.coder == self.coder
        ]  # fmt: skip

    # ---------------------------------------------------------------------------- taking back

    def steps(self) -> list[Step]:
        """Return this coder's own steps that still stand, oldest first."""
        return self.ledger.steps()

    def undo(self, step_id: str = "") -> Step | None:
        """Take back one of the own steps, the last by default; None where there is none."""
        step = self.ledger.undo(step_id)
        if step is not None and any(line.action == "undo" for line in step.lines):
            self._settle()
        elif step is not None:
            self.state = self.state.without(step.lines)
        return step

    def redo(self) -> Step | None:
        """Put back what was taken back last in this sitting; None where there is nothing."""
        step = self.ledger.redo()
        self._settle()
        return step

    def take_back_line(self, line_id: str) -> bool:
        """Take back one line that stands, another coder's too; say whether there was one."""
        lines = [d for d in self.ledger.kept if d.id == line_id]
        self.ledger.undo_lines(lines)
        self._settle()
        return bool(lines)

    @property
    def newer_than_run(self) -> bool:
        """Whether somebody has decided something since the tables were made."""
        return self.ledger.changed_at > self._run_seen

    # -------------------------------------------------------------------------------- names

    @property
    def problems(self) -> list[Problem]:
        """What in the decisions files could not be read or had no effect."""
        return [*self.ledger.all_problems(), *self.state.book.problems]

    def group_words(self, group: str, n: int = 2) -> str:
        """Return how readers call a group."""
        return self.project.group_words(group, n)

    def code_name(self, code_id: str) -> str:
        """Return a code's name; its id where it is gone."""
        code = self.state.code(code_id)
        return str(code["name"]) if code else code_id


def open_desk(project: str | Path, *, coder: str, root: Path | None = None) -> ReviewDesk:
    """Return the desk for one coder's review of a project that has been run.

    Raises
    ------
    InsightsError
        If there is no such project, it has not been run, or the initials cannot be used.
    """
    return ReviewDesk(load_project(project, root), coder)
