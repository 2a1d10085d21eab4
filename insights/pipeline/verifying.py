"""Making a release again from raw, elsewhere, and naming every number that differs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report as Tell
from insights.pipeline.reading import say_count
from insights.pipeline.records import ReleaseRecord, find_release, released_folder
from insights.pipeline.since import Cause, describe_inputs, find_causes
from insights.pipeline.telling_differences import THERE, GroupWords, say_change, say_row
from insights.project import Project, load_project

if TYPE_CHECKING:
    import pandas as pd

_KEYS = {
    "comparison": ("level", "theme", "code_id", "prompt_kind", "group_a", "group_b"),
    "recommendations": ("recommendation_id",),
    "attributes": ("about", "group"),
    "quotes": ("excerpt_id",),
}
_UNTOLD = ("proposal", "label")
_PLACES_SHOWN = 12


@dataclass(frozen=True)
class Difference:
    """A number or word that is not what the release says.

    Attributes
    ----------
    table, row, column
        Where it stands.
    released, now
        What it was, and what it is today.
    place, said
        Where it stands and what it was and is, in words.
    """

    table: str
    row: str
    column: str
    released: str
    now: str
    place: str = ""
    said: str = ""


@dataclass(frozen=True)
class Verified:
    """What came of making a release again.

    Attributes
    ----------
    differences
        Every number that differs.
    files
        Released files that come out otherwise today.
    touched
        Files in the released folder that are not what was written there.
    causes
        What is not as it was then.
    """

    project: Project
    number: int
    n_files: int
    differences: tuple[Difference, ...]
    files: tuple[str, ...]
    touched: tuple[str, ...]
    causes: tuple[Cause, ...]

    @property
    def same(self) -> bool:
        """Whether everything is as it was released."""
        return not (self.differences or self.files or self.touched)

    @property
    def headline(self) -> str:
        """What came of it, in a sentence."""
        if self.same:
            return (
                f"Release {self.number} is what its data gives: all "
                f"{say_count(self.n_files, 'file')} came out the same, byte by byte."
            )
        if self.differences:
            n = len(self.differences)
            return (
                f"{say_count(n, 'entry', 'entries')} {'differs' if n == 1 else 'differ'} from "
                f"release {self.number}."
            )
        if self.files:
            n = len(self.files)
            return (
                f"Every number is as in release {self.number}, but "
                f"{say_count(n, 'file')} {'reads' if n == 1 else 'read'} otherwise."
            )
        return f"The numbers of release {self.number} hold, but its files were touched."

    def lines(self) -> Iterator[tuple[str, list[str]]]:
        """Yield headings with lines under them, for a terminal."""
        if self.causes:
            yield "Not as it was then", [cause.what for cause in self.causes]
        if self.differences:
            places = list(dict.fromkeys(one.place for one in self.differences))
            for place in places[:_PLACES_SHOWN]:
                yield place, [one.said for one in self.differences if one.place == place]
            if (more := len(places) - _PLACES_SHOWN) > 0:
                yield f"And in {say_count(more, 'more place')}: see --json", []
        if self.files:
            yield "Files that come out otherwise", list(self.files)
        if self.touched:
            yield "Files that are not as they were released", list(self.touched)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "release": self.number,
            "same": self.same,
            "differences": [asdict(one) for one in self.differences],
            "files": list(self.files),
            "touched": list(self.touched),
            "causes": [asdict(one) for one in self.causes],
        }


def verify(
    project: str | Path,
    *,
    root: Path | None = None,
    number: int | None = None,
    report: Tell | None = None,
) -> Verified:
    """Make a release again from raw in a folder of its own, and name all that differs.

    Nothing of the project is changed. Consent is held against today, so that a quote whose
    consent has run out since is a difference, and says so.

    Parameters
    ----------
    number
        Which release; the newest by default.

    Raises
    ------
    InsightsError
        If nothing has been released, or the project cannot be run any more.
    """
    from insights.pipeline import read_tables, run
    from insights.pipeline.making import make_release

    tell = report or (lambda *_: None)
    settings = load_project(project, root)
    record = find_release(settings, number)
    manifest = record.manifest
    with tempfile.TemporaryDirectory(prefix="insights-verify-") as folder:
        elsewhere = Path(folder)
        raw = elsewhere / "data" / "raw" / settings.name
        shutil.copytree(settings.raw, raw, ignore=_later_than(settings, record.number))
        _copy_previous(settings, elsewhere)
        # Of the drafts the least there is: only the tables are looked at.
        ran = run(
            settings.name, root=elsewhere, seed=manifest["seed"], report=report,
            only=("researchers",), formats=("html",),
        )  # fmt: skip
        inputs = Inputs(ran.project, manifest["seed"])
        tables = read_tables(settings.name, root=elsewhere)
        again = make_release(ran.project, tables, inputs, record.number, tell)
        causes = find_causes(manifest, describe_inputs(inputs))
    hashes = {name: store.hash_bytes(data) for name, data in again.files.items()}
    files = sorted(
        name
        for name in {*hashes, *manifest["files"]} - {"manifest.json"}
        if hashes.get(name) != manifest["files"].get(name)
    )
    return Verified(
        settings,
        record.number,
        len(manifest["files"]),
        tuple(_differences(record, again.tables, settings.group_words)),
        tuple(files),
        tuple(_touched(settings, record)),
        tuple(causes),
    )


def _copy_previous(settings: Project, elsewhere: Path) -> None:
    """Copy the tables of the project before this one, where it is followed up."""
    from insights.pipeline.stories import previous_tables

    for path in previous_tables(settings).values():
        target = elsewhere / path.relative_to(settings.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)


def _later_than(settings: Project, number: int) -> Any:
    """Return what a copy leaves out: the record of this release and of those after it."""
    releases = (settings.raw / "releases").as_posix()

    def ignore(folder: str, names: list[str]) -> list[str]:
        if Path(folder).as_posix() != releases:
            return []
        return [name for name in names if not name.isdecimal() or int(name) >= number]

    return ignore


def _touched(settings: Project, record: ReleaseRecord) -> list[str]:
    """Return the released files that are gone or not what was written."""
    folder, found = released_folder(settings, record.number), []
    if not folder.is_dir():
        return []  # reports may be deleted: the next release command writes them again
    for name, digest in sorted(record.manifest["files"].items()):
        path = folder / name
        if not path.is_file():
            found.append(f"{name} (gone)")
        elif store.hash_file(path) != digest:
            found.append(f"{name} (changed)")
    known = set(record.manifest["files"])
    return found + [f"{p.name} (not ours)" for p in sorted(folder.iterdir()) if p.name not in known]


def _differences(
    record: ReleaseRecord, now: Mapping[str, pd.DataFrame], group_words: GroupWords
) -> Iterator[Difference]:
    for name, keys in _KEYS.items():
        old, new = _cells(record.table(name), keys), _cells(now[name], keys)
        for row in [*old, *(row for row in new if row not in old)]:
            was, is_now = old.get(row), new.get(row)
            key = dict(zip(keys, row, strict=True))
            shown = ", ".join(part for part in row if part)
            place = say_row(name, key, was or is_now or {}, group_words)
            for column, a, b in _changes(was, is_now):
                said = say_change(name, key, column, a, b, group_words)
                yield Difference(name, shown, column, a, b, place, said)


def _changes(
    was: Mapping[str, str] | None, is_now: Mapping[str, str] | None
) -> Iterator[tuple[str, str, str]]:
    """Yield column, what it was and what it is, for each cell of a row that differs."""
    if was is None or is_now is None:
        yield THERE, "" if was is None else "there", "" if is_now is None else "there"
        return
    for column in was:
        if was[column] != is_now.get(column, ""):
            yield column, was[column], is_now.get(column, "")


def _cells(table: pd.DataFrame, keys: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    """Return a table's cells as text, by the columns that name its rows."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    columns = [c for c in table.columns if c not in _UNTOLD and c not in keys]
    for row in table.to_dict("records"):
        key = tuple(_text(row[name]) for name in keys)
        found[key] = {str(name): _text(row[name]) for name in columns}
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(str(part) for part in value)
    if value is None or value != value or str(value) in ("<NA>", "NaT"):
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)
