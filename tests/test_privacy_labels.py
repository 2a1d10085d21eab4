"""Names of files, sheets and columns: people are masked, words and months are not."""

import pytest

from insights.privacy import Names, Person, mask_label

TABLE = Names((Person("P1", "June Okafor"), Person("P2", "Will Reed")))


@pytest.mark.parametrize(
    "label",
    [
        "june_workshop.docx", "notes/april-session.docx", "feedback/monday_group.csv",
        "attendance_jan.xlsx", "march notes.md", "Untitled spreadsheet.xlsx", "Sheet1",
        "Form responses 1", "What would help you most?", "Q1_what_worked", "q2 whatWouldHelp",
        "notes/workshop_b_fr.md", "boards/miro_export.csv", "transcripts/teams_meeting.vtt",
        "notes/easter_cafe.docx", "notes/Copy of notes.docx", "row 3, column perspective",
        "notes/splw_focus_group.docx", "vision/vision_v3.md", "prototypes/sus_scores.csv",
    ],
)  # fmt: skip
def test_words_and_months_are_nobody(label):
    assert mask_label(label, Names()) == label


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("callum_smith_interview.docx", "[PERSON]_[PERSON]_interview.docx"),
        ("notes/priya.docx", "notes/[PERSON].docx"),
        ("notes/june_smith.docx", "notes/[PERSON]_[PERSON].docx"),
        ("notes/may-jones.docx", "notes/[PERSON].docx"),
        ("CallumSmith_interview.docx", "[PERSON]_interview.docx"),
        ("notes/leeds_workshop.docx", "notes/[PLACE]_workshop.docx"),
    ],
)
def test_people_and_places_are_masked(label, expected):
    assert mask_label(label, Names()) == expected


def test_a_registered_month_is_a_person():
    assert mask_label("june_workshop.docx", TABLE) == "[PERSON]_workshop.docx"
    assert mask_label("will_reed.docx", TABLE) == "[PERSON]_[PERSON].docx"
