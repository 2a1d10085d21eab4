"""What stands over the excerpts behind a claim: words that lead a reader back to its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass

from insights.reporting.cells import rows_of, text_of
from insights.reporting.document import Callout, Claim, Finding, Heading, Report, Section, claims_of
from insights.reporting.material import ReportMaterial
from insights.reporting.wording import uncapitalised

_ANNEX = "Annex: "
_PARTS = {
    "against": "who says otherwise",
    "checked": "what people say of the finding itself",
    "condition": "who says “yes, but”",
    "earlier": "what happened before it was proposed",
    "further": "who asks for more",
    "offered": "what was offered",
    "plan": "what testers say of the plan",
    "why": "what people said of it",
}
_PLAIN = {"decision", "key", "slide", "summary"}  # the claim itself, told again
_OF_FEEDBACK = re.compile(r"(?:D\d+|owed)\.(.+)")
_ONE_OF_MANY = ("decision",)  # every decision asked for stands under one and the same heading


def name_groups(
    report: Report,
    groups: Sequence[Sequence[str]],
    titles: Mapping[str, str],
    material: ReportMaterial,
) -> list[str]:
    """Return the title over each group of claims that rest on the same excerpts.

    A claim with a label of its own (F4, R2) is called by it, any other by the heading it stands
    under. Where several would be called alike, each says in brackets what it is about.

    Parameters
    ----------
    groups
        The ids of the claims of each group; its first gives the title.
    titles
        Titles by the first part of a claim's id.
    """
    place_of = find_places(report)
    words = {claim.claim_id: claim.text for claim in claims_of(report)}
    named = [_title(ids[0], titles, place_of) for ids in groups]
    alike = Counter(named)
    ideas = {text_of(row["idea_id"]): text_of(row["title"]) for row in rows_of(material.ideas)}
    return [
        f"{title} ({said})"
        if (alike[title] > 1 or _prefix(ids[0]) in _ONE_OF_MANY)
        and (said := _about(ids[0], words[ids[0]], ideas))
        else title
        for title, ids in zip(named, groups, strict=True)
    ]


def find_places(report: Report) -> dict[str, str]:
    """Return the heading that each claim first stands under, by its id."""
    found: dict[str, str] = {}
    _visit(report.sections, "", found)
    return found


def _visit(node: object, place: str, found: dict[str, str]) -> None:
    if isinstance(node, Claim):
        found.setdefault(node.claim_id, place)
    elif isinstance(node, tuple):
        for part in node:
            place = part.text if isinstance(part, Heading) else place
            _visit(part, place, found)
    elif is_dataclass(node):
        inside = _heading_of(node) or place
        for part in fields(node):
            _visit(getattr(node, part.name), inside, found)


def _heading_of(node: object) -> str:
    if isinstance(node, Finding):
        return f"{node.label}: {node.title}"
    return node.title.removeprefix(_ANNEX) if isinstance(node, Section | Callout) else ""


def _prefix(claim_id: str) -> str:
    return claim_id.partition(".")[0]


def _title(claim_id: str, titles: Mapping[str, str], place_of: Mapping[str, str]) -> str:
    return titles.get(_prefix(claim_id)) or place_of[claim_id]


def _about(claim_id: str, words: str, ideas: Mapping[str, str]) -> str:
    """Return what tells a claim apart from others under the same title; '' for the claim itself."""
    _, *parts = claim_id.split(".")
    if found := _OF_FEEDBACK.fullmatch(claim_id):
        return f"feedback {found[1]}"
    if _prefix(claim_id) == "topic":
        return claim_id.partition(".")[2]
    if named := next((ideas[part] for part in parts if ideas.get(part)), ""):
        return f"“{named}”"
    if told := next((_PARTS[part] for part in reversed(parts) if part in _PARTS), ""):
        return told
    if _PLAIN.issuperset(parts):
        return ""
    return uncapitalised(re.split(r"[,:;.](?:\s|$)", words, maxsplit=1)[0])
