"""Workshop notes: headings are activities, labels are speakers, lines are units.

What the notes do not attribute stays unattributed; a facilitator's turns are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from insights.project import InputFile, Project
from insights.sheets import EXAMPLE
from insights.sources.activities import PLAIN_LEVEL, Activity, name_activity
from insights.sources.attribution import Attribution
from insights.sources.chats import OWN, STAMPS, Message, read_message
from insights.sources.documents import Block, Document, read_document
from insights.sources.material import FileReading
from insights.sources.note_tables import (
    LABELS,
    NoteTables,
    label_spans,
    spans_of_lines,
)
from insights.sources.noting import NotedWords
from insights.sources.occasions import HEADINGS, note_header_fields, open_document
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recurring import LabelCounts
from insights.sources.sessions import HEADER_LINES, read_header_line
from insights.sources.structure import PROMPTS, Structure
from insights.sources.turns import CERTAIN, Turn
from insights.sources.word_names import is_a_word

_PROMPT = re.compile(
    r"[*_]{0,3}(?:prompt|question|we asked|question asked|the question)[*_]{0,3}[ \t]?:"
    r"[*_]{0,3}[ \t]*", re.IGNORECASE,
)  # fmt: skip
_QUESTION = re.compile(r"Q(?:uestion)? ?[0-9]{0,2}[.:)][ \t]{1,3}(?=\S)", re.IGNORECASE)
_ANSWER = re.compile(r"A(?:nswer)? ?[0-9]{0,2}[.:)][ \t]{1,3}(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"[ \t]{0,8}[0-9]{1,2}[.)][ \t]{1,8}$")
_NUMBERED = re.compile(r"[0-9]{1,2}[.)][ \t]{1,8}\S")
_BUSINESS = re.compile(
    r"(?:date (?:and time )?of (?:the )?)?next meeting: .{0,80}|"
    r"the (?:meeting|session|workshop) (?:closed|ended|finished|opened|began|started) at .{0,30}|"
    r"[\[(](?:photo|picture|image|page|flip ?chart)s? [^\])\n]{0,100}[\])]", re.IGNORECASE,
)  # fmt: skip
_MOST_QUESTION_WORDS = 12
_MOST_HEADING_WORDS = 8
EXAMPLES = "examples of the template"
BUSINESS = "when the meeting ended, when the next one is, and the like"


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
        self.noted = NotedWords(
            project, file, document, self.reading, occasion, self.attribution, self.aside
        )  # fmt: skip
        self.labels = LabelCounts()
        self.name_levels: set[int] = set()  # of headings that name people
        self.below_heading = occasion.asks  # nothing but header lines since the last heading
        self.has_headings = any(block.kind == "heading" for block in document.blocks[1:])
        self.numbered = self._numbered_headings(document.blocks)
        self.is_answered = False  # whether the present prompt is a "Q." that an "A." answers
        self.structure = Structure(
            self.text, self.session_id, self.speakers, prompts, self._note_present
        )
        if occasion.n_blocks:  # "Present" may be the last line that was taken for the top
            top = document.blocks[occasion.n_blocks - 1]
            self.structure.enter(self.text[top.start : top.end])

    def read(self) -> FileReading:
        rest = self._without_examples(self.document.blocks[self.occasion.n_blocks :])
        self._count_labels(rest)
        for at, block in enumerate(rest):
            self._read_block(block, rest[at + 1] if at + 1 < len(rest) else None)
        self.noted.conclude(self.n_examples)
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
        elif reason := self.structure.reason(block, following, is_below_heading=below_heading):
            self.aside.append((block.start, block.end, reason))
            self.below_heading = below_heading
            if reason == PROMPTS:
                self.place.prompt = self.text[block.start : block.end].strip("*_ \t\n")
        elif below_heading and (fields := read_header_line(self.document, block, self.people)):
            self._enter_header_line(block, fields)
        elif block.kind == "row":
            for said in self.tables.read_row(block, self.place.holder):
                if said.is_idea:
                    self.noted.add_idea(said)
                else:
                    self.noted.add(said.start, said.end, said.place, said.turn, said.activity)
        elif block.kind == "inset":
            self._read_inset(block)
        else:
            self._read_line(block, following)

    def _note_present(self, names: list[str]) -> None:
        note_header_fields(
            self.occasion, {"present": ", ".join(names)}, self.noted.perspective(), self.reading,
            self.attribution,
        )  # fmt: skip

    def _enter_header_line(self, block: Block, fields: Mapping[str, str]) -> None:
        """Take what a line below a heading says of the session: when, where, who was there."""
        self.below_heading = True
        self.aside.append((block.start, block.end, HEADER_LINES))
        note_header_fields(
            self.occasion, fields, self.noted.perspective(), self.reading, self.attribution
        )

    def _enter_heading(self, block: Block) -> None:
        words = self.text[block.start : block.end].strip("*_ \t\n")
        place = self.place
        place.parent, place.label = None, None
        self.tables.leave()
        self.structure.enter(words)
        level = block.level if block.kind == "heading" else PLAIN_LEVEL
        turn = self.speakers.named_in(words)
        if turn is not None and turn.voice in ("participant", "facilitator") and (
            is_a_word(words) and level not in self.name_levels
        ):  # fmt: skip
            self.attribution.note_unclear(block.place)  # "Hope" may be what people spoke of
            turn = None
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
        if block.start in self.numbered:
            return self.speakers.find_turn(self.text, block.start, block.end) is None
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

    def _numbered_headings(self, blocks: Sequence[Block]) -> frozenset[int]:
        """Return where numbered lines begin that stand over paragraphs: "2. Letters"."""
        found: list[int] = []
        for block, following in pairwise(blocks):
            line = self.text.rfind("\n", 0, block.start) + 1
            words = self.text[block.start : block.end]
            is_item = block.kind == "item" and _NUMBER.match(self.text[line : block.start])
            if not is_item and not (block.kind == "paragraph" and _NUMBERED.match(words)):
                continue
            if following.kind != "paragraph" or "\n" in words or words[-1:] in ".!;,":
                return frozenset()
            if len(words.split()) > _MOST_HEADING_WORDS:
                return frozenset()
            found.append(block.start)
        return frozenset(found if len(found) > 1 else ())

    def _read_prompt(self, block: Block, following: Block | None) -> bool:
        """Take a line that says what people were asked, and no more."""
        start, end = block.start, block.end
        match = _PROMPT.match(self.text[start:end])
        asks = None if match else _QUESTION.match(self.text[start:end])
        is_answered = asks is not None and following is not None and bool(
            _ANSWER.match(self.text[following.start : following.end])
        )  # fmt: skip
        if block.kind != "paragraph" or not (match or is_answered):
            return False
        self.place.prompt = self.text[start + (match or asks).end() : end].strip()  # type: ignore[union-attr]
        self.is_answered = is_answered
        self.aside.append((start, end, "prompts"))
        return True

    def _read_message(self, block: Block, message: Message) -> None:
        """Read a message of a chat; lines without a stamp go on with it."""
        start, end = block.start, block.end
        self.aside.append((start, message.stamp_end, STAMPS))
        if not message.has_words:
            self.aside.append((message.stamp_end, end, OWN))
            return
        name, _, role = message.sender.partition("(")
        turn = self.speakers.who(name, role.rstrip(") "))
        if turn is None:
            is_number = not any(sign.isalpha() for sign in message.sender)
            turn = Turn("nobody" if is_number else "unknown_name", 0, 0, key=message.sender)
        self.aside.append((message.stamp_end, message.start, LABELS))
        self.place.holder, self.place.holder_lasts = turn.held(), True
        spoken = replace(turn, start=message.start, end=end, begins=message.start)
        self.noted.add(message.start, end, block.place, spoken, self._activity())

    def _read_line(self, block: Block, following: Block | None) -> None:
        place = self.place
        start, end = block.start, block.end
        if message := read_message(self.text, start, end):
            self._read_message(block, message)
            return
        if _BUSINESS.fullmatch(self.text[start:end].rstrip(". ")):
            self.aside.append((start, end, BUSINESS))
            return
        if self._read_prompt(block, following):
            return
        if self.is_answered and (answer := _ANSWER.match(self.text[start:end])):
            self.aside.append((start, start + answer.end(), LABELS))
            start += answer.end()
        is_held = self._inherited(block) is not None
        turns = self.speakers.find_turns(
            self.text, start, end, is_held=is_held, lead=block.lead
        )  # fmt: skip
        if turns and not self.labels.is_speaker(
            turns[0], self.text, among_turns=block.kind == "paragraph"
        ):
            turns = turns[1:]
        if turns and turns[0].begins > start:
            # Words of nobody known stand before the first label in the line.
            self._read_part(block, start, turns[0].begins, self._inherited(block))
            start = turns[0].begins
        turn = turns[0] if turns else self._bare_name(block, following)
        if turn is not None and turn.start == turn.end:
            place.parent, place.label = (block.level, turn.held()), None
            if not self._is_over_items(block, following):
                place.holder, place.holder_lasts = turn.held(), False
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

    def _bare_name(self, block: Block, following: Block | None) -> Turn | None:
        """Return who is named alone over the items that hold their words, or None."""
        if following is None or following.kind != "item":
            return None
        if block.kind == "item" and not self._is_over_items(block, following):
            return None
        words = self.text[block.start : block.end].strip("*_ \t\n")
        turn = self.speakers.named_in(words)
        if turn is None or turn.voice not in ("participant", "facilitator"):
            return None
        return None if is_a_word(words) and not self.speakers.is_label(words) else turn

    @staticmethod
    def _is_over_items(block: Block, following: Block | None) -> bool:
        """Tell an item with items of its own below it, after which its speaker ends."""
        return (
            block.kind == "item"
            and following is not None
            and following.kind == "item"
            and following.level > block.level
        )

    def _count_labels(self, blocks: Sequence[Block]) -> None:
        """Count the labels of the whole file, and see which headings name people."""
        for block in blocks:
            if block.kind in ("paragraph", "item"):
                turn = self.speakers.find_turn(self.text, block.start, block.end, block.lead)
                if turn is not None:
                    self.labels.count(turn)
            elif block.kind == "heading":
                words = self.text[block.start : block.end].strip("*_ \t\n")
                turn = self.speakers.named_in(words)
                known = turn is not None and turn.voice in ("participant", "facilitator")
                if known and (not is_a_word(words) or self.speakers.is_label(words)):
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
        self.noted.add(start, end, block.place, turn, self._activity())

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
