"""pyproject.toml is the single list; everything else agrees with it."""

import re
import runpy
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_environment_yml_is_the_generated_one():
    made = runpy.run_path(str(ROOT / "scripts" / "make_environment.py"))
    written = (ROOT / "environment.yml").read_text(encoding="utf-8")
    assert written == made["render_environment"](PYPROJECT), "run `make docs`"


def test_environment_names_what_this_project_was_asked_to_stand_on():
    written = (ROOT / "environment.yml").read_text(encoding="utf-8")
    for name in ("jupyterlab", "pandas", "spacy", "bertopic", "plotly", "pytest", "nbval"):
        assert re.search(rf'^      - "{name}[^a-z]', written, re.M), name


def test_every_requirement_is_pinned_for_make_to_a_version_it_allows():
    pinned = dict(
        line.split("==")
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if "==" in line
    )
    wanted = list(PYPROJECT["project"]["dependencies"])
    for extra in PYPROJECT["project"]["optional-dependencies"].values():
        wanted += extra
    for requirement in map(Requirement, wanted):
        version = pinned[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version), requirement
    assert pinned["torch"] == "2.13.0"


def test_the_changelog_knows_this_version():
    version = PYPROJECT["project"]["version"]
    assert f"[{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert version in (ROOT / "insights" / "__init__.py").read_text(encoding="utf-8")
