"""The words allowed in columns that hold one of a few."""

from __future__ import annotations

PERSPECTIVES = ("lived_experience", "professional", "both", "carer", "unknown")
PROMPT_KINDS = ("problem", "idea", "priority", "unspecified")
COUNTED_KINDS = ("problem", "idea", "unspecified")
UNIT_KINDS = (
    "experience", "problem", "idea", "preference", "question", "emotion", "unspecified",
)  # fmt: skip
DIRECTNESS = ("verbatim", "near_verbatim", "summarised")
# What a session's activity was for: only "workshop" is compared theme by theme.
PURPOSES = ("workshop", "feedback on a draft", "process", "test")
SPEAKERS = ("participant", "facilitator", "unattributed")
CODING_STATUS = ("suggested", "accepted", "rejected")
TIERS = ("likely", "look", "unlikely")
METHODS = ("keyword", "meaning", "learned", "topic", "human")
CODE_STATUS = ("draft", "agreed", "retired")
CLASSES = (
    "not comparable", "not yet judged", "not raised", "dissonant", "silent", "thin",
    "complementary", "partly convergent", "convergent",
)  # fmt: skip
CONSENT_USES = (
    "take_part", "recording", "analysis", "anonymous_quote", "named_quote",
    "approve_first", "archive", "recontact", "ai_processing",
)  # fmt: skip
# Whether two groups mean the same by a theme, and whether they raise it equally often.
JUDGED_MEANINGS = ("same", "facets", "conflict", "unjudged")
PROMINENCES = ("different", "similar", "cannot tell")
