"""Tables whose cells are changed where they stand: .csv, .tsv, .xlsx and .ods.

Whatever is not changed stays as it was written: lines of a .csv, and the formats, formulas
and drawings of a workbook.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from insights import archives
from insights.privacy.erasing_documents import without_names
from insights.privacy.laid_over import rezip
from insights.privacy.markup import Markup, attribute, name_of, without_attributes
from insights.privacy.who import PLACEHOLDER, Who

_CELL = re.compile(r"([A-Z]{1,3})(\d+)")
_ODS_VALUES = r"(?:office|calcext|table):(?:value|value-type|string-value|date-value|time-value|boolean-value|currency|formula)"  # noqa: E501
Place = tuple[int, int, int]  # sheet, row, column, from 0


@dataclass
class SheetCells:
    """One sheet's cells as text; the first row is row 1."""

    name: str
    rows: list[list[str]] = field(repr=False)


class Table(ABC):
    """A file of cells that can be changed and rendered."""

    def __init__(self) -> None:
        self.sheets: list[SheetCells] = []
        self.changes: dict[Place, str] = {}
        self.emptied: set[tuple[int, int]] = set()  # sheet, row: comments on it go as well

    def empty_row(self, sheet: int, row: int) -> None:
        """Say that a row went, so that what is noted on it goes with it."""
        self.emptied.add((sheet, row))

    def change(self, place: Place, words: str) -> None:
        """Give a cell other words."""
        self.changes[place] = words

    @abstractmethod
    def render(self, who: Who) -> bytes:
        """Return the file's bytes, with comments and properties that name nobody."""


def open_table(data: bytes, suffix: str, shown: str) -> Table:
    """Return a .csv, .tsv, .xlsx or .ods whose cells can be changed."""
    if not archives.looks_like_zip(data):
        return Delimited(data, suffix, shown)
    archive = archives.open_archive(data, shown)
    if "content.xml" in archive.names:
        return _OpenDocument(archive)
    return _Workbook(archive)


class Delimited(Table):
    """Keeps the lines of rows that do not change as they were written."""

    def __init__(self, data: bytes, suffix: str, shown: str) -> None:
        super().__init__()
        text, self.encoding = archives.decode_text(data, shown)
        self.ending = "\r\n" if "\r\n" in data.decode(self.encoding) else "\n"
        self.delimiter = "\t" if suffix == ".tsv" else _delimiter(text)
        lines = [line + "\n" for line in text.split("\n")]
        lines[-1] = lines[-1][:-1]
        reader = csv.reader(iter(lines), delimiter=self.delimiter)
        self.written: list[str] = []
        rows: list[list[str]] = []
        done = 0
        for row in reader:
            rows.append(row)
            self.written.append("".join(lines[done : reader.line_num]))
            done = reader.line_num
        self.sheets = [SheetCells("", rows)]

    def render_rows(self, stays: Callable[[list[str]], bool]) -> bytes:
        """Return the file's bytes with only the rows that stay, as they were written."""
        rows = zip(self.sheets[0].rows, self.written, strict=True)
        return self._encoded([line for row, line in rows if stays(row)])

    def _encoded(self, lines: list[str]) -> bytes:
        return "".join(lines).replace("\n", self.ending).encode(self.encoding)

    def render(self, who: Who) -> bytes:
        """Return the file's bytes."""
        changed = {at for _, at, _ in self.changes}
        out = []
        for at, row in enumerate(self.sheets[0].rows):
            if at not in changed:
                out.append(self.written[at])
                continue
            cells = [self.changes.get((0, at, column), cell) for column, cell in enumerate(row)]
            line = io.StringIO()
            csv.writer(line, delimiter=self.delimiter, lineterminator="").writerow(cells)
            out.append(line.getvalue() + ("\n" if self.written[at].endswith("\n") else ""))
        return self._encoded(out)


def _delimiter(text: str) -> str:
    for line in text.split("\n", 50):
        if line.strip():
            bare = re.sub(r'"[^"]*"?', "", line)
            return max(",;\t", key=lambda mark: (bare.count(mark), mark == ","))
    return ","


class _Zipped(Table):
    """What workbooks of both kinds have in common: comments, titles and properties."""

    def __init__(self, archive: archives.Archive) -> None:
        super().__init__()
        self.archive = archive
        self.parts: dict[str, Markup] = {}

    def part(self, name: str) -> Markup:
        """Return one part, ready to be changed."""
        if name not in self.parts:
            self.parts[name] = Markup(self.archive.read(name))
        return self.parts[name]

    def _redact_the_rest(self, who: Who, done: Collection[str]) -> None:
        for name in self.archive.names:
            if name in done or not name.endswith((".xml", ".rels")):
                continue
            part = self.part(name)
            for piece in part.pieces(("p", "text", "si")):
                spans = who.spans(piece.text)
                whole = who.is_form(piece.text)
                edits = [(0, len(piece.text), "")] if whole else [
                    (a, b, PLACEHOLDER) for a, b in spans
                ]  # fmt: skip
                part.change(piece, edits)
            without_names(part, who)

    def _zip(self) -> bytes:
        return rezip(self.archive.data, {name: part.render() for name, part in self.parts.items()})


class _Workbook(_Zipped):
    """An Excel workbook, its cells changed where they stand."""

    def __init__(self, archive: archives.Archive) -> None:
        super().__init__(archive)
        self.shared = self._shared_strings()
        self.cells: dict[Place, tuple[int, int]] = {}  # → tokens from the cell's mark to its end
        self.names = [name for name, _ in self._listed()]  # the part of each sheet
        for number, (part, title) in enumerate(self._listed()):
            self.sheets.append(SheetCells(title, self._rows(number, self.part(part))))

    def _listed(self) -> list[tuple[str, str]]:
        """Return each sheet's part and title, in the order people see."""
        targets = {}
        for token in self.part("xl/_rels/workbook.xml.rels").tokens:
            if name_of(token) == "Relationship" and not token.startswith("</"):
                target = attribute(token, "Target").lstrip("/")
                path = target if target.startswith("xl/") else f"xl/{target}"
                targets[attribute(token, "Id")] = path
        found = []
        for token in self.part("xl/workbook.xml").tokens:
            if name_of(token) == "sheet" and token.startswith("<") and not token.startswith("</"):
                path = targets.get(attribute(token, "id"), "")
                if path in self.archive.names:
                    found.append((path, attribute(token, "name")))
        return found

    def _shared_strings(self) -> list[tuple[list[int], str]]:
        """Return each shared string: its text tokens, and its words."""
        if "xl/sharedStrings.xml" not in self.archive.names:
            return []
        found: list[tuple[list[int], str]] = []
        part = self.part("xl/sharedStrings.xml")
        for at, kind, inside in part.walk():
            if kind in ("open", "empty") and inside[-1] == "si":
                found.append(([], ""))
            elif kind == "text" and "si" in inside:
                tokens, words = found[-1]
                tokens.append(at)
                said = part.text_at(at) if inside[-1] == "t" and "rPh" not in inside else ""
                found[-1] = (tokens, words + said)
        return found

    def _rows(self, sheet: int, part: Markup) -> list[list[str]]:
        rows: dict[int, dict[int, str]] = {}
        row = column = -1
        at_cell: tuple[int, int] | None = None
        start, words, is_shared = 0, "", False
        for at, kind, inside in part.walk():
            token = part.tokens[at]
            if kind in ("open", "empty") and inside[-1] == "row":
                row, column = int(attribute(token, "r") or row + 2) - 1, -1
            elif kind in ("open", "empty") and inside[-1] == "c":
                match = _CELL.fullmatch(attribute(token, "r"))
                column = _column(match[1]) if match else column + 1
                at_cell = (row, column) if kind == "open" else None
                start, words, is_shared = at, "", attribute(token, "t") == "s"
            elif kind == "text" and at_cell and inside[-1] in ("v", "t"):
                words += part.text_at(at)
            elif kind == "close" and inside[-1] == "c" and at_cell:
                if is_shared and words.strip().isdigit():
                    words = self.shared[int(words)][1]
                rows.setdefault(at_cell[0], {})[at_cell[1]] = words
                self.cells[sheet, *at_cell] = (start, at)
        return _squared(rows)

    def render(self, who: Who) -> bytes:
        """Return the workbook's bytes."""
        for (sheet, row, column), words in self.changes.items():
            if (place := self.cells.get((sheet, row, column))) is None:
                continue
            part = self.part(self.names[sheet])
            start, end = place
            tag = without_attributes(part.tokens[start], "t")
            said = f'<is><t xml:space="preserve">{_escaped(words)}</t></is></c>'
            part.tokens[start] = f'{tag[:-1]} t="inlineStr">{said}' if words else f"{tag[:-1]}/>"
            for token in range(start + 1, end + 1):
                part.tokens[token] = ""
        self._drop_unused_strings()
        self._drop_comments(who)
        self._redact_the_rest(who, {*self.names, "xl/sharedStrings.xml"})
        return self._zip()

    def _drop_comments(self, who: Who) -> None:
        """Empty comments on rows that went, and comments that the person made."""
        theirs = self._people(who)
        found = [
            (kind, sheet, self.part(path))
            for sheet, name in enumerate(self.names)
            for kind, path in self._comments_of(name)
        ]
        # Excel repeats a threaded comment as a plain one, by an author named after its thread.
        for kind, sheet, part in sorted(found, key=lambda one: (one[0] != "threaded", one[1])):
            places = part.elements(("author",))
            authors = {str(n): part.said_in("author", *at) for n, at in enumerate(places)}
            for start, end in part.elements(("comment", "threadedComment")):
                mark = part.tokens[start]
                at = _CELL.match(attribute(mark, "ref"))
                author = authors.get(attribute(mark, "authorId"), attribute(mark, "personId"))
                on_it = at is not None and (sheet, int(at[2]) - 1) in self.emptied
                if on_it or who.is_form(author) or author in theirs:
                    part.empty(start, end)
                    if kind == "threaded":
                        theirs.add(f"tc={attribute(mark, 'id')}")

    def _comments_of(self, sheet: str) -> list[tuple[str, str]]:
        """Return the parts that hold a sheet's comments, each with its kind."""
        folder, _, file = sheet.rpartition("/")
        links = f"{folder}/_rels/{file}.rels"
        tokens = self.part(links).tokens if links in self.archive.names else ()
        targets = [target for token in tokens if (target := attribute(token, "Target"))]
        paths = [posixpath.normpath(posixpath.join(f"/{folder}", t)).lstrip("/") for t in targets]
        return [
            ("threaded" if "threaded" in path else "plain", path)
            for path in paths
            if path in self.archive.names and "comment" in path.casefold() and path.endswith(".xml")
        ]

    def _people(self, who: Who) -> set[str]:
        """Return the ids under which threaded comments know this person."""
        return {
            attribute(token, "id")
            for name in self.archive.names if name.startswith("xl/persons/")
            for token in self.part(name).tokens
            if name_of(token) == "person" and who.spans(attribute(token, "displayName"))
        }  # fmt: skip

    def _drop_unused_strings(self) -> None:
        used: set[int] = set()
        for name in self.archive.names:
            if not re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                continue
            body = self.part(name).render().decode(self.part(name).encoding)
            for tag, index in re.findall(r"(<c\s[^>]*>)(?:<f[^>]*>[^<]*</f>)?<v>(\d+)</v>", body):
                if attribute(tag, "t") == "s":
                    used.add(int(index))
        for index, (tokens, _) in enumerate(self.shared):
            if index not in used:
                for at in tokens:
                    self.part("xl/sharedStrings.xml").set_text(at, "")


class _OpenDocument(_Zipped):
    """An OpenDocument spreadsheet; a repeated row or cell counts as often as it stands."""

    def __init__(self, archive: archives.Archive) -> None:
        super().__init__(archive)
        self.cells: dict[Place, tuple[int, int]] = {}
        self._read(self.part("content.xml"))

    def _read(self, part: Markup) -> None:
        rows: dict[int, dict[int, str]] = {}
        row = column = -1
        repeat_row = repeat = 1
        start, words, in_cell = 0, "", False
        for at, kind, inside in part.walk():
            token = part.tokens[at]
            name = inside[-1] if inside else ""
            if kind == "open" and name == "table":
                rows, row = {}, -1
                title = attribute(token, "name")
            elif kind == "close" and name == "table":
                self.sheets.append(SheetCells(title, _squared(rows)))
            elif kind in ("open", "empty") and name == "table-row":
                row, column = row + 1, -1
                repeat_row = int(attribute(token, "number-rows-repeated") or 1)
            elif kind == "close" and name == "table-row":
                row += min(repeat_row, 1_000_000) - 1
            elif kind in ("open", "empty") and name in ("table-cell", "covered-table-cell"):
                column += 1
                repeat = int(attribute(token, "number-columns-repeated") or 1)
                if kind == "open":
                    start, words, in_cell = at, "", True
                else:
                    column += repeat - 1
            elif kind == "text" and in_cell and "annotation" not in inside:
                words += part.text_at(at)
            elif kind == "close" and name in ("table-cell", "covered-table-cell"):
                rows.setdefault(row, {})[column] = words
                self.cells[len(self.sheets), row, column] = (start, at)
                column += repeat - 1
                in_cell = False

    def render(self, who: Who) -> bytes:
        """Return the spreadsheet's bytes."""
        part = self.part("content.xml")
        for place, words in self.changes.items():
            if place not in self.cells:
                continue
            start, end = self.cells[place]
            tag = without_attributes(part.tokens[start], _ODS_VALUES)
            said = f"<text:p>{_escaped(words)}</text:p>" if words else ""
            kind = ' office:value-type="string"' if words else ""
            part.tokens[start] = f"{tag[:-1]}{kind}>{said}"
            for token in range(start + 1, end):
                part.tokens[token] = ""
        self._drop_annotations(part, who)
        self._redact_the_rest(who, ())
        return self._zip()

    def _drop_annotations(self, part: Markup, who: Who) -> None:
        """Take out comments on rows that went, and comments that the person made."""
        gone = [
            place for (sheet, row, _), place in self.cells.items() if (sheet, row) in self.emptied
        ]
        for start, end in part.elements(("annotation",)):
            author = part.said_in("creator", start, end)
            on_it = any(a < start < b for a, b in gone)
            if on_it or (author and who.is_form(author)):
                for token in range(start, end + 1):
                    part.tokens[token] = ""


def _squared(rows: Mapping[int, Mapping[int, str]]) -> list[list[str]]:
    height = max(rows, default=-1) + 1
    return [
        [rows[at].get(column, "") for column in range(max(rows[at], default=-1) + 1)]
        if at in rows
        else []
        for at in range(height)
    ]


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
