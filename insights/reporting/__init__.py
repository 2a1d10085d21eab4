"""From tables to documents a person can act on: findings, recommendations, reports.

The report is one frozen record (:class:`~insights.reporting.document.Report`); composing
it is separate from drawing it, and each format has one renderer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.reporting.documents.clearing import (
        clear_draft,
        clear_evidence,
        clear_material,
        for_reader,
        say_dropped,
        told_comparison,
        with_dropped,
    )
    from insights.reporting.documents.commissioner import compose_commissioner_report
    from insights.reporting.documents.easy_read import compose_easy_read_brief
    from insights.reporting.documents.guide import compose_professionals_guide
    from insights.reporting.documents.participants import compose_participants_report
    from insights.reporting.documents.researchers import compose_researchers_report
    from insights.reporting.documents.slide import compose_slide
    from insights.reporting.drafting.edits import apply_recommendation_edits
    from insights.reporting.drafting.findings import draft_findings
    from insights.reporting.drafting.matters import join_matters
    from insights.reporting.drafting.recommendations import draft_recommendations
    from insights.reporting.evidence import compose_evidence
    from insights.reporting.material import ReportMaterial
    from insights.reporting.proposing.suggestions import is_proposal
    from insights.reporting.reading import reading_grade
    from insights.reporting.rendering.docx import render_docx
    from insights.reporting.rendering.house_template import macros_refused, ready_template
    from insights.reporting.rendering.html import render_html
    from insights.reporting.rendering.matrix_page import render_matrix_page
    from insights.reporting.rendering.pdf import render_pdf
    from insights.reporting.rendering.workbook import render_framework_workbook
    from insights.reporting.style import check_house_style

_HOMES = {
    "clear_material": "documents.clearing",
    "clear_draft": "documents.clearing",
    "for_reader": "documents.clearing",
    "say_dropped": "documents.clearing",
    "told_comparison": "documents.clearing",
    "with_dropped": "documents.clearing",
    "clear_evidence": "documents.clearing",
    "render_pdf": "rendering.pdf",
    "render_docx": "rendering.docx",
    "reading_grade": "reading",
    "is_proposal": "proposing.suggestions",
    "compose_researchers_report": "documents.researchers",
    "compose_professionals_guide": "documents.guide",
    "compose_easy_read_brief": "documents.easy_read",
    "compose_slide": "documents.slide",
    "compose_participants_report": "documents.participants",
    "ReportMaterial": "material",
    "apply_recommendation_edits": "drafting.edits",
    "check_house_style": "style",
    "compose_commissioner_report": "documents.commissioner",
    "compose_evidence": "evidence",
    "draft_findings": "drafting.findings",
    "draft_recommendations": "drafting.recommendations",
    "join_matters": "drafting.matters",
    "macros_refused": "rendering.house_template",
    "ready_template": "rendering.house_template",
    "render_framework_workbook": "rendering.workbook",
    "render_html": "rendering.html",
    "render_matrix_page": "rendering.matrix_page",
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
