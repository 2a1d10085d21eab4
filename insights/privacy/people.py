"""Names in running text: those in the register, and those that language gives away.

Two tiers. *Covered at once*: registered names, words after a cue ("my name is", "Dr"), and
capitalised words that are no ordinary word. *Waiting for a person*: lower-case rarities,
other scripts, near misses of registered names, initials, lone capitals on ordinary words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from insights.privacy import wording as w
from insights.privacy.cues import LOWER_CUES, acts, is_announced, is_month, is_named, is_owner
from insights.privacy.names import NameIndex, Names
from insights.privacy.normal import fold, mixes_scripts
from insights.privacy.registered import find_registered
from insights.privacy.spans import Span
from insights.privacy.vocabulary import standing
from insights.privacy.words import ORDINARY, Words

_LABEL = re.compile(
    r"^[ \t>*•-]{0,6}(?P<name>[^\W\d_][\w'.-]{0,30}(?:[ ][^\W\d_][\w'.-]{0,30}){0,3})[ \t]{0,2}"
    r"(?P<time>[\[(]?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[.,]\d{1,3})?[\])]?)?[ \t]?"
    r"(?::(?!//)|$(?<=[\])]))",
    re.MULTILINE,
)
_ONLY_ONE = re.compile(
    r"\b(?:the|our|their)\s(?:only|sole|first)\s"
    rf"(?P<who>(?:[a-z-]{{2,20}}\s){{0,3}}(?:{'|'.join(sorted(w.PERSON_NOUNS))}))\b",
    re.IGNORECASE,
)
_PLACE_CUES = w.PLACE_BEFORE | w.word_set("from to at of live lives lived visit visited")
_NAMING = ("is", "was", "called", "name")
_NOT_PEOPLE_BEFORE_LETTER = w.word_set(
    """
    vitamin hepatitis plan type section part group option band appendix figure table room
    block unit ward hall level stage phase tier class grade model team exhibit schedule
    annex vol volume
    """
)
_NAME_BEGINNINGS = ("mc", "mac", "o", "de", "la", "le", "van", "st", "d", "al", "fitz")
_SAINTS = ("st", "ste", "santa", "san")
_IN_NAMES = w.KEEP & w.WORD_NAMES
_NOT_SURNAMES = (w.HEADS - w.WORD_NAMES) | w.FUNCTION | (w.KEEP - w.WORD_NAMES)
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
_NOT_BEFORE_LETTER = _NOT_PEOPLE_BEFORE_LETTER | w.FUNCTION | w.CHATTER
_NOT_AFTER_LETTER = w.HEADS | w.FUNCTION
_LITTLE = w.FUNCTION - w.WORD_NAMES
_PLACE_WORDS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in sorted(w.PLACES, key=lambda p: (-len(p.split()), p)):
    _PLACE_WORDS.setdefault(_phrase.split()[0], []).append(tuple(_phrase.split()))


def find_names(text: str, names: Names, *, label: bool = False) -> tuple[list[Span], list[Span]]:
    """Return spans to cover and spans that wait for a person.

    Parameters
    ----------
    text
        Normalised text.
    names
        The register.
    label
        Whether the text is a file, sheet or column name, where names have no capitals.
    """
    words = Words(text)
    covered = find_registered(words, names.index)
    taken = {i for span in covered for i in words.inside(span.start, span.end)}
    finder = _Finder(words, names.index, taken, label)
    finder.look()
    return covered + list(finder.spans()), [*finder.waiting, *_rare_people(text)]


def _rare_people(text: str) -> Iterator[Span]:
    """Find "the only Somali interpreter": nobody is named, and everybody knows who."""
    for match in _ONLY_ONE.finditer(text):
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
        for i, text in enumerate(words.texts):
            if i in self.taken or i in self.marks:
                continue
            if text.islower() and known.get(text) in ORDINARY:
                if words.before(i) in _NAMING and is_named(words, i):
                    self.marks[i] = "cue"
                continue
            self._judge(i)
        self._paired()
        self._initialled()
        self._places()
        self._extend()
        for i, rule in self.possible.items():
            if i not in self.marks:
                self._wait(i, rule)

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
            if not (kind == "unknown" and low in w.CHATTER):
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
        if low in w.WORD_NAMES or kind == "rare":
            self.marks[i] = "lone_capital"
        elif low in _NOT_FIRST_NAMES:
            return
        elif kind == "either" and words.before(i) not in w.ROLE_TITLES:
            self.marks[i] = "lone_capital"
        else:
            self.possible[i] = "lone_capital"

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
        if kind in ORDINARY or len(low) < 3:
            return
        if self.label and kind == "name":
            self.marks[i] = "label"
        elif is_owner(words, i) or (
            words.before(i) == "me" and words.before(i, 2) in ("call", "calls", "called")
        ):
            self.marks[i] = "cue"
        elif self.index.is_near(fold(low)):
            self.possible[i] = "near_registered"
        else:
            self.possible[i] = "lower_case_name" if kind == "name" else "lower_case_unknown"

    # ----------------------------------------------------------------------------- places

    def _places(self) -> None:
        words = self.words
        for i, low in enumerate(words.lower):
            for phrase in _PLACE_WORDS.get(low, ()):
                last = i + len(phrase) - 1
                if tuple(words.lower[i : last + 1]) != phrase:
                    continue
                if any(not words.follows(j) for j in range(i + 1, last + 1)):
                    continue
                if self._is_place(i, phrase):
                    for j in range(i, last + 1):
                        if j not in self.taken and (self.marks.get(j) != "cue"):
                            self.marks[j] = "place"
                    break

    def _paired(self) -> None:
        """Mark lower-case names in a row: "miriam doyle", "tariq, miriam and tom"."""
        words = self.words
        candidates = {
            i
            for i, rule in self.possible.items()
            if rule in ("lower_case_name", "lower_case_unknown")
        }
        for i in sorted(candidates):
            for j in (i + 1, i + 2):
                if j not in candidates or "lower_case_name" not in (
                    self.possible[i],
                    self.possible[j],
                ):
                    continue
                if words.lower[i] in w.PLACES or words.lower[j] in w.PLACES:
                    continue
                if j == i + 2:
                    both = self.possible[i] == self.possible[j] == "lower_case_name"
                    if not both or words.lower[i + 1] not in ("and", "or"):
                        continue
                elif words.gap(j) not in (" ", ", ", " & ") or (
                    words.gap(j) != " " and self.possible[i] != self.possible[j]
                ):
                    continue
                self.marks[i] = self.marks[j] = "lower_case_pair"

    def _initialled(self) -> None:
        """Mark a word, a single capital, a word: "Anneli T. Virtala", "Tess M Locke"."""
        words = self.words
        for i, text in enumerate(words.texts):
            if len(text) != 1 or i == 0 or i + 1 >= len(words):
                continue
            if text.islower():
                self._initialled_in_lower_case(i)
                continue
            if not (words.follows(i) and words.follows(i + 1)):
                continue
            if len(words.texts[i - 1]) < 2 or len(words.texts[i + 1]) < 2:
                continue
            first, last = words.lower[i - 1], words.lower[i + 1]
            if not (words.texts[i - 1][:1].isupper() and words.texts[i + 1][:1].isupper()):
                continue
            if first in _NOT_BEFORE_LETTER or last in _NOT_AFTER_LETTER:
                continue
            if text in "IA" and words.gap(i + 1)[:1] != "." and i - 1 not in self.marks:
                continue
            for j in (i - 1, i, i + 1):
                if j not in self.taken:
                    self.marks.setdefault(j, "initial")

    def _initialled_in_lower_case(self, i: int) -> None:
        words = self.words
        rules = ("lower_case_name", "lower_case_unknown")
        if words.texts[i] in "ai" and words.gap(i + 1)[:1] != ".":
            return
        beside = self.possible.get(i - 1) in rules and self.possible.get(i + 1) in rules
        if beside and words.follows(i) and words.follows(i + 1):
            self.marks[i - 1] = self.marks[i] = self.marks[i + 1] = "initial"

    def _is_place(self, i: int, phrase: tuple[str, ...]) -> bool:
        words = self.words
        if len(phrase) > 1:
            return True
        before = words.before(i)
        if phrase[0] in w.WORD_PLACES:
            return (
                words.is_capital(i)
                and not words.starts_sentence(i)
                and before in _PLACE_CUES
                and not words.is_shouted(i)
            )
        return words.is_capital(i) or before in _PLACE_CUES

    # -------------------------------------------------------------------------- extension

    def _extend(self) -> None:
        """Take in what belongs to a name: initials, particles, a surname that is a word."""
        words = self.words
        for i in sorted(self.marks):
            if self.marks[i] == "place":
                continue
            j = i + 1
            while (
                j < len(words) and j not in self.marks and j not in self.taken and self._belongs(j)
            ):
                self.marks[j] = "beside_name"
                j += 1
            j = i - 1
            while j >= 0 and j not in self.marks and j not in self.taken and self._leads(j):
                self.marks[j] = "beside_name"
                j -= 1

    def _belongs(self, j: int) -> bool:
        words = self.words
        if not words.follows(j):
            return False
        text, low = words.texts[j], words.lower[j]
        if len(text) == 1:
            if words.gap(j + 1).strip()[:1] == "&":
                return False
            return (text.isupper() and text != "I") or (text == "I" and words.gap(j + 1)[:1] == ".")
        if low in w.PARTICLES and text.islower():
            after = next(
                (k for k in range(j + 1, j + 4) if words.after(k, 0) not in w.PARTICLES), j + 1
            )
            return words.is_capital(after) and all(
                words.follows(k) for k in range(j + 1, after + 1)
            )
        if text.islower():
            return self._goes_on_in_lower_case(j)
        if not words.is_capital(j) or words.starts_sentence(j):
            return False
        if text.isupper() != words.texts[j - 1].isupper() and len(words.texts[j - 1]) > 1:
            return False
        if low in _NOT_SURNAMES:
            return False
        return not (low in w.HEADS and words.gap(j + 1) == " " and words.is_capital(j + 1))

    def _goes_on_in_lower_case(self, j: int) -> bool:
        """Return whether a name goes on: "my name is greta holmqvist", "Mäki-olli"."""
        words = self.words
        if words.gap(j) == "-" and words.is_capital(j - 1):
            return words.standing(j) in ("name", "unknown", "rare") and self.marks[j - 1] != "place"
        return (
            words.texts[j - 1].islower()
            and self.marks[j - 1] in ("cue", "beside_name", "lower_case_pair")
            and words.standing(j) in ("name", "unknown")
            and words.lower[j] not in w.KEEP
        )

    def _leads(self, j: int) -> bool:
        words = self.words
        if not words.follows(j + 1):
            return False
        text, low = words.texts[j], words.lower[j]
        if len(text) == 1:
            return (text.isupper() and text not in "IA") or words.gap(j + 1)[:1] == "."
        if not words.is_capital(j) or text.isupper() != words.texts[j + 1].isupper():
            return False
        if low in w.WORD_NAMES or low in _SAINTS:
            return not is_month(words, j)
        if low in _NOT_FIRST_NAMES or (words.is_capital(j - 1) and words.follows(j)):
            return False
        if words.before(j) in ("i'm", "am", "name's"):
            return True
        if words.starts_sentence(j):
            return words.standing(j) in ("rare", "either")
        return words.before(j) not in w.DETERMINERS

    # ----------------------------------------------------------------------------- output

    def _wait(self, i: int, rule: str) -> None:
        words = self.words
        self.waiting.append(
            Span(words.starts[i], words.ends[i], "PERSON", "[PERSON]", rule, review=True)
        )

    def spans(self) -> Iterator[Span]:
        """Yield marked words, neighbours joined, as people or places."""
        words = self.words
        run: list[int] = []
        for i in sorted(self.marks):
            place = self.marks[i] == "place"
            if run and (
                i != run[-1] + 1
                or not words.follows(i)
                or place != (self.marks[run[-1]] == "place")
            ):
                yield self._span(run)
                run = []
            run.append(i)
        if run:
            yield self._span(run)

    def _span(self, run: list[int]) -> Span:
        words = self.words
        first, last = run[0], run[-1]
        rule = next((self.marks[i] for i in run if self.marks[i] != "beside_name"), "beside_name")
        end = words.name_end(last)
        if rule == "place":
            entity = "PLACE"
        elif rule == "capital" and words.before(first) in w.PLACE_BEFORE and words.follows(first):
            entity, rule = "PLACE", "place_by_preposition"
        elif (
            words.after(last) in w.BODIES and words.is_capital(last + 1) and words.follows(last + 1)
        ):
            entity = "ORGANISATION"
        else:
            entity = "PERSON"
        return Span(words.starts[first], end, entity, f"[{entity}]", rule)


def _is_spaceless(word: str) -> bool:
    """Return whether a word is of a script that writes names in one or two signs."""
    return any("\u2e80" <= c <= "\ud7ff" for c in word)


def _is_latin(word: str) -> bool:
    return word.isascii() or all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" for c in word)
