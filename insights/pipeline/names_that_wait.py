"""Words beside a name that may be somebody's who said no: they wait until it is settled whose.

Whoever withdrew, or did not agree, may write their name otherwise the next time. Until a person
says whose a name is, what stands beside it is held back as strictly as for anybody it may be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.project import Project

if TYPE_CHECKING:
    import pandas as pd

    from insights.privacy import NameBook, Person
    from insights.privacy.consent import Hold
    from insights.sources import Material

_FILES_SHOWN = 3


def keep_waiting(
    settings: Project, material: Material, book: NameBook
) -> tuple[Material, list[Problem]]:
    """Return what was read with everything marked that waits, and the problem that says so.

    What may be by somebody who withdrew or refused is in ``kept_out``. What may be by somebody
    who has not agreed to be quoted has ``known_by`` "unsettled", and is quoted nowhere.
    """
    from insights.privacy.consent import UNSETTLED, holds_of

    if not material.signed or not (book.names.people or book.again):
        return material, []
    holds = holds_of(material.participants)
    found = {
        one: hold for one, labels in material.signed.items()
        if (hold := _strictest(labels, book, holds)) is not None
    }  # fmt: skip
    if not found:
        return material, []
    passages = material.passages
    hold_at = passages["participant_id"].map(found).fillna(passages["excerpt_id"].map(found))
    kept_out = frozenset(one for one, hold in found.items() if hold == "left out")
    waiting = replace(
        material,
        passages=passages.assign(
            known_by=passages["known_by"].where(hold_at != "not quoted", UNSETTLED)
        ),
        kept_out=kept_out,
    )
    n_out, n_unquoted = int((hold_at == "left out").sum()), int((hold_at == "not quoted").sum())
    waiting = replace(waiting, unplaced=_to_ask_about(material, found, book))
    labels = {label for one in found for label in material.signed[one]}
    said = _what_waits(n_out, n_unquoted, only_unquoted=not kept_out)
    files = sorted(set(_file_of(material)[hold_at.notna()]))
    shown = ", ".join(files) if len(files) <= _FILES_SHOWN else f"{len(files)} files"
    fix = " ".join(_how_to_settle(settings, labels, waiting, book))
    return waiting, [Problem(shown or "the files", "names that are not settled", said, fix)]


def _file_of(material: Material) -> pd.Series:
    """Return the file of each passage."""
    paths = dict(zip(material.sources["source_id"], material.sources["path"], strict=True))
    return material.passages["source_id"].map(paths)


def _to_ask_about(
    material: Material, found: Collection[str], book: NameBook
) -> dict[str, tuple[str, ...]]:
    """Return the names to ask a person about, with those that stand beside what waits."""
    asked = dict(material.unplaced)
    sure = book.names.aliases()
    files = dict(zip(material.passages["excerpt_id"], _file_of(material), strict=True))
    for one in (one for one in found if one in files):
        for label in map(_plain, material.signed[one]):
            if book.candidates(label) and not book.meant(label) and label.casefold() not in sure:
                asked[label] = tuple(dict.fromkeys((*asked.get(label, ()), files[one])))
    return asked


def _plain(label: str) -> str:
    return " ".join(label.split())


def _strictest(
    labels: tuple[str, ...], book: NameBook, holds: Mapping[str, Hold | None]
) -> Hold | None:
    """Return what is held back of words beside names: as for the strictest of those meant."""
    back = {person.participant_id for person in book.again}
    records = any(hold == "not quoted" for hold in holds.values())
    given: set[Hold | None] = set()
    for person in (one for label in labels for one in _whose(label, book)):
        one = person.participant_id
        unknown: Hold | None = "not quoted" if records else None  # in the key, not in the register
        given.add("left out" if one in back else holds.get(one, unknown))
    strictest: tuple[Hold, Hold] = ("left out", "not quoted")
    return next((hold for hold in strictest if hold in given), None)


def _whose(label: str, book: NameBook) -> tuple[Person, ...]:
    """Return everybody whom a label may mean, or one of the names in it."""
    from insights.sources.turns import names_in

    people = book.may_be(label)
    if people or book.is_another(label):
        return people
    parts = names_in(label)
    return tuple(one for part in parts for one in book.may_be(part)) if len(parts) > 1 else ()


def _what_waits(n_out: int, n_unquoted: int, *, only_unquoted: bool) -> str:
    n = n_out + n_unquoted
    who = "agreed to be quoted" if only_unquoted else "agreed, or who withdrew"
    if not n:
        return (
            f"A name in the files may be somebody's who has not {who}. Until you say whose it is, "
            "nothing given under it is used."
        )
    first = (
        f"1 passage waits: the name beside it may be somebody's who has not {who}."
        if n == 1 else
        f"{n} passages wait: the names beside them may be people's who have not {who}."
    )  # fmt: skip
    if not (n_out and n_unquoted):
        then = "used nowhere" if n_out else "quoted nowhere"
        until = "it is" if n == 1 else "they are"
        return f"{first} Until you say whose {until}, {until} {then}."
    out = f"{n_out} {'is' if n_out == 1 else 'are'} used nowhere"
    return (
        f"{first} Until you say whose they are, {out} and {n_unquoted} "
        f"{'is' if n_unquoted == 1 else 'are'} quoted nowhere."
    )


def _how_to_settle(
    settings: Project, labels: set[str], material: Material, book: NameBook
) -> list[str]:
    """Return what a person does: about names on the list, withdrawn people's, and other labels."""
    on_list = {one for one in labels if _plain(one) in material.unplaced}
    rest = labels - on_list
    back = {one for one in rest if not any(book.candidates(part) for part in _parts(one))}
    said = [f"Say who they are: `insights key {settings.name} --ask`."] if on_list else []
    if back:
        said.append(
            "Where it is nobody who withdrew, add the person by that name with "
            f"`insights register {settings.name} LIST`, or write their id in the file."
        )
    if rest - back:
        said.append(
            "Where a line names several people, or a name that may be a word, begin a new line "
            "with the id of whoever speaks and a colon (“P07: …”)."
        )
    return said


def _parts(label: str) -> list[str]:
    from insights.sources.turns import names_in

    return [label, *names_in(label)]
