"""The cases that every build of the masker must pass, with their exact inputs."""

import pytest

from insights.privacy import Names, Person, mask_label, mask_text

NOBODY = Names()
REGISTER = Names(
    (
        Person("P1", "Siobhán Kelly"),
        Person("P2", "Grace Okafor"),
        Person("P3", "Will Adeyemi"),
        Person("P4", "Hope Mensah"),
        Person("P5", "Priya Nair", ("PN Nair",)),
        Person("P6", "Jo Park"),
        Person("P7", "محمد علي"),
        Person("P8", "王芳"),
        Person("P9", "Callum Smith"),
    )
)
TWO_SAMS = Names((Person("P1", "Sam Jones"), Person("P2", "Sam Cole"), Person("P3", "Jo Park")))


def masked(text: str, names: Names = NOBODY) -> str:
    return mask_text(text, names).text


def waits(text: str, names: Names = NOBODY) -> list[str]:
    return [text[span.start : span.end] for span in mask_text(text, names).waiting]


@pytest.mark.parametrize("names", [NOBODY, REGISTER], ids=["no register", "register"])
class TestNames:
    def test_lower_case_and_without_its_accent(self, names):
        assert masked("i told siobhan i wasnt safe", names) == "i told [PERSON] i wasnt safe"

    def test_names_that_are_words_are_masked_where_they_act(self, names):
        text = masked("Grace said the app froze. Will agreed.", names)
        assert text == "[PERSON] said the app froze. [PERSON] agreed."

    def test_words_that_are_names_are_left_where_they_are_words(self, names):
        text = "Hope matters. Will it work? We may meet in May."
        assert masked(text, names) == text

    def test_shouting_hides_names_and_keeps_words(self, names):
        text = masked("I TOLD PRIYA NAIR ABOUT THE WARD", names)
        assert text == "I TOLD [PERSON] ABOUT THE WARD"

    def test_speakers_are_masked_and_roles_are_kept(self, names):
        text = "PRIYA [00:01:22]: I agree\nFacilitator: why?\nP4: no\nGrace: yes"
        expected = "[PERSON] [00:01:22]: I agree\nFacilitator: why?\nP4: no\n[PERSON]: yes"
        assert masked(text, names) == expected

    def test_a_hashtag_hides_a_name(self, names):
        assert "Callum" not in masked("#JusticeForCallum", names)

    def test_a_file_name_hides_a_name(self, names):
        label = mask_label("callum_smith_interview.docx", names)
        assert "callum" not in label and "smith" not in label
        assert label.endswith("_interview.docx")

    def test_zero_width_look_alike_and_decomposed_letters_do_not_hide_a_name(self, names):
        raw = "Pr\u200biya and \u0420riya and Siobha\u0301n left at ten"
        one = mask_text(raw, names)
        assert one.text == "[PERSON] and [PERSON] and [PERSON] left at ten"
        assert raw[one.to_raw(one.text.index("left")) :] == "left at ten"

    def test_services_drugs_and_laws_survive(self, names):
        text = "sertraline, CMHT, Section 136, Samaritans, Recovery College"
        assert masked(text, names) == text
        text = "The CMHT started Sertraline under Section 136; Samaritans and the Recovery College."
        assert masked(text, names) == text


def test_a_name_broken_at_the_end_of_a_line_is_found_in_the_register():
    raw = "then Siob-\nhan left, and Priya\nNair too"
    one = mask_text(raw, REGISTER)
    assert one.text == "then [PERSON] left, and [PERSON] too"
    assert one.to_raw(one.text.index("left")) == raw.index("left")


def test_other_scripts_are_masked_when_registered_and_wait_when_not():
    text = "ask محمد or 王芳 today"
    assert masked(text, REGISTER) == "ask [PERSON] or [PERSON] today"
    assert waits(text) == ["محمد", "王芳"]


def test_a_registered_speaker_is_masked_even_where_the_name_is_a_heading_elsewhere():
    assert masked("Hope: more time", REGISTER) == "[PERSON]: more time"
    assert masked("Hope: more time") == "Hope: more time"


def test_a_two_letter_name_is_found_in_the_register():
    assert masked("then jo and Jo left", REGISTER) == "then [PERSON] and [PERSON] left"


def test_two_people_with_one_alias_are_a_question_for_a_person():
    one = mask_text("Sam rang. Sam Cole came.", TWO_SAMS)
    assert one.text == "[PERSON?] rang. [PERSON] came."
    assert [span.review for span in one.spans] == [True, False]


def test_three_people_are_three_people():
    names = Names((Person("P1", "Sam Cole"), Person("P2", "Jo Park"), Person("P3", "Priya Nair")))
    assert masked("Sam Jo and Priya met", names) == "[PERSON] [PERSON] and [PERSON] met"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NHS 943 476 5918", "NHS [NHS NUMBER]"),
        ("9 4 3 4 7 6 5 9 1 9", "[NHS NUMBER]"),
        ("ring 07700.900.123 now", "ring [PHONE] now"),
        ("ring 07700\u00a0900\u00a0123 now", "ring [PHONE] now"),
        ("ring ０７７００ ９００１２３ now", "ring [PHONE] now"),
        ("ref AB123456 please", "ref [NI NUMBER] please"),
        ("AB-12-34-56-C", "[NI NUMBER]"),
        ("QQ123456C", "[NI NUMBER]"),
        ("m145rx", "[POSTCODE]"),
        ("I'm in LS6", "I'm in [POSTCODE]"),
        ("Doris (97)", "[PERSON] ([AGE 90+])"),
        ("she is ninety-three", "she is [AGE 90+]"),
        ("[PERSON]'s 91, he said", "[PERSON]'s [AGE 90+], he said"),
        ("she's 92", "she's [AGE 90+]"),
        ("my nan is 101", "my nan is [AGE 90+]"),
        ("my mum’s 94.", "my mum’s [AGE 90+]."),
        ("At 94 you don't want forms", "At [AGE 90+] you don't want forms"),
        ("he'd be 99 now", "he'd be [AGE 90+] now"),
        ("in her late nineties", "in her late [AGE 90+]"),
        ("her 95th birthday", "her [AGE 90+] birthday"),
        ("12/03/85", "[DATE: 1985]"),
        ("3rd of May, 1985", "[DATE: 1985]"),
        ("the third of May nineteen eighty-five", "[DATE: 1985]"),
        ("sam (at) gmail (dot) com", "[EMAIL]"),
        ("insta is sam.t92", "insta is [HANDLE]"),
    ],
)
def test_identifiers_are_masked(text, expected):
    assert masked(text) == expected


def test_ten_noughts_are_covered_whatever_they_are():
    assert "0" not in masked("0000000000")


@pytest.mark.parametrize(
    "text",
    [
        "95 minutes", "£1,200,000", "2019-2020", "P45", "B12", "M6 traffic", "97%", "A4 paper",
        "24/7 support", "4/5 stars", "step 1.2.3", "5pm to 7pm", "in 2019", "scored 97 out of 100",
        "10-15 people", "CO2", "Covid-19", "phase 2 of 3", "the NHS 111 line", "45 minutes drive",
        "90% of us", "about 100 calls", "10.30 – 1.15 in the café", "the only way in",
        "version 3.8.18", "room 91", "the 91 bus", "I live at 94", "the nineties", "the 90s page",
        "his sats were at 92.", "at 90 degrees", "the ward's 96 beds", "ring 111 at night",
        "mum's 95 forms", "they sat at 111 for help",
        "row 2, at 112, 92",
    ],
)  # fmt: skip
def test_numbers_that_identify_nobody_are_kept(text):
    assert masked(text) == text


ORDINARY = (
    "We talked about Universal Credit and PIP forms. The GP was kind, but the receptionist "
    "asked why in front of everyone. Link workers know the local groups. Signposting is not "
    "support. Forms are hard when you are unwell. Flipchart 2: ideas for the toolkit. Nobody "
    "explained the budgeting page. Online banking froze, and the helpline closed at five. "
    "Hopefully the pilot starts in March. On Mondays I go to the Wellbeing Hub. Psychoeducation "
    "helped me understand debt. Thankfully my key worker came. Outpatients was slow. Citizens "
    "Advice helped with the arrears. Carers need breaks. It should say what happens next. "
    "Neurodivergent people need plain screens. Christmas is the worst time for money. I use "
    "WhatsApp and Facebook every day. The Crisis Team never rang back. Community Mental Health "
    "Team meetings run late. Step 1: write it down. The English test was unfair. Can we have a "
    "paper version? Safeguarding comes first."
)


def test_ordinary_prose_is_left_alone():
    assert masked(ORDINARY) == ORDINARY


def test_ordinary_prose_asks_a_person_almost_nothing():
    assert len(set(waits(ORDINARY))) <= 2
