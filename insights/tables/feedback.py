"""Feedback on drafts and on taking part, and what became of it."""

from __future__ import annotations

from insights.tables.declaring import FROM_ROW, Table, date, flag, number, share, text, texts, whole

_ANSWERED = (
    text("participant_id", "Who answered, where known"),
    text("perspective", "Their group, where known"),
    text("session_id", "The session"),
    text("item", "The question", required=True),
    text("when", "before, after or during, where the form asks twice"),
)

ROUNDS = Table(
    "rounds",
    "a piece of feedback on a draft",
    (
        text("feedback_id", "The piece of feedback", required=True),
        text("artefact", "What was shown"),
        text("version", "Which version of it"),
        text("round", "Which round of feedback", required=True),
        text("section", "The part it is about: page, section, component"),
        text(
            "type",
            "What kind of feedback",
            required=True,
            allowed=("like", "wish", "question", "idea", "error", "barrier", "unspecified"),
        ),
        text("severity", "How serious", allowed=("low", "medium", "high")),
        text("participant_id", "Who said it, where known"),
        text("perspective", "Their group, where known"),
        date("given_on", "When"),
        text("checks", "The theme whose finding was read back, masked"),
        text(
            "verdict", "What they said of that finding", allowed=("confirms", "amends", "rejects")
        ),
        text("excerpt_id", "The excerpt that holds the words"),
        *FROM_ROW,
    ),
    key=("feedback_id",),
)

RESPONSES = Table(
    "responses",
    "what became of a piece of feedback",
    (
        text("feedback_id", "The piece of feedback", required=True),
        text(
            "response",
            "changed, not changed or open",
            required=True,
            allowed=("changed", "not changed", "open"),
        ),
        text("version", "The version in which it was changed"),
        text("what", "What was done, masked"),
        text("reason", "Why not, masked"),
        date("responded_on", "When"),
        text("responded_by", "Who answered: a role, never a name"),
        *FROM_ROW,
    ),
    key=("feedback_id",),
)

FEEDBACK_TRAIL = Table(
    "feedback_trail",
    "a piece of feedback on a draft, and what became of it",
    (
        text("feedback_id", "The piece of feedback", required=True),
        text("artefact", "What was shown"),
        text("version", "Which version of it"),
        text("round", "Which round of feedback", required=True),
        text("section", "The part it is about"),
        text("type", "What kind of feedback", required=True),
        text("severity", "How serious"),
        text("perspective", "The group it came from, where known"),
        texts("excerpt_ids", "The words"),
        text(
            "state",
            "What became of it",
            required=True,
            allowed=("changed", "not changed", "open", "not answered", "nothing asked"),
        ),
        text("changed_in", "The version in which it was changed"),
        text("what", "What was done, masked"),
        text("reason", "Why not, or why not yet, masked"),
        flag("closed", "Changed, or not changed with a reason; missing: nothing asked"),
        whole("n_days", "Days until it was answered, or it has waited so far", low=0),
        text("again_in", "The later round in which the same person took it up again"),
    ),
    key=("feedback_id",),
)

ROUND_RESULTS = Table(
    "round_results",
    "a round of feedback: how much of it has its answer",
    (
        text("round", "Which round, or 'all'", required=True),
        text("version", "The version that was shown"),
        whole("n_feedback", "Pieces of feedback", required=True, low=0),
        whole("n_people", "People who gave it, where known", required=True, low=0),
        whole("n_asking", "Of those pieces, how many need an answer", low=0),
        whole("n_changed", "Changed", required=True, low=0),
        whole("n_not_changed", "Not changed, with a reason", required=True, low=0),
        whole("n_no_reason", "Not changed, and nothing says why", required=True, low=0),
        whole("n_open", "Open", required=True, low=0),
        whole("n_not_answered", "Without any answer", required=True, low=0),
        share("closed_share", "Changed or refused with a reason, of what needs an answer"),
        number("median_days", "Middle number of days until an answer", low=0),
        whole("oldest_days", "Days the oldest one without an end has waited", low=0),
        date("as_of", "The day up to which waiting is counted"),
    ),
    key=("round",),
)

MEMBER_CHECKS = Table(
    "member_checks",
    "a theme × kind taken back to a group in a later round",
    (
        text("theme", "The theme", required=True),
        text("prompt_kind", "problem or idea; missing: the theme as a whole"),
        text("round", "The round", required=True),
        text("group", "The group; missing where it is not known"),
        whole("n_confirms", "People who said we got it right", required=True, low=0),
        whole("n_amends", "People who would say it differently", required=True, low=0),
        whole("n_rejects", "People who said we got it wrong", required=True, low=0),
        whole("n_unattributed", "Answers that name nobody", required=True, low=0),
        texts("confirm_excerpt_ids", "The words of those who confirm"),
        texts("amend_excerpt_ids", "The words of those who amend"),
        texts("reject_excerpt_ids", "The words of those who reject"),
    ),
    key=("theme", "prompt_kind", "round", "group"),
)

PROCESS = Table(
    "process",
    "a participant × a question on how taking part was",
    (
        *_ANSWERED,
        number("value", "The answer on a scale, for a closed question"),
        number("highest", "The highest value of that scale"),
        text("excerpt_id", "The excerpt that holds the words, for an open question"),
        *FROM_ROW,
    ),
)

RATINGS = Table(
    "ratings",
    "a participant × a closed question with a scale, in answers to a form",
    (
        *_ANSWERED,
        number("value", "The answer on the scale", required=True),
        number("highest", "The highest value of that scale, where the form says it"),
        *FROM_ROW,
    ),
)

PROMISES = Table(
    "promises",
    "something that the project before this one promised",
    (
        text("previous", "The project it was promised in", required=True),
        text("promise_id", "The recommendation, idea or feedback there", required=True),
        text(
            "kind",
            "Where it was promised",
            required=True,
            allowed=("recommendation", "idea", "feedback"),
        ),
        text("promise", "What was promised", required=True),
        text("owner", "Who was to see to it"),
        date("due", "By when"),
        text(
            "state",
            "What happened, as a person of this project says",
            required=True,
            allowed=("kept", "partly kept", "not kept", "not said yet"),
        ),
        text("happened", "What happened, in their words"),
        flag("overdue", "Whether its day has passed and nobody says it was kept"),
    ),
    key=("previous", "promise_id"),
)
