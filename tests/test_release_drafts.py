"""What a draft shows: names withheld as it is written, files told without the people in them."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest

from insights import pipeline, tables
from insights.pipeline.gathering import gather_material, judged, pointing_to_one
from insights.pipeline.records import told_paths
from insights.pipeline.scanning import Watch, organisers_own, watch_drafts
from insights.privacy import Names, Person, Scanner
from insights.project import Project, load_project
from insights.reporting import ReportMaterial, clear_draft
from insights.reporting.document import (
    Cell,
    Chart,
    Claim,
    Heading,
    Paragraph,
    Quote,
    QuoteList,
    Report,
    Section,
    Table,
    quotes_of,
)
from insights.reporting.documents.withholding import withhold_in_report, withhold_in_table
from insights.reporting.drafting.title_sources import is_title_waiting, is_title_withheld

NAME = "Xanthe Quillfeather"
NAMES = Names((Person("P01", NAME),))
KEY = b"0123456789abcdef"
WITHHELD = "[withheld: a name from the register or the key file]"


@dataclass(frozen=True)
class Bars:
    """Stands for a chart's specification."""

    title: str
    labels: tuple[str, ...]
    axis: str = "People"


def report(said="Fine."):
    """A report that says the same in every place where words can stand."""
    table = Table(said, (said,), ((Cell((said, Claim("F1", said, ("x1",)))),),), note=said)
    section = Section(
        "findings", "What we heard", "Findings",
        (
            Heading(3, said), Paragraph((said, Claim("F2", said, ("x1",))), lead=said),
            QuoteList(said, (Quote("x1", said, said, True),)), table,
            Chart("c", said, Bars(said, (said,)), said, table),
        ),
    )  # fmt: skip
    return Report("commissioner", said, said, (said,), (section,), colophon=(said,))


def watch(**more):
    return Watch("demo", Scanner(NAMES, KEY, **more))


def test_a_name_is_withheld_wherever_it_stands():
    looking = watch()
    clean = looking.report("commissioner.html", report(f"Then {NAME} rang."))
    assert clean == report(f"Then {WITHHELD} rang.")
    (problem,) = looking.problems
    assert problem.source == "commissioner.html" and "chapter 1, Findings" in problem.where
    assert "Quillfeather" not in repr(looking.problems) + repr(looking)


@pytest.mark.parametrize("said", ["Fine.", "7 of 12 people said so.", "[PERSON] rang.", ""])
def test_where_nothing_offends_the_very_same_report_comes_back(said):
    looking = watch()
    whole = report(said)
    assert looking.report("a.html", whole) is whole and looking.problems == []
    table = pd.DataFrame({"quote": [said], "n": [3]})
    assert looking.table("a.csv", table) is table


def test_ids_and_anchors_are_never_read_as_words():
    taken = []
    clean, _ = withhold_in_report(report(), lambda text: (taken.append(text) or text, ()))
    assert clean == report()
    assert not {"x1", "F1", "findings", "commissioner", "en-GB"} & set(taken)


def test_ids_a_program_made_are_no_names_and_a_name_beside_them_is_found():
    """By the column and the shape: in a column of words the same letters are withheld."""
    made, planted = "drawn.Tpgmh-1-2-1", "Dorothy Ainscough rang us."
    table = pd.DataFrame({"claim_id": [made, NAME], "claim": [planted, "Fine."]})
    clean, taken = withhold_in_table(table, watch().scanner.withhold)
    assert clean["claim_id"].tolist() == [made, WITHHELD] and "Ainscough" not in clean["claim"][0]
    assert {one.place for one in taken} == {"row 2, column claim", "row 3, column claim_id"}


def test_a_cell_is_withheld_with_its_place_as_a_spreadsheet_shows_it():
    table = pd.DataFrame({"title": ["Fine.", f"Ask {NAME}"], "n": [1, 2]})
    clean, taken = withhold_in_table(table, watch().scanner.withhold)
    assert clean["title"].tolist() == ["Fine.", f"Ask {WITHHELD}"]
    assert [one.place for one in taken] == ["row 3, column title"]
    assert table["title"][1] == f"Ask {NAME}"


def test_words_of_somebody_who_said_no_are_withheld_to_their_last_word():
    said = "I shred unsigned forms on Fridays without remorse"
    looking = watch(withheld=[said])
    told, kinds = looking.scanner.withhold(f"He told us: {said}, and left.")
    assert told == "He told us: [withheld: words that may be used and not quoted], and left."
    assert len(kinds) == 1


def material(**more):
    excerpts = tables.from_rows("excerpts", [
        {
            "excerpt_id": f"x{i}", "source_id": "s1", "locator": f"line {i}", "start": 0, "end": 2,
            "participant_id": f"P0{i}", "session_id": "W1", "perspective": "professional",
            "prompt_kind": "idea", "kind": "idea", "speaker": "participant",
            "directness": "verbatim", "n_words": 6, "text": text,
        }
        for i, text in ((1, "Print the forms in larger type."), (2, f"Ask {NAME} for forms."))
    ])  # fmt: skip
    return ReportMaterial(Project("demo", Path(), "Demo"), excerpts=excerpts, **more)


def test_an_excerpt_that_must_not_stand_is_told_by_its_place_in_its_file():
    looking = watch()
    clean = looking.material(material())
    assert clean.shown_text("x2") == f"Ask {WITHHELD} for forms."
    assert [problem.where for problem in looking.problems] == ["line 2"]
    dropped = watch()
    assert dropped.material(material(refused={"x2": "refused"})).excerpts["text"][1].count(NAME)
    assert dropped.problems == []  # a sentence stands for it anyway


def recommendation(**changes):
    row = {
        "recommendation_id": "r1", "label": "R1", "title": "Print the forms in larger type",
        "proposal": "Print the forms in larger type.", "proposal_excerpt_id": "x1",
        "finding_ids": [], "for_excerpt_ids": ["x1"], "against_excerpt_ids": [],
        "confidence": "low", "supported_by": "One person", "feasibility": "not assessed",
        "cost": "not costed", "status": "draft", "releasable": True, "edited": False,
    }  # fmt: skip
    return tables.from_rows("recommendations", [row | changes])


@pytest.mark.parametrize(
    ("refused", "title", "proposal"),
    [
        ({}, "Print the forms in larger type", "Print the forms in larger type."),
        (
            {"x1": "expired"},
            "Held back, about what people proposed: its words are not cleared",
            "A professional spoke about this; their words are not quoted.",
        ),
    ],
)
def test_a_title_drawn_from_refused_words_gives_way_in_a_draft(refused, title, proposal):
    whole = material(refused=refused, recommendations=recommendation())
    row = clear_draft(whole).recommendations.iloc[0]
    assert (row["title"], row["proposal"]) == (title, proposal)


@pytest.mark.parametrize(
    ("title", "own", "withheld"),
    [
        ("Print the forms in larger type", (), True),  # drawn from it by rule
        ("Open the shop and print the forms in larger type", (), True),  # and worked on since
        ("Print the forms in larger type", ("Print the forms in larger type",), False),
        ("Make every form easy to read", (), False),
    ],
)
def test_a_title_with_somebodys_own_words_is_known_unless_a_person_wrote_it(title, own, withheld):
    whole = material(refused={"x1": "expired"}, recommendations=recommendation(), own_titles=own)
    assert is_title_withheld(recommendation(title=title).iloc[0], whole) is withheld


@pytest.mark.parametrize(
    ("cleared", "own", "title", "waits"),
    [
        ((), (), "Print the forms in larger type", True),
        ((), (), "Make every form easy to read", False),
        (("x1",), (), "Print the forms in larger type", False),
        ((), ("Print the forms in larger type",), "Print the forms in larger type", False),
    ],
)
def test_a_drafts_title_from_words_not_yet_cleared_is_known(cleared, own, title, waits):
    whole = material(recommendations=recommendation(), own_titles=own, cleared=frozenset(cleared))
    assert is_title_waiting(recommendation(title=title).iloc[0], whole) is waits


@pytest.mark.parametrize("edited", [False, True])
def test_a_cell_of_the_matrix_drops_refused_words_and_keeps_a_persons_summary(edited):
    cell = {
        "participant_id": "P01", "case": "person", "group": "professional", "theme": "Paper",
        "summary": "“Print the forms in larger type.”", "excerpt_ids": ["x1"], "edited": edited,
        "stale": False, "why_stale": None,
    }  # fmt: skip
    framework = tables.from_rows("framework", [cell])
    shown = clear_draft(material(refused={"x1": "refused"}, framework=framework)).framework
    assert ("larger type" in shown["summary"][0]) is edited


def test_organisers_own_places_may_stand_and_a_participants_name_may_not():
    project = Project("demo", Path(), "Help in Marlhaven", question=f"What does {NAME} say?")
    people = tables.from_rows("participants", [
        {"participant_id": "P01", "perspective": "professional", "origin": "register"}
    ])  # fmt: skip
    own = organisers_own(project, tables.empty("recommendations"), NAMES, people)
    looking = watch(organisers=own)
    assert looking.scanner.withhold("We met at Marlhaven.") == ("We met at Marlhaven.", ())
    assert WITHHELD in looking.scanner.withhold("We met Quillfeather.")[0]


@pytest.fixture
def project(project_folder):
    key = f"participant_id,name,aliases\nP01,{NAME},\n"
    root = project_folder({"project.toml": "[project]\nfictional = true\n", "key.csv": key})
    return load_project("demo", root)


def test_a_file_named_after_a_person_is_told_masked(project):
    hashes = {
        "notes/xanthe_quillfeather.md": "a", "notes/xanthe-quillfeather.md": "b",
        "notes/day.md": "c", "<key>": "", "decisions/quillfeather.jsonl:2": "d",
    }  # fmt: skip
    told = told_paths(project, hashes)
    assert "quillfeather" not in repr(told)
    assert sorted(told.values()) == ["", "a", "b", "c", "d"]
    assert told["notes/day.md"] == "c" and told["<key>"] == ""
    assert any(path.endswith(":2") for path in told)
    assert told_paths(project, dict(reversed(hashes.items()))) == told


def test_the_drafts_of_a_project_are_held_against_its_own_key_file(project):
    looking = watch_drafts(replace(material(), project=project))
    clean = looking.report("a.html", report(f"{NAME} rang."))
    assert not any("Quillfeather" in quote.text for quote in quotes_of(clean))


def test_a_draft_marks_the_quotes_that_a_release_would_hold(bundled):
    settings = bundled.project
    made = pipeline.read_tables(settings.name, root=settings.root)
    pointing = pointing_to_one(settings, made)
    material = gather_material(settings, made, today="2026-03-01")
    approved = judged(made["judgements"], "approve_quote")
    assert set(pointing) - approved
    assert not any(material.is_cleared(excerpt_id) for excerpt_id in set(pointing) - approved)
    assert not any(len(why.split()) > 25 for why in pointing.values())
