"""What changed since a release, and why: files, decisions, settings, code, versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from insights import store
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import say_count
from insights.pipeline.records import ReleaseRecord, decision_lines, say_places, told_paths

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.since import Change

_NAMED = 12


@dataclass(frozen=True)
class Cause:
    """Something that is not as it was when a release was made.

    Attributes
    ----------
    kind
        "data", "decisions", "settings", "code" or "versions".
    what
        What, in a sentence.
    where
        The files, lines, names or packages: none left out.
    """

    kind: str
    what: str
    where: tuple[str, ...]


def changes_since(
    before: ReleaseRecord,
    comparison: pd.DataFrame,
    recommendations: pd.DataFrame,
    inputs: Inputs,
) -> tuple[int, list[Change], list[str]]:
    """Return the earlier release's number, what differs from it, and why, in sentences."""
    from insights.reporting.since import find_changes

    changes = find_changes(
        before.tables(), {"comparison": comparison, "recommendations": recommendations}
    )
    causes = find_causes(before.manifest, describe_inputs(inputs)) if changes else []
    return before.number, changes, [cause.what for cause in causes]


def describe_inputs(inputs: Inputs) -> dict[str, Any]:
    """Return what a release is made from: files, settings, decisions, code, versions."""
    settings = inputs.settings
    return {
        "project": settings.name,
        "seed": inputs.seed,
        "versions": inputs.versions,
        "code": store.code_fingerprint(),
        "thresholds": asdict(settings.thresholds),
        "settings": store.fingerprint(inputs.whole_settings),
        "inputs": told_paths(settings, {**inputs.sources, **inputs.judgements}),
        "decisions": told_paths(settings, decision_lines(settings)),
    }


def find_causes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Cause]:
    """Return what differs between the inputs of two releases, as their records say it."""
    return [
        *_files(before["inputs"], now["inputs"]),
        *_decisions(before["decisions"], now["decisions"]),
        *_one(before, now, "settings", "The settings in project.toml are not as they were"),
        *_one(before, now, "seed", "The seed is another"),
        *_one(before, now, "code", "The program's code is another"),
        *_versions(before["versions"], now["versions"]),
    ]


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> list[Cause]:
    def is_data(path: str) -> bool:
        return not path.startswith("decisions/")

    changed = sorted(
        path for path in {*before, *now}
        if is_data(path) and before.get(path, "") != now.get(path, "")
    )  # fmt: skip
    if not changed:
        return []
    named = tuple(
        f"{path.strip('<>')} ({_how(before.get(path), now.get(path))})" for path in changed
    )
    n = len(named)
    verb = "is" if n == 1 else "are"
    return [
        Cause("data", f"{say_count(n, 'file')} {verb} not as before: {say_places(named, _NAMED)}",
              named)
    ]  # fmt: skip


def _how(before: str | None, now: str | None) -> str:
    if not before:
        return "new"
    return "changed" if now else "gone"


def _decisions(before: Mapping[str, str], now: Mapping[str, str]) -> list[Cause]:
    """Return the lines that are new, changed or gone; a moved line is the same line."""
    left = _counted(before)
    new = []
    for place, digest in now.items():
        if left.get(digest):
            left[digest].pop(0)
        else:
            new.append(place)
    gone = [place for places in left.values() for place in places]
    named = []
    for place in sorted({*new, *gone}, key=_in_order):
        how = "changed" if place in new and place in gone else "new" if place in new else "gone"
        named.append(f"{place} ({how})")
    if not named:
        return []
    n, verb = len(named), "is" if len(named) == 1 else "are"
    said = f"{say_count(n, 'decision')} {verb} not as before: {say_places(named, _NAMED)}"
    return [Cause("decisions", said, tuple(named))]


def _counted(lines: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place, digest in lines.items():
        found.setdefault(digest, []).append(place)
    return found


def _in_order(place: str) -> tuple[str, int]:
    file, _, line = place.rpartition(":")
    return file, int(line)


def _one(before: Mapping[str, Any], now: Mapping[str, Any], name: str, what: str) -> list[Cause]:
    return [Cause(name, what, ())] if before.get(name) != now.get(name) else []


def _versions(before: Mapping[str, str], now: Mapping[str, str]) -> list[Cause]:
    named = tuple(
        f"{name} {before.get(name, 'not recorded')} → {now.get(name, 'not recorded')}"
        for name in sorted({*before, *now})
        if before.get(name) != now.get(name)
    )
    if not named:
        return []
    n = len(named)
    return [
        Cause("versions", f"{say_count(n, 'version')} {'is' if n == 1 else 'are'} not as before: "
              f"{say_places(named, _NAMED)}", named)
    ]  # fmt: skip
