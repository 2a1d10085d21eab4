"""What came of what people made: tests, rounds of feedback, promises; composed, no rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import Problem
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]
SECTIONS = ("prototypes", "promises")  # of recommendations.toml, beside the recommendations
_OF_PREVIOUS = ("recommendations", "ideas", "feedback_trail")


@dataclass(frozen=True, repr=False)
class Stories:
    """The tables of what came of what people made, and what was not understood."""

    tables: dict[str, pd.DataFrame]
    problems: tuple[Problem, ...]


def tell_stories(settings: Project, tables: Tables, decided: Mapping[str, Any]) -> Stories:
    """Return what testers made of each prototype, what came of feedback, and of promises.

    Parameters
    ----------
    decided
        The sections of recommendations.toml named in :data:`SECTIONS`.
    """
    from insights import analysis
    from insights.tables import conform

    prototypes, excerpts, rounds = tables["prototypes"], tables["excerpts"], tables["rounds"]
    results = conform("prototype_results", analysis.summarise_prototypes(prototypes, excerpts))
    issues = conform("prototype_issues", analysis.list_issues(prototypes, excerpts))
    cards, problems = analysis.judge_prototypes(
        results,
        issues,
        prototypes,
        _section(decided, "prototypes"),
        settings=settings.thresholds,
    )
    until = analysis.waiting_until(
        rounds, tables["responses"], str(settings.about.get("report_on") or "")
    )
    trail = conform(
        "feedback_trail",
        analysis.follow_feedback(rounds, tables["responses"], excerpts, as_of=until),
    )
    checks, more = analysis.gather_member_checks(
        rounds, list(dict.fromkeys(tables["codes"]["theme"])), excerpts
    )
    promises, others = _promises(settings, _section(decided, "promises"), until)
    return Stories(
        {
            "prototype_results": results,
            "prototype_issues": issues,
            "prototype_cards": conform("prototype_cards", cards),
            "feedback_trail": trail,
            "round_results": conform(
                "round_results", analysis.summarise_rounds(trail, rounds, as_of=until)
            ),
            "member_checks": conform("member_checks", checks),
            "promises": conform("promises", promises),
        },
        (*problems, *more, *others),
    )


def _section(decided: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = decided.get(name)
    return found if isinstance(found, Mapping) else {}


def previous_tables(settings: Project) -> dict[str, Path]:
    """Return the tables of the project that this one names as the one before it."""
    previous = str(settings.about.get("previous") or "").strip()
    if not previous or Path(previous).name != previous:
        return {}
    folder = settings.processed.parent / previous
    paths = {name: folder / f"{name}.parquet" for name in _OF_PREVIOUS}
    return {name: path for name, path in paths.items() if path.exists()}


def _promises(
    settings: Project, decided: Mapping[str, Any], as_of: str
) -> tuple[pd.DataFrame, list[Problem]]:
    from insights import analysis
    from insights.tables import empty

    previous = str(settings.about.get("previous") or "").strip()
    if not previous:
        return empty("promises"), []
    found = {name: store.read_table(path) for name, path in previous_tables(settings).items()}
    if not found:
        return empty("promises"), [
            Problem(
                "project.toml", "[project] previous",
                f"There is no run of a project called {previous}, so its promises could not be "
                "followed.", f"Run `insights run {previous}` first, or correct the name.",
            )
        ]  # fmt: skip
    return analysis.follow_promises(previous, found, decided, as_of=as_of)
