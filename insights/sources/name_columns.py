"""Which column of a form says who answered: by its heading, or by the names that stand below it.

"Your name (or leave empty)", "Name or badge number" and "First name" ask for the name of
whoever fills the form in; "Name of your worker" and "Who helped you?" do not. Where there is a
list of people, a column that holds their names says who answered, whatever its heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.sources.likely_names import looks_like_name
from insights.sources.recognise import fold, fold_header
from insights.sources.word_names import is_a_word

if TYPE_CHECKING:
    from insights.sources.people import People

_WHOSE = (
    r"(?:(?:your|my|the|a|our|own|participants?|respondents?|attendees?|persons?|testers?|"
    r"speakers?|s|full|real|legal|preferred|chosen|known)\s)*"
)
_ASKED = (
    r"(?:(?:please|kindly|can|could|may|will|would|we|i|you|have|know|tell|give|write|enter|type|"
    r"print|add|put|in|us|me|what|whats|is|s)\s)*"
)
_HERE = r"(?: (?:here|below|please|in full|in capitals|in block capitals|optional))*"
_WHOLE = re.compile(rf"{_ASKED}{_WHOSE}names?(?: and (?:sur|family |last )name)?{_HERE}")
_GIVEN = re.compile(rf"{_ASKED}{_WHOSE}(?:first ?|given ?|fore|christian )names?{_HERE}|first")
_FAMILY = re.compile(rf"{_ASKED}{_WHOSE}(?:last ?|sur|family ?|second )names?{_HERE}|last")
_ADDRESS = re.compile(rf"{_ASKED}{_WHOSE}e ?mails?(?: address(?:es)?)?{_HERE}")
_MAY_SAY = re.compile(
    r"who (?:are you|you are|is (?:this|filling|answering|completing).*)|"
    r"(?:filled (?:in|out)|completed|answered|submitted|signed|from|by) ?(?:by)?|"
    r"what (?:should|can|do|shall) (?:we|i|people|others|you) (?:like (?:us )?to )?(?:be )?call.*"
)
_BRACKETED = re.compile(r"[(\[{][^)\]}]*(?:[)\]}]|$)")
_BEHIND = re.compile(
    r"\s[-–—]\s.*|[/,:;?!.*].*|\b(?:or|and/or|if|unless|only|optional(?:ly)?|when|leave|as you|"
    r"so (?:that|we))\b.*"
)
_OTHERS = (
    r"worker|keyworker|caseworker|manager|officer|landlord|landlady|carer|doctor|gp|nurse|"
    r"kin|referrer|advocate|interviewer|facilitator|moderator|scribe|note ?taker|helper|buddy|"
    r"friend|partner|relative|child|son|daughter|parent|mum|mother|dad|father|guardian|teacher|"
    r"tutor|mentor|coach|therapist|counsellor|adviser|advisor|coordinator|supervisor|colleague|"
    r"boss|employer|contact|witness|representative|translator|interpreter|hostel|service|surgery|"
    r"organisation|organization|company|team|school|college|charity|project|agency|council|ward|"
    r"hospital|clinic|group|site|centre|center|venue|street|town|place|estate|building|house|"
    r"prototype|idea|file|user|session|event|workshop|department|trust|prison|shop|staff"
)
_ANOTHERS = re.compile(
    rf"\b(?:{_OTHERS})s?\b(?! (?:name )?if)|\bnames? of (?!(?:the )?(?:participant|respondent|"
    r"attendee|tester|person (?:who|filling|answering|completing))\b)|\bnamed?\b.*\bafter\b|"
    r"^(?:who|whom|whose|which|where|when|why|how|did|do|does|has|have|had|was|were|are|is|any|"
    r"anyone|anybody|if|name (?:one|two|three|a|an|any|some))\b|\b(?:referred|helped|supported|"
    r"recommended|nominated|introduced|seen|interviewed|assessed|invited|sent|brought) by\b"
)
_MOST_WORDS = 5  # of a name, with a title
_MOST_SIGNS = 60
_SHARE = 0.5
_DISTINCT = 0.6
_FEW = 5
_LIKELY = 0.8


@dataclass(frozen=True)
class NameColumns:
    """The columns of a form that say by name who answered; none where there are none.

    Attributes
    ----------
    header
        The names, or the given names; "" where no column has any.
    family
        The family names, where they stand apart.
    is_given
        Whether the column asks for given names alone.
    n_known
        How many different names below it are those of people on the list, or look like them.
    """

    header: str = ""
    family: str = ""
    is_given: bool = False
    n_known: int = 0

    def headers(self) -> list[str]:
        """Return the columns, the first of them where the names are known by."""
        return [header for header in (self.header, self.family) if header]


def asks_name(header: str) -> bool:
    """Tell whether a heading asks for the name of whoever answers, in full or in part.

    Examples
    --------
    >>> [asks_name(one) for one in ("Your name (or leave empty)", "Name or badge number")]
    [True, True]
    >>> [asks_name(one) for one in ("Name of your worker", "Which service (name)", "Nickname")]
    [False, False, False]
    """
    plain = _core(header)
    is_asked = any(way.fullmatch(plain) for way in (_WHOLE, _GIVEN, _FAMILY))
    return is_asked and not _is_anothers_in_brackets(header)


def asks_whose(header: str) -> bool:
    """Tell whether a heading asks whose row it is, where "Name" alone may be a thing's name.

    Examples
    --------
    >>> [asks_whose(one) for one in ("Your name (or leave empty)", "Name", "Prototype name")]
    [True, False, False]
    """
    return " " in fold_header(header) and asks_name(header)


def is_anothers(header: str) -> bool:
    """Tell whether a heading asks for the name of somebody, or something, else.

    Examples
    --------
    >>> [is_anothers(one) for one in ("Name of the hostel", "Who helped you?", "Who are you?")]
    [True, True, False]
    """
    if asks_name(header) or _MAY_SAY.fullmatch(_core(header)):
        return False
    return bool(_ANOTHERS.search(fold_header(header)))


def find_names(
    cells: Mapping[str, Sequence[str]], people: People, *, is_long: bool = False
) -> NameColumns:
    """Return which of a form's columns say by name who answered.

    Parameters
    ----------
    cells
        The columns that nothing else is known of, by their headings.
    is_long
        Whether the same name is to be expected in many rows.
    """
    found = [
        NameColumns(header, n_known=_count_known(column, people))
        for header, column in cells.items()
        if _WHOLE.fullmatch(_core(header)) and not _is_anothers_in_brackets(header)
    ]
    if (parts := _in_two_parts(cells, people)) is not None:
        found.append(parts)
    found += [
        NameColumns(header, n_known=n) for header, column in cells.items()
        if not asks_name(header) and not is_anothers(header)
        and (n := _hold_names(header, column, people, is_long))
    ]  # fmt: skip
    found += [
        NameColumns(header, n_known=_count_known(column, people))
        for header, column in cells.items() if _ADDRESS.fullmatch(_core(header))
    ]  # fmt: skip
    found = [one for one in found if any(cell.strip() for cell in cells[one.header])] or found
    # Of several the one with most names that are known; where none is, the plainest heading.
    return max(found, key=lambda one: one.n_known, default=NameColumns())


def join_parts(given: Sequence[str], family: Sequence[str]) -> list[str]:
    """Return given and family names as one."""
    return [" ".join(f"{one} {two}".split()) for one, two in zip(given, family, strict=True)]


def _core(header: str) -> str:
    """Return a heading without what stands behind it: brackets, "or …", "optional"."""
    return fold_header(_BEHIND.sub("", _BRACKETED.sub(" ", fold(header).replace("_", " "))))


def _is_anothers_in_brackets(header: str) -> bool:
    """Tell "Name (of your worker)" and "Name / hostel" from "Name (optional)"."""
    inner = " ".join(part.strip("()[]{} ") for part in _BRACKETED.findall(fold(header)))
    return bool(re.match(rf"of\b|(?:the |your )?(?:{_OTHERS})s?\b", inner))


def _in_two_parts(cells: Mapping[str, Sequence[str]], people: People) -> NameColumns | None:
    def first(asked: re.Pattern[str]) -> str:
        return next((
            header for header in cells
            if asked.fullmatch(_core(header)) and not _is_anothers_in_brackets(header)
        ), "")  # fmt: skip

    given, family = first(_GIVEN), first(_FAMILY)
    if given and family:
        names = join_parts(cells[given], cells[family])
        return NameColumns(given, family, n_known=_count_known(names, people))
    if given:
        return NameColumns(given, is_given=True, n_known=_count_known(cells[given], people))
    return NameColumns(family, n_known=_count_known(cells[family], people)) if family else None


def _hold_names(header: str, column: Sequence[str], people: People, is_long: bool) -> int:
    """Return how many names of people on the list a column holds, if it holds little else.

    One of them has to be a name in full: a single word may be a word.
    """
    filled = [cell.strip() for cell in column if cell.strip()]
    distinct = list(dict.fromkeys(fold(cell) for cell in filled))
    if not filled or (
        not is_long and len(filled) >= _FEW and len(distinct) < _DISTINCT * len(filled)
    ):
        return 0
    if not people.has_names:
        is_asked = bool(_MAY_SAY.fullmatch(_core(header)))
        likely = sum(looks_like_name(cell.title()) for cell in distinct)
        return -1 if is_asked and likely >= _LIKELY * len(distinct) else 0
    n_known = _count_known(distinct, people)
    is_sure = any(_is_in_full(cell, people) for cell in distinct)
    return n_known if is_sure and n_known >= _SHARE * len(distinct) else 0


def _count_known(column: Iterable[str], people: People) -> int:
    """Return how many different names may be those of people on the list."""
    distinct = dict.fromkeys(fold(cell) for cell in column if cell.strip())
    return sum(_may_be_known(cell, people) for cell in distinct)


def _may_be_known(cell: str, people: People) -> bool:
    if len(cell) > _MOST_SIGNS or len(cell.split()) > _MOST_WORDS:
        return False
    known = people.known(cell)
    if known is not None:
        return not people.is_facilitator(known)
    return people.may_know(cell) and not is_a_word(cell)


def _is_in_full(cell: str, people: People) -> bool:
    known = people.known(cell, in_full=True) if len(cell.split()) > 1 else None
    return known is not None and not people.is_facilitator(known)
