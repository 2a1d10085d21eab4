"""Taking out of a finished document what must not stand in it, before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from insights.reporting.document import Report

if TYPE_CHECKING:
    import pandas as pd

Look = Callable[[str], tuple[str, tuple[str, ...]]]
LookInPlace = Callable[[str, str], tuple[str, tuple[str, ...]]]
_OURS = (
    "anchor", "claim_id", "claim_ids", "directness", "document", "excerpt_id", "excerpt_ids",
    "kind", "language", "style", "target",
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """Something that was taken out: where it stood and what it was, never the thing itself."""

    place: str
    kind: str


def withhold_in_report(report: Report, look: Look) -> tuple[Report, list[Taken]]:
    """Return a report without what must not stand in it, and what was taken out.

    Parameters
    ----------
    look
        Takes a text; returns it with what must not stand replaced, and the kind of each.

    Notes
    -----
    Where nothing is found, the very same report comes back.
    """
    found: list[Taken] = []
    changed: dict[str, Any] = {}
    for part in fields(report):
        if part.name in ("sections", *_OURS):
            continue
        value = getattr(report, part.name)
        new, kinds = _reword(value, look)
        found += [Taken(_ANNEXES.get(part.name, "the first page"), kind) for kind in kinds]
        if new is not value:
            changed[part.name] = new
    sections = []
    for number, section in enumerate(report.sections, start=1):
        new, kinds = _reword(section, look)
        found += [Taken(f"chapter {number}, {new.label}", kind) for kind in kinds]
        sections.append(new)
    if any(new is not old for new, old in zip(sections, report.sections, strict=True)):
        changed["sections"] = tuple(sections)
    return (replace(report, **changed) if changed else report), list(dict.fromkeys(found))


_ANNEXES = {"evidence": "the evidence", "cited": "the evidence", "colophon": "the last lines"}


def withhold_in_table(table: pd.DataFrame, look: LookInPlace) -> tuple[pd.DataFrame, list[Taken]]:
    """Return a table without what must not stand in its cells, and what was taken out.

    Rows are counted as a spreadsheet counts them, with the header as the first.

    Parameters
    ----------
    look
        As for a report, and takes the column too: in some stand ids that a program made.
    """
    found: list[Taken] = []
    changed: dict[str, list[Any]] = {}
    for name in table.columns:
        before, cells = len(found), []
        for row, value in enumerate(table[name], start=2):
            cell, kinds = look(value, f"column {name}") if isinstance(value, str) else (value, ())
            found += [Taken(f"row {row}, column {name}", kind) for kind in kinds]
            cells.append(cell)
        if len(found) > before:
            changed[name] = cells
    return (table.assign(**changed) if changed else table), found


def _reword(node: Any, look: Look) -> tuple[Any, list[str]]:
    """Return a record with every text in it looked at; itself where nothing was found."""
    if isinstance(node, str):
        said, what = look(node)
        return (said if what else node), list(what)
    if isinstance(node, tuple):
        parts = [_reword(part, look) for part in node]
        kinds_of = [kind for _, kinds in parts for kind in kinds]
        return (tuple(part for part, _ in parts) if kinds_of else node), kinds_of
    if not is_dataclass(node) or isinstance(node, type):
        return node, []
    changed: dict[str, Any] = {}
    found: list[str] = []
    for name, value in _texts_of(node):
        new, kinds = _reword(value, look)
        if kinds:
            changed[name] = new
            found += kinds
    return (replace(node, **changed) if changed else node), found


def _texts_of(node: Any) -> Iterator[tuple[str, Any]]:
    for part in fields(node):
        if part.name not in _OURS:
            yield part.name, getattr(node, part.name)
