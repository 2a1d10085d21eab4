"""Serious voices, few as they are: those on one matter are put together and never dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from insights.reporting.cells import is_missing, rows_of, text_of
from insights.reporting.drafting.dangers import Danger, danger_of
from insights.reporting.wording import GroupWords, capitalised, in_words, listed

if TYPE_CHECKING:
    import pandas as pd

    from insights.reporting.likeness import Vectors

NOT_CODED = "Not coded yet"
IN_CODEBOOK = "In the codebook’s words"
_FEW = 2  # people: a sensitive code that so few raised stands here


class Voices(NamedTuple):
    """Serious voices on one matter, with their headline and statement."""

    excerpt_ids: tuple[str, ...]
    code_ids: tuple[str, ...]
    theme: str
    title: str
    statement: str


def gather_voices(
    codes_of: Mapping[str, Sequence[str]],
    facts: Mapping[str, Mapping[str, Any]],
    codes: pd.DataFrame,
    serious: Collection[str],
    group_words: GroupWords,
    *,
    vectors: Vectors | None = None,
    same_matter: float = 1.0,
) -> list[Voices]:
    """Return serious voices by what they are about: those a person marked, then sensitive codes.

    Marked excerpts belong together where they speak of one kind of danger
    (:func:`~insights.reporting.drafting.dangers.danger_of`), carry one sensitive code, or are
    as near in meaning as ``same_matter``. Sensitive codes that more people raised have findings of
    their own.

    Parameters
    ----------
    codes_of
        The codes that count for each excerpt.
    facts
        Excerpts by id, in their order.
    vectors
        A unit vector per excerpt.
    """
    book = {text_of(row["code_id"]): row for row in rows_of(codes)}
    wanted = set(serious)
    marked = [e for e in facts if e in wanted]
    rare = _rare_sensitive(codes_of, facts, book)
    held = [*marked, *(e for ids in rare.values() for e in ids if e not in wanted)]
    groups = _joined(
        list(dict.fromkeys(held)),
        lambda a, b: _same_matter(a, b, codes_of, facts, book, vectors, same_matter),
    )
    order = {e: place for place, e in enumerate(facts)}
    groups.sort(key=lambda ids: (not set(ids) & wanted, -len(set(ids) & wanted), order[ids[0]]))
    return [_told(ids, codes_of, facts, book, wanted, group_words) for ids in groups]


def say_speakers(
    excerpt_ids: Sequence[str], facts: Mapping[str, Mapping[str, Any]], group_words: GroupWords
) -> str:
    """Return who speaks in these excerpts: people by group, and notes that name nobody.

    One or two people on a serious matter are "fewer than three people", whoever they are.
    """
    people: dict[str, set[str]] = {}
    n_notes = 0
    for excerpt_id in excerpt_ids:
        who = text_of(facts[excerpt_id]["participant_id"])
        group = text_of(facts[excerpt_id]["perspective"])
        if who and group:
            people.setdefault(group, set()).add(who)
        else:
            n_notes += 1
    told = [f"{in_words(len(ids))} {group_words(g, len(ids))}" for g, ids in people.items()]
    if 0 < sum(map(len, people.values())) <= _FEW:
        told = ["fewer than three people"]  # serious matters tell no more than sensitive themes
    if n_notes:
        told.append(f"{in_words(n_notes)} group note{'s' if n_notes > 1 else ''}")
    return capitalised(listed(told))


def is_sensitive(row: Mapping[str, Any] | None) -> bool:
    """Return whether the codebook marks a code as sensitive."""
    return row is not None and not is_missing(row["sensitive"]) and bool(row["sensitive"])


def _rare_sensitive(
    codes_of: Mapping[str, Sequence[str]],
    facts: Mapping[str, Mapping[str, Any]],
    book: Mapping[str, Mapping[str, Any]],
) -> dict[str, list[str]]:
    """Return the excerpts of each sensitive code that at most two people raised."""
    found: dict[str, list[str]] = {}
    for excerpt_id in facts:
        for code_id in codes_of.get(excerpt_id, ()):
            if is_sensitive(book.get(code_id)):
                found.setdefault(code_id, []).append(excerpt_id)
    return {
        code_id: ids for code_id, ids in found.items()
        if len({text_of(facts[e]["participant_id"]) for e in ids} - {""}) <= _FEW
    }  # fmt: skip


def _joined(ids: Sequence[str], together: Callable[[str, str], bool]) -> list[list[str]]:
    """Return ids in groups: two are in one where a chain of pairs holds them together."""
    groups: list[list[str]] = []
    for one in ids:
        near = [group for group in groups if any(together(one, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(e for group in near for e in group), one])
    place = {e: number for number, e in enumerate(ids)}
    return [sorted(group, key=place.__getitem__) for group in groups]


def _same_matter(
    a: str, b: str, codes_of: Mapping[str, Sequence[str]], facts: Mapping[str, Mapping[str, Any]],
    book: Mapping[str, Mapping[str, Any]], vectors: Vectors | None, same_matter: float,
) -> bool:  # fmt: skip
    shared = set(codes_of.get(a, ())) & set(codes_of.get(b, ()))
    if any(is_sensitive(book.get(code_id)) for code_id in shared):
        return True
    first, second = (danger_of([text_of(facts[e]["text"])]) for e in (a, b))
    if first is not None and first == second:
        return True
    if vectors is None or a not in vectors or b not in vectors:
        return False
    return bool(round(float(vectors[a] @ vectors[b]), 6) >= same_matter)


def _told(
    ids: Sequence[str],
    codes_of: Mapping[str, Sequence[str]],
    facts: Mapping[str, Mapping[str, Any]],
    book: Mapping[str, Mapping[str, Any]],
    marked: Collection[str],
    group_words: GroupWords,
) -> Voices:
    used = Counter(c for e in ids for c in codes_of.get(e, ()) if c in book)
    code_ids = sorted(used, key=lambda c: (not is_sensitive(book[c]), -used[c], c))
    code = book[code_ids[0]] if code_ids else None
    danger = danger_of([text_of(facts[e]["text"]) for e in ids])
    about = _about(code, danger)
    sensitive = is_sensitive(code)
    n_marked = sum(e in marked for e in ids)
    few = sensitive and (len(ids) > 1 or not n_marked)
    who = "Fewer than three people" if few else say_speakers(ids, facts, group_words)
    several = few or len(ids) > 1
    people = any(text_of(facts[e]["participant_id"]) for e in ids)
    spoke = "spoke" if people else "speak" if several else "speaks"
    why = _why(n_marked, len(ids), sensitive)
    what = "this" if about else "something that no code names yet"
    reading = "" if about else " Read the words themselves."
    meaning = _meaning(code) if sensitive or danger is None else ""
    return Voices(
        tuple(ids), tuple(code_ids),
        text_of(code["theme"]) if code else NOT_CODED,
        f"{_how_many(ids, facts, few)}, serious: {about or 'in words no code has yet'}",
        f"{who} {spoke} of {what}, and {why}.{reading}{meaning}",
    )  # fmt: skip


def _about(code: Mapping[str, Any] | None, danger: Danger | None) -> str:
    """Return what voices are about: the danger, else their code."""
    if danger is not None:
        return danger.name
    return text_of(code["name"]) if code is not None else ""


def _why(n_marked: int, n: int, sensitive: bool) -> str:
    if not n_marked:
        return "it stands here because the codebook marks it as sensitive"
    if n_marked == n:
        return "the team marked it as serious" if n == 1 else "the team marked each as serious"
    more = ". The codebook marks the matter as sensitive" if sensitive else ""
    return f"the team marked {in_words(n_marked)} of the {in_words(n)} notes as serious{more}"


def _how_many(ids: Sequence[str], facts: Mapping[str, Mapping[str, Any]], few: bool) -> str:
    """Return how a headline calls those who speak: people as voices, notes as notes."""
    if few:
        return "Few voices"
    people = {text_of(facts[e]["participant_id"]) for e in ids} - {""}
    n_notes = sum(not text_of(facts[e]["participant_id"]) for e in ids)
    told = []
    if people:
        told.append("few voices" if len(people) <= _FEW else f"{in_words(len(people))} voices")
    if n_notes:
        note = "group note" if n_notes == 1 else "group notes"
        told.append(f"{'a' if n_notes == 1 and not told else in_words(n_notes)} {note}")
    return capitalised(listed(told))


def _meaning(code: Mapping[str, Any] | None) -> str:
    """Return what the codebook says a code means: the matter, without the person."""
    definition = text_of(code["definition"]).strip().rstrip(".") if code is not None else ""
    return f" {IN_CODEBOOK}: “{definition}”." if definition else ""
