"""Ideas, statements, the votes on them, and the vision they serve."""

from __future__ import annotations

from insights.tables.declaring import FROM_ROW, Table, flag, number, share, text, texts, whole

IDEAS = Table(
    "ideas",
    "an idea that was sketched, proposed or put to the vote",
    (
        text("idea_id", "The idea, by the id on its sheet", required=True),
        text("title", "Its short name"),
        text("image", "File name of its sketch, masked"),
        text("participant_id", "Who sketched it, where that is known"),
        text("perspective", "The group it came from, where that is known"),
        text("session_id", "The session"),
        text("component", "The toolkit component it belongs to"),
        text(
            "status",
            "What became of it",
            required=True,
            allowed=("open", "prototype", "commitment", "parked", "not now"),
        ),
        text("reason", "Why, masked"),
        text("excerpt_id", "The excerpt that holds its words"),
        whole("n_dots", "Dots counted on its sheet, where nobody knows whose they are", low=0),
        *FROM_ROW,
    ),
    key=("idea_id",),
)

BALLOTS = Table(
    "ballots",
    "a ballot × an idea it gave dots to",
    (
        text("ballot_id", "The ballot paper", required=True),
        text("round", "Which round of voting"),
        text("participant_id", "The voter; missing where the ballot was anonymous"),
        text("group", "The voter's group, where known"),
        flag("secret", "Whether it was cast in secret"),
        text("idea_id", "The idea", required=True),
        whole("dots", "Dots given to it", required=True, low=0),
        *FROM_ROW,
    ),
    key=("ballot_id", "round", "idea_id"),
)

PRIORITIES = Table(
    "priorities",
    "a round of voting × an idea × a group, or all groups combined",
    (
        text("round", "Which round of voting"),
        text("idea_id", "The idea", required=True),
        text("group", "The group, or 'combined'", required=True),
        whole("n_ballots", "Ballots that gave any dot", required=True, low=1),
        share("share", "Mean over ballots of dots/total dots; combined: mean over groups"),
        whole("rank", "Place by share; equals share the better one", low=1),
        whole("rank_low", "Best place in 95 % of resampled ballots", low=1),
        whole("rank_high", "Worst place in 95 % of resampled ballots", low=1),
        whole("raw_dots", "All dots together", required=True, low=0),
        whole("raw_rank", "Place by raw dots", low=1),
        flag("shared", "Whether another idea has the same place", required=True),
        flag("raw_shared", "Whether another has the same place by raw dots", required=True),
        flag(
            "differs",
            "Combined: place other than by raw dots; a group: other than combined",
            required=True,
        ),
        text("caveats", "Named limits, separated by '; '"),
        text("sentence", "Combined rows: the result in plain sentences"),
    ),
    key=("round", "idea_id", "group"),
)

RANK_AGREEMENT = Table(
    "rank_agreement",
    "a round of voting × two rankings of its ideas",
    (
        text("round", "Which round of voting"),
        text("ranking_a", "A group, or 'combined'", required=True),
        text("ranking_b", "Another group, or 'raw dots'", required=True),
        whole("n_ideas", "Ideas ranked", required=True, low=1),
        number("tau_b", "Kendall's τ-b; missing where all are equal", low=-1, high=1),
        share("overlap", "Rank-biased overlap, p = 0.8, ties sharing a place"),
        texts("flips", "Pairs in opposite order, as 'first in a > first in b'"),
        whole("n_forward", "How many ideas go forward", low=1),
        texts("only_a", "Ideas that would go forward by the first ranking alone"),
        texts("only_b", "Ideas that would go forward by the second ranking alone"),
        text("sentence", "The result in plain sentences"),
    ),
    key=("round", "ranking_a", "ranking_b"),
)

SIMILAR_IDEAS = Table(
    "similar_ideas",
    "a round of voting × two ideas that may be one idea twice: a prompt for people",
    (
        text("round", "Which round of voting"),
        text("idea_a", "One idea", required=True),
        text("idea_b", "The other", required=True),
        share("wording", "How much of the shorter one's wording both share"),
        number("meaning", "Cosine of their vectors, where given", low=-1.001, high=1.001),
        texts("shared_words", "What they share, as lemmas"),
        whole("rank_a", "Combined place of the first", low=1),
        whole("rank_b", "Combined place of the second", low=1),
        whole("rank_if_one", "Combined place if they were one", low=1),
        flag("splits", "Whether together they would stand higher than either"),
        text("sentence", "The result in plain sentences"),
    ),
    key=("round", "idea_a", "idea_b"),
)

STATEMENTS = Table(
    "statements",
    "a statement that people voted on",
    (
        text("statement_id", "The statement", required=True),
        text("text", "Its words, masked", required=True),
        text("source_id", "The file", required=True),
    ),
    key=("statement_id",),
)

STATEMENT_VOTES = Table(
    "statement_votes",
    "a participant × a statement they voted on",
    (
        text("statement_id", "The statement", required=True),
        text("participant_id", "The voter", required=True),
        text("group", "The voter's group, where known"),
        whole("vote", "1 agree, −1 disagree, 0 pass", required=True, low=-1, high=1),
    ),
    key=("statement_id", "participant_id"),
)

STATEMENT_VOTES_BY_GROUP = Table(
    "statement_votes_by_group",
    "a statement × a group: how it voted, and how telling that is of the group",
    (
        text("statement_id", "The statement", required=True),
        text("group", "The group", required=True),
        whole("n_votes", "All its votes, passes included", required=True, low=0),
        whole("n_agree", "Agreeing", required=True, low=0),
        whole("n_disagree", "Disagreeing", required=True, low=0),
        whole("n_pass", "Passing", required=True, low=0),
        share("p_agree", "(agree + 1) / (votes + 2)"),
        share("p_disagree", "(disagree + 1) / (votes + 2)"),
        share("agree_low", "Wilson 95 % interval of agreeing, lower end"),
        share("agree_high", "Wilson 95 % interval of agreeing, upper end"),
        number("agree_test", "How far agreement is from even, as z"),
        number("disagree_test", "How far disagreement is from even, as z"),
        number("agree_ratio", "p_agree over that of everybody else", low=0),
        number("disagree_ratio", "p_disagree over that of everybody else", low=0),
        number("agree_ratio_test", "The same as a z of two shares"),
        number("disagree_ratio_test", "The same as a z of two shares"),
        text(
            "telling",
            "Whether agreeing or disagreeing sets the group apart",
            allowed=("agree", "disagree"),
        ),
        whole("place", "Place among what sets the group apart", low=1),
    ),
    key=("statement_id", "group"),
)

CONSENSUS = Table(
    "consensus",
    "a statement, and how far every group agrees with it",
    (
        text("statement_id", "The statement", required=True),
        whole("n_groups", "Groups that voted on it", required=True, low=0),
        whole("n_votes", "All votes, passes included", required=True, low=0),
        share("consensus", "Group-informed consensus: the product over groups of p_agree"),
        share("dissent", "The same for disagreeing"),
        whole("rank", "Place among statements with as many groups", low=1),
        share("lowest_p", "The smallest p_agree of any group"),
        text("sentence", "The result in a plain sentence"),
    ),
    key=("statement_id",),
)

VISION = Table(
    "vision",
    "a version of the vision sentence",
    (
        text("version", "Which version", required=True),
        text("text", "The sentence, masked", required=True),
        text("at", "When, as the file says it (date, day)"),
        texts("agreed_by", "Groups or participants who agreed to it"),
        whole("n_agreed", "How many agreed", low=0),
        text("note", "What was said about it, masked"),
        text("source_id", "The file", required=True),
        text("locator", "The place in it", required=True),
    ),
    key=("version",),
)
