"""`insights doctor` says what is there; `insights notebook` makes copies and keeps people's."""

import json
import re
import shutil
import webbrowser
from importlib import metadata
from pathlib import Path

import pytest
from typer.testing import CliRunner

from insights import cli, pipeline
from insights.errors import InsightsError
from insights.pipeline import examining
from tests.conftest import BUNDLED

ROOT = Path(__file__).parent.parent


def found(examined, what):
    return next(finding for finding in examined.findings if finding.what.startswith(what))


def run(*arguments):
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


# ------------------------------------------------------------------------------- doctor


def test_this_computer_is_well_and_every_line_says_what_is_there(project_folder):
    root = project_folder({"feedback/a.csv": "participant_id,what\nP1,Forms\n"})
    examined = pipeline.examine("demo", root=root)
    assert examined.is_well
    assert all(finding.there.endswith((".", "!")) for finding in examined.findings)
    assert all(f.better or f.state == "good" for f in examined.findings)
    assert found(examined, "Key file").better.endswith("`insights register demo LIST`.")


def test_without_a_project_nothing_is_said_of_one(tmp_path):
    examined = pipeline.examine(root=tmp_path)
    assert {"Key file", "Reports"}.isdisjoint(f.what for f in examined.findings)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lacking", "what", "state"),
    [
        ("pandas", "Packages for every run", "wrong"),
        ("bertopic", "Packages for suggestions", "could be better"),
        ("jupyterlab", "Packages for working in Jupyter", "could be better"),
    ],
)
def test_a_package_that_is_not_there_is_named_with_its_purpose(monkeypatch, lacking, what, state):
    known = metadata.version

    def version(name):
        if name == lacking:
            raise metadata.PackageNotFoundError(name)
        return known(name)

    monkeypatch.setattr(metadata, "version", version)
    finding = found(pipeline.examine(), what)
    assert finding.state == state
    assert lacking in finding.there
    assert "pip install" in finding.better


def test_a_package_that_is_too_old_is_named(monkeypatch):
    known = metadata.version
    monkeypatch.setattr(metadata, "version", lambda n: "1.0" if n == "pandas" else known(n))
    assert "pandas is 1.0, wanted" in found(pipeline.examine(), "Packages for every").there


def test_where_the_software_lies_alone_its_own_list_is_used(monkeypatch):
    monkeypatch.setattr(examining, "_read_pyproject", dict)
    finding = found(pipeline.examine(), "Packages for every")
    assert re.match(r"\d+ of \d+ are there", finding.there)


def test_no_browser_is_no_hindrance(monkeypatch):
    def fail(*_):
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", fail)
    finding = found(pipeline.examine(), "Browser")
    assert finding.state == "could be better"
    assert "address" in finding.better


@pytest.mark.parametrize(
    ("free", "state"), [(1e8, "wrong"), (1e9, "could be better"), (1e10, "good")]
)
def test_little_room_is_said(monkeypatch, free, state):
    usage = type("usage", (), {"free": int(free)})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert found(pipeline.examine(), "Disk").state == state


@pytest.mark.parametrize("mark", ["~$commissioner.docx", "~$mmissioner.docx", ".~lock.{}#"])
def test_a_report_open_in_word_or_libreoffice_is_named(project_folder, mark):
    root = project_folder({"feedback/a.csv": "participant_id,what\nP1,Forms\n"})
    reports = root / "reports" / "demo"
    reports.mkdir(parents=True)
    (reports / "commissioner.docx").write_bytes(b"PK")
    assert found(pipeline.examine("demo", root=root), "Reports").state == "good"
    (reports / mark.format("commissioner.docx")).write_bytes(b"")
    examined = pipeline.examine("demo", root=root)
    assert found(examined, "Reports").there == "Open in another program: commissioner.docx."
    assert not examined.is_well


def test_exit_code_and_json(project_folder, monkeypatch):
    root = project_folder({"feedback/a.csv": "participant_id,what\nP1,Forms\n"})
    done = run("doctor", "demo", "--root", root, "--json")
    assert (done.exit_code, json.loads(done.output)["is_well"]) == (0, True)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: type("usage", (), {"free": 1}))
    done = run("doctor", "demo", "--root", root, "--quiet")
    assert done.exit_code == 1
    assert done.output.splitlines()[0] == "✗ Disk: 0.0 GB free."
    assert run("doctor", "--privacy").exit_code == 2


# ----------------------------------------------------------------------------- notebooks


@pytest.fixture
def project_root(project_folder):
    return project_folder({"feedback/a.csv": "participant_id,what\nP1,Forms\n"}, name="café notes")


def test_copies_work_on_the_project_and_show_nothing_of_another(project_root):
    made = pipeline.copy_notebooks("café notes", root=project_root)
    originals = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert list(made.copied) == originals
    assert made.first.name == "00_start_here.ipynb"
    for name in originals:
        text = (made.folder / name).read_text(encoding="utf-8")
        code = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
        assert code[0]["source"] == ['project = "café notes"']
        assert not any(cell["outputs"] for cell in code)
    assert "*" in (made.folder / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_what_somebody_wrote_is_never_written_over(project_root):
    made = pipeline.copy_notebooks("café notes", root=project_root)
    own = made.first
    own.write_text(own.read_text(encoding="utf-8") + " ", encoding="utf-8")
    before = own.read_bytes()
    again = pipeline.copy_notebooks("café notes", root=project_root)
    assert again.kept == (own.name,)
    assert own.read_bytes() == before
    assert own.name not in again.copied
    own.unlink()
    assert own.name in pipeline.copy_notebooks("café notes", root=project_root).copied


def test_the_command_ends_without_opening_when_asked(project_root):
    done = run("notebook", "café notes", "--root", project_root, "--no-open")
    assert done.exit_code == 0
    assert "copied to" in done.output
    summary = json.loads(
        run("notebook", "café notes", "--root", project_root, "--no-open", "--json").output
    )
    assert summary["kept"] == []


def test_jupyter_asks_nobody_for_updates(monkeypatch):
    command = pipeline.jupyter_command(Path("a.ipynb"))
    assert any("NeverCheckForUpdate" in part for part in command)
    from insights.pipeline import notebooks

    monkeypatch.setattr(notebooks, "find_spec", lambda _: None)
    with pytest.raises(InsightsError, match="not installed"):
        pipeline.jupyter_command(Path("a.ipynb"))


def test_the_masking_is_still_measured(bundled, bundled_root):
    done = run("doctor", BUNDLED, "--root", bundled_root, "--privacy")
    assert done.exit_code == 0
    assert "Nobody has read a sample yet." in done.output


@pytest.mark.parametrize(
    ("encoding", "signs"), [("utf-8", "✓·✗"), ("cp1252", "+-!"), ("cp437", "+-!"), ("ascii", "+-!")]
)
def test_states_can_be_told_apart_on_any_console(encoding, signs):
    from insights.cli.doctor import _signs_for

    assert "".join(_signs_for(encoding).values()) == signs
