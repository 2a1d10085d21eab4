"""What a written file says, wherever it says it: pages, parts of a zip, data, properties.

A file that is about to leave is taken apart into :class:`Piece`, each with the place where
a person finds it. What cannot be taken apart is a piece of its bytes: nothing is passed
over because its format is not known.
"""

from __future__ import annotations

import base64
import binascii
import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from insights.archives import looks_like_zip, open_archive, parse_xml
from insights.errors import InsightsError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 3  # a picture in a page in a notebook; no file of ours goes deeper
_CHUNK = 100_000  # bytes of a picture's packed note that are read
_PNG = b"\x89PNG\r\n\x1a\n"
_PIXELS = (b"IDAT", b"IHDR", b"PLTE", b"pHYs", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IEND")
_READABLE = re.compile(r"[^\W_][\w .,'’@-]{4,400}")
# Attributes into which people's words are put; all others hold codes.
_TYPED = (
    "alt", "aria-label", "author", "content", "descr", "displayname", "initials", "label",
    "lastauthor", "lastmodifiedby", "name", "placeholder", "summary", "title", "tooltip",
)  # fmt: skip
_DATA_URI = re.compile(r"data:([a-z0-9.+/-]*);base64,([A-Za-z0-9+/=\s]+)")
_WORDS_OF_XML = re.compile(r"\.(?:xml|rels|svg|vml)$", re.IGNORECASE)
_SHARE = r"[-−]?\d{1,3}(?:\.\d+)?(?:e-?\d+)?"
_CODE = re.compile(rf"#?[0-9a-fA-F]{{6,64}}…?|{_SHARE}(?: (?:to|–) {_SHARE})?(?: \({_SHARE}\))?")
_PROGRAMS_OWN = re.compile(
    r"property (?:Creator|Producer|CreationDate|ModDate)$|docProps/app\.xml, (?:Application|"
    r"AppVersion|Template) |word/fontTable\.xml, "
)
# Where the program's own ids stand: in columns of tables, and in the bookmarks of a document.
_OWN_IDS = re.compile(
    r"(?:^|[ ,.])(?:(?:proposal_|for_|against_|condition_|earlier_|offer_|pilot_)?excerpt|claim|"
    r"finding|recommendation|source|idea|statement|against_statement|alternative|settle_first)"
    r"_ids?(?:\[\d+\])?$|bookmarkStart, name$"
)
_ID = re.compile(r"(?=\S*\d|[^A-Z\s]*$)\S+")  # a capital and no figure may be a name
_HASH_OF_SCRIPT = re.compile(r"(?<='sha(?:256|384|512)-)[A-Za-z0-9+/]{43,88}={0,2}(?=')")
_PARAGRAPHS = ("p", "si", "comment", "c", "title", "desc", "text")
_HEADING = re.compile(r"Heading ?[12]|Title")
_BLOCKS = (
    "p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "figcaption",
    "blockquote", "summary", "caption", "title", "dt", "dd", "header", "footer", "nav", "a",
    "ul", "ol", "table", "tr", "details", "main", "aside", "figure",
)  # fmt: skip


@dataclass(frozen=True, repr=False)
class Piece:
    """A text that stands in a written file.

    Attributes
    ----------
    file
        The file's name.
    place
        Where in it, as a person finds it: "page 3", "row 7, column quote".
    text
        What stands there: possibly personal data, never to be logged.
    typed
        Whether a person may have put words there; codes and settings are looked through
        for names only, because their numbers mean nothing.
    heading
        The nearest chapter's heading above it, where the file has such.
    """

    file: str
    place: str
    text: str
    typed: bool = True
    heading: str = ""

    def __repr__(self) -> str:
        return f"Piece({self.file!r}, {self.place!r}, {len(self.text)} characters)"


def unpack(file: str, data: bytes, own: Collection[str] = ()) -> list[Piece]:
    r"""Return every text in a file, its name first.

    Parameters
    ----------
    file, data
        The file's name and bytes.
    own
        SHA-256 of scripts and style sheets that the product puts into pages itself.

    Examples
    --------
    >>> [(piece.place, piece.text) for piece in unpack("a.csv", b"quote\nhello\n")]
    [("the file's name", 'a.csv'), ('row 1, column 1', 'quote'), ('row 2, column quote', 'hello')]
    """
    found = [Piece(file, "the file's name", file), *_inside(file, file, data, frozenset(own), 0)]
    return [
        replace(piece, typed=not _is_code(piece.text, piece.place)) if piece.typed else piece
        for piece in found
        if piece.text.strip()
    ]


def as_piece(file: str, place: str, text: str) -> Piece:
    """Return a text with its place, and whether a person may have put words there."""
    return Piece(file, place, text, typed=not _is_code(text, place))


def _inside(
    file: str, name: str, data: bytes, own: frozenset[str], depth: int, before: str = ""
) -> Iterator[Piece]:
    """Yield the texts inside ``data``; ``before`` is the place that leads to it."""
    ending = PurePosixPath(name).suffix.casefold()
    if depth > _DEEPEST:
        yield from _bytes(file, data, before)
    elif looks_like_zip(data):
        yield from _archive(file, data, own, depth, before)
    elif data[:5] == b"%PDF-":
        yield from _pdf(file, data, before)
    elif ending in (".html", ".htm"):
        yield from _page(file, data, own, depth, before)
    elif ending in (".json", ".ipynb", ".jsonl"):
        yield from _json(file, data, before)
    elif ending in (".csv", ".tsv"):
        yield from _cells(file, data, before)
    elif _WORDS_OF_XML.search(name):
        yield from _xml(file, data, before)
    elif ending in (".md", ".txt", ".toml"):
        text = data.decode("utf-8-sig", errors="replace")
        for number, line in enumerate(text.splitlines(), start=1):
            yield Piece(file, _at(before, f"line {number}"), line)
    else:
        yield from _bytes(file, data, before)


def _at(before: str, place: str) -> str:
    return f"{before}, {place}" if before and place else before or place


def _bytes(file: str, data: bytes, before: str) -> Iterator[Piece]:
    """Yield what can be read in bytes of an unknown format, in either width of letters.

    Of a picture only its notes are read: its pixels would spell every short name somewhere.
    """
    place = before or "its bytes"
    if data.startswith(_PNG):
        data = _notes_of_picture(data)
    readings = [data.decode("utf-8", errors="replace")]
    if b"\x00" in data:
        readings += [data[shift:].decode("utf-16-le", errors="replace") for shift in (0, 1)]
    for reading in readings:
        for run in _READABLE.findall(reading):
            yield Piece(file, place, run, typed=False)


def _notes_of_picture(data: bytes) -> bytes:
    """Return a PNG's chunks of text, unpacked."""
    notes, at = [], len(_PNG)
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at + 8 : at + 8 + length]
        if kind not in _PIXELS:
            notes.append(chunk)
        if kind in (b"zTXt", b"iTXt"):
            name, _, packed = chunk.partition(b"\x00")
            start = packed.find(b"\x78")
            if start >= 0:
                with suppress(zlib.error):
                    notes += [name, zlib.decompressobj().decompress(packed[start:], _CHUNK)]
        at += 12 + length
    return b"\n".join(notes)


def _archive(
    file: str, data: bytes, own: frozenset[str], depth: int, before: str
) -> Iterator[Piece]:
    try:
        archive = open_archive(data, file)
    except InsightsError:
        yield from _bytes(file, data, before)
        return
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        if zipped.comment:
            comment = zipped.comment.decode("utf-8", errors="replace")
            yield Piece(file, _at(before, "the comment of the zip"), comment)
    sheets = _sheets(archive.names, archive.read)
    for name in archive.names:
        place = _at(before, f"part {name}")
        yield Piece(file, _at(place, "its name"), name, typed=False)
        if not name.endswith("/"):
            said = f"{place} (sheet “{sheets[name]}”)" if name in sheets else place
            yield from _inside(file, name, archive.read(name), own, depth + 1, said)


def _sheets(names: Collection[str], read: Any) -> dict[str, str]:
    """Return the number of each sheet's part; its title may itself be what is looked for."""
    found = (re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name) for name in names)
    return {match.string: match.group(1) for match in found if match}


# Where a workbook says which cells it means, and what that looks like.
_ADDRESSES = ("r", "ref", "sqref", "spans", "activeCell", "topLeftCell")
_CELLS = re.compile(r"(?:\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|\d+:\d+| )+")


def _xml(file: str, data: bytes, before: str) -> Iterator[Piece]:
    """Yield an XML part's texts paragraph by paragraph, and its attributes."""
    try:
        root = parse_xml(data, file)
    except InsightsError:
        yield from _bytes(file, data, before)
        return
    number, heading = 0, ""
    for element in _paragraphs(root):
        text = "".join(element.itertext())
        if _is_heading(element):
            heading = " ".join(text.split())
        number += bool(text.strip())
        place = element.get("r") or f"{_plain(element.tag)} {number}"
        yield Piece(file, _at(before, place), text, heading=heading)
    seen: set[tuple[str, str, str]] = set()  # a style's name stands thousands of times
    for element in root.iter():
        for name, value in element.attrib.items():
            if (element.tag, name, value) in seen:
                continue
            seen.add((element.tag, name, value))
            plain = _plain(name)
            if plain in _ADDRESSES and _CELLS.fullmatch(value):
                continue  # P39 is a cell before it is a person
            place = _at(before, f"{_plain(element.tag)}, {plain}")
            yield Piece(file, place, value, typed=plain.casefold() in _TYPED)


def _is_heading(element: Element) -> bool:
    """Return whether a Word paragraph is the heading of a chapter, or of a part of one."""
    style = element.find("{*}pPr/{*}pStyle")
    named = "" if style is None else " ".join(style.attrib.values())
    return _HEADING.fullmatch(named) is not None


def _paragraphs(root: Element) -> Iterator[Element]:
    """Yield the smallest elements that hold whole sentences, each text once."""
    inside: set[int] = set()
    for element in root.iter():
        if id(element) in inside:
            continue
        if _plain(element.tag) in _PARAGRAPHS and "".join(element.itertext()).strip():
            inner = [e for e in element.iter() if e is not element]
            if not any(_plain(e.tag) == _plain(element.tag) for e in inner):
                inside.update(id(e) for e in inner)
                yield element
                continue
        if (element.text or "").strip():
            yield element
            inside.update(id(e) for e in element.iter())


def _plain(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _json(file: str, data: bytes, before: str) -> Iterator[Piece]:
    text = data.decode("utf-8-sig", errors="replace")
    lines = text.splitlines() if file.endswith(".jsonl") else [text]
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = _at(before, f"line {number}") if len(lines) > 1 else before
        try:
            value = json.loads(line)
        except ValueError:
            yield Piece(file, place or "the whole file", line)
            continue
        yield from _values(file, value, place, "")


def _values(file: str, value: Any, before: str, path: str) -> Iterator[Piece]:
    place = _at(before, path or "the whole value")
    if isinstance(value, str):
        yield Piece(file, place, value)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield Piece(file, _at(place, "a key"), str(key))
            yield from _values(file, part, before, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _values(file, part, before, f"{path}[{number}]")


def _is_code(text: str, place: str) -> bool:
    """Return whether a text is a hash, a share, a colour or a program's own mark or id.

    Ids are told by where they stand: what looks like one elsewhere may be a name.
    """
    if _CODE.fullmatch(text.strip()) or _PROGRAMS_OWN.search(place):
        return True
    return _OWN_IDS.search(place) is not None and _ID.fullmatch(text.strip()) is not None


def _cells(file: str, data: bytes, before: str) -> Iterator[Piece]:
    text = data.decode("utf-8-sig", errors="replace")
    tabs = file.casefold().endswith(".tsv")
    header: list[str] = []
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter="\t" if tabs else ","), 1):
        header = header or [cell if cell.isidentifier() else "" for cell in row]
        for at, cell in enumerate(row):
            named = header[at] if number > 1 and at < len(header) else ""
            place = _at(before, f"row {number}, column {named or at + 1}")
            yield Piece(file, place, cell.removeprefix("'"))


def _pdf(file: str, data: bytes, before: str) -> Iterator[Piece]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        for name, value in sorted((reader.metadata or {}).items()):
            yield Piece(file, _at(before, f"property {name.lstrip('/')}"), str(value))
        for number, page in enumerate(reader.pages, start=1):
            place = _at(before, f"page {number}")
            yield Piece(file, place, page.extract_text())
            for mark in page.get("/Annots") or ():
                for name in ("/Contents", "/T", "/TU"):
                    said = mark.get_object().get(name)
                    if said:
                        yield Piece(file, _at(place, "a note on the page"), str(said))
        for name, part in sorted(reader.attachments.items()):
            yield Piece(file, _at(before, "the name of an attachment"), name)
            for one in part:
                yield from _inside(file, name, one, frozenset(), 1, _at(before, "an attachment"))
    except (PyPdfError, ValueError, TypeError, KeyError, AttributeError):
        yield from _bytes(file, data, before)


def _page(file: str, data: bytes, own: frozenset[str], depth: int, before: str) -> Iterator[Piece]:
    reader = _Page()
    reader.feed(data.decode("utf-8", errors="replace"))
    reader.close()
    for place, text, typed, heading in reader.texts():
        yield Piece(file, _at(before, place), text, typed, heading)
    for place, kind, text in reader.embedded:
        if hashlib.sha256(text.encode()).hexdigest() in own:
            continue
        name = "data.json" if kind == "json" else "script.txt"
        yield from _inside(file, name, text.encode(), own, depth + 1, _at(before, place))
    for place, value in reader.data_uris:
        for kind, packed in _DATA_URI.findall(value):
            try:
                raw = base64.b64decode(packed)
            except (binascii.Error, ValueError):
                raw = packed.encode()
            name = "image.svg" if "svg" in kind or "xml" in kind else "image.bin"
            yield from _inside(file, name, raw, own, depth + 1, _at(before, place))


class _Page(HTMLParser):
    """A page as a browser would take it apart: running text, attributes, scripts, pictures."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._said: list[tuple[str, str, bool, str]] = []
        self._heading = ""  # of the chapter
        self._open = ""  # the script or style element that is being read
        self._kind = ""
        self._anchor = "the top of the page"
        self._number = 0  # of texts since the anchor
        self._line: list[str] = []
        self.embedded: list[tuple[str, str, str]] = []
        self.data_uris: list[tuple[str, str]] = []

    def texts(self) -> list[tuple[str, str, bool, str]]:
        """Return (place, text, typed, heading) of everything that is read or announced."""
        self._end_line()
        return self._said

    def _end_line(self, tag: str = "") -> None:
        text = " ".join("".join(self._line).split())
        if text:
            self._number += 1
            if tag in ("h1", "h2"):
                self._heading = text
            place = f"text {self._number} below “{self._anchor}”"
            self._said.append((place, text, True, self._heading))
        self._line = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element's attributes; note where scripts and styles begin."""
        if tag in _BLOCKS or tag == "br":
            self._end_line()
        given = {name: value or "" for name, value in attrs}
        if given.get("id"):
            self._anchor, self._number = given["id"], 0
        if given.get("http-equiv", "").casefold() == "content-security-policy":
            given["content"] = _HASH_OF_SCRIPT.sub("·", given.get("content", ""))
        for name, value in given.items():
            place = f"attribute {name} near “{self._anchor}”"
            if value.startswith("data:"):
                self.data_uris.append((place, value))
            else:
                typed = name in _TYPED and tag != "meta"
                self._said.append((place, value, typed, self._heading))
        if tag in ("script", "style"):
            self._open, self._kind = tag, "json" if "json" in given.get("type", "") else tag
            self._line = []

    def handle_endtag(self, tag: str) -> None:
        """End a line where a block ends, and a script where it ends."""
        if tag == self._open:
            place = "chart data" if self._kind == "json" else f"a {tag} of the page"
            self.embedded.append((f"{place} near “{self._anchor}”", self._kind,
                                  "".join(self._line)))  # fmt: skip
            self._open, self._line = "", []
        elif tag in _BLOCKS:
            self._end_line(tag)

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self._line.append(data)

    def handle_comment(self, data: str) -> None:
        """Keep a comment: nobody reads it, and it travels all the same."""
        self._said.append((f"a comment near “{self._anchor}”", data, True, self._heading))
