"""Which session a file belongs to: by project.toml, or by what the file says at its top."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatch

from insights.project import InputFile, Project, SessionSettings
from insights.sources.documents import Block, Document
from insights.sources.people import People
from insights.sources.prompts import Prompts, guess_prompt_kind
from insights.sources.recognise import fold
from insights.sources.speakers import looks_like_name

_FIELDS = {
    "session": ("session", "session id", "workshop", "event"),
    "date": ("date", "held on", "day"),
    "facilitators": ("facilitator", "facilitators", "facilitated by", "moderator", "moderators",
                     "note taker", "note takers", "notetaker", "scribe", "notes by"),
    "perspective": ("group", "perspective", "participants are", "who"),
    "present": ("present", "attendees", "attended", "attendance", "participants"),
    "mode": ("mode", "format"),
    "aside": ("title", "project", "place", "venue", "location", "time", "duration", "apologies"),
}  # fmt: skip
_FIELD_OF = {word: name for name, words in _FIELDS.items() for word in words}
_FIELD = re.compile(r"[*_]{0,3}([A-Za-z][A-Za-z _-]{2,30}?)[*_]{0,3}[ \t]?:[*_]{0,3}[ \t]*(.*)",
                    re.DOTALL)  # fmt: skip
_MOST_FIELD_WORDS = 12
_MOST_OPENING_BLOCKS = 30


@dataclass(frozen=True)
class Opening:
    """The top of a file: how many blocks it takes, and what its fields say."""

    n_blocks: int = 0
    fields: dict[str, str] = field(default_factory=dict, repr=False)


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
    """Return the title and the fields ("Date: 3 November 2025") at the top of a file."""
    blocks = document.blocks
    fields: dict[str, str] = {}
    n_blocks = 1 if _is_title(project, document, people, prompts) else 0
    for at, block in enumerate(blocks[n_blocks:_MOST_OPENING_BLOCKS], start=n_blocks):
        found = _fields_of(document.text, block, people)
        if not found and block.kind != "field":
            break
        fields = {**dict(found), **fields}
        n_blocks = at + 1
    return Opening(n_blocks, fields)


def _is_title(project: Project, document: Document, people: People, prompts: Prompts) -> bool:
    """Tell a document's title from its first activity.

    A title stands higher than every other heading, or over fields; and where its own words
    invite something, the headings below it do so too.
    """
    text, blocks = document.text, document.blocks
    if not blocks or blocks[0].kind != "heading":
        return False
    title = text[blocks[0].start : blocks[0].end]
    if prompts.configured("", title):
        return False
    rest = [block for block in blocks[1:] if block.kind == "heading"]
    if not rest or any(block.level <= blocks[0].level for block in rest):
        return len(blocks) > 1 and bool(_fields_of(text, blocks[1], people))
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
    for line in text[block.start : block.end].split("\n"):
        match = _FIELD.match(line.strip())
        name = _FIELD_OF.get(fold(match[1]).replace("_", " ")) if match else None
        if match is None or name is None or people.known(match[1]):
            return []
        words = match[2].strip(" \"'*_")
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
    return name == "present" or len(words.split()) <= _MOST_FIELD_WORDS


def list_names(words: str) -> list[str]:
    """Return the names in a list such as "Ann (lead), Bo and Cy"."""
    bare = re.sub(r"\([^()]{0,60}\)", "", words)
    return [name.strip() for name in re.split(r"[,;&\n]|\band\b", bare) if name.strip()]


def find_perspective(project: Project, words: str) -> str | None:
    """Return the perspective that words such as "11 link workers" stand for."""
    bare = re.sub(r"[^\w\s_-]+|\b[0-9]+\b", " ", words).strip()
    without_people = re.sub(r"^(?:people|person) with ", "", bare, flags=re.IGNORECASE)
    for candidate in (words.strip(), bare, bare.removesuffix("s"), without_people):
        if perspective := project.perspective_of(candidate):
            return perspective
    return None
