"""Looking only around clues finds what looking everywhere finds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.privacy import addresses, dates, identifiers, people
from insights.privacy.clues import chunks_of, find_at, find_near, places_of
from insights.privacy.words import Words

PIECES = st.sampled_from(
    """
    14 Acacia Avenue Flat 3, 12/03/85 3rd of May 1985 9_4_3 AB-12-34-56-C (at) at dot com @ insta
    is sam.t92 user_name handle ninety -three 97 (97) LS6 I'm in m145rx www. http://x.y/z a.b.co.uk
    07700.900.123 x12 ext. born b. d.o.b the only nurse rue de l'Avenir P.O. Box ß ı İ o'insta ,
    hundred and seven years old 's May's may the third £ 1,200 % . - / : fe80:0:0:0:1:2:3
    GB29_NWBK_6016_1331 AB12 CDE sort code 12-34-56 ref-99-88-77 High Street St Mill unit 4
    12345678901234567890 67 1st Twenty first nineteen eighty-four aged was live live_in age sam
    Nan's [PERSON]'s 94, 95th birthday her 90s nineties late
    """.replace("_", " ").split()
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", " ", "\n", "  "])), max_size=14)
PATTERNS = {
    "kind_first": addresses._KIND_FIRST, "between_numbers": addresses._BETWEEN_NUMBERS,
    "numbered_street": addresses._NUMBERED, "flat": addresses._UNIT_ALONE,
    "box": addresses._BOX, "named_street": addresses._NAMED,
}  # fmt: skip


def spans(matches) -> list[tuple[int, int]]:
    return [match.span() for match in matches]


@settings(max_examples=150)
@given(TEXTS)
def test_every_recogniser_finds_the_same(pieces):
    text = "".join(word + gap for word, gap in pieces)
    words = Words(text)
    for one in identifiers.RECOGNISERS:
        if one is not identifiers.OBFUSCATED_EMAIL:
            assert spans(one.matches(words)) == spans(one.pattern.finditer(text)), one.rule
    for rule, matches in addresses.RULES:
        assert spans(matches(words)) == spans(PATTERNS[rule].finditer(text)), rule


@settings(max_examples=150)
@given(TEXTS)
def test_dates_ages_and_descriptions_are_the_same(pieces):
    text = "".join(word + gap for word, gap in pieces)
    words = Words(text)
    rules = {"numeric_date": dates._NUMERIC, "born": dates._BORN}
    found = dates.find_dates(words)
    for rule, pattern in rules.items():
        group = "date" if rule == "born" else 0
        expected = [match.span(group) for match in pattern.finditer(text)]
        assert [(s.start, s.end) for s in found if s.rule == rule] == expected, rule
    ages = dates.find_ages(words)
    for rule in ("cue", "years", "bracket", "words", "decade", "birthday", "own"):
        pattern = getattr(dates, f"_AGE_{rule.upper()}")
        expected = [match.span("age") for match in pattern.finditer(text)]
        assert [(s.start, s.end) for s in ages if s.rule == f"age_{rule}"] == expected, rule
    expected = [match.span("who") for match in people._ONLY_ONE.finditer(text)]
    assert [(s.start, s.end) for s in people._rare_people(words)] == expected


@pytest.mark.parametrize("far", [0, 3, 40, 400, 4_000])
def test_clues_far_apart_and_side_by_side(far):
    text = ("x" * far).join(["ab1", "cd2 ", "3", "ab4"])
    pattern = re.compile(r"[a-d]{2}\d")
    clues = places_of(re.compile(r"\d"), text)
    assert spans(find_near(pattern, text, clues, 2, 1)) == spans(pattern.finditer(text))
    starts = [match.start() for match in re.finditer("[a-d]", text)]
    assert spans(find_at(pattern, text, starts)) == spans(pattern.finditer(text))


def test_chunks_are_what_stands_between_white_space():
    text = "see a@b.org,c@d.org now\n@e"
    chunks = [text[start:end] for start, end in chunks_of(re.compile("@"), text)]
    assert chunks == ["a@b.org,c@d.org", "@e"]
