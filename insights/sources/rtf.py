r"""Rich text (RTF) as blocks with stable positions.

Read as Word documents are: tracked deletions, hidden text, headers and footers are counted,
comments are kept as memos, footnotes stand after the paragraph that refers to them. Pictures
and embedded objects are passed over. Depth and size are bounded, and nothing is run.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from insights.errors import InsightsError
from insights.sources.documents import BlockKind, Comment, Document
from insights.sources.laying import DELETED, HIDDEN, Layout, Paragraph, nested_too_deeply
from insights.sources.rtf_words import (
    CHARSETS,
    COUNTED,
    GATHERED,
    KEPT_OPTIONAL,
    PASSED_OVER,
    SIGNS,
    TOKEN,
    find_codec,
)

_MAX_DEPTH = 500


@dataclass(frozen=True)
class _State:
    """What a group inherits and may change."""

    where: str = "body"  # body, note, skip, count:<reason>, stylesheet, fonttbl
    hidden: bool = False
    deleted: bool = False
    bold: bool = False
    n_fallback: int = 1  # how many signs follow a \u for older programs
    charset: str = ""
    can_be_destination: bool = True  # nothing but \* has been met in this group
    optional: bool = False  # \* was met: an unknown destination may be passed over


@dataclass
class _Properties:
    """What a paragraph is; these outlast groups."""

    outline: int | None = None
    item_level: int | None = None
    in_table: bool = False
    style: int = 0


@dataclass
class _Target:
    """Where words go while they are gathered: the body, a comment or a footnote."""

    paragraph: Paragraph = field(default_factory=Paragraph)
    properties: _Properties = field(default_factory=_Properties)
    is_item: bool = False  # a list mark stands before its words
    bytes_waiting: bytearray = field(default_factory=bytearray, repr=False)


def read_rtf(data: bytes, shown: str) -> Document:
    """Return an .rtf as blocks with stable positions.

    Parameters
    ----------
    data
        The file's bytes.
    shown
        How it is named to people.

    Raises
    ------
    InsightsError
        If it does not begin as rich text does, or is nested too deeply.
    """
    if not data.startswith(b"{\\rtf"):
        raise InsightsError(
            "This file is damaged or is not what its name says, so it could not be opened.",
            shown, "Open it in the program it was made with and save it again as .rtf.",
        )  # fmt: skip
    reader = _Reader(shown)
    reader.read(data.decode("latin-1"))
    return reader.layout.finish(shown)


class _Reader:
    """Walks the tokens of a file; a stack holds what each group inherits."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.layout = Layout()
        self.state = _State()
        self.stack: list[tuple[_State, _Target, str]] = []
        self.target = _Target()
        self.codepage = "cp1252"
        self.charsets: dict[int, str] = {}
        self.font = 0
        self.styles: dict[int, int] = {}  # style → outline level
        self.n_to_skip = 0  # signs that only older programs read
        self.high: int | None = None  # the first half of a sign outside the basic plane
        self.notes: list[str] = []
        self.boxes: list[str] = []
        self.cells: list[str] = []
        self.cell_memos: list[Comment] = []
        self.n_rows = 0
        self.opened = ""  # which destination the present group is

    def read(self, source: str) -> None:
        at = 0
        while at < len(source):
            match = TOKEN.match(source, at)
            if match is None:
                break
            at = match.end()
            kind = match.lastgroup
            if kind in ("word", "number"):
                number = int(match["number"]) if match["number"] is not None else None
                if match["word"] == "bin":
                    at += max(0, number or 0)
                else:
                    self._word(match["word"], number)
            elif kind == "open":
                self._open()
            elif kind == "close":
                self._close()
            elif kind == "hex":
                self._byte(int(match["hex"], 16))
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind == "text":
                self._text(match["text"])
        self._end_paragraph()
        self._end_row()

    # ----------------------------------------------------------------------------- groups

    def _open(self) -> None:
        self._flush()
        if len(self.stack) > _MAX_DEPTH:
            raise nested_too_deeply(self.shown)
        self.n_to_skip = 0
        self.stack.append((self.state, self.target, self.opened))
        self.state = replace(self.state, can_be_destination=True, optional=False)
        self.opened = ""

    def _close(self) -> None:
        self._flush()
        self.n_to_skip = 0
        if not self.stack:
            return
        opened, inner = self.opened, self.target
        self.state, self.target, self.opened = self.stack.pop()
        words = inner.paragraph.words.strip()
        if opened == "annotation" and words:
            outer = self.target.paragraph
            outer.memos.append((outer.n_signs, Comment(words)))
        elif opened == "footnote" and words:
            self.notes.append(words)
        elif opened == "shptxt" and words:
            self.boxes.append(words)

    def _enter(self, destination: str) -> None:
        """Enter a group that holds something other than the body's words."""
        if destination in ("listtext", "pntext"):
            self.target.is_item = True
            self.state = replace(self.state, where="skip")
        elif destination in GATHERED:
            if self.state.where in ("body", "note"):
                self.opened = destination
                self.target = _Target()
                self.state = replace(self.state, where="note")
        elif destination in COUNTED:
            if self.state.where in ("body", "note"):
                self.state = replace(self.state, where=f"count:{COUNTED[destination]}")
        else:
            self.state = replace(self.state, where="skip")

    # ------------------------------------------------------------------------------ words

    def _word(self, word: str, number: int | None) -> None:
        if word == "u" and number is not None:
            self._unicode(number)
            return
        self._flush()
        first = self.state.can_be_destination
        if first:
            self.state = replace(self.state, can_be_destination=False)
        if word in ("stylesheet", "fonttbl"):
            self.state = replace(self.state, where=word)
        elif word in PASSED_OVER or word in COUNTED or word in GATHERED:
            if first:
                self._enter(word)
        elif first and self.state.optional and word not in KEPT_OPTIONAL:
            self.state = replace(self.state, where="skip")
        elif self.state.where == "stylesheet":
            self._style_word(word, number)
        elif self.state.where == "fonttbl":
            self._font_word(word, number)
        else:
            self._format(word, number)

    def _style_word(self, word: str, number: int | None) -> None:
        if word == "s" and number is not None:
            self.target.properties.style = number
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            self.styles[self.target.properties.style] = number

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self.font = number
        elif word == "fcharset" and number in CHARSETS:
            self.charsets[self.font] = CHARSETS[number]
        elif word == "cpg" and number:
            self.charsets[self.font] = find_codec(f"cp{number}", self.codepage)

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        state = self.state
        if word in SIGNS:
            self._add(SIGNS[word])
        elif word in ("par", "sect", "page", "column"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self._end_row()
        elif word == "pard":
            self.target.properties = _Properties()
        elif word == "plain":
            self.state = replace(state, hidden=False, bold=False, deleted=False, charset="")
        elif word == "v":
            self.state = replace(state, hidden=on)
        elif word == "b":
            self.state = replace(state, bold=on)
        elif word == "deleted":
            self.layout.counts["deletion"] += on and not state.deleted
            self.state = replace(state, deleted=on)
        elif word == "revised":
            self.layout.counts["insertion"] += on
        elif word == "uc" and number is not None:
            self.state = replace(state, n_fallback=max(0, min(number, 20)))
        elif word == "f" and number is not None:
            self.state = replace(state, charset=self.charsets.get(number, ""))
        elif word == "ansicpg" and number:
            self.codepage = find_codec(f"cp{number}", "cp1252")
        elif word == "mac":
            self.codepage = "mac-roman"
        else:
            self._format_paragraph(word, number)

    def _format_paragraph(self, word: str, number: int | None) -> None:
        properties = self.target.properties
        if word == "intbl":
            properties.in_table = True
        elif word == "outlinelevel" and number is not None and 0 <= number < 9:
            properties.outline = number
        elif word == "s" and number in self.styles:
            properties.outline = self.styles[number]
        elif word == "ls" and number:
            properties.item_level = properties.item_level or 0
        elif word == "ilvl" and number is not None and 0 <= number < 9:
            properties.item_level = number

    # ------------------------------------------------------------------------------ signs

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.state = replace(self.state, optional=True)
        elif sign in "\\{}":
            self._text(sign)
        elif sign == "~":
            self._text("\u00a0")
        elif sign == "_":
            self._text("-")
        elif sign in "\r\n":
            self._end_paragraph()

    def _byte(self, value: int) -> None:
        if self.n_to_skip:
            self.n_to_skip -= 1
        else:
            self.state = replace(self.state, can_be_destination=False)
            self.target.bytes_waiting.append(value)

    def _flush(self) -> None:
        """Turn waiting bytes into letters; some letters take two of them."""
        waiting = self.target.bytes_waiting
        if waiting:
            words = bytes(waiting).decode(self.state.charset or self.codepage, "replace")
            waiting.clear()
            self._add(words)

    def _unicode(self, number: int) -> None:
        self._flush()
        self.state = replace(self.state, can_be_destination=False)
        self.n_to_skip = self.state.n_fallback
        point = number % 65_536
        if 0xD800 <= point < 0xDC00:
            self.high = point
            return
        if 0xDC00 <= point < 0xE000:
            if self.high is not None:
                self._add(chr(0x10000 + ((self.high - 0xD800) << 10) + point - 0xDC00))
            self.high = None
            return
        self.high = None
        self._add(chr(point))

    def _text(self, words: str) -> None:
        if self.n_to_skip:
            skipped = min(self.n_to_skip, len(words))
            self.n_to_skip -= skipped
            words = words[skipped:]
        self._flush()
        if not words:
            return
        if self.state.can_be_destination:
            self.state = replace(self.state, can_be_destination=False)
        # Bytes above 127 stand for letters of the code page, even where they are not escaped.
        if not words.isascii():
            words = words.encode("latin-1", "replace").decode(
                self.state.charset or self.codepage, "replace"
            )
        self._add(words)

    def _add(self, words: str) -> None:
        state, outside = self.state, self.layout.outside
        if state.where.startswith("count:"):
            outside[state.where.partition(":")[2]] += len(words)
        elif state.where in ("skip", "stylesheet", "fonttbl"):
            return
        elif state.deleted:
            outside[DELETED] += len(words)
        elif state.hidden:
            outside[HIDDEN] += len(words)
        else:
            self.target.paragraph.add(words, state.bold)

    # ------------------------------------------------------------------------- paragraphs

    def _end_paragraph(self) -> None:
        self._flush()
        if self.state.where in ("skip", "stylesheet", "fonttbl") or self.state.where.startswith(
            "count:"
        ):
            return
        if self.state.where == "note" or self.target.properties.in_table:
            self.target.paragraph.add("\n", bold=True)
            return
        self._end_row()
        paragraph = self.target.paragraph
        paragraph.kind, paragraph.level = self._kind()
        self.target.paragraph, self.target.is_item = Paragraph(), False
        self.layout.lay(paragraph)
        self._lay_notes()

    def _kind(self) -> tuple[BlockKind, int]:
        if self.target.properties.outline is not None:
            return "heading", self.target.properties.outline + 1
        if self.target.properties.item_level is not None:
            return "item", self.target.properties.item_level
        if self.target.is_item:
            return "item", 0
        return "paragraph", 0

    def _lay_notes(self) -> None:
        for words in self.notes:
            self.layout.lay_note(words)
        for words in self.boxes:
            box = Paragraph("paragraph", 0, [words], all_bold=False)
            self.layout.lay(box, self.layout.enter_box())
        self.notes.clear()
        self.boxes.clear()

    def _end_cell(self) -> None:
        self._flush()
        if self.state.where != "body":
            return
        paragraph = self.target.paragraph
        self.cells.append(paragraph.words.strip("\n"))
        self.cell_memos += [memo for _, memo in paragraph.memos]
        self.target.paragraph = Paragraph()

    def _end_row(self) -> None:
        self._flush()
        if self.state.where != "body" or not self.cells:
            if self.state.where == "body" and self.n_rows and not self.target.properties.in_table:
                self.n_rows = 0
            return
        if not self.n_rows:
            self.layout.enter_table()
        self.n_rows += 1
        place = f"table {self.layout.n_tables}, row {self.n_rows}"
        self.layout.lay_row(self.cells, place, False, self.cell_memos)
        self.cells, self.cell_memos = [], []
        self._lay_notes()
