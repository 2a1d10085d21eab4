"""The chapter on what the codebook may be missing: topics, as a prompt to read."""

from __future__ import annotations

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.quotable import is_self_standing
from insights.reporting.document import (
    Cell,
    Paragraph,
    Section,
    Table,
)  # fmt: skip
from insights.reporting.wording import (
    capitalised,
    counted_noun,
)

_TOPICS_SHOWN = 12
_EXAMPLES = 3


def compose_topics(desk: Desk) -> Section | None:
    """Return what the codebook may be missing: topics with many uncoded excerpts."""
    material = desk.material
    if not len(material.topics):
        return None
    has_codes = len(material.codes) > 0
    coded = {text_of(e) for e in material.counted["excerpt_id"]} if len(material.counted) else set()
    members: dict[str, list[str]] = {}
    for row in rows_of(material.excerpt_topics):
        if text_of(row["topic_id"]):
            members.setdefault(text_of(row["topic_id"]), []).append(text_of(row["excerpt_id"]))
    rows: list[tuple[Cell, ...]] = []
    n_left = 0
    for row in rows_of(material.topics):
        topic_id = text_of(row["topic_id"])
        here = members.get(topic_id, [])
        n = whole_of(row["n_excerpts"]) or len(here)
        bare = [e for e in here if e not in coded]
        if has_codes and 2 * len(bare) < n:
            continue
        if len(rows) >= _TOPICS_SHOWN:
            n_left += 1
            continue
        words = ", ".join(text_of(term) for term in list(row["terms"])[:6])
        examples = _readable(desk, [str(e) for e in row["example_excerpt_ids"]], here)
        cells = [
            Cell((f"“{words}” ({topic_id})" if words else topic_id,), strong=True),
            Cell((f"{n:,}",)),
            Cell((capitalised(text_of(row["holds"])),)),
        ]
        if has_codes:
            cells.append(Cell((f"{len(bare):,}",)))
        claim = f"topic.{topic_id}"
        some = desk.claim(claim, "Read some:", examples) if examples else "None to show"
        cells.append(Cell((some,)))
        rows.append(tuple(cells))
    if not rows:
        return Section(
            "topics", "Annex: what the codebook may be missing", "Topics",
            (Paragraph((
                "In every topic the software made, most excerpts already carry a code.",
                "That is a sign, not a proof, that the codebook covers what people said.",
            )),),
        )  # fmt: skip
    uncoded = ("Without a code",) if has_codes else ()
    header = ("Words often found together", "Excerpts", "How firmly", *uncoded, "Examples")
    return Section(
        "topics",
        "Annex: what the codebook may be missing" if has_codes else "What the excerpts are about",
        "Topics",
        (
            Table(
                "Topics: excerpts that the software put together because they share words",
                header, tuple(rows),
                note=f"{capitalised(counted_noun(n_left, 'further topic'))} not shown."
                if n_left else "",
            ),
        ),
        "A topic is a machine’s cluster, and a prompt to read. A theme is made by people. "
        + ("These topics hold many excerpts without a code." if has_codes else
           "There is no codebook yet: these topics are a place to begin one."),
    )  # fmt: skip


def _readable(desk: Desk, near: list[str], members: list[str]) -> list[str]:
    """Return a topic's examples that say something by themselves, those near its middle first.

    People's own words come before notes that name nobody; headings, parts of a sentence and
    words that must not be quoted do not stand here.
    """
    facts = desk.material.excerpt
    whole = [
        e for e in dict.fromkeys([*near, *members])
        if e in facts and text_of(facts[e]["speaker"]) != "facilitator"
        and not desk.material.is_withheld(e) and is_self_standing(text_of(facts[e]["text"]))
    ]  # fmt: skip
    named = [e for e in whole if text_of(facts[e]["participant_id"])]
    return (named or whole)[:_EXAMPLES]
