"""From what people said in co-production workshops to recommendations, without losing a voice.

Examples
--------
>>> import insights
>>> result = insights.run("money-toolkit")  # doctest: +SKIP
>>> insights.read_tables("money-toolkit")["comparison"]  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from insights.errors import InsightsError, Problem
    from insights.pipeline import check, plot_comparison, read_tables, run

_HOMES = {
    "InsightsError": "errors",
    "Problem": "errors",
    "check": "pipeline",
    "plot_comparison": "pipeline",
    "read_tables": "pipeline",
    "run": "pipeline",
}

__all__ = [
    "InsightsError",
    "Problem",
    "check",
    "plot_comparison",
    "read_tables",
    "run",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
