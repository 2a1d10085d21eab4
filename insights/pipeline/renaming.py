"""Renamed files keep their ids: under which path the ids of each file are kept.

A file is known by its content. What the last run saw lies with what the code can make again;
a renaming, once found, is recorded beside the project's files, so that deleting the former
loses nothing. File names may hold people's names: paths are looked up by keyed hash and stored
sealed with the project's key, so that neither file shows one.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from insights import store
from insights.project import Project

SEEN = "known_files.json"  # in data/processed: every file of the last run
RECORDED = ".renamed_files.json"  # in data/raw: the files whose ids are kept under another path
_BLOCK = 64
_Known = dict[str, str]  # keyed hash of a path, or hash of a file's bytes → sealed path


def find_renamed(project: Project, hashes: Mapping[str, str]) -> dict[str, str]:
    """Return the files whose ids are kept under another path: path → that path.

    Parameters
    ----------
    hashes
        The path of every file there is now, inside the project, to the hash of its bytes.
    """
    from insights.sources.segment import KnownPaths

    stored = {**_read(project.processed / SEEN), **_read(project.raw / RECORDED)}
    if not stored:
        return {}
    salt = project.salt()
    known: dict[str, str] = {}
    for path, sha256 in hashes.items():
        for name, mark in ((path, _mark(salt, path)), (sha256, sha256)):
            kept = _opened(salt, stored[mark]) if mark in stored else None
            if kept is not None:
                known[name] = kept
    paths = KnownPaths(known, hashes)
    kept_under = {path: paths.path_of(path, sha256) for path, sha256 in hashes.items()}
    return {path: kept for path, kept in kept_under.items() if kept != path}


def remember_files(project: Project, hashes: Mapping[str, str], renamed: Mapping[str, str]) -> None:
    """Store what the next run needs to know a renamed file again; no name is shown in it.

    Parameters
    ----------
    hashes
        As :func:`find_renamed` takes them.
    renamed
        What it returned.
    """
    salt = project.salt()
    seen: _Known = {}
    moved: _Known = {}
    for path, sha256 in hashes.items():
        sealed = _sealed(salt, renamed.get(path, path))
        seen |= {_mark(salt, path): sealed, sha256: sealed}
        if path in renamed:
            moved |= {_mark(salt, path): sealed, sha256: sealed}
    _write(project.processed / SEEN, seen)
    if moved:
        _write(project.raw / RECORDED, {**_read(project.raw / RECORDED), **moved})


def forget_renamed(project: Project, is_gone: Callable[[str], bool]) -> bytes | None:
    """Return what is recorded of renamed files without some of their former paths.

    Parameters
    ----------
    is_gone
        Tells whether a path must not be kept.

    Returns
    -------
    bytes or None
        The record as it would be; None where nothing in it has to go.
    """
    kept = _read(project.raw / RECORDED)
    salt = project.salt()
    opened = {mark: _opened(salt, sealed) for mark, sealed in kept.items()}
    left = {mark: sealed for mark, sealed in kept.items() if not is_gone(opened[mark] or "")}
    return store.render_json({"files": left}) if len(left) < len(kept) else None


def _read(path: Path) -> _Known:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["files"]
        return {str(mark): str(sealed) for mark, sealed in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # without it a renamed file is a new one, which is always safe


def _write(path: Path, known: _Known) -> None:
    data = store.render_json({"files": known})
    if not path.exists() or path.read_bytes() != data:
        store.write_atomic(path, data)


# --------------------------------------------------------------------------------- sealing


def _mark(salt: bytes, path: str) -> str:
    return hashlib.blake2b(
        path.encode(), key=salt[:64], digest_size=16, person=b"where"
    ).hexdigest()


def _sealed(salt: bytes, path: str) -> str:
    """Return a path as signs that nobody can read without the project's key.

    A keyed hash of the path comes first; it also begins the key stream that covers the path,
    padded so that its length tells nothing (the construction known as SIV).
    """
    words = path.encode()
    words += b"\0" * (-len(words) % _BLOCK)
    tag = _tag(salt, words)
    return base64.b32encode(tag + _covered(salt, tag, words)).decode().rstrip("=").lower()


def _opened(salt: bytes, sealed: str) -> str | None:
    """Return the path under a seal, or None where the seal is not this project's."""
    try:
        data = base64.b32decode(sealed.upper() + "=" * (-len(sealed) % 8))
    except ValueError:
        return None
    tag, words = data[:16], _covered(salt, data[:16], data[16:])
    if not words or _tag(salt, words) != tag:
        return None
    return words.rstrip(b"\0").decode()


def _tag(salt: bytes, words: bytes) -> bytes:
    return hashlib.blake2b(words, key=salt[:64], digest_size=16, person=b"seal").digest()


def _covered(salt: bytes, tag: bytes, words: bytes) -> bytes:
    stream = b"".join(
        hashlib.blake2b(
            tag + at.to_bytes(8, "big"), key=salt[:64], digest_size=_BLOCK, person=b"stream"
        ).digest()
        for at in range(-(-len(words) // _BLOCK))
    )
    return bytes(a ^ b for a, b in zip(words, stream, strict=False))
