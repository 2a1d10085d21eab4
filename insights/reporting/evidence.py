"""From every claim back to the excerpts it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from insights import tables
from insights.reporting.cells import rows_of, text_of
from insights.reporting.document import (
    CitedExcerpt,
    EvidenceGroup,
    Report,
    claims_of,
    quotes_of,
)  # fmt: skip
from insights.reporting.evidence_titles import name_groups
from insights.reporting.material import GROUP_NOTE, ReportMaterial
from insights.reporting.whereabouts import Whereabouts, say_evidence, shows_places

if TYPE_CHECKING:
    import pandas as pd

SHOWN_PER_CLAIM = 60


def cite_evidence(report: Report, titles: dict[str, str], material: ReportMaterial) -> Report:
    """Return a report with its evidence: claims that rest on the same excerpts share a group.

    A group shows at most ``SHOWN_PER_CLAIM`` excerpts, as many people and groups as
    possible; ``evidence.csv`` has them all. They stand in the order of their ids, which says
    nothing: in the order of a file, a person's words would stand side by side.
    """
    claims = claims_of(report)
    by_excerpts: dict[tuple[str, ...], list[str]] = {}
    for claim in claims:
        known = tuple(e for e in claim.excerpt_ids if e in material.excerpt)
        if known:
            by_excerpts.setdefault(known, []).append(claim.claim_id)
    named = name_groups(report, list(by_excerpts.values()), titles, material)
    groups = tuple(
        EvidenceGroup(
            anchor=f"evidence-{claim_ids[0]}",
            title=title,
            claim_ids=tuple(claim_ids),
            excerpt_ids=tuple(sorted(shown := _spread(excerpt_ids, material))),
            n_more=len(excerpt_ids) - len(shown),
        )
        for title, (excerpt_ids, claim_ids) in zip(named, by_excerpts.items(), strict=True)
    )
    cited = dict.fromkeys(e for group in groups for e in group.excerpt_ids)
    where = Whereabouts(material)
    say_place = where.exact if shows_places(report) else where.told
    return replace(
        report,
        evidence=groups,
        cited=tuple(_cite(e, material, say_place(e)) for e in cited),
        about_evidence=say_evidence(report),
    )


def compose_evidence(report: Report, excerpts: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Return table ``evidence``: every claim of the report × every excerpt it rests on.

    A printed quote is a claim as well: that somebody said these words. Its claim_id is
    "quote" and its excerpt's id.
    """
    facts = {str(row["excerpt_id"]): row for row in rows_of(excerpts)}
    path_of = dict(zip(sources["source_id"], sources["path"], strict=True))
    group_of = {cited.excerpt_id: cited.group for cited in report.cited}
    claims = [(c.claim_id, c.text, c.excerpt_ids) for c in claims_of(report)]
    claims += [
        (f"quote.{quote.excerpt_id}", f"Quote: {quote.attribution}", (quote.excerpt_id,))
        for quote in {q.excerpt_id: q for q in quotes_of(report)}.values()
    ]
    rows: list[dict[str, object]] = []
    for claim_id, words, excerpt_ids in claims:
        for excerpt_id in excerpt_ids:
            fact = facts.get(excerpt_id)
            if fact is None:
                continue
            source_id = text_of(fact["source_id"])
            named = text_of(fact["participant_id"])
            rows.append({
                "document": report.document,
                "claim_id": claim_id,
                "claim": words,
                "excerpt_id": excerpt_id,
                "quote": text_of(fact["text"]),
                "source": text_of(path_of.get(source_id)) or source_id,
                "locator": text_of(fact["locator"]),
                "start": fact["start"],
                "end": fact["end"],
                "group": group_of.get(
                    excerpt_id, text_of(fact["perspective"]) or "unknown" if named else GROUP_NOTE
                ),
            })  # fmt: skip
    return tables.from_rows("evidence", rows)


@dataclass(frozen=True)
class Proof:
    """An excerpt in one list of evidence; its words stand where it comes first."""

    cited: CitedExcerpt
    first: bool


def list_proofs(report: Report) -> dict[str, list[Proof]]:
    """Return each evidence group's excerpts: first those printed there, then those above."""
    cited = {excerpt.excerpt_id: excerpt for excerpt in report.cited}
    seen: set[str] = set()
    lists: dict[str, list[Proof]] = {}
    for group in report.evidence:
        proofs = [Proof(cited[e], e not in seen) for e in group.excerpt_ids]
        seen.update(group.excerpt_ids)
        lists[group.anchor] = sorted(proofs, key=lambda proof: not proof.first)
    return lists


def _spread(excerpt_ids: tuple[str, ...], material: ReportMaterial) -> tuple[str, ...]:
    """Return at most ``SHOWN_PER_CLAIM`` excerpts: groups in turn, new people first."""
    if len(excerpt_ids) <= SHOWN_PER_CLAIM:
        return excerpt_ids
    seen: dict[str, int] = {}
    by_group: dict[str, list[tuple[int, int, str]]] = {}
    for place, excerpt_id in enumerate(excerpt_ids):
        person = text_of(material.excerpt[excerpt_id]["participant_id"]) or excerpt_id
        seen[person] = seen.get(person, 0) + 1
        entry = (seen[person], place, excerpt_id)
        by_group.setdefault(material.group_key(excerpt_id), []).append(entry)
    turns = zip_longest(*(sorted(by_group[group]) for group in sorted(by_group)))
    chosen = [entry for turn in turns for entry in turn if entry is not None]
    kept = sorted(chosen[:SHOWN_PER_CLAIM], key=lambda entry: entry[1])
    return tuple(excerpt_id for _, _, excerpt_id in kept)


def _cite(excerpt_id: str, material: ReportMaterial, place: str) -> CitedExcerpt:
    return CitedExcerpt(
        excerpt_id=excerpt_id,
        text=material.shown_text(excerpt_id),
        group=material.group_key(excerpt_id),
        attribution=material.attribution(excerpt_id),
        place=place,
        cleared=material.is_cleared(excerpt_id),
        withheld=material.is_withheld(excerpt_id),
    )
