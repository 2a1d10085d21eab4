"""XML changed in place: nothing but the words that go is different afterwards.

Office files are written by many programs, and each has its own marks in them. Parsing and
writing them anew would lose some; here the marks stay as they are, byte for byte, and only
the text between them is changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from xml.sax.saxutils import escape

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|[^<]+", re.DOTALL
)
_TAG = re.compile(r"</?(?:[\w.-]+:)?([\w.-]+)")
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w-]{1,20})[\"']")
Edit = tuple[int, int, str]  # from, to, what stands there instead


@dataclass
class Piece:
    """Words that belong together, a paragraph or a cell, over the text tokens that hold them."""

    parts: list[tuple[int, str]] = field(default_factory=list)  # (token, or -1; its text)

    @property
    def text(self) -> str:
        """The words."""
        return "".join(words for _, words in self.parts)

    def __repr__(self) -> str:
        return f"Piece({len(self.text)} characters)"


class Markup:
    """One XML part as its tokens; text can be changed, marks stay."""

    def __init__(self, data: bytes) -> None:
        said = _ENCODING.match(data[:300].removeprefix(b"\xef\xbb\xbf"))
        self.encoding = said[1].decode("ascii") if said else "utf-8"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            self.encoding = "utf-16"
        elif data.startswith(b"\xef\xbb\xbf"):
            self.encoding = "utf-8-sig"
        self.tokens: list[str] = _TOKEN.findall(data.decode(self.encoding))

    def __repr__(self) -> str:
        return f"Markup({len(self.tokens)} tokens)"

    def render(self) -> bytes:
        """Return the part's bytes."""
        return "".join(self.tokens).encode(self.encoding)

    def walk(self) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield every token with its kind (open, close, empty, text) and the elements it is in."""
        stack: list[str] = []
        for at, one in enumerate(self.tokens):
            if not one.startswith("<") or one.startswith("<![CDATA["):
                yield at, "text", tuple(stack)
            elif one.startswith("</"):
                yield at, "close", tuple(stack)
                if stack:
                    stack.pop()
            elif one.startswith(("<!", "<?")):
                continue
            elif one.endswith("/>"):
                yield at, "empty", (*stack, name_of(one))
            else:
                stack.append(name_of(one))
                yield at, "open", tuple(stack)

    def elements(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """Return where elements of some names open and close, by token, the first opened first."""
        open_: list[int] = []
        found: list[tuple[int, int]] = []
        for at, kind, inside in self.walk():
            if kind == "open" and inside[-1] in names:
                open_.append(at)
            elif kind == "close" and inside and inside[-1] in names and open_:
                found.append((open_.pop(), at))
            elif kind == "empty" and inside[-1] in names:
                found.append((at, at))
        return sorted(found)

    def is_text(self, at: int) -> bool:
        """Tell whether a token is words and not a mark."""
        return not self.tokens[at].startswith("<") or self.tokens[at].startswith("<![CDATA[")

    def text_at(self, at: int) -> str:
        """Return the words of a text token."""
        one = self.tokens[at]
        if one.startswith("<![CDATA["):
            return one[len("<![CDATA[") : -len("]]>")]
        return unescape(one)

    def set_text(self, at: int, words: str) -> None:
        """Give a text token other words."""
        self.tokens[at] = escape(words)

    def said_in(self, name: str, start: int, end: int) -> str:
        """Return the words of elements of some name between two tokens."""
        words, inside = "", False
        for at in range(start, end):
            if self.is_text(at):
                words += self.text_at(at) if inside else ""
            elif name_of(self.tokens[at]) == name:
                inside = not self.tokens[at].startswith("</")
        return words

    def empty(self, start: int, end: int) -> bool:
        """Take every word out between two tokens; tell whether there was one."""
        texts = [at for at in range(start, end) if self.is_text(at) and self.text_at(at).strip()]
        for at in texts:
            self.set_text(at, "")
        return bool(texts)

    def pieces(self, containers: Sequence[str], spaces: Sequence[str] = ()) -> list[Piece]:
        """Return the text of each innermost container, and of what is outside them one by one."""
        found: list[Piece] = []
        open_: list[Piece] = []
        for at, kind, inside in self.walk():
            if kind in ("open", "empty"):
                if inside[-1] in containers and kind == "open":
                    open_.append(Piece())
                    found.append(open_[-1])
                elif inside[-1] in spaces and open_:
                    open_[-1].parts.append((-1, " "))
            elif kind == "close":
                if inside and inside[-1] in containers and open_:
                    open_.pop()
            elif open_:
                open_[-1].parts.append((at, self.text_at(at)))
            elif self.tokens[at].strip():
                found.append(Piece([(at, self.text_at(at))]))
        return found

    def change(self, piece: Piece, edits: Sequence[Edit]) -> None:
        """Change some of a piece's words, given as positions in its text."""
        at = 0
        for token, words in piece.parts:
            end = at + len(words)
            if token >= 0:
                self._change_token(token, words, at, edits)
            at = end

    def _change_token(self, token: int, words: str, at: int, edits: Sequence[Edit]) -> None:
        out: list[str] = []
        done = 0
        changed = False
        for start, stop, instead in sorted(edits):
            a, b = max(start - at, 0), min(stop - at, len(words))
            if a >= b:
                continue
            changed = True
            out.append(words[done:a])
            if start >= at:  # what stands instead stands once, where the edit begins
                out.append(instead)
            done = b
        if changed:
            self.set_text(token, "".join([*out, words[done:]]))


def name_of(tag: str) -> str:
    """Return an element's name without its prefix.

    Examples
    --------
    >>> name_of('<w:p w:rsidR="00">')
    'p'
    """
    found = _TAG.match(tag)
    return found[1] if found else ""


def attribute(tag: str, name: str) -> str:
    """Return the value of an attribute, "" where it is missing.

    Examples
    --------
    >>> attribute('<c r="A1" t="s">', "t")
    's'
    """
    found = re.search(rf"\s(?:[\w.-]+:)?{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    return unescape(found[1] or found[2] or "") if found else ""


def without_attributes(tag: str, pattern: str) -> str:
    """Return a tag without the attributes whose whole names match.

    Examples
    --------
    >>> without_attributes('<c r="A1" t="s"/>', "t")
    '<c r="A1"/>'
    """
    return re.sub(rf"\s(?:{pattern})\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", tag)
