"""One person, as everything written may mean them: the id, the names, the contact details."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from insights.privacy.excerpts import exact_id, is_everyday, string_id
from insights.privacy.mask import find_spans
from insights.privacy.meant import may_be_meant
from insights.privacy.name_book import NameBook
from insights.privacy.names import NameIndex, Names, Person, name_parts
from insights.privacy.normal import fold, normalise
from insights.privacy.registered import find_registered
from insights.privacy.words import Words

PLACEHOLDER = "[PERSON]"
_TIME = re.compile(r"[\[(]?\b\d{1,3}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?\b[\])]?")
_ROLE = re.compile(r"\([^()\n]{0,40}\)")
_TAG = re.compile(r"<[^<>\n]{0,120}>")
_BETWEEN = re.compile(r"[;,|/\n]")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_DIGITS = re.compile(r"[0-9]+")
_LABEL = re.compile(r"(?P<label>[^:：\n]{1,80})[:：]")
_BEFORE_AN_ID = r"(?:participant|person|tester|speaker|voice|id)s?"


@dataclass(frozen=True, repr=False)
class Said:
    """What people said of strings in the queue of words to mask. Printing one shows counts only.

    Attributes
    ----------
    key
        The project's salt: what a string's hash is keyed with.
    actions
        ``string_id`` → "mask", "mask_name" or "unmask".
    """

    key: bytes = b""
    actions: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Said({len(self.actions)} strings)"

    def masks(self, string: str) -> bool:
        """Tell whether a string is masked wherever it stands, as a run masks it."""
        if self.actions.get(exact_id(string, self.key)) == "mask":
            return True
        always = self.actions.get(string_id(string, self.key)) == "mask"
        return always and not is_everyday(string)

    def asked_to_mask(self, string: str) -> bool:
        """Tell whether a string is masked wherever it may name somebody."""
        return self.actions.get(string_id(string, self.key)) in ("mask", "mask_name")

    def lets_stand(self, string: str) -> bool:
        """Tell whether somebody said that a string names nobody."""
        return self.actions.get(string_id(string, self.key)) == "unmask"


@dataclass(frozen=True, repr=False)
class Who:
    """A person who withdraws. Printing one shows counts only.

    Attributes
    ----------
    participant_id
        Their id.
    person
        Their line of the key file; only the id where there is none.
    others
        Everybody else in the key file: a name that two people share tells nothing.
    contacts
        Their e-mail address and telephone number, as the key file has them.
    said
        What people said of words that may be names.
    """

    participant_id: str
    person: Person
    others: Names
    contacts: tuple[str, ...] = ()
    said: Said = field(default_factory=Said)

    def __repr__(self) -> str:
        return f"Who({len(self.person.aliases)} aliases, {len(self.contacts)} contacts)"

    @cached_property
    def _index(self) -> NameIndex:
        return NameIndex.of([self.person] if self.person.name else [])

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every way a cell or a label may name them and nobody else, folded."""
        shared = {part for way in _ways(self.others) for part in (way, way.partition(" ")[0])}
        own = {way for way in _ways(Names((self.person,))) if way not in shared}
        first = " ".join(name_parts(self.person.name)[:1])
        if first and first not in shared:
            own.add(first)
        return frozenset(own | {self._fold(self.participant_id)})

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Ids, names and single names that stand for them alone: what tokens are made of."""
        parts = {
            " ".join(words)
            for ways in self._index.by_first.values()
            for words, _ in ways
            if not self._is_shared(words)
        }
        return tuple(sorted({*self.forms, *parts, *self._index.solid} - {""}))

    @cached_property
    def short_forms(self) -> tuple[str, ...]:
        """Their name turned round or with one initial, where nobody else may be meant by it.

        A form that comes back under "P. Nair" is known by them. Nothing is taken out for them.
        """
        other = {form for way in _ways(self.others) for form in _short_forms(way)}
        own = {form for way in _ways(Names((self.person,))) for form in _short_forms(way)}
        return tuple(sorted(own - other))

    def _is_shared(self, parts: tuple[str, ...]) -> bool:
        known = self.others.index.by_first.get(parts[0], ())
        return any(words == parts for words, _ in known)

    @cached_property
    def _book(self) -> NameBook:
        own = (self.person,) if self.person.name else ()
        return NameBook(Names((*own, *self.others.people)))

    @staticmethod
    def _fold(label: str) -> str:
        return " ".join(name_parts(label)) if not any(map(str.isdigit, label)) else label.casefold()

    def is_form(self, label: str) -> bool:
        """Tell whether a whole cell or label means this person."""
        label = label.strip().strip("@*_:.[]() ")
        if not label:
            return False
        return self._fold(label) in self.forms or self._book.meant(label) == self.participant_id

    def is_label(self, line: str) -> bool:
        """Tell whether a line is nothing but this person's name, with a time or a role."""
        bare = _TAG.sub(" ", _ROLE.sub(" ", _TIME.sub(" ", line)))
        return self.is_form(bare.strip(" \t-–—•>#*_:|[]."))

    def leads(self, line: str) -> bool:
        """Tell whether a line begins with this person's label, as a turn of theirs does."""
        label = _LABEL.match(_TIME.sub(" ", line[:200]))
        return label is not None and self.is_label(label["label"])

    def without(self, cell: str) -> str | None:
        """Return a list in a cell without this person; None where they are not in it."""
        parts = _BETWEEN.split(cell)
        if len(parts) < 2 or not any(self.is_form(part) for part in parts):
            return None
        marks = [*_BETWEEN.findall(cell), ""]
        kept = [
            (part, mark) for part, mark in zip(parts, marks, strict=True) if not self.is_form(part)
        ]
        return "".join(part + mark for part, mark in kept).strip(" ;,|/\n")

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where a text names this person and nobody else."""
        found = list(self._literally(text))
        if self._may_name(text):
            found += self._named(text, self._index)
            found += self._as_people_said(text)
        if not found:
            return []
        other = self._named(text, self.others.index)
        alone = [
            (a, b) for a, b in found if not any(c <= a and b <= d for c, d in other)
        ]  # fmt: skip
        out: list[tuple[int, int]] = []
        for a, b in sorted(alone):
            if out and a < out[-1][1]:
                out[-1] = (out[-1][0], max(b, out[-1][1]))
            else:
                out.append((a, b))
        return out

    def redact(self, text: str) -> str:
        """Return a text that no longer names this person."""
        pieces: list[str] = []
        done = 0
        for start, end in self.spans(text):
            pieces += text[done:start], PLACEHOLDER
            done = end
        return "".join([*pieces, text[done:]])

    def shares_a_name(self, text: str) -> bool:
        """Tell whether a text may mean this person or somebody else of that name."""
        own = self._named(text, self._index) if self._may_name(text) else []
        return bool(own) and len(own) > len([s for s in self.spans(text) if s in own])

    def may_be_named(self, text: str) -> bool:
        """Tell whether a word that is also their name stands in a text and may mean them.

        "joy would rather stay" may. A word that no sentence does without, as "will", may where
        the words beside it look at it as at a person; and none may where somebody said so.
        """
        return any(
            self._may_mean(words, i, text[slice(*span)])
            for words, i, span in self._words_of_theirs(text)
        )

    def _may_mean(self, words: Words, i: int, string: str) -> bool:
        if self.said.lets_stand(string):
            return False
        return not is_everyday(string.lower()) or may_be_meant(words, i, self._index)

    def _words_of_theirs(self, text: str) -> Iterator[tuple[Words, int, tuple[int, int]]]:
        """Yield each word that is by itself their name, and is not known to mean them."""
        if not self._may_name(text):
            return
        normal = normalise(text)
        words = Words(normal.text)
        known = self.spans(text)
        for i, word in enumerate(words.lower):
            if self._index.has(fold(word)):
                start, end = normal.span(words.starts[i], words.starts[i] + len(word))
                if not any(a < end and start < b for a, b in known):
                    yield words, i, (start, end)

    def _as_people_said(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where a run masks their name because somebody said so in the queue of words."""
        if not self._is_masked_by_hand:
            return
        for match in _WORD.finditer(text):
            if self._index.has(fold(match[0])) and self.said.masks(match[0]):
                yield match.span()
        for span in find_spans(text, Names((self.person,)))[1]:
            string = text[span.start : span.end]
            if fold(string) in self.strings and self.said.asked_to_mask(string):
                yield span.start, span.end

    @cached_property
    def _is_masked_by_hand(self) -> bool:
        return any(action != "unmask" for action in self.said.actions.values())

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple({*self._index.by_first, *self._index.solid})

    def _may_name(self, text: str) -> bool:
        folded = fold(text).replace("-", "").replace("\n", "")
        return any(part in folded for part in self._beginnings)

    @cached_property
    def _id_pattern(self) -> str:
        own = re.escape(self.participant_id)
        if not _DIGITS.fullmatch(self.participant_id):
            return rf"(?<![\w-])(?P<id>{own})(?![\w-])"
        # A bare number is anything: it is an id where a line's label or a word before it says so.
        return id_of_digits(own)

    def _named(self, text: str, index: NameIndex) -> list[tuple[int, int]]:
        normal = normalise(text)
        return [
            normal.span(span.start, span.end) for span in find_registered(Words(normal.text), index)
        ]

    def _literally(self, text: str) -> Iterable[tuple[int, int]]:
        for match in re.finditer(self._id_pattern, text, re.IGNORECASE | re.MULTILINE):
            yield match.span("id")
        for contact in self.contacts:
            for match in re.finditer(re.escape(contact), text, re.IGNORECASE):
                yield match.span()


def id_of_digits(digits: str) -> str:
    """Return a pattern for an id of digits only, as a label or after a word such as "tester".

    Examples
    --------
    >>> [m["id"] for m in re.finditer(id_of_digits("001"), "001: as tester 001 said, 001 times")]
    ['001', '001']
    """
    label = r"(?P<start>^[\s*_>#•\[(–—-]{0,10}|<v\s)"
    time = r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?[ \t]{0,3})?"
    closing = rf"(?(start)[\s*_\])]{{0,4}}(?:{time}:(?!\d)|>))"
    return rf"(?:{label}|\b{_BEFORE_AN_ID}[ \t]{{1,3}}#?)(?P<id>{digits})(?![\w-]){closing}"


def _short_forms(way: str) -> list[str]:
    """Return a name turned round, and with one initial either way round.

    Examples
    --------
    >>> _short_forms("priya nair"), _short_forms("priya")
    (['nair priya', 'p nair', 'nair p', 'priya n', 'n priya'], [])
    """
    parts = way.split()
    if len(parts) < 2 or min(len(parts[0]), len(parts[-1])) < 2:
        return []
    first, last = parts[0], parts[-1]
    turned = " ".join([*parts[1:], first])
    short = (first[0], last), (last, first[0]), (first, last[0]), (last[0], first)
    return [turned, *(" ".join(form) for form in short)]


def _ways(names: Names) -> list[str]:
    return [
        " ".join(name_parts(way))
        for person in names.people
        for way in (person.name, *person.aliases)
        if name_parts(way)
    ]
