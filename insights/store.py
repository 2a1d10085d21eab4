"""What is on disk: atomic writes, tables, step results, vectors, the manifest.

Knows no step. Three promises:

* a file is either the old one or the new one, never half of either (:func:`write_atomic`);
* a step whose inputs did not change does not run again (:meth:`Workspace.step`);
* what readers see changes all at once: a run that is killed leaves the last good state,
  and one killed while publishing is completed by the next (:meth:`Workspace.publish`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import InsightsError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

MANIFEST = "manifest.json"
_JOURNAL = ".publish.json"
_DONE = "done.json"
_STEPS = ".steps"


# --------------------------------------------------------------------------- single files


def write_atomic(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a reader sees all of it or none.

    Raises
    ------
    InsightsError
        If the folder cannot be written to, or the file is open in another program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if path.exists():
                shutil.copymode(path, name)
            else:
                os.chmod(name, 0o666 & ~_umask())  # noqa: PTH101
            os.replace(name, path)  # noqa: PTH105
        finally:
            Path(name).unlink(missing_ok=True)
    except PermissionError:
        raise InsightsError(
            "A file could not be written.",
            path.name,
            "If it is open in another program (Word, Excel, a browser), close it and run again. "
            "Otherwise check that you may write to this folder. Nothing was lost.",
        ) from None


@cache
def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def append_line(path: Path, record: Mapping[str, Any]) -> None:
    """Add one JSON line to an append-only file, on disk before this returns.

    A last line that was torn by a crash is ended first, so that the new one stands alone.
    """
    line = json.dumps(record, ensure_ascii=False, sort_keys=False).encode() + b"\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as stream:
        if stream.seek(0, os.SEEK_END):
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                line = b"\n" + line
        stream.write(line)
        stream.flush()
        os.fsync(stream.fileno())


def hash_bytes(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def fingerprint(value: object) -> str:
    """Return a short hash of anything JSON can hold; key order does not matter.

    Examples
    --------
    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, default=str)
    return hash_bytes(text.encode())[:32]


@cache
def code_fingerprint() -> str:
    """Return a hash of this package's own files, so that changed code runs again."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def render_json(value: object) -> bytes:
    """Return ``value`` as readable JSON; the same value gives the same bytes."""
    text = json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
    return (text + "\n").encode("utf-8")


# ------------------------------------------------------------------------------- tables


def table_bytes(frame: pd.DataFrame) -> bytes:
    """Return ``frame`` as parquet bytes; the same frame gives the same bytes."""
    import io

    buffer = io.BytesIO()
    frame.to_parquet(buffer, index=False, compression="zstd")
    return buffer.getvalue()


def read_table(path: Path) -> pd.DataFrame:
    """Read a stored table; list columns come back as Python lists.

    Raises
    ------
    InsightsError
        If the table is not there: names the command that makes it.
    """
    import pandas as pd

    if not path.exists():
        raise InsightsError(
            f"The table {path.stem} has not been made yet.",
            path.name,
            f"Run `insights run {path.parent.name}` first.",
        )
    frame = pd.read_parquet(path)
    for name in frame.columns:
        if frame[name].dtype == object:
            frame[name] = pd.Series(
                [list(value) if hasattr(value, "__len__") else value for value in frame[name]],
                index=frame.index,
                dtype=object,
            )
    return frame


# ---------------------------------------------------------------------------- workspace


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


# ------------------------------------------------------------------------------ vectors


class VectorCache:
    """Sentence vectors by keyed hash of their text, for one model.

    Parameters
    ----------
    folder
        Where the vectors lie; one sub-folder per model.
    model_hash
        The hash of the model's weights: another model's vectors are never mixed in.
    key
        The project's salt, so that a hash says nothing about a text to an outsider.
    """

    def __init__(self, folder: Path, model_hash: str, key: bytes) -> None:
        self._folder = folder / model_hash[:16]
        self._key = key
        self._rows: dict[bytes, int] | None = None
        self._matrix: np.ndarray | None = None

    def get(self, texts: Sequence[str]) -> tuple[np.ndarray | None, list[int]]:
        """Return the vectors of ``texts`` and the positions that are not known yet.

        Returns
        -------
        matrix : float32 array (n_texts, n_dimensions) or None
            Rows at missing positions are zero; None while nothing at all is known.
        missing : list of int
        """
        import numpy as np

        rows, matrix = self._load()
        if matrix is None:
            return None, list(range(len(texts)))
        found = [rows.get(self._hash(text), -1) for text in texts]
        result = np.zeros((len(texts), matrix.shape[1]), dtype=np.float32)
        known = [i for i, row in enumerate(found) if row >= 0]
        result[known] = matrix[[found[i] for i in known]]
        return result, [i for i, row in enumerate(found) if row < 0]

    def put(self, texts: Sequence[str], matrix: np.ndarray) -> None:
        """Remember the vectors of ``texts``; a new segment file, written atomically."""
        import io

        import numpy as np

        if not len(texts):
            return
        hashes = np.frombuffer(b"".join(self._hash(t) for t in texts), dtype="S16")
        buffer = io.BytesIO()
        np.savez(buffer, hashes=hashes.view("V16"), vectors=matrix.astype(np.float32))
        name = hash_bytes(buffer.getvalue())[:16]
        write_atomic(self._folder / f"{name}.npz", buffer.getvalue())
        self._rows = self._matrix = None

    def _load(self) -> tuple[dict[bytes, int], np.ndarray | None]:
        import numpy as np

        if self._rows is None:
            self._rows, parts, n = {}, [], 0
            for path in sorted(self._folder.glob("*.npz")):
                with np.load(path) as segment:
                    keys, vectors = segment["hashes"], segment["vectors"]
                for i, key in enumerate(keys):
                    self._rows[key.tobytes()] = n + i
                parts.append(vectors)
                n += len(keys)
            self._matrix = np.concatenate(parts) if parts else None
        return self._rows, self._matrix

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode("utf-8"), key=self._key[:64], digest_size=16).digest()
