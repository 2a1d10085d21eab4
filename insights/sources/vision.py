"""Versions of the vision sentence: a table of them, or a text with one under each heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from insights import archives, sheets
from insights.errors import Problem
from insights.project import InputFile, Project
from insights.sources.labels import Labels
from insights.sources.ledger import OWN_TABLE, account, account_sheet
from insights.sources.material import FileReading, Understood
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, looks_pseudonymous
from insights.sources.records import NOTHING, Records
from insights.sources.sessions import find_session, list_names

_COLUMNS: dict[str, tuple[str, ...]] = {
    "version": ("version", "no", "number", "v", "id"),
    "text": ("text", "vision", "sentence", "vision sentence", "words", "wording"),
    "when": ("when", "date", "day", "on", "at", "agreed on"),
    "agreed_by": ("agreed by", "who agreed", "agreed", "by", "hands", "supported by"),
    "note": ("note", "notes", "comment", "comments", "why", "reason", "what was said"),
}
_HEADING = re.compile(r"#{1,6}[ \t]+(.{1,200}?)[ \t]*#*$")
_VERSION = re.compile(r"(?:version|draft|vision|take|v)[ _.-]{0,3}([0-9]{1,3}(?:\.[0-9]{1,2})?)\b",
                      re.IGNORECASE)  # fmt: skip
_LINE = re.compile(r"[*_-]{0,3}[ \t]?(when|date|agreed by|agreed|note|notes)[ \t]?:[*_]{0,3}"
                   r"[ \t]{0,4}(.*)", re.IGNORECASE)  # fmt: skip
_WORDS_FOR = {"date": "when", "agreed": "agreed_by", "agreed by": "agreed_by", "notes": "note"}
_COUNT = re.compile(r"(?:all )?([0-9]{1,3})(?: people| hands| of us)?")


def read_vision(project: Project, file: InputFile, people: People, prompts: Prompts) -> FileReading:
    """Return the versions of the vision sentence that one file holds.

    A text is one version, or one for each heading that has words below it; lines such as
    "When:", "Agreed by:" and "Note:" are about the version they stand under.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    reading = FileReading(session_id=find_session(project, file).session_id)
    versions = _Versions(project, file, people, reading)
    if file.path.suffix.lower() in (".md", ".txt"):
        versions.read_text()
    else:
        versions.read_sheet()
    return reading


class _Versions:
    """Collects the versions of one file."""

    def __init__(
        self, project: Project, file: InputFile, people: People, reading: FileReading
    ) -> None:
        self.project = project
        self.file = file
        self.people = people
        self.reading = reading
        self.labels = Labels(people, file.relative)
        self.rows: list[dict[str, object]] = []
        self.n_unknown = 0
        reading.records["vision"] = self.rows

    def read_sheet(self) -> None:
        sheet = sheets.read_sheet(self.file.path, self.file.relative)
        records = Records(sheet, _COLUMNS, self.file.relative)
        records.leave_out_the_rest()
        self.reading.problems += sheet.problems
        if not records.lacks("text", "no version of the vision sentence could be read"):
            for number, given in records.rows():
                if given["text"]:
                    version = given["version"] or str(len(self.rows) + 1)
                    self._add({**given, "version": version}, f"row {number}")
                else:
                    records.report(number, "text", "There is no sentence in this row, so it was "
                                   "left out.", "Write it, or delete the row.")  # fmt: skip
        self._finish(records.roles.get("agreed_by", "agreed_by"))
        account_sheet(self.reading, sheet, 0, records.roles, {})
        self.reading.problems += records.problems
        self.reading.understood += records.understood(self._in_words())

    def read_text(self) -> None:
        data = archives.read_bytes(self.file.path, self.file.relative)
        text, _ = archives.decode_text(data, self.file.relative)
        self.reading.n_characters = len(text)
        self.reading.set_aside = account(text, (), [(0, len(text), OWN_TABLE)])
        for at, heading, lines in _parts(text):
            given = {"version": "", "when": "", "agreed_by": "", "note": ""}
            words = []
            for line in lines:
                if match := _LINE.fullmatch(line.strip()):
                    name = match[1].casefold()
                    given[_WORDS_FOR.get(name, name)] = match[2].strip()
                elif line.strip():
                    words.append(line.strip().strip('*_>"“” \t'))
            if not words:
                continue
            said = heading or self.file.path.stem
            number = _VERSION.search(said)
            given["version"] = number[1] if number else str(len(self.rows) + 1)
            if number and heading and not given["when"]:
                given["when"] = heading[number.end() :].strip(" –—-:,()")
            self._add({**given, "text": " ".join(words)}, f"line {at}")
        self._finish("agreed by")
        if not self.rows:
            self.reading.problems.append(
                Problem(self.file.relative, "the file", "There is no sentence in this file.",
                        "Write the vision sentence, or delete the file.")
            )  # fmt: skip
        self.reading.understood.append(Understood(self.file.relative, "", self._in_words()))

    def _in_words(self) -> str:
        n = len(self.rows)
        return f"{n} {'version' if n == 1 else 'versions'} of the vision sentence"

    def _add(self, given: dict[str, str], locator: str) -> None:
        agreed, n_agreed = self._agreed(given["agreed_by"])
        self.rows.append(
            {
                "version": given["version"],
                "text": given["text"],
                "at": given["when"] or None,
                "agreed_by": agreed,
                "n_agreed": n_agreed,
                "note": given["note"] or None,
                "locator": locator,
            }
        )

    def _agreed(self, cell: str) -> tuple[list[str], int | None]:
        """Return who agreed, as ids and perspectives, and how many; a bare number is how many."""
        if fold(cell) in NOTHING:
            return [], None
        if (match := _COUNT.fullmatch(fold(cell))) and self.people.known(cell) is None:
            return [], int(match[1])
        found: list[str] = []
        people = 0
        for name in list_names(cell):
            perspective = self.project.perspective_of(name)
            known = self.people.known(name)
            if known is not None or looks_pseudonymous(name):
                people += 1
                found.append(known or str(self.labels.person(name)))
            elif perspective is not None:
                found.append(perspective)
            else:
                self.n_unknown += 1
        return list(dict.fromkeys(found)), people or None

    def _finish(self, column: str) -> None:
        self.reading.problems += self.labels.problems(column)
        if self.n_unknown:
            n = self.n_unknown
            self.reading.problems.append(
                Problem(
                    self.file.relative, f"column {column}",
                    f"{n} {'entry is' if n == 1 else 'entries are'} neither a known participant "
                    "nor a group, and may be a name, so it was left out.",
                    "Write participant ids or groups, separated by ;, or a number of people.",
                )
            )  # fmt: skip


def _parts(text: str) -> Iterator[tuple[int, str, Sequence[str]]]:
    """Give each heading's line number, words and the lines below it; text above comes first."""
    begin, heading = 1, ""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _HEADING.fullmatch(line.strip())
        bare = line.strip().strip("*_: ")
        is_version = len(bare) <= 60 and bool(_VERSION.match(bare)) and not bare.endswith(".")
        if match or is_version:
            yield begin, heading, lines
            begin, heading, lines = number, match[1] if match else bare, []
        else:
            lines.append(line)
    yield begin, heading, lines
