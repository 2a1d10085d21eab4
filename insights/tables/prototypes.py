"""What testers said and did with a prototype, and what to do with it."""

from __future__ import annotations

from insights.tables.declaring import FROM_ROW, Table, flag, number, share, text, texts, whole

_TESTED = (
    text("prototype", "What was tested", required=True),
    text("version", "Which version"),
)

PROTOTYPES = Table(
    "prototypes",
    "a tester × prototype × item",
    (
        *_TESTED,
        text("participant_id", "The tester"),
        text("perspective", "The tester's group"),
        whole("shown_order", "In which order they saw it", low=1),
        text("item", "rating, success, sus1 … sus10, improve, pilot, implement, …", required=True),
        number("value", "The score, for a closed item"),
        text("excerpt_id", "The excerpt that holds the words, for an open item"),
        flag("helped_design", "Whether the tester helped to design it"),
        *FROM_ROW,
    ),
)

PROTOTYPE_RESULTS = Table(
    "prototype_results",
    "a prototype × version × item: what testers said or did",
    (
        *_TESTED,
        text("item", "The item; sus is the scale made of its ten", required=True),
        text(
            "measure",
            "How it is counted",
            required=True,
            allowed=("yes", "rating", "sus", "comment"),
        ),
        whole("k", "Testers who said or did it", low=0),
        whole("n", "Testers who answered", low=0),
        whole("n_partly", "Testers whose answer was partly or maybe", low=0),
        whole("n_nothing", "Testers whose words were that they ask for nothing", low=0),
        whole("n_testers", "Testers who saw it", required=True, low=0),
        whole("k_not_helped", "k without those who helped to design it", low=0),
        whole("n_not_helped", "n without those who helped to design it", low=0),
        number("median", "Middle of the testers' own means"),
        number("lowest", "Lowest of them"),
        number("highest", "Highest of them"),
        number("mean", "Their mean: for the usability scale alone"),
        number("low", "Mean − t(n−1)·SD/√n, not below 0"),
        number("high", "Mean + t(n−1)·SD/√n, not above 100"),
        whole("n_unattributed", "Answers that name no tester", low=0),
        texts("excerpt_ids", "Their words, for an open item"),
        share("missed_if_1_in_5", "Chance that all miss what hits one person in five"),
        share("missed_if_1_in_10", "Chance that all miss what hits one person in ten"),
        text("sentence", "The result in a plain sentence", required=True),
    ),
    key=("prototype", "version", "item"),
)

PROTOTYPE_ISSUES = Table(
    "prototype_issues",
    "a prototype × version × severity: what went wrong, and for how many",
    (
        *_TESTED,
        whole("severity", "3 stops people, 2 middling, 1 small; missing: not said"),
        whole("n_people", "Distinct testers", required=True, low=0),
        whole("n_testers", "Testers who saw it", required=True, low=0),
        whole("n_unattributed", "Notes of it that name no tester", low=0),
        texts("excerpt_ids", "Their words"),
    ),
    key=("prototype", "version", "severity"),
)

PROTOTYPE_CARDS = Table(
    "prototype_cards",
    "a prototype × version: what to do with it, and why",
    (
        *_TESTED,
        text(
            "verdict",
            "What to do with it: a person's word, or else what the rules propose",
            required=True,
            allowed=("test", "improve", "pilot", "implement", "park"),
        ),
        text(
            "proposed",
            "What the rules propose",
            required=True,
            allowed=("test", "improve", "pilot", "park"),
        ),
        flag("with_changes", "Whether testers asked for changes first", required=True),
        flag("decided", "Whether a person decided", required=True),
        texts("reasons", "Why, in sentences"),
        texts("find_out", "What to find out next, in sentences"),
        whole("n_testers", "Testers who saw it", required=True, low=0),
        whole("n_helped", "Of them, how many had helped to design it", low=0),
    ),
    key=("prototype", "version"),
)
