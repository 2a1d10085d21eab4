"""Names of the key file that are also words: masked, asked about, or left as the word."""

import pytest

from insights.privacy import Names, Person, mask_text, scan_text

TABLE = Names(
    tuple(
        Person(f"P{number}", name)
        for number, name in enumerate(
            (
                "Sue Rowley", "Will Adeyemi", "Grace Okafor", "Hope Mensah", "Mark Dunn",
                "Bill Price", "Rose Field", "May Chen", "June Ward",
            )
        )
    )
)  # fmt: skip


def masked(text: str) -> str:
    return mask_text(text, TABLE).text


def waits(text: str) -> list[str]:
    return [text[span.start : span.end] for span in mask_text(text, TABLE).waiting]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sue typing", "[PERSON] typing"),
        ("Sue facilitating, Mark on notes", "[PERSON] facilitating, [PERSON] on notes"),
        ("Sue was typing", "[PERSON] was typing"),
        ("Table 2 with Sue", "Table 2 with [PERSON]"),
        ("Will said no. Grace agreed.", "[PERSON] said no. [PERSON] agreed."),
        ("Mark: yes", "[PERSON]: yes"),
        ("Sue R: yes", "[PERSON] R: yes"),
        ("Facilitator: Sue", "Facilitator: [PERSON]"),
        ("Facilitators: Sue and Mark", "Facilitators: [PERSON] and [PERSON]"),
        ("Present: Sue, Mark, Bill, Rose", "Present: [PERSON], [PERSON], [PERSON], [PERSON]"),
        ("Scribe - Mark", "Scribe - [PERSON]"),
        ("ACTION: Mark to email", "ACTION: [PERSON] to email"),
        ("Sue (facilitator)", "[PERSON] (facilitator)"),
        ("Sue, link worker", "[PERSON], link worker"),
        ("Sue/Mark", "[PERSON]/[PERSON]"),
        ("typed up (Sue)", "typed up ([PERSON])"),
        ("that Mark is kind", "that [PERSON] is kind"),
        ("our Sue went", "our [PERSON] went"),
        ("Rose thinks so", "[PERSON] thinks so"),
        ("Mark's idea was the log", "[PERSON]'s idea was the log"),
        ("I went with Will.", "I went with [PERSON]."),
    ],
)
def test_it_is_the_person(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hope matters. Will it work? We may meet in May. mark the date; sue the council",
        "Mark the date. Sue the council. Bill payments are late.",
        "May I ask? Will you come? Will people use it? Will need help.",
        "Hope so. Grace period. Hope to see more. Hope that it lasts. Will power.",
        "I will. You may. We hope. The bill came. They rose.",
        "We met in June and last May, by June 2024.",
        "Facilitator: Will it work?",
        "Will things change? May bring more. Hope during lockdown.",
        "WILL IT WORK",
    ],
)
def test_it_is_the_word(text):
    assert masked(text) == text
    assert waits(text) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Bill will ring", ["Bill"]),
        ("Sue to chase", ["Sue"]),
        ("Sue from the council", ["Sue"]),
        ("Sue - no", ["Sue"]),
        ("Bill, 64", ["Bill"]),
        ("Grace? She left", ["Grace"]),
        ("Hope is what we need.", ["Hope"]),
        ("on the Ward", ["Ward"]),
        ("ask sue about it", ["sue"]),
        ("thanks sue", ["sue"]),
        ("with sue", ["sue"]),
        ("me and mark went", ["mark"]),
        ("sue and mark", ["sue", "mark"]),
        ("sue: no way", ["sue"]),
        ("typed by sue", ["sue"]),
    ],
)
def test_it_may_be_the_person(text, asked):
    assert masked(text) == text
    assert waits(text) == asked


def test_nobody_is_asked_about_words_that_are_in_no_key_file():
    text = "Bill will ring. Sue to chase. ask sue. Hope is here."
    assert not mask_text(text, Names()).waiting


def test_a_month_in_the_key_file_stays_a_month_where_it_is_one():
    assert masked("June said it was cold in June") == "[PERSON] said it was cold in June"


@pytest.mark.parametrize(
    "text", ["Present: Sue, Mark, Bill", "Sue/Mark typing", "Facilitator: Sue (Mark)"]
)
def test_what_is_masked_stays_clean(text):
    assert scan_text(masked(text), TABLE) == []
    assert masked(masked(text)) == masked(text)
