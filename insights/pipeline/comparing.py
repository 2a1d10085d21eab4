"""The steps that compare the groups and look at everything else people left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from insights.errors import Problem, nearest
from insights.pipeline.gathering import judged, with_theme_and_stance
from insights.pipeline.grouping import nobody_grouped
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import pandas as pd

    from insights.analysis import Asked

Tables = Mapping[str, "pd.DataFrame"]


def compare(settings: Project, tables: Tables, looked_at: Sequence[str]) -> Outputs:
    """Count who raised what, of those asked, and set the groups side by side."""
    from insights import analysis, coding
    from insights.tables import conform

    people, by = tables["participants"], _compared_by(settings, tables)
    counted = coding.counted_codings(tables["codings"])
    presence = analysis.theme_presence(
        tables["excerpts"],
        counted,
        tables["codes"],
        people,
        tables["attendance"],
        sessions=tables["sessions"],
        by=by,
    )
    who = analysis.asked(
        tables["excerpts"], people, tables["attendance"], tables["sessions"], by=by
    )
    comparison = analysis.compare_groups(
        presence,
        who,
        groups=settings.compare_groups or None,
        meanings=tables["meanings"],
        stances=_stances(counted, tables),
        looked_at=looked_at,
        codes=tables["codes"],
        settings=settings.thresholds,
        approach=settings.approach,
        group_words=settings.group_words,
    )
    voice = analysis.speaking_shares(
        tables["excerpts"], tables["attendance"], people, by=by, settings=settings.thresholds
    )
    return Outputs(
        tables={
            "counted": conform("counted", counted),
            "presence": presence,
            "asked": conform("asked", who.table(settings.thresholds)),
            "comparison": comparison,
            "sensitivities": conform(
                "sensitivities", _sensitivities(settings, presence, who, tables, comparison)
            ),
            "voice": analysis.tell_voice(voice, settings.group_words, settings=settings.thresholds),
        },
        facts={
            "problems": [asdict(p) for p in _unknown_groups(settings, people, who.groups)],
            "groups": list(who.groups),
        },
    )


def analyse(settings: Project, tables: Tables, groups: Sequence[str], seed: int) -> Outputs:
    """Look at votes, statements, single voices, who is missing, the framework matrix, words."""
    from insights import analysis

    by = _compared_by(settings, tables)
    excerpts, counted, codes = tables["excerpts"], tables["counted"], tables["codes"]
    people, attendance = tables["participants"], tables["attendance"]
    spoken = (excerpts, counted, codes, people, attendance)
    shared: dict[str, Any] = {"settings": settings.thresholds}
    sessions = tables["sessions"]
    ideas, group_words = tables["ideas"], settings.group_words
    titles = {
        idea_id: title
        for idea_id, title in zip(ideas["idea_id"], ideas["title"], strict=True)
        if isinstance(title, str) and title.strip()
    }
    priorities = analysis.rank_ideas(tables["ballots"], ideas, seed=seed, **shared)
    votes, statements = tables["statement_votes"], tables["statements"]
    coverage = analysis.cover_people(*spoken, sessions, by=by)
    made = {
        "priorities": analysis.tell_priorities(priorities, group_words),
        "rank_agreement": analysis.tell_rank_agreement(
            analysis.compare_rankings(priorities, ideas), group_words, titles
        ),
        "similar_ideas": analysis.tell_similar_ideas(
            analysis.find_similar_ideas(tables["ballots"], ideas, excerpts), titles
        ),
        "statement_votes_by_group": analysis.votes_by_group(votes, statements),
        "consensus": analysis.statement_consensus(
            votes, statements, group_words=group_words, **shared
        ),
        "framework": analysis.draft_framework(
            *spoken, tables["judgements"], tables["codings"], sessions=sessions, by=by
        ),
        "negative_cases": analysis.negative_cases(
            excerpts,
            with_theme_and_stance(counted, codes, tables["codings"]),
            *spoken[2:],
            tables["meanings"],
            sessions=sessions,
            by=by,
        ),
        "single_voices": analysis.single_voices(
            *spoken, judged(tables["judgements"], "serious"), by=by
        ),
        "coverage": coverage,
        "missing_people": analysis.find_missing_people(
            coverage,
            invited=_invited(settings),
            group_words=group_words,
            **shared,
        ),
        "breadth": analysis.theme_breadth(tables["presence"], excerpts),
        "words": analysis.distinctive_words(excerpts, people, attendance, by=by),
    }
    if {"lived_experience", "professional"} <= set(groups):
        made["unshared_words"] = _unshared_words(spoken, by)
    return Outputs(tables=made)


def _unshared_words(spoken: tuple[pd.DataFrame, ...], by: str) -> pd.DataFrame:
    """Return the words that only professionals use, and those that they never do."""
    import pandas as pd

    from insights import analysis

    excerpts, counted, codes, people, attendance = spoken
    both = [
        analysis.unshared_words(
            excerpts, counted, codes, people, attendance, group=group, other_group=other, by=by
        )
        for group, other in (("professional", "lived_experience"),
                             ("lived_experience", "professional"))
    ]  # fmt: skip
    return pd.concat(both, ignore_index=True)


def _stances(counted: pd.DataFrame, tables: Tables) -> dict[tuple[str, str], str]:
    """Return how people stand to a code's claim, by excerpt and code; mere description is none."""
    said = with_theme_and_stance(counted, tables["codes"], tables["codings"])
    said = said[said["stance"].notna()]
    return {
        (str(excerpt_id), str(code_id)): str(stance)
        for excerpt_id, code_id, stance in zip(
            said["excerpt_id"], said["code_id"], said["stance"], strict=True
        )
    }


# Limits under which neither a difference nor a similarity may be claimed.
NO_CLAIM = frozenset({"not_asked", "small_group", "unattributed_share", "not_yet_read"})


def _sensitivities(
    settings: Project,
    presence: pd.DataFrame,
    who: Asked,
    tables: Tables,
    comparison: pd.DataFrame,
) -> pd.DataFrame:
    """Return each comparison under other priors and with people of both roles moved."""
    from insights import analysis
    from insights.tables import empty

    groups = [g for g in settings.compare_groups or who.groups if g in who.groups]
    if settings.approach == "reflexive" or len(groups) < 2:
        return empty("sensitivities")
    tally = analysis.tally_counts(presence, who, groups, tables["codes"])
    runs = analysis.sensitivity_runs(
        tally[tally["level"] == "theme"].reset_index(drop=True),
        settings.thresholds,
        by=_compared_by(settings, tables),
    )
    return _as_claimed(runs, comparison).assign(code_id=None)


def _as_claimed(runs: pd.DataFrame, comparison: pd.DataFrame) -> pd.DataFrame:
    """Return sensitivity runs that claim nothing where the comparison may not.

    Where notes that name nobody, or a group of too few, forbid to call a theme different or
    similar, no prior and no person moved allows it.
    """
    keys = ["theme", "prompt_kind", "group_a", "group_b"]
    themes = comparison[comparison["level"] == "theme"]
    withheld = {
        tuple(row[:4])
        for row in themes[[*keys, "caveats"]].to_numpy()
        if NO_CLAIM & set(str(row[4]).split("; "))
    }
    import pandas as pd

    held = pd.Series([tuple(row) in withheld for row in runs[keys].to_numpy()], index=runs.index)
    return runs.assign(
        prominence=runs["prominence"].mask(held, "cannot tell"),
        changed=runs["changed"].mask(held, False),
    )


def _compared_by(settings: Project, tables: Tables) -> str:
    by = settings.compare_by
    return by if by in tables["participants"].columns else "perspective"


def _invited(settings: Project) -> dict[str, int] | None:
    invited = settings.about.get("invited")
    if not isinstance(invited, Mapping):
        return None
    return {
        settings.perspective_of(str(group)) or str(group): number
        for group, number in invited.items()
        if isinstance(number, int) and not isinstance(number, bool)
    }


def _unknown_groups(
    settings: Project, people: pd.DataFrame, groups: Sequence[str]
) -> list[Problem]:
    problems = nobody_grouped(settings, people)
    by = settings.compare_by
    if by not in people.columns:
        known = [c for c in people.columns if not c.startswith("consent_")]
        problems.append(
            Problem(
                "project.toml", "[compare] by",
                f"No register or answers file has a column “{by}”, so perspectives are "
                "compared.",
                f"Use one of: {', '.join(known)}.{nearest(by, known)}",
            )
        )  # fmt: skip
    for group in settings.compare_groups if not nobody_grouped(settings, people) else ():
        if group not in groups:
            problems.append(
                Problem(
                    "project.toml", "[compare] groups",
                    f"Nobody in the material belongs to the group “{group}”.",
                    f"Groups found: {', '.join(groups) or 'none'}.{nearest(group, groups)}",
                )
            )  # fmt: skip
    return problems
