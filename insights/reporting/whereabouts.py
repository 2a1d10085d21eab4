"""Where an excerpt comes from, as far as a reader may know it: the kind of record, the session.

The row of a form, the line of a note and the name of a file are the team's. All the words of
a row are one person: with them beside each quote, a reader could put a person's story together.
"""

from __future__ import annotations

from insights.reporting.cells import text_of
from insights.reporting.document import Report
from insights.reporting.material import GROUP_NOTE, ReportMaterial

FEWEST_ALIKE = 3  # a description that fits fewer people of the group points to one of them
_WITH_PLACES = ("researchers",)
_KINDS = {
    "board": "sticky notes",
    "feedback": "a feedback form",
    "notes": "workshop notes",
    "prototype": "a test of a prototype",
    "round": "a reply to a draft",
    "transcript": "a recording",
    "votes": "an idea put to the vote",
}
_ANY_KIND = "a record of the project"


def shows_places(report: Report) -> bool:
    """Return whether a document says in which file an excerpt stands, and where."""
    return report.document in _WITH_PLACES


def say_evidence(report: Report) -> str:
    """Return what the list of excerpts shows of each, and how to find where it stands."""
    if shows_places(report):
        return "Each excerpt with its group, its file and its place in the file."
    return (
        "Each excerpt with its group and the kind of record it comes from. The team can look up "
        "its place by the letters at its end."
    )


class Whereabouts:
    """What may be said of the places of a project's excerpts.

    The state is real: who spoke in which record is counted once.
    """

    def __init__(self, material: ReportMaterial) -> None:
        self._material = material
        self._people: dict[tuple[str, ...], set[str]] = {}
        for excerpt_id, row in material.excerpt.items():
            for fits in self._descriptions(excerpt_id):
                self._people.setdefault(fits, set()).add(text_of(row["participant_id"]))

    def exact(self, excerpt_id: str) -> str:
        """Return the file and the place in it."""
        source_id = text_of(self._material.excerpt[excerpt_id]["source_id"])
        path = text_of(self._material.path_of.get(source_id)) or source_id
        return f"{path}, {self._material.place_of(excerpt_id)}"

    def told(self, excerpt_id: str) -> str:
        """Return the kind of record and the session: each where it fits three people or more.

        The group stands beside it: so only people of the same group are counted.
        """
        by_kind, by_session = self._descriptions(excerpt_id)
        if not self._covers(by_kind):
            return _ANY_KIND
        kind = _KINDS.get(by_kind[1], _ANY_KIND)
        session = by_session[-1]
        return f"{kind}, session {session}" if session and self._covers(by_session) else kind

    def _covers(self, description: tuple[str, ...]) -> bool:
        known = self._people[description] - {""}
        return description[0] == GROUP_NOTE or len(known) >= FEWEST_ALIKE

    def _descriptions(self, excerpt_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the group and the kind of record; and both with the session."""
        row = self._material.excerpt[excerpt_id]
        kind = self._material.kind_of_source.get(text_of(row["source_id"]), "")
        fits = (self._material.group_key(excerpt_id), kind)
        return fits, (*fits, text_of(row["session_id"]))
