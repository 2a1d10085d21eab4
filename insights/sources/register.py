"""The register: who takes part, under a pseudonym, with consent and attendance.

``participants.csv`` or ``.xlsx`` at the top of a project's folder. Names belong in the key
file; a column of names found here is left out and reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from insights import sheets
from insights.errors import InsightsError, Problem, nearest
from insights.forms.consent_answers import (
    ConsentColumn,
    as_flags,
    consent_answers,
    consent_columns,
)
from insights.forms.consent_problems import consent_problems
from insights.forms.group_columns import GroupColumn, doubtful_problems, find_group_column
from insights.forms.group_words import group_of
from insights.forms.perspectives import unknown_groups, unknown_words
from insights.project import ColumnMap, Project
from insights.sources.material import Understood
from insights.sources.people import People
from insights.sources.recognise import (
    attribute_name,
    fold,
    fold_header,
    holds_direct_identifier,
    read_date,
)

if TYPE_CHECKING:
    import pandas as pd

REGISTER_COLUMNS: dict[str, tuple[str, ...]] = {
    "participant_id": ("participant id", "participant", "id", "pid", "person id", "person"),
    "perspective": ("perspective", "group", "capacity"),
    "role": ("role", "job role", "job title", "job"),
    "attended": ("attended", "sessions attended", "attendance", "sessions"),
    "speaking_as": ("speaking as",),
    "consent_expires_on": ("consent expires on", "consent expires"),
    "withdrawn_on": ("withdrawn on", "withdrawn"),
}
_NOTHING = {"", "-", "–", "none", "n/a", "na", "no", "n", "false", "0"}
_LONG_AGO = "1900-01-01"


def read_register(project: Project, people: People) -> tuple[list[Problem], list[Understood]]:
    """Enrol everyone in the register; a project without one is fine."""
    paths = [
        path
        for suffix in sheets.SUFFIXES
        if (path := project.find("participants", (suffix,))) is not None
    ]
    if len(paths) > 1:  # the form of a new project, left empty, is no second register
        paths = [path for path in paths if not sheets.is_unfilled(path)] or paths[:1]
    if not paths:
        return [], []
    shown = paths[0].name
    problems = [
        Problem(path.name, "the file", f"There is also {shown}; only that was read.",
                "Keep one register and delete the other.")
        for path in paths[1:]
    ]  # fmt: skip
    try:
        sheet = sheets.read_sheet(paths[0], shown)
    except InsightsError as error:
        return [*problems, Problem(shown, "the file", error.problem, error.fix)], []
    problems += sheet.problems
    if any(problem.problem == sheets.UNFILLED for problem in sheet.problems):
        return problems, []
    consent = consent_columns(sheet.table)
    groups = _find_group(project, sheet.table, consent, shown)
    columns, understood = _understand(sheet.table, consent, shown, problems, groups.header)
    if "participant_id" not in columns.values():
        problems.append(
            Problem(
                shown, "row 1",
                "The register has no column participant_id, so nobody could be read from it.",
                "Name the column with people's ids participant_id."
                + nearest("participant_id", list(sheet.table.columns)),
            )
        )  # fmt: skip
        return problems, understood
    problems += consent_problems(sheet.table, consent, shown)
    rows = _rows(project, sheet.table, columns, consent, shown, problems, groups.header)
    people.enrol(rows, [name for name in columns.values() if name not in REGISTER_COLUMNS])
    if any(row["perspective"] == "unknown" for row in rows):
        problems += doubtful_problems(project, groups, shown)
    return problems, understood


def _find_group(
    project: Project, table: pd.DataFrame, consent: Mapping[str, ConsentColumn], shown: str
) -> GroupColumn:
    """Return the column that says which group people belong to."""
    named = project.columns.get(shown, ColumnMap()).perspective
    if named in table.columns:
        return GroupColumn(named)
    others = {*consent, *project.columns.get(shown, ColumnMap()).attributes}
    cells = {
        header: table[header].tolist()
        for header in (str(name) for name in table.columns)
        if header not in others
        and not holds_direct_identifier(header)
        and not fold_header(header).startswith("speaking as")
    }
    return find_group_column(project, cells)


def _rows(
    project: Project, table: pd.DataFrame, columns: Mapping[str, str],
    consent: Mapping[str, ConsentColumn], shown: str, problems: list[Problem], group: str,
) -> list[dict[str, object]]:  # fmt: skip
    rows: list[dict[str, object]] = []
    agreed = consent_answers(table, consent)
    said: dict[int, str] = {}  # row → the word for a group, where it stands for none
    first_rows: dict[str, int] = {}
    nameless: list[int] = []
    for number, cells, answers in zip(
        table.index.tolist(), table.to_dict("records"), agreed, strict=True
    ):
        given = {columns[str(header)]: str(cell).strip() for header, cell in cells.items()
                 if str(header) in columns}  # fmt: skip
        if group:
            given["perspective"] = str(cells[group]).strip()
        participant_id = given.pop("participant_id")
        if not participant_id:
            nameless.append(number)
        elif fold(participant_id) in first_rows:
            problems.append(
                Problem(
                    shown, f"row {number}, column participant_id",
                    f"This id already stands in row {first_rows[fold(participant_id)]}; only "
                    "that row was used.",
                    "Give each person one row and an id of their own.",
                )
            )  # fmt: skip
        else:
            first_rows[fold(participant_id)] = number
            person = _understand_person(project, given, shown, number, problems)
            if person["perspective"] == "unknown":
                said.setdefault(number, given.get("perspective", ""))
            allowed = as_flags(answers)
            rows.append(
                {"participant_id": participant_id, "origin": "register", **person, **allowed}
            )
    if unknown := unknown_words(project, said.values(), said):
        problems.append(unknown_groups(project, unknown, shown, group, len(table)))
    if nameless:
        problems.append(
            Problem(
                shown, f"{sheets.some_rows(nameless)}, column participant_id",
                f"{len(nameless)} {'row has' if len(nameless) == 1 else 'rows have'} no id, "
                "so nobody could be read from there.",
                "Give everyone an id, for example P07.",
            )
        )  # fmt: skip
    return rows


def _understand_person(
    project: Project, given: Mapping[str, str], shown: str, number: int, problems: list[Problem]
) -> dict[str, object]:
    """Return one row's cells as values; in doubt, consent is not given."""
    row: dict[str, object] = {}
    said, role = given.get("perspective", ""), given.get("role", "")
    found = group_of(project, said) if said else project.perspective_of(role)
    row["perspective"] = found or "unknown"
    for name, cell in given.items():
        where = f"row {number}, column {name}"
        if name in ("consent_expires_on", "withdrawn_on"):
            row[name] = None if fold(cell) in _NOTHING else read_date(cell) or _LONG_AGO
            if row[name] == _LONG_AGO:
                what = "consent has ended" if name == "consent_expires_on" else "they withdrew"
                problems.append(
                    Problem(shown, where, f"This date could not be read, so it is taken that "
                            f"{what}.", "Write it as 2026-03-20, or leave it empty.")
                )  # fmt: skip
        elif name != "perspective":
            row[name] = cell or None
    return row


def _understand(
    table: pd.DataFrame, consent: Mapping[str, ConsentColumn], shown: str,
    problems: list[Problem], group: str,
) -> tuple[dict[str, str], list[Understood]]:  # fmt: skip
    """Return header → meaning for the register; direct identifiers are left out.

    Parameters
    ----------
    group
        The column that says which group people belong to, "" where none does.
    """
    columns: dict[str, str] = {}
    understood = [Understood(shown, "", f"the register: {len(table)} people")]
    for header in (str(name) for name in table.columns):
        folded = fold_header(header)
        meaning = next(
            (name for name, words in REGISTER_COLUMNS.items()
             if folded in words and name not in columns.values()), None,
        )  # fmt: skip
        if header == group and meaning != "role":
            meaning = "perspective"
        elif meaning == "perspective" and group:
            meaning = None if (table[header].str.strip() != "").any() else "no perspective"
        if meaning == "no perspective":
            understood.append(Understood(shown, header, "left out: empty"))
        elif meaning is not None:
            columns[header] = meaning
            understood.append(Understood(shown, header, meaning))
        elif header in consent:
            column = consent[header]
            if column.heading.kind == "date" and column.heading.uses[0] not in columns.values():
                columns[header] = column.heading.uses[0]
            understood.append(Understood(shown, header, column.say()))
        elif holds_direct_identifier(header):
            understood.append(Understood(shown, header, "left out: names do not belong here"))
            problems.append(
                Problem(
                    shown, f"column {header}",
                    "This column seems to hold names or contact details; it was not read.",
                    "Split names from the register with `insights register`, which keeps them "
                    "in the key file.",
                )
            )  # fmt: skip
        else:
            attribute = attribute_name(header)
            columns[header] = attribute
            understood.append(Understood(shown, header, f"attribute {attribute}"))
    return columns, understood
