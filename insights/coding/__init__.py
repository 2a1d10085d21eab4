"""Coding: the codebook, suggestions that learn, topics, and what people decided about them.

Nothing heavy is imported until one of the functions is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.coding.agreement import cohens_kappa, krippendorffs_alpha, tabulate_agreement
    from insights.coding.codebook import read_codebook
    from insights.coding.counting import counted_codings, list_differences
    from insights.coding.covering import count_new_codes, cover_topics, draft_code, measure_coverage
    from insights.coding.decisions import Decision, in_time, read_decisions, standing
    from insights.coding.duplicates import group_duplicates
    from insights.coding.history import apply_code_decisions
    from insights.coding.kinds import suggest_kinds
    from insights.coding.learn import Labels, Learned, learn_codings, read_labels
    from insights.coding.queueing import choose_next, expected_recall
    from insights.coding.replay import Applied, apply_decisions
    from insights.coding.stances import suggest_stances
    from insights.coding.suggest import suggest_codings
    from insights.coding.topics import Topics, fit_topics

_HOMES = {
    "Applied": "replay",
    "Decision": "decisions",
    "Labels": "learn",
    "Learned": "learn",
    "Topics": "topics",
    "apply_code_decisions": "history",
    "apply_decisions": "replay",
    "choose_next": "queueing",
    "cohens_kappa": "agreement",
    "count_new_codes": "covering",
    "counted_codings": "counting",
    "cover_topics": "covering",
    "draft_code": "covering",
    "expected_recall": "queueing",
    "fit_topics": "topics",
    "group_duplicates": "duplicates",
    "in_time": "decisions",
    "krippendorffs_alpha": "agreement",
    "learn_codings": "learn",
    "list_differences": "counting",
    "measure_coverage": "covering",
    "read_codebook": "codebook",
    "read_decisions": "decisions",
    "read_labels": "learn",
    "standing": "decisions",
    "suggest_codings": "suggest",
    "suggest_kinds": "kinds",
    "suggest_stances": "stances",
    "tabulate_agreement": "agreement",
}

__all__ = [
    "Applied",
    "Decision",
    "Labels",
    "Learned",
    "Topics",
    "apply_code_decisions",
    "apply_decisions",
    "choose_next",
    "cohens_kappa",
    "count_new_codes",
    "counted_codings",
    "cover_topics",
    "draft_code",
    "expected_recall",
    "fit_topics",
    "group_duplicates",
    "in_time",
    "krippendorffs_alpha",
    "learn_codings",
    "list_differences",
    "measure_coverage",
    "read_codebook",
    "read_decisions",
    "read_labels",
    "standing",
    "suggest_codings",
    "suggest_kinds",
    "suggest_stances",
    "tabulate_agreement",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
