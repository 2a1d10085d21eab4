"""What the documents claim about privacy is what the program does."""

import re
from pathlib import Path

import pytest

from insights.privacy import render_dpia
from insights.project import Project, SessionSettings, load_project

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def test_the_example_is_what_the_settings_give():
    text = (DOCS / "dpia_example.md").read_text(encoding="utf-8")
    assert text == render_dpia(load_project("money-toolkit", ROOT))


def test_what_the_settings_do_not_say_is_open():
    text = render_dpia(Project("demo", Path(), "Demo"))
    for question in ("Lawful basis (Article 6)", "People may withdraw until", "For whom"):
        assert f"| {question} | **to be filled in** |" in text


def test_what_the_settings_say_is_filled_in():
    project = Project(
        "demo", Path(), "Demo", commissioner="Some Trust",
        about={"lawful_basis": "Public task", "retain_until_on": "2030-01-31"},
        sessions=(
            SessionSettings("W2", date="2025-05-02"), SessionSettings("W1", date="2025-04-01"),
        ),
    )  # fmt: skip
    text = render_dpia(project)
    assert "| Lawful basis (Article 6) | Public task |" in text
    assert "| Kept until | 2030-01-31 |" in text
    assert "| When it was collected | 2025-04-01 to 2025-05-02 |" in text


@pytest.mark.parametrize(
    "title", ["a | b", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "a\nb | c"]
)
def test_a_setting_stays_in_its_cell_and_is_no_markup(title):
    text = render_dpia(Project("demo", Path(), title, question=title))
    assert not re.search(r"(?<!\\)(?:<img|\[x\])", text)
    for line in text.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) == 3


def test_the_product_promises_no_more_than_it_does():
    texts = [DOCS / "privacy.md", DOCS / "dpia_example.md", DOCS / "key_file.md"]
    for path in texts:
        words = path.read_text(encoding="utf-8").casefold()
        assert not re.search(r"anonymi[sz]", words), path.name
    assert "reduces direct identifiers" in texts[0].read_text(encoding="utf-8")


def test_links_lead_somewhere():
    text = (DOCS / "privacy.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([\w./-]+)\)", text):
        assert (DOCS / target).exists(), target
