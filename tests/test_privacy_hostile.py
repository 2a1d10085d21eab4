"""Text made to break the masker: whatever happens, nothing goes unscanned."""

import threading

import pytest

from insights.privacy import Names, Person, mask_text

NAMES = Names((Person("P1", "Siobhán Kelly"), Person("P2", "Grace Okafor")))


def finishes(text: str, seconds: float) -> bool:
    done = threading.Event()

    def work() -> None:
        mask_text(text, NAMES)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    return done.wait(seconds)


# Far more time than is needed, far less than a pattern that explodes would take.
@pytest.mark.parametrize(
    "text",
    [
        "." * 5_000, "a." * 10_000, "a" * 1_000_000, "hello there " * 90_000, "1 " * 20_000,
        "@" * 20_000, "a@" * 10_000, "A-" * 10_000, "a'" * 10_000, "A. " * 7_000, "(" * 20_000,
        "a dot " * 4_000, "e\u0301" * 10_000, "a\u200b" * 10_000, "[PERSON]" * 3_000,
        "12 Aaaa " * 3_000, "rue Bbb " * 3_000, "Priya: " * 3_000, " " * 20_000, "1/" * 10_000,
    ],
    ids=lambda text: f"{text[:8]!r} x {len(text)}",
)  # fmt: skip
def test_hostile_text_costs_time_in_proportion_to_its_length(text):
    assert finishes(text, 30)


def test_a_line_no_one_typed_is_held_whole_for_a_person():
    raw = "Priya rang.\n" + "word " * 50_000 + "\nDr Okafor came."
    one = mask_text(raw, NAMES)
    assert one.text == "[PERSON] rang.\n[HELD]\nDr [PERSON] came."
    assert [span.review for span in one.spans] == [False, True, False]


def test_characters_beyond_the_basic_plane_keep_positions_right():
    raw = "👍🏽 Priya said 𝓗𝓮𝓵𝓵𝓸 to Dr Okafor"
    one = mask_text(raw, Names())
    assert one.text == "👍🏽 [PERSON] said 𝓗𝓮𝓵𝓵𝓸 to Dr [PERSON]"
    assert raw[one.spans[-1].start : one.spans[-1].end] == "Okafor"


def test_direction_marks_do_not_hide_an_address():
    assert "example" not in mask_text("sam\u202e@exam\u200dple.org", Names()).text
