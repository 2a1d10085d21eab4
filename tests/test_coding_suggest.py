import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.coding import suggest_codings
from insights.coding.keywords import find_phrases
from insights.coding.suggest import describe_codes


def some_excerpts(*texts, speakers=()):
    return tables.from_rows(
        "excerpts",
        [
            {
                "excerpt_id": f"x{i}", "source_id": "s", "locator": f"row {i + 2}", "start": 0,
                "end": len(text), "speaker": speakers[i] if speakers else "participant",
                "prompt_kind": "problem", "kind": "problem", "directness": "verbatim",
                "n_words": 1, "text": text,
            }
            for i, text in enumerate(texts)
        ],
    )  # fmt: skip


def some_codes(**keywords):
    return tables.from_rows(
        "codes",
        [
            {
                "code_id": code_id, "name": code_id.title(), "theme": "T", "keywords": words,
                "sensitive": False, "status": "agreed", "version": 1,
            }
            for code_id, words in keywords.items()
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("My debts frighten me", "debt"),
        ("DEBT!", "debt"),
        ("I have no debt at all", "debt"),  # a mention is a mention
        ("They kept losing the forms", "lose"),
        ("several appointments were cancelled", "appointment"),
        ("it was cancelled again", "canceling"),
        ("it was recognised late", "recognize"),
        ("no counseling for months", "counselling"),
        ("a new programme", "program"),
        ("Money worries keep me up", "money worry"),
        ("my money-worries", "money worry"),
        ("my money  worries", "money worry"),
        ("my money\nworries", "money worry"),
        ("the follow up never came", "follow-up"),
        ("the follow-up never came", "follow up"),
        ("for my well being", "well-being"),
        ("for my well-being", "wellbeing"),
        ("for my wellbeing", "well-being"),
        ("I can’t cope", "can't cope"),
        ("two apprentices left", "apprentic*"),
        ("we went over it and over and over", "over and over"),
        ("in my own time, please", "in my own time"),
    ],
)
def test_phrases_are_found(text, phrase):
    assert find_phrases([text], [phrase]) == [[0]]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("indebted", "debt"),
        ("No debt. Advice is free", "debt advice"),
        ("money, worries", "money worry"),
        ("money - worries come later", "money worry"),
        ("money\n\nworries", "money worry"),
        ("money\n \n- worries", "money worry"),
        ("[PERSON] rang [PLACE: LEEDS]", "person"),
        ("[PERSON] rang [PLACE: LEEDS]", "place"),
        ("I left a message", "leave"),
        ("the train was late", "training"),
        ("worse over time", "overtime"),
        ("worked overtime", "over time"),
        ("all is well", "good"),
        ("", "debt"),
        ("debt", ""),
        ("debt", "…"),
        ("[PERSON] money [PERSON] worries", "money worries"),
    ],
)
def test_phrases_are_not_found_elsewhere(text, phrase):
    assert find_phrases([text], [phrase]) == [[]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), max_size=4), st.lists(st.text(max_size=12), max_size=4))
def test_any_text_and_any_phrase_can_be_searched(texts, phrases):
    found = find_phrases(texts, phrases)
    assert len(found) == len(texts)
    assert all(0 <= p < len(phrases) for row in found for p in row)


def test_a_keyword_makes_a_likely_suggestion_with_its_reason():
    codings = suggest_codings(
        some_excerpts("My debts and the bailiffs", "Nothing"),
        some_codes(debt=["debt", "bailiff"], shame=["ashamed"]),
    )
    (row,) = codings.to_dict("records")
    assert (row["excerpt_id"], row["code_id"], row["coder"]) == ("x0", "debt", "machine")
    assert (row["status"], row["tier"], row["method"]) == ("suggested", "likely", "keyword")
    assert row["reason"] == "the keywords “debt”, “bailiff”"


def test_facilitators_and_retired_codes_are_left_out():
    codes = some_codes(debt=["debt"], old=["debt"])
    codes.loc[1, "status"] = "retired"
    codings = suggest_codings(
        some_excerpts(
            "debt", "debt", "debt", speakers=("facilitator", "unattributed", "participant")
        ),
        codes,
    )
    assert list(zip(codings["excerpt_id"], codings["code_id"], strict=True)) == [
        ("x1", "debt"), ("x2", "debt"),
    ]  # fmt: skip


def test_a_quoted_exclusion_lowers_a_match():
    codes = some_codes(lost=["lost"])
    codes.loc[0, "exclude"] = "Losing a job; “lost property”"
    codings = suggest_codings(some_excerpts("lost again", "it is with lost property"), codes)
    assert list(codings["tier"]) == ["likely", "look"]
    assert "“lost property”" in codings.loc[1, "reason"]


def unit(*rows):
    matrix = np.array(rows, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def test_meaning_ranks_three_codes_and_never_calls_one_likely():
    codes = some_codes(a=[], b=[], c=[], d=[], e=[])
    code_vectors = unit([1, 0, 0], [1, 0.5, 0], [1, 1, 0], [1, 2, 0], [-1, 0, 0])
    codings = suggest_codings(
        some_excerpts("words"), codes, unit([1, 0, 0]), code_vectors=code_vectors
    )
    assert list(codings["code_id"]) == ["a", "b", "c"]
    assert list(codings["score"]) == [1.0, 0.8944, 0.7071]
    assert set(codings["method"]) == {"meaning"}
    assert "likely" not in set(codings["tier"])


def test_a_keyword_stands_before_meaning_and_nothing_is_suggested_twice():
    codes = some_codes(a=["debt"], b=[])
    codings = suggest_codings(
        some_excerpts("debt"), codes, unit([1, 0]), code_vectors=unit([1, 0], [1, 0.1])
    )
    assert list(zip(codings["code_id"], codings["method"], strict=True)) == [
        ("a", "keyword"), ("b", "meaning"),
    ]  # fmt: skip


def test_far_meanings_are_not_suggested_at_all():
    codings = suggest_codings(
        some_excerpts("x"), some_codes(a=[]), unit([1, 0]), code_vectors=unit([0, 1])
    )
    assert codings.empty


def test_codes_are_encoded_by_what_the_codebook_says_of_them():
    codes = some_codes(a=["k"])
    codes.at[0, "examples"] = ["an example."]
    codes.loc[0, ["definition", "include"]] = ["A definition.", "When so"]
    assert describe_codes(codes) == ["A. T. A definition. When so. an example"]
    given_texts = []

    def encode(texts):
        given_texts.extend(texts)

    codings = suggest_codings(some_excerpts("k"), codes, unit([1.0]), encode=encode)
    assert given_texts == describe_codes(codes)
    assert list(codings["method"]) == ["keyword"]  # no vectors came back: keywords alone


@pytest.mark.parametrize(
    ("n_accepted", "n_rejected", "tier"),
    [(0, 19, "likely"), (0, 20, "look"), (20, 0, "likely"), (16, 4, "look"), (19, 3, "likely")],
)
def test_keywords_are_likely_until_decisions_say_otherwise(n_accepted, n_rejected, tier):
    excerpts = some_excerpts(*["debt"] * 30)
    statuses = ["accepted"] * n_accepted + ["rejected"] * n_rejected
    decided = pd.DataFrame(
        {"excerpt_id": [f"x{i}" for i in range(len(statuses))], "code_id": "a", "status": statuses}
    )
    codings = suggest_codings(excerpts, some_codes(a=["debt"]), decided=decided)
    assert set(codings["tier"]) == {tier}


def test_vectors_of_codes_are_those_of_the_whole_codebook():
    codes = some_codes(old=[], a=[])
    codes.loc[0, "status"] = "retired"
    codings = suggest_codings(
        some_excerpts("x"), codes, unit([1, 0]), code_vectors=unit([0, 1], [1, 0])
    )
    assert list(zip(codings["code_id"], codings["score"], strict=True)) == [("a", 1.0)]


def test_no_codes_or_no_words_give_an_empty_table():
    assert suggest_codings(some_excerpts("a"), tables.empty("codes")).empty
    assert suggest_codings(tables.empty("excerpts"), some_codes(a=["b"])).empty


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_excerpts_changes_nothing_but_the_order(order):
    excerpts = some_excerpts("debt", "letters and debts", "nothing", "shame", "letter")
    codes = some_codes(a=["debt"], b=["letter"], c=[])
    vectors = unit([1, 0], [1, 1], [0, 1], [2, 1], [1, 2])
    near = unit([1, 0], [0, 1], [1, 1])
    straight = suggest_codings(excerpts, codes, vectors, code_vectors=near)
    shuffled = suggest_codings(
        excerpts.iloc[order].reset_index(drop=True), codes, vectors[order], code_vectors=near
    )
    key = ["excerpt_id", "code_id"]
    pd.testing.assert_frame_equal(
        shuffled.sort_values(key, ignore_index=True), straight.sort_values(key, ignore_index=True)
    )
