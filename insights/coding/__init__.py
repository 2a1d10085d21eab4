"""Coding: the codebook, suggested codings, topics, and what people decided about them.

Nothing heavy is imported until one of the functions is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.coding.codebook import read_codebook
    from insights.coding.counting import counted_codings, list_differences
    from insights.coding.decisions import Decision, in_time, read_decisions, standing
    from insights.coding.history import apply_code_decisions
    from insights.coding.replay import Applied, apply_decisions
    from insights.coding.suggest import suggest_codings
    from insights.coding.topics import Topics, fit_topics

_HOMES = {
    "Applied": "replay",
    "Decision": "decisions",
    "Topics": "topics",
    "apply_code_decisions": "history",
    "apply_decisions": "replay",
    "counted_codings": "counting",
    "fit_topics": "topics",
    "in_time": "decisions",
    "list_differences": "counting",
    "read_codebook": "codebook",
    "read_decisions": "decisions",
    "standing": "decisions",
    "suggest_codings": "suggest",
}

__all__ = [
    "Applied",
    "Decision",
    "Topics",
    "apply_code_decisions",
    "apply_decisions",
    "counted_codings",
    "fit_topics",
    "in_time",
    "list_differences",
    "read_codebook",
    "read_decisions",
    "standing",
    "suggest_codings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
