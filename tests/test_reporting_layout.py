"""How the documents are laid out: widths of columns, the folded contents, the slide."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.reporting import (
    compose_commissioner_report,
    compose_slide,
    render_html,
    render_pdf,
)
from insights.reporting.document import (
    Callout,
    Cell,
    Items,
    KeyMessages,
    Paragraph,
    Table,
    Tally,
    claims_of,
    walk,
)
from insights.reporting.drafting.joins import with_idea_names
from insights.reporting.rendering.columns import column_shares, is_wide
from tests.test_reporting_fixture import PROJECT, make_material

WORDS = st.text(st.sampled_from("abc de"), max_size=60)


def table_of(*columns: tuple[str, str]) -> Table:
    header = tuple(name for name, _ in columns)
    return Table("A table", header, (tuple(Cell((text,)) for _, text in columns),))


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=7))
def test_shares_of_the_width_add_up_and_none_is_nothing(columns: list[tuple[str, str]]) -> None:
    shares = column_shares(table_of(*columns))
    assert sum(shares) == pytest.approx(1)
    assert min(shares) > 0


def test_no_header_runs_into_the_next_column() -> None:
    table = table_of(("Idea", "x" * 20), ("Professionals", "2"), ("Dots in all", "14"),
                     ("What was said about it", "long words " * 40))  # fmt: skip
    shares = column_shares(table)
    assert shares[1] * 88 >= len("Professionals") * 1.15
    assert shares[3] == max(shares)


def test_a_column_that_waits_for_a_pen_has_room() -> None:
    table = Table("Form", ("Recommendation", "Why"), ((Cell(("a long title " * 9,)), Cell()),))
    assert column_shares(table)[1] >= 0.1


@pytest.mark.parametrize(("words", "wide"), [("5 of 7", False), ("several words " * 5, True)])
def test_only_what_is_wider_than_a_telephone_stacks(words: str, wide: bool) -> None:
    assert is_wide(table_of(("Theme", "Finding help"), ("They", words))) is wide


def test_on_a_small_screen_the_contents_are_folded_and_need_no_script() -> None:
    page = render_html(compose_commissioner_report(make_material()))
    nav = page[page.index("<nav") : page.index("</nav>")]
    assert '<details class="folded"><summary>Contents</summary>' in nav
    links = re.findall(r'href="(#[^"]+)"', nav)
    assert links[: len(links) // 2] == links[len(links) // 2 :]


def test_the_first_page_goes_through_the_findings_in_their_order() -> None:
    report = compose_commissioner_report(make_material(serious=("x029",)))
    labels = [m.label for node in walk(report.sections) if isinstance(node, KeyMessages)
              for m in node.messages]  # fmt: skip
    assert labels == sorted(labels, key=lambda label: (label[0], int(label[1:])))


def test_no_reader_without_a_terminal_is_given_a_command() -> None:
    report = compose_commissioner_report(make_material())
    left = next(section for section in report.sections if section.anchor == "problems")
    assert [type(block) for block in left.blocks] == [Items]
    assert "insights " not in " ".join(
        str(part) for node in walk(left) if isinstance(node, Paragraph) for part in node.parts
    )


# ---------------------------------------------------------------------------- the slide


def test_the_slide_asks_for_the_decision_and_counts_people_once() -> None:
    material = make_material(serious=("x029",))
    asked = {**material.project.about, "decision_asked": ["Pay for it.", "Name an owner."]}
    slide = compose_slide(replace(material, project=replace(material.project, about=asked)))
    blocks = slide.sections[0].blocks
    assert isinstance(blocks[0], Callout)
    assert blocks[0].title == "We ask you to decide two things"
    tallies = [block for block in blocks if isinstance(block, Tally)]
    assert len(tallies) == 3
    assert all(re.search(r"\d+ of \d+", tallies[0].figures[n].number) for n in (0, 1))
    assert {claim.claim_id for claim in claims_of(slide)} == {f"{t.label}.slide" for t in tallies}
    assert slide.status[0] == "Internal draft"


@pytest.mark.parametrize("n_decisions", [0, 3, 60])
def test_the_slide_is_one_page_however_much_is_asked(n_decisions: int) -> None:
    from pypdf import PdfReader

    asked = [f"By April, decide on matter {n} and say who pays." for n in range(n_decisions)]
    material = make_material()
    project = replace(material.project, about={**material.project.about, "decision_asked": asked})
    slide = compose_slide(replace(material, project=project))
    pages = PdfReader(io.BytesIO(render_pdf(slide))).pages
    assert len(pages) == 1
    assert float(pages[0].mediabox.width / pages[0].mediabox.height) == pytest.approx(16 / 9, 0.01)


def test_the_slide_runs_no_script_and_reaches_for_nothing() -> None:
    title = 'A "b" <script>alert(1)</script> 钱'
    material = make_material()
    slide = compose_slide(replace(material, project=replace(PROJECT, title=title)))
    page = unescape(render_html(slide))
    assert page == unescape(render_html(slide))
    assert "<script" not in render_html(slide)
    assert "script-src 'none'" in page
    assert not re.search(r"https?://", page)
    assert render_pdf(slide) == render_pdf(slide)


def test_a_teams_note_names_ideas_and_not_their_ids() -> None:
    import pandas as pd

    ideas = pd.DataFrame({"idea_id": ["I1", "I12"], "title": ["The Hour", "The Boat"]})
    told = with_idea_names("Shared its dots with I12, not I13.", ideas)
    assert told == "Shared its dots with [‘The Boat’], not I13."
    assert with_idea_names("As it was.", None) == "As it was."
