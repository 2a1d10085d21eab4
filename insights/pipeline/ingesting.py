"""The first step: what came in, masked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report, read_material, say_what_came_in, without_people
from insights.store import Outputs

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import Names

# Words in these tables that are nobody's excerpt, and may hold a name all the same.
_FREE_TEXT = {
    "sources": ("path", "session_id"),
    "sessions": ("session_id", "activity", "prompt"),
    "attendance": ("session_id", "activity"),
    "participants": ("role", "attended"),
    "prototypes": ("prototype", "item", "locator"),
    "ideas": ("title", "image", "reason", "session_id", "locator"),
    "ballots": ("round", "locator"),
    "statements": ("text",),
    "vision": ("text", "at", "note", "locator"),
    "rounds": ("artefact", "section", "locator"),
    "responses": ("what", "reason", "responded_by", "locator"),
    "process": ("item", "session_id", "locator"),
    "ratings": ("item", "session_id", "locator"),
}


def ingest(inputs: Inputs, strings: Mapping[str, str], tell: Report) -> Outputs:
    """Read, leave out who said no, and mask.

    Parameters
    ----------
    strings
        What people decided about masked strings, by keyed hash.
    """
    from insights import privacy

    settings = inputs.settings
    tell("Reading", 0, len(inputs.files))
    material, names, problems = read_material(settings, settings.salt(), tell)
    left_out, more = privacy.people_to_leave_out(material.participants)
    passages, texts = without_people(material, left_out)
    tell("Masking names and identifiers", 0, 0)
    masked = privacy.redact_excerpts(passages, texts, names, key=settings.salt(), decisions=strings)
    problems += [*inputs.misplaced, *more, *masked.problems]
    others = {
        "sources": material.sources,
        "sessions": material.sessions,
        "participants": material.participants,
        "attendance": material.attendance,
        "prototypes": material.prototypes,
        **material.records,
    }
    return Outputs(
        tables={
            "excerpts": masked.excerpts,
            "redactions": masked.redactions,
            **{
                name: _masked(name, _kept(frame, left_out), names) for name, frame in others.items()
            },
        },
        texts=masked.texts,
        facts={
            "problems": [asdict(problem) for problem in dict.fromkeys(_said(problems, names))],
            "summary": say_what_came_in(material),
            "n_excerpts": len(masked.excerpts),
        },
    )


def _kept(frame: pd.DataFrame, left_out: frozenset[str]) -> pd.DataFrame:
    if "participant_id" not in frame.columns:
        return frame
    return frame[~frame["participant_id"].isin(left_out)].reset_index(drop=True)


def _masked(name: str, frame: pd.DataFrame, names: Names) -> pd.DataFrame:
    from insights import privacy

    known: dict[str, str] = {}

    def mask(text: object) -> object:
        if not isinstance(text, str):
            return text
        if text not in known:
            known[text] = privacy.mask_label(text, names)
        return known[text]

    columns = [column for column in _FREE_TEXT.get(name, ()) if column in frame.columns]
    return frame.assign(**{column: frame[column].map(mask) for column in columns})


def _said(problems: list[Problem], names: Names) -> list[Problem]:
    """Return the problems without the names that a file's own name or labels may hold."""
    from insights import privacy

    return [
        Problem(
            privacy.mask_label(p.source, names), privacy.mask_label(p.where, names),
            p.problem, p.fix,
        )
        for p in problems
    ]  # fmt: skip
