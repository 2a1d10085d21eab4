"""Workshop notes: headings are activities, labels are speakers, lines are units.

What the notes do not attribute stays unattributed; a facilitator's turns are kept apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from insights.errors import Problem
from insights.project import InputFile, Project, SessionSettings
from insights.sheets import EXAMPLE, UNFILLED
from insights.sources.activities import Activity, name_activity
from insights.sources.attribution import Attribution
from insights.sources.documents import Block, Document, read_document
from insights.sources.ledger import account
from insights.sources.margins import explain, memo_rows
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, read_date
from insights.sources.segment import split_units
from insights.sources.sessions import (
    HEADER_LINES,
    find_perspective,
    find_session,
    list_names,
    mode_of,
    read_header_line,
    read_opening,
    read_when,
)
from insights.sources.speakers import CERTAIN, Speakers, Turn

_PROMPT = re.compile(
    r"[*_]{0,3}(?:prompt|question|we asked|question asked|the question)[*_]{0,3}[ \t]?:"
    r"[*_]{0,3}[ \t]*", re.IGNORECASE,
)  # fmt: skip
_ITEM_MARK = re.compile(r"[ \t]*(?:[-*+•‣◦▪–·][ \t]+|[0-9]{1,2}[.)][ \t]+)")
_QUOTES = {"“": "”", '"': '"', "‘": "’", "«": "»"}
_SPEAKER_HEADERS = ("speaker", "participant", "participant id", "who", "name", "who said it",
                    "person", "said by", "id")  # fmt: skip
_MOST_HEADER_WORDS = 6
_MOST_QUESTION_WORDS = 12
_PLAIN_HEADING_LEVEL = 8
LABELS = "speakers' names"
EXAMPLES = "examples of the template"


@dataclass
class _Place:
    """Where in the notes the reader stands."""

    headings: list[tuple[int, str]] = field(default_factory=list, repr=False)
    prompt: str | None = field(default=None, repr=False)
    holder: Turn | None = None  # whose bullets follow
    holder_lasts: bool = False  # until the next heading, rather than the next paragraph
    parent: tuple[int, Turn] | None = None  # an item and who said it, for the items below it
    label: str | None = field(default=None, repr=False)  # "Worries:" over a list
    columns: dict[int, str] = field(default_factory=dict, repr=False)  # of the present table
    speaker_column: int | None = None
    table: str = ""


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
        self.reading = FileReading(
            text=document.text, problems=list(document.notices)
        )
        self.place = _Place()
        self.attribution = Attribution(people, file.relative, "notes")
        self.aside: list[tuple[int, int, str]] = []
        self.below_heading = False  # nothing but header lines since the last heading
        self.has_headings = any(block.kind == "heading" for block in document.blocks[1:])

    def read(self) -> FileReading:
        blocks = self.document.blocks
        opening = read_opening(self.project, self.document, self.people, self.prompts)
        fields = opening.fields
        settings = find_session(self.project, self.file, fields.get("session", ""))
        facilitators = [*settings.facilitators, *list_names(fields.get("facilitators", ""))]
        self.speakers = Speakers(self.project, self.people, settings.session_id, facilitators)
        self.session_id = settings.session_id
        self.reading.session_id = settings.session_id
        if date := read_date(settings.date) or read_when(fields.get("date", "")):
            self.reading.dates[settings.session_id] = date
        if mode := settings.mode or mode_of(fields):
            self.reading.modes[settings.session_id] = mode
        self.perspective = self._session_perspective(settings, fields)
        self._read_present(fields.get("present", ""))
        for block in blocks[: opening.n_blocks]:
            self.aside.append((block.start, block.end, HEADER_LINES))
        rest = self._without_examples(blocks[opening.n_blocks :])
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

    # ---------------------------------------------------------------------------- session

    def _session_perspective(self, settings: SessionSettings, fields: dict[str, str]) -> str | None:
        for words in (settings.perspective, fields.get("perspective", ""),
                      fields.get("present", "")):  # fmt: skip
            if perspective := find_perspective(self.project, words):
                return perspective
        return None

    def _read_present(self, words: str) -> None:
        for name in list_names(words):
            turn = self.speakers.who(name)
            if turn is not None and turn.voice == "participant" and turn.person:
                self.attribution.meet(turn, self._perspective_here())
                self.reading.present.append((self.session_id, turn.person))

    # ----------------------------------------------------------------------------- blocks

    def _read_block(self, block: Block, following: Block | None) -> None:
        below_heading, self.below_heading = self.below_heading, False
        if block.kind == "heading" or self._is_plain_heading(block, following):
            self._enter_heading(block)
            self.below_heading = True
        elif below_heading and (fields := read_header_line(self.document, block, self.people)):
            self._enter_header_line(block, fields)
        elif block.kind == "row":
            self._read_row(block)
        elif block.kind == "inset":
            self._read_inset(block)
        else:
            self._read_line(block, following)

    def _enter_header_line(self, block: Block, fields: Mapping[str, str]) -> None:
        """Take what a line below a heading says of the session: when, where, who was there."""
        self.below_heading = True
        self.aside.append((block.start, block.end, HEADER_LINES))
        self._read_present(fields.get("present", ""))
        if date := read_when(fields.get("date", "")):
            self.reading.dates.setdefault(self.session_id, date)
        if mode := mode_of(fields):
            self.reading.modes.setdefault(self.session_id, mode)

    def _enter_heading(self, block: Block) -> None:
        words = self.text[block.start : block.end].strip("*_ \t\n")
        place = self.place
        place.parent, place.label, place.table = None, None, ""
        level = block.level if block.kind == "heading" else _PLAIN_HEADING_LEVEL
        turn = self._named_in_heading(words)
        if turn is not None and (
            turn.voice in CERTAIN or (turn.voice == "unknown_name" and level in self.name_levels)
        ):
            place.holder, place.holder_lasts = turn, True
            self.aside.append((block.start, block.end, LABELS))
            return
        self.aside.append((block.start, block.end, "headings"))
        place.holder, place.prompt = None, None
        place.headings = [heading for heading in place.headings if heading[0] < level]
        place.headings.append((level, words))

    def _named_in_heading(self, words: str) -> Turn | None:
        name, _, role = words.rstrip(": )").partition("(")
        return self.speakers.who(name, role)

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
        if turns and not self._is_speaker(turns[0], block):
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
        """Count the labels of the whole file: a name comes back, a subject does not."""
        self.labels: Counter[str] = Counter()
        self.name_levels: set[int] = set()  # of headings that name people
        known: set[str] = set()
        for block in blocks:
            if block.kind in ("paragraph", "item"):
                turn = self.speakers.find_turn(self.text, block.start, block.end)
                if turn is not None:
                    self.labels[fold(turn.key)] += 1
                    if turn.voice in ("participant", "facilitator"):
                        known.add(fold(turn.key))
            elif block.kind == "heading":
                words = self.text[block.start : block.end].strip("*_ \t\n")
                turn = self._named_in_heading(words)
                if turn is not None and turn.voice in ("participant", "facilitator"):
                    self.name_levels.add(block.level)
        self.n_turns = sum(n for key, n in self.labels.items() if n > 1 or key in known)

    def _is_speaker(self, turn: Turn, block: Block) -> bool:
        """Tell "Callum: they lost it" from "Universal Credit: they lost it".

        An unknown label is a speaker's where it comes back, or among other people's turns;
        else it belongs to the words.
        """
        if turn.voice in CERTAIN or self.labels[fold(turn.key)] > 1:
            return True
        return block.kind == "paragraph" and self.n_turns > 1

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
            self._set_label_aside(turn, start, end)
            start, end = turn.start, turn.end
        self._add(start, end, block.place, turn, self._activity())

    def _set_label_aside(self, turn: Turn, start: int, end: int) -> None:
        self.aside.append((max(start, turn.begins), turn.start, LABELS))
        if turn.begins <= start and turn.end < end:
            self.aside.append((turn.end, min(end, turn.end + 80), LABELS))

    def _read_inset(self, block: Block) -> None:
        """Read a footnote: it is by whoever it names, and changes nobody's turn."""
        for start, end in _lines(self.text, block.start, block.end):
            turns = [one for one in self.speakers.find_turns(self.text, start, end)
                     if one.voice in CERTAIN]  # fmt: skip
            if not turns or turns[0].begins > start:
                self._read_part(block, start, turns[0].begins if turns else end, None)
            for turn in turns:
                self._read_part(block, start, end, turn)

    def _activity(self, column: str | None = None) -> Activity:
        place = self.place
        headings = [words for _, words in place.headings]
        return name_activity(
            self.project, self.prompts, self.session_id, headings, place.label, place.prompt, column
        )

    # ------------------------------------------------------------------------------- rows

    def _read_row(self, block: Block) -> None:
        place = self.place
        table = block.place.partition(",")[0]
        if table != place.table:
            place.table, place.columns, place.speaker_column = table, {}, None
            if self._read_header(block):
                self.aside.append((block.start, block.end, "names of columns"))
                return
        turn: Turn | None = None
        if place.speaker_column is not None and place.speaker_column < len(block.cells):
            a, b = block.cells[place.speaker_column]
            turn = self._named_in_heading(self.text[a:b]) if b > a else None
            if turn is None and b > a:
                turn = Turn("unknown_name", 0, 0, key=self.text[a:b])
            self.aside.append((a, b, LABELS))
        elif len(block.cells) > 1:
            a, b = block.cells[0]
            first = self._named_in_heading(self.text[a:b])
            if first is not None and first.voice in ("participant", "facilitator"):
                turn, place.speaker_column = first, 0
                self.aside.append((a, b, LABELS))
        for at, (a, b) in enumerate(block.cells):
            if a == b or at == place.speaker_column:
                continue
            where = block.place + (f", column {at + 1}" if len(block.cells) > 1 else "")
            activity = self._activity(place.columns.get(at))
            self._read_cell(a, b, where, turn, activity)

    def _read_cell(self, a: int, b: int, where: str, turn: Turn | None, activity: Activity) -> None:
        """Read a cell's lines: by the row's speaker, else by whoever the line names."""
        for start, end in _lines(self.text, a, b):
            turns = [] if turn is not None else self.speakers.find_turns(self.text, start, end)
            if not turns or turns[0].begins > start:
                stop = turns[0].begins if turns else end
                self._add(start, stop, where, turn or self.place.holder, activity)
            for own in turns:
                self._set_label_aside(own, start, end)
                self._add(own.start, own.end, where, own, activity)

    def _read_header(self, block: Block) -> bool:
        """Understand a table's first row as its header, where it is one."""
        cells = [self.text[a:b].strip("*_ \t\n") for a, b in block.cells]
        folded = [fold(cell) for cell in cells]
        speaker = next((at for at, cell in enumerate(folded) if cell in _SPEAKER_HEADERS), None)
        short = all(len(cell.split()) <= _MOST_HEADER_WORDS for cell in cells)
        telling = short and any(
            self.prompts.kind_of(self.session_id, cell) != "unspecified" and not cell.endswith(".")
            for cell in cells
        )
        if not (block.is_header or (short and speaker is not None) or (len(cells) > 1 and telling)):
            return False
        self.place.speaker_column = speaker
        texts = [at for at, cell in enumerate(cells) if cell and at != speaker]
        if len(texts) == 1 and self._activity(cells[texts[0]]).name != cells[texts[0]]:
            return True  # the only column of words: its name sets nothing apart
        self.place.columns = {
            at: cell for at, cell in enumerate(cells)
            if cell and at != speaker and fold(cell) not in ("note", "notes", "comment",
                                                             "comments", "quote", "what was said",
                                                             "what they said", "said", "words")
        }  # fmt: skip
        return True

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
        for _, words in reversed(self.place.headings):
            if perspective := find_perspective(self.project, words):
                return perspective
        return self.perspective

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
        reading.understood.append(
            Understood(
                shown, "",
                f"notes of session {self.session_id}"
                + (f" ({self.project.group_words(self.perspective)})" if self.perspective else "")
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


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of a cell's lines, without their list marks."""
    spans = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            match = _ITEM_MARK.match(line)
            spans.append((at + (match.end() if match else 0), at + len(line)))
        at += len(line) + 1
    return spans


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
