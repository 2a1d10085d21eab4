"""Who raised what, who was asked, and what may be said about groups side by side."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.analysis.asking import Asked, asked
    from insights.analysis.boschloo import boschloo_p
    from insights.analysis.caveats import CAVEATS, describe_caveats, split_caveats
    from insights.analysis.compare import compare_groups
    from insights.analysis.convergence import classify_convergence, classify_prominence
    from insights.analysis.presence import theme_presence
    from insights.analysis.proportions import (
        difference_interval,
        difference_probability,
        newcombe_interval,
        q_values,
        silence_bound,
        similar_probability,
        wilson_interval,
    )
    from insights.analysis.prototypes import (
        describe_what_testers_miss,
        missed_chance,
        summarise_prototypes,
    )
    from insights.analysis.sensitivity import sensitivity_runs
    from insights.analysis.sentences import describe_comparison
    from insights.analysis.tally import tally_counts
    from insights.analysis.voice import speaking_shares

_HOMES = {
    "CAVEATS": "caveats",
    "Asked": "asking",
    "asked": "asking",
    "boschloo_p": "boschloo",
    "classify_convergence": "convergence",
    "classify_prominence": "convergence",
    "compare_groups": "compare",
    "describe_caveats": "caveats",
    "describe_comparison": "sentences",
    "describe_what_testers_miss": "prototypes",
    "difference_interval": "proportions",
    "difference_probability": "proportions",
    "missed_chance": "prototypes",
    "newcombe_interval": "proportions",
    "q_values": "proportions",
    "sensitivity_runs": "sensitivity",
    "silence_bound": "proportions",
    "similar_probability": "proportions",
    "speaking_shares": "voice",
    "split_caveats": "caveats",
    "summarise_prototypes": "prototypes",
    "tally_counts": "tally",
    "theme_presence": "presence",
    "wilson_interval": "proportions",
}

__all__ = [
    "CAVEATS",
    "Asked",
    "asked",
    "boschloo_p",
    "classify_convergence",
    "classify_prominence",
    "compare_groups",
    "describe_caveats",
    "describe_comparison",
    "describe_what_testers_miss",
    "difference_interval",
    "difference_probability",
    "missed_chance",
    "newcombe_interval",
    "q_values",
    "sensitivity_runs",
    "silence_bound",
    "similar_probability",
    "speaking_shares",
    "split_caveats",
    "summarise_prototypes",
    "tally_counts",
    "theme_presence",
    "wilson_interval",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
