"""Making a release: the gate, the files readers get, and the record of what they were."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from insights import store
from insights.errors import Problem
from insights.pipeline import gate as gates
from insights.pipeline import writing
from insights.pipeline.gate import KINDS, Gate, Item
from insights.pipeline.gathering import gather_material, judged
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report as Tell
from insights.pipeline.reading import say_count
from insights.pipeline.records import (
    READERS_MANIFEST,
    ReleaseRecord,
    last_release,
    released_folder,
    restore_files,
    write_open_list,
    write_release,
)  # fmt: skip
from insights.pipeline.since import changes_since, describe_inputs
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import Names
    from insights.reporting import ReportMaterial
    from insights.reporting.since import Change

    Since = tuple[int, list[Change], list[str]]

_SECRET = ("<key>", "<fictional key>", "<key recorded>")


@dataclass(frozen=True)
class Released:
    """What came of a release.

    Attributes
    ----------
    state
        "made", "stands" (nothing has changed since), "stopped" or "ready" (a dry run that
        nothing stops).
    number
        Of the release that was made, that stands, or that would be made.
    items
        What is not settled: what stops, and what is only said.
    notes
        What else a person should know, a sentence each.
    """

    project: Project
    state: str
    number: int
    folder: Path | None
    files: tuple[str, ...]
    items: tuple[Item, ...]
    notes: tuple[str, ...] = ()

    @property
    def stops(self) -> tuple[Item, ...]:
        """What nothing is released for."""
        return tuple(item for item in self.items if item.stops)

    @property
    def headline(self) -> str:
        """What came of it, in a sentence."""
        if self.state == "made":
            return f"Release {self.number} is made: {say_count(len(self.files), 'file')}."
        if self.state == "stands":
            return f"Nothing has changed: release {self.number} still stands."
        if self.state == "ready":
            return f"Nothing stops release {self.number}. This was a dry run: nothing is released."
        n = len(self.stops)
        return (
            f"Nothing is released: {say_count(n, 'thing')} {'has' if n == 1 else 'have'} to be "
            "settled first."
        )

    @property
    def next_step(self) -> str:
        """The one thing that a person does next, in a sentence."""
        name = self.project.name
        if self.state == "stopped":
            return (
                f"Run `insights review {name} --coder YOUR-INITIALS`, open the page Before "
                f"release, then run `insights release {name}` again."
            )
        if self.state == "ready":
            return f"Run `insights release {name}` to make it."
        return (
            "Read the files once more as one of the people quoted would, then send them. "
            f"`insights verify {name}` checks them at any later time."
        )

    def sections(self) -> list[tuple[str, list[Item]]]:
        """Return the items under their headings, what stops first."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            found.setdefault(KINDS[item.kind], []).append(item)
        return list(found.items())

    def as_dict(self) -> dict[str, Any]:
        """Return the result as plain values, for ``--json``."""
        return {
            "project": self.project.name,
            "state": self.state,
            "number": self.number,
            "folder": self.folder.as_posix() if self.folder else None,
            "files": list(self.files),
            "items": [item.as_dict() for item in self.items],
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Made:
    """A release as it would be written, and what the gate has to look at."""

    number: int
    files: Mapping[str, bytes]
    tables: Mapping[str, pd.DataFrame]
    gate: Gate
    failed: tuple[str, ...] = ()
    cleared: frozenset[str] = field(default_factory=frozenset)


def release(
    project: str | Path,
    *,
    root: Path | None = None,
    seed: int = 0,
    dry_run: bool = False,
    report: Tell | None = None,
) -> Released:
    """Run the project, hold the drafts against the gate, and write what may leave the team.

    Nothing is released while anything is not settled; nothing is left half-made. Where
    nothing has changed since the last release, that one stands.

    Parameters
    ----------
    dry_run
        Go through the gate, and write no release.

    Raises
    ------
    InsightsError
        If no report can be made at all.
    """
    from insights import pipeline, privacy

    tell = report or (lambda *_: None)
    settings = pipeline.run(project, root=root, seed=seed, report=report).project
    tables = pipeline.read_tables(project, root=root)
    inputs = Inputs(settings, seed)
    last = last_release(settings)
    if last is not None:
        again = _still_made(settings, tables, inputs, last, tell)
        if again is not None:
            return _stands(settings, last, again, dry_run=dry_run)
    number = last.number + 1 if last else 1
    made = make_release(settings, tables, inputs, number, tell)
    tell("Looking through everything written", 0, 0)
    names, _ = privacy.read_names(settings)
    n_waiting = len(pipeline.waiting_strings(project, root=root))
    items = made.gate.items(n_waiting, scan_release(made, names), made.failed)
    write_open_list(settings, number, [item.as_dict() for item in items])
    notes = tuple(_no_longer_quoted(last, made.cleared))
    if any(item.stops for item in items):
        return Released(settings, "stopped", number, None, (), tuple(items), notes)
    if dry_run:
        return Released(settings, "ready", number, None, tuple(made.files), tuple(items), notes)
    record = {**describe_inputs(inputs), "release": number, "files": _hashes(made.files)}
    folder = write_release(settings, number, made.files, record, made.tables)
    return Released(settings, "made", number, folder, tuple(made.files), tuple(items), notes)


def _still_made(
    settings: Project,
    tables: Mapping[str, pd.DataFrame],
    inputs: Inputs,
    last: ReleaseRecord,
    tell: Tell,
) -> Mapping[str, bytes] | None:
    """Return the files of the last release if they come out the same today; else None.

    How it came about (``manifest.json``) may be another: readers see nothing of that. The
    tables are made first, because drawing the documents takes longer.
    """
    released: dict[str, str] = last.manifest["files"]
    plan = plan_release(settings, tables, inputs, last.number)
    if not _as_released(plan.files, released):
        return None
    files = draw_release(plan, tell).files
    if set(files) != set(released) or not _as_released(files, released):
        return None
    return {**files, READERS_MANIFEST: last.readers_manifest()}


def _as_released(files: Mapping[str, bytes], released: Mapping[str, str]) -> bool:
    return all(
        released.get(name) == digest
        for name, digest in _hashes(files).items()
        if name != READERS_MANIFEST
    )


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
    files, failed = _draw(plan.gate.documents, tell)
    return replace(plan, files=dict(sorted({**plan.files, **files}.items())), failed=tuple(failed))


def plan_release(
    settings: Project, tables: Mapping[str, pd.DataFrame], inputs: Inputs, number: int
) -> Made:
    """Return a release whose documents are composed and not yet drawn, with its tables."""
    from insights import reporting

    gate, material = _open_gate(settings, tables, inputs, number)
    comparison = _told_comparison(material)
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
    last = last_release(settings)
    if last is None:
        return None
    _, material = _open_gate(settings, tables, inputs, last.number + 1)
    return changes_since(last, _told_comparison(material), material.recommendations, inputs)


def _told_comparison(material: ReportMaterial) -> pd.DataFrame:
    from insights import reporting
    from insights.reporting.findings import sensitive_themes

    return reporting.clear_comparison(
        material.comparison,
        sensitive_themes(material.codes),
        smallest_group=material.project.thresholds.smallest_group,
    )


def _open_gate(
    settings: Project, tables: Mapping[str, pd.DataFrame], inputs: Inputs, number: int
) -> tuple[Gate, ReportMaterial]:
    """Return the gate, and the material of the release with all that is cleared."""
    from insights import coding, privacy, reporting

    decisions, _ = coding.read_decisions(settings.raw / "decisions")
    words = gates.read_words(coding.in_time(coding.standing(decisions)[0]))
    draft = gather_material(settings, tables, today=inputs.today)
    rare = {
        **privacy.find_rare(draft.excerpts, draft.participants),
        **privacy.find_fine(
            draft.excerpts, draft.participants, draft.attendance, by=settings.compare_by
        ),
    }
    states = privacy.quote_states(
        draft.excerpts,
        draft.participants,
        approved=judged(draft.judgements, "approve_quote"),
        held=judged(draft.judgements, "hold_quote"),
        today=inputs.today,
        rare=rare,
    )
    cleared = frozenset(e for e, state in states.items() if state == "cleared")
    before = last_release(settings, before=number)
    attributes = privacy.count_attributes(
        draft.excerpts, draft.asked, group_of=draft.group_of,
        threshold=settings.thresholds.small_number,
    )  # fmt: skip
    staying = gates.left_out(draft.recommendations, words)
    material = reporting.clear_material(replace(draft, released=number, cleared=cleared), staying)
    gate = Gate(settings, words, material, draft.recommendations, states, rare, attributes, before)
    return gate, material


def _draw(documents: Mapping[str, Any], tell: Tell) -> tuple[dict[str, bytes], list[str]]:
    files: dict[str, bytes] = {}
    failed: list[str] = []
    names = writing.EVERYTHING.files()
    for at, name in enumerate(names):
        tell("Writing the release", at, len(names))
        drawn = writing.render_document(documents[name.partition(".")[0]], name)
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
        material.framework, group_words=settings.group_words
    )
    about = describe_inputs(inputs)
    public = {path: sha for path, sha in about["inputs"].items() if path not in _SECRET}
    del about["decisions"]
    rows = {name: len(table) for name, table in beside.items()}
    files[READERS_MANIFEST] = store.render_json(
        {**about, "release": number, "inputs": public, "rows": rows}
    )
    return files


def scan_release(made: Made, names: Names) -> list[Any]:
    """Return everything in a release's files that must not leave (:class:`insights.privacy.Hit`).

    Held against it: the masker's own rules, the register, and the words that are not cleared.
    """
    from insights import privacy
    from insights.reporting.html import own_scripts

    material, gate = made.gate.material, made.gate
    settings = material.project
    texts = dict(zip(material.excerpts["excerpt_id"], material.excerpts["text"], strict=True))
    checks = {target_id for target, target_id in gate.words.released if target == "check"}
    scanner = privacy.Scanner(
        names,
        settings.salt(),
        ids=[*texts, *gate.unanswered["recommendation_id"], *material.sources["source_id"]],
        organisers=gates.organisers_own(settings, gate.unanswered, names, material.participants),
        withheld=[text for e, text in texts.items() if e not in made.cleared],
        quotable=[
            *(text for e, text in texts.items() if e in made.cleared),
            *_written_by_people(material, gate.unanswered),
        ],
        allowed=checks | gate.words.unmasked,
        own=own_scripts(f"Released {made.number}"),
    )
    return scanner.scan(made.files)


def _written_by_people(material: ReportMaterial, recommendations: pd.DataFrame) -> list[str]:
    """Return what analysts and organisers wrote: codebook, prompts, edits, answers."""
    found: list[str] = []
    places = {
        "codes": (material.codes, ("name", "theme", "definition", "include", "exclude", "claim")),
        "sessions": (material.sessions, ("activity", "prompt")),
        "responses": (material.responses, ("what", "reason")),
        "recommendations": (recommendations, (
            "outcome", "feasibility", "cost", "pilot", "negative_cases", "dissent", "problem",
        )),
    }  # fmt: skip
    for table, columns in places.values():
        for name in columns:
            if name in table.columns:
                found += [text for text in table[name] if isinstance(text, str)]
    for name in ("examples", "keywords"):
        for given in material.codes[name]:
            found += [str(text) for text in given] if isinstance(given, list) else []
    return found


def _quotes_table(evidence: pd.DataFrame, cleared: frozenset[str]) -> pd.DataFrame:
    """Return the excerpts whose words a release shows: ids alone."""
    import pandas as pd

    shown = sorted(set(evidence["excerpt_id"]) & cleared)
    return pd.DataFrame({"excerpt_id": pd.Series(shown, dtype="str")})


def _no_longer_quoted(last: ReleaseRecord | None, cleared: frozenset[str]) -> list[str]:
    """Return what changed in consent since the last release, in a sentence."""
    if last is None:
        return []
    gone = [e for e in last.table("quotes")["excerpt_id"] if e not in cleared]
    if not gone:
        return []
    n = len(gone)
    said = (
        f"{say_count(n, 'excerpt')} that release {last.number} quoted may no longer be quoted: "
        f"consent has run out, was taken back, or somebody holds "
        f"{'it' if n == 1 else 'them'} back."
    )
    return [said]


def _stands(
    settings: Project, last: ReleaseRecord, files: Mapping[str, bytes], *, dry_run: bool
) -> Released:
    folder = released_folder(settings, last.number)
    whole = folder.is_dir() and _hashes(
        {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    ) == _hashes(files)
    notes: tuple[str, ...] = ()
    if not whole and not dry_run:
        restore_files(settings, last.number, files)
        notes = ("Its files were not there, or not as they were made, and are written again.",)
    return Released(settings, "stands", last.number, folder, tuple(files), (), notes)


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    hashes = {name: store.hash_bytes(data) for name, data in files.items()}
    found: dict[str, str] = json.loads(json.dumps(hashes, sort_keys=True))
    return found
