"""Names written otherwise than on the list: joined when sure, asked about when not, else apart."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.errors import InsightsError
from insights.privacy import NameBook, Names, Person
from insights.privacy.joining import book_of, forget_said, say_another, say_same
from insights.privacy.name_book import answer_id
from insights.privacy.ways import is_same_way, read_way
from insights.project import Project
from insights.sources.people import People

LIST = (
    "Priya Nair", "Priya Naidu", "Amina Warsame", "John Reed", "James Reed",
    "Elizabeth O'Brien", "Mohammed Iqbal", "Katherine Doyle", "Siobhán Kearney",
    "Anne-Marie Legrand", "Ayodele Adeyemi", "Tomasz Wójcik", "Nguyễn Thị Lan", "Zoë Abbott",
    "William Frost", "Deborah Quayle", "Sean Murphy", "Shaun Murphy", "Grace Holloway",
    "Dr Susan Okafor", "Rev. Peter Marsh", "Harpreet Kaur", "Jaspreet Kaur", "Lucía Fernández",
)  # fmt: skip
PEOPLE = tuple(Person(f"P{number:02}", name) for number, name in enumerate(LIST, start=1))
ID = {person.name: person.participant_id for person in PEOPLE}

JOINED = {
    "priya nair": "Priya Nair", "Dr Priya Nair": "Priya Nair", "NAIR,  Priya": "Priya Nair",
    "Priya Nair (she/her)": "Priya Nair", "Mrs. Amina Warsame": "Amina Warsame",
    "Reed, John": "John Reed", "ELIZABETH OBRIEN": "Elizabeth O'Brien",
    "Siobhan Kearney": "Siobhán Kearney", "Anne Marie Legrand": "Anne-Marie Legrand",
    "Prof. Ayodele Adeyemi": "Ayodele Adeyemi", "tomasz wojcik": "Tomasz Wójcik",
    "Nguyen Thi Lan": "Nguyễn Thị Lan", "Zoe Abbott": "Zoë Abbott",
    "Susan Okafor": "Dr Susan Okafor", "Revd Peter Marsh, MBE": "Rev. Peter Marsh",
    "Fernandez, Ms Lucia": "Lucía Fernández",
}  # fmt: skip
ASKED = {
    "P. Nair": "Priya Nair", "Priya N.": "Priya Naidu", "Preeya Nair": "Priya Nair",
    "Priya": "Priya Naidu", "Amina W": "Amina Warsame", "Warsame Amina": "Amina Warsame",
    "J Reed": "James Reed", "Jon Reed": "John Reed", "Jim Reed": "James Reed",
    "Liz O'B": "Elizabeth O'Brien", "Mo Iqbal": "Mohammed Iqbal", "Kate Doyle": "Katherine Doyle",
    "Lan Nguyen": "Nguyễn Thị Lan", "Zoe Abbot": "Zoë Abbott", "Bill Frost": "William Frost",
    "Debbie Quayle": "Deborah Quayle", "Dr Okafor": "Dr Susan Okafor", "Sean M": "Sean Murphy",
    "H. Kaur": "Harpreet Kaur", "Grace": "Grace Holloway", "Priya Nair 2": "Priya Nair",
}  # fmt: skip
STRANGERS = (
    "Priya Patel", "Amy Watson", "John Redmond", "Sarah Khan", "Mohammed Aziz", "Helen Tate",
    "A. Nonymous", "Prefer not to say", "Jaspreet Singh", "Peter Okafor", "Lan Tran", "n/a",
)  # fmt: skip


def outcome(label: str, book: NameBook, people: People) -> tuple[str, set[str]]:
    """Return what becomes of a name on a form: joined, asked or apart, and with whom."""
    known = people.known(label, in_full=True)
    if known:
        return "joined", {known}
    ids = {person.participant_id for person in book.candidates(label)}
    return ("asked" if ids else "apart"), ids


def test_names_on_forms_against_the_truth(tmp_path):
    book = NameBook(Names(PEOPLE))
    people = People(Project("demo", tmp_path, "Demo"), Names(PEOPLE).aliases(), book)
    found = Counter()
    for label, name in {**JOINED, **ASKED}.items():
        what, ids = outcome(label, book, people)
        assert ID[name] in ids, label
        found[what] += 1
    for label in STRANGERS:
        found[f"stranger {outcome(label, book, people)[0]}"] += 1
    assert found == {"joined": len(JOINED), "asked": len(ASKED), "stranger apart": len(STRANGERS)}


def test_two_people_who_fit_are_both_offered_and_neither_is_taken():
    book = NameBook(Names(PEOPLE))
    for label, names in (("J. Reed", LIST[3:5]), ("Priya", LIST[:2]), ("Murphy", LIST[16:18])):
        assert [person.name for person in book.candidates(label)] == list(names)
        assert book.meant(label) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Mr Sam Cole", "Sam Cole", True), ("Mr Sam Cole", "Mrs Sam Cole", False),
        ("Sam Cole", "Sam Cole Jr", False), ("Sam Cole 2", "Sam Cole", False),
        ("Sam Cole's mum", "Sam Cole", False), ("Cole Sam", "Sam Cole", False),
    ],
)  # fmt: skip
def test_what_tells_two_people_apart_is_never_taken_off(one, other, same):
    assert is_same_way(one, other) is is_same_way(other, one) is same
    assert (NameBook(Names((Person("P1", other),))).meant(one) == "P1") is same


def test_two_people_of_one_name_are_never_told_apart_by_guess():
    book = NameBook(Names((Person("P1", "John Reed"), Person("P2", "John Reed"))))
    assert book.meant("Mr John Reed") is None
    assert book.shares("reed, john") and len(book.candidates("John Reed")) == 2


NAMES = st.text("ABDEILNOPRST abdeilnoprst-'.,", max_size=24)


@given(NAMES, NAMES)
def test_a_name_is_joined_only_to_the_same_words(one, other):
    meant = NameBook(Names((Person("P1", other),))).meant(one)
    assert meant is None or read_way(one).parts == read_way(other).parts


# ------------------------------------------------------------------------- what people say

ROWS = [
    {"participant_id": "P1", "name": "Amina Warsame", "aliases": "Mina"},
    {"participant_id": "P2", "name": "John Reed"},
    {"participant_id": "P3", "name": "James Reed"},
]


def test_the_same_person_becomes_an_alias_once_and_can_be_taken_back():
    said = say_same(ROWS, "Amina  W", "warsame, AMINA", b"k")
    assert said[0]["aliases"] == "Mina; Amina W"
    assert say_same(said, "amina w", "P1", b"k") == said
    assert forget_said(said, "AMINA W", b"k") == ROWS
    assert "aliases" not in ROWS[1]


def test_another_person_is_kept_without_the_name_and_can_be_taken_back():
    said = say_another(ROWS, "J. Reed", b"k")
    assert "J. Reed" not in str(said)
    assert said[1]["not_called"] == said[2]["not_called"] == answer_id("J. Reed", b"k")
    assert not book_of(said, b"k").candidates("j. reed")
    assert book_of(said, b"other").candidates("J. Reed")
    back = forget_said(said, "J. Reed", b"k")
    assert book_of(back, b"k").candidates("J. Reed")


def test_a_word_for_one_of_two_settles_it():
    said = say_same(say_another(ROWS, "J. Reed", b"k"), "J. Reed", "P3", b"k")
    people = book_of(said, b"k").names
    assert people.aliases()["j reed"] == "P3"


def test_a_given_name_is_enough_in_notes_until_somebody_says_otherwise(tmp_path):
    rows = [{"participant_id": "P1", "name": "Priya Nair"}]
    for said, known in ((rows, "P1"), (say_another(rows, "Priya", b"k"), None)):
        book = book_of(said, b"k")
        people = People(Project("demo", tmp_path, "Demo"), book.names.aliases(), book)
        assert people.known("Priya") == known and people.known("Priya", in_full=True) is None


def test_a_given_name_that_two_share_is_theirs_of_whom_it_was_said():
    rows = [{"participant_id": "P1", "name": "Priya Nair"},
            {"participant_id": "P2", "name": "Priya Naidu"}]  # fmt: skip
    assert book_of(rows, b"k").meant("Priya") is None
    said = book_of(say_same(rows, "Priya", "P2", b"k"), b"k")
    assert said.meant("priya") == "P2" and said.meant("Priya Nair") == "P1"
    assert not said.candidates("Priya Patel")  # a nickname is no family name
    shared = [*rows[:1], {**rows[1], "aliases": "Priya"}]  # nobody said it of the other one
    assert book_of(shared, b"k").meant("Priya") is None
    assert len(book_of(shared, b"k").candidates("Priya")) == 2


@pytest.mark.parametrize(
    ("label", "whom", "problem"),
    [
        ("J. Reed", "Nobody Known", "Nobody in the key"), ("John Reed", "P3", "somebody else"),
        ("Mina", "P2", "somebody else"), ("J; R", "P2", "cannot be kept"), (" ", "P2", "cannot"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_without_a_name(label, whom, problem):
    with pytest.raises(InsightsError, match=problem) as refused:
        say_same(ROWS, label, whom, b"k")
    assert not any(word in str(refused.value) for word in ("Reed", "Amina", "Mina", "Known"))


def test_two_of_that_name_need_an_id():
    rows = [*ROWS, {"participant_id": "P4", "name": "John REED"}]
    with pytest.raises(InsightsError, match="2 people"):
        say_same(rows, "Johnny", "John Reed", b"k")
    with pytest.raises(InsightsError, match="alias of somebody"):
        say_another(ROWS, "Mina", b"k")


def test_printing_a_book_names_nobody():
    book = NameBook(Names(PEOPLE))
    assert repr(book) == "NameBook(24 people)" and "Nair" not in repr(read_way("Priya Nair"))
