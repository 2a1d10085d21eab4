"""What each column of an answers file is for: by project.toml, its name, or what is in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from insights.errors import Problem, nearest
from insights.forms.consent_answers import ConsentColumn, consent_asked
from insights.forms.group_columns import GroupColumn, find_group_column
from insights.project import ColumnMap, Project
from insights.sources.material import Understood
from insights.sources.name_columns import NameColumns, find_names, is_anothers
from insights.sources.people import People
from insights.sources.process import Scale, find_scale, is_about_taking_part, read_when
from insights.sources.prompts import guess_prompt_kind
from insights.sources.recognise import (
    asks_for_more,
    attribute_name,
    fold,
    fold_header,
    holds_direct_identifier,
    is_no_answer,
    read_date,
)

if TYPE_CHECKING:
    import pandas as pd

_NAMES: dict[str, tuple[str, ...]] = {
    "participant_id": (
        "participant id", "participant", "respondent id", "respondent", "person id", "person",
        "user id", "pid", "case id", "case", "tester", "tester id",
    ),
    "role": ("role", "job role", "job title", "your role", "job"),
    "prompt": ("question", "prompt", "question text", "item", "activity"),
    "text": (
        "answer", "text", "comment", "comments", "response", "feedback", "answer text",
        "response text", "verbatim", "free text", "your comments",
    ),
    "session": ("session", "session id", "workshop", "event"),
    "date": (
        "date", "submitted", "submitted on", "timestamp", "completed", "completed on",
        "completion time", "end date", "recorded date", "answered on",
    ),
    "when": ("when", "before or after", "before after", "stage", "time point", "timepoint"),
    "row_id": (
        "row id", "response id", "responseid", "comment id", "answer id", "submission id", "id",
        "record id", "entry id",
    ),
}  # fmt: skip
_OWN = frozenset(word for words in _NAMES.values() for word in words)
_FORM_FIELDS = re.compile(
    r"^(?:start(?:ed)?(?: date| time| on)?|end time|duration.*|progress|status|finished|"
    r"ip address|response type|distribution channel|user language|location l.*|"
    r"external reference|collector id|completion|language)$"
)
_HOLDS_NAMES = re.compile(r"name")
HELD_BACK = "Somebody on the list refused or withdrew, so until then nothing here is quoted."
UNREAD_NAMES = "This column seems to hold names, and it was not read."
_NUMBER = re.compile(r"[-+]?[0-9]{1,6}(?:[.,][0-9]{1,6})?%?")
_TICKED = frozenset(["yes", "no", "y", "n", "true", "false", "maybe", "sometimes", "not sure"])
_MANY_ROWS = 10
_WORDS_OF_AN_ANSWER = 3.0
_WORDS_OF_A_SENTENCE = 6.0


@dataclass
class AnswerColumns:
    """What each column of one file is for."""

    roles: dict[str, str] = field(default_factory=dict)  # meaning → header
    texts: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)  # header → attribute
    ratings: dict[str, Scale] = field(default_factory=dict)  # header → its scale
    consent: dict[str, ConsentColumn] = field(default_factory=dict)  # header → what it asks
    names: NameColumns = field(default_factory=NameColumns)  # looked up, never kept
    understood: list[Understood] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    groups: GroupColumn = field(default_factory=GroupColumn)  # the columns that say who is who
    has_unread_names: bool = False  # whether names were left out that may say who answered

    @property
    def is_long(self) -> bool:
        """Whether a row is one answer rather than one person."""
        return "prompt" in self.roles


def understand_columns(
    project: Project, table: pd.DataFrame, mapping: ColumnMap, shown: str, people: People, *,
    is_process: bool = False,
) -> AnswerColumns:  # fmt: skip
    """Return what each column of an answers file is for, and how that is known.

    Parameters
    ----------
    people
        Whose names are looked for.
    is_process
        Whether the file as a whole asks how taking part was.
    """
    columns = AnswerColumns()
    _take_mapped(table, mapping, shown, columns)
    _take_names(table, people, shown, columns)
    _take_group(project, table, columns)
    headers = [str(header) for header in table.columns]
    left = [
        header for header in headers
        if header not in columns.roles.values() and header not in columns.texts
        and header not in columns.attributes and header not in columns.names.headers()
    ]  # fmt: skip
    left = _take_consent(table, left, shown, columns)
    left = _take_named(table, left, bool(mapping.text), shown, columns)
    _settle_people(table, people, shown, columns)
    _settle_when(table, left, columns)
    _take_ratings(table, left, is_process, shown, columns)
    _take_by_content(table, left, mapping, shown, people, columns)
    if not columns.texts and not columns.ratings:
        columns.problems.append(
            Problem(
                shown, "row 1",
                "No column with people's own words was found, so no passages were read.",
                f'Name it under [columns."{shown}"] in project.toml: text = ["…"].',
            )
        )  # fmt: skip
    if not columns.texts:
        columns.roles.pop("prompt", None)
    for meaning, header in columns.roles.items():
        columns.understood.append(Understood(shown, header, meaning))
    return columns


def _take_mapped(
    table: pd.DataFrame, mapping: ColumnMap, shown: str, columns: AnswerColumns
) -> None:
    by_folded = {fold_header(str(header)): str(header) for header in reversed(table.columns)}

    def find(name: str, meaning: str) -> str | None:
        header = name if name in table.columns else by_folded.get(fold_header(name))
        if header is None:
            columns.problems.append(
                Problem(
                    shown, f"column {name}",
                    f"project.toml names this column as {meaning}, but the file has no such "
                    "column.",
                    f'Correct the name under [columns."{shown}"].'
                    + nearest(name, [str(column) for column in table.columns]),
                )
            )  # fmt: skip
        return header

    for meaning in ("participant_id", "perspective", "prompt", "row_id", "session", "date"):
        name = getattr(mapping, meaning)
        if name and (header := find(name, meaning)):
            columns.roles[meaning] = header
    for name in mapping.text:
        if (header := find(name, "text")) and header not in columns.texts:
            columns.texts.append(header)
    for name in mapping.attributes:
        if header := find(name, "attribute"):
            columns.attributes[header] = attribute_name(header)
            columns.understood.append(
                Understood(shown, header, f"attribute {columns.attributes[header]}")
            )


def _take_names(
    table: pd.DataFrame, people: People, shown: str, columns: AnswerColumns
) -> None:  # fmt: skip
    """Take the columns that say by name who answered."""
    taken = {*columns.roles.values(), *columns.texts, *columns.attributes}
    is_long = any(fold_header(str(header)) in _NAMES["prompt"] for header in table.columns)
    columns.names = find_names(
        {
            str(header): table[header].tolist() for header in table.columns
            if str(header) not in taken and fold_header(str(header)) not in _OWN
        },
        people, is_long="prompt" in columns.roles or is_long,
    )  # fmt: skip
    columns.understood += [
        Understood(shown, header, "names: looked up in the key file, not kept")
        for header in columns.names.headers()
    ]


def _settle_people(
    table: pd.DataFrame, people: People, shown: str, columns: AnswerColumns
) -> None:  # fmt: skip
    """Leave ids that a form gave out itself for the names, where only the names are known."""
    header = columns.roles.get("participant_id")
    if header is None or not columns.names.n_known or fold_header(header) not in _OWN:
        return
    if any(people.known(cell) for cell in table[header].tolist()):
        return
    del columns.roles["participant_id"]
    columns.understood.append(Understood(shown, header, "left out: ids of nobody on the list"))


def _take_group(project: Project, table: pd.DataFrame, columns: AnswerColumns) -> None:
    """Take the column that says which group people belong to; their role may say it as well."""
    taken = {*columns.roles.values(), *columns.texts, *columns.attributes,
             *columns.names.headers()}  # fmt: skip
    cells = {
        str(header): table[header].tolist() for header in table.columns
        if str(header) not in taken and not holds_direct_identifier(str(header))
    }  # fmt: skip
    named = columns.roles.get("perspective", "")
    columns.groups = find_group_column(project, cells, named=named)
    header = columns.groups.header
    if not header or named:
        return
    columns.roles["perspective"] = header
    if fold_header(header) in _NAMES["role"]:
        columns.roles["role"] = header


def _take_consent(
    table: pd.DataFrame, left: list[str], shown: str, columns: AnswerColumns
) -> list[str]:
    """Take the columns that ask whether people's words may be used; return the others."""
    asked = consent_asked(table, [header for header in left if fold_header(header) not in _OWN])
    columns.consent = asked
    columns.understood += [Understood(shown, header, one.say()) for header, one in asked.items()]
    return [header for header in left if header not in asked]


def _take_named(
    table: pd.DataFrame, left: list[str], texts_are_given: bool, shown: str, columns: AnswerColumns
) -> list[str]:
    """Take the columns whose names say what they are; return those still not understood."""
    text_column: str | None = None
    rest: list[str] = []
    for header in left:
        folded = fold_header(header)
        meaning = next((name for name, words in _NAMES.items() if folded in words), None)
        if meaning == "text":
            if text_column is None and not texts_are_given:
                text_column = header
            else:
                rest.append(header)
        elif meaning is not None and meaning not in columns.roles:
            columns.roles[meaning] = header
        else:
            rest.append(header)
    if text_column is not None:
        columns.texts.append(text_column)
    _settle_ids(table, columns)
    _settle_prompt(table, rest, columns)
    return rest


def _settle_ids(table: pd.DataFrame, columns: AnswerColumns) -> None:
    """Take a repeated "id" for the person's when nothing else names the person."""
    header = columns.roles.get("row_id")
    if header is None or "participant_id" in columns.roles:
        return
    values = table[header][table[header].str.strip() != ""]
    if fold_header(header) == "id" and len(values) > len(values.unique()):
        columns.roles["participant_id"] = columns.roles.pop("row_id")


def _settle_prompt(table: pd.DataFrame, rest: list[str], columns: AnswerColumns) -> None:
    """Leave a column called "question" to its content where no column of answers fits it."""
    header = columns.roles.get("prompt")
    if header is None or columns.texts:
        return
    candidates = [other for other in rest if _mean_words(table[other]) >= _WORDS_OF_AN_ANSWER]
    values = table[header]
    repeated = len(values.unique()) < 0.5 * len(values) or len(values) < _MANY_ROWS
    if candidates and repeated:
        words = {other: _mean_words(table[other]) for other in candidates}
        columns.texts.append(max(candidates, key=words.__getitem__))
        rest.remove(columns.texts[0])
    else:
        rest.append(columns.roles.pop("prompt"))


def _settle_when(table: pd.DataFrame, left: list[str], columns: AnswerColumns) -> None:
    """Leave a column called "when" to its content where it does not say before or after."""
    header = columns.roles.get("when")
    if header is None:
        return
    said = {cell for cell in table[header].tolist() if cell.strip()}
    if not said or not all(read_when(cell) for cell in said):
        left.append(columns.roles.pop("when"))


def _take_ratings(
    table: pd.DataFrame, left: list[str], is_process: bool, shown: str, columns: AnswerColumns
) -> None:
    """Take the columns that hold answers on a scale out of ``left``."""
    for header in list(left):
        if holds_direct_identifier(header) or columns.is_long:
            continue
        about = is_process or is_about_taking_part(header)
        scale = find_scale(header, table[header].tolist(), any_number=about)
        if scale is None:
            continue
        left.remove(header)
        columns.ratings[header] = scale
        top = f" up to {scale.highest:g}" if scale.highest is not None else ""
        what = "rating of how taking part was" if about else "rating"
        columns.understood.append(Understood(shown, header, f"{what}, a number{top}"))


def _take_by_content(
    table: pd.DataFrame, left: list[str], mapping: ColumnMap, shown: str, people: People,
    columns: AnswerColumns,
) -> None:  # fmt: skip
    """Sort the remaining columns into typed words, attributes of the person, and the rest."""
    person = columns.roles.get("participant_id")
    for header in left:
        if holds_direct_identifier(header):
            columns.understood.append(Understood(shown, header, "left out: contact details"))
            columns.problems.append(_left_out(header, shown, people, columns))
        elif _FORM_FIELDS.match(fold_header(header)):
            columns.understood.append(Understood(shown, header, "left out: about the form"))
        elif not columns.is_long and not mapping.text and _is_open(table[header], header):
            columns.texts.append(header)
        elif columns.is_long and (
            person is None or table.groupby(person)[header].nunique().max() > 1
        ):
            columns.understood.append(
                Understood(shown, header, "left out: it describes answers, not people")
            )
        elif mapping.text and _is_open(table[header], header):
            columns.understood.append(
                Understood(shown, header, "left out: not among the text columns of project.toml")
            )
        elif (table[header].str.strip() == "").all():
            columns.understood.append(Understood(shown, header, "left out: empty"))
        else:
            columns.attributes[header] = attribute_name(header)
            columns.understood.append(
                Understood(shown, header, f"attribute {columns.attributes[header]}")
            )
    order = {str(header): at for at, header in enumerate(table.columns)}
    columns.texts.sort(key=order.__getitem__)


def _left_out(header: str, shown: str, people: People, columns: AnswerColumns) -> Problem:
    """Return the problem for a column of names or contact details, and mark names nobody reads."""
    is_known = "participant_id" in columns.roles or bool(columns.names.header)
    if is_known or is_anothers(header) or not _HOLDS_NAMES.search(fold_header(header)):
        return Problem(
            shown, f"column {header}",
            "This column seems to hold names or contact details; it was not read.",
            "Delete it from the file, or name it in project.toml if it holds answers.",
        )  # fmt: skip
    columns.has_unread_names = True
    return Problem(
        shown, f"column {header}",
        f"{UNREAD_NAMES} The answers are by nobody known: what people refused, and that they "
        f"withdrew, cannot reach them.{f' {HELD_BACK}' if people.someone_refused else ''}",
        "If it says who answered, write these two lines into project.toml. If not, delete the "
        f'column.\n[columns."{shown}"]\nparticipant_id = {json.dumps(header, ensure_ascii=False)}',
    )  # fmt: skip


def _is_open(values: pd.Series, header: str) -> bool:
    """Tell typed words from ticked ones: several words, mostly different from row to row.

    In a short file a question that asks for problems or ideas is open, however short the
    answers; yes and no are ticked.
    """
    given = [cell for cell in values.tolist() if cell.strip()]
    given = [cell for cell in given if not is_no_answer(cell, header)] or given
    distinct = list(dict.fromkeys(given))
    if all(_NUMBER.fullmatch(cell.strip()) or read_date(cell) for cell in distinct):
        return False
    share_distinct = len(distinct) / len(given)
    asks = guess_prompt_kind(header) in ("problem", "idea") or is_about_taking_part(header)
    asks = asks or asks_for_more(header)
    if asks and {fold(cell) for cell in distinct} <= _TICKED:
        return False
    if len(given) < _MANY_ROWS:
        return asks or _mean_words(values) >= _WORDS_OF_AN_ANSWER
    long_enough = _WORDS_OF_AN_ANSWER if asks else _WORDS_OF_A_SENTENCE
    return share_distinct > 0.5 or (share_distinct > 0.2 and _mean_words(values) >= long_enough)


def _mean_words(values: pd.Series) -> float:
    given = values[values.str.strip() != ""].head(500)
    return sum(len(cell.split()) for cell in given) / len(given) if len(given) else 0.0
