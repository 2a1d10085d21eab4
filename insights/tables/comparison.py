"""Who was asked, who raised what, and how groups compare."""

from __future__ import annotations

from insights.tables.declaring import NEVER_POOLED, Table, flag, number, share, text, texts, whole
from insights.tables.vocabulary import CLASSES, COUNTED_KINDS, JUDGED_MEANINGS, PROMINENCES

_RAISED = (
    text("level", "theme or code", required=True, allowed=("theme", "code")),
    text("theme", "The theme", required=True),
    text("code_id", "The code, at code level"),
    NEVER_POOLED,
)

ASKED = Table(
    "asked",
    "a kind of prompt × a group: how many people were asked",
    (
        text("prompt_kind", "problem, idea or unspecified", required=True, allowed=COUNTED_KINDS),
        text("group", "The group", required=True),
        whole("n", "People asked", required=True, low=0),
        flag("asked", "Whether the group was really asked, or only volunteered", required=True),
        whole("n_excerpts", "What they said", required=True, low=0),
        share("unattributed_share", "How much of that names nobody"),
        text("caveats", "Named limits, separated by '; '"),
    ),
    key=("prompt_kind", "group"),
)

PRESENCE = Table(
    "presence",
    "a theme (or code) × participant: recorded as raising it",
    (
        *_RAISED,
        text("participant_id", "The person; missing for unattributed notes"),
        text("group", "The group they count in"),
        whole("n_excerpts", "Their excerpts carrying it", required=True, low=1),
        flag("confirmed", "Whether any of these codings was accepted by a person", required=True),
        texts("excerpt_ids", "Those excerpts"),
    ),
)

MEANINGS = Table(
    "meanings",
    "a person's judgement of what a theme means to two groups",
    (
        text("theme", "The theme", required=True),
        text(
            "prompt_kind",
            "Problems and ideas are judged apart",
            required=True,
            allowed=COUNTED_KINDS,
        ),
        text("group_a", "One group", required=True),
        text("group_b", "The other", required=True),
        text("meaning", "What was judged", required=True, allowed=JUDGED_MEANINGS),
        text("coder", "Who", required=True),
        text("at", "When"),
        text("source", "The decisions file", required=True),
        whole("line", "The line in it", required=True, low=1),
    ),
)

COMPARISON = Table(
    "comparison",
    "a theme (or a code) × kind of prompt × pair of groups",
    (
        *_RAISED,
        *(
            column
            for side, other in (("a", "first"), ("b", "second"))
            for column in (
                text(f"group_{side}", f"The {other} group", required=True),
                whole(f"k_{side}", "People recorded as raising it", low=0),
                whole(f"n_{side}", "People asked", low=0),
                share(f"low_{side}", "Wilson 95 % interval, lower end"),
                share(f"high_{side}", "Wilson 95 % interval, upper end"),
            )
        ),
        number("difference", "k_a/n_a − k_b/n_b", low=-1, high=1),
        number("difference_low", "Jeffreys 95 % interval, lower end", low=-1, high=1),
        number("difference_high", "Jeffreys 95 % interval, upper end", low=-1, high=1),
        share("p_greater", "P(Δ > 0)"),
        share("p_similar", "P(|Δ| < 0.25)"),
        number("newcombe_low", "Newcombe hybrid score interval, lower end", low=-1, high=1),
        number("newcombe_high", "Newcombe hybrid score interval, upper end", low=-1, high=1),
        share("boschloo_p", "Boschloo's exact test, two-sided"),
        share("q_value", "Benjamini–Hochberg q within a level"),
        share("confirmed_a", "Share of k_a resting on accepted codings"),
        share("confirmed_b", "Share of k_b resting on accepted codings"),
        text("convergence", "The class of METHODS §4", required=True, allowed=CLASSES),
        flag("robust", "Whether D and S hold when any one participant is left out"),
        share("dominance", "Largest share of its excerpts from one person"),
        text("caveats", "Named limits, separated by '; '"),
        text("prominence", "different, similar or cannot tell", allowed=PROMINENCES),
        text("meaning", "A person's judgement", required=True, allowed=JUDGED_MEANINGS),
        text("silent_group", "The group in which nobody was recorded raising it"),
        whole("n_excerpts_a", "Mentions in group a: shown, never tested", low=0),
        whole("n_excerpts_b", "Mentions in group b: shown, never tested", low=0),
        whole("unattributed_a", "Group notes of a carrying it", low=0),
        whole("unattributed_b", "Group notes of b carrying it", low=0),
        text("sentence", "The result in a plain sentence", required=True),
    ),
)

SENSITIVITIES = Table(
    "sensitivities",
    "a theme (or a code) compared once more, under another prior or with people moved",
    (
        *_RAISED,
        text("group_a", "The first group", required=True),
        text("group_b", "The second group", required=True),
        text("run", "What was changed; 'as counted' for nothing", required=True),
        whole("k_a", "People recorded as raising it", required=True, low=0),
        whole("n_a", "People asked", required=True, low=0),
        whole("k_b", "People recorded as raising it", required=True, low=0),
        whole("n_b", "People asked", required=True, low=0),
        share("p_greater", "P(Δ > 0)"),
        share("p_similar", "P(|Δ| < 0.25)"),
        text(
            "prominence",
            "different, similar or cannot tell, by the rules for D and S in this run",
            allowed=PROMINENCES,
        ),
        flag("changed", "Whether that differs from 'as counted'", required=True),
    ),
)

BREADTH = Table(
    "breadth",
    "a theme × kind of prompt: how widely it was raised",
    (
        text("theme", "The theme", required=True),
        NEVER_POOLED,
        whole("n_people", "People recorded as raising it", required=True, low=0),
        whole("n_groups", "Groups they belong to", required=True, low=0),
        whole("n_sessions", "Sessions it was raised in, notes included", low=0),
        whole("n_excerpts", "Excerpts carrying it, notes included", low=0),
        whole("n_unattributed", "Of those, how many name nobody", low=0),
        share("largest_share", "Largest share of its named excerpts from one person"),
        number("even_voices", "As many people, speaking alike, would be as broad", low=0),
        text("sentence", "The result in a plain sentence", required=True),
    ),
    key=("theme", "prompt_kind"),
)
