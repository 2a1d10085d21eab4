"""Laying a document down: one text, the blocks in it, and a count of what stays outside.

Readers of .docx, .odt, .rtf and .pdf hand over paragraphs and rows in reading order; here
they get their positions, and whatever is not laid down is counted by the reason why.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from insights import archives
from insights.errors import InsightsError, Problem
from insights.sources.documents import Block, BlockKind, Comment, Document, Memo

_FAKE_HEADING_WORDS = 12
DELETED, HIDDEN = "tracked deletions", "hidden text"
COMMENTS, HEADERS = "comments, kept as memos", "headers and footers"
CODES, OBJECTS = "field codes", "text in charts and objects that are not read"
AGAIN = "words that stand in the file twice, for older programs"
CONTENTS = "tables of contents"


@dataclass
class Paragraph:
    """A paragraph while its words are gathered."""

    kind: BlockKind = "paragraph"
    level: int = 0
    pieces: list[str] = field(default_factory=list, repr=False)
    all_bold: bool = True
    n_lead: int = 0  # signs of the bold words at its beginning
    memos: list[tuple[int, Comment]] = field(default_factory=list, repr=False)  # and position
    n_signs: int = 0

    @property
    def words(self) -> str:
        """The words gathered so far."""
        return "".join(self.pieces)

    def add(self, words: str, bold: bool = False) -> None:
        """Add words at the end."""
        self.pieces.append(words)
        self.n_signs += len(words)
        if not bold and words.strip():
            self.all_bold = False
        elif bold and self.all_bold:
            self.n_lead = self.n_signs


class Layout:
    """The text as it grows, line by line."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.blocks: list[Block] = []
        self.at = 0
        self.n_paragraphs = 0
        self.n_tables = 0
        self.n_notes = 0
        self.n_boxes = 0
        self.memos: list[Memo] = []
        self.outside: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()  # what was met, for the remarks

    def lay(self, paragraph: Paragraph, place: str = "") -> None:
        """Lay a paragraph down; each line typed in it stands alone.

        Parameters
        ----------
        place
            How people find it; by default its number.
        """
        words = archives.clean_text(paragraph.words)
        kind, level = paragraph.kind, paragraph.level
        if not words.strip():
            self._keep_memos(paragraph, self.blocks[-1].place if self.blocks else "the top")
            return
        if not place:
            self.n_paragraphs += 1
            place = f"paragraph {self.n_paragraphs}"
        if kind == "paragraph" and paragraph.all_bold and _could_be_heading(words):
            kind, level = "heading", 7
        self._keep_memos(paragraph, place)
        for number, line in enumerate(words.split("\n"), start=1):
            start = self.at + len(line) - len(line.lstrip())
            end = self.at + len(line.rstrip())
            if start < end:
                where = place if number == 1 else f"{place}, line {number}"
                lead = self.at + paragraph.n_lead if number == 1 and not paragraph.all_bold else 0
                self.blocks.append(
                    Block(kind, start, end, where, level, lead=lead if start < lead <= end else 0)
                )
            self._lay_line(line)

    def lay_note(self, words: str, kind: str = "footnote") -> None:
        """Lay down what stands apart from the talk around it: a footnote or an endnote."""
        self.n_notes += 1
        self.counts["footnote"] += 1
        place = f"{kind} {self.n_notes}"
        self.lay(Paragraph("inset", 0, [words], all_bold=False), place)

    def enter_box(self) -> str:
        """Count a text box; return how people find it."""
        self.n_boxes += 1
        self.counts["text box"] += 1
        return f"text box {self.n_boxes}"

    def enter_table(self) -> str:
        """Count a table; return how people find it."""
        self.n_tables += 1
        return f"table {self.n_tables}"

    def lay_row(
        self, cells: Sequence[str], place: str, is_header: bool = False,
        memos: Sequence[Comment] = (),
    ) -> None:  # fmt: skip
        """Lay a table's row down, its cells parted by tabs."""
        cells = [archives.clean_text(cell) for cell in cells]
        self.memos += [_memo(self.at, place, comment) for comment in memos]
        if not any(words.strip() for words in cells):
            return
        spans = []
        at = self.at
        for words in cells:
            stripped = words.strip()
            lead = len(words) - len(words.lstrip()) if stripped else 0
            spans.append((at + lead, at + lead + len(stripped)))
            at += len(words) + 1
        self.blocks.append(
            Block("row", spans[0][0], spans[-1][1], place, 0, tuple(spans), is_header)
        )
        self._lay_line("\t".join(cells))

    def finish(self, shown: str) -> Document:
        """Return everything laid down, with what a person should look at as problems."""
        self.counts["comment"] = len(self.memos)
        self.outside[COMMENTS] += sum(len(memo.text) for memo in self.memos)
        return Document(
            "\n".join(self.lines),
            tuple(self.blocks),
            tuple(_report_unread(self.outside, shown)),
            {reason: n for reason, n in sorted(self.outside.items()) if n},
            tuple(self.memos),
            tuple(_say(self.counts)),
        )

    def _lay_line(self, words: str) -> None:
        self.lines.append(words)
        self.at += len(words) + 1

    def _keep_memos(self, paragraph: Paragraph, place: str) -> None:
        for position, comment in paragraph.memos:
            at = self.at + min(position, paragraph.n_signs)
            self.memos.append(_memo(at, place, comment))


def _memo(at: int, place: str, comment: Comment) -> Memo:
    return Memo(at, place, archives.clean_text(comment.words), comment.author)


def _say(counts: Counter[str]) -> list[str]:
    """Return what was met that a reader might not expect, a sentence each."""
    said = []
    for name, one, many, what in (
        ("comment", "comment", "comments", "kept as memos, not as anybody's words"),
        ("footnote", "footnote", "footnotes", "read where they are referred to"),
        ("text box", "text box", "text boxes", "read after the paragraph they hang on"),
        ("insertion", "tracked insertion", "tracked insertions", "read"),
        ("deletion", "tracked deletion", "tracked deletions", "left out"),
    ):
        if n := counts[name]:
            said.append(f"{n} {one if n == 1 else many}: {what}")
    return said


def nested_too_deeply(shown: str) -> InsightsError:
    """Return the refusal of a document whose parts lie in each other without end."""
    return InsightsError(
        "This document is nested too deeply to be read.", shown,
        "Open it in its program, copy the text into a new document and save that.",
    )  # fmt: skip


def _report_unread(outside: Mapping[str, int], shown: str) -> list[Problem]:
    """Return the problems for what a person should look at: hidden text and the like."""
    problems = []
    if n := outside.get(HIDDEN):
        problems.append(
            Problem(shown, "hidden text", f"{n:,} characters are hidden and were not read.",
                    "If they are people's words, select everything and switch “hidden” off; "
                    "else delete them before the file is shared.")
        )  # fmt: skip
    if n := outside.get(HEADERS):
        problems.append(
            Problem(shown, "outside the body", f"{n:,} characters in headers and footers were "
                    "not read.", "If they are people's words, move them into the body of the "
                    "document.")
        )  # fmt: skip
    if n := outside.get(OBJECTS):
        problems.append(
            Problem(shown, "charts and objects", f"{n:,} characters in charts, diagrams or "
                    "objects were not read.", "If they are people's words, type them into the "
                    "body of the document.")
        )  # fmt: skip
    return problems


def _could_be_heading(words: str) -> bool:
    bare = words.strip()
    return (
        "\n" not in bare
        and len(bare.split()) <= _FAKE_HEADING_WORDS
        and not re.search(r"[.,;:”\"]$", bare)
    )
