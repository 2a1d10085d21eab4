import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.coding import suggest_kinds, suggest_stances
from insights.coding.cues import cue, weigh_cues
from insights.coding.kinds import FEWEST_DECIDED, KINDS
from insights.coding.stances import STANCES, judge_stance
from tests.test_coding_learn import TEXTS, some_codes, some_excerpts

ASK = "Professionals should ask about debt at the first appointment"
NOT_ASK = "Nobody should ask about debt at the first appointment"


def kind_of(text, prompt_kind="unspecified"):
    found = suggest_kinds(some_excerpts([text], ["P1"]).assign(prompt_kind=prompt_kind))
    return (found["kind"][0], found["reason"][0]) if len(found) else (None, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When will somebody ring me back?", "question"),
        ("There should be one page that says who does what", "idea"),
        ("Give people a card to show", "idea"),
        ("A text reminder would help", "idea"),
        ("What if we had a café for this", "idea"),
        ("I would prefer to be rung in the morning", "preference"),
        ("The waiting list is too long", "problem"),
        ("Nobody could find the form", "problem"),
        ("It made me feel ashamed", "emotion"),
        ("I felt so lonely and scared", "emotion"),
        ("Last year I went to the bank with my sister", "experience"),
    ],
)
def test_wording_suggests_a_kind_and_the_reason_quotes_it(text, kind):
    found, reason = kind_of(text)
    assert found == kind
    assert reason.startswith("the wording “")


@pytest.mark.parametrize("text", ["It was no problem", "That is not difficult"])
def test_what_is_denied_is_no_problem(text):
    assert kind_of(text)[0] != "problem"


def test_the_prompt_tips_the_balance_and_is_named():
    assert kind_of("A card") == (None, "")
    kind, reason = kind_of("A card", "idea")
    assert (kind, reason) == ("idea", "the prompt invited an idea")
    assert kind_of("Debt letters", "problem")[0] == "problem"


def test_facilitators_have_no_kind():
    assert suggest_kinds(some_excerpts(["Why?"], ["F1"]).assign(speaker="facilitator")).empty


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60))
def test_any_text_has_at_most_one_kind(text):
    found = suggest_kinds(some_excerpts([text], ["P1"]))
    assert len(found) <= 1
    assert set(found["kind"]) <= set(KINDS)
    assert found["score"].between(0, 1).all()


@pytest.mark.parametrize(("n", "method"), [(FEWEST_DECIDED - 1, "wording"), (36, "learned")])
def test_decided_kinds_are_learned_from_once_there_are_enough(n, method):
    excerpts = some_excerpts()
    planted = ["problem" if "bus" in text else "preference" for text in TEXTS]
    decided = dict(zip(excerpts["excerpt_id"][:n], planted[:n], strict=True))
    found = suggest_kinds(excerpts, decided=decided).set_index("excerpt_id")
    assert set(found["method"]) == {method}
    if method == "learned":
        assert list(found["kind"][-20:]) == planted[-20:]
        assert found["score"][-20:].min() > 0.5


# ---------------------------------------------------------------------------------- stances


@pytest.mark.parametrize(
    ("text", "claim", "stance"),
    [
        ("Yes, they should ask at the start", ASK, "supports"),
        ("I wouldn't mind being asked straight out", ASK, "supports"),
        ("Nobody ever asked and I wish they had", ASK, "supports"),
        ("The first visit is too soon", ASK, "opposes"),
        ("I don't want to be asked, it put me off", ASK, "opposes"),
        ("It depends on who asks", ASK, "mixed"),
        ("It helped to be asked but it was too early", ASK, "mixed"),
        ("She asked about money in week three", ASK, "describes"),
        ("", ASK, "describes"),
        ("That is too soon", NOT_ASK, "supports"),
        ("They should ask at the start", NOT_ASK, "opposes"),
    ],
)
def test_wording_suggests_a_stance(text, claim, stance):
    found, weights, reason = judge_stance(text, claim)
    assert found == stance
    assert set(weights) == set(STANCES)
    assert sum(weights.values()) == pytest.approx(1)
    assert ("“" in reason) == (stance != "describes")


def pairs_of(excerpts, code_id="ask"):
    return pd.DataFrame({"excerpt_id": excerpts["excerpt_id"], "code_id": code_id})


def test_only_codes_with_a_claim_have_stances():
    excerpts = some_excerpts(["too soon", "they should"], ["P1", "P2"])
    codes = some_codes("ask", "bus")
    codes.loc[0, "claim"] = ASK
    pairs = pd.concat([pairs_of(excerpts), pairs_of(excerpts, "bus")], ignore_index=True)
    found = suggest_stances(excerpts, codes, pairs)
    assert list(zip(found["excerpt_id"], found["code_id"], found["stance"], strict=True)) == [
        ("x000", "ask", "opposes"), ("x001", "ask", "supports"),
    ]  # fmt: skip


def test_decided_stances_are_learned_from_once_there_are_enough():
    excerpts, codes = some_excerpts(), some_codes("ask")
    codes.loc[0, "claim"] = ASK
    planted = ["opposes" if "bus" in text else "supports" for text in TEXTS]
    ids = list(excerpts["excerpt_id"])
    decided = {(ids[i], "ask"): planted[i] for i in range(40)}
    found = suggest_stances(excerpts, codes, pairs_of(excerpts), decided=decided)
    assert set(found["method"]) == {"learned"}
    assert np.mean(np.array(list(found["stance"][40:])) == planted[40:]) == 1.0


def test_a_cue_is_whole_words_and_a_dash_any_ending():
    cues = [cue("a", 1.0, "wait-"), cue("b", 1.0, "must")]
    assert weigh_cues("Waiting lists", cues)[0] == {"a": 1.0}
    assert weigh_cues("await mustard", cues)[0] == {}
