"""What a document tells of the meeting it is of: which session, when, how, who was there.

Notes and transcripts begin alike; :func:`open_document` reads the top of either, and makes
ready what its reader needs to tell who speaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from insights.project import InputFile, Project
from insights.sources.activities import Headings
from insights.sources.attribution import Attribution
from insights.sources.documents import Document
from insights.sources.material import FileReading
from insights.sources.people import People
from insights.sources.prompts import Prompts
from insights.sources.recognise import read_date
from insights.sources.sessions import (
    HEADER_LINES,
    find_perspective,
    find_session,
    list_names,
    mode_of,
    read_opening,
    read_when,
)
from insights.sources.speakers import Speakers

HEADINGS = "headings"  # why their words are in no passage


@dataclass(frozen=True)
class Occasion:
    """The meeting that a document is of.

    Attributes
    ----------
    perspective
        The group that speaks, where all are of one.
    speakers
        Tells who a label stands for.
    headings
        Those above the place where the reader begins.
    n_blocks
        How many blocks the top takes.
    asks
        Whether the document begins with a question to people.
    aside
        The spans of the top, which hold nobody's words, with what they are.
    """

    session_id: str
    perspective: str | None
    speakers: Speakers
    headings: Headings
    n_blocks: int
    asks: bool
    aside: tuple[tuple[int, int, str], ...] = field(default=(), repr=False)


def open_document(
    project: Project, file: InputFile, people: People, prompts: Prompts, document: Document,
    reading: FileReading, attribution: Attribution,
) -> Occasion:  # fmt: skip
    """Return the meeting a document is of; its session, day, mode and people join ``reading``."""
    opening = read_opening(project, document, people, prompts)
    fields, question = opening.fields, opening.question
    settings = find_session(project, file, fields.get("session", ""))
    facilitators = [*settings.facilitators, *list_names(fields.get("facilitators", ""))]
    perspective = _first_perspective(
        project,
        (settings.perspective, fields.get("perspective", ""), fields.get("present", "")),
    )
    top = document.blocks[: opening.n_blocks]
    occasion = Occasion(
        settings.session_id, perspective,
        Speakers(project, people, settings.session_id, facilitators),
        Headings(question), opening.n_blocks, question is not None,
        tuple(
            (block.start, block.end,
             HEADINGS if question is not None and at == 0 else HEADER_LINES)
            for at, block in enumerate(top)
        ),
    )  # fmt: skip
    leads = [(block.start, block.lead) for block in document.blocks if block.lead]
    occasion.speakers.learn(document.text, leads)
    reading.session_id = settings.session_id
    if date := read_date(settings.date):
        reading.dates[settings.session_id] = date
    if settings.mode:
        reading.modes[settings.session_id] = settings.mode
    note_header_fields(occasion, fields, perspective, reading, attribution)
    return occasion


def note_header_fields(
    occasion: Occasion, fields: Mapping[str, str], perspective: str | None,
    reading: FileReading, attribution: Attribution,
) -> None:  # fmt: skip
    """Add what header lines say of a meeting: what is known of it already stands.

    Parameters
    ----------
    perspective
        The group of those who were there, where the register does not say.
    """
    session_id = occasion.session_id
    if date := read_when(fields.get("date", "")):
        reading.dates.setdefault(session_id, date)
    if mode := mode_of(fields):
        reading.modes.setdefault(session_id, mode)
    for name in list_names(fields.get("present", "")):
        turn = occasion.speakers.who(name)
        if turn is not None and turn.voice == "participant" and turn.person:
            attribution.meet(turn, perspective)
            reading.present.append((session_id, turn.person))
        elif turn is not None and turn.voice == "unknown_name":
            attribution.note_present(turn.key)


def _first_perspective(project: Project, said: Iterable[str]) -> str | None:
    """Return the first perspective that any of ``said`` stands for."""
    for words in said:
        if perspective := find_perspective(project, words):
            return perspective
    return None
