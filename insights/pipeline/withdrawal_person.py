"""The person who leaves: what is theirs in everything that was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report, decided_strings, read_material
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import Names
    from insights.privacy.erasing_rows import Theirs
    from insights.privacy.leftovers import Sought
    from insights.privacy.who import Who
    from insights.privacy.withdrawn import Withdrawn
    from insights.sources import Material


@dataclass
class Leaver:
    """One person in one project, and what is theirs.

    Parameters
    ----------
    settings
        The project.
    participant_id
        Their id.
    tell
        Called with what is going on.
    """

    settings: Project
    participant_id: str
    tell: Report

    def __repr__(self) -> str:
        return f"Leaver({self.settings.name!r})"

    @cached_property
    def read(self) -> tuple[Material, Names]:
        """What the files hold now, unmasked, and the names in the key."""
        self.tell("Reading", 0, 0)
        material, names, _ = read_material(
            self.settings, self.settings.salt(), self.tell, self.renamed
        )
        return material, names

    @cached_property
    def renamed(self) -> Mapping[str, str]:
        """The files whose ids are kept under another path."""
        return Inputs(self.settings, 0).renamed

    @property
    def kept_under(self) -> Mapping[str, str]:
        """The same without paths that name them: such a path is not kept."""
        return {new: old for new, old in self.renamed.items() if not self.named_in(old)}

    @property
    def material(self) -> Material:
        """What the files hold now, unmasked."""
        return self.read[0]

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids under which they stand in what was read: their own, or a stand-in for it."""
        known = self.withdrawn.person_of(self.participant_id) if self.withdrawn else None
        stand_in = [f"withdrawn-{known['n']}"] if known else []
        return frozenset([self.participant_id, *stand_in])

    @cached_property
    def withdrawn(self) -> Withdrawn | None:
        """What is remembered of people who withdrew."""
        from insights.privacy.withdrawn import read_withdrawn

        return read_withdrawn(self.settings)

    @cached_property
    def who(self) -> Who:
        """Everything that may mean them."""
        from insights import coding
        from insights.privacy import Names, Person
        from insights.privacy.who import Said, Who

        people = self.read[1].people
        own = [p for p in people if p.participant_id in self.ids]
        names = [way for p in own for way in (p.name, *p.aliases) if way]
        person = Person(self.participant_id, names[0] if names else "", tuple(names[1:]))
        others = Names(tuple(p for p in people if p.participant_id not in self.ids))
        decisions, _ = coding.read_decisions(self.settings.raw / "decisions")
        said = Said(self.settings.salt(), decided_strings(decisions))
        return Who(self.participant_id, person, others, self._contacts(), said)

    def _contacts(self) -> tuple[str, ...]:
        from insights.privacy import key_path
        from insights.privacy.key_rows import read_key_rows

        own, inside = key_path(self.settings), self.settings.raw / "key.csv"
        path = own if own.exists() else inside
        rows = read_key_rows(path.read_bytes()) if path.exists() else []
        mine = [row for row in rows if row.get("participant_id", "").strip() in self.ids]
        return tuple(row["contact"].strip() for row in mine if row.get("contact", "").strip())

    @property
    def is_known(self) -> bool:
        """Whether they stand anywhere: in what was read, or in the key."""
        met = set(self.material.participants["participant_id"])
        return bool(self.ids & met) or bool(self.who.person.name)

    @cached_property
    def passages(self) -> pd.DataFrame:
        """Their passages."""
        passages = self.material.passages
        return passages[passages["participant_id"].isin(self.ids)]

    @cached_property
    def others(self) -> pd.DataFrame:
        """Everybody else's passages."""
        passages = self.material.passages
        return passages[~passages["participant_id"].isin(self.ids)]

    @cached_property
    def only_theirs(self) -> frozenset[str]:
        """Runs of six words that nobody else said, and that no question holds."""
        from insights.privacy.withdrawn import shingles

        own = {run for text in self.passages["text"] for run in shingles(text)}
        asked = [*self.material.sessions["prompt"].dropna(), *self.others["text"]]
        return frozenset(own - {run for text in asked for run in shingles(text)})

    def sought(self, key: bytes) -> Sought:
        """Return what the search looks for when all is done, as tokens keyed with ``key``."""
        from insights.privacy.leftovers import Sought

        return Sought.of(key, self.who, tuple(self.passages["excerpt_id"]), self.only_theirs)

    def named_in(self, path: str) -> bool:
        """Tell whether the name of a file or folder says that it is about them."""
        from insights.privacy.withdrawn import fold_words

        words = fold_words(path.replace("_", " ").replace("-", " "))
        digits = self.participant_id.isdigit()
        return any(
            name.split() == words[at : at + len(name.split())]
            for name in self.who.strings
            for at in range(len(words))
            if not (digits and name == self.participant_id) and len(name) > 2
        )

    def theirs_in(self, source_id: str) -> Theirs:
        """Return which rows of a file are theirs; of none where it is no source."""
        from insights.privacy.erasing_rows import Theirs, rows_of

        records = self.material.records
        places: list[str] = list(self.passages.loc[self.passages["source_id"] == source_id,
                                                   "locator"])  # fmt: skip
        for frame in (self.material.prototypes, *records.values()):
            if {"participant_id", "source_id", "locator"} <= set(frame.columns):
                mine = frame["participant_id"].isin(self.ids) & (frame["source_id"] == source_id)
                places += list(frame.loc[mine, "locator"])
        ideas = records["ideas"]
        mine = ideas["participant_id"].isin(self.ids) & (ideas["source_id"] == source_id)
        rounds = records["rounds"]
        answered = rounds.loc[rounds["participant_id"].isin(self.ids), "feedback_id"].dropna()
        return Theirs(
            rows_of(places), rows_of(list(ideas.loc[mine, "locator"])), frozenset(answered),
            self.only_theirs,
        )  # fmt: skip

    def of_file(self, relative: str, *, theirs: bool) -> pd.DataFrame:
        """Return the passages of one file: theirs, or everybody else's."""
        return passages_of(self.material, self.passages if theirs else self.others, relative)


def passages_of(material: Material, passages: pd.DataFrame, relative: str) -> pd.DataFrame:
    """Return those of some passages that stand in one file."""
    paths = material.sources
    found = paths.loc[paths["path"] == relative, "source_id"]
    return passages[passages["source_id"].isin(found)].reset_index(drop=True)
