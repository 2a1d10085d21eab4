"""The chapter on what came in, what people have decided about it, and what to read next."""

from __future__ import annotations

from collections import Counter

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Paragraph,
    Section,
    Table,
    Words,
)  # fmt: skip
from insights.reporting.wording import (
    capitalised,
    counted_noun,
)

_FILES_SHOWN, _CODES_TO_READ = 25, 8
_KIND_WORDS = {
    "notes": "workshop notes", "transcript": "transcript", "board": "sticky notes",
    "feedback": "answers", "prototype": "prototype tests", "votes": "votes",
    "vision": "vision sentence", "round": "feedback on a draft",
}  # fmt: skip


def compose_sources(desk: Desk, *, lists_uncoded: bool = False) -> Section:
    """Return what came in, what could not be read, and how much a person has confirmed.

    What no code holds is shown excerpt by excerpt where ``lists_uncoded``: to whoever works on
    the codes. Other readers are told how much it is; nobody chose these words to be read.
    """
    material = desk.material
    sources = rows_of(material.sources)
    n_excerpts = len(material.excerpts)
    sentences: list[Words] = [
        capitalised(f"{counted_noun(len(sources), 'file')} came in, and gave "
                    f"{counted_noun(n_excerpts, 'excerpt')}{_of_facilitators(desk)}.")
        if sources else "No file came in.",
    ]  # fmt: skip
    silent = [row for row in sources if whole_of(row["n_excerpts"]) == 0]
    if silent and len(silent) < len(sources) + 1:
        sentences.append(capitalised(f"{counted_noun(len(silent), 'file')} gave no excerpt."))
    n_unattributed = sum(
        not text_of(row["participant_id"]) and text_of(row["speaker"]) != "facilitator"
        for row in material.excerpt.values()
    )
    if n_excerpts and n_unattributed:
        sentences.append(
            f"{n_unattributed:,} of {n_excerpts:,} {'does' if n_unattributed == 1 else 'do'} not "
            "say who spoke: quoted as a group note, never counted as people."
        )
    sentences.append(
        "The annex on what was left out says what it was, and why."
        if len(material.problems)
        else "Everything in the files could be read."
    )
    blocks: list[Block] = [Paragraph(tuple(sentences))]
    if not desk.reflexive:
        decided = _decided(desk, lists_uncoded=lists_uncoded)
        blocks.append(Paragraph(decided, lead="What people have decided."))
    if sources:
        blocks.append(_files(desk))
    return Section("sources", "Annex: what came in", "What came in", tuple(blocks))


def _of_facilitators(desk: Desk) -> str:
    n = sum(text_of(row["speaker"]) == "facilitator" for row in desk.material.excerpt.values())
    talk = "is facilitators’ talk and counts" if n == 1 else "are facilitators’ talk and count"
    return f": {n:,} of them {talk} for nothing" if n else ""


def _decided(desk: Desk, *, lists_uncoded: bool) -> tuple[Words, ...]:
    material = desk.material
    n_counted, n_confirmed = desk.coding_state
    if not len(material.codes):
        return ("There is no codebook yet, so nobody has coded anything.",)
    if n_counted == 0:
        return (
            (
                f"The codebook has {counted_noun(len(material.codes), 'code')}. No coding counts "
                "yet."
            ),
            *waiting_words(desk),
        )
    waiting = n_counted - n_confirmed
    sentences = [
        (
            f"{capitalised(counted_noun(n_counted, 'coding'))} "
            f"{'counts' if n_counted == 1 else 'count'} in this report."
        ),
        f"People have confirmed {'none' if n_confirmed == 0 else f'{n_confirmed:,}'} of them.",
    ]
    if waiting:
        sentences.append(
            f"The other {waiting:,} {'is' if waiting == 1 else 'are'} only suggested: {_why(desk)}."
            if n_confirmed
            else f"They are only suggested: {_why(desk)}."
        )
    turned_down = material.codings[material.codings["status"] == "rejected"]
    rejected = len(turned_down.drop_duplicates(["excerpt_id", "code_id"]))
    if rejected:
        sentences.append(f"People rejected {counted_noun(rejected, 'suggestion')}.")
    coded = {text_of(e) for e in material.counted["excerpt_id"]}
    bare = [
        excerpt_id
        for excerpt_id, row in material.excerpt.items()
        if excerpt_id not in coded and text_of(row["speaker"]) != "facilitator"
    ]
    if not bare:
        return tuple(sentences)
    said = (
        f"{capitalised(counted_noun(len(bare), 'excerpt'))} "
        f"{'carries' if len(bare) == 1 else 'carry'} no code that counts."
    )
    return (*sentences, desk.claim("uncoded", said, bare) if lists_uncoded else said)


def _why(desk: Desk) -> str:
    """Return what the suggestions that count were suggested by."""
    counted = desk.material.counted
    open_yet = counted[~counted["confirmed"].astype(bool)]
    codings = desk.material.codings
    suggested = codings[codings["status"] == "suggested"]
    methods = set(open_yet.merge(suggested, on=["excerpt_id", "code_id"])["method"])
    if methods <= {"keyword"}:
        return "the words of the excerpt match the code’s own keywords"
    return "their words match the code’s keywords, or are like what people gave that code"


def waiting_words(desk: Desk) -> tuple[str, ...]:
    """Return how many suggestions wait for a person; () where none does."""
    n = sum(len(ids) for _, ids in desk.waiting)
    if not n:
        return ()
    return (
        (
            f"{capitalised(counted_noun(n, 'suggested coding'))} "
            f"{'waits' if n == 1 else 'wait'} for a person."
        ),
        "Each counts once somebody has read it and accepted it.",
    )


def compose_reading_list(desk: Desk) -> Table | None:
    """Return the codes with most suggestions waiting: a place to begin, never a result."""
    if not desk.waiting:
        return None
    return Table(
        "Where to begin reading: suggestions, not results",
        ("Code", "Suggested excerpts", "To read"),
        tuple(
            (
                Cell((name,), strong=True),
                Cell((f"{len(ids):,}",)),
                Cell((desk.claim(f"waiting.{number}", "Not yet read by a person:", ids),)),
            )
            for number, (name, ids) in enumerate(desk.waiting[:_CODES_TO_READ], start=1)
        ),
        note="The software suggests these by the codes’ own keywords. Nothing here is counted.",
    )


def _files(desk: Desk) -> Table:
    sources = rows_of(desk.material.sources)
    if len(sources) <= _FILES_SHOWN:
        return Table(
            "Files, as they came in",
            ("File", "Kind", "Excerpts", "Without a speaker"),
            tuple(
                (
                    Cell((text_of(row["path"]),), strong=True),
                    Cell((capitalised(_kind(text_of(row["kind"]))),)),
                    Cell((f"{whole_of(row['n_excerpts']):,}",)),
                    Cell((f"{whole_of(row['n_unattributed']):,}",)),
                )
                for row in sources
            ),
        )
    kinds = Counter(text_of(row["kind"]) for row in sources)
    excerpts: Counter[str] = Counter()
    nameless: Counter[str] = Counter()
    for row in sources:
        excerpts[text_of(row["kind"])] += whole_of(row["n_excerpts"])
        nameless[text_of(row["kind"])] += whole_of(row["n_unattributed"])
    return Table(
        "Files by kind", ("Kind", "Files", "Excerpts", "Without a speaker"),
        tuple(
            (
                Cell((capitalised(_kind(kind)),), strong=True),
                Cell((f"{kinds[kind]:,}",)), Cell((f"{excerpts[kind]:,}",)),
                Cell((f"{nameless[kind]:,}",)),
            )
            for kind in sorted(kinds)
        ),
    )  # fmt: skip


def _kind(kind: str) -> str:
    return _KIND_WORDS.get(kind, kind.replace("_", " "))
