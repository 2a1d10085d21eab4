"""Agreement between coders: published examples, chance, gaps, and what gives no figure."""

import json
import math
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import pipeline
from insights.coding.agreement import (
    EVERYTHING,
    NOT_USED,
    TOO_FEW,
    cohens_kappa,
    krippendorffs_alpha,
    tabulate_agreement,
)  # fmt: skip
from insights.errors import InsightsError
from tests.conftest import BUNDLED

GAP = float("nan")
LETTERS = {letter: number for number, letter in enumerate("abcde")}


def numbers(letters):
    return [LETTERS[letter] for letter in letters]


# --------------------------------------------------------------------- published examples


@pytest.mark.parametrize(
    ("ratings", "published"),
    [
        # Krippendorff (2011), example A: binary data, two observers, nothing missing.
        ([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], 0.095),
        # Krippendorff (2011), example B: nominal data, two observers, nothing missing.
        ([numbers("aabbdcccedda"), numbers("babbbcccedd" + "d")], 0.692),
        # Krippendorff (2011), example C: nominal data, four observers, with gaps.
        (
            [
                [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
                [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
                [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
                [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
            ],
            0.743,
        ),
    ],
)
def test_alpha_is_what_krippendorff_published(ratings, published):
    assert round(krippendorffs_alpha(ratings), 3) == published


def spread(table):
    """Return two coders' categories from a table of how often each pair came up."""
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    return [first for first, _ in pairs], [second for _, second in pairs]


@pytest.mark.parametrize(
    ("table", "published"),
    [
        # Cohen (1960): proportions of 200 cases in three categories, kappa 0.492.
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        ([[20, 5], [10, 15]], 0.4),
        # The same share agreed, 0.60, and quite another agreement: what prevalence does.
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
    ],
)
def test_kappa_is_what_was_published(table, published):
    assert round(cohens_kappa(*spread(table)), len(str(published)) - 2) == published


def test_without_any_variation_there_is_no_figure():
    assert math.isnan(cohens_kappa([0, 0, 0], [0, 0, 0]))
    assert math.isnan(krippendorffs_alpha([[0, 0], [0, 0]]))
    assert math.isnan(krippendorffs_alpha([[1, GAP], [GAP, 0]]))
    assert math.isnan(cohens_kappa([], []))


# ------------------------------------------------------------------------------ the table


def tabulate(said, cases=None, **more):
    said = np.asarray(said, dtype=np.int8)
    coders = [f"C{i}" for i in range(said.shape[0])]
    codes = [f"code{i}" for i in range(said.shape[2])]
    cases = cases or [f"P{i % 20}" for i in range(said.shape[1])]
    return tabulate_agreement(said, cases, coders, codes, **more).set_index("code_id")


@pytest.fixture(scope="module")
def independent():
    """Two coders who look at nothing; each uses common and rare codes alike."""
    rng = np.random.default_rng(4)
    return (rng.random((2, 2000, 8)) < np.linspace(0.05, 0.6, 8)).astype(np.int8)


def test_coders_who_look_at_nothing_score_about_nothing(independent):
    table = tabulate(independent)
    assert table["kappa"].abs().max() < 0.08
    whole = table.loc[EVERYTHING]
    assert abs(whole["kappa"]) < 0.03
    assert abs(whole["alpha"]) < 0.03
    assert whole["kappa_low"] < 0 < whole["kappa_high"]
    # Pooled without regard to how common each code is, they would seem to agree.
    assert cohens_kappa(independent[0].ravel(), independent[1].ravel()) > 0.1


def test_each_row_is_the_plain_formula(independent):
    table = tabulate(independent)
    for place in range(8):
        first, second = independent[0, :, place], independent[1, :, place]
        assert table["kappa"].iloc[place] == pytest.approx(cohens_kappa(first, second))
        assert table["alpha"].iloc[place] == pytest.approx(krippendorffs_alpha([first, second]))


def test_three_coders_with_gaps_have_an_alpha_and_no_kappa():
    rng = np.random.default_rng(7)
    truth = rng.random((200, 2)) < 0.3
    said = np.stack([np.where(rng.random(truth.shape) < 0.1, ~truth, truth) for _ in range(3)])
    said = said.astype(np.int8)
    said[2, :40] = -1
    table = tabulate(said)
    assert table["coders"].unique().tolist() == ["all 3 coders"]
    assert table["kappa"].isna().all()
    gaps = np.where(said[:, :, 0] < 0, np.nan, said[:, :, 0])
    assert table["alpha"].iloc[0] == pytest.approx(krippendorffs_alpha(gaps))
    assert table["n_excerpts"].iloc[0] == 160


def alike(n_excerpts, n_uses, n_people):
    """Two coders who agree but once, on a code used so often by somebody."""
    said = np.zeros((2, n_excerpts, 1), dtype=np.int8)
    said[:, :n_uses] = 1
    said[1, 0] = 0
    order = np.random.default_rng(0).permutation(n_excerpts)
    return said[:, order], [f"P{i % n_people}" for i in range(n_excerpts)]


@pytest.mark.parametrize(
    ("shape", "said"),
    [
        ((30, 8, 10), ""),
        ((29, 8, 10), TOO_FEW),
        ((30, 4, 10), TOO_FEW),
        ((30, 8, 9), TOO_FEW),
        ((300, 0, 30), NOT_USED),
    ],
)
def test_too_little_gives_no_figure_and_says_so(shape, said):
    if shape[1]:
        codings, cases = alike(*shape)
    else:
        codings, cases = np.zeros((2, shape[0], 1)), [f"P{i % shape[2]}" for i in range(shape[0])]
    row = tabulate(codings, cases).iloc[0]
    assert row["said"] == said
    figures = row[["kappa", "alpha", "share_agreed", "kappa_low", "alpha_high"]]
    assert bool(figures.notna().all()) == (not said)


def test_the_share_agreed_never_stands_alone(independent):
    table = tabulate(independent)
    shown = table[table["share_agreed"].notna()]
    assert shown["alpha"].notna().all()


def test_where_nobody_differs_there_is_no_interval():
    said = np.zeros((2, 60, 1), dtype=np.int8)
    said[:, ::5] = 1
    row = tabulate(said).iloc[0]
    assert row["kappa"] == 1
    assert math.isnan(row["kappa_low"])


def test_people_are_drawn_and_not_excerpts():
    """One person's excerpts are alike: the interval is wider than excerpts alone would say."""
    said = np.zeros((2, 200, 1), dtype=np.int8)
    people = np.arange(200) // 10
    said[0, people % 2 == 0] = 1
    said[1, people % 4 == 0] = 1
    clustered = tabulate(said, [f"P{p}" for p in people]).iloc[0]
    apart = tabulate(said, [f"E{i}" for i in range(200)]).iloc[0]
    assert clustered["kappa"] == apart["kappa"]
    width = clustered["kappa_high"] - clustered["kappa_low"]
    assert width > 2 * (apart["kappa_high"] - apart["kappa_low"])


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1))
def test_order_does_not_matter_and_twice_is_the_same(seed):
    rng = np.random.default_rng(seed)
    said = rng.integers(-1, 2, (2, 40, 2)).astype(np.int8)
    cases = [f"P{i % 12}" for i in range(40)]
    first = tabulate(said, cases, n_draws=50)
    order = rng.permutation(40)
    again = tabulate(said[:, order], [cases[i] for i in order], n_draws=50)
    turned = tabulate(said[::-1], cases, n_draws=50)
    assert first.equals(again)
    kept = ["n_differ", "n_all_yes", "kappa", "alpha", "said"]
    assert first[kept].round(9).equals(turned[kept].round(9))


# ---------------------------------------------------------------------------- a project


@pytest.fixture
def own_root(bundled, bundled_root, tmp_path):
    """A copy of the bundled project that has been run, to decide in."""
    shutil.copytree(bundled_root, tmp_path / "root")
    return tmp_path / "root"


def decide(root, coder, lines):
    text = "".join(json.dumps({"at": "2026-05-01T10:00:00Z", **line}) + "\n" for line in lines)
    path = root / "data" / "raw" / BUNDLED / "decisions" / f"{coder}.jsonl"
    path.write_text(text, encoding="utf-8")


def remove_decisions(root):
    shutil.rmtree(root / "data" / "raw" / BUNDLED / "decisions")
    (root / "data" / "raw" / BUNDLED / "decisions").mkdir()


def test_the_bundled_coders_can_talk_but_did_not_code_blind(bundled, bundled_root):
    found = pipeline.agreement(BUNDLED, root=bundled_root)
    assert found.coders == ("AB", "CD")
    assert not found.has_figures
    assert set(found.differences["memo"]) == {True, False}
    assert "too few to say" in "\n".join(found.lines())
    led = pipeline.agreement(BUNDLED, root=bundled_root, seen_by="anybody")
    assert led.has_figures
    assert any("too high" in line for line in led.lines())
    assert sum(led.n_seen.values()) == sum(found.n_seen.values())


def test_the_result_shows_itself_and_is_one_document(bundled, bundled_root):
    found = pipeline.agreement(BUNDLED, root=bundled_root, seen_by="one")
    assert "<table" in found._repr_html_()
    assert "Next: Talk through" in repr(found)
    plain = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert plain["seen_by"] == "one"
    assert plain["agreement"][-1]["code_id"] == EVERYTHING


def test_an_undone_look_at_suggestions_is_still_a_look(own_root):
    excerpts = pipeline.read_tables(BUNDLED, root=own_root)["excerpts"]["excerpt_id"][:2].tolist()
    remove_decisions(own_root)
    look = {"action": "accept", "excerpt_id": excerpts[0], "code_id": "SHAME", "shown": ["SHAME"]}
    blind = [{"action": "add", "excerpt_id": e, "code_id": "SHAME", "shown": []} for e in excerpts]
    decide(own_root, "AB", [look, {"action": "undo", "target_id": "AB.jsonl:1"}, *blind])
    decide(own_root, "CD", blind)
    assert pipeline.agreement(BUNDLED, root=own_root).n_seen == {0: 1, 1: 1}


def test_not_sure_is_no_decision_and_nothing_fits_is_one(own_root):
    tables = pipeline.read_tables(BUNDLED, root=own_root)
    said = tables["excerpts"][tables["excerpts"]["speaker"] != "facilitator"]
    one, two, three = said["excerpt_id"][:3]
    remove_decisions(own_root)
    decide(own_root, "AB", [
        {"action": "add", "excerpt_id": one, "code_id": "SHAME"},
        {"action": "unsure", "excerpt_id": two, "code_id": "SHAME"},
        {"action": "unsure", "excerpt_id": three, "value": "nothing fits"},
    ])  # fmt: skip
    decide(own_root, "CD", [
        {"action": "unsure", "excerpt_id": one},
        {"action": "add", "excerpt_id": two, "code_id": "SHAME"},
        {"action": "add", "excerpt_id": three, "code_id": "SHAME"},
    ])  # fmt: skip
    found = pipeline.agreement(BUNDLED, root=own_root)
    assert sum(found.n_seen.values()) == 2  # the first was left for later
    assert found.differences[["excerpt_id", "yes", "no"]].to_numpy().tolist() == [
        [three, ["CD"], ["AB"]]
    ]


def test_random_coders_of_a_real_project_score_about_nothing(own_root):
    tables = pipeline.read_tables(BUNDLED, root=own_root)
    said = tables["excerpts"][tables["excerpts"]["speaker"] != "facilitator"]["excerpt_id"]
    codes = tables["codes"]["code_id"][:6].tolist()
    remove_decisions(own_root)
    rng = np.random.default_rng(11)
    for coder in ("AB", "CD"):
        decide(own_root, coder, [
            {"action": "add" if rng.random() < 0.3 else "reject", "excerpt_id": e, "code_id": c}
            for e in said for c in codes
        ])  # fmt: skip
    whole = pipeline.agreement(BUNDLED, root=own_root).table.set_index("code_id").loc[EVERYTHING]
    assert whole["said"] == ""
    assert abs(whole["kappa"]) < 0.1


def test_a_reflexive_project_gets_the_differences_and_the_reason(own_root):
    path = own_root / "data" / "raw" / BUNDLED / "project.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('approach = "framework"', 'approach = "reflexive"'), "utf-8")
    found = pipeline.agreement(BUNDLED, root=own_root, seen_by="anybody")
    assert found.table.empty
    assert "reading by somebody" in found.off_because
    assert len(found.differences)
    assert found.off_because in found.lines()


def test_one_coder_is_told_what_it_takes(own_root):
    (own_root / "data" / "raw" / BUNDLED / "decisions" / "CD.jsonl").unlink()
    found = pipeline.agreement(BUNDLED, root=own_root)
    assert found.lines() == [
        "Only AB has coded so far. Agreement needs two people who read the same excerpts."
    ]
    assert "second person" in found.next_step


def test_a_word_that_is_none_is_refused(bundled, bundled_root):
    with pytest.raises(InsightsError, match="who may have seen"):
        pipeline.agreement(BUNDLED, root=bundled_root, seen_by="noone")
