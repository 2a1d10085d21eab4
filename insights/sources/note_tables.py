"""Tables in notes: by their first row, who speaks in a row and what a column asks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from insights.sources.activities import Activity
from insights.sources.documents import Block
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold
from insights.sources.speakers import Speakers
from insights.sources.tallies import PROPOSER_HEADERS, Tally, understand_tally
from insights.sources.turns import Turn
from insights.sources.word_names import is_a_word

_ITEM_MARK = re.compile(r"[ \t]*(?:[-*+•‣◦▪–·][ \t]+|[0-9]{1,2}[.)][ \t]+)")
_SPEAKER_HEADERS = ("speaker", "participant", "participant id", "who", "name", "who said it",
                    "person", "said by", "id", "by", "from")  # fmt: skip
_PLAIN_HEADERS = ("note", "notes", "comment", "comments", "quote", "what was said",
                  "what they said", "said", "words")  # fmt: skip
# Beside another column of words these hold what whoever took the notes has to add.
_TAKERS_WORDS = re.compile(
    r"(?:our|team|team['’]s|facilitators?|facilitator['’]s|staff) "
    r"(?:thoughts?|notes?|comments?|response|reply|reflections?|view)"
)
_TAKERS_HEADERS = (
    "note",
    "notes",
    "action",
    "actions",
    "next step",
    "next steps",
    "follow up",
    "follow-up",
)
_MOST_HEADER_WORDS = 6
LABELS = "speakers' names"
_DOTS = "dots and votes"


class CellWords(NamedTuple):
    """What one person, or nobody known, says in a cell."""

    start: int
    end: int
    place: str
    turn: Turn | None
    activity: Activity
    is_idea: bool = False
    dots: int | None = None  # of an idea

    def __repr__(self) -> str:
        return f"CellWords({self.start}, {self.end}, {self.place})"


class NoteTables:
    """Reads the rows of a document's tables, one after the other.

    Parameters
    ----------
    text
        The document's text.
    aside
        Takes the spans that are nobody's words, with what they are.
    activity_of
        What people were asked in a column, by its name, or by the headings above it.
    """

    def __init__(
        self, text: str, session_id: str, prompts: Prompts, speakers: Speakers,
        aside: list[tuple[int, int, str]], activity_of: Callable[[str | None], Activity],
    ) -> None:  # fmt: skip
        self._text = text
        self._session_id = session_id
        self._prompts = prompts
        self._speakers = speakers
        self._aside = aside
        self._activity_of = activity_of
        self.leave()

    def leave(self) -> None:
        """Forget the present table: a heading ends it."""
        self._table = ""
        self._columns: dict[int, str] = {}
        self._speaker_column: int | None = None
        self._takers: frozenset[int] = frozenset()
        self._tally: Tally | None = None

    def read_row(self, block: Block, holder: Turn | None) -> Iterator[CellWords]:
        """Yield what is said in a row; ``holder`` says what names nobody."""
        table = block.place.partition(",")[0]
        if table != self._table:
            self.leave()
            self._table = table
            if self._read_header(block):
                self._aside.append((block.start, block.end, "names of columns"))
                return
        turn = self._row_speaker(block)
        tally = self._tally
        dots = tally.find_dots([self._text[a:b] for a, b in block.cells]) if tally else None
        for at, (a, b) in enumerate(block.cells):
            if a == b or at == self._speaker_column:
                continue
            if tally is not None and at == tally.dots and dots is not None:
                self._aside.append((a, b, _DOTS))
                continue
            where = block.place + (f", column {at + 1}" if len(block.cells) > 1 else "")
            activity = self._activity_of(self._columns.get(at))
            if tally is not None and at == tally.idea:
                own = self._proposed_inside(a, b) if turn is None else None
                start, end = (own.start, own.end) if own is not None else (a, b)
                yield CellWords(start, end, where, own or turn or holder, activity, True, dots)
                continue
            if at in self._takers:
                yield CellWords(a, b, where, Turn("note", 0, 0), activity)
                continue
            yield from self._read_cell(a, b, where, turn, holder, activity)

    def _row_speaker(self, block: Block) -> Turn | None:
        """Return who a row is by; a first cell with somebody's name begins such a column."""
        if self._speaker_column is not None and self._speaker_column < len(block.cells):
            a, b = block.cells[self._speaker_column]
            turn = self._speakers.named_in(self._text[a:b]) if b > a else None
            if turn is None and b > a:
                turn = Turn("unknown_name", 0, 0, key=self._text[a:b])
            self._aside.append((a, b, LABELS))
            return turn
        if len(block.cells) > 1:
            a, b = block.cells[0]
            first = self._speakers.named_in(self._text[a:b])
            if (
                first is not None
                and first.voice in ("participant", "facilitator")
                and (not is_a_word(self._text[a:b]) or self._speakers.is_label(self._text[a:b]))
            ):
                self._speaker_column = 0
                self._aside.append((a, b, LABELS))
                return first
        return None

    def _proposed_inside(self, a: int, b: int) -> Turn | None:
        """Return whose idea a cell is, where it names them itself: "Grace: a lamp"."""
        own = self._speakers.find_turn(self._text, a, b)
        if own is not None and own.end == b:
            self._aside += label_spans(own, a, b)
            return own
        return None

    def _read_cell(
        self, a: int, b: int, where: str, turn: Turn | None, holder: Turn | None,
        activity: Activity,
    ) -> Iterator[CellWords]:  # fmt: skip
        """Yield a cell's lines: by the row's speaker, else by whoever the line names."""
        for start, end in spans_of_lines(self._text, a, b):
            turns = [] if turn is not None else self._speakers.find_turns(self._text, start, end)
            if not turns or turns[0].begins > start:
                stop = turns[0].begins if turns else end
                yield CellWords(start, stop, where, turn or holder, activity)
            for own in turns:
                self._aside += label_spans(own, start, end)
                yield CellWords(own.start, own.end, where, own, activity)

    def _read_header(self, block: Block) -> bool:
        """Understand a table's first row as its header, where it is one."""
        cells = [self._text[a:b].strip("*_ \t\n") for a, b in block.cells]
        folded = [fold(cell) for cell in cells]
        speaker = next((at for at, cell in enumerate(folded) if cell in _SPEAKER_HEADERS), None)
        proposer = _proposer(folded) if speaker is None else speaker
        tally = understand_tally(cells, proposer is not None)
        speaker = proposer if tally is not None else speaker
        short = all(len(cell.split()) <= _MOST_HEADER_WORDS for cell in cells)
        telling = short and any(
            self._prompts.kind_of(self._session_id, cell) != "unspecified"
            and not cell.endswith(".")
            for cell in cells
        )
        headless = len(cells) > 2 and not cells[0] and short and all(cells[1:]) and not any(
            cell.endswith(".") for cell in cells
        )  # fmt: skip
        if not (
            block.is_header or headless or (short and (speaker is not None or tally is not None))
            or (len(cells) > 1 and telling)
        ):  # fmt: skip
            return False
        self._speaker_column, self._tally = speaker, tally
        texts = [at for at, cell in enumerate(cells) if cell and at != speaker]
        if tally is not None:
            texts = [at for at in texts if at != tally.dots]
        takers = {at for at in texts if folded[at] in _TAKERS_HEADERS
                  or _TAKERS_WORDS.fullmatch(folded[at])}  # fmt: skip
        self._takers = frozenset(takers if takers < set(texts) else ())
        if len(texts) == 1 and self._activity_of(cells[texts[0]]).name != cells[texts[0]]:
            return True  # the only column of words: its name sets nothing apart
        self._columns = {at: cells[at] for at in texts if folded[at] not in _PLAIN_HEADERS}
        return True


def _proposer(headers: Sequence[str]) -> int | None:
    return next((at for at, cell in enumerate(headers) if cell in PROPOSER_HEADERS), None)


def label_spans(turn: Turn, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return where in ``start:end`` the label of a turn stands, before or behind its words."""
    spans = [(max(start, turn.begins), turn.start, LABELS)]
    if turn.closes:
        return [*spans, (turn.end, turn.closes, LABELS)]
    if turn.begins <= start and turn.end < end:
        spans.append((turn.end, min(end, turn.end + 80), LABELS))
    return spans


def spans_of_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the lines in ``start:end``, without their list marks."""
    spans = []
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            match = _ITEM_MARK.match(line)
            spans.append((at + (match.end() if match else 0), at + len(line)))
        at += len(line) + 1
    return spans
