"""The HTML file: nothing can break out of it, nothing leaves it, everything can be reached."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from insights import tables
from insights.reporting import ReportMaterial, compose_commissioner_report, render_html
from insights.reporting.document import Chart, walk
from tests.test_reporting_fixture import CODES, SAID, make_material, topics_for

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "{{7*7}} {% raw %}",
    '=HYPERLINK("http://bad.example","x")',
    "[x](javascript:alert(1))",
    "“quoted” & <b>bold</b> 'single'",
    "Good 👍🏽 café, naïve",
    "لا أحد يسأل عن المال",
    "ਪੈਸੇ ਬਾਰੇ ਕੌਣ ਪੁੱਛਦਾ ਹੈ",
    "a $x^2$ b",
)
_VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """What stands in a page: elements with attributes, texts of scripts and styles, words."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.stack: list[str] = []
        self.code: list[tuple[str, dict[str, str], str]] = []
        self.text: list[str] = []
        self.quotes: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag in ("script", "style"):
            self.code.append((tag, values, ""))
        if tag == "blockquote":
            self.quotes.append("")
        if tag not in _VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack.pop() != tag:
            self.unbalanced.append(tag)

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in ("script", "style"):
            tag, values, text = self.code[-1]
            self.code[-1] = (tag, values, text + data)
            return
        self.text.append(data)
        if "blockquote" in self.stack:
            self.quotes[-1] += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [values for name, values in self.elements if name == tag]


@pytest.fixture(scope="module")
def material() -> ReportMaterial:
    return topics_for(make_material(serious=("x029",)))


@pytest.fixture(scope="module")
def html(material: ReportMaterial) -> str:
    return render_html(compose_commissioner_report(material))


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


@pytest.fixture(scope="module")
def hostile() -> tuple[ReportMaterial, str]:
    def change(made: dict[str, pd.DataFrame]) -> None:
        texts = list(made["excerpts"]["text"])
        for place, words in enumerate(HOSTILE):
            for at in range(place, len(texts), len(HOSTILE)):
                texts[at] = f"{words} {at}"
        made["excerpts"] = tables.conform("excerpts", made["excerpts"].assign(text=texts))
        themes = dict(zip(dict.fromkeys(c[2] for c in CODES), HOSTILE, strict=False))
        for name in ("codes", "presence", "comparison"):
            made[name] = made[name].assign(theme=made[name]["theme"].map(themes))
        made["codes"] = made["codes"].assign(name=HOSTILE[0])
        made["sources"] = made["sources"].assign(path="notes/<img src=x>.docx")

    material = topics_for(make_material(change=change))
    return material, render_html(compose_commissioner_report(material))


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(page: Page) -> dict[str, list[str]]:
    meta = next(m for m in page.all("meta") if "http-equiv" in m)
    parts = [part.split() for part in meta["content"].split(";")]
    return {part[0]: part[1:] for part in parts}


def outside_vendored(html: str) -> str:
    """Return the page without the scripts that run (their policy forbids every request)."""
    return re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)


def test_the_policy_allows_these_very_texts_and_nothing_else(page: Page) -> None:
    rules = policy(page)
    assert rules["default-src"] == ["'none'"]
    assert rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    running = [text for tag, values, text in page.code if tag == "script" and not values]
    assert rules["script-src"] == [digest(text) for text in running]
    styles = [text for tag, _, text in page.code if tag == "style"]
    assert rules["style-src"] == [*(digest(text) for text in styles), digest("")]
    assert not any("unsafe" in word or "*" in word for words in rules.values() for word in words)


def test_nothing_in_the_page_reaches_for_the_network(html: str, page: Page) -> None:
    for _, values in page.elements:
        for name in ("src", "href", "action", "data", "poster", "srcset"):
            assert values.get(name, "#").startswith(("#", "data:image/svg+xml;base64,"))
    assert not re.search(r"https?://|@import|url\(", outside_vendored(html))
    for image in page.all("img"):
        svg = base64.b64decode(image["src"].partition(",")[2]).decode()
        assert "<script" not in svg
        assert "<text" not in svg  # letters are drawn, so no font is needed


def test_no_style_or_handler_stands_in_an_attribute(page: Page) -> None:
    for _, values in page.elements:
        assert not [name for name in values if name == "style" or name.startswith("on")]


def test_the_page_is_well_formed_and_every_link_has_its_place(page: Page) -> None:
    assert page.unbalanced == []
    assert page.stack == []
    ids = [values["id"] for _, values in page.elements if "id" in values]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert link["href"].removeprefix("#") in ids


def test_every_claim_opens_its_evidence_and_leads_back(
    material: ReportMaterial, page: Page
) -> None:
    report = compose_commissioner_report(material)
    links = {link["href"] for link in page.all("a")}
    for group in report.evidence:
        assert f"#{group.anchor}" in links
        for claim_id in group.claim_ids:
            assert f"#claim-{claim_id}" in links


def test_landmarks_language_and_headings(page: Page) -> None:
    assert page.all("html") == [{"lang": "en-GB"}]
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert len(page.all(landmark)) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert page.elements[[tag for tag, _ in page.elements].index("a")][1]["class"] == "skip"


def test_tables_have_captions_and_headers_with_scope(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) > 3
    assert all(header["scope"] in ("col", "row") for header in page.all("th"))


def test_charts_have_a_still_picture_words_and_a_table(
    material: ReportMaterial, page: Page
) -> None:
    report = compose_commissioner_report(material)
    charts = [node for node in walk(report.sections) if isinstance(node, Chart)]
    assert [image["alt"] for image in page.all("img")] == [chart.alt for chart in charts]
    assert len(page.all("figure")) > len(charts)
    assert page.text.count("The same figures as a table") == len(charts)


def test_states_are_said_in_words(page: Page) -> None:
    text = "".join(page.text)
    assert "Internal draft · Fictional demonstration data" in text
    assert "not yet cleared" in text


def test_quotes_are_byte_exact_after_escaping(hostile: tuple[ReportMaterial, str]) -> None:
    material, html = hostile
    texts = set(material.excerpts["text"])
    quotes = Page(html).quotes
    assert quotes
    assert set(quotes) <= texts
    for words in HOSTILE:
        assert any(quote.startswith(words) for quote in quotes)


def test_hostile_words_stay_words(hostile: tuple[ReportMaterial, str]) -> None:
    _, html = hostile
    page = Page(html)
    assert page.unbalanced == []
    assert all(image["src"].startswith("data:image/svg+xml") for image in page.all("img"))
    assert len([1 for tag, values, _ in page.code if tag == "script" and not values]) == 2
    assert "49" not in [word.strip() for word in page.text]
    assert "<b>bold" not in outside_vendored(html)


def test_chart_data_cannot_close_its_script(hostile: tuple[ReportMaterial, str]) -> None:
    page = Page(hostile[1])
    data = [text for tag, values, text in page.code if values.get("type") == "application/json"]
    assert data
    for text in data:
        assert not set(text) & set("<>&")


def test_plotly_comes_once_and_only_with_a_chart() -> None:
    plain = render_html(compose_commissioner_report(make_material(SAID[:1], compare=False)))
    assert len(plain) < 200_000
    assert "<script" not in plain
    assert policy(Page(plain))["script-src"] == ["'none'"]


def test_the_file_stays_small(html: str) -> None:
    assert len(html.encode()) < 6_000_000


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = (
    ("ink", "paper"), ("ink", "ground"), ("quiet", "paper"), ("quiet", "ground"),
    ("link", "paper"), ("link", "ground"), ("amber-ink", "amber"), ("red-ink", "red-soft"),
    ("green-ink", "green-soft"), ("ink", "grey-soft"), ("a", "a-soft"), ("a", "paper"),
    ("quiet", "a-soft"), ("ink", "a-soft"),
)  # fmt: skip


def palettes(page: Page) -> list[dict[str, str]]:
    style = next(text for tag, _, text in page.code if tag == "style")
    blocks = re.findall(r":root \{(.*?)\}", style, flags=re.DOTALL)
    light, *others = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", b)) for b in blocks)
    return [light, *(light | other for other in others)]


@pytest.mark.parametrize("pair", PAIRS)
def test_words_can_be_read_in_light_dark_and_print(page: Page, pair: tuple[str, str]) -> None:
    for palette in palettes(page):
        if pair[0] in palette and pair[1] in palette:
            assert contrast(palette[pair[0]], palette[pair[1]]) >= 4.5


def test_chart_words_can_be_read_on_white() -> None:
    from insights.reporting.figures.charts import COLOURS, TEXT_COLOURS

    assert COLOURS == ("#12436D", "#F46A25")
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in TEXT_COLOURS)
    assert all(contrast(colour, "#ffffff") >= 2.9 for colour in COLOURS)


def test_the_same_material_gives_the_same_bytes(material: ReportMaterial, html: str) -> None:
    again: Any = render_html(compose_commissioner_report(material))
    assert again == html
