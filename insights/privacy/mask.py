"""Masking: a text in, the same text with typed placeholders out, and the way between them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from insights.privacy.addresses import find_addresses, grow_addresses
from insights.privacy.dates import find_ages, find_dates
from insights.privacy.identifiers import find_identifiers
from insights.privacy.names import Names
from insights.privacy.normal import Normal, fold, normalise
from insights.privacy.people import find_names
from insights.privacy.spans import Span, outside, unite
from insights.privacy.trained import find_trained
from insights.privacy.words import Words

LONGEST_LINE = 200_000
_PLACEHOLDER = re.compile(
    r"\[(?:PERSON\??|PLACE|ORGANISATION|DATE(?:: \d{4})?|AGE 90\+|PHONE|EMAIL|NHS NUMBER|NI NUMBER|"
    r"POSTCODE|ADDRESS|URL|HANDLE|NUMBER|CARD NUMBER|ACCOUNT|VEHICLE|IP ADDRESS|HELD)\]"
)
_REVIEWABLE = ("PERSON", "PLACE", "ORGANISATION")


@dataclass(frozen=True, repr=False)
class Masked:
    """A masked text, what was replaced, and what waits for a person.

    Attributes
    ----------
    text
        The masked text.
    spans
        What was replaced: positions in the raw text, disjoint and in order.
    waiting
        Proposals that are not covered: positions in the raw text.
    """

    text: str
    spans: tuple[Span, ...] = ()
    waiting: tuple[Span, ...] = ()

    def __repr__(self) -> str:
        counts = f"{len(self.spans)} spans, {len(self.waiting)} waiting"
        return f"Masked({len(self.text)} characters, {counts})"

    @cached_property
    def _marks(self) -> tuple[list[int], list[int]]:
        """Where each span starts, in the raw and in the masked text."""
        raw, masked, shift = [], [], 0
        for span in self.spans:
            raw.append(span.start)
            masked.append(span.start + shift)
            shift += len(span.placeholder) - (span.end - span.start)
        return raw, masked

    def to_masked(self, position: int) -> int:
        """Return where a raw position stands in the masked text.

        Inside a replaced span, that is the start of its placeholder.

        Examples
        --------
        >>> masked = mask_text("ring me on 07700 900123 today", Names())
        >>> masked.text[masked.to_masked(24):]
        'today'
        """
        raw, masked = self._marks
        index = bisect_right(raw, position) - 1
        if index < 0:
            return position
        span = self.spans[index]
        if position < span.end:
            return masked[index]
        return masked[index] + len(span.placeholder) + position - span.end

    def to_raw(self, position: int) -> int:
        """Return where a masked position stands in the raw text; in a placeholder, its start."""
        _, masked = self._marks
        index = bisect_right(masked, position) - 1
        if index < 0:
            return position
        span = self.spans[index]
        after = masked[index] + len(span.placeholder)
        return span.start if position < after else span.end + position - after


def mask_text(
    text: str,
    names: Names,
    *,
    mask: Collection[str] = (),
    unmask: Collection[str] = (),
    exactly: Collection[str] = (),
) -> Masked:
    """Return ``text`` with identifiers replaced by typed placeholders.

    Parameters
    ----------
    text
        Raw text.
    names
        People in the key file.
    mask, unmask
        Strings that a person decided about, folded (:func:`~insights.privacy.normal.fold`).
        A registered name or a number with a shape cannot be unmasked.
    exactly
        Strings that a person found unmasked: covered wherever they stand as whole words,
        letter for letter.

    Examples
    --------
    >>> mask_text("Dr Okafor said: mail sam@example.org", Names()).text
    'Dr [PERSON] said: mail [EMAIL]'
    """
    covered, waiting = find_spans(text, names)
    covered, waiting = _apply_decisions(text, covered, waiting, frozenset(mask), frozenset(unmask))
    if exactly:
        covered = unite([*covered, *_find_exactly(text, exactly)])
    return Masked(_replace(text, covered), tuple(covered), tuple(outside(waiting, covered)))


def find_spans(text: str, names: Names, *, label: bool = False) -> tuple[list[Span], list[Span]]:
    """Return what is to be covered and what waits, as disjoint spans of the raw text."""
    normal = normalise(text)
    covered: list[Span] = []
    waiting: list[Span] = []
    done = 0
    for held in [*_too_long(normal.text), None]:
        end = held.start if held else len(normal.text)
        some, more = _search(normal.text[done:end], names, label)
        covered += [_move(span, done) for span in some]
        waiting += [_move(span, done) for span in more]
        if held:
            covered.append(held)
            done = held.end
    covered = [_back(span, normal) for span in covered]
    return unite(covered), unite(_back(span, normal) for span in waiting)


def _search(text: str, names: Names, label: bool) -> tuple[list[Span], list[Span]]:
    """Return what is to be covered (disjoint) and what waits, in normalised text."""
    words = Words(text)
    people, waiting = find_names(words, names, label=label)
    covered = [
        *find_dates(words), *find_ages(words), *find_identifiers(words), *find_addresses(words),
        *people, *find_trained(text),
    ]  # fmt: skip
    if "[" in text:
        placed = [Span(*m.span(), "", "", "") for m in _PLACEHOLDER.finditer(text)]
        covered, waiting = outside(covered, placed), outside(waiting, placed)
    united = unite(covered)
    return unite([*united, *grow_addresses(text, united)]), waiting


def _move(span: Span, by: int) -> Span:
    return replace(span, start=span.start + by, end=span.end + by) if by else span


def scan_text(text: str, names: Names, *, known: Collection[str] = ()) -> list[Span]:
    """Return every identifier still standing in a text that is about to be written.

    The masker's own rules and the register; placeholders are no findings.

    Parameters
    ----------
    text, names
        The text, and the people in the key file.
    known
        Words and phrases that the product or the organisers put there ("Wilson" of an
        interval, an owner): no findings, unless the register has them.

    Examples
    --------
    >>> scan_text("Three of eight people said that forms are hard. [PERSON] agreed.", Names())
    []
    """
    exempt = {fold(phrase) for phrase in known}
    return [
        span
        for span in find_spans(text, names)[0]
        if span.rule.startswith("register") or fold(text[span.start : span.end]) not in exempt
    ]


def mask_label(text: str, names: Names, own_words: Collection[str] = ()) -> str:
    """Return a file, sheet or column name with identifiers replaced.

    Known names count in lower case too, because file names rarely have capitals.

    Parameters
    ----------
    own_words
        Words, in lower case, that the organisers use themselves in title, question or vision:
        what is only guessed to be a name or a place stands if it is made of them.

    Examples
    --------
    >>> mask_label("notes/callum_smith_interview.docx", Names())
    'notes/[PERSON]_[PERSON]_interview.docx'
    >>> mask_label("Nobody in Wexmere waits", Names(), {"wexmere"})
    'Nobody in Wexmere waits'
    """
    covered, _ = find_spans(text, names, label=True)
    return _replace(text, [span for span in covered if not _is_own(span, text, own_words)])


def _is_own(span: Span, text: str, own_words: Collection[str]) -> bool:
    guessed = span.entity in ("PERSON", "PLACE", "ORGANISATION") and not (
        span.rule.startswith("register") or span.rule == "decision"
    )
    words = re.findall(r"[^\W_]+", text[span.start : span.end].casefold())
    return guessed and bool(words) and all(word in own_words for word in words)


def _back(span: Span, normal: Normal) -> Span:
    start, end = normal.span(span.start, span.end)
    return replace(span, start=start, end=end)


def _replace(text: str, spans: Iterable[Span]) -> str:
    pieces: list[str] = []
    done = 0
    for span in spans:
        pieces += text[done : span.start], span.placeholder
        done = span.end
    pieces.append(text[done:])
    return "".join(pieces)


def _too_long(text: str) -> list[Span]:
    """Return lines too long for anyone to have typed: held whole, never left unscanned."""
    if len(text) <= LONGEST_LINE:
        return []
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        length = len(line.rstrip("\r\n"))
        if length > LONGEST_LINE:
            spans.append(
                Span(start, start + length, "HELD", "[HELD]", "line_too_long", review=True)
            )
        start += len(line)
    return spans


def _find_exactly(text: str, strings: Iterable[str]) -> list[Span]:
    return [
        Span(*match.span(), "PERSON", "[PERSON]", "decision")
        for string in sorted(strings)
        for match in re.finditer(rf"(?<!\w){re.escape(string)}(?!\w)", text)
    ]


def _apply_decisions(
    text: str,
    covered: list[Span],
    waiting: list[Span],
    mask: frozenset[str],
    unmask: frozenset[str],
) -> tuple[list[Span], list[Span]]:
    if not mask and not unmask:
        return covered, waiting

    def said(span: Span) -> str:
        return fold(text[span.start : span.end])

    def open_to_review(span: Span) -> bool:
        return span.entity in _REVIEWABLE and not span.rule.startswith("register")

    kept = [span for span in covered if not (open_to_review(span) and said(span) in unmask)]
    moved = [replace(s, rule="decision", review=False) for s in waiting if said(s) in mask]
    left = [s for s in waiting if said(s) not in mask | unmask]
    return unite([*kept, *moved]), left
