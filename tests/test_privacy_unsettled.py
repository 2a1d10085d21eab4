"""Words beside a name that may be a refuser's wait, until a person says whose the name is."""

from __future__ import annotations

import re

import pytest

from insights import pipeline, privacy
from insights.pipeline.reading import read_material, without_people
from insights.privacy import NameBook, Names, Person
from insights.privacy.consent import holds_of
from insights.project import load_project
from insights.sources.turns import names_in

# The name on the list, and what one form or another has instead.
VARIANTS = {
    "Rebecca Cole": "Bex Cole", "Priya Nair": "P. Nair", "Siobhan Keane": "Shiobhan Keane",
    "William Frost": "Bill Frost", "Deborah Quayle": "Debbie Quayle", "Mohammed Iqbal": "Mo Iqbal",
    "Elizabeth Marlow": "Liz Marlow", "Katherine Doyle": "Kate Doyle", "Tomasz Wolski": "Tomas W",
    "Amina Warsame": "Warsame Amina", "Grace Holloway": "Gracie Holoway", "Sean Murtagh": "Shaun "
    "Murtagh", "Harpreet Gill": "H Gill", "Anne-Marie Legrand": "Ann Marie Le Grand",
    "Alexander Petrov": "Lex Petrov", "Jonathan Ashby": "Jon Ashbey", "Ayodele Adeyemi": "Ayo "
    "Adeyemi", "Margaret Trench": "Peggy Trench", "Lucia Fernandez": "Lucia Fernandes",
    "Charlotte Ives": "Lottie Ives",
}  # fmt: skip
# A note-taker in the room means one person by these, who is then known, and whose answer holds.
LEAVE_NOTHING_TO_GUESS = ("P. Nair", "H Gill")
SAID_NO = {
    "refuse": "no,no,,", "withdraw": "yes,yes,,2026-01-05", "quote": "yes,no,,",
    "ask": "yes,yes,yes,",
}  # fmt: skip
SURE = "PQ,Quiet Witness\n"


def planted(answer: str, *, on_form: bool = True) -> dict[str, str]:
    """Return a project in which everybody gave one answer and signs otherwise than on the list."""
    people = list(enumerate(VARIANTS.items(), start=1))
    header = "participant_id,consent_take_part,consent_anonymous_quote,consent_approve_first,"
    files = {
        "project.toml": "[project]\nfictional = true\n",
        "key.csv": "participant_id,name\n" + SURE
        + "".join(f"P{n:02},{name}\n" for n, (name, _) in people),
        "participants.csv": f"{header}withdrawn_on\nPQ,yes,yes,,\n"
        + "".join(f"P{n:02},{SAID_NO[answer]}\n" for n, _ in people),
    }  # fmt: skip
    if on_form:
        files["feedback/form.csv"] = "Name,What would help you?\nQuiet Witness,A calmer room\n" + (
            "".join(f"{other},Marker{n:02} letters in plain words\n" for n, (_, other) in people)
        )
    else:
        files["notes/day.md"] = "# What gets in the way?\n\nQuiet Witness: A busy line.\n\n" + (
            "\n\n".join(f"{other}: Marker{n:02} forms are long." for n, (_, other) in people)
        )
    return files


def shown(root) -> tuple[list[str], set[str], list]:
    """Return the words used, those of them that may be quoted, and the problems of a reading."""
    settings = load_project("demo", root)
    material, names, problems = read_material(settings, b"salt", lambda *_: None)
    out, _ = privacy.people_to_leave_out(material.participants)
    passages, texts = without_people(material, out)
    masked = privacy.redact_excerpts(passages, texts, names).excerpts
    unsure = masked["participant_id"].isna() | (masked["known_by"] == "unsettled")
    states = privacy.quote_states(
        masked, material.participants, approved=list(masked.loc[unsure, "excerpt_id"]), held=(),
        today="2026-03-01",
    )  # fmt: skip
    words = dict(zip(masked["excerpt_id"], masked["text"], strict=True))
    left = set(re.findall(r"Marker\d\d", "\n".join(texts.values())))
    assert left <= set(re.findall(r"Marker\d\d", "\n".join(passages["text"])))
    return (
        list(words.values()), {words[one] for one, state in states.items() if state == "cleared"},
        [one for one in problems if "passage" in one.problem and "wait" in one.problem],
    )  # fmt: skip


@pytest.mark.parametrize("on_form", [True, False])
@pytest.mark.parametrize("answer", SAID_NO)
def test_no_word_of_a_possible_refuser_is_shown_before_it_is_settled(
    project_folder, answer, on_form
):
    used, quotable, waiting = shown(project_folder(planted(answer, on_form=on_form)))
    n_marked = sum("Marker" in words for words in used)
    assert not any("Marker" in words for words in quotable)
    assert any("calmer" in words or "busy" in words for words in quotable)
    assert n_marked == (0 if answer in ("refuse", "withdraw") else len(VARIANTS))
    (problem,) = waiting
    where = "used nowhere" if answer in ("refuse", "withdraw") else "quoted nowhere"
    n = len(VARIANTS) if on_form else len(VARIANTS) - len(LEAVE_NOTHING_TO_GUESS)
    assert problem.problem.startswith(f"{n} passages wait") and where in problem.problem
    assert "`insights key demo --ask`" in problem.fix
    told = f"{problem}"
    assert not any(part in told for name in VARIANTS for part in name.split())


PEOPLE = {
    "project.toml": "[project]\nfictional = true\n",
    "key.csv": "participant_id,name\nP01,Rebecca Cole\nP02,Sam Okoro\nP03,Daniel Frost\n",
    "participants.csv": "participant_id,consent_take_part,consent_anonymous_quote\nP01,no,no\n"
    "P02,yes,yes\nP03,yes,no\n",
}
FORM = "Name,What would help?\nBex Cole,Zebra crossings\nSam Okoro,Longer hours\n"


def test_what_a_person_says_of_a_name_counts_from_the_next_reading_on(project_folder):
    root = project_folder({**PEOPLE, "feedback/form.csv": FORM})
    assert shown(root)[0] == ["Longer hours"]
    pipeline.say_another("demo", "Bex Cole", root=root)
    used, _, waiting = shown(root)
    assert used == ["Zebra crossings", "Longer hours"] and not waiting
    pipeline.forget_name("demo", "Bex Cole", root=root)
    pipeline.say_same("demo", "Bex Cole", "P01", root=root)
    assert shown(root)[0] == ["Longer hours"] and not shown(root)[2]


@pytest.mark.parametrize(
    ("line", "is_used"),
    [
        ("Becky Cole: walrus", False), ("Becky Cole – walrus", False),
        ("walrus (Becky Cole)", False),
        ("Becky Cole said that the walrus was cold.", False), ("“walrus”, said Becky Cole.", False),
        ("According to Becky Cole, walrus letters are late.", False),
        ("Rebecca and Sam: walrus", False), ("**Becky Cole** walrus", True),
        ("walrus letters are late", True), ("Sam: walrus", True), ("Nora Vane: walrus", True),
    ],
)  # fmt: skip
def test_names_stand_in_notes_in_many_places(project_folder, line, is_used):
    notes = f"# What gets in the way?\n\nSam: the line is busy\n\n{line}\n"
    used, quotable, _ = shown(project_folder({**PEOPLE, "notes/day.md": notes}))
    if "**" not in line:  # bold alone, with nothing behind it, is emphasis as often as a name
        assert any("walrus" in words for words in used) is is_used
    assert any("busy" in words for words in quotable)


def test_a_name_that_stands_once_in_notes_is_asked_about_and_settled(project_folder):
    notes = "# What?\n\nSam: the line is busy\n\nDanny Frost: walrus forms\n"
    root = project_folder({**PEOPLE, "notes/day.md": notes})
    used, quotable, (problem,) = shown(root)
    assert any("walrus" in one for one in used) and not any("walrus" in one for one in quotable)
    assert problem.problem.startswith("1 passage waits") and "quoted nowhere" in problem.problem
    (question,) = pipeline.name_questions("demo", root=root)
    assert question.name == "Danny Frost" and question.files == ("notes/day.md",)
    pipeline.say_another("demo", "Danny Frost", root=root)
    assert not shown(root)[2] and not pipeline.name_questions("demo", root=root)


def test_votes_of_a_possible_refuser_count_nowhere(project_folder):
    ballots = "ballot_id,participant_id,idea_id,dots\n1,Bex Cole,I1,2\n2,Sam Okoro,I1,1\n"
    ideas = "idea_id,title,sketched_by\nI1,A bench,Sam Okoro\nI2,A walrus,Bex Cole\n"
    root = project_folder({**PEOPLE, "votes/ballots.csv": ballots, "votes/ideas.csv": ideas})
    run = pipeline.run("demo", root=root, until="ingest")
    assert list(run.table("ballots")["participant_id"]) == ["P02"]
    assert list(run.table("ideas")["title"]) == ["A bench"]


def test_who_withdrew_for_good_is_known_by_the_family_name(project_folder):
    files = {
        **PEOPLE,
        "feedback/form.csv": "Name,What would help?\nRebecca Cole,Tea\nSam Okoro,Hi\n",
    }
    root = project_folder(files)
    pipeline.withdraw("demo", "P01", root=root, rebuild=False, today="2026-02-01")
    (root / "data/raw/demo/feedback/late.csv").write_text(
        "Name,What would help?\nBex Cole,Zebra crossings\nSam Okoro,Longer hours\n"
    )
    used, _, (problem,) = shown(root)
    assert not any("Zebra" in words for words in used) and "Longer hours" in used
    assert "insights register demo LIST" in problem.fix and "--ask" not in problem.fix


def test_the_strictest_of_several_counts():
    import pandas as pd

    people = pd.DataFrame({
        "participant_id": ["P1", "P2", "P3"], "withdrawn_on": [None] * 3,
        "consent_take_part": [True, False, None], "consent_analysis": [None] * 3,
        "consent_anonymous_quote": [True, True, None],
    })  # fmt: skip
    assert holds_of(people) == {"P1": None, "P2": "left out", "P3": "not quoted"}
    silent = people.assign(consent_anonymous_quote=[None] * 3)
    assert holds_of(silent) == {"P1": None, "P2": "left out", "P3": None}


def test_a_book_knows_who_withdrew_and_came_back_by_part_of_a_name():
    book = NameBook(Names((Person("P1", "Sam Okoro"),)), b"k", (Person("withdrawn-1", "Cole"),))
    assert [one.participant_id for one in book.may_be("Bex Cole")] == ["withdrawn-1"]
    assert not book.candidates("Bex Cole") and not book.may_be("Nora Vane")


@pytest.mark.parametrize(
    ("label", "names"), [("Priya & Sam", ["Priya", "Sam"]), ("Everyone", ["Everyone"])]
)
def test_a_label_may_name_several(label, names):
    assert names_in(label) == names
