"""Starting a project: a folder of forms, and names split from the register."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import sheets, store
from insights.errors import InsightsError, Problem
from insights.pipeline.joining import NameQuestion
from insights.pipeline.returning import rows_to_enrol
from insights.project import Project, load_project

if TYPE_CHECKING:
    import pandas as pd

    from insights.forms.group_columns import GroupColumn

_NAME = re.compile(r"[\w][\w .-]{0,59}")
_REGISTERS = (".csv", ".xlsx")
_GUIDE = "README.txt"
_GROUP = "perspective"
_OTHER_MEANINGS = ("role", "job", "job role", "job title", "who", "name", "speaking as")


@dataclass(frozen=True)
class Registered:
    """What came of splitting a list of names; printing one names nobody.

    Attributes
    ----------
    questions
        Names that were left out until somebody says whether they are in the key already.
    columns
        How each column of the list was taken: its heading, what for, and where it is kept.
    """

    register: Path
    key: Path
    n_new: int
    n_known: int
    problems: tuple[Problem, ...] = ()
    questions: tuple[NameQuestion, ...] = ()
    columns: tuple[tuple[str, str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``; without the names asked about."""
        return {
            "register": self.register.as_posix(),
            "key": self.key.as_posix(),
            "n_new": self.n_new,
            "n_known": self.n_known,
            "n_asked": len(self.questions),
            "columns": [
                {"column": header, "taken_for": what, "kept": kept}
                for header, what, kept in self.columns
            ],
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
        store.write_atomic(path, _guide_of(name, data) if path.name == _GUIDE else data)
        made.append(path)
    return made


def is_own_form(path: Path) -> bool:
    """Tell whether a file is, byte for byte, a form as a new project has it."""
    if path.name == _GUIDE:
        return path.read_bytes() == _guide_of(path.parent.name, _own_forms()[_GUIDE])
    if path.suffix not in (".xlsx", ".docx"):
        return False
    return path.read_bytes() in _own_forms().values()


@cache
def _own_forms() -> Mapping[str, bytes]:
    from insights.forms import render_forms

    return render_forms("A project")


def _guide_of(name: str, guide: bytes) -> bytes:
    return guide.replace(b" NAME", f" {name}".encode())


def register(
    project: str | Path, file: str | Path, *, root: Path | None = None, session: str = "",
    leave_out: Sequence[str] = (),
) -> Registered:  # fmt: skip
    """Split a list of names into the key, for its owner alone, and the register, without names.

    People who are in the key already keep their ids. Nothing that stands in the key or the
    register is changed: people are added, and what was empty is filled in. Somebody whose name
    looks like another way to write a name in the key is left out until a person says who it is.

    Parameters
    ----------
    project
        The name of a folder in ``<root>/data/raw``, or that folder's path.
    file
        The list: .csv, .tsv, .xlsx or .ods, with a column of names.
    session
        A session that everybody on the list came to.
    leave_out
        Columns of the list that are to go into neither file.

    Raises
    ------
    InsightsError
        If there is no such list, no names in it, a column that seems to be about consent is not
        clear, or the key's place is not safe. Then nothing is written.
    """
    from insights import privacy
    from insights.privacy.key_rows import read_key_rows
    from insights.privacy.register import split_register

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
    if path.resolve() == place.resolve():
        raise InsightsError(
            "This list lies where the register without names belongs, so nothing was written.",
            path.name,
            "Move it to a folder of your own, outside the project, and register it from there: "
            f"`insights register {settings.name} PATH/TO/{path.name}`.",
        )
    table, withdrew = rows_to_enrol(settings, sheet.table)
    groups = _find_group(settings, table, leave_out)
    table = table.rename(columns={groups.header: _GROUP})
    split = split_register(
        table, path.name,
        key_rows=read_key_rows(existing.read_bytes()) if existing.exists() else [],
        register=register_sheet.table if register_sheet else None, session=session,
        salt=settings.salt() if existing.exists() else b"", declared=_declared(settings),
        leave_out=leave_out, names=(settings.name, place.name),
    )  # fmt: skip
    if split.unsettled:
        raise InsightsError(
            "It is not clear what people agreed to, so nothing was written.", path.name,
            "Change these headings in the list, and register it again.", split.unsettled,
        )  # fmt: skip
    problems = [*sheet.problems, *withdrew, *split.problems]
    if not split.n_new and not split.n_known and not split.asked:
        raise InsightsError(
            "No names could be read from this list, so nothing was written.", path.name,
            "Give a list with a row for each person and a column of names.", problems,
        )  # fmt: skip
    problems += _unknown_groups(settings, split.register_rows, place.name)
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
    questions = tuple(
        NameQuestion(name, (path.name,), people) for name, people in split.asked.items()
    )
    if any(row.get(_GROUP, "").strip() in ("", "unknown") for row in split.register_rows):
        problems += [_name_it(path.name, header) for header in groups.doubtful]
    headers = {_GROUP: groups.header} if groups.header else {}
    columns = tuple(
        (headers.get(column.header, column.header), column.what, column.kept)
        for column in split.columns
    )
    return Registered(place, key, split.n_new, split.n_known, tuple(problems), questions, columns)


def _find_group(settings: Project, table: pd.DataFrame, leave_out: Sequence[str]) -> GroupColumn:
    """Return the column of a list that says which group people belong to."""
    from insights.forms.consent_answers import consent_columns
    from insights.forms.group_columns import find_group_column

    left = {_fold(header) for header in leave_out}
    about_consent = consent_columns(table)
    cells = {
        header: table[header].tolist()
        for header in (str(name) for name in table.columns)
        if header not in about_consent
        and _fold(header) not in {*left, *_declared(settings), *_OTHER_MEANINGS}
    }
    return find_group_column(settings, cells)


def _name_it(shown: str, header: str) -> Problem:
    """Return the problem of a column of a list that may say which group people belong to."""
    return Problem(
        shown, f"column {header}",
        "This column may say which group people belong to. That is not sure, so it was kept as "
        "it is.",
        f"If it does, call it {_GROUP} in the list and register the list again. If it does not, "
        "there is nothing to do.",
    )  # fmt: skip


def _declared(settings: Project) -> set[str]:
    """Return the attributes that project.toml says are needed."""
    asked = {name for columns in settings.columns.values() for name in columns.attributes}
    return asked | {settings.compare_by.replace("_", " ")}


def _unknown_groups(
    settings: Project, rows: Sequence[Mapping[str, str]], shown: str
) -> list[Problem]:
    """Return the problem for words in the group column that nobody has explained."""
    from insights.forms.perspectives import unknown_groups, unknown_words

    said = [row.get("perspective", "") for row in rows]
    unknown = unknown_words(settings, said, range(2, len(rows) + 2))
    return [unknown_groups(settings, unknown, shown, n_rows=len(rows))] if unknown else []


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
            elif row.get(name) and (name.casefold() == "attended" or name.startswith("consent_")):
                cell.value, cell.data_type = row[name], "s"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fold(words: str) -> str:
    return " ".join(words.casefold().replace("_", " ").split())
