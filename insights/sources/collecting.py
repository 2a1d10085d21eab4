"""The tables that files gave rows of: ids of their words, groups, and no row twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights import tables
from insights.errors import Problem
from insights.project import InputFile
from insights.sources.material import FileReading
from insights.sources.people import People

if TYPE_CHECKING:
    import pandas as pd

RECORDS = (
    "ideas", "ballots", "statements", "statement_votes", "vision", "rounds", "responses",
    "process", "ratings", "memos",
)  # fmt: skip


@dataclass(frozen=True)
class ReadFile:
    """One file that was read, with the ids of its passages."""

    file: InputFile
    source_id: str
    sha256: str
    reading: FileReading
    excerpt_ids: list[str]


def collect_records(
    read: Sequence[ReadFile], people: People, problems: list[Problem]
) -> dict[str, pd.DataFrame]:
    """Return each table of :data:`RECORDS`; of rows with the same key the first stays."""
    return {name: _collect(name, read, people, problems) for name in RECORDS}


def collect_tests(read: Iterable[ReadFile], people: People) -> pd.DataFrame:
    """Return table ``prototypes``."""
    rows = [
        _finished(row, one, people)
        for one in read
        for row in one.reading.records.get("prototypes", [])
    ]
    return tables.from_rows("prototypes", rows)


def _collect(
    name: str, read: Iterable[ReadFile], people: People, problems: list[Problem]
) -> pd.DataFrame:
    key = tables.TABLES[name].key
    rows: list[dict[str, object]] = []
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for one in read:
        repeated: dict[tuple[str, str], list[str]] = {}
        for given in one.reading.records.get(name, []):
            row = _finished(given, one, people)
            place = (one.file.relative, str(given.get("locator", "")))
            mark = tuple(str(row.get(column)) for column in key)
            if key and mark in seen:
                repeated.setdefault(seen[mark], []).append(place[1])
            else:
                seen[mark] = place
                rows.append(row)
        problems += _report_repeated(one.file.relative, key, repeated)
    return tables.from_rows(name, rows)


def _finished(given: Mapping[str, object], one: ReadFile, people: People) -> dict[str, object]:
    """Return a row with its source, the excerpt of its words, and the group it counts for."""
    row = {**given, "source_id": one.source_id}
    place = row.pop("passage", None)
    session = str(row.pop("session", None) or one.reading.session_id or "")
    if isinstance(place, int):
        row["excerpt_id"] = one.excerpt_ids[place]
        row["locator"] = one.reading.passages[place].locator
    if row.get("participant_id"):
        row["perspective"] = people.speaking_as(str(row["participant_id"]), session)
    return row


def _report_repeated(
    shown: str, key: Sequence[str], repeated: Mapping[tuple[str, str], Sequence[str]]
) -> list[Problem]:
    found = []
    for (source, locator), places in repeated.items():
        first = locator if source == shown else f"{source}, {locator}"
        found.append(
            Problem(
                shown, f"{places[0]}" + (f" and {len(places) - 1} more" if places[1:] else ""),
                f"The same {' and '.join(key)} already stands in {first}; only that was used.",
                "Give each an id of its own, or delete one of them.",
            )
        )  # fmt: skip
    return found
