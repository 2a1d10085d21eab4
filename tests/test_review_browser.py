"""The pages in a real browser: by keyboard, by mouse, without JavaScript, for everybody."""

import shutil
import statistics
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from insights.pipeline.reviewing import judgements, open_desk
from insights.review.access import Access
from insights.review.app import ROOMS, make_app
from tests.browser_needs import do_without, needs
from tests.review_fixture import NAME, make_project

pytestmark = pytest.mark.browser

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WAITING = [
    {"string_id": f"k{n}", "string": f"Grace {n}", "context": f"and Grace {n} said so",
     "reason": "a name", "n": 3, "covered": bool(n)}
    for n in (0, 1)
]  # fmt: skip
PAGES = [
    *(room.path for room in ROOMS), "/read?at=x00000", "/read?by=doubt", "/read?by=teaches",
    "/read?at=x00004", "/topics/draft?id=T1", "/read?by=source&of=none",
    "/search?words=money", "/codebook/code?id=LOG", "/codebook/split?id=FORMS",
    "/meaning?pair=1", "/recommendations?id=r1", "/nothing",
]  # fmt: skip


def missing_browser():
    """Return why there is no browser to test with, or ""."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "playwright is not installed"
    with sync_playwright() as playwright:
        if chromium(playwright) is None:
            return "no Chromium was found (`playwright install chromium` gets one)"
    return ""


def chromium(playwright):
    """Return a Chromium that is there: the system's, or Playwright's own."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


@pytest.fixture(scope="module")
def chrome():
    reason = missing_browser()
    if reason:
        do_without(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path, monkeypatch):
    """The pages of a fresh project, served; gives (desk, link)."""
    import uvicorn

    from insights.review import serving

    monkeypatch.setattr(judgements, "read_waiting_strings", lambda _desk: list(WAITING))
    desk = open_desk(NAME, coder="AB", root=make_project(tmp_path, texts=(HOSTILE,)))
    desk.lessons.warm_up().join()
    with serving._listen(0) as listening:
        access = Access(listening.getsockname()[1])
        config = uvicorn.Config(
            make_app(desk, access), log_level="critical", lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield desk, access.link
        server.should_exit = True
        thread.join(timeout=10)


def visit(chrome, link, **options):
    """Open the link in a fresh browser; anything that goes wrong or leaves is remembered."""
    context = chrome.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(5_000)
    page.wrong = []
    host = urlsplit(link).netloc
    page.on("console", lambda m: page.wrong.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("dialog", lambda dialog: (page.wrong.append("a dialog"), dialog.dismiss()))
    page.on("request", lambda r: page.wrong.append(r.url)
            if urlsplit(r.url).netloc != host else None)  # fmt: skip
    page.goto(link)
    page.home = f"http://{host}"
    return page


def on(page):
    """Return the excerpt on the page."""
    return page.locator('form#answer input[name="at"]').get_attribute("value")


def press(page, key):
    """Press a key that leads to another page, and wait for it."""
    with page.expect_navigation():
        page.keyboard.press(key)


def click(page, name, role="button"):
    """Click what leads to another page, and wait for it."""
    with page.expect_navigation():
        page.get_by_role(role, name=name).first.click()


def test_twenty_excerpts_by_keyboard_alone(chrome, served):
    desk, link = served
    page = visit(chrome, link)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    while page.evaluate("document.activeElement.textContent") != "Begin reading":
        page.keyboard.press("Tab")
    press(page, "Enter")
    seen, strokes = [], []
    for number in range(20):
        seen.append(on(page))
        boxes = page.locator('.code input[name="code"]').count()
        keys = []
        if number % 5 == 1 and boxes:
            keys.append("1")
        if number % 5 == 2:
            keys.append("s")
        keys.append("u" if number == 7 else "Enter")
        for key in keys[:-1]:
            page.keyboard.press(key)
        press(page, keys[-1])
        strokes.append(len(keys))
    assert len(set(seen)) == 20
    assert desk.done() == set(seen)
    assert statistics.median(strokes) <= 2
    press(page, "z")
    assert on(page) == seen[-1]
    page.get_by_role("status").filter(has_text="Taken back").wait_for()
    assert page.evaluate("document.activeElement.textContent").startswith("Excerpt")
    press(page, "y")
    assert desk.done() == set(seen)
    assert not page.wrong


def test_keys_find_a_code_make_a_new_one_and_write_a_note(chrome, served):
    desk, link = served
    page = visit(chrome, link)
    page.goto(f"{page.home}/read?at=x00001")
    before = set(desk.marks("x00001").codes)
    page.keyboard.press("a")
    missing = next(c for c in desk.state.codes.values() if c["code_id"] not in before)
    page.keyboard.type(missing["name"][:5].lower())
    page.keyboard.press("Enter")
    page.keyboard.press("m")
    page.keyboard.type("u and z are letters here")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Waiting rooms")
    press(page, "Enter")
    marks = desk.marks("x00001")
    assert marks.codes[missing["code_id"]].votes == {"AB": "accepted"}
    assert marks.codes["waiting_rooms"].votes == {"AB": "accepted"}
    assert marks.memos == [("AB", "u and z are letters here")]
    assert not page.wrong


def test_keys_switched_off_do_nothing(chrome, served):
    desk, link = served
    page = visit(chrome, link)
    page.goto(f"{page.home}/read")
    click(page, "Turn keys off")
    excerpt = on(page)
    for key in ("1", "u", "s", "j", "z"):
        page.keyboard.press(key)
    assert on(page) == excerpt
    assert not desk.done()
    click(page, "Turn keys on")
    press(page, "u")
    assert desk.done() == {excerpt}


def test_twenty_excerpts_by_mouse_alone(chrome, served):
    desk, link = served
    page = visit(chrome, link)
    click(page, "Begin reading", "link")
    seen = []
    for number in range(20):
        seen.append(on(page))
        boxes = page.locator('.code input[name="code"]')
        if number % 4 == 1 and boxes.count():
            boxes.first.click()
        if number % 4 == 2:
            page.get_by_label("Serious: keep visible").click()
        name = "Not sure, come back later" if number == 5 else "Save and go on"
        click(page, name)
    assert desk.done() == set(seen) and len(seen) == 20
    click(page, "Undo")
    assert on(page) == seen[-1]
    assert not page.wrong


def test_twenty_excerpts_without_javascript_at_320_pixels(chrome, served):
    desk, link = served
    page = visit(chrome, link, java_script_enabled=False, viewport={"width": 320, "height": 640})
    click(page, "Begin reading", "link")
    seen = []
    for number in range(20):
        seen.append(on(page))
        if number % 4 == 1:
            page.get_by_label("Serious: keep visible").click()
        click(page, "Save and go on")
    assert desk.done() == set(seen) and len(seen) == 20
    click(page, "Undo")
    assert on(page) == seen[-1]
    page.get_by_text("More pages").click()
    click(page, "Quotes", "link")
    click(page, "May be quoted")
    assert page.locator(".notice").inner_text() == "It may be quoted."
    assert not page.wrong


@pytest.mark.parametrize("look", ["light, wide", "dark, 320 pixels"])
def test_every_page_is_for_everybody(chrome, served, look):
    axe = needs("axe_playwright_python.sync_playwright").Axe()
    desk, link = served
    scheme = look.partition(",")[0]
    size = {"width": 1280, "height": 900} if "wide" in look else {"width": 320, "height": 640}
    page = visit(chrome, link, color_scheme=scheme, viewport=size)
    for excerpt_id in desk.material.said[4:8]:
        judgements.decide_quote(desk, excerpt_id, "hold_quote", "her mother")
    other = open_desk(NAME, coder="CD", root=desk.project.root)
    about = {"target": "excerpt", "target_id": "x00001", "excerpt_id": "x00001"}
    for one, action in ((desk, "accept"), (other, "reject")):
        one.record([{"action": action, **about, "code_id": "LOG", "memo": "why"}])
    desk.record([{"action": "retire", "target": "code", "target_id": "HELP", "code_id": "HELP"}])
    found = []
    for path in PAGES:
        page.goto(f"{page.home}{path}")
        result = axe.run(page)
        found += [
            (path, v["id"], [node["target"] for node in v["nodes"]][:3])
            for v in result.response["violations"]
        ]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        assert page.locator("h1").count() == 1, path
    page.goto(f"{page.home}/codebook/code?id=DEBT")
    page.locator('select[name="set:into"]').select_option("FORMS")
    with page.expect_navigation():
        page.locator("form:has(select[name='set:into']) button").click()
    found += [(page.url, v["id"]) for v in axe.run(page).response["violations"]]
    assert not found
    assert [wrong for wrong in page.wrong if "404" not in wrong] == []


def test_the_menu_opens_closes_and_leads_on(chrome, served):
    _, link = served
    page = visit(chrome, link)
    menu = page.locator("details.more")
    menu.locator("summary").click()
    assert menu.evaluate("menu => menu.open")
    page.keyboard.press("Escape")
    assert not menu.evaluate("menu => menu.open")
    menu.locator("summary").click()
    click(page, "Where corrections go", "link")
    assert page.title().startswith("Where corrections go")
