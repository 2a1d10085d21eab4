"""How much of what identifies people is still readable: a sample, a person's eyes, a figure.

A person reads masked units, drawn at random but the same for everyone, and says how much
in each still identifies somebody. What is stored is numbers, never words: the answers lie
in ``decisions/privacy/<coder>.jsonl``.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from insights import store
from insights.errors import InsightsError
from insights.pipeline.reading import say_count
from insights.project import Project, load_project

N_UNITS = 50
_FOLDER = "privacy"
_MOST = 99
_CODER = re.compile(r"[A-Za-z0-9_-]{1,32}")


@dataclass(frozen=True, repr=False)
class Unit:
    """One masked unit for a person to read.

    Attributes
    ----------
    shown
        Keyed hash of the text as shown: an answer counts as long as the text stays as it is.
    n_masked
        Placeholders in it.
    """

    excerpt_id: str
    text: str
    n_masked: int
    shown: str

    def __repr__(self) -> str:
        return f"Unit({self.excerpt_id}, {len(self.text)} characters, {self.n_masked} masked)"


@dataclass(frozen=True)
class Measured:
    """What the answers so far say.

    Attributes
    ----------
    n_units, n_units_missed
        Units read, and those in which something could still be read.
    n_masked, n_missed, n_wrong
        Identifiers masked and missed in them, and placeholders that hide an ordinary word.
    recall, low, high
        Share of identifiers that are masked, with its 95 % Wilson interval; None before
        anything was found.
    """

    n_units: int
    n_units_missed: int
    n_masked: int
    n_missed: int
    n_wrong: int
    recall: float | None
    low: float | None
    high: float | None

    def lines(self) -> list[str]:
        """Return the figures as sentences.

        Examples
        --------
        >>> Measured(0, 0, 0, 0, 0, None, None, None).lines()
        ['Nobody has read a sample yet.']
        """
        if not self.n_units:
            return ["Nobody has read a sample yet."]
        read = f"{say_count(self.n_units, 'unit')} read."
        if self.recall is None or self.low is None or self.high is None:
            return [read, "They held no identifier at all, masked or not: read more of them."]
        found = self.n_masked - self.n_wrong
        interval = f"95% interval {self.low:.0%} to {self.high:.0%}"
        share = f"{found} of {found + self.n_missed} identifiers were masked: {self.recall:.0%}"
        lines = [
            f"{read} Something could still be read in {self.n_units_missed}.",
            f"{share} ({interval}).",
        ]
        if self.n_wrong:
            lines.append(f"{say_count(self.n_wrong, 'placeholder')} hid an ordinary word.")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """Return the figures as plain values, for ``--json``."""
        return asdict(self)


def sample_units(
    project: str | Path, *, n_units: int = N_UNITS, seed: int = 0, root: Path | None = None
) -> list[Unit]:
    """Return masked units that nobody has read as they stand now, in a fixed random order.

    Parameters
    ----------
    n_units
        The size of the whole sample; those of it already read are left out.
    seed
        Another seed draws another sample.

    Raises
    ------
    InsightsError
        If the project has not been masked yet.
    """
    settings = load_project(project, root)
    units = _all_units(settings)
    key = settings.salt()

    def place(unit: Unit) -> bytes:
        return hmac.digest(key, f"{seed}\0{unit.excerpt_id}".encode(), hashlib.sha256)

    drawn = sorted(units, key=place)[:n_units]
    read = _answers(settings)
    return [unit for unit in drawn if read.get(unit.excerpt_id, {}).get("shown") != unit.shown]


def record_reading(
    project: str | Path,
    unit: Unit,
    *,
    coder: str,
    n_missed: int,
    n_wrong: int = 0,
    root: Path | None = None,
) -> None:
    """Add what a person saw in a unit, as numbers; on disk before this returns.

    Parameters
    ----------
    n_missed
        Identifiers that can still be read.
    n_wrong
        Placeholders that hide an ordinary word.

    Raises
    ------
    InsightsError
        If a number or the coder's initials cannot be.
    """
    from datetime import UTC, datetime

    settings = load_project(project, root)
    if not _CODER.fullmatch(coder):
        raise InsightsError(
            "The coder's initials cannot be used as the name of a file.",
            "coder",
            "Use letters, digits, - and _ only, for example AB.",
        )
    if not (0 <= n_missed <= _MOST and 0 <= n_wrong <= unit.n_masked):
        raise InsightsError(
            "These numbers cannot be.",
            f"unit {unit.excerpt_id}",
            f"Missed lies between 0 and {_MOST}, wrongly masked between 0 and {unit.n_masked}.",
        )
    line = {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "coder": coder,
        "excerpt_id": unit.excerpt_id,
        "shown": unit.shown,
        "n_masked": unit.n_masked,
        "n_missed": n_missed,
        "n_wrong": n_wrong,
    }
    store.append_line(_folder(settings) / f"{coder}.jsonl", line)


def mask_string(project: str | Path, string: str, *, coder: str, root: Path | None = None) -> str:
    """Have a string masked wherever it stands, letter for letter; return the decision's id.

    Only its keyed hash is stored.

    Raises
    ------
    InsightsError
        If it is empty or longer than four words.
    """
    from insights.pipeline import record_decision
    from insights.privacy import exact_id

    words = string.split()
    if not 1 <= len(words) <= 4:
        raise InsightsError(
            "That is not a name.", "the words to mask", "Type one to four words, as they stand."
        )
    settings = load_project(project, root)
    return record_decision(
        project, coder=coder, action="mask", target="string",
        target_id=exact_id(string, settings.salt()), root=root,
    )  # fmt: skip


def measure_masking(project: str | Path, *, root: Path | None = None) -> Measured:
    """Return how much is masked, from the newest answer on each unit that still stands.

    Entities are counted as if drawn one by one; in a few long units they are not quite, so
    the interval is a little too narrow.
    """
    from insights.analysis import wilson_interval

    settings = load_project(project, root)
    standing = {unit.excerpt_id: unit.shown for unit in _all_units(settings)}
    answers = [line for id, line in _answers(settings).items() if standing.get(id) == line["shown"]]
    masked = sum(line["n_masked"] for line in answers)
    missed = sum(line["n_missed"] for line in answers)
    wrong = sum(line["n_wrong"] for line in answers)
    found, everything = masked - wrong, masked - wrong + missed
    recall = low = high = None
    if everything:
        recall = found / everything
        low, high = (float(bound) for bound in wilson_interval(found, everything))
    n_units_missed = sum(line["n_missed"] > 0 for line in answers)
    return Measured(len(answers), n_units_missed, masked, missed, wrong, recall, low, high)


def describe_key(project: str | Path, *, root: Path | None = None) -> str:
    """Return a sentence on the project's key file: whether there is one, and for how many.

    Raises
    ------
    InsightsError
        If it lies where others could read it, or is known to exist and is not here.
    """
    from insights.privacy import key_path, read_names

    settings = load_project(project, root)
    names, problems = read_names(settings)
    if not len(names):
        return "No key file: names are found by rules alone."
    more = f" {say_count(len(problems), 'row')} in it not understood." if problems else ""
    own = key_path(settings).exists()
    where = "readable by you alone" if own else "in the folder of this invented project"
    return f"Key file: {say_count(len(names), 'person', 'people')}, {where}.{more}"


def _folder(settings: Project) -> Path:
    return settings.raw / "decisions" / _FOLDER


def _all_units(settings: Project) -> list[Unit]:
    path = settings.processed / "excerpts.parquet"
    if not path.exists():
        raise InsightsError(
            "This project has not been masked yet.",
            settings.name,
            f"Run `insights redact {settings.name}` first.",
        )
    excerpts = store.read_table(path)
    redactions = store.read_table(settings.processed / "redactions.parquet")
    n_masked = redactions["excerpt_id"].value_counts()
    key = settings.salt()
    return [
        Unit(id, text, int(n_masked.get(id, 0)), _hash(text, key))
        for id, text in zip(excerpts["excerpt_id"], excerpts["text"], strict=True)
    ]


def _hash(text: str, key: bytes) -> str:
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()[:16]


def _answers(settings: Project) -> dict[str, Mapping[str, Any]]:
    """Return the newest answer on each unit; a torn last line is no answer."""
    lines: list[Mapping[str, Any]] = []
    for path in sorted(_folder(settings).glob("*.jsonl")):
        for raw in path.read_text(encoding="utf-8").splitlines():
            try:
                lines.append(json.loads(raw))
            except json.JSONDecodeError:
                continue
    return {line["excerpt_id"]: line for line in sorted(lines, key=lambda line: line["at"])}
