"""What is installed here and what would be better with what: a look, and nothing is changed."""

from __future__ import annotations

import platform
import shutil
import tempfile
import tomllib
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from insights.errors import InsightsError
from insights.pipeline.reading import say_count
from insights.project import Project, load_project

if TYPE_CHECKING:
    from packaging.requirements import Requirement

State = Literal["good", "could be better", "wrong"]

_PACKAGE = "coproduction-insights"
_LITTLE_BYTES, _TOO_LITTLE_BYTES = 2_000_000_000, 200_000_000
_FOR_WHAT = {
    "models": "suggestions by meaning and topics",
    "notebooks": "working in Jupyter",
    "dev": "changing the code and running its tests",
}
_SCRIPTS = {
    "Latin": "Łódź, Yorùbá", "Greek": "Αθήνα", "Cyrillic": "Київ", "Arabic": "سلام",
    "Gurmukhi": "ਪੰਜਾਬੀ", "Bengali": "বাংলা", "Chinese": "中文",
}  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    what
        What was looked at.
    state
        good, could be better (everything works, something is left out), or wrong.
    there
        What is there, in a sentence.
    better
        What would be better with what; "" where nothing would.
    """

    what: str
    state: State
    there: str
    better: str = ""


@dataclass(frozen=True)
class Examined:
    """Everything that was looked at, in the order of the work."""

    findings: tuple[Finding, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing stands in the way of a run."""
        return all(finding.state != "wrong" for finding in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {"is_well": self.is_well, "findings": [asdict(f) for f in self.findings]}

    def __repr__(self) -> str:
        lines = []
        for finding in self.findings:
            lines.append(f"{finding.what}: {finding.state}. {finding.there}")
            lines += [f"  {finding.better}"] if finding.better else []
        return "\n".join(lines)


def examine(project: str | Path = "", *, root: Path | None = None) -> Examined:
    """Say what is installed here, and what would be better with what.

    Parameters
    ----------
    project
        Look at this project's key file and reports too; may be left out.
    root
        Where ``data/`` and ``reports/`` lie; the current folder by default.

    Raises
    ------
    InsightsError
        If there is no such project.
    """
    settings = load_project(project, root) if project else None
    base = settings.root if settings else Path(root) if root is not None else Path.cwd()
    findings = [
        _look_at_python(),
        *_look_at_packages(),
        _look_at_encoder(settings.encoder if settings else ""),
        _look_at_name_finding(),
        _look_at_fonts(),
        _look_at_browser(),
        _look_at_disk(base),
        _look_at_writing(base),
    ]
    if settings:
        findings += [
            _look_at_key(settings), *_look_at_withdrawals(settings), *_look_at_reports(settings)
        ]  # fmt: skip
    return Examined(tuple(findings))


def _look_at_python() -> Finding:
    from packaging.specifiers import SpecifierSet

    version = platform.python_version()
    wanted = str(_read_pyproject().get("requires-python") or ">=3.11")
    there = f"{version}, {platform.system() or 'unknown system'}."
    if not SpecifierSet(wanted).contains(version, prereleases=True):
        return Finding("Python", "wrong", there, f"Install Python {wanted.removeprefix('>=')}.")
    return Finding("Python", "good", there)


def _read_pyproject() -> dict[str, Any]:
    """Return what the software's own folder asks for; empty where it was installed whole."""
    path = Path(__file__).parents[2] / "pyproject.toml"
    if not path.is_file():
        return {}
    project = tomllib.loads(path.read_text(encoding="utf-8")).get("project", {})
    return dict(project) if project.get("name") == _PACKAGE else {}


# ------------------------------------------------------------------------------- packages


def _look_at_packages() -> Iterator[Finding]:
    """Say which packages are missing or too old: those a run needs, then those by purpose."""
    try:
        wanted = list(_requirements())
    except metadata.PackageNotFoundError:
        yield Finding(
            "Packages", "wrong", "This software is not installed, so there is no list of them.",
            'In its folder, run: pip install --editable ".[models]"',
        )  # fmt: skip
        return
    yield _compare("", [need for extra, need in wanted if not extra])
    for extra in _FOR_WHAT:
        yield _compare(extra, [need for name, need in wanted if name == extra])


def _requirements() -> Iterator[tuple[str, Requirement]]:
    """Yield what this software asks for, with the purpose ("" for every run)."""
    from packaging.requirements import Requirement

    if asked := _read_pyproject():
        yield from (("", Requirement(line)) for line in asked["dependencies"])
        for extra, lines in asked["optional-dependencies"].items():
            yield from ((extra, Requirement(line)) for line in lines)
        return
    for line in metadata.requires(_PACKAGE) or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            yield "", need
            continue
        for extra in _FOR_WHAT:
            if need.marker.evaluate({"extra": extra}):
                yield extra, need


def _compare(extra: str, wanted: list[Requirement]) -> Finding:
    what = f"Packages for {_FOR_WHAT[extra]}" if extra else "Packages for every run"
    there, lacking = 0, []
    for need in wanted:
        try:
            found = metadata.version(need.name)
        except metadata.PackageNotFoundError:
            lacking.append(f"{need.name} is not there")
            continue
        there += 1
        if not need.specifier.contains(found, prereleases=True):
            lacking.append(f"{need.name} is {found}, wanted {need.specifier}")
    said = f"{there} of {len(wanted)} are there."
    if not lacking:
        return Finding(what, "good", said)
    fix = f'pip install --editable ".[{extra}]"' if extra else "pip install --editable ."
    shown = "; ".join(lacking[:4]) + ("; …" if len(lacking) > 4 else "")
    state: State = "could be better" if extra else "wrong"
    return Finding(what, state, f"{said} {shown}.", f"In this software's folder, run: {fix}")


# ------------------------------------------------------------------------------ the parts


def _look_at_encoder(name: str) -> Finding:
    from insights import language

    try:
        encoder = language.load_encoder(name)
    except InsightsError as error:
        state: State = "wrong" if name else "could be better"
        return Finding("Sentence model", state, error.problem, error.fix)
    called = f"“{name}”" if name else "all-MiniLM-L6-v2, weights as published"
    return Finding(
        "Sentence model",
        "good",
        f"{called} ({encoder.model_hash[:12]}), through {encoder.path}.",
    )


def _look_at_name_finding() -> Finding:
    """Trained pipelines are looked up and not loaded: some take many seconds."""
    found = sorted(
        entry.name
        for entry in metadata.entry_points(group="spacy_models")
        if entry.name.startswith("en_")
    )
    if found:
        return Finding("Finding names", "good", f"Key file, rules, and {', '.join(found)}.")
    return Finding("Finding names", "good", "Key file and rules; no trained pipeline is needed.")


def _look_at_fonts() -> Finding:
    from insights.reporting.rendering.pdf import named_where_missing

    try:
        lacking = [name for name, words in _SCRIPTS.items() if named_where_missing(words) != words]
    except OSError:
        return Finding(
            "Fonts for PDF", "wrong", "The fonts that come with matplotlib are not there.",
            "Run: pip install --force-reinstall matplotlib",
        )  # fmt: skip
    covered = ", ".join(name for name in _SCRIPTS if name not in lacking)
    if not lacking:
        return Finding("Fonts for PDF", "good", f"DejaVu Sans: {covered}.")
    return Finding(
        "Fonts for PDF",
        "could be better",
        f"DejaVu Sans: {covered}. Not {', '.join(lacking)}: such letters are named in brackets.",
        "Give readers the .html or .docx report where quotes are in those scripts.",
    )


def _look_at_browser() -> Finding:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return Finding(
            "Browser for review", "could be better", "No browser opens by itself here.",
            "Copy the address that `insights review` prints into a browser on this computer.",
        )  # fmt: skip
    return Finding("Browser for review", "good", "A browser opens by itself.")


def _look_at_disk(base: Path) -> Finding:
    free = shutil.disk_usage(_existing(base)).free
    there = f"{free / 1e9:.1f} GB free."
    if free < _TOO_LITTLE_BYTES:
        return Finding("Disk", "wrong", there, "A run of a large project needs about 0.2 GB.")
    if free < _LITTLE_BYTES:
        return Finding("Disk", "could be better", there, "Make room: tables and reports grow.")
    return Finding("Disk", "good", there)


def _look_at_writing(base: Path) -> Finding:
    closed = []
    for name in ("data/raw", "data/processed", "reports"):
        try:
            with tempfile.TemporaryFile(dir=_existing(base / name)):
                pass
        except OSError:
            closed.append(f"{name}/")
    if closed:
        return Finding(
            "Writing", "wrong", f"Files cannot be written to {', '.join(closed)}.",
            "Ask whoever keeps this computer for the right to, or give another folder: --root.",
        )  # fmt: skip
    return Finding("Writing", "good", "Files can be written to data/ and reports/.")


def _existing(path: Path) -> Path:
    """Return the folder itself, or the nearest one above it that exists."""
    return next(folder for folder in (path.resolve(), *path.resolve().parents) if folder.is_dir())


# ---------------------------------------------------------------------------- the project


def _look_at_key(settings: Project) -> Finding:
    from insights.pipeline import privacy_check

    try:
        said = privacy_check.describe_key(settings.name, root=settings.root)
    except InsightsError as error:
        return Finding("Key file", "wrong", f"{error.problem} {error.where}.", error.fix)
    if said.startswith("No key"):
        fix = f"Split a list of names: `insights register {settings.name} LIST`."
        return Finding("Key file", "could be better", said, fix)
    return Finding("Key file", "good", said.removeprefix("Key file: "))


def _look_at_withdrawals(settings: Project) -> Iterator[Finding]:
    from insights.pipeline.since_withdrawal import find_lost_tokens

    try:
        lost = find_lost_tokens(settings)
    except InsightsError as error:
        yield Finding("Withdrawals", "wrong", f"{error.problem} {error.where}.", error.fix)
        return
    if lost is not None:
        yield Finding("Withdrawals", "wrong", lost.problem, lost.fix)


def _look_at_reports(settings: Project) -> Iterator[Finding]:
    """Say which reports are open elsewhere, where they could not be written over."""
    there = [path for path in sorted(settings.reports.glob("*")) if path.is_file()]
    shut = [path.name for path in there if _is_open_elsewhere(path)]
    if shut:
        yield Finding(
            "Reports", "wrong", f"Open in another program: {', '.join(shut)}.",
            "Close them there before the next run; nothing is lost if you forget.",
        )  # fmt: skip
    else:
        n_files = say_count(sum(not path.name.startswith((".", "~")) for path in there), "file")
        yield Finding("Reports", "good", f"{n_files}, none of them open in Word or LibreOffice.")


def _is_open_elsewhere(path: Path) -> bool:
    """Whether Word or LibreOffice has left its mark beside a file, or the system holds it."""
    if path.name.startswith((".", "~")):
        return False
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    if any((path.parent / mark).exists() for mark in marks):
        return True
    try:
        with path.open("r+b"):
            return False
    except PermissionError:
        return True
