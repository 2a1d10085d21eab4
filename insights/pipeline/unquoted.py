"""Which words a team member meets that may not be quoted, and why: a mark stands beside them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from insights.pipeline.gathering import pointing_to_one, states_of_quotes, titles_people_wrote
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd


def why_not_quoted(
    settings: Project, tables: Mapping[str, pd.DataFrame], *, today: str
) -> dict[str, str]:
    """Return why the words of each excerpt may not be quoted; those that may are not in it.

    Parameters
    ----------
    tables
        ``excerpts``, ``participants`` and ``judgements``; and ``attendance``, where there is one.
    today
        ISO date: consent that has run out by then clears no quote.
    """
    from insights.privacy.consent import WHY_NOT_QUOTED

    states = states_of_quotes(tables, pointing_to_one(settings, tables), today=today)
    return {e: WHY_NOT_QUOTED[state] for e, state in states.items() if state != "cleared"}


def titles_not_quoted(
    settings: Project, tables: Mapping[str, pd.DataFrame], not_quoted: Collection[str]
) -> frozenset[str]:
    """Return the recommendations whose titles are drawn from words that may not be quoted.

    Parameters
    ----------
    tables
        ``recommendations``, ``findings`` and ``excerpts``.
    not_quoted
        The excerpts that may not be quoted, by id.
    """
    from insights.reporting import ReportMaterial
    from insights.reporting.cells import rows_of
    from insights.reporting.drafting.title_sources import is_title_waiting

    excerpts = tables["excerpts"]
    material = ReportMaterial(
        settings,
        excerpts=excerpts,
        findings=tables["findings"],
        cleared=frozenset(excerpts["excerpt_id"]) - frozenset(not_quoted),
        own_titles=titles_people_wrote(settings),
    )
    rows = rows_of(tables["recommendations"])
    return frozenset(str(r["recommendation_id"]) for r in rows if is_title_waiting(r, material))
