"""The steps that suggest codes and topics, and apply what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline.reading import Report, is_empty_form
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.coding import Decision


_EXACT_UP_TO = 20_000  # excerpts; more go the fast way, where nothing else was asked for


def encode(
    settings: Project, texts: list[str], tell: Report, *, n_excerpts: int | None = None
) -> tuple[np.ndarray | None, list[Problem]]:
    """Return the sentence vectors of ``texts``, or None and why there are none.

    Parameters
    ----------
    n_excerpts
        How many excerpts the project has, where ``texts`` are not those.
    """
    from insights import language

    fast = _is_fast(settings, len(texts) if n_excerpts is None else n_excerpts)
    try:
        cache = store.VectorCache(
            settings.processed / "cache" / "vectors",
            language.encoder_hash(settings.encoder, fast=fast),
            settings.salt(),
        )
        matrix = language.encode_cached(
            texts,
            lambda: language.load_encoder(settings.encoder, fast=fast),
            cache,
            report=tell,
        )
    except InsightsError as error:
        return None, [Problem("the language model", error.where, error.problem, error.fix)]
    return matrix, []


def _is_fast(settings: Project, n_excerpts: int) -> bool:
    asked = settings.encoder_path
    return asked == "fast" or (not asked and n_excerpts > _EXACT_UP_TO)


def suggest(
    settings: Project, excerpts: pd.DataFrame, decisions: list[Decision], tell: Report
) -> Outputs:
    """Suggest codes for every excerpt, going by the codebook and what people decided."""
    from insights import coding, language, tables

    book, problems = coding.read_codebook(settings)
    problems = [problem for problem in problems if not is_empty_form(problem)]
    codes, _ = coding.apply_code_decisions(book, decisions)
    decided = coding.apply_decisions(excerpts, book, tables.empty("codings"), decisions).codings
    vectors, more = encode(settings, list(excerpts["text"]), tell)
    tell("Suggesting codes", 0, 0)
    codings = coding.suggest_codings(
        excerpts,
        codes,
        vectors,
        encode=lambda texts: encode(settings, texts, tell, n_excerpts=len(excerpts))[0],
        decided=decided,
        keyword_decisions=settings.thresholds.keyword_decisions,
        likely_probability=settings.thresholds.likely_probability,
        report=tell,
    )
    return Outputs(
        tables={"codes": book, "codings": codings},
        facts={
            "problems": [asdict(problem) for problem in dict.fromkeys([*problems, *more])],
            "encoder": "none"
            if vectors is None
            else language.encoder_path(settings.encoder, fast=_is_fast(settings, len(excerpts))),
        },
    )


def group(settings: Project, excerpts: pd.DataFrame, seed: int, tell: Report) -> Outputs:
    """Sort the excerpts into topics."""
    import pandas as pd

    from insights import coding

    vectors, _ = encode(settings, list(excerpts["text"]), tell)  # why not: said once, above
    tell("Grouping excerpts into topics", 0, 0)
    found = coding.fit_topics(excerpts, vectors, seed=seed, report=tell)
    topics = found.topics.copy()
    topics["terms"] = pd.Series(
        _without_names(settings, found.topics["terms"]), index=topics.index, dtype=object
    )
    return Outputs(
        tables={"topics": topics, "excerpt_topics": found.excerpt_topics},
        facts={
            "problems": [asdict(problem) for problem in found.problems],
            "explanation": found.explanation,
            "n_topics": len(found.topics),
        },
    )


def _without_names(settings: Project, terms: Iterable[Iterable[str]]) -> list[list[str]]:
    """Return topics' words without those that are somebody's name, also where it is a word."""
    from insights import privacy
    from insights.privacy.normal import fold

    names, _ = privacy.read_names(settings)
    if not len(names):
        return [list(some) for some in terms]
    return [
        [
            term
            for term in some
            if not any(fold(word) in names.index.by_first for word in term.split())
        ]
        for some in terms
    ]


def decide(
    excerpts: pd.DataFrame,
    codes: pd.DataFrame,
    codings: pd.DataFrame,
    decisions: list[Decision],
    unread: list[Problem],
) -> Outputs:
    """Apply what people decided.

    Parameters
    ----------
    unread
        What could not be read of the decisions files.
    """
    from insights import coding, tables

    applied = coding.apply_decisions(excerpts, codes, codings, decisions)
    worth_a_look = applied.codings[applied.codings["tier"] != "unlikely"]
    pairs = worth_a_look[["excerpt_id", "code_id"]].assign(
        waits=worth_a_look["status"] == "suggested"
    )
    waiting = pairs.groupby(["excerpt_id", "code_id"])["waits"].all()
    return Outputs(
        tables={
            "codes": applied.codes,
            "codings": applied.codings,
            "excerpts": applied.excerpts,
            "judgements": tables.conform("judgements", applied.judgements),
            "meanings": tables.conform("meanings", applied.meanings),
        },
        facts={
            "problems": [asdict(p) for p in dict.fromkeys([*unread, *applied.problems])],
            "looked_at": list(applied.looked_at),
            "n_codes": len(applied.codes),
            "n_decisions": len(decisions),
            "n_unmatched": len(applied.unmatched),
            "n_waiting": int(waiting.sum()),
        },
    )


def cover(
    settings: Project,
    tables_so_far: Mapping[str, pd.DataFrame],
    seed: int,
) -> Outputs:
    """Say what the codebook covers: topics, groups, and what further sessions still add."""
    from insights import coding, tables

    excerpts, codings = tables_so_far["excerpts"], tables_so_far["codings"]
    topics, placed = tables_so_far["topics"], tables_so_far["excerpt_topics"]
    covered = coding.cover_topics(topics, placed, codings, tables_so_far["codes"])
    said = ["topic_id", "code_ids", "share_coded", "covered", "note"]
    topics = topics.drop(columns=said[1:]).merge(covered[said], on="topic_id", how="left")
    grouped = excerpts.assign(group=_groups(settings, excerpts, tables_so_far["participants"]))
    return Outputs(
        tables={
            "topics": tables.conform("topics", topics),
            "code_coverage": tables.conform(
                "code_coverage", coding.measure_coverage(grouped, codings, by="group")
            ),
            "new_codes": tables.conform(
                "new_codes", coding.count_new_codes(excerpts, codings, seed=seed)
            ),
        }
    )


def _groups(settings: Project, excerpts: pd.DataFrame, participants: pd.DataFrame) -> list[str]:
    """Return the group that each excerpt counts for, by what the project compares by."""
    by = settings.compare_by
    if by == "perspective" or by not in participants.columns:
        return [str(group) for group in excerpts["perspective"].fillna("unknown")]
    of_person = dict(zip(participants["participant_id"], participants[by], strict=True))
    groups = (of_person.get(person) for person in excerpts["participant_id"])
    return [group if isinstance(group, str) and group else "unknown" for group in groups]
