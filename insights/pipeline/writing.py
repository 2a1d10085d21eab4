"""The last steps: findings and recommendations, and the files readers get."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights.errors import Problem
from insights.pipeline.gathering import gather_material, judged, with_theme_and_stance
from insights.pipeline.house import read_template
from insights.pipeline.reading import Report as Tell
from insights.pipeline.scanning import watch_drafts
from insights.pipeline.stories import SECTIONS, tell_stories
from insights.pipeline.suggesting import encode
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.reporting import ReportMaterial
    from insights.reporting.document import Report
    from insights.reporting.since import Change

    Since = tuple[int, list[Change], list[str]]

Tables = Mapping[str, "pd.DataFrame"]
EDITS = "recommendations.toml"
_MATRIX_NOTE = "For the team alone, never for release: a row gathers what one person said."
DOCUMENTS = {
    "commissioner": ("html", "docx", "pdf"),
    "participants": ("html", "docx", "pdf"),
    "professionals": ("html", "docx", "pdf"),
    "researchers": ("html",),
    "easy-read": ("html", "docx"),
    "slide": ("html", "pdf"),
}


@dataclass(frozen=True)
class Wanted:
    """Which documents to write, in which formats; empty means all there are."""

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def files(self) -> list[str]:
        """Return the names of the files to write.

        Examples
        --------
        >>> Wanted(("commissioner",), ("pdf",)).files()
        ['commissioner.pdf']
        """
        return [
            f"{name}.{suffix}"
            for name, suffixes in DOCUMENTS.items()
            for suffix in suffixes
            if name in (self.documents or DOCUMENTS) and suffix in (self.formats or suffixes)
        ]


EVERYTHING = Wanted()


def recommend(settings: Project, tables: Tables) -> Outputs:
    """Draft findings and recommendations, and lay people's edits over them."""
    from insights import reporting
    from insights.pipeline.reviewing.judgements import with_decided_edits

    edits, problems = _read_edits(settings.raw / EDITS)
    stories = tell_stories(settings, tables, {name: edits.pop(name, None) for name in SECTIONS})
    comparison, excerpts, codes = tables["comparison"], tables["excerpts"], tables["codes"]
    counted = with_theme_and_stance(tables["counted"], codes, tables["codings"])
    vectors = _vectors(settings, excerpts)
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
        checks=stories.tables["member_checks"],
        vectors=vectors,
    )
    recommendations = reporting.draft_recommendations(
        findings,
        comparison,
        excerpts,
        counted,
        codes,
        project=settings,
        participants=tables["participants"],
        vectors=vectors,
        made={
            **stories.tables,
            **{
                name: tables[name]
                for name in (
                    "ideas",
                    "priorities",
                    "statements",
                    "statement_votes_by_group",
                    "prototypes",
                )
            },
        },
        serious=judged(tables["judgements"], "serious"),
    )
    findings, recommendations = reporting.join_matters(
        findings,
        recommendations,
        excerpts,
        statements=tables["statements"],
        project=settings,
        vectors_of=lambda texts: encode(settings, texts, lambda *_: None)[0],
        counted=counted,
    )
    edits, clashes = with_decided_edits(edits, tables["judgements"])
    recommendations, more = reporting.apply_recommendation_edits(recommendations, edits)
    return Outputs(
        tables={"findings": findings, "recommendations": recommendations, **stories.tables},
        facts={
            "problems": [
                asdict(problem) for problem in [*problems, *stories.problems, *clashes, *more]
            ],
            "n_findings": len(findings),
            "n_recommendations": len(recommendations),
        },
    )


def write_reports(
    settings: Project,
    tables: Tables,
    problems: pd.DataFrame,
    record: Mapping[str, Any],
    tell: Tell,
    *,
    today: str,
    wanted: Wanted = EVERYTHING,
    since: Since | None = None,
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
    wanted
        Which documents, in which formats. The tables beside them are always written whole.
    since
        What changed since the last release, where there is one.
    """
    from insights import reporting
    from insights import tables as contracts
    from insights.sheets import render_csv
    from insights.store import render_json

    whole = gather_material(settings, {**tables, "problems": problems}, today=today)
    watch = watch_drafts(whole)
    material = watch.material(reporting.clear_draft(replace(whole, since=since, record=record)))
    composed = {
        name: watch.report(f"{name}.html", reporting.with_dropped(document, material))
        for name, document in compose_documents(material).items()
    }
    evidence = stack_evidence(composed, whole)
    beside = {
        "evidence": reporting.clear_evidence(evidence, material),
        "comparison": reporting.told_comparison(material),
        "recommendations": material.recommendations,
    }
    beside = {name: watch.table(f"{name}.csv", table) for name, table in beside.items()}
    matrix = watch.table("framework.xlsx", material.framework)
    files: dict[str, bytes] = {}
    template, unusable = read_template(settings)
    failed: list[Problem] = [*watch.problems, *unusable]
    names = wanted.files()
    for number, name in enumerate(names):
        tell("Writing the reports", number, len(names))
        made = render_document(composed[name.partition(".")[0]], name, template)
        if isinstance(made, Problem):
            failed.append(made)
        else:
            files[name] = made
    if failed:
        said = [Problem(*row) for row in problems.itertuples(index=False, name=None)]
        rows: list[dict[str, object]] = [asdict(problem) for problem in [*said, *failed]]
        problems = contracts.from_rows("problems", rows)
    beside["problems"] = watch.table("problems.csv", problems)
    files |= {f"{name}.csv": render_csv(table) for name, table in beside.items()}
    files["framework.xlsx"] = reporting.render_framework_workbook(
        matrix,
        group_words=settings.group_words,
        note=_MATRIX_NOTE,
        excerpts=material.excerpts,
    )
    files["framework.html"] = reporting.render_matrix_page(
        replace(material, framework=matrix)
    ).encode("utf-8")
    rows_of = {name: len(table) for name, table in {**tables, **beside}.items()}
    files["manifest.json"] = render_json({**record, "rows": rows_of})
    return Outputs(
        tables={"evidence": evidence, "problems": problems},
        files=files,
        facts={
            "problems": [asdict(problem) for problem in failed],
            "summary": reporting.say_dropped(material, set(evidence["excerpt_id"])),
        },
    )


def compose_documents(material: ReportMaterial) -> dict[str, Report]:
    """Return every document, composed and not yet drawn, by name."""
    from insights import reporting

    return {
        "commissioner": reporting.compose_commissioner_report(material),
        "participants": reporting.compose_participants_report(
            reporting.for_reader(material, "participants")
        ),
        "professionals": reporting.compose_professionals_guide(material),
        "researchers": reporting.compose_researchers_report(material),
        "easy-read": reporting.compose_easy_read_brief(
            reporting.for_reader(material, "easy_read_brief")
        ),
        "slide": reporting.compose_slide(material),
    }


def stack_evidence(composed: Mapping[str, Report], material: ReportMaterial) -> pd.DataFrame:
    """Return table ``evidence`` of all documents."""
    from insights import reporting
    from insights import tables as contracts

    return contracts.conform("evidence", _stack(
        reporting.compose_evidence(report, material.excerpts, material.sources)
        for report in composed.values()
    ))  # fmt: skip


def render_document(report: Report, name: str, template: bytes | None = None) -> bytes | Problem:
    """Return a report in the format its name ends in, or the problem that it cannot be made.

    Parameters
    ----------
    template
        The house template for Word, as :func:`~insights.pipeline.house.read_template` gives it.
    """
    from insights import reporting

    if name.endswith(".html"):
        return reporting.render_html(report).encode("utf-8")
    try:
        if name.endswith(".docx"):
            return reporting.render_docx(report, template)
        return reporting.render_pdf(report)
    except Exception as error:  # one format less must not cost the others
        return Problem(
            name, "the whole document",
            f"This file could not be made ({type(error).__name__}).",
            "The .html beside it says the same; please report this.",
        )  # fmt: skip


def _stack(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    return pd.concat(list(frames), ignore_index=True)


def _vectors(settings: Project, excerpts: pd.DataFrame) -> dict[str, np.ndarray] | None:
    """Return a sentence vector per excerpt: what was proposed is put together by meaning."""
    matrix, _ = encode(settings, list(excerpts["text"]), lambda *_: None)
    if matrix is None:
        return None
    return dict(zip(excerpts["excerpt_id"], matrix, strict=True))


def _one_session_per_group(comparison: pd.DataFrame) -> bool:
    # Groups that never shared a session are as hard to tell from their afternoons.
    limits = "one_session_per_group|no_shared_session"
    return bool(comparison["caveats"].fillna("").str.contains(limits).any())


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
