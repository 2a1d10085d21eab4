"""The files of a project's folder: which are read, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from insights.errors import Problem, nearest

FOLDERS = {
    "notes": "notes", "transcripts": "transcript", "boards": "board", "feedback": "feedback",
    "prototypes": "prototype", "votes": "votes", "vision": "vision", "rounds": "round",
}  # fmt: skip
_SUFFIXES = {
    "notes": (".docx", ".odt", ".rtf", ".txt", ".md", ".pdf"),
    "transcript": (".vtt", ".srt", ".docx", ".txt"),
    "board": (".csv", ".xlsx"),
    "feedback": (".csv", ".tsv", ".xlsx", ".ods"),
    "prototype": (".csv", ".tsv", ".xlsx", ".ods"),
    "votes": (".csv", ".tsv", ".xlsx", ".ods"),
    "vision": (".md", ".txt", ".csv", ".tsv", ".xlsx", ".ods"),
    "round": (".csv", ".tsv", ".xlsx", ".ods"),
}  # fmt: skip
_OWN_FOLDERS = ("decisions", "releases", "withdrawals")
# A house template for the Word reports, or what may not be one: never read as notes.
TEMPLATES = (".docx", ".docm", ".dotx", ".dotm")
_IGNORED_NAMES = ("readme.md", "readme.txt", "thumbs.db", "desktop.ini", "key.csv")


@dataclass(frozen=True)
class InputFile:
    """One file a person put in the project's folder."""

    path: Path
    relative: str  # with forward slashes, inside the project
    kind: str


def list_files(raw: Path) -> tuple[list[InputFile], list[Problem]]:
    """List the files to read below ``raw``, in a fixed order, and those that have no place."""
    found: list[InputFile] = []
    problems: list[Problem] = []
    for path in sorted(_walk(raw), key=lambda p: p.relative_to(raw).as_posix()):
        relative = path.relative_to(raw).as_posix()
        kind = _kind_of(relative)
        if kind is None:
            problems.append(
                Problem(
                    relative, "the file",
                    "This file is in a folder that has no meaning here, so it was not read.",
                    "Move it to one of: " + ", ".join(f"{f}/" for f in FOLDERS) + "."
                    + nearest(relative.split("/")[0], FOLDERS),
                )
            )  # fmt: skip
        elif path.suffix.lower() not in _SUFFIXES.get(kind, (path.suffix.lower(),)):
            problems.append(
                Problem(
                    relative, "the file",
                    f"A {path.suffix or 'file without an ending'} is not something that can "
                    f"be read as {kind}.",
                    "Save it as one of: " + ", ".join(_SUFFIXES[kind]) + ".",
                )
            )  # fmt: skip
        elif kind:
            found.append(InputFile(path, relative, kind))
    return found, problems


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith((".", "~$")) or path.name.casefold() in _IGNORED_NAMES:
            continue
        if path.is_dir():
            if path.name not in _OWN_FOLDERS or path.parent != folder:
                yield from _walk(path)
        elif path.is_file():
            yield path


def _kind_of(relative: str) -> str | None:
    """Return the kind of a file from its folder; '' for the project's own forms."""
    parts = relative.split("/")
    if len(parts) > 1:
        kind = FOLDERS.get(parts[0].casefold())
        # Sticky notes typed into a sheet lie among the notes as often as among the boards.
        is_board = kind == "notes" and relative.casefold().endswith(_SUFFIXES["board"])
        return "board" if is_board else kind
    stem, _, suffix = parts[0].casefold().rpartition(".")
    if parts[0].casefold() in ("project.toml", "recommendations.toml") or stem in (
        "participants", "codebook",
    ) or (stem == "template" and f".{suffix}" in TEMPLATES):  # fmt: skip
        return ""
    # A lone file dropped at the top is read by what it looks like, rather than refused.
    if f".{suffix}" in (".csv", ".tsv", ".xlsx", ".ods"):
        return "feedback"
    if f".{suffix}" in _SUFFIXES["notes"]:
        return "notes"
    if f".{suffix}" in (".vtt", ".srt"):
        return "transcript"
    return None
