"""Write constraints.txt: the exact versions of what pyproject.toml needs, as installed now.

Run it in an environment whose tests pass, after changing a requirement.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent


def pinned(requirements: list[str]) -> dict[str, str]:
    """Return name → version of ``requirements`` and of everything they need."""
    versions: dict[str, str] = {}
    waiting = [(Requirement(text), "") for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        requirement, extra = waiting.pop()
        if requirement.marker and not requirement.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(requirement.name)
        for wanted in {"", *requirement.extras}:
            if (name, wanted) in seen:
                continue
            seen.add((name, wanted))
            try:
                found = distribution(name)
            except PackageNotFoundError:
                continue
            versions[name] = found.version.partition("+")[0]
            waiting += [(Requirement(text), wanted) for text in found.requires or []]
    return versions


if __name__ == "__main__":
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in project["optional-dependencies"].values():
        wanted += extra
    lines = [
        "# Versions that are known to work together; made by scripts/make_constraints.py.",
        *(f"{name}=={version}" for name, version in sorted(pinned(wanted).items())),
    ]
    (ROOT / "constraints.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
