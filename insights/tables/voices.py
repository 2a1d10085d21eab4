"""Whose voice is in it: who spoke, who is missing, what does not fit, whose words."""

from __future__ import annotations

from insights.tables.declaring import (
    EXCERPT,
    NEVER_POOLED,
    Table,
    flag,
    number,
    share,
    text,
    texts,
    whole,
)

VOICE = Table(
    "voice",
    "a session × a group: who spoke, and how much",
    (
        text("session_id", "The session", required=True),
        text("group", "The group; missing for people who are in none"),
        whole("n_attended", "People who were there", low=0),
        flag("n_is_speakers", "Whether only speaking shows that anybody was there"),
        whole("n_spoke", "People recorded as saying anything", low=0),
        whole("n_silent", "People there who are not", low=0),
        whole("n_words", "Words recorded from them", low=0),
        share("share_of_words", "Their share of all participants' words in the session"),
        share("gini", "Normalised Gini of words per attendee; missing for one person"),
        share("facilitator_share", "The facilitators' share of all words in the session"),
        share("unattributed_share", "Share of participants' words that name nobody"),
        text("caveats", "Named limits, separated by '; '"),
        text("sentence", "The result in plain sentences"),
    ),
    key=("session_id", "group"),
)

COVERAGE = Table(
    "coverage",
    "a person: whether what they said is in anything that counts",
    (
        text("participant_id", "The person", required=True),
        text("group", "Their group"),
        flag("attended", "Whether anything shows that they took part", required=True),
        whole("n_excerpts", "Excerpts under their name", required=True, low=0),
        whole("n_words", "Words in them", required=True, low=0),
        whole("n_counted", "Of those excerpts, how many carry a code", required=True, low=0),
        whole("n_themes", "Themes they were recorded raising", required=True, low=0),
        text(
            "state",
            "heard, not coded, silent, no workshop or did not come",
            required=True,
            allowed=("heard", "not coded", "silent", "no workshop", "did not come"),
        ),
    ),
    key=("participant_id",),
)

MISSING_PEOPLE = Table(
    "missing_people",
    "a group, wanted or invited, of which somebody is missing",
    (
        text("group", "The group", required=True),
        whole("n_invited", "People invited, where known", low=0),
        whole("n_came", "People who took part", required=True, low=0),
        whole("n_silent", "People who came and are not recorded speaking", low=0),
        whole("n_not_coded", "People whose words carry no code that counts", low=0),
        flag("intended", "Whether the group was wanted by name", required=True),
        text("sentence", "What is missing, in a plain sentence", required=True),
    ),
    key=("group",),
)

NEGATIVE_CASES = Table(
    "negative_cases",
    "a theme × somebody, or two groups, whose words do not fit what is claimed",
    (
        text("theme", "The theme", required=True),
        text("code_id", "The code whose claim they speak against"),
        NEVER_POOLED,
        text(
            "why",
            "They oppose the claim, are in two minds, or two groups are in conflict",
            required=True,
            allowed=("opposes", "mixed", "conflict"),
        ),
        text("claim", "What the codebook says the code claims"),
        text("participant_id", "Who; missing for notes without names and for groups"),
        text("group", "Their group; both of them, where groups are in conflict"),
        texts("excerpt_ids", "Their words"),
        whole("n_against", "People of the theme who oppose or are in two minds", low=0),
        whole("n_people", "People who raised the theme", low=0),
        share("share_opposing", "People who oppose, of those who raised the theme"),
    ),
)

SINGLE_VOICES = Table(
    "single_voices",
    "an excerpt that must not be lost for being one person's",
    (
        EXCERPT,
        text("participant_id", "Who said it; missing where nobody is named"),
        text("group", "Their group"),
        texts("themes", "The themes it carries"),
        flag("serious", "Whether a person marked it as serious", required=True),
        texts("alone_in", "Themes that nobody else was recorded raising"),
    ),
    key=("excerpt_id",),
)

WORDS = Table(
    "words",
    "a word × a group against the others: a prompt to read, never a finding",
    (
        text("group", "The group", required=True),
        text("word", "The word as said most often", required=True),
        text("lemma", "What was counted: one form, one spelling", required=True),
        whole("n_people", "People of the group who used it", required=True, low=0),
        whole("n_uses", "How often they did", required=True, low=0),
        whole("n_people_others", "People of the other groups who used it", low=0),
        whole("n_uses_others", "How often those did", low=0),
        number("log_odds", "Log-odds ratio with an informative Dirichlet prior"),
        number("z", "The same over its standard error: for sorting"),
        texts("excerpt_ids", "Where the group says it"),
        texts("other_excerpt_ids", "Where the other groups say it"),
    ),
    key=("group", "lemma"),
)

UNSHARED_WORDS = Table(
    "unshared_words",
    "a word that one group uses and the other never did, and what those said instead",
    (
        text("word", "The word as said most often", required=True),
        text("lemma", "What was counted", required=True),
        text("group", "The group that uses it", required=True),
        whole("n_people", "People of it who do", required=True, low=0),
        text("other_group", "The group that never did", required=True),
        texts("themes", "Themes it was said about"),
        texts("instead", "The other group's own words about the same themes"),
        texts("excerpt_ids", "Where it was said"),
        texts("instead_excerpt_ids", "Where the other group speaks of the same"),
    ),
    key=("lemma", "group", "other_group"),
)
