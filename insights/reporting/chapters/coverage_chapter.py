"""How far the codebook reaches: by group, by session, and by what the software put together."""

from __future__ import annotations

from insights.reporting.cells import number_of, rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import Block, Cell, Heading, Paragraph, Section, Table
from insights.reporting.wording import capitalised, listed

_TERMS = 6


def compose_coverage(desk: Desk) -> Section | None:
    """Return how much carries a code, whom no code represents, and what sessions still add."""
    if not len(desk.material.codes):
        return None
    blocks = [
        *_without_a_fit(desk), *_by_group(desk), *_by_session(desk), *_by_topic(desk)
    ]  # fmt: skip
    if not blocks:
        return None
    return Section(
        "coverage", "How far the codebook reaches", "Coverage", tuple(blocks),
        "What carries no code is not nothing. It is what this codebook has no word for, or "
        "what nobody has read yet.",
    )  # fmt: skip


def say_uneven_coding(desk: Desk) -> list[str]:
    """Return a sentence for each group that is coded less than the others."""
    return [
        f"Codes reach less of what {desk.words(text_of(row['group']))} said: "
        f"{whole_of(row['n_uncoded']):,} of {whole_of(row['n_excerpts']):,} excerpts have none. "
        "Their counts may be too low."
        for row in rows_of(desk.material.code_coverage)
        if text_of(row["note"])
    ]


def found_no_code(desk: Desk) -> list[str]:
    """Return the excerpts for which people found no code: somebody said so, nobody accepted one.

    A coder's last word counts.
    """
    said: dict[str, set[str]] = {}
    rows = sorted(rows_of(desk.material.judgements), key=lambda row: text_of(row["at"]))
    for row in rows:
        excerpt_id, action = text_of(row["excerpt_id"]), text_of(row["action"])
        if action == "nothing_fits":
            said.setdefault(excerpt_id, set()).add(text_of(row["coder"]))
        elif action in ("accept", "add") or (action == "unsure" and not text_of(row["code_id"])):
            said.get(excerpt_id, set()).discard(text_of(row["coder"]))
    accepted = {
        text_of(row["excerpt_id"]) for row in rows_of(desk.material.codings)
        if text_of(row["status"]) == "accepted"
    }  # fmt: skip
    known = desk.material.excerpt
    return [e for e in known if said.get(e) and e not in accepted]


def _without_a_fit(desk: Desk) -> list[Block]:
    """Return how much people read and found no code for, with some of it to read."""
    found = found_no_code(desk)
    if not found:
        return []
    n = len(found)
    claim = desk.claim(
        "coverage.nothing_fits",
        f"People read {n:,} {'excerpt' if n == 1 else 'excerpts'} and found no code for "
        f"{'it' if n == 1 else 'them'}.",
        found,
    )
    return [
        Heading(3, "Where nothing fits"),
        Paragraph((claim, "A new code may begin here: they stand under Topics in the review.")),
    ]


def _by_group(desk: Desk) -> list[Block]:
    found = {text_of(row["group"]): row for row in rows_of(desk.material.code_coverage)}
    order = [*(g for g in desk.material.groups if g in found)]
    order += [group for group in found if group not in order]
    if not order:
        return []
    rows = []
    for group in order:
        row = found[group]
        n, n_people = whole_of(row["n_excerpts"]), whole_of(row["n_people"])
        small = n_people < desk.settings.smallest_group
        rows.append((
            Cell((capitalised(desk.words(group)),), strong=True),
            Cell((f"{whole_of(row['n_uncoded']):,} of {n:,}",)),
            Cell(("too few people to show" if small and n_people else
                  f"{len(row['people_without_code']):,} of {n_people:,}" if n_people else
                  "nobody is named",)),
        ))  # fmt: skip
    blocks: list[Block] = [
        Heading(3, "By group"),
        Table("What carries no code", ("Group", "Excerpts without a code",
              "People without any code"), tuple(rows)),
    ]  # fmt: skip
    return blocks + [Paragraph((sentence,)) for sentence in say_uneven_coding(desk)]


def _by_session(desk: Desk) -> list[Block]:
    rows = rows_of(desk.material.new_codes)
    if desk.reflexive or len(rows) < 2:
        return []
    table = Table(
        "Codes that a further session adds, over random orders of the sessions",
        ("Sessions read", "New codes, on average", "In 95 of 100 orders"),
        tuple(
            (
                Cell((f"{whole_of(row['n_sessions']):,}",), strong=True),
                Cell((f"{number_of(row['new_codes']) or 0:.1f}",)),
                Cell((f"{number_of(row['low']) or 0:.0f} to {number_of(row['high']) or 0:.0f}",)),
            )
            for row in rows
        ),
        note="Where later sessions add none, these sessions raised no more in the words of this "
        "codebook. That is not saturation.",
    )
    return [Heading(3, "By session"), table]


def _by_topic(desk: Desk) -> list[Block]:
    names = {text_of(row["code_id"]): text_of(row["name"]) for row in rows_of(desk.material.codes)}
    rows = rows_of(desk.material.topics)
    if not rows:
        return []
    told = []
    for row in rows:
        n = whole_of(row["n_excerpts"])
        terms = ", ".join(str(term) for term in row["terms"][:_TERMS])
        n_coded = round((number_of(row["share_coded"]) or 0) * n)
        under = [f"“{names[code]}”" for code in row["code_ids"] if code in names]
        told.append(
            (
                Cell((f"{text_of(row['topic_id'])}: {terms}",), strong=True),
                Cell((capitalised(text_of(row["holds"])),)),
                Cell((f"{n_coded:,} of {n:,}",)),
                Cell((listed(under) or "no single code",)),
            )
        )
    table = Table(
        "Topics, and the codes they already fall under",
        ("Topic, by its words", "How firmly", "With a code", "Falls under"),
        tuple(told),
        note="A topic holds in a re-run without some texts, or without a whole session, if half "
        "of it or more is found again.",
        style="wide",
    )
    return [Heading(3, "By topic"), table]
