"""What the readers of ideas, ballots and statements share: one file, and who votes in it."""

from __future__ import annotations

from insights.project import Project
from insights.sources.labels import Labels
from insights.sources.material import FileReading
from insights.sources.people import People

PERSON = ("participant id", "participant", "person", "person id", "who")
GROUP = ("group", "perspective", "capacity", "voter group", "table")


class Voting:
    """One file while its sheets are read.

    Attributes
    ----------
    reading
        What the file gives so far.
    labels
        Who the labels of the present sheet stand for.
    where
        The present sheet as people find it, "" in the first.
    pieces, at
        The words of ideas so far, and how many characters they are.
    """

    def __init__(self, project: Project, shown: str, people: People, reading: FileReading) -> None:
        self.project = project
        self.shown = shown
        self.people = people
        self.reading = reading
        self.session_id = reading.session_id or ""
        self.labels = Labels(people, shown)
        self.where = ""
        self.pieces: list[str] = []
        self.at = 0

    def meet(self, label: str, perspective: str | None) -> str | None:
        """Return the participant a label stands for, who has now voted here, or None."""
        person = self.labels.person(label)
        if person is None or self.people.is_facilitator(person):
            return None
        self.people.meet(person, "votes", perspective=perspective, named_in=self.shown)
        return person
