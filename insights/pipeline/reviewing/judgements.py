"""The judgements apart from coding: masked words, quotes, meaning, recommendations."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from insights.coding import Decision
from insights.errors import InsightsError, Problem
from insights.pipeline.reviewing.desk import ReviewDesk
from insights.pipeline.reviewing.material import Excerpt
from insights.pipeline.unquoted import titles_not_quoted

if TYPE_CHECKING:
    import pandas as pd

MEANINGS = ("same", "facets", "conflict", "unjudged")
_EDITS_FILE = "recommendations.toml"


# ---------------------------------------------------------------------------- masked words


def read_waiting_strings(desk: ReviewDesk) -> list[dict[str, Any]]:
    """Return the words that wait for a person, riskiest first; reads the project's files.

    Personal data: for the screen, never stored.
    """
    from insights import pipeline

    found = pipeline.waiting_strings(desk.project.name, root=desk.project.root)
    return cast("list[dict[str, Any]]", found.to_dict("records"))


def decided_words(desk: ReviewDesk) -> dict[str, Decision]:
    """Return what stands about each masked string: its id → the decision."""
    return {d.target_id: d for d in desk.ledger.kept if d.action in ("mask", "unmask")}


# --------------------------------------------------------------------------------- quotes


@dataclass(frozen=True, repr=False)
class Quote:
    """An excerpt that may be quoted only once somebody has approved it."""

    excerpt: Excerpt
    reason: str  # asked to approve first, nobody is named, or it points to one person
    used: bool  # whether the last draft rests on it
    approved: bool
    held: bool


def list_quotes(desk: ReviewDesk) -> list[Quote]:
    """Return the excerpts that wait for approval or were held back; those in use first."""
    evidence = desk.material.tables.get("evidence")
    used = set(evidence["excerpt_id"]) if evidence is not None else set()
    to_ask = desk.material.quotes_to_ask_about
    quotes = []
    for excerpt_id in desk.material.said:
        marks, excerpt = desk.marks(excerpt_id), desk.material.excerpts[excerpt_id]
        if excerpt_id in to_ask or marks.held:
            reason = "asked to see it first" if excerpt.participant_id else "nobody is named"
            if why := desk.material.pointing_to_one.get(excerpt_id):
                reason = f"it may point to one person: {why}"
            elif excerpt_id in desk.material.taken_back:
                reason = "the speaker took it back, or said it off the record"
            quotes.append(Quote(excerpt, reason, excerpt_id in used, marks.approved, marks.held))
    return sorted(quotes, key=lambda quote: not quote.used)


def decide_quote(desk: ReviewDesk, excerpt_id: str, action: str, memo: str = "") -> None:
    """Approve a quote, hold it back, or take both back; the newest word is the only one left.

    Parameters
    ----------
    action
        approve_quote, hold_quote, or "" to take back what was said.
    """
    stands = [
        d
        for d in desk.ledger.kept
        if d.action in ("approve_quote", "hold_quote") and d.excerpt_id == excerpt_id
    ]
    lines: list[dict[str, Any]] = [
        {"action": "undo", "target": "line", "target_id": d.id}
        for d in stands
        if d.action != action
    ]
    if action and not any(d.action == action for d in stands):
        lines.append(
            {
                "action": action, "target": "excerpt", "target_id": excerpt_id,
                "excerpt_id": excerpt_id, "memo": memo,
            }
        )  # fmt: skip
    desk.record(lines)


# -------------------------------------------------------------------------------- meaning


@dataclass(frozen=True, repr=False)
class Pair:
    """A theme that two groups raised, and what people say they mean by it."""

    theme: str
    prompt_kind: str
    group_a: str
    group_b: str
    quotes_a: tuple[Excerpt, ...]
    quotes_b: tuple[Excerpt, ...]
    mine: str
    memo: str
    others: Mapping[str, str]  # coder → meaning
    again: bool = False  # the same sides disagree elsewhere: a second person has to judge


def list_pairs(desk: ReviewDesk) -> list[Pair]:
    """Return every theme that two groups were recorded as raising, in the table's order."""
    comparison = desk.material.tables.get("comparison")
    presence = desk.material.tables.get("presence")
    if comparison is None or presence is None:
        return []
    said = _quotes_by_group(desk, presence)
    judged = _meanings(desk.ledger.kept)
    pairs = []
    for row in comparison[comparison["level"] == "theme"].to_dict("records"):
        about = str(row["theme"]), str(row["prompt_kind"])
        a, b = str(row["group_a"]), str(row["group_b"])
        sides = said.get((*about, a), ()), said.get((*about, b), ())
        if not (sides[0] and sides[1]):
            continue
        words = judged.get((*about, *sorted((a, b))), {})
        mine = words.get(desk.coder)
        others = {c: m for c, (m, _) in sorted(words.items()) if c != desk.coder}
        again = "conflict_elsewhere" in str(row["caveats"]).split("; ")
        pairs.append(Pair(*about, a, b, *sides, *(mine or ("", "")), others, again))
    return pairs


def _quotes_by_group(
    desk: ReviewDesk, presence: pd.DataFrame
) -> dict[tuple[str, str, str], tuple[Excerpt, ...]]:
    found: dict[tuple[str, str, str], dict[str, Excerpt]] = {}
    for row in presence[presence["level"] == "theme"].to_dict("records"):
        key = str(row["theme"]), str(row["prompt_kind"]), str(row["group"])
        for excerpt_id in row["excerpt_ids"]:
            if excerpt_id in desk.material.excerpts:
                found.setdefault(key, {})[excerpt_id] = desk.material.excerpts[excerpt_id]
    return {key: tuple(quotes.values()) for key, quotes in found.items()}


def _meanings(kept: Iterable[Decision]) -> dict[tuple[str, ...], dict[str, tuple[str, str]]]:
    found: dict[tuple[str, ...], dict[str, tuple[str, str]]] = {}
    for d in kept:
        value = d.value if isinstance(d.value, Mapping) else {}
        if d.action == "convergence" and value.get("meaning") in MEANINGS:
            groups = sorted((str(value.get("group_a", "")), str(value.get("group_b", ""))))
            key = (d.target_id, str(value.get("prompt_kind") or "unspecified"), *groups)
            found.setdefault(key, {})[d.coder] = (str(value["meaning"]), d.memo)
    return found


def judge_meaning(desk: ReviewDesk, pair: Pair, meaning: str, memo: str = "") -> None:
    """Write down whether two groups mean the same by a theme.

    Raises
    ------
    InsightsError
        If that is not one of :data:`MEANINGS`.
    """
    if meaning not in MEANINGS:
        raise InsightsError("Nothing was chosen.", pair.theme, "Choose one of the four answers.")
    desk.record(
        [
            {
                "action": "convergence", "target": "theme", "target_id": pair.theme,
                "value": {
                    "prompt_kind": pair.prompt_kind, "group_a": pair.group_a,
                    "group_b": pair.group_b, "meaning": meaning,
                },
                "memo": memo,
            }
        ]
    )  # fmt: skip


# ------------------------------------------------------------------------ recommendations


def decided_edits(decisions: Iterable[tuple[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return people's edits to recommendations: fields by recommendation id, newest last.

    Parameters
    ----------
    decisions
        (recommendation id, value) of each ``edit`` that stands, in order of time; a value
        is a mapping of fields, and may name the ``excerpt_ids`` the draft rested on.
    """
    edits: dict[str, dict[str, Any]] = {}
    for recommendation_id, value in decisions:
        if isinstance(value, Mapping):
            edits.setdefault(recommendation_id, {}).update(value)
    return edits


def with_decided_edits(
    edits: Mapping[str, Any], judgements: pd.DataFrame
) -> tuple[dict[str, Any], list[Problem]]:
    """Return the edits of recommendations.toml with those of the decisions files beneath.

    Where both speak of a field, recommendations.toml wins, and the clash is a problem.

    Parameters
    ----------
    edits
        What recommendations.toml holds.
    judgements
        The decisions that stand, as :func:`insights.coding.apply_decisions` lists them.
    """
    rows = judgements[judgements["action"] == "edit"].sort_values("at", kind="stable")
    values = (json.loads(value) if value else None for value in rows["value"])
    decided = decided_edits(zip(rows["target_id"], values, strict=True))
    given = edits.get("recommendations")
    own: Mapping[str, Any] = given if isinstance(given, dict) else edits
    problems = []
    for key, fields in decided.items():
        entry = own.get(key)
        if not isinstance(entry, Mapping):
            continue
        for name in sorted(set(fields) & set(entry) - {"excerpt_ids", "against_excerpt_ids"}):
            if str(fields[name]) != str(entry[name]):
                problems.append(
                    Problem(
                        _EDITS_FILE, f"[{key}] {name}",
                        "The review pages say otherwise; what stands in this file was used.",
                        "Delete the line here if the edit made on the review pages should count.",
                    )
                )  # fmt: skip
        decided[key] = {**fields, **entry}
    return {**own, **decided}, problems


def read_own_edits(desk: ReviewDesk) -> tuple[dict[str, Any], str]:
    """Return what recommendations.toml says, and what is wrong with it ("" if nothing)."""
    path = desk.project.raw / _EDITS_FILE
    if not path.exists():
        return {}, ""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}, f"{_EDITS_FILE} is not valid TOML, so nothing in it is used."
    given = found.get("recommendations")
    return (given if isinstance(given, dict) else found), ""


@dataclass(frozen=True, repr=False)
class Recommendation:
    """A recommendation as it stands, with where each field's words come from."""

    recommendation_id: str
    label: str
    fields: Mapping[str, str]
    edited: frozenset[str]  # fields that a person set on these pages
    in_file: frozenset[str]  # fields that recommendations.toml sets
    evidence: tuple[Excerpt, ...]
    against: tuple[Excerpt, ...]
    missing: str
    title_waits: bool = False  # it is drawn from words that may not be quoted


def list_recommendations(desk: ReviewDesk) -> list[Recommendation]:
    """Return the drafted recommendations with people's edits over them."""
    from insights.reporting.drafting.edits import FIELDS

    table = desk.material.tables.get("recommendations")
    if table is None:
        return []
    edits = decided_edits((d.target_id, d.value) for d in desk.ledger.kept if d.action == "edit")
    in_file, _ = read_own_edits(desk)
    not_quoted = [e for e in desk.material.excerpts if desk.why_not_quoted(e)]
    waiting = titles_not_quoted(desk.project, desk.material.tables, not_quoted)
    found = []
    for row in table.to_dict("records"):
        key = str(row["recommendation_id"])
        entry = in_file.get(key, {})
        entry = entry if isinstance(entry, Mapping) else {}
        fields = {name: row[name] if isinstance(row[name], str) else "" for name in FIELDS}
        for source in (edits.get(key, {}), entry):
            fields |= {name: str(source[name]) for name in FIELDS if name in source}
        found.append(
            Recommendation(
                key, str(row["label"]), fields,
                frozenset(edits.get(key, {})) & frozenset(FIELDS), frozenset(entry),
                _excerpts(desk, row["for_excerpt_ids"]),
                _excerpts(desk, row["against_excerpt_ids"]),
                row["missing"] if isinstance(row["missing"], str) else "",
                key in waiting and fields["title"] == row["title"],
            )
        )  # fmt: skip
    return found


def _excerpts(desk: ReviewDesk, ids: Any) -> tuple[Excerpt, ...]:
    known = desk.material.excerpts
    return tuple(known[i] for i in ids if i in known) if isinstance(ids, list) else ()


def edit_recommendation(
    desk: ReviewDesk, recommendation: Recommendation, given: Mapping[str, str], memo: str = ""
) -> int:
    """Write the fields that changed as one edit; return how many that were.

    Raises
    ------
    InsightsError
        If a date is not a date, or a confidence level has no reason.
    """
    from insights.reporting.drafting.edits import FIELDS

    changed = {
        name: text
        for name in FIELDS
        if (text := given.get(name, "").strip()) and text != recommendation.fields[name].strip()
    }
    if "due" in changed:
        try:
            date.fromisoformat(changed["due"])
        except ValueError:
            raise InsightsError(
                "The due date is not a date.", recommendation.label, "Write it as 2026-03-31."
            ) from None
    if "confidence" in changed:
        reason = given.get("confidence_reason", "").strip()
        if not reason:
            raise InsightsError(
                "A confidence level needs a reason.", recommendation.label,
                "Say in a sentence why you set it.",
            )  # fmt: skip
        changed["confidence_reason"] = reason
    if changed:
        value: dict[str, Any] = dict(changed)
        value["excerpt_ids"] = [e.excerpt_id for e in recommendation.evidence]
        value["against_excerpt_ids"] = [e.excerpt_id for e in recommendation.against]
        key = recommendation.recommendation_id
        desk.record(
            [
                {
                    "action": "edit", "target": "recommendation", "target_id": key,
                    "value": value, "memo": memo,
                }
            ]
        )  # fmt: skip
    return len(changed)


def confidence_levels() -> tuple[str, ...]:
    """Return the levels of confidence that a person can set, highest first."""
    from insights.reporting.drafting.confidence import LEVELS

    return tuple(LEVELS)
