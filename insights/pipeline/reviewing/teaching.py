"""What teaches most: what to read next, fresh suggestions, and how much they would find."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from insights import coding
from insights.coding import kinds, stances
from insights.pipeline.reviewing.material import FACILITATOR, Material, read_suggestions
from insights.pipeline.reviewing.state import State

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

AT_ONCE = 20
_FEWEST_WORDS = 3  # below, an excerpt reads like nothing in particular
DRAWN = "drawn blindly"
_COLUMNS = ("excerpt_id", "code_id", "coder", "status", "tier", "method", "score")


@dataclass(frozen=True)
class Found:
    """How much of what people coded in a group's words the suggestions would have found.

    Attributes
    ----------
    n_drawn
        Excerpts of the group that were drawn at random and read without suggestions.
    n_accepted, n_found
        The codings that people gave to those, and how many of them were suggested.
    low, high
        What the share may be, 0 to 1 (Wilson, 95 %); None below five codings.
    worse
        Whether the others' share lies above all of that.
    """

    group: str
    n_drawn: int
    n_accepted: int
    n_found: int
    low: float | None
    high: float | None
    worse: bool


@dataclass(frozen=True)
class Prompt:
    """What an excerpt seems to be, and why: for a person to say, and nothing before that."""

    value: str
    reason: str


class Lessons:
    """What the suggestions learn from, and what they would like to learn next.

    Parameters
    ----------
    material
        The tables of the last run.

    Attributes
    ----------
    batch
        What to read next: excerpt ids in order, each with why. Empty before
        :meth:`choose`.
    n_learned_from
        How many decisions the suggestions went by when they were made afresh; None where
        they are those of the last run.
    """

    def __init__(self, material: Material) -> None:
        self._material = material
        self.batch: Mapping[str, str] = {}
        self.n_learned_from: int | None = None
        self._kinds: dict[str, Prompt] = {}
        self._stances: dict[tuple[str, str], Prompt] = {}

    @cached_property
    def _excerpts(self) -> pd.DataFrame:
        """The excerpts to review, with the groups that are compared."""
        table = self._material.undecided
        table = table[table["speaker"] != FACILITATOR].reset_index(drop=True)
        about = self._material.excerpts
        return table.assign(group=[about[e].group for e in table["excerpt_id"]])

    @cached_property
    def _vectors(self) -> np.ndarray | None:
        return self._encode(list(self._excerpts["text"]))

    def _encode(self, texts: list[str]) -> np.ndarray | None:
        from insights.pipeline import suggesting

        return suggesting.encode(self._material.project, texts, lambda *_: None)[0]

    # -------------------------------------------------------------------------- what is next

    def choose(self, state: State, passed_over: set[str]) -> Mapping[str, str]:
        """Return what to read next, the most telling first: excerpt id → why.

        Parameters
        ----------
        passed_over
            What has been read already.
        """
        chosen = coding.choose_next(
            self._excerpts, tabulate_codings(self._material, state), self._vectors,
            n=AT_ONCE, by="group", passed_over=passed_over,
        )  # fmt: skip
        self.batch = dict(zip(chosen["excerpt_id"], chosen["reason"], strict=True))
        return self.batch

    # --------------------------------------------------------------------- fresh suggestions

    def suggest_afresh(self, state: State) -> Material:
        """Return the material with suggestions that know everything decided so far.

        The next run makes the same ones. Nothing is written: tables belong to runs.
        """
        book, decided = state.book.table(), tabulate_codings(self._material, state)
        decided = decided[decided["status"] != "suggested"]
        limits = self._material.project.thresholds
        codings = coding.suggest_codings(
            self._excerpts, book, self._vectors, encode=self._encode, decided=decided,
            keyword_decisions=limits.keyword_decisions,
            likely_probability=limits.likely_probability,
        )  # fmt: skip
        self.n_learned_from = len(decided)
        self._learn_prompts(state, book)
        self._material = replace(self._material, suggestions=read_suggestions(codings))
        return self._material

    def _learn_prompts(self, state: State, codes: pd.DataFrame) -> None:
        """Take up kinds and stances from what people decided, where that is enough."""
        decided = {e: m.kind for e in self._material.said if (m := state.marks(e)).kind_decided}
        self._kinds = {}
        if len(decided) >= kinds.FEWEST_DECIDED:
            table = coding.suggest_kinds(self._excerpts, self._vectors, decided=decided)
            rows = zip(table["excerpt_id"], table["kind"], table["reason"], strict=True)
            self._kinds = {excerpt_id: Prompt(kind, why) for excerpt_id, kind, why in rows}
        given = {
            (excerpt_id, code_id): stance
            for excerpt_id in self._material.said
            for code_id, marks in state.marks(excerpt_id).codes.items()
            for stance in marks.stances.values()
        }
        self._stances = {}
        if len(given) >= stances.FEWEST_DECIDED:
            pairs = tabulate_codings(self._material, state)
            table = coding.suggest_stances(
                self._excerpts, codes, pairs, self._vectors, decided=given
            )
            keys = zip(table["excerpt_id"], table["code_id"], strict=True)
            said = map(Prompt, table["stance"], table["reason"])
            self._stances = dict(zip(keys, said, strict=True))

    # ------------------------------------------------------------------- kinds and stances

    def read_kind(self, excerpt_id: str) -> Prompt | None:
        """Return what kind of unit an excerpt reads like, and why; None where nothing says so."""
        if self._kinds:
            return self._kinds.get(excerpt_id)
        about = self._material.excerpts[excerpt_id]
        if len(about.text.split()) < _FEWEST_WORDS:
            return None
        found = kinds.judge_kind(about.text, about.prompt_kind)
        return Prompt(found[0], found[2]) if found else None

    def read_stance(self, excerpt_id: str, code_id: str, claim: str) -> Prompt | None:
        """Return how an excerpt seems to stand to a claim; None where no wording says so."""
        if (excerpt_id, code_id) in self._stances:
            return self._stances[excerpt_id, code_id]
        text = self._material.excerpts[excerpt_id].text
        stance, _, reason = stances.judge_stance(text, claim)
        return None if stance == "describes" else Prompt(stance, reason)

    def warm_up(self) -> threading.Thread:
        """Begin to load what prompts and a refresh need; return the thread that does."""
        thread = threading.Thread(target=_load_parts, daemon=True)
        thread.start()
        return thread

    # ------------------------------------------------------------------- how much is found

    def measure_found(self, state: State) -> list[Found]:
        """Return, per group, how much the suggestions would find, from what was drawn."""
        drawn = {d.excerpt_id for d in state.kept if d.drawn and d.excerpt_id}
        codings = tabulate_codings(self._material, state, drawn)
        table = coding.expected_recall(self._excerpts, codings, by="group", blind=drawn)
        rows: dict[str, Any] = {row["group"]: row for row in table.to_dict("records")}
        found = []
        for group in self._material.groups:
            row = rows[group]
            known = row["share"] == row["share"] and row["share"] is not None
            found.append(
                Found(
                    group,
                    sum(self._material.excerpts[e].group == group for e in drawn),
                    row["n_accepted"], row["n_found"],
                    row["low"] if known else None, row["high"] if known else None,
                    row["note"] == "worse than the others",
                )
            )  # fmt: skip
        return found


def tabulate_codings(
    material: Material, state: State, excerpt_ids: set[str] | None = None
) -> pd.DataFrame:
    """Return suggestions and people's last words as rows of the table ``codings``.

    Parameters
    ----------
    excerpt_ids
        The excerpts to go through; all that are to be reviewed where None.
    """
    import pandas as pd

    rows: list[tuple[Any, ...]] = []
    for excerpt_id in material.said:
        if excerpt_ids is not None and excerpt_id not in excerpt_ids:
            continue
        for code_id, marks in state.marks(excerpt_id).codes.items():
            if found := marks.suggestion:
                rows.append(
                    (excerpt_id, code_id, "machine", "suggested", found.tier, found.method,
                     found.score)
                )  # fmt: skip
            rows += [
                (excerpt_id, code_id, coder, status, None, "human", None)
                for coder, status in marks.votes.items()
            ]
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _load_parts() -> None:
    import scipy.linalg  # noqa: F401
    import sklearn.feature_extraction.text  # noqa: F401

    from insights.language import load_pipeline

    load_pipeline()
    stances.judge_stance("A word", "A word")  # loads what words are compared by
