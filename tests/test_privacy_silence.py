"""What people said never reaches a log, an error, a traceback or a printed object."""

import importlib
import logging
import re
import shutil
import sys
from pathlib import Path

import pytest

import insights
from insights import cli, pipeline
from insights.pipeline.reading import read_material
from insights.project import load_project

SECRET = "the bailiff took grandmother's wedding ring"
WORDS = ("bailiff", "grandmother", "wedding", "Xuyen", "07700", "siobhan")
NOTES = f"# Workshop\n\n## What gets in the way?\n\n- Xuyen said {SECRET}\n- ring 07700 900123\n"
ANSWERS = (
    "participant_id,perspective,what was hard\n"
    f"P1,lived experience,forms and {SECRET}\n"
    "P2,professional,forms are hard and siobhan cried\n"
    "P3,wizard,nobody rang me back about forms\n"
)
CODEBOOK = "code_id,name,theme,keywords\nC1,Forms,Paperwork,forms\n"

STEPS = {  # where something may fail → the stage from which it is reached
    "insights.sources.read_sources": "ingest",
    "insights.privacy.read_names": "ingest",
    "insights.privacy.redact_excerpts": "ingest",
    "insights.coding.read_codebook": "suggest",
    "insights.coding.fit_topics": "suggest",
    "insights.coding.apply_decisions": "compare",
    "insights.analysis.compare_groups": "compare",
    "insights.reporting.draft_findings": "report",
    "insights.reporting.render_html": "report",
    "insights.sheets.render_csv": "report",
    "insights.store.workspace.write_atomic": "report",
}
FAULTS = [ValueError, KeyError, RuntimeError, UnicodeError]


def leaks(text: str) -> list[str]:
    return [word for word in WORDS if word.casefold() in text.casefold()]


@pytest.fixture(scope="module")
def half_done(tmp_path_factory):
    """A project whose first two stages are done, so that the later ones come at once."""
    root = tmp_path_factory.mktemp("silence")
    folder = root / "data" / "raw" / "demo"
    for name, text in {
        "notes/a.md": NOTES, "feedback/a.csv": ANSWERS, "codebook.csv": CODEBOOK,
    }.items():  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    pipeline.run("demo", root=root, until="suggest")
    return root


@pytest.fixture
def root(half_done, tmp_path, request):
    """A copy of that project; without what is done where the failing stage is an early one."""
    shutil.copytree(half_done, tmp_path / "copy")
    return tmp_path / "copy"


def run_cli(monkeypatch, capfd, *arguments) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["insights", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    shown = capfd.readouterr()
    return int(caught.value.code or 0), shown.out + shown.err


@pytest.mark.parametrize("target", STEPS)
def test_a_step_that_fails_with_their_words_in_hand_prints_none(
    target, root, monkeypatch, capfd, caplog
):
    caplog.set_level(logging.DEBUG)
    home, _, name = target.rpartition(".")
    module = importlib.import_module(home)
    fault = FAULTS[len(target) % len(FAULTS)]
    called = []

    def fail(*arguments, **more):
        said = NOTES + ANSWERS  # in the frame of the traceback
        called.append(len(said))
        raise fault(said)

    if STEPS[target] in ("ingest", "suggest"):
        shutil.rmtree(root / "data" / "processed")
    monkeypatch.setattr(module, name, fail)
    code, shown = run_cli(monkeypatch, capfd, "run", "demo", "--root", root)
    assert called, "the step was never reached"
    assert leaks(shown) == [] and leaks(caplog.text) == []
    if code:
        assert [line.split(":")[0] for line in shown.splitlines()[:3]] == [
            "Problem", "Where", "What to do",
        ]  # fmt: skip


def test_nothing_they_said_is_logged_at_debug(root, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    shutil.rmtree(root / "data" / "processed")
    pipeline.run("demo", root=root, until="ingest")
    assert leaks(caplog.text) == []
    assert leaks("".join(capfd.readouterr())) == []


def test_check_and_problems_name_places_and_no_words(root, capfd, monkeypatch):
    code, shown = run_cli(monkeypatch, capfd, "check", "demo", "--root", root)
    assert code == 1  # "wizard" is no group
    assert leaks(shown) == []


def test_printing_what_was_read_shows_counts(root):
    material, names, problems = read_material(load_project("demo", root), b"k", lambda *_: None)
    assert leaks(f"{material!r} {names!r} {problems!r}") == []


def test_printing_what_came_of_a_run_shows_no_words(root):
    result = pipeline.run("demo", root=root, until="ingest")
    assert leaks(repr(result)) == []


def test_a_key_that_cannot_be_read_is_no_leak(root, monkeypatch, capfd, tmp_path):
    import platformdirs

    own = tmp_path / "own" / "demo"
    own.mkdir(parents=True)
    (own / "key.csv").write_text("participant_id,name\nP1,Xuyen Siobhan\n", encoding="utf-8")
    (own / "key.csv").chmod(0o644)
    monkeypatch.setattr(
        platformdirs, "user_data_path", lambda name, appauthor=None: tmp_path / "own"
    )
    code, shown = run_cli(monkeypatch, capfd, "run", "demo", "--root", root)
    assert code == 1 and leaks(shown) == []


def test_the_package_writes_no_logs_of_its_own():
    package = Path(insights.__file__).parent
    with_logs = [
        path.relative_to(package).as_posix()
        for path in sorted(package.rglob("*.py"))
        if re.search(r"getLogger|logging\.(?:debug|info|warning|error|exception)\(",
                     path.read_text(encoding="utf-8"))
    ]  # fmt: skip
    quiet = [name for name in with_logs if not re.search(
        r"setLevel|disabled|CRITICAL|ERROR", (package / name).read_text(encoding="utf-8")
    )]  # fmt: skip
    assert quiet == []
