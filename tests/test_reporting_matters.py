"""What is put together and what is not: support, places, serious voices, votes, decisions."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from insights import tables
from insights.project import Thresholds
from insights.reporting.drafting.confidence import Remedy, rate_remedy, remedy_concerns
from insights.reporting.drafting.dangers import danger_of
from insights.reporting.drafting.matters import join_matters
from insights.reporting.drafting.placing import stands_elsewhere
from insights.reporting.drafting.voices import gather_voices
from insights.reporting.proposing.proposals import speaking_for
from tests.test_reporting_fixture import PROJECT, make_material

TITLE = "Write the letters in plain words"
ABOUT = "Letters nobody can read official letter plain words jargon"


@pytest.mark.parametrize(
    ("said", "speaks"),
    [
        ("Big print, plain words", True),
        ("If you can’t say it in plain words you can’t stop my money with it.", True),
        ("Somebody to read the letter with you", True),
        ("Set up a reader panel. Six people go through every template.", False),
        ("A crib for the common letters, what it says on the left.", False),
        ("Reader panel for plain words", False),
        ("The search one, good, but make it work with a thumb", False),
        ("Take a target off me and I’ll write it plainer. That’s my offer.", False),
        ("I never open them.", True),  # asks for nothing: nothing tells it apart
    ],
)
def test_what_asks_for_something_else_is_no_support(said: str, speaks: bool) -> None:
    texts = {"a": f"{TITLE}, please", "b": said, "c": "Plain words"}
    kept = speaking_for(list(texts), texts, title=TITLE, about=ABOUT, chosen="a")
    assert ("b" in kept) is speaks
    assert {"a", "c"} <= set(kept)


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Event near the surgery", "Something in the surgery", True),
        ("It belongs near the surgery and not in it", "Help inside the surgery", True),
        ("Event near the surgery", "Across from the surgery", False),
        ("Event near the surgery", "At or near the surgery", False),
        ("A café by the sea", "Something in the waiting room", False),
        ("", "In the surgery", False),
    ],
)
def test_near_is_not_in(one: str, other: str, apart: bool) -> None:
    assert stands_elsewhere(one, other) is apart
    assert stands_elsewhere(other, one) is apart


@pytest.mark.parametrize(
    ("remedy", "start", "level"),
    [
        (Remedy(["a"]), "High", "Moderate"),
        (Remedy(list("abc")), "High", "Moderate"),  # few proposed it, and nobody tried it
        (Remedy(list("abc"), tried="pilot"), "High", "High"),
        (Remedy(list("abcdef")), "High", "High"),
        (Remedy(list("abcdef"), n_against=1), "High", "Moderate"),
        (Remedy(list("ab"), n_against=1), "High", "Low"),
        (Remedy(list("ab"), n_in_finding=2), "Low", "Low"),  # not lowered twice for it
        (Remedy([None, None]), "Very low", "Very low"),
        (Remedy(["a"], tried="park"), "provisional", "provisional"),
    ],
)
def test_a_remedy_is_rated_apart_from_its_problem(remedy: Remedy, start: str, level: str) -> None:
    serious, lesser = remedy_concerns(remedy, Thresholds())
    rating = rate_remedy(start, serious, lesser, rests_on="F1")
    assert rating.level == level
    assert start in rating.steps[0]
    assert "F1" in rating.steps[0]
    one = remedy_concerns(replace(remedy, sensitive=True), Thresholds())[0]
    assert not any("one person" in words for words in one)


def facts_of(*said: tuple[str, str]) -> dict[str, dict[str, object]]:
    return {
        f"x{n}": {"participant_id": who, "perspective": "professional" if who else None,
                  "text": words}
        for n, (who, words) in enumerate(said)
    }  # fmt: skip


def test_serious_voices_on_one_danger_stand_together() -> None:
    facts = facts_of(
        ("P1", "What do we do if somebody’s in a really bad way on a Friday?"),
        ("", "scared they’d take the kids"),
        ("", "what if someone’s really in trouble, who do they ring"),
        ("P2", "Nobody told me what to do if someone became very unwell"),
        ("P3", "They lost my coat"),
    )
    made = gather_voices(
        {}, facts, tables.empty("codes"), list(facts), PROJECT.group_words, same_matter=0.45
    )
    assert [list(voices.excerpt_ids) for voices in made] == [["x0", "x2", "x3"], ["x1"], ["x4"]]
    assert made[0].title == (
        "Few voices and one group note, serious: somebody very unwell or in danger"
    )
    assert made[0].statement.startswith("Fewer than three people and one group note spoke of this")
    assert made[2].title == "Few voices, serious: in words no code has yet"
    assert danger_of(["They lost my coat"]) is None


def test_a_danger_asks_somebody_to_look_into_it() -> None:
    material = make_material(serious=("x029",))
    asked = material.recommendations[
        material.recommendations["title"].str.startswith("Look into")
    ].iloc[-1]
    assert asked["title"] == "Look into how people are refused care for want of an address"
    assert asked["finding_ids"][0].startswith("S")
    assert asked["owner"] is None or pd.isna(asked["owner"])
    assert asked["releasable"]


def test_votes_and_decisions_are_joined_where_they_are_about_the_same() -> None:
    material = make_material()
    statements = tables.from_rows("statements", [
        {"statement_id": "S1", "text": "One list of local services, kept up to date",
         "source_id": "s1"},
        {"statement_id": "S2", "text": "The tea was good", "source_id": "s1"},
    ])  # fmt: skip
    findings, drafts = join_matters(
        material.findings, material.recommendations, material.excerpts,
        statements=statements, project=PROJECT, vectors_of=lambda texts: None,
    )  # fmt: skip
    joined = drafts.set_index("title")
    listed = next(title for title in joined.index if "list of local services" in title)
    assert list(joined.loc[listed, "statement_ids"]) == ["S1"]
    assert list(joined.loc[listed, "decisions"]) == ["D2"]
    assert not any("S2" in ids for ids in findings["statement_ids"])


def test_an_offer_goes_to_what_shares_its_code_and_not_to_what_shares_a_word() -> None:
    material = make_material()
    first = material.recommendations.iloc[0]
    mine = str(first["for_excerpt_ids"][0])
    about = material.excerpts.set_index("excerpt_id")["text"][mine]
    offer = material.excerpts.iloc[[0]].assign(
        excerpt_id="xnew", text=f"We will pay for this: {about}", speaker="participant"
    )
    excerpts = pd.concat([material.excerpts, offer], ignore_index=True)

    def offered(code: str) -> list[str]:
        counted = pd.DataFrame([
            {"excerpt_id": mine, "code_id": "c_one"}, {"excerpt_id": "xnew", "code_id": code},
        ])  # fmt: skip
        _, drafts = join_matters(
            material.findings, material.recommendations, excerpts,
            statements=tables.empty("statements"), project=PROJECT,
            vectors_of=lambda texts: None, counted=counted,
        )  # fmt: skip
        return [str(e) for ids in drafts["offer_excerpt_ids"] for e in ids]

    assert "xnew" in offered("c_one")
    assert "xnew" not in offered("c_other")
