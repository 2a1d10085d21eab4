"""One chart specification, two drawings, and the house style of every sentence."""

from __future__ import annotations

import pytest

from insights.reporting.figures.charts import (
    Dot,
    DotRow,
    PairedDots,
    draw_plotly,
    draw_png,
    draw_svg,
)  # fmt: skip
from insights.reporting.style import check_house_style, split_sentences

SPEC = PairedDots(
    "Problems",
    ("People with lived experience", "Professionals"),
    (
        DotRow("Telling the story again", (Dot(7, 12, 0.32, 0.81, "7 of 12"),
                                           Dot(2, 13, 0.04, 0.42, "at least 2 of 13"))),
        DotRow("<b>Shame</b> & $x$ 👍 ਪੈਸੇ", (Dot(0, 12, 0.0, 0.24, "0 of 12"), None)),
    ),
)  # fmt: skip


def test_both_drawings_show_every_dot_at_its_share() -> None:
    figure = draw_plotly(SPEC)
    assert [list(trace.x) for trace in figure.data] == [[0.5833, 0.0], [0.1538]]
    assert [trace.marker.symbol for trace in figure.data] == ["circle", "diamond"]
    assert [trace.marker.color for trace in figure.data] == ["#12436D", "#F46A25"]
    labels = [annotation.text for annotation in figure.layout.annotations]
    assert {"7 of 12", "at least 2 of 13", "0 of 12"} <= set(labels)


def test_plotly_labels_are_escaped() -> None:
    labels = [annotation.text for annotation in draw_plotly(SPEC).layout.annotations]
    assert any("&lt;b&gt;Shame&lt;/b&gt; &amp; $x$" in label for label in labels)


def test_still_drawings_are_the_same_bytes_and_carry_no_date() -> None:
    assert draw_svg(SPEC) == draw_svg(SPEC)
    assert draw_png(SPEC) == draw_png(SPEC)
    svg = draw_svg(SPEC).decode()
    assert "<text" not in svg
    assert "dc:date" not in svg


def test_one_group_and_one_row_can_be_drawn() -> None:
    spec = PairedDots("One", ("Carers",), (DotRow("Tea", (Dot(1, 5, 0.04, 0.62, "1 of 5"),)),))
    assert len(draw_plotly(spec).data) == 1
    assert draw_svg(spec).startswith(b"<?xml")


@pytest.mark.parametrize(
    "text",
    [
        "7 of 12 people raised it.",
        "“They felt 50% of users were lost” is a theme.",
        "Nobody among 8 professionals was.",
        "One group raised it. None of them was asked.",
        "",
    ],
)
def test_good_sentences_pass(text: str) -> None:
    assert check_house_style(text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Users felt lost.", "felt"),
        ("A theme emerged from the data.", "emerge"),
        ("58% raised it.", "percent"),
        ("Ten per cent raised it.", "percent"),
        ("0 of 0 people.", "nobody"),
        ("1 people came.", "plural"),
        ("It was  said.", "two spaces"),
        ("It was said .", "punctuation"),
        ("The owner is nan.", "missing value"),
        ("It is statistically significant.", "significant"),
        ("The data is anonymised.", "identifiers"),
        ("Professionals do not think so.", "not raising"),
        (" ".join(["word"] * 26) + ".", "26 words"),
    ],
)
def test_bad_sentences_are_named(text: str, says: str) -> None:
    assert any(says in wrong for wrong in check_house_style(text))


def test_sentences_are_split_at_their_ends() -> None:
    found = split_sentences("A, e.g. B. Then C? “Yes.” No")
    assert found == ["A, e.g. B.", "Then C?", "“Yes.”", "No"]
