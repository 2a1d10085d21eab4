"""Transcripts: cues and turns by the right person, with the time as the place.

WebVTT (Teams' ``<v Name>``, Zoom's ``Name: …``), SubRip, and the .docx and .txt that Teams,
Zoom and Otter write or people type. Consecutive cues of one person become one turn; a cue
that names nobody stays unattributed.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape

from insights import archives
from insights.errors import Problem
from insights.project import InputFile, Project
from insights.sources.activities import Activity, name_activity
from insights.sources.attribution import Attribution
from insights.sources.documents import Block, Document, read_document
from insights.sources.ledger import account
from insights.sources.margins import memo_rows
from insights.sources.material import FileReading, Passage, Understood
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold, read_date
from insights.sources.segment import sentence_spans, split_units
from insights.sources.sessions import (
    HEADER_LINES,
    find_session,
    list_names,
    mode_of,
    read_opening,
    read_when,
)
from insights.sources.speakers import CERTAIN, Speakers, Turn

_T = r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?"
_TIME = re.compile(_T)
_ARROW = re.compile(
    rf"[ \t]*({_T})[ \t]{{0,4}}--?>[ \t]{{0,4}}({_T})(?:[ \t][^\n]{{0,200}})?[ \t]*"
)
_GAP = "[ \t\u00a0\u2002\u2003]"
_NAME_THEN_TIME = re.compile(
    rf"{_GAP}{{0,4}}(?P<name>\w[^\n:<>\[\]()]{{0,60}}?){_GAP}{{0,8}}"
    rf"(?:\((?P<role>[^()\n]{{1,40}})\){_GAP}{{0,8}})?"
    rf"(?:(?<={_GAP[:-1]})])|(?<=\)))?[\[(|·•-]?{_GAP}{{0,2}}(?P<time>{_T}){_GAP}{{0,2}}[\])]?"
    rf"{_GAP}{{0,4}}:?{_GAP}{{0,4}}"
)  # fmt: skip
_TIME_THEN_REST = re.compile(
    rf"{_GAP}{{0,4}}[\[(]?(?P<time>{_T})(?:{_GAP}{{0,2}}-{_GAP}{{0,2}}{_T})?[\])]?"
    rf"{_GAP}{{0,4}}[-–—|:]?{_GAP}{{1,8}}(?=\S)"
)  # fmt: skip
_CHAT = re.compile(rf"From{_GAP}{{1,4}}(?P<name>[^\n:]{{1,60}}?){_GAP}{{1,4}}to{_GAP}{{1,4}}"
                   rf"[^\n:]{{1,60}}:{_GAP}{{0,4}}", re.IGNORECASE)  # fmt: skip
_TAG = re.compile(r"<(?P<close>/?)(?P<tag>v|c|i|b|u|lang|ruby|rt|font)(?:\.[\w-]{1,40}){0,5}"
                  r"(?:[ \t]{1,4}(?P<rest>[^<>\n]{0,120}))?>|<[0-9:.]{5,14}>")  # fmt: skip
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5});")
_STAGE = re.compile(r"[\[(*♪][^\[\]()\n]{0,60}[\])*♪][.]?")
_OWN_LINES = re.compile(
    r".{0,80}(?:started|stopped|ended) (?:the )?(?:transcription|recording)\.?|"
    r"transcribed by .{0,60}|(?:audio )?(?:file )?transcript(?:ion)?|recording (?:started|stopped)|"
    r"(?:meeting|call) (?:recording|transcript).{0,40}|-{3,}|={3,}|\*{3,}|_{3,}|"
    r"summary keywords|keywords|speakers|action items|outline",
    re.IGNORECASE,
)  # fmt: skip
_DASHED = re.compile(r"[ \t]*(?:[-–—]|>>)[ \t]{0,3}(?=\S)")
_KNOWN = ("participant", "facilitator")
_SENTENCE_STOP = re.compile(r"[.?!…:][\"'”’)\]]{0,3}$")
_MOST_OPENING_WORDS = 25

TIMES, LABELS, NUMBERS = "times", "speakers' names", "cue numbers and settings"
MARKUP, NOTES, OWN = "mark-up", "comments in the file", "the program's own lines"
STAGE, OPENING, HEADINGS = "stage directions", HEADER_LINES, "headings"


@dataclass
class _Said:
    """One turn while it grows: who speaks, and where its words stand in the laid text."""

    turn: Turn | None = field(repr=False)
    activity: Activity = field(repr=False)
    start: int
    end: int
    places: list[tuple[int, str]] = field(default_factory=list)  # (start, locator)


@dataclass
class _Line:
    """One line of the file: where it stands, how its place is called, what kind it is."""

    start: int
    end: int
    place: str
    block: Block | None = None


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
        self.people = people
        self.prompts = prompts
        self.document = document
        self.raw = document.text
        self.reading = FileReading(problems=list(document.notices))
        self.attribution = Attribution(people, file.relative, "transcript")
        self.pieces: list[str] = []
        self.origin = array("q")  # where each laid character stands in the file
        self.turns: list[_Said] = []
        self.aside: list[tuple[int, int, str]] = []
        self.time = ""
        self.holder: Turn | None = None
        self.hold = ""  # until the end of the "cue", the next "header", or the blank "line"
        self.in_cue = 0  # lines read since the cue began, counted from 1
        self.headings: list[tuple[int, str]] = []
        self.asked: str | None = None

    def read(self) -> FileReading:
        opening = read_opening(self.project, self.document, self.people, self.prompts)
        fields = opening.fields
        settings = find_session(self.project, self.file, fields.get("session", ""))
        facilitators = [*settings.facilitators, *list_names(fields.get("facilitators", ""))]
        self.speakers = Speakers(self.project, self.people, settings.session_id, facilitators)
        self.session_id = settings.session_id
        self.perspective = self.project.perspective_of(
            settings.perspective or fields.get("perspective", "")
        )
        reading = self.reading
        reading.session_id = settings.session_id
        if date := read_date(settings.date) or read_when(fields.get("date", "")):
            reading.dates[settings.session_id] = date
        if mode := settings.mode or mode_of(fields):
            reading.modes[settings.session_id] = mode
        for name in list_names(fields.get("present", "")):
            turn = self.speakers.who(name)
            if turn is not None and turn.voice == "participant" and turn.person:
                self.attribution.meet(turn, self.perspective)
                reading.present.append((self.session_id, turn.person))
        lines = self._lines(opening.n_blocks)
        self._count_labels(lines)
        self._read_lines(lines)
        self._conclude()
        return reading

    # ------------------------------------------------------------------------------ lines

    def _lines(self, n_opening: int) -> list[_Line]:
        """Return the lines to read; what the opening said is set aside."""
        blocks = self.document.blocks
        starts = [block.start for block in blocks]
        begin = 0
        if n_opening and n_opening <= len(blocks):
            begin = blocks[n_opening - 1].end
            self.aside.append((0, begin, OPENING))
        lines = []
        at = 0
        for number, words in enumerate(self.raw.split("\n"), start=1):
            start, at = at, at + len(words) + 1
            if start + len(words) <= begin and begin:
                continue
            near = bisect_right(starts, start + len(words)) - 1
            block = blocks[near] if near >= 0 and blocks[near].end > start else None
            place = block.place if block is not None else f"line {number}"
            lines.append(_Line(start, start + len(words), place, block))
        return lines

    def _count_labels(self, lines: list[_Line]) -> None:
        """Count the labels of the whole file: a name comes back, a subject does not."""
        self.labels: Counter[str] = Counter()
        known: set[str] = set()
        self.has_headers = self.has_names_over_cues = False
        after_arrow = False
        for line in lines:
            if after_arrow:
                bare = self.raw[line.start : min(line.end, line.start + 80)].strip(" *_:")
                over = self.speakers.who(*_split_role(bare))
                self.has_names_over_cues |= over is not None and over.voice in _KNOWN
            after_arrow = bool(_ARROW.fullmatch(self.raw[line.start : line.end]))
            turn = self._header(line.start, line.end, self.raw)
            if turn is None:
                start = self._after_time(line.start, line.end)
                turn = self.speakers.find_turn(self.raw, start, line.end)
                if turn is None and start > line.start:
                    turn = self.speakers.who(self.raw[start : line.end])
            elif turn.voice != "unknown_name":
                self.has_headers = True
            if _ARROW.fullmatch(self.raw[line.start : line.end]):
                self.has_headers = True
            if turn is not None:
                self.labels[fold(turn.key)] += 1
                if turn.voice in ("participant", "facilitator"):
                    known.add(fold(turn.key))
        self.n_turns = sum(n for key, n in self.labels.items() if n > 1 or key in known)

    def _is_label(self, turn: Turn) -> bool:
        if turn.voice in CERTAIN:
            return True
        return self.labels[fold(turn.key)] > 1 or self.n_turns > 1

    def _read_lines(self, lines: list[_Line]) -> None:
        skipping = False  # within a comment, a style or the header of a .vtt
        is_vtt = self.raw.lstrip("\ufeff \n").startswith("WEBVTT")
        for at, line in enumerate(lines):
            words = self.raw[line.start : line.end]
            if not words.strip():
                skipping = False
                self._end_paragraph()
            elif skipping:
                self._set_aside(line, NOTES)
            elif is_vtt and (
                words.startswith(("WEBVTT", "STYLE", "REGION")) or words.split()[0] == "NOTE"
            ):
                skipping = True
                self._set_aside(line, NOTES)
            elif _ARROW.fullmatch(words):
                self._enter_cue(line, words)
            elif self._is_cue_name(lines, at, is_vtt):
                self._set_aside(line, NUMBERS)
            elif line.block is not None and line.block.kind == "row":
                if line.start <= line.block.start:  # a cell may go on over several lines
                    self._read_row(line, line.block)
            else:
                self._read_line(line, lines[at + 1] if at + 1 < len(lines) else None)

    def _is_cue_name(self, lines: list[_Line], at: int, is_vtt: bool) -> bool:
        words = self.raw[lines[at].start : lines[at].end].strip()
        if at + 1 >= len(lines) or not (words.isdigit() or is_vtt):
            return False
        following = self.raw[lines[at + 1].start : lines[at + 1].end]
        before = self.raw[lines[at - 1].start : lines[at - 1].end] if at else ""
        return bool(_ARROW.fullmatch(following)) and (words.isdigit() or not before.strip())

    def _set_aside(self, line: _Line, reason: str) -> None:
        self.aside.append((line.start, line.end, reason))

    def _enter_cue(self, line: _Line, words: str) -> None:
        if match := _ARROW.fullmatch(words):
            self.time = _plain_time(match[1])
        self.holder, self.hold, self.in_cue = None, "", 1
        self._set_aside(line, TIMES)

    def _end_paragraph(self) -> None:
        if self.hold in ("cue", "line"):
            self.holder, self.hold = None, ""
        if self.in_cue > 1:
            self.in_cue = 0

    # -------------------------------------------------------------------------- one line

    def _read_line(self, line: _Line, following: _Line | None) -> None:
        start, end = line.start, line.end
        words = self.raw[start:end]
        if _OWN_LINES.fullmatch(words.strip()):
            self._set_aside(line, OWN)
            return
        if _STAGE.fullmatch(words.strip()) and not self.speakers.find_turn(self.raw, start, end):
            self._set_aside(line, STAGE)
            return
        if self._is_heading(line, words):
            return
        first_in_cue, self.in_cue = self.in_cue == 1, self.in_cue + bool(self.in_cue)
        if self._enter_header(line):
            return
        if first_in_cue and self._names_cue(line, following):
            return
        dashed = _DASHED.match(words)
        if "<" in words or "&" in words:
            self._read_marked_up(line, dashed.end() if dashed else 0)
            return
        if not self.turns and not self.in_cue and self._is_before_the_talk(line, words):
            return
        self._read_words(line, start + (dashed.end() if dashed else 0), bool(dashed))

    def _is_heading(self, line: _Line, words: str) -> bool:
        configured = self.prompts.configured(self.session_id, words.strip("#*_ \t"))
        is_heading = line.block is not None and line.block.kind == "heading"
        if self.in_cue or not (configured or is_heading):
            return False
        if not is_heading and self.holder is not None:
            return False  # a prompt that somebody puts in words
        if self._header(line.start, line.end, self.raw) is not None:
            return False
        bare = words.strip("#*_ \t:")
        turn = self.speakers.who(*_split_role(bare))
        if turn is not None and turn.voice in CERTAIN:
            self.holder, self.hold = turn, "header"
            self._set_aside(line, LABELS)
            return True
        level = line.block.level if line.block is not None else 1
        self.headings = [heading for heading in self.headings if heading[0] < level]
        self.headings.append((level, bare))
        self.asked = None
        self.holder, self.hold = None, ""
        self._set_aside(line, HEADINGS)
        return True

    def _is_before_the_talk(self, line: _Line, words: str) -> bool:
        """Tell a title or a list of keywords above the first turn from something said."""
        if not self.has_headers or self.holder is not None:
            return False
        if len(words.split()) > _MOST_OPENING_WORDS and not words.isupper():
            return False
        if self.speakers.find_turn(self.raw, self._after_time(line.start, line.end), line.end):
            return False
        self._set_aside(line, OPENING)
        return True

    def _header(self, start: int, end: int, text: str) -> Turn | None:
        """Return who speaks from here, where the line is a name and a time and no more."""
        line = text[start : min(end, start + 200)]
        if end - start > 160:
            return None
        match = _NAME_THEN_TIME.fullmatch(line)
        if match is not None and (match.start("time") > match.end("name")):
            turn = self.speakers.who(match["name"].strip("*_ -–|·•"), match["role"] or "")
            if turn is not None:
                return replace(turn, start=match.start("time"), end=match.end("time"))
        if match := _TIME_THEN_REST.match(line):
            rest = line[match.end() :].strip("*_ ").removesuffix(":").strip("*_ ")
            turn = self.speakers.who(*_split_role(rest))
            if turn is not None and (
                turn.voice in CERTAIN
                or (
                    turn.voice == "unknown_name"
                    and (self.labels[fold(turn.key)] > 1 or (self.has_headers and " " in turn.key))
                )
            ):
                return replace(turn, start=match.start("time"), end=match.end("time"))
        return None

    def _enter_header(self, line: _Line) -> bool:
        turn = self._header(line.start, line.end, self.raw)
        if turn is None:
            return False
        self.time = _plain_time(self.raw[line.start + turn.start : line.start + turn.end])
        self.aside.append((line.start + turn.start, line.start + turn.end, TIMES))
        self._set_aside(line, LABELS)
        self.holder, self.hold, self.in_cue = turn.held(), "header", 0
        return True

    def _names_cue(self, line: _Line, following: _Line | None) -> bool:
        """Take a name alone on a cue's first line, over what was said."""
        words = self.raw[line.start : line.end].strip(" \t\u00a0*_")
        if following is None or not words or "<" in words or len(words) > 80:
            return False
        below = self.raw[following.start : following.end]
        if not below.strip() or _ARROW.fullmatch(below):
            return False
        turn = self.speakers.who(*_split_role(words.removesuffix(":")))
        if turn is None or turn.voice == "role":
            return False
        is_name = self.has_names_over_cues and " " in turn.key
        if not is_name and not self._is_label(turn):
            return False
        self.holder, self.hold = turn.held(), "cue"
        self._set_aside(line, LABELS)
        return True

    def _after_time(self, start: int, end: int) -> int:
        match = _TIME_THEN_REST.match(self.raw[start : min(end, start + 60)])
        return start + match.end() if match else start

    def _read_words(self, line: _Line, start: int, dashed: bool) -> None:
        """Read a line of plain words, with or without a label before them."""
        end = line.end
        after = self._after_time(start, end)
        if after > start and (match := _TIME.search(self.raw, start, after)):
            self.time = _plain_time(match[0])
            self.aside.append((start, after, TIMES))
        turns = self._labelled(after, end)
        if not turns:
            if (dashed and self.in_cue) or after > start:
                self.holder, self.hold = None, ""  # another person, who is not named
            self._say(range(after, end), line, self.holder, dashed)
            return
        at = after
        for turn in turns:
            self._take_label(at, turn)
            if turn.start < turn.end:
                self._say(range(turn.start, turn.end), line, turn.held(), False)
            at = turn.end
            self.holder = turn.held()
        self.hold = "cue" if self.in_cue else "line"
        if turns[-1].start == turns[-1].end and not self.in_cue:
            self.hold = "header"

    def _labelled(self, start: int, end: int) -> list[Turn]:
        """Return who speaks in a line, by the labels in it; the first stands at its start."""
        if match := _CHAT.match(self.raw[start : min(end, start + 160)]):
            turn = self.speakers.who(*_split_role(match["name"]))
            if turn is not None:
                return [replace(turn, start=start + match.end(), end=end)]
        first = self.speakers.find_turn(self.raw, start, end)
        if first is None or first.end != end or not self._is_label(first):
            return []
        if self.hold == "header" and first.voice not in CERTAIN:
            return []
        return self.speakers.find_turns(self.raw, start, end)

    def _take_label(self, start: int, turn: Turn) -> None:
        if match := _TIME.search(self.raw, start, turn.start):
            self.time = _plain_time(match[0])
            self.aside.append((*match.span(), TIMES))
        self.aside.append((start, turn.start, LABELS))

    # --------------------------------------------------------------------------- mark-up

    def _read_marked_up(self, line: _Line, skip: int) -> None:
        """Read a line with tags and entities: each ``<v Name>`` begins another voice."""
        stretches: list[tuple[Turn | None, list[int], dict[int, str]]] = []
        offsets: list[int] = []
        signs: dict[int, str] = {}
        voice, tagged = None, False
        at = line.start + skip
        while at < line.end:
            if self.raw[at] == "<" and (match := _TAG.match(self.raw, at, line.end)):
                if match["tag"] == "v":
                    stretches.append((voice, offsets, signs))
                    offsets, signs = [], {}
                    voice = None if match["close"] else self._voice(match["rest"] or "")
                    tagged = tagged or not match["close"]
                    if not match["close"]:
                        self.holder, self.hold = voice, "cue"
                reason = LABELS if match["tag"] == "v" and not match["close"] else MARKUP
                self.aside.append((at, match.end(), reason))
                at = match.end()
                continue
            if self.raw[at] == "&" and (match := _ENTITY.match(self.raw, at, line.end)):
                signs[at] = archives.clean_text(unescape(match[0]).replace("\xa0", " "))
                self.aside.append((at, match.end(), MARKUP))
                offsets += [at] if signs[at] else []
                at = match.end()
                continue
            offsets.append(at)
            at += 1
        stretches.append((voice, offsets, signs))
        if not tagged and self.holder is None:
            self._read_unvoiced(line, stretches, bool(skip))
            return
        for turn, where, said in stretches:
            if any(not self.raw[place].isspace() for place in where):
                self._say(where, line, turn or (None if tagged else self.holder), False, said)

    def _read_unvoiced(
        self, line: _Line, stretches: list[tuple[Turn | None, list[int], dict[int, str]]],
        dashed: bool,
    ) -> None:  # fmt: skip
        """Read a line with mark-up and no voice: a label may stand before its words."""
        where = [place for _, offsets, _ in stretches for place in offsets]
        signs = {place: sign for _, _, given in stretches for place, sign in given.items()}
        words = "".join(signs.get(place, self.raw[place]) for place in where)
        turn = self.speakers.find_turn(words, 0, len(words))
        if turn is None or turn.end != len(words) or not self._is_label(turn):
            self._say(where, line, self.holder, dashed, signs)
            return
        if turn.start:
            self.aside.append((where[0], where[turn.start - 1] + 1, LABELS))
        self.holder, self.hold = turn.held(), "cue" if self.in_cue else "line"
        self._say(where[turn.start :], line, turn.held(), False, signs)

    def _voice(self, label: str) -> Turn:
        """Return who a voice tag names; a voice is a voice, known or not."""
        label = unescape(label).strip()
        turn = self.speakers.who(*_split_role(label))
        return turn.held() if turn is not None else Turn("unknown_name", 0, 0, key=label)

    # ----------------------------------------------------------------------------- tables

    def _read_row(self, line: _Line, block: Block) -> None:
        """Read a row of times, names and words, in whatever order they stand."""
        turn: Turn | None = None
        rest: list[tuple[int, int]] = []
        for a, b in block.cells:
            cell = self.raw[a:b].strip("[]() ")
            if not cell:
                continue
            if _TIME.fullmatch(cell):
                self.time = _plain_time(cell)
                self.aside.append((a, b, TIMES))
            elif (
                turn is None
                and not rest
                and len(block.cells) > 1
                and (found := self.speakers.who(*_split_role(cell)))
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
        self, where: range | list[int], line: _Line, turn: Turn | None, dashed: bool,
        signs: dict[int, str] | None = None,
    ) -> None:  # fmt: skip
        """Lay words down: behind the last turn where the same person goes on speaking."""
        offsets = list(where)
        while offsets and self.raw[offsets[0]].isspace():
            offsets.pop(0)
        while offsets and self.raw[offsets[-1]].isspace():
            offsets.pop()
        if not offsets:
            return
        given = signs or {}
        words = "".join(given.get(place, self.raw[place]) for place in offsets)
        place = self.time or line.place
        activity = self._activity(turn, words)
        last = self.turns[-1] if self.turns else None
        if (
            last is not None
            and activity == last.activity
            and not dashed
            and (
                self._same(last.turn, turn)
                or (turn is None and last.turn is None and self._runs_on(words))
            )
        ):
            self._lay(" " if self.in_cue or turn is None else "\n", [max(offsets[0] - 1, 0)])
        else:
            if self.pieces:
                self._lay("\n", [max(offsets[0] - 1, 0)])
            last = _Said(turn, activity, len(self.origin), len(self.origin))
            self.turns.append(last)
        last.places.append((len(self.origin), place))
        self._lay(words, offsets)
        last.end = len(self.origin)

    def _lay(self, words: str, offsets: list[int]) -> None:
        self.pieces.append(words)
        self.origin.extend(offsets)

    @staticmethod
    def _same(before: Turn | None, now: Turn | None) -> bool:
        if before is None or now is None:
            return False
        return (before.voice, fold(before.key)) == (now.voice, fold(now.key))

    def _runs_on(self, words: str) -> bool:
        """Tell whether words that name nobody finish another such sentence before them."""
        before = self.pieces[-1].rstrip()
        return words[:1].islower() and not _SENTENCE_STOP.search(before)

    def _activity(self, turn: Turn | None, words: str) -> Activity:
        """Return what people were asked; a facilitator may put a known prompt in words."""
        if turn is not None and turn.voice == "facilitator":
            for a, b in sentence_spans(words, 0, len(words)):
                if self.prompts.configured(self.session_id, words[a:b]):
                    self.asked = words[a:b].strip()
        headings = [heading for _, heading in self.headings]
        return name_activity(
            self.project, self.prompts, self.session_id,
            [*headings, self.asked] if self.asked else headings, None, None, None,
        )  # fmt: skip

    # ------------------------------------------------------------------------- concluding

    def _conclude(self) -> None:
        reading, shown = self.reading, self.file.relative
        text = reading.text = "".join(self.pieces)
        for said in self.turns:
            who = self.attribution.attribute(said.turn, self.perspective)
            starts = [start for start, _ in said.places]
            for a, b in split_units(text, said.start, said.end):
                if not any(sign.isalnum() for sign in text[a:b]):
                    continue
                place = said.places[max(0, bisect_right(starts, a) - 1)][1]
                activity = said.activity
                reading.passages.append(
                    Passage(
                        place, a, b, text[a:b], self.session_id, activity.name, activity.prompt,
                        activity.kind, "verbatim", who.participant_id, who.speaker,
                        who.perspective, activity.group_label,
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
                f"transcript of session {self.session_id}: {len(self.turns)} turns, "
                f"{len(reading.passages)} passages, {len(named)} people named",
            )
        )  # fmt: skip

    def _account(self) -> None:
        read = []
        for passage in self.reading.passages:
            run = self.origin[passage.start : passage.end]
            read += [(place, place + 1) for place in run]
        self.reading.set_aside = account(self.raw, read, self.aside)
        for reason, n in self.document.outside.items():
            self.reading.set_aside[reason] = self.reading.set_aside.get(reason, 0) + n
        self.reading.n_characters = len(self.raw) + sum(self.document.outside.values())


def _plain_time(time: str) -> str:
    """Return a time as people write it: 1:22 and 00:01:22,500 become 00:01:22."""
    parts = re.split(r"[.,]", time)[0].split(":")
    hours, minutes, seconds = ["0"] * (3 - len(parts)) + parts
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}"


def _split_role(label: str) -> tuple[str, str]:
    """Return "Priya (link worker)" as a name and a role."""
    name, bracket, role = label.strip().partition("(")
    return (name.strip(), role.strip(" )")) if bracket else (label.strip(), "")
