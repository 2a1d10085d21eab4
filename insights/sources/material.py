"""What reading gives: one :class:`Material`, and the :class:`FileReading` of each file.

Neither shows a participant's words when printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from insights.errors import Problem

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Understood:
    """How a file, or a column of one, was understood; for people to check.

    Attributes
    ----------
    source
        The file, relative to the project's folder.
    part
        The column; "" for the file as a whole.
    taken_as
        What it was taken for, in words.
    """

    source: str
    part: str
    taken_as: str


class Passage(NamedTuple):
    """One unit of meaning of one file, before ids are given.

    ``speaker_key`` is the speaker as the file names them (for the id, so that a corrected
    register changes no id); ``row_key`` is the row's own id and column, where there is one;
    ``kind`` is what kind of unit it is, where the form says so; ``known_by`` is how it is known
    who said it, where a label or a report says so; ``id_words`` are the words that the id is
    made of, where a note-taker's were cut from behind them ("" for ``text``).
    """

    locator: str
    start: int
    end: int
    text: str
    session_id: str
    activity: str | None
    prompt: str | None
    prompt_kind: str
    directness: str
    participant_id: str | None = None
    speaker: str = "unattributed"
    perspective: str | None = None
    group_label: str | None = None
    speaker_key: str = ""
    row_key: str | None = None
    kind: str = "unspecified"
    known_by: str | None = None
    id_words: str = ""

    def __repr__(self) -> str:
        return f"Passage({self.locator!r}, {self.end - self.start} characters)"


@dataclass
class FileReading:
    """What one file gave."""

    text: str = field(default="", repr=False)
    passages: list[Passage] = field(default_factory=list, repr=False)
    session_id: str | None = None
    dates: dict[str, str] = field(default_factory=dict)  # session → ISO date
    modes: dict[str, str] = field(default_factory=dict)  # session → how it was held
    present: list[tuple[str, str]] = field(default_factory=list)  # (session, participant)
    problems: list[Problem] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    # Rows of other tables, by the table's name; in "passage" the place of their words among the
    # passages, in "session" the session they were given in.
    records: dict[str, list[dict[str, object]]] = field(default_factory=dict, repr=False)
    # (session, activity) → what it was for, where that is not "workshop"
    purposes: dict[tuple[str, str | None], str] = field(default_factory=dict)
    # (session, activity, participant) who was asked and gave an answer that says nothing
    empty_answers: list[tuple[str, str | None, str]] = field(default_factory=list)
    n_characters: int | None = None  # what the file held, where that is more than its text
    set_aside: dict[str, int] | None = None  # reason → characters that no passage holds


@dataclass(frozen=True, repr=False)
class Material:
    """Everything that was read from a project, unmasked: keep it in memory only.

    Attributes
    ----------
    sources, passages, participants, sessions, attendance, prototypes
        Tables, as declared in :mod:`insights.tables`.
    records
        The tables that some projects have, by name, each with its columns even where it has
        no rows: ideas, ballots, statements, statement_votes, vision, rounds, responses,
        process, ratings, memos.
    texts
        Each source's raw text (LF, no byte-order mark) by ``source_id``; a passage's
        ``start`` and ``end`` index it.
    problems
        What was not understood or not used.
    understood
        How each file and column was understood.
    empty_forms
        The forms that nobody has filled in yet: no files that came in, and no problem.
    known_paths
        Under which path the ids of each file are kept, by its present path and by the hash
        of its bytes; hand it to the next reading and a renamed file keeps its ids.
    unplaced
        Names that may be somebody's on the list, and the files they stand in: personal data,
        for the screen of whoever keeps the key.
    signed
        The names beside what is nobody's for sure, by the passage's ``excerpt_id`` or by the
        stand-in that a file gave them: personal data, to look up whose they may be.
    kept_out
        The stand-ins and passages that wait, and are used nowhere, because the name beside them
        may be somebody's who said no.
    unsplit
        The lists of people with their names that are still to be split from the project.
    """

    sources: pd.DataFrame
    passages: pd.DataFrame
    texts: dict[str, str]
    participants: pd.DataFrame
    sessions: pd.DataFrame
    attendance: pd.DataFrame
    prototypes: pd.DataFrame
    records: dict[str, pd.DataFrame]
    problems: list[Problem]
    understood: list[Understood]
    empty_forms: tuple[str, ...] = ()
    known_paths: dict[str, str] = field(default_factory=dict)
    unplaced: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    kept_out: frozenset[str] = frozenset()
    unsplit: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Material({len(self.sources)} sources, {len(self.passages)} passages, "
            f"{len(self.participants)} participants, {len(self.sessions)} sessions, "
            f"{len(self.problems)} problems)"
        )
