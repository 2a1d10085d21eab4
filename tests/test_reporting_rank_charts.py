"""Slope charts of ranks and framework tiles: what is shown, in both drawings and in words."""

import numpy as np
import pytest

from insights import analysis, tables
from insights.project import Project
from insights.reporting.figures import rank_charts, tile_charts
from insights.reporting.figures.charts import draw_plotly, draw_png, draw_svg
from insights.reporting.figures.drawing import drawable, wrap_label
from tests.test_analysis_priorities import ballots

LE, PRO = "lived_experience", "professional"
WORDS = Project(name="", root=None, title="").group_words
EVIL = "<b>Café</b> & {{7*7}}"


def slopes(n=(5, 5), titles=None, **more):
    given = [(LE, {"a": 4, "b": 3, "c": 2, "d": 1})] * n[0]
    given += [(PRO, {"d": 5, "b": 3, "c": 2, "a": 1})] * n[1]
    return rank_charts.compose_rank_slopes(
        analysis.rank_ideas(ballots(given)), group_words=WORDS, titles=titles, **more
    )


def tiles():
    cells = [("person", "P2", PRO, "letters", 1), ("person", "P1", LE, "letters", 3),
             ("person", "P1", LE, "places", 2), ("person", "P9", "carer", "places", 1),
             ("session", "W1", PRO, "letters", 1)]  # fmt: skip
    framework = tables.from_rows(
        "framework",
        [{"case": case, "participant_id": who, "group": group, "theme": theme, "edited": False,
          "excerpt_ids": [f"e{i}" for i in range(n)], "stale": False}
         for case, who, group, theme, n in cells],
    )  # fmt: skip
    return tile_charts.compose_framework_tiles(framework, group_words=WORDS, groups=(LE, PRO))


def test_the_combined_ranking_stands_between_the_groups():
    spec = slopes(titles={"a": "Kettle"})
    assert spec.rankings == ("People with lived experience", "Groups weighed alike",
                             "Professionals")  # fmt: skip
    by_label = {line.label: line.ranks for line in spec.lines}
    assert by_label["Kettle"] == (1, 3, 4)
    assert by_label["d"][0] == 4
    assert {line.label for line in spec.lines if line.far} == {"Kettle", "d"}
    for at in range(3):
        assert sorted(line.heights[at] for line in spec.lines) == [1, 2, 3, 4]


@pytest.mark.parametrize("n", [(4, 6), (6, 4)])
def test_a_group_too_small_to_show_makes_no_chart(n):
    assert slopes(n) is None


def test_only_so_many_ideas_are_drawn_and_rounds_apart():
    assert [len(line.ranks) for line in slopes(most_ideas=2).lines] == [3, 3]
    assert slopes(round_name="9") is None


def test_the_text_alternative_names_firsts_and_what_stands_apart():
    given = [(LE, {i: 9 - n for n, i in enumerate("abcdefgh")})] * 5
    given += [(PRO, {i: n + 1 for n, i in enumerate("abcdefgh")})] * 5
    spec = rank_charts.compose_rank_slopes(
        analysis.rank_ideas(ballots(given)), group_words=WORDS, title="Ideas"
    )
    text = rank_charts.describe_slopes(spec)
    assert text.startswith("Ideas: 8 ideas, 3 rankings. People with lived experience, first: “a”. ")
    assert "Professionals, first: “h”. Far apart, by place in each: “h” (8, 1, 1), “g” (" in text
    assert "1 more stands as far apart." in text
    assert "“d” (4" not in text
    rows = rank_charts.tabulate_slopes(spec)
    assert rows[0]["Professionals"] == spec.lines[0].ranks[2]


def test_both_drawings_show_the_same_places():
    spec = slopes(titles={"a": EVIL})
    figure = draw_plotly(spec)
    drawn = [trace for trace in figure.data if trace.mode == "markers+text"]
    assert [trace.name for trace in drawn] == list(spec.rankings)
    for at, trace in enumerate(drawn):
        assert [text.rstrip("=") for text in trace.text] == [
            str(line.ranks[at]) for line in spec.lines
        ]
    assert len({trace.marker.symbol for trace in drawn}) == 3
    axes = rank_charts._figure(spec).axes[0]
    shown = [text.get_text().rstrip("=") for text in axes.texts]
    for line in spec.lines:
        for rank in line.ranks:
            assert str(rank) in shown


@pytest.mark.parametrize("spec", [slopes(titles={"a": EVIL}), tiles()], ids=["slopes", "tiles"])
def test_drawings_repeat_and_hold_no_markup(spec):
    assert "<b>Café" not in draw_plotly(spec).to_json().replace("\\u003c", "<")
    svg = draw_svg(spec)
    assert svg == draw_svg(spec)
    assert b"<text" not in svg  # letters as paths
    assert b"<dc:date>" not in svg
    png = draw_png(spec)
    assert png[:4] == b"\x89PNG"
    assert png == draw_png(spec)


def test_tiles_are_people_by_group_and_then_notes():
    spec = tiles()
    assert spec.themes == ("letters", "places")
    assert [(row.label, row.style, row.counts) for row in spec.rows] == [
        ("P1", 0, (3, 2)), ("P2", 1, (1, 0)), ("P9", 2, (0, 1)),
        ("Notes without names, W1", 2, (1, 0)),
    ]  # fmt: skip
    assert spec.groups == ("People with lived experience", "Professionals")


def test_both_drawings_show_the_same_tiles():
    spec = tiles()
    figure = draw_plotly(spec)
    assert sorted(n for trace in figure.data for n in trace.text) == ["1", "1", "1", "2", "3"]
    texts = [text.get_text() for text in tile_charts._figure(spec).axes[0].texts]
    assert sorted(texts) == ["1", "1", "1", "2", "3"]
    assert len({trace.marker.symbol for trace in figure.data}) == 3


def test_labels_fit_and_letters_the_font_lacks_become_boxes():
    assert drawable("Café 日") == "Café □"
    assert all(len(line) <= 10 for line in wrap_label("a very long label of many words", 10))


def contrast(one, other):
    def light(colour):
        parts = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
        parts = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(parts @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("style", range(3))
def test_words_and_figures_can_be_read(style):
    assert contrast(rank_charts._text_colour(style), "#ffffff") >= 4.5
    assert contrast("#ffffff", tile_charts._colour(style)) >= 4.5


@pytest.mark.parametrize("groups", [(), ("Tenants",), ("Tenants", "Officers")])
def test_notes_keep_their_mark_however_few_groups_are_known(groups: tuple[str, ...]) -> None:
    rows = (tile_charts.TileRow("Notes without names, Monday", 2, (1,)),)
    tiles = tile_charts.FrameworkTiles("Who raised which theme", ("Waiting",), groups, rows)
    assert [trace.name for trace in tile_charts.draw_plotly(tiles).data] == [
        "Notes without names, and others"
    ]
