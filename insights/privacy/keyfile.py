"""The key file where it belongs: written, destroyed, begun again.

It is the one file that leads from a code to a person. It lies in the owner's own data
folder, is readable by the owner alone, and is never in a project, a git repository or a
folder that is copied to other computers.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from insights import store
from insights.errors import InsightsError
from insights.privacy.names import (
    KEY_FILE,
    KEY_RECORDED,
    how_to_move,
    key_path,
    refuse_open_place,
)  # fmt: skip
from insights.privacy.ownership import make_private
from insights.project import Project

DESTROYED = b"destroyed\n"


def write_key(project: Project, data: bytes) -> Path:
    """Write a project's key file where it belongs, for its owner alone; return where.

    The project then records that there is a key: on a computer without it nothing is
    masked anew.

    Raises
    ------
    InsightsError
        If that place is in the project, a git repository or a synchronised folder.
    """
    path = key_path(project)
    refuse_open_place(path, project)
    made = _make_folder(path.parent)
    try:
        refuse_open_place(path, project)  # a folder that is a link may lead elsewhere
        write_private(path, data)
    except OSError as error:
        _remove_empty(made)
        raise _cannot_be_written(path) from error
    except InsightsError:
        _remove_empty(made)
        raise
    store.write_atomic(project.raw / KEY_RECORDED, b"")
    return path


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder for its owner alone; return the folders that were not there, deepest first."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        _remove_empty(missing)
        raise _cannot_be_written(folder / KEY_FILE) from error
    return missing


def _remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that this run made and left empty."""
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _cannot_be_written(path: Path) -> InsightsError:
    return InsightsError(
        "The key file cannot be written where names are kept, so nothing was written.",
        str(path),
        f"Make sure that you may write to that folder, or choose another. {how_to_move()}",
    )


def destroy_key(project: Project) -> None:
    """Overwrite a project's key file, then remove it. From then on codes lead to nobody.

    What was masked stays masked; nothing can be masked anew by name. On drives that spread
    their writing (most modern ones), and in backups, an older copy may survive: that is
    for whoever keeps the computer to know.

    Raises
    ------
    InsightsError
        If there is no key.
    """
    path = own_key(project)
    length = path.stat().st_size
    with path.open("r+b") as stream:
        for filling in (secrets.token_bytes(length), bytes(length)):
            stream.seek(0)
            stream.write(filling)
            stream.flush()
            os.fsync(stream.fileno())
        stream.truncate(0)
        os.fsync(stream.fileno())
    path.unlink()
    store.write_atomic(project.raw / KEY_RECORDED, DESTROYED)


def renew_key(project: Project) -> None:
    """Forget that a project's key was destroyed, so that it may have a new one.

    Raises
    ------
    InsightsError
        If its key was not destroyed.
    """
    recorded = project.raw / KEY_RECORDED
    if key_path(project).exists() or not recorded.exists() or not recorded.read_bytes().strip():
        raise InsightsError(
            "The key file of this project was not destroyed, so there is nothing to begin again.",
            project.name,
            f"`insights key {project.name}` says how it stands.",
        )
    recorded.unlink()


def own_key(project: Project) -> Path:
    """Return where a project's key file is on this computer.

    Raises
    ------
    InsightsError
        If there is none.
    """
    path = key_path(project)
    if path.exists():
        return path
    raise InsightsError(
        "There is no key file for this project on this computer.",
        f"insights/{project.name}/{KEY_FILE} in your data folder",
        "Nothing to do, unless another computer has it.",
    )


def write_private(path: Path, data: bytes) -> None:
    """Write a file that at no moment anybody else can read."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            make_private(beside)  # before the first name is in it
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
