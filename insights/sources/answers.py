"""Survey and interview answers: one row per person (wide) or one per answer (long).

Columns are understood by ``[columns."file"]`` in project.toml, else by their names, else by
what is in them. Columns of typed words become passages; closed ones describe the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from insights import sheets
from insights.errors import Problem
from insights.forms.group_columns import doubtful_problems
from insights.forms.group_words import group_of
from insights.forms.perspectives import unknown_groups, unknown_words
from insights.project import ColumnMap, InputFile, Project
from insights.sources.columns import AnswerColumns, understand_columns
from insights.sources.labels import Labels
from insights.sources.leave import Leave, find_leave
from insights.sources.ledger import ATTRIBUTES, CONSENT, NAMES, SCALES, account_sheet
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.name_columns import join_parts
from insights.sources.people import People
from insights.sources.process import PURPOSE, is_about_taking_part, read_when
from insights.sources.prompts import Prompts
from insights.sources.ratings import Ratings
from insights.sources.recognise import (
    fold,
    fold_header,
    is_no_answer,
    read_date,
    says_something,
)
from insights.sources.segment import split_units
from insights.sources.sessions import find_session, name_session
from insights.sources.turns import UNSETTLED


def read_answers(
    project: Project, file: InputFile, people: People, prompts: Prompts
) -> FileReading:
    """Return the passages of one answers file, and who gave them.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    found = sheets.read_sheets(file.path, file.relative)
    mapping = project.columns.get(file.relative, ColumnMap())
    settings = find_session(project, file)
    reading = FileReading(session_id=settings.session_id)
    labels = Labels(people, file.relative)
    pieces: list[str] = []
    for place, sheet in enumerate(found):
        reading.problems += sheet.problems
        if len(sheet.table):
            reader = _AnswersReader(project, file, people, prompts, sheet, place, reading)
            reader.labels, reader.pieces = labels, pieces
            reader.read(mapping)
    reading.text = "\n".join(pieces)
    return reading


# -------------------------------------------------------------------------------- the rows


class _AnswersReader:
    """Turns the rows of one file into passages and people."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        sheet: sheets.Sheet, place: int, reading: FileReading,
    ) -> None:  # fmt: skip
        self.project = project
        self.shown = file.relative
        self.settings = find_session(project, file)
        self.people = people
        self.prompts = prompts
        self.sheet = sheet
        self.place = place  # of the sheet in its workbook, from 0
        self.where = f"sheet {sheet.name}, " if place else ""
        self.reading = reading
        self.labels = Labels(people, file.relative)
        self.pieces: list[str] = []
        self.rows: list[int] = sheet.table.index.tolist()
        self.keys = [""] * len(self.rows)  # who each row is by, as the file names them
        self.cells = {str(header): sheet.table[header].tolist() for header in sheet.table.columns}
        self.columns = AnswerColumns()
        self.leave = Leave({}, frozenset())
        self.is_held = False  # whether somebody who refused may have answered, nobody can tell
        self.empty: dict[str, tuple[int, ...]] = {}  # column → signs of each empty answer
        self.is_process = _is_process(project, file, sheet.name if place else "")
        self.ratings = Ratings(reading, self.shown, self.where, self.is_process)

    def read(self, mapping: ColumnMap) -> None:
        n_before = len(self.reading.passages)
        if self.place:
            # project.toml speaks of the first sheet; others may lack its columns.
            mapping = _only_known(mapping, list(self.cells))
        self.columns = understand_columns(
            self.project, self.sheet.table, mapping, self.shown, self.people,
            is_process=self.is_process,
        )  # fmt: skip
        self.reading.problems += self.columns.problems
        self.is_held = self.columns.has_unread_names and self.people.someone_refused
        self.leave = find_leave(self.sheet.table, self.columns, self.shown)
        self.reading.problems += self.leave.problems
        persons = self._persons()
        self._meet(persons)
        self._agree(persons)
        self._ask_for_group(persons)
        sessions = self._sessions()
        self._add_ratings(persons, sessions)
        self._add_passages(persons, sessions)
        self.reading.problems += self.people.settle_mixed(self.shown)
        self._account(n_before)
        self._explain(len(self.reading.passages) - n_before)

    def _account(self, n_before: int) -> None:
        columns = self.columns
        others = {
            **dict.fromkeys(columns.texts, ""), **dict.fromkeys(columns.ratings, SCALES),
            **dict.fromkeys(columns.attributes, ATTRIBUTES),
            **dict.fromkeys(columns.consent, CONSENT),
            **dict.fromkeys(columns.names.headers(), NAMES),
        }  # fmt: skip
        account_sheet(
            self.reading, self.sheet, n_before, columns.roles, others,
            {header: sum(signs) for header, signs in self.empty.items()},
        )  # fmt: skip

    def _explain(self, n_passages: int) -> None:
        form = "one row per answer" if self.columns.is_long else "one row per person"
        what = "answers on how taking part was" if self.is_process else "answers"
        self.reading.understood += [
            Understood(
                self.shown, self.where.removesuffix(", "),
                f"{what}, {form}: {len(self.rows)} rows, {n_passages} passages",
            ),
            *self.columns.understood,
        ]  # fmt: skip

    def _column(self, meaning: str) -> list[str] | None:
        header = self.columns.roles.get(meaning)
        return self.cells[header] if header is not None else None

    # ------------------------------------------------------------------------------ people

    def _persons(self) -> list[str | None]:
        """Return who each row is by: an id, or None where nobody is named."""
        given = self._column("participant_id")
        if given is None and (names := self.columns.names).header:
            given = self.cells[names.header]
            if names.family:
                given = join_parts(given, self.cells[names.family])
        if given is None:
            if self.columns.is_long or not (self.columns.texts or self.columns.ratings):
                return self._with_stand_ins([None] * len(self.rows))
            return [self.labels.row(number, self.place) for number in self.rows]
        self.keys = given
        are_ids = "participant_id" in self.columns.roles
        is_given = self.columns.names.is_given and not are_ids
        ids = {
            cell: self.labels.person(cell, ids_expected=are_ids, is_given=is_given)
            for cell in dict.fromkeys(given)
        }
        column = self.columns.roles.get("participant_id") or self.columns.names.header
        self.reading.problems += [
            problem for problem in self.labels.problems(column)
            if problem not in self.reading.problems
        ]  # fmt: skip
        return self._with_stand_ins([ids[cell] for cell in given])

    def _with_stand_ins(self, persons: Sequence[str | None]) -> list[str | None]:
        """Return who each row is by; whoever gives no name may say no all the same."""
        is_wide = bool(self.columns.consent) and not self.columns.is_long
        return [
            who if who or not (is_wide or self.leave.leaves_out(at))
            else self.labels.row(self.rows[at], self.place)
            for at, who in enumerate(persons)
        ]  # fmt: skip

    def _meet(self, persons: Sequence[str | None]) -> None:
        perspectives = self._perspectives()
        roles = self._column("role") or [""] * len(self.rows)
        names = list(self.columns.attributes.values())
        values = zip(*(self.cells[header] for header in self.columns.attributes), strict=True)
        attributes = list(values) if names else [()] * len(self.rows)
        origin = "feedback"
        if not self.columns.names.header and "participant_id" not in self.columns.roles:
            origin = "row"
        for person, perspective, role, given in zip(
            persons, perspectives, roles, attributes, strict=True
        ):
            if person is None or self.people.is_facilitator(person):
                continue
            self.people.meet(
                person, origin, perspective=perspective or self.settings.perspective or None,
                role=role.strip(), attributes=dict(zip(names, map(str.strip, given), strict=True)),
                named_in=self.shown if perspective else "",
            )  # fmt: skip

    def _agree(self, persons: Sequence[str | None]) -> None:
        """Take what people said in the form itself of how their words may be used."""
        for at, said in self.leave.rows.items():
            person = persons[at]
            if person is not None and not self.people.is_facilitator(person):
                self.people.agree(person, said)

    def _perspectives(self) -> list[str | None]:
        said, roles = self._column("perspective"), self._column("role")
        nobody: list[str | None] = [None] * len(self.rows)
        by_role = [self.project.perspective_of(words) for words in roles] if roles else nobody
        if said is None:
            return by_role
        known = {words: group_of(self.project, words) for words in dict.fromkeys(said)}
        if unknown := unknown_words(self.project, said, self.rows):
            header = self.columns.roles["perspective"]
            self.reading.problems.append(
                unknown_groups(self.project, unknown, self.shown, header, len(self.rows))
            )
        return [
            known[words] if words.strip() else role
            for words, role in zip(said, by_role, strict=True)
        ]

    def _ask_for_group(self, persons: Sequence[str | None]) -> None:
        """Say which columns may hold people's group, where somebody's is not known."""
        met = [person for person in dict.fromkeys(persons) if person is not None]
        if any(self.people.perspective(person) == "unknown" for person in met):
            self.reading.problems += doubtful_problems(
                self.project, self.columns.groups, self.shown
            )

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

    def _add_ratings(self, persons: Sequence[str | None], sessions: Sequence[str]) -> None:
        """Add a row for every answer in the columns that are scales."""
        whens = [read_when(cell) for cell in self._column("when") or [""] * len(self.rows)]
        answerers = [self._answerer(person) for person in persons]
        for header, scale in self.columns.ratings.items():
            self.ratings.add_column(
                header, _readable(header), scale, self.cells[header], self.rows, answerers,
                sessions, whens,
            )  # fmt: skip

    def _answerer(self, person: str | None) -> dict[str, object]:
        if person is None or self.people.is_facilitator(person):
            return {"perspective": self.settings.perspective or None}
        return {"participant_id": person}

    def _add_passages(self, persons: Sequence[str | None], sessions: Sequence[str]) -> None:
        kinds: dict[tuple[str, str], str] = {}
        row_ids = self._row_ids()
        asked = self._column("prompt")
        whens = self._column("when")
        texts = [(header, self.cells[header]) for header in self.columns.texts]
        labels = {header: _readable(header) for header, _ in texts}
        repeated = self.sheet.repeated
        passages = self.reading.passages
        at = sum(len(piece) + 1 for piece in self.pieces)
        for i, number in enumerate(self.rows):
            if i in self.leave.own_rows:
                continue
            person, session = persons[i], sessions[i]
            speaker = "unattributed" if person is None else "participant"
            if person is not None and self.people.is_facilitator(person):
                person, speaker = None, "facilitator"
            is_held = self.is_held or (person is None and self.leave.may_not_be_quoted(i))
            known_by = UNSETTLED if is_held else None
            for header, cells in texts:
                answer = cells[i]
                if repeated and (number, header) in repeated:
                    continue
                prompt = " ".join(asked[i].split()) if asked is not None else labels[header]
                if not says_something(answer):
                    continue
                if is_no_answer(answer, prompt):
                    self._note_empty(header, prompt, answer, person, session)
                    continue
                if asked is not None and self.ratings.add_answer(
                    prompt, answer, self._answerer(person), session, number
                ):
                    continue
                kind = kinds.get((session, prompt))
                if kind is None:
                    kind = self._kind_of(session, prompt)
                    kinds[session, prompt] = kind
                if (session, prompt) in self.reading.purposes:
                    when = read_when(whens[i]) if whens is not None else None
                    self.reading.records.setdefault("process", []).append(
                        {
                            **self._answerer(person), "session_id": session, "session": session,
                            "item": prompt, "when": when, "passage": len(passages),
                        }
                    )  # fmt: skip
                row_id = row_ids[i]
                if row_id and self.place:
                    row_id = f"{self.sheet.name}\x1f{row_id}"
                for start, end in split_units(answer, 0, len(answer)):
                    passages.append(
                        Passage(
                            f"{self.where}row {number}, column {header}", at + start, at + end,
                            answer[start:end], session, prompt or None, prompt or None, kind,
                            "verbatim", person, speaker, self.settings.perspective or None, None,
                            self.keys[i], f"{row_id}\x1f{header}" if row_id else None,
                            known_by=known_by,
                        )
                    )  # fmt: skip
                self.pieces.append(answer)
                at += len(answer) + 1
        self._explain_texts(kinds)

    def _note_empty(
        self, header: str, prompt: str, answer: str, person: str | None, session: str
    ) -> None:
        """Keep that somebody was asked and answered nothing, as a count."""
        self.empty[header] = (*self.empty.get(header, ()), len(answer))
        if person is not None:
            self.reading.empty_answers.append((session, prompt or None, person))

    def _kind_of(self, session: str, prompt: str) -> str:
        """Return what a prompt invites, and note the prompts on how taking part was."""
        configured = self.prompts.configured(session, prompt)
        if configured in (None, "unspecified") and (
            self.is_process or is_about_taking_part(prompt)
        ):
            self.reading.purposes[session, prompt or None] = PURPOSE
            return "unspecified"
        return self.prompts.kind_of(session, prompt)

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
                about = any(prompt == _readable(header) for _, prompt in self.reading.purposes)
                meaning = f"open question; invites: {kind}"
                if about:
                    meaning = "open question on how taking part was"
            if n := len(self.empty.get(header, ())):
                meaning += f"; {n} {'answer says' if n == 1 else 'answers say'} nothing (“n/a”)"
            self.columns.understood.append(Understood(self.shown, header, meaning))


def _is_process(project: Project, file: InputFile, sheet: str) -> bool:
    """Tell whether a sheet asks how taking part was: by project.toml, else by its name."""
    about = project.columns.get(file.relative, ColumnMap()).about
    if about:
        return fold(about) == PURPOSE
    return any(fold_header(name).startswith("process") for name in (file.path.stem, sheet))


def _only_known(mapping: ColumnMap, headers: Sequence[str]) -> ColumnMap:
    """Return a mapping without the columns that a further sheet does not have."""
    known = {fold_header(header) for header in headers}
    kept: dict[str, Any] = {}
    for name, said in asdict(mapping).items():
        if isinstance(said, tuple):
            kept[name] = tuple(one for one in said if fold_header(one) in known)
        else:
            kept[name] = said if name == "about" or fold_header(said) in known else ""
    return ColumnMap(**kept)


def _readable(header: str) -> str:
    """Return a column's name as a question: what_would_help becomes "what would help"."""
    return header if " " in header else header.replace("_", " ")
