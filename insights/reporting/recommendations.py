"""Recommendations, drafted from what participants themselves proposed.

A draft joins proposals of one theme and component to the problems found there. It is
never more than a first wording: "not assessed" and "not costed" until a person says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.project import Project, Thresholds
from insights.reporting.cells import rows_of, text_of
from insights.reporting.confidence import weakest
from insights.reporting.findings import (
    count_people,
    counts_of,
    excerpt_kinds,
    main_rows,
    sensitive_themes,
)
from insights.reporting.proposals import content_words, representatives, word_title
from insights.reporting.wording import (
    Count,
    capitalised,
    counted_noun,
    listed,
    say_count,
    uncapitalised,
)

if TYPE_CHECKING:
    import pandas as pd

NOT_ASSESSED, NOT_COSTED = "not assessed", "not costed"


@dataclass(frozen=True)
class _Proposals:
    """What was proposed on one theme for one component."""

    theme: str
    component: str
    for_ids: tuple[str, ...]
    against_ids: tuple[str, ...]
    people: frozenset[str]


@dataclass(frozen=True)
class Limits:
    """How much of a count may be said.

    Attributes
    ----------
    sensitive
        The codebook marks the theme as sensitive.
    countable
        Enough people were heard to count any.
    one_pair
        There are just two groups, so "both groups" is all of them.
    """

    sensitive: bool = False
    countable: bool = True
    one_pair: bool = True


def draft_recommendations(
    findings: pd.DataFrame,
    comparison: pd.DataFrame,
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    prototypes: pd.DataFrame,
    *,
    project: Project,
    settings: Thresholds | None = None,
) -> pd.DataFrame:
    """Draft one recommendation per theme and component that somebody made a proposal for.

    Wording comes from the most representative proposal that the rules of
    :func:`~insights.reporting.proposals.word_title` can turn into a title; the words
    themselves stand beside it. ``confidence`` is that of the weakest finding it rests on.

    Returns
    -------
    DataFrame
        Table ``recommendations``, best supported first, labelled R1, R2, …; an id is "r"
        and the id of the excerpt that holds the first proposal.
    """
    settings = settings or project.thresholds
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    found = rows_of(findings)
    ideas = {
        text_of(row["theme"]): row
        for row in main_rows(comparison)
        if text_of(row["prompt_kind"]) == "idea"
    }
    hidden = sensitive_themes(codes)
    n_heard = count_people(excerpts)
    one_pair = len(comparison[["group_a", "group_b"]].drop_duplicates()) < 2
    pilots = _comments_by_theme(prototypes, counted, codes)
    rows = [
        _draft(proposals, found, ideas.get(proposals.theme), facts, pilots, project, settings,
               Limits(proposals.theme in hidden, n_heard >= settings.smallest_group, one_pair))
        for proposals in _proposals(excerpts, facts, counted, codes)
    ]  # fmt: skip
    rows.sort(key=lambda row: row.pop("_order"))
    for number, row in enumerate(rows, start=1):
        row["label"] = f"R{number}"
        row["releasable"], row["missing"] = judge_release(row)
    return tables.from_rows("recommendations", rows)


def judge_release(row: Mapping[str, Any]) -> tuple[bool, str]:
    """Return whether a recommendation may leave the team, and what it still needs."""
    missing = []
    if not len(row["for_excerpt_ids"]):
        missing.append("evidence: no excerpt supports it")
    n_against = len(row["against_excerpt_ids"])
    if n_against and not text_of(row.get("negative_cases")):
        missing.append(
            f"an answer to {counted_noun(n_against, 'excerpt')} that "
            f"{'says' if n_against == 1 else 'say'} otherwise"
        )
    return not missing, "; ".join(missing)


def _proposals(
    excerpts: pd.DataFrame,
    facts: Mapping[str, Mapping[str, Any]],
    counted: pd.DataFrame,
    codes: pd.DataFrame,
) -> list[_Proposals]:
    kinds = excerpt_kinds(excerpts)
    code = {text_of(row["code_id"]): row for row in rows_of(codes)}
    place = {excerpt_id: number for number, excerpt_id in enumerate(facts)}
    proposed: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of(counted):
        excerpt_id, code_id = text_of(row["excerpt_id"]), text_of(row["code_id"])
        if kinds.get(excerpt_id) != "idea" or code_id not in code:
            continue
        key = (text_of(code[code_id]["theme"]), text_of(code[code_id]["component"]))
        stances = proposed.setdefault(key, {})
        opposes = text_of(row.get("stance")) == "opposes"
        stances[excerpt_id] = "against" if opposes else stances.get(excerpt_id, "for")
    result = []
    for (theme, component), stances in sorted(proposed.items()):
        order = sorted(stances, key=place.__getitem__)
        in_favour = tuple(e for e in order if stances[e] == "for")
        if in_favour:
            result.append(_Proposals(
                theme, component, in_favour,
                tuple(e for e in order if stances[e] == "against"),
                frozenset(text_of(facts[e]["participant_id"]) for e in in_favour) - {""},
            ))  # fmt: skip
    return result


def _draft(
    proposals: _Proposals,
    findings: Sequence[Mapping[str, Any]],
    row: Mapping[str, Any] | None,
    facts: Mapping[str, Mapping[str, Any]],
    pilots: Mapping[str, Sequence[str]],
    project: Project,
    settings: Thresholds,
    limits: Limits,
) -> dict[str, Any]:
    chosen, title = _worded(proposals, facts)
    same_theme = [
        finding for finding in findings
        if text_of(finding["theme"]) == proposals.theme
        and text_of(finding["finding_id"]).startswith("F")
    ]  # fmt: skip
    problems = [f for f in same_theme if text_of(f["prompt_kind"]) == "problem"]
    essential = problems + [f for f in same_theme if text_of(f["prompt_kind"]) == "idea"]
    essential = essential or same_theme
    confidence = weakest([text_of(finding["confidence"]) for finding in essential])
    lowest = next((f for f in essential if text_of(f["confidence"]) == confidence), None)
    against = list(dict.fromkeys(
        [*proposals.against_ids, *(e for f in essential for e in f["against_excerpt_ids"])]
    ))  # fmt: skip
    counts = counts_of(row, settings, limits.sensitive) if row is not None else ()
    main = next(iter(problems or essential), None)
    people_against = {text_of(facts[e]["participant_id"]) or e for e in against if e in facts}
    return {
        "_order": (-_groups_behind(counts), -len(proposals.people), -len(proposals.for_ids),
                   proposals.theme, proposals.component),
        "recommendation_id": f"r{proposals.for_ids[0]}",
        "title": title,
        "component": project.components.get(proposals.component, proposals.component) or None,
        "addressed_to": project.commissioner or None,
        "problem": text_of(main["title"]) if main and problems else None,
        "proposal": text_of(facts[chosen]["text"]),
        "proposal_excerpt_id": chosen,
        "finding_ids": [text_of(finding["finding_id"]) for finding in essential],
        "for_excerpt_ids": list(proposals.for_ids),
        "against_excerpt_ids": against,
        "convergence": text_of(main["convergence"]) or None if main else None,
        "confidence": confidence,
        "confidence_reason": "; ".join(lowest["concerns"]) if lowest else
        "no finding has been joined to it",
        "group_a": counts[0].group if counts else None,
        "k_a": _told(counts, 0, "k"),
        "n_a": _told(counts, 0, "n"),
        "group_b": counts[1].group if counts else None,
        "k_b": _told(counts, 1, "k"),
        "n_b": _told(counts, 1, "n"),
        "supported_by": say_support(counts, len(proposals.people), project, limits),
        "feasibility": NOT_ASSESSED,
        "cost": NOT_COSTED,
        "pilot": _pilot(pilots.get(proposals.theme, ())),
        "dissent": _dissent(len(people_against)),
        "status": "draft",
    }  # fmt: skip


def say_support(
    counts: Sequence[Count], n_people: int, project: Project, limits: Limits
) -> str:
    """Return in words who proposed something: groups and counts, as far as they may be shown."""
    if n_people and (project.approach == "reflexive" or (not counts and not limits.countable)):
        return "People who took part"
    if not counts:
        if n_people == 0:
            return "Group notes alone"
        if limits.sensitive and n_people <= 2:
            return "Fewer than three people"
        return "One person" if n_people == 1 else f"{n_people:,} people"
    spoke = [count for count in counts if count.asked and (count.k or count.at_least)]
    if not spoke:
        return "Group notes alone"
    if not any(count.shown for count in spoke):
        named = listed(project.group_words(count.group, 2) for count in spoke)
        return f"{capitalised(named)}, too few to count"
    who = listed(say_count(count, project.group_words) for count in spoke)
    both = len(spoke) == 2 and limits.one_pair
    return f"Both groups: {who}" if both else capitalised(who)


def _worded(
    proposals: _Proposals, facts: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str]:
    """Return the excerpt a title comes from, and the title."""
    words = {e: content_words(text_of(facts[e]["text"])) for e in proposals.for_ids}
    order = representatives(proposals.for_ids, words)
    titles = [(e, title) for e in order if (title := word_title(text_of(facts[e]["text"])))]
    if titles:
        return min(titles, key=lambda found: "," in found[1])
    return order[0], f"Respond to what people proposed on {uncapitalised(proposals.theme)}"


def _told(counts: Sequence[Count], side: int, part: str) -> int | None:
    if not counts or not counts[side].asked or not counts[side].shown:
        return None
    if part == "k" and not counts[side].exact:
        return None
    return int(getattr(counts[side], part))


def _groups_behind(counts: Sequence[Count]) -> int:
    return sum(count.k > 0 for count in counts)


def _dissent(n_people: int) -> str | None:
    if n_people == 0:
        return None
    return "One voice says otherwise" if n_people == 1 else f"{n_people:,} voices say otherwise"


def _comments_by_theme(
    prototypes: pd.DataFrame, counted: pd.DataFrame, codes: pd.DataFrame
) -> dict[str, list[str]]:
    """Return, per theme, the prototypes whose testers commented on it."""
    theme_of = dict(zip(codes["code_id"], codes["theme"], strict=True))
    commented = {
        text_of(row["excerpt_id"]): text_of(row["prototype"])
        for row in rows_of(prototypes)
        if text_of(row["excerpt_id"])
    }
    found: dict[str, list[str]] = {}
    for row in rows_of(counted):
        name = commented.get(text_of(row["excerpt_id"]))
        theme = text_of(theme_of.get(row["code_id"]))
        if name and theme and name not in found.setdefault(theme, []):
            found[theme].append(name)
    return {theme: sorted(names) for theme, names in found.items()}


def _pilot(names: Sequence[str]) -> str | None:
    if not names:
        return None
    called = listed(f"“{name}”" for name in names)
    return f"Not planned yet. People who tested {called} commented on this."
