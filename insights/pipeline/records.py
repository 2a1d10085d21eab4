"""The record of each release in ``data/raw/<project>/releases/<n>/``, and reading it back."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
READERS_MANIFEST = "manifest.json"  # of the released files; kept in the record as well
_KEPT_MANIFEST = "released_manifest.json"
OPEN_LIST = "before_release.json"
TABLES = ("comparison", "recommendations", "attributes", "quotes")
_WORDS_OF_PEOPLE = ("proposal",)


@dataclass(frozen=True)
class ReleaseRecord:
    """What is kept of one release: hashes, versions, cleared numbers; nobody's words."""

    number: int
    folder: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """Return what the release was made from and what was written, by hash."""
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))
        return found

    def readers_manifest(self) -> bytes:
        """Return the ``manifest.json`` that was released with it."""
        return (self.folder / _KEPT_MANIFEST).read_bytes()

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the cleared tables: a name of :data:`TABLES`."""
        return store.read_table(self.folder / f"{name}.parquet")

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every cleared table."""
        return {name: self.table(name) for name in TABLES}


def releases_folder(settings: Project) -> Path:
    """Return where the records of a project's releases lie."""
    return settings.raw / "releases"


def released_folder(settings: Project, number: int) -> Path:
    """Return where the files of one release lie."""
    return settings.reports / "released" / str(number)


def list_releases(settings: Project) -> list[ReleaseRecord]:
    """Return the releases whose record is whole, oldest first."""
    folder = releases_folder(settings)
    if not folder.is_dir():
        return []
    numbers = sorted(int(path.name) for path in folder.iterdir() if path.name.isdecimal())
    found = [ReleaseRecord(number, folder / str(number)) for number in numbers]
    return [record for record in found if (record.folder / MANIFEST).is_file()]


def last_release(settings: Project, *, before: int | None = None) -> ReleaseRecord | None:
    """Return the newest release, or the newest before a number; None where there is none."""
    found = [r for r in list_releases(settings) if before is None or r.number < before]
    return found[-1] if found else None


def find_release(settings: Project, number: int | None) -> ReleaseRecord:
    """Return a release by its number, the newest by default.

    Raises
    ------
    InsightsError
        If there is none, or none of that number.
    """
    found = {record.number: record for record in list_releases(settings)}
    if not found:
        from insights.pipeline.since_withdrawal import last_number_given

        gone = last_number_given(settings)
        raise InsightsError(
            "No release is kept here: those that were made went when somebody withdrew."
            if gone
            else "Nothing has been released from this project yet.",
            f"data/raw/{settings.name}/releases",
            f"Run `insights release {settings.name}` first.",
        )
    wanted = max(found) if number is None else number
    if wanted not in found:
        listed = ", ".join(str(one) for one in found)
        raise InsightsError(
            f"There is no release {wanted}.",
            f"data/raw/{settings.name}/releases",
            f"Releases that are there: {listed}.",
        )
    return found[wanted]


def write_open_list(settings: Project, number: int, items: Sequence[Mapping[str, Any]]) -> None:
    """Keep what the gate found, for the review pages; ids and places, and nobody's words."""
    record = {"release": number, "items": list(items)}
    store.write_atomic(settings.processed / OPEN_LIST, store.render_json(record))


def read_open_list(settings: Project) -> dict[str, Any] | None:
    """Return what the gate found when it was last asked; None before."""
    path = settings.processed / OPEN_LIST
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def decision_lines(settings: Project) -> dict[str, str]:
    """Return a hash of every line of the decisions files, by file and place in it."""
    found: dict[str, str] = {}
    for path in sorted((settings.raw / "decisions").glob("*.jsonl")):
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            if line.strip():
                found[f"decisions/{path.name}:{number}"] = store.hash_bytes(line.strip())[:16]
    return found


def told_paths(settings: Project, hashes: Mapping[str, str]) -> dict[str, str]:
    """Return hashes by path as everybody may know it: a file may be named after a person.

    Of files that are called the same then, the second has "(2)" behind it, in order of path.
    A line of a file ("decisions/AB.jsonl:3") stays that line.
    """
    from insights import privacy

    names, _ = privacy.read_names(settings)
    told: dict[str, str] = {}
    called: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for path, digest in sorted(hashes.items()):
        file, colon, line = path.rpartition(":")
        file, line = (file, colon + line) if line.isdecimal() else (path, "")
        if file not in told:
            masked = privacy.mask_label(file, names)
            alike = called.setdefault(masked, [])
            alike.append(file)
            told[file] = masked if len(alike) == 1 else f"{masked} ({len(alike)})"
        found[told[file] + line] = digest
    return found


def write_release(
    settings: Project,
    number: int,
    files: Mapping[str, bytes],
    manifest: Mapping[str, Any],
    tables: Mapping[str, pd.DataFrame],
) -> Path:
    """Write a release's files and then its record, each folder in one move; return the files'.

    The record comes last: a release without one was cut short, does not count, and gives
    way to the next that is made.
    """
    target = released_folder(settings, number)
    _place(target, files)
    kept = {
        name: table.drop(columns=[c for c in _WORDS_OF_PEOPLE if c in table.columns])
        for name, table in tables.items()
    }
    record = {f"{name}.parquet": store.table_bytes(table) for name, table in kept.items()}
    record |= {_KEPT_MANIFEST: files[READERS_MANIFEST], MANIFEST: store.render_json(manifest)}
    _place(releases_folder(settings) / str(number), record)
    return target


def restore_files(settings: Project, number: int, files: Mapping[str, bytes]) -> Path:
    """Write the files of a release again, where they were deleted; return their folder."""
    target = released_folder(settings, number)
    _place(target, files)
    return target


def _place(target: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a new folder beside ``target`` and move it there whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)
    draft = Path(tempfile.mkdtemp(dir=target.parent, prefix=".part-"))
    try:
        for name, data in files.items():
            store.write_atomic(draft / name, data)
        draft.chmod(0o755)
        if target.exists():  # cut short before its record was written, or changed since
            shutil.rmtree(target)
        draft.rename(target)
    except OSError:
        raise InsightsError(
            "The release could not be written.",
            target.name,
            "Close its files in other programs, check that you may write there, and run again. "
            "Nothing was released.",
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def say_places(places: Sequence[str], most: int = 3) -> str:
    """Return places in a line, the first few by name.

    Examples
    --------
    >>> say_places(["a", "b", "c", "d"], most=2)
    'a; b; and 2 more'
    """
    named = list(places[:most])
    more = len(places) - len(named)
    return "; ".join([*named, f"and {more:,} more"] if more else named)
