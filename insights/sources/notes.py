"""Workshop notes: headings are activities, labels are speakers, lines are units.

What the notes do not attribute stays unattributed; a facilitator's turns are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from insights.errors import Problem
from insights.project import InputFile, Project
from insights.sheets import EXAMPLE, UNFILLED
from insights.sources.activities import PLAIN_LEVEL, Activity, name_activity
from insights.sources.attribution import Attribution
from insights.sources.documents import Block, Document, read_document
from insights.sources.ledger import account
from insights.sources.margins import explain, memo_rows
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.note_tables import LABELS, NoteTables, label_spans, spans_of_lines
from insights.sources.occasions import HEADINGS, note_header_fields, open_document
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recurring import LabelCounts
from insights.sources.segment import split_units
from insights.sources.sessions import HEADER_LINES, find_perspective, read_header_line
from insights.sources.speakers import CERTAIN, Turn

_PROMPT = re.compile(
    r"[*_]{0,3}(?:prompt|question|we asked|question asked|the question)[*_]{0,3}[ \t]?:"
    r"[*_]{0,3}[ \t]*", re.IGNORECASE,
)  # fmt: skip
_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»"}
_MOST_QUESTION_WORDS = 12
EXAMPLES = "examples of the template"


@dataclass
class _Place:
    """Where in the notes the reader stands."""

    prompt: str | None = field(default=None, repr=False)
    holder: Turn | None = None  # whose bullets follow
    holder_lasts: bool = False  # until the next heading, rather than the next paragraph
    parent: tuple[int, Turn] | None = None  # an item and who said it, for the items below it
    label: str | None = field(default=None, repr=False)  # "Worries:" over a list


def read_notes(project: Project, file: InputFile, people: People, prompts: Prompts) -> FileReading:
    """Return the passages of one notes file.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    document = read_document(file.path, file.relative)
    return _NotesReader(project, file, people, prompts, document).read()


class _NotesReader:
    """Walks the blocks of one file in reading order."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        document: Document,
    ) -> None:  # fmt: skip
        self.project = project
        self.file = file
        self.people = people
        self.prompts = prompts
        self.document = document
        self.text = document.text
        self.reading = FileReading(text=document.text, problems=list(document.notices))
        self.place = _Place()
        self.attribution = Attribution(people, file.relative, "notes")
        occasion = self.occasion = open_document(
            project, file, people, prompts, document, self.reading, self.attribution
        )
        self.session_id, self.speakers = occasion.session_id, occasion.speakers
        self.headings = occasion.headings
        self.aside: list[tuple[int, int, str]] = [*occasion.aside]
        self.tables = NoteTables(
            self.text, self.session_id, prompts, self.speakers, self.aside, self._activity
        )
        self.labels = LabelCounts()
        self.name_levels: set[int] = set()  # of headings that name people
        self.below_heading = occasion.asks  # nothing but header lines since the last heading
        self.has_headings = any(block.kind == "heading" for block in document.blocks[1:])

    def read(self) -> FileReading:
        rest = self._without_examples(self.document.blocks[self.occasion.n_blocks :])
        self._count_labels(rest)
        for at, block in enumerate(rest):
            self._read_block(block, rest[at + 1] if at + 1 < len(rest) else None)
        self._conclude()
        return self.reading

    def _without_examples(self, blocks: Sequence[Block]) -> list[Block]:
        """Return the blocks without the lines with which a template shows how to write."""
        kept = []
        for block in blocks:
            if self.text.startswith(f"{EXAMPLE} ", block.start):
                self.aside.append((block.start, block.end, EXAMPLES))
            else:
                kept.append(block)
        self.n_examples = len(blocks) - len(kept)
        return kept

    # ----------------------------------------------------------------------------- blocks

    def _read_block(self, block: Block, following: Block | None) -> None:
        below_heading, self.below_heading = self.below_heading, False
        if block.kind == "heading" or self._is_plain_heading(block, following):
            self._enter_heading(block)
            self.below_heading = True
        elif below_heading and (fields := read_header_line(self.document, block, self.people)):
            self._enter_header_line(block, fields)
        elif block.kind == "row":
            for said in self.tables.read_row(block, self.place.holder):
                self._add(said.start, said.end, said.place, said.turn, said.activity)
        elif block.kind == "inset":
            self._read_inset(block)
        else:
            self._read_line(block, following)

    def _enter_header_line(self, block: Block, fields: Mapping[str, str]) -> None:
        """Take what a line below a heading says of the session: when, where, who was there."""
        self.below_heading = True
        self.aside.append((block.start, block.end, HEADER_LINES))
        note_header_fields(
            self.occasion, fields, self._perspective_here(), self.reading, self.attribution
        )

    def _enter_heading(self, block: Block) -> None:
        words = self.text[block.start : block.end].strip("*_ \t\n")
        place = self.place
        place.parent, place.label = None, None
        self.tables.leave()
        level = block.level if block.kind == "heading" else PLAIN_LEVEL
        turn = self.speakers.named_in(words)
        if turn is not None and (
            turn.voice in CERTAIN or (turn.voice == "unknown_name" and level in self.name_levels)
        ):
            place.holder, place.holder_lasts = turn, True
            self.aside.append((block.start, block.end, LABELS))
            return
        self.aside.append((block.start, block.end, HEADINGS))
        place.holder, place.prompt = None, None
        self.headings.enter(level, words)

    def _is_plain_heading(self, block: Block, following: Block | None) -> bool:
        """Tell a question typed as plain text over what was said to it from a note."""
        words = self.text[block.start : block.end].strip("*_ \t\n")
        if block.kind != "paragraph" or len(words.split()) > _MOST_QUESTION_WORDS:
            return False
        if _PROMPT.match(words):
            return False
        if self.prompts.configured(self.session_id, words):
            return True
        if self.has_headings or following is None or not words.endswith(("?", ":")):
            return False
        answered = following.kind == "item" or (
            self.speakers.find_turn(self.text, following.start, following.end) is not None
        )
        return (
            answered
            and self.prompts.kind_of(self.session_id, words) != "unspecified"
            and self.speakers.find_turn(self.text, block.start, block.end) is None
        )

    def _read_line(self, block: Block, following: Block | None) -> None:
        place = self.place
        start, end = block.start, block.end
        if block.kind == "paragraph" and (match := _PROMPT.match(self.text[start:end])):
            place.prompt = self.text[start + match.end() : end].strip()
            self.aside.append((start, end, "prompts"))
            return
        turns = self.speakers.find_turns(self.text, start, end)
        if turns and not self.labels.is_speaker(
            turns[0], self.text, among_turns=block.kind == "paragraph"
        ):
            turns = turns[1:]
        if turns and turns[0].begins > start:
            # Words of nobody known stand before the first label in the line.
            self._read_part(block, start, turns[0].begins, self._inherited(block))
            start = turns[0].begins
        turn = turns[0] if turns else None
        if turn is not None and turn.start == turn.end:
            place.holder, place.holder_lasts = turn.held(), False
            place.parent, place.label = (block.level, turn.held()), None
            self.aside.append((start, end, LABELS))
            return
        if turn is None and self._is_list_label(block, following):
            place.label = self.text[start:end].rstrip(": *_")
            self.aside.append((start, end, "labels over lists"))
            place.holder = None if not place.holder_lasts else place.holder
            return
        if turn is None:
            turn = self._inherited(block)
        elif block.kind == "item":
            place.parent = (block.level, turns[-1].held())
        if block.kind == "paragraph":
            place.parent, place.label = None, None
            if not place.holder_lasts and turn is not place.holder:
                place.holder = None
        if not turns:
            self._read_part(block, start, end, turn)
        for one in turns:
            self._read_part(block, start, end, one)
        if block.kind == "paragraph" and not place.holder_lasts:
            place.holder = None

    def _count_labels(self, blocks: Sequence[Block]) -> None:
        """Count the labels of the whole file, and see which headings name people."""
        for block in blocks:
            if block.kind in ("paragraph", "item"):
                turn = self.speakers.find_turn(self.text, block.start, block.end)
                if turn is not None:
                    self.labels.count(turn)
            elif block.kind == "heading":
                words = self.text[block.start : block.end].strip("*_ \t\n")
                turn = self.speakers.named_in(words)
                if turn is not None and turn.voice in ("participant", "facilitator"):
                    self.name_levels.add(block.level)

    def _is_list_label(self, block: Block, following: Block | None) -> bool:
        return (
            block.kind == "paragraph"
            and following is not None
            and following.kind == "item"
            and self.text[block.end - 1] == ":"
            and len(self.text[block.start : block.end].split()) <= 12
        )

    def _inherited(self, block: Block) -> Turn | None:
        """Return who is speaking where the line itself does not say."""
        place = self.place
        if block.kind == "item" and place.parent is not None:
            level, turn = place.parent
            if block.level > level and turn.voice != "facilitator":
                return turn
            if place.holder is None:
                place.parent = None
        return place.holder

    def _read_part(self, block: Block, start: int, end: int, turn: Turn | None) -> None:
        """Read what one person, or nobody known, says in a line."""
        if turn is not None and turn.end:
            self.aside += label_spans(turn, start, end)
            start, end = turn.start, turn.end
        self._add(start, end, block.place, turn, self._activity())

    def _read_inset(self, block: Block) -> None:
        """Read a footnote: it is by whoever it names, and changes nobody's turn."""
        for start, end in spans_of_lines(self.text, block.start, block.end):
            turns = [one for one in self.speakers.find_turns(self.text, start, end)
                     if one.voice in CERTAIN]  # fmt: skip
            if not turns or turns[0].begins > start:
                self._read_part(block, start, turns[0].begins if turns else end, None)
            for turn in turns:
                self._read_part(block, start, end, turn)

    def _activity(self, column: str | None = None) -> Activity:
        place = self.place
        return name_activity(
            self.project, self.prompts, self.session_id, self.headings.words,
            place.label, place.prompt, column,
        )  # fmt: skip

    # --------------------------------------------------------------------------- passages

    def _add(
        self, start: int, end: int, locator: str, turn: Turn | None, activity: Activity
    ) -> None:
        who = self.attribution.attribute(turn, self._perspective_here())
        directness = "summarised" if turn is None or turn.voice == "role" else "near_verbatim"
        for a, b in split_units(self.text, start, end):
            a, b, quoted = _unquote(self.text, a, b)
            if not any(sign.isalnum() for sign in self.text[a:b]):
                continue
            self.reading.passages.append(
                Passage(
                    locator, a, b, self.text[a:b], self.session_id, activity.name,
                    activity.prompt, activity.kind, "verbatim" if quoted else directness,
                    who.participant_id, who.speaker, who.perspective, activity.group_label,
                    turn.key if turn is not None else "",
                )
            )  # fmt: skip

    def _perspective_here(self) -> str | None:
        """Return the group that speaks here: the nearest heading's, else the session's."""
        for words in reversed(self.headings.words):
            if perspective := find_perspective(self.project, words):
                return perspective
        return self.occasion.perspective

    # ------------------------------------------------------------------------- concluding

    def _conclude(self) -> None:
        reading, shown = self.reading, self.file.relative
        if not reading.passages and self.n_examples:
            reading.problems.append(
                Problem(shown, "the file", UNFILLED,
                        "Write your notes below the headings, or delete the file.")
            )  # fmt: skip
        elif self.n_examples:
            n = self.n_examples
            reading.problems.append(
                Problem(shown, f"{n} {'line' if n == 1 else 'lines'} with {EXAMPLE}",
                        "The template's examples were left out.", "Nothing to do, or delete them.")
            )  # fmt: skip
        elif not reading.passages:
            reading.problems.append(
                Problem(shown, "the file", "Nothing was found in it that people said.",
                        "Check that the notes are text (not pictures) and not only headings.")
            )  # fmt: skip
        reading.problems += self.attribution.problems()
        self._account()
        reading.records["memos"] = memo_rows(self.document, reading.passages, self.speakers)
        kinds = {p.activity: p.prompt_kind for p in reading.passages}
        named = {p.participant_id for p in reading.passages if p.participant_id}
        group = self.occasion.perspective
        reading.understood.append(
            Understood(
                shown, "",
                f"notes of session {self.session_id}"
                + (f" ({self.project.group_words(group)})" if group else "")
                + f": {_count(len(reading.passages), 'passage')}, "
                + f"{_count(len(named), 'person', 'people')} named",
            )
        )  # fmt: skip
        reading.understood += [
            Understood(shown, f"heading “{activity}”", f"activity; invites: {kind}")
            for activity, kind in kinds.items()
            if activity
        ]
        reading.understood += explain(self.document, shown)

    def _account(self) -> None:
        reading, blocks = self.reading, self.document.blocks
        read = [(passage.start, passage.end) for passage in reading.passages]
        ends = [0, *(block.end for block in blocks)]
        starts = [*(block.start for block in blocks), len(self.text)]
        gaps = [(a, b, "list marks, comments and mark-up")
                for a, b in zip(ends, starts, strict=True) if a < b]  # fmt: skip
        reading.set_aside = account(self.text, read, [*self.aside, *gaps])
        for reason, n in self.document.outside.items():
            reading.set_aside[reason] = reading.set_aside.get(reason, 0) + n
        reading.n_characters = len(self.text) + sum(self.document.outside.values())


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
