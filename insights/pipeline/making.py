"""A release as it would be written: composed from what is cleared, and drawn in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import Problem
from insights.pipeline import writing
from insights.pipeline.gate import Gate
from insights.pipeline.gathering import gather_material, pointing_to_one, states_of_quotes
from insights.pipeline.house import read_template
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report as Tell
from insights.pipeline.records import READERS_MANIFEST, last_release
from insights.pipeline.since import changes_since, describe_inputs
from insights.pipeline.unsettled import left_out, read_words
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting import ReportMaterial
    from insights.reporting.since import Change

    Since = tuple[int, list[Change], list[str]]

_SECRET = ("<key>", "<fictional key>", "<key recorded>")


@dataclass(frozen=True)
class Made:
    """A release as it would be written, and what the gate has to look at."""

    number: int
    files: Mapping[str, bytes]
    tables: Mapping[str, pd.DataFrame]
    gate: Gate
    failed: tuple[str, ...] = ()
    cleared: frozenset[str] = field(default_factory=frozenset)


def make_release(
    settings: Project,
    tables: Mapping[str, pd.DataFrame],
    inputs: Inputs,
    number: int,
    tell: Tell,
) -> Made:
    """Return a release as it would be written, from the tables of the last run."""
    return draw_release(plan_release(settings, tables, inputs, number), tell)


def draw_release(plan: Made, tell: Tell) -> Made:
    """Return a planned release with its documents drawn, in every format."""
    template, _ = read_template(plan.gate.settings)
    files, failed = _draw(plan.gate.documents, template, tell)
    return replace(plan, files=dict(sorted({**plan.files, **files}.items())), failed=tuple(failed))


def plan_release(
    settings: Project, tables: Mapping[str, pd.DataFrame], inputs: Inputs, number: int
) -> Made:
    """Return a release whose documents are composed and not yet drawn, with its tables."""
    from insights import reporting

    gate, material = _open_gate(settings, tables, inputs, number)
    material = replace(material, record=describe_inputs(inputs))
    comparison = reporting.told_comparison(material)
    before = gate.before
    if before is not None:
        material = replace(
            material,
            since=changes_since(before, comparison, material.recommendations, inputs),
        )
    documents = writing.compose_documents(material)
    evidence = reporting.clear_evidence(writing.stack_evidence(documents, material), material)
    beside = {
        "evidence": evidence,
        "comparison": comparison,
        "recommendations": material.recommendations,
        "problems": material.problems,
    }
    files = _draw_tables(beside, material, inputs, number)
    cleared = frozenset(e for e, state in gate.states.items() if state == "cleared")
    kept = {
        "comparison": comparison,
        "recommendations": material.recommendations,
        "attributes": gate.attributes,
        "quotes": _quotes_table(evidence, cleared),
    }
    whole = replace(gate, material=material, documents=documents)
    return Made(number, files, kept, whole, (), cleared)


def since_last_release(
    settings: Project, tables: Mapping[str, pd.DataFrame], inputs: Inputs
) -> Since | None:
    """Return what the next release would say has changed since the last; None without one."""
    from insights import reporting

    last = last_release(settings)
    if last is None:
        return None
    _, material = _open_gate(settings, tables, inputs, last.number + 1)
    comparison = reporting.told_comparison(material)
    return changes_since(last, comparison, material.recommendations, inputs)


def _open_gate(
    settings: Project, tables: Mapping[str, pd.DataFrame], inputs: Inputs, number: int
) -> tuple[Gate, ReportMaterial]:
    """Return the gate, and the material of the release with all that is cleared."""
    from insights import coding, privacy, reporting

    decisions, _ = coding.read_decisions(settings.raw / "decisions")
    words = read_words(coding.in_time(coding.standing(decisions)[0]))
    draft = gather_material(settings, tables, today=inputs.today)
    rare = pointing_to_one(settings, tables)
    states = states_of_quotes(tables, rare, today=inputs.today)
    cleared = frozenset(e for e, state in states.items() if state == "cleared")
    before = last_release(settings, before=number)
    attributes = privacy.count_attributes(
        draft.excerpts, draft.asked, group_of=draft.group_of,
        threshold=settings.thresholds.small_number,
    )  # fmt: skip
    staying = left_out(draft.recommendations, words)
    material = reporting.clear_material(replace(draft, released=number, cleared=cleared), staying)
    gate = Gate(settings, words, material, draft.recommendations, states, rare, attributes, before)
    return gate, material


def _draw(
    documents: Mapping[str, Any], template: bytes | None, tell: Tell
) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    failed: list[str] = []
    names = writing.EVERYTHING.files()
    for at, name in enumerate(names):
        tell("Writing the release", at, len(names))
        drawn = writing.render_document(documents[name.partition(".")[0]], name, template)
        if isinstance(drawn, Problem):
            failed.append(name)
        else:
            files[name] = drawn
    return files, failed


def _draw_tables(
    beside: Mapping[str, pd.DataFrame], material: ReportMaterial, inputs: Inputs, number: int
) -> dict[str, bytes]:
    from insights import reporting
    from insights.sheets import render_csv

    settings = material.project
    files = {f"{name}.csv": render_csv(table) for name, table in beside.items()}
    files["framework.xlsx"] = reporting.render_framework_workbook(
        material.framework,
        group_words=settings.group_words,
        excerpts=material.excerpts,
    )
    about = describe_inputs(inputs)
    public = {path: sha for path, sha in about["inputs"].items() if path not in _SECRET}
    del about["decisions"]
    rows = {name: len(table) for name, table in beside.items()}
    files[READERS_MANIFEST] = store.render_json(
        {**about, "release": number, "inputs": public, "rows": rows}
    )
    return files


def _quotes_table(evidence: pd.DataFrame, cleared: frozenset[str]) -> pd.DataFrame:
    """Return the excerpts whose words a release shows: ids alone."""
    import pandas as pd

    shown = sorted(set(evidence["excerpt_id"]) & cleared)
    return pd.DataFrame({"excerpt_id": pd.Series(shown, dtype="str")})
