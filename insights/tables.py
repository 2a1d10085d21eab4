"""Every table's contract, declared once.

A table is a list of columns with a kind, a meaning and (sometimes) allowed values.
:func:`conform` turns any frame into that table or says everything that is wrong with it;
``docs/data_dictionary.md`` is generated from the same declarations by
:func:`render_data_dictionary`.

Kinds of column
---------------
``text`` (missing allowed unless ``required``), ``whole`` (integers, may be missing),
``number`` (float), ``flag`` (True/False/missing), ``date`` (ISO 8601 text),
``list`` (a list of texts, stored as a parquet list).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from insights.errors import InsightsError, Problem

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa

Kind = Literal["text", "whole", "number", "flag", "date", "list"]

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


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, meaning, and what may stand in it."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and the columns that make a row unique."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    open_ended: bool = False  # further columns (attributes) may follow

    @property
    def column_names(self) -> list[str]:
        """The declared columns, in order."""
        return [column.name for column in self.columns]


def _c(
    name: str,
    kind: Kind,
    meaning: str,
    *,
    required: bool = False,
    allowed: tuple[str, ...] = (),
    low: float | None = None,
    high: float | None = None,
) -> Column:
    return Column(name, kind, meaning, required, allowed, low, high)


def _share(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, low=0.0, high=1.0)


_EXCERPT = _c("excerpt_id", "text", "The excerpt, by its stable keyed id", required=True)
_CODE = _c("code_id", "text", "The code, by its codebook id", required=True)

_TABLES = (
    Table(
        "sources",
        "a file as received",
        (
            _c("source_id", "text", "Stable keyed id of the file", required=True),
            _c("kind", "text", "notes, transcript, board, feedback, prototype, …", required=True),
            _c("path", "text", "Its path inside the project, masked", required=True),
            _c("sha256", "text", "Hash of the file's bytes", required=True),
            _c("session_id", "text", "The session it records, where one is known"),
            _c("round", "text", "The feedback round it belongs to, where one is known"),
            _c("collected_on", "date", "When it was collected, where known"),
            _c("n_characters", "whole", "Characters of text the file held", low=0),
            _c("n_characters_read", "whole", "Characters that became excerpts", low=0),
            _c("n_characters_set_aside", "whole", "Characters set aside (headings, …)", low=0),
            _c("n_excerpts", "whole", "Excerpts made from it", low=0),
            _c("n_unattributed", "whole", "Excerpts without a known speaker", low=0),
        ),
        ("source_id",),
    ),
    Table(
        "participants",
        "a person, pseudonymous; attributes follow as further columns",
        (
            _c("participant_id", "text", "Pseudonymous id, kept as text", required=True),
            _c("perspective", "text", "The group they speak for", required=True),
            _c("role", "text", "Their role in words, e.g. link worker"),
            _c(
                "origin",
                "text",
                "register, or the kind of file that first named them",
                required=True,
            ),
            _c("attended", "text", "Session ids attended, separated by ';'"),
            _c("speaking_as", "text", "The perspective they spoke as, where they have both"),
            *(
                _c(f"consent_{use}", "flag", f"Consent to: {use.replace('_', ' ')}")
                for use in CONSENT_USES
            ),
            _c("consent_expires_on", "date", "When consent ends"),
            _c("withdrawn_on", "date", "When they withdrew"),
        ),
        ("participant_id",),
        open_ended=True,
    ),
    Table(
        "sessions",
        "a session × activity",
        (
            _c("session_id", "text", "The session", required=True),
            _c("activity", "text", "The activity, as its heading or question names it"),
            _c("prompt", "text", "The prompt put to people"),
            _c(
                "prompt_kind",
                "text",
                "What the prompt invites",
                required=True,
                allowed=PROMPT_KINDS,
            ),
            _c("date", "date", "When it took place"),
            _c("mode", "text", "in person, online, form, …"),
            _c(
                "purpose",
                "text",
                "What was said in it is for; only workshop counts towards themes",
                allowed=PURPOSES,
            ),
        ),
        ("session_id", "activity"),
    ),
    Table(
        "attendance",
        "a participant who was asked something: a session × activity × person",
        (
            _c("session_id", "text", "The session", required=True),
            _c("activity", "text", "The activity"),
            _c("participant_id", "text", "The person", required=True),
            _c("speaking_as", "text", "The perspective they spoke as in this session"),
            _c(
                "basis",
                "text",
                "How this is known: recorded attendance, an answer given, or only that they spoke",
                required=True,
                allowed=("attended", "answered", "spoke"),
            ),
        ),
        ("session_id", "activity", "participant_id"),
    ),
    Table(
        "passages",
        "a unit of meaning as it came in, unmasked: lives in memory only, never stored",
        (
            _EXCERPT,
            _c("source_id", "text", "The file it stands in", required=True),
            _c("locator", "text", "The place as its own program shows it", required=True),
            _c("start", "whole", "First character in the source's raw text", required=True, low=0),
            _c("end", "whole", "One past its last character", required=True, low=0),
            _c("participant_id", "text", "Who said it; missing where nobody is named"),
            _c(
                "speaker",
                "text",
                "Whether a participant, a facilitator or nobody known speaks",
                required=True,
                allowed=SPEAKERS,
            ),
            _c(
                "perspective", "text", "The group it counts for; of the session, where unattributed"
            ),
            _c("session_id", "text", "The session"),
            _c("activity", "text", "The activity: heading, question, frame"),
            _c("prompt", "text", "The prompt in full"),
            _c(
                "prompt_kind",
                "text",
                "What the prompt invited",
                required=True,
                allowed=PROMPT_KINDS,
            ),
            _c("kind", "text", "What kind of unit it is", required=True, allowed=UNIT_KINDS),
            _c(
                "directness",
                "text",
                "How close to the words spoken",
                required=True,
                allowed=DIRECTNESS,
            ),
            _c("group_label", "text", "The group's own label (cluster, quadrant, colour)"),
            _c("text", "text", "The raw words: personal data", required=True),
        ),
        ("excerpt_id",),
    ),
    Table(
        "excerpts",
        "a unit of meaning, masked",
        (
            _EXCERPT,
            _c("source_id", "text", "The file it stands in", required=True),
            _c(
                "locator",
                "text",
                "The place as its own program shows it: paragraph, row, time",
                required=True,
            ),
            _c("start", "whole", "First character in texts/<source_id>.txt", required=True, low=0),
            _c("end", "whole", "One past its last character", required=True, low=0),
            _c("participant_id", "text", "Who said it; missing where nobody is named"),
            _c(
                "speaker",
                "text",
                "Whether a participant, a facilitator or nobody known speaks",
                required=True,
                allowed=SPEAKERS,
            ),
            _c(
                "perspective", "text", "The group it counts for; of the session, where unattributed"
            ),
            _c("session_id", "text", "The session"),
            _c("activity", "text", "The activity: heading, question, frame"),
            _c(
                "prompt_kind",
                "text",
                "What the prompt invited",
                required=True,
                allowed=PROMPT_KINDS,
            ),
            _c("kind", "text", "What kind of unit it is", required=True, allowed=UNIT_KINDS),
            _c(
                "directness",
                "text",
                "How close to the words spoken",
                required=True,
                allowed=DIRECTNESS,
            ),
            _c("group_label", "text", "The group's own label (cluster, quadrant, colour)"),
            _c("n_words", "whole", "Words in it", required=True, low=0),
            _c("text", "text", "The masked words, exactly as at start to end", required=True),
        ),
        ("excerpt_id",),
    ),
    Table(
        "redactions",
        "a span that was replaced before analysis",
        (
            _c("excerpt_id", "text", "The excerpt it falls in; missing between excerpts"),
            _c("source_id", "text", "The file", required=True),
            _c(
                "start",
                "whole",
                "First character of the placeholder in the masked text",
                required=True,
                low=0,
            ),
            _c("end", "whole", "One past the placeholder's last character", required=True, low=0),
            _c(
                "raw_start",
                "whole",
                "First character replaced in the raw text",
                required=True,
                low=0,
            ),
            _c("raw_end", "whole", "One past the last character replaced", required=True, low=0),
            _c("entity", "text", "What kind of identifier", required=True),
            _c("placeholder", "text", "What stands in its place", required=True),
            _c("rule", "text", "The rule that found it", required=True),
            _c("confirmed", "flag", "Whether a person confirmed it", required=True),
        ),
    ),
    Table(
        "codes",
        "a code in the codebook",
        (
            _CODE,
            _c("name", "text", "Its short name", required=True),
            _c("theme", "text", "The theme it belongs to", required=True),
            _c("definition", "text", "What it means"),
            _c("include", "text", "When to use it"),
            _c("exclude", "text", "When not to use it"),
            _c("examples", "list", "Example wordings"),
            _c("keywords", "list", "Words and phrases that suggest it"),
            _c("claim", "text", "The statement towards which stance is judged"),
            _c("component", "text", "The toolkit component it bears on"),
            _c("sensitive", "flag", "Whether small counts of it are withheld", required=True),
            _c("status", "text", "draft, agreed or retired", required=True, allowed=CODE_STATUS),
            _c("version", "whole", "Version of the codebook entry", required=True, low=1),
        ),
        ("code_id",),
    ),
    Table(
        "codings",
        "one coder, one code, one excerpt",
        (
            _EXCERPT,
            _CODE,
            _c("coder", "text", "Who: a person's initials, or 'machine'", required=True),
            _c(
                "status",
                "text",
                "suggested, accepted or rejected",
                required=True,
                allowed=CODING_STATUS,
            ),
            _c("tier", "text", "How likely a suggestion is", allowed=TIERS),
            _c("method", "text", "What suggested it", required=True, allowed=METHODS),
            _share("score", "Its score by that method, 0 to 1"),
            _c("reason", "text", "Why, in words"),
            _c("stance", "text", "Towards the code's claim: supports, opposes, mixed, describes"),
            _c("decided_at", "date", "When a person decided (ISO 8601, UTC)"),
        ),
        ("excerpt_id", "code_id", "coder"),
    ),
    Table(
        "judgements",
        "a decision by a person that stands",
        (
            _c("decision_id", "text", "The line, by its id or file:line", required=True),
            _c("at", "text", "When (ISO 8601, UTC), where the line says it"),
            _c("coder", "text", "Who", required=True),
            _c("action", "text", "What was decided", required=True),
            _c("target", "text", "What kind of thing it is about", required=True),
            _c("target_id", "text", "Which one"),
            _c("excerpt_id", "text", "The excerpt, where there is one"),
            _c("code_id", "text", "The code, where there is one"),
            _c("value", "text", "What the action needs, as JSON"),
            _c("memo", "text", "What the person noted"),
            _c("shown", "list", "The suggestions the person had seen"),
            _c("source", "text", "The decisions file", required=True),
            _c("line", "whole", "The line in it", required=True, low=1),
        ),
    ),
    Table(
        "meanings",
        "a person's judgement of what a theme means to two groups",
        (
            _c("theme", "text", "The theme", required=True),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are judged apart",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("group_a", "text", "One group", required=True),
            _c("group_b", "text", "The other", required=True),
            _c(
                "meaning",
                "text",
                "What was judged",
                required=True,
                allowed=("same", "facets", "conflict", "unjudged"),
            ),
            _c("coder", "text", "Who", required=True),
            _c("at", "text", "When"),
            _c("source", "text", "The decisions file", required=True),
            _c("line", "whole", "The line in it", required=True, low=1),
        ),
    ),
    Table(
        "counted",
        "a coding that counts",
        (
            _EXCERPT,
            _CODE,
            _c("confirmed", "flag", "Whether a person accepted it", required=True),
        ),
        ("excerpt_id", "code_id"),
    ),
    Table(
        "asked",
        "a kind of prompt × a group: how many people were asked",
        (
            _c(
                "prompt_kind",
                "text",
                "problem, idea or unspecified",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("group", "text", "The group", required=True),
            _c("n", "whole", "People asked", required=True, low=0),
            _c(
                "asked",
                "flag",
                "Whether the group was really asked, or only volunteered",
                required=True,
            ),
            _c("n_excerpts", "whole", "What they said", required=True, low=0),
            _share("unattributed_share", "How much of that names nobody"),
            _c("caveats", "text", "Named limits, separated by '; '"),
        ),
        ("prompt_kind", "group"),
    ),
    Table(
        "topics",
        "a machine's cluster of excerpts (a prompt for people, never a theme)",
        (
            _c("topic_id", "text", "T1, T2, … by size", required=True),
            _c("n_excerpts", "whole", "Excerpts in it", required=True, low=0),
            _c("terms", "list", "Words that set it apart"),
            _c("example_excerpt_ids", "list", "Excerpts nearest its middle"),
            _share("stability", "How firmly it holds, 0 to 1"),
            _c("holds", "text", "The same in words: holds in 19 of 20 re-runs"),
            _c("code_ids", "list", "Codes it already falls under, the commonest first"),
            _share("share_coded", "Of its excerpts, those that carry a code"),
            _c("covered", "flag", "Half of its excerpts or more carry a code"),
            _c("note", "text", "What that means, in words"),
        ),
        ("topic_id",),
    ),
    Table(
        "excerpt_topics",
        "an excerpt's place among the topics",
        (
            _EXCERPT,
            _c("topic_id", "text", "Its topic; missing where left over"),
            _c("same_as", "text", "The first of those that say the same; missing where alone"),
        ),
        ("excerpt_id",),
    ),
    Table(
        "code_coverage",
        "a group: how much of what it said carries a code, and how many people none",
        (
            _c("group", "text", "The group", required=True),
            _c("n_excerpts", "whole", "What it said", required=True, low=0),
            _c("n_uncoded", "whole", "Of that, without a code", required=True, low=0),
            _share("uncoded_share", "The same as a share"),
            _c("n_people", "whole", "People who spoke in it", required=True, low=0),
            _c("people_without_code", "list", "Of them, those without a code on any words"),
            _c("note", "text", "Where it is coded less than the others"),
        ),
        ("group",),
    ),
    Table(
        "new_codes",
        "how many codes a further session adds, over random orders of the sessions",
        (
            _c("n_sessions", "whole", "How many sessions had been read", required=True, low=1),
            _c("new_codes", "number", "Codes that the last of them added, on average", low=0),
            _c("low", "number", "2.5 % of the orders add fewer", low=0),
            _c("high", "number", "2.5 % of the orders add more", low=0),
        ),
        ("n_sessions",),
    ),
    Table(
        "presence",
        "a theme (or code) × participant: recorded as raising it",
        (
            _c("level", "text", "theme or code", required=True, allowed=("theme", "code")),
            _c("theme", "text", "The theme", required=True),
            _c("code_id", "text", "The code, at code level"),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are never pooled",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("participant_id", "text", "The person; missing for unattributed notes"),
            _c("group", "text", "The group they count in"),
            _c("n_excerpts", "whole", "Their excerpts carrying it", required=True, low=1),
            _c(
                "confirmed",
                "flag",
                "Whether any of these codings was accepted by a person",
                required=True,
            ),
            _c("excerpt_ids", "list", "Those excerpts"),
        ),
    ),
    Table(
        "comparison",
        "a theme (or a code) × kind of prompt × pair of groups",
        (
            _c("level", "text", "theme or code", required=True, allowed=("theme", "code")),
            _c("theme", "text", "The theme", required=True),
            _c("code_id", "text", "The code, at code level"),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are never pooled",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            *(
                column
                for side, other in (("a", "first"), ("b", "second"))
                for column in (
                    _c(f"group_{side}", "text", f"The {other} group", required=True),
                    _c(f"k_{side}", "whole", "People recorded as raising it", low=0),
                    _c(f"n_{side}", "whole", "People asked", low=0),
                    _share(f"low_{side}", "Wilson 95 % interval, lower end"),
                    _share(f"high_{side}", "Wilson 95 % interval, upper end"),
                )
            ),
            _c("difference", "number", "k_a/n_a − k_b/n_b", low=-1, high=1),
            _c("difference_low", "number", "Jeffreys 95 % interval, lower end", low=-1, high=1),
            _c("difference_high", "number", "Jeffreys 95 % interval, upper end", low=-1, high=1),
            _share("p_greater", "P(Δ > 0)"),
            _share("p_similar", "P(|Δ| < 0.25)"),
            _c(
                "newcombe_low",
                "number",
                "Newcombe hybrid score interval, lower end",
                low=-1,
                high=1,
            ),
            _c(
                "newcombe_high",
                "number",
                "Newcombe hybrid score interval, upper end",
                low=-1,
                high=1,
            ),
            _share("boschloo_p", "Boschloo's exact test, two-sided"),
            _share("q_value", "Benjamini–Hochberg q within a level"),
            _share("confirmed_a", "Share of k_a resting on accepted codings"),
            _share("confirmed_b", "Share of k_b resting on accepted codings"),
            _c("convergence", "text", "The class of METHODS §4", required=True, allowed=CLASSES),
            _c("robust", "flag", "Whether D and S hold when any one participant is left out"),
            _share("dominance", "Largest share of its excerpts from one person"),
            _c("caveats", "text", "Named limits, separated by '; '"),
            _c(
                "prominence",
                "text",
                "different, similar or cannot tell",
                allowed=("different", "similar", "cannot tell"),
            ),
            _c(
                "meaning",
                "text",
                "A person's judgement",
                required=True,
                allowed=("same", "facets", "conflict", "unjudged"),
            ),
            _c("silent_group", "text", "The group in which nobody was recorded raising it"),
            _c("n_excerpts_a", "whole", "Mentions in group a: shown, never tested", low=0),
            _c("n_excerpts_b", "whole", "Mentions in group b: shown, never tested", low=0),
            _c("unattributed_a", "whole", "Group notes of a carrying it", low=0),
            _c("unattributed_b", "whole", "Group notes of b carrying it", low=0),
            _c("sentence", "text", "The result in a plain sentence", required=True),
        ),
    ),
    Table(
        "sensitivities",
        "a theme (or a code) compared once more, under another prior or with people moved",
        (
            _c("level", "text", "theme or code", required=True, allowed=("theme", "code")),
            _c("theme", "text", "The theme", required=True),
            _c("code_id", "text", "The code, at code level"),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are never pooled",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("group_a", "text", "The first group", required=True),
            _c("group_b", "text", "The second group", required=True),
            _c("run", "text", "What was changed; 'as counted' for nothing", required=True),
            _c("k_a", "whole", "People recorded as raising it", required=True, low=0),
            _c("n_a", "whole", "People asked", required=True, low=0),
            _c("k_b", "whole", "People recorded as raising it", required=True, low=0),
            _c("n_b", "whole", "People asked", required=True, low=0),
            _share("p_greater", "P(Δ > 0)"),
            _share("p_similar", "P(|Δ| < 0.25)"),
            _c(
                "prominence",
                "text",
                "different, similar or cannot tell, by the rules for D and S in this run",
                allowed=("different", "similar", "cannot tell"),
            ),
            _c("changed", "flag", "Whether that differs from 'as counted'", required=True),
        ),
    ),
    Table(
        "prototypes",
        "a tester × prototype × item",
        (
            _c("prototype", "text", "What was tested", required=True),
            _c("version", "text", "Which version"),
            _c("participant_id", "text", "The tester"),
            _c("perspective", "text", "The tester's group"),
            _c("shown_order", "whole", "In which order they saw it", low=1),
            _c(
                "item",
                "text",
                "rating, success, sus1 … sus10, improve, pilot, implement, …",
                required=True,
            ),
            _c("value", "number", "The score, for a closed item"),
            _c("excerpt_id", "text", "The excerpt that holds the words, for an open item"),
            _c("helped_design", "flag", "Whether the tester helped to design it"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
    ),
    Table(
        "ideas",
        "an idea that was sketched, proposed or put to the vote",
        (
            _c("idea_id", "text", "The idea, by the id on its sheet", required=True),
            _c("title", "text", "Its short name"),
            _c("image", "text", "File name of its sketch, masked"),
            _c("participant_id", "text", "Who sketched it, where that is known"),
            _c("perspective", "text", "The group it came from, where that is known"),
            _c("session_id", "text", "The session"),
            _c("component", "text", "The toolkit component it belongs to"),
            _c(
                "status",
                "text",
                "What became of it",
                required=True,
                allowed=("open", "prototype", "commitment", "parked", "not now"),
            ),
            _c("reason", "text", "Why, masked"),
            _c("excerpt_id", "text", "The excerpt that holds its words"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
        ("idea_id",),
    ),
    Table(
        "ballots",
        "a ballot × an idea it gave dots to",
        (
            _c("ballot_id", "text", "The ballot paper", required=True),
            _c("round", "text", "Which round of voting"),
            _c("participant_id", "text", "The voter; missing where the ballot was anonymous"),
            _c("group", "text", "The voter's group, where known"),
            _c("secret", "flag", "Whether it was cast in secret"),
            _c("idea_id", "text", "The idea", required=True),
            _c("dots", "whole", "Dots given to it", required=True, low=0),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
        ("ballot_id", "round", "idea_id"),
    ),
    Table(
        "statements",
        "a statement that people voted on",
        (
            _c("statement_id", "text", "The statement", required=True),
            _c("text", "text", "Its words, masked", required=True),
            _c("source_id", "text", "The file", required=True),
        ),
        ("statement_id",),
    ),
    Table(
        "statement_votes",
        "a participant × a statement they voted on",
        (
            _c("statement_id", "text", "The statement", required=True),
            _c("participant_id", "text", "The voter", required=True),
            _c("group", "text", "The voter's group, where known"),
            _c("vote", "whole", "1 agree, −1 disagree, 0 pass", required=True, low=-1, high=1),
        ),
        ("statement_id", "participant_id"),
    ),
    Table(
        "priorities",
        "a round of voting × an idea × a group, or all groups combined",
        (
            _c("round", "text", "Which round of voting"),
            _c("idea_id", "text", "The idea", required=True),
            _c("group", "text", "The group, or 'combined'", required=True),
            _c("n_ballots", "whole", "Ballots that gave any dot", required=True, low=1),
            _share("share", "Mean over ballots of dots/total dots; combined: mean over groups"),
            _c("rank", "whole", "Place by share; equals share the better one", low=1),
            _c("rank_low", "whole", "Best place in 95 % of resampled ballots", low=1),
            _c("rank_high", "whole", "Worst place in 95 % of resampled ballots", low=1),
            _c("raw_dots", "whole", "All dots together", required=True, low=0),
            _c("raw_rank", "whole", "Place by raw dots", low=1),
            _c("shared", "flag", "Whether another idea has the same place", required=True),
            _c(
                "raw_shared",
                "flag",
                "Whether another has the same place by raw dots",
                required=True,
            ),
            _c(
                "differs",
                "flag",
                "Combined: place other than by raw dots; a group: other than combined",
                required=True,
            ),
            _c("caveats", "text", "Named limits, separated by '; '"),
            _c("sentence", "text", "Combined rows: the result in plain sentences"),
        ),
        ("round", "idea_id", "group"),
    ),
    Table(
        "rank_agreement",
        "a round of voting × two rankings of its ideas",
        (
            _c("round", "text", "Which round of voting"),
            _c("ranking_a", "text", "A group, or 'combined'", required=True),
            _c("ranking_b", "text", "Another group, or 'raw dots'", required=True),
            _c("n_ideas", "whole", "Ideas ranked", required=True, low=1),
            _c("tau_b", "number", "Kendall's τ-b; missing where all are equal", low=-1, high=1),
            _share("overlap", "Rank-biased overlap, p = 0.8, ties sharing a place"),
            _c("flips", "list", "Pairs in opposite order, as 'first in a > first in b'"),
            _c("n_forward", "whole", "How many ideas go forward", low=1),
            _c("only_a", "list", "Ideas that would go forward by the first ranking alone"),
            _c("only_b", "list", "Ideas that would go forward by the second ranking alone"),
            _c("sentence", "text", "The result in plain sentences"),
        ),
        ("round", "ranking_a", "ranking_b"),
    ),
    Table(
        "similar_ideas",
        "a round of voting × two ideas that may be one idea twice: a prompt for people",
        (
            _c("round", "text", "Which round of voting"),
            _c("idea_a", "text", "One idea", required=True),
            _c("idea_b", "text", "The other", required=True),
            _share("wording", "How much of the shorter one's wording both share"),
            _c("meaning", "number", "Cosine of their vectors, where given", low=-1.001, high=1.001),
            _c("shared_words", "list", "What they share, as lemmas"),
            _c("rank_a", "whole", "Combined place of the first", low=1),
            _c("rank_b", "whole", "Combined place of the second", low=1),
            _c("rank_if_one", "whole", "Combined place if they were one", low=1),
            _c("splits", "flag", "Whether together they would stand higher than either"),
            _c("sentence", "text", "The result in plain sentences"),
        ),
        ("round", "idea_a", "idea_b"),
    ),
    Table(
        "statement_votes_by_group",
        "a statement × a group: how it voted, and how telling that is of the group",
        (
            _c("statement_id", "text", "The statement", required=True),
            _c("group", "text", "The group", required=True),
            _c("n_votes", "whole", "All its votes, passes included", required=True, low=0),
            _c("n_agree", "whole", "Agreeing", required=True, low=0),
            _c("n_disagree", "whole", "Disagreeing", required=True, low=0),
            _c("n_pass", "whole", "Passing", required=True, low=0),
            _share("p_agree", "(agree + 1) / (votes + 2)"),
            _share("p_disagree", "(disagree + 1) / (votes + 2)"),
            _share("agree_low", "Wilson 95 % interval of agreeing, lower end"),
            _share("agree_high", "Wilson 95 % interval of agreeing, upper end"),
            _c("agree_test", "number", "How far agreement is from even, as z"),
            _c("disagree_test", "number", "How far disagreement is from even, as z"),
            _c("agree_ratio", "number", "p_agree over that of everybody else", low=0),
            _c("disagree_ratio", "number", "p_disagree over that of everybody else", low=0),
            _c("agree_ratio_test", "number", "The same as a z of two shares"),
            _c("disagree_ratio_test", "number", "The same as a z of two shares"),
            _c(
                "telling",
                "text",
                "Whether agreeing or disagreeing sets the group apart",
                allowed=("agree", "disagree"),
            ),
            _c("place", "whole", "Place among what sets the group apart", low=1),
        ),
        ("statement_id", "group"),
    ),
    Table(
        "consensus",
        "a statement, and how far every group agrees with it",
        (
            _c("statement_id", "text", "The statement", required=True),
            _c("n_groups", "whole", "Groups that voted on it", required=True, low=0),
            _c("n_votes", "whole", "All votes, passes included", required=True, low=0),
            _share("consensus", "Group-informed consensus: the product over groups of p_agree"),
            _share("dissent", "The same for disagreeing"),
            _c("rank", "whole", "Place among statements with as many groups", low=1),
            _share("lowest_p", "The smallest p_agree of any group"),
            _c("sentence", "text", "The result in a plain sentence"),
        ),
        ("statement_id",),
    ),
    Table(
        "framework",
        "a case × a theme of the framework matrix",
        (
            _c(
                "participant_id",
                "text",
                "The person; or the session, for notes that name nobody",
                required=True,
            ),
            _c(
                "case",
                "text",
                "Whether the case is a person or a session",
                required=True,
                allowed=("person", "session"),
            ),
            _c("group", "text", "The group the case counts in"),
            _c("theme", "text", "The theme", required=True),
            _c("summary", "text", "A person's summary, or the most telling words as a draft"),
            _c("excerpt_ids", "list", "Every excerpt behind the cell, the most telling first"),
            _c("edited", "flag", "Whether a person wrote the summary", required=True),
            _c("stale", "flag", "Whether the evidence changed since", required=True),
            _c("why_stale", "text", "What changed, in words"),
        ),
        ("case", "participant_id", "theme"),
    ),
    Table(
        "vision",
        "a version of the vision sentence",
        (
            _c("version", "text", "Which version", required=True),
            _c("text", "text", "The sentence, masked", required=True),
            _c("at", "text", "When, as the file says it (date, day)"),
            _c("agreed_by", "list", "Groups or participants who agreed to it"),
            _c("n_agreed", "whole", "How many agreed", low=0),
            _c("note", "text", "What was said about it, masked"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The place in it", required=True),
        ),
        ("version",),
    ),
    Table(
        "rounds",
        "a piece of feedback on a draft",
        (
            _c("feedback_id", "text", "The piece of feedback", required=True),
            _c("artefact", "text", "What was shown"),
            _c("version", "text", "Which version of it"),
            _c("round", "text", "Which round of feedback", required=True),
            _c("section", "text", "The part it is about: page, section, component"),
            _c(
                "type",
                "text",
                "What kind of feedback",
                required=True,
                allowed=("like", "wish", "question", "idea", "error", "barrier", "unspecified"),
            ),
            _c("severity", "text", "How serious", allowed=("low", "medium", "high")),
            _c("participant_id", "text", "Who said it, where known"),
            _c("perspective", "text", "Their group, where known"),
            _c("given_on", "date", "When"),
            _c("checks", "text", "The theme whose finding was read back, masked"),
            _c(
                "verdict",
                "text",
                "What they said of that finding",
                allowed=("confirms", "amends", "rejects"),
            ),
            _c("excerpt_id", "text", "The excerpt that holds the words"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
        ("feedback_id",),
    ),
    Table(
        "responses",
        "what became of a piece of feedback",
        (
            _c("feedback_id", "text", "The piece of feedback", required=True),
            _c(
                "response",
                "text",
                "changed, not changed or open",
                required=True,
                allowed=("changed", "not changed", "open"),
            ),
            _c("version", "text", "The version in which it was changed"),
            _c("what", "text", "What was done, masked"),
            _c("reason", "text", "Why not, masked"),
            _c("responded_on", "date", "When"),
            _c("responded_by", "text", "Who answered: a role, never a name"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
        ("feedback_id",),
    ),
    Table(
        "process",
        "a participant × a question on how taking part was",
        (
            _c("participant_id", "text", "Who answered, where known"),
            _c("perspective", "text", "Their group, where known"),
            _c("session_id", "text", "The session"),
            _c("item", "text", "The question", required=True),
            _c("when", "text", "before, after or during, where the form asks twice"),
            _c("value", "number", "The answer on a scale, for a closed question"),
            _c("highest", "number", "The highest value of that scale"),
            _c("excerpt_id", "text", "The excerpt that holds the words, for an open question"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
    ),
    Table(
        "ratings",
        "a participant × a closed question with a scale, in answers to a form",
        (
            _c("participant_id", "text", "Who answered, where known"),
            _c("perspective", "text", "Their group, where known"),
            _c("session_id", "text", "The session"),
            _c("item", "text", "The question", required=True),
            _c("when", "text", "before, after or during, where the form asks twice"),
            _c("value", "number", "The answer on the scale", required=True),
            _c("highest", "number", "The highest value of that scale, where the form says it"),
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The row", required=True),
        ),
    ),
    Table(
        "voice",
        "a session × a group: who spoke, and how much",
        (
            _c("session_id", "text", "The session", required=True),
            _c("group", "text", "The group; missing for people who are in none"),
            _c("n_attended", "whole", "People who were there", low=0),
            _c("n_is_speakers", "flag", "Whether only speaking shows that anybody was there"),
            _c("n_spoke", "whole", "People recorded as saying anything", low=0),
            _c("n_silent", "whole", "People there who are not", low=0),
            _c("n_words", "whole", "Words recorded from them", low=0),
            _share("share_of_words", "Their share of all participants' words in the session"),
            _share("gini", "Normalised Gini of words per attendee; missing for one person"),
            _share("facilitator_share", "The facilitators' share of all words in the session"),
            _share("unattributed_share", "Share of participants' words that name nobody"),
            _c("caveats", "text", "Named limits, separated by '; '"),
            _c("sentence", "text", "The result in plain sentences"),
        ),
        ("session_id", "group"),
    ),
    Table(
        "negative_cases",
        "a theme × somebody, or two groups, whose words do not fit what is claimed",
        (
            _c("theme", "text", "The theme", required=True),
            _c("code_id", "text", "The code whose claim they speak against"),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are never pooled",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c(
                "why",
                "text",
                "They oppose the claim, are in two minds, or two groups are in conflict",
                required=True,
                allowed=("opposes", "mixed", "conflict"),
            ),
            _c("claim", "text", "What the codebook says the code claims"),
            _c("participant_id", "text", "Who; missing for notes without names and for groups"),
            _c("group", "text", "Their group; both of them, where groups are in conflict"),
            _c("excerpt_ids", "list", "Their words"),
            _c("n_against", "whole", "People of the theme who oppose or are in two minds", low=0),
            _c("n_people", "whole", "People who raised the theme", low=0),
            _share("share_opposing", "People who oppose, of those who raised the theme"),
        ),
    ),
    Table(
        "single_voices",
        "an excerpt that must not be lost for being one person's",
        (
            _EXCERPT,
            _c("participant_id", "text", "Who said it; missing where nobody is named"),
            _c("group", "text", "Their group"),
            _c("themes", "list", "The themes it carries"),
            _c("serious", "flag", "Whether a person marked it as serious", required=True),
            _c("alone_in", "list", "Themes that nobody else was recorded raising"),
        ),
        ("excerpt_id",),
    ),
    Table(
        "coverage",
        "a person: whether what they said is in anything that counts",
        (
            _c("participant_id", "text", "The person", required=True),
            _c("group", "text", "Their group"),
            _c("attended", "flag", "Whether anything shows that they took part", required=True),
            _c("n_excerpts", "whole", "Excerpts under their name", required=True, low=0),
            _c("n_words", "whole", "Words in them", required=True, low=0),
            _c(
                "n_counted",
                "whole",
                "Of those excerpts, how many carry a code",
                required=True,
                low=0,
            ),
            _c("n_themes", "whole", "Themes they were recorded raising", required=True, low=0),
            _c(
                "state",
                "text",
                "heard, not coded, silent, no workshop or did not come",
                required=True,
                allowed=("heard", "not coded", "silent", "no workshop", "did not come"),
            ),
        ),
        ("participant_id",),
    ),
    Table(
        "missing_people",
        "a group, wanted or invited, of which somebody is missing",
        (
            _c("group", "text", "The group", required=True),
            _c("n_invited", "whole", "People invited, where known", low=0),
            _c("n_came", "whole", "People who took part", required=True, low=0),
            _c("n_silent", "whole", "People who came and are not recorded speaking", low=0),
            _c("n_not_coded", "whole", "People whose words carry no code that counts", low=0),
            _c("intended", "flag", "Whether the group was wanted by name", required=True),
            _c("sentence", "text", "What is missing, in a plain sentence", required=True),
        ),
        ("group",),
    ),
    Table(
        "breadth",
        "a theme × kind of prompt: how widely it was raised",
        (
            _c("theme", "text", "The theme", required=True),
            _c(
                "prompt_kind",
                "text",
                "Problems and ideas are never pooled",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("n_people", "whole", "People recorded as raising it", required=True, low=0),
            _c("n_groups", "whole", "Groups they belong to", required=True, low=0),
            _c("n_sessions", "whole", "Sessions it was raised in, notes included", low=0),
            _c("n_excerpts", "whole", "Excerpts carrying it, notes included", low=0),
            _c("n_unattributed", "whole", "Of those, how many name nobody", low=0),
            _share("largest_share", "Largest share of its named excerpts from one person"),
            _c("even_voices", "number", "As many people, speaking alike, would be as broad", low=0),
            _c("sentence", "text", "The result in a plain sentence", required=True),
        ),
        ("theme", "prompt_kind"),
    ),
    Table(
        "words",
        "a word × a group against the others: a prompt to read, never a finding",
        (
            _c("group", "text", "The group", required=True),
            _c("word", "text", "The word as said most often", required=True),
            _c("lemma", "text", "What was counted: one form, one spelling", required=True),
            _c("n_people", "whole", "People of the group who used it", required=True, low=0),
            _c("n_uses", "whole", "How often they did", required=True, low=0),
            _c("n_people_others", "whole", "People of the other groups who used it", low=0),
            _c("n_uses_others", "whole", "How often those did", low=0),
            _c("log_odds", "number", "Log-odds ratio with an informative Dirichlet prior"),
            _c("z", "number", "The same over its standard error: for sorting"),
            _c("excerpt_ids", "list", "Where the group says it"),
            _c("other_excerpt_ids", "list", "Where the other groups say it"),
        ),
        ("group", "lemma"),
    ),
    Table(
        "unshared_words",
        "a word that one group uses and the other never did, and what those said instead",
        (
            _c("word", "text", "The word as said most often", required=True),
            _c("lemma", "text", "What was counted", required=True),
            _c("group", "text", "The group that uses it", required=True),
            _c("n_people", "whole", "People of it who do", required=True, low=0),
            _c("other_group", "text", "The group that never did", required=True),
            _c("themes", "list", "Themes it was said about"),
            _c("instead", "list", "The other group's own words about the same themes"),
            _c("excerpt_ids", "list", "Where it was said"),
            _c("instead_excerpt_ids", "list", "Where the other group speaks of the same"),
        ),
        ("lemma", "group", "other_group"),
    ),
    Table(
        "findings",
        "a finding: what can be said, and how strongly",
        (
            _c("finding_id", "text", "F1, F2, … in order of appearance", required=True),
            _c("theme", "text", "The theme", required=True),
            _c(
                "prompt_kind",
                "text",
                "problem, idea or unspecified",
                required=True,
                allowed=COUNTED_KINDS,
            ),
            _c("title", "text", "The finding's headline", required=True),
            _c("statement", "text", "The finding in a plain sentence", required=True),
            _c("group_a", "text", "First group of the main comparison"),
            _c("group_b", "text", "Second group of the main comparison"),
            _c("convergence", "text", "Its class", allowed=CLASSES),
            _c("confidence", "text", "Project confidence rating, or provisional", required=True),
            _c("concerns", "list", "Why it is not higher"),
            _c("steps", "list", "Where the rating starts, and the concern behind each step down"),
            _c(
                "provisional",
                "flag",
                "Whether under 80 % of its codings are confirmed",
                required=True,
            ),
            _c("n_people", "whole", "Distinct people behind it", low=0),
            _c("excerpt_ids", "list", "Every excerpt it rests on"),
            _c("checked", "text", "What people said when it was read back to them"),
            _c("check_excerpt_ids", "list", "Their words"),
            _c("against_excerpt_ids", "list", "Excerpts that say otherwise"),
        ),
        ("finding_id",),
    ),
    Table(
        "recommendations",
        "one recommendation",
        (
            _c(
                "recommendation_id",
                "text",
                "Stable id, from its first proposal's excerpt",
                required=True,
            ),
            _c("label", "text", "R1, R2, … as this report numbers it", required=True),
            _c("title", "text", "What to do; starts with a verb", required=True),
            _c("component", "text", "The toolkit component"),
            _c("addressed_to", "text", "Who is asked to act"),
            _c("problem", "text", "The problem it answers"),
            _c("proposal", "text", "A participant's own words it was drafted from"),
            _c("proposal_excerpt_id", "text", "The excerpt those words stand in"),
            _c("finding_ids", "list", "Findings it rests on"),
            _c("for_excerpt_ids", "list", "Evidence for"),
            _c("against_excerpt_ids", "list", "Evidence against"),
            _c("negative_cases", "text", "How cases that do not fit were handled"),
            _c("convergence", "text", "Class of its main finding", allowed=CLASSES),
            _c(
                "confidence",
                "text",
                "That of its weakest essential finding, or provisional",
                required=True,
            ),
            _c("confidence_reason", "text", "Why not higher"),
            _c("group_a", "text", "First group"),
            _c("k_a", "whole", "People of group a who proposed or supported it", low=0),
            _c("n_a", "whole", "People of group a who were asked", low=0),
            _c("group_b", "text", "Second group"),
            _c("k_b", "whole", "People of group b who proposed or supported it", low=0),
            _c("n_b", "whole", "People of group b who were asked", low=0),
            _c("supported_by", "text", "Who supports it, in words", required=True),
            _c("outcome", "text", "Intended outcome and how to measure it"),
            _c("feasibility", "text", "Feasibility, or 'not assessed'", required=True),
            _c("cost", "text", "Cost band, or 'not costed'", required=True),
            _c("pilot", "text", "Pilot plan, or what testers asked for"),
            _c("dissent", "text", "Who disagrees"),
            _c("status", "text", "draft, or what a person set", required=True),
            _c("owner", "text", "Who owns it"),
            _c("due", "date", "By when"),
            _c("feasibility_basis", "text", "What that assessment rests on"),
            _c("measures", "text", "How the outcome would be measured"),
            _c("priority", "text", "Its place in the votes, per group and combined"),
            _c("tests", "text", "What testers made of the prototype of its component"),
            _c("serves", "text", "The part of the vision it serves, as a person says"),
            _c("response", "text", "What those who decide answered"),
            _c("sign_off", "text", "Which groups signed it off"),
            _c("changed_since", "text", "What changed underneath since a person edited it"),
            _c("releasable", "flag", "Whether it may leave the team", required=True),
            _c("missing", "text", "What is missing before it may"),
        ),
        ("recommendation_id",),
    ),
    Table(
        "prototype_results",
        "a prototype × version × item: what testers said or did",
        (
            _c("prototype", "text", "What was tested", required=True),
            _c("version", "text", "Which version"),
            _c("item", "text", "The item; sus is the scale made of its ten", required=True),
            _c(
                "measure",
                "text",
                "How it is counted",
                required=True,
                allowed=("yes", "rating", "sus", "comment"),
            ),
            _c("k", "whole", "Testers who said or did it", low=0),
            _c("n", "whole", "Testers who answered", low=0),
            _c("n_partly", "whole", "Testers whose answer was partly or maybe", low=0),
            _c("n_testers", "whole", "Testers who saw it", required=True, low=0),
            _c("k_not_helped", "whole", "k without those who helped to design it", low=0),
            _c("n_not_helped", "whole", "n without those who helped to design it", low=0),
            _c("median", "number", "Middle of the testers' own means"),
            _c("lowest", "number", "Lowest of them"),
            _c("highest", "number", "Highest of them"),
            _c("mean", "number", "Their mean: for the usability scale alone"),
            _c("low", "number", "Mean − t(n−1)·SD/√n, not below 0"),
            _c("high", "number", "Mean + t(n−1)·SD/√n, not above 100"),
            _c("n_unattributed", "whole", "Answers that name no tester", low=0),
            _c("excerpt_ids", "list", "Their words, for an open item"),
            _share("missed_if_1_in_5", "Chance that all miss what hits one person in five"),
            _share("missed_if_1_in_10", "Chance that all miss what hits one person in ten"),
            _c("sentence", "text", "The result in a plain sentence", required=True),
        ),
        ("prototype", "version", "item"),
    ),
    Table(
        "prototype_issues",
        "a prototype × version × severity: what went wrong, and for how many",
        (
            _c("prototype", "text", "What was tested", required=True),
            _c("version", "text", "Which version"),
            _c("severity", "whole", "3 stops people, 2 middling, 1 small; missing: not said"),
            _c("n_people", "whole", "Distinct testers", required=True, low=0),
            _c("n_testers", "whole", "Testers who saw it", required=True, low=0),
            _c("n_unattributed", "whole", "Notes of it that name no tester", low=0),
            _c("excerpt_ids", "list", "Their words"),
        ),
        ("prototype", "version", "severity"),
    ),
    Table(
        "prototype_cards",
        "a prototype × version: what to do with it, and why",
        (
            _c("prototype", "text", "What was tested", required=True),
            _c("version", "text", "Which version"),
            _c(
                "verdict",
                "text",
                "What to do with it: a person's word, or else what the rules propose",
                required=True,
                allowed=("improve", "pilot", "implement", "park"),
            ),
            _c(
                "proposed",
                "text",
                "What the rules propose",
                required=True,
                allowed=("improve", "pilot", "park"),
            ),
            _c("with_changes", "flag", "Whether testers asked for changes first", required=True),
            _c("decided", "flag", "Whether a person decided", required=True),
            _c("reasons", "list", "Why, in sentences"),
            _c("find_out", "list", "What to find out next, in sentences"),
            _c("n_testers", "whole", "Testers who saw it", required=True, low=0),
            _c("n_helped", "whole", "Of them, how many had helped to design it", low=0),
        ),
        ("prototype", "version"),
    ),
    Table(
        "feedback_trail",
        "a piece of feedback on a draft, and what became of it",
        (
            _c("feedback_id", "text", "The piece of feedback", required=True),
            _c("artefact", "text", "What was shown"),
            _c("version", "text", "Which version of it"),
            _c("round", "text", "Which round of feedback", required=True),
            _c("section", "text", "The part it is about"),
            _c("type", "text", "What kind of feedback", required=True),
            _c("severity", "text", "How serious"),
            _c("perspective", "text", "The group it came from, where known"),
            _c("excerpt_ids", "list", "The words"),
            _c(
                "state",
                "text",
                "What became of it",
                required=True,
                allowed=("changed", "not changed", "open", "not answered", "nothing asked"),
            ),
            _c("changed_in", "text", "The version in which it was changed"),
            _c("what", "text", "What was done, masked"),
            _c("reason", "text", "Why not, or why not yet, masked"),
            _c("closed", "flag", "Changed, or not changed with a reason; missing: nothing asked"),
            _c("n_days", "whole", "Days until it was answered, or it has waited so far", low=0),
            _c("again_in", "text", "The later round in which the same person took it up again"),
        ),
        ("feedback_id",),
    ),
    Table(
        "round_results",
        "a round of feedback: how much of it has its answer",
        (
            _c("round", "text", "Which round, or 'all'", required=True),
            _c("version", "text", "The version that was shown"),
            _c("n_feedback", "whole", "Pieces of feedback", required=True, low=0),
            _c("n_people", "whole", "People who gave it, where known", required=True, low=0),
            _c("n_asking", "whole", "Of those pieces, how many need an answer", low=0),
            _c("n_changed", "whole", "Changed", required=True, low=0),
            _c("n_not_changed", "whole", "Not changed, with a reason", required=True, low=0),
            _c("n_no_reason", "whole", "Not changed, and nothing says why", required=True, low=0),
            _c("n_open", "whole", "Open", required=True, low=0),
            _c("n_not_answered", "whole", "Without any answer", required=True, low=0),
            _share("closed_share", "Changed or refused with a reason, of what needs an answer"),
            _c("median_days", "number", "Middle number of days until an answer", low=0),
            _c("oldest_days", "whole", "Days the oldest one without an end has waited", low=0),
            _c("as_of", "date", "The day up to which waiting is counted"),
        ),
        ("round",),
    ),
    Table(
        "member_checks",
        "a theme × kind taken back to a group in a later round",
        (
            _c("theme", "text", "The theme", required=True),
            _c("prompt_kind", "text", "problem or idea; missing: the theme as a whole"),
            _c("round", "text", "The round", required=True),
            _c("group", "text", "The group; missing where it is not known"),
            _c("n_confirms", "whole", "People who said we got it right", required=True, low=0),
            _c("n_amends", "whole", "People who would say it differently", required=True, low=0),
            _c("n_rejects", "whole", "People who said we got it wrong", required=True, low=0),
            _c("n_unattributed", "whole", "Answers that name nobody", required=True, low=0),
            _c("confirm_excerpt_ids", "list", "The words of those who confirm"),
            _c("amend_excerpt_ids", "list", "The words of those who amend"),
            _c("reject_excerpt_ids", "list", "The words of those who reject"),
        ),
        ("theme", "prompt_kind", "round", "group"),
    ),
    Table(
        "promises",
        "something that the project before this one promised",
        (
            _c("previous", "text", "The project it was promised in", required=True),
            _c("promise_id", "text", "The recommendation, idea or feedback there", required=True),
            _c(
                "kind",
                "text",
                "Where it was promised",
                required=True,
                allowed=("recommendation", "idea", "feedback"),
            ),
            _c("promise", "text", "What was promised", required=True),
            _c("owner", "text", "Who was to see to it"),
            _c("due", "date", "By when"),
            _c(
                "state",
                "text",
                "What happened, as a person of this project says",
                required=True,
                allowed=("kept", "partly kept", "not kept", "not said yet"),
            ),
            _c("happened", "text", "What happened, in their words"),
            _c("overdue", "flag", "Whether its day has passed and nobody says it was kept"),
        ),
        ("previous", "promise_id"),
    ),
    Table(
        "evidence",
        "a claim × an excerpt it rests on",
        (
            _c("document", "text", "The report", required=True),
            _c("claim_id", "text", "The claim", required=True),
            _c("claim", "text", "The claim's words", required=True),
            _EXCERPT,
            _c("quote", "text", "The excerpt's masked text from start to end", required=True),
            _c("source", "text", "The file", required=True),
            _c("locator", "text", "The place in it", required=True),
            _c("start", "whole", "First character in the masked text", required=True, low=0),
            _c("end", "whole", "One past the last", required=True, low=0),
            _c("group", "text", "The group that said it; 'group note' where nobody is named"),
            _c("withheld", "text", "What stands for the words where they may not be shown"),
        ),
    ),
    Table(
        "memos",
        "a comment in the margin of a document: a facilitator's memo, nobody's spoken words",
        (
            _c("source_id", "text", "The file", required=True),
            _c("locator", "text", "The place it hangs on", required=True),
            _c("excerpt_id", "text", "The excerpt it hangs on, where there is one"),
            _c(
                "author_role",
                "text",
                "What its author is, by the register; never who",
                required=True,
                allowed=("facilitator", "participant", "unknown"),
            ),
            _c("text", "text", "Its words, masked", required=True),
        ),
    ),
    Table(
        "problems",
        "something not understood or not used",
        (
            _c("source", "text", "The file, or the part of the project", required=True),
            _c("where", "text", "The place in it", required=True),
            _c("problem", "text", "What is wrong", required=True),
            _c("fix", "text", "What to do", required=True),
        ),
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}

_DTYPES = {
    "text": "str", "whole": "Int64", "number": "float64", "flag": "boolean", "date": "str",
    "list": "object",
}  # fmt: skip


def empty(name: str) -> pd.DataFrame:
    """Return table ``name`` with no rows.

    Examples
    --------
    >>> list(empty("problems").columns)
    ['source', 'where', 'problem', 'fix']
    """
    import pandas as pd

    return conform(name, pd.DataFrame())


def from_rows(name: str, rows: list[dict[str, object]]) -> pd.DataFrame:
    """Build table ``name`` from dictionaries; keys left out become missing values."""
    import pandas as pd

    return conform(name, pd.DataFrame.from_records(rows))


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``frame`` as table ``name``: columns in order, kinds right, contract checked.

    Columns that are not declared are dropped, unless the table is open-ended
    (participants), where they follow as text attributes.

    Raises
    ------
    InsightsError
        With one detail per broken rule: all of them, not the first.
    """
    import pandas as pd

    table = TABLES[name]
    columns: dict[str, pd.Series] = {}
    for column in table.columns:
        if column.name in frame.columns:
            columns[column.name] = _as_kind(frame[column.name], column.kind)
        else:
            columns[column.name] = _as_kind(
                pd.Series([None] * len(frame), index=frame.index, dtype=object), column.kind
            )
    if table.open_ended:
        for extra in frame.columns:
            if extra not in columns:
                columns[str(extra)] = _as_kind(frame[extra], "text")
    result = pd.DataFrame(columns, index=frame.index).reset_index(drop=True)
    if len(result):  # a table without rows breaks no rule
        _check(table, result)
    return result


def _as_kind(values: pd.Series, kind: Kind) -> pd.Series:
    import pandas as pd

    if kind == "list":
        return pd.Series([_as_list(value) for value in values], index=values.index, dtype=object)
    if kind in ("text", "date"):
        if str(values.dtype) in ("str", "string"):
            return values.astype("str")
        return pd.Series(
            [None if _is_missing(value) else str(value) for value in values],
            index=values.index,
            dtype="str",
        )
    dtype: Any = _DTYPES[kind]
    return values.astype(dtype)


def _as_list(value: Any) -> list[str]:
    if value is None or isinstance(value, float):
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return list(map(str, value))


def _is_missing(value: Any) -> bool:
    import pandas as pd

    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def schema(name: str) -> pa.DataFrameSchema:
    """Return the pandera schema of table ``name``."""
    import pandera.pandas as pa

    table = TABLES[name]
    columns = {}
    for column in table.columns:
        checks: list[pa.Check] = []
        if column.allowed:
            checks.append(pa.Check.isin(column.allowed))
        if column.low is not None:
            checks.append(pa.Check.ge(column.low))
        if column.high is not None:
            checks.append(pa.Check.le(column.high))
        if column.kind == "date":
            checks.append(pa.Check.str_matches(r"^\d{4}-\d{2}-\d{2}"))
        dtype = None if column.kind == "list" else _DTYPES[column.kind]
        columns[column.name] = pa.Column(
            dtype, checks, nullable=not column.required, description=column.meaning
        )
    return pa.DataFrameSchema(
        columns,
        name=name,
        strict=not table.open_ended,
        unique=list(table.key) or None,
        description=table.row,
    )


def _check(table: Table, frame: pd.DataFrame) -> None:
    import pandera.errors

    try:
        schema(table.name).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as failure:
        details = [
            Problem(table.name, f"column {case['column']}, {int(case['n'])} rows",
                    f"breaks the rule {case['check']}.", "See docs/data_dictionary.md.")
            for case in (
                failure.failure_cases.assign(column=lambda f: f["column"].astype(str))
                .groupby(["column", "check"], as_index=False)
                .size()
                .rename(columns={"size": "n"})
                .to_dict("records")
            )
        ]  # fmt: skip
        raise InsightsError(
            f"The table {table.name} breaks its contract.",
            f"table {table.name}",
            "This is a fault of the software, not of your files. Please report it.",
            details,
        ) from None


_KIND_WORDS = {
    "text": "text", "whole": "whole number", "number": "number", "flag": "yes/no",
    "date": "date (ISO 8601)", "list": "list of texts",
}  # fmt: skip


def render_data_dictionary() -> str:
    """Return ``docs/data_dictionary.md``: every table and column, from the declarations."""
    cell: Callable[[str], str] = lambda words: words.replace("|", "\\|")  # noqa: E731
    lines = [
        "# Data dictionary",
        "",
        "Generated from `insights/tables.py` by `make docs`; do not edit by hand.",
        "Stored as `data/processed/<project>/<table>.parquet`.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"One row: {table.row}."]
        if table.key:
            lines.append(f"Unique by: {', '.join(table.key)}.")
        lines += ["", "| column | kind | required | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            meaning = cell(column.meaning)
            if column.allowed:
                meaning += f" ({', '.join(column.allowed)})"
            kind, needed = _KIND_WORDS[column.kind], "yes" if column.required else ""
            lines.append(f"| {column.name} | {kind} | {needed} | {meaning} |")
    return "\n".join(lines) + "\n"
