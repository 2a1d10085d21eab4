"""Names in running text: those in the register, and those that language gives away.

Two tiers. *Covered at once*: registered names, words after a cue ("my name is", "Dr"), and
capitalised words that are no ordinary word. *Waiting for a person*: lower-case rarities,
other scripts, near misses of registered names, initials, lone capitals on ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from insights.privacy import wording as w
from insights.privacy.beside import find_initialled, find_more, find_pairs
from insights.privacy.clues import find_near
from insights.privacy.cues import LOWER_CUES, acts, is_announced, is_month, is_named, is_owner
from insights.privacy.meant import may_be_meant
from insights.privacy.names import NameIndex, Names
from insights.privacy.normal import fold, mixes_scripts
from insights.privacy.places import find_places, spans_of
from insights.privacy.registered import find_registered
from insights.privacy.spans import Span
from insights.privacy.vocabulary import is_inflected, is_slip, standing
from insights.privacy.words import ORDINARY, Words, without_owner

_LABEL = re.compile(
    r"^[ \t>*•-]{0,6}(?P<name>[^\W\d_][\w'.-]{0,30}(?:[ ][^\W\d_][\w'.-]{0,30}){0,3})[ \t]{0,2}"
    r"(?P<time>[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,3})?[\])]?)?[ \t]?"
    r"(?::(?!//)|$(?<=[\])]))",
    re.MULTILINE,
)
_ONLY_ONE = re.compile(
    r"\b(?:the|our|their)\s(?:only|sole|first)\s"
    rf"(?P<who>(?:(?!(?:my|our|your|his|her|their|the|a|an|that|this|and|or|i|we)\s)[a-z-]{{2,20}}\s){{0,3}}(?:{'|'.join(sorted(w.PERSON_NOUNS))}))\b",
    re.IGNORECASE,
)
_ONLY = ("only", "sole", "first")
_NUMBERED = re.compile(r" \d{1,4}\b(?!\s?(?:years?|yrs?|y/o|\())")
_LONG_SLIP = 9  # letters from which even a word known as a name is taken for a slip
_NEVER_ASKED = ("slip", "month")
_MONTH_WORDS = frozenset(w.MONTHS + w.MONTH_SHORT)
_NAMING = frozenset(["is", "was", "called", "name"])
_NAME_BEGINNINGS = ("mc", "mac", "o", "de", "la", "le", "van", "st", "d", "al", "fitz")
_IN_NAMES = w.KEEP & w.WORD_NAMES
_NOT_FIRST_NAMES = (
    w.FUNCTION
    | w.HEADS
    | w.KIN
    | w.ROLE_TITLES
    | w.TITLES
    | w.TITLES_WITH_CAPITAL
    | w.KEEP
    | w.CHATTER
    | w.SPEECH_BEFORE
)
_LITTLE = w.FUNCTION - w.WORD_NAMES


def find_names(words: Words, names: Names, *, label: bool = False) -> tuple[list[Span], list[Span]]:
    """Return spans to cover and spans that wait for a person.

    Parameters
    ----------
    words
        Normalised text.
    names
        The register.
    label
        Whether the text is a file, sheet or column name, where names have no capitals.
    """
    covered = find_registered(words, names.index)
    taken = {i for span in covered for i in words.inside(span.start, span.end)}
    finder = _Finder(words, names.index, taken, label)
    finder.look()
    return covered + list(spans_of(words, finder.marks)), [*finder.waiting, *_rare_people(words)]


def _rare_people(words: Words) -> Iterator[Span]:
    """Find "the only Somali interpreter": nobody is named, and everybody knows who."""
    clues = words.spans_of(_ONLY.__contains__)
    for match in find_near(_ONLY_ONE, words.source, clues, 8, 120):
        yield Span(*match.span("who"), "PERSON", "[PERSON]", "rare_combination", review=True)


class _Finder:
    """One pass over the words of a text; ``marks`` says which are covered, and by which rule."""

    def __init__(self, words: Words, index: NameIndex, taken: set[int], label: bool) -> None:
        self.words = words
        self.index = index
        self.taken = taken
        self.label = label
        self.marks: dict[int, str] = {}
        self.waiting: list[Span] = []
        self.possible: dict[int, str] = {}

    def look(self) -> None:
        words = self.words
        known = words.known
        self._speakers()
        quiet = {word for word in words.places if word.islower() and known.get(word) in ORDINARY}
        named = {i + 1 for i, low in enumerate(words.lower) if low in _NAMING}
        for i, text in enumerate(words.texts):
            if i in self.taken or i in self.marks:
                continue
            if text not in quiet:
                self._judge(i)
            elif i in named and is_named(words, i):
                self.marks[i] = "cue"
        if self.label:
            self._words_before_surnames()
        self.marks |= find_pairs(words, self.possible)
        initialled = find_initialled(words, self.possible, self.marks)
        free = {i: rule for i, rule in initialled.items() if i not in self.taken}
        self.marks = free | self.marks
        self.marks |= find_places(words, self.marks, self.taken)
        self.marks |= find_more(words, self.marks, self.taken, _NOT_FIRST_NAMES)
        self._registered_words()
        for i, rule in self.possible.items():
            if i not in self.marks and rule not in _NEVER_ASKED:
                self._wait(i, rule)

    def _registered_words(self) -> None:
        """Propose registered names that are words, where they may stand for the person."""
        words, index = self.words, self.index
        for i in words.where(lambda word: index.has(fold(without_owner(word)))):
            if i not in self.taken and i not in self.marks and may_be_meant(words, i, index):
                self.possible[i] = "register_word"

    def _judge(self, i: int) -> None:
        words = self.words
        text, low = words.texts[i], words.lower[i]
        if not _is_latin(text):
            if len(text) < 3 and not _is_spaceless(text):
                return  # a Greek letter in a formula
            if mixes_scripts(text):
                self._take_mixed(i)
            elif text[0].isupper() and text[0].lower() != text[0]:
                self.marks[i] = "other_script"
            else:
                self.possible[i] = "other_script"
            return
        if len(text) == 1 or (low in w.KEEP and low not in _IN_NAMES):
            return
        if low.removesuffix("s") in w.WEEKDAYS or low.partition("'")[0] in _LITTLE:
            return
        if not text.islower() and not text[1:].islower() and not text.isupper() and self._humps(i):
            return
        if is_announced(words, i):
            self.marks[i] = "cue"
        elif text[0].isupper():
            self._capital(i)
        else:
            self._lower(i)

    def _take_mixed(self, i: int) -> None:
        if self.words.is_capital(i):
            self.marks[i] = "mixed_script"
        else:
            self.possible[i] = "mixed_script"

    # --------------------------------------------------------------------------- speakers

    def _speakers(self) -> None:
        """Mark names before a colon at the start of a line: whoever speaks there."""
        words = self.words
        if ":" not in words.source and "]" not in words.source:
            return
        for match in _LABEL.finditer(words.source):
            inside = words.inside(*match.span("name"))
            if not inside or len(inside) > 4:
                continue
            timed = bool(match.group("time"))
            if all(self._could_be_called(i, timed) for i in inside):
                for i in inside:
                    if i not in self.taken:
                        self.marks[i] = "speaker"

    def _could_be_called(self, i: int, timed: bool) -> bool:
        words = self.words
        low, text = words.lower[i], words.texts[i]
        if low in w.SPEAKER_ROLES or (low in w.KEEP and low not in _IN_NAMES):
            return False
        if len(text) <= 3 and text.isupper() and words.standing(i) != "name":
            self.possible[i] = "initials"
            return False
        if low in w.WORD_NAMES and words.is_capital(i):
            if not timed and low in w.ABSTRACT:
                self.possible[i] = "speaker_word"
                return False
            return True
        return words.standing(i) in (("name", "unknown") if words.is_capital(i) else ("name",))

    # --------------------------------------------------------------------------- capitals

    def _capital(self, i: int) -> None:
        words = self.words
        text, low = words.texts[i], words.lower[i]
        kind = words.standing(i)
        if len(text) > 1 and text.isupper():
            self._shout(i, kind)
            return
        if kind in ("name", "unknown") and low not in w.MONTHS:
            if low in w.MONTH_SHORT and is_month(words, i):
                return
            if self._is_slip(i, kind):
                self.possible[i] = "lone_capital"
            elif not (kind == "unknown" and low in w.CHATTER):
                self.marks[i] = "capital"
            return
        if is_owner(words, i):
            self.marks[i] = "owner"
        elif words.starts_sentence(i):
            if (
                (low in w.WORD_NAMES or kind == "rare")
                and acts(words, i)
                and not is_month(words, i)
            ):
                self.marks[i] = "acts"
            elif kind == "rare":
                self.possible[i] = "lone_capital"
        else:
            self._lone_capital(i, kind)

    def _is_slip(self, i: int, kind: str) -> bool:
        """Return whether a sentence more likely begins with a slip of the pen than with a name."""
        words = self.words
        return (
            words.starts_sentence(i)
            and not (words.is_capital(i + 1) and words.follows(i + 1))
            and not words.stands_alone(i)
            and (kind == "unknown" or len(words.lower[i]) >= _LONG_SLIP)
            and is_slip(words.lower[i])
            and not acts(words, i)
        )

    def _lone_capital(self, i: int, kind: str) -> None:
        """Judge a capital that the sentence does not ask for, on a word common without it."""
        words = self.words
        low = words.lower[i]
        if (
            low in w.HEADS
            or words.before(i) in w.DETERMINERS
            or is_month(words, i)
            or low in w.MONTHS
        ):
            return
        beside = [j for j in (i - 1, i + 1) if words.is_capital(j) and words.follows(max(i, j))]
        if any(words.standing(j) in ORDINARY and words.lower[j] != "i"
               and not words.starts_sentence(j) for j in beside):  # fmt: skip
            return
        if words.after(i) in w.HEADS:
            return
        if kind == "word" and low not in w.WORD_NAMES and self._is_no_name(i):
            return
        if low in w.WORD_NAMES or kind == "rare":
            self.marks[i] = "lone_capital"
        elif low in _NOT_FIRST_NAMES:
            return
        elif kind == "either" and words.before(i) not in w.ROLE_TITLES:
            self.marks[i] = "lone_capital"
        else:
            self.possible[i] = "lone_capital"

    def _is_no_name(self, i: int) -> bool:
        """Return whether an ordinary word can hardly be a name: by its form, or numbered."""
        words = self.words
        if (
            is_inflected(words.lower[i])
            or words.lower[i] in w.SERVICE_WORDS
            or words.gap(i).strip() in ("/", "]")
        ):
            return True
        return _NUMBERED.match(words.source, words.ends[i]) is not None

    def _shout(self, i: int, kind: str) -> None:
        words = self.words
        text, low = words.texts[i], words.lower[i]
        loud = words.is_shouted(i)
        if (kind == "name" and (loud or len(text) >= 4)) or (
            kind == "unknown" and loud and len(text) >= 4 and re.search("[AEIOUY]", text)
        ):
            self.marks[i] = "shouted"
        elif kind == "unknown" and len(text) >= 5 and re.search("[AEIOUY]", text):
            self.possible[i] = "capitals"
        elif low in w.WORD_NAMES and loud and words.before(i) in LOWER_CUES:
            self.marks[i] = "cue"

    def _humps(self, i: int) -> bool:
        """Judge likeThis by its parts; return whether that settled it."""
        words = self.words
        parts = words.humps(i)
        if len(parts) < 2 or parts[0] in _NAME_BEGINNINGS:
            return False
        if any(
            len(p) > 2 and standing(p) in ("name", "unknown") and p not in w.KEEP for p in parts
        ):
            self.marks[i] = "joined_words"
        return True

    # ------------------------------------------------------------------------- lower case

    def _lower(self, i: int) -> None:
        words = self.words
        low, kind = words.lower[i], words.standing(i)
        if kind in ORDINARY or len(low) < 3 or self._has_prefix(i):
            return
        if self.label and kind == "name":
            self._label(i)
        elif is_owner(words, i) or (
            words.before(i) == "me" and words.before(i, 2) in ("call", "calls", "called")
        ):
            self.marks[i] = "cue"
        elif self.index.is_near(fold(low)):
            self.possible[i] = "near_registered"
        elif kind == "unknown" and is_slip(low) and not acts(words, i):
            self.possible[i] = "slip"
        else:
            self.possible[i] = "lower_case_name" if kind == "name" else "lower_case_unknown"

    def _label(self, i: int) -> None:
        """Judge a name in a file's or a column's name: a month or a town names nobody there."""
        low = self.words.lower[i]
        if low in w.PLACES and low not in w.WORD_PLACES:
            self.marks[i] = "place"
        elif low in _MONTH_WORDS and not self.index.has(fold(low)):
            self.possible[i] = "month"
        else:
            self.marks[i] = "label"

    def _words_before_surnames(self) -> None:
        """Take a month or a word for a given name before a surname: "june_smith.docx"."""
        words = self.words
        surnames = self.taken | {i for i, rule in self.marks.items() if rule == "label"}
        for i in sorted(surnames):
            first = words.before(i)
            if (first in _MONTH_WORDS or first in w.WORD_NAMES) and len(words.gap(i)) == 1:
                self.marks[i - 1] = "label"

    def _has_prefix(self, i: int) -> bool:
        """Return whether a word is the rest of one with a hyphen: "co-ordinators"."""
        return self.words.gap(i) == "-" and self.words.before(i) in w.PREFIXES

    # ----------------------------------------------------------------------------- output

    def _wait(self, i: int, rule: str) -> None:
        words = self.words
        self.waiting.append(
            Span(words.starts[i], words.ends[i], "PERSON", "[PERSON]", rule, review=True)
        )


def _is_spaceless(word: str) -> bool:
    """Return whether a word is of a script that writes names in one or two signs."""
    return any("\u2e80" <= c <= "\ud7ff" for c in word)


def _is_latin(word: str) -> bool:
    return word.isascii() or all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)
