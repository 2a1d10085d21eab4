"""Proposals: told from descriptions, worded as titles, put together by what they share."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.proposing.proposals import best_wording, split_by_words
from insights.reporting.proposing.suggestions import is_proposal, read_suggestion
from insights.reporting.proposing.titles import titles_of, word_title

PROPOSALS = (
    "Please add a dark mode.", "It would be nice if I could change the font size",
    "You should add an option to export to PDF", "I wish it had a bigger battery",
    "Why not let people choose their own colours?", "I'd love to be able to sync my contacts",
    "There should be a way to turn off notifications", "Ask for a room on a higher floor.",
    "My only suggestion is to make the buttons larger", "Bring ear plugs",
    "I would recommend getting the upgrade for the view", "Needs a longer cable",
    "Don't stay on the street side if you are a light sleeper", "Could we have subtitles?",
    "If you want quiet, ask for a room at the back", "Show the total price before checkout",
    "They need to update the bathrooms", "An undo button please", "Ability to sort by date",
    "We would have preferred a later check out",
)  # fmt: skip
DESCRIPTIONS = (
    "The room was clean and the staff friendly.", "I would recommend this hotel to anyone",
    "The battery lasts two days", "I couldn't be happier with my purchase",
    "When I click save nothing happens", "Highly recommended!", "I should have known better",
    "Help was always at hand", "You get what you pay for", "It does what it says on the box",
    "There is no way to delete an account", "Works well with my phone", "Love the colours",
    "We had to wait for an hour", "Everything you need is within walking distance", "",
    "He said it would be fixed the next day", "Wish I had found this years ago",
    "Check in was quick", "Thanks for a great stay",
)  # fmt: skip


@pytest.mark.parametrize("sentence", PROPOSALS)
def test_a_proposal_is_told(sentence: str) -> None:
    assert is_proposal(sentence)
    assert is_proposal(sentence.replace("'", "’"))


@pytest.mark.parametrize("sentence", DESCRIPTIONS)
def test_a_description_is_not_a_proposal(sentence: str) -> None:
    assert not is_proposal(sentence)


@pytest.mark.parametrize(
    ("sentence", "construction", "words", "addressee"),
    [
        ("They should open on Sundays.", "should", "should open on", "provider"),
        ("You should try the flatbreads.", "should", "should try the", "fellow user"),
        ("More benches along the canal.", "wanting", "more benches along the canal", "provider"),
        ("The back is quieter, so go for a room there.", "telling", "go for a room there",
         "fellow user"),
        ("Leave a number people can ring.", "telling", "leave a number people can ring",
         "provider"),
        ("Photograph every scratch.", "telling", "photograph every scratch", "fellow user"),
        ("It's about time they put some shade up.", "suggesting", "about time they", "provider"),
        ("It's worth paying extra.", "advice", "worth paying", "fellow user"),
        ("It would have helped to know.", "would help", "would have helped", "provider"),
        ("There needs to be a separate line.", "needs", "there needs to", "provider"),
        ("I wish the drivers would wait.", "wish", "i wish the", "provider"),
        ("Make sure you check the bill.", "advice", "make sure you", "fellow user"),
        ("Make sure all staff are told.", "advice", "make sure", "provider"),
        ("I recommend that every clinic has one.", "suggesting", "recommend that", "provider"),
        ("Shorter days, longer breaks.", "wanting", "shorter days, longer breaks", "provider"),
    ],
)  # fmt: skip
def test_a_proposal_says_which_words_make_it_one_and_whom_it_asks(
    sentence: str, construction: str, words: str, addressee: str
) -> None:
    found = read_suggestion(sentence)
    assert found is not None
    assert (found.construction, found.words, found.addressee) == (construction, words, addressee)


@pytest.mark.parametrize(
    "sentence",
    [
        "I would have stayed longer if it had been warmer.", "I was told to bring my own towel.",
        "The staff should be very proud.", "I wish I had known.", "I only wish I'd gone sooner.",
        "The sign said please keep out.", "We will definitely be back.", "You could see the sea.",
        "I need two buses to get there.", "It must have been grand once.", "Keep up the good work.",
        "Please pass on our thanks.", "There is no need to change anything.", "More people came.",
        "Clean lines, solid build.", "Queue for the ladies went down the stairs.",
        "Set it up myself with no trouble.", "Change at Mill Lane and you are there in minutes.",
        "I can't think how it could be improved.", "Instructors push you but never make fun.",
        "We have no hesitation in recommending it.", "If you love walking you will love this.",
        "You must be joking.", "My mum needs two people to help her up.", "Support from everyone.",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_proposal_is_none(sentence: str) -> None:
    assert read_suggestion(sentence) is None


def test_our_own_sentences_from_many_domains_are_told_apart() -> None:
    path = Path(__file__).parent.parent / "benchmarks" / "proposals.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right: dict[str, list[bool]] = {}
    for row in rows:
        told = is_proposal(row["sentence"]) == (row["label"] == "1")
        right.setdefault(row["part"], []).append(told)
    assert {part: sum(told) / len(told) > 0.9 for part, told in right.items()} == dict.fromkeys(
        "abcdef", True
    )


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_is_judged(sentence: str) -> None:
    assert is_proposal(sentence) in (True, False)


def test_hostile_text_is_judged_quickly() -> None:
    for text in ("would be nice " * 2_000, "." * 20_000, "a" * 20_000, "please, " * 3_000):
        assert is_proposal(text) in (True, False)


def test_the_benchmark_says_how_good_it_is(tmp_path: Path) -> None:
    path = tmp_path / "reviews.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "sentence", "label"])
        rows.writerows((f"p{n}", text, 1) for n, text in enumerate(PROPOSALS))
        rows.writerows((f"d{n}", text, 0) for n, text in enumerate((*DESCRIPTIONS, "Add tea")))
    script = Path(__file__).parent.parent / "benchmarks" / "proposals.py"
    done = subprocess.run(
        [sys.executable, str(script), "--data", str(path)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["recall"] == 1.0
    assert found["precision"] == pytest.approx(20 / 21, abs=1e-4)
    assert found["f1"] == pytest.approx(40 / 41, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Can't we just print the numbers on the letter?", "Print the numbers on the letter"),
        ("Somebody should keep the list up to date", "Keep the list up to date"),
        ("It would help if the letters were shorter", "Make sure the letters are shorter"),
        ("It would help if staff told us who is coming", "Ask staff to tell people who is coming"),
        ("It'd be better if someone rang before the visit", "Ring before the visit"),
        ("I'd want a quiet room", "Provide a quiet room"),
        ("I wish there was a quiet room", "Provide a quiet room"),
        ("To choose when, and who is in the room.",
         "Let people choose when, and who is in the room"),
        ("Council could own the page.", "Ask the council to own the page"),
        ("Make your own story, in your own words",
         "Let people make their own story, in their own words"),
        ("A proper say, with a vote", "Give people a proper say, with a vote"),
        ("Talk to a peer or don't", ""),
        ("Take one off me and I'll give you the call", ""),
        ("Somewhere to go needs something to do", ""),
        ("See what each of us can do", ""),
        ("No more car parks", "Have no more car parks"),
        ("No more cold calling", "Stop cold calling"),
        ("Comments should follow an order", "Make sure comments follow an order"),
        ("Mill Road needs to be wider", "Make sure Mill Road is wider"),
        ("Growth should only be allowed near buses",
         "Make sure growth is only allowed near buses"),
        ("Shorter waiting time", "Make the waiting time shorter"),
        ("Quicker response at night", "Provide a quicker response at night"),
        ("Train your call handlers", "Train the call handlers"),
        ("Mend our roads before winter", "Mend the roads before winter"),
        ("Call back when you promise to call back", ""),
        ("Get your records right", ""),
        ("Nothing needs to be changed", ""),
        ("I had a bad fall", ""),
        ("A person died through neglect", ""),
        ("Staff very helpful", ""),
        ("Some staff wind people up in the hall", ""),
        ("Long waits for treatment", ""),
        ("I would go to this", ""),
        ("Don't do enough with me", ""),
        ("Improve the ward it is awful", ""),
    ],
)  # fmt: skip
def test_what_people_say_becomes_something_to_do(said: str, title: str) -> None:
    assert word_title(said) == title


@pytest.mark.parametrize(
    ("theme", "titles"),
    [
        ("Talking about money", ["Let people say when they want to talk about money"]),
        ("Writing things down", ["Let people say when they want to write things down"]),
        ("Money", []),
    ],
)
def test_a_title_that_breaks_off_is_finished_or_left_out(theme: str, titles: list[str]) -> None:
    assert [title.text for title in titles_of("Let me say when.", theme)] == titles


def test_the_shared_proposal_gives_the_title_and_not_the_odd_one() -> None:
    said = {
        "a": "Open on a Sunday", "b": "Print one page of local help", "c": "One page of local help",
        "d": "The page needs a name on it",
    }  # fmt: skip
    best = best_wording(list(said), said)
    assert best is not None
    assert (best.excerpt_id, best.title) == ("b", "Print one page of local help")
    again = best_wording(list(said), said, taken={best.title})
    assert again is not None
    assert again.title != best.title
    assert best_wording(["d"], {"d": "Hm."}) is None


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=3), min_size=1, max_size=9))
@settings(max_examples=80, deadline=None)
def test_proposals_that_share_a_word_are_never_parted(words: list[list[str]]) -> None:
    words_of = {str(number): group for number, group in enumerate(words)}
    groups = split_by_words(list(words_of), words_of)
    assert sorted(e for group in groups for e in group) == sorted(words_of)
    place = {e: number for number, group in enumerate(groups) for e in group}
    for one, mine in words_of.items():
        for other, theirs in words_of.items():
            if set(mine) & set(theirs):
                assert place[one] == place[other]


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        ("I told it to four services in one month and nobody wrote it down.", True),
        ("Text reminders like I said", False),
        ("Not knowing who rang. Still.", False),
        ("Same from my side of the desk, we ask three times in a row", False),
        ("And then I had to go back there and say it all again", False),
        ("That we ask about money at the first appointment because of the form", False),
        ("First time they ask about money it's for them. Sticking to that.", False),
        ("The post, same as I said, every week and nobody opens any of it", False),
        ("word " * 46, False),
    ],
)
def test_a_quote_stands_by_itself_or_not(words: str, stands: bool) -> None:
    assert is_self_standing(words) is stands
