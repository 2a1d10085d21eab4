"""The first step: what came in, masked."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from insights.errors import InsightsError, Problem
from insights.pipeline.inputs import Inputs
from insights.pipeline.reading import Report, read_material, say_what_came_in, without_people
from insights.project import Project
from insights.store import Outputs

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import Names

# Words in these tables that are nobody's excerpt, and may hold a name all the same.
_FREE_TEXT = {
    "sources": ("path",),
    "sessions": ("activity", "prompt"),
    "attendance": ("activity",),
    "participants": ("role",),
    "prototypes": ("prototype", "item", "locator"),
    "ideas": ("title", "image", "component", "reason", "locator"),
    "ballots": ("round", "locator"),
    "statements": ("text",),
    "vision": ("text", "at", "note", "locator"),
    "rounds": ("artefact", "version", "section", "checks", "locator"),
    "responses": ("version", "what", "reason", "responded_by", "locator"),
    "process": ("item", "locator"),
    "ratings": ("item", "locator"),
    "memos": ("locator", "text"),
}

# Where the organisers' own names of places stand: the vision sentence names the towns it is for.
_ORGANISERS = {"vision": ("text", "note"), "statements": ("text",), "ideas": ("title", "reason")}


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
    sessions = name_sessions(material.sessions["session_id"], names)
    passages = _with_sessions(passages, sessions, names)
    tell("Masking names and identifiers", 0, 0)
    masked = privacy.redact_excerpts(
        passages, texts, names, key=settings.salt(), decisions=strings, project=settings.name
    )
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
    others = {
        name: _with_sessions(frame, sessions, names)
        for name, frame in _without(others, left_out | material.kept_out, gone).items()
    }
    own_words = _own_words(settings)
    return Outputs(
        tables={
            "excerpts": masked.excerpts,
            "redactions": masked.redactions,
            **{
                name: _masked(name, frame, names, settings.components, own_words)
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
        The excerpts of what those people said, or may have said.
    """
    import pandas as pd

    kept = {
        name: frame[~frame["participant_id"].isin(left_out)].reset_index(drop=True)
        if "participant_id" in frame.columns else frame
        for name, frame in tables.items()
    }  # fmt: skip
    for name in ("ideas", "rounds", "process", "prototypes"):
        kept[name] = kept[name][~kept[name]["excerpt_id"].isin(gone)].reset_index(drop=True)
    memos, responses, vision = kept["memos"], kept["responses"], kept["vision"]
    their_points = set(tables["rounds"]["feedback_id"]) - set(kept["rounds"]["feedback_id"])
    kept["memos"] = memos[~memos["excerpt_id"].isin(gone)].reset_index(drop=True)
    kept["responses"] = responses[~responses["feedback_id"].isin(their_points)].reset_index(
        drop=True
    )
    agreed = [[one for one in ids if one not in left_out] for ids in vision["agreed_by"]]
    n_gone = [len(ids) - len(rest) for ids, rest in zip(vision["agreed_by"], agreed, strict=True)]
    kept["vision"] = vision.assign(
        agreed_by=pd.Series(agreed, index=vision.index, dtype=object),
        n_agreed=vision["n_agreed"] - n_gone,
    )
    return kept


def name_sessions(ids: Iterable[object], names: Names) -> dict[str, str]:
    """Return how each session is called once masked: two sessions stay two.

    A session is often called after its file, and a file after a person. Where masking makes
    two alike, they are numbered in their order.
    """
    from insights import privacy

    called: dict[str, str] = {}
    for raw in dict.fromkeys(one for one in ids if isinstance(one, str)):
        masked = name = privacy.mask_label(raw, names)
        number = 1
        while name in called.values():
            number += 1
            name = f"{masked} {number}"
        called[raw] = name
    return called


def _with_sessions(frame: pd.DataFrame, called: Mapping[str, str], names: Names) -> pd.DataFrame:
    """Return a table with its sessions called so, in attendance written ``W1;W2`` as well."""
    from insights import privacy

    def call(one: str) -> str:
        return called.get(one) or privacy.mask_label(one, names)

    def rename(text: object) -> object:
        if not isinstance(text, str):
            return text
        return called.get(text) or ";".join(call(one) for one in text.split(";"))

    columns = [name for name in ("session_id", "attended") if name in frame.columns]
    return frame.assign(**{column: frame[column].map(rename) for column in columns})


def _own_words(settings: Project) -> frozenset[str]:
    """Return the words, in lower case, that the organisers use in the project's settings."""
    about = settings.about
    told = [settings.title, settings.question, settings.commissioner, *settings.components.values()]
    told += [
        value for key in ("vision", "decision_asked") if isinstance(value := about.get(key), str)
    ]
    return frozenset(re.findall(r"[^\W_]+", " ".join(told).casefold()))


def _masked(
    name: str,
    frame: pd.DataFrame,
    names: Names,
    components: Collection[str],
    own_words: Collection[str],
) -> pd.DataFrame:
    """Return a table with its free text masked; the project's own components stay."""
    from insights import privacy

    known = {(component, own): component for component in components for own in (False, True)}

    def mask(text: object, *, own: bool) -> object:
        if not isinstance(text, str):
            return text
        if (text, own) not in known:
            known[text, own] = privacy.mask_label(text, names, own_words if own else ())
        return known[text, own]

    columns = [column for column in _FREE_TEXT.get(name, ()) if column in frame.columns]
    own_in = _ORGANISERS.get(name, ())
    return frame.assign(**{
        column: frame[column].map(partial(mask, own=column in own_in))
        for column in columns
    })  # fmt: skip


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
