"""Labels inside a line: where another person's words begin, or may begin.

Words go to nobody rather than to the wrong person: where a label can be read in two ways,
what follows is ``unclear`` until the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from insights.sources.recognise import fold
from insights.sources.turns import Turn
from insights.sources.word_names import is_a_word, is_written_small

if TYPE_CHECKING:
    from insights.sources.speakers import Speakers

_SEPARATOR = re.compile(
    r"(?<=[\w.)\]*])(?:(?P<colon>[ \t]{0,2}:)|(?P<dash>[ \t]{1,3}[-–—][ \t]{1,3})|"
    r"(?P<tight>[–—])(?=\w))(?P<space>[\s*_]{0,4})"
)
_BOUNDARY = re.compile(r"(?:[.?!…;/|”\"'’)\]–—][ \t]{1,4}|\n[ \t]{0,8})")
_ROLE_BEHIND = re.compile(r"(?P<name>[^()]{1,50}?)[ \t]?\((?P<role>[^()\n]{1,40})\)")
_BRACKETED = re.compile(r"(?<=[.?!…”\"'’)\]\n])[ \t\n]{1,4}(?:\[(?P<square>[^\[\]\n:]{1,50})\]|"
                        r"\((?P<round>[^()\n:]{1,50})\))[ \t]{1,3}(?=\S)")  # fmt: skip
_BEHIND = re.compile(r"[ \t]{1,3}[(\[]([^()\[\]\n]{1,40})[)\]](?=[ \t]?(?:[.,;/!?\n]|$))")
_CLAUSE = re.compile(r"[.?!…:;][\"'”’)\]]{0,2}\s")
_LAST_WORDS = re.compile(r"(?:(?<=\s)|^)\w[\w'’.-]{0,30}(?: \w[\w'’.-]{0,30}){0,2}$")
_MOST_SIGNS = 70
_NOTES = frozenset(
    ["note", "notes", "nb", "n.b", "action", "actions", "action point", "decision", "decisions",
     "observation", "observations", "next step", "next steps", "follow up", "follow-up",
     "to do", "todo", "agreed", "outcome", "outcomes", "my note", "note to self", "ed",
     "note taker", "note-taker", "notetaker", "facilitator note", "facilitator's note"]
)  # fmt: skip
# Whoever is called so may speak, but nobody can tell who that is.
_ROLES = frozenset(
    ["nurse", "nurses", "sister", "matron", "doctor", "consultant", "manager", "midwife", "carer",
     "mum", "mother", "dad", "father", "daughter", "son", "wife", "husband", "partner", "friend",
     "receptionist", "therapist", "worker", "staff", "volunteer", "supporter", "advocate",
     "patient", "tenant", "resident", "student", "teacher", "pupil", "parent", "councillor",
     "officer", "driver", "lady", "man", "woman", "person", "speaker", "another", "other", "others"]
)  # fmt: skip
_NEVER = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "morning",
     "afternoon", "evening", "night", "weekdays", "weekends", "tomorrow", "yesterday", "cost",
     "costs", "ps", "eg", "ie", "etc", "however", "instead", "maybe", "perhaps", "plus"]
)  # fmt: skip
# After these a name is spoken of, not speaking: "I said to Will: no".
_MENTIONS = frozenset(
    ["to", "told", "tell", "asked", "ask", "with", "from", "by", "about", "for", "of", "like",
     "called", "named", "saw", "met", "rang", "phoned", "texted", "emailed", "as", "than", "see",
     "thanks", "thank", "dear", "hi", "hello", "at", "on", "in", "and"]
)  # fmt: skip
_BEFORE_A_WORD = _MENTIONS | frozenset(
    ["the", "a", "an", "my", "our", "your", "his", "her", "their", "its", "one", "this", "that",
     "no", "only", "every", "each", "some", "any", "first", "last", "next", "big", "new", "old",
     "before", "after", "until", "till", "since", "or", "is", "was", "i", "we", "you", "they",
     "he", "she", "it", "there", "who", "not", "early", "late", "great", "real", "more"]
)  # fmt: skip


def find_inner(
    text: str, start: int, end: int, speakers: Speakers, *, bracketed: bool, is_somebodys: bool
) -> list[Turn]:
    """Return the turns that begin inside ``text[start:end]``, in order.

    Parameters
    ----------
    bracketed
        Whether the line begins with a name in brackets, so that others may be so too.
    is_somebodys
        Whether somebody speaks before them, from whom an unknown label would take words.
    """
    turns: list[Turn] = []
    for turn in sorted(
        [*_with_separators(text, start, end, speakers),
         *_in_brackets(text, start, end, speakers, bracketed)],
        key=lambda one: one.begins,
    ):  # fmt: skip
        if not turns and not is_somebodys and turn.voice in ("note", "unclear", "nobody") and (
            not turn.key or speakers.person(turn.key) is None
        ):  # fmt: skip
            continue
        if turns:
            if turn.begins < turns[-1].start:
                continue
            turns[-1] = replace(turns[-1], end=turn.begins)
        turns.append(replace(turn, end=end))
    return turns


def _with_separators(text: str, start: int, end: int, speakers: Speakers) -> Iterator[Turn]:
    since = start
    for match in _SEPARATOR.finditer(text, start, end):
        low = max(since, match.start() - _MOST_SIGNS)
        turn = _before(text, low, match, since == low == start, speakers)
        if turn is not None:
            yield turn
        if match["colon"] and (match["space"] or turn is not None):
            since = match.end()


def _before(
    text: str, low: int, match: re.Match[str], at_start: bool, speakers: Speakers
) -> Turn | None:
    """Return the turn that the words before a colon or a dash begin, or None."""
    stop = match.start()
    bounds = [found.end() for found in _BOUNDARY.finditer(text, low, stop)]
    begin = next((bound for bound in reversed(bounds) if bound < stop), None)
    if begin is not None and not at_start:
        words = text[begin:stop]
        role = _ROLE_BEHIND.fullmatch(words)
        label = (role["name"] if role else words).strip("[] \t*_")
        turn = _whole(label, role["role"] if role else "", match, text, speakers)
        if turn is not None:
            return _placed(turn, begin, match)
    elif begin is not None:
        turn = _whole(text[begin:stop].strip("[] \t*_"), "", match, text, speakers)
        if turn is not None:
            return _placed(turn, begin, match)
    if not match["colon"] or not match["space"]:
        return None
    return _in_a_sentence(text, low if begin is None else begin, match, speakers)


def _placed(turn: Turn, begin: int, match: re.Match[str]) -> Turn:
    """Return a turn with its label set apart; a doubtful label stays among the words."""
    first = begin if turn.voice in ("unclear", "note") else match.end()
    return replace(turn, start=first, begins=begin)


def _whole(
    label: str, role: str, match: re.Match[str], text: str, speakers: Speakers
) -> Turn | None:
    """Return what a label stands for that begins a sentence."""
    if not label:
        return None
    turn = speakers.who(label, role)
    if turn is not None and turn.voice in ("participant", "facilitator"):
        return _weigh(turn, label, match, text, speakers)
    if not match["colon"] or not match["space"]:
        return None
    if turn is not None and turn.voice in ("several", "nobody"):
        return turn
    folded = fold(label)
    if folded in _NOTES:
        return Turn("note", 0, 0)
    if folded in _NEVER or folded.endswith("ly"):
        return None
    if turn is not None:
        return replace(turn, voice="nobody" if speakers.is_label(label) else "unclear")
    last = folded.split()[-1]
    if last in _ROLES and label[0].isupper() and len(folded.split()) <= 4:
        return Turn("unclear", 0, 0, key=label)
    return None


def _weigh(
    turn: Turn, label: str, match: re.Match[str], text: str, speakers: Speakers
) -> Turn | None:
    """Return a known person's turn, or an unclear one where the label may be a word."""
    unclear = Turn("unclear", 0, 0, key=label)
    if is_written_small(label) and not speakers.writes_small:
        if match["tight"] or (match["dash"] and not is_a_word(label)):
            return None
        return unclear if is_a_word(label) or match["dash"] else turn
    if match["colon"]:
        return turn
    if is_a_word(label) and not speakers.is_dashed(label, tight=bool(match["tight"])):
        return unclear
    sentence = re.split(r"[.?!\n]", text[match.end() : match.end() + 80], maxsplit=1)[0]
    if not speakers.is_dashed(label) and re.search(r"\s[-–—]\s|\w[–—]\w", sentence):
        return unclear  # "Priya - my sister - came"
    return turn


def _in_a_sentence(text: str, low: int, match: re.Match[str], speakers: Speakers) -> Turn | None:
    """Return the turn that a name and a colon may begin where no sentence has ended."""
    stop = match.start()
    found = _LAST_WORDS.search(text, low, stop)
    if found is None:
        return None
    begin = found.start()
    while begin < stop:
        label = text[begin:stop].strip("*_ ")
        turn = speakers.who(label) if label else None
        if turn is not None and turn.voice in ("participant", "facilitator") and (
            turn.person or speakers.is_named(label)
        ):  # fmt: skip
            break
        space = text.find(" ", begin, stop)
        if space < 0:
            return None
        begin = space + 1
    else:
        return None
    before = text[max(0, begin - 20) : begin].split()
    word = fold(before[-1]).strip("(\"'“‘") if before else ""
    if any(sign.isdigit() for sign in label) and word not in _MENTIONS:
        return replace(turn, start=match.end(), begins=begin)
    small = is_written_small(label) and is_a_word(label)
    if word in (_BEFORE_A_WORD if small else _MENTIONS):
        return None
    return Turn("unclear", begin, 0, key=label, begins=begin)


def _in_brackets(
    text: str, start: int, end: int, speakers: Speakers, bracketed: bool
) -> Iterator[Turn]:
    for match in _BRACKETED.finditer(text, start, end):
        label = match["square"] or match["round"]
        turn = speakers.who(label)
        if turn is None or turn.voice not in ("participant", "facilitator"):
            continue
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        if bracketed or match["square"]:
            yield replace(turn, start=match.end(), begins=begin)
        else:
            yield Turn("unclear", begin, 0, key=label, begins=begin)


def is_spelt_out(text: str, start: int, stop: int, turn: Turn, speakers: Speakers) -> bool:
    """Tell "Priya Nair (PN)", who is only named, from words with a name behind them."""
    words = text[start:stop].strip()
    for part in (words, re.split(r"[,:;.&]|\band\b", words)[-1].strip()):
        named = speakers.person(part) if part else None
        if named is not None and named.person == turn.person:
            return True
    return False


def find_behind(text: str, start: int, end: int, speakers: Speakers) -> list[Turn]:
    """Return who says what where names in brackets stand behind their words, twice or more.

    In "bins overflow (Bill), dogs run loose (Siobhán)" each name has the clause before it;
    what stands further before it is nobody's. Where words follow the last name, there are none.
    """
    turns: list[Turn] = []
    at = start
    n_named = 0
    for match in _BEHIND.finditer(text, start, end):
        turn = speakers.who(match[1].strip())
        if turn is None or turn.voice not in ("participant", "facilitator"):
            continue
        if is_written_small(match[1]) and is_a_word(match[1]) and not speakers.writes_small:
            continue
        if is_spelt_out(text, at, match.start(), turn, speakers):
            return []
        stop, closes = match.start(), match.end()
        while closes < end and text[closes] in " \t.,;/!?\n":
            closes += 1
        begin = max((found.end() for found in _CLAUSE.finditer(text, at, stop)), default=at)
        if text[at:begin].strip():
            turns.append(Turn("nobody", at, begin, begins=at))
        turns.append(replace(turn, start=begin, end=stop, begins=begin, closes=closes))
        n_named += 1
        at = closes
    return turns if n_named > 1 and at == end else []
