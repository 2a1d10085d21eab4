"""One run: each step, what goes into it, and what comes out. No rules of its own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import InsightsError, Problem, nearest
from insights.pipeline.gathering import gather_material, judged, with_theme_and_stance
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import (
    Report,
    decided_strings,
    read_material,
    say_count,
    say_what_came_in,
    without_people,
)
from insights.project import Project, Thresholds
from insights.store import Outputs, StepResult, Workspace

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.coding import Decision

STAGES = ("ingest", "suggest", "compare", "report")


@dataclass
class Job:
    """One run: each step with what goes into it."""

    settings: Project
    inputs: Inputs
    work: Workspace
    tell: Report
    steps: list[StepResult] = field(default_factory=list)

    @property
    def ran(self) -> tuple[str, ...]:
        """The steps that had to run."""
        return tuple(step.name for step in self.steps if step.ran)

    def through(self, until: str) -> dict[str, Any]:
        """Run the stages up to ``until`` and return the facts to remember."""
        stages: dict[str, tuple[Callable[[], StepResult], ...]] = {
            "ingest": (lambda: self.ingested,),
            "suggest": (lambda: self.suggested, lambda: self.grouped),
            "compare": (lambda: self.decided, lambda: self.compared),
            "report": (lambda: self.recommended, lambda: self.reported),
        }
        for stage in STAGES[: STAGES.index(until) + 1]:
            for take in stages[stage]:
                take()
        summary = [line for step in self.steps for line in step.facts.get("summary", [])]
        facts: dict[str, Any] = {"problems": self._problem_rows(), "summary": summary}
        facts["next_step"] = self._next_step(until)
        return facts

    def _step(self, name: str, inputs: Mapping[str, Any], compute: Callable[[], Outputs]) -> Any:
        result = self.work.step(name, {**inputs, "versions": self.inputs.versions}, compute)
        self.steps.append(result)
        return result

    # ------------------------------------------------------------------ ingest

    @cached_property
    def ingested(self) -> StepResult:
        """What came in, masked."""

        def compute() -> Outputs:
            from insights import privacy

            self.tell("Reading", 0, len(self.inputs.files))
            material, names, problems = read_material(
                self.settings, self.settings.salt(), self.tell
            )
            left_out, more = privacy.people_to_leave_out(material.participants)
            passages, texts = without_people(material, left_out)
            self.tell("Masking names and identifiers", 0, 0)
            masked = privacy.redact_excerpts(
                passages, texts, names, key=self.settings.salt(), decisions=strings
            )
            problems += [*self.inputs.misplaced, *more, *masked.problems]
            kept = {
                name: frame[~frame["participant_id"].isin(left_out)]
                for name, frame in (
                    ("participants", material.participants),
                    ("attendance", material.attendance),
                    ("prototypes", material.prototypes),
                )
            }
            sources = material.sources.assign(
                path=[privacy.mask_label(path, names) for path in material.sources["path"]]
            )
            facts = {
                "problems": _as_rows(problems),
                "summary": say_what_came_in(material),
                "n_excerpts": len(masked.excerpts),
            }
            return Outputs(
                tables={
                    "sources": sources,
                    "sessions": material.sessions,
                    "excerpts": masked.excerpts,
                    "redactions": masked.redactions,
                    **kept,
                },
                texts=masked.texts,
                facts=facts,
            )

        strings = decided_strings(self._decisions[0])
        # Made before its hash is taken: excerpt ids are keyed with it.
        salt = store.hash_bytes(self.settings.salt())
        inputs = {
            "sources": self.inputs.sources,
            "reading": self.inputs.reading,
            "salt": salt,
            "strings": strings,
            "misplaced": [asdict(problem) for problem in self.inputs.misplaced],
        }
        return self._step("ingest", inputs, compute)

    # ----------------------------------------------------------------- suggest

    @cached_property
    def excerpts(self) -> pd.DataFrame:
        """The masked excerpts, before people's decisions."""
        return self.ingested.table("excerpts")

    @cached_property
    def _codebook(self) -> tuple[pd.DataFrame, list[Problem]]:
        from insights import coding

        return coding.read_codebook(self.settings)

    @cached_property
    def _decisions(self) -> tuple[list[Decision], list[Problem]]:
        from insights import coding

        return coding.read_decisions(self.settings.raw / "decisions")

    @cached_property
    def vectors(self) -> tuple[np.ndarray | None, list[Problem]]:
        """The sentence vectors of the excerpts, or None and why there are none."""
        return self._encode(list(self.excerpts["text"]))

    def _encode(self, texts: list[str]) -> tuple[np.ndarray | None, list[Problem]]:
        from insights import language

        try:
            cache = store.VectorCache(
                self.settings.processed / "cache" / "vectors",
                language.encoder_hash(self.settings.encoder),
                self.settings.salt(),
            )
            matrix = language.encode_cached(
                texts,
                lambda: language.load_encoder(self.settings.encoder),
                cache,
                report=self.tell,
            )
        except InsightsError as error:
            return None, [Problem("the language model", error.where, error.problem, error.fix)]
        return matrix, []

    @cached_property
    def suggested(self) -> StepResult:
        """Codes and suggested codings."""

        def compute() -> Outputs:
            from insights import coding, tables

            book, problems = self._codebook
            decisions, _ = self._decisions
            codes, _ = coding.apply_code_decisions(book, decisions)
            decided = coding.apply_decisions(
                self.excerpts, book, tables.empty("codings"), decisions
            ).codings
            vectors, more = self.vectors
            self.tell("Suggesting codes", 0, 0)
            codings = coding.suggest_codings(
                self.excerpts,
                codes,
                vectors,
                encode=lambda texts: self._encode(texts)[0],
                decided=decided,
                keyword_decisions=self.settings.thresholds.keyword_decisions,
                likely_probability=self.settings.thresholds.likely_probability,
                report=self.tell,
            )
            return Outputs(
                tables={"codes": book, "codings": codings},
                facts={"problems": _as_rows([*problems, *more])},
            )

        inputs = {
            "ingest": self.ingested.digest,
            "judgements": self.inputs.judgements,
            "encoder": self.settings.encoder,
            "keyword_decisions": self.settings.thresholds.keyword_decisions,
            "likely_probability": self.settings.thresholds.likely_probability,
        }
        return self._step("suggest", inputs, compute)

    @cached_property
    def grouped(self) -> StepResult:
        """Topics."""

        def compute() -> Outputs:
            from insights import coding

            vectors, _ = self.vectors
            self.tell("Grouping excerpts into topics", 0, 0)
            found = coding.fit_topics(
                self.excerpts, vectors, seed=self.inputs.seed, report=self.tell
            )
            return Outputs(
                tables={"topics": found.topics, "excerpt_topics": found.excerpt_topics},
                facts={
                    "problems": _as_rows(found.problems),
                    "explanation": found.explanation,
                    "n_topics": len(found.topics),
                },
            )

        inputs = {
            "ingest": self.ingested.digest,
            "seed": self.inputs.seed,
            "encoder": self.settings.encoder,
        }
        return self._step("topics", inputs, compute)

    # ----------------------------------------------------------------- compare

    @cached_property
    def decided(self) -> StepResult:
        """Codes, codings and excerpts as people decided."""

        def compute() -> Outputs:
            from insights import coding, tables

            self.tell("Applying decisions", 0, 0)
            decisions, problems = self._decisions
            applied = coding.apply_decisions(
                self.excerpts,
                self.suggested.table("codes"),
                self.suggested.table("codings"),
                decisions,
            )
            worth_a_look = applied.codings[applied.codings["tier"] != "unlikely"]
            pairs = worth_a_look[["excerpt_id", "code_id"]].assign(
                waits=worth_a_look["status"] == "suggested"
            )
            waiting = pairs.groupby(["excerpt_id", "code_id"])["waits"].all()
            return Outputs(
                tables={
                    "codes": applied.codes,
                    "codings": applied.codings,
                    "excerpts": applied.excerpts,
                    "judgements": tables.conform("judgements", applied.judgements),
                    "meanings": tables.conform("meanings", applied.meanings),
                },
                facts={
                    "problems": _as_rows([*problems, *applied.problems]),
                    "looked_at": list(applied.looked_at),
                    "n_codes": len(applied.codes),
                    "n_decisions": len(decisions),
                    "n_unmatched": len(applied.unmatched),
                    "n_waiting": int(waiting.sum()),
                },
            )

        inputs = {"suggest": self.suggested.digest, "judgements": self.inputs.judgements}
        return self._step("decide", inputs, compute)

    @cached_property
    def compared(self) -> StepResult:
        """Presence and comparison of the groups."""

        def compute() -> Outputs:
            from insights import analysis, coding, tables

            self.tell("Comparing the groups", 0, 0)
            excerpts, people = self.decided.table("excerpts"), self.ingested.table("participants")
            attendance, sessions = (
                self.ingested.table("attendance"),
                self.ingested.table("sessions"),
            )
            by, thresholds = self._compare_by(people)
            counted = coding.counted_codings(self.decided.table("codings"))
            codes = self.decided.table("codes")
            presence = analysis.theme_presence(
                excerpts, counted, codes, people, attendance, by=by, settings=thresholds
            )
            who = analysis.asked(excerpts, people, attendance, sessions, by=by)
            comparison = analysis.compare_groups(
                presence,
                who,
                groups=self.settings.compare_groups or None,
                meanings=self.decided.table("meanings"),
                looked_at=self.decided.facts["looked_at"],
                codes=codes,
                settings=thresholds,
                approach=self.settings.approach,
                group_words=self.settings.group_words,
            )
            voice = analysis.speaking_shares(excerpts, attendance, people)
            return Outputs(
                tables={
                    "counted": tables.conform("counted", counted),
                    "presence": presence,
                    "asked": tables.conform("asked", who.table()),
                    "comparison": comparison,
                    "voice": tables.conform("voice", voice),
                },
                facts={"problems": _as_rows(self._compare_problems(people, who.groups))},
            )

        inputs = {
            "ingest": self.ingested.digest,
            "decide": self.decided.digest,
            "compare": [self.settings.compare_by, self.settings.compare_groups],
            "approach": self.settings.approach,
            "thresholds": asdict(self.settings.thresholds),
            "group_names": dict(self.settings.group_names),
        }
        return self._step("compare", inputs, compute)

    def _compare_by(self, people: pd.DataFrame) -> tuple[str, Thresholds]:
        by = self.settings.compare_by
        return (by if by in people.columns else "perspective"), self.settings.thresholds

    def _compare_problems(self, people: pd.DataFrame, groups: tuple[str, ...]) -> list[Problem]:
        problems = []
        by, wanted = self.settings.compare_by, self.settings.compare_groups
        if by not in people.columns:
            known = [c for c in people.columns if not c.startswith("consent_")]
            problems.append(
                Problem(
                    "project.toml", "[compare] by",
                    f"No register or answers file has a column “{by}”, so perspectives are "
                    "compared.",
                    f"Use one of: {', '.join(known)}.{nearest(by, known)}",
                )
            )  # fmt: skip
        for group in wanted:
            if group not in groups:
                problems.append(
                    Problem(
                        "project.toml", "[compare] groups",
                        f"Nobody in the material belongs to the group “{group}”.",
                        f"Groups found: {', '.join(groups) or 'none'}.{nearest(group, groups)}",
                    )
                )  # fmt: skip
        return problems

    # ------------------------------------------------------------------ report

    @cached_property
    def recommended(self) -> StepResult:
        """Findings, and recommendations with people's edits."""

        def compute() -> Outputs:
            from insights import reporting

            self.tell("Drafting findings and recommendations", 0, 0)
            excerpts, codes = self.decided.table("excerpts"), self.decided.table("codes")
            comparison = self.compared.table("comparison")
            counted = with_theme_and_stance(
                self.compared.table("counted"), codes, self.decided.table("codings")
            )
            findings = reporting.draft_findings(
                comparison,
                self.compared.table("presence"),
                excerpts,
                counted,
                codes,
                settings=self.settings.thresholds,
                group_words=self.settings.group_words,
                one_session_per_group=_one_session_per_group(comparison),
                member_check=bool(self.settings.about.get("member_check", False)),
                serious=judged(self.decided.table("judgements"), "serious"),
                intended_groups=self.settings.compare_groups,
            )
            recommendations = reporting.draft_recommendations(
                findings,
                comparison,
                excerpts,
                counted,
                codes,
                self.ingested.table("prototypes"),
                project=self.settings,
            )
            edits, problems = _read_edits(self.settings.raw / "recommendations.toml")
            recommendations, more = reporting.apply_recommendation_edits(recommendations, edits)
            return Outputs(
                tables={"findings": findings, "recommendations": recommendations},
                facts={
                    "problems": _as_rows([*problems, *more]),
                    "n_findings": len(findings),
                    "n_recommendations": len(recommendations),
                },
            )

        inputs = {
            "compare": self.compared.digest,
            "decide": self.decided.digest,
            "ingest": self.ingested.digest,
            "edits": self.inputs.judgements.get("recommendations.toml", ""),
            "settings": self.inputs.whole_settings,
        }
        return self._step("recommend", inputs, compute)

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
    def reported(self) -> StepResult:
        """The files readers get."""

        def compute() -> Outputs:
            from insights import reporting, sheets, tables

            self.tell("Writing the report", 0, 0)
            problems = tables.from_rows("problems", self._problem_rows())
            material = gather_material(
                self.settings, {**self._tables(), "problems": problems}, today=self.inputs.today
            )
            report = reporting.compose_commissioner_report(material)
            evidence = reporting.compose_evidence(report, material.excerpts, material.sources)
            readers = {
                "evidence": evidence,
                "comparison": material.comparison,
                "recommendations": material.recommendations,
                "problems": problems,
            }
            files = {f"{name}.csv": sheets.render_csv(table) for name, table in readers.items()}
            files["commissioner.html"] = reporting.render_html(report).encode("utf-8")
            files["manifest.json"] = self._readers_manifest(readers)
            return Outputs(tables={"evidence": evidence, "problems": problems}, files=files)

        inputs = {
            "steps": [step.digest for step in self.steps],
            "settings": self.inputs.whole_settings,
            "day": self.inputs.today if self._consent_ends() else "",
        }
        return self._step("report", inputs, compute)

    def _consent_ends(self) -> bool:
        return bool(self.ingested.table("participants")["consent_expires_on"].notna().any())

    def _problem_rows(self) -> list[dict[str, object]]:
        rows = [row for step in self.steps for row in step.facts.get("problems", [])]
        return list({json.dumps(row, sort_keys=True): row for row in rows}.values())

    def _readers_manifest(self, readers: Mapping[str, pd.DataFrame]) -> bytes:
        record = {
            "project": self.settings.name,
            "versions": self.inputs.versions,
            "seed": self.inputs.seed,
            "thresholds": asdict(self.settings.thresholds),
            "inputs": {**self.inputs.sources, **self.inputs.judgements},
            "code": store.code_fingerprint(),
            "rows": {
                **{name: len(table) for name, table in readers.items()},
                "excerpts": self.ingested.facts["n_excerpts"],
            },
            "topics": self.grouped.facts["explanation"],
        }
        return (json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()

    def _next_step(self, until: str) -> str:
        name = self.settings.name
        if until != "report":
            following = STAGES[STAGES.index(until) + 1]
            return f"Run `insights {following} {name}`, or `insights run {name}` for all of it."
        facts = self.decided.facts
        if not facts["n_codes"]:
            return "Write a codebook (codebook.csv: code_id, name, theme, keywords) and run again."
        if facts["n_waiting"]:
            return (
                f"Decide on the {say_count(facts['n_waiting'], 'suggested coding')} that "
                "nobody has looked at, in decisions/<initials>.jsonl; what is not confirmed is "
                "called provisional."
            )
        return "Read the report with people who were there, and edit recommendations.toml."


def _one_session_per_group(comparison: pd.DataFrame) -> bool:
    return bool(comparison["caveats"].fillna("").str.contains("one_session_per_group").any())


def _read_edits(path: Path) -> tuple[dict[str, Any], list[Problem]]:
    if not path.exists():
        return {}, []
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig")), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error).rpartition("(")[2].rstrip(")")
        return {}, [
            Problem(
                path.name, where,
                "This file is not valid TOML, so none of the edits in it were used. It was "
                "not changed.",
                'Check quotes and brackets there; a text needs "double quotes".',
            )
        ]  # fmt: skip


def _as_rows(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [asdict(problem) for problem in dict.fromkeys(problems)]
