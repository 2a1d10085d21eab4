"""Files going out: whatever people typed is text there, and nothing else."""

import csv
import io
import os
import re
import zipfile
from html.parser import HTMLParser

import pandas as pd
import pytest

from insights import pipeline
from insights.sheets import guard_formula, render_csv

FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "\u00a0=1+1", "\u200b=1+1",
    "＝1+1", "＋1", "－1", "＠A1", '=HYPERLINK("http://example.org","x")', "\ufeff=1",
]  # fmt: skip
MARKUP = [
    "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "{{7*7}}",
    "</script><script>alert(1)</script>", "<b onmouseover=alert(1)>x</b>", "{% include 'x' %}",
    "<!--", "&lt;script&gt;alert(1)&lt;/script&gt;",
]  # fmt: skip
PAYLOADS = FORMULAS + MARKUP
DANGEROUS = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")


@pytest.mark.parametrize("payload", FORMULAS)
def test_a_cell_that_would_be_a_formula_is_made_text(payload):
    assert guard_formula(payload) == "'" + payload
    assert guard_formula(guard_formula(payload)) == "'" + payload


@pytest.mark.parametrize("payload", ["3 of 8", "a=b", "half-day", "P07", "0.5", "", "'=1"])
def test_other_cells_stay_as_they_are(payload):
    assert guard_formula(payload) == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_headers_and_cells_of_a_csv_are_text(payload):
    table = pd.DataFrame({payload: [payload, "fine"], "n": [-1, 2], "share": [-0.5, 0.5]})
    rows = list(csv.reader(io.StringIO(render_csv(table).decode("utf-8"), newline="")))
    assert not DANGEROUS.match(rows[0][0]) and not DANGEROUS.match(rows[1][0])
    assert rows[1][1:] == ["-1", "-0.5"]  # numbers are numbers


class Page(HTMLParser):
    """What a browser would make of a page: elements, attributes, words."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.elements, self.attributes, self.words = [], [], []
        self.inside = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag in ("script", "style"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        if self.inside and tag == self.inside[-1]:
            self.inside.pop()

    def handle_data(self, data):
        if not self.inside:
            self.words.append(data)


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


@pytest.fixture(scope="module")
def written(tmp_path_factory, no_network):
    """A project in which everything that people can type is an attack, and what came of it."""
    root = tmp_path_factory.mktemp("attack")
    folder = root / "data" / "raw" / "demo"
    for part in ("feedback", "notes"):
        (folder / part).mkdir(parents=True)
    header = "=1+1 <img src=x onerror=alert(1)> what was hard?"
    answers = [f"participant_id,perspective,{quoted(header)}"]
    for number, payload in enumerate(PAYLOADS * 2):
        group = ("lived experience", "professional")[number % 2]
        said = payload.replace("\r", "").replace("\t", "") + " forms and money are hard to face"
        answers.append(f"Q{number:02},{group},{quoted(said)}")
    (folder / "feedback" / "answers.csv").write_text("\n".join(answers), encoding="utf-8")
    name = "=cmd.md" if os.name == "nt" else "=cmd <img src=x onerror=alert(1)>.md"
    (folder / "notes" / name).write_text(
        "# W\n\n## <script>alert(1)</script> =1+1\n\n- forms are hard {{7*7}}\n- =1+1 money\n",
        encoding="utf-8",
    )
    (folder / "codebook.csv").write_text(
        "code_id,name,theme,keywords\n"
        'C1,=HYPERLINK(1) {{7*7}},"<img src=x onerror=alert(1)>",forms;hard\n'
        'C2,"</script><script>alert(1)</script>",=Theme [x](javascript:alert(1)),money\n',
        encoding="utf-8",
    )
    (folder / "project.toml").write_text(
        '[project]\ntitle = "<script>alert(1)</script> {{7*7}}"\n'
        'question = "=1+1 [x](javascript:alert(1))"\n'
        'commissioner = "<img src=x onerror=alert(1)>"\n',
        encoding="utf-8",
    )
    return pipeline.run("demo", root=root)


def files_of(result, ending):
    folders = (result.project.reports, result.project.processed)
    return sorted(path for folder in folders for path in folder.rglob(f"*{ending}"))


def test_there_is_something_to_look_at(written):
    assert {path.name for path in files_of(written, ".html")} >= {"commissioner.html"}
    assert {path.name for path in files_of(written, ".csv")} >= {"evidence.csv", "comparison.csv"}


def test_no_csv_that_is_written_holds_a_formula(written):
    for path in files_of(written, ".csv"):
        text = path.read_bytes().decode("utf-8-sig")
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                assert not DANGEROUS.match(cell) or re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell), (
                    path.name
                )


def test_no_page_that_is_written_runs_what_somebody_typed(written):
    for path in files_of(written, ".html"):
        page = Page(path.read_text(encoding="utf-8"))
        for tag, name, value in page.attributes:
            assert not name.startswith("on"), (path.name, tag, name)
            assert not value.strip().casefold().startswith("javascript:"), (path.name, tag, name)
            if name == "src":
                assert value.startswith("data:"), (path.name, tag)
        typed = " ".join("".join(page.words).split())
        assert "{{7*7}}" in typed and "<img src=x onerror=alert(1)>" in typed
        assert "49" not in re.findall(r"\{?\{?\b49\b\}?\}?", typed)


def test_every_script_in_a_page_is_allowed_by_hash_and_is_the_products_own(written):
    import base64
    import hashlib

    for path in files_of(written, ".html"):
        text = path.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text).group(1)
        assert "unsafe" not in policy and "http" not in policy
        for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
            if "application/json" in attributes:
                assert "<" not in body
                continue
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"sha256-{digest}" in policy.replace("&#39;", "'").replace("&#43;", "+")
            assert "alert(1)" not in body


def test_names_of_files_that_are_written_come_from_the_product(written):
    folders = (written.project.reports, written.project.processed)
    for folder in folders:
        for path in folder.rglob("*"):
            assert re.fullmatch(r"[A-Za-z0-9_.-]+", path.name), path.name
            assert not DANGEROUS.match(path.name)


@pytest.fixture(scope="module")
def workbook():
    """The framework matrix with an attack in every place that takes text, as bytes."""
    from insights import tables
    from insights.reporting.rendering.workbook import render_framework_workbook

    row = dict.fromkeys(column.name for column in tables.TABLES["framework"].columns)
    rows = [
        row | {
            "case": "person", "participant_id": "=P1", "group": "@group", "theme": payload,
            "summary": payload, "excerpt_ids": [], "edited": False, "stale": False,
            "why_stale": "",
        }
        for payload in PAYLOADS
    ]  # fmt: skip
    return render_framework_workbook(pd.DataFrame(rows), title="=1+1", note="@SUM(A1)")


def test_cells_of_a_workbook_are_text(workbook):
    import openpyxl

    for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f"
                assert not (isinstance(cell.value, str) and DANGEROUS.match(cell.value))


def test_titles_of_sheets_begin_no_formula(workbook):
    import openpyxl

    titles = openpyxl.load_workbook(io.BytesIO(workbook)).sheetnames
    assert [title for title in titles if DANGEROUS.match(title)] == []


def test_a_workbook_says_of_nobody_that_they_wrote_it(workbook):
    core = zipfile.ZipFile(io.BytesIO(workbook)).read("docProps/core.xml").decode()
    assert re.search(r"<dc:creator[^>]*(?:/>|></dc:creator>)", core)
    assert "lastModifiedBy>" not in core or "<cp:lastModifiedBy></cp:lastModifiedBy>" in core
