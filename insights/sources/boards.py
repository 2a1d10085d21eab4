"""Boards: every sticky note of an export, with the group's own order kept.

One row is one note. Its frame is the activity, its cluster the group's own label; what a
colour means is what ``[boards] colours`` in project.toml says, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from insights import sheets
from insights.errors import Problem
from insights.project import ColumnMap, InputFile, Project
from insights.sources.attribution import Attribution
from insights.sources.board_columns import NAMES, understand_board
from insights.sources.colours import meaning_of, name_colour
from insights.sources.ledger import account_cells
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import (
    fold_header,
    holds_direct_identifier,
    is_no_answer,
    read_date,
    says_something,
)
from insights.sources.segment import split_units
from insights.sources.sessions import find_perspective, find_session, name_session
from insights.sources.speakers import Speakers
from insights.sources.turns import Turn

if TYPE_CHECKING:
    import pandas as pd

_ASIDE = {
    "colour": "colours", "frame": "frames", "cluster": "clusters", "tags": "tags",
    "author": "authors", "x": "positions", "y": "positions", "position": "positions",
    "row_id": "ids of notes", "type": "kinds of object", "session": "sessions", "date": "dates",
    "perspective": "perspectives",
}  # fmt: skip
_NOTE_TYPES = frozenset(
    ["", "sticky", "sticky note", "stickynote", "sticky notes", "note", "postit", "post it",
     "card", "app card", "text", "text box", "textbox", "comment", "sticker note", "rectangle",
     "shape", "square", "circle", "mural text", "title text", "idea"]
)  # fmt: skip
_NOBODY = re.compile(
    r"anonymous(?: \w{1,20}){0,2}|visitor(?: \d{1,4})?|guest(?: \d{1,4})?|unknown|"
    r"visiting \w{1,20}|-|–|n/?a|none|nobody", re.IGNORECASE,
)  # fmt: skip
_HTML = re.compile(r"</?(?:p|br|div|span|b|strong|i|em|u|s|ul|ol|li|a|font|h[1-6])"
                   r"(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)  # fmt: skip
_HTML_BREAK = re.compile(r"<(?:br\s{0,3}/?|/p|/div|/li|/h[1-6])>", re.IGNORECASE)


class _Note(NamedTuple):
    """One note, as its row gives it."""

    number: int
    text: str
    frame: str = ""
    cluster: str = ""
    tags: tuple[str, ...] = ()
    colour: str = ""
    author: str = ""
    position: str = ""
    row_id: str = ""
    session: str = ""
    perspective: str = ""
    date: str = ""

    def __repr__(self) -> str:
        return f"_Note(row {self.number}, {len(self.text)} characters)"


def read_board(project: Project, file: InputFile, people: People, prompts: Prompts) -> FileReading:
    """Return the notes of one board export as passages.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    sheet = sheets.read_sheet(file.path, file.relative)
    reader = _BoardReader(project, file, people, prompts, sheet.table)
    reader.reading.problems += sheet.problems
    return reader.read()


class _BoardReader:
    """Turns the rows of one export into passages."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        table: pd.DataFrame,
    ) -> None:  # fmt: skip
        self.project = project
        self.shown = file.relative
        self.people = people
        self.prompts = prompts
        self.rows: list[int] = table.index.tolist()
        self.cells = {str(header): table[header].tolist() for header in table.columns}
        self.settings = find_session(project, file)
        self.speakers = Speakers(
            project, people, self.settings.session_id, list(self.settings.facilitators)
        )
        self.attribution = Attribution(people, file.relative, "board")
        self.reading = FileReading(session_id=self.settings.session_id)
        self.columns: dict[str, str] = {}
        self.colours = {name_colour(name): words for name, words in project.boards.items()}
        self.n_read: Counter[str] = Counter()
        self.seen_colours: Counter[str] = Counter()
        self.seen_tags: Counter[str] = Counter()
        self.n_not_notes = 0
        self.first_row_is_note = False
        self.n_characters_of_objects = 0
        self.seen_ids: set[str] = set()
        self.repeated_ids: list[int] = []

    def read(self) -> FileReading:
        self.columns, problems = understand_board(
            self.project, self.project.columns.get(self.shown, ColumnMap()), self.cells, self.shown
        )
        self.reading.problems += problems
        if "text" not in self.columns:
            self.reading.problems.append(
                Problem(
                    self.shown, "row 1",
                    "No column with the notes' words was found, so no notes were read.",
                    f'Name it under [columns."{self.shown}"] in project.toml: text = ["…"].',
                )
            )  # fmt: skip
        else:
            self._read_notes()
        if date := read_date(self.settings.date):
            self.reading.dates[self.settings.session_id] = date
        self._conclude()
        return self.reading

    def _cell(self, meaning: str, at: int) -> str:
        header = self.columns.get(meaning)
        return self.cells[header][at].strip() if header is not None else ""

    # ------------------------------------------------------------------------------ notes

    def _read_notes(self) -> None:
        pieces: list[str] = []
        at = 0
        header = self.columns["text"]
        if len(self.cells) == 1 and fold_header(header) not in NAMES["text"]:
            self.first_row_is_note = True
            # A list of notes without a row of column names: its first row is a note too.
            at = self._add(_Note(1, header), pieces, at)
        for i, number in enumerate(self.rows):
            kind = fold_header(self._cell("type", i))
            if kind not in _NOTE_TYPES:
                self.n_not_notes += 1
                self.n_characters_of_objects += len(self.cells[header][i])
                continue
            at = self._add(self._note(i, number), pieces, at)
        self.reading.text = "\n".join(pieces)

    def _note(self, i: int, number: int) -> _Note:
        x, y = self._cell("x", i), self._cell("y", i)
        position = f"{x}, {y}" if x and y else self._cell("position", i)
        row_id = self._cell("row_id", i)
        if row_id and row_id in self.seen_ids:
            self.repeated_ids.append(number)
            row_id = ""
        self.seen_ids.add(row_id)
        tags = tuple(tag.strip() for tag in re.split(r"[,;|\n]", self._cell("tags", i))
                     if tag.strip())  # fmt: skip
        return _Note(
            number, self.cells[self.columns["text"]][i], _plain(self._cell("frame", i)),
            _plain(self._cell("cluster", i)), tags, self._cell("colour", i),
            self._cell("author", i), position, row_id, self._cell("session", i),
            self._cell("perspective", i), self._cell("date", i),
        )  # fmt: skip

    def _add(self, note: _Note, pieces: list[str], at: int) -> int:
        words = _plain(note.text)
        if not says_something(words) or is_no_answer(words, note.frame):
            return at
        session = name_session(self.project, note.session or self.settings.session_id).session_id
        prompt, kind, unit_kind, label = self._meaning(note, session)
        perspective = self._perspective(note)
        place = f"row {note.number}" + (f", at {note.position}" if note.position else "")
        for turn in self._who(note, words):
            who = self.attribution.attribute(turn, perspective, place)
            for a, b in split_units(words, turn.start, turn.end):
                self.reading.passages.append(
                    Passage(
                        place, at + a, at + b, words[a:b], session, prompt, prompt, kind,
                        "verbatim", who.participant_id, who.speaker, who.perspective, label,
                        turn.key, f"{note.row_id}\x1fnote" if note.row_id else None, unit_kind,
                    )
                )  # fmt: skip
                self.n_read[self.columns["text"]] += b - a
        if note.colour:
            self.seen_colours[name_colour(note.colour)] += 1
        self.seen_tags.update(note.tags)
        if (date := read_date(note.date)) and date < self.reading.dates.get(session, "9999"):
            self.reading.dates[session] = date
        pieces.append(words)
        return at + len(words) + 1

    def _who(self, note: _Note, words: str) -> list[Turn]:
        """Return who says what in a note: known names before its words, else its author."""
        return self.speakers.divide(words, self._author(note))

    def _author(self, note: _Note) -> Turn:
        if not note.author or _NOBODY.fullmatch(note.author):
            return Turn("nobody", 0, 0)
        label, bracket, role = note.author.partition("(")
        turn = self.speakers.who(label, role.strip(" )") if bracket else "")
        return turn or Turn("unknown_name", 0, 0, key=note.author)

    def _perspective(self, note: _Note) -> str | None:
        for words in (note.perspective, *note.tags, note.frame, note.cluster,
                      self.settings.perspective):  # fmt: skip
            if words and (perspective := find_perspective(self.project, words)):
                return perspective
        return None

    def _meaning(self, note: _Note, session: str) -> tuple[str | None, str, str, str | None]:
        """Return a note's prompt, its kind, the unit's kind, and the group's own label.

        What project.toml says of a prompt wins over a colour's meaning, a colour over what
        the words of a frame, cluster or tag suggest.
        """
        prompt = note.frame or None
        given = [words for words in (note.frame, note.cluster) if words]
        said = self.colours.get(name_colour(note.colour)) if note.colour else None
        of_colour = meaning_of(said) if said else None
        of_label = next(
            (found for words in (note.cluster, *note.tags)
             if (found := meaning_of(words))), None,
        )  # fmt: skip
        configured = next(
            (kind for words in given if (kind := self.prompts.configured(session, words))), None
        )
        guessed = self.prompts.kind_of(session, *given, *note.tags)
        kind = unit_kind = "unspecified"
        if of_colour or of_label:
            kind, unit_kind = of_colour or of_label or ("unspecified", "unspecified")
        if kind == "unspecified" and unit_kind == "unspecified":
            kind = guessed
        if configured:
            kind = configured
        label = note.cluster or ", ".join(note.tags) or (said if of_colour else None)
        return prompt, kind, unit_kind, label

    # ------------------------------------------------------------------------- concluding

    def _conclude(self) -> None:
        reading, shown = self.reading, self.shown
        header = self.columns.get("text")
        reasons = {
            name: _ASIDE[meaning] for meaning, name in self.columns.items() if meaning in _ASIDE
        }
        for name in self.cells:
            if name != header and name not in reasons:
                reasons[name] = "columns that were not understood"
        if header is not None:
            self.n_read[header] += self.n_characters_of_objects
        cells = self.cells
        if self.first_row_is_note and header is not None:
            cells = {"": [header, *self.cells[header]]}
            self.n_read[""] = self.n_read.pop(header)
        reading.n_characters, aside = account_cells(cells, self.n_read, reasons)
        if self.n_characters_of_objects:
            aside["in objects that are not notes"] = self.n_characters_of_objects
        reading.set_aside = aside
        self._report(reasons)
        named = {p.participant_id for p in reading.passages if p.participant_id}
        reading.understood = [
            Understood(
                shown, "",
                f"board of session {self.settings.session_id}: {len(self.rows)} rows, "
                f"{len(reading.passages)} passages, {len(named)} people named"
                + (f", {self.n_not_notes} other objects set aside" if self.n_not_notes else ""),
            ),
            *(Understood(shown, name, meaning) for meaning, name in self.columns.items()),
            *(Understood(shown, name, "left out: not understood") for name in self.cells
              if reasons.get(name) == "columns that were not understood"),
            *(Understood(shown, f"colour {colour}", self._say_colour(colour, n))
              for colour, n in sorted(self.seen_colours.items())),
        ]  # fmt: skip

    def _say_colour(self, colour: str, n: int) -> str:
        notes = f"{n} {'note' if n == 1 else 'notes'}"
        said = self.colours.get(colour)
        found = meaning_of(said) if said else None
        if found is None:
            return f"{notes}; no meaning is given for it in project.toml"
        return f"{notes}; {said}: " + (found[1] if found[1] != "unspecified" else found[0])

    def _report(self, reasons: dict[str, str]) -> None:
        reading, shown = self.reading, self.shown
        direct = [
            name for name in self.cells
            if reasons.get(name) == "columns that were not understood"
            and holds_direct_identifier(name)
        ]  # fmt: skip
        for name in direct:
            reading.problems.append(
                Problem(shown, f"column {name}", "This column seems to hold names or contact "
                        "details; it was not read.", "Delete it from the file.")
            )  # fmt: skip
        if self.repeated_ids:
            reading.problems.append(
                Problem(
                    shown, f"{sheets.some_rows(self.repeated_ids)}, column "
                    f"{self.columns['row_id']}",
                    "This id stands in an earlier row as well, so these notes are known by their "
                    "words instead.",
                    "Give every note an id of its own.",
                )
            )  # fmt: skip
        if "text" in self.columns and not reading.passages:
            reading.problems.append(
                Problem(shown, "the file", "Nothing was found in it that people wrote.",
                        "Check that the export holds the notes' words.")
            )  # fmt: skip
        reading.problems += self.attribution.problems()


def _plain(cell: str) -> str:
    """Return a cell without the mark-up that some boards export."""
    if "<" not in cell and "&" not in cell:
        return cell.strip()
    words = _HTML.sub("", _HTML_BREAK.sub("\n", cell))
    return unescape(words).replace("\xa0", " ").strip() if words != cell or "&" in cell else words
