"""Reading a project's files, as both a run and a check do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.pipeline.names_that_wait import keep_waiting
from insights.pipeline.returning import find_returning
from insights.pipeline.unsplit_lists import find_unsplit, register_first
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.coding import Decision
    from insights.privacy import Names
    from insights.sources import Material

Report = Callable[[str, int, int], None]


def read_material(
    settings: Project, salt: bytes, tell: Report, renamed: Mapping[str, str] | None = None
) -> tuple[Material, Names, list[Problem]]:
    """Return what the project's files hold, the names in its key, and every problem.

    Parameters
    ----------
    renamed
        The files whose ids are kept under another path.
    """
    from insights import coding, privacy, sources

    names, problems = privacy.read_names(settings)
    decisions, _ = coding.read_decisions(settings.raw / "decisions")
    decided = {decision.excerpt_id for decision in decisions if decision.excerpt_id}
    again = find_returning(settings, names)
    aliases = {**names.aliases(), **again.aliases}
    # Looking makes no salt; without one nothing was ever said of a name.
    key = settings.salt() if (settings.raw / ".salt").exists() else b""
    book = privacy.NameBook(names, key, again.people)
    material = again.settle(
        sources.read_sources(
            settings, aliases, salt, book=book, known=renamed, decided=decided, report=tell
        )
    )
    material, waiting = keep_waiting(settings, material, book)
    unsplit = find_unsplit(settings, material, book)
    problems = [*settings.problems, *problems, *again.problems(settings), *waiting]
    return (
        replace(material, unsplit=tuple(one.source for one in unsplit)),
        again.with_names(names),
        register_first([*problems, *material.problems], unsplit),
    )


def decided_strings(decisions: list[Decision]) -> dict[str, str]:
    """Return what people decided about strings: string_id → what to do.

    "mask" is everywhere, "mask_name" where it reads as a name, "unmask" nowhere.
    """
    from insights import coding

    kept, _ = coding.standing(decisions)
    return {d.target_id: "mask_name" if (d.action, d.value) == ("mask", "name") else d.action
            for d in coding.in_time(kept) if d.action in ("mask", "unmask")}  # fmt: skip


def is_empty_form(problem: Problem) -> bool:
    """Tell a form that nobody has filled in yet, which is no problem."""
    from insights.sheets import UNFILLED

    return problem.problem == UNFILLED


def say_what_came_in(material: Material, n_more_empty: int = 0) -> list[str]:
    """Return what was read, a sentence each.

    Parameters
    ----------
    n_more_empty
        Forms that nobody has filled in yet, besides those among the sources.
    """
    people = material.participants["participant_id"].nunique()
    unattributed = int((material.passages["speaker"] == "unattributed").sum())
    files, passages = len(material.sources), len(material.passages)
    read = f"{say_count(files, 'file')} read: {say_count(passages, 'excerpt')} from "
    lines = [f"{read}{say_count(people, 'person', 'people')}."]
    if unattributed == 1:
        lines.append("1 excerpt with nobody's name on it.")
    elif unattributed:
        lines.append(f"{unattributed:,} excerpts with nobody's name on them.")
    if n_memos := len(material.records["memos"]):
        said = "is kept as a memo" if n_memos == 1 else "are kept as memos"
        margin = say_count(n_memos, "comment in a margin", "comments in margins")
        lines.append(f"{margin} {said}, and as nobody's words.")
    if n_empty := len(material.empty_forms) + n_more_empty:
        lines.append(f"{say_count(n_empty, 'form is', 'forms are')} still empty.")
    return lines


def without_people(
    material: Material, left_out: frozenset[str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return passages and texts in which nothing is left of people who are left out.

    Nor of what waits because the name beside it may be somebody's who said no. Their words
    become dots of the same number, so that everybody else's positions hold.
    """
    passages, texts = material.passages, dict(material.texts)
    gone = passages["participant_id"].isin(left_out | material.kept_out)
    gone |= passages["excerpt_id"].isin(material.kept_out)
    for row in passages[gone].to_dict("records"):
        text, start, end = texts[row["source_id"]], row["start"], row["end"]
        texts[row["source_id"]] = text[:start] + "·" * (end - start) + text[end:]
    return passages[~gone].reset_index(drop=True), texts


def say_count(count: int, one: str, many: str = "") -> str:
    """Return "1 file", "2 files".

    Examples
    --------
    >>> say_count(1, "person", "people"), say_count(1200, "file")
    ('1 person', '1,200 files')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
