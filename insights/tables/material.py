"""What came in: files, people, sessions, what was said, and what could not be used."""

from __future__ import annotations

from insights.tables.declaring import EXCERPT, Table, date, flag, text, whole
from insights.tables.vocabulary import (
    CONSENT_USES,
    DIRECTNESS,
    PROMPT_KINDS,
    PURPOSES,
    SPEAKERS,
    UNIT_KINDS,
)

_SAID_BY = (
    text("participant_id", "Who said it; missing where nobody is named"),
    text(
        "speaker",
        "Whether a participant, a facilitator or nobody known speaks",
        required=True,
        allowed=SPEAKERS,
    ),
    text("perspective", "The group it counts for; of the session, where unattributed"),
    text("session_id", "The session"),
    text("activity", "The activity: heading, question, frame"),
)

_WHAT_WAS_SAID = (
    text("prompt_kind", "What the prompt invited", required=True, allowed=PROMPT_KINDS),
    text("kind", "What kind of unit it is", required=True, allowed=UNIT_KINDS),
    text("directness", "How close to the words spoken", required=True, allowed=DIRECTNESS),
    text("group_label", "The group's own label (cluster, quadrant, colour)"),
    text(
        "known_by",
        "How it is known who said it: a name at the words, or a note-taker who reports it; or "
        "that it is not settled whose the name is",
        allowed=("label", "reported", "unsettled"),
    ),
)

SOURCES = Table(
    "sources",
    "a file as received",
    (
        text("source_id", "Stable keyed id of the file", required=True),
        text("kind", "notes, transcript, board, feedback, prototype, …", required=True),
        text("path", "Its path inside the project, masked", required=True),
        text("sha256", "Hash of the file's bytes", required=True),
        text("session_id", "The session it records, where one is known"),
        text("round", "The feedback round it belongs to, where one is known"),
        date("collected_on", "When it was collected, where known"),
        whole("n_characters", "Characters of text the file held", low=0),
        whole("n_characters_read", "Characters that became excerpts", low=0),
        whole("n_characters_set_aside", "Characters set aside (headings, …)", low=0),
        whole("n_excerpts", "Excerpts made from it", low=0),
        whole("n_unattributed", "Excerpts without a known speaker", low=0),
    ),
    key=("source_id",),
)

PARTICIPANTS = Table(
    "participants",
    "a person, pseudonymous; attributes follow as further columns",
    (
        text("participant_id", "Pseudonymous id, kept as text", required=True),
        text("perspective", "The group they speak for", required=True),
        text("role", "Their role in words, e.g. link worker"),
        text("origin", "register, or the kind of file that first named them", required=True),
        text("attended", "Session ids attended, separated by ';'"),
        text("speaking_as", "The perspective they spoke as, where they have both"),
        *(flag(f"consent_{use}", f"Consent to: {use.replace('_', ' ')}") for use in CONSENT_USES),
        date("consent_expires_on", "When consent ends"),
        date("withdrawn_on", "When they withdrew"),
    ),
    key=("participant_id",),
    open_ended=True,
)

SESSIONS = Table(
    "sessions",
    "a session × activity",
    (
        text("session_id", "The session", required=True),
        text("activity", "The activity, as its heading or question names it"),
        text("prompt", "The prompt put to people"),
        text("prompt_kind", "What the prompt invites", required=True, allowed=PROMPT_KINDS),
        date("date", "When it took place"),
        text("mode", "in person, online, form, …"),
        text(
            "purpose",
            "What was said in it is for; only workshop counts towards themes",
            allowed=PURPOSES,
        ),
    ),
    key=("session_id", "activity"),
)

ATTENDANCE = Table(
    "attendance",
    "a participant who was asked something: a session × activity × person",
    (
        text("session_id", "The session", required=True),
        text("activity", "The activity"),
        text("participant_id", "The person", required=True),
        text("speaking_as", "The perspective they spoke as in this session"),
        text(
            "basis",
            "How this is known: recorded attendance, an answer given, or only that they spoke",
            required=True,
            allowed=("attended", "answered", "spoke"),
        ),
    ),
    key=("session_id", "activity", "participant_id"),
)

PASSAGES = Table(
    "passages",
    "a unit of meaning as it came in, unmasked: lives in memory only, never stored",
    (
        EXCERPT,
        text("source_id", "The file it stands in", required=True),
        text("locator", "The place as its own program shows it", required=True),
        whole("start", "First character in the source's raw text", required=True, low=0),
        whole("end", "One past its last character", required=True, low=0),
        *_SAID_BY,
        text("prompt", "The prompt in full"),
        *_WHAT_WAS_SAID,
        text("text", "The raw words: personal data", required=True),
    ),
    key=("excerpt_id",),
)

EXCERPTS = Table(
    "excerpts",
    "a unit of meaning, masked",
    (
        EXCERPT,
        text("source_id", "The file it stands in", required=True),
        text(
            "locator", "The place as its own program shows it: paragraph, row, time", required=True
        ),
        whole("start", "First character in texts/<source_id>.txt", required=True, low=0),
        whole("end", "One past its last character", required=True, low=0),
        *_SAID_BY,
        *_WHAT_WAS_SAID,
        whole("n_words", "Words in it", required=True, low=0),
        text("text", "The masked words, exactly as at start to end", required=True),
    ),
    key=("excerpt_id",),
)

REDACTIONS = Table(
    "redactions",
    "a span that was replaced before analysis",
    (
        text("excerpt_id", "The excerpt it falls in; missing between excerpts"),
        text("source_id", "The file", required=True),
        whole(
            "start", "First character of the placeholder in the masked text", required=True, low=0
        ),
        whole("end", "One past the placeholder's last character", required=True, low=0),
        whole("raw_start", "First character replaced in the raw text", required=True, low=0),
        whole("raw_end", "One past the last character replaced", required=True, low=0),
        text("entity", "What kind of identifier", required=True),
        text("placeholder", "What stands in its place", required=True),
        text("rule", "The rule that found it", required=True),
        flag("confirmed", "Whether a person confirmed it", required=True),
    ),
)

MEMOS = Table(
    "memos",
    "a comment in the margin of a document: a facilitator's memo, nobody's spoken words",
    (
        text("source_id", "The file", required=True),
        text("locator", "The place it hangs on", required=True),
        text("excerpt_id", "The excerpt it hangs on, where there is one"),
        text(
            "author_role",
            "What its author is, by the register; never who",
            required=True,
            allowed=("facilitator", "participant", "unknown"),
        ),
        text("text", "Its words, masked", required=True),
    ),
)

PROBLEMS = Table(
    "problems",
    "something not understood or not used",
    (
        text("source", "The file, or the part of the project", required=True),
        text("where", "The place in it", required=True),
        text("problem", "What is wrong", required=True),
        text("fix", "What to do", required=True),
    ),
)
