"""What votes are for, once every file is read: the ids of ideas and statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insights.errors import Problem, nearest
from insights.sources.material import FileReading
from insights.sources.recognise import fold, fold_header


def settle_votes(readings: Iterable[tuple[str, FileReading]]) -> list[Problem]:
    """Give ballots the ids of their ideas, and votes those of their statements.

    What names an idea or a statement that no file holds is left out and reported; without
    any file of ideas or statements, the names stand as ids. Statements that stand as columns
    of votes become rows of statements.
    """
    readings = list(readings)
    ideas = _ways("ideas", "idea_id", "title", readings)
    statements = _ways("statements", "statement_id", "text", readings)
    problems: list[Problem] = []
    for shown, reading in readings:
        for table, key, ways in (
            ("ballots", "idea_id", ideas), ("statement_votes", "statement_id", statements),
        ):  # fmt: skip
            if rows := reading.records.get(table):
                if not ways and key == "statement_id":
                    _declare_statements(reading, rows)
                kept, unknown = _resolve(rows, key, ways)
                reading.records[table] = kept
                problems += _unknown_names(shown, key, unknown, ways)
    return problems


def _ways(
    table: str, key: str, words: str, readings: Sequence[tuple[str, FileReading]]
) -> dict[str, str]:
    """Return every way to name a row of ``table``: by its id or its words."""
    ways: dict[str, str] = {}
    rows = [
        row for _, reading in readings for row in reading.records.get(table, [])
        if not str(row.get("locator", "")).startswith("table ")  # those of notes have no ids
    ]  # fmt: skip
    for row in rows:
        ways[fold(str(row[key]))] = str(row[key])
    for row in rows:
        if row.get(words):
            ways.setdefault(fold_header(str(row[words])), str(row[key]))
    return ways


def _resolve(
    rows: list[dict[str, object]], key: str, ways: Mapping[str, str]
) -> tuple[list[dict[str, object]], dict[str, int]]:
    kept: list[dict[str, object]] = []
    unknown: dict[str, int] = {}
    for row in rows:
        name = str(row[key])
        found = ways.get(fold(name)) or ways.get(fold_header(name))
        if not ways:
            kept.append(row)
        elif found:
            kept.append({**row, key: found})
        else:
            unknown[name] = unknown.get(name, 0) + 1
    return kept, unknown


def _unknown_names(
    shown: str, key: str, unknown: Mapping[str, int], ways: Mapping[str, str]
) -> list[Problem]:
    what = key.removesuffix("_id")
    return [
        Problem(
            shown, f"column {key}",
            f"No file of {what}s holds an {what} called “{name}”"
            if what == "idea" and len(name) <= 12
            else f"One of the {what}s voted on is in no file of {what}s",
            f"Its {n} {'vote was' if n == 1 else 'votes were'} left out: add it, or correct the "
            f"id.{nearest(name, dict.fromkeys(ways.values()))}",
        )
        for name, n in unknown.items()
    ]  # fmt: skip


def _declare_statements(reading: FileReading, rows: list[dict[str, object]]) -> None:
    """Make statements of the names under which people voted, with short ids of their own."""
    ids: dict[str, str] = {}
    declared = reading.records.setdefault("statements", [])
    for row in rows:
        words = str(row["statement_id"])
        if words not in ids:
            ids[words] = words if len(words) <= 6 else f"S{len(ids) + 1}"
            declared.append({"statement_id": ids[words], "text": words, "locator": row["locator"]})
        row["statement_id"] = ids[words]
