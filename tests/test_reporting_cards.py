"""A recommendation's card: alternatives, dangers, what was tested, and how sure anybody is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.project import Thresholds
from insights.reporting import (
    apply_recommendation_edits,
    compose_commissioner_report,
    compose_evidence,
    draft_recommendations,
)
from insights.reporting.document import Badge, Field, Finding, QuoteList, claims_of, walk
from insights.reporting.drafting.alternatives import (
    alternatives_among,
    instead_of,
    opposite_sides,
)
from insights.reporting.drafting.comparing import is_named_by, sides_weighed
from insights.reporting.drafting.confidence import LEVELS, rate_remedy
from insights.reporting.drafting.drafts import find_draft, is_changed_since, say_draft
from insights.reporting.drafting.further import goes_further
from insights.reporting.drafting.piloting import keep_own_plans
from insights.reporting.drafting.resting import basis_of
from insights.reporting.drafting.sureness import say_sure_it_helps, say_sure_of_need
from insights.reporting.drafting.tested import (
    ready_cards,
    settle_first,
    sides_of_testers,
    sides_on_place,
    title_of,
)
from insights.reporting.drafting.tried import Tried, says_tried, with_draft
from insights.reporting.material import ReportMaterial
from insights.reporting.style import check_house_style
from tests.test_reporting_fixture import PROJECT, make_material

HALL = replace(PROJECT, components={"hall": "The event at or near the hall"})
SAID: list[Any] = [
    ("The hall", "c_in", "problem", [
        ("L1", "They read your name out in the hall and everybody turns round."),
        ("L2", "I left the hall twice because of the queue."),
        ("P1", "Nobody comes into the hall unless they have to."),
    ]),
    ("The hall", "c_in", "idea", [
        ("P1", "Something in the hall while people wait for their turn", "supports"),
        ("P2", "Something in the hall while people wait, with a kettle", "supports"),
        ("L1", "Near it. Not in it. The room behind the chip shop.", "opposes"),
        ("L2", "Not in the hall, I was told bad news in there.", "opposes"),
    ]),
    ("Being looked after", "c_tests", "unspecified", [
        ("L3", "Two places, one morning a week, three months. Count who comes back"),
        ("P3", "Start with ours"),
        ("L4", "Nobody told me what to do if somebody became very unwell in there"),
    ]),
]  # fmt: skip
CARD = {
    "prototype": "Event near the hall", "version": "1", "verdict": "pilot", "proposed": "pilot",
    "with_changes": True, "decided": False, "n_testers": 7,
    "reasons": ["6 of 7 testers could do the task.", "4 of 7 would use it."],
}  # fmt: skip


def hall(**card: Any) -> ReportMaterial:
    """Return a project whose prototype stands elsewhere than the proposal puts it."""

    def change(made: dict[str, Any]) -> None:
        made["codes"] = tables.from_rows("codes", [
            {"code_id": "c_in", "name": "In the hall", "theme": "The hall", "component": "hall",
             "claim": "Help should be offered inside the hall", "sensitive": False,
             "status": "agreed", "version": 1, "keywords": ["hall"]},
            {"code_id": "c_tests", "name": "What testers said", "theme": "Being looked after",
             "sensitive": False, "status": "agreed", "version": 1, "keywords": []},
        ])  # fmt: skip
        made["prototypes"] = tables.empty("prototypes")

    judged = {
        ("The hall", "problem"): ("convergent", "same", "cannot tell", None),
        ("The hall", "idea"): ("dissonant", "conflict", "cannot tell", None),
    }
    material = make_material(SAID, project=HALL, judged=judged, serious=("x009",), change=change)
    place = {"source_id": "s_le", "locator": "row 2"}
    of = {"prototype": "Event near the hall", "version": "1"}
    made = {
        "ideas": tables.from_rows("ideas", [
            {"idea_id": "I1", "title": "While you wait", "status": "prototype",
             "component": "hall", "excerpt_id": "x003", **place},
        ]),
        "prototype_cards": tables.from_rows("prototype_cards", [{**CARD, **card}]),
        "prototype_results": tables.from_rows("prototype_results", [
            {**of, "item": "pilot", "measure": "comment", "k": 2, "n": 7, "n_testers": 7,
             "sentence": "2 of 7 testers.", "excerpt_ids": ["x008", "x007"]},
        ]),
        "prototype_issues": tables.from_rows("prototype_issues", [
            {**of, "severity": 3, "n_people": 1, "n_testers": 7, "excerpt_ids": ["x009"]},
        ]),
    }  # fmt: skip
    drafts = draft_recommendations(
        material.findings, material.comparison, material.excerpts, material.counted,
        material.codes, project=HALL, made=made,
    )  # fmt: skip
    return replace(material, recommendations=drafts, **made)


@pytest.fixture(scope="module")
def material() -> ReportMaterial:
    return hall()


@pytest.fixture(scope="module")
def rows(material: ReportMaterial) -> dict[str, Any]:
    return {row["title"]: row for row in material.recommendations.to_dict("records")}


def ready(rows: dict[str, Any]) -> Any:
    return rows["Try out the event near the hall, with changes"]


def inside(rows: dict[str, Any]) -> Any:
    return next(row for title, row in rows.items() if title.startswith("Provide something in"))


def cards(material: ReportMaterial) -> dict[str, Finding]:
    report = compose_commissioner_report(material)
    chapter = next(one for one in report.sections if one.anchor == "recommendations")
    return {block.label: block for block in chapter.blocks if isinstance(block, Finding)}


def fields(card: Finding) -> dict[str, str]:
    return {
        node.name: " ".join(one if isinstance(one, str) else one.text for one in node.words)
        for node in walk(card.blocks) if isinstance(node, Field)
    }  # fmt: skip


# ---------------------------------------------------------------- what was tested and is ready


def test_a_prototype_ready_to_pilot_has_a_recommendation_in_its_testers_words(
    rows: dict[str, Any],
) -> None:
    row = ready(rows)
    assert row["recommendation_id"] == "rx007"  # the fullest plan
    assert list(row["for_excerpt_ids"]) == ["x007", "x008", "x005"]  # and who named its place
    assert list(row["against_excerpt_ids"]) == ["x003", "x004"]
    assert list(row["pilot_excerpt_ids"]) == ["x008", "x007"]
    assert row["supported_by"] == "2 of the 7 people who tried it"
    assert not row["releasable"]


def test_a_tested_thing_and_a_proposal_that_puts_it_elsewhere_name_each_other(
    rows: dict[str, Any], material: ReportMaterial
) -> None:
    one, other = ready(rows), inside(rows)
    assert f"{one['label']} is about what they tried." in other["tests"]
    assert f"{other['label']} asks for something else" in one["tests"]
    listed = material.recommendations.to_dict("records")
    pair = {one["recommendation_id"], other["recommendation_id"]}
    assert [set(ids) for ids in alternatives_among(listed)] == [pair]
    assert [row["label"] for row in instead_of(one, listed)] == [other["label"]]


def test_a_danger_that_testers_met_stands_before_what_they_tested(rows: dict[str, Any]) -> None:
    danger = next(row for title, row in rows.items() if title.startswith("Look into"))
    assert list(ready(rows)["settle_first_ids"]) == [danger["recommendation_id"]]
    assert list(inside(rows)["settle_first_ids"]) == [danger["recommendation_id"]]
    assert list(danger["settle_first_ids"]) == []


@pytest.mark.parametrize(
    ("card", "drafted"),
    [({}, True), ({"verdict": "implement"}, True), ({"verdict": "improve"}, False),
     ({"verdict": "park"}, False), ({"prototype": "Some other thing"}, False)],
)  # fmt: skip
def test_only_a_prototype_that_is_ready_and_spoken_of_by_testers_is_recommended(
    card: dict[str, Any], drafted: bool
) -> None:
    titles = list(hall(**card).recommendations["title"])
    assert any("the event near the hall" in title for title in titles) is drafted


def test_a_prototype_that_a_recommendation_was_itself_tried_out_as_is_not_recommended_twice() -> (
    None
):
    made = {"prototype_cards": tables.from_rows("prototype_cards", [CARD])}
    drafts = [{"verdict": "pilot", "prototypes": ["Event near the hall"]}]
    assert ready_cards(made, drafts) == []
    assert len(ready_cards(made, [{**drafts[0], "verdict": "near"}])) == 1


@pytest.mark.parametrize(
    ("name", "verdict", "changes", "title"),
    [
        ("Event near the hall", "pilot", True, "Try out the event near the hall, with changes"),
        ("The page", "pilot", False, "Try out the page"),
        ("GP card", "implement", False, "Put the GP card in place"),
    ],
)
def test_a_tested_prototype_is_named_in_its_title(
    name: str, verdict: str, changes: bool, title: str
) -> None:
    assert title_of({"prototype": name, "verdict": verdict, "with_changes": changes}) == title


def test_what_was_tested_has_its_evidence_and_takes_a_persons_edits(
    material: ReportMaterial, rows: dict[str, Any]
) -> None:
    report = compose_commissioner_report(material)
    ledger = compose_evidence(report, material.excerpts, material.sources)
    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    for claim in claims_of(report):
        held = ledger[ledger["claim_id"] == claim.claim_id]
        assert list(dict.fromkeys(held["excerpt_id"])) == list(dict.fromkeys(claim.excerpt_ids))
        assert all(texts[e] == q for e, q in zip(held["excerpt_id"], held["quote"], strict=True))
    label = ready(rows)["label"]
    assert set(ledger[ledger["claim_id"] == label]["excerpt_id"]) == {"x005", "x007", "x008"}
    edited, problems = apply_recommendation_edits(
        material.recommendations, {"rx007": {"title": "Open the room", "negative_cases": "Heard."}}
    )
    assert problems == []
    row = edited[edited["recommendation_id"] == "rx007"].iloc[0]
    assert (row["title"], row["releasable"]) == ("Open the room", True)
    assert row["confidence"] in (*LEVELS, "provisional")


# ---------------------------------------------------------------------- the order of a card


def test_a_card_answers_in_the_order_somebody_who_decides_asks(
    material: ReportMaterial, rows: dict[str, Any]
) -> None:
    card = cards(material)[ready(rows)["label"]]
    said = fields(card)
    names = list(said)
    asked = ["One or the other?", "Why", "Who is for it", "Tried", "Sure of the need",
             "Sure it helps", "Next step", "Pilot", "Still missing"]  # fmt: skip
    assert sorted(asked, key=names.index) == asked
    assert said["One or the other?"].startswith(f"{inside(rows)['label']} puts it elsewhere")
    assert said["Next step"].startswith("First look into")
    assert said["Next step"].endswith("spoke of that danger.")
    assert said["Who is for it"].endswith("One proposal puts it there too.")


def test_no_heading_stands_without_words_under_it_and_no_card_calls_itself_ready(
    material: ReportMaterial,
) -> None:
    for card in cards(material).values():
        assert all(node.quotes for node in walk(card.blocks) if isinstance(node, QuoteList))
        badges = [node.text for node in walk(card.badges) if isinstance(node, Badge)]
        assert not any("eady" in text for text in badges)


def test_words_of_a_danger_that_may_not_stand_give_way_to_others_of_the_same_matter() -> None:
    material = hall()
    drafts = material.recommendations.copy()
    place = next(n for n, t in enumerate(drafts["title"]) if t.startswith("Look into"))
    drafts.at[place, "for_excerpt_ids"] = ["x009", "x000"]
    texts = material.excerpts.copy()
    texts.loc[0, "text"] = "He was in danger and nobody came."
    label = drafts.at[place, "label"]
    shown = replace(material, recommendations=drafts, excerpts=texts, refused={"x009": "refused"})
    quotes = [node for node in walk(cards(shown)[label].blocks) if isinstance(node, QuoteList)]
    assert [quote.excerpt_id for quote in quotes[0].quotes] == ["x000"]
    held = replace(shown, refused={"x009": "refused", "x000": "refused"})
    quotes = [node for node in walk(cards(held)[label].blocks) if isinstance(node, QuoteList)]
    assert [quote.withheld for quote in quotes[0].quotes] == [True]


# ------------------------------------------------------------------------------- alternatives


def test_two_sides_of_a_claim_are_alternatives_only_where_the_groups_disagree() -> None:
    facts = {e: {"participant_id": p} for e, p in {"a": "1", "b": "2", "c": "3", "d": "3"}.items()}
    claims = {"EARLY": "They should ask early", "CHOOSE": "People should choose when"}
    codings = [
        {"excerpt_id": e, "code_id": code, "stance": stance}
        for e, code, stance in (
            ("a", "EARLY", "supports"), ("b", "CHOOSE", "supports"),
            ("c", "EARLY", "opposes"), ("d", "CHOOSE", "supports"),
        )
    ]  # fmt: skip
    rows = [
        {"for_excerpt_ids": ["a"], "finding_ids": ["F1"]},
        {"for_excerpt_ids": ["b"], "finding_ids": ["F1"]},
        {"for_excerpt_ids": ["b"], "finding_ids": ["F2"]},
    ]
    assert opposite_sides(rows, codings, claims, facts, ["F1"]) == [(0, 1)]
    assert opposite_sides(rows, codings, claims, facts, ["F2"]) == []
    assert opposite_sides(rows, codings[:2], claims, facts, ["F1"]) == []  # nobody joins them


# ------------------------------------------------------------------------------ the small rules


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("The team tries it one day a week", True),
        ("It was tried in May", True),
        ("Everybody is in; first one in April", False),
        ("Not a prototype: this week was the prototype. First one in April", False),
        ("It will be tried in April", False),
        ("Two wards plan on trying it", False),
        ("We are trying it from April", False),
        ("If it is being tested we will know", False),
    ],
)
def test_only_a_note_in_the_present_or_the_past_says_that_something_was_tried(
    note: str, said: bool
) -> None:
    assert says_tried(note) is said


@pytest.mark.parametrize(
    ("statement", "titles"),
    [
        (
            "One form matters more than opening late.",
            ("Provide one form", "Open the café at night"),
        ),
        ("Wages are needed more than new signs", ("Pay wages", "Provide new signs")),
        ("The peers must be paid.", ()),
        ("I know better than on Monday what others do.", ()),
    ],
)
def test_a_statement_that_weighs_two_things_touches_both(
    statement: str, titles: tuple[str, ...]
) -> None:
    sides = sides_weighed(statement)
    assert len(sides) == len(titles)
    if titles == ("Provide one form", "Open the café at night"):
        assert is_named_by(titles[1], sides[1]) and not is_named_by(titles[0], sides[1])


@given(st.text(max_size=80), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_what_goes_further_is_cut_out_of_the_words_as_they_stand(words: str, title: str) -> None:
    assert goes_further(words, title, []) in words


_DOUBTS = st.lists(st.sampled_from(["no test of it is recorded", "only one person proposed it"]),
                   max_size=4)  # fmt: skip


@given(st.sampled_from([*LEVELS, "provisional"]), _DOUBTS, _DOUBTS)
@settings(max_examples=80, deadline=None)
def test_how_sure_keeps_the_level_and_every_concern_and_reads_as_sentences(
    start: str, serious: list[str], lesser: list[str]
) -> None:
    rated = rate_remedy(start, serious, lesser, rests_on="F3", because=["few people raised it"])
    row = {
        "starts_at": start, "confidence": rated.level, "confidence_reason": "; ".join(rated.steps),
        "serious_concerns": serious, "lesser_concerns": lesser,
    }  # fmt: skip
    told = f"{say_sure_of_need(row)} {say_sure_it_helps(row)}"
    assert "(F3). Few people raised it." in told
    assert all(told.casefold().count(doubt) >= 1 for doubt in (*serious, *lesser))
    assert rated.provisional or say_sure_it_helps(row).startswith(rated.level)
    assert not any(cue in told for cue in ("starts at", "down to", "by itself"))
    assert check_house_style(told) == []


def test_a_persons_own_rating_is_told_in_their_words() -> None:
    row = {"starts_at": "High", "confidence": "High", "confidence_reason": "two wards ran it",
           "serious_concerns": [], "lesser_concerns": []}  # fmt: skip
    assert say_sure_of_need(row) == ""
    assert say_sure_it_helps(row) == "High. Two wards ran it."


def test_few_testers_weigh_against_what_they_tested() -> None:
    from insights.reporting.drafting.tested import concerns_after_tests

    assert concerns_after_tests(7, 0, 0, Thresholds(), "") == ([], [])
    assert len(concerns_after_tests(5, 1, 2, Thresholds(), "unanswered")[1]) == 3
    assert concerns_after_tests(1, 0, 0, Thresholds(), "")[0] == [
        "fewer than three people tried it"
    ]


# ------------------------------------------------------- what gates, what drafts went through

BOOKS = replace(
    PROJECT, title="Garden Kit", components={"book": "The book of seeds", "card": "Cards"},
    component_names={"book": ("Book",), "card": ("The swap card",)},
)  # fmt: skip
WORDS = {
    "x1": {"text": "Somebody in there was very unwell and nobody came", "participant_id": "L1"},
    "x2": {"text": "It asks for a postcode on the cover. Why", "participant_id": "L2"},
    "x3": {"text": "The cover wants my postcode, so that is me done", "participant_id": "L2"},
    "x4": {"text": "Give everybody a swap card at the gate", "participant_id": "L3"},
    "x5": {"text": "A swap card, with three faces", "participant_id": "P1"},
}  # fmt: skip


def feedback(*rows: dict[str, Any]) -> dict[str, Any]:
    whole = [
        {"feedback_id": f"F{n}", "artefact": "Kit", "round": "1", "version": "0.1",
         "type": "wish", "state": "changed", "excerpt_ids": [], **row}
        for n, row in enumerate(rows, start=1)
    ]  # fmt: skip
    return {"feedback_trail": tables.from_rows("feedback_trail", whole)}


@pytest.mark.parametrize(
    ("met", "serious", "made", "gated"),
    [
        ("x1", (), {}, True),  # its own words tell a danger
        ("x2", (), {}, False),  # only the same code as a danger
        ("x2", ("x2",), {}, True),  # a person marked it
        ("x2", ("x2",), feedback({"section": "Book", "excerpt_ids": ["x3"],
                                  "what": "The postcode is gone from the cover"}), False),
        ("x2", ("x2",), feedback({"section": "Book", "excerpt_ids": ["x3"], "state": "open"}),
         True),
        ("x1", (), feedback({"section": "Book", "excerpt_ids": ["x3"]}), True),
    ],
)  # fmt: skip
def test_a_danger_comes_first_only_where_a_tester_met_one_that_still_stands(
    met: str, serious: tuple[str, ...], made: dict[str, Any], gated: bool
) -> None:
    look = {"recommendation_id": "r2", "finding_ids": ["S1"], "for_excerpt_ids": ["x1", "x2"]}
    mine = {"recommendation_id": "r1", "finding_ids": ["F1"], "prototypes": ["Book"]}
    issues = tables.from_rows("prototype_issues", [
        {"prototype": "Book", "version": "1", "severity": 3, "n_people": 1, "n_testers": 5,
         "excerpt_ids": [met]},
    ])  # fmt: skip
    found = settle_first(
        mine, [mine, look], {"prototype_issues": issues, **made}, WORDS, BOOKS, serious
    )
    assert found == (["r2"] if gated else [])


def test_what_was_changed_is_told_by_most_of_the_same_words_on_the_same_part() -> None:
    said = str(WORDS["x2"]["text"])
    other = feedback({"section": "The swap card", "excerpt_ids": ["x3"]})
    assert not is_changed_since(said, "book", other, WORDS, BOOKS)
    assert not is_changed_since(said, "book", {}, WORDS, BOOKS)
    assert not is_changed_since(
        "The cover is sticky when it rains a lot", "book",
        feedback({"section": "Book", "excerpt_ids": ["x3"]}), WORDS, BOOKS,
    )  # fmt: skip


def test_a_draft_is_joined_by_its_part_and_its_own_name_and_no_more() -> None:
    made = feedback(
        {"section": "The swap card"},
        {"section": "The swap card", "round": "2", "version": "0.9", "changed_in": "0.10"},
        {"section": "Book"},
    )
    said = [str(WORDS[e]["text"]) for e in ("x4", "x5")]
    draft = find_draft("Let people swap what is left", said, "card", made, BOOKS)
    assert draft is not None
    assert (draft.names, draft.n_rounds, draft.n_pieces) == (("The swap card",), 2, 2)
    assert draft.version == "0.10"  # and not 0.9
    assert find_draft("Let people swap", said, "book", made, BOOKS) is None  # another part
    assert find_draft("Let people swap", said[:1], "card", made, BOOKS) is None  # one voice
    assert find_draft("Print a swap card", [], "card", made, BOOKS) == draft
    assert find_draft("Print a swap card", [], "card", {}, BOOKS) is None


def test_feedback_on_a_draft_is_no_test_and_no_silence() -> None:
    draft = find_draft("Print a swap card", [], "card", feedback({"section": "The swap card"}),
                       BOOKS)  # fmt: skip
    assert draft is not None
    alone = with_draft(Tried(), draft)
    assert (alone.verdict, alone.told) == ("drafted", say_draft(draft, tested=False))
    assert alone.told.startswith("Nobody has tested it. A draft of “The swap card” had 1 piece")
    tested = with_draft(Tried("improve", "Six people tried it.", "6 people"), draft)
    assert (tested.verdict, tested.short) == ("improve", "6 people")
    assert tested.told.startswith("Six people tried it. The draft of “The swap card” also had")
    assert with_draft(Tried(), None) == Tried()
    assert check_house_style(f"{alone.told} {tested.told}") == []


def test_who_only_says_when_not_says_yes_on_a_condition() -> None:
    facts = {
        "a": {"text": "Two halls, six weeks. Count who comes", "participant_id": "L1"},
        "b": {"text": "Mondays is market day so not Mondays", "participant_id": "L2"},
        "c": {"text": "Start with ours", "participant_id": "P1"},
    }
    card = {"prototype": "Hall", "version": "1"}
    assert sides_of_testers(list("abc"), card, {}, facts) == (["a", "c"], ["b"])
    would = [{"participant_id": "L1", "value": 0.0}, {"participant_id": "L2", "value": 1.0}]
    made = {"prototypes": tables.from_rows("prototypes", [
        {**card, "item": "would_use", "source_id": "s", "locator": "row 1", **row} for row in would
    ])}  # fmt: skip
    assert sides_of_testers(list("abc"), card, made, facts) == (["c"], ["b"])


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("I'd like it minuted that I still think it should be in the hall.", True),
        ("It was in the hall last year.", False),  # no dissent
        ("I still think it should be near the hall.", False),  # no other place
    ],
)
def test_who_dissents_outright_is_against_whatever_question_it_was_said_under(
    text: str, against: bool
) -> None:
    facts = {"x": {"text": text, "prompt_kind": "unspecified"}}
    codes = {"c": {"claim": "Help should be offered inside the hall", "theme": "The hall"}}
    codings = [{"excerpt_id": "x", "code_id": "c", "stance": None}]
    card = {"prototype": "Event near the hall"}
    assert sides_on_place(card, "The hall", codings, codes, facts) == ([], ["x"] * against)


def test_a_plan_that_several_share_stays_with_those_it_speaks_of() -> None:
    facts = {"p": {"text": "Eight weeks, late evening, same peer each time"}}
    titles = ["Have paid peers in the café", "Let people make a zine", "Open the café at night"]
    rows = [
        {"title": title, "prototypes": ["Café"], "pilot": "One tester.", "pilot_excerpt_ids": ["p"]}
        for title in titles
    ]
    keep_own_plans(rows, facts)
    assert [bool(row["pilot"]) for row in rows] == [True, False, True]
    assert rows[1]["pilot_excerpt_ids"] == []
    alone = [{**rows[0], "title": "Let people make a zine"}]
    keep_own_plans(alone, facts)
    assert alone[0]["pilot"]


def test_of_findings_as_little_sure_the_one_with_the_proposals_code_is_named() -> None:
    def finding(key: str, kind: str, level: str) -> dict[str, Any]:
        return {"finding_id": key, "theme": "T", "prompt_kind": kind, "confidence": level,
                "convergence": "convergent", "excerpt_ids": [f"x{key}"]}  # fmt: skip

    from types import SimpleNamespace

    records: Any = SimpleNamespace(
        findings=[finding("F1", "problem", "High"), finding("F2", "idea", "High")],
        codings=[{"excerpt_id": "xF2", "code_id": "PEERS"}],
    )

    def lowest(code_id: str) -> str:
        found = basis_of("T", records, code_id).lowest
        return str(found["finding_id"]) if found else ""

    assert (lowest("PEERS"), lowest("OTHER"), lowest("")) == ("F2", "F1", "F1")
    records.findings[0]["confidence"] = "Low"
    assert lowest("PEERS") == "F1"  # the level itself is the theme's, as before
