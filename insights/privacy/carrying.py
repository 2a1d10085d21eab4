"""The key file on its way to another computer, with what knows people who withdrew.

The two belong together: a key without the tokens of those who withdrew would let an old file
bring them back.
"""

from __future__ import annotations

import json
from pathlib import Path

from insights.errors import InsightsError
from insights.privacy.keyfile import DESTROYED, own_key, write_key, write_private
from insights.privacy.names import KEY_FILE, KEY_RECORDED, key_path, parse_key, refuse_open_place
from insights.privacy.withdrawn import parse_withdrawn, withdrawn_path, write_withdrawn
from insights.project import Project


def beside_copy(copy: Path) -> Path:
    """Return where the tokens lie beside a copy of a key file: in the open, under its name.

    Examples
    --------
    >>> beside_copy(Path("stick/key.csv")).as_posix()
    'stick/key.withdrawn.json'
    """
    return copy.with_name(f"{copy.stem}.withdrawn.json")


def export_key(project: Project, to: Path) -> Path:
    """Copy a project's key file to ``to`` (a file, or a folder), for its owner alone.

    The tokens of people who withdrew go with it, in a file beside it.

    Parameters
    ----------
    to
        A new file, or a folder in which there is no ``key.csv`` yet.

    Raises
    ------
    InsightsError
        If there is no key, something stands at ``to``, or others could read it there.
    """
    data, tokens = own_key(project).read_bytes(), withdrawn_path(project)
    target = to / KEY_FILE if to.is_dir() else to
    for path in (target, beside_copy(target)):
        if path.exists():
            raise InsightsError(
                "There is a file of that name already, and it was left alone.",
                path.name,
                "Give another place, or move that file away first.",
            )
    if not target.parent.is_dir():
        raise InsightsError(
            "There is no such folder.", target.parent.name, "Make the folder first."
        )
    refuse_open_place(target, project, is_copy=True)
    if tokens.exists():
        write_private(beside_copy(target), tokens.read_bytes())
    write_private(target, data)
    return target


def import_key(project: Project, copy: Path) -> tuple[Path, int]:
    """Put a copied key file where it belongs on this computer; return where, and how many left.

    Parameters
    ----------
    copy
        What :func:`export_key` made, or the folder in which it lies.

    Returns
    -------
    tuple
        Where the key file is now, and how many people are known to have withdrawn.

    Raises
    ------
    InsightsError
        If there is no such copy, it is no key file, the key was destroyed, or another one is
        here already. Then nothing was changed.
    """
    source = copy / KEY_FILE if copy.is_dir() else copy
    if not source.is_file():
        raise InsightsError(
            "There is no such file.", source.name,
            f"Give the file that `insights key {project.name} --export` made.",
        )  # fmt: skip
    data, here = source.read_bytes(), key_path(project)
    if not parse_key(data, source.name)[0].people:
        raise InsightsError(
            "This is no key file: it names nobody.", source.name,
            f"Give the file that `insights key {project.name} --export` made.",
        )  # fmt: skip
    recorded = project.raw / KEY_RECORDED
    if recorded.exists() and recorded.read_bytes() == DESTROYED:
        raise InsightsError(
            "The key file of this project was destroyed, so that ids lead to nobody.",
            project.name,
            f"If the project goes on after all, run `insights key {project.name} --begin-again` "
            "first.",
        )
    if here.exists() and here.read_bytes() != data:
        raise InsightsError(
            "This project has another key file on this computer, and it was left alone.",
            here.name,
            "Compare the two and keep the newer: only a person can tell. To use the copy, move "
            f"the one that is here away first; `insights key {project.name}` says where it is.",
        )
    n_left = _bring_tokens(project, beside_copy(source))
    write_key(project, data)
    return here, n_left


def _bring_tokens(project: Project, copy: Path) -> int:
    """Put the tokens of people who withdrew in their place, where they know more than those here.

    Raises
    ------
    InsightsError
        If those here know somebody whom the copy does not know.
    """
    here = withdrawn_path(project)
    own = parse_withdrawn(here.read_bytes()) if here.exists() else None
    if not copy.exists():
        return len(own.people) if own else 0
    brought = parse_withdrawn(copy.read_bytes())
    if own is not None:
        ours, theirs = ({json.dumps(p, sort_keys=True) for p in w.people} for w in (own, brought))
        if own.key == brought.key and theirs <= ours:
            return len(own.people)
        if own.key != brought.key or not ours <= theirs:
            raise InsightsError(
                "People withdrew on both computers, and the two lists do not fit together.",
                copy.name,
                "Nothing was changed. On this computer, withdraw those again who withdrew on the "
                "other one, and bring the key file without the list beside it.",
            )
    write_withdrawn(project, brought)
    return len(brought.people)
