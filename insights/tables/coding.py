"""Codes, who set them on which excerpt, and what of the material they cover."""

from __future__ import annotations

from insights.tables.declaring import (
    CODE,
    EXCERPT,
    Table,
    date,
    flag,
    number,
    share,
    text,
    texts,
    whole,
)
from insights.tables.vocabulary import CODE_STATUS, CODING_STATUS, METHODS, TIERS

CODES = Table(
    "codes",
    "a code in the codebook",
    (
        CODE,
        text("name", "Its short name", required=True),
        text("theme", "The theme it belongs to", required=True),
        text("definition", "What it means"),
        text("include", "When to use it"),
        text("exclude", "When not to use it"),
        texts("examples", "Example wordings"),
        texts("keywords", "Words and phrases that suggest it"),
        text("claim", "The statement towards which stance is judged"),
        text("component", "The toolkit component it bears on"),
        flag("sensitive", "Whether small counts of it are withheld", required=True),
        text("status", "draft, agreed or retired", required=True, allowed=CODE_STATUS),
        whole("version", "Version of the codebook entry", required=True, low=1),
    ),
    key=("code_id",),
)

CODINGS = Table(
    "codings",
    "one coder, one code, one excerpt",
    (
        EXCERPT,
        CODE,
        text("coder", "Who: a person's initials, or 'machine'", required=True),
        text("status", "suggested, accepted or rejected", required=True, allowed=CODING_STATUS),
        text("tier", "How likely a suggestion is", allowed=TIERS),
        text("method", "What suggested it", required=True, allowed=METHODS),
        share("score", "Its score by that method, 0 to 1"),
        text("reason", "Why, in words"),
        text("stance", "Towards the code's claim: supports, opposes, mixed, describes"),
        date("decided_at", "When a person decided (ISO 8601, UTC)"),
    ),
    key=("excerpt_id", "code_id", "coder"),
)

JUDGEMENTS = Table(
    "judgements",
    "a decision by a person that stands",
    (
        text("decision_id", "The line, by its id or file:line", required=True),
        text("at", "When (ISO 8601, UTC), where the line says it"),
        text("coder", "Who", required=True),
        text("action", "What was decided", required=True),
        text("target", "What kind of thing it is about", required=True),
        text("target_id", "Which one"),
        text("excerpt_id", "The excerpt, where there is one"),
        text("code_id", "The code, where there is one"),
        text("value", "What the action needs, as JSON"),
        text("memo", "What the person noted"),
        texts("shown", "The suggestions the person had seen"),
        text("source", "The decisions file", required=True),
        whole("line", "The line in it", required=True, low=1),
    ),
)

COUNTED = Table(
    "counted",
    "a coding that counts",
    (
        EXCERPT,
        CODE,
        flag("confirmed", "Whether a person accepted it", required=True),
    ),
    key=("excerpt_id", "code_id"),
)

TOPICS = Table(
    "topics",
    "a machine's cluster of excerpts (a prompt for people, never a theme)",
    (
        text("topic_id", "T1, T2, … by size", required=True),
        whole("n_excerpts", "Excerpts in it", required=True, low=0),
        texts("terms", "Words that set it apart"),
        texts("example_excerpt_ids", "Excerpts nearest its middle"),
        share("stability", "How firmly it holds, 0 to 1"),
        text("holds", "The same in words: holds in 19 of 20 re-runs"),
        texts("code_ids", "Codes it already falls under, the commonest first"),
        share("share_coded", "Of its excerpts, those that carry a code"),
        flag("covered", "Half of its excerpts or more carry a code"),
        text("note", "What that means, in words"),
    ),
    key=("topic_id",),
)

EXCERPT_TOPICS = Table(
    "excerpt_topics",
    "an excerpt's place among the topics",
    (
        EXCERPT,
        text("topic_id", "Its topic; missing where left over"),
        text("same_as", "The first of those that say the same; missing where alone"),
    ),
    key=("excerpt_id",),
)

CODE_COVERAGE = Table(
    "code_coverage",
    "a group: how much of what it said carries a code, and how many people none",
    (
        text("group", "The group", required=True),
        whole("n_excerpts", "What it said", required=True, low=0),
        whole("n_uncoded", "Of that, without a code", required=True, low=0),
        share("uncoded_share", "The same as a share"),
        whole("n_people", "People who spoke in it", required=True, low=0),
        texts("people_without_code", "Of them, those without a code on any words"),
        text("note", "Where it is coded less than the others"),
    ),
    key=("group",),
)

NEW_CODES = Table(
    "new_codes",
    "how many codes a further session adds, over random orders of the sessions",
    (
        whole("n_sessions", "How many sessions had been read", required=True, low=1),
        number("new_codes", "Codes that the last of them added, on average", low=0),
        number("low", "2.5 % of the orders add fewer", low=0),
        number("high", "2.5 % of the orders add more", low=0),
    ),
    key=("n_sessions",),
)

FRAMEWORK = Table(
    "framework",
    "a case × a theme of the framework matrix",
    (
        text(
            "participant_id",
            "The person; or the session, for notes that name nobody",
            required=True,
        ),
        text(
            "case",
            "Whether the case is a person or a session",
            required=True,
            allowed=("person", "session"),
        ),
        text("group", "The group the case counts in"),
        text("theme", "The theme", required=True),
        text("summary", "A person's summary, or the most telling words as a draft"),
        texts("excerpt_ids", "Every excerpt behind the cell, the most telling first"),
        flag("edited", "Whether a person wrote the summary", required=True),
        flag("stale", "Whether the evidence changed since", required=True),
        text("why_stale", "What changed, in words"),
    ),
    key=("case", "participant_id", "theme"),
)
