"""Every reader's page and PDF of a whole run, held against what the law asks of them."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from insights.reporting.chapters.look_up import LOOK_UP

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
REQUIRED = bool(os.environ.get("INSIGHTS_REQUIRE_BROWSER"))
PAGES = ("commissioner", "participants", "professionals", "researchers", "slide")
PAPERS = ("commissioner", "participants", "professionals", "slide")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None and not REQUIRED:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_no_page_is_wider_than_its_screen(
    name: str, width: int, bundled: Any, browser: Any
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # axe itself has to be let in; that the policy holds is tested without it.
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto((bundled.project.reports / f"{name}.html").as_uri())
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"][:2]]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.fixture(scope="module", params=PAPERS)
def paper(request: pytest.FixtureRequest, bundled: Any) -> Iterator[Any]:
    import pikepdf

    data = (bundled.project.reports / f"{request.param}.pdf").read_bytes()
    with pikepdf.open(BytesIO(data)) as opened:
        yield opened


def _elements(node: Any) -> Iterator[Any]:
    """Walk the structure tree of a PDF."""
    import pikepdf

    below = node.get("/K")
    for part in below if isinstance(below, pikepdf.Array) else (below,):
        if isinstance(part, pikepdf.Dictionary) and "/S" in part:
            yield part
            yield from _elements(part)


def test_a_paper_has_a_title_a_language_and_tags(paper: Any) -> None:
    assert str(paper.Root.Lang).startswith("en")
    assert bool(paper.Root.MarkInfo.Marked)
    assert bool(paper.Root.ViewerPreferences.DisplayDocTitle)
    with paper.open_metadata() as meta:
        assert meta["dc:title"]
        assert meta["pdfuaid:part"] == "1"
    kinds = {str(element.S) for element in _elements(paper.Root.StructTreeRoot)}
    assert {"/H1", "/P"} <= kinds


def test_header_cells_say_what_they_head_and_pictures_what_they_show(paper: Any) -> None:
    import pikepdf

    elements = list(_elements(paper.Root.StructTreeRoot))
    for element in elements:
        if str(element.S) == "/TH":
            given = element["/A"]
            attributes = given if isinstance(given, pikepdf.Array) else (given,)
            assert any("/Scope" in one for one in attributes)
        if str(element.S) == "/Figure":
            assert len(str(element.get("/Alt", ""))) > 10


def test_the_headings_of_a_paper_skip_no_level(paper: Any) -> None:
    levels = [
        int(match.group(1))
        for element in _elements(paper.Root.StructTreeRoot)
        if (match := re.fullmatch(r"/H(\d)", str(element.S)))
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_summary_for_commissioners_fits_two_pages(bundled: Any) -> None:
    from pypdf import PdfReader

    pages = PdfReader(bundled.project.reports / "commissioner.pdf").pages
    texts = [page.extract_text() for page in pages]
    ends = next(
        number for number, text in enumerate(texts, start=1)
        if re.search(r"^\s*Contents\s*$", text, re.MULTILINE)
    )  # fmt: skip
    assert ends <= 3


def test_the_body_of_the_commissioners_report_fits_twenty_pages(bundled: Any) -> None:
    from pypdf import PdfReader

    pages = PdfReader(bundled.project.reports / "commissioner.pdf").pages
    first = [page.extract_text().strip().splitlines()[0] for page in pages]
    annexes = next(n for n, line in enumerate(first) if line.startswith("Annex: "))
    assert annexes - 2 <= 20


def test_the_report_for_those_who_took_part_has_four_pages_in_large_type(bundled: Any) -> None:
    from pypdf import PdfReader

    pages = PdfReader(bundled.project.reports / "participants.pdf").pages
    starts = [page.extract_text().strip().splitlines()[0] for page in pages]
    assert starts.index(LOOK_UP) <= 4
    sizes: set[float] = set()

    def measure(text: str, place: Any, matrix: Any, _: Any, size: float) -> None:
        if text.strip():
            sizes.add(round(abs(matrix[0] * size * place[0]), 1))

    for page in pages:
        page.extract_text(visitor_text=measure)
    assert min(sizes) >= 14
