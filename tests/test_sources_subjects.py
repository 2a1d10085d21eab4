"""A label that names a benefit, a topic or a service is part of the words, not a speaker."""

from __future__ import annotations

import pytest

from insights.project import load_project
from insights.sources import Material, read_sources
from insights.sources.likely_names import looks_like_name
from insights.sources.subjects import is_service, is_topic

REGISTER = "participant_id,perspective\nP01,lived experience\nP02,professional\n"
NAMES = ["Callum", "Callum Boyd", "Grant", "Bill Paige", "Mark", "Faith Banks", "Pip", "Esa",
         "Grace Price", "Charity", "Loan", "Ruth Church", "O'Brien", "Jean-Luc", "Siobhán",
         "Joy Waters", "Mai Tran"]  # fmt: skip


def read(tmp_path, text: str, path: str = "notes/w1.md", aliases: dict[str, str] | None = None):
    raw = tmp_path / "data" / "raw" / "demo"
    (raw / path).parent.mkdir(parents=True, exist_ok=True)
    (raw / path).write_text(text, encoding="utf-8")
    (raw / "participants.csv").write_text(REGISTER, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), aliases or {}, b"salt")


def said(material: Material) -> list[tuple[str | None, str]]:
    who = material.passages["participant_id"].astype(object)
    return list(zip(who.where(who.notna(), None), material.passages["text"], strict=True))


@pytest.mark.parametrize("path", ["notes/w1.md", "notes/w1.txt", "transcripts/w1.txt"])
@pytest.mark.parametrize(
    "label",
    ["Universal Credit", "universal credit", "PIP", "Housing Benefit", "Council Tax", "Letters",
     "Transport", "Jobcentre Plus", "Jobcentre", "Citizens Advice", "DWP", "Leeds City Council",
     "The Crisis Team", "**Universal Credit**"],
)  # fmt: skip
def test_what_words_are_about_stays_in_them(tmp_path, label, path):
    line = f"{label}: they lost my form"
    material = read(tmp_path, f"P01: it was hard\n\n{line}\n\nP02: same here\n", path)
    assert said(material) == [("P01", "it was hard"), (None, line), ("P02", "same here")]
    assert not material.problems


@pytest.mark.parametrize("path", ["notes/w1.md", "transcripts/w1.txt"])
@pytest.mark.parametrize("name", NAMES)
def test_names_stay_labels(tmp_path, name, path):
    material = read(tmp_path, f"P01: a\n\n{name}: they lost my form\n\nP02: c\n", path)
    assert said(material) == [("P01", "a"), (None, "they lost my form"), ("P02", "c")]
    assert "1 turn is by 1 name" in material.problems[0].problem


@pytest.mark.parametrize("name", NAMES)
def test_names_are_neither_topics_nor_services(name):
    assert looks_like_name(name) and not is_service(name)


@pytest.mark.parametrize("label", ["Universal Credit", "Housing benefit arrears", "Pensions"])
def test_nobody_is_called_a_topic(label):
    assert is_topic(label) and not looks_like_name(label)


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        # A service that comes back takes part; so it does among others who are not known.
        ("P01: a\n\nSamaritans: we see it weekly\n\nP02: c\n\nSamaritans: we do\n",
         ["a", "we see it weekly", "c", "we do"]),
        ("Shelter: we see it weekly\n\nCallum: b\n\nCallum: c\n", ["we see it weekly", "b", "c"]),
        # Too little is said to be words about it.
        ("P01: a\n\nSamaritans: we do\n\nP02: c\n", ["a", "we do", "c"]),
        # A topic never speaks, however often it stands there.
        ("P01: a\n\nUniversal Credit: no\n\nUniversal Credit: no\n\nP02: c\n",
         ["a", "Universal Credit: no", "Universal Credit: no", "c"]),
    ],
)  # fmt: skip
def test_a_service_may_take_part_and_a_topic_may_not(tmp_path, notes, words):
    assert [text for _, text in said(read(tmp_path, notes))] == words


def test_whoever_is_known_by_such_a_name_speaks(tmp_path):
    notes = "P01: a\n\nUniversal Credit: they lost my form\n"
    assert said(read(tmp_path, notes, aliases={"universal credit": "P02"})) == [
        ("P01", "a"), ("P02", "they lost my form"),
    ]  # fmt: skip
