"""Who was asked what: by recorded attendance, else by an answer, else by having spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from insights import tables
from insights.errors import Problem, nearest
from insights.project import Project
from insights.sources.collecting import ReadFile
from insights.sources.people import People
from insights.sources.recognise import fold
from insights.sources.sessions import name_session

if TYPE_CHECKING:
    import pandas as pd

IN_THE_ROOM = ("notes", "transcript", "board")  # whoever attended was asked what these ask
_BASIS = {
    "notes": "spoke", "transcript": "spoke", "board": "answered", "feedback": "answered",
    "prototype": "answered", "votes": "answered", "vision": "answered", "round": "answered",
}  # fmt: skip
Asked = dict[tuple[str, str | None, str], str]  # (session, activity, person) → basis


def who_was_asked(
    project: Project, read: Iterable[ReadFile], people: People, problems: list[Problem]
) -> Asked:
    """Return who was asked what, and how that is known.

    Attendance at a session that nothing else speaks of becomes a problem.
    """
    read = list(read)
    activities: dict[str, dict[str | None, None]] = {}
    sessions = {settings.session_id: None for settings in project.sessions}
    heard: Asked = {}
    for one in read:
        for passage in one.reading.passages:
            sessions[passage.session_id] = None
            if one.file.kind in IN_THE_ROOM:
                activities.setdefault(passage.session_id, {})[passage.activity] = None
            if passage.participant_id is not None:
                key = (passage.session_id, passage.activity, passage.participant_id)
                heard.setdefault(key, _BASIS[one.file.kind])
        for asked_there in one.reading.empty_answers:
            heard.setdefault(asked_there, _BASIS[one.file.kind])
    recorded = [pair for one in read for pair in one.reading.present]
    recorded += _recorded_attendance(project, people, sessions, problems)
    has_answered = {(session, person) for session, _, person in heard}
    asked: Asked = {}
    for session, person in dict.fromkeys(recorded):
        # A form or a test asks each person what they answered, and nothing more is known.
        if session not in activities and (session, person) in has_answered:
            continue
        for activity in activities.get(session, {None: None}):
            asked[session, activity, person] = "attended"
    for key, basis in heard.items():
        asked.setdefault(key, basis)
    return asked


def _recorded_attendance(
    project: Project, people: People, sessions: Iterable[str], problems: list[Problem]
) -> list[tuple[str, str]]:
    known = {fold(session): session for session in sessions}
    recorded = []
    unknown: dict[str, int] = {}
    for person, said in people.attended():
        session = name_session(project, said).session_id
        if fold(session) in known:
            recorded.append((known[fold(session)], person))
        else:
            unknown[said] = unknown.get(said, 0) + 1
    _report_unknown_sessions(unknown, known.values(), problems)
    return recorded


def attendance_table(asked: Asked, people: People) -> pd.DataFrame:
    """Return table ``attendance``."""
    import pandas as pd

    if not asked:
        return tables.empty("attendance")
    counted: dict[tuple[str, str], str] = {}
    for session, _, person in asked:
        if (person, session) not in counted:
            counted[person, session] = people.speaking_as(person, session)
    sessions, activities, persons = zip(*asked, strict=True)
    frame = pd.DataFrame(
        {
            "session_id": sessions,
            "activity": activities,
            "participant_id": persons,
            "speaking_as": [counted[person, session] for session, _, person in asked],
            "basis": list(asked.values()),
        }
    )
    return tables.conform("attendance", frame)


def _report_unknown_sessions(
    unknown: Mapping[str, int], known: Iterable[str], problems: list[Problem]
) -> None:
    names = list(dict.fromkeys(known))
    for session, n_people in unknown.items():
        problems.append(
            Problem(
                "participants", "column attended",
                f"“{session}” is not a session that any file or project.toml speaks of "
                f"({n_people} {'person' if n_people == 1 else 'people'}).",
                f"Sessions known here: {', '.join(names) or 'none'}.{nearest(session, names)}",
            )
        )  # fmt: skip
