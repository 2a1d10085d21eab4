"""The report as one frozen record: what it says, and nothing about how it looks.

Verbs elsewhere return these; a renderer per format reads them. Text here is plain text:
no markup of any kind. A sentence that claims something about people is a :class:`Claim`,
which names the excerpts it rests on; the rest (what the project is, how it was done) is
plain strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Literal

from insights.disclosure import tells_few
from insights.reporting.figures.charts import ChartSpec

BadgeKind = Literal["class", "confidence", "provisional", "neutral", "warning"]


@dataclass(frozen=True)
class Claim:
    """A sentence with a claim, and the excerpts it rests on."""

    claim_id: str
    text: str
    excerpt_ids: tuple[str, ...]

    @property
    def proof_on_paper(self) -> str:
        """How many excerpts it rests on; '' where no number may stand: paper has no links.

        Examples
        --------
        >>> Claim("F1", "3 of 8 nurses said so.", ("x1", "x2")).proof_on_paper
        '2 excerpts'
        >>> Claim("S1", "Fewer than three people spoke of this.", ("x1",)).proof_on_paper
        ''
        """
        return "" if tells_few(self.text) else self.proof

    @property
    def proof(self) -> str:
        """What leads to its excerpts: their number, where that tells no more than the text.

        Examples
        --------
        >>> Claim("F1", "3 of 8 nurses said so.", ("x1", "x2", "x3")).proof
        '3 excerpts'
        >>> Claim("S1", "Fewer than three people spoke of this.", ("x1",)).proof
        'the words'
        """
        n = len(self.excerpt_ids)
        if tells_few(self.text):
            return "the words"
        return f"{n:,} excerpt{'' if n == 1 else 's'}"


Words = str | Claim


@dataclass(frozen=True)
class Badge:
    """A small label: a class, a confidence level, a warning."""

    kind: BadgeKind
    text: str


@dataclass(frozen=True)
class Heading:
    """A heading inside a section."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text: sentences, some of them claims; ``lead`` stands first, in bold."""

    parts: tuple[Words, ...]
    lead: str = ""


@dataclass(frozen=True)
class Items:
    """A list of short paragraphs."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True)
class KeyMessage:
    """One thing to remember: a headline, the claim under it, and where to read more."""

    headline: str
    claim: Claim
    target: str
    label: str
    badges: tuple[Badge, ...] = ()
    quote: Quote | None = None


@dataclass(frozen=True)
class KeyMessages:
    """What a reader can take away in one minute."""

    messages: tuple[KeyMessage, ...]


@dataclass(frozen=True)
class Cell:
    """A cell of a table: words, perhaps with badges or a link inside the report."""

    words: tuple[Words, ...] = ()
    badges: tuple[Badge, ...] = ()
    target: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a caption and a header row; the first column heads each row."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    style: Literal["plain", "wide", "recommendations"] = "plain"


@dataclass(frozen=True)
class Quote:
    """Somebody's words, byte for byte, with the group alone as their source."""

    excerpt_id: str
    text: str
    attribution: str
    cleared: bool
    directness: str = "verbatim"
    withheld: bool = False  # a sentence of ours stands for words that must not leave


@dataclass(frozen=True)
class QuotePair:
    """Quotes of two groups, side by side; a side may be empty and says why."""

    left_heading: str
    left: tuple[Quote, ...]
    right_heading: str
    right: tuple[Quote, ...]
    left_empty: str = ""
    right_empty: str = ""


@dataclass(frozen=True)
class QuoteList:
    """Quotes under one heading."""

    heading: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: its specification, its text alternative, and its figures as a table."""

    anchor: str
    title: str
    spec: ChartSpec
    alt: str
    table: Table


@dataclass(frozen=True)
class Callout:
    """A box that must not be missed."""

    kind: Literal["decision", "caution", "missing", "serious", "note"]
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Finding:
    """One finding with its label, badges and everything said about it."""

    anchor: str
    label: str
    title: str
    badges: tuple[Badge, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Field:
    """A named field of a card: "Owner", "not named yet"; ``lines`` gives each its own line."""

    name: str
    words: tuple[Words, ...]
    lines: bool = False


@dataclass(frozen=True)
class Fields:
    """The fields of a card, in order."""

    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Figure:
    """A number at a glance, and what it counts."""

    number: str
    words: str


@dataclass(frozen=True)
class Tally:
    """A finding at a glance, for the slide: each group's count, and the claim behind them.

    ``sides`` says who wants what, where the groups disagree.
    """

    label: str
    headline: str
    claim: Claim
    figures: tuple[Figure, ...] = ()
    badges: tuple[Badge, ...] = ()
    sides: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the report; ``label`` is its short name in the contents.

    An ``annex`` is for looking things up: it stands after the end, on a page of its own.
    """

    anchor: str
    title: str
    label: str
    blocks: tuple[Block, ...]
    intro: str = ""
    annex: bool = False


Block = (
    Heading | Paragraph | Items | KeyMessages | Table | Quote | QuotePair | QuoteList | Chart
    | Callout | Finding | Fields | Tally | Section
)  # fmt: skip


@dataclass(frozen=True)
class CitedExcerpt:
    """An excerpt that the report rests on, with its place as far as its readers may know it."""

    excerpt_id: str
    text: str
    group: str
    attribution: str
    place: str
    cleared: bool
    withheld: bool = False


@dataclass(frozen=True)
class EvidenceGroup:
    """The excerpts behind one or more claims that rest on exactly the same ones."""

    anchor: str
    title: str
    claim_ids: tuple[str, ...]
    excerpt_ids: tuple[str, ...]
    n_more: int = 0  # further excerpts, in evidence.csv alone


@dataclass(frozen=True)
class Report:
    """A whole document, ready for any renderer."""

    document: str
    title: str
    subtitle: str
    status: tuple[str, ...]
    sections: tuple[Section, ...]
    evidence: tuple[EvidenceGroup, ...] = ()
    cited: tuple[CitedExcerpt, ...] = ()
    about_evidence: str = ""
    heard: str = ""
    glance: tuple[Figure, ...] = ()
    made_for: str = ""
    reported_on: str = ""
    colophon: tuple[str, ...] = ()
    for_author: tuple[str, ...] = ()  # on screen alone: nobody else is helped by it on paper
    language: str = "en-GB"
    large_type: bool = False


def walk(node: object) -> Iterator[object]:
    """Yield every record inside ``node``, in reading order, itself first."""
    yield node
    if isinstance(node, tuple):
        for part in node:
            yield from walk(part)
    elif is_dataclass(node):
        for part in fields(node):
            value = getattr(node, part.name)
            if part.name in ("excerpt_ids", "spec"):
                continue
            if isinstance(value, tuple) or is_dataclass(value):
                yield from walk(value)


def claims_of(report: Report) -> tuple[Claim, ...]:
    """Return every claim of the report once, in reading order."""
    found: dict[str, Claim] = {}
    for node in walk(report.sections):
        if isinstance(node, Claim):
            found.setdefault(node.claim_id, node)
    return tuple(found.values())


def quotes_of(report: Report) -> tuple[Quote, ...]:
    """Return every quote printed in the report, in reading order."""
    return tuple(node for node in walk(report.sections) if isinstance(node, Quote))


def charts_of(report: Report) -> tuple[Chart, ...]:
    """Return every chart of the report, in reading order."""
    return tuple(node for node in walk(report.sections) if isinstance(node, Chart))


def own_words(report: Report) -> tuple[str, ...]:
    """Return every text the report itself says: all but quotes and excerpts."""
    texts = [report.title, report.subtitle, report.heard, *report.status, *report.colophon]
    for node in walk(report.sections):
        if isinstance(node, Quote):
            continue
        if isinstance(node, tuple):
            texts += [part for part in node if isinstance(part, str)]
        elif is_dataclass(node):
            texts += [
                value
                for part in fields(node)
                if part.name not in _NAMES and isinstance(value := getattr(node, part.name), str)
            ]
    return tuple(text for text in texts if text)


_NAMES = ("anchor", "claim_id", "excerpt_id", "kind", "target", "label", "style", "directness")
