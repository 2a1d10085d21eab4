"""A person's edits to drafted recommendations, which survive every re-run."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.errors import Problem, nearest
from insights.reporting.cells import rows_of, text_of
from insights.reporting.drafting.confidence import LEVELS, UNANSWERED, rate_remedy
from insights.reporting.drafting.recommendations import judge_release
from insights.reporting.drafting.resting import NOT_ASSESSED, NOT_COSTED
from insights.reporting.wording import counted_noun, listed

if TYPE_CHECKING:
    import pandas as pd

_FILE = "recommendations.toml"
FIELDS = (
    "title", "component", "addressed_to", "problem", "negative_cases", "confidence",
    "confidence_reason", "outcome", "measures", "feasibility", "feasibility_basis", "cost",
    "pilot", "dissent", "serves", "decisions", "status", "owner", "due", "response", "sign_off",
)  # fmt: skip
_EVIDENCE = ("excerpt_ids", "against_excerpt_ids")  # what an edit rested on when it was made


def apply_recommendation_edits(
    recommendations: pd.DataFrame, edits: Mapping[str, Any]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Lay a person's edits over the drafts, and list every edit that found no place.

    Parameters
    ----------
    recommendations
        Table ``recommendations``, as drafted.
    edits
        What ``recommendations.toml`` holds: fields by recommendation id. An entry may also
        name the ``excerpt_ids`` it rests on, and the ``against_excerpt_ids``: where its id is
        gone, it goes to the draft that shares most of them, and what changed underneath it
        stands in ``changed_since``. An entry with a title that fits no draft becomes a
        recommendation of its own.

    Returns
    -------
    tuple
        Table ``recommendations`` with the edits, and the problems.
    """
    problems: list[Problem] = []
    given = edits.get("recommendations")
    entries = given if isinstance(given, dict) else edits
    rows = [dict(row) for row in rows_of(recommendations)]
    by_id = {str(row["recommendation_id"]): row for row in rows}
    taken: set[str] = {key for key in entries if key in by_id}
    for key, entry in entries.items():
        where = f"[{key}]"
        if not isinstance(entry, dict):
            fix = "Write the id in brackets, and its fields below."
            problems.append(_problem(where, "This is not a recommendation’s section.", fix))
            continue
        row = by_id.get(key) or _by_overlap(entry, by_id, taken)
        if row is None:
            row = _own(key, entry, len(rows))
            if row is None:
                problems.append(_problem(
                    where, "No drafted recommendation has this id, so it was not used.",
                    f"Check the id in recommendations.csv.{nearest(key, by_id)}"
                    " Or give it a title, to keep it as one of your own.",
                ))  # fmt: skip
                continue
            rows.append(row)
        taken.add(str(row["recommendation_id"]))
        row["changed_since"] = _changed_since(row, entry) or None
        problems += _write(row, entry, where)
        if text_of(row.get("negative_cases")) and "confidence" not in entry:
            _answer(row)
    for row in rows:
        row["releasable"], row["missing"] = judge_release(row)
    return tables.from_rows("recommendations", rows), problems


def _write(row: dict[str, Any], entry: Mapping[str, Any], where: str) -> list[Problem]:
    problems = []
    level_stands = str(entry.get("confidence", LEVELS[0])) in LEVELS
    for field, value in entry.items():
        if field in _EVIDENCE or (field == "confidence_reason" and not level_stands):
            continue
        if field not in FIELDS:
            problems.append(_problem(
                where, f"“{field}” is not a field a person sets, so it was not used.",
                f"Allowed: {', '.join(FIELDS)}.{nearest(field, FIELDS)}",
            ))  # fmt: skip
        elif field == "due" and _date(value) is None:
            problems.append(_problem(where, "This due date is not a date, so it was not used.",
                                     "Write it as 2026-03-31."))  # fmt: skip
        elif field == "confidence" and str(value) not in LEVELS:
            problems.append(_problem(where, "This is not a confidence level, so it was not used.",
                                     f"Write one of: {', '.join(LEVELS)}."))  # fmt: skip
        elif field == "confidence" and not text_of(entry.get("confidence_reason")):
            problems.append(_problem(
                where, "A confidence level needs a reason, so it was not used.",
                "Add confidence_reason and say why in a sentence.",
            ))  # fmt: skip
        elif isinstance(value, dict | list):
            problems.append(_problem(where, f"“{field}” must be a text, so it was not used.",
                                     "Write it between double quotes."))  # fmt: skip
        elif field == "decisions":
            row[field] = [word.upper() for word in re.findall(r"\b[dD]\d+\b", str(value))]
        elif str(value).strip():
            if field == "confidence":  # a person's word on the need stands everywhere
                row["starts_at"] = str(value).strip()
            row[field] = _date(value) if field == "due" else str(value).strip()
    return problems


def _answer(row: dict[str, Any]) -> None:
    """Rate a recommendation again once somebody has answered those who speak against it."""
    lesser = [text_of(words) for words in row.get("lesser_concerns", ())]
    if UNANSWERED not in lesser:
        return
    lesser.remove(UNANSWERED)
    told = text_of(row["confidence_reason"]).split("; ")
    steps = ("down to", "a lesser", "with them", "of the remedy")
    kept = [step for step in told if not step.startswith(steps)]
    rating = rate_remedy(text_of(row["starts_at"]), list(row["serious_concerns"]), lesser)
    row["lesser_concerns"], row["confidence"] = lesser, rating.level
    row["confidence_reason"] = "; ".join([*kept, *rating.steps[1:]])


def _changed_since(row: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Return what changed in the evidence since a person edited, in words; '' if nothing."""
    told = []
    for field, column, what in (
        ("excerpt_ids", "for_excerpt_ids", "for it"),
        ("against_excerpt_ids", "against_excerpt_ids", "against it"),
    ):
        named = entry.get(field)
        if not isinstance(named, list):
            continue
        then, now = {str(e) for e in named}, {str(e) for e in row[column]}
        if now - then:
            told.append(f"{counted_noun(len(now - then), 'new excerpt')} {what}")
        if then - now:
            n = len(then - now)
            told.append(f"{counted_noun(n, 'excerpt')} {what} {'is' if n == 1 else 'are'} gone")
    return listed(told)


def _by_overlap(
    entry: Mapping[str, Any], by_id: Mapping[str, dict[str, Any]], taken: set[str]
) -> dict[str, Any] | None:
    """Return the free draft that shares most excerpts with an edit whose id is gone."""
    named = entry.get("excerpt_ids")
    wanted = {str(e) for e in named} if isinstance(named, list) else set()
    shared = {
        key: len(wanted & set(row["for_excerpt_ids"]))
        for key, row in by_id.items()
        if key not in taken
    }
    best = min(shared, key=lambda key: (-shared[key], key), default=None)
    return by_id[best] if best is not None and shared[best] else None


def _own(key: str, entry: Mapping[str, Any], n: int) -> dict[str, Any] | None:
    if not text_of(entry.get("title")).strip():
        return None
    named = entry.get("excerpt_ids")
    return {
        "recommendation_id": key,
        "label": f"R{n + 1}",
        "finding_ids": [],
        "for_excerpt_ids": [str(e) for e in named] if isinstance(named, list) else [],
        "against_excerpt_ids": [],
        "confidence": "provisional",
        "starts_at": "provisional",
        "confidence_reason": "a person wrote it; no finding has been joined to it",
        "supported_by": "Not recorded",
        "feasibility": NOT_ASSESSED,
        "cost": NOT_COSTED,
        "status": "draft",
    }


def _date(value: object) -> str | None:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(str(value).strip()).isoformat()
    except ValueError:
        return None


def _problem(where: str, problem: str, fix: str) -> Problem:
    return Problem(_FILE, where, problem, fix)
