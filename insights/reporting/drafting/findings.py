"""Findings: what can be said about each theme, how strongly, and who says otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.project import Thresholds
from insights.reporting.cells import is_missing, number_of, rows_of, text_of
from insights.reporting.drafting.confidence import Rating, Support, rate_confidence
from insights.reporting.drafting.facts import (
    count_people,
    counts_of,
    excerpt_kinds,
    main_pair,
    main_rows,
    sensitive_themes,
)
from insights.reporting.drafting.member_checks import MemberCheck, find_member_check
from insights.reporting.drafting.substance import NOTHING, gather_substance
from insights.reporting.drafting.voices import gather_voices
from insights.reporting.statements import headline, state
from insights.reporting.wording import Count, GroupWords

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.likeness import Vectors
_KIND_ORDER = ("problem", "idea", "unspecified")
_BOTH_RAISED = ("convergent", "partly convergent", "complementary", "dissonant")


@dataclass(frozen=True)
class _Coded:
    """One counted coding, with what is needed of its excerpt and its code."""

    excerpt_id: str
    code_id: str
    theme: str
    stance: str
    confirmed: bool


@dataclass(frozen=True)
class _Evidence:
    """Everything recorded for one theme and kind of prompt."""

    theme: str
    prompt_kind: str
    excerpt_ids: tuple[str, ...]
    people: tuple[str, ...]
    groups: tuple[str, ...]
    against: tuple[str, ...]
    n_codings: int
    n_confirmed: int
    serious: bool


def draft_findings(
    comparison: pd.DataFrame,
    presence: pd.DataFrame,
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    settings: Thresholds,
    group_words: GroupWords,
    one_session_per_group: bool,
    member_check: bool,
    serious: Collection[str] = (),
    intended_groups: Sequence[str] = (),
    checks: pd.DataFrame | None = None,
    vectors: Vectors | None = None,
) -> pd.DataFrame:
    """Draft one finding per theme and kind of prompt, heaviest first, then single voices.

    A finding's statement is the comparison's own sentence where there is one: nothing
    here is stronger than the class it rests on. Findings are numbered F1, F2, …; single
    serious voices (excerpts a person marked as serious; codes the codebook marks as
    sensitive that one or two people raised) S1, S2, … at any confidence, those on one
    matter together.

    Parameters
    ----------
    comparison, presence, excerpts, counted, codes
        Tables. ``counted`` holds the codings that count: excerpt_id, code_id and, where
        known, stance and confirmed.
    settings
        The project's thresholds.
    group_words
        How readers call a group: ``group_words("professional", 2)``.
    serious
        Excerpts that a person marked as serious.
    intended_groups
        Groups the project meant to hear.
    checks
        Table ``member_checks``: what people said when findings were read back to them.
    vectors
        A unit vector per excerpt: what is near in meaning is one matter.

    Returns
    -------
    DataFrame
        Table ``findings``.
    """
    coded = _coded(counted, codes)
    kind_of = excerpt_kinds(excerpts)
    rows = {
        (text_of(row["theme"]), text_of(row["prompt_kind"])): row for row in main_rows(comparison)
    }
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    sensitive = sensitive_themes(codes)
    gathered = _gather(presence, coded, kind_of, facts, frozenset(serious))
    heard = {text_of(group) for group in excerpts["perspective"]}
    enough = count_people(excerpts) >= settings.smallest_group
    missing = len([group for group in intended_groups if group not in heard])

    def checked(evidence: _Evidence) -> MemberCheck | None:
        return find_member_check(
            checks, evidence.theme, evidence.prompt_kind, evidence.groups,
            group_words=group_words, smallest_group=settings.smallest_group,
        )  # fmt: skip

    def rated(evidence: _Evidence, row: Mapping[str, Any] | None) -> Rating:
        support, check = _support(evidence, row, facts, missing), checked(evidence)
        if check is not None:
            support = replace(support, opposing=support.opposing + check.n_rejects)
        return rate_confidence(
            support, settings=settings, one_session_per_group=one_session_per_group,
            member_check=member_check or (check is not None and check.lifts),
        )  # fmt: skip

    spoken = gather_substance(
        comparison, codes, _stances(coded, facts, kind_of),
        pair=main_pair(comparison), least_difference=settings.similar_difference,
    )  # fmt: skip
    findings: list[dict[str, object]] = []
    for evidence in sorted(gathered, key=lambda found: _weight(found, rows)):
        row = rows.get((evidence.theme, evidence.prompt_kind))
        counts = counts_of(row, settings, evidence.theme in sensitive) if row else ()
        rating, check = rated(evidence, row), checked(evidence)
        if row is not None and _under_confirmed(row, settings) and not rating.provisional:
            reason = "too few of the codings in one group have been confirmed by a person"
            rating = replace(
                rating, level="provisional", provisional=True,
                concerns=(reason, *rating.concerns), steps=(reason, *rating.steps),
            )  # fmt: skip
        findings.append({
            "finding_id": f"F{len(findings) + 1}",
            "theme": evidence.theme,
            "prompt_kind": evidence.prompt_kind,
            "title": headline(evidence.theme, evidence.prompt_kind,
                              row if _may_be_told(row, counts) else None, group_words,
                              evidence.groups,
                              spoken.get((evidence.theme, evidence.prompt_kind), NOTHING)),
            "statement": state(
                row, counts, group_words,
                len(evidence.people) if enough else None, sensitive=evidence.theme in sensitive,
            ),
            "group_a": row["group_a"] if row else None,
            "group_b": row["group_b"] if row else None,
            "convergence": row["convergence"] if row else None,
            "confidence": rating.level,
            "concerns": list(rating.concerns),
            "steps": list(rating.steps),
            "provisional": rating.provisional,
            "n_people": len(evidence.people),
            "excerpt_ids": list(evidence.excerpt_ids),
            "against_excerpt_ids": [*evidence.against, *(check.against_ids if check else ())],
            "checked": check.sentence if check else None,
            "check_excerpt_ids": list(check.excerpt_ids) if check else [],
        })  # fmt: skip
    _refer_to_conflicts(findings, rows)
    codes_of: dict[str, list[str]] = {}
    for coding in coded:
        codes_of.setdefault(coding.excerpt_id, []).append(coding.code_id)
    for number, told in enumerate(
        gather_voices(codes_of, facts, codes, serious, group_words, vectors=vectors,
                      same_matter=settings.same_matter),
        start=1,
    ):  # fmt: skip
        here = [c for c in coded if c.excerpt_id in told.excerpt_ids]
        voice = _voice(told.excerpt_ids, here, told.theme, kind_of, facts)
        rating = rated(voice, None)
        findings.append({
            "finding_id": f"S{number}",
            "theme": voice.theme,
            "prompt_kind": voice.prompt_kind,
            "title": told.title,
            "statement": told.statement,
            "confidence": rating.level,
            "concerns": list(rating.concerns),
            "steps": list(rating.steps),
            "provisional": rating.provisional,
            "n_people": len(voice.people),
            "excerpt_ids": list(voice.excerpt_ids),
            "against_excerpt_ids": [],
        })  # fmt: skip
    return tables.from_rows("findings", findings)


def _refer_to_conflicts(
    findings: Sequence[dict[str, Any]], rows: Mapping[tuple[str, str], Mapping[str, Any]]
) -> None:
    """Say, where the same sides speak as in a disagreement, in which finding that stands."""
    conflicts = {
        text_of(found["theme"]): text_of(found["finding_id"])
        for found in reversed(findings) if text_of(found["convergence"]) == "dissonant"
    }  # fmt: skip
    for found in findings:
        row = rows.get((text_of(found["theme"]), text_of(found["prompt_kind"])))
        there = conflicts.get(text_of(found["theme"]))
        if row and there and "conflict_elsewhere" in text_of(row["caveats"]).split("; "):
            found["statement"] = (
                f"{found['statement']} It may be part of the disagreement in {there}."
            )


def _coded(counted: pd.DataFrame, codes: pd.DataFrame) -> list[_Coded]:
    theme_of = dict(zip(codes["code_id"], codes["theme"], strict=True))
    found = []
    for row in rows_of(counted):
        theme = text_of(row.get("theme")) or text_of(theme_of.get(row["code_id"]))
        confirmed = row.get("confirmed")
        if is_missing(confirmed):
            confirmed = text_of(row.get("status")) == "accepted"
        found.append(
            _Coded(str(row["excerpt_id"]), str(row["code_id"]), theme,
                   text_of(row.get("stance")), bool(confirmed))
        )  # fmt: skip
    return found


def _stances(
    coded: Sequence[_Coded],
    facts: Mapping[str, Mapping[str, Any]],
    kind_of: Mapping[str, str],
) -> list[tuple[str, str, str, str]]:
    """Return (kind, code, person, stance) where a person is known and took a stance."""
    return [
        (kind_of[c.excerpt_id], c.code_id, person, c.stance)
        for c in coded
        if c.stance
        and c.excerpt_id in facts
        and (person := text_of(facts[c.excerpt_id]["participant_id"]))
    ]


def _may_be_told(row: Mapping[str, Any] | None, counts: Sequence[Count]) -> bool:
    """Return whether a headline may say how the groups compare: not where nobody is counted."""
    if row is None or text_of(row["convergence"]) == "dissonant":
        return True
    return any(count.shown or not count.asked for count in counts)


def _gather(
    presence: pd.DataFrame,
    coded: list[_Coded],
    kind_of: Mapping[str, str],
    facts: Mapping[str, Mapping[str, Any]],
    serious: frozenset[str],
) -> list[_Evidence]:
    """Return what was recorded per theme and kind, in a fixed order."""
    per_theme: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows_of(presence):
        if text_of(row["level"]) == "theme":
            key = (text_of(row["theme"]), text_of(row["prompt_kind"]))
            per_theme.setdefault(key, []).append(row)
    codings: dict[str, list[_Coded]] = {}
    for coding in coded:
        codings.setdefault(coding.theme, []).append(coding)
    gathered = []
    for (theme, kind), rows in sorted(per_theme.items()):
        here = {str(e) for row in rows for e in row["excerpt_ids"] if str(e) in facts}
        about = [c for c in codings.get(theme, []) if c.excerpt_id in here]
        against = _dissenting(about)
        gathered.append(_Evidence(
            theme=theme,
            prompt_kind=kind,
            excerpt_ids=tuple(e for e in facts if e in here),
            people=tuple(sorted({text_of(row["participant_id"]) for row in rows} - {""})),
            groups=tuple(sorted({text_of(row["group"]) for row in rows} - {""})),
            against=tuple(e for e in facts if e in against),
            n_codings=len(about),
            n_confirmed=sum(c.confirmed for c in about),
            serious=bool(here & serious),
        ))  # fmt: skip
    return gathered


def _dissenting(codings: Sequence[_Coded]) -> set[str]:
    """Return who speaks against what others of the same finding say.

    Where everybody who speaks to a code's claim opposes it, nobody dissents; and opposing the
    claim of one code is no dissent to another.
    """
    found: set[str] = set()
    for code_id in {c.code_id for c in codings}:
        here = [c for c in codings if c.code_id == code_id]
        against = {c.excerpt_id for c in here if c.stance in ("opposes", "mixed")}
        if {c.excerpt_id for c in here} - against:
            found |= against
    return found


def _weight(
    evidence: _Evidence, rows: Mapping[tuple[str, str], Mapping[str, Any]]
) -> tuple[object, ...]:
    """Return the place of a finding: more people, both groups, serious first."""
    row = rows.get((evidence.theme, evidence.prompt_kind))
    both = bool(row) and text_of(row["convergence"]) in _BOTH_RAISED if row else False
    return (
        -len(evidence.people) - 2 * both - 2 * evidence.serious,
        _KIND_ORDER.index(evidence.prompt_kind),
        evidence.theme,
    )


def _support(
    evidence: _Evidence,
    row: Mapping[str, Any] | None,
    facts: Mapping[str, Mapping[str, Any]],
    missing_groups: int,
) -> Support:
    convergence = text_of(row["convergence"]) if row is not None else ""
    # Where the finding is that people disagree, it rests on the voices of both sides.
    against = set() if convergence == "dissonant" else set(evidence.against)
    supporting = [facts[e] for e in evidence.excerpt_ids if e not in against]
    who = [text_of(fact["participant_id"]) or None for fact in supporting]
    claimed = row is not None and text_of(row["prominence"]) == "different"
    return Support(
        people=who,
        directness=[text_of(fact["directness"]) for fact in supporting],
        opposing=len({text_of(facts[e]["participant_id"]) or e for e in evidence.against}),
        opposition_stated=convergence == "dissonant",
        n_codings=evidence.n_codings,
        n_confirmed=evidence.n_confirmed,
        difference_claimed=claimed,
        robust=None if row is None or is_missing(row["robust"]) else bool(row["robust"]),
        missing_groups=missing_groups,
        few_in_one_group=convergence == "thin",
        unjudged=_unjudged(row) if row is not None and convergence == "not yet judged" else "",
    )


def _unjudged(row: Mapping[str, Any]) -> str:
    """Return what a person has still to judge before anybody can say how sure this is."""
    caveats = text_of(row["caveats"]).split("; ")
    if "not_yet_read" in caveats:
        return "too little of it has been read by a person"
    if "conflict_elsewhere" in caveats:
        return "a second person has still to judge whether the groups disagree here too"
    if "meaning_differs" in caveats:
        return "people judged differently whether both groups mean the same"
    return "nobody has judged yet whether both groups mean the same"


def _under_confirmed(row: Mapping[str, Any], settings: Thresholds) -> bool:
    shares = (number_of(row["confirmed_a"]), number_of(row["confirmed_b"]))
    return any(share is not None and share < settings.confirmed_share for share in shares)


def _voice(
    excerpt_ids: Sequence[str],
    codings: Sequence[_Coded],
    theme: str,
    kind_of: Mapping[str, str],
    facts: Mapping[str, Mapping[str, Any]],
) -> _Evidence:
    return _Evidence(
        theme=theme,
        prompt_kind=kind_of[excerpt_ids[0]],
        excerpt_ids=tuple(excerpt_ids),
        people=tuple(sorted({text_of(facts[e]["participant_id"]) for e in excerpt_ids} - {""})),
        groups=(),
        against=(),
        n_codings=len(codings),
        n_confirmed=sum(coding.confirmed for coding in codings),
        serious=True,
    )
