"""Every recogniser has a case that only it finds, and what dates and ages keep."""

import pytest

from insights.privacy import Names, Person, dates, mask_text
from insights.privacy.mask import find_spans
from insights.privacy.words import Words

REGISTER = Names((Person("P1", "Priya Nair"), Person("P2", "Sam Jones"), Person("P3", "Sam Cole")))

# rule → a text in which it covers what no other rule would cover in the same way
COVERED = {
    "email": "mail sam.o'neill+x@mail.example.org please",
    "obfuscated_email": "sam dot jones at gmail dot com",
    "url": "see example.org/p/7 please",
    "handle": "tell @sam_t92 please",
    "named_handle": "her insta is sam.t92 now",
    "ip_address": "from fe80:0:0:0:1ff:fe23:4567:890a again",
    "ni_number": "ni is AB 12 34 56 C ok",
    "postcode": "post to m14 5rx ok",
    "postcode_area": "down in LS6 ok",
    "account": "GB29 NWBK 6016 1331 9268 19 ok",
    "sort_code": "sort code 12 34 56 ok",
    "vehicle": "a car, AB12 CDE, ok",
    "reference": "ref H12-34567-B ok",
    "digits": "ring 01632 960 983 ok",
    "numeric_date": "on 12/03/85 ok",
    "day_month": "on the 3rd of May ok",
    "month_day": "on May 3rd ok",
    "born": "I was born in May 1985 ok",
    "age_cue": "she is 97 ok",
    "age_years": "a 97-year-old man",
    "age_bracket": "the cook, 97, likes it",
    "age_words": "ninety-three and well",
    "age_decade": "in her late nineties",
    "age_birthday": "for her 95th birthday",
    "age_own": "Nan's 94 and sharp",
    "age_at": "At 94 you know",
    "numbered_street": "at 14b acacia avenue ok",
    "named_street": "up Chapel Street ok",
    "kind_first": "at 7 rue de la Paix ok",
    "between_numbers": "at 40112 storvikbakken 57 ok",
    "flat": "in flat 12b ok",
    "box": "to po box 104 ok",
    "address_lines": "it is Rantatie 61, ok",
    "register": "then priya left",
    "register_shared": "then Sam left",
    "capital": "then Xuyen left",
    "cue": "my name is brook ok",
    "owner": "Hawk's daughter rang",
    "acts": "Mark agreed to this",
    "speaker": "callum: yes",
    "shouted": "THE AYESHA IDEA WAS WRONG",
    "joined_words": "it said #JusticeForAyesha then",
    "lone_capital": "we asked if Rose could come",
    "initial": "Apple B. Wing left",
    "lower_case_pair": "then miriam doyle left",
    "mixed_script": "then \u0420rxyq left",
    "other_script": "then Αλέξανδρος left",
    "place": "she is from leeds ok",
    "place_by_preposition": "we walked around Xuyen ok",
    "beside_name": "then Xuyen Plumber left",
    "line_too_long": "word " * 50_000,
}  # fmt: skip
WAITING = {
    "lower_case_name": "then ayesha left",
    "lower_case_unknown": "then xuyenq left",
    "near_registered": "then priyah left",
    "other_script": "then 王芳 left",
    "mixed_script": "then p\u0440xyq left",
    "capitals": "the XUYENOR left",
    "rare_combination": "ask the only Somali interpreter in town",
    "initials": "AK: yes",
    "speaker_word": "Hope: yes",
    "lone_capital": "I mean Jumble is hard",
    "register_word": "Hope is what we need",
}


def rules(text: str) -> set[str]:
    return {span.rule for span in find_spans(text, REGISTER)[0]}


@pytest.mark.parametrize("rule", [rule for rule in COVERED if rule != "beside_name"])
def test_rule_covers(rule):
    assert rule in rules(COVERED[rule])


def test_a_surname_that_is_a_word_is_taken_in_beside_a_name():
    assert mask_text(COVERED["beside_name"], Names()).text == "then [PERSON] left"


@pytest.mark.parametrize("rule", WAITING)
def test_rule_proposes(rule):
    names = {
        "near_registered": Names((Person("P1", "Priyaa Nair"),)),
        "register_word": Names((Person("P1", "Hope Mensah"),)),
    }.get(rule, REGISTER)
    assert rule in {span.rule for span in find_spans(WAITING[rule], names)[1]}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("12/03/1985", "1985"), ("1985-03-12", "1985"), ("12.03.85", "1985"),
        ("3 May 2024", "2024"),
        ("May the third, two thousand and four", "2004"), ("12/03/24", "2024"),
        ("the twenty-first of June nineteen sixty", "1960"),
    ],
)  # fmt: skip
def test_of_a_date_only_the_year_is_kept(text, year):
    assert mask_text(text, Names()).text == f"[DATE: {year}]"


@pytest.mark.parametrize("text", ["12/03/1931", "born in 1931", "born in nineteen thirty-one"])
def test_a_year_that_tells_an_age_over_89_is_not_kept(text):
    assert mask_text(text, Names()).text.endswith("[DATE]")


@pytest.mark.parametrize("age", [90, 97, 101, 110])
def test_ages_from_90_are_masked(age):
    assert mask_text(f"he is {age} now", Names()).text == "he is [AGE 90+] now"


@pytest.mark.parametrize("age", [18, 64, 89])
def test_ages_up_to_89_are_kept(age):
    assert mask_text(f"he is {age} now", Names()).text == f"he is {age} now"


def test_dates_module_keeps_months_and_modal_verbs():
    assert dates.find_dates(Words("We may meet in May 2026, or 3 may come")) == []
