"""The ledger of a file: every character it held was read or set aside, and why.

Nothing may be lost in silence: what no passage holds is counted by a reason in words, and
letters that nobody set aside on purpose are a reason of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

SPACES = "spaces and line ends"
MARKS = "list marks, quotation marks and other signs"
LEFT_OVER = "words that belong to nothing that was understood"


def account(
    text: str, read: Iterable[tuple[int, int]], aside: Iterable[tuple[int, int, str]]
) -> dict[str, int]:
    r"""Return how many characters of ``text`` were not read, by the reason why.

    Parameters
    ----------
    read
        Spans that became passages; they win over everything else.
    aside
        Spans that were set aside, each with its reason; the first to name a place wins.

    Examples
    --------
    >>> account("# A\n- b", [(6, 7)], [(2, 3, "headings")])
    {'headings': 1, 'list marks, quotation marks and other signs': 2, 'spaces and line ends': 3}
    """
    taken = bytearray(len(text))
    for start, end in read:
        taken[start:end] = b"\x01" * (end - start)
    counts: Counter[str] = Counter()
    for start, end, reason in aside:
        for at in range(start, end):
            if not taken[at]:
                taken[at] = 1
                counts[SPACES if text[at].isspace() else reason] += 1
    at = taken.find(0)
    while at >= 0:
        sign = text[at]
        counts[SPACES if sign.isspace() else LEFT_OVER if sign.isalnum() else MARKS] += 1
        at = taken.find(0, at + 1)
    return {reason: counts[reason] for reason in sorted(counts) if counts[reason]}


def account_cells(
    cells: Mapping[str, Sequence[str]], n_read: Mapping[str, int], reasons: Mapping[str, str]
) -> tuple[int, dict[str, int]]:
    """Return how many characters a table held, and those not read, by the reason why.

    Parameters
    ----------
    cells
        The table: header to cells.
    n_read
        How many characters of each column became passages.
    reasons
        Why a column was set aside, where it was.
    """
    held = 0
    counts: Counter[str] = Counter()
    for header, column in cells.items():
        n_column = sum(map(len, column))
        held += len(header) + n_column
        counts["column names"] += len(header)
        rest = n_column - n_read.get(header, 0)
        counts[reasons.get(header, "mark-up, spaces and cells in which nothing is said")] += rest
    return held, {reason: counts[reason] for reason in sorted(counts) if counts[reason]}


def in_words(counts: Mapping[str, int]) -> str:
    """Return a ledger's reasons for people, the largest first.

    Examples
    --------
    >>> in_words({"headings": 12, "spaces and line ends": 1200})
    '1,200 spaces and line ends; 12 headings'
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{n:,} {reason}" for reason, n in ordered)
