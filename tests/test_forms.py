"""Forms: the same bytes every time, read back as they are, and understood column by column."""

from __future__ import annotations

import io
import tomllib
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from insights import pipeline
from insights.cli import app
from insights.coding import read_codebook
from insights.errors import InsightsError
from insights.forms import FORMS, render_forms
from insights.forms.rendering import NOTES_PATH
from insights.pipeline.starting import new
from insights.project import load_project
from insights.sheets import EXAMPLE, UNFILLED
from insights.sources import read_sources

EMPTY = ("ideas", "ballots", "statements", "statement_votes", "vision", "rounds", "responses",
         "process", "ratings")  # fmt: skip


def fill(folder: Path, *, with_examples: bool) -> None:
    """Overwrite the first cell of each example, as somebody does who likes the rest."""
    for form in FORMS:
        workbook = openpyxl.load_workbook(folder / form.path)
        cell = workbook.worksheets[0]["A2"]
        assert cell.value == EXAMPLE
        if with_examples:
            first = form.columns[0].name
            cell.value = {"participant_id": "P07", "idea_id": "I01", "statement_id": "S01",
                          "feedback_id": "R1-01"}.get(first, "1")  # fmt: skip
        workbook.save(folder / form.path)


def test_the_same_title_gives_the_same_bytes(monkeypatch):
    once = render_forms("Half a day")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert render_forms("Half a day") == once
    for data in (data for path, data in once.items() if path.endswith((".xlsx", ".docx"))):
        with zipfile.ZipFile(io.BytesIO(data)) as made:
            assert {member.date_time for member in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert b"openpyxl" not in made.read("docProps/core.xml")


@pytest.mark.parametrize("title", ['He said "no"', "two\nlines", "", "back\\slash"])
def test_a_title_that_would_break_the_settings_is_refused(title):
    with pytest.raises(InsightsError):
        render_forms(title)


def test_settings_and_their_commented_lines_are_valid(tmp_path):
    text = render_forms("Half a day")["project.toml"].decode()
    assert tomllib.loads(text)["project"]["title"] == "Half a day"
    used = "\n".join(
        line[2:] if line.startswith("# ") and ("=" in line or line.startswith("# [")) else line
        for line in text.splitlines()
    )
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "project.toml").write_text(used, encoding="utf-8")
    assert load_project("demo", tmp_path).problems == ()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.path)
def test_every_form_has_choices_help_and_no_protection(form):
    workbook = openpyxl.load_workbook(io.BytesIO(render_forms("a")[form.path]))
    sheet, helped = workbook.worksheets
    assert [cell.value for cell in sheet[1]] == [column.name for column in form.columns]
    assert not sheet.protection.sheet
    assert sheet["A3"].number_format == "@"
    n_choices = sum(1 for column in form.columns if column.choices)
    assert len(sheet.data_validations.dataValidation) == n_choices
    assert all(len(v.formula1) <= 255 for v in sheet.data_validations.dataValidation)
    assert {row[0].value for row in helped.iter_rows(min_row=7)} == {c.name for c in form.columns}


def test_a_new_project_is_read_as_it_is_and_holds_nothing(tmp_path):
    new("demo", root=tmp_path)
    project = load_project("demo", tmp_path)
    material = read_sources(project, {}, b"salt")
    assert len(material.passages) == len(material.participants) == 0
    assert all(len(material.records[name]) == 0 for name in EMPTY)
    assert len(material.sources) == 0
    assert material.problems == [] and project.problems == ()
    forms = {form.path for form in FORMS} | {NOTES_PATH}
    assert set(material.empty_forms) == forms - {"codebook.xlsx"}
    codes, problems = read_codebook(project)
    assert (len(codes), [p.problem for p in problems]) == (0, [UNFILLED])


def test_examples_that_were_written_over_are_read_without_a_problem(tmp_path):
    new("demo", root=tmp_path)
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes" / "workshop_notes.docx").unlink()
    with (folder / "project.toml").open("a", encoding="utf-8") as out:
        out.write('\n[sessions.W1]\ntitle = "First workshop"\n')
    fill(folder, with_examples=True)
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    assert [problem for problem in material.problems if problem.fix] == []
    assert {name: len(material.records[name]) for name in EMPTY} == {
        "ideas": 1, "ballots": 1, "statements": 1, "statement_votes": 1, "vision": 1, "rounds": 1,
        "responses": 1, "process": 4, "ratings": 0,
    }  # fmt: skip
    assert set(material.participants["participant_id"]) == {"P07"}
    assert set(material.prototypes["item"]) == {
        "success", "liked", "would_use", "severity", "issue", "improve", "pilot", "implement",
    }  # fmt: skip
    assert not material.passages["text"].str.contains(EXAMPLE).any()
    codes, problems = read_codebook(load_project("demo", tmp_path))
    assert (codes["code_id"].tolist(), problems) == (["1"], [])


def test_nothing_is_ever_written_over(tmp_path):
    folder = tmp_path / "data" / "raw" / "demo"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InsightsError, match="left alone"):
        new("demo", root=tmp_path)
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "con/", "a\nb"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path, name):
    if name == "con/":
        name = "x/y/"
    with pytest.raises(InsightsError):
        new(name, root=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_check_says_quietly_that_a_new_project_is_empty(tmp_path):
    new("demo", root=tmp_path, title="Half a day")
    checked = pipeline.check("demo", root=tmp_path)
    assert checked.problems == ()
    assert [heading for heading, _ in checked.sections()] == ["What came in"]
    assert f"{len(FORMS) + 1} forms are still empty." in checked.facts["summary"]
    assert "Fill in" in checked.next_step
    assert CliRunner().invoke(app, ["check", "demo", "--root", str(tmp_path)]).exit_code == 0


def test_a_run_of_a_new_project_says_that_nothing_is_filled_in(tmp_path):
    new("demo", root=tmp_path)
    with pytest.raises(InsightsError, match="Nothing is filled in yet"):
        pipeline.run("demo", root=tmp_path, until="ingest")


def test_empty_forms_are_no_files_that_came_in(tmp_path):
    new("demo", root=tmp_path)
    folder = tmp_path / "data" / "raw" / "demo"
    (folder / "notes" / "w1.md").write_text("# What is hard?\n\n- nobody rings\n")
    result = pipeline.run("demo", root=tmp_path, until="ingest")
    assert result.table("sources")["path"].tolist() == ["notes/w1.md"]
    assert result.problems == ()
    assert f"{len(FORMS)} forms are still empty." in result.summary_lines()


@pytest.mark.parametrize(
    ("written", "said"),
    [([], []), (["P07: The post."], ["4 lines with EXAMPLE"])],
)
def test_a_template_for_notes_says_one_thing(tmp_path, written, said):
    new("demo", root=tmp_path)
    path = tmp_path / "data" / "raw" / "demo" / NOTES_PATH
    document = docx.Document(path)
    for words in written:
        document.add_paragraph(words, style="List Bullet")
    document.save(path)
    material = read_sources(load_project("demo", tmp_path), {}, b"salt")
    told = [problem.where for problem in material.problems if problem.source == NOTES_PATH]
    assert told == said
    assert material.passages["text"].tolist() == [words[5:] for words in written]
    if written:
        parts = [u.taken_as for u in material.understood if u.source == NOTES_PATH]
        assert any("1 passages" in part or "1 passage," in part for part in parts)
        row = material.sources.iloc[0]
        n_kept = row["n_characters_read"] + row["n_characters_set_aside"]
        assert n_kept == row["n_characters"]
    else:
        assert NOTES_PATH in material.empty_forms


def test_a_second_codebook_is_a_problem_that_says_which_was_read(project_folder):
    book = "code_id,name,theme\nA,Phones,Access\n"
    root = project_folder({"notes/w1.md": "- nobody rings\n", "codebook.csv": book})
    assert pipeline.run("demo", root=root, until="ingest").problems == ()
    openpyxl.Workbook().save(root / "data" / "raw" / "demo" / "codebook.xlsx")
    for problems in (
        pipeline.run("demo", root=root, until="ingest").problems,
        pipeline.check("demo", root=root).problems,
    ):
        assert [(p.source, p.problem) for p in problems] == [
            ("codebook.xlsx", "There is also codebook.csv; only that was read.")
        ]
