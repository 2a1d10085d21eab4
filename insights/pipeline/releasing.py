"""Making a release: the gate, the files readers get, and the record of what they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.pipeline.inputs import Inputs
from insights.pipeline.making import draw_release, make_release, plan_release
from insights.pipeline.reading import Report as Tell
from insights.pipeline.reading import say_count
from insights.pipeline.records import (
    READERS_MANIFEST,
    ReleaseRecord,
    last_release,
    released_folder,
    restore_files,
    write_open_list,
    write_release,
)  # fmt: skip
from insights.pipeline.results import lay_out
from insights.pipeline.scanning import scan_release
from insights.pipeline.since import describe_inputs
from insights.pipeline.since_withdrawal import last_number_given
from insights.pipeline.unsettled import KINDS, Item
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Released:
    """What came of a release.

    Attributes
    ----------
    state
        "made", "stands" (nothing has changed since), "stopped" or "ready" (a dry run that
        nothing stops).
    number
        Of the release that was made, that stands, or that would be made.
    items
        What is not settled: what stops, and what is only said.
    notes
        What else a person should know, a sentence each.
    """

    project: Project
    state: str
    number: int
    folder: Path | None
    files: tuple[str, ...]
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    @property
    def stops(self) -> tuple[Item, ...]:
        """What nothing is released for."""
        return tuple(item for item in self.items if item.stops)

    @property
    def headline(self) -> str:
        """What came of it, in a sentence."""
        if self.state == "made":
            return f"Release {self.number} is made: {say_count(len(self.files), 'file')}."
        if self.state == "stands":
            return f"Nothing has changed: release {self.number} still stands."
        if self.state == "ready":
            return f"Nothing stops release {self.number}. This was a dry run: nothing is released."
        n = len(self.stops)
        return (
            f"Nothing is released: {say_count(n, 'thing')} {'has' if n == 1 else 'have'} to be "
            "settled first."
        )

    @property
    def next_step(self) -> str:
        """The one thing that a person does next, in a sentence."""
        name = self.project.name
        if self.state == "stopped":
            return (
                f"Run `insights review {name} --coder YOUR-INITIALS`, open the page Before "
                f"release, then run `insights release {name}` again."
            )
        if self.state == "ready":
            return f"Run `insights release {name}` to make it."
        return (
            "Read the files once more as one of the people quoted would, then send them. "
            f"`insights verify {name}` checks them at any later time."
        )

    def sections(self) -> list[tuple[str, list[Item]]]:
        """Return the items under their headings, what stops first."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(KINDS[item.kind], []).append(item)
        return list(found.items())

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "state": self.state,
            "number": self.number,
            "folder": self.folder.as_posix() if self.folder else None,
            "files": list(self.files),
            "items": [item.as_dict() for item in self.items],
            "notes": list(self.notes),
        }

    def __repr__(self) -> str:
        lines = [self.project.title, self.headline, *self.notes]
        for heading, items in self.sections():
            lines += [heading, *(f"  {item.where}: {item.what}" for item in items)]
        return "\n".join([*lines, f"Next: {self.next_step}"])

    def _repr_html_(self) -> str:
        listed = [
            (heading, [f"{item.where}: {item.what} {item.fix}" for item in items])
            for heading, items in self.sections()
        ]
        first = ("", [self.headline, *self.notes])
        return lay_out(self.project.title, [first, *listed], (), self.next_step)


def release(
    project: str | Path,
    *,
    root: Path | None = None,
    seed: int = 0,
    dry_run: bool = False,
    report: Tell | None = None,
) -> Released:
    """Run the project, hold the drafts against the gate, and write what may leave the team.

    Nothing is released while anything is not settled; nothing is left half-made. Where
    nothing has changed since the last release, that one stands.

    Parameters
    ----------
    dry_run
        Go through the gate, and write no release.

    Raises
    ------
    InsightsError
        If no report can be made at all.
    """
    from insights import pipeline, privacy

    tell = report or (lambda *_: None)
    settings = pipeline.run(project, root=root, seed=seed, report=report).project
    tables = pipeline.read_tables(project, root=root)
    inputs = Inputs(settings, seed)
    last = last_release(settings)
    if last is not None:
        again = _still_made(settings, tables, inputs, last, tell)
        if again is not None:
            return _stands(settings, last, again, dry_run=dry_run)
    number = max(last.number if last else 0, last_number_given(settings)) + 1
    made = make_release(settings, tables, inputs, number, tell)
    tell("Looking through everything written", 0, 0)
    names, _ = privacy.read_names(settings)
    n_waiting = len(pipeline.waiting_strings(project, root=root))
    items = made.gate.items(n_waiting, scan_release(made, names), made.failed)
    write_open_list(settings, number, [item.as_dict() for item in items])
    notes = tuple(_no_longer_quoted(last, made.cleared))
    if any(item.stops for item in items):
        return Released(settings, "stopped", number, None, (), tuple(items), notes)
    if dry_run:
        return Released(settings, "ready", number, None, tuple(made.files), tuple(items), notes)
    record = {**describe_inputs(inputs), "release": number, "files": _hashes(made.files)}
    folder = write_release(settings, number, made.files, record, made.tables)
    return Released(settings, "made", number, folder, tuple(made.files), tuple(items), notes)


def _still_made(
    settings: Project,
    tables: Mapping[str, pd.DataFrame],
    inputs: Inputs,
    last: ReleaseRecord,
    tell: Tell,
) -> Mapping[str, bytes] | None:
    """Return the files of the last release if they come out the same today; else None.

    How it came about (``manifest.json``) may be another: readers see nothing of that. The
    tables are made first, because drawing the documents takes longer.
    """
    released: dict[str, str] = last.manifest["files"]
    plan = plan_release(settings, tables, inputs, last.number)
    if not _as_released(plan.files, released):
        return None
    files = draw_release(plan, tell).files
    if set(files) != set(released) or not _as_released(files, released):
        return None
    return {**files, READERS_MANIFEST: last.readers_manifest()}


def _as_released(files: Mapping[str, bytes], released: Mapping[str, str]) -> bool:
    return all(
        released.get(name) == digest
        for name, digest in _hashes(files).items()
        if name != READERS_MANIFEST
    )


def _no_longer_quoted(last: ReleaseRecord | None, cleared: frozenset[str]) -> list[str]:
    """Return what changed in consent since the last release, in a sentence."""
    if last is None:
        return []
    gone = [e for e in last.table("quotes")["excerpt_id"] if e not in cleared]
    if not gone:
        return []
    n = len(gone)
    said = (
        f"{say_count(n, 'excerpt')} that release {last.number} quoted may no longer be quoted: "
        f"consent has run out, was taken back, or somebody holds "
        f"{'it' if n == 1 else 'them'} back."
    )
    return [said]


def _stands(
    settings: Project, last: ReleaseRecord, files: Mapping[str, bytes], *, dry_run: bool
) -> Released:
    folder = released_folder(settings, last.number)
    whole = folder.is_dir() and _hashes(
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    ) == _hashes(files)
    notes: tuple[str, ...] = ()
    if not whole and not dry_run:
        restore_files(settings, last.number, files)
        notes = ("Its files were not there, or not as they were made, and are written again.",)
    return Released(settings, "stands", last.number, folder, tuple(files), (), notes)


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    hashes = {name: store.hash_bytes(data) for name, data in files.items()}
    found: dict[str, str] = json.loads(json.dumps(hashes, sort_keys=True))
    return found
