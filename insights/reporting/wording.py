"""Grammar: counts, lists and names of groups, said the way a careful person would.

Counts are "7 of 12", never shares; a group too small to show is said to be so; a theme
that the codebook marks sensitive never gives a count of one or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

GroupWords = Callable[[str, int], str]

_NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip


def in_words(n: int) -> str:
    """Return a small number as a word, a larger one in digits.

    Examples
    --------
    >>> in_words(3), in_words(12), in_words(4200)
    ('three', '12', '4,200')
    """
    return _NUMBERS[n] if 0 <= n < len(_NUMBERS) else f"{n:,}"


def counted_noun(n: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted_noun(1, "file"), counted_noun(0, "file"), counted_noun(2, "person", "people")
    ('1 file', 'no files', '2 people')
    """
    noun = one if n == 1 else (many or f"{one}s")
    return f"no {noun}" if n == 0 else f"{n:,} {noun}"


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return parts as a list in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    words = [part for part in parts if part]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capitalised(text: str) -> str:
    """Return the text with its first letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """Return the text ready for the middle of a sentence; GP, I and names keep capitals.

    Examples
    --------
    >>> uncapitalised("Telling the story"), uncapitalised("GP letters"), uncapitalised("I see")
    ('telling the story', 'GP letters', 'I see')
    """
    first = text.split(" ", 1)[0]
    if first in ("I", "I’m", "I'm") or any(letter.isupper() for letter in first[1:]):
        return text
    return text[:1].lower() + text[1:]


def say_kinds(kinds: Iterable[str]) -> str:
    """Return how many excerpts are of each kind, which are never one number.

    Examples
    --------
    >>> say_kinds(["idea", "problem", "problem"]), say_kinds(["unspecified"])
    ('2 problems · 1 idea', '1 open')
    """
    given = list(kinds)
    named = (("problem", "problem", "problems"), ("idea", "idea", "ideas"),
             ("unspecified", "open", "open"))  # fmt: skip
    return " · ".join(
        counted_noun(given.count(kind), one, many)
        for kind, one, many in named if kind in given
    )  # fmt: skip


def full_stop(text: str) -> str:
    """Return the text closed as a sentence."""
    stripped = text.strip()
    last = stripped.rstrip("\"”’'")[-1:]
    return stripped if not stripped or last in (".", "!", "?", "…") else f"{stripped}."


def shortened(text: str, longest: int) -> str:
    """Return at most ``longest`` characters, cut between words and closed with ….

    Examples
    --------
    >>> shortened("one two three", 9)
    'one two…'
    """
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > longest // 2 else cut).rstrip(" ,;:–-") + "…"


@dataclass(frozen=True)
class Count:
    """How many of a group were recorded raising something, and how that may be said."""

    group: str
    k: int
    n: int
    at_least: bool = False  # group notes carry it too
    spoke: bool = False  # n is those who spoke, not those who were asked
    sensitive: bool = False
    smallest_group: int = 5

    @property
    def asked(self) -> bool:
        """Whether anybody in the group was asked."""
        return self.n > 0

    @property
    def shown(self) -> bool:
        """Whether the group is large enough for its count to be shown."""
        return self.n >= self.smallest_group

    @property
    def exact(self) -> bool:
        """Whether k may be printed as a number."""
        return self.shown and not (self.sensitive and self.k <= 2)


def say_count(count: Count, group_words: GroupWords) -> str:
    """Return a count in words, with the group's name, for inside a sentence.

    Examples
    --------
    >>> words = lambda group, n: "professional" if n == 1 else "professionals"
    >>> say_count(Count("professional", 4, 13), words)
    '4 of 13 professionals'
    >>> say_count(Count("professional", 1, 4), words)
    'professionals (fewer than 5, so no count is shown)'
    >>> say_count(Count("professional", 0, 0), words)
    'professionals (not asked)'
    """
    return _say(count, group_words(count.group, 1 if count.n == 1 else 2))


def short_count(count: Count) -> str:
    """Return a count for a table's cell, without the group's name.

    Examples
    --------
    >>> short_count(Count("carer", 2, 9, sensitive=True)), short_count(Count("carer", 2, 9))
    ('fewer than three', '2 of 9')
    """
    if not count.asked:
        return "not asked"
    if not count.shown:
        return "not shown"
    if count.sensitive and count.k == 0:
        return "nobody recorded"
    if not count.exact:
        return "fewer than three"
    if count.k == 0 and count.at_least:
        return "group notes only"
    least = "at least " if count.at_least and count.k < count.n else ""
    return f"{least}{count.k} of {count.n}"


def _say(count: Count, group: str) -> str:
    if not count.asked:
        return f"{group} (not asked)"
    if not count.shown:
        return f"{group} (fewer than {count.smallest_group}, so no count is shown)"
    if count.sensitive and count.k == 0:
        return f"nobody recorded among {group}"
    if not count.exact:
        return f"fewer than three {group}"
    if count.k == 0 and count.at_least:
        return f"notes from {group} that name nobody"
    return f"{short_count(count)} {group}" + (" who spoke" if count.spoke else "")


def say_counts(counts: Sequence[Count], group_words: GroupWords) -> str:
    """Return several groups' counts as one list in a sentence."""
    return listed(say_count(count, group_words) for count in counts)
