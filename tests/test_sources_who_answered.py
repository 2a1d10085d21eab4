"""Who a form is by, however its column of names is called, and whose refusals reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from insights.pipeline.grouping import groups_first
from insights.privacy import NameBook, Names, Person
from insights.project import Project, load_project
from insights.sources import Material, read_sources
from insights.sources.name_columns import asks_name, find_names, is_anothers
from insights.sources.people import People

NAMES = Names((
    Person("P01", "Dele Akinwale"), Person("P02", "Silvia Dorn"), Person("P03", "Kofi Mensah"),
    Person("P04", "Grace Lidd"), Person("P05", "Grace Obi"), Person("P06", "Maeve Quill"),
))  # fmt: skip
ASKED = ["Dele Akinwale", "dorn, silvia", "Kofi", "", "Maeve Quill"]
REGISTER = "participant_id,perspective,consent_take_part,consent_anonymous_quote\n" + "".join(
    f"P0{n},professional,{'no' if n == 6 else 'yes'},{'no' if n in (2, 6) else 'yes'}\n"
    for n in range(1, 7)
)


def read(tmp_path: Path, form: str, notes: str = "", *, names: Names = NAMES) -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    for kind, name, text in (("feedback", "form.csv", form), ("notes", "W1.md", notes)):
        (folder / kind).mkdir(parents=True, exist_ok=True)
        if text:
            (folder / kind / name).write_text(text, encoding="utf-8")
    (folder / "participants.csv").write_text(REGISTER, encoding="utf-8")
    aliases, book = (names.aliases(), NameBook(names)) if names.people else ({}, None)
    return read_sources(load_project("demo", tmp_path), aliases, b"salt", book=book)


def form_of(header: str, names: list[str]) -> str:
    rows = (f'"{name}",Nobody rings back and the {n} bus is late.' for n, name in enumerate(names))
    return "\n".join([f'"{header}",What gets in the way?', *rows])


def people() -> People:
    return People(Project("demo", Path(), "Demo"), NAMES.aliases(), NameBook(NAMES))


@pytest.mark.parametrize(
    "header",
    ["Name (optional)", "Your name (or leave empty)", "Name or badge number", "Full name, please",
     "Please write your name", "What is your name?", "Name - if you like", "Participant's name",
     "First name", "Your surname (optional)", "Can we have your name?", "Name / initials"],
)  # fmt: skip
def test_a_name_with_a_qualifier_is_the_name_of_who_answers(header):
    assert asks_name(header) and not is_anothers(header)


@pytest.mark.parametrize(
    "header",
    ["Name of your worker", "Which service (name)", "Name of the hostel", "Who helped you?",
     "Worker's name", "Name (of your worker)", "Who else should we ask?", "Referred by",
     "Key contact", "Name one thing", "Hostel name (optional)"],
)  # fmt: skip
def test_the_names_of_others_are_not_who_answers(header):
    cells = {header: ["Dele Akinwale", "Silvia Dorn", "Maeve Quill"]}
    assert not asks_name(header)
    assert find_names(cells, people()).header == ""


@pytest.mark.parametrize("header", ["Who are you?", "Signed", "Attendee 2026", "Q1"])
def test_names_on_the_list_say_who_answers_whatever_the_heading(header):
    assert find_names({"Q0": ["bus", "bread"], header: ASKED}, people()).header == header


def test_a_column_of_words_is_no_column_of_names():
    cells = {"Where?": ["Grace", "Hope", "Maeve Quill said so", "the office"], "n": ["1", "2"]}
    assert find_names(cells, people()).header == ""
    assert find_names({"Whom": [], "Area": ["Grace", "Grace"]}, people()).header == ""


def test_the_column_whose_names_are_known_is_taken_before_addresses():
    cells = {"Email": ["a@example.org", "b@example.org"], "Name (optional)": ASKED[:2]}
    assert find_names(cells, people()).header == "Name (optional)"


@pytest.mark.parametrize(
    "header", ["Your name (or leave empty)", "Who are you?", "Name (optional)"]
)
def test_a_refusal_on_the_list_reaches_the_form(tmp_path, header):
    passages = read(tmp_path, form_of(header, ASKED)).passages
    assert passages["participant_id"].tolist()[:2] == ["P01", "P02"]
    assert passages["participant_id"].tolist()[-1] == "P06"
    assert "P03" not in passages["participant_id"].tolist()  # "Kofi" alone: asked


def test_a_given_name_joins_where_given_names_are_asked_and_one_person_has_it(tmp_path):
    material = read(tmp_path, form_of("First name", ["Kofi", "Grace", "Maeve", "Zed"]))
    by = material.passages["participant_id"].tolist()
    assert by[0] == "P03" and by[2] == "P06"
    assert by[1] not in ("P04", "P05") and "Grace" in material.unplaced


def test_given_and_family_names_in_two_columns_are_one_name(tmp_path):
    form = "First name,Surname,What gets in the way?\nGrace,Obi,Nobody rings back.\n"
    assert read(tmp_path, form).passages["participant_id"].tolist() == ["P05"]


def test_ids_that_a_form_gave_out_do_not_hide_the_names(tmp_path):
    form = (
        "Respondent ID,Your name (optional),What gets in the way?\n"
        "118401,Maeve Quill,Nobody rings back.\n118402,Dele Akinwale,The bus is late.\n"
    )
    assert read(tmp_path, form).passages["participant_id"].tolist() == ["P06", "P01"]


def test_names_that_nobody_reads_hold_the_answers_and_stand_first(tmp_path):
    form = form_of("Names used", ["dele9x", "sil_d", "kk"])
    material = read(tmp_path, form, names=Names(()))
    assert set(material.passages["known_by"]) == {"unsettled"}
    problem = next(p for p in material.problems if p.where == "column Names used")
    assert "cannot reach them" in problem.problem
    assert problem.fix.endswith('[columns."feedback/form.csv"]\nparticipant_id = "Names used"')
    assert groups_first([*material.problems])[0] == problem


# ------------------------------------------------------------------------------ the labels

NOTES = """# First workshop
Dele Akinwale: They let me out at half ten with a bag.
DA: And nobody could tell me when the next one was.
SD – Prison sends us the form two days before.
UC – it takes five weeks.
Tenant 2: I nearly laughed when they told me.
Officer 1: We only hear on the Thursday before.
Participant 3 (tenant): The letter came after the date.
Team 2: Everybody wanted the same thing in the end.
Tenant 2: Write letters that people can read.
"""


def test_initials_of_people_on_the_list_are_asked_about_and_counted(tmp_path):
    material = read(tmp_path, "", NOTES)
    assert {"DA", "SD"} <= set(material.unplaced) and "UC" not in material.unplaced
    said = next(
        u.taken_as for u in material.understood if (u.source, u.part) == ("notes/W1.md", "people")
    )
    assert "1 begins with DA, 1 begins with SD" in said
    by = dict(zip(material.passages["text"], material.passages["participant_id"], strict=True))
    assert all(isinstance(who, str) for words, who in by.items() if "bag" in words)
    assert "And nobody could tell me when the next one was." in by


def test_a_numbered_speaker_of_a_known_kind_is_one_person_of_that_session(tmp_path):
    material = read(tmp_path, "", NOTES)
    by = dict(zip(material.passages["text"], material.passages["participant_id"], strict=True))
    assert by["I nearly laughed when they told me."] == "W1-tenant-2"
    assert by["Write letters that people can read."] == "W1-tenant-2"
    groups = material.participants.set_index("participant_id")["perspective"]
    assert groups["W1-tenant-2"] == "lived_experience"
    assert groups["W1-officer-1"] == "professional"
    assert groups["W1-participant-3"] == "lived_experience"
    assert not any("team" in str(who) for who in material.participants["participant_id"])
