"""What a review stands on: excerpts, suggestions and codes, read once from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True, repr=False)
class Excerpt:
    """An excerpt as a reviewer reads it; ``place`` is its position in the project."""

    excerpt_id: str
    place: int
    source_id: str
    locator: str
    participant_id: str
    speaker: str
    group: str
    session_id: str
    activity: str
    prompt_kind: str
    kind: str
    directness: str
    known_by: str
    group_label: str
    text: str


_AS_STORED = tuple(name for name in Excerpt.__slots__ if name not in ("place", "group"))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggested code: how likely it is, by what, and why."""

    code_id: str
    tier: str
    method: str
    score: float
    reason: str = field(repr=False)

    @property
    def likely(self) -> bool:
        """Whether it counts until somebody rejects it."""
        return self.tier == "likely"


@dataclass(frozen=True, repr=False)
class Material:
    """The tables of the last run, as a review needs them.

    Attributes
    ----------
    excerpts
        By id, in the order of the sources.
    suggestions
        By excerpt: what the machine suggested, before any decision.
    codes
        The table ``codes`` as the codebook file has it.
    tables
        Every published table, for the pages that show more.
    undecided
        The table ``excerpts`` as it came in, before any decision.
    """

    project: Project
    excerpts: Mapping[str, Excerpt]
    suggestions: Mapping[str, tuple[Suggestion, ...]]
    codes: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    undecided: pd.DataFrame

    @cached_property
    def by_source(self) -> dict[str, list[Excerpt]]:
        """The excerpts of each source, facilitators' talk included."""
        found: dict[str, list[Excerpt]] = {}
        for excerpt in self.excerpts.values():
            found.setdefault(excerpt.source_id, []).append(excerpt)
        return found

    @cached_property
    def said(self) -> list[str]:
        """The excerpts to review: everybody's words but the facilitators'."""
        return [e.excerpt_id for e in self.excerpts.values() if e.speaker != FACILITATOR]

    @cached_property
    def folded(self) -> dict[str, str]:
        """The text of each excerpt to review, for searching in any case."""
        return {e: self.excerpts[e].text.casefold() for e in self.said}

    @cached_property
    def groups(self) -> list[str]:
        """The groups that were heard: those to be compared first, then by name."""
        heard = {self.excerpts[excerpt_id].group for excerpt_id in self.said}
        first = [group for group in self.project.compare_groups if group in heard]
        return first + sorted(heard - set(first))

    @cached_property
    def topic_of(self) -> dict[str, str]:
        """The topic of each excerpt that has one."""
        placed = self.tables.get("excerpt_topics")
        if placed is None:
            return {}
        rows = zip(placed["excerpt_id"], placed["topic_id"], strict=True)
        return {excerpt_id: topic for excerpt_id, topic in rows if _text(topic)}

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        """Excerpts to review that say the same in nearly the same words, by each of them."""
        placed = self.tables.get("excerpt_topics")
        if placed is None:
            return {}
        members: dict[str, list[str]] = {}
        for excerpt_id, first in zip(placed["excerpt_id"], placed["same_as"], strict=True):
            if _text(first) and excerpt_id in self.excerpts:
                members.setdefault(first, []).append(excerpt_id)
        return {e: [o for o in found if o != e] for found in members.values() for e in found}

    @cached_property
    def quotes_to_ask_about(self) -> frozenset[str]:
        """The excerpts that could be quoted once somebody has said yes, and not before."""
        from insights import privacy

        about = self.tables["excerpts"], self.tables["participants"]
        today = date.today().isoformat()
        free = privacy.cleared_quotes(
            *about, approved=(), held=(), today=today, rare=self.pointing_to_one
        )
        ids = list(self.excerpts)
        return privacy.cleared_quotes(*about, approved=ids, held=(), today=today) - free

    @cached_property
    def quote_states(self) -> dict[str, str]:
        """Whether each excerpt may be quoted, before anybody's word on quotes; or why not."""
        from insights import privacy

        found = privacy.quote_states(
            self.tables["excerpts"], self.tables["participants"], approved=(), held=(),
            today=date.today().isoformat(), rare=self.pointing_to_one,
        )  # fmt: skip
        return dict(found)

    @cached_property
    def taken_back(self) -> frozenset[str]:
        """The excerpts whose words the speaker took back."""
        from insights.privacy import find_taken_back

        return find_taken_back(self.tables["excerpts"])

    @cached_property
    def pointing_to_one(self) -> dict[str, str]:
        """Why the words of an excerpt could point to one person, by its id."""
        from insights.pipeline.gathering import pointing_to_one

        return pointing_to_one(self.project, self.tables)

    @cached_property
    def paths(self) -> dict[str, str]:
        """The path of each source inside the project, masked."""
        sources = self.tables["sources"]
        return dict(zip(sources["source_id"], sources["path"], strict=True))

    @cached_property
    def prompts(self) -> dict[tuple[str, str], str]:
        """The prompt put to people, by session and activity."""
        sessions = self.tables["sessions"]
        rows = zip(sessions["session_id"], sessions["activity"], sessions["prompt"], strict=True)
        return {(_text(s), _text(a)): _text(p) for s, a, p in rows}


def read_material(project: Project, tables: Mapping[str, pd.DataFrame]) -> Material:
    """Return the material of the project's last run.

    Raises
    ------
    InsightsError
        If the run has stopped before there was anything to review.
    """
    from insights import coding

    lacking = {"excerpts", "codings", "sources", "sessions", "participants"} - set(tables)
    if lacking:
        raise InsightsError(
            "There is nothing to review yet.",
            project.name,
            f"Run `insights run {project.name}` first.",
        )
    # Published tables have decisions in them; what they decided about lies before that.
    undecided = store.read_step_table(project.processed, "ingest", "excerpts")
    undecided = tables["excerpts"] if undecided is None else undecided
    suggested = store.read_step_table(project.processed, "suggest", "codings")
    suggested = tables["codings"] if suggested is None else suggested
    codes, _ = coding.read_codebook(project)
    codes = codes.astype(object).where(codes.notna(), None)  # pages print what is there
    excerpts = _read_excerpts(project, undecided, tables["participants"])
    return Material(project, excerpts, read_suggestions(suggested), codes, tables, undecided)


def _read_excerpts(
    project: Project, excerpts: pd.DataFrame, participants: pd.DataFrame
) -> dict[str, Excerpt]:
    by = project.compare_by
    attribute: dict[str, str] = {}
    if by != "perspective" and by in participants.columns:
        values = zip(participants["participant_id"], participants[by], strict=True)
        attribute = {person: _text(value) or "unknown" for person, value in values}
    found: dict[str, Excerpt] = {}
    for place, row in enumerate(excerpts.to_dict("records")):
        cell = {str(key): _text(value) for key, value in row.items()}
        group = attribute.get(cell["participant_id"], "unknown") if attribute else ""
        found[cell["excerpt_id"]] = Excerpt(
            place=place,
            group=group or cell["perspective"] or "unknown",
            **{name: cell.get(name, "") for name in _AS_STORED},
        )
    return found


def read_suggestions(codings: pd.DataFrame) -> dict[str, tuple[Suggestion, ...]]:
    """Return what the machine suggested, by excerpt."""
    found: dict[str, list[Suggestion]] = {}
    made = codings[codings["method"] != "human"]
    names = ("excerpt_id", "code_id", "tier", "method", "score", "reason")
    columns = (made[name].tolist() for name in names)
    for excerpt_id, code_id, tier, method, score, reason in zip(*columns, strict=True):
        known = score is not None and score == score
        suggestion = Suggestion(
            _text(code_id), _text(tier) or "unlikely", _text(method),
            float(score) if known else 0.0, _text(reason),
        )  # fmt: skip
        found.setdefault(_text(excerpt_id), []).append(suggestion)
    return {excerpt_id: tuple(rows) for excerpt_id, rows in found.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
