"""What a person should know of how consent was read: a problem for each matter, nobody's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from insights.errors import Problem
from insights.forms.consent_answers import (
    ASK,
    KEPT_OUT_BY,
    UNCLEAR,
    Answer,
    ConsentColumn,
    answers_below,
    says_withdrew,
)
from insights.sheets import some_rows

if TYPE_CHECKING:
    import pandas as pd


def consent_problems(
    table: pd.DataFrame, columns: Mapping[str, ConsentColumn], shown: str, *,
    nobody: str = "nobody",
) -> list[Problem]:  # fmt: skip
    """Return what a person should know of how consent was read, a problem for each matter.

    Parameters
    ----------
    nobody
        Who is not quoted while a heading is not clear: "nobody who answered here".
    """
    problems = []
    for header, column in columns.items():
        cells = [str(cell).strip() for cell in table[header]]
        where = f"column {header}"
        if column.is_unsettled:
            problems.append(
                Problem(
                    shown, where,
                    "This column seems to say what people agreed to, and its heading is not clear. "
                    f"Until it is, {nobody} is quoted, and whoever says no there is left out.",
                    how_to_settle(column),
                )
            )  # fmt: skip
        elif column.heading.kind == "no use":
            problems.append(
                Problem(shown, where, "This is about photographs, of which nothing here makes use.",
                        "Nothing to do here; keep the list where you keep the photographs.")
            )  # fmt: skip
        elif column.heading.kind == "consent" and any(cells):
            problems += _of_answers(table, column, cells, shown)
    return problems


def _of_answers(
    table: pd.DataFrame, column: ConsentColumn, cells: Sequence[str], shown: str
) -> list[Problem]:
    numbers = table.index.tolist()
    answers = answers_below(column.heading, cells)
    uses = column.heading.uses

    def rows(answer: Answer) -> list[int]:
        return [number for number, row in zip(numbers, answers, strict=True)
                if answer in row.values()]  # fmt: skip

    def where(found: list[int]) -> str:
        return f"{some_rows(found)}, column {column.header}"

    problems = []
    keeps_out = any(use in uses for use in KEPT_OUT_BY)
    gone = [number for number, cell in zip(numbers, cells, strict=True) if says_withdrew(cell)]
    if gone:
        who = "This person" if len(gone) == 1 else "These people"
        then = "Nothing they said is used." if keeps_out else "It is taken as no."
        problems.append(
            Problem(shown, where(gone), f"{who} withdrew, as the words here say. {then}",
                    "Write the day into a column withdrawn_on. To take out what is already in the "
                    "project, `insights withdraw` with their id.")
        )  # fmt: skip
    if unclear := rows(UNCLEAR):
        then = "nothing they said is used" if keeps_out else "no consent is taken from it"
        problems.append(
            Problem(shown, where(unclear), f"This is neither yes nor no, so {then}.",
                    "Write yes or no.")
        )  # fmt: skip
    if asked := rows(ASK):
        then = (
            "It is taken as yes, and each quote waits until the person has said yes to it."
            if "anonymous_quote" in uses else "Only a yes or a no counts here, so no consent is "
            "taken from it." if "approve_first" not in uses else "It is taken as yes."
        )  # fmt: skip
        problems.append(
            Problem(shown, where(asked), f"“Ask me first” stands here. {then}",
                    "Nothing to do. When somebody has said yes to a quote, approve it in the "
                    "review." if "anonymous_quote" in uses else "Write yes or no.")
        )  # fmt: skip
    answered = [answer for row in answers for answer in row.values() if answer]
    silent = rows("") if keeps_out and answered and not column.heading.is_refusal else []
    if silent:
        problems.append(
            Problem(shown, where(silent), f"Others answered here, and {_these(silent)} did not. "
                    "Silence is no consent, so nothing they said is quoted.",
                    "Ask, and write yes or no. After a no nothing of theirs is used.")
        )  # fmt: skip
    if column.heading.is_refusal:
        problems.append(
            Problem(shown, f"column {column.header}", "A yes below this heading is taken as no. A "
                    "no there is not yet consent: nobody is quoted because of it.",
                    f"Where you have their yes, write it in a column consent_{uses[0]}.")
        )  # fmt: skip
    return problems


def _these(rows: Sequence[int]) -> str:
    return "this person" if len(rows) == 1 else "these people"


def how_to_settle(column: ConsentColumn) -> str:
    """Return what a person writes instead of a heading that is not clear."""
    likely = _likely(column.header)
    first = f"Call the column {likely} if that is what it means" if likely else (
        "Call the column by what people agreed to: consent_take_part, consent_anonymous_quote, "
        "consent_named_quote, consent_approve_first, consent_recording, consent_recontact"
    )  # fmt: skip
    if column.heading.is_refusal:
        first += ", turning the answers round where a yes means that they refuse"
    return (
        f"{first}, with yes or no below. If it is about something else, say so without words such "
        "as OK, happy, agree or quote."
    )


def _likely(header: str) -> str:
    """Return the column that a heading may mean, or an empty string."""
    words = header.casefold()
    for stem, use in (
        ("quot", "anonymous_quote"), ("words", "anonymous_quote"), ("record", "recording"),
        ("audio", "recording"), ("part", "take_part"), ("archiv", "archive"),
        ("contact", "recontact"), ("analys", "analysis"), ("consent", "take_part"),
    ):  # fmt: skip
        if stem in words:
            return f"consent_{use}"
    return ""
