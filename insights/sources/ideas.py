"""Ideas: what each says, who sketched it, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from insights.errors import nearest
from insights.sources.material import Passage
from insights.sources.recognise import says_something
from insights.sources.records import Choice, Records
from insights.sources.segment import split_units
from insights.sources.sessions import name_session
from insights.sources.tallies import DOT_HEADERS, count_dots
from insights.sources.voting import PERSON, Voting

COLUMNS: dict[str, tuple[str, ...]] = {
    "idea_id": ("idea id", "id", "idea no", "idea number", "no", "number", "ref"),
    "title": ("title", "name", "short name", "idea name", "idea title", "headline"),
    "idea": ("idea", "text", "words", "description", "idea text", "what is it",
             "how it works", "what it is"),
    "image": ("image", "picture", "photo", "image file", "image name", "file", "sketch"),
    "sketched_by": ("sketched by", "by", "drawn by", "proposed by", "author", *PERSON),
    "perspective": ("perspective", "group", "capacity"),
    "session": ("session", "session id", "workshop", "day"),
    "component": ("component", "part", "toolkit component"),
    "status": ("status", "outcome", "decision", "what became of it", "became"),
    "reason": ("reason", "why", "because", "reason why"),
    "dots": DOT_HEADERS,
}  # fmt: skip
_STATUS = (
    Choice("open", ("undecided", "not decided", "to decide", "new", "live")),
    Choice("prototype", ("prototyped", "taken forward", "built", "take forward", "to prototype")),
    Choice("commitment", ("committed", "standing commitment", "promise", "promised")),
    Choice("parked", ("park", "car park", "later", "on hold", "waiting")),
    Choice("not now", ("won t do now", "wont do now", "won t do", "wont do", "no", "rejected",
                       "dropped", "not taken forward", "out")),
)  # fmt: skip
_ACTIVITY = "Ideas"


def read_ideas(voting: Voting, records: Records, rows: list[dict[str, object]]) -> str:
    """Add the ideas of one sheet to ``rows``; return the form it has, in words."""
    records.leave_out_the_rest()
    for number, given in records.rows():
        if not (given["idea"] or given["title"]):
            records.report(number, "idea", "There is no idea in this row, so it was left out.",
                           "Write what the idea is, or at least its title.")  # fmt: skip
            continue
        perspective = records.perspective(
            voting.project, number, "perspective", given["perspective"]
        )
        person = voting.meet(given["sketched_by"], perspective)
        session = voting.session_id
        if given["session"]:
            session = name_session(voting.project, given["session"]).session_id
        row: dict[str, object] = {
            "idea_id": given["idea_id"] or voting.labels.row(number),
            "title": " ".join(given["title"].split()) or None,
            "image": given["image"] or None,
            "participant_id": person,
            "perspective": perspective,
            "session_id": session,
            "session": session,
            "component": _component(voting, records, number, given["component"]),
            "status": records.choice(number, "status", given["status"], _STATUS, "open"),
            "reason": given["reason"] or None,
            "n_dots": _dots(records, number, given["dots"]),
            "locator": f"{voting.where}row {number}",
        }
        if not given["idea_id"] and "idea_id" in records.roles:
            records.report(
                number, "idea_id", "This idea has no id, so ballots cannot name it.",
                "Give it the id that is on its sheet, for example I07.",
            )  # fmt: skip
        _add_words(voting, records, number, given, row)
        rows.append(row)
    return ""


def _dots(records: Records, number: int, cell: str) -> int | None:
    """Return how many dots stand beside an idea; None where there is no column of them."""
    if "dots" not in records.roles:
        return None
    dots = count_dots(cell)
    if dots is None:
        records.report(number, "dots", "This is no number of dots; it was left out.",
                       "Write a whole number, or leave it empty.")  # fmt: skip
    return dots


def _component(voting: Voting, records: Records, number: int, cell: str) -> str | None:
    if not cell or not voting.project.components:
        return cell or None
    if component := voting.project.component_of(cell):
        return component
    records.report(
        number, "component", "This is not one of the project's components.",
        f"Components in project.toml: {', '.join(voting.project.components)}."
        + nearest(cell, voting.project.components),
    )  # fmt: skip
    return None


def _add_words(
    voting: Voting, records: Records, number: int, given: Mapping[str, str], row: dict[str, object]
) -> None:
    column = "idea" if says_something(given["idea"]) else "title"
    words = given[column]
    person = row["participant_id"]
    row["passage"] = len(voting.reading.passages)
    for start, end in split_units(words, 0, len(words)):
        voting.reading.passages.append(
            Passage(
                f"{voting.where}row {number}, {records.column(column)}",
                voting.at + start, voting.at + end, words[start:end], str(row["session_id"]),
                _ACTIVITY, _ACTIVITY, "idea", "verbatim",
                str(person) if person else None,
                "participant" if person else "unattributed",
                str(row["perspective"]) if row["perspective"] else None,
                speaker_key=given["sketched_by"],
                row_key=f"{given['idea_id']}\x1f{column}" if given["idea_id"] else None,
                kind="idea",
            )
        )  # fmt: skip
    voting.pieces.append(words)
    voting.at += len(words) + 1
