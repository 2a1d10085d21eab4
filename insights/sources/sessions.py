"""Which session a file belongs to: by project.toml, or by what the file says at its top."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch

from insights.project import InputFile, Project, SessionSettings
from insights.sources.documents import Block, Document
from insights.sources.likely_names import looks_like_name
from insights.sources.people import People
from insights.sources.prompts import Prompts, guess_prompt_kind
from insights.sources.recognise import fold, read_date

_FIELDS = {
    "session": ("session", "session id", "workshop", "event"),
    "date": ("date", "held on", "day"),
    "facilitators": ("facilitator", "facilitators", "facilitated by", "moderator", "moderators",
                     "note taker", "note takers", "notetaker", "scribe", "notes by", "in the chair",
                     "chair", "chaired by", "interviewer", "interviewers", "interviewed by"),
    "perspective": ("group", "perspective", "participants are", "who"),
    "present": ("present", "attendees", "attended", "attendance", "participants", "here",
                "who was here", "who was there", "in the room", "those present",
                "people present", "also present", "also here"),
    "notes": ("notes", "minutes", "notes taken by", "minutes by", "minutes taken by"),
    "mode": ("mode", "format"),
    "place": ("place", "venue", "location", "held at", "where"),
    "time": ("time", "times", "duration"),
    "aside": ("title", "project", "apologies", "not here", "absent"),
}  # fmt: skip
HEADER_LINES = "header lines: title, date, place, who was there"
_FIELD_OF = {word: name for name, words in _FIELDS.items() for word in words}
_FIELD = re.compile(r"[*_]{0,3}([A-Za-z][A-Za-z _-]{2,30}?)[*_]{0,3}[ \t]?:[*_]{0,3}[ \t]*(.*)",
                    re.DOTALL)  # fmt: skip
_FIELDS_IN_A_LINE = re.compile(r"\n|(?<=[\w)])[.;|] {1,3}(?=[A-Z][A-Za-z -]{2,24}: )")
_DAY = r"(?:(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)[a-z]{0,6}[.,]?[ ]{1,2})?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE_LINE = re.compile(
    rf"{_DAY}(?P<date>[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-](?:[0-9]{{4}}|[0-9]{{2}})|"
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? [0-9]{{4}}|"
    rf"{_MONTH} [0-9]{{1,2}},? [0-9]{{4}})(?![\w/])"
    r"(?P<alone>\s{0,3}(?:$|[,.;:–—(|-]|(?:at|in|from|between|with)\b|[0-9]))?", re.IGNORECASE,
)  # fmt: skip
_PLACE_WORDS = re.compile(
    r"\b(?:hall|centre|center|library|church|chapel|mosque|temple|hub|house|room|rooms|school|"
    r"college|university|hospital|surgery|clinic|street|road|lane|avenue|square|office|offices|"
    r"caf[eé]|building|online|zoom|teams)\b|\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"\b(?:online|zoom|teams|video|remote|virtual|skype|google meet)\b",
                     re.IGNORECASE)  # fmt: skip
_MOST_FIELD_WORDS = 12
_MOST_DATE_LINE_WORDS = 25
_MOST_PLACE_WORDS = 10
_MOST_OPENING_BLOCKS = 30
_ASKS = re.compile(r"(?:what|how|why|where|when|who|which)\b", re.IGNORECASE)
_ALSO_A_TOPIC = ("date", "time", "place", "present", "notes", "aside")  # "Place: nowhere private"


@dataclass(frozen=True)
class Question:
    """A question that stands first in a file, where a title might.

    Attributes
    ----------
    words
        The question.
    level
        Of its heading; None where it is typed as plain text.
    is_title
        Whether headings below it ask something else, so that it asks only what stands
        between it and them.
    """

    words: str = field(repr=False)
    level: int | None
    is_title: bool


@dataclass(frozen=True)
class Opening:
    """The top of a file: how many blocks it takes, what its fields say, what it asks."""

    n_blocks: int = 0
    fields: dict[str, str] = field(default_factory=dict, repr=False)
    question: Question | None = None


def find_session(project: Project, file: InputFile, said: str = "") -> SessionSettings:
    """Return the session a file belongs to, with what project.toml says of it.

    By the session's ``files`` patterns, else by what the file says of itself, else by its
    name; one that project.toml does not know has an id and nothing more.
    """
    for session in project.sessions:
        if any(
            fnmatch(file.relative, pattern) or fnmatch(file.path.name, pattern)
            for pattern in session.files
        ):
            return session
    return name_session(project, said or file.path.stem, file.path.stem)


def name_session(project: Project, *names: str) -> SessionSettings:
    """Return the session that one of ``names`` is the id or title of, or a new one."""
    for words in names:
        for session in project.sessions:
            if words and fold(words) in (fold(session.session_id), fold(session.title)):
                return session
    return SessionSettings(names[0])


def read_opening(project: Project, document: Document, people: People, prompts: Prompts) -> Opening:
    """Return the title and the header lines ("Date: 3 November 2025") at the top of a file.

    A date may stand by itself; a plain title counts above, and a plain place below, one of
    the others.
    """
    blocks = document.blocks
    fields: dict[str, str] = {}
    question = _first_question(project, document, prompts)
    is_heading = question is not None and question.level is not None
    first = 1 if is_heading or _is_title(project, document, people) else 0
    n_blocks = first
    for at, block in enumerate(blocks[first:_MOST_OPENING_BLOCKS], start=first):
        found = _fields_of(document.text, block, people)
        if question is not None and not _are_sure(found, people):
            found = []
        if not found and "date" not in fields:
            found = _bare_date(document.text, block)
        if not found and fields and "place" not in fields:
            found = _bare_place(document.text, block)
        if not found and block.kind != "field":
            if at == n_blocks == 0 and (question or _could_be_title(document.text, block, people)):
                continue
            break
        fields = {**dict(found), **fields}
        n_blocks = at + 1
    return Opening(n_blocks, fields, question if n_blocks else None)


def _first_question(project: Project, document: Document, prompts: Prompts) -> Question | None:
    """Return the question that the first block asks, if it is one and nobody's words."""
    text, blocks = document.text, document.blocks
    if not blocks or blocks[0].kind not in ("heading", "paragraph"):
        return None
    words = text[blocks[0].start : blocks[0].end].strip("*_ \t\n")
    kind = guess_prompt_kind(words)
    is_heading = blocks[0].kind == "heading"
    asks = words.endswith("?") or bool(prompts.configured("", words))
    if is_heading:
        asks = asks or (kind != "unspecified" and bool(_ASKS.match(words)))
    elif len(words.split()) > _MOST_FIELD_WORDS or ":" in words or "\n" in words:
        asks = False
    if not asks:
        return None
    below = [
        text[block.start : block.end].strip("*_ \t\n")
        for block in blocks[1:] if block.kind == "heading"
    ]  # fmt: skip
    others = [heading for heading in below if find_perspective(project, heading) is None]
    is_title = bool(below) and (
        prompts.kind_of("", words) == "unspecified"
        or any(
            heading.endswith("?") or prompts.kind_of("", heading) not in ("unspecified", kind)
            for heading in others
        )
    )
    return Question(words, blocks[0].level if is_heading else None, is_title)


def read_header_line(document: Document, block: Block, people: People) -> dict[str, str]:
    """Return the fields in a line below a heading that says when, where or who was there.

    Where a topic could be meant as well ("Place: nowhere private"), there are none.
    """
    found = _fields_of(document.text, block, people) if block.kind == "paragraph" else []
    if any(name not in _ALSO_A_TOPIC for name, _ in found) or not _are_sure(found, people):
        return {}
    return dict(found)


def _are_sure(fields: Sequence[tuple[str, str]], people: People) -> bool:
    """Tell fields from topics that people talked about: a place is named, a date is one."""
    sure = {
        "date": lambda words: read_when(words) is not None,
        "time": lambda words: any(sign.isdigit() for sign in words[:3]),
        "place": lambda words: bool(_PLACE_WORDS.search(words)) and words[-1:] not in ".!?",
        "present": lambda words: _are_people(words, people),
        "notes": lambda words: _are_people(words, people),
        "aside": lambda words: _are_people(words, people),
    }
    return all(name not in _ALSO_A_TOPIC or sure[name](words) for name, words in fields)


def read_when(words: str) -> str | None:
    """Return the date that a line begins with as ISO 8601, or None."""
    match = _DATE_LINE.match(words.strip(" *_"))
    if match is None:
        return read_date(words)
    date = match["date"]
    if date.upper() != date.lower():  # "3 Mar. 2026"
        return read_date(date.replace(".", ""))
    short = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{2})", date)
    return read_date(f"{short[1]}/{short[2]}/20{short[3]}" if short else date)


def mode_of(fields: Mapping[str, str]) -> str:
    """Return how a session was held, by its own word, else by where it was."""
    if mode := fields.get("mode", ""):
        return mode
    if not (place := fields.get("place", "")):
        return ""
    return "online" if _ONLINE.search(place) else "in person"


def _bare_date(text: str, block: Block) -> list[tuple[str, str]]:
    """Return the date with which a line at the top begins."""
    words = text[block.start : block.end].strip(" *_")
    if block.kind != "paragraph" or len(words.split()) > _MOST_DATE_LINE_WORDS:
        return []
    match = _DATE_LINE.match(words)
    date = read_when(words) if match is not None and match["alone"] is not None else None
    return [("date", date)] if date else []


def _bare_place(text: str, block: Block) -> list[tuple[str, str]]:
    """Return the place in a line that names one and says nothing of it."""
    words = text[block.start : block.end].strip(" *_")
    is_place = (
        block.kind == "paragraph"
        and len(words.split()) <= _MOST_PLACE_WORDS
        and words[-1:] not in ("?", "!")
        and ":" not in words
        and bool(_PLACE_WORDS.search(words))
        and _is_named(words)
    )
    return [("place", words)] if is_place else []


def _is_named(words: str) -> bool:
    """Tell "St Mary's Hall, Leeds" from a sentence about a hall."""
    parts = [part for part in re.split(r"[\s,]+", words.rstrip(".")) if len(part) > 3]
    return all(part[0].isupper() or part[0].isdigit() for part in parts)


def _could_be_title(text: str, block: Block, people: People) -> bool:
    words = text[block.start : block.end].strip(" *_")
    return (
        block.kind == "paragraph"
        and len(words.split()) <= _MOST_FIELD_WORDS
        and words[-1:] not in (".", "?", "!", ":", "”", '"')
        and not people.known(words.partition(":")[0])
    )


def _are_people(words: str, people: People) -> bool:
    """Tell a list of people ("P01, Priya and 3 link workers") from a sentence."""
    return all(
        looks_like_name(one) or people.known(one) or people.looks_like_id(one)
        or (one[0].isdigit() and len(one.split()) <= 5)
        for one in list_names(words)
    )  # fmt: skip


def _is_title(project: Project, document: Document, people: People) -> bool:
    """Tell a document's title from its first activity.

    A title stands higher than every other heading, or over fields; and where its own words
    invite something, the headings below it do so too.
    """
    text, blocks = document.text, document.blocks
    if not blocks or blocks[0].kind != "heading":
        return False
    title = text[blocks[0].start : blocks[0].end]
    rest = [block for block in blocks[1:] if block.kind == "heading"]
    if not rest or any(block.level <= blocks[0].level for block in rest):
        return len(blocks) > 1 and bool(
            _fields_of(text, blocks[1], people) or _bare_date(text, blocks[1])
        )
    below = [text[block.start : block.end] for block in rest]
    return guess_prompt_kind(title) == "unspecified" or any(
        guess_prompt_kind(words) != "unspecified"
        for words in below
        if find_perspective(project, words) is None
    )


def _fields_of(text: str, block: Block, people: People) -> list[tuple[str, str]]:
    """Return the fields in a block, or nothing where any of it is something else."""
    if block.kind == "heading":
        return []
    if block.kind == "row":
        cells = [text[a:b].strip(" :*_") for a, b in block.cells]
        name = _FIELD_OF.get(fold(cells[0])) if len(cells) == 2 else None
        return [(name, cells[1])] if name else []
    found = []
    for line in _FIELDS_IN_A_LINE.split(text[block.start : block.end]):
        match = _FIELD.match(line.strip())
        name = _FIELD_OF.get(fold(match[1]).replace("_", " ")) if match else None
        if match is None or name is None or people.known(match[1]):
            return []
        words = match[2].strip(" \"'*_")
        words = words.removesuffix(".") if words.endswith(").") else words
        if not _could_be_field(name, words, people):
            return []
        found.append((name, words))
    return found


def _could_be_field(name: str, words: str, people: People) -> bool:
    """Tell "Facilitators: Dana and Ruth" from a facilitator's first turn."""
    if name == "facilitators":
        return all(
            looks_like_name(one) or people.is_facilitator(one) or people.known(one)
            for one in list_names(words)
        )
    if name == "notes":  # by whom, or a word over what follows; else it is a note
        return _are_people(words, people)
    if name == "present":
        return _are_people(words, people) or len(words.split()) <= 3 * _MOST_FIELD_WORDS
    return len(words.split()) <= _MOST_FIELD_WORDS


def list_names(words: str) -> list[str]:
    """Return the names in a list such as "Ann (lead), Bo and Cy"."""
    bare = re.sub(r"\([^()]{0,60}\)", "", words)
    return [name.strip() for name in re.split(r"[,;&\n]|\band\b", bare) if name.strip(" .")]


def find_perspective(project: Project, words: str) -> str | None:
    """Return the perspective that words such as "11 link workers" stand for."""
    bare = re.sub(r"[^\w\s_-]+|\b[0-9]+\b", " ", words).strip()
    without_people = re.sub(r"^(?:people|person) with ", "", bare, flags=re.IGNORECASE)
    for candidate in (words.strip(), bare, bare.removesuffix("s"), without_people):
        if perspective := project.perspective_of(candidate):
            return perspective
    return None
