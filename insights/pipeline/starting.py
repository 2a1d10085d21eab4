"""Starting a project: a folder of forms, and names split from the register."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from insights import sheets, store
from insights.errors import InsightsError, Problem
from insights.pipeline.returning import rows_to_enrol
from insights.project import Project, load_project

_NAME = re.compile(r"[\w][\w .-]{0,59}")
_REGISTERS = (".csv", ".xlsx")


@dataclass(frozen=True)
class Registered:
    """What came of splitting a list of names; it names nobody."""

    register: Path
    key: Path
    n_new: int
    n_known: int
    problems: tuple[Problem, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "register": self.register.as_posix(),
            "key": self.key.as_posix(),
            "n_new": self.n_new,
            "n_known": self.n_known,
            "problems": [asdict(problem) for problem in self.problems],
        }


def new(project: str, *, root: Path | None = None, title: str = "") -> list[Path]:
    """Make a project's folder with forms to fill in; return the files that were made.

    Parameters
    ----------
    project
        The folder's name in ``<root>/data/raw``.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.
    title
        The project's title; its name by default.

    Raises
    ------
    InsightsError
        If the name cannot be a folder's, or there is something in that folder already.
        Nothing is ever written over.
    """
    from insights.forms import render_forms

    name = project.removeprefix("data/raw/").rstrip("/")
    if not _NAME.fullmatch(name) or name.endswith((".", " ")):
        raise InsightsError(
            "This cannot be the name of a project.", "the project's name",
            "Use letters, digits, - and _, for example half-day-workshop.",
        )  # fmt: skip
    base = Path(root) if root is not None else Path.cwd()
    folder = base / "data" / "raw" / name
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InsightsError(
            "There is something in this project's folder already, and it was left alone.",
            f"data/raw/{name}",
            "Choose another name, or go on with the project as it is: "
            f"`insights check {name}`.",
        )  # fmt: skip
    made = []
    for relative, data in render_forms(title or name).items():
        path = folder / relative
        store.write_atomic(path, data.replace(b" NAME", f" {name}".encode())
                           if path.name == "README.txt" else data)  # fmt: skip
        made.append(path)
    return made


def register(
    project: str | Path, file: str | Path, *, root: Path | None = None, session: str = ""
) -> Registered:
    """Split a list of names into the key, for its owner alone, and the register, without names.

    People who are in the key already keep their ids. Nothing that stands in the key or the
    register is changed: people are added, and what was empty is filled in.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    file
        The list: .csv, .tsv, .xlsx or .ods, with a column of names.
    session
        A session that everybody on the list came to.

    Raises
    ------
    InsightsError
        If there is no such list, no names in it, or the key's place is not safe.
    """
    from insights import privacy
    from insights.privacy.register import read_key_rows, split_register

    settings = load_project(project, root)
    path = Path(file)
    if not path.is_file():
        raise InsightsError(
            "There is no such file.", path.name, "Give the path of the list of names."
        )
    privacy.read_names(settings)  # refuses a key that others could read
    own, inside = privacy.key_path(settings), settings.raw / "key.csv"
    existing = own if own.exists() else inside
    sheet = sheets.read_sheet(path)
    place, register_sheet = _existing_register(settings)
    table, withdrew = rows_to_enrol(settings, sheet.table)
    split = split_register(
        table, path.name,
        key_rows=read_key_rows(existing.read_bytes()) if existing.exists() else [],
        register=register_sheet.table if register_sheet else None, session=session,
    )  # fmt: skip
    problems = [*sheet.problems, *withdrew, *split.problems]
    if not split.n_new and not split.n_known:
        raise InsightsError(
            "No names could be read from this list, so nothing was written.", path.name,
            "Give a list with a row for each person and a column of names.", problems,
        )  # fmt: skip
    key = privacy.write_key(settings, split.render_key())
    if place.suffix == ".xlsx":
        data = _filled_in(place, split.register_columns, split.register_rows)
    else:
        data = split.render_register()
    store.write_atomic(place, data)
    if path.resolve().is_relative_to(settings.root.resolve()):
        problems.append(
            Problem(
                path.name, "the file",
                "This list of names lies in the working folder, where others may find it.",
                "Move it out, or delete it: the names are in the key now.",
            )
        )  # fmt: skip
    return Registered(place, key, split.n_new, split.n_known, tuple(problems))


def _existing_register(settings: Project) -> tuple[Path, sheets.Sheet | None]:
    """Return where the register is or will be, and what is in it."""
    found = settings.find("participants", _REGISTERS)
    if found is None:
        return settings.raw / "participants.csv", None
    return found, sheets.read_sheet(found)


def _filled_in(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bytes:
    """Return a register's workbook with the rows it lacks, and the cells that were empty."""
    import openpyxl
    from openpyxl.styles import Font

    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    header = {" ".join(str(cell.value).split()): cell.column for cell in sheet[1] if cell.value}
    for name in columns:
        if name not in header:
            header[name] = max(header.values(), default=0) + 1
            sheet.cell(1, header[name], name)
    id_name = next(
        (name for name in header if _fold(name) in ("participant id", "id", "pid")), columns[0]
    )
    id_column = header[id_name]
    for line in sheet.iter_rows(min_row=2, max_row=sheet.max_row):
        if str(line[id_column - 1].value or "").strip() == sheets.EXAMPLE:
            for cell in line:
                cell.value, cell.font = None, Font()
    places: dict[str, int] = {}
    last = 1
    for number in range(2, sheet.max_row + 1):
        said = sheet.cell(number, id_column).value
        if said not in (None, ""):
            places[str(said).strip()] = number
        if any(sheet.cell(number, at).value not in (None, "") for at in header.values()):
            last = number
    for row in rows:
        number = places.get(row[id_name], 0)
        if not number:
            last += 1
            number = last
        for name in columns:
            cell = sheet.cell(number, header[name])
            if row.get(name) and cell.value in (None, ""):
                cell.value, cell.number_format = row[name], "@"
                cell.data_type = "s"
            elif row.get(name) and name.casefold() == "attended":
                cell.value, cell.data_type = row[name], "s"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())
