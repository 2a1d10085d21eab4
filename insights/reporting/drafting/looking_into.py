"""What serious voices on a danger ask of somebody: to look into it, whoever that will be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insights.disclosure import tells_few
from insights.project import Project
from insights.reporting.cells import text_of
from insights.reporting.drafting.dangers import danger_of
from insights.reporting.drafting.voices import say_speakers

_NOT_SAID = ("not assessed", "not costed")


def ask_to_look(
    findings: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Mapping[str, Any]],
    project: Project,
) -> list[dict[str, Any]]:
    """Return a recommendation for each danger that serious voices speak of, owner left open.

    How sure anybody is does not matter here: to look is asked because the harm would be
    grave. Voices on nothing that
    :func:`~insights.reporting.drafting.dangers.danger_of` tells stand in their chapter, for
    a person to decide.
    """
    by_title: dict[str, dict[str, Any]] = {}
    for finding in findings:
        ids = [str(e) for e in finding["excerpt_ids"] if str(e) in facts]
        if not text_of(finding["finding_id"]).startswith("S") or not ids:
            continue
        danger = danger_of([text_of(facts[e]["text"]) for e in ids])
        if danger is None:
            continue
        row = by_title.setdefault(danger.look_into, _row(danger.look_into, finding, ids, project))
        if text_of(finding["finding_id"]) not in row["finding_ids"]:
            row["finding_ids"].append(text_of(finding["finding_id"]))
            row["for_excerpt_ids"] += [e for e in ids if e not in row["for_excerpt_ids"]]
    for row in by_title.values():
        ids = row["for_excerpt_ids"]
        if not tells_few(row["supported_by"]):
            who = say_speakers(ids, facts, project.group_words)
            row["supported_by"] = f"{who}, on a serious matter"
        row["proposal_excerpt_id"] = next((e for e in ids if danger_of([_text(facts, e)])), ids[0])
        row["proposal"] = _text(facts, row["proposal_excerpt_id"])
    return list(by_title.values())


def is_to_look(row: Mapping[str, Any]) -> bool:
    """Return whether a recommendation only asks somebody to look into a danger."""
    found = [text_of(finding_id) for finding_id in row["finding_ids"]]
    return bool(found) and all(finding_id.startswith("S") for finding_id in found)


def _row(
    title: str, finding: Mapping[str, Any], ids: Sequence[str], project: Project
) -> dict[str, Any]:
    feasibility, cost = _NOT_SAID
    few = tells_few(text_of(finding["statement"]))
    return {
        "title": title,
        "addressed_to": None,
        "problem": text_of(finding["title"]),
        "finding_ids": [text_of(finding["finding_id"])],
        "for_excerpt_ids": list(ids),
        "against_excerpt_ids": [],
        "confidence": text_of(finding["confidence"]),
        "confidence_reason": "it asks somebody to look, and claims nothing more; the harm would "
        "be grave, so few voices are enough",
        "starts_at": text_of(finding["confidence"]),
        "supported_by": "Fewer than three people, on a serious matter" if few else "",
        "feasibility": feasibility,
        "cost": cost,
        "tried": "Asks to look, not to change.",
        "status": "draft",
    }


def _text(facts: Mapping[str, Mapping[str, Any]], excerpt_id: str) -> str:
    return text_of(facts[excerpt_id]["text"])
