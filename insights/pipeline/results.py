"""What a command made and what it did not understand, for people and for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import Problem
from insights.project import Project
from insights.tables import TABLES as DECLARED
from insights.tables import empty

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RunResult:
    """What a run made, what it did not understand, and what a person does next.

    Attributes
    ----------
    facts
        Counts for the closing lines: files, excerpts, people, groups, codings, topics, ….
    ran
        The steps that had to run; empty when nothing had changed.
    asked_for
        The names of the files that were asked for; empty means all there are.
    """

    project: Project
    reports: tuple[Path, ...]
    facts: Mapping[str, Any]
    problems: tuple[Problem, ...]
    ran: tuple[str, ...]
    asked_for: frozenset[str] = frozenset()

    @property
    def main_report(self) -> Path | None:
        """The report to open first."""
        first = ("commissioner.html", "commissioner.pdf", "commissioner.docx")
        there = [path for path in self.reports if path.name in self.asked_for] or self.reports
        wanted = [path for name in first for path in there if path.name == name]
        written = [path for path in there if path.suffix in (".html", ".pdf", ".docx")]
        return next(iter(wanted + written), None)

    @property
    def next_step(self) -> str:
        """The one thing that a person does next, in a sentence."""
        return str(self.facts["next_step"])

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the project's tables, as described in the data dictionary."""
        return store.read_table(self.project.processed / f"{name}.parquet")

    def summary_lines(self) -> list[str]:
        """Return what came in and what was made, a sentence each."""
        state = [] if self.ran else ["Nothing had changed since the last run."]
        return [*self.facts["summary"], *state]

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "reports": [path.as_posix() for path in self.reports],
            "facts": dict(self.facts),
            "problems": [asdict(problem) for problem in self.problems],
            "ran": list(self.ran),
        }

    def __repr__(self) -> str:
        lines = [f"{self.project.title}", *(f"  {line}" for line in self.summary_lines())]
        lines += [f"  {len(self.problems)} problems", f"Next: {self.next_step}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        links = [
            f'<a href="{path.resolve().as_uri()}">{path.name}</a>'
            for path in self.reports
            if path.suffix in (".html", ".docx", ".pdf")
        ]
        return lay_out(
            self.project.title,
            [("", self.summary_lines())],
            self.problems,
            self.next_step,
            f"<p>Reports: {', '.join(links)}</p>" if links else "",
        )


@dataclass(frozen=True)
class Checked:
    """How every file was understood, and every problem; nothing was written."""

    project: Project
    understood: tuple[Mapping[str, Any], ...]  # source, part, taken_as
    facts: Mapping[str, Any]
    problems: tuple[Problem, ...]

    @property
    def next_step(self) -> str:
        """The one thing that a person does next, in a sentence."""
        if self.to_split:
            return self.to_split[0].fix
        if self.problems:
            return "Put right what you can; what is left is also listed in the report."
        if not self.facts["n_files"]:
            return "Fill in the forms that you need, or add files of your own; then check again."
        return f"Run `insights run {self.project.name}`."

    def sections(self) -> list[tuple[str, list[str]]]:
        """Return headings with lines under them, for a terminal."""
        by_file: dict[str, list[str]] = {}
        for entry in self.understood:
            part = f"{entry['part']}: " if entry["part"] else ""
            by_file.setdefault(str(entry["source"]), []).append(f"{part}{entry['taken_as']}")
        first = [
            ("First of all", [f"{one.source}: {one.problem}", one.fix]) for one in self.to_split
        ]
        return [*first, ("What came in", list(self.facts["summary"])), *by_file.items()]

    @property
    def to_split(self) -> tuple[Problem, ...]:
        """The problems of lists of people that `insights register` is still to split."""
        lists = self.facts.get("to_register", ())
        return tuple(one for one in self.problems if one.source in lists)

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "understood": [dict(entry) for entry in self.understood],
            "facts": dict(self.facts),
            "problems": [asdict(problem) for problem in self.problems],
        }

    def __repr__(self) -> str:
        lines = [self.project.title]
        for heading, said in self.sections():
            lines += [heading, *(f"  {line}" for line in said)]
        return "\n".join([*lines, f"{len(self.problems)} problems", f"Next: {self.next_step}"])

    def _repr_html_(self) -> str:
        return lay_out(self.project.title, self.sections(), self.problems, self.next_step)


class Tables(dict[str, "pd.DataFrame"]):
    """A project's tables by name; shown as a list of what there is.

    A table for which this project has nothing is empty, with its columns.
    """

    def __missing__(self, name: str) -> pd.DataFrame:
        if name not in DECLARED:
            raise KeyError(name)
        return empty(name)

    def __repr__(self) -> str:
        return "\n".join(f"{name}: {len(frame):,} rows" for name, frame in self.items())

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(name)}</td><td>{len(frame):,}</td>"
            f"<td>{escape(DECLARED[name].row) if name in DECLARED else ''}</td></tr>"
            for name, frame in self.items()
        )
        return f"<table><tr><th>table</th><th>rows</th><th>one row</th></tr>{rows}</table>"


def lay_out(
    title: str,
    sections: Sequence[tuple[str, Sequence[str]]],
    problems: Sequence[Problem],
    next_step: str,
    links: str = "",
) -> str:
    """Return a result as a notebook shows it: what came in, what went wrong, what is next."""
    parts = [f"<p><b>{escape(title)}</b></p>"]
    for place, (heading, lines) in enumerate(sections):
        listed = "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
        if place:  # a file's columns are there to be opened
            listed = f"<details><summary>{escape(heading)}</summary>{listed}</details>"
        parts.append(listed)
    if problems:
        cells = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in astuple(problem)) + "</tr>"
            for problem in problems
        )
        head = "<tr><th>file</th><th>where</th><th>problem</th><th>what to do</th></tr>"
        parts.append(f"<table>{head}{cells}</table>")
    parts += [links, f"<p><b>Next:</b> {escape(next_step)}</p>"]
    return "".join(parts)
