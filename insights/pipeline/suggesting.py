"""The steps that suggest codes and topics, and apply what people decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from insights import store
from insights.errors import InsightsError, Problem
from insights.pipeline.reading import Report
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.coding import Decision


def encode(
    settings: Project, texts: list[str], tell: Report
) -> tuple[np.ndarray | None, list[Problem]]:
    """Return the sentence vectors of ``texts``, or None and why there are none."""
    from insights import language

    try:
        cache = store.VectorCache(
            settings.processed / "cache" / "vectors",
            language.encoder_hash(settings.encoder),
            settings.salt(),
        )
        matrix = language.encode_cached(
            texts, lambda: language.load_encoder(settings.encoder), cache, report=tell
        )
    except InsightsError as error:
        return None, [Problem("the language model", error.where, error.problem, error.fix)]
    return matrix, []


def suggest(
    settings: Project, excerpts: pd.DataFrame, decisions: list[Decision], tell: Report
) -> Outputs:
    """Suggest codes for every excerpt, going by the codebook and what people decided."""
    from insights import coding, tables

    book, problems = coding.read_codebook(settings)
    codes, _ = coding.apply_code_decisions(book, decisions)
    decided = coding.apply_decisions(excerpts, book, tables.empty("codings"), decisions).codings
    vectors, more = encode(settings, list(excerpts["text"]), tell)
    tell("Suggesting codes", 0, 0)
    codings = coding.suggest_codings(
        excerpts,
        codes,
        vectors,
        encode=lambda texts: encode(settings, texts, tell)[0],
        decided=decided,
        keyword_decisions=settings.thresholds.keyword_decisions,
        likely_probability=settings.thresholds.likely_probability,
        report=tell,
    )
    return Outputs(
        tables={"codes": book, "codings": codings},
        facts={"problems": [asdict(problem) for problem in dict.fromkeys([*problems, *more])]},
    )


def group(settings: Project, excerpts: pd.DataFrame, seed: int, tell: Report) -> Outputs:
    """Sort the excerpts into topics."""
    from insights import coding

    vectors, _ = encode(settings, list(excerpts["text"]), tell)  # why not: said once, above
    tell("Grouping excerpts into topics", 0, 0)
    found = coding.fit_topics(excerpts, vectors, seed=seed, report=tell)
    return Outputs(
        tables={"topics": found.topics, "excerpt_topics": found.excerpt_topics},
        facts={
            "problems": [asdict(problem) for problem in found.problems],
            "explanation": found.explanation,
            "n_topics": len(found.topics),
        },
    )


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
