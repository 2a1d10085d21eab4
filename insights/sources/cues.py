"""How transcripts are written: cues, times, names beside times, mark-up, and asides.

WebVTT and SubRip part cues by lines of two times; Teams, Zoom and Otter write a name and a
time over what was said, or a time before it. This knows the signs, not the people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from insights import archives
from insights.sources.asides import says_a_clause

_T = r"[0-9]{1,3}:[0-9]{2}(?::[0-9]{2})?(?:[.,][0-9]{1,3})?"
_TIME = re.compile(_T)
_ARROW = re.compile(
    rf"[ \t]*({_T})[ \t]{{0,4}}--?>[ \t]{{0,4}}({_T})(?:[ \t][^\n]{{0,200}})?[ \t]*"
)
_GAP = "[ \t\u00a0\u2002\u2003]"
_NAME_THEN_TIME = re.compile(
    rf"{_GAP}{{0,4}}(?P<name>\w[^\n:<>\[\]()]{{0,60}}?){_GAP}{{0,8}}"
    rf"(?:\((?P<role>[^()\n]{{1,40}})\){_GAP}{{0,8}})?"
    rf"(?:(?<={_GAP[:-1]})])|(?<=\)))?[\[(|·•-]?{_GAP}{{0,2}}(?P<time>{_T}){_GAP}{{0,2}}[\])]?"
    rf"{_GAP}{{0,4}}:?{_GAP}{{0,4}}"
)  # fmt: skip
_TIME_THEN_REST = re.compile(
    rf"{_GAP}{{0,4}}[\[(]?(?P<time>{_T})(?:{_GAP}{{0,2}}-{_GAP}{{0,2}}{_T})?[\])]?"
    rf"{_GAP}{{0,4}}[-–—|:]?{_GAP}{{1,8}}(?=\S)"
)  # fmt: skip
_CHAT = re.compile(rf"From{_GAP}{{1,4}}(?P<name>[^\n:]{{1,60}}?){_GAP}{{1,4}}to{_GAP}{{1,4}}"
                   rf"[^\n:]{{1,60}}:{_GAP}{{0,4}}", re.IGNORECASE)  # fmt: skip
_TAG = re.compile(r"<(?P<close>/?)(?P<tag>v|c|i|b|u|lang|ruby|rt|font)(?:\.[\w-]{1,40}){0,5}"
                  r"(?:[ \t]{1,4}(?P<rest>[^<>\n]{0,120}))?>|<[0-9:.]{5,14}>")  # fmt: skip
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|lrm|rlm|#[0-9]{1,6}|#x[0-9A-Fa-f]{1,5});")
_STAGE = re.compile(r"[\[(*♪][^\[\]()\n]{0,60}[\])*♪][.]?")
_OWN_LINES = re.compile(
    r".{0,80}(?:started|stopped|ended) (?:the )?(?:transcription|recording)\.?|"
    r"transcribed by .{0,60}|(?:audio )?(?:file )?transcript(?:ion)?|recording (?:started|stopped)|"
    r"(?:meeting|call) (?:recording|transcript).{0,40}|-{3,}|={3,}|\*{3,}|_{3,}|"
    r"summary keywords|keywords|speakers|action items|outline",
    re.IGNORECASE,
)  # fmt: skip
_DASHED = re.compile(r"[ \t]*(?:[-–—]|>>)[ \t]{0,3}(?=\S)")
TIMES, LABELS, NUMBERS = "times", "speakers' names", "cue numbers and settings"
MARKUP, NOTES, OWN = "mark-up", "comments in the file", "the program's own lines"
STAGE = "stage directions"


class Header(NamedTuple):
    """A line that is a label and a time and no more."""

    label: str
    role: str
    start: int  # of the time, in the line
    end: int
    is_time_first: bool

    def __repr__(self) -> str:
        return f"Header({self.start}, {self.end})"


@dataclass
class Stretch:
    """Words of a line with mark-up: the voice tag they stand in, and where they are.

    Attributes
    ----------
    voice
        The tag's label; None outside such tags.
    offsets
        Where each letter stands in the file.
    signs
        The letters that an entity such as ``&amp;`` stands for, by where it begins.
    """

    voice: str | None = field(default=None, repr=False)
    offsets: list[int] = field(default_factory=list, repr=False)
    signs: dict[int, str] = field(default_factory=dict, repr=False)


def is_cue(line: str) -> bool:
    """Tell whether a line is two times with an arrow between them, which begins a cue."""
    return bool(_ARROW.fullmatch(line))


def cue_time(line: str) -> str:
    """Return when a cue begins; "" where the line begins none."""
    match = _ARROW.fullmatch(line)
    return plain_time(match[1]) if match else ""


def plain_time(time: str) -> str:
    """Return a time as people write it.

    Examples
    --------
    >>> plain_time("1:22"), plain_time("00:01:22,500")
    ('00:01:22', '00:01:22')
    """
    parts = re.split(r"[.,]", time)[0].split(":")
    hours, minutes, seconds = ["0"] * (3 - len(parts)) + parts
    return f"{int(hours):02}:{int(minutes):02}:{int(seconds):02}"


def is_time(words: str) -> bool:
    """Tell whether words are a time and no more."""
    return bool(_TIME.fullmatch(words))


def find_time(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the first time in ``text[start:end]`` stands, or None."""
    match = _TIME.search(text, start, end)
    return match.span() if match else None


def skip_time(text: str, start: int, end: int) -> int:
    """Return where the words of a line begin that may begin with a time."""
    match = _TIME_THEN_REST.match(text[start : min(end, start + 60)])
    return start + match.end() if match else start


def skip_dash(line: str) -> int:
    """Return how long the dash before another person's words is, 0 where there is none."""
    match = _DASHED.match(line)
    return match.end() if match else 0


def skip_chat_label(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Return the name in "From Priya to everyone: …" and where the words begin, or None."""
    match = _CHAT.match(text[start : min(end, start + 160)])
    return (match["name"], start + match.end()) if match else None


def read_headers(line: str) -> list[Header]:
    """Return how a line could be a label and a time, the likelier first."""
    found = []
    match = _NAME_THEN_TIME.fullmatch(line)
    if match is not None and match.start("time") > match.end("name"):
        label = match["name"].strip("*_ -–|·•")
        found.append(Header(label, match["role"] or "", *match.span("time"), False))
    if match := _TIME_THEN_REST.match(line):
        rest = line[match.end() :].strip("*_ ").removesuffix(":").strip("*_ ")
        found.append(Header(*split_role(rest), *match.span("time"), True))
    return found


def split_role(label: str) -> tuple[str, str]:
    """Return a label as a name and a role.

    Examples
    --------
    >>> split_role("Priya (link worker)"), split_role("Priya")
    (('Priya', 'link worker'), ('Priya', ''))
    """
    name, bracket, role = label.strip().partition("(")
    return (name.strip(), role.strip(" )")) if bracket else (label.strip(), "")


def is_own_line(words: str) -> bool:
    """Tell a line that a program writes of itself: "Transcribed by …", "Keywords"."""
    return bool(_OWN_LINES.fullmatch(words))


def is_stage_direction(words: str) -> bool:
    """Tell "[laughter]" from something said."""
    return bool(_STAGE.fullmatch(words)) and not says_a_clause(words)


def read_marked_up(
    text: str, start: int, end: int, aside: list[tuple[int, int, str]]
) -> list[Stretch]:
    """Return the words of a line with tags and entities; each ``<v Name>`` begins a stretch.

    Parameters
    ----------
    aside
        Takes the spans of the mark-up, with what they are.
    """
    stretches = [Stretch()]
    at = start
    while at < end:
        present = stretches[-1]
        if text[at] == "<" and (match := _TAG.match(text, at, end)):
            opens_voice = match["tag"] == "v" and not match["close"]
            if match["tag"] == "v":
                stretches.append(Stretch(unescape(match["rest"] or "") if opens_voice else None))
            aside.append((at, match.end(), LABELS if opens_voice else MARKUP))
            at = match.end()
        elif text[at] == "&" and (match := _ENTITY.match(text, at, end)):
            present.signs[at] = archives.clean_text(unescape(match[0]).replace("\xa0", " "))
            aside.append((at, match.end(), MARKUP))
            present.offsets += [at] if present.signs[at] else []
            at = match.end()
        else:
            present.offsets.append(at)
            at += 1
    return stretches
