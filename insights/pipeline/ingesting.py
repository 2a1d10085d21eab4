"""The first step: what came in, masked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from insights.errors import InsightsError, Problem
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
    "ideas": ("title", "image", "component", "reason", "session_id", "locator"),
    "ballots": ("round", "locator"),
    "statements": ("text",),
    "vision": ("text", "at", "note", "locator"),
    "rounds": ("artefact", "version", "section", "checks", "locator"),
    "responses": ("version", "what", "reason", "responded_by", "locator"),
    "process": ("item", "session_id", "locator"),
    "ratings": ("item", "session_id", "locator"),
    "memos": ("locator", "text"),
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
    material, names, problems = read_material(settings, settings.salt(), tell, inputs.renamed)
    if material.empty_forms and not len(material.sources):
        raise InsightsError(
            "Nothing is filled in yet, so there is nothing to report on.",
            f"data/raw/{settings.name}",
            "Fill in the forms that you need, or put files of your own beside them.", problems,
        )  # fmt: skip
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
    gone = set(material.passages["excerpt_id"]) - set(passages["excerpt_id"])
    others = _without(others, left_out, gone)
    return Outputs(
        tables={
            "excerpts": masked.excerpts,
            "redactions": masked.redactions,
            **{
                name: _masked(name, frame, names, settings.components)
                for name, frame in others.items()
            },
        },
        texts=masked.texts,
        facts={
            "problems": [asdict(problem) for problem in dict.fromkeys(_said(problems, names))],
            "summary": say_what_came_in(material),
            "n_excerpts": len(masked.excerpts),
        },
    )


def _without(
    tables: Mapping[str, pd.DataFrame], left_out: frozenset[str], gone: Collection[str]
) -> dict[str, pd.DataFrame]:
    """Return the tables without people who are left out, and without what hangs on their words.

    Parameters
    ----------
    gone
        The excerpts of what those people said.
    """
    import pandas as pd

    kept = {
        name: frame[~frame["participant_id"].isin(left_out)].reset_index(drop=True)
        if "participant_id" in frame.columns else frame
        for name, frame in tables.items()
    }  # fmt: skip
    memos, responses, vision = kept["memos"], kept["responses"], kept["vision"]
    their_points = set(tables["rounds"]["feedback_id"]) - set(kept["rounds"]["feedback_id"])
    kept["memos"] = memos[~memos["excerpt_id"].isin(gone)].reset_index(drop=True)
    kept["responses"] = responses[
        ~responses["feedback_id"].isin(their_points)
    ].reset_index(drop=True)
    agreed = [[one for one in ids if one not in left_out] for ids in vision["agreed_by"]]
    n_gone = [len(ids) - len(rest) for ids, rest in zip(vision["agreed_by"], agreed, strict=True)]
    kept["vision"] = vision.assign(
        agreed_by=pd.Series(agreed, index=vision.index, dtype=object),
        n_agreed=vision["n_agreed"] - n_gone,
    )
    return kept


def _masked(
    name: str, frame: pd.DataFrame, names: Names, components: Collection[str]
) -> pd.DataFrame:
    """Return a table with its free text masked; the project's own components stay."""
    from insights import privacy

    known = {component: component for component in components}

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
