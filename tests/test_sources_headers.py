"""Lines of a note that say when, where and who: the session's, and nobody's words."""

from __future__ import annotations

import pytest

from insights.project import load_project
from insights.sources import Material, read_sources
from insights.sources.ledger import MARKS, SPACES
from insights.sources.sessions import HEADER_LINES, mode_of, read_when

REGISTER = "participant_id,perspective\nP01,professional\nP02,professional\nP03,professional\n"
PLAIN = (
    "Second workshop\nTuesday 3rd March 2026, 10am to 12.30\nSt Mary's Hall, Leeds\n"
    "Present: P01, P02 and 3 link workers\n"
)
BODY = "\n## What is hard?\n\n- the post\n"


def read(tmp_path, note: str, name: str = "w1.md") -> Material:
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes").mkdir(parents=True, exist_ok=True)
    (folder / "participants.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "notes" / name).write_text(note, encoding="utf-8")
    return read_sources(load_project("demo", tmp_path), {"priya": "P03"}, b"salt")


@pytest.mark.parametrize(
    ("top", "date", "mode", "here"),
    [
        ("# Day one\n\nDate: 3 March 2026\nPlace: Town Hall\nHere: P01, Priya\n",
         "2026-03-03", "in person", {"P01", "P03"}),
        (PLAIN, "2026-03-03", "in person", {"P01", "P02"}),
        ("3/3/26\nOnline\nIn the room: P02\n", "2026-03-03", "online", {"P02"}),
        ("Mode: hybrid\nVenue: Town Hall\nDate: 2026-03-03\nApologies: P01\n",
         "2026-03-03", "hybrid", set()),
    ],
)  # fmt: skip
def test_the_top_of_a_note_tells_of_the_session(tmp_path, top, date, mode, here):
    material = read(tmp_path, top + BODY)
    session = material.sessions.iloc[-1]
    assert session[["date", "mode"]].tolist() == [date, mode]
    assert material.passages["text"].tolist() == ["the post"]
    attended = material.attendance.query("basis == 'attended'")
    assert set(attended["participant_id"]) == here


def test_header_lines_below_a_heading_are_set_aside_by_name(tmp_path):
    note = (
        "# What is hard?\n\nDate: 3 March 2026\nHere: P01, P02\nTime: 10.30 to 12\n\n- the post\n"
    )
    material = read(tmp_path, note)
    assert material.passages["text"].tolist() == ["the post"]
    assert set(material.attendance["participant_id"]) == {"P01", "P02"}
    assert material.sessions["date"].tolist() == ["2026-03-03"]
    told = [u.taken_as for u in material.understood if u.part.startswith("set aside")]
    assert HEADER_LINES in told[0]
    assert (SPACES in told[0]) and (MARKS not in told[0])


QUESTION = "What gets in the way?"
TURNS = "\nP01: the post\n\nP02: the phone\n"
DAY = "12 June 2025\nLeeds Library\n"


@pytest.mark.parametrize("name", ["w1.md", "w1.txt"])
@pytest.mark.parametrize(
    "top",
    [f"# {QUESTION}\n{DAY}", f"# {QUESTION}\n\nDate: 12 June 2025\nPlace: Leeds Library\n",
     f"## *{QUESTION}*\n\n{DAY}Present: P03\n", f"{QUESTION}\n{DAY}",
     f"# What gets in the way\n{DAY}"],
)  # fmt: skip
def test_a_question_that_stands_first_is_what_people_were_asked(tmp_path, top, name):
    material = read(tmp_path, top + TURNS, name)
    assert material.passages["text"].tolist() == ["the post", "the phone"]
    assert set(material.passages["prompt_kind"]) == {"problem"}
    assert {words.strip("?") for words in material.passages["activity"]} == {QUESTION.strip("?")}
    assert set(material.sessions["date"]) == {"2025-06-12"}
    assert set(material.sessions["mode"]) == {"in person"}


def test_a_transcript_may_begin_with_a_question_too(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo" / "transcripts"
    folder.mkdir(parents=True)
    (folder / "w2.txt").write_text(f"# {QUESTION}\n{DAY}{TURNS}", encoding="utf-8")
    passages = read(tmp_path, "- nothing\n").passages.query("session_id == 'w2'")
    assert passages["text"].tolist() == ["the post", "the phone"]
    assert set(passages["prompt_kind"]) == {"problem"}


@pytest.mark.parametrize(
    ("top", "activities"),
    [
        (f"# Workshop notes, 12 June\n{DAY}", [None, None]),
        (f"# Workshop notes, 12 June\n{DAY}\n## {QUESTION}\n", [QUESTION, QUESTION]),
        (f"# Day one: {QUESTION}\n{DAY}\n## Round one\n", [f"Day one: {QUESTION}"] * 2),
        (f"# {QUESTION}\n\nP03: money\n\n## What would help?\n",
         [QUESTION, "What would help?", "What would help?"]),
        (f"# {QUESTION}\n\nP03: money\n\n# Ideas\n", [QUESTION, "Ideas", "Ideas"]),
        (f"# {QUESTION}\n\nP03: money\n\n## Money problems\n", [QUESTION] * 3),
    ],
)  # fmt: skip
def test_a_title_is_no_activity_and_a_question_lasts_until_another(tmp_path, top, activities):
    passages = read(tmp_path, top + TURNS).passages
    found = passages["activity"].astype(object).where(passages["activity"].notna(), None)
    assert found.tolist() == activities


@pytest.mark.parametrize("said", ["Place: nowhere private to talk", "Time: never enough of it"])
@pytest.mark.parametrize("top", ["# What is hard?", "What is hard?"])
def test_a_topic_below_a_question_that_stands_first_is_no_header_line(tmp_path, top, said):
    assert read(tmp_path, f"{top}\n\n{said}\n").passages["text"].tolist()[-1] == said


@pytest.mark.parametrize(
    "said",
    ["Place: nowhere private to talk", "Present: everybody felt it was too long",
     "Time: never enough of it", "Date: nobody tells you", "Here: we wait and wait for a call",
     "3 March 2026 was the day it all went wrong", "The church hall was freezing"],
)  # fmt: skip
def test_what_somebody_said_is_no_header_line(tmp_path, said):
    material = read(tmp_path, f"# What is hard?\n\n- the post\n\n{said}\n\n## Ideas\n\n{said}\n")
    assert material.passages["text"].tolist() == ["the post", said, said]


@pytest.mark.parametrize(
    ("words", "date"),
    [("3/3/26", "2026-03-03"), ("20.1.26 – Net Loft", "2026-01-20"), ("3.3.2026", "2026-03-03"),
     ("Tues 3 Mar. 2026", "2026-03-03"), ("Weds 21st of January 2026, 10am", "2026-01-21"),
     ("March 3, 2026", "2026-03-03"), ("2026-03-03 10:00", "2026-03-03"), ("10.30 to 12", None),
     ("31/2/26", None), ("", None)],
)  # fmt: skip
def test_dates_as_people_write_them(words, date):
    assert read_when(words) == date


@pytest.mark.parametrize(
    ("fields", "mode"),
    [({}, ""), ({"place": "Zoom call"}, "online"), ({"place": "Town Hall"}, "in person"),
     ({"place": "Zoom", "mode": "hybrid"}, "hybrid")],
)  # fmt: skip
def test_a_place_says_how_a_session_was_held(fields, mode):
    assert mode_of(fields) == mode


def test_a_form_about_a_workshop_does_not_make_it_a_form(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo" / "feedback"
    folder.mkdir(parents=True)
    (folder / "after.csv").write_text("participant_id,session,How was it?\nP01,w1,Fine by me\n")
    (folder / "other.csv").write_text("participant_id,What is hard?\nP01,The phone\n")
    material = read(tmp_path, "- the post\n")
    modes = dict(zip(material.sessions["session_id"], material.sessions["mode"], strict=True))
    assert modes["other"] == "form"
    assert modes["w1"] != "form"
