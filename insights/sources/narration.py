"""What in somebody's turn, or in nobody's, is the note-taker's own telling.

A note may tell what a known person said; a turn may hold the note-taker's brackets, or go
over into telling what others did. Each such stretch gets a turn of its own, at its exact
place; where it cannot be known whose words follow, they are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from insights.sources.reported import Report, find_reports, tells_of_thanks
from insights.sources.segment import sentence_spans
from insights.sources.speakers import Speakers
from insights.sources.turns import REPORTED, Turn

STAGE = "stage directions"
TELLING = "who said it, in the note-taker's words"
_NOTE = Turn("note", 0, 0)
_BRACKET = re.compile(r"[(\[](?P<words>[^()\[\]\n]{2,120})[)\]]")
_GESTURES = (
    r"(?:laugh(?:s|ed|ing|ter)?|pause[sd]?|silen(?:ce|t)|quiet|cr(?:y|ies|ied|ying)|tear(?:s|ful)|"
    r"sigh(?:s|ed|ing)?|nod(?:s|ded|ding)?|shrug(?:s|ged|ging)?|smil(?:e|es|ed|ing)|"
    r"shak(?:es|ing) (?:her|his|their|the)? ?head|shook (?:her|his|their) head|inaudible|unclear|"
    r"crosstalk|interrupt(?:s|ed|ing|ion)?|appla(?:use|uds?)|giggl(?:es|ed|ing)|whisper(?:s|ed|ing)?|"
    r"cough(?:s|ed|ing)?|gestur(?:es|ed|ing)|point(?:s|ed|ing)(?: (?:at|to) \w+(?: \w+)?)?|"
    r"general agreement|murmur(?:s|ed)?(?: of \w+)?|agreement(?: from (?:the )?\w+)?|break)"
)
_STAGE = re.compile(
    r"(?:(?:s?he|they|all|everyone|everybody|others?|some|several|people|group|the (?:group|room|"
    r"others)|general|long|short|slight|brief|\w+),? (?:then |all |was |were |is |are |very |"
    rf"starts? to |started to |looks? |looked )?)?{_GESTURES}"
    r"(?: (?:from|by|in|at|of) (?:the )?\w+| and \w+| a little| a bit| here| again| loudly| "
    r"quietly)?[.!]?", re.IGNORECASE,
)  # fmt: skip
_REMARK = re.compile(
    r"(?:n\.?b\.?|note(?: to self)?|notes?|facilitator|my note|note-?taker|ed\.?|editor|sic|tbc|"
    r"check|follow up|action|to do|todo|not sure (?:who|what)|did not catch|didn['’]t catch|"
    r"missed (?:this|the|some)|couldn['’]t hear|could not hear)\b", re.IGNORECASE,
)  # fmt: skip
_MANNER = re.compile(
    r"(?:(?:very |quite |more |rather )?(?:quiet|soft|loud|slow|angri|firm|gent|sad|careful|brief|"
    r"calm|nervous|hesitant|sarcastic)ly|(?:joking|laughing|tearful|hesitating|upset|in tears|"
    r"to (?:the )?(?:group|room|others|everyone|facilitator|(?P<name>\w[\w'’ .-]{0,40}))))",
    re.IGNORECASE,
)
_REASON = re.compile(r"(?:because|so that|otherwise)\b", re.IGNORECASE)
_NAME_BEHIND = re.compile(r"[(\[]([^()\[\]\n]{1,40})[)\]][.!?]?\s*$")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|mine|we|us|our|ours)\b", re.IGNORECASE)
_I_ASKED = re.compile(r"(?:I|we)(?: then| also)? asked\b[^?]*\byou(?:r|rs)?\b[^?]*\?[\s”\"]*$",
                      re.IGNORECASE)  # fmt: skip
_OF_FACILITATORS = re.compile(r"\b(?:facilitators?|moderators?|interviewers?)\b", re.IGNORECASE)


class Part(NamedTuple):
    """A stretch of words and whose it is; with a reason, it is nobody's passage."""

    start: int
    end: int
    turn: Turn | None
    aside: str = ""

    def __repr__(self) -> str:
        return f"Part({self.start}, {self.end})"


def tell_apart(
    text: str, start: int, end: int, turn: Turn | None, speakers: Speakers, *, is_held: bool
) -> Iterator[Part]:
    """Yield the stretches of ``text[start:end]`` by whose they are, in order.

    Parameters
    ----------
    turn
        Who speaks here by a label; None where no label says so.
    is_held
        Whether that label stands above, rather than before these words.
    """
    for part in _told(text, start, end, turn, speakers, is_held):
        if part.aside or part.turn is None:
            yield part
        else:
            yield from _without_brackets(text, part, speakers)


def _told(
    text: str, start: int, end: int, turn: Turn | None, speakers: Speakers, is_held: bool
) -> Iterator[Part]:
    parts: list[Part] = []
    whose = turn
    telling = turn is None or turn.voice == "note"  # the note-taker's voice is the present one
    for nth, (a, b) in enumerate(_sentences(text, start, end)):
        telling = telling or (nth > 0 and _is_quoted_whole(text, start, a))
        if telling and tells_of_thanks(text[a:b]):
            parts.append(Part(a, b, Turn("facilitator", 0, 0)))  # their own note, of somebody
            continue
        reports = find_reports(text, a, b, speakers)
        if not reports and nth and _ends_with_another(text, a, b, turn, speakers):
            parts.append(Part(a, b, Turn("unclear", 0, 0)))
            continue
        if not reports:
            is_asked = whose is None and _I_ASKED.match(text, a, b)
            own = whose or _goes_on(text, parts, a, b)
            parts.append(Part(a, b, Turn("facilitator", 0, 0) if is_asked else own))
            continue
        goes_on = bool(_FIRST_PERSON.search(text, b, end))
        for report in reports:
            own = _whose(report, turn, telling, nth > 0 or is_held, speakers, text)
            if own is not None and own.voice == "unclear" and goes_on:
                own = None  # "Callum says it is a toolkit. That'll do me."
            if own is None:
                parts.append(Part(report.start, report.end, whose))
                continue
            parts += _laid_out(report, own)
            if turn is not None and turn.voice != "note":
                telling = telling or own.voice != "unclear"
                whose = Turn("unclear", 0, 0)
    return iter(_joined(parts))


def _is_quoted_whole(text: str, start: int, stop: int) -> bool:
    """Tell whether somebody's words were quoted from first to last, so that others tell on."""
    words = text[start:stop].strip(" \t.,;")
    return (
        len(words) > 2 and (words[0], words[-1]) in (('"', '"'), ("“", "”"))
        and not re.search('[“”"]', words[1:-1])
    )  # fmt: skip


def _ends_with_another(
    text: str, start: int, end: int, turn: Turn | None, speakers: Speakers
) -> bool:
    """Tell a sentence in a turn that ends with another person's name in brackets."""
    match = _NAME_BEHIND.search(text, start, end) if turn is not None and turn.end else None
    found = speakers.person(match[1]) if match is not None else None
    return found is not None and turn is not None and found.person != turn.person


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text[start:end].split("\n"):
        yield from sentence_spans(text, at, at + len(line))
        at += len(line) + 1


def _whose(
    report: Report, turn: Turn | None, telling: bool, may_be_told: bool, speakers: Speakers,
    text: str,
) -> Turn | None:  # fmt: skip
    """Return whose view a report tells, or None where it is part of the present turn."""
    if telling:
        return _reported(report.turn) if report.turn is not None else (
            None if turn is None else _NOTE
        )  # fmt: skip
    if not may_be_told or turn is None:
        return None
    if report.is_answer or _names(text, report, turn, speakers):
        return _reported(report.turn) if report.turn is not None else _NOTE
    if report.turn is None or turn.voice == "facilitator":
        return None
    return Turn("unclear", 0, 0)


def _reported(turn: Turn) -> Turn:
    return replace(turn.held(), key="", known_by=REPORTED)


def _names(text: str, report: Report, turn: Turn, speakers: Speakers) -> bool:
    """Tell whether a sentence speaks of the speaker by name, as only others would."""
    words = text[report.start : report.end]
    return any(
        found is not None and found.person == turn.person and turn.person is not None
        for found in map(speakers.person, re.findall(r"\b[^\W\d_][\w'’-]*?\b(?=['’]s|\W|$)", words))
    )


def _laid_out(report: Report, turn: Turn) -> list[Part]:
    if report.quote is None or turn.voice not in ("participant", "facilitator"):
        return [Part(report.start, report.end, turn)]
    a, b = report.quote
    return [
        Part(report.start, a, None, TELLING), Part(a, b, replace(turn, closes=b)),
        Part(b, report.end, None, TELLING),
    ]  # fmt: skip


def _joined(parts: list[Part]) -> list[Part]:
    """Join neighbours of one voice, so that what belongs together stays one unit."""
    joined: list[Part] = []
    for part in parts:
        if joined and not part.aside and not joined[-1].aside and part.turn == joined[-1].turn:
            joined[-1] = joined[-1]._replace(end=part.end)
        else:
            joined.append(part)
    return joined


def _is_manner(words: str, speakers: Speakers) -> bool:
    """Tell how or to whom something was said: "quietly", "to James"."""
    match = _MANNER.fullmatch(words)
    return match is not None and (
        match["name"] is None or speakers.person(match["name"]) is not None
    )


def _goes_on(text: str, parts: list[Part], start: int, end: int) -> Turn | None:
    """Return whose words go on behind a question that was told, "because we could hold it".

    Where somebody speaks of "we" and does not give the reason, it is unclear who does.
    """
    told = parts[-1] if parts else None
    if told is None or told.turn is None or told.turn.known_by != REPORTED:
        return None
    if told.turn.voice != "participant" or not _FIRST_PERSON.search(text, start, end):
        return None
    asked = text[told.start : told.end].rstrip().endswith("?")
    return told.turn if asked and _REASON.match(text, start, end) else Turn("unclear", 0, 0)


def _without_brackets(text: str, part: Part, speakers: Speakers) -> Iterator[Part]:
    """Yield a turn's words without what the note-taker put in brackets."""
    at = part.start
    for match in _BRACKET.finditer(text, part.start, part.end):
        words = " ".join(match["words"].split())
        if _STAGE.fullmatch(words) or _is_manner(words, speakers):
            aside = Part(match.start(), match.end(), None, STAGE)
        elif _REMARK.match(words):
            said = "facilitator" if _OF_FACILITATORS.search(words) else "note"
            voice: Turn = Turn("facilitator", 0, 0) if said == "facilitator" else _NOTE
            aside = Part(match.start(), match.end(), voice)
        else:
            continue
        if text[at : match.start()].strip():
            yield Part(at, match.start(), part.turn)
        yield aside
        at = match.end()
    if at == part.start or text[at : part.end].strip():
        yield Part(at, part.end, part.turn)
