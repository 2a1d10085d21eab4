"""Whether a disagreement goes on: planted sides on a theme's problems and on its ideas."""

import pandas as pd
import pytest

from insights import analysis
from insights.analysis.disputes import find_sides, goes_on, wait_for_a_second

LE, PRO = "lived_experience", "professional"
# person → kind → code → stance; people whose name begins with P are professionals
ASKED = {
    "L1": {"problem": {"EARLY": "opposes"}, "idea": {"PACE": "supports"}},
    "L2": {"problem": {"EARLY": "opposes", "PACE": "supports"}},
    "P1": {"problem": {"EARLY": "supports"}, "idea": {"EARLY": "supports"}},
    "P2": {"problem": {"EARLY": "supports"}},
}


def table(people):
    rows, stances = [], {}
    for person, kinds in people.items():
        for kind, codes in kinds.items():
            for code, stance in codes.items():
                excerpt = f"{person}-{kind}-{code}"
                stances[excerpt, code] = stance
                rows.append({
                    "level": "code", "theme": "t", "code_id": code, "prompt_kind": kind,
                    "group": PRO if person.startswith("P") else LE, "participant_id": person,
                    "excerpt_ids": [excerpt],
                })  # fmt: skip
    return pd.DataFrame(rows), stances


def test_claims_that_pull_against_each_other_are_one_dispute():
    sides = find_sides(*table(ASKED))
    assert sides["t", "problem", LE] == {0: {1: 0, -1: 2}}
    assert sides["t", "idea", LE] == {0: {1: 0, -1: 1}}
    assert sides["t", "idea", PRO] == {0: {1: 1, -1: 0}}


def test_the_same_sides_on_ideas_as_on_problems_are_the_same_dispute():
    sides = find_sides(*table(ASKED))
    assert goes_on(sides, "t", "idea", (LE, PRO), {"problem"})
    assert goes_on(sides, "t", "idea", (PRO, LE), {"problem"})
    assert not goes_on(sides, "other", "idea", (LE, PRO), {"problem"})


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        ("P1", {"problem": {"EARLY": "supports"}, "idea": {"PACE": "supports"}}),  # came round
        ("P1", {"problem": {"EARLY": "supports"}}),  # no word of it among the ideas
        ("P1", {"problem": {"EARLY": "supports"}, "idea": {"EARLY": "mixed"}}),
    ],
)
def test_where_a_side_is_missing_the_dispute_does_not_go_on(person, kinds):
    sides = find_sides(*table({**ASKED, person: kinds}))
    assert not goes_on(sides, "t", "idea", (LE, PRO), {"problem"})


@pytest.mark.parametrize(
    ("meaning", "n_people", "waits"),
    [("facets", 1, True), ("same", 1, True), ("unjudged", 0, True), ("differs", 2, True),
     ("facets", 2, False), ("same", 2, False), ("conflict", 1, False)],
)  # fmt: skip
def test_one_judgement_against_a_conflict_elsewhere_waits_for_a_second(meaning, n_people, waits):
    rows = [
        {"level": "theme", "theme": "t", "prompt_kind": kind, "group_a": LE, "group_b": PRO}
        for kind in ("problem", "idea")
    ]
    judged = [("conflict", 1), (meaning, n_people)]
    sides = find_sides(*table(ASKED))
    assert wait_for_a_second(rows, judged, sides) == [False, waits]
    turned = wait_for_a_second(rows, [("same", 1), (meaning, n_people)], sides)
    assert turned == [meaning == "conflict", False]  # a conflict on ideas makes problems wait


def test_the_sentence_says_that_the_same_sides_speak():
    row = {
        "prompt_kind": "idea", "group_a": LE, "k_a": 5, "n_a": 13, "low_a": 0.1, "group_b": PRO,
        "k_b": 4, "n_b": 13, "low_b": 0.1, "difference": 0.08, "convergence": "not yet judged",
        "prominence": "cannot tell", "robust": True, "caveats": "conflict_elsewhere",
    }  # fmt: skip
    told = analysis.describe_comparison(row, lambda group, n: group if n == 1 else f"{group}s")
    assert "The same sides speak here as where the groups disagree about this theme." in told
