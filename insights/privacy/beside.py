"""Names by what stands beside them: pairs, initials between two words, a surname after."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from insights.privacy import wording as w
from insights.privacy.cues import is_month
from insights.privacy.words import Words

Marks = dict[int, str]  # the place of a word → the rule that covers it (or proposes it)
_LOWER = ("lower_case_name", "lower_case_unknown", "slip")
_NOT_PEOPLE_BEFORE_LETTER = w.word_set(
    """
    vitamin hepatitis plan type section part group option band appendix figure table room
    block unit ward hall level stage phase tier class grade model team exhibit schedule
    annex vol volume
    """
)
_NOT_SURNAMES = (w.HEADS - w.WORD_NAMES) | w.FUNCTION | (w.KEEP - w.WORD_NAMES)
_NOT_BEFORE_LETTER = _NOT_PEOPLE_BEFORE_LETTER | w.FUNCTION | w.CHATTER
_NOT_AFTER_LETTER = w.HEADS | w.FUNCTION


def find_pairs(words: Words, possible: Mapping[int, str]) -> Marks:
    """Return lower-case names in a row: "miriam doyle", "tariq, miriam and tom"."""
    candidates = {i for i, rule in possible.items() if rule in _LOWER}
    marks: Marks = {}
    for i in sorted(candidates):
        for j in (i + 1, i + 2):
            if j in candidates and _is_pair(words, possible, i, j):
                marks[i] = marks[j] = "lower_case_pair"
    return marks


def _is_pair(words: Words, possible: Mapping[int, str], i: int, j: int) -> bool:
    rules = (possible[i], possible[j])
    if "lower_case_name" not in rules or {words.lower[i], words.lower[j]} & w.PLACES:
        return False
    if j == i + 2:
        return rules == ("lower_case_name",) * 2 and words.lower[i + 1] in ("and", "or")
    gap = words.gap(j)
    return gap == " " or (gap in (", ", " & ") and rules[0] == rules[1])


def find_initialled(words: Words, possible: Mapping[int, str], marks: Mapping[int, str]) -> Marks:
    """Return a word, a single letter, a word: "Anneli T. Virtala", "Tess M Locke"."""
    found: Marks = {}
    for i in words.where(_is_letter):
        text = words.texts[i]
        if i == 0 or i + 1 >= len(words):
            continue
        if not (words.follows(i) and words.follows(i + 1)):
            continue
        if text.islower():
            fits = _is_initial_in_lower_case(words, possible, i)
        else:
            fits = _is_initial(words, i, named=i - 1 in marks)
        if fits:
            found.update(dict.fromkeys((i - 1, i, i + 1), "initial"))
    return found


def _is_letter(word: str) -> bool:
    return len(word) == 1


def _is_initial(words: Words, i: int, *, named: bool) -> bool:
    first, last = words.texts[i - 1], words.texts[i + 1]
    if len(first) < 2 or len(last) < 2 or not (first[0].isupper() and last[0].isupper()):
        return False
    if words.lower[i - 1] in _NOT_BEFORE_LETTER or words.lower[i + 1] in _NOT_AFTER_LETTER:
        return False
    return words.texts[i] not in "IA" or words.gap(i + 1)[:1] == "." or named


def _is_initial_in_lower_case(words: Words, possible: Mapping[int, str], i: int) -> bool:
    if words.texts[i] in "ai" and words.gap(i + 1)[:1] != ".":
        return False
    rules = _LOWER[:2]
    return possible.get(i - 1) in rules and possible.get(i + 1) in rules


def find_more(
    words: Words, marks: Mapping[int, str], taken: Collection[int], not_first: Collection[str]
) -> Marks:
    """Return what belongs to the names: initials, particles, a surname that is a word.

    Parameters
    ----------
    marks, taken
        Words covered so far, by rules and by the register.
    not_first
        Words that are no given name.
    """
    more: Marks = {}

    def free(j: int) -> bool:
        return j not in marks and j not in more and j not in taken

    for i in sorted(marks):
        if marks[i] == "place":
            continue
        rule, j = marks[i], i + 1
        while j < len(words) and free(j) and _belongs(words, j, rule):
            more[j] = rule = "beside_name"
            j += 1
        j = i - 1
        while j >= 0 and free(j) and _leads(words, j, not_first):
            more[j] = "beside_name"
            j -= 1
    return more


def _belongs(words: Words, j: int, rule: str) -> bool:
    if not words.follows(j) or words.texts[j - 1][-2:].lower() == "'s":
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
        return words.is_capital(after) and all(words.follows(k) for k in range(j + 1, after + 1))
    if text.islower():
        return _goes_on_in_lower_case(words, j, rule)
    if not words.is_capital(j) or words.starts_sentence(j):
        return False
    if text.isupper() != words.texts[j - 1].isupper() and len(words.texts[j - 1]) > 1:
        return False
    if low in _NOT_SURNAMES:
        return False
    return not (low in w.HEADS and words.gap(j + 1) == " " and words.is_capital(j + 1))


def _goes_on_in_lower_case(words: Words, j: int, rule: str) -> bool:
    """Return whether a name goes on: "my name is greta holmqvist", "Mäki-olli"."""
    if words.gap(j) == "-" and words.is_capital(j - 1):
        return words.standing(j) in ("name", "unknown", "rare") and rule != "place"
    return (
        words.texts[j - 1].islower()
        and rule in ("cue", "beside_name", "lower_case_pair")
        and words.standing(j) in ("name", "unknown")
        and words.lower[j] not in w.KEEP
    )


def _leads(words: Words, j: int, not_first: Collection[str]) -> bool:
    if not words.follows(j + 1):
        return False
    text, low = words.texts[j], words.lower[j]
    if len(text) == 1:
        return (text.isupper() and text not in "IA") or words.gap(j + 1)[:1] == "."
    if not words.is_capital(j) or text.isupper() != words.texts[j + 1].isupper():
        return False
    if low in w.WORD_NAMES or low in w.SAINTS:
        return not is_month(words, j)
    if low in not_first or (words.is_capital(j - 1) and words.follows(j)):
        return False
    if words.before(j) in ("i'm", "am", "name's"):
        return True
    if words.starts_sentence(j):
        return words.standing(j) in ("rare", "either")
    return words.before(j) not in w.DETERMINERS
