"""What in notes is nobody's words: stage directions, breaks, captions; and what only looks so."""

import pytest

from insights.project import load_project
from insights.sources import read_sources
from insights.sources.asides import is_break, is_caption, is_stage_direction
from insights.sources.cues import is_stage_direction as is_stage_in_transcript


@pytest.mark.parametrize(
    "line",
    [
        "(laughter)", "[pause]", "(break for tea)", "[Laughter]", "(long pause)",
        "(everyone laughs)", "[silence for 10 seconds]", "(nods of agreement)", "[inaudible]",
        "[Ann left the room for ten minutes here]", "(Mark joins late)", "*laughter*",
        "(much laughter, then silence)", "[lunch break 12.30-1.15]",
    ],
)  # fmt: skip
def test_stage_directions(line):
    assert is_stage_direction(line)


@pytest.mark.parametrize(
    "line",
    [
        "(we laughed, because nobody had told us)", "(silence from the council for three months)",
        "(pause in payments since May)", "(the laughter stopped when the letter came)",
        "(they left me without heating)", "(she left her job to care for him)", "(I was silent)",
        "(a break from caring)", "(she left the group because of the stairs)", "laughter",
    ],
)  # fmt: skip
def test_words_in_brackets_are_words(line):
    assert not is_stage_direction(line)


def test_a_transcript_keeps_what_somebody_says_in_brackets():
    assert is_stage_in_transcript("[foreign language]")
    assert not is_stage_in_transcript("(we laughed, because nobody had told us)")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Coffee 10.30", True), ("Break for tea", True), ("10.30 Coffee", True),
        ("Tea at 3pm", True), ("Back at 1.30", True), ("Coffee", False),
        ("Coffee mornings at 10.30", False), ("Break the cycle", False),
        ("Respite break for carers 2 weeks", False), ("Back to square one", False),
    ],
)  # fmt: skip
def test_breaks(line, expected):
    assert is_break(line) is expected


@pytest.mark.parametrize(
    ("line", "over_table", "expected"),
    [
        ("Flipchart, dots given by everybody:", False, True),
        ("Tenants' flipchart:", False, True),
        ("Dot votes, everybody had three:", True, True),
        ("Dot votes, everybody had three:", False, False),
        ("The board told us no:", True, False),
        ("Sheets are never changed:", False, False),
        ("My wall, it is wet:", True, False),
    ],
)
def test_captions(line, over_table, expected):
    assert is_caption(line, over_table=over_table) is expected


NOTES = """# What gets in the way

P1: The form is too long for anybody.
(laughter)
P2: Nobody rings back.
Coffee 10.30
(we laughed, because nobody had told us)

Flipchart, dots given by everybody:
- One number to ring
"""


def test_they_stay_in_the_text_and_are_nobodys_excerpt(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes").mkdir(parents=True)
    (folder / "notes" / "a.md").write_text(NOTES, encoding="utf-8")
    (folder / "participants.csv").write_text("participant_id\nP1\nP2\n", encoding="utf-8")
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    said = material.passages["text"].tolist()
    assert said == [
        "The form is too long for anybody.", "Nobody rings back.",
        "(we laughed, because nobody had told us)", "One number to ring",
    ]  # fmt: skip
    (text,) = material.texts.values()
    assert all(words in text for words in ("(laughter)", "Coffee 10.30", "Flipchart, dots"))
