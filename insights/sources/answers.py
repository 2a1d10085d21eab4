"""Survey and interview answers: one row per person (wide) or one per answer (long).

Columns are understood by ``[columns."file"]`` in project.toml, else by their names, else by
what is in them. Columns of typed words become passages; closed ones describe the person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from insights import sheets
from insights.errors import Problem, nearest
from insights.project import ColumnMap, InputFile, Project
from insights.sources.columns import AnswerColumns, understand_columns
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.people import People, unknown_perspective
from insights.sources.prompts import Prompts
from insights.sources.recognise import (
    fold,
    looks_pseudonymous,
    read_date,
)
from insights.sources.segment import split_units
from insights.sources.sessions import find_session, name_session

if TYPE_CHECKING:
    import pandas as pd

_LETTER = re.compile(r"[^\W_]")
_PROBLEMS_SHOWN = 5


def read_answers(
    project: Project, file: InputFile, people: People, prompts: Prompts
) -> FileReading:
    """Return the passages of one answers file, and who gave them.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    sheet = sheets.read_sheet(file.path, file.relative)
    mapping = project.columns.get(file.relative, ColumnMap())
    columns = understand_columns(sheet.table, mapping, file.relative)
    reading = FileReading(problems=[*sheet.problems, *columns.problems])
    settings = find_session(project, file)
    reading.session_id = settings.session_id
    _AnswersReader(project, file, people, prompts, sheet.table, columns, reading).read()
    form = "one row per answer" if columns.is_long else "one row per person"
    reading.understood = [
        Understood(
            file.relative, "",
            f"answers, {form}: {len(sheet.table)} rows, {len(reading.passages)} passages",
        ),
        *columns.understood,
    ]  # fmt: skip
    return reading


# -------------------------------------------------------------------------------- the rows


class _AnswersReader:
    """Turns the rows of one file into passages and people."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        table: pd.DataFrame, columns: AnswerColumns, reading: FileReading,
    ) -> None:  # fmt: skip
        self.project = project
        self.shown = file.relative
        self.settings = find_session(project, file)
        self.people = people
        self.prompts = prompts
        self.columns = columns
        self.reading = reading
        self.rows: list[int] = table.index.tolist()
        self.keys = [""] * len(self.rows)  # who each row is by, as the file names them
        self.cells = {str(header): table[header].tolist() for header in table.columns}
        self.slug = re.sub(r"[^\w]+", "-", file.relative.rpartition(".")[0]).strip("-").lower()

    def read(self) -> None:
        persons = self._persons()
        self._meet(persons)
        sessions = self._sessions()
        self._add_passages(persons, sessions)
        self.reading.problems += self.people.settle_mixed(self.shown)

    def _column(self, meaning: str) -> list[str] | None:
        header = self.columns.roles.get(meaning)
        return self.cells[header] if header is not None else None

    # ------------------------------------------------------------------------------ people

    def _persons(self) -> list[str | None]:
        """Return who each row is by: an id, or None where nobody is named."""
        given = self._column("participant_id")
        if given is None and self.columns.name is not None:
            given = self.cells[self.columns.name]
        if given is None:
            if self.columns.is_long or not self.columns.texts:
                return [None] * len(self.rows)
            return [f"{self.slug}-r{number}" for number in self.rows]
        self.keys = given
        ids: dict[str, str | None] = {}
        stand_ins: dict[str, str] = {}
        unregistered: set[str] = set()
        for cell in dict.fromkeys(given):
            ids[cell] = self._person(cell.strip(), stand_ins, unregistered)
        self._report_people(len(stand_ins), sorted(unregistered), ids)
        return [ids[cell] for cell in given]

    def _person(self, label: str, stand_ins: dict[str, str], unregistered: set[str]) -> str | None:
        if not label:
            return None
        known = self.people.known(label)
        if known is not None:
            return known
        if "participant_id" in self.columns.roles and looks_pseudonymous(label):
            if self.people.n_registered:
                unregistered.add(label)
            return label
        # A name that nobody has explained must not become an id.
        return stand_ins.setdefault(fold(label), f"{self.slug}-p{len(stand_ins) + 1}")

    def _report_people(
        self, n_stand_ins: int, unregistered: list[str], ids: dict[str, str | None]
    ) -> None:
        column = self.columns.roles.get("participant_id") or self.columns.name
        if n_stand_ins:
            self.reading.problems.append(
                Problem(
                    self.shown, f"column {column}",
                    f"{n_stand_ins} {'person is' if n_stand_ins == 1 else 'people are'} named "
                    "in words that are neither an id nor in the key file; each was given an id "
                    "for this file only.",
                    "Write participant ids such as P07, or add the people with "
                    "`insights register`.",
                )
            )  # fmt: skip
        if unregistered:
            some = ", ".join(unregistered[:_PROBLEMS_SHOWN])
            more = len(unregistered) - _PROBLEMS_SHOWN
            self.reading.problems.append(
                Problem(
                    self.shown, f"column {column}",
                    f"Not in the register: {some}" + (f" and {more} more." if more > 0 else "."),
                    "Add them to participants.csv, or correct the ids."
                    + nearest(unregistered[0], [person for person in ids.values() if person
                                                and person not in unregistered]),
                )
            )  # fmt: skip

    def _meet(self, persons: Sequence[str | None]) -> None:
        perspectives = self._perspectives()
        roles = self._column("role") or [""] * len(self.rows)
        names = list(self.columns.attributes.values())
        values = zip(*(self.cells[header] for header in self.columns.attributes), strict=True)
        attributes = list(values) if names else [()] * len(self.rows)
        origin = "feedback"
        if self.columns.name is None and "participant_id" not in self.columns.roles:
            origin = "row"
        for person, perspective, role, given in zip(
            persons, perspectives, roles, attributes, strict=True
        ):
            if person is None or self.people.is_facilitator(person):
                continue
            self.people.meet(
                person, origin, perspective=perspective or self.settings.perspective or None,
                role=role.strip(), attributes=dict(zip(names, map(str.strip, given), strict=True)),
            )  # fmt: skip

    def _perspectives(self) -> list[str | None]:
        said = self._column("perspective")
        roles = self._column("role")
        column = said if said is not None else roles
        if column is None:
            return [None] * len(self.rows)
        known = {words: self.project.perspective_of(words) for words in dict.fromkeys(column)}
        if said is not None:
            self._report_perspectives(said, known)
        if said is not None and roles is not None:
            by_role = {words: self.project.perspective_of(words) for words in dict.fromkeys(roles)}
            return [
                known[words] if words.strip() else by_role[role]
                for words, role in zip(said, roles, strict=True)
            ]
        return [known[words] for words in column]

    def _report_perspectives(self, said: list[str], known: dict[str, str | None]) -> None:
        rows: dict[str, list[int]] = {}
        for number, words in zip(self.rows, said, strict=True):
            if words.strip() and known[words] is None:
                rows.setdefault(words, []).append(number)
        header = self.columns.roles["perspective"]
        for words, numbers in list(rows.items())[:_PROBLEMS_SHOWN]:
            self.reading.problems.append(
                unknown_perspective(
                    self.project, words, self.shown,
                    f"{sheets.some_rows(numbers)}, column {header}", len(numbers),
                )
            )  # fmt: skip
        if len(rows) > _PROBLEMS_SHOWN:
            numbers = [n for listed in list(rows.values())[_PROBLEMS_SHOWN:] for n in listed]
            self.reading.problems.append(
                unknown_perspective(
                    self.project, "", self.shown,
                    f"{sheets.some_rows(numbers)}, column {header}", len(numbers),
                )
            )  # fmt: skip

    # ---------------------------------------------------------------------------- sessions

    def _sessions(self) -> list[str]:
        given = self._column("session")
        own = self.settings.session_id
        if given is None:
            sessions = [own] * len(self.rows)
        else:
            ids = {
                cell: name_session(self.project, cell.strip()).session_id if cell.strip() else own
                for cell in dict.fromkeys(given)
            }
            sessions = [ids[cell] for cell in given]
        given_dates = {}
        for session in dict.fromkeys(sessions):
            settings = name_session(self.project, session)
            self.reading.modes[session] = settings.mode or "form"
            if date := read_date(settings.date):
                given_dates[session] = date
        if (written := self._column("date")) is not None:
            read = {cell: read_date(cell) for cell in dict.fromkeys(written)}
            for session, cell in zip(sessions, written, strict=True):
                date = read[cell]
                if date and date < self.reading.dates.get(session, "9999"):
                    self.reading.dates[session] = date
        self.reading.dates |= given_dates
        return sessions

    # ---------------------------------------------------------------------------- passages

    def _add_passages(self, persons: Sequence[str | None], sessions: Sequence[str]) -> None:
        kinds: dict[tuple[str, str], str] = {}
        row_ids = self._row_ids()
        asked = self._column("prompt")
        texts = [(header, self.cells[header]) for header in self.columns.texts]
        labels = {header: _readable(header) for header, _ in texts}
        pieces: list[str] = []
        passages = self.reading.passages
        at = 0
        for i, number in enumerate(self.rows):
            person, session = persons[i], sessions[i]
            speaker = "unattributed" if person is None else "participant"
            if person is not None and self.people.is_facilitator(person):
                person, speaker = None, "facilitator"
            for header, cells in texts:
                answer = cells[i]
                if not says_something(answer):
                    continue
                prompt = " ".join(asked[i].split()) if asked is not None else labels[header]
                kind = kinds.get((session, prompt))
                if kind is None:
                    kind = self.prompts.kind_of(session, prompt)
                    kinds[session, prompt] = kind
                row_id = row_ids[i]
                for start, end in split_units(answer, 0, len(answer)):
                    passages.append(
                        Passage(
                            f"row {number}, column {header}", at + start, at + end,
                            answer[start:end], session, prompt or None, prompt or None, kind,
                            "verbatim", person, speaker, self.settings.perspective or None, None,
                            self.keys[i], f"{row_id}\x1f{header}" if row_id else None,
                        )
                    )  # fmt: skip
                pieces.append(answer)
                at += len(answer) + 1
        self.reading.text = "\n".join(pieces)
        self._explain_texts(kinds)

    def _row_ids(self) -> list[str]:
        """Return each row's own id, "" where it has none of its own."""
        given = self._column("row_id")
        if given is None:
            return [""] * len(self.rows)
        seen: set[str] = set()
        ids: list[str] = []
        repeated: list[int] = []
        for number, cell in zip(self.rows, given, strict=True):
            row_id = cell.strip()
            if row_id and row_id in seen:
                repeated.append(number)
                row_id = ""
            seen.add(row_id)
            ids.append(row_id)
        if repeated:
            self.reading.problems.append(
                Problem(
                    self.shown, f"{sheets.some_rows(repeated)}, column "
                    f"{self.columns.roles['row_id']}",
                    "This id stands in an earlier row as well, so these rows are known by their "
                    "words instead.",
                    "Give every row an id of its own.",
                )
            )  # fmt: skip
        return ids

    def _explain_texts(self, kinds: dict[tuple[str, str], str]) -> None:
        by_prompt = {prompt: kind for (_, prompt), kind in kinds.items()}
        for header in self.columns.texts:
            if self.columns.is_long:
                meaning = f"answers to the prompts in column {self.columns.roles['prompt']}"
            else:
                kind = by_prompt.get(_readable(header), "unspecified")
                meaning = f"open question; invites: {kind}"
            self.columns.understood.append(Understood(self.shown, header, meaning))


def says_something(answer: str) -> bool:
    """Tell an answer from an empty cell or a dash; "None" and a thumbs-up are answers.

    Examples
    --------
    >>> [says_something(cell) for cell in ("None", "👍", " - ", "")]
    [True, True, False, False]
    """
    if _LETTER.search(answer):
        return True
    return any(unicodedata.category(sign) == "So" for sign in answer)


def _readable(header: str) -> str:
    """Return a column's name as a question: what_would_help becomes "what would help"."""
    return header if " " in header else header.replace("_", " ")
