import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.coding import apply_code_decisions, apply_decisions, suggest_codings
from insights.coding.decisions import TARGET_OF, Decision

EXCERPTS = tables.from_rows(
    "excerpts",
    [
        {
            "excerpt_id": f"x{i}", "source_id": "s", "locator": f"row {i}", "start": 0, "end": 4,
            "speaker": "participant", "prompt_kind": "problem", "kind": "problem",
            "directness": "verbatim", "n_words": 1, "text": text,
        }
        for i, text in enumerate(("debt", "debt and shame", "shame", "nothing"))
    ],
)  # fmt: skip
CODES = tables.from_rows(
    "codes",
    [
        {
            "code_id": code_id, "name": name, "theme": theme, "keywords": words,
            "sensitive": False, "status": "agreed", "version": 1,
        }
        for code_id, name, theme, words in (
            ("A", "Debt", "Money", ["debt"]), ("B", "Shame", "Feelings", ["shame"]),
            ("C", "Owing", "Money", []),
        )
    ],
)  # fmt: skip
CODINGS = suggest_codings(EXCERPTS, CODES)


def decide(*lines):
    """Make decisions: each line is ``action`` and what it needs, by coder AB unless said."""
    decisions = []
    for number, (action, more) in enumerate(lines, start=1):
        target = TARGET_OF[action]
        excerpt, code = more.get("excerpt_id", ""), more.get("code_id", "")
        coder = more.get("coder", "AB")
        decisions.append(
            Decision(
                source=f"decisions/{coder}.jsonl", line=number,
                id=more.get("id", f"{coder}{number}"), at=more.get("at", ""), coder=coder,
                action=action, target=target,
                target_id=more.get("target_id", excerpt if target == "excerpt" else code),
                excerpt_id=excerpt, code_id=code, value=more.get("value"),
            )
        )  # fmt: skip
    return decisions


def on(excerpt_id, code_id="", **more):
    return {"excerpt_id": excerpt_id, "code_id": code_id, **more}


def apply(*lines):
    return apply_decisions(EXCERPTS, CODES, CODINGS, decide(*lines))


def pairs(applied, coder="AB"):
    rows = applied.codings[applied.codings["coder"] == coder]
    return {
        (e, c): s
        for e, c, s in zip(rows["excerpt_id"], rows["code_id"], rows["status"], strict=True)
    }


def test_without_decisions_the_suggestions_stand():
    applied = apply()
    pd.testing.assert_frame_equal(applied.codings, CODINGS)
    pd.testing.assert_frame_equal(applied.codes, CODES)
    pd.testing.assert_frame_equal(applied.excerpts, EXCERPTS)
    assert (applied.problems, applied.unmatched, applied.looked_at) == ((), (), ())
    assert applied.meanings.empty


def test_accepting_rejecting_and_adding_give_a_row_each_beside_the_suggestion():
    applied = apply(("accept", on("x0", "A")), ("reject", on("x1", "A")), ("add", on("x3", "C")))
    assert pairs(applied) == {
        ("x0", "A"): "accepted", ("x1", "A"): "rejected", ("x3", "C"): "accepted",
    }  # fmt: skip
    assert pairs(applied, "machine") == {
        ("x0", "A"): "suggested", ("x1", "A"): "suggested", ("x1", "B"): "suggested",
        ("x2", "B"): "suggested",
    }  # fmt: skip
    assert applied.looked_at == ("x0", "x1", "x3")
    human = applied.codings[applied.codings["coder"] == "AB"]
    assert set(human["method"]) == {"human"}


def test_a_coders_last_word_stands_and_another_coders_beside_it():
    applied = apply(
        ("accept", on("x0", "A")), ("reject", on("x0", "A")),
        ("accept", on("x0", "A", coder="CD")), ("accept", on("x1", "A")), ("unsure", on("x1", "A")),
    )  # fmt: skip
    assert pairs(applied) == {("x0", "A"): "rejected"}
    assert pairs(applied, "CD") == {("x0", "A"): "accepted"}
    assert applied.looked_at == ("x0", "x1")


def test_an_undone_decision_leaves_the_one_before():
    applied = apply(
        ("accept", on("x0", "A")), ("reject", on("x0", "A", id="r")), ("undo", {"target_id": "r"})
    )
    assert pairs(applied) == {("x0", "A"): "accepted"}


def test_decisions_on_excerpts_that_are_gone_are_listed():
    applied = apply(*(("accept", on(f"gone{i}", "A")) for i in range(7)), ("accept", on("x0", "A")))
    assert [d.excerpt_id for d in applied.unmatched] == [f"gone{i}" for i in range(7)]
    (problem,) = applied.problems
    assert problem.source == "decisions/AB.jsonl"
    assert problem.where == "lines 1, 2, 3, 4, 5 and 2 more"
    assert problem.problem.startswith("7 decisions")


def test_decisions_on_unknown_codes_are_a_problem_with_the_nearest():
    applied = apply(("accept", on("x0", "Aa")))
    assert pairs(applied) == {}
    assert "“Aa”" in applied.problems[0].problem


def test_merging_moves_suggestions_decisions_and_keywords():
    applied = apply(("reject", on("x0", "A")), ("merge", on("", "A", value={"into": "C"})))
    assert pairs(applied) == {("x0", "C"): "rejected"}
    assert ("x1", "C") in pairs(applied, "machine")
    assert not [key for key in pairs(applied, "machine") if key[1] == "A"]
    codes = applied.codes.set_index("code_id")
    assert codes.loc["A", "status"] == "retired"
    assert codes.loc["C", "keywords"] == ["debt"]
    assert applied.problems == ()


def test_merging_there_and_back_again_is_refused():
    applied = apply(
        ("merge", on("", "A", value={"into": "C"})), ("merge", on("", "C", value={"into": "A"}))
    )
    assert len(applied.problems) == 1
    assert list(applied.codes["status"]) == ["retired", "agreed", "agreed"]


def test_later_decisions_on_a_merged_code_go_where_it_went():
    applied = apply(
        ("merge", on("", "A", value={"into": "B"})), ("merge", on("", "B", value="C")),
        ("accept", on("x0", "A")),
    )  # fmt: skip
    assert pairs(applied) == {("x0", "C"): "accepted"}


def test_splitting_moves_the_excerpts_it_names_and_leaves_the_rest():
    parts = [{"name": "Rent debt", "excerpt_ids": ["x0"]}, {"name": "Card debt", "excerpt_ids": []}]
    applied = apply(
        ("accept", on("x0", "A", coder="CD")), ("accept", on("x1", "A", coder="CD")),
        ("split", on("", "A", value=parts)),
    )  # fmt: skip
    assert pairs(applied, "CD") == {("x0", "rent_debt"): "accepted", ("x1", "A"): "accepted"}
    assert pairs(applied) == {("x0", "rent_debt"): "accepted"}  # who split has placed it there
    assert ("x0", "rent_debt") in pairs(applied, "machine")
    assert list(applied.codes["code_id"]) == ["A", "B", "C", "rent_debt", "card_debt"]
    assert set(applied.codes["theme"][3:]) == {"Money"}


def test_a_split_says_which_excerpts_are_gone():
    parts = [{"name": "Rent debt", "excerpt_ids": ["x0", "gone", "lost"]}]
    applied = apply(("split", on("", "A", value=parts)))
    assert pairs(applied) == {("x0", "rent_debt"): "accepted"}
    (problem,) = applied.problems
    assert "2 excerpts" in problem.problem


def test_codes_are_made_renamed_defined_moved_and_retired():
    applied = apply(
        ("new", on("", "D", value={"name": "Buses", "theme": "Travel", "keywords": "bus; fare"})),
        ("new", {"value": "Lifts"}),
        ("rename", on("", "A", value="Debts")), ("define", on("", "A", value="Owing money")),
        ("move", on("", "A", value="Feelings")), ("retire", on("", "B")),
        ("accept", on("x2", "D")), ("accept", on("x2", "B")),
    )  # fmt: skip
    codes = applied.codes.set_index("code_id")
    assert list(codes.index) == ["A", "B", "C", "D", "lifts"]
    assert codes.loc["D", "keywords"] == ["bus", "fare"]
    assert codes.loc["D", "theme"] == "Travel"
    assert codes.loc["lifts", "theme"] == "Lifts"
    assert list(codes.loc["A", ["name", "definition", "theme", "version"]]) == [
        "Debts", "Owing money", "Feelings", 2,
    ]  # fmt: skip
    assert pairs(applied) == {("x2", "D"): "accepted"}
    assert not [key for key in pairs(applied, "machine") if key[1] == "B"]
    assert [p.where for p in applied.problems] == ["code B"]  # a person's coding on it, named


@pytest.mark.parametrize(
    "line",
    [
        ("new", {"value": None}), ("rename", on("", "A", value="")),
        ("define", on("", "A", value=3)), ("merge", on("", "A")),
        ("move", on("", "A")), ("merge", on("", "A", value={"into": "nowhere"})),
        ("split", on("", "A", value="B")), ("split", on("", "A", value=[{}])),
        ("retire", on("", "nowhere")), ("stance", on("x0", "A", value="maybe")),
        ("stance", on("x3", "A", value="supports")), ("kind", on("x0", value="joke")),
        ("convergence", {"target_id": "Money", "value": {"meaning": "same"}}),
        ("convergence", {"target_id": "Money", "value": "same"}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_a_problem_and_changes_nothing(line):
    applied = apply(line)
    assert len(applied.problems) == 1
    assert applied.problems[0].where == "line 1"
    pd.testing.assert_frame_equal(applied.codes, CODES)
    pd.testing.assert_frame_equal(applied.codings, CODINGS)


def test_where_a_new_code_clashes_with_the_codebook_the_decision_wins_and_says_so():
    applied = apply(("new", on("", "A", value={"name": "Bailiffs"})))
    assert applied.codes.loc[0, "name"] == "Bailiffs"
    assert "other content" in applied.problems[0].problem


def test_suggestions_made_for_the_decided_codebook_need_no_moving():
    decisions = decide(
        ("merge", on("", "A", value={"into": "C"})), ("new", {"value": {"name": "Shame 2"}})
    )
    codes, problems = apply_code_decisions(CODES, decisions)
    assert problems == []
    suggested = suggest_codings(EXCERPTS, codes)
    applied = apply_decisions(EXCERPTS, CODES, suggested, decisions)
    assert set(pairs(applied, "machine")) == {("x0", "C"), ("x1", "C"), ("x1", "B"), ("x2", "B")}


def test_stances_go_to_the_coders_own_coding_or_else_to_the_suggestion():
    applied = apply(
        ("accept", on("x0", "A")), ("stance", on("x0", "A", value="opposes")),
        ("stance", on("x1", "B", value="supports")),
    )  # fmt: skip
    stances = applied.codings.set_index(["excerpt_id", "code_id", "coder"])["stance"].dropna()
    assert stances.to_dict() == {("x0", "A", "AB"): "opposes", ("x1", "B", "machine"): "supports"}


def test_a_decided_kind_is_the_excerpts_kind():
    applied = apply(("kind", on("x1", value="idea")))
    assert list(applied.excerpts["kind"]) == ["problem", "idea", "problem", "problem"]
    assert list(EXCERPTS["kind"]) == ["problem"] * 4


def test_judgements_of_convergence_become_a_table():
    value = {"prompt_kind": "idea", "group_a": "p", "group_b": "q", "meaning": "same"}
    turned = {**value, "group_a": "q", "group_b": "p", "meaning": "conflict"}
    applied = apply(
        ("convergence", {"target_id": "Money", "value": value}),
        ("convergence", {"target_id": "Money", "value": turned}),
        ("convergence", {"target_id": "Money", "value": value, "coder": "CD"}),
    )
    shown = applied.meanings[["theme", "prompt_kind", "group_a", "group_b", "meaning", "coder"]]
    assert shown.to_numpy().tolist() == [
        ["Money", "idea", "q", "p", "conflict", "AB"], ["Money", "idea", "p", "q", "same", "CD"],
    ]  # fmt: skip


def test_every_judgement_is_carried_through():
    applied = apply(
        ("approve_quote", on("x0")), ("hold_quote", on("x1")),
        ("mask", {"target_id": "h1"}), ("summary", {"target_id": "P1|Money", "value": "words"}),
        ("release", {"target_id": "R1"}), ("edit", {"target_id": "R1", "value": {"title": "T"}}),
        ("accept", on("gone", "A")),
    )  # fmt: skip
    assert list(applied.judgements["action"]) == [
        "approve_quote", "hold_quote", "mask", "summary", "release", "edit", "accept",
    ]  # fmt: skip
    assert json.loads(applied.judgements["value"][5]) == {"title": "T"}


LINES = st.lists(
    st.tuples(
        st.sampled_from(("accept", "reject", "add", "unsure", "merge", "retire", "rename", "new")),
        st.fixed_dictionaries(
            {
                "excerpt_id": st.sampled_from(("x0", "x1", "x2", "gone")),
                "code_id": st.sampled_from(("A", "B", "C", "D")),
                "coder": st.sampled_from(("AB", "CD")),
                "value": st.sampled_from(("A", "B", "C", None)),
            }
        ),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(LINES)
def test_twice_is_once_and_nothing_breaks_its_contract(lines):
    decisions = decide(*lines)
    first = apply_decisions(EXCERPTS, CODES, CODINGS, decisions)
    suggested = first.codings[first.codings["coder"] == "machine"]
    again = apply_decisions(first.excerpts, CODES, suggested, decisions)
    pd.testing.assert_frame_equal(first.codings, again.codings)
    pd.testing.assert_frame_equal(first.codes, again.codes)
    in_use = set(first.codes.loc[first.codes["status"] != "retired", "code_id"])
    assert set(first.codings["code_id"]) <= in_use
    assert {d.excerpt_id for d in first.unmatched} <= {"gone"}


@settings(max_examples=10, deadline=None)
@given(LINES)
def test_each_coders_file_means_the_same_whichever_is_read_first(lines):
    decisions = [d for d in decide(*lines) if d.target == "excerpt"]
    turned = sorted(decisions, key=lambda d: d.coder, reverse=True)
    pd.testing.assert_frame_equal(
        apply_decisions(EXCERPTS, CODES, CODINGS, decisions).codings,
        apply_decisions(EXCERPTS, CODES, CODINGS, turned).codings,
    )
