"""Lays down what notes hold: passages and ideas, each by whoever said it, and the accounts.

The reader of notes says who speaks where; here a stretch becomes passages at its exact place,
without the note-taker's own words in it, and what is in no passage is counted with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from insights.errors import Problem
from insights.project import InputFile, Project
from insights.sheets import EXAMPLE, UNFILLED
from insights.sources.activities import Activity
from insights.sources.attribution import Attribution
from insights.sources.documents import Document
from insights.sources.ledger import account
from insights.sources.margins import explain, memo_rows
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.narration import Part, tell_apart
from insights.sources.note_tables import CellWords
from insights.sources.occasions import Occasion
from insights.sources.segment import split_units
from insights.sources.sessions import find_perspective
from insights.sources.tallies import idea_id, short_title
from insights.sources.turns import REPORTED, Turn

_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»"}
_TOLD = ("role", "note", "unclear")  # words that are nobody's own


class NotedWords:
    """The passages of one file of notes while they are laid down.

    Parameters
    ----------
    reading
        Takes the passages, ideas, problems and accounts.
    aside
        The spans that are nobody's words, with what they are; it grows as the file is read.
    """

    def __init__(
        self, project: Project, file: InputFile, document: Document, reading: FileReading,
        occasion: Occasion, attribution: Attribution, aside: list[tuple[int, int, str]],
    ) -> None:  # fmt: skip
        self._project = project
        self._file = file
        self._document = document
        self._text = document.text
        self._reading = reading
        self._occasion = occasion
        self._session_id = occasion.session_id
        self._speakers = occasion.speakers
        self._headings = occasion.headings
        self._attribution = attribution
        self._aside = aside

    def add(
        self, start: int, end: int, locator: str, turn: Turn | None, activity: Activity
    ) -> None:
        """Add what is said in a stretch: each part of it by whoever it is by."""
        is_held = turn is not None and not turn.end
        parts = list(tell_apart(self._text, start, end, turn, self._speakers, is_held=is_held))
        n_before = len(self._reading.passages)
        for part in parts:
            if part.aside:
                self._aside.append((part.start, part.end, part.aside))
            else:
                self._add_part(part, locator, activity)
        if len(parts) > 1 and parts[0].turn == turn and not parts[0].aside:
            self._keep_id(n_before, split_units(self._text, start, end))

    def _keep_id(self, at: int, whole: Sequence[tuple[int, int]]) -> None:
        """Let what a speaker says first keep the id it had with the note-taker's words behind."""
        if len(whole) == 1 and at < len(self._reading.passages):
            a, b, _ = _unquote(self._text, *whole[0])
            passage = self._reading.passages[at]
            self._reading.passages[at] = passage._replace(id_words=self._text[a:b])

    def add_idea(self, said: CellWords) -> None:
        """Add an idea of a table with who proposed it and the dots it got."""
        passages = self._reading.passages
        n_before = len(passages)
        self.add(said.start, said.end, said.place, said.turn, said.activity)
        if len(passages) == n_before:
            return
        passages[n_before:] = [one._replace(kind="idea") for one in passages[n_before:]]
        first = passages[n_before]
        self._reading.records.setdefault("ideas", []).append(
            {
                "idea_id": idea_id(self._file.relative, said.place),
                "title": short_title(self._text[said.start : said.end]),
                "participant_id": first.participant_id, "perspective": first.perspective,
                "session_id": self._session_id, "session": self._session_id, "status": "open",
                "n_dots": said.dots, "locator": said.place, "passage": n_before,
            }
        )  # fmt: skip

    def _add_part(self, part: Part, locator: str, activity: Activity) -> None:
        turn = part.turn
        who = self._attribution.attribute(turn, self.perspective(), locator)
        is_told = turn is None or turn.voice in _TOLD or turn.known_by == REPORTED
        directness = "summarised" if is_told else "near_verbatim"
        for a, b in split_units(self._text, part.start, part.end):
            a, b, quoted = _unquote(self._text, a, b)
            if not any(sign.isalnum() for sign in self._text[a:b]):
                continue
            if turn is not None and turn.known_by == REPORTED:
                own = "near_verbatim" if turn.closes or quoted else directness
            else:
                own = "verbatim" if quoted else directness
            self._reading.passages.append(
                Passage(
                    locator, a, b, self._text[a:b], self._session_id, activity.name,
                    activity.prompt, activity.kind, own,
                    who.participant_id, who.speaker, who.perspective, activity.group_label,
                    turn.key if turn is not None else "", known_by=who.known_by,
                )
            )  # fmt: skip

    def perspective(self) -> str | None:
        """Return the group that speaks here: the nearest heading's, else the session's."""
        for words in reversed(self._headings.words):
            if perspective := find_perspective(self._project, words):
                return perspective
        return self._occasion.perspective

    def conclude(self, n_examples: int) -> None:
        """Say what could not be read, what was understood, and what is nobody's words."""
        reading, shown = self._reading, self._file.relative
        if not reading.passages and n_examples:
            reading.problems.append(
                Problem(shown, "the file", UNFILLED,
                        "Write your notes below the headings, or delete the file.")
            )  # fmt: skip
        elif n_examples:
            n = n_examples
            reading.problems.append(
                Problem(shown, f"{n} {'line' if n == 1 else 'lines'} with {EXAMPLE}",
                        "The template's examples were left out.", "Nothing to do, or delete them.")
            )  # fmt: skip
        elif not reading.passages:
            reading.problems.append(
                Problem(shown, "the file", "Nothing was found in it that people said.",
                        "Check that the notes are text (not pictures) and not only headings.")
            )  # fmt: skip
        reading.problems += self._attribution.problems()
        self._account()
        reading.records["memos"] = memo_rows(self._document, reading.passages, self._speakers)
        kinds = {p.activity: p.prompt_kind for p in reading.passages}
        named = {p.participant_id for p in reading.passages if p.participant_id}
        group = self._occasion.perspective
        reading.understood.append(
            Understood(
                shown, "",
                f"notes of {_session_words(self._session_id)}"
                + (f" ({self._project.group_words(group)})" if group else "")
                + f": {_count(len(reading.passages), 'passage')}, "
                + f"{_count(len(named), 'person', 'people')} named",
            )
        )  # fmt: skip
        reading.understood += [
            Understood(shown, f"heading “{activity}”", f"activity; invites: {kind}")
            for activity, kind in kinds.items()
            if activity
        ]
        reading.understood += explain(self._document, shown)

    def _account(self) -> None:
        reading, blocks = self._reading, self._document.blocks
        read = [(passage.start, passage.end) for passage in reading.passages]
        ends = [0, *(block.end for block in blocks)]
        starts = [*(block.start for block in blocks), len(self._text)]
        gaps = [(a, b, "list marks, comments and mark-up")
                for a, b in zip(ends, starts, strict=True) if a < b]  # fmt: skip
        reading.set_aside = account(self._text, read, [*self._aside, *gaps])
        for reason, n in self._document.outside.items():
            reading.set_aside[reason] = reading.set_aside.get(reason, 0) + n
        reading.n_characters = len(self._text) + sum(self._document.outside.values())


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def _unquote(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return a unit without the quotation marks or emphasis around all of it."""
    while end - start > 2 and text[start] in "*_" and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    closing = _QUOTES.get(text[start]) if end > start else None
    stop = end
    while stop > start and text[stop - 1] in ".,; ":
        stop -= 1
    if closing is None or stop - start < 3 or text[stop - 1] != closing:
        return start, end, False
    inner = text[start + 1 : stop - 1]
    if closing in inner or text[start] in inner:
        return start, end, False
    return start + 1, stop - 1, True


def _session_words(session_id: str) -> str:
    """Return a session in words: one that has its name from a file called "notes" has none."""
    return "a session" if session_id.casefold() == "notes" else f"session {session_id}"
