"""The page of the framework matrix: every cell readable without a script, marked as internal."""

import html
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from insights import tables
from insights.reporting import render_matrix_page
from insights.reporting.rendering.matrix_page import compose_matrix_page
from tests.test_reporting_fixture import LIVED, PROFESSIONAL, make_material

EVIL = "<img src=x onerror=alert(1)> {{7*7}} </script>"
CELLS = (
    ("person", "P2", PROFESSIONAL, "Letters", ["x026"], {}),
    ("person", "L1", LIVED, "Letters", ["x000", "x011"], {}),
    ("person", "L1", LIVED, "Being turned away", ["x029"], {"edited": True, "summary": EVIL}),
    ("session", "W1", LIVED, "Letters", ["x010"],
     {"edited": True, "stale": True, "why_stale": "Since then: 1 excerpt added."}),
)  # fmt: skip


def material(cells=CELLS):
    rows = [
        {"case": case, "participant_id": who, "group": group, "theme": theme, "edited": False,
         "stale": False, "summary": f"“{who} on {theme}”", "excerpt_ids": ids} | more
        for case, who, group, theme, ids, more in cells
    ]  # fmt: skip
    table = tables.from_rows("framework", rows) if rows else tables.empty("framework")
    return replace(make_material(), framework=table)


class Seen(HTMLParser):
    """What a page holds: links, ids, rows, and the texts of its cells."""

    def __init__(self, page):
        super().__init__()
        self.links, self.ids, self.attributes = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.attributes += given
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])


def test_people_stand_by_group_and_notes_last():
    matrix = compose_matrix_page(material())
    assert [(row.case, row.style) for row in matrix.rows] == [
        ("L1", "a"), ("P2", "b"), ("Notes without names, W1", "other"),
    ]  # fmt: skip
    assert matrix.themes == ("Being turned away", "Letters")
    assert matrix.sensitive == {"Being turned away"}
    assert [words for _, words in matrix.groups] == [
        "People with lived experience", "Professionals",
    ]  # fmt: skip
    assert matrix.rows[0].group_words == "Person with lived experience"
    assert [cell.case for cell in matrix.of_theme(0)] == ["L1"]


def test_every_tile_leads_to_its_words_without_a_script():
    page = render_matrix_page(material())
    seen = Seen(page)
    assert len(set(seen.ids)) == len(seen.ids)
    assert all(link[1:] in seen.ids for link in seen.links if link.startswith("#"))
    assert page.count('class="tile') == len(CELLS)
    body = html.unescape(page)
    given = material()
    for _, _, _, _, ids, _ in CELLS:
        for excerpt_id in ids:
            assert excerpt_id in page
            assert given.excerpt[excerpt_id]["text"] in body
    assert "P2 on Letters" in page
    assert '<form class="filters" id="filters" hidden>' in page


def test_it_says_that_it_stays_with_the_team_and_what_state_a_cell_is_in():
    page = render_matrix_page(material())
    assert "never for release" in page
    assert "For the team alone" in page
    assert "Fictional demonstration data" in page
    assert page.count(">Written by a person</span>") == 2
    assert page.count(">Look again</span>") == 1
    assert "Since then: 1 excerpt added." in page
    assert (
        "3 cases, 2 themes and 4 cells. 2 of 4 cells have a summary by a person. 1 cell to look"
        in page
    )
    assert "not yet cleared" in page  # x011 is not


def test_hostile_words_stay_words_and_the_policy_allows_nothing_else():
    page = render_matrix_page(material())
    assert "<img" not in page
    assert html.escape("<img src=x") in page
    assert page.count("</script>") == 1
    policy = re.search(r'Policy" content="([^"]+)"', page).group(1)
    assert "default-src 'none'" in html.unescape(policy)
    assert "unsafe" not in policy
    assert not {a for a in Seen(page).attributes if a == "style" or a.startswith("on")}
    assert not re.search(r"(?:https?:)?//[a-z]", page.split("<script>")[0])


def test_the_same_matrix_gives_the_same_bytes_whatever_the_order_of_rows():
    given = material()
    shuffled = replace(given, framework=given.framework.iloc[::-1].reset_index(drop=True))
    assert render_matrix_page(given) == render_matrix_page(given)
    assert render_matrix_page(given) == render_matrix_page(shuffled)


@pytest.mark.parametrize("cells", [(), CELLS[:1]])
def test_nothing_and_one_cell_make_a_page(cells):
    page = render_matrix_page(material(cells))
    assert ("Nothing has been coded yet" in page) == (not cells)
    if cells:
        assert "1 case, 1 theme and 1 cell." in page


def test_very_many_cases_are_cut_and_said():
    many = [("person", f"L{n:04d}", LIVED, "Letters", ["x000"], {}) for n in range(503)]
    matrix = compose_matrix_page(material(many))
    assert (len(matrix.rows), matrix.n_more) == (500, 3)
    assert "3 more cases stand in framework.xlsx." in render_matrix_page(material(many))
