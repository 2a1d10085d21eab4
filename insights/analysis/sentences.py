"""A comparison in plain words, never stronger than its numbers.

Counts are "k of n", never percentages; nobody "felt" anything, people were *recorded
raising* it; a difference, a similarity or a silence is named only where its rule holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from insights.analysis.caveats import split_caveats
from insights.analysis.proportions import silence_bound
from insights.project import Thresholds

GroupWords = Callable[[str, int], str]
_FOR_KIND = {
    "problem": "about experiences or problems",
    "idea": "for ideas",
    "unspecified": "an open question",
}
_NOT_DISAGREEING = "not raising is not disagreeing"


@dataclass(frozen=True)
class _Side:
    """One group's part in a comparison, and how much of it may be said."""

    k: int
    n: int
    asked: bool
    notes: bool
    one: str
    many: str
    smallest_group: int
    sensitive: bool

    @property
    def large_enough(self) -> bool:
        return self.n >= self.smallest_group

    @property
    def count(self) -> str:
        """Return "4 of 9 professionals", or less where a count may not be shown."""
        if not self.large_enough:
            return f"at least one of the {self.many}"
        if self.sensitive and self.k <= 2:
            return f"fewer than three {self.many}"
        return f"{self.bare_count} {self.one if self.n == 1 else self.many}"

    @property
    def bare_count(self) -> str:
        """Return the count where the group has just been named."""
        if self.sensitive and self.k <= 2:
            return "fewer than three"
        least = "at least " if self.notes and self.k < self.n else ""
        return f"{least}{self.k:,} of {self.n:,}"

    @property
    def singular(self) -> bool:
        return self.k == 1 and self.large_enough and not self.sensitive

    @property
    def nobody(self) -> str:
        if self.n == 1:
            return f"the one {self.one} asked was not recorded raising it"
        return f"nobody among the {self.n:,} {self.many} was recorded raising it"


def describe_comparison(
    row: Mapping[str, Any],
    group_words: GroupWords,
    *,
    settings: Thresholds | None = None,
    sensitive: bool = False,
) -> str:
    """Return what one comparison shows, in plain sentences of at most 25 words.

    Parameters
    ----------
    row
        A row of table ``comparison``.
    group_words
        How readers call a group: ``group_words("professional", 2)`` is "professionals".
    sensitive
        Whether the codebook marks the theme as sensitive: one or two people are then
        "fewer than three".

    Examples
    --------
    >>> words = {"le": ("person with lived experience", "people with lived experience"),
    ...          "pro": ("professional", "professionals")}
    >>> row = {"prompt_kind": "problem", "group_a": "le", "k_a": 11, "n_a": 14, "low_a": 0.5,
    ...        "group_b": "pro", "k_b": 4, "n_b": 13, "low_b": 0.1, "difference": 0.478,
    ...        "convergence": "partly convergent", "prominence": "different", "robust": True}
    >>> print(describe_comparison(row, lambda group, n: words[group][n != 1]))
    A larger share of people with lived experience raised it; the meaning is the same. 11 of \
14 people with lived experience and 4 of 13 professionals were recorded raising it. The \
difference holds whoever is left out of the count.
    """
    chosen = settings or Thresholds()
    caveats = split_caveats(row.get("caveats"))
    if "reflexive" in caveats:
        return (
            "What each group said about this is shown side by side; "
            "in a reflexive project nothing is counted or compared."
        )
    a, b = (_side(row, side, group_words, chosen, sensitive) for side in "ab")
    parts = _TELL[str(row["convergence"])](_Telling(row, caveats, a, b, chosen))
    opening = "provisional: " if "provisional" in caveats else ""
    return " ".join(_sentence(opening + part if i == 0 else part) for i, part in enumerate(parts))


@dataclass(frozen=True)
class _Telling:
    """A comparison on its way into words."""

    row: Mapping[str, Any]
    caveats: tuple[str, ...]
    a: _Side
    b: _Side
    settings: Thresholds

    @property
    def prominence(self) -> str:
        return str(self.row.get("prominence") or "cannot tell")

    @property
    def more(self) -> _Side:
        """The group with the larger share; asked for only where D holds."""
        return self.a if float(self.row["difference"]) > 0 else self.b

    @property
    def silent(self) -> _Side:
        return self.a if self.a.k == 0 else self.b

    @property
    def speaking(self) -> _Side:
        return self.b if self.a.k == 0 else self.a

    def counts(self, what: str = "it") -> str:
        return f"{self.a.count} and {self.b.count} were recorded raising {what}"

    def how_prominent(self) -> list[str]:
        """Return what may be said about prominence, where it does not open the telling."""
        if self.prominence == "different":
            return [
                f"it was raised by a larger share of {self.more.many}",
                *self.holds(),
                *self.session(),
            ]
        if self.prominence == "similar":
            return ["the groups raised it to a similar extent"]
        if "unattributed_share" in self.caveats:
            why = "too many notes are without a name, so we cannot tell"
        else:
            why = "we cannot tell from these numbers"
        return [f"{why} whether the groups raised it equally"]

    def holds(self) -> list[str]:
        firm = self.row.get("robust") is True or str(self.row.get("robust")) == "True"
        return ["the difference holds whoever is left out of the count"] if firm else []

    def session(self) -> list[str]:
        if "one_session_per_group" in self.caveats:
            two = "so this could also be a difference between two sessions"
            return [f"each group was asked in one session, {two}"]
        if "no_shared_session" in self.caveats:
            return ["the groups never met together, so sessions may differ rather than groups"]
        return []

    def elsewhere(self) -> list[str]:
        if "conflict_elsewhere" in self.caveats:
            return ["the same sides speak here as where the groups disagree about this theme"]
        return []

    def speakers(self) -> list[str]:
        if "n_is_speakers" in self.caveats:
            return ["no attendance was recorded, so the counts are of those who spoke"]
        return []


def _not_comparable(told: _Telling) -> list[str]:
    kind = _FOR_KIND[str(told.row["prompt_kind"])]
    sides = (told.a, told.b)
    unasked = [side for side in sides if not side.asked]
    if len(unasked) == 2:
        return [f"neither group was asked {kind}, so nothing is compared"]
    if unasked:
        opening = (
            f"no {unasked[0].many} are known to have been asked {kind}, "
            "so the groups are not compared"
        )
    else:
        small = [side for side in sides if not side.large_enough]
        who = "people in either group" if len(small) == 2 else small[0].many
        least = told.settings.smallest_group
        opening = f"too few {who} were asked to compare the groups; it takes at least {least}"
    heard = [side for side in sides if side.asked and side.large_enough and side.k > 0]
    return [opening, *(_recorded(side) for side in heard)]


def _not_yet_judged(told: _Telling) -> list[str]:
    if "not_yet_read" not in told.caveats:
        return [
            told.counts("this"),
            "whether they mean the same by it has not been judged yet",
            *told.elsewhere(),
            *told.how_prominent(),
            *told.speakers(),
        ]
    quiet = [side for side in (told.a, told.b) if side.k == 0]
    if len(quiet) == 2:
        return ["a person has not yet read enough to tell whether either group raised this"]
    opening = (
        f"a person has not yet read enough of what {quiet[0].many} said to tell whether they "
        "raised this"
    )
    speaking = told.speaking
    return [opening, *([_recorded(speaking)] if speaking.large_enough else [])]


def _not_raised(told: _Telling) -> list[str]:
    if told.a.notes or told.b.notes:
        return ["no named person was recorded raising this; group notes mention it"]
    return ["nobody in either group was recorded raising this", _NOT_DISAGREEING]


def _dissonant(told: _Telling) -> list[str]:
    return [
        "the groups disagree about this",
        told.counts(),
        *told.how_prominent(),
        *told.speakers(),
        "read what each side said, and ask them about it together",
    ]


def _silent(told: _Telling) -> list[str]:
    speaking, silent = told.speaking, told.silent
    opening = _recorded(speaking, "this")
    if told.prominence == "different":
        opening = f"only {speaking.many} were recorded raising this: {speaking.bare_count}"
    return [
        opening,
        silent.nobody,
        _what_may_be_missed(silent.n),
        _NOT_DISAGREEING,
        *told.session(),
    ]


def _thin(told: _Telling) -> list[str]:
    ask = "read the quotes, and ask at the next round"
    if min(told.a.k, told.b.k) > 0:
        few = "too few people in one group raised it for a comparison"
        return [told.counts("this"), *told.speakers(), few, ask]
    speaking, silent = told.speaking, told.silent
    if silent.notes:
        why = f"notes without names from {silent.many} carry it too, so no silence is claimed"
    elif "n_is_speakers" in told.caveats:
        why = "no attendance was recorded, so no silence is claimed"
    elif "kind_unsettled" in told.caveats:
        why = f"{silent.many} raised it where its kind is not settled, so no silence is claimed"
    else:
        return [_recorded(speaking, "this"), silent.nobody, ask]
    return [_recorded(speaking, "this"), why, ask]


def _complementary(told: _Telling) -> list[str]:
    opening = "a person judged that each group speaks of the part that it sees"
    return [opening, told.counts(), *told.how_prominent(), *told.speakers()]


def _partly_convergent(told: _Telling) -> list[str]:
    return [
        f"a larger share of {told.more.many} raised it; the meaning is the same",
        told.counts(),
        *told.holds(),
        *told.session(),
        *told.speakers(),
    ]


def _convergent(told: _Telling) -> list[str]:
    agree = "both groups raised it and mean the same by it"
    if told.prominence == "similar":
        opening = "both groups raised this to a similar extent, and mean the same by it"
        return [opening, told.counts(), *told.speakers()]
    return [*told.how_prominent(), agree, told.counts(), *told.speakers()]


_TELL: dict[str, Callable[[_Telling], list[str]]] = {
    "not comparable": _not_comparable,
    "not yet judged": _not_yet_judged,
    "not raised": _not_raised,
    "dissonant": _dissonant,
    "silent": _silent,
    "thin": _thin,
    "complementary": _complementary,
    "partly convergent": _partly_convergent,
    "convergent": _convergent,
}


def _recorded(side: _Side, what: str = "it") -> str:
    return f"{side.count} {'was' if side.singular else 'were'} recorded raising {what}"


def _what_may_be_missed(n: int) -> str:
    """Return how easily a group of n misses something that such people would raise.

    Examples
    --------
    >>> _what_may_be_missed(8)
    'even if 3 in 10 such people would, a group of 8 would miss it about 1 time in 17'
    """
    bound = silence_bound(n)
    tenths = max(1, round(bound * 10))
    part, whole = (tenths, 10) if bound >= 0.095 else (1, round(1 / bound))
    missed = (1 - part / whole) ** n
    times = max(1, round(1 / missed)) if missed > 0 else 0
    if not times:
        return f"a group of {n} may still miss what few such people would raise"
    return (
        f"even if {part:,} in {whole:,} such people would, a group of {n:,} would miss it "
        f"about 1 time in {times:,}"
    )


def _side(
    row: Mapping[str, Any],
    side: str,
    group_words: GroupWords,
    settings: Thresholds,
    sensitive: bool,
) -> _Side:
    group, low = str(row[f"group_{side}"]), row[f"low_{side}"]
    notes = row.get(f"unattributed_{side}")
    return _Side(
        k=int(row[f"k_{side}"]),
        n=int(row[f"n_{side}"]),
        asked=low is not None and low == low,
        notes=notes is not None and notes == notes and int(notes) > 0,
        one=group_words(group, 1),
        many=group_words(group, 2),
        smallest_group=settings.smallest_group,
        sensitive=sensitive,
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
