"""Write environment.yml from pyproject.toml, the single list of what this project needs.

Run by ``make docs``; a test asserts that the two agree.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def render_environment(pyproject: dict) -> str:
    """Return environment.yml: conda gives Python and pip, pip gives the rest."""
    project = pyproject["project"]
    lines = [
        "# Generated from pyproject.toml by `make docs`; edit that file instead.",
        "# conda env create -f environment.yml && conda activate coproduction-insights",
        "name: coproduction-insights",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        "  - python=3.11",
        "  - pip",
        "  - pip:",
        "      - --constraint constraints.txt",
    ]
    groups = {"core": project["dependencies"], **project["optional-dependencies"]}
    for group, requirements in groups.items():
        lines.append(f"      # {group}")
        lines += [f'      - "{requirement}"' for requirement in requirements]
    lines += ["      # this package", "      - --editable ."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (ROOT / "environment.yml").write_text(render_environment(settings), encoding="utf-8")
