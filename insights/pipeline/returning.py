"""People who withdrew and stand in a file again: known by their tokens, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.pipeline.since_withdrawal import find_lost_tokens
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import NameBook, Names, Person
    from insights.privacy.withdrawn import Withdrawn
    from insights.sources import Material


@dataclass(frozen=True, repr=False)
class Returning:
    """What is known of people who withdrew, and of those who stand in a file again."""

    withdrawn: Withdrawn | None = None
    people: tuple[Person, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # stand-in id → files

    def __repr__(self) -> str:
        return f"Returning({len(self.people)} people)"

    def with_names(self, names: Names) -> Names:
        """Return the key's names with those that stand in a file again, so that they are masked."""
        from insights.privacy import Names

        return Names((*names.people, *self.people)) if self.people else names

    def settle(self, material: Material) -> Material:
        """Return what was read with ids as they were, and with those people withdrawn."""
        material = without_withdrawn_ideas(material)
        if self.withdrawn is None:
            return material
        held = self.withdrawn.held_ids
        people = material.participants
        on = {person: self._withdrawn_on(person) for person in people["participant_id"]}
        days = people["participant_id"].map(on)
        return replace(
            material,
            passages=_held(material.passages, held),
            prototypes=_held(material.prototypes, held),
            records={name: _held(frame, held) for name, frame in material.records.items()},
            signed={held.get(one, one): names for one, names in material.signed.items()},
            participants=people.assign(withdrawn_on=people["withdrawn_on"].where(days.isna(), days))
            if days.notna().any()
            else people,
        )

    def _withdrawn_on(self, participant_id: str) -> str | None:
        if self.withdrawn is None:
            return None
        number = participant_id.removeprefix("withdrawn-")
        for person in self.withdrawn.people:
            if str(person["n"]) == number and number != participant_id:
                return str(person["on"])
        known = self.withdrawn.person_of(participant_id)
        return str(known["on"]) if known else None

    def problems(self, project: Project) -> list[Problem]:
        """Return a problem for every file in which somebody stands again."""
        names = sorted({name for files in self.files.values() for name in files})
        stopped = [
            Problem(
                path.relative_to(project.raw).as_posix(), "the whole project",
                "A withdrawal was stopped before it was finished.",
                f"Run `insights withdraw {project.name}` again with the same id or name as before.",
            )
            for path in sorted(project.raw.glob("withdrawals/*/journal.json"))
            if any(path.parent.glob("staged*"))
        ]  # fmt: skip
        lost = find_lost_tokens(project)
        return stopped + ([lost] if lost else []) + [
            Problem(
                name, "the file",
                "Somebody who withdrew stands in this file again. Nothing of theirs was used.",
                f"Take them out for good: `insights withdraw {project.name}` with their id.",
            )
            for name in names
        ]  # fmt: skip


def find_returning(project: Project, names: Names) -> Returning:
    """Return who of those that withdrew stands in the project's files again."""
    from insights.privacy import NameBook, leftovers, withdrawn

    known = withdrawn.read_withdrawn(project)
    if known is None or not known.people:
        return Returning(known)
    files, _ = project.files()
    places = [(file.relative, file.path) for file in files]
    if register := project.find("participants", (".csv", ".xlsx")):
        places.append((register.name, register))
    book = NameBook(names)
    found: dict[str, dict[str, str]] = {}
    where: dict[str, tuple[str, ...]] = {}
    for shown, path in places:
        texts = [piece.text for piece in leftovers.read_pieces(shown, path)]
        for who, strings in withdrawn.find_again(known, texts).items():
            meant = {
                string: folded for string, folded in strings.items()
                if any(leftovers.is_meant(text, [string]) for text in texts)
                and not _may_be_present(folded, book)
            }  # fmt: skip
            if meant:
                found.setdefault(who, {}).update(meant)
                where[who] = (*where.get(who, ()), shown)
    taken = names.aliases()
    aliases = {
        folded: who for who, strings in found.items() for folded in strings.values()
        if folded not in taken
    }  # fmt: skip
    return Returning(known, withdrawn.people_again(found), aliases, where)


def _may_be_present(folded: str, book: NameBook) -> bool:
    """Tell whether a name with an initial may mean somebody who takes part."""
    has_initial = any(len(word) == 1 for word in folded.split())
    return has_initial and bool(book.candidates(folded))


def rows_to_enrol(project: Project, table: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a list of names without those who withdrew, and a problem that says how many."""
    from insights.privacy.withdrawn import read_withdrawn

    known = read_withdrawn(project)
    if known is None or not known.people:
        return table, []
    gone = table.map(lambda cell: known.person_of(str(cell)) is not None).any(axis=1)
    n = int(gone.sum())
    if not n:
        return table, []
    return table[~gone], [
        Problem(
            "the list of names", f"{n} {'row' if n == 1 else 'rows'}",
            "Somebody on this list withdrew, and was left out."
            if n == 1 else f"{n} people on this list withdrew, and were left out.",
            "Nothing to do: take them off the list.",
        )
    ]  # fmt: skip


def without_withdrawn_ideas(material: Material) -> Material:
    """Return what was read without words for ideas that are left for the votes on them."""
    from insights.privacy.erasing_rows import is_withdrawn_idea

    passages = material.passages
    gone = (passages["kind"] == "idea") & passages["text"].map(is_withdrawn_idea).astype(bool)
    if not gone.any():
        return material
    ideas = material.records["ideas"]
    worded = ~ideas["excerpt_id"].isin(passages.loc[gone, "excerpt_id"])
    records = {
        **material.records,
        "ideas": ideas.assign(excerpt_id=ideas["excerpt_id"].where(worded)),
    }
    return replace(material, passages=passages[~gone].reset_index(drop=True), records=records)


def _held(frame: pd.DataFrame, held: Mapping[str, str]) -> pd.DataFrame:
    if not held or "excerpt_id" not in frame.columns:
        return frame
    return frame.assign(excerpt_id=frame["excerpt_id"].replace(dict(held)))
