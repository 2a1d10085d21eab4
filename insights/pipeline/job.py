"""One run: which step needs what, and which has to run again. No rules of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import Problem
from insights.pipeline import comparing, suggesting, writing
from insights.pipeline.grouping import groups_first, is_nobody_grouped
from insights.pipeline.ingesting import ingest
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report, decided_strings, say_count
from insights.pipeline.records import told_paths
from insights.pipeline.renaming import remember_files
from insights.project import Project
from insights.store import Outputs, StepResult, Workspace

if TYPE_CHECKING:
    import pandas as pd

    from insights.coding import Decision

STAGES = ("ingest", "suggest", "compare", "report")


@dataclass
class Job:
    """One run: each step with what goes into it; a step is taken when it is first asked for."""

    settings: Project
    inputs: Inputs
    work: Workspace
    tell: Report
    wanted: writing.Wanted = writing.EVERYTHING
    steps: list[StepResult] = field(default_factory=list)

    @property
    def ran(self) -> tuple[str, ...]:
        """The steps that had to run."""
        return tuple(step.name for step in self.steps if step.ran)

    def through(self, until: str) -> dict[str, Any]:
        """Run the stages up to ``until`` and return the facts to remember."""
        stages = {
            "ingest": ("ingested",),
            "suggest": ("suggested", "grouped"),
            "compare": ("decided", "covered", "compared", "analysed"),
            "report": ("recommended", "reported"),
        }
        for stage in STAGES[: STAGES.index(until) + 1]:
            for name in stages[stage]:
                getattr(self, name)
        told = [one.problem for one in self._problems() if is_nobody_grouped(one)]
        summary = [
            *told, *(line for step in self.steps for line in step.facts.get("summary", []))
        ]  # fmt: skip
        return {
            "problems": self._problem_rows(),
            "summary": summary,
            "next_step": self._next_step(until),
        }

    def _step(
        self, name: str, doing: str, inputs: Mapping[str, Any], compute: Callable[[], Outputs]
    ) -> StepResult:
        def told() -> Outputs:
            self.tell(doing, 0, 0)
            return compute()

        result = self.work.step(name, {**inputs, "versions": self.inputs.versions}, told)
        self.steps.append(result)
        return result

    def _tables(self) -> dict[str, pd.DataFrame]:
        """Every table so far; a later step's stands for an earlier one's of the same name."""
        found: dict[str, pd.DataFrame] = {}
        for step in self.steps:
            for path in step.outputs:
                folder, _, name = path.partition("/")
                if folder == "tables":
                    found[Path(name).stem] = step.table(Path(name).stem)
        return found

    @cached_property
    def _decisions(self) -> tuple[list[Decision], list[Problem]]:
        from insights import coding

        return coding.read_decisions(self.settings.raw / "decisions")

    def _unmatched(self) -> list[str]:
        """Return the excerpts that decisions are on and the last run did not find."""
        last = self.settings.processed / "excerpts.parquet"
        decided = {d.excerpt_id for d in self._decisions[0] if d.excerpt_id}
        if not decided or not last.exists():
            return []
        return sorted(decided - set(store.read_table(last)["excerpt_id"]))

    # --------------------------------------------------------------------- the steps

    @cached_property
    def ingested(self) -> StepResult:
        """What came in, masked."""
        strings = decided_strings(self._decisions[0])
        inputs = {
            "sources": self.inputs.sources,
            "reading": self.inputs.reading,
            # Made before its hash is taken: excerpt ids are keyed with it.
            "salt": store.hash_bytes(self.settings.salt()),
            "strings": strings,
            "unmatched": self._unmatched(),
            "renamed": self.inputs.renamed,
            "problems": [asdict(p) for p in (*self.inputs.misplaced, *self.settings.problems)],
        }
        result = self._step(
            "ingest", "Reading", inputs, lambda: ingest(self.inputs, strings, self.tell)
        )
        remember_files(self.settings, self.inputs.hashes, self.inputs.renamed)
        return result

    @cached_property
    def suggested(self) -> StepResult:
        """Codes and suggested codings."""
        thresholds = self.settings.thresholds
        inputs = {
            "ingest": self.ingested.digest,
            "judgements": self.inputs.judgements,
            "encoder": [self.settings.encoder, self.settings.encoder_path],
            "thresholds": [thresholds.keyword_decisions, thresholds.likely_probability],
        }
        return self._step(
            "suggest",
            "Suggesting codes",
            inputs,
            lambda: suggesting.suggest(
                self.settings, self.ingested.table("excerpts"), self._decisions[0], self.tell
            ),
        )

    @cached_property
    def grouped(self) -> StepResult:
        """Topics."""
        seed = self.inputs.seed
        inputs = {
            "ingest": self.ingested.digest,
            "seed": seed,
            "encoder": [self.settings.encoder, self.settings.encoder_path],
        }
        return self._step(
            "topics",
            "Grouping excerpts into topics",
            inputs,
            lambda: suggesting.group(
                self.settings, self.ingested.table("excerpts"), seed, self.tell
            ),
        )

    @cached_property
    def decided(self) -> StepResult:
        """Codes, codings and excerpts as people decided."""
        inputs = {"suggest": self.suggested.digest, "judgements": self.inputs.judgements}
        return self._step(
            "decide",
            "Applying decisions",
            inputs,
            lambda: suggesting.decide(
                self.ingested.table("excerpts"),
                self.suggested.table("codes"),
                self.suggested.table("codings"),
                *self._decisions,
            ),
        )

    @cached_property
    def covered(self) -> StepResult:
        """What the codebook covers, and what it may be missing."""
        inputs = {
            "ingest": self.ingested.digest,
            "topics": self.grouped.digest,
            "decide": self.decided.digest,
            "by": self.settings.compare_by,
            "seed": self.inputs.seed,
        }
        return self._step(
            "cover",
            "Looking at what the codebook covers",
            inputs,
            lambda: suggesting.cover(self.settings, self._tables(), self.inputs.seed),
        )

    @cached_property
    def compared(self) -> StepResult:
        """Presence and comparison of the groups."""
        inputs = {
            "ingest": self.ingested.digest,
            "decide": self.decided.digest,
            "settings": [self.settings.compare_by, self.settings.compare_groups],
            "approach": self.settings.approach,
            "thresholds": asdict(self.settings.thresholds),
            "group_names": dict(self.settings.group_names),
        }
        return self._step(
            "compare",
            "Comparing the groups",
            inputs,
            lambda: comparing.compare(
                self.settings, self._tables(), self.decided.facts["looked_at"]
            ),
        )

    @cached_property
    def analysed(self) -> StepResult:
        """Votes, single voices, who is missing, the framework matrix, words."""
        inputs = {
            "compare": self.compared.digest,
            "decide": self.decided.digest,
            "ingest": self.ingested.digest,
            "seed": self.inputs.seed,
            "settings": self.inputs.whole_settings,
        }
        return self._step(
            "analyse",
            "Looking at votes, voices and words",
            inputs,
            lambda: comparing.analyse(
                self.settings, self._tables(), self.compared.facts["groups"], self.inputs.seed
            ),
        )

    @cached_property
    def recommended(self) -> StepResult:
        """Findings, and recommendations with people's edits."""
        inputs = {
            "steps": [step.digest for step in self.steps],
            "edits": self.inputs.judgements.get(writing.EDITS, ""),
            "settings": self.inputs.whole_settings,
            "previous": self.inputs.previous,
        }
        return self._step(
            "recommend",
            "Drafting findings and recommendations",
            inputs,
            lambda: writing.recommend(self.settings, self._tables()),
        )

    @cached_property
    def reported(self) -> StepResult:
        """The files readers get."""
        problems = self._problem_rows()
        inputs = {
            "steps": [step.digest for step in self.steps],
            "settings": self.inputs.whole_settings,
            "day": self.inputs.today if self._consent_ends() else "",
            "files": self.wanted.files(),
            "released": self.inputs.released,
            "template": self.inputs.template,
        }

        def compute() -> Outputs:
            from insights import tables
            from insights.pipeline.making import since_last_release

            made = {**self._tables(), "problems": tables.from_rows("problems", problems)}
            record = {
                "project": self.settings.name,
                "versions": self.inputs.versions,
                "seed": self.inputs.seed,
                "thresholds": asdict(self.settings.thresholds),
                "inputs": told_paths(
                    self.settings, {**self.inputs.sources, **self.inputs.judgements}
                ),
                "code": store.code_fingerprint(),
                "topics": self.grouped.facts["explanation"],
                "encoder": self.suggested.facts["encoder"],
            }
            return writing.write_reports(
                self.settings,
                made,
                made["problems"],
                record,
                self.tell,
                today=self.inputs.today,
                wanted=self.wanted,
                since=since_last_release(self.settings, made, self.inputs),
            )

        return self._step("report", "Writing the reports", inputs, compute)

    # ---------------------------------------------------------------------- the parts

    def _consent_ends(self) -> bool:
        return bool(self.ingested.table("participants")["consent_expires_on"].notna().any())

    def _problem_rows(self) -> list[dict[str, object]]:
        return [asdict(problem) for problem in self._problems()]

    def _problems(self) -> list[Problem]:
        rows = [row for step in self.steps for row in step.facts.get("problems", [])]
        kept = {json.dumps(row, sort_keys=True): row for row in rows}.values()
        return groups_first(Problem(**row) for row in kept)

    def _next_step(self, until: str) -> str:
        name = self.settings.name
        if until != "report":
            following = STAGES[STAGES.index(until) + 1]
            return f"Run `insights {following} {name}`, or `insights run {name}` for all of it."
        facts = self.decided.facts
        if any(map(is_nobody_grouped, self._problems())):
            return (
                "Say who is who, as the first problem says, and run again: until then nothing is "
                "compared."
            )
        if not facts["n_codes"]:
            return (
                "Write a codebook (codebook.xlsx or .csv: code_id, name, theme, keywords) and run "
                "again."
            )
        if facts["n_waiting"]:
            return (
                f"Decide on the {say_count(facts['n_waiting'], 'suggested coding')} that "
                f"nobody has looked at: `insights review {name} --coder YOUR-INITIALS`. "
                "What is not confirmed is called provisional."
            )
        return "Read the report with people who were there, and edit recommendations.toml."
