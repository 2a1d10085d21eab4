"""Lists of people with their names that lie in a project and have not been split yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from insights.errors import InsightsError, Problem
from insights.project import Project
from insights.sheets import SUFFIXES, read_sheet

if TYPE_CHECKING:
    from pathlib import Path

    from insights.privacy import NameBook
    from insights.sources import Material

_FEWEST = 2  # names, before a table is a list of people


def find_unsplit(settings: Project, material: Material, book: NameBook) -> list[Problem]:
    """Return a problem for every list of people that `insights register` is still to split.

    That is a table with a column of names, nobody's words, and somebody the key does not know.
    """
    sources = material.sources
    answered = {
        *material.records["ratings"]["source_id"],
        *material.records["process"]["source_id"],
    }
    wordless = sources[
        (sources["kind"] == "feedback")
        & (sources["n_excerpts"] == 0)
        & ~sources["source_id"].isin(answered)
    ]
    paths = [settings.raw / one for one in wordless["path"]]
    if (own := settings.find("participants", SUFFIXES)) is not None:
        paths.append(own)
    return [_problem(settings, path) for path in paths if _has_new_names(path, book)]


def _has_new_names(path: Path, book: NameBook) -> bool:
    from insights.privacy.list_columns import KEY_MEANINGS, fold_header

    try:
        table = read_sheet(path).table
    except (InsightsError, OSError):
        return False  # its reader says what is wrong

    def cells(meaning: str) -> Sequence[str]:
        headers = (h for h in table.columns if fold_header(str(h)) in KEY_MEANINGS[meaning])
        return next((table[header].astype(str).tolist() for header in headers), [])

    first, last = cells("first_name"), cells("last_name")
    both = [f"{one} {other}" for one, other in zip(first, last, strict=True)] if last else first
    names = [name.strip() for name in cells("name") or both if name.strip()]
    unknown = [name for name in names if not book.called(name) and not book.meant(name)]
    return len(names) >= _FEWEST and bool(unknown)


def _problem(settings: Project, path: Path) -> Problem:
    name = path.relative_to(settings.raw).as_posix()
    return Problem(
        name, "the whole file",
        "This is a list of people with their names, and it has not been split yet.",
        f"Move it to a folder of your own, outside the project. Then run `insights register "
        f"{settings.name} {_quoted(f'PATH/TO/{path.name}')}`, which keeps names and project apart.",
    )  # fmt: skip


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


def register_first(problems: Sequence[Problem], unsplit: Sequence[Problem]) -> list[Problem]:
    """Return problems with the lists to split before all others.

    What a reader of answers says of such a list (that it holds nobody's words, and names nobody
    knows) goes without saying once it is known for what it is.
    """
    lists = {one.source for one in unsplit}
    return [*unsplit, *(one for one in problems if one.source not in lists)]
