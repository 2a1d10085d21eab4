"""What a recommendation rests on: the findings of its theme, and how sure that makes it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insights.project import Project, Thresholds
from insights.reporting.cells import text_of
from insights.reporting.drafting.confidence import particular, rate_remedy, weakest
from insights.reporting.wording import full_stop, listed

WORK_OUT = "Work out with participants"  # the title where nobody’s words give one
NOT_ASSESSED, NOT_COSTED = "not assessed", "not costed"


@dataclass(frozen=True)
class Records:
    """What every draft looks up."""

    findings: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Mapping[str, Any]]
    ideas: Mapping[str, Mapping[str, Any]]
    group_of: Mapping[str, str]
    against: Mapping[str, Sequence[str]]
    rival_codes: frozenset[str]
    claims: Mapping[str, str]
    codes: Mapping[str, Mapping[str, Any]]
    codings: Sequence[Mapping[str, Any]]
    made: Mapping[str, Any]
    project: Project
    settings: Thresholds
    countable: bool
    one_pair: bool


@dataclass(frozen=True)
class Basis:
    """The findings of a theme, as far as a recommendation rests on them."""

    essential: Sequence[Mapping[str, Any]]
    problems: Sequence[Mapping[str, Any]]
    disagree: Sequence[Mapping[str, Any]]
    start: str
    lowest: Mapping[str, Any] | None


def basis_of(theme: str, records: Records, code_id: str = "") -> Basis:
    """Return the findings of a theme's problems and ideas, and the least sure of them.

    Where several are as little sure, it is the first that holds words with the proposals' own
    code, as far as any does.
    """
    essential = [
        finding
        for kind in ("problem", "idea")
        for finding in records.findings
        if text_of(finding["theme"]) == theme
        and text_of(finding["finding_id"]).startswith("F")
        and text_of(finding["prompt_kind"]) == kind
    ]
    coded = {
        text_of(coding["excerpt_id"]) for coding in records.codings
        if code_id and text_of(coding["code_id"]) == code_id
    }  # fmt: skip
    start = weakest([text_of(finding["confidence"]) for finding in essential])
    return Basis(
        essential,
        [f for f in essential if text_of(f["prompt_kind"]) == "problem"],
        [f for f in essential if text_of(f["convergence"]) == "dissonant"],
        start,
        min(
            (f for f in essential if text_of(f["confidence"]) == start),
            key=lambda f: not coded & {str(e) for e in f["excerpt_ids"]},
            default=None,
        ),
    )


def rest_on(basis: Basis, serious: Sequence[str], lesser: Sequence[str]) -> dict[str, Any]:
    """Return what a draft says of its findings, and how sure it is of itself."""
    lowest = basis.lowest
    main = next(iter(basis.disagree or basis.problems or basis.essential), None)
    rating = rate_remedy(
        basis.start, serious, lesser, rests_on=text_of(lowest["finding_id"]) if lowest else "",
        because=particular([text_of(words) for words in lowest["concerns"]]) if lowest else
        ["no finding has been joined to it"],
    )  # fmt: skip
    return {
        "problem": text_of(main["title"]) if main and basis.problems else None,
        "finding_ids": [text_of(finding["finding_id"]) for finding in basis.essential],
        "convergence": text_of(main["convergence"]) or None if main else None,
        "confidence": rating.level,
        "confidence_reason": "; ".join(rating.steps),
        "starts_at": basis.start,
        "serious_concerns": list(serious),
        "lesser_concerns": list(lesser),
        "feasibility": NOT_ASSESSED,
        "cost": NOT_COSTED,
        "status": "draft",
    }


def say_dissent(
    against: Collection[str],
    disagree: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Mapping[str, Any]],
) -> str | None:
    """Return who disagrees, in words, None for nobody."""
    said = []
    if disagree:
        found = listed(text_of(finding["finding_id"]) for finding in disagree)
        said.append(f"The groups disagree on this theme: read {found} before deciding")
    n = len({text_of(facts[e]["participant_id"]) or e for e in against})
    if n:
        said.append("One voice says otherwise" if n == 1 else f"{n:,} voices say otherwise")
    return " ".join(map(full_stop, said)) if len(said) > 1 else "".join(said) or None
