"""A house template for the Word reports: its look stays, nothing of a person comes with it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insights.errors import InsightsError
from insights.pipeline.house import read_template
from insights.pipeline.inputs import Inputs
from insights.project import load_project
from insights.reporting import (
    compose_commissioner_report,
    compose_participants_report,
    ready_template,
    render_docx,
)
from tests.test_reporting_fixture import PROJECT, make_material

GREEN = "1B7F4B"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR_FIELD = (
    '<w:fldSimple xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'w:instr=" AUTHOR "><w:r><w:t>Ottoline Brack</w:t></w:r></w:fldSimple>'
)
CHANGE = AUTHOR_FIELD.replace("fldSimple", "ins").replace(
    'w:instr=" AUTHOR "', 'w:id="9" w:author="Ottoline Brack"'
).replace("Ottoline Brack</w:t>", "Ward 7</w:t>")  # fmt: skip


def house(change: Callable[[Any], None] = lambda document: None) -> bytes:
    """Return a template with a look of its own and an author who should not travel."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.shared import Pt, RGBColor

    document: Any = Document()
    document.add_paragraph("Delete me")
    document.styles["Heading 1"].font.color.rgb = RGBColor.from_string(GREEN)
    document.styles["Normal"].font.size = Pt(9)
    header = document.sections[0].header.paragraphs[0]
    header.text = "Harkwell Trust "
    header._p.append(parse_xml(AUTHOR_FIELD))
    header._p.append(parse_xml(CHANGE))
    document.sections[0].footer.paragraphs[0].text = "Together for Harkwell"
    document.core_properties.author = "Ottoline Brack"
    document.core_properties.keywords = "confidential minutes"
    change(document)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    held = io.BytesIO(data)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(name, content)
    return held.getvalue()


def without_styles(document: Any) -> None:
    for name in ("Quote", "List Bullet", "Caption", "Subtitle"):
        document.styles[name].delete()
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/numbering"):
            del document.part.rels[key]


def opened(data: bytes) -> Any:
    from docx import Document

    return Document(io.BytesIO(data))


def parts(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return " ".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def test_a_report_wears_the_house_look_and_keeps_its_own_words() -> None:
    report = compose_commissioner_report(make_material())
    data = render_docx(report, ready_template(house(), "template.docx"))
    made = opened(data)
    assert str(made.styles["Heading 1"].font.color.rgb) == GREEN
    section = made.sections[0]
    assert section.header.paragraphs[0].text.startswith("Harkwell Trust")
    assert section.footer.paragraphs[0].text == "Together for Harkwell"
    assert report.status[0] in section.footer.paragraphs[1].text
    assert "Delete me" not in [p.text for p in made.paragraphs]
    assert [p.text for p in made.paragraphs if p.style.name == "Title"] == [report.title]
    assert data == render_docx(report, ready_template(house(), "template.docx"))


def test_nothing_of_who_made_the_template_is_in_a_report() -> None:
    def by_somebody(document: Any) -> None:
        document.add_comment(document.paragraphs[0].runs[0], "Why?", author="Ottoline Brack")

    report = compose_commissioner_report(make_material())
    data = render_docx(report, ready_template(house(by_somebody), "template.docx"))
    told = parts(data)
    assert not [word for word in ("Ottoline", "Brack", "minutes", "Why?") if word in told]
    assert "Ward 7" in told  # what somebody put in is kept, who did is not


def test_what_a_report_needs_and_a_template_lacks_is_added() -> None:
    report = compose_participants_report(make_material())
    made = opened(render_docx(report, ready_template(house(without_styles), "template.docx")))
    listed = [p for p in made.paragraphs if p.style.name == "List Bullet"]
    assert listed
    number = made.styles["List Bullet"].element.pPr.numPr.numId.val
    known = {n.get(f"{W}numId") for n in made.part.numbering_part.element.findall(f"{W}num")}
    assert str(number) in known
    assert {"Quote", "Quote Source"} <= {p.style.name for p in made.paragraphs}


def test_large_type_stays_large_type_in_any_house() -> None:
    report = compose_participants_report(make_material())
    made = opened(render_docx(report, ready_template(house(), "template.docx")))
    sizes = {
        style.name: style.font.size.pt
        for style in made.styles
        if style.name in {p.style.name for p in made.paragraphs} and style.font.size
    }
    assert sizes["Normal"] == 14
    assert min(sizes.values()) >= 14


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (with_part(house(), "word/vbaProject.bin", b"x"), "can hold macros"),
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"plain words", "damaged"),
        (with_part(b"", "hello.txt", b"x"), "could not be read as a Word document"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(InsightsError) as refused:
        ready_template(data, "template.docx")
    assert says in f"{refused.value.problem} {refused.value.fix}"
    assert refused.value.fix


@pytest.mark.parametrize(
    ("name", "data", "usable"),
    [
        ("template.docx", house(), True),
        ("Template.docx", house(), True),
        ("template.dotm", house(), False),
        ("template.docx", b"plain words", False),
    ],
)
def test_a_template_is_no_notes_and_a_broken_one_is_told(
    tmp_path: Path, name: str, data: bytes, usable: bool
) -> None:
    raw = tmp_path / "data" / "raw" / "demo"
    raw.mkdir(parents=True)
    (raw / "notes.md").write_text("P01: We lost the form.\n", encoding="utf-8")
    before = Inputs(load_project("demo", tmp_path), 0)
    unset = before.key("report", [])
    (raw / name).write_bytes(data)
    settings = load_project("demo", tmp_path)
    inputs = Inputs(settings, 0)
    assert [file.relative for file in inputs.files] == ["notes.md"]
    assert inputs.sources == before.sources
    assert not inputs.misplaced
    assert inputs.key("report", []) != unset
    template, problems = read_template(settings)
    assert (template is not None, not problems) == (usable, usable)
    assert all("built-in look" in problem.problem for problem in problems)


def test_a_project_without_a_template_has_the_built_in_look() -> None:
    report = compose_commissioner_report(make_material(project=replace(PROJECT, title="Ours")))
    assert opened(render_docx(report)).styles["Heading 1"].font.name == "Arial"
