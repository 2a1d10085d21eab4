"""What is committed: nothing of real people, nothing of this machine, nothing large."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUNDLED = {"money-toolkit", "hack-week"}
MACHINE = re.compile(r"(?<![\w.:/-])/(?:home|root|work|farm|Users)/[a-z]")


def tracked():
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git checkout, so there is no list of committed files")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [name for name in listed.stdout.split("\0") if name]


def test_only_fictional_projects_are_committed():
    projects = {
        name.split("/")[2] for name in tracked()
        if name.startswith("data/raw/") and name.count("/") > 2
    }  # fmt: skip
    assert projects <= BUNDLED
    for project in projects:
        settings = (ROOT / "data" / "raw" / project / "project.toml").read_text(encoding="utf-8")
        assert re.search(r"^fictional = true", settings, re.M)


def test_nothing_that_can_be_made_again_is_committed():
    made = [n for n in tracked() if n.startswith(("data/processed/", "reports/"))]
    assert {Path(name).name for name in made} <= {"README.md"}


def test_no_file_is_large():
    assert [n for n in tracked() if (ROOT / n).exists() and (ROOT / n).stat().st_size > 1e6] == []


def test_no_file_names_a_machine():
    found = []
    for name in tracked():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".yml", ".ipynb", ".txt", ".cfg", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore") if path.exists() else ""
            found += [f"{name}: {m.group()}" for m in MACHINE.finditer(text)]
    assert found == []
