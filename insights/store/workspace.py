"""A project's processed folder: finished steps, the manifest, and what readers see.

A step whose inputs did not change does not run again (:meth:`Workspace.step`). What readers
see changes all at once (:meth:`Workspace.publish`).
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError
from insights.store.files import (
    code_fingerprint,
    fingerprint,
    hash_bytes,
    hash_file,
    write_atomic,
)
from insights.store.frames import read_table, table_bytes

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"
_JOURNAL = ".publish.json"
_DONE = "done.json"
_STEPS = ".steps"


@dataclass
class Outputs:
    """What one step made: tables, texts and files for readers, and facts to remember.

    ``texts`` go to ``texts/<name>.txt`` beside the tables, ``files`` to the reports folder.
    """

    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StepResult:
    """A finished step, read from disk when asked."""

    name: str
    folder: Path
    digest: str  # of its outputs: a step that makes the same again changes nothing after it
    outputs: Mapping[str, str]  # path inside the step's folder → SHA-256
    facts: Mapping[str, Any]
    ran: bool

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the step's tables."""
        return read_table(self.folder / "tables" / f"{name}.parquet")

    def texts(self) -> dict[str, str]:
        """Return the step's texts by source id."""
        folder = self.folder / "texts"
        return {
            path.stem: path.read_bytes().decode("utf-8") for path in sorted(folder.glob("*.txt"))
        }


def read_step_table(processed: Path, step: str, name: str) -> pd.DataFrame | None:
    """Return a table as one step made it, before later steps' tables stood in for it.

    Parameters
    ----------
    processed
        ``data/processed/<project>``.
    step, name
        The step and its table, for example "suggest" and "codings".

    Returns
    -------
    The newest such table, or None where no result of that step is kept.
    """
    found = sorted(
        (processed / _STEPS).glob(f"{step}-*/tables/{name}.parquet"),
        key=lambda path: (path.stat().st_mtime_ns, path.as_posix()),
    )
    return read_table(found[-1]) if found else None


class Workspace:
    """A project's processed folder: finished steps, and what readers see.

    Parameters
    ----------
    processed
        ``data/processed/<project>``.
    reports
        ``reports/<project>``.
    """

    def __init__(self, processed: Path, reports: Path) -> None:
        self.processed = processed
        self.reports = reports
        self._steps = processed / _STEPS
        self._used: list[StepResult] = []
        self._lock: Any = None

    def __enter__(self) -> Workspace:
        """Take the project for this run, and complete a publication that was cut short."""
        from filelock import FileLock, Timeout

        self.processed.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(str(self.processed / ".lock"))
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise InsightsError(
                "Another run of this project is under way.",
                self.processed.name,
                "Wait until it has finished, then run again.",
            ) from None
        if (self.processed / _JOURNAL).exists():
            self._carry_out(json.loads((self.processed / _JOURNAL).read_text(encoding="utf-8")))
        return self

    def __exit__(self, *_: object) -> None:
        """Let the next run begin."""
        self._lock.release()

    def manifest(self) -> dict[str, Any]:
        """Return what the last publication recorded; empty before the first."""
        path = self.processed / MANIFEST
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def is_current(self, run_key: str) -> bool:
        """Say whether the last publication was of ``run_key`` and is still whole."""
        manifest = self.manifest()
        if manifest.get("run_key") != run_key:
            return False
        return all(
            (path := self._target(entry["to"])).is_file() and hash_file(path) == entry["sha256"]
            for entry in manifest["files"]
        )

    def step(
        self, name: str, inputs: Mapping[str, Any], compute: Callable[[], Outputs]
    ) -> StepResult:
        """Return the step's result, running ``compute`` only when its inputs are new."""
        key = fingerprint({"step": name, "code": code_fingerprint(), "inputs": inputs})
        folder = self._steps / f"{name}-{key[:16]}"
        ran = not (folder / _DONE).exists()
        if ran:
            self._save(folder, compute())
        done = json.loads((folder / _DONE).read_text(encoding="utf-8"))
        result = StepResult(name, folder, done["digest"], done["outputs"], done["facts"], ran)
        self._used.append(result)
        return result

    def _save(self, folder: Path, outputs: Outputs) -> None:
        parts: dict[str, bytes] = {}
        for name, frame in outputs.tables.items():
            parts[f"tables/{name}.parquet"] = table_bytes(frame)
        for name, text in outputs.texts.items():
            parts[f"texts/{name}.txt"] = text.encode("utf-8")
        for name, data in outputs.files.items():
            parts[f"files/{name}"] = data
        hashes = {name: hash_bytes(data) for name, data in sorted(parts.items())}
        facts = json.loads(json.dumps(outputs.facts))
        self._steps.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=self._steps, prefix=".part-"))
        try:
            for name, data in parts.items():
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(data)
            done = {
                "digest": fingerprint({"outputs": hashes, "facts": facts}),
                "outputs": hashes,
                "facts": facts,
            }
            (draft / _DONE).write_text(json.dumps(done, sort_keys=True), encoding="utf-8")
            if folder.exists():  # left without its last file by a crash
                shutil.rmtree(folder)
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)

    def publish(self, run_key: str, facts: Mapping[str, Any]) -> list[Path]:
        """Put every step's outputs where readers look, all at once; return the reports.

        Later steps' tables stand in for earlier ones' of the same name. What an earlier
        publication put there and this one did not make is removed.
        """
        files: dict[str, dict[str, str]] = {}
        for result in self._used:
            for inside, sha256 in result.outputs.items():
                source = (result.folder / inside).relative_to(self.processed).as_posix()
                place, _, rest = inside.partition("/")
                target = {
                    "tables": f"processed/{rest}",
                    "texts": f"processed/texts/{rest}",
                    "files": f"reports/{rest}",
                }[place]
                files[target] = {"from": source, "to": target, "sha256": sha256}
        before = {entry["to"] for entry in self.manifest().get("files", [])}
        journal = {
            "run_key": run_key,
            "files": [files[target] for target in sorted(files)],
            "remove": sorted(before - set(files)),
            "facts": dict(facts),
        }
        write_atomic(self.processed / _JOURNAL, json.dumps(journal).encode())
        self._carry_out(journal)
        self._prune()
        return [self._target(target) for target in sorted(files) if target.startswith("reports/")]

    def _carry_out(self, journal: Mapping[str, Any]) -> None:
        for entry in journal["files"]:
            target = self._target(entry["to"])
            if not target.is_file() or hash_file(target) != entry["sha256"]:
                write_atomic(target, (self.processed / entry["from"]).read_bytes())
        for name in journal["remove"]:
            self._target(name).unlink(missing_ok=True)
        manifest = {
            "run_key": journal["run_key"],
            "files": [{"to": e["to"], "sha256": e["sha256"]} for e in journal["files"]],
            "facts": journal["facts"],
        }
        write_atomic(
            self.processed / MANIFEST, json.dumps(manifest, indent=1, sort_keys=True).encode()
        )
        (self.processed / _JOURNAL).unlink()

    def _prune(self) -> None:
        keep = {result.folder for result in self._used}
        for folder in self._steps.iterdir():
            if folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def _target(self, name: str) -> Path:
        place, _, rest = name.partition("/")
        return (self.processed if place == "processed" else self.reports) / rest
