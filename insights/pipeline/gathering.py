"""The tables of a run, gathered into what a report is composed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting import ReportMaterial

_AS_THEY_ARE = (
    "sources", "participants", "sessions", "attendance", "excerpts", "codes", "codings",
    "topics", "excerpt_topics", "code_coverage", "new_codes", "comparison", "findings",
    "recommendations", "prototypes",
    "problems", "rounds", "responses", "ratings", "ideas", "ballots", "statements",
    "statement_votes_by_group", "priorities", "rank_agreement", "similar_ideas", "consensus",
    "vision", "process", "framework", "negative_cases", "single_voices", "coverage",
    "missing_people", "breadth", "sensitivities", "unshared_words", "presence", "asked", "meanings",
    "judgements", "prototype_results", "prototype_issues", "prototype_cards", "feedback_trail",
    "round_results", "member_checks", "promises",
)  # fmt: skip


def gather_material(
    settings: Project, tables: Mapping[str, pd.DataFrame], *, today: str
) -> ReportMaterial:
    """Return what the reports are composed from.

    Parameters
    ----------
    tables
        Every table of the run, by name.
    today
        ISO date: consent that has run out by then clears no quote.
    """
    from insights import analysis, reporting
    from insights import tables as contracts
    from insights.privacy.consent import NOT_EVEN_IN_DRAFTS

    judgements = tables["judgements"]
    states = states_of_quotes(tables, pointing_to_one(settings, tables), today=today)
    as_they_are: dict[str, Any] = {
        name: tables[name] if name in tables else contracts.empty(name) for name in _AS_THEY_ARE
    }
    return reporting.ReportMaterial(
        project=settings,
        **as_they_are,
        word_use=tables["words"],
        voice=analysis.suppress_voice(tables["voice"], settings=settings.thresholds),
        counted=with_theme_and_stance(tables["counted"], tables["codes"], tables["codings"]),
        cleared=frozenset(e for e, state in states.items() if state == "cleared"),
        refused={e: state for e, state in states.items() if state in NOT_EVEN_IN_DRAFTS},
        serious=judged(judgements, "serious"),
        own_titles=titles_people_wrote(settings),
    )


def states_of_quotes(
    tables: Mapping[str, pd.DataFrame], rare: Mapping[str, str], *, today: str
) -> Mapping[str, str]:
    """Return whether each excerpt may be quoted, by what people agreed to and decided.

    Parameters
    ----------
    tables
        ``excerpts``, ``participants`` and ``judgements``.
    rare
        What could point to one person, by excerpt (:func:`pointing_to_one`).
    today
        ISO date: consent that has run out by then clears no quote.
    """
    from insights import privacy

    return privacy.quote_states(
        tables["excerpts"],
        tables["participants"],
        approved=judged(tables["judgements"], "approve_quote"),
        held=judged(tables["judgements"], "hold_quote"),
        today=today,
        rare=rare,
    )


def titles_people_wrote(settings: Project) -> frozenset[str]:
    """Return the titles of recommendations that stand in recommendations.toml."""
    import tomllib

    path = settings.raw / "recommendations.toml"
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return frozenset()  # told as a problem where the edits are read
    entries = [entry for entry in written.values() if isinstance(entry, dict)]
    return frozenset(str(entry["title"]).strip() for entry in entries if "title" in entry)


def pointing_to_one(settings: Project, tables: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Return the excerpts whose words, or what stands beside them, could point to one person.

    Drafts mark them as not yet cleared and a release holds them, until a person has looked.

    Returns
    -------
    dict
        Reason by excerpt id.
    """
    from insights import privacy
    from insights import tables as contracts

    people = tables["excerpts"], tables["participants"]
    attendance = tables["attendance"] if "attendance" in tables else contracts.empty("attendance")
    return {
        **privacy.find_rare(*people),
        **privacy.find_fine(*people, attendance, by=settings.compare_by),
    }


def judged(judgements: pd.DataFrame, action: str) -> frozenset[str]:
    """Return the excerpts on which people took an action that still stands."""
    return frozenset(judgements.loc[judgements["action"] == action, "excerpt_id"].dropna())


def with_theme_and_stance(
    counted: pd.DataFrame, codes: pd.DataFrame, codings: pd.DataFrame
) -> pd.DataFrame:
    """Return the codings that count with their theme and the stance people gave them."""
    said = codings[codings["stance"].notna()].drop_duplicates(
        ["excerpt_id", "code_id"], keep="last"
    )
    return counted.merge(codes[["code_id", "theme"]], on="code_id", how="left").merge(
        said[["excerpt_id", "code_id", "stance"]], on=["excerpt_id", "code_id"], how="left"
    )
