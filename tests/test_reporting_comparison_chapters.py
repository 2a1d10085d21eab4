"""The chapters on voices, votes, words and cases: what they say, and what they keep back."""

import re
from dataclasses import replace
from functools import cache

import pytest

from insights import analysis, tables
from insights.project import Project, Thresholds
from insights.reporting.chapters.cases_chapter import (
    compose_matrix,
    compose_negative_cases,
    compose_single_voices,
)
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.priorities_chapter import compose_priorities
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.sensitivity_chapter import compose_sensitivity
from insights.reporting.chapters.voice_chapter import compose_voice, in_tenths
from insights.reporting.chapters.votes_chapter import compose_votes
from insights.reporting.chapters.words_chapter import compose_words
from insights.reporting.document import Chart, Claim, Heading, Items, Report, Table, own_words, walk
from insights.reporting.documents.guide import compose_professionals_guide
from insights.reporting.figures.charts import draw_plotly, draw_svg
from insights.reporting.style import check_house_style
from tests.test_analysis_priorities import ballots, ideas
from tests.test_analysis_votes import PLANTED, votes
from tests.test_reporting_fixture import LIVED, PROFESSIONAL, PROJECT, make_material

WORDS = PROJECT.group_words
TITLES = {"a": "Kettle on", "b": "The hour", "c": "One form", "d": "Swap day"}


def voice(*rows):
    """Table ``voice`` as the reports get it: session, group, attended, spoke, words, gini."""
    given = tables.from_rows("voice", [
        {"session_id": s, "group": g, "n_attended": n, "n_is_speakers": False, "n_spoke": k,
         "n_silent": n - k, "n_words": w, "share_of_words": share, "gini": gini,
         "facilitator_share": 0.04, "unattributed_share": 0.1,
         "caveats": "small_group" if n < 5 else ""}
        for s, g, n, k, w, share, gini in rows
    ])  # fmt: skip
    return analysis.suppress_voice(analysis.tell_voice(given, WORDS))


VOICE = (
    ("le-workshop", LIVED, 9, 7, 400, 1.0, 0.3),
    ("prof-workshop", LIVED, 6, 6, 201, 0.31, 0.2),
    ("prof-workshop", PROFESSIONAL, 8, 8, 444, 0.69, 0.7),
)


def voted(n=(6, 9), later=True):
    """The tables of one round of ballots, or two, with the sentences a run gives them."""
    given = [(LIVED, {"a": 4, "b": 3, "c": 1})] * n[0]
    given += [(PROFESSIONAL, {"b": 1, "c": 4, "a": 3})] * n[1]
    if later:
        given += [(f"2:{group}", {"a": 1, "d": 4}) for group, _ in given]
    cast = ballots(given)
    drawn, _ = ideas(TITLES)
    drawn = drawn.assign(excerpt_id=["x000", "x001", "x002", "x003"])
    priorities = analysis.rank_ideas(cast, drawn)
    agreement = analysis.compare_rankings(priorities, drawn)
    return {
        "ballots": cast, "ideas": drawn,
        "priorities": analysis.tell_priorities(priorities, WORDS),
        "rank_agreement": analysis.tell_rank_agreement(agreement, WORDS, TITLES),
    }  # fmt: skip


def stated(planted=PLANTED):
    cast = votes(planted)
    statements = tables.from_rows("statements", [
        {"statement_id": one, "text": f"Statement {one}, as it stood", "source_id": "s"}
        for one in planted
    ])  # fmt: skip
    return {
        "statements": statements,
        "statement_votes_by_group": analysis.votes_by_group(cast, statements),
        "consensus": analysis.statement_consensus(cast, statements, group_words=WORDS),
    }


def said():
    return {
        "word_use": tables.from_rows("words", [
            {"group": LIVED, "word": "page", "lemma": "page", "n_people": 3, "n_uses": 4,
             "n_people_others": 2, "n_uses_others": 2, "log_odds": 0.5, "z": 1.2,
             "excerpt_ids": ["x033"], "other_excerpt_ids": ["x037"]},
        ]),
        "unshared_words": tables.from_rows("unshared_words", [
            {"word": "appointment", "lemma": "appointment", "group": PROFESSIONAL, "n_people": 3,
             "other_group": LIVED, "themes": ["Telling the story again"],
             "instead": ["page", "show"], "excerpt_ids": ["x008", "x009"],
             "instead_excerpt_ids": ["x033"]},
        ]),
    }  # fmt: skip


def cases():
    rows = [("L1", LIVED, "Telling the story again", 2), ("P1", PROFESSIONAL, "Finding a door", 1),
            ("L2", LIVED, "Being turned away", 1)]  # fmt: skip
    theme = {"theme": "When to bring up money", "prompt_kind": "problem", "n_people": 9,
             "n_against": 3, "share_opposing": 3 / 9}  # fmt: skip
    return {
        "framework": tables.from_rows("framework", [
            {"case": "person", "participant_id": who, "group": group, "theme": theme,
             "summary": "“…”", "excerpt_ids": ["x000"] * n, "edited": False, "stale": False}
            for who, group, theme, n in rows
        ]),
        "negative_cases": tables.from_rows("negative_cases", [
            {**theme, "why": "opposes", "code_id": "c_when", "claim": "Ask early",
             "participant_id": who, "group": LIVED, "excerpt_ids": [e]}
            for who, e in (("L1", "x011"), ("L3", "x012"), (None, "x014"))
        ] + [{**theme, "why": "conflict", "group": f"{LIVED}; {PROFESSIONAL}",
              "excerpt_ids": ["x011", "x015"]}]),
        "single_voices": tables.from_rows("single_voices", [
            {"excerpt_id": "x029", "participant_id": "L3", "group": LIVED,
             "themes": ["Being turned away"], "serious": True, "alone_in": []},
            {"excerpt_id": "x028", "participant_id": "L8", "group": LIVED,
             "themes": ["Letters nobody can read"], "serious": False,
             "alone_in": ["Letters nobody can read"]},
        ]),
    }  # fmt: skip


def runs(changed=True):
    row = {"level": "theme", "theme": "Telling the story again", "prompt_kind": "problem",
           "group_a": LIVED, "group_b": PROFESSIONAL, "k_a": 8, "n_a": 8, "k_b": 2, "n_b": 8,
           "p_greater": 0.9991, "p_similar": 0.01}  # fmt: skip
    return {"sensitivities": tables.from_rows("sensitivities", [
        {**row, "run": "as counted", "prominence": "different", "changed": False},
        {**row, "run": "prior Beta(1, 1)", "prominence": "different", "changed": False},
        {**row, "run": "both roles left out", "prominence": "cannot tell", "changed": changed,
         "p_greater": 0.9123},
        {**row, "run": "as counted", "theme": "Being turned away", "k_a": 1, "k_b": 0,
         "prominence": "cannot tell", "changed": False, "p_greater": 0.8877},
    ])}  # fmt: skip


def missing(n_came=8, n_silent=1):
    from insights.analysis.absent import _say

    row = {"group": LIVED, "n_invited": 12, "n_came": n_came, "n_silent": n_silent,
           "n_not_coded": 0, "intended": False}  # fmt: skip
    return {"missing_people": tables.from_rows(
        "missing_people", [row | {"sentence": _say(row, WORDS, 5, 0)}]
    )}  # fmt: skip


plain_material = cache(make_material)


def desk(**more):
    material = replace(plain_material(), **more)
    return Desk(material, QuoteChooser(material))


def text(section):
    return "\n".join(own_words(Report("x", "", "", (), (section,))))


def everything():
    return {"voice": voice(*VOICE), **voted(), **stated(), **said(), **cases(), **runs(),
            **missing()}  # fmt: skip


CHAPTERS = (
    lambda d: compose_voice(d), lambda d: compose_voice(d, in_full=True),
    lambda d: compose_priorities(d), lambda d: compose_priorities(d, in_full=True),
    lambda d: compose_votes(d), lambda d: compose_votes(d, in_full=True), compose_words,
    compose_negative_cases, compose_single_voices, compose_matrix, compose_sensitivity,
)  # fmt: skip


@pytest.mark.parametrize("compose", CHAPTERS)
def test_every_chapter_keeps_to_the_house_style_and_charts_have_words_and_a_table(compose):
    section = compose(desk(**everything()))
    assert {t: wrong for t in own_words(Report("x", "", "", (), (section,)))
            if (wrong := check_house_style(t))} == {}  # fmt: skip
    nodes = list(walk((section,)))
    assert not [node for node in nodes if isinstance(node, Table) and not node.rows]
    for chart in (node for node in nodes if isinstance(node, Chart)):
        assert chart.alt
        assert chart.table.rows
        assert draw_svg(chart.spec).startswith(b"<?xml")
        assert draw_plotly(chart.spec).data
    claims = [node.claim_id for node in nodes if isinstance(node, Claim)]
    assert len(set(claims)) == len(claims)


@pytest.mark.parametrize("compose", [c for c in CHAPTERS if c is not compose_sensitivity])
def test_a_chapter_without_records_is_left_out(compose):
    assert compose(desk()) is None


@pytest.mark.parametrize("compose", CHAPTERS)
def test_a_reflexive_project_is_given_no_figures(compose):
    section = compose(desk(project=replace(PROJECT, approach="reflexive"), **everything()))
    if section is not None:
        assert not [n for n in walk((section,)) if isinstance(n, Table | Chart)]
        assert not re.search(r"\b\d+ of \d+\b", text(section))


# ------------------------------------------------------------------------------- voices


def test_the_floor_is_told_where_somebody_was_silent_or_few_spoke():
    told = text(compose_voice(desk(voice=voice(*VOICE))))
    assert "In 1 session, nothing stands under the name of somebody who came." in told
    assert "7 of 9 people with lived experience are recorded as speaking." in told
    assert "A few of them said most of it." in told
    assert "In no group" not in told
    assert "8 of the 14 people spoke 7 of every 10 words" in told  # a table's cell, as two parts
    even = text(compose_voice(desk(voice=voice(("le-workshop", LIVED, 6, 6, 99, 1.0, 0.1)))))
    assert "Everybody who came is recorded as speaking." in even
    assert "In no group did a few people say most of it." in even


@pytest.mark.parametrize("in_full", [True, False])
def test_a_group_under_five_gives_no_figure_away(in_full):
    rows = [("prof-workshop", LIVED, 4, 3, 3131, 0.37, 0.4), ("prof-workshop", PROFESSIONAL, 8, 7,
                                                             5317, 0.63, 0.4)]  # fmt: skip
    section = compose_voice(desk(voice=voice(*rows)), in_full=in_full)
    told = text(section)
    assert "1 group of under 5 people in a session is not shown." in told
    for figure in ("3,131", "3131", "3 of 4", "of 12", "4 in 10", "6 in 10"):
        assert figure not in told
    charts = [n for n in walk((section,)) if isinstance(n, Chart)]
    assert not charts  # one session alone is no chart


def test_missing_people_are_told_once_in_short_and_all_in_full():
    assert "1 of them is not in any theme" in text(compose_voice(desk(**missing())))
    assert compose_voice(desk(**missing(n_silent=0))) is None
    assert "Invited, came, and in what is counted" in text(
        compose_voice(desk(**missing(n_silent=0)), in_full=True)
    )
    assert compose_voice(desk(**missing(n_came=3))) is None
    nobody = text(compose_voice(desk(**missing(n_came=0, n_silent=0))))
    assert "Nobody took part from this group: lived experience." in nobody


@pytest.mark.parametrize(
    ("share", "words"),
    [(0, "none"), (0.049, "under 1 in 20"), (0.05, "1 in 10"), (0.25, "2 in 10"),
     (0.96, "10 in 10"), (None, "not known")],
)  # fmt: skip
def test_shares_of_words_are_in_tenths(share, words):
    assert in_tenths(share) == words


# ---------------------------------------------------------------------- ballots and votes


def test_priorities_show_each_group_alike_beside_the_plain_count():
    section = compose_priorities(desk(**voted()))
    told = text(section)
    assert "15 ballots came in: 6 from people with lived experience and 9 from" in told
    chart = next(node for node in walk((section,)) if isinstance(node, Chart))
    header = chart.table.header
    assert header[1] == "Groups weighed alike"
    assert header[-2:] == ("Dots in all", "By plain count")
    assert chart.table.rows[0][0].words == ("“Kettle on”",)
    assert "“Swap day” went from place four to place one." in told
    # How far a place could move stands in the table, and with each idea for researchers alone.
    assert header[2] == "Might be" and "With other ballots" not in told
    in_full = text(compose_priorities(desk(**voted()), in_full=True))
    assert "With other ballots from the same groups" in in_full
    headings = [n.text for n in walk((section,)) if isinstance(n, Heading)]
    assert headings == ["The first round, in secret", "The second round, in secret"]


def test_a_claim_about_an_idea_rests_on_the_idea():
    section = compose_priorities(desk(**voted(later=False)))
    claims = [node for node in walk((section,)) if isinstance(node, Claim)]
    assert claims[0].excerpt_ids == ("x000",)
    assert all(claim.excerpt_ids for claim in claims)


@pytest.mark.parametrize("in_full", [True, False])
@pytest.mark.parametrize("n", [(4, 9), (9, 4)])
def test_a_group_with_under_five_ballots_has_no_ranking_shown(n, in_full):
    section = compose_priorities(desk(**voted(n)), in_full=in_full)
    told = text(section)
    assert "One group is too small for a ranking of its own to be shown." in told
    assert "4 from" not in told
    assert "Among the first 4 by the dots" not in told
    small = WORDS(LIVED if n[0] == 4 else PROFESSIONAL, 2)
    assert small[1:] not in told
    assert not [node for node in walk((section,)) if isinstance(node, Chart)]


def test_statements_stand_under_what_their_counts_allow():
    section = compose_votes(desk(**stated()), in_full=True)
    place: dict[str, list[str]] = {}
    heading = ""
    for node in section.blocks:
        if isinstance(node, Heading):
            heading = node.text
        elif isinstance(node, Items):
            place[heading] = [item.lead.split()[1].rstrip(",") for item in node.items]
    assert place == {
        "Most in every group agreed": ["S10", "S1"],
        "Most in one group agreed, most in another disagreed": ["S2", "S3"],
        "No majority in at least one group": ["S4"],
    }
    told = text(section)
    assert "7 of 7 people with lived experience agreed. 6 of 9 professionals agreed, 2" in told


def test_votes_of_a_group_under_five_are_nowhere():
    section = compose_votes(
        desk(**stated({"S1": ((4, 0, 0), (9, 4, 0)), "S2": ((2, 2, 0), (6, 6, 1))})), in_full=True
    )
    told = text(section)
    assert "Not set side by side, because a group is too small" in told
    assert "of 4" not in told
    assert "0.8" not in told  # no product from which the votes could be worked out
    assert not [node for node in walk((section,)) if isinstance(node, Chart)]


# ------------------------------------------------------------------------ words and cases


def test_words_stand_in_context_on_both_sides_and_professional_words_beside_theirs():
    told = text(compose_words(desk(**said())))
    assert "In context: “page”" in told
    assert "Words of professionals that people with lived experience never used" in told
    assert "“page” and “show”" in told
    material = replace(plain_material(), **said())
    guide = "\n".join(own_words(compose_professionals_guide(material)))
    assert "“appointment”." not in guide  # the others have no word for it, so nothing to say


def test_negative_cases_are_counted_as_people_and_notes_apart():
    told = text(compose_negative_cases(desk(**cases())))
    assert "2 of 9 people who raised it stand against it. A note that names nobody" in told
    assert "Against “Ask early”:" in told
    assert "two groups say opposing things" in told


def test_single_voices_are_all_there_serious_ones_first():
    section = compose_single_voices(desk(**cases()))
    claims = [node for node in walk((section,)) if isinstance(node, Claim)]
    assert [claim.excerpt_ids for claim in claims] == [("x029",), ("x028",)]


def test_the_matrix_names_nobody_and_leaves_sensitive_themes_out():
    section = compose_matrix(desk(**cases()))
    told = text(section)
    assert "Case 1, person with lived experience" in told
    assert "Being turned away" not in told
    assert not {"L1", "P1", "L2"} & set(re.findall(r"\w+", told))


def test_sensitivities_say_what_changes_and_give_no_figure_for_the_few_who_are_moved():
    told = text(compose_sensitivity(desk(**runs())))
    assert "1 result of 1 changes in some run." in told
    assert "different (0.999)" in told
    assert "cannot tell, changed" in told
    assert "0.912" not in told
    assert "0.888" not in told  # a sensitive theme
    assert "9.2" in told
    assert "No run changes what is said of any theme." in text(
        compose_sensitivity(desk(**runs(changed=False)))
    )


# ------------------------------------------------------------------------- the sentences


def test_a_share_of_words_is_told_only_where_every_group_can_be_shown():
    rows = [dict(row) for row in voice(*VOICE).to_dict("records")]
    assert (
        "They were 6 of the 14 people there, and about 3 in 10 of the words"
        in (rows[1]["sentence"])
    )
    assert "people there" not in rows[0]["sentence"]  # alone in the room
    small = voice(("s", LIVED, 4, 4, 10, 0.2, None), ("s", PROFESSIONAL, 8, 8, 40, 0.8, 0.1))
    assert not any("people there" in sentence for sentence in small["sentence"])
    assert all(check_house_style(sentence) == [] for sentence in (*small["sentence"],))


def test_tables_carry_their_sentences_and_nothing_else_changes():
    made = voted()
    priorities = made["priorities"]
    combined = priorities["group"] == analysis.COMBINED
    assert priorities.loc[combined, "sentence"].notna().all()
    assert priorities.loc[~combined, "sentence"].isna().all()
    assert made["rank_agreement"]["sentence"].str.endswith(".").all()
    for name in ("voice", "priorities", "rank_agreement", "similar_ideas"):
        empty = tables.empty(name)
        tell = getattr(analysis, f"tell_{name}")
        extra = {"priorities": (WORDS,), "voice": (WORDS,), "rank_agreement": (WORDS, {}),
                 "similar_ideas": ({},)}[name]  # fmt: skip
        assert tell(empty, *extra).empty


def test_a_person_may_raise_the_smallest_group_that_is_shown():
    project = Project(name="", root=None, title="", thresholds=Thresholds(smallest_group=9))
    section = compose_votes(desk(project=project, **stated()))
    assert "7 of 7" not in "\n".join(
        " ".join(map(str, cell.words)) for node in walk((section,)) if isinstance(node, Table)
        for row in node.rows for cell in row
    )  # fmt: skip
