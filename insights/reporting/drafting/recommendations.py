"""Recommendations, drafted from what participants themselves proposed.

A draft joins one kind of proposal to the problems found on its theme. It is never more
than a first wording: "not assessed" and "not costed" until a person says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from insights import tables
from insights.project import Project, Thresholds
from insights.reporting.cells import Row, rows_of, text_of, whole_of
from insights.reporting.drafting.addressing import say_addressee
from insights.reporting.drafting.alternatives import opposite_sides
from insights.reporting.drafting.backing import (
    asks_for_something,
    describe_remedy,
    keep_speaking,
    list_opposing,
    sort_opposing,
)  # fmt: skip
from insights.reporting.drafting.confidence import (
    UNANSWERED,
    remedy_concerns,
)  # fmt: skip
from insights.reporting.drafting.drafts import find_draft
from insights.reporting.drafting.facts import count_people, counts_of, main_rows
from insights.reporting.drafting.grouping import Proposals, group_proposals, opposing_by_code
from insights.reporting.drafting.joins import (
    agreed_statements,
    ideas_among,
    part_of,
    say_standing,
    wall_dots,
)  # fmt: skip
from insights.reporting.drafting.looking_into import ask_to_look
from insights.reporting.drafting.piloting import keep_own_plans, say_testers
from insights.reporting.drafting.resting import (
    WORK_OUT,
    Records,
    basis_of,
    rest_on,
    say_dissent,
)  # fmt: skip
from insights.reporting.drafting.supporting import Limits, groups_behind, say_support, told_count
from insights.reporting.drafting.tested import (
    concerns_after_tests,
    count_stopped,
    link_tested,
    ready_cards,
    say_tests,
    say_who_spoke,
    settle_first,
    sides_of_testers,
    sides_on_place,
    theme_of,
    title_of,
    words_of_testers,
)  # fmt: skip
from insights.reporting.drafting.tried import find_tried, parked_words, say_briefly, with_draft
from insights.reporting.proposing.proposals import (
    Wording,
    best_wording,
    content_words,
    representatives,
)  # fmt: skip
from insights.reporting.proposing.titles import name_with_words, say_what_opens
from insights.reporting.wording import (
    Count,
    counted_noun,
    uncapitalised,
)

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.likeness import Vectors

_TOO_SHORT = 3  # words: "Bring a problem" says too little by itself


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
    serious: Collection[str] = (),
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
        What came of what people made, by name: tables ideas, priorities, statements,
        statement_votes_by_group, prototypes, prototype_cards, prototype_results and
        feedback_trail, as far as there are any.
    serious
        Excerpts that a person marked as serious.

    Returns
    -------
    DataFrame
        Table ``recommendations``, best supported first, labelled R1, R2, …; an id is "r"
        and the id of the first excerpt that no other recommendation is called by.
    """
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    grouped = group_proposals(excerpts, counted, codes, vectors)
    records = Records(
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
        codes={text_of(row["code_id"]): row for row in rows_of(codes)},
        codings=rows_of(counted),
        made=made or {},
        project=project,
        settings=settings or project.thresholds,
        countable=count_people(excerpts) >= project.thresholds.smallest_group,
        one_pair=len(comparison[["group_a", "group_b"]].drop_duplicates()) < 2,
    )
    agreed = agreed_statements(records.made, records.settings.smallest_group)
    rows: list[dict[str, Any]] = []
    answered: set[str] = set()
    for proposals in sorted(grouped, key=lambda kind: -len(kind.people)):
        named = _named(proposals, records.made.get("ideas"))
        worded = _worded(proposals, facts, {row["title"] for row in rows}, named, agreed)
        if worded is None and proposals.theme in answered:
            continue  # nothing new to ask for: the report lists what was proposed besides
        rows.append(_draft(proposals, records, worded or _unworded(proposals, facts)))
        answered.add(proposals.theme)
    drafted = (_draft_tested(card, records) for card in ready_cards(records.made, rows))
    rows += [row for row in drafted if row is not None]
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
    keep_own_plans(rows, facts)
    _link(rows, records, serious)
    return tables.from_rows("recommendations", rows)


def _link(rows: list[dict[str, Any]], records: Records, serious: Collection[str]) -> None:
    """Write beside each recommendation which others stand instead of it, or before it."""
    asks = {code: claim for code, claim in records.claims.items() if asks_for_something(claim)}
    dissonant = {
        text_of(finding["finding_id"]) for finding in records.findings
        if text_of(finding["convergence"]) == "dissonant"
    }  # fmt: skip
    pairs = [
        *opposite_sides(rows, records.codings, asks, records.facts, dissonant),
        *link_tested(rows),
    ]
    for row in rows:
        row.pop("_tested", None)
        row["alternative_ids"] = []
        row["settle_first_ids"] = settle_first(
            row, rows, records.made, records.facts, records.project, serious
        )
    for one, other in dict.fromkeys(pairs):
        for place, beside in ((one, other), (other, one)):
            rows[place]["alternative_ids"].append(rows[beside]["recommendation_id"])


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


def _draft(proposals: Proposals, records: Records, worded: Wording) -> dict[str, Any]:
    project = records.project
    chosen = worded.excerpt_id
    title = say_what_opens(worded.title, project.components.get(proposals.component, ""))
    proposals = keep_speaking(proposals, chosen, title, records.facts)
    basis = basis_of(proposals.theme, records, proposals.code_id)
    opposing = list_opposing(
        proposals, basis.problems, records.against, records.claims, records.rival_codes,
        records.facts,
    )  # fmt: skip
    opposition = sort_opposing(
        opposing, proposals, records.facts,
        {session.session_id: session.date for session in project.sessions},
    )  # fmt: skip
    against = list(opposition.against)
    counts = _counts(proposals, records)
    ideas = ideas_among(records.made.get("ideas"), proposals.for_ids)
    said = [text_of(records.facts[e]["text"]) for e in proposals.for_ids]
    tried = with_draft(
        find_tried(
            ideas, title, " ".join([title, *said]), proposals.component, records.made, project
        ),
        find_draft(title, said, proposals.component, records.made, project),
    )
    by_testers, pilot_ids = say_testers(tried.cards, records.made)
    remedy = describe_remedy(proposals, against, tried.verdict, basis.lowest, records.facts)
    serious, lesser = remedy_concerns(remedy, records.settings)
    limits = Limits(proposals.sensitive, records.countable, records.one_pair)
    return {
        "_order": (-groups_behind(counts), -len(proposals.people), -wall_dots(ideas),
                   -len(proposals.for_ids), proposals.theme, proposals.component, proposals.name),
        "title": title,
        **rest_on(basis, serious, lesser),
        "component": project.components.get(proposals.component, proposals.component) or None,
        "addressed_to": say_addressee([], said, project.commissioner),
        "proposal": text_of(records.facts[chosen]["text"]),
        "proposal_excerpt_id": chosen,
        "for_excerpt_ids": list(proposals.for_ids),
        "against_excerpt_ids": against,
        "condition_excerpt_ids": list(opposition.conditions),
        "earlier_excerpt_ids": list(opposition.earlier),
        "further": worded.further or None,
        "group_a": counts[0].group if counts else None,
        "k_a": told_count(counts, 0, "k"),
        "n_a": told_count(counts, 0, "n"),
        "group_b": counts[1].group if counts else None,
        "k_b": told_count(counts, 1, "k"),
        "n_b": told_count(counts, 1, "n"),
        "supported_by": say_support(counts, len(proposals.people), project, limits),
        "pilot": by_testers or None,
        "pilot_excerpt_ids": pilot_ids,
        "priority": say_standing(
            ideas, records.made.get("priorities"), project.group_words,
            records.settings.smallest_group,
        ) or None,
        "tests": tried.told or None,
        "tried": " ".join(part for part in (tried.short, parked_words(ideas)) if part),
        "verdict": tried.verdict or None,
        "prototypes": list(tried.prototypes),
        "dissent": say_dissent(against, basis.disagree, records.facts),
    }  # fmt: skip


def _draft_tested(card: Row, records: Records) -> dict[str, Any] | None:
    """Draft a recommendation for a prototype that is ready; None where no tester's words help."""
    project, facts = records.project, records.facts
    told = words_of_testers(card, records.made, facts)
    said, how_not = sides_of_testers(told, card, records.made, facts)
    if not said:
        return None
    theme = theme_of(card, records.made, records.codings, records.codes, project)
    alike, against = sides_on_place(card, theme, records.codings, records.codes, facts)
    basis = basis_of(theme, records)
    behind = [*said, *(e for e in alike if e not in said)]
    serious, lesser = concerns_after_tests(
        whole_of(card["n_testers"]), count_stopped(card, records.made), len(against),
        records.settings, UNANSWERED,
    )  # fmt: skip
    by_testers, pilot_ids = say_testers([card], records.made)
    n_people = _n_people(said, facts)
    groups = {records.group_of.get(e, "") for e in [*said, *how_not]} - {""}
    key = part_of(text_of(card["prototype"]), project)
    return {
        "_order": (-len(groups), -_n_people([*said, *how_not], facts), 0, -len(behind), theme, key,
                   text_of(card["prototype"])),
        "_tested": True,
        "title": title_of(card),
        **rest_on(basis, serious, lesser),
        "component": project.components.get(key, key) or None,
        "addressed_to": say_addressee([], [text_of(facts[e]["text"]) for e in behind],
                                      project.commissioner),
        "proposal": text_of(facts[said[0]]["text"]),
        "proposal_excerpt_id": said[0],
        "for_excerpt_ids": behind,
        "against_excerpt_ids": against,
        "condition_excerpt_ids": how_not,
        "supported_by": say_who_spoke(n_people, card, records.settings.smallest_group),
        "pilot": by_testers or None,
        "pilot_excerpt_ids": pilot_ids,
        "tests": say_tests(card),
        "tried": say_briefly(card),
        "verdict": text_of(card["verdict"]),
        "prototypes": [text_of(card["prototype"])],
        "dissent": say_dissent(against, basis.disagree, facts),
    }  # fmt: skip


def _n_people(excerpt_ids: Collection[str], facts: Mapping[str, Mapping[str, Any]]) -> int:
    who = {text_of(facts[e]["participant_id"]) for e in excerpt_ids} - {""}
    return len(who) or len(excerpt_ids)


def _counts(proposals: Proposals, records: Records) -> tuple[Count, ...]:
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
    agreed: Sequence[str],
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
        agreed=agreed,
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
    return Wording(order[0], f"{WORK_OUT} what to do about {about}", 0.0)
