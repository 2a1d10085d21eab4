"""The last steps: findings and recommendations, and the files readers get."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import Problem
from insights.pipeline.gathering import gather_material, judged, with_theme_and_stance
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]
EDITS = "recommendations.toml"


def recommend(settings: Project, tables: Tables) -> Outputs:
    """Draft findings and recommendations, and lay people's edits over them."""
    from insights import reporting
    from insights.pipeline.reviewing.judgements import with_decided_edits

    comparison, excerpts, codes = tables["comparison"], tables["excerpts"], tables["codes"]
    counted = with_theme_and_stance(tables["counted"], codes, tables["codings"])
    findings = reporting.draft_findings(
        comparison,
        tables["presence"],
        excerpts,
        counted,
        codes,
        settings=settings.thresholds,
        group_words=settings.group_words,
        one_session_per_group=_one_session_per_group(comparison),
        member_check=bool(settings.about.get("member_check", False)),
        serious=judged(tables["judgements"], "serious"),
        intended_groups=settings.compare_groups,
    )
    recommendations = reporting.draft_recommendations(
        findings,
        comparison,
        excerpts,
        counted,
        codes,
        tables["prototypes"],
        project=settings,
        participants=tables["participants"],
    )
    edits, problems = _read_edits(settings.raw / EDITS)
    edits, clashes = with_decided_edits(edits, tables["judgements"])
    recommendations, more = reporting.apply_recommendation_edits(recommendations, edits)
    return Outputs(
        tables={"findings": findings, "recommendations": recommendations},
        facts={
            "problems": [asdict(problem) for problem in [*problems, *clashes, *more]],
            "n_findings": len(findings),
            "n_recommendations": len(recommendations),
        },
    )


def write_reports(
    settings: Project,
    tables: Tables,
    problems: pd.DataFrame,
    record: Mapping[str, Any],
    *,
    today: str,
) -> Outputs:
    """Compose and render the reports, with the tables that stand beside them.

    Parameters
    ----------
    problems
        Table ``problems``: everything that was not understood or not used.
    record
        What ``manifest.json`` says of how this came about.
    today
        ISO date: consent that has run out by then clears no quote.
    """
    from insights import reporting
    from insights.sheets import render_csv
    from insights.store import render_json

    material = gather_material(settings, {**tables, "problems": problems}, today=today)
    report = reporting.compose_commissioner_report(material)
    evidence = reporting.compose_evidence(report, material.excerpts, material.sources)
    beside = {
        "evidence": evidence,
        "comparison": material.comparison,
        "recommendations": material.recommendations,
        "problems": problems,
    }
    files = {f"{name}.csv": render_csv(table) for name, table in beside.items()}
    files["commissioner.html"] = reporting.render_html(report).encode("utf-8")
    rows = {name: len(table) for name, table in {**tables, **beside}.items()}
    files["manifest.json"] = render_json({**record, "rows": rows})
    return Outputs(tables={"evidence": evidence, "problems": problems}, files=files)


def _one_session_per_group(comparison: pd.DataFrame) -> bool:
    return bool(comparison["caveats"].fillna("").str.contains("one_session_per_group").any())


def _read_edits(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    if not path.exists():
        return {}, []
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        return {}, [
            Problem(
                path.name, where,
                "This file is not valid TOML, so none of the edits in it were used. It was "
                "not changed.",
                'Check quotes and brackets there; a text needs "double quotes".',
            )
        ]  # fmt: skip
