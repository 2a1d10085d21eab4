"""The documentation does what it says: commands run, links lead somewhere, names exist."""

import os
import re
import runpy
import shlex
import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import insights
from insights import cli
from tests.conftest import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
GENERATED = ROOT / "docs" / "reference"
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "data").glob("*/README.md"),
        ROOT / "reports" / "README.md",
    ]
)
# These are done from the first line to the last, each in a folder of its own.
DONE = [
    ROOT / "README.md",
    ROOT / "docs" / "tutorial.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
FILES = ("csv", "toml", "md")
COMMANDS = vars(typer.main.get_command(cli.app))["commands"]
OPTIONS = {option for command in COMMANDS.values() for p in command.params for option in p.opts}


def makes(line):
    target = line.split()[1]
    return re.search(rf"^{target}:", MAKEFILE, re.M)


def installs(line):
    extras = re.findall(r"\[([\w,]+)\]", line)
    return all(set(e.split(",")) <= set(PYPROJECT["optional-dependencies"]) for e in extras)


def is_understood(line):
    arguments = shlex.split(line)[1:]
    return CliRunner().invoke(cli.app, [*arguments, "--help"]).exit_code == 0


# Everything that is not done by the tests, why, and what is looked at in its place.
EXCEPTIONS = [
    (r"make ", "it sets up, or runs these tests: there is such a target", makes),
    (r"(py|python3?) -m venv", "it makes an environment", lambda line: True),
    (r"pip install", "it needs the network: the extras exist", installs),
    (r"conda ", "it needs conda: environment.yml has a test of its own",
     lambda line: (ROOT / "environment.yml").exists()),
    (r"insights review", "it serves pages until it is stopped: it is understood", is_understood),
    (r"insights redact .*--review", "it asks a person: it is understood", is_understood),
    (r"insights doctor .*--coder", "it asks a person: it is understood", is_understood),
    (r"insights withdraw(?!.*--dry-run)", "it asks a person: it is understood", is_understood),
    (r"insights (release|verify) ", "it ends with 1 until all is settled: it is understood",
     is_understood),
]  # fmt: skip


def exception_to(line):
    return next((one for one in EXCEPTIONS if re.match(one[0], line)), None)


# -------------------------------------------------------------------------------- blocks


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the file it is to be written to."""

    line: int
    language: str
    text: str
    file: str

    @property
    def commands(self):
        lines = self.text.replace("\\\n", " ").splitlines()
        plain = (re.sub(r"\s+#\s.*$", "", line).strip() for line in lines)
        return [as_typed(line) for line in plain if line and not line.startswith("#")]


def as_typed(line):
    """Return a command without the folder that its program lies in."""
    return re.sub(r"^\.venv[/\\](?:bin|Scripts)[/\\](insights|pip)\b", r"\1", line)


def blocks_of(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    found, start, before = [], None, ""
    for number, line in enumerate(lines):
        fence = re.match(r"( *)```(\w*)", line)
        if fence and start is None:
            start, indent, language = number, len(fence[1]), fence[2]
        elif fence:
            text = "\n".join(one[indent:] for one in lines[start + 1 : number])
            named = re.fullmatch(r"`([^`]+)`", before.strip())
            found.append(Block(start + 1, language, text, named[1] if named else ""))
            start = None
        elif start is None and line.strip():
            before = line
    assert start is None, f"{page.name} has a block without an end"
    return found


def all_blocks():
    return [(page, block) for page in PAGES for block in blocks_of(page)]


def spans_of(page):
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", text)]


# ---------------------------------------------------------------------- doing what is said


def make_three_files(root):
    """Write what the README speaks of: notes, feedback from a form, a list with names."""
    import docx
    import openpyxl

    people = ["Amara Obi", "Tom Price", "Leila Haddad", "Grace Lund", "Ravi Menon"]
    sheet = openpyxl.Workbook()
    sheet.active.append(["Name", "Perspective"])
    for place, name in enumerate(people):
        sheet.active.append([name, "professional" if place % 2 else "lived experience"])
    sheet.save(root / "attendance.xlsx")
    answers = openpyxl.Workbook()
    answers.active.append(["Name", "What gets in the way?"])
    answers.active.append([people[0], "Every form asks the same again."])
    answers.active.append([people[1], "I never see what the last person wrote."])
    answers.save(root / "feedback.xlsx")
    notes = docx.Document()
    notes.add_heading("What would make it better?", 1)
    notes.add_paragraph("Leila Haddad: One page I can hand over.")
    notes.add_paragraph("Grace Lund: Amara Obi has a folder like that.")
    notes.save(root / "notes.docx")


def place_files(root):
    """Put the notes and the feedback where the README says they go."""
    folder = root / "data" / "raw" / "my-project"
    for name, place in (("notes.docx", "notes"), ("feedback.xlsx", "feedback")):
        if folder.exists() and (root / name).exists():
            (folder / place).mkdir(exist_ok=True)
            (root / name).rename(folder / place / name)


@pytest.fixture(scope="module")
def shared_folder(bundled, bundled_root, tmp_path_factory):
    """A working folder with the bundled project, run already, and three files of one's own."""
    root = tmp_path_factory.mktemp("docs") / "a folder with spaces and é"
    shutil.copytree(bundled_root, root)
    make_three_files(root)
    return root


@pytest.fixture
def folder(shared_folder, monkeypatch):
    """The shared folder, to be in."""
    monkeypatch.chdir(shared_folder)
    return shared_folder


def do(line, root):
    if line.startswith("insights check my-project"):
        place_files(root)
    arguments = shlex.split(line)
    assert arguments[0] == "insights", line
    if arguments[1] == "notebook":
        arguments.append("--no-open")
    result = CliRunner().invoke(cli.app, arguments[1:])
    shown = f"{line}\n{result.output}\n{result.exception or ''}"
    assert result.exit_code == 0, shown
    return result.output


@pytest.mark.parametrize("page", DONE, ids=lambda p: p.stem)
def test_doing_what_a_page_says_works(page, folder):
    for block in blocks_of(page):
        if block.language in FILES and block.file:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text + "\n", encoding="utf-8")
        elif block.language == "python":
            exec(compile(block.text, page.name, "exec"), {})
        elif block.language in ("sh", "powershell"):
            for line in block.commands:
                found = exception_to(line)
                if found is None:
                    do(line, folder)
                else:
                    print(f"{page.name}: `{line}` is not done here, because {found[1]}.")
                    assert found[2](line), line
        else:
            pytest.fail(f"{page.name}, line {block.line}: nothing is done with this block")
    ran = {line.split()[2] for block in blocks_of(page) for line in block.commands
           if line.startswith("insights run ")}  # fmt: skip
    for project in ran:
        assert (folder / "reports" / project / "commissioner.html").exists()


def test_names_in_the_readers_own_three_files_are_masked(tmp_path, monkeypatch, no_network):
    make_three_files(tmp_path)
    monkeypatch.chdir(tmp_path)
    for line in (
        "insights new my-project",
        "insights register my-project attendance.xlsx",
        "insights check my-project",
        "insights ingest my-project",
    ):
        do(line, tmp_path)
    excerpts = insights.read_tables("my-project")["excerpts"]
    assert excerpts["participant_id"].notna().all()
    assert "[PERSON] has a folder like that." in set(excerpts["text"])
    assert set(excerpts["perspective"]) == {"lived_experience", "professional"}


@pytest.mark.parametrize("page", [p for p in PAGES if p not in DONE], ids=lambda p: p.stem)
def test_commands_on_other_pages_are_understood(page):
    for block in blocks_of(page):
        for line in block.commands:
            if line.startswith("insights "):
                assert is_understood(line), f"{page.name}: {line}"
            elif block.language in ("sh", "console", "powershell"):
                assert exception_to(line), f"{page.name}: {line}"


def test_every_exception_is_needed():
    lines = [line for _, block in all_blocks() for line in block.commands]
    for pattern, reason, _ in EXCEPTIONS:
        used = [line for line in lines if re.match(pattern, line)]
        print(f"{pattern}: {reason} ({len(used)} times)")
        assert used or pattern.startswith("insights"), pattern


# -------------------------------------------------------------------------- links and names


def anchors_of(page):
    """Return the anchors of a page's headings, as web pages make them."""
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    headings = re.findall(r"^#+ +(.+)$", text, re.M)
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", h).replace("`", "") for h in headings]
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_link_is_broken(page):
    text = re.sub(r"^ *```.*?^ *```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_page_names_what_is_not_there(page):
    unknown = []
    for span in map(as_typed, spans_of(page)):
        if re.match(r"insights [a-z-]+( |$)", span) and "…" not in span and "/ " not in span:
            known = is_understood(span)
        elif re.fullmatch(r"--[a-z-]+", span):
            known = span in OPTIONS | {"--help", "--version"}
        elif re.fullmatch(r"make [a-z-]+", span):
            known = makes(span)
        elif named := re.match(r"insights\.(\w+)", span):
            known = named[1] in insights.__all__ or (ROOT / "insights" / named[1]).exists()
        elif re.fullmatch(r"(insights|scripts|tests|benchmarks|docs|notebooks)/[\w./]+", span):
            known = bool(list(ROOT.glob(f"{span.rstrip('/')}*")))
        else:
            continue
        if not known:
            unknown.append(span)
    assert unknown == []


def test_every_page_can_be_reached_from_the_first():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in seen or not page.exists() or page.suffix != ".md":
            continue
        seen.add(page)
        links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        waiting += [Path(os.path.normpath(page.parent / link)) for link in links]
    assert {p for p in PAGES if p.is_relative_to(ROOT / "docs")} <= seen


def test_pictures_are_small_and_described():
    for page in PAGES:
        for words, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8")):
            assert len(words.split()) >= 4, page
            assert (page.parent / link).stat().st_size < 400_000, link


# ------------------------------------------------------------------- generated, and help


def test_the_reference_is_what_the_code_says():
    made = runpy.run_path(str(ROOT / "scripts" / "make_reference.py"))["render_reference"]()
    assert {path.name for path in GENERATED.glob("*.md")} == set(made)
    for name, text in made.items():
        assert (GENERATED / name).read_text(encoding="utf-8") == text, f"run `make docs` ({name})"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_help_has_an_example_that_is_understood(name):
    examples = re.findall(r"^ +(insights \S.*)$", COMMANDS[name].help, re.M)
    assert examples, "no example"
    for line in examples:
        assert line.split()[1] == name
        assert is_understood(line), line
    assert {"--root", "--json"} & {o for p in COMMANDS[name].params for o in p.opts}


def test_the_first_help_says_how_a_command_ends_and_completes():
    shown = " ".join(CliRunner().invoke(cli.app, ["--help"]).output.split())
    for words in ("0 done", "--install-completion", "--json"):
        assert words in shown


# ---------------------------------------------------------------------------- from Python


def test_every_public_name_is_there_and_documented():
    for name in insights.__all__:
        assert getattr(insights, name).__doc__, name
    assert set(insights.__all__) == set(insights._HOMES)


def test_an_error_is_three_lines_in_a_notebook_too(capsys):
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shell.run_cell("import insights; insights.run('nowhere', root='.')")
    InteractiveShell.clear_instance()
    lines = [line for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [line.split(":")[0] for line in lines] == ["Problem", "Where", "What to do"]


def test_results_show_themselves(bundled, bundled_root):
    shown = bundled._repr_html_()
    assert "commissioner.html" in shown
    assert "Next:" in shown
    assert "<details>" in insights.check("money-toolkit", root=bundled_root)._repr_html_()
    tables = insights.read_tables("money-toolkit", root=bundled_root)
    assert "a unit of meaning, masked" in tables._repr_html_()
    traced = insights.trace("money-toolkit", "R1", root=bundled_root)
    assert "<details open><summary>recommendation R1" in traced._repr_html_()
    assert repr(traced).startswith("recommendation R1 ")
    quoted = next(step.quote for group in traced.steps for step in group.steps if step.quote)
    assert quoted not in repr(traced)


def test_what_a_project_has_nothing_for_is_empty_and_says_so(bundled, bundled_root):
    figure = insights.plot_priorities("money-toolkit", root=bundled_root)
    assert "No votes in round 1" in figure.layout.annotations[0].text
    assert insights.Tables()["ballots"].empty
    assert list(insights.Tables()["memos"].columns)
    with pytest.raises(KeyError):
        insights.Tables()["no such table"]
