"""Recommendations, drafted from what participants themselves proposed.

A draft joins one kind of proposal to the problems found on its theme. It is never more
than a first wording: "not assessed" and "not costed" until a person says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.project import Project, Thresholds
from insights.reporting.cells import rows_of, text_of
from insights.reporting.drafting.addressing import say_addressee
from insights.reporting.drafting.backing import (
    describe_remedy,
    keep_speaking,
    list_opposing,
    sort_opposing,
)  # fmt: skip
from insights.reporting.drafting.confidence import particular, rate_remedy, remedy_concerns, weakest
from insights.reporting.drafting.facts import count_people, counts_of, main_rows
from insights.reporting.drafting.grouping import Proposals, group_proposals, opposing_by_code
from insights.reporting.drafting.joins import ideas_among, say_priority
from insights.reporting.drafting.looking_into import ask_to_look
from insights.reporting.drafting.piloting import say_testers
from insights.reporting.drafting.tried import find_tried, parked_words
from insights.reporting.proposing.proposals import (
    Wording,
    best_wording,
    content_words,
    representatives,
)  # fmt: skip
from insights.reporting.proposing.titles import name_with_words, say_what_opens
from insights.reporting.wording import (
    Count,
    capitalised,
    counted_noun,
    full_stop,
    listed,
    say_count,
    uncapitalised,
)

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.likeness import Vectors

_TOO_SHORT = 3  # words: "Bring a problem" says too little by itself
NOT_ASSESSED, NOT_COSTED = "not assessed", "not costed"


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


@dataclass(frozen=True)
class _Records:
    """What every draft looks up."""

    findings: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Mapping[str, Any]]
    ideas: Mapping[str, Mapping[str, Any]]
    group_of: Mapping[str, str]
    against: Mapping[str, Sequence[str]]
    rival_codes: frozenset[str]
    claims: Mapping[str, str]
    made: Mapping[str, Any]
    project: Project
    settings: Thresholds
    countable: bool
    one_pair: bool


def draft_recommendations(
    findings: pd.DataFrame,
    comparison: pd.DataFrame,
    excerpts: pd.DataFrame,
    counted: pd.DataFrame,
    codes: pd.DataFrame,
    *,
    project: Project,
    settings: Thresholds | None = None,
    participants: pd.DataFrame | None = None,
    vectors: Vectors | None = None,
    made: Mapping[str, pd.DataFrame] | None = None,
) -> pd.DataFrame:
    """Draft one recommendation per kind of proposal that people made.

    Proposals belong together when they carry the same code and ask for the same thing. The
    title says most of what they have in common
    (:func:`~insights.reporting.proposing.proposals.best_wording`), and the words it comes from
    stand beside it. ``confidence`` starts at that of the weakest finding it rests on (problems and
    ideas of its theme, never what was said outside the set questions), and goes down where
    little speaks for the remedy itself. Serious voices on a danger ask somebody to look into
    it, after the others.

    Parameters
    ----------
    participants
        Table; needed to count proposers by group where an attribute is compared.
    vectors
        A sentence vector per excerpt; without them, shared words decide what belongs together.
    made
        What came of what people made, by name: tables ideas, priorities, prototype_cards and
        prototype_results, as far as there are any.

    Returns
    -------
    DataFrame
        Table ``recommendations``, best supported first, labelled R1, R2, …; an id is "r"
        and the id of the first excerpt that no other recommendation is called by.
    """
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    grouped = group_proposals(excerpts, counted, codes, vectors)
    records = _Records(
        findings=rows_of(findings),
        facts=facts,
        ideas={
            text_of(row["theme"]): row
            for row in main_rows(comparison)
            if text_of(row["prompt_kind"]) == "idea"
        },
        group_of=_groups(facts, project, participants),
        against=opposing_by_code(counted),
        rival_codes=frozenset(proposals.code_id for proposals in grouped),
        claims={text_of(row["code_id"]): text_of(row["claim"]) for row in rows_of(codes)},
        made=made or {},
        project=project,
        settings=settings or project.thresholds,
        countable=count_people(excerpts) >= project.thresholds.smallest_group,
        one_pair=len(comparison[["group_a", "group_b"]].drop_duplicates()) < 2,
    )
    rows: list[dict[str, Any]] = []
    answered: set[tuple[str, str]] = set()
    for proposals in sorted(grouped, key=lambda kind: -len(kind.people)):
        place = (proposals.theme, proposals.component)
        named = _named(proposals, records.made.get("ideas"))
        worded = _worded(proposals, facts, {row["title"] for row in rows}, named)
        if worded is None and place in answered:
            continue  # nothing new to ask for: the report lists what was proposed besides
        rows.append(_draft(proposals, records, worded or _unworded(proposals, facts)))
        answered.add(place)
    rows.sort(key=lambda row: row.pop("_order"))
    rows += ask_to_look(records.findings, facts, project)
    taken: set[str] = set()
    for number, row in enumerate(rows, start=1):
        row["label"] = f"R{number}"
        ids = row["for_excerpt_ids"]
        free = [e for e in ids if f"r{e}" not in taken]
        row["recommendation_id"] = f"r{free[0]}" if free else f"r{ids[0]}-{number}"
        taken.add(row["recommendation_id"])
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
    elif text_of(row.get("dissent")) and not text_of(row.get("negative_cases")):
        missing.append("an answer to those who disagree")
    return not missing, "; ".join(missing)


def _groups(
    facts: Mapping[str, Mapping[str, Any]], project: Project, participants: pd.DataFrame | None
) -> dict[str, str]:
    """Return the group each excerpt counts in, by perspective or by the attribute compared."""
    by = project.compare_by
    if by == "perspective" or participants is None or by not in participants.columns:
        return {e: text_of(row["perspective"]) for e, row in facts.items()}
    attribute = dict(zip(participants["participant_id"], participants[by], strict=True))
    return {e: text_of(attribute.get(text_of(row["participant_id"]))) for e, row in facts.items()}


def _draft(proposals: Proposals, records: _Records, worded: Wording) -> dict[str, Any]:
    project = records.project
    chosen = worded.excerpt_id
    title = say_what_opens(worded.title, project.components.get(proposals.component, ""))
    proposals = keep_speaking(proposals, chosen, title, records.facts)
    essential = [
        finding
        for kind in ("problem", "idea")
        for finding in records.findings
        if text_of(finding["theme"]) == proposals.theme
        and text_of(finding["finding_id"]).startswith("F")
        and text_of(finding["prompt_kind"]) == kind
    ]
    problems = [f for f in essential if text_of(f["prompt_kind"]) == "problem"]
    start = weakest([text_of(finding["confidence"]) for finding in essential])
    lowest = next((f for f in essential if text_of(f["confidence"]) == start), None)
    opposing = list_opposing(
        proposals, problems, records.against, records.claims, records.rival_codes, records.facts
    )
    opposition = sort_opposing(
        opposing, proposals, records.facts,
        {session.session_id: session.date for session in project.sessions},
    )  # fmt: skip
    against = list(opposition.against)
    counts = _counts(proposals, records)
    disagree = [f for f in essential if text_of(f["convergence"]) == "dissonant"]
    main = next(iter(disagree or problems or essential), None)
    ideas = ideas_among(records.made.get("ideas"), proposals.for_ids)
    said = [text_of(records.facts[e]["text"]) for e in proposals.for_ids]
    tried = find_tried(
        ideas, title, " ".join([title, *said]), proposals.component, records.made, project
    )
    by_testers, pilot_ids = say_testers(tried.cards, records.made)
    remedy = describe_remedy(proposals, against, tried.verdict, lowest, records.facts)
    serious, lesser = remedy_concerns(remedy, records.settings)
    rating = rate_remedy(
        start, serious, lesser, rests_on=text_of(lowest["finding_id"]) if lowest else "",
        because=particular([text_of(words) for words in lowest["concerns"]]) if lowest else
        ["no finding has been joined to it"],
    )  # fmt: skip
    limits = Limits(proposals.sensitive, records.countable, records.one_pair)
    return {
        "_order": (-_groups_behind(counts), -len(proposals.people), -len(proposals.for_ids),
                   proposals.theme, proposals.component, proposals.name),
        "title": title,
        "component": project.components.get(proposals.component, proposals.component) or None,
        "addressed_to": say_addressee([], said, project.commissioner),
        "problem": text_of(main["title"]) if main and problems else None,
        "proposal": text_of(records.facts[chosen]["text"]),
        "proposal_excerpt_id": chosen,
        "finding_ids": [text_of(finding["finding_id"]) for finding in essential],
        "for_excerpt_ids": list(proposals.for_ids),
        "against_excerpt_ids": against,
        "condition_excerpt_ids": list(opposition.conditions),
        "earlier_excerpt_ids": list(opposition.earlier),
        "further": worded.further or None,
        "convergence": text_of(main["convergence"]) or None if main else None,
        "confidence": rating.level,
        "confidence_reason": "; ".join(rating.steps),
        "starts_at": start,
        "serious_concerns": serious,
        "lesser_concerns": lesser,
        "group_a": counts[0].group if counts else None,
        "k_a": _told(counts, 0, "k"),
        "n_a": _told(counts, 0, "n"),
        "group_b": counts[1].group if counts else None,
        "k_b": _told(counts, 1, "k"),
        "n_b": _told(counts, 1, "n"),
        "supported_by": say_support(counts, len(proposals.people), project, limits),
        "feasibility": NOT_ASSESSED,
        "cost": NOT_COSTED,
        "pilot": by_testers or None,
        "pilot_excerpt_ids": pilot_ids,
        "priority": say_priority(
            ideas, records.made.get("priorities"), project.group_words,
            records.settings.smallest_group,
        ) or None,
        "tests": tried.told or None,
        "tried": " ".join(part for part in (tried.short, parked_words(ideas)) if part),
        "dissent": _dissent(against, disagree, records.facts),
        "status": "draft",
    }  # fmt: skip


def _counts(proposals: Proposals, records: _Records) -> tuple[Count, ...]:
    """Return, group by group, how many people proposed it, of those asked for ideas."""
    row = records.ideas.get(proposals.theme)
    if row is None:
        return ()
    asked = counts_of(row, records.settings, proposals.sensitive)
    mine = {
        count.group: [e for e in proposals.for_ids if records.group_of.get(e) == count.group]
        for count in asked
    }
    if not any(mine.values()) and proposals.people:
        return ()
    named = {
        group: {text_of(records.facts[e]["participant_id"]) for e in ids}
        for group, ids in mine.items()
    }
    return tuple(
        replace(count, k=min(len(named[count.group] - {""}), count.n),
                at_least="" in named[count.group])
        for count in asked
    )  # fmt: skip


def say_support(counts: Sequence[Count], n_people: int, project: Project, limits: Limits) -> str:
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


def _named(proposals: Proposals, ideas: pd.DataFrame | None) -> dict[str, str]:
    """Return the names of the ideas among the proposals, by the excerpt of their words."""
    return {
        text_of(row["excerpt_id"]): text_of(row["title"])
        for row in ideas_among(ideas, proposals.for_ids)
        if text_of(row["title"])
    }


def _worded(
    proposals: Proposals,
    facts: Mapping[str, Mapping[str, Any]],
    taken: Collection[str],
    named: Mapping[str, str],
) -> Wording | None:
    """Return a title and the excerpt it comes from; None where no words give one.

    Where the best title says too little, an idea's own name and words say what to take
    forward.
    """
    texts = {e: text_of(facts[e]["text"]) for e in proposals.for_ids}
    best = best_wording(
        proposals.for_ids,
        texts,
        theme=proposals.theme,
        speaker_of=lambda e: text_of(facts[e]["participant_id"]) or e,
        confirmed=proposals.confirmed,
        taken=taken,
        about=frozenset(content_words(proposals.about)),
        shared=proposals.shared,
    )
    if best is not None and (len(best.title.split()) > _TOO_SHORT or not named):
        return best
    for excerpt_id, name in named.items():
        title = name_with_words(name, texts[excerpt_id])
        if title not in taken and excerpt_id not in proposals.shared:
            return Wording(excerpt_id, title, 0.0)
    return best


def _unworded(proposals: Proposals, facts: Mapping[str, Mapping[str, Any]]) -> Wording:
    """Return the most representative proposal, and a title that asks to work it out."""
    texts = {e: text_of(facts[e]["text"]) for e in proposals.for_ids}
    order = representatives(proposals.for_ids, {e: content_words(texts[e]) for e in texts})
    about = uncapitalised(proposals.name or proposals.theme)
    return Wording(order[0], f"Work out with participants what to do about {about}", 0.0)


def _told(counts: Sequence[Count], side: int, part: str) -> int | None:
    if not counts or not counts[side].asked or not counts[side].shown:
        return None
    if part == "k" and not counts[side].exact:
        return None
    return int(getattr(counts[side], part))


def _groups_behind(counts: Sequence[Count]) -> int:
    return sum(count.k > 0 for count in counts)


def _dissent(
    against: Collection[str],
    disagree: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Mapping[str, Any]],
) -> str | None:
    said = []
    if disagree:
        found = listed(text_of(finding["finding_id"]) for finding in disagree)
        said.append(f"The groups disagree on this theme: read {found} before deciding")
    n = len({text_of(facts[e]["participant_id"]) or e for e in against})
    if n:
        said.append("One voice says otherwise" if n == 1 else f"{n:,} voices say otherwise")
    return " ".join(map(full_stop, said)) if len(said) > 1 else "".join(said) or None
