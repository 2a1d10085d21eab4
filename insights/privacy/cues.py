"""What the words around a word say about it: cues that announce a person, and months."""

from __future__ import annotations

from insights.privacy import wording as w
from insights.privacy.words import ORDINARY, Words

_MONTH_BEFORE = w.word_set(
    """
    in last this by since until till of during next from early late mid every to before
    after and between through
    """
)
_MONTH_NAMES = frozenset(w.MONTHS + w.MONTH_SHORT)
LOWER_CUES = w.word_set("told met named phoned rang texted emailed thanked visited dear")
_SPEECH_VERBS = w.word_set("told asked says said met tell ask phoned rang texted emailed")
OWN = w.word_set("my our his her their your")
_CALLED_AFTER = ("i'm", "am", "is", "was", "he's", "she's", "who's")
_NOTOWNERS = w.FUNCTION | w.KIN | w.HEADS | w.ROLE_TITLES
_NOT_BESIDE = w.FUNCTION | w.KEEP


def is_month(words: Words, i: int) -> bool:
    """Return whether "May" is the month here."""
    if words.lower[i] in w.MONTH_SHORT:
        beside = {words.before(i), words.after(i)} & _MONTH_NAMES
        return bool(beside) or any(c.isdigit() for c in words.gap(i) + words.gap(i + 1))
    if words.lower[i] not in w.MONTHS:
        return False
    around = words.gap(i) + words.gap(i + 1)
    return words.before(i) in _MONTH_BEFORE or any(c.isdigit() for c in around)


def acts(words: Words, i: int) -> bool:
    """Return whether a word at the start of a sentence is followed as a person would be."""
    follower = words.after(i)
    if (
        words.follows(i + 1)
        and not words.is_capital(i + 1)
        and (follower in w.SPEECH_AFTER or (follower.endswith("ed") and len(follower) > 4))
    ):
        return True
    if words.texts[i][-2:].lower() == "'s":
        return True
    if words.gap(i + 1)[:1] == ":":
        return words.lower[i] not in w.ABSTRACT
    if follower in ("and", "or") or words.gap(i + 1).strip() in (",", "&"):
        other = i + 2 if follower in ("and", "or") else i + 1
        return (
            words.is_capital(other)
            and words.lower[other] not in _NOT_BESIDE
            and (words.lower[other] in w.WORD_NAMES or words.standing(other) in ("name", "unknown"))
        )
    return (
        words.follows(i + 1)
        and words.is_capital(i + 1)
        and not words.texts[i + 1].isupper()
        and words.standing(i + 1) in ("name", "unknown")
        and follower not in w.KEEP
    )


def is_named(words: Words, i: int) -> bool:
    """Return whether a word stands after "my name is" or the like."""
    back = [words.before(i, step) for step in (1, 2, 3)]
    if words.lower[i] in w.FUNCTION or (
        words.standing(i) in ORDINARY and words.after(i) in w.HEADS and words.is_capital(i + 1)
    ):
        return False
    if back[0] == "name" and words.gap(i).strip() in ("?", ":", "-", '?"') and words.is_capital(i):
        return True
    if words.gap(i).strip():
        return False
    if back[0] == "name" or (back[0] in ("is", "was") and back[1] in ("name", "names")):
        return back[0] != "name" or words.texts[i - 1].lower() == "name's"
    if back[0] != "called" or back[1] not in _CALLED_AFTER:
        return False
    return (
        words.is_capital(i)
        or words.standing(i) in ("name", "unknown")
        or words.lower[i] in w.WORD_NAMES
    )


def is_announced(words: Words, i: int) -> bool:
    """Return whether the words before announce a person: a title, kin, someone told."""
    back, text, low = words.before(i), words.texts[i], words.lower[i]
    if not back or "\n\n" in words.gap(i):
        return False
    capital = text[0].isupper()
    kind = words.standing(i)
    titled = back in w.TITLES or (back in w.TITLES_WITH_CAPITAL and words.is_capital(i - 1))
    if titled and (capital or kind in ("name", "unknown")):
        return words.gap(i).strip() in ("", ".") and low not in w.HEADS
    if is_named(words, i):
        return True
    if words.gap(i).strip():
        return False
    rare = kind in ("name", "unknown")
    meant = rare or (capital and low in w.WORD_NAMES and not is_month(words, i))
    if not capital and len(low) < 3:
        return False
    if low in w.HEADS:
        return False
    if back in w.KIN and words.before(i, 2) in OWN:
        return meant
    if back in w.ROLE_TITLES and (capital or words.before(i, 2) in OWN):
        return meant
    if back in ("i'm", "am", "me") and (back != "am" or words.before(i, 2) == "i"):
        return capital and meant
    if not capital:
        return meant and back in LOWER_CUES
    if kind in ("either", "rare") and not (words.is_capital(i + 1) and words.follows(i + 1)):
        meant = meant or (back in _SPEECH_VERBS and not is_month(words, i))
    return meant and back in w.SPEECH_BEFORE


def is_owner(words: Words, i: int) -> bool:
    """Return whether somebody belongs to a word: "Hawk's daughter" makes Hawk a person."""
    if words.texts[i][-2:].lower() != "'s" or words.after(i) not in w.RELATIONS:
        return False
    low = words.lower[i]
    return low not in _NOTOWNERS
