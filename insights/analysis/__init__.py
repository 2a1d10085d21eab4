"""Who raised what, who was asked, and what may be said about groups side by side."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from insights.analysis.absent import cover_people, find_missing_people
    from insights.analysis.asking import Asked, asked
    from insights.analysis.boschloo import boschloo_p
    from insights.analysis.breadth import describe_breadth, theme_breadth
    from insights.analysis.caveats import CAVEATS, describe_caveats, split_caveats
    from insights.analysis.compare import compare_groups
    from insights.analysis.convergence import classify_convergence, classify_prominence
    from insights.analysis.framework import draft_framework
    from insights.analysis.look_alikes import find_similar_ideas
    from insights.analysis.negative import negative_cases, single_voices
    from insights.analysis.presence import theme_presence
    from insights.analysis.priorities import COMBINED, rank_ideas
    from insights.analysis.priority_sentences import (
        describe_priority,
        describe_rank_agreement,
        describe_similar_ideas,
        ordinal,
    )
    from insights.analysis.promises import follow_promises
    from insights.analysis.proportions import (
        difference_interval,
        difference_probability,
        newcombe_interval,
        q_values,
        silence_bound,
        similar_probability,
        wilson_interval,
    )
    from insights.analysis.prototype_cards import judge_prototypes
    from insights.analysis.prototypes import (
        describe_what_testers_miss,
        list_issues,
        mean_interval,
        missed_chance,
        summarise_prototypes,
        sus_score,
    )
    from insights.analysis.rankings import compare_rankings, kendall_tau_b, rank_biased_overlap
    from insights.analysis.rounds import (
        follow_feedback,
        gather_member_checks,
        summarise_rounds,
        waiting_until,
    )
    from insights.analysis.sensitivity import sensitivity_runs
    from insights.analysis.sentences import describe_comparison
    from insights.analysis.statements import describe_votes, statement_consensus, votes_by_group
    from insights.analysis.tally import tally_counts
    from insights.analysis.telling import (
        tell_priorities,
        tell_rank_agreement,
        tell_similar_ideas,
        tell_voice,
    )
    from insights.analysis.voice import speaking_shares, suppress_voice
    from insights.analysis.voice_sentences import describe_voice
    from insights.analysis.words import distinctive_words, unshared_words, words_in_context

_HOMES = {
    "CAVEATS": "caveats",
    "COMBINED": "priorities",
    "Asked": "asking",
    "asked": "asking",
    "boschloo_p": "boschloo",
    "classify_convergence": "convergence",
    "classify_prominence": "convergence",
    "compare_groups": "compare",
    "compare_rankings": "rankings",
    "cover_people": "absent",
    "describe_breadth": "breadth",
    "describe_caveats": "caveats",
    "describe_comparison": "sentences",
    "describe_priority": "priority_sentences",
    "describe_rank_agreement": "priority_sentences",
    "describe_similar_ideas": "priority_sentences",
    "describe_voice": "voice_sentences",
    "describe_votes": "statements",
    "describe_what_testers_miss": "prototypes",
    "difference_interval": "proportions",
    "difference_probability": "proportions",
    "distinctive_words": "words",
    "draft_framework": "framework",
    "find_missing_people": "absent",
    "find_similar_ideas": "look_alikes",
    "follow_feedback": "rounds",
    "follow_promises": "promises",
    "gather_member_checks": "rounds",
    "judge_prototypes": "prototype_cards",
    "kendall_tau_b": "rankings",
    "list_issues": "prototypes",
    "mean_interval": "prototypes",
    "missed_chance": "prototypes",
    "negative_cases": "negative",
    "newcombe_interval": "proportions",
    "ordinal": "priority_sentences",
    "q_values": "proportions",
    "rank_biased_overlap": "rankings",
    "rank_ideas": "priorities",
    "sensitivity_runs": "sensitivity",
    "silence_bound": "proportions",
    "similar_probability": "proportions",
    "single_voices": "negative",
    "speaking_shares": "voice",
    "split_caveats": "caveats",
    "statement_consensus": "statements",
    "summarise_prototypes": "prototypes",
    "summarise_rounds": "rounds",
    "suppress_voice": "voice",
    "sus_score": "prototypes",
    "tally_counts": "tally",
    "tell_priorities": "telling",
    "tell_rank_agreement": "telling",
    "tell_similar_ideas": "telling",
    "tell_voice": "telling",
    "theme_breadth": "breadth",
    "theme_presence": "presence",
    "unshared_words": "words",
    "votes_by_group": "statements",
    "waiting_until": "rounds",
    "wilson_interval": "proportions",
    "words_in_context": "words",
}

__all__ = [
    "CAVEATS",
    "COMBINED",
    "Asked",
    "asked",
    "boschloo_p",
    "classify_convergence",
    "classify_prominence",
    "compare_groups",
    "compare_rankings",
    "cover_people",
    "describe_breadth",
    "describe_caveats",
    "describe_comparison",
    "describe_priority",
    "describe_rank_agreement",
    "describe_similar_ideas",
    "describe_voice",
    "describe_votes",
    "describe_what_testers_miss",
    "difference_interval",
    "difference_probability",
    "distinctive_words",
    "draft_framework",
    "find_missing_people",
    "find_similar_ideas",
    "follow_feedback",
    "follow_promises",
    "gather_member_checks",
    "judge_prototypes",
    "kendall_tau_b",
    "list_issues",
    "mean_interval",
    "missed_chance",
    "negative_cases",
    "newcombe_interval",
    "ordinal",
    "q_values",
    "rank_biased_overlap",
    "rank_ideas",
    "sensitivity_runs",
    "silence_bound",
    "similar_probability",
    "single_voices",
    "speaking_shares",
    "split_caveats",
    "statement_consensus",
    "summarise_prototypes",
    "summarise_rounds",
    "suppress_voice",
    "sus_score",
    "tally_counts",
    "tell_priorities",
    "tell_rank_agreement",
    "tell_similar_ideas",
    "tell_voice",
    "theme_breadth",
    "theme_presence",
    "unshared_words",
    "votes_by_group",
    "waiting_until",
    "wilson_interval",
    "words_in_context",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
