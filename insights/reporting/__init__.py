"""From tables to documents a person can act on: findings, recommendations, reports.

The report is one frozen record (:class:`~insights.reporting.document.Report`); composing
it is separate from drawing it, and each format has one renderer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.reporting.commissioner import compose_commissioner_report
    from insights.reporting.edits import apply_recommendation_edits
    from insights.reporting.evidence import compose_evidence
    from insights.reporting.findings import draft_findings
    from insights.reporting.html import render_html
    from insights.reporting.material import ReportMaterial
    from insights.reporting.recommendations import draft_recommendations
    from insights.reporting.style import check_house_style

_HOMES = {
    "ReportMaterial": "material",
    "apply_recommendation_edits": "edits",
    "check_house_style": "style",
    "compose_commissioner_report": "commissioner",
    "compose_evidence": "evidence",
    "draft_findings": "findings",
    "draft_recommendations": "recommendations",
    "render_html": "html",
}

__all__ = [
    "ReportMaterial",
    "apply_recommendation_edits",
    "check_house_style",
    "compose_commissioner_report",
    "compose_evidence",
    "draft_findings",
    "draft_recommendations",
    "render_html",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
