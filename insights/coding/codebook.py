"""The codebook: from codebook.csv or codebook.xlsx to the table ``codes``."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, cast

from insights import sheets, tables
from insights.errors import InsightsError, Problem, nearest

if TYPE_CHECKING:
    import pandas as pd

    from insights.project import Project

_COLUMNS: dict[str, tuple[str, ...]] = {
    "code_id": ("code_id", "id", "code id", "code number", "number"),
    "name": ("name", "code", "code name", "label", "title"),
    "theme": ("theme", "parent", "category", "parent code", "group"),
    "definition": ("definition", "description", "meaning"),
    "include": ("include", "inclusion", "when to use", "inclusion criteria"),
    "exclude": ("exclude", "exclusion", "when not to use", "exclusion criteria"),
    "examples": ("examples", "example", "example quotes"),
    "keywords": ("keywords", "keyword", "key words", "words", "phrases"),
    "claim": ("claim", "statement"),
    "component": ("component", "toolkit component"),
    "sensitive": ("sensitive",),
    "status": ("status",),
    "version": ("version",),
}
_YES = frozenset(("yes", "y", "true", "1", "x", "sensitive"))
_NO = frozenset(("", "no", "n", "false", "0"))
_SEPARATOR = re.compile(r"[;\n]")
_STATUS = {"": "draft", "active": "agreed", "final": "agreed", "closed": "retired"}


def read_codebook(project: Project) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the table ``codes`` and what could not be understood of the codebook.

    A project without a codebook has no codes, which is no problem. A row without a theme is
    a theme of its own; one without an id goes by its name.
    """
    path = project.find("codebook", (".csv", ".xlsx"))
    if path is None:
        return tables.empty("codes"), []
    try:
        sheet = sheets.read_sheet(path)
    except InsightsError as error:
        return tables.empty("codes"), [Problem(path.name, "the file", error.problem, error.fix)]
    problems = list(sheet.problems)
    named = _name_columns(list(sheet.table.columns), path.name, problems)
    if "name" not in named.values():
        problems.append(
            Problem(
                path.name, "row 1",
                "There is no column “name”, so no code could be read.",
                "Call the column that holds the codes' short names “name”.",
            )
        )  # fmt: skip
        return tables.empty("codes"), problems
    table = sheet.table[list(named)].rename(columns=named)
    return _Reader(path.name, problems).read(table), problems


def slug(name: str) -> str:
    """Return a name as an id: lower case, letters and digits, joined by underscores.

    Examples
    --------
    >>> slug("Telling my story – again!")
    'telling_my_story_again'
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+|_+", "_", plain).strip("_") or "code"


def _fold(words: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


def _name_columns(columns: list[str], shown: str, problems: list[Problem]) -> dict[str, str]:
    """Return {column as found: declared name}; what has no meaning is a problem."""
    known = {_fold(word): name for name, words in _COLUMNS.items() for word in words}
    folded = {_fold(column) for column in columns}
    if "name" in folded and "code" in folded and not folded & {"code id", "id"}:
        known["code"] = "code_id"
    if not folded & {word for word, name in known.items() if name == "name"}:
        known["code id"] = "name"  # a codebook whose only label is its id
    found: dict[str, str] = {}
    for column in columns:
        name = known.get(_fold(column))
        if name is None:
            problems.append(
                Problem(
                    shown, f"row 1, column {column}",
                    "This column has no meaning in a codebook, so it was not read.",
                    f"Columns are: {', '.join(_COLUMNS)}.{nearest(column, _COLUMNS)}",
                )
            )  # fmt: skip
        elif name in found.values():
            problems.append(
                Problem(
                    shown, f"row 1, column {column}",
                    f"Another column was read as {name} already, so this one was not.",
                    "Keep one of the two, or rename one.",
                )
            )  # fmt: skip
        else:
            found[column] = name
    return found


class _Reader:
    """Reads rows into codes, and collects what is wrong with them."""

    def __init__(self, shown: str, problems: list[Problem]) -> None:
        self._shown = shown
        self._problems = problems
        self._first_row: dict[str, int] = {}  # folded id or name → the row that has it

    def read(self, table: pd.DataFrame) -> pd.DataFrame:
        records = cast("list[dict[str, str]]", table.to_dict("records"))
        rows = [
            self._read_row(int(row), cells) for row, cells in zip(table.index, records, strict=True)
        ]
        return tables.from_rows("codes", [row for row in rows if row is not None])

    def _read_row(self, row: int, cells: dict[str, str]) -> dict[str, object] | None:
        cell = {key: value.strip() for key, value in cells.items()}
        name = " ".join(cell["name"].split())
        if not name:
            self._add(row, "name", "This code has no name, so it was not read.",
                      "Give it a short name, or delete the row.")  # fmt: skip
            return None
        code_id = cell.get("code_id") or slug(name)
        for given, column in ((code_id, "code_id"), (name, "name")):
            first = self._first_row.get(f"{column} {_fold(given)}")
            if first is not None:
                self._add(row, column, f"“{given}” stands in row {first} already; "
                          "only the first is used.",
                          "Give every code a name and an id of its own.")  # fmt: skip
                return None
        self._first_row |= {f"code_id {_fold(code_id)}": row, f"name {_fold(name)}": row}
        return {
            "code_id": code_id,
            "name": name,
            "theme": " ".join(cell.get("theme", "").split()) or name,
            **{
                key: cell.get(key) or None
                for key in ("definition", "include", "exclude", "claim", "component")
            },
            "examples": _split(cell.get("examples", "")),
            "keywords": self._keywords(row, cell.get("keywords", "")),
            "sensitive": self._sensitive(row, cell.get("sensitive", "")),
            "status": self._status(row, cell.get("status", "")),
            "version": self._version(row, cell.get("version", "")),
        }

    def _keywords(self, row: int, given: str) -> list[str]:
        if "," in given and not _SEPARATOR.search(given):
            self._add(row, "keywords", "There are commas and no semicolons here; the keywords "
                      "were taken apart at the commas.",
                      "Put a semicolon between keywords.")  # fmt: skip
            given = given.replace(",", ";")
        return _split(given)

    def _sensitive(self, row: int, given: str) -> bool:
        if given.casefold() not in _YES | _NO:
            self._add(row, "sensitive", f"“{given}” is neither yes nor no; yes is used, "
                      "so that small counts stay hidden.", "Write yes or no.")  # fmt: skip
        return given.casefold() not in _NO

    def _status(self, row: int, given: str) -> str:
        status = _STATUS.get(given.casefold(), given.casefold())
        if status in tables.CODE_STATUS:
            return status
        self._add(row, "status", f"“{given}” is not a status; draft is used.",
                  f"Write one of: {', '.join(tables.CODE_STATUS)}."
                  f"{nearest(given, tables.CODE_STATUS)}")  # fmt: skip
        return "draft"

    def _version(self, row: int, given: str) -> int:
        number = given.casefold().removeprefix("v").removesuffix(".0")
        if number.isascii() and number.isdigit() and int(number[:9]) > 0:
            return int(number[:9])
        if given:
            self._add(row, "version", f"“{given}” is not a whole number; 1 is used.",
                      "Write 1, 2, 3 and so on.")  # fmt: skip
        return 1

    def _add(self, row: int, column: str, problem: str, fix: str) -> None:
        self._problems.append(Problem(self._shown, f"row {row}, column {column}", problem, fix))


def _split(cell: str) -> list[str]:
    """Return the parts of a cell, separated by ';' or line ends, without repeats."""
    parts = (" ".join(part.split()) for part in _SEPARATOR.split(cell))
    return list(dict.fromkeys(part for part in parts if part))
