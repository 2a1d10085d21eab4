"""A stretch of text to be covered, and what happens where stretches meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, order=True)
class Span:
    """Where an identifier stands, what kind it is, and the rule that found it.

    Attributes
    ----------
    start, end
        Code points, end exclusive.
    entity
        Kind of identifier: PERSON, PLACE, DATE, PHONE, …
    placeholder
        What stands in its place: ``[PERSON]``, ``[DATE: 1985]``, …
    rule
        The recogniser that found it.
    review
        Whether a person should look at it. A span that is only proposed (not covered) is
        kept apart from those that are, in ``Masked.waiting``.
    """

    start: int
    end: int
    entity: str
    placeholder: str
    rule: str
    review: bool = False


def unite(spans: Iterable[Span]) -> list[Span]:
    """Return disjoint spans in order; overlapping ones become one, none is uncovered.

    The longest of the overlapping spans gives the name; of equally long ones, the first
    handed in.

    Examples
    --------
    >>> name = Span(0, 5, "PERSON", "[PERSON]", "register")
    >>> mail = Span(0, 15, "EMAIL", "[EMAIL]", "email")
    >>> [span.placeholder for span in unite([name, mail])]
    ['[EMAIL]']
    """
    united: list[Span] = []
    longest = 0
    for span in sorted(spans, key=lambda s: (s.start, s.start - s.end)):
        if not united or span.start >= united[-1].end:
            united.append(span)
            longest = span.end - span.start
            continue
        last = united[-1]
        length = span.end - span.start
        best = last if longest >= length else span
        longest = max(longest, length)
        united[-1] = replace(
            best,
            start=last.start,
            end=max(last.end, span.end),
            review=last.review or span.review,
        )
    return united


def outside(spans: Iterable[Span], covered: Sequence[Span]) -> list[Span]:
    """Return the spans that touch none of ``covered`` (disjoint and in order)."""
    from bisect import bisect_right

    starts = [span.start for span in covered]
    free = []
    for span in spans:
        before = bisect_right(starts, span.start) - 1
        clear = before < 0 or covered[before].end <= span.start
        after = before + 1
        if clear and (after >= len(covered) or covered[after].start >= span.end):
            free.append(span)
    return free
