"""Everything a report is made from, as one frozen record of tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.reporting.cells import rows_of, text_of
from insights.reporting.wording import capitalised

if TYPE_CHECKING:
    import pandas as pd

    from insights.project import Project
    from insights.reporting.since import Change

GROUP_NOTE = "group note"
ROW_IS_PERSON = ("feedback", "prototype", "round", "votes")


def _empty(name: str) -> Callable[[], pd.DataFrame]:
    return lambda: tables.empty(name)


def _frame() -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame()


@dataclass(frozen=True, repr=False)
class ReportMaterial:
    """The project and its tables; whatever is left out is an empty table.

    Attributes
    ----------
    counted
        The codings that count (DESIGN §3): excerpt_id, code_id and, where known, theme,
        stance and confirmed.
    word_use
        Table ``words``.
    voice
        Table of that name, without the figures of groups too small to show.
    cleared
        The excerpts whose words may be shown plainly: their ids, or a function of an id.
        In an internal draft all others are printed with "not yet cleared", but for those
        in ``refused``.
    refused
        Why the words of an excerpt stand in no report, not even in a draft, by excerpt id:
        "refused", "expired" or "held". Nobody waits for an answer there.
    released
        The number of the release that this is made for; 0 for an internal draft. In a
        release words that are not cleared stand nowhere: a sentence stands for them.
    cleared_only
        Whether words that are not cleared stand nowhere in a draft either: for those who took
        part, who meet their own words and others' there.
    since
        An earlier release: its number, what changed since, and why in sentences.
    serious
        The excerpts a person marked as serious.
    own_titles
        The titles of recommendations that a person wrote.
    record
        What was run: seed, versions, code, encoder, as manifest.json has them.
    """

    project: Project
    sources: pd.DataFrame = field(default_factory=_empty("sources"))
    participants: pd.DataFrame = field(default_factory=_empty("participants"))
    sessions: pd.DataFrame = field(default_factory=_empty("sessions"))
    attendance: pd.DataFrame = field(default_factory=_empty("attendance"))
    excerpts: pd.DataFrame = field(default_factory=_empty("excerpts"))
    codes: pd.DataFrame = field(default_factory=_empty("codes"))
    codings: pd.DataFrame = field(default_factory=_empty("codings"))
    counted: pd.DataFrame = field(default_factory=_frame)
    topics: pd.DataFrame = field(default_factory=_empty("topics"))
    excerpt_topics: pd.DataFrame = field(default_factory=_empty("excerpt_topics"))
    code_coverage: pd.DataFrame = field(default_factory=_empty("code_coverage"))
    new_codes: pd.DataFrame = field(default_factory=_empty("new_codes"))
    comparison: pd.DataFrame = field(default_factory=_empty("comparison"))
    findings: pd.DataFrame = field(default_factory=_empty("findings"))
    recommendations: pd.DataFrame = field(default_factory=_empty("recommendations"))
    prototypes: pd.DataFrame = field(default_factory=_empty("prototypes"))
    rounds: pd.DataFrame = field(default_factory=_empty("rounds"))
    responses: pd.DataFrame = field(default_factory=_empty("responses"))
    voice: pd.DataFrame = field(default_factory=_empty("voice"))
    ratings: pd.DataFrame = field(default_factory=_empty("ratings"))
    ideas: pd.DataFrame = field(default_factory=_empty("ideas"))
    ballots: pd.DataFrame = field(default_factory=_empty("ballots"))
    statements: pd.DataFrame = field(default_factory=_empty("statements"))
    statement_votes_by_group: pd.DataFrame = field(
        default_factory=_empty("statement_votes_by_group")
    )
    priorities: pd.DataFrame = field(default_factory=_empty("priorities"))
    rank_agreement: pd.DataFrame = field(default_factory=_empty("rank_agreement"))
    similar_ideas: pd.DataFrame = field(default_factory=_empty("similar_ideas"))
    consensus: pd.DataFrame = field(default_factory=_empty("consensus"))
    vision: pd.DataFrame = field(default_factory=_empty("vision"))
    process: pd.DataFrame = field(default_factory=_empty("process"))
    framework: pd.DataFrame = field(default_factory=_empty("framework"))
    negative_cases: pd.DataFrame = field(default_factory=_empty("negative_cases"))
    single_voices: pd.DataFrame = field(default_factory=_empty("single_voices"))
    coverage: pd.DataFrame = field(default_factory=_empty("coverage"))
    missing_people: pd.DataFrame = field(default_factory=_empty("missing_people"))
    breadth: pd.DataFrame = field(default_factory=_empty("breadth"))
    sensitivities: pd.DataFrame = field(default_factory=_empty("sensitivities"))
    word_use: pd.DataFrame = field(default_factory=_empty("words"))
    unshared_words: pd.DataFrame = field(default_factory=_empty("unshared_words"))
    presence: pd.DataFrame = field(default_factory=_empty("presence"))
    asked: pd.DataFrame = field(default_factory=_empty("asked"))
    meanings: pd.DataFrame = field(default_factory=_empty("meanings"))
    judgements: pd.DataFrame = field(default_factory=_empty("judgements"))
    prototype_results: pd.DataFrame = field(default_factory=_empty("prototype_results"))
    prototype_issues: pd.DataFrame = field(default_factory=_empty("prototype_issues"))
    prototype_cards: pd.DataFrame = field(default_factory=_empty("prototype_cards"))
    feedback_trail: pd.DataFrame = field(default_factory=_empty("feedback_trail"))
    round_results: pd.DataFrame = field(default_factory=_empty("round_results"))
    member_checks: pd.DataFrame = field(default_factory=_empty("member_checks"))
    promises: pd.DataFrame = field(default_factory=_empty("promises"))
    problems: pd.DataFrame = field(default_factory=_empty("problems"))
    cleared: Collection[str] | Callable[[str], bool] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)
    released: int = 0
    cleared_only: bool = False
    since: tuple[int, list[Change], list[str]] | None = None
    serious: Collection[str] = frozenset()
    own_titles: Collection[str] = frozenset()
    record: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"ReportMaterial({self.project.name!r}, {len(self.excerpts)} excerpts)"

    def is_cleared(self, excerpt_id: str) -> bool:
        """Return whether an excerpt's words may be shown plainly."""
        if callable(self.cleared):
            return bool(self.cleared(excerpt_id))
        return excerpt_id in self.cleared

    def is_withheld(self, excerpt_id: str) -> bool:
        """Return whether a sentence stands for an excerpt's words, as they must not stand."""
        if excerpt_id in self.refused:
            return True
        return bool(self.released or self.cleared_only) and not self.is_cleared(excerpt_id)

    def is_said_plainly(self, excerpt_id: str) -> bool:
        """Return whether what stands for an excerpt needs no mark: cleared words, or none."""
        return self.is_cleared(excerpt_id) or self.is_withheld(excerpt_id)

    def shown_text(self, excerpt_id: str) -> str:
        """Return an excerpt's words, or the sentence that stands for them."""
        if not self.is_withheld(excerpt_id):
            return text_of(self.excerpt[excerpt_id]["text"])
        key = self.group_key(excerpt_id)
        return say_not_quoted("" if key == GROUP_NOTE else self._one_of(key, excerpt_id))

    def place_of(self, excerpt_id: str) -> str:
        """Return where an excerpt stands in its file, as far as a reader may know it.

        In a release a row that is one person is not told: all the words of a row together
        would be that person's story.
        """
        row = self.excerpt[excerpt_id]
        place = text_of(row["locator"])
        kind = self.kind_of_source.get(text_of(row["source_id"]), "")
        if not self.released or kind not in ROW_IS_PERSON:
            return place
        return re.sub(r"^row \d+(?:, )?", "", place) or "one answer"

    @cached_property
    def excerpt(self) -> dict[str, dict[str, object]]:
        """Excerpts by id, in their order, as plain records."""
        return {str(row["excerpt_id"]): row for row in rows_of(self.excerpts)}

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The group each excerpt counts for; '' where the group is not known."""
        groups = {
            excerpt_id: text_of(row["perspective"]) for excerpt_id, row in self.excerpt.items()
        }
        by = self.project.compare_by
        if by == "perspective" or by not in self.participants.columns:
            return groups
        attribute = dict(
            zip(self.participants["participant_id"], self.participants[by], strict=True)
        )
        return {
            excerpt_id: text_of(attribute.get(text_of(row["participant_id"])))
            for excerpt_id, row in self.excerpt.items()
        }

    @cached_property
    def path_of(self) -> dict[str, str]:
        """Each source's path inside the project."""
        return dict(zip(self.sources["source_id"], self.sources["path"], strict=True))

    def group_key(self, excerpt_id: str) -> str:
        """Return the group that said it, or "group note" where nobody is named."""
        row = self.excerpt[excerpt_id]
        if not text_of(row["participant_id"]):
            return GROUP_NOTE
        return self.group_of[excerpt_id] or "unknown"

    def attribution(self, excerpt_id: str) -> str:
        """Return who said it, as a reader may know it: the group alone."""
        key = self.group_key(excerpt_id)
        if key != GROUP_NOTE:
            return capitalised(self._one_of(key, excerpt_id))
        session_group = self.group_of[excerpt_id]
        if session_group and session_group != "unknown":
            return f"Group note, {self.words(session_group)}"
        return "Group note"

    def words(self, group: str, n: int = 2) -> str:
        """Return how readers call a group, its name in single spaces."""
        return " ".join(self.project.group_words(group, n).split())

    def _one_of(self, group: str, excerpt_id: str) -> str:
        """Return one member of a group; by an attribute, what the records say of the answer."""
        by = self.project.compare_by
        named = group in self.project.group_names
        if by == "perspective" or by not in self.participants.columns or named:
            return self.words(group, 1)
        if group == "unknown":
            return "person whose group is not recorded"
        kind = self.kind_of_source.get(text_of(self.excerpt[excerpt_id]["source_id"]), "")
        who = "answer" if kind in ("feedback", "round") else "person"
        return f"{who}, {' '.join(by.replace('_', ' ').split())}: {' '.join(group.split())}"

    @cached_property
    def kind_of_source(self) -> dict[str, str]:
        """Each source's kind: notes, feedback and so on."""
        return dict(zip(self.sources["source_id"], self.sources["kind"], strict=True))

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The groups to compare, the main pair first."""
        present = {
            self.group_of[excerpt_id]
            for excerpt_id, row in self.excerpt.items()
            if text_of(row["speaker"]) != "facilitator"
        }
        for side in ("group_a", "group_b"):
            present |= set(self.comparison[side].map(text_of))
        present -= {"", "unknown", "both"}
        return ordered_groups(present, self.project.compare_groups)


def ordered_groups(present: Collection[str], first: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return groups in a fixed order: those the project names, then the usual, then a–z."""
    usual = ("lived_experience", "professional", "carer")
    order = {group: place for place, group in enumerate(dict.fromkeys((*first, *usual)))}
    return tuple(sorted(present, key=lambda group: (order.get(group, len(order)), group)))


def say_not_quoted(one: str) -> str:
    """Return what stands in a report where words may be used and not quoted.

    Parameters
    ----------
    one
        What readers call one member of the group; "" where nobody is named as the speaker.

    Examples
    --------
    >>> say_not_quoted("person with lived experience")
    'A person with lived experience spoke about this; their words are not quoted.'
    >>> say_not_quoted("adviser")
    'An adviser spoke about this; their words are not quoted.'
    >>> say_not_quoted("")
    'A note of the group speaks about this; its words are not quoted.'
    """
    if not one:
        return "A note of the group speaks about this; its words are not quoted."
    article = "An" if one[:1].casefold() in "aeiou" else "A"
    return f"{article} {one} spoke about this; their words are not quoted."
