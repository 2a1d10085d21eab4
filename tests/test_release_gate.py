"""What the gate holds back besides names: few people, rare words, unanswered voices."""

import pandas as pd
import pytest

from insights import tables
from insights.pipeline import records
from insights.pipeline.reviewing import open_desk
from insights.pipeline.since import find_causes
from insights.pipeline.unsettled import Item, Words
from insights.privacy import count_attributes, find_fine, find_rare
from insights.privacy.differencing import find_telling_changes
from insights.reporting.documents.clearing import clear_comparison
from insights.reporting.since import compose_since, find_changes
from tests.review_client import Browser
from tests.review_fixture import NAME, make_project, read_lines


def people(**attributes):
    rows = [
        {"participant_id": f"P{i:02}", "perspective": "professional", "origin": "register"}
        for i in range(1, 7)
    ]
    frame = tables.from_rows("participants", rows)
    return frame.assign(**attributes)


def excerpts(*texts, person="P01", session="W1"):
    rows = [
        {
            "excerpt_id": f"x{i}", "source_id": "s1", "locator": "line 1", "start": 0, "end": 2,
            "participant_id": person, "session_id": session, "perspective": "professional",
            "prompt_kind": "problem", "kind": "unspecified", "speaker": "participant",
            "directness": "verbatim", "n_words": 1, "text": text,
        }
        for i, text in enumerate(texts)
    ]  # fmt: skip
    return tables.from_rows("excerpts", rows)


@pytest.mark.parametrize(
    ("text", "rare"),
    [
        ("I'm the only Somali interpreter in the county.", True),
        ("As the only deaf man in the group I wait longest.", True),
        ("Nobody else here has my condition.", True),
        ("The only thing in the letter was a date.", False),
        ("It is the only way to reach them.", False),
        ("The forms are hard to face.", False),
        ("Everything is in Tigrinya at home.", True),  # one person's first language
        ("Everything is in English at home.", False),
    ],
)
def test_words_that_point_to_one_person_are_held_for_a_person(text, rare):
    languages = ["Tigrinya", *["English"] * 5]
    found = find_rare(excerpts(text), people(first_language=languages))
    assert bool(found) is rare
    assert all("Somali" not in why and "Tigrinya" not in why for why in found.values())


@pytest.mark.parametrize(("n_alike", "held"), [(1, True), (2, True), (3, False)])
def test_more_than_the_group_beside_a_quote_needs_three_people(n_alike, held):
    bands = ["18-24"] * n_alike + ["25-34"] * (6 - n_alike)
    attendance = pd.DataFrame(
        {"session_id": "W1", "participant_id": [f"P{i:02}" for i in range(1, 7)]}
    )
    found = find_fine(excerpts("Hm."), people(age_band=bands), attendance, by="age_band")
    assert bool(found) is held
    assert find_fine(excerpts("Hm."), people(age_band=bands), attendance, by="perspective") == {}


@pytest.mark.parametrize(("after", "tells"), [(9, False), (8, True), (5, True), (14, False)])
def test_numbers_of_people_that_differ_by_a_few_need_a_decision(after, tells):
    first = pd.DataFrame({"about": ["heard"], "group": ["carer"], "n": [9]})
    assert bool(find_telling_changes(first, first.assign(n=[after]))) is tells


def test_numbers_of_small_groups_are_not_even_kept():
    asked = tables.from_rows("asked", [
        {"prompt_kind": "problem", "group": "professional", "n": 12, "asked": True,
         "n_excerpts": 1, "unattributed_share": 0.0, "caveats": ""},
        {"prompt_kind": "problem", "group": "carer", "n": 4, "asked": True,
         "n_excerpts": 1, "unattributed_share": 0.0, "caveats": ""},
    ])  # fmt: skip
    counted = count_attributes(excerpts("Hm."), asked, group_of={"x0": "professional"})
    told = {(row.about, row.group): row.n for row in counted.itertuples()}
    assert told["asked: problem", "professional"] == 12
    assert pd.isna(told["asked: problem", "carer"]) and pd.isna(told["heard", "professional"])


def compared(**changes):
    row = dict.fromkeys(column.name for column in tables.TABLES["comparison"].columns)
    row |= {
        "level": "theme", "theme": "Shame", "prompt_kind": "problem", "group_a": "lived",
        "group_b": "pro", "k_a": 4, "n_a": 9, "k_b": 6, "n_b": 12, "difference": -0.06,
        "convergence": "convergent", "caveats": "", "sentence": "s", "meaning": "same",
        "prominence": "cannot tell",
    }  # fmt: skip
    required = [c for c in tables.TABLES["comparison"].columns if c.required]
    row |= {c.name: 0 for c in required if row[c.name] is None}
    return tables.from_rows("comparison", [row | changes])


@pytest.mark.parametrize(
    ("changes", "sensitive", "empty"),
    [
        ({}, (), []),
        ({"n_a": 4, "k_a": 3}, (), ["k_a", "n_a", "difference"]),
        ({"k_b": 2}, ("Shame",), ["k_b", "difference"]),
        ({"k_b": 2}, (), []),
    ],
)
def test_small_groups_and_telling_counts_are_empty_in_the_released_table(changes, sensitive, empty):
    cleared = clear_comparison(compared(**changes), sensitive, smallest_group=5).iloc[0]
    shown = {name for name in ("k_a", "n_a", "k_b", "n_b", "difference") if pd.isna(cleared[name])}
    assert shown == set(empty)
    assert ("suppressed" in cleared["caveats"]) is bool(empty)


def test_what_changed_is_said_with_its_cause():
    nothing = tables.empty("recommendations")
    before = {"comparison": compared(), "recommendations": nothing}
    after = {"comparison": compared(k_a=5, convergence="thin"), "recommendations": nothing}
    changes = find_changes(before, after)
    assert [one.about for one in changes] == ["count", "class"]
    assert (changes[0].before, changes[0].after) == ("4 of 9", "5 of 9")
    section = compose_since(1, changes, ["2 files are not as before"])
    assert "2 things stand otherwise than in release 1." in str(section)
    assert "2 files are not as before." in str(section)
    assert find_changes(before, before) == []


def inputs(**changes):
    whole = {
        "inputs": {"notes/a.md": "1", "decisions/AB.jsonl": "2"},
        "decisions": {"decisions/AB.jsonl:1": "aa", "decisions/AB.jsonl:2": "bb"},
        "settings": "s", "seed": 0, "code": "c", "versions": {"python": "3.11"},
    }  # fmt: skip
    return whole | changes


@pytest.mark.parametrize(
    ("changes", "kinds", "told"),
    [
        ({}, [], ""),
        ({"inputs": {"notes/a.md": "9", "decisions/AB.jsonl": "2"}}, ["data"], "a.md (changed)"),
        ({"inputs": {"decisions/AB.jsonl": "9"}}, ["data"], "notes/a.md (gone)"),
        ({"decisions": {"decisions/AB.jsonl:1": "aa", "decisions/AB.jsonl:2": "cc"}},
         ["decisions"], "1 decision is not as before: decisions/AB.jsonl:2 (changed)"),
        ({"decisions": {"decisions/AB.jsonl:2": "aa", "decisions/AB.jsonl:3": "bb"}}, [], ""),
        ({"decisions": {"decisions/AB.jsonl:1": "aa"}}, ["decisions"], "AB.jsonl:2 (gone)"),
        ({"code": "d"}, ["code"], "code"),
        ({"versions": {"python": "3.12"}}, ["versions"], "python 3.11 → 3.12"),
    ],
)  # fmt: skip
def test_causes_are_named_file_by_file_and_line_by_line(changes, kinds, told):
    causes = find_causes(inputs(), inputs(**changes))
    assert [cause.kind for cause in causes] == kinds
    assert told in " ".join(cause.what for cause in causes)


def test_a_persons_word_lets_through_what_it_names_and_nothing_else():
    item = Item("negative", "w", "R1", "f", True, "recommendation", "r1")
    assert Words(released=frozenset({("recommendation", "r1")})).let_through(item)
    assert not Words(held=frozenset({("recommendation", "r1")})).let_through(item)
    unnamed = Item("scan", "w", "a", "f", True)
    assert not Words(released=frozenset({("", "")})).let_through(unnamed)


@pytest.fixture
def desk(tmp_path):
    return open_desk(NAME, coder="AB", root=make_project(tmp_path))


def test_the_page_says_how_to_ask_for_a_release(desk):
    assert "Nobody has asked for a release yet" in Browser(desk).get("/before-release").text


def test_a_person_works_through_the_list_on_the_page(desk):
    found = [
        Item("scan", "A name stands in 1 place.", "a.html", "Look.", True, "check", "abc"),
        Item(
            "quote", "Two are not quoted.", "w", "f", False, "", "", tuple(desk.material.said[:8])
        ),
    ]
    records.write_open_list(desk.project, 1, [item.as_dict() for item in found])
    browser = Browser(desk)
    page = browser.get("/before-release")
    assert "1 thing stops" in page.text and "and 2 more" in page.text
    fields = dict(page.form("/before-release", target_id="abc"))
    refused = browser.post("/before-release", [*fields.items(), ("do", "release")])
    assert "needs a reason" in refused.text
    fields["memo"] = "It is a brand of paper."
    page = browser.post("/before-release", [*fields.items(), ("do", "release")])
    assert "Nothing on this list stops the release any more" in page.text
    line = read_lines(desk.project.root, "AB")[-1]
    assert (line["action"], line["target"], line["target_id"]) == ("release", "check", "abc")
    fields = page.form("/before-release", target_id="abc")
    page = browser.post("/before-release", [*fields, ("do", "")])
    assert "1 thing stops" in page.text
    unknown = [(k, v) for k, v in fields if k != "target_id"] + [("target_id", "nobody")]
    assert "no longer on the list" in browser.post("/before-release", unknown).text


def gate(project, words=None, **material):
    from insights.pipeline.gate import Gate
    from insights.reporting import ReportMaterial

    whole = ReportMaterial(project, released=1, **material)
    return Gate(project, words or Words(), whole, tables.empty("recommendations"), {}, {},
                pd.DataFrame(), None)  # fmt: skip


def test_all_files_of_an_excerpt_are_one_item_that_says_which_and_never_its_words(desk):
    from dataclasses import replace

    from insights.privacy import string_id
    from insights.privacy.scan import WORDS_WITHHELD, Hit

    said = "We wait in the cold for hours"
    known_as = string_id(said, desk.project.salt())
    hits = [
        Hit(file, "row 2, column claim", 1, WORDS_WITHHELD, True, known_as)
        for file in ("commissioner.docx", "evidence.csv")
    ]
    one = gate(desk.project, excerpts=excerpts(said))
    (item,) = replace(one, states={"x0": "nobody named"})._unquoted(hits)
    assert item.where.startswith("excerpt x0 (") and "session W1" in item.where
    assert "in 2 places, in 2 files" in item.what and "nobody is named" in item.what
    assert "page Quotes" in item.fix and item.excerpt_ids == ("x0",)
    assert said not in item.where + item.what + item.fix
    (refused,) = replace(one, states={"x0": "refused"})._unquoted(hits)
    assert "page Quotes" not in refused.fix and "page Recommendations" in refused.fix


def test_a_recommendation_that_can_say_nothing_stops_and_says_what_to_do(desk):
    row = {
        "recommendation_id": "r1", "label": "R4", "for_excerpt_ids": ["x1"], "finding_ids": [],
        "against_excerpt_ids": [], "confidence": "low", "supported_by": "One person",
        "feasibility": "not assessed", "cost": "not costed", "status": "draft", "releasable": True,
        "title": "Held back, about post: its words are not cleared",
    }  # fmt: skip
    found = gate(desk.project, recommendations=tables.from_rows("recommendations", [row]))
    (item,) = [one for one in found.items(0, (), ()) if one.kind == "title"]
    assert item.stops and item.where == "R4" and item.excerpt_ids == ("x1",)
    assert "Readers would see “Held back, about post" in item.what
    assert "Say in your own words" in item.fix and "page Recommendations" in item.fix
    said = Words(released=frozenset({(item.target, item.target_id)}))
    assert not [one for one in gate(desk.project, said).items(0, (), ()) if one.kind == "title"]


def test_a_finding_that_is_held_stops_until_the_hold_is_taken_back_on_the_page(desk):
    """It says which finding, where, and what to do; and the page knows when it is settled."""
    held = Words(held=frozenset({("finding", "F2")}))
    findings = pd.DataFrame([{"finding_id": "F2", "theme": "Paper", "prompt_kind": "problem"}])
    (item,) = [
        one for one in gate(desk.project, held, findings=findings)._held_findings()
        if one.kind == "held"
    ]  # fmt: skip
    assert item.stops and item.where == "F2" and "the finding on “Paper”" in item.what
    assert "Take the hold back on the page Before release" in item.fix
    assert gate(desk.project, findings=findings)._held_findings() == []

    records.write_open_list(desk.project, 1, [item.as_dict()])
    browser = Browser(desk)
    page = browser.get("/before-release")
    browser.post("/before-release", [*page.form("/before-release", target_id="F2"), ("do", "hold")])
    page = browser.get("/before-release")
    assert "1 thing stops" in page.text and "held back" in page.text
    page = browser.post(
        "/before-release", [*page.form("/before-release", target_id="F2"), ("do", "")]
    )
    assert "Nothing on this list stops the release any more" in browser.get("/before-release").text
