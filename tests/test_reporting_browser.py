"""The report in a real browser: it asks nobody for anything, and fits a small screen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from insights.reporting import compose_commissioner_report, render_html
from tests.browser_needs import do_without, needs
from tests.test_reporting_fixture import make_material, topics_for

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync_api = needs("playwright.sync_api")
    if CHROMIUM is None:
        do_without("Chromium is not installed")
    with sync_api.sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("report") / "commissioner.html"
    path.write_text(render_html(compose_commissioner_report(topics_for(make_material()))), "utf-8")
    return path.as_uri()


def test_no_request_leaves_it_and_nothing_is_refused(browser: Any, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.wait_for_selector(".is-drawn .live svg")
    assert [url for url in asked if not url.startswith("data:")] == [address]
    assert said == []
    page.close()


def test_it_fits_320_pixels_and_every_evidence_link_leads_there_and_back(
    browser: Any, address: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(address)
    page.wait_for_selector(".is-drawn")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click("a.proof >> nth=0")
    assert page.evaluate("document.querySelector(':target').className") == "proofs"
    page.click(":target .back a >> nth=0")
    assert page.evaluate("document.querySelector(':target').className") == "claim"
    page.close()


def test_without_javascript_the_still_pictures_are_there(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".still img").first.is_visible()
    assert not page.locator(".live").first.is_visible()
    context.close()
