"""From what people said in co-production workshops to recommendations, without losing a voice.

The names below are all there is to know from outside; each is loaded when it is first used.

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
    from insights.pipeline import (
        Agreement,
        Checked,
        Examined,
        Registered,
        Released,
        RunResult,
        Step,
        Tables,
        Verified,
        Withdrawal,
        agreement,
        check,
        examine,
        new,
        plot_comparison,
        plot_framework,
        plot_priorities,
        plot_statements,
        read_tables,
        register,
        release,
        run,
        trace,
        verify,
        withdraw,
    )

_HOMES = {
    "Agreement": "pipeline",
    "Checked": "pipeline",
    "Examined": "pipeline",
    "InsightsError": "errors",
    "Problem": "errors",
    "Registered": "pipeline",
    "Released": "pipeline",
    "RunResult": "pipeline",
    "Step": "pipeline",
    "Tables": "pipeline",
    "Verified": "pipeline",
    "Withdrawal": "pipeline",
    "agreement": "pipeline",
    "check": "pipeline",
    "examine": "pipeline",
    "new": "pipeline",
    "plot_comparison": "pipeline",
    "plot_framework": "pipeline",
    "plot_priorities": "pipeline",
    "plot_statements": "pipeline",
    "read_tables": "pipeline",
    "register": "pipeline",
    "release": "pipeline",
    "run": "pipeline",
    "trace": "pipeline",
    "verify": "pipeline",
    "withdraw": "pipeline",
}

__all__ = [
    "Agreement",
    "Checked",
    "Examined",
    "InsightsError",
    "Problem",
    "Registered",
    "Released",
    "RunResult",
    "Step",
    "Tables",
    "Verified",
    "Withdrawal",
    "agreement",
    "check",
    "examine",
    "new",
    "plot_comparison",
    "plot_framework",
    "plot_priorities",
    "plot_statements",
    "read_tables",
    "register",
    "release",
    "run",
    "trace",
    "verify",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
