"""What came of what people made: rounds, member checks, cards, promises, the ledger."""

import csv
import json
from dataclasses import replace

import pandas as pd
import pytest
from typer.testing import CliRunner

from insights import analysis, pipeline, tables
from insights.analysis.prototype_cards import judge_prototypes
from insights.errors import InsightsError
from insights.pipeline.writing import recommend
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.ideas_chapter import describe_change
from insights.reporting.chapters.quotes import QuoteChooser
from insights.reporting.chapters.rounds_story import compose_rounds
from insights.reporting.document import Claim, Paragraph, walk
from insights.reporting.drafting.joins import component_of, vision_parts
from insights.reporting.likeness import split_by_likeness
from insights.reporting.proposing.suggestions import is_praise
from insights.reporting.wording import in_words
from tests.test_reporting_fixture import make_material

PLACE = {"source_id": "s", "locator": "row 2"}
LIVED, PRO = "lived_experience", "professional"


# ------------------------------------------------------------------------------- rounds


def rounds_of(*rows):
    return tables.from_rows("rounds", [
        {"feedback_id": f"f{n}", "round": "1", "type": "wish", "locator": f"row {n + 2}",
         "source_id": "s", **row}
        for n, row in enumerate(rows)
    ])  # fmt: skip


def responses_of(*rows):
    return tables.from_rows("responses", [{**PLACE, **row} for row in rows])


def trail_of(rounds, responses, as_of="2026-03-01"):
    found = analysis.follow_feedback(rounds, responses, tables.empty("excerpts"), as_of=as_of)
    return tables.conform("feedback_trail", found)


def test_every_piece_ends_somewhere():
    rounds = rounds_of({}, {}, {}, {}, {"type": "like"}, {})
    responses = responses_of(
        {"feedback_id": "f0", "response": "changed", "version": "2", "what": "a line"},
        {"feedback_id": "f1", "response": "not changed", "reason": "no money"},
        {"feedback_id": "f2", "response": "not changed"},
        {"feedback_id": "f3", "response": "open"},
    )
    trail = trail_of(rounds, responses)
    assert list(trail["state"]) == [
        "changed", "not changed", "not changed", "open", "nothing asked", "not answered",
    ]  # fmt: skip
    assert trail["closed"].tolist() == [True, True, False, False, pd.NA, False]
    whole = tables.conform("round_results", analysis.summarise_rounds(trail, rounds)).iloc[-1]
    assert (whole["n_asking"], whole["n_changed"], whole["n_not_changed"]) == (5, 1, 1)
    assert (whole["n_no_reason"], whole["n_open"], whole["n_not_answered"]) == (1, 1, 1)
    assert whole["closed_share"] == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("given", "answered", "days"),
    [("2026-01-01", "2026-01-31", 30), ("2026-01-01", None, 59), (None, "2026-01-31", None)],
)
def test_waiting_is_counted_in_days(given, answered, days):
    response = "changed" if answered else "open"
    trail = trail_of(
        rounds_of({"given_on": given}),
        responses_of({"feedback_id": "f0", "response": response, "responded_on": answered}),
    )
    found = trail["n_days"][0]
    assert (None if pd.isna(found) else found) == days


def test_a_later_round_takes_a_section_up_again():
    said = {"participant_id": "P1", "section": "Log"}
    rounds = rounds_of(said, {**said, "round": "2", "section": "log "}, {**said, "round": "3"},
                       {"participant_id": "P2", "section": "Log", "round": "2"})  # fmt: skip
    again = trail_of(rounds, responses_of())["again_in"]
    assert again.tolist()[:2] == ["2", "3"]
    assert again[2:].isna().all()


def checks_of(*rows):
    rounds = rounds_of(*({"verdict": "confirms", **row} for row in rows))
    return analysis.gather_member_checks(rounds, ["Keeping track"], tables.empty("excerpts"))


def test_a_check_names_a_theme_and_its_kind():
    person = {"participant_id": "P1", "perspective": LIVED}
    found, problems = checks_of(
        {"checks": "keeping  TRACK", **person}, {"checks": "Keeping track (ideas)", **person},
        {"checks": "F2", **person}, {"checks": "Keeping trck", **person},
    )  # fmt: skip
    assert found["theme"].tolist() == ["Keeping track"] * 2
    assert [None if pd.isna(k) else k for k in found["prompt_kind"]] == [None, "idea"]
    assert "number can change" in problems[0].problem
    assert "Keeping track" in problems[1].fix


def test_the_sternest_verdict_of_a_person_stands_and_nobody_is_no_one():
    found, _ = checks_of(
        {"checks": "Keeping track", "participant_id": "P1", "perspective": LIVED},
        {"checks": "Keeping track", "participant_id": "P1", "perspective": LIVED,
         "verdict": "rejects"},
        {"checks": "Keeping track", "perspective": LIVED},
    )  # fmt: skip
    row = found.iloc[0]
    assert (row["n_confirms"], row["n_rejects"], row["n_unattributed"]) == (0, 1, 1)


# --------------------------------------------------------------- three rounds, the toolkit


@pytest.fixture(scope="module")
def made(bundled):
    return pipeline.read_tables(bundled.project.name, root=bundled.project.root)


def third_round(made, theme, *verdicts):
    """Return the tables with a third round in which a finding is read back."""
    rounds, known = made["rounds"], made["excerpts"]["excerpt_id"]
    people = made["participants"]
    rows = [
        {"feedback_id": f"R3-{n:02d}", "artefact": "Money toolkit", "version": "0.3",
         "round": "3", "type": "unspecified", "checks": theme, "verdict": verdict,
         "participant_id": people.loc[people["perspective"] == group, "participant_id"].iloc[n],
         "perspective": group, "given_on": "2026-03-20", "source_id": "s3",
         "locator": f"row {n + 2}", "excerpt_id": known.iloc[n]}
        for n, (group, verdict) in enumerate(verdicts)
    ]  # fmt: skip
    rows.append({"feedback_id": "R3-90", "artefact": "Money toolkit", "version": "0.3",
                 "round": "3", "section": "The whole", "type": "idea", "source_id": "s3",
                 "locator": "row 90", "given_on": "2026-03-20"})  # fmt: skip
    answers = pd.concat([made["responses"], responses_of(
        {"feedback_id": "R3-90", "response": "not changed", "reason": "There is paper for one",
         "responded_on": "2026-03-24"},
    )])  # fmt: skip
    return {**made, "rounds": pd.concat([rounds, tables.from_rows("rounds", rows)]),
            "responses": answers}  # fmt: skip


def finding(outputs, theme):
    found = outputs.tables["findings"]
    return found[(found["theme"] == theme) & (found["prompt_kind"] == "problem")].iloc[0]


def test_a_member_check_lifts_what_one_session_held_down(bundled, made):
    theme = "Keeping track"
    before = recommend(bundled.project, made)
    assert finding(before, theme)["confidence"] == "Moderate"
    both = third_round(made, theme, (LIVED, "confirms"), (PRO, "confirms"))
    after = recommend(bundled.project, both)
    lifted = finding(after, theme)
    assert lifted["confidence"] == "High"
    assert "Read back in round 3." in lifted["checked"]
    assert len(lifted["check_excerpt_ids"]) == 2
    others = after.tables["findings"]["theme"] != theme
    assert list(after.tables["findings"][others]["confidence"]) == list(
        before.tables["findings"][others]["confidence"]
    )
    trail = after.tables["feedback_trail"].set_index("feedback_id")
    assert trail.loc["R3-90", "state"] == "not changed"
    assert trail.loc["R3-90", "reason"] == "There is paper for one"
    assert list(after.tables["round_results"]["round"]) == ["1", "2", "3", "all"]
    # You said, we did: every piece of all three rounds has its end, or says why it has none yet.
    assert len(trail) == len(both["rounds"])
    ended = {"changed", "not changed", "nothing asked"}
    waiting = trail[(trail["round"] != "3") & ~trail["state"].isin(ended)]
    of_first = waiting[waiting["round"] == "1"]
    assert len(of_first) and of_first["reason"].notna().all()
    assert waiting["n_days"].notna().all()
    # The report names each of them with its age, and says that the first round left some.
    material = replace(make_material(), feedback_trail=after.tables["feedback_trail"],
                       round_results=after.tables["round_results"])  # fmt: skip
    section = compose_rounds(Desk(material, QuoteChooser(material)))
    told = {
        words.claim_id: words.text
        for node in walk((section,)) if isinstance(node, Paragraph)
        for words in node.parts if isinstance(words, Claim)
    }  # fmt: skip
    for feedback_id, row in waiting.iterrows():
        assert f" for {row['n_days']} days." in told[f"owed.{feedback_id}"]
    plain = " ".join(part for part in section.blocks[0].parts if isinstance(part, str))
    assert f"Of round 1, {in_words(len(of_first))} still wait for an answer." in plain


@pytest.mark.parametrize("said", [
    [(LIVED, "confirms")],  # one of the two groups only
    [(LIVED, "amends"), (PRO, "amends")],
    [(LIVED, "confirms"), (PRO, "confirms"), (PRO, "rejects")],
])  # fmt: skip
def test_half_a_check_lifts_nothing(bundled, made, said):
    after = recommend(bundled.project, third_round(made, "Keeping track", *said))
    row = finding(after, "Keeping track")
    assert row["confidence"] != "High"
    assert row["checked"]
    rejected = [verdict for _, verdict in said if verdict == "rejects"]
    against = finding(recommend(bundled.project, made), "Keeping track")["against_excerpt_ids"]
    assert len(row["against_excerpt_ids"]) == len(against) + len(rejected)


# -------------------------------------------------------------------------- the ledger


def test_every_claim_of_every_report_stands_in_its_source(bundled, made):
    evidence, excerpts = made["evidence"], made["excerpts"].set_index("excerpt_id")
    assert set(evidence["document"]) >= {"commissioner", "participants", "guide", "researchers"}
    texts = {
        path.stem: path.read_bytes().decode("utf-8")
        for path in (bundled.project.processed / "texts").glob("*.txt")
    }
    for row in evidence.to_dict("records"):
        excerpt = excerpts.loc[row["excerpt_id"]]
        held = texts[excerpt["source_id"]][row["start"] : row["end"]]
        assert held.encode("utf-8") == row["quote"].encode("utf-8") == excerpt["text"].encode()
    # What readers get is as exact: words that may not be shown are a span without length.
    path_of = dict(zip(made["sources"]["path"], made["sources"]["source_id"], strict=True))
    with (bundled.project.reports / "evidence.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(evidence)
    for told in rows:
        held = texts[path_of[told["source"]]][int(told["start"]) : int(told["end"])]
        assert held in (told["quote"], told["quote"].removeprefix("'"))
        assert bool(told["withheld"]) == (told["start"] == told["end"])


def test_a_recommendation_is_traced_to_its_place_and_back(bundled, made):
    name, root = bundled.project.name, bundled.project.root
    down = pipeline.trace(name, "r1", root=root)
    assert (down.kind, down.step_id) == ("recommendation", "R1")
    first = down.steps[0].steps[0]
    assert first.quote == made["excerpts"].set_index("excerpt_id").loc[first.step_id, "text"]
    assert first.steps[0].kind == "place"
    assert "no longer" not in first.steps[0].words
    back = json.dumps(pipeline.trace(name, first.step_id, root=root).as_dict())
    assert '"id": "R1"' in back
    assert '"kind": "claim"' in back
    for wanted in ("F1", "LOG", "keeping track", "round_1.csv"):
        assert pipeline.trace(name, wanted, root=root).steps


def test_what_is_not_there_names_what_is_near(bundled):
    from insights.cli import app

    with pytest.raises(InsightsError, match="Keeping track"):
        pipeline.trace(bundled.project.name, "Keeping trak", root=bundled.project.root)
    shown = CliRunner().invoke(
        app, ["trace", bundled.project.name, "R1", "--root", str(bundled.project.root)]
    )
    assert shown.exit_code == 0
    assert "recommendation R1" in shown.stdout


# ------------------------------------------------------------------------------- cards


def trial_of(n_able, n_wanted, n=6, stopped=0, makers=0):
    rows = []
    for person in range(n + makers):
        helped = person >= n
        base = {"prototype": "café", "participant_id": f"P{person}", "helped_design": helped,
                "source_id": "s", "locator": f"row {person}"}  # fmt: skip
        rows += [
            {**base, "item": "success", "value": float(helped or person < n_able)},
            {**base, "item": "would_use", "value": float(helped or person < n_wanted)},
        ]
        if person < stopped:
            rows += [{**base, "item": "severity", "value": 3.0},
                     {**base, "item": "issue", "excerpt_id": f"x{person}"}]  # fmt: skip
    prototypes = tables.from_rows("prototypes", rows)
    excerpts = pd.DataFrame({"excerpt_id": [f"x{n}" for n in range(stopped)]})
    return prototypes, excerpts


def card_of(*args, decided=None, **more):
    prototypes, excerpts = trial_of(*args, **more)
    cards, problems = judge_prototypes(
        analysis.summarise_prototypes(prototypes, excerpts),
        analysis.list_issues(prototypes, excerpts), prototypes, decided,
    )  # fmt: skip
    return tables.conform("prototype_cards", cards).iloc[0], problems


@pytest.mark.parametrize(
    ("tests", "verdict"),
    [
        ({"n_able": 6, "n_wanted": 6}, "pilot"),
        ({"n_able": 5, "n_wanted": 3}, "pilot"),
        ({"n_able": 4, "n_wanted": 6}, "improve"),  # 4 of 6 is under three in four
        ({"n_able": 6, "n_wanted": 2}, "improve"),  # one in three, and not under
        ({"n_able": 6, "n_wanted": 1}, "park"),
        ({"n_able": 6, "n_wanted": 6, "stopped": 1}, "pilot"),
        ({"n_able": 6, "n_wanted": 6, "stopped": 2}, "improve"),
        ({"n_able": 4, "n_wanted": 6, "makers": 6}, "improve"),  # makers’ praise is left out
        ({"n_able": 2, "n_wanted": 2, "n": 2}, "test"),  # too few to go by
        # Too few who did not make it: praise is no pilot, and what makers cannot do is a finding.
        ({"n_able": 2, "n_wanted": 2, "n": 2, "makers": 6}, "test"),
        ({"n_able": 0, "n_wanted": 0, "n": 0, "makers": 8}, "test"),
        ({"n_able": 0, "n_wanted": 2, "n": 2, "makers": 3}, "improve"),
        ({"n_able": 3, "n_wanted": 3, "n": 3, "makers": 6}, "pilot"),
        ({"n_able": 2, "n_wanted": 2, "n": 2, "makers": 6, "stopped": 2}, "improve"),
    ],
)
def test_the_rules_propose(tests, verdict):
    assert card_of(**tests)[0]["verdict"] == verdict


@pytest.mark.parametrize(
    ("tests", "told"),
    [
        ({"n_able": 2, "n_wanted": 2, "n": 2, "makers": 6},
         [("6 of the 8 testers had helped to make it. The other two are too few to rest a "
          "decision on.")]),
        ({"n_able": 1, "n_wanted": 1, "n": 1, "makers": 6},
         [("6 of the 7 testers had helped to make it. The other one is too few to rest a "
          "decision on.")]),
        ({"n_able": 0, "n_wanted": 0, "n": 0, "makers": 4},
         ["Everybody who tested it had helped to make it: nobody else’s word is known."]),
        ({"n_able": 1, "n_wanted": 1, "n": 1}, ["1 tester is too few to go by."]),
        # To meet something that stops people is not to fail.
        ({"n_able": 6, "n_wanted": 6, "stopped": 2},
         [("2 of 6 testers met something that is rated as stopping people. Both could do the "
          "task all the same.")]),
        ({"n_able": 6, "n_wanted": 6, "stopped": 3},
         [("3 of 6 testers met something that is rated as stopping people. All three could do "
          "the task all the same.")]),
        ({"n_able": 1, "n_wanted": 6, "stopped": 2},
         ["Only 1 of 6 testers could do the task.",
          ("2 of 6 testers met something that is rated as stopping people. 1 of 2 could do the "
          "task all the same.")]),
        ({"n_able": 4, "n_wanted": 6, "makers": 2},
         ["Only 4 of the 6 testers who had not helped to make it could do the task."]),
        ({"n_able": 6, "n_wanted": 4, "makers": 2},
         [("All 6 testers who had not helped to make it could do the task, and 4 would use "
          "it.")]),
        ({"n_able": 0, "n_wanted": 6}, ["None of 6 testers could do the task."]),
    ],
)  # fmt: skip
def test_a_verdict_says_first_what_weighs_most(tests, told):
    reasons = card_of(**tests)[0]["reasons"]
    assert list(reasons) == told
    assert all(len(sentence.split()) <= 25 for one in reasons for sentence in one.split(". "))


def test_a_person_has_the_last_word_with_a_reason():
    decided = {"Café": {"verdict": "implement", "reason": "It ran for a year"}}
    card, problems = card_of(6, 6, decided=decided)
    assert (card["verdict"], card["proposed"], card["decided"]) == ("implement", "pilot", True)
    assert card["reasons"][0] == "It ran for a year"
    assert not problems
    for wrong in ({"cafe bar": {}}, {"café": {"verdict": "pilt"}}, {"café": {"verdict": "park"}}):
        card, problems = card_of(6, 6, decided=wrong)
        assert not card["decided"]
        assert len(problems) == 1


@pytest.mark.parametrize(("spread", "half"), [(20 * (7 / 8) ** 0.5, 16.7)])
def test_the_usability_scale_has_the_interval_of_its_mean(spread, half):
    _, mean, high = analysis.mean_interval([60 - spread, 60 + spread] * 4)
    assert mean == pytest.approx(60)
    assert high - mean == pytest.approx(half, abs=0.1)  # n = 8, SD 20: about ±17
    assert analysis.sus_score([5, 1] * 5) == 100


# -------------------------------------------------------------- ideas, vision, promises


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("We find it", "We find a person", "Out: “it”. In: “a person”."),
        ("We want one", "We need one", "Out: “want”. In: “need”."),
        ("Help, for all", "Help for all", "Only its punctuation."),
        ("One two three", "Four five six", "A new sentence."),
        ("Nobody here waits", "here nobody waits", "The same words in another order."),
    ],
)
def test_a_change_of_the_vision_is_told_word_by_word(before, after, said):
    assert describe_change(before, after) == said


def test_names_are_joined_where_they_match_plainly():
    names = {"surgery": "The event at or near GP surgeries", "digital": "The digital tool"}
    assert component_of("Event near the surgery", names) == "surgery"
    assert component_of("Event in the park", names) == ""
    parts = vision_parts("Nobody has to earn help: find a person, and get on with your life.")
    assert parts == ["Nobody has to earn help", "Find a person", "Get on with your life"]


def test_promises_are_followed_from_the_project_before():
    recommendations = tables.from_rows("recommendations", [
        {"recommendation_id": "rx1", "label": "R1", "title": "Print a log", "status": "agreed",
         "owner": "Council", "due": "2026-01-31", "confidence": "High", "supported_by": "Some",
         "feasibility": "good", "cost": "low", "releasable": True},
        {"recommendation_id": "rx2", "label": "R2", "title": "Ask", "status": "draft",
         "confidence": "High", "supported_by": "Some", "feasibility": "good", "cost": "low",
         "releasable": True},
    ])  # fmt: skip
    ideas = tables.from_rows("ideas", [
        {"idea_id": "I1", "title": "System days", "status": "commitment", **PLACE}
    ])  # fmt: skip
    found, problems = analysis.follow_promises(
        "last-year", {"recommendations": recommendations, "ideas": ideas},
        {"I1": {"state": "kept", "happened": "Four of them"}, "R9": {"state": "kept"}},
        as_of="2026-06-01",
    )  # fmt: skip
    rows = tables.conform("promises", found).set_index("promise_id")
    assert list(rows.index) == ["rx1", "I1"]
    assert (rows.loc["rx1", "state"], rows.loc["rx1", "overdue"]) == ("not said yet", True)
    assert (rows.loc["I1", "state"], rows.loc["I1", "happened"]) == ("kept", "Four of them")
    assert len(problems) == 1


# ---------------------------------------------------------------------------- grouping


def test_one_shared_keyword_joins_nothing_by_itself():
    words = {"a": ["day", "swap", "job"], "b": ["day", "room", "quarter"], "c": ["swap", "job"]}
    vectors = {"a": [1.0, 0.0, 0.0], "b": [0.1, 1.0, 0.0], "c": [0.9, 0.1, 0.1]}
    rarity = {"day": 0.2, "swap": 2.0, "job": 2.0, "room": 2.0, "quarter": 2.0}
    assert split_by_likeness(["a", "b", "c"], words, vectors, rarity) == [["a", "c"], ["b"]]


@pytest.mark.parametrize(
    ("said", "praise"),
    [
        ("Staff friendly and extremely kind", True), ("Very good service", True),
        ("Nothing", True), ("Thank you all", True), ("More friendly staff", False),
        ("Nothing on the front says what it is", False), ("Be kind", False),
        ("A log people keep", False), ("The staff were lovely but the wait was long", False),
    ],
)  # fmt: skip
def test_praise_is_no_proposal(said, praise):
    assert is_praise(said) is praise


def test_an_edit_says_what_changed_underneath():
    from insights.reporting import apply_recommendation_edits

    draft = tables.from_rows("recommendations", [
        {"recommendation_id": "rx1", "label": "R1", "title": "Print a log", "status": "draft",
         "confidence": "High", "supported_by": "Some", "feasibility": "not assessed",
         "cost": "not costed", "releasable": True, "for_excerpt_ids": ["a", "b"],
         "against_excerpt_ids": ["c", "d"]},
    ])  # fmt: skip
    edit = {"rx1": {"title": "Print it", "excerpt_ids": ["a", "z"], "against_excerpt_ids": []}}
    edited, problems = apply_recommendation_edits(draft, edit)
    assert not problems
    assert edited["changed_since"][0] == (
        "1 new excerpt for it, 1 excerpt for it is gone and 2 new excerpts against it"
    )
    assert edited["title"][0] == "Print it"
