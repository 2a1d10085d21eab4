"""Which column says what group people belong to, and what its words stand for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.forms.group_columns import doubtful_problems, find_group_column
from insights.forms.group_words import group_of, guess_group, is_no_group, names_people
from insights.forms.perspectives import explain_groups, unknown_groups, unknown_words
from insights.project import Project, load_project
from insights.project.spelling import fold_group
from insights.sources import read_sources

PROJECT = Project("demo", Path(), "Demo")


def verdict(header, *values):
    found = find_group_column(PROJECT, {header: [v for v in values for _ in range(3)]})
    return "sure" if found.header else "ask" if found.doubtful else "no"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Who are you (Tenant/Housing officer)", ("Tenant", "Housing officer")),
        ("I am a…", ("Tenant", "Housing officer", "carer")),
        ("Your role", ("Tenant", "Housing officer")),
        ("Are you staff or a service user?", ("service user", "staff")),
        ("Which describes you best?", ("person with lived experience", "support worker", "Other")),
        ("Capacity", ("GP", "carer", "support worker")),
        ("Here as", ("volunteer", "service user", "staff")),
        ("Team/Patient", ("Team", "Patient")),
        ("Which of these are you?", ("Resident", "Support worker")),
        ("Please tell us who you are", ("Patient", "Carer")),
        ("Type of participant", ("Lived experience", "Professional")),
        ("What is your connection to the service?", ("I use the service", "I work in the service")),
        ("Patient or professional?", ("patient", "professional")),
        ("staff_or_user", ("staff", "user")),
        ("Stakeholder group", ("Parents", "Teachers", "Pupils")),
        ("Category", ("Lived experience", "Practitioner")),
    ],
)
def test_a_group_column_is_known_by_heading_and_values(header, values):
    assert verdict(header, *values) == "sure"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Which service did you use", ("Housing advice", "Foodbank", "GP")),
        ("Your borough", ("Camden", "Islington")),
        ("Age group", ("18-24", "25-34")),
        ("Gender (Male/Female)", ("Male", "Female")),
        ("Who helped you most?", ("GP", "Support worker", "Family")),
        ("Referred by", ("GP", "Social worker")),
        ("Are you happy to be quoted?", ("Yes", "No")),
        ("Table group", ("1", "2", "3")),
        ("Group", ("A", "B", "C")),
        ("Which professional should lead this?", ("GP", "Nurse")),
        ("Who should get the toolkit first?", ("Patients", "Staff")),
        ("Job title", ("Teacher", "Bus driver", "Retired")),
        ("Type of housing", ("Private tenant", "Council tenant")),
        ("Would you rather talk to a professional or a volunteer?", ("Professional", "Volunteer")),
        ("Who is this about?", ("Patient", "Staff")),
        ("Background", ("White British", "Asian British")),
        ("Type of carer", ("Family carer", "Paid carer")),
    ],
)
def test_a_column_about_something_else_is_no_group_and_nobody_is_asked(header, values):
    assert verdict(header, *values) == "no"


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("Badge", ("Service user", "Staff")),
        ("column C", ("Patient", "GP")),
        ("Are you a tenant?", ("Yes", "No")),
        ("Tenant or officer", ("T", "O")),
    ],
)
def test_where_it_is_not_sure_a_person_is_asked(header, values):
    assert verdict(header, *values) == "ask"


def test_the_problem_of_a_doubtful_column_gives_the_line_that_settles_it():
    found = find_group_column(PROJECT, {'Their "badge"': ["Service user", "Staff"] * 3})
    (problem,) = doubtful_problems(PROJECT, found, "feedback/a.csv")
    assert problem.where == 'column Their "badge"'
    assert '[columns."feedback/a.csv"]\nperspective = "Their \\"badge\\""' in problem.fix


def test_a_column_named_for_it_stands_before_all_others():
    cells = {"Your role": ["Tenant"], "perspective": ["carer"], "Type": ["Staff"]}
    assert find_group_column(PROJECT, cells).header == "perspective"
    cells["perspective"] = [""]  # an empty column of a form says nothing
    assert find_group_column(PROJECT, cells).header == "Your role"


@pytest.mark.parametrize(
    ("word", "known", "guess"),
    [
        ("Carers", "carer", "carer"),
        ("GPs", "professional", "professional"),
        ("person with lived experience", "lived_experience", "lived_experience"),
        ("Tenants", None, "lived_experience"),
        ("Housing officer", None, "professional"),
        ("Paid carer", None, "professional"),
        ("Carers' support worker", None, "professional"),
        ("Peer support worker", None, "both"),
        ("service user / staff", None, "both"),
        ("Member of the public", None, "lived_experience"),
        ("volunteer", None, None),
        ("Foster carer", None, None),
        ("Camden", None, None),
        ("Other", None, None),
    ],
)
def test_what_can_be_meant_in_one_way_is_known_and_the_rest_guessed_or_not(word, known, guess):
    assert (group_of(PROJECT, word), guess_group(word)) == (known, guess)


@pytest.mark.parametrize(
    "word", ["", " - ", "Other", "Other: neighbour", "Prefer not to say", "n/a", "Don't know"]
)
def test_no_answer_is_no_group(word):
    assert is_no_group(word)
    assert not names_people(word)
    assert unknown_words(PROJECT, [word], [2]) == {}


@given(st.sampled_from(["tenant", "housing officer", "family"]), st.data())
def test_a_word_is_the_same_in_any_spelling(word, data):
    plural = word[:-1] + "ies" if word.endswith("y") else word + "s"
    said = data.draw(st.sampled_from([word, plural, word.upper(), plural.title()]))
    spaces = data.draw(st.sampled_from(["", " ", "\t", " \N{NO-BREAK SPACE}"]))
    assert fold_group(spaces + said + spaces) == word


def test_the_block_to_paste_has_each_word_once_and_loads(tmp_path):
    column = ["Tenants", "tenant ", "TENANT", "Volunteer", "Zorblax", "Other", "", "GP"]
    words = unknown_words(PROJECT, column, range(2, 10))
    assert words == {"Tenants": [2, 3, 4], "Volunteer": [5], "Zorblax": [6]}
    problem = unknown_groups(PROJECT, words, "participants.csv", "Here as")
    assert "3 words" in problem.problem and "5 people" in problem.problem
    assert "Zorblax" not in problem.fix  # a word of one person may be their name
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    block = [line for line in problem.fix.split("\n") if line.startswith(("[", '"'))]
    (folder / "project.toml").write_text(
        '[perspectives]\nlived_experience = ["service user"]\n\n' + "\n".join(block),
        encoding="utf-8",
    )
    project = load_project("demo", tmp_path)
    assert not project.problems
    assert project.perspective_of("TENANTS") == "lived_experience"
    assert project.perspective_of("service users") == "lived_experience"
    assert project.perspective_of("volunteer") is None  # nobody has said it yet
    assert "[perspectives.words] in project.toml, write" in explain_groups(project, ["Volunteer"])


def test_a_word_with_a_line_of_its_own_may_make_a_group_and_leaves_the_lists(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(
        '[perspectives.words]\n"Peer" = "Peer supporters"\n"staff" = "lived experience"\n',
        encoding="utf-8",
    )
    project = load_project("demo", tmp_path)
    assert project.perspective_of("peers") == "peer_supporters"
    assert project.perspective_of("Staff") == "lived_experience"


FEEDBACK = """Here as,Which service did you use,What gets in the way?
Tenant,GP,The form is far too long for anybody to fill in.
tenants,Foodbank,Nobody rings back when they said they would do so.
Support worker,GP,There are three surveyors for the whole of the borough.
Other,GP,The phone line drops after fifty minutes of waiting there.
"""


def read_feedback(tmp_path, toml="", feedback=FEEDBACK):
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "feedback").mkdir(parents=True)
    (folder / "feedback" / "a.csv").write_text(feedback, encoding="utf-8")
    (folder / "project.toml").write_text(toml, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {}, b"salt")


def test_a_feedback_form_is_read_with_its_groups_and_the_words_to_settle(tmp_path):
    material = read_feedback(tmp_path)
    assert material.participants["perspective"].tolist() == [
        "unknown", "unknown", "professional", "unknown",
    ]  # fmt: skip
    (problem,) = material.problems
    assert problem.where == "rows 2, 3, column Here as"
    assert problem.fix.endswith('[perspectives.words]\n"Tenant" = "lived_experience"  # a guess')


def test_the_words_settle_it(tmp_path):
    material = read_feedback(tmp_path, '[perspectives.words]\n"Tenant" = "lived_experience"\n')
    assert material.participants["perspective"].tolist() == [
        "lived_experience", "lived_experience", "professional", "unknown",
    ]  # fmt: skip
    assert not material.problems


def test_a_register_with_a_heading_of_its_own_and_an_empty_column_of_the_form(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "participants.csv").write_text(
        "participant_id,perspective,role,I am here as a\nP1,,cook,Patient\nP2,,,Nurse\n",
        encoding="utf-8",
    )
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert material.participants["perspective"].tolist() == ["lived_experience", "professional"]
    assert material.participants["role"].tolist()[0] == "cook"


def test_a_role_that_says_the_group_stays_a_role(tmp_path):
    feedback = FEEDBACK.replace("Here as", "Your role")
    material = read_feedback(tmp_path, '[perspectives.words]\n"Tenant" = "carer"\n', feedback)
    assert material.participants["role"].tolist()[0] == "Tenant"
    assert material.participants["perspective"].tolist()[:3] == ["carer", "carer", "professional"]
