"""Words the speaker took back are quoted nowhere until a person has cleared them."""

import pandas as pd
import pytest

from insights.privacy import find_taken_back, quote_states
from insights.privacy.taken_back import is_taken_back

TAKEN_BACK = (
    "We could fund that from the underspend. What underspend. Forget I said it.",
    "no forget I mentioned the manager",
    "She never rang. Strike that.",
    "They don't check. Scratch that, they check sometimes.",
    "I take that back. He did try.",
    "Pretend I didn't say that",
    "Off the record, the ward's half empty.",
    "This is off the record: we all skip it.",
    "Don't write that down.",
    "Half of us lie on it. Please don't write this down please",
    "Don’t quote me on this but it was the council",
    "And please do not minute that.",
    "It was my own sister, and I don't want that written down.",
    "Keep that out of the report. She'd know it was me.",
    "That's just between us.",
    "We were told to say no. Don't put that in the notes.",
    "“Forget I said that,” and she laughed.",
    "Leave me out of the minutes for that one",
    "You didn't hear that from me.",
    "I'd rather that wasn't written down.",
    "That doesn't leave this room.",
)
TRAPS = (
    "I'll never forget what he said.",
    "My record is off. It has the wrong date of birth.",
    "They took it off the record and the letter never came.",
    "Then my name came off the record and that was that.",
    "They forget I said I was deaf.",
    "Don't forget I said Tuesdays.",
    "They don't write that down when I ring.",
    "I'd like it minuted that I still think so.",
    "He says for the record her version had a verb in it",
    "Between us we run four clinics.",
    "There's a gap between us and the surgery.",
    "I took it back to the chemist.",
    "Strike that balance between asking and prying.",
    "Don't put MENTAL HEALTH on the front of it.",
    "They ignore what I said on the form.",
    'She told me "forget I said anything" and hung up. She said "forget I said it".',
    "You'd quote me a price and then ring back with another.",
    "Nobody has any record of it.",
    "Don't write it down on the card where people can see.",
    "I take that bus back.",
)


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_words_taken_back_are_found(text):
    assert is_taken_back(text)


@pytest.mark.parametrize("text", TRAPS)
def test_words_that_only_look_like_it_are_not(text):
    assert not is_taken_back(text)


def excerpts(*said: tuple[str | None, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"excerpt_id": f"x{n}", "source_id": "s1", "start": n, "participant_id": who,
             "text": text}
            for n, (who, text) in enumerate(said)
        ]
    )  # fmt: skip


def test_words_that_only_take_back_hold_what_the_speaker_said_before_them():
    table = excerpts(("P1", "It was her."), ("P2", "Was it?"), ("P1", "Forget I said that."))
    assert find_taken_back(table) == {"x0", "x2"}
    assert find_taken_back(table.iloc[::-1]) == {"x0", "x2"}


def test_an_announcement_holds_what_the_speaker_says_next():
    table = excerpts(("P1", "Off the record?"), ("P2", "Yes."), ("P1", "It was her."))
    assert find_taken_back(table) == {"x0", "x2"}


def test_words_of_another_source_or_far_away_are_not_held():
    table = excerpts(("P1", "It was her."), ("P1", "Strike that."))
    table.loc[0, "source_id"] = "s0"
    assert find_taken_back(table) == {"x1"}
    far = excerpts(("P1", "Far."), *(("P2", "Well."),) * 4, ("P1", "Strike that."))
    assert find_taken_back(far) == {"x5"}


def people(**consent: bool | None) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"participant_id": who, "consent_anonymous_quote": said, "consent_expires_on": None,
             "consent_approve_first": None}
            for who, said in consent.items()
        ]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("consent", "approved", "held", "state"),
    [
        (True, (), (), "taken back"),
        (None, (), (), "taken back"),
        (False, (), (), "refused"),
        (False, ("x0",), (), "refused"),
        (True, ("x0",), (), "cleared"),
        (True, ("x0",), ("x0",), "held"),
    ],
)
def test_only_a_person_clears_what_was_taken_back(consent, approved, held, state):
    said = excerpts(("P1", "Off the record, it was her."), ("P1", "The bus was late."))
    states = quote_states(
        said, people(P1=consent), approved=approved, held=held, today="2026-03-01"
    )
    assert states["x0"] == state
    assert states["x1"] != "taken back"
