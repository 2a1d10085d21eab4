"""The ledger of a file: every character it held was read or set aside, and why.

Nothing may be lost in silence: what no passage holds is counted by a reason in words, and
letters that nobody set aside on purpose are a reason of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from insights.sheets import Sheet
    from insights.sources.material import FileReading

SPACES = "spaces and line ends"
MARKS = "list marks, quotation marks and other signs"
LEFT_OVER = "words that belong to nothing that was understood"
NOTHING_SAID = "mark-up, spaces and cells in which nothing is said"
NO_WORDS = "spaces, numbers and cells in which nothing is said"
EMPTY = "answers that say nothing, such as “n/a”"
NOT_READ = "columns that were left out"
SCALES, ATTRIBUTES = "answers on a scale", "what describes people"
CONSENT = "what people agreed to"
NAMES, VOTES = "who it is by", "votes"
_WHEN = "dates, sessions, rounds and versions"
_ABOUT = "what a row is about"
OWN_TABLE = "words kept in a table of their own"
# Why the cells of a column are no excerpts, by the meaning of the column.
_WHY = {
    **dict.fromkeys(("idea_id", "ballot_id", "feedback_id", "statement_id", "row_id"),
                    "ids of rows"),
    **dict.fromkeys(("participant_id", "voter", "sketched_by"), NAMES),
    **dict.fromkeys(("perspective", "group", "role"), "groups and roles"),
    **dict.fromkeys(("session", "date", "when", "given_on", "responded_on", "round", "version",
                     "changed_in"), _WHEN),
    **dict.fromkeys(("dots", "vote", "secret"), VOTES),
    **dict.fromkeys(("prototype", "order", "helped_design", "artefact", "section", "type",
                     "severity", "component", "image", "checks", "verdict"), _ABOUT),
    **dict.fromkeys(("title", "status", "response", "what", "reason", "responded_by", "statement",
                     "text", "agreed_by", "note"), OWN_TABLE),
    "prompt": "questions asked",
}  # fmt: skip
_COLUMN = re.compile(r"row [0-9]+, column (.*)", re.DOTALL)


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
    cells: Mapping[str, Sequence[str]], n_read: Mapping[str, int], reasons: Mapping[str, str],
    otherwise: str = NOTHING_SAID,
) -> tuple[int, dict[str, int]]:  # fmt: skip
    """Return how many characters a table held, and those not read, by the reason why.

    Parameters
    ----------
    cells
        The table: header to cells.
    n_read
        How many characters of each column became passages.
    reasons
        Why a column was set aside, where it was.
    otherwise
        Why a part of the other columns was.
    """
    held = 0
    counts: Counter[str] = Counter()
    for header, column in cells.items():
        n_column = sum(map(len, column))
        held += len(header) + n_column
        counts["column names"] += len(header)
        rest = n_column - n_read.get(header, 0)
        counts[reasons.get(header, otherwise)] += rest
    return held, {reason: counts[reason] for reason in sorted(counts) if counts[reason]}


def account_sheet(
    reading: FileReading, sheet: Sheet, n_before: int, roles: Mapping[str, str],
    others: Mapping[str, str], empty: Mapping[str, int] | None = None,
) -> None:  # fmt: skip
    """Add to a reading's ledger what one sheet held: every cell was read or set aside.

    Parameters
    ----------
    n_before
        How many passages the reading had before this sheet was read.
    roles
        Meaning → column.
    others
        Column → why it was set aside, for columns without such a meaning; "" for columns of
        people's words.
    empty
        Column → how many characters of it are answers that say nothing.
    """
    n_read: Counter[str] = Counter()
    for passage in reading.passages[n_before:]:
        if match := _COLUMN.search(passage.locator):
            n_read[match[1]] += passage.end - passage.start
    cells: dict[str, list[str]] = {}
    reasons: dict[str, str] = {}
    meanings = {header: meaning for meaning, header in roles.items()}
    for name in sheet.table.columns:
        header = str(name)
        cells[header] = sheet.table[name].tolist()
        if sheet.repeated:
            cells[header] = [
                "" if (number, header) in sheet.repeated else cell
                for number, cell in zip(sheet.table.index, cells[header], strict=True)
            ]
        reason = others.get(header)
        if reason is None:
            reason = _WHY.get(meanings[header], "") if header in meanings else NOT_READ
        if reason:
            reasons[header] = reason
    for header, n_empty in (empty or {}).items():
        n_read[header] += n_empty
    held, aside = account_cells(cells, n_read, reasons, NO_WORDS)
    if n_empty := sum((empty or {}).values()):
        aside[EMPTY] = n_empty
    reading.n_characters = (reading.n_characters or 0) + held
    so_far = Counter(reading.set_aside or {}) + Counter(aside)
    reading.set_aside = {reason: so_far[reason] for reason in sorted(so_far)}


def in_words(counts: Mapping[str, int]) -> str:
    """Return a ledger's reasons for people, the largest first.

    Examples
    --------
    >>> in_words({"headings": 12, "spaces and line ends": 1200})
    '1,200 spaces and line ends; 12 headings'
    """
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "; ".join(f"{n:,} {reason}" for reason, n in ordered)
