"""Results of testing prototypes: one row per tester and prototype.

Closed items become values; what testers typed becomes passages as well. What an observer
wrote is kept as the observer's words, never as the tester's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights import sheets
from insights.errors import Problem, nearest
from insights.forms.group_words import group_of, is_no_group
from insights.project import ColumnMap, InputFile, Project
from insights.sources.labels import Labels
from insights.sources.ledger import SCALES, account_sheet
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.name_columns import asks_whose
from insights.sources.people import People, unknown_perspective
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, fold_header, holds_direct_identifier, says_something
from insights.sources.segment import split_units
from insights.sources.sessions import find_session, name_session

if TYPE_CHECKING:
    import pandas as pd

PURPOSE = "test"
_NAMES: dict[str, tuple[str, ...]] = {
    "prototype": ("prototype", "artefact", "artifact", "product", "concept", "tested"),
    "version": ("version", "prototype version", "draft"),
    "participant_id": ("participant id", "participant", "tester", "tester id", "person", "user",
                       "respondent", "respondent id"),
    "perspective": ("perspective", "group", "capacity", "who are you"),
    "order": ("order", "shown order", "order shown", "position"),
    "helped_design": ("helped design", "helped to design", "helped design it", "co designer",
                      "codesigner", "built it"),
    "session": ("session", "session id", "workshop"),
    "row_id": ("row id", "id", "test id", "response id"),
    "success": ("success", "task success", "completed", "could do the task", "task completed"),
}  # fmt: skip
_CLOSED = re.compile(
    r"^(?:(?:overall )?rating.*|.* rating|score|liking|like score|would use(?: again| it)?|"
    r"would come again|ease.*|severity|sus ?(?:[1-9]|10)|sus (?:item|q) ?(?:[1-9]|10))$"
)
_SUS = re.compile(r"sus (?:item |q)? ?([0-9]{1,2})|sus([0-9]{1,2})")
_OBSERVER = re.compile(r"\b(?:observ\w{1,8}|facilitator\w{0,2} notes?|notes? by)\b")
_IDEA_ITEMS = re.compile(r"\b(?:improve\w{0,7}|pilot\w{0,3}|implement\w{0,7}|change|wish)\b")
_PROBLEM_ITEMS = re.compile(r"\b(?:barriers?|problems?|issues?|difficult\w{0,4}|dislikes?)\b")
_WORD_VALUES = {"yes": 1.0, "y": 1.0, "true": 1.0, "done": 1.0, "success": 1.0, "unaided": 1.0,
                "no": 0.0, "n": 0.0, "false": 0.0, "failed": 0.0, "not done": 0.0,
                "partly": 0.5, "partial": 0.5, "with help": 0.5, "helped": 0.5,
                "maybe": 0.5}  # fmt: skip
_NUMBER = re.compile(r"[-+]?[0-9]{1,6}(?:\.[0-9]{1,6})?")


@dataclass
class _Columns:
    """What each column of a file of test results is for."""

    roles: dict[str, str] = field(default_factory=dict)  # meaning → header
    closed: dict[str, str] = field(default_factory=dict)  # header → item
    texts: dict[str, str] = field(default_factory=dict)  # header → item
    understood: list[Understood] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_prototype_tests(
    project: Project, file: InputFile, people: People, prompts: Prompts
) -> FileReading:
    """Return the results and the comments of one file of prototype tests.

    ``records["prototypes"]`` of the reading are rows of that table; where a row holds words, its
    ``passage`` is their place among the reading's passages.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    sheet = sheets.read_sheet(file.path, file.relative)
    if not len(sheet.table):
        return FileReading(problems=list(sheet.problems))
    mapping = project.columns.get(file.relative, ColumnMap())
    columns = _understand_columns(sheet.table, mapping, file.relative)
    reading = FileReading(problems=[*sheet.problems, *columns.problems])
    settings = find_session(project, file)
    reading.session_id = settings.session_id
    if "prototype" in columns.roles:
        _TestsReader(project, file, people, prompts, sheet.table, columns, reading).read()
    else:
        reading.problems.append(
            Problem(
                file.relative, "row 1",
                "No column says which prototype was tested, so nothing was read.",
                "Name that column prototype."
                + nearest("prototype", [str(header) for header in sheet.table.columns]),
            )
        )  # fmt: skip
    others = {**dict.fromkeys(columns.texts, ""), **dict.fromkeys(columns.closed, SCALES)}
    account_sheet(reading, sheet, 0, columns.roles, others)
    reading.understood = [
        Understood(
            file.relative, "",
            f"prototype tests: {len(sheet.table)} rows, {len(reading.passages)} passages",
        ),
        *columns.understood,
    ]  # fmt: skip
    return reading


def _understand_columns(table: pd.DataFrame, mapping: ColumnMap, shown: str) -> _Columns:
    columns = _Columns()
    mapped = {
        fold_header(getattr(mapping, meaning)): meaning
        for meaning in ("participant_id", "perspective", "session", "row_id")
        if getattr(mapping, meaning)
    }
    open_headers = {fold_header(name) for name in mapping.text}
    for header in (str(name) for name in table.columns):
        folded = fold_header(header)
        item = folded.replace(" ", "_")
        meaning = mapped.get(folded) or next(
            (name for name, words in _NAMES.items() if folded in words),
            "participant_id" if asks_whose(header) else None,
        )
        if meaning == "success":
            columns.closed[header] = "success"
        elif meaning is not None and meaning not in columns.roles:
            columns.roles[meaning] = header
            columns.understood.append(Understood(shown, header, meaning))
            continue
        elif holds_direct_identifier(header):
            columns.understood.append(Understood(shown, header, "left out: contact details"))
            continue
        elif folded in open_headers:
            columns.texts[header] = item
        elif match := _SUS.fullmatch(folded):
            columns.closed[header] = f"sus{int(match[1] or match[2])}"
        elif _CLOSED.match(folded) or _is_closed(table[header]):
            columns.closed[header] = item
        else:
            columns.texts[header] = item
        kind = "closed item" if header in columns.closed else "comments"
        name = columns.closed.get(header) or columns.texts[header]
        columns.understood.append(Understood(shown, header, f"{kind} {name}"))
    return columns


def _is_closed(values: pd.Series) -> bool:
    given = [cell.strip() for cell in values.tolist() if cell.strip()]
    return bool(given) and all(_value(cell) is not None for cell in given)


def _value(cell: str) -> float | None:
    """Return a closed answer as a number: 4, yes (1), partly (0.5), no (0); else None."""
    words = fold(cell)
    if _NUMBER.fullmatch(words):
        return float(words)
    return _WORD_VALUES.get(words)


class _TestsReader:
    """Turns the rows of one file into values, passages and people."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        table: pd.DataFrame, columns: _Columns, reading: FileReading,
    ) -> None:  # fmt: skip
        self.project = project
        self.shown = file.relative
        self.settings = find_session(project, file)
        self.people = people
        self.prompts = prompts
        self.columns = columns
        self.reading = reading
        self.table = table
        self.labels = Labels(people, file.relative)
        self.tests = reading.records.setdefault("prototypes", [])
        self.pieces: list[str] = []
        self.at = 0

    def read(self) -> None:
        unclear: list[int] = []
        nameless: list[int] = []
        records = self.table.to_dict("records")
        for number, record in zip(self.table.index.tolist(), records, strict=True):
            cells = {str(header): str(cell).strip() for header, cell in record.items()}
            given = {meaning: cells[header] for meaning, header in self.columns.roles.items()}
            if not given["prototype"]:
                nameless.append(number)
                continue
            base = self._base(number, given)
            for header, item in self.columns.closed.items():
                if not cells[header]:
                    continue
                value = _value(cells[header])
                if value is None:
                    unclear.append(number)
                else:
                    self.tests.append({**base, "item": item, "value": value})
            for header, item in self.columns.texts.items():
                if says_something(cells[header]):
                    self._add_comment(number, header, item, cells[header], base, given)
        self.reading.text = "\n".join(self.pieces)
        self._report(nameless, unclear)

    def _base(self, number: int, given: Mapping[str, str]) -> dict[str, object]:
        said = given.get("perspective", "")
        perspective = group_of(self.project, said)
        if perspective is None and not is_no_group(said):
            self.reading.problems.append(
                unknown_perspective(
                    self.project, said, self.shown,
                    f"row {number}, column {self.columns.roles['perspective']}",
                )
            )  # fmt: skip
        person = self._person(given.get("participant_id", ""), number)
        self.people.meet(
            person,
            "prototype",
            perspective=perspective or self.settings.perspective or None,
            named_in=self.shown if perspective else "",
        )
        order = given.get("order", "")
        helped = _value(given.get("helped_design", ""))
        return {
            "prototype": " ".join(given["prototype"].split()),
            "version": given.get("version") or None,
            "participant_id": person,
            "shown_order": int(order) if order.isdigit() and int(order) else None,
            "helped_design": None if helped is None else helped > 0,
            "locator": f"row {number}",
        }

    def _person(self, label: str, number: int) -> str:
        person = self.labels.person(label)
        if person is None or self.people.is_facilitator(person):
            return self.labels.row(number)
        return person

    def _add_comment(
        self, number: int, header: str, item: str, words: str,
        base: dict[str, object], given: Mapping[str, str],
    ) -> None:  # fmt: skip
        observed = bool(_OBSERVER.search(fold_header(header)))
        said = given.get("session", "")
        session = name_session(self.project, said).session_id if said else self.settings.session_id
        activity = f"{base['prototype']}: {item.replace('_', ' ')}"
        prompt = header if " " in header else header.replace("_", " ")
        row_id = given.get("row_id", "")
        kind = self.prompts.configured(session, prompt) or _kind_of_item(fold_header(header))
        self.reading.purposes[session, activity] = PURPOSE
        for start, end in split_units(words, 0, len(words)):
            self.tests.append({**base, "item": item, "passage": len(self.reading.passages)})
            self.reading.passages.append(
                Passage(
                    f"row {number}, column {header}", self.at + start, self.at + end,
                    words[start:end], session, activity, prompt, kind,
                    "summarised" if observed else "verbatim",
                    None if observed else str(base["participant_id"]),
                    "facilitator" if observed else "participant",
                    speaker_key=given.get("participant_id", ""),
                    row_key=f"{row_id}\x1f{header}" if row_id else None,
                )
            )  # fmt: skip
        self.pieces.append(words)
        self.at += len(words) + 1

    def _report(self, nameless: list[int], unclear: list[int]) -> None:
        if nameless:
            self.reading.problems.append(
                Problem(
                    self.shown, f"{sheets.some_rows(nameless)}, column "
                    f"{self.columns.roles['prototype']}",
                    f"{len(nameless)} {'row names' if len(nameless) == 1 else 'rows name'} no "
                    "prototype, so nothing was read from there.",
                    "Write which prototype was tested.",
                )
            )  # fmt: skip
        if unclear:
            self.reading.problems.append(
                Problem(
                    self.shown, sheets.some_rows(unclear),
                    "A closed item holds neither a number nor yes, partly or no, so it was left "
                    "out.",
                    "Write a number, or yes, partly or no; put comments in a column of their own.",
                )
            )  # fmt: skip
        self.reading.problems += self.labels.problems(
            self.columns.roles.get("participant_id", "participant_id")
        )


def _kind_of_item(folded: str) -> str:
    if _IDEA_ITEMS.search(folded):
        return "idea"
    return "problem" if _PROBLEM_ITEMS.search(folded) else "unspecified"
