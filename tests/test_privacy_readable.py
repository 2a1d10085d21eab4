"""Masked text stays readable, and the queue is worth a facilitator's minutes."""

import pytest

from insights.privacy import Names, Person, mask_text
from insights.privacy.vocabulary import is_inflected, is_slip

NOBODY = Names()
TABLE = Names(
    (
        Person("P1", "Ayodele Adeyemi", ("Dele",)),
        Person("P2", "Joy Ndlovu", ("Joy",)),
        Person("P3", "Mo Farid", ("Mo",)),
        Person("P4", "Hope Mensah"),
    )
)


def masked(text: str, names: Names = NOBODY) -> str:
    return mask_text(text, names).text


def waits(text: str, names: Names = NOBODY) -> list[str]:
    return [text[span.start : span.end] for span in mask_text(text, names).waiting]


@pytest.mark.parametrize(
    "text",
    [
        "10.30 – 1.15 with a long tea break", "we met in June", "She agreed I could pass it on.",
        "He is off Jan-June this year", "at nine o'clock", "I shan't go",
        "It was called Synergy Hub.",
        "Give people a log.\tMake every handover warm.", "I've asked and I'm asking again",
        "my aunty knows", "I go to Plot 19 for a day", "One word would do.  Excellent.",
        "the activities co-ordinators rang", "Good Involvement. Speed of dispatch of Paramedics",
        "the first visit my dad could not manage", "Biscuits and tea. Two Paramedics came.",
    ],
)  # fmt: skip
def test_ordinary_words_are_neither_masked_nor_asked_about(text):
    assert (masked(text), waits(text)) == (text, [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we went to Kelderby", "we went to [PLACE]"),
        ("at Bassetlaw & Retford hospital", "at [PLACE] & [PLACE] hospital"),
        ("St Wilfrid's church hall", "[PLACE]'s church hall"),
        ("near Thornley Bridge", "near [PLACE] Bridge"),
        ("forty yards from Quaylow surgery", "forty yards from [PLACE] surgery"),
        ("he shouted at Tariq", "he shouted at [PERSON]"),
        ("it was at Tariq's house", "it was at [PERSON]'s house"),
        ("Tariq's Taxis came", "[PERSON]'s Taxis came"),
    ],
)
def test_a_place_reads_as_a_place_and_a_person_as_a_person(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dele\tSame from my side", "[PERSON]\tSame from my side"),
        ("Who\tWhat\nDele\tSame", "Who\tWhat\n[PERSON]\tSame"),
        ("Joy: The not telling.", "[PERSON]: The not telling."),
        ("Joy\n", "[PERSON]\n"),
        ("biscuits: dire. Mo is bringing her own", "biscuits: dire. [PERSON] is bringing her own"),
        ("back in a mo", "back in a mo"),
        ("thanks to Dele Adeyemi", "thanks to [PERSON]"),
        ("Joy is what we need. Hope matters.", "Joy is what we need. Hope matters."),
    ],
)
def test_a_registered_name_that_is_a_word_is_masked_where_it_can_only_be_the_person(text, expected):
    assert masked(text, TABLE) == expected


def test_a_registered_name_that_may_be_a_word_waits_for_a_person():
    assert waits("Hope is what we need.", TABLE) == ["Hope"]
    assert waits("Hope is what we need.") == []


def test_a_cell_of_a_table_does_not_run_into_the_next():
    assert masked("Tariq\tMake a log\nZofia\tLog, please") == (
        "[PERSON]\tMake a log\n[PERSON]\tLog, please"
    )


class TestSlips:
    def test_a_slip_of_the_pen_at_the_start_waits_rather_than_being_masked(self):
        text = "Liasing is best. Expecially the nurse."
        assert masked(text) == text
        assert waits(text) == ["Liasing", "Expecially"]

    def test_a_slip_inside_a_sentence_asks_nobody(self):
        assert waits("the abulance was late and the opperators were kind") == []

    def test_a_name_that_looks_like_a_slip_is_masked_where_somebody_acts(self):
        assert is_slip("darwish")
        assert (
            masked("Darwish said no. Then Darwish left.") == "[PERSON] said no. Then [PERSON] left."
        )
        assert waits("then darwish said no") == ["darwish"]

    @pytest.mark.parametrize(
        ("word", "slip"),
        [("abulance", True), ("opperator", True), ("ambulance", False), ("oluwaseun", False),
         ("nhs", False), ("café", False)],
    )  # fmt: skip
    def test_a_slip_is_one_letter_away_from_a_long_word(self, word, slip):
        assert is_slip(word) == slip

    @pytest.mark.parametrize(("word", "form"), [("biscuits", True), ("rose", False)])
    def test_forms_that_no_name_takes(self, word, form):
        assert is_inflected(word) == form
