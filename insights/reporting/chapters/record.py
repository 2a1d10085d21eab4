"""The chapters on the work itself: who held power, how it was done, what was left out."""

from __future__ import annotations

from collections.abc import Mapping

from insights.reporting.cells import rows_of, text_of, whole_of
from insights.reporting.chapters.coverage_chapter import say_uneven_coding
from insights.reporting.chapters.desk import Desk
from insights.reporting.document import (
    Block,
    Cell,
    Items,
    Paragraph,
    Section,
    Table,
)  # fmt: skip
from insights.reporting.statements import CLASS_WORDS
from insights.reporting.wording import (
    capitalised,
    full_stop,
    in_words,
    listed,
)

_PROBLEMS_SHOWN = 40


def compose_coproduction(desk: Desk) -> Section | None:
    """Return the rung of the co-production ladder claimed for each stage, and the reason."""
    rung = _rung(desk.material.project.about.get("rung"))
    if not rung:
        return None
    return Section(
        "coproduction", "How far this was co-production", "Co-production", (Items(rung),),
        "Who held the power at each stage, in the team’s own account.",
    )  # fmt: skip


def compose_method(desk: Desk) -> Section:
    """Return how it was done, with every threshold that was applied, and its limits."""
    settings = desk.settings
    blocks: list[Block] = []
    blocks.append(Items(tuple(Paragraph((text,)) for text in _steps(desk))))
    if desk.reflexive or desk.pair is None or desk.uncounted:
        return Section("method", "Annex: how it was done, and its limits", "Method", tuple(blocks))
    used = {text_of(row["convergence"]) for row in desk.compared.values()}
    blocks.append(Table(
        "How to read the results",
        ("Label", "Class", "What it means"),
        tuple(
            (Cell((label,), strong=True), Cell((capitalised(name),)), Cell((meaning,)))
            for name, (label, meaning) in CLASS_WORDS.items() if name in used
        ),
        note=f"“More in one group” is said where the chance of a difference is at least "
        f"{settings.different_probability:g}, whoever is left out. “About the same” needs a "
        f"chance of at least {settings.similar_probability:g} that the shares lie within "
        f"{settings.similar_difference:g} of each other.",
    ))  # fmt: skip
    return Section("method", "Annex: how it was done, and its limits", "Method", tuple(blocks))


def _rung(value: object) -> tuple[Paragraph, ...]:
    if isinstance(value, Mapping):
        return tuple(
            Paragraph((full_stop(capitalised(text_of(words))),), lead=f"{capitalised(str(stage))}.")
            for stage, words in value.items()
        )
    claimed = full_stop(text_of(value))
    return (Paragraph((claimed,), lead="Claimed for this work:"),) if claimed else ()


def _steps(desk: Desk) -> list[str]:
    settings = desk.settings
    texts = [
        (
            "Rules replaced names and other direct identifiers before any analysis. What remains "
            "stays personal data."
        ),
        (
            "Each file was cut into excerpts: units of meaning, at a fixed place in their file. "
            "Every quote here is such an excerpt, letter by letter."
        ),
    ]
    if len(desk.material.codes):
        texts.append(
            "People wrote the codebook and its themes. Software suggested where codes may apply. "
            "A person accepts, rejects or adds."
        )
        texts += say_uneven_coding(desk)
    if desk.reflexive:
        return [
            *texts,
            "This project reads reflexively. It makes no counts, classes or ratings.",
        ]
    if len(desk.findings):
        texts.append(
            f"A claim is called provisional while people have confirmed fewer than "
            f"{settings.confirmed_share * 10:g} in 10 of its codings."
        )
    if desk.pair is not None:
        texts += [
            (
                "“7 of 12” means: of 12 people who were asked, 7 were recorded as raising it. It "
                "does not say what the other five think."
            ),
            (
                "Intervals are Wilson’s, at 95 in 100. Two groups are compared with Jeffreys’ "
                "method, leaving out each person in turn."
            ),
            (
                "No count is shown for a group with fewer than "
                f"{in_words(settings.smallest_group)} "
                "people. On sensitive themes and serious matters, one or two people are “fewer "
                "than three people”."
            ),
        ]
    if desk.met_once:
        texts.append(
            "Each group has one session of its own. No statistic can tell the groups apart from "
            "the sessions."
        )
    if desk.pair is not None and any(map(whole_of, desk.material.sources["n_unattributed"])):
        texts.append("“At least” stands where notes without a speaker raise the same theme.")
    if len(desk.findings):
        texts.append(
            "Confidence follows this project’s own rules, informed by GRADE-CERQual. Software "
            "proposes it and a person decides. Confidence is not importance."
        )
    return texts


def compose_left_out(desk: Desk) -> Section | None:
    """Return what could not be read or used, for readers who will not mend it themselves."""
    found: dict[str, list[str]] = {}
    for row in rows_of(desk.material.problems):
        source = text_of(row["source"])
        of = source if "." in source else ""  # a file's name, not a table's
        told = found.setdefault(of, [])
        if text_of(row["problem"]) not in told:
            told.append(text_of(row["problem"]))
    said = [(of, text) for of, texts in found.items() for text in texts]
    if not said:
        return None
    more = len(said) - _PROBLEMS_SHOWN
    items = [Paragraph((text,), lead=f"{of}:" if of else "") for of, text in said[:_PROBLEMS_SHOWN]]
    if more > 0:
        items.append(Paragraph((f"{more:,} more, in problems.csv.",)))
    return Section(
        "problems", "Annex: what was left out, and why", "Left out", (Items(tuple(items)),)
    )


def compose_problems(desk: Desk) -> Section | None:
    """Return what could not be read or used, with its place and what to do about it."""
    rows = rows_of(desk.material.problems)
    if not rows:
        return None
    more = len(rows) - _PROBLEMS_SHOWN
    return Section(
        "problems", "Annex: what could not be read or used", "Problems",
        (
            Table(
                "Each with what to do about it",
                ("File", "Place", "What is wrong", "What to do"),
                tuple(
                    (
                        Cell((text_of(row["source"]) or "The project",), strong=True),
                        *(Cell((text_of(row[key]),)) for key in ("where", "problem", "fix")),
                    )
                    for row in rows[:_PROBLEMS_SHOWN]
                ),
                note=f"{more:,} more {'stands' if more == 1 else 'stand'} in problems.csv."
                if more > 0 else "",
                style="wide",
            ),
        ),
    )  # fmt: skip


def list_documents() -> str:
    """Return where a reader finds the rest, in a sentence."""
    files = ("evidence.csv", "comparison.csv", "recommendations.csv", "problems.csv")
    return f"Beside this report lie {listed(files)}, with every row."
