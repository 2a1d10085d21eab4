r"""Rich text (RTF) as blocks with stable positions.

Read as Word documents are: tracked deletions, hidden text, headers and footers are counted,
comments are kept as memos, footnotes stand after the paragraph that refers to them. Pictures
and embedded objects are passed over. Depth and size are bounded, and nothing is run.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from insights.errors import InsightsError
from insights.sources.documents import BlockKind, Comment, Document
from insights.sources.laying import (
    CODES,
    COMMENTS,
    DELETED,
    HEADERS,
    HIDDEN,
    OBJECTS,
    Layout,
    Paragraph,
    report_unread,
)

_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?"
    r"|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<open>\{)|(?P<close>\})"
    r"|(?P<text>[^\\{}\r\n]+)|(?P<end>[\r\n]+)|(?P<stray>\\)"
)
_MAX_DEPTH = 500

# Destinations: groups that hold something other than the body's words.
_PASSED_OVER = frozenset(
    ["fonttbl", "colortbl", "info", "pict", "objdata", "objclass", "objname", "themedata",
     "colorschememapping", "datastore", "latentstyles", "listtable", "listoverridetable",
     "rsidtbl", "generator", "xmlnstbl", "mmathPr", "filetbl", "revtbl", "template", "operator",
     "atnid", "atnauthor", "atndate", "atntime", "atnref", "atnparent", "atrfstart", "atrfend",
     "bkmkstart", "bkmkend", "listtext", "pntext", "pn", "pnseclvl", "nonshppict", "sp", "sn",
     "sv", "shprslt", "fontemb", "fontfile", "falt", "panose", "wgrffmtfilter", "passwordhash",
     "userprops", "xe", "tc", "private", "upr", "background", "fchars", "lchars", "docvar",
     "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "fldtype", "blipuid",
     "formfield", "ffname", "ffdeftext", "title", "author", "company", "doccomm", "subject",
     "keywords", "stylesheet", "factoidname", "protusertbl", "pgptbl", "gridtbl", "hl"]
)  # fmt: skip
_COUNTED = {
    "header": HEADERS, "headerl": HEADERS, "headerr": HEADERS, "headerf": HEADERS,
    "footer": HEADERS, "footerl": HEADERS, "footerr": HEADERS, "footerf": HEADERS,
    "fldinst": CODES, "object": OBJECTS,
}  # fmt: skip
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ",
    "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb2312",
    136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


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
    return reader.layout.document(report_unread(reader.layout, shown))


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
            match = _TOKEN.match(source, at)
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
        layout = self.layout
        layout.counts["comment"] = len(layout.memos)
        layout.outside[COMMENTS] += sum(len(memo.text) for memo in layout.memos)

    # ----------------------------------------------------------------------------- groups

    def _open(self) -> None:
        self._flush()
        if len(self.stack) > _MAX_DEPTH:
            raise InsightsError(
                "This document is nested too deeply to be read.", self.shown,
                "Open it in Word, copy the text into a new document and save that.",
            )  # fmt: skip
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
        elif destination in ("annotation", "footnote", "shptxt"):
            if self.state.where in ("body", "note"):
                self.opened = destination
                self.target = _Target()
                self.state = replace(self.state, where="note")
        elif destination in _COUNTED:
            if self.state.where in ("body", "note"):
                self.state = replace(self.state, where=f"count:{_COUNTED[destination]}")
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
        elif word in _PASSED_OVER or word in _COUNTED or word in (
            "annotation", "footnote", "shptxt",
        ):  # fmt: skip
            if first:
                self._enter(word)
        elif first and self.state.optional and word not in _KEPT_OPTIONAL:
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
        elif word == "fcharset" and number in _CHARSETS:
            self.charsets[self.font] = _CHARSETS[number]
        elif word == "cpg" and number:
            self.charsets[self.font] = _known_codec(f"cp{number}", self.codepage)

    def _format(self, word: str, number: int | None) -> None:
        on = number != 0
        state = self.state
        if word in _SIGNS:
            self._add(_SIGNS[word])
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
            self.codepage = _known_codec(f"cp{number}", "cp1252")
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
            self.layout.n_notes += 1
            self.layout.counts["footnote"] += 1
            self.layout.lay_inset(words, f"footnote {self.layout.n_notes}")
        for words in self.boxes:
            self.layout.n_boxes += 1
            self.layout.counts["text box"] += 1
            box = Paragraph("paragraph", 0, [words], all_bold=False)
            self.layout.lay(box, f"text box {self.layout.n_boxes}")
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
            self.layout.n_tables += 1
        self.n_rows += 1
        place = f"table {self.layout.n_tables}, row {self.n_rows}"
        self.layout.lay_row(self.cells, place, False, self.cell_memos)
        self.cells, self.cell_memos = [], []
        self._lay_notes()


_KEPT_OPTIONAL = frozenset(["shpinst", "shptxt", "nesttableprops", "footnote",
                            "annotation", "cs", "ds", "ts", "hyphen", "ud"])  # fmt: skip


def _known_codec(name: str, otherwise: str) -> str:
    try:
        return codecs.lookup({"cp65001": "utf-8", "cp10000": "mac-roman"}.get(name, name)).name
    except LookupError:
        return otherwise
