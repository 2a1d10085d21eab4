"""From tables to documents a person can act on: findings, recommendations, reports.

The report is one frozen record (:class:`~insights.reporting.document.Report`); composing
it is separate from drawing it, and each format has one renderer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.reporting.clearing import (
        clear_draft,
        clear_evidence,
        clear_material,
        for_reader,
        say_dropped,
        told_comparison,
        with_dropped,
    )
    from insights.reporting.commissioner import compose_commissioner_report
    from insights.reporting.docx import render_docx
    from insights.reporting.easy_read import compose_easy_read_brief
    from insights.reporting.edits import apply_recommendation_edits
    from insights.reporting.evidence import compose_evidence
    from insights.reporting.findings import draft_findings
    from insights.reporting.guide import compose_professionals_guide
    from insights.reporting.house_template import macros_refused, ready_template
    from insights.reporting.html import render_html
    from insights.reporting.material import ReportMaterial
    from insights.reporting.matrix_page import render_matrix_page
    from insights.reporting.matters import join_matters
    from insights.reporting.participants import compose_participants_report
    from insights.reporting.pdf import render_pdf
    from insights.reporting.reading import reading_grade
    from insights.reporting.recommendations import draft_recommendations
    from insights.reporting.researchers import compose_researchers_report
    from insights.reporting.slide import compose_slide
    from insights.reporting.style import check_house_style
    from insights.reporting.suggestions import is_proposal
    from insights.reporting.workbook import render_framework_workbook

_HOMES = {
    "clear_material": "clearing",
    "clear_draft": "clearing",
    "for_reader": "clearing",
    "say_dropped": "clearing",
    "told_comparison": "clearing",
    "with_dropped": "clearing",
    "clear_evidence": "clearing",
    "render_pdf": "pdf",
    "render_docx": "docx",
    "reading_grade": "reading",
    "is_proposal": "suggestions",
    "compose_researchers_report": "researchers",
    "compose_professionals_guide": "guide",
    "compose_easy_read_brief": "easy_read",
    "compose_slide": "slide",
    "compose_participants_report": "participants",
    "ReportMaterial": "material",
    "apply_recommendation_edits": "edits",
    "check_house_style": "style",
    "compose_commissioner_report": "commissioner",
    "compose_evidence": "evidence",
    "draft_findings": "findings",
    "draft_recommendations": "recommendations",
    "join_matters": "matters",
    "macros_refused": "house_template",
    "ready_template": "house_template",
    "render_framework_workbook": "workbook",
    "render_html": "html",
    "render_matrix_page": "matrix_page",
}

__all__ = [
    "ReportMaterial",
    "apply_recommendation_edits",
    "check_house_style",
    "clear_draft",
    "clear_evidence",
    "clear_material",
    "compose_commissioner_report",
    "compose_easy_read_brief",
    "compose_evidence",
    "compose_participants_report",
    "compose_professionals_guide",
    "compose_researchers_report",
    "compose_slide",
    "draft_findings",
    "draft_recommendations",
    "for_reader",
    "is_proposal",
    "join_matters",
    "macros_refused",
    "reading_grade",
    "ready_template",
    "render_docx",
    "render_framework_workbook",
    "render_html",
    "render_matrix_page",
    "render_pdf",
    "say_dropped",
    "told_comparison",
    "with_dropped",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
