"""Which excerpts coders share, what each said about them, and the figures of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from insights.project import Project

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from insights.coding import Decision
    from insights.pipeline.reviewing.material import Material
    from insights.pipeline.reviewing.state import State

_CODED = ("accept", "add", "reject")


def who_read(state: State) -> dict[str, set[str]]:
    """Return who coded each excerpt: said which codes belong, or that none does."""
    read: dict[str, set[str]] = {}
    for decision in state.kept:
        if decision.target == "excerpt" and _is_coding(decision):
            read.setdefault(decision.excerpt_id, set()).add(decision.coder)
        elif decision.action == "unsure":  # left for later: whatever was said is not the last word
            read.get(decision.excerpt_id, set()).discard(decision.coder)
    return read


def _is_coding(decision: Decision) -> bool:
    if decision.action == "nothing_fits":
        return True
    return decision.action in (*_CODED, "unsure") and bool(decision.code_id)


def tabulate(
    material: Material,
    state: State,
    shared: Mapping[str, set[str]],
    shown_to: Mapping[str, set[str]],
    seen_by: str,
) -> pd.DataFrame:
    """Return the figures for each pair of coders with excerpts in common, then for all."""
    import pandas as pd

    from insights import coding
    from insights.coding.agreement import COLUMNS, FIGURES

    coders = sorted(set().union(*shared.values()))
    groups = list(combinations(coders, 2)) + ([tuple(coders)] if len(coders) > 2 else [])
    found = []
    for group in groups:
        counted = {
            excerpt_id: who
            for excerpt_id in shared
            if len(who := _counted(shared[excerpt_id] & set(group), shown_to[excerpt_id], seen_by))
            > 1
        }
        if counted:
            said = _lay_out(state, counted, group)
            cases = [_case(material, excerpt_id) for excerpt_id in counted]
            codes = list(state.codes)
            least = _thresholds(material.project)
            found.append(coding.tabulate_agreement(said, cases, group, codes, **least))
    if not found:
        return pd.DataFrame(columns=list(COLUMNS)).astype(dict.fromkeys(FIGURES, "float64"))
    return pd.concat(found, ignore_index=True)


def _counted(who: set[str], shown_to: set[str], seen_by: str) -> set[str]:
    """Return the coders of an excerpt whose word counts, given who had seen suggestions."""
    led = who & shown_to
    if seen_by == "anybody" or (seen_by == "one" and len(led) == 1):
        return who
    return who - led


def _lay_out(state: State, counted: Mapping[str, set[str]], group: Sequence[str]) -> np.ndarray:
    """Return what each coder said about each excerpt and code, as an int8 array."""
    import numpy as np

    code_ids = list(state.codes)
    said = np.full((len(group), len(counted), len(code_ids)), -1, dtype=np.int8)
    for column, (excerpt_id, who) in enumerate(counted.items()):
        votes = _votes(state, excerpt_id, who)
        for row, coder in enumerate(group):
            if coder in who:
                said[row, column] = [votes[coder].get(code_id, 0) for code_id in code_ids]
    return said


def _thresholds(project: Project) -> dict[str, int]:
    """Return the project's own cut-offs, by the names the figures know them under."""
    least = project.thresholds
    return {
        "fewest_excerpts": least.agreement_excerpts,
        "fewest_uses": least.agreement_uses,
        "fewest_people": least.agreement_people,
    }


def _votes(state: State, excerpt_id: str, who: set[str]) -> dict[str, dict[str, int]]:
    """Return what coders said about an excerpt's codes: 1 yes, 0 no, -1 not sure."""
    found: dict[str, dict[str, int]] = {coder: {} for coder in who}
    for code_id, marks in state.marks(excerpt_id).codes.items():
        for coder in who & marks.unsure:
            found[coder][code_id] = -1
        for coder in who & set(marks.votes):
            found[coder][code_id] = int(marks.votes[coder] == "accepted")
    return found


def _case(material: Material, excerpt_id: str) -> str:
    """Return whose words an excerpt is; where nobody is named, the whole file counts as one."""
    excerpt = material.excerpts[excerpt_id]
    return excerpt.participant_id or f"file {excerpt.source_id}"


def share_excerpts(material: Material, state: State) -> dict[str, set[str]]:
    """Return who coded each excerpt that two coders or more read, in the sources' order."""
    read = who_read(state)
    return {e: read[e] for e in material.said if len(read.get(e, ())) > 1}


def find_differences(
    state: State, shared: Mapping[str, set[str]]
) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Yield every excerpt and code on which coders differ: ids, who says yes, who says no.

    A code somebody did not use on an excerpt they coded counts as a no.
    """
    for excerpt_id, who in shared.items():
        votes = _votes(state, excerpt_id, who)
        for code_id in state.marks(excerpt_id).codes:
            yes = sorted(c for c in who if votes[c].get(code_id, 0) == 1)
            no = sorted(c for c in who if votes[c].get(code_id, 0) == 0)
            if yes and no:
                yield excerpt_id, code_id, yes, no


def list_differences(
    material: Material, state: State, shared: Mapping[str, set[str]]
) -> pd.DataFrame:
    """Return every excerpt and code on which coders differ, in the order of the sources."""
    import pandas as pd

    rows = []
    for excerpt_id, code_id, yes, no in find_differences(state, shared):
        excerpt = material.excerpts[excerpt_id]
        source = material.paths.get(excerpt.source_id, excerpt.source_id)
        name = str(state.codes[code_id]["name"])
        memo = bool(state.marks(excerpt_id).codes[code_id].memos)
        rows.append((excerpt_id, source, excerpt.locator, code_id, name, yes, no, memo))
    columns = ["excerpt_id", "source", "locator", "code_id", "code", "yes", "no", "memo"]
    return pd.DataFrame(rows, columns=columns)
