"""Whom somebody means: an id, a name, a name that several people have, nobody."""

import pytest

from insights import pipeline
from insights.errors import InsightsError

KEY = """participant_id,name,aliases
P01,Siobhán Keane,Shiv
P02,Sam Cole,
P03,Sam Osei,Sammy
P04,Sam Cole Quill,
P05,عائشة خان,
P07,Grace Hope Adeyemi,
F01,Ruth Vale,
"""
REGISTER = """participant_id,perspective,role,attended
P01,lived_experience,,W1
P02,professional,GP,W1;W2
P03,lived_experience,,
P04,professional,Nurse,W2
P06,lived_experience,,W2
"""


@pytest.fixture
def root(project_folder):
    return project_folder(
        {"project.toml": '[project]\ntitle = "Halls"\nfictional = true\n', "key.csv": KEY,
         "participants.csv": REGISTER, "notes/workshop.md": "Sam: yes.\n"}
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("P01", ["P01"]), (" p01 ", ["P01"]), ("P06", ["P06"]),  # no name in the key
        ("Siobhan Keane", ["P01"]), ("siobhán", ["P01"]), ("KEANE", ["P01"]), ("shiv", ["P01"]),
        ("Keane Siobhan", ["P01"]), ("Sammy", ["P03"]), ("عائشة", ["P05"]),
        ("Sam", ["P02", "P03", "P04"]),
        ("Sam Cole", ["P02"]),  # a whole name goes before part of a longer one
        ("Cole", ["P02", "P04"]), ("Grace Adeyemi", ["P07"]),
        ("Dr Siobhan Keane", ["P01"]), ("KEANE, Ms Siobhán", ["P01"]), ("Dr Siobhan Moran", []),
        ("Nobody Here", []), ("", []), ("  ", []), ("P99", []), ("!", []), ("Sio", []),
    ],
)  # fmt: skip
def test_an_id_or_a_name_leads_to_whoever_may_be_meant(root, words, ids):
    assert [one.participant_id for one in pipeline.find_people("demo", words, root=root)] == ids


def test_one_person_is_shown_by_initials_and_what_the_register_says(root):
    found = pipeline.find_person("demo", "Siobhan", root=root)
    assert str(found) == "P01 (S. K., person with lived experience, came to W1)"
    assert found.by_name
    assert not pipeline.find_person("demo", "p01", root=root).by_name
    assert "Keane" not in repr(found) + str(found.as_dict())


def test_several_are_listed_by_what_tells_them_apart_and_never_by_name(root):
    with pytest.raises(InsightsError, match="3 people are called that") as refused:
        pipeline.find_person("demo", "sam", root=root)
    said = str(refused.value)
    assert "P02 (S. C.): professional; GP; came to W1, W2." in said
    assert "P03 (S. O.): person with lived experience." in said
    assert "Cole" not in said
    assert "sam" not in said.casefold().replace("same", "")


def test_nobody_is_refused_without_saying_the_name(root):
    with pytest.raises(InsightsError, match="Nobody in this project") as refused:
        pipeline.find_person("demo", "Marta Quillfeather", root=root)
    assert "Quillfeather" not in str(refused.value)
    with pytest.raises(InsightsError) as refused:
        pipeline.find_person("demo", "P1", root=root)
    assert "Did you mean" in str(refused.value)
