"""The proof of a withdrawal: what was searched, what was found, and what nobody can reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.pipeline.since_withdrawal import FOLDER
from insights.pipeline.starting import is_own_form
from insights.pipeline.support import say_lost_support
from insights.project import Project

if TYPE_CHECKING:
    from insights.privacy.withdrawal import Certificate

JOURNAL = "journal.json"


def certify(settings: Project, journal: Mapping[str, Any]) -> Certificate:
    """Return the certificate of a withdrawal, after a search of every file.

    Parameters
    ----------
    journal
        What the withdrawal set out to do.
    """
    from insights.privacy import leftovers
    from insights.privacy.withdrawal import Certificate
    from insights.privacy.withdrawn import read_withdrawn
    from insights.reporting.rendering.html import own_scripts

    known = read_withdrawn(settings)
    own = settings.raw / FOLDER / str(journal["number"])
    files = [
        (name, path) for name, path in files_of_project(settings)
        if own not in path.parents and not is_own_form(path)
    ]  # fmt: skip
    found = []
    if known is not None and known.searching:
        found = leftovers.search(
            files,
            leftovers.Sought.read(known.key, known.searching),
            own_scripts(""),
        )
    return Certificate(
        number=journal["number"],
        on=journal["on"],
        counts=journal["counts"],
        files={f"data/raw/{settings.name}/{name}": hashes
               for name, hashes in _before_and_after(settings, journal).items()},
        n_files_searched=len(files),
        found=[asdict(hit) for hit in found],
        open=_open_list(settings, journal),
        to_read=journal["to_read"],
    )  # fmt: skip


def _before_and_after(settings: Project, journal: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return each file's hash before the withdrawal began, and after."""
    first = {**journal["files"], **journal.get("replaced", {})}
    after = {name: hashes[1] for name, hashes in journal["files"].items()}
    for name in set(first) - set(after):
        path = settings.raw / name
        after[name] = store.hash_file(path) if path.exists() else ""
    return {name: (str(first[name][0]), after[name]) for name in sorted(first)}


def files_of_project(settings: Project) -> Iterator[tuple[str, Path]]:
    """Yield every file of the project: raw, processed, reports, and notebooks beside them."""
    places = [settings.raw, settings.processed, settings.reports,
              settings.root / "notebooks" / settings.name]  # fmt: skip
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else []:
            own = path.name in (JOURNAL, ".withdrawn.json", ".salt", ".lock")
            if path.is_file() and not own:
                yield path.relative_to(settings.root).as_posix(), path


def purged(journal: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the releases that went."""
    names = {Path(name).name for name in journal["releases"]}
    return sorted(int(name) for name in names if name.isdecimal())


def _open_list(settings: Project, journal: Mapping[str, Any]) -> list[str]:
    """Return what this command cannot reach, a sentence each."""
    said = []
    if numbers := [str(number) for number in purged(journal)]:
        which = " and ".join([", ".join(numbers[:-1]), numbers[-1]] if numbers[1:] else numbers)
        said.append(
            f"Copies of release{'s' if numbers[1:] else ''} {which} that were sent out: ask "
            "everybody who has one to delete it, and send them the new one."
        )
    said.append("Copies of drafts, tables or notes that were sent to somebody or printed.")
    said.append("Backups of this computer, and older versions kept by a shared drive.")
    if any(
        (folder / ".git").exists()
        for folder in (settings.root.resolve(), *settings.root.resolve().parents)
    ):
        said.append("The history of the git repository in which this folder lies.")
    else:
        said.append("The history of any git repository that this folder was ever copied to.")
    said.append("Recordings, photographs, paper, and messages outside this folder.")
    said += say_lost_support(settings, journal["resting"])
    said += [f"{name} could not be looked into: look yourself." for name in journal["unread"]]
    return said
