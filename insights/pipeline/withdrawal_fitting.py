"""Changes that leave everybody else as they were: tried out beside the project."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from insights import store
from insights.pipeline.returning import without_withdrawn_ideas
from insights.pipeline.withdrawal_person import Leaver, passages_of
from insights.project import load_project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy.erasing_words import Erased
    from insights.sources import Material


@dataclass(frozen=True)
class Fitted:
    """The change of each file that leaves everybody else as they were.

    Attributes
    ----------
    changes
        The change that fits, by file.
    misfits
        Files for which none does.
    held
        New excerpt id → the id before, where words lost a name.
    """

    changes: Mapping[str, Erased] = field(default_factory=dict)
    misfits: tuple[str, ...] = ()
    held: Mapping[str, str] = field(default_factory=dict)


def fit(person: Leaver, tries: Mapping[str, Iterator[Erased]]) -> Fitted:
    """Return the first change of each file after which everybody else is read as they were.

    The files are read together, once for each round of tries.

    Parameters
    ----------
    tries
        Changes of each file, the best first.
    """
    waiting = dict(tries)
    changes: dict[str, Erased] = {}
    misfits: list[str] = []
    held: dict[str, str] = {}
    while waiting:
        now = {relative: next(versions, None) for relative, versions in waiting.items()}
        misfits += [relative for relative, erased in now.items() if erased is None]
        staged = {relative: erased for relative, erased in now.items() if erased is not None}
        after = _read_as(person, {relative: erased.data for relative, erased in staged.items()})
        waiting = {relative: waiting[relative] for relative in staged}
        for relative, erased in staged.items():
            there = passages_of(after, after.passages, relative)
            same = _compare(person.of_file(relative, theirs=False), there)
            if same is not None:
                held |= same
                changes[relative] = erased
                del waiting[relative]
    return Fitted(changes, tuple(misfits), held)


def _read_as(person: Leaver, files: Mapping[str, bytes]) -> Material:
    """Return what would be read if some files held these bytes."""
    from insights import privacy, sources

    settings = person.settings
    names = person.read[1].aliases()
    book = privacy.NameBook(person.read[1], settings.salt())
    left = {way: who for way, who in names.items() if who not in person.ids}
    register = settings.find("participants", (".csv", ".xlsx"))
    beside = [settings.raw / "project.toml", *([register] if register else [])]
    with tempfile.TemporaryDirectory(prefix="insights-") as folder:
        raw = Path(folder) / "data" / "raw" / settings.name
        for path in beside:
            if path.exists():
                store.write_atomic(raw / path.name, path.read_bytes())
        for relative, data in files.items():
            store.write_atomic(raw / relative, data)
        staged = load_project(settings.name, Path(folder))
        read = sources.read_sources(staged, left, settings.salt(), book=book,
                                    known=person.kept_under)  # fmt: skip
        return without_withdrawn_ideas(read)


def _compare(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, str] | None:
    """Return new ids → old ids where two readings say the same; None where they do not."""
    if len(before) != len(after):
        return None
    held: dict[str, str] = {}
    for old, new in zip(before.to_dict("records"), after.to_dict("records"), strict=True):
        for name in ("participant_id", "speaker", "session_id", "prompt_kind"):
            if old[name] != new[name] and not (old[name] != old[name] and new[name] != new[name]):
                return None
        if not _is_redacted(str(old["text"]), str(new["text"])):
            return None
        if old["excerpt_id"] != new["excerpt_id"]:
            held[str(new["excerpt_id"])] = str(old["excerpt_id"])
    return held


def _is_redacted(old: str, new: str) -> bool:
    """Tell whether a text is another one with names taken out of it."""
    if old == new:
        return True
    at = 0
    for part in new.split("[PERSON]"):
        found = old.find(part.strip(), at)
        if found < 0:
            return False
        at = found + len(part.strip())
    return "[PERSON]" in new
