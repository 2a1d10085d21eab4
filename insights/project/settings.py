"""What a project is: where it lies, what it asks, how its files are to be read."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import Problem
from insights.project.files import TEMPLATES, InputFile, list_files
from insights.project.spelling import fold_group

DEFAULT_PERSPECTIVES: dict[str, tuple[str, ...]] = {
    "lived_experience": (
        "lived experience", "service user", "expert by experience", "my own experience",
        "patient", "le",
    ),
    "professional": (
        "professional", "as a professional", "staff", "link worker", "splw", "gp",
        "commissioner", "practitioner",
    ),
    "both": ("both", "professional with lived experience"),
    "carer": ("carer", "family", "on behalf of someone else"),
}  # fmt: skip

_GROUP_WORDS = {
    "lived_experience": ("person with lived experience", "people with lived experience"),
    "professional": ("professional", "professionals"),
    "both": ("person with both roles", "people with both roles"),
    "carer": ("carer", "carers"),
    "unknown": ("person whose role is not known", "people whose role is not known"),
}


@dataclass(frozen=True)
class ColumnMap:
    """How the columns of one file are to be read; empty means: go by their names."""

    participant_id: str = ""
    perspective: str = ""
    text: tuple[str, ...] = ()
    prompt: str = ""
    row_id: str = ""
    session: str = ""
    date: str = ""
    attributes: tuple[str, ...] = ()
    about: str = ""  # "process": how taking part was, rather than what it was about


@dataclass(frozen=True)
class SessionSettings:
    """What project.toml says about one session."""

    session_id: str
    title: str = ""
    date: str = ""
    perspective: str = ""
    mode: str = ""
    facilitators: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)  # activity → kind


@dataclass(frozen=True)
class Thresholds:
    """The project's own cut-offs, METHODS' (J): configurable, printed where applied."""

    confirmed_share: float = 0.8
    looked_at_share: float = 0.8
    unattributed_share: float = 0.25
    likely_probability: float = 0.8
    keyword_decisions: int = 20
    similar_difference: float = 0.25
    similar_probability: float = 0.8
    different_probability: float = 0.975
    smallest_group: int = 5
    small_number: int = 5
    percentages_from: int = 20
    agreement_excerpts: int = 30
    agreement_uses: int = 5
    agreement_people: int = 10
    opposing_share: float = 0.25
    few_people: int = 2
    some_people: int = 5
    summarised_share: float = 0.5
    unnamed_share: float = 0.5
    one_person_share: float = 0.5
    enough_testers: int = 3
    able_share: float = 0.75
    wanted_share: float = 0.5
    unwanted_share: float = 0.33
    stopped_people: int = 2
    same_matter: float = 0.45


@dataclass(frozen=True)
class Project:
    """A project: where it lies, what it asks, how its files are to be read."""

    name: str
    root: Path
    title: str
    question: str = ""
    commissioner: str = ""
    approach: str = "framework"
    fictional: bool = False
    language: str = "en"
    encoder: str = ""
    encoder_path: str = ""  # "exact", "fast", or empty: by the number of excerpts
    perspectives: Mapping[str, tuple[str, ...]] = field(
        default_factory=lambda: dict(DEFAULT_PERSPECTIVES)
    )
    perspective_words: Mapping[str, str] = field(default_factory=dict)  # word → group, "" unsaid
    components: Mapping[str, str] = field(default_factory=dict)
    component_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    compare_by: str = "perspective"
    compare_groups: tuple[str, ...] = ()
    columns: Mapping[str, ColumnMap] = field(default_factory=dict)
    sessions: tuple[SessionSettings, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)  # question or heading → kind
    group_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    boards: Mapping[str, str] = field(default_factory=dict)  # a note's colour → what it means
    about: Mapping[str, Any] = field(default_factory=dict)  # the rest of [project], for reports
    problems: tuple[Problem, ...] = ()

    @property
    def raw(self) -> Path:
        """Everything people made."""
        return self.root / "data" / "raw" / self.name

    @property
    def processed(self) -> Path:
        """What the code can make again."""
        return self.root / "data" / "processed" / self.name

    @property
    def reports(self) -> Path:
        """Drafts for the team."""
        return self.root / "reports" / self.name

    def perspective_of(self, words: str | None) -> str | None:
        """Return the perspective that ``words`` stand for, or None.

        A perspective's own name counts, with spaces or underscores; case, plurals and
        articles do not.
        """
        folded = fold_group(words or "")
        if not folded:
            return None
        for perspective, spellings in self.perspectives.items():
            if folded in map(fold_group, (perspective, *spellings)):
                return perspective
        if folded in {fold_group(name) for name in DEFAULT_PERSPECTIVES} | {"unknown"}:
            return folded.replace(" ", "_")
        return None

    def component_of(self, words: str | None) -> str | None:
        """Return the part of the toolkit that ``words`` stand for, or None.

        Its key counts, its name, and whatever else drafts and tests call it: the further
        entries of a list under ``[components]``.
        """
        folded = _fold(words or "")
        if not folded:
            return None
        for key, name in self.components.items():
            names = (key, name, *self.component_names.get(key, ()))
            if folded in {_fold(spelling) for spelling in names}:
                return key
        return None

    def group_words(self, group: str, n: int = 2) -> str:
        """Return how readers call ``group``: "1 professional", "2 professionals".

        Examples
        --------
        >>> demo = Project("demo", Path("."), "Demo")
        >>> demo.group_words("lived_experience", 1), demo.group_words("professional")
        ('person with lived experience', 'professionals')
        """
        one, many = self.group_names.get(group) or _GROUP_WORDS.get(
            group, (f"person from “{group}”", f"people from “{group}”")
        )
        return one if n == 1 else many

    def files(self) -> tuple[list[InputFile], list[Problem]]:
        """List the files to read, in a fixed order, and those that have no place."""
        return list_files(self.raw)

    def find(self, stem: str, suffixes: tuple[str, ...]) -> Path | None:
        """Return ``<stem>`` with the first suffix that exists at the top of the project."""
        for suffix in suffixes:
            for path in sorted(self.raw.glob(f"*{suffix}")):
                if path.stem.casefold() == stem and path.is_file():
                    return path
        return None

    def template(self) -> Path | None:
        """Return the house template for Word reports, whatever Word's ending; None without."""
        return self.find("template", TEMPLATES)

    def salt(self) -> bytes:
        """Return the project's random key for ids, made on first use."""
        path = self.raw / ".salt"
        if not path.exists():
            store.write_atomic(path, (secrets.token_hex(16) + "\n").encode())
        return path.read_text(encoding="utf-8").strip().encode()


def _fold(words: str) -> str:
    return " ".join(str(words).replace("_", " ").replace("-", " ").casefold().split())
