"""Transcripts: cues and turns by the right person, with the time as the place.

WebVTT (Teams' ``<v Name>``, Zoom's ``Name: …``), SubRip, and the .docx and .txt that Teams,
Zoom and Otter write or people type. Consecutive cues of one person become one turn; a cue
that names nobody stays unattributed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from insights import archives
from insights.errors import Problem
from insights.project import InputFile, Project
from insights.sources import cues
from insights.sources.activities import Activity, name_activity
from insights.sources.attribution import Attribution
from insights.sources.cues import LABELS, TIMES, split_role
from insights.sources.documents import Block, Document, read_document
from insights.sources.ledger import account
from insights.sources.margins import memo_rows
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.occasions import HEADINGS, open_document
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold
from insights.sources.segment import sentence_spans
from insights.sources.sessions import HEADER_LINES
from insights.sources.talk import Talk
from insights.sources.transcript_lines import Line, TranscriptLines
from insights.sources.turns import CERTAIN, Turn

_MOST_OPENING_WORDS = 25


def read_transcript(
    project: Project, file: InputFile, people: People, prompts: Prompts
) -> FileReading:
    """Return the turns of one transcript as passages.

    Raises
    ------
    InsightsError
        If the file cannot be read at all.
    """
    suffix = file.path.suffix.lower()
    data = archives.read_bytes(file.path, file.relative)
    if suffix in (".vtt", ".srt") and not archives.looks_like_zip(data):
        text, _ = archives.decode_text(data, file.relative)
        document = Document(text, ())
    else:
        document = read_document(file.path, file.relative)
    return _TranscriptReader(project, file, people, prompts, document).read()


class _TranscriptReader:
    """Walks the lines of one transcript and lays the words of each turn down in one piece."""

    def __init__(
        self, project: Project, file: InputFile, people: People, prompts: Prompts,
        document: Document,
    ) -> None:  # fmt: skip
        self.project = project
        self.file = file
        self.prompts = prompts
        self.document = document
        self.raw = document.text
        self.reading = FileReading(problems=list(document.notices))
        self.attribution = Attribution(people, file.relative, "transcript")
        occasion = self.occasion = open_document(
            project, file, people, prompts, document, self.reading, self.attribution
        )
        self.session_id, self.speakers = occasion.session_id, occasion.speakers
        self.talk = Talk()
        self.lines = TranscriptLines(document, occasion.n_blocks, self.speakers)
        self.labels = self.lines.labels
        self.aside = [*occasion.aside, (0, self.lines.begin, HEADER_LINES)]
        self.time = ""
        self.holder: Turn | None = None
        self.hold = ""  # until the end of the "cue", the next "header", or the blank "line"
        self.in_cue = 0  # lines read since the cue began, counted from 1
        self.asked: str | None = None

    def read(self) -> FileReading:
        self._read_lines()
        self._conclude()
        return self.reading

    # ------------------------------------------------------------------------------ lines

    def _read_lines(self) -> None:
        skipping = False  # within a comment, a style or the header of a .vtt
        is_vtt = self.raw.lstrip("\ufeff \n").startswith("WEBVTT")
        for at, line in enumerate(self.lines.lines):
            words = self.lines.words(line)
            if not words.strip():
                skipping = False
                self._end_paragraph()
            elif skipping:
                self._set_aside(line, cues.NOTES)
            elif is_vtt and (
                words.startswith(("WEBVTT", "STYLE", "REGION")) or words.split()[0] == "NOTE"
            ):
                skipping = True
                self._set_aside(line, cues.NOTES)
            elif cues.is_cue(words):
                self._enter_cue(line, words)
            elif self.lines.is_cue_name(at, is_vtt):
                self._set_aside(line, cues.NUMBERS)
            elif line.block is not None and line.block.kind == "row":
                if line.start <= line.block.start:  # a cell may go on over several lines
                    self._read_row(line, line.block)
            else:
                self._read_line(line, self.lines.following(at))

    def _set_aside(self, line: Line, reason: str) -> None:
        self.aside.append((line.start, line.end, reason))

    def _enter_cue(self, line: Line, words: str) -> None:
        self.time = cues.cue_time(words)
        self.holder, self.hold, self.in_cue = None, "", 1
        self._set_aside(line, TIMES)

    def _end_paragraph(self) -> None:
        if self.hold in ("cue", "line"):
            self.holder, self.hold = None, ""
        if self.in_cue > 1:
            self.in_cue = 0

    # -------------------------------------------------------------------------- one line

    def _read_line(self, line: Line, following: Line | None) -> None:
        words = self.lines.words(line)
        if cues.is_own_line(words.strip()):
            self._set_aside(line, cues.OWN)
            return
        if cues.is_stage_direction(words.strip()) and not self.speakers.find_turn(
            self.raw, line.start, line.end
        ):
            self._set_aside(line, cues.STAGE)
            return
        if self._is_heading(line, words):
            return
        first_in_cue, self.in_cue = self.in_cue == 1, self.in_cue + bool(self.in_cue)
        if self._enter_header(line):
            return
        if first_in_cue and (over := self.lines.name_over(line, following)):
            self.holder, self.hold = over.held(), "cue"
            self._set_aside(line, LABELS)
            return
        dash = cues.skip_dash(words)
        if "<" in words or "&" in words:
            self._read_marked_up(line, dash)
            return
        if not self.talk.turns and not self.in_cue and self._is_before_the_talk(line, words):
            return
        self._read_words(line, line.start + dash, bool(dash))

    def _is_heading(self, line: Line, words: str) -> bool:
        configured = self.prompts.configured(self.session_id, words.strip("#*_ \t"))
        is_heading = line.block is not None and line.block.kind == "heading"
        if self.in_cue or not (configured or is_heading):
            return False
        if not is_heading and self.holder is not None:
            return False  # a prompt that somebody puts in words
        if self.lines.header(line) is not None:
            return False
        bare = words.strip("#*_ \t:")
        turn = self.speakers.who(*split_role(bare))
        if turn is not None and turn.voice in CERTAIN:
            self.holder, self.hold = turn, "header"
            self._set_aside(line, LABELS)
            return True
        self.occasion.headings.enter(line.block.level if line.block is not None else 1, bare)
        self.asked = None
        self.holder, self.hold = None, ""
        self._set_aside(line, HEADINGS)
        return True

    def _is_before_the_talk(self, line: Line, words: str) -> bool:
        """Tell a title or a list of keywords above the first turn from something said."""
        if not self.lines.has_headers or self.holder is not None:
            return False
        if len(words.split()) > _MOST_OPENING_WORDS and not words.isupper():
            return False
        start = cues.skip_time(self.raw, line.start, line.end)
        if self.speakers.find_turn(self.raw, start, line.end):
            return False
        self._set_aside(line, HEADER_LINES)
        return True

    def _enter_header(self, line: Line) -> bool:
        turn = self.lines.header(line)
        if turn is None:
            return False
        self._take_time(turn.start, turn.end)
        self._set_aside(line, LABELS)
        self.holder, self.hold, self.in_cue = turn.held(), "header", 0
        return True

    def _take_time(self, start: int, end: int) -> None:
        """Go on from the first time in a span, where there is one."""
        if span := cues.find_time(self.raw, start, end):
            self.time = cues.plain_time(self.raw[slice(*span)])
            self.aside.append((*span, TIMES))

    def _read_words(self, line: Line, start: int, dashed: bool) -> None:
        """Read a line of plain words, with or without a label before them."""
        end = line.end
        after = cues.skip_time(self.raw, start, end)
        if after > start:
            self._take_time(start, after)
            self.aside.append((start, after, TIMES))
        turns = self._labelled(after, end)
        if not turns:
            if (dashed and self.in_cue) or after > start:
                self.holder, self.hold = None, ""  # another person, who is not named
            self._say(range(after, end), line, self.holder, dashed)
            return
        at = after
        for turn in turns:
            self._take_time(at, turn.start)
            self.aside.append((at, turn.start, LABELS))
            if turn.start < turn.end:
                self._say(range(turn.start, turn.end), line, turn.held(), False)
            at = turn.end
            self.holder = turn.held()
        self.hold = "cue" if self.in_cue else "line"
        if turns[-1].start == turns[-1].end and not self.in_cue:
            self.hold = "header"

    def _labelled(self, start: int, end: int) -> list[Turn]:
        """Return who speaks in a line, by the labels in it; the first stands at its start."""
        if chat := cues.skip_chat_label(self.raw, start, end):
            turn = self.speakers.who(*split_role(chat[0]))
            if turn is not None:
                return [replace(turn, start=chat[1], end=end)]
        first = self.speakers.find_turn(self.raw, start, end)
        if first is None or first.end != end or not self.labels.is_speaker(first, self.raw):
            return []
        if self.hold == "header" and first.voice not in CERTAIN:
            return []
        return self.speakers.find_turns(self.raw, start, end)

    # --------------------------------------------------------------------------- mark-up

    def _read_marked_up(self, line: Line, dash: int) -> None:
        """Read a line with tags and entities: each voice tag begins another person's words."""
        stretches = cues.read_marked_up(self.raw, line.start + dash, line.end, self.aside)
        voices = [self._voice(one.voice) if one.voice is not None else None for one in stretches]
        tagged = [voice for voice in voices if voice is not None]
        if tagged:
            self.holder, self.hold = tagged[-1], "cue"
        elif self.holder is None:
            self._read_unvoiced(line, stretches, bool(dash))
            return
        for voice, one in zip(voices, stretches, strict=True):
            if any(not self.raw[at].isspace() for at in one.offsets):
                turn = voice or (None if tagged else self.holder)
                self._say(one.offsets, line, turn, False, one.signs)

    def _read_unvoiced(self, line: Line, stretches: Sequence[cues.Stretch], dashed: bool) -> None:
        """Read a line with mark-up and no voice: a label may stand before its words."""
        where = [at for one in stretches for at in one.offsets]
        signs = {at: sign for one in stretches for at, sign in one.signs.items()}
        words = "".join(signs.get(at, self.raw[at]) for at in where)
        turn = self.speakers.find_turn(words, 0, len(words))
        if turn is None or turn.end != len(words) or not self.labels.is_speaker(turn, words):
            self._say(where, line, self.holder, dashed, signs)
            return
        if turn.start:
            self.aside.append((where[0], where[turn.start - 1] + 1, LABELS))
        self.holder, self.hold = turn.held(), "cue" if self.in_cue else "line"
        self._say(where[turn.start :], line, turn.held(), False, signs)

    def _voice(self, label: str) -> Turn:
        """Return who a voice tag names; a voice is a voice, known or not."""
        turn = self.speakers.who(*split_role(label))
        return turn.held() if turn is not None else Turn("unknown_name", 0, 0, key=label.strip())

    # ----------------------------------------------------------------------------- tables

    def _read_row(self, line: Line, block: Block) -> None:
        """Read a row of times, names and words, in whatever order they stand."""
        turn: Turn | None = None
        rest: list[tuple[int, int]] = []
        for a, b in block.cells:
            cell = self.raw[a:b].strip("[]() ")
            if not cell:
                continue
            if cues.is_time(cell):
                self.time = cues.plain_time(cell)
                self.aside.append((a, b, TIMES))
            elif (
                turn is None
                and not rest
                and len(block.cells) > 1
                and (found := self.speakers.who(*split_role(cell)))
            ):
                turn = found.held()
                self.aside.append((a, b, LABELS))
            else:
                rest.append((a, b))
        header = [fold(self.raw[a:b]) for a, b in block.cells]
        if block.is_header or {"speaker", "name", "who", "time"} & set(header):
            self.aside.append((block.start, block.end, HEADINGS))
            return
        for a, b in rest:
            self._say(range(a, b), line, turn, False)

    # ------------------------------------------------------------------------- the words

    def _say(
        self, where: Sequence[int], line: Line, turn: Turn | None, dashed: bool,
        signs: Mapping[int, str] | None = None,
    ) -> None:  # fmt: skip
        """Lay words down, without the spaces around them."""
        first, stop = 0, len(where)
        while first < stop and self.raw[where[first]].isspace():
            first += 1
        while stop > first and self.raw[where[stop - 1]].isspace():
            stop -= 1
        if first == stop:
            return
        offsets, given = where[first:stop], signs or {}
        words = "".join(given.get(at, self.raw[at]) for at in offsets)
        self.talk.say(
            words, offsets, self.time or line.place, turn, self._activity(turn, words),
            in_cue=bool(self.in_cue), is_another=dashed,
        )  # fmt: skip

    def _activity(self, turn: Turn | None, words: str) -> Activity:
        """Return what people were asked; a facilitator may put a known prompt in words."""
        if turn is not None and turn.voice == "facilitator":
            for a, b in sentence_spans(words, 0, len(words)):
                if self.prompts.configured(self.session_id, words[a:b]):
                    self.asked = words[a:b].strip()
        headings = [*self.occasion.headings.words, *([self.asked] if self.asked else [])]
        return name_activity(
            self.project, self.prompts, self.session_id, headings, None, None, None
        )

    # ------------------------------------------------------------------------- concluding

    def _conclude(self) -> None:
        reading, shown, talk = self.reading, self.file.relative, self.talk
        text = reading.text = talk.text
        for said in talk.turns:
            who = self.attribution.attribute(
                said.turn, self.occasion.perspective, said.place_of(said.start)
            )
            activity = said.activity
            for a, b in said.units(text):
                reading.passages.append(
                    Passage(
                        said.place_of(a), a, b, text[a:b], self.session_id, activity.name,
                        activity.prompt, activity.kind, "verbatim", who.participant_id,
                        who.speaker, who.perspective, activity.group_label,
                        said.turn.key if said.turn is not None else "",
                    )
                )  # fmt: skip
        self._account()
        reading.records["memos"] = memo_rows(self.document, reading.passages, self.speakers)
        if not reading.passages:
            reading.problems.append(
                Problem(shown, "the file", "Nothing was found in it that people said.",
                        "Check that it is a transcript with times or names before the words.")
            )  # fmt: skip
        reading.problems += self.attribution.problems()
        named = {p.participant_id for p in reading.passages if p.participant_id}
        reading.understood.append(
            Understood(
                shown, "",
                f"transcript of session {self.session_id}: {len(talk.turns)} turns, "
                f"{len(reading.passages)} passages, {len(named)} people named",
            )
        )  # fmt: skip

    def _account(self) -> None:
        read = []
        for passage in self.reading.passages:
            origin = self.talk.origin_of(passage.start, passage.end)
            read += [(at, at + 1) for at in origin]
        self.reading.set_aside = account(self.raw, read, self.aside)
        for reason, n in self.document.outside.items():
            self.reading.set_aside[reason] = self.reading.set_aside.get(reason, 0) + n
        self.reading.n_characters = len(self.raw) + sum(self.document.outside.values())
