"""Whether a registered name that is also a word stands for the person: Sue, Will, Mark, May.

Three answers. *It is the person*: a capital that the sentence does not ask for, or somebody
who speaks, acts or is listed. *It may be*: that waits for a person to say. *It is the word*:
"Will it work?", "mark the date".
"""

from __future__ import annotations

import re

from insights.privacy import wording as w
from insights.privacy.cues import LOWER_CUES, OWN, acts, is_month
from insights.privacy.names import NameIndex
from insights.privacy.normal import fold
from insights.privacy.words import Words

_ING = re.compile(r"[a-z]{2,}ing")
# No doing of anybody's: "May bring", "Will things change?", "Hope during lockdown".
_NOT_DOING = w.word_set(
    """
    bring ring sing spring string king wing swing sting cling fling sling wring thing something
    anything everything nothing during evening morning ceiling building wedding
    """
)
_LISTED = w.word_set(
    """
    present apologies attendees attending attendance facilitator facilitators interviewer
    moderator host hosts chair scribe scribes notes note taker notetaker researcher observer
    observers action actions lead leads organiser organisers team table group by
    """
)
_ROLES = w.word_set(
    """
    facilitator facilitators interviewer moderator host chair scribe researcher observer note
    notes notetaker link peer support social key care nurse gp commissioner volunteer carer
    manager lead
    """
)
_LEANING = ("will", "may", "hope")  # "Hope to see you there" is nobody's
# After these words a name is as likely as the word: "Hope is …", "Sue to chase", "Sue from …".
_DOUBTFUL = w.word_set(
    """
    is was has had did does isn't wasn't hasn't hadn't didn't doesn't couldn't wouldn't won't
    can't will would can could to also then just never always put and or with from
    """
)
_DOUBTFUL_VERBS = w.word_set(
    """
    reckons runs brought made wrote sat stood kept chose drew showed shows leads led sees saw
    needs uses makes keeps gives takes does typed says
    """
)
_ARTICLES = ("the", "a", "an")  # "our Sue" is a sister, "the Will" a paper
_MET = LOWER_CUES | w.word_set("ask asked meet hi hello hiya hey thanks thank by")
_SPOKE = w.word_set(
    "told asked asks thinks thought agreed agrees reckons typed wrote rang wants wanted says said"
)
_OUTSIDE = ("me", "i")


def is_meant(words: Words, i: int, part: str) -> bool:
    """Return whether a registered word surely stands for the person.

    Parameters
    ----------
    part
        The word as it is registered, folded.
    """
    if part in w.MONTHS and is_month(words, i):
        return False
    if part in w.NAMES_ONLY:
        return True
    if part not in w.WORD_NAMES and words.standing(i) not in ("word", "either"):
        return True
    if _is_flat(words, i):
        return words.before(i) in LOWER_CUES or words.after(i) in ("said", "says")
    if is_month(words, i):
        return False
    if words.before(i) in _ARTICLES and words.follows(i):
        return False
    if part not in w.WORD_NAMES | w.FUNCTION or words.stands_alone(i):
        return True
    if words.starts_sentence(i):
        return _begins(words, i)
    return not (words.after(i) in w.HEADS and words.is_capital(i + 1) and words.follows(i + 1))


def may_be_meant(words: Words, i: int, index: NameIndex) -> bool:
    """Return whether a registered word that is not masked may stand for the person."""
    if is_month(words, i):
        return False
    if _is_flat(words, i):
        return not words.texts[i].isupper() and _is_met(words, i, index)
    if not words.starts_sentence(i):
        return words.before(i) in _ARTICLES
    if not words.follows(i + 1) or words.gap(i + 1) == " - ":
        return True
    follower = words.after(i)
    if words.lower[i] in _LEANING and follower == "to":
        return False
    return follower in _DOUBTFUL or follower in _DOUBTFUL_VERBS


def _is_flat(words: Words, i: int) -> bool:
    """Return whether capitals say nothing here: there is none, or nothing but."""
    return not words.is_capital(i) or (words.texts[i].isupper() and words.is_shouted(i))


def _begins(words: Words, i: int) -> bool:
    """Return whether somebody stands where the sentence asks for a capital anyway."""
    gap = words.gap(i + 1)
    if gap[:1] == ":" or acts(words, i):
        return True
    if _has_role(words, i) or _is_listed(words, i) or _is_bracketed(words, i):
        return True
    if not words.follows(i + 1):
        return False
    busy = i + 2 if words.after(i) in ("is", "was") else i + 1
    return _does(words, busy) or _is_initial(words, i + 1)


def _does(words: Words, i: int) -> bool:
    """Return whether a word is what somebody is doing: "typing", "facilitating"."""
    return (
        i < len(words)
        and _ING.fullmatch(words.texts[i]) is not None
        and words.lower[i] not in _NOT_DOING
    )


def _is_initial(words: Words, i: int) -> bool:
    """Return whether a word is the first letter of a surname: "Sue R: yes"."""
    return (
        len(words.texts[i]) == 1 and words.texts[i].isupper() and words.gap(i + 1)[:1] in (":", ".")
    )


def _has_role(words: Words, i: int) -> bool:
    """Return whether a role follows: "Sue (facilitator)", "Sue, link worker"."""
    return words.gap(i + 1).strip() in ("(", ",", "-", "[") and words.after(i) in _ROLES


def _is_listed(words: Words, i: int) -> bool:
    """Return whether a name stands in a line that lists people: "Facilitators: Sue, Mark"."""
    gap, after = words.gap(i), words.gap(i + 1)
    if after.strip() == "/" or gap.strip() == "/":
        return True
    lists = words.before(i) in _LISTED and gap.strip() in (":", "-")
    ends = i + 1 == len(words) or "\n" in after or after.strip() in (",", "&", "/", "(", ";")
    return lists and (ends or words.after(i) == "to")


def _is_bracketed(words: Words, i: int) -> bool:
    return words.gap(i).rstrip()[-1:] == "(" and words.gap(i + 1).lstrip()[:1] == ")"


def _is_met(words: Words, i: int, index: NameIndex) -> bool:
    """Return whether lower-case neighbours look at a word as they would at a person."""
    before, after = words.before(i), words.after(i)
    if before in _MET and words.follows(i):
        return True
    if before == "with" and words.lower[i] not in w.ABSTRACT | w.FUNCTION:
        return True
    if before in w.KIN and words.before(i, 2) in OWN and words.follows(i):
        return True
    for beside, other in ((before, words.before(i, 2)), (after, words.after(i, 2))):
        if beside == "and" and (other in _OUTSIDE or index.has(fold(other))):
            return True
    if not words.starts_sentence(i):
        return False
    return words.gap(i + 1)[:1] == ":" or (after in _SPOKE and words.follows(i + 1))
