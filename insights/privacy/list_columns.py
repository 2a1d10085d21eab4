"""What the columns of a list of names mean: for the key, for the register, or for neither."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from insights.errors import Problem
from insights.forms.consent_answers import (
    ConsentColumn,
    are_answers,
    speaks_of_consent,
)
from insights.forms.consent_headings import Heading
from insights.forms.consent_problems import how_to_settle
from insights.sheets import some_rows

KEY_MEANINGS: dict[str, tuple[str, ...]] = {
    "participant_id": ("participant id", "id", "pid", "person id", "participant"),
    "name": ("name", "full name", "your name", "participant name", "attendee", "who"),
    "first_name": ("first name", "forename", "given name", "first"),
    "last_name": ("last name", "surname", "family name", "last"),
    "aliases": ("aliases", "alias", "known as", "preferred name", "likes to be called", "nickname",
                "also known as", "initials", "pseudonym", "chosen pseudonym"),
    "contact": ("contact", "email", "e mail", "email address", "phone", "mobile", "telephone",
                "tel", "phone number", "mobile number", "contact details", "address"),
    "format_needs": ("format needs", "access needs", "accessibility", "support needs", "needs",
                     "dietary", "dietary needs", "dietary requirements", "interpreter",
                     "reasonable adjustments"),
    "notes": ("notes", "note", "comments", "comment", "anything else"),
}  # fmt: skip
REGISTER_MEANINGS: dict[str, tuple[str, ...]] = {
    "perspective": ("perspective", "group", "capacity", "in what capacity"),
    "role": ("role", "job role", "job title", "job"),
    "attended": ("attended", "attendance", "sessions", "session", "workshop", "sessions attended"),
    "speaking_as": ("speaking as",),
}
LEFT_OUT = re.compile(
    r"\b(?:date of birth|dob|birthday|post ?code|nhs (?:number|no)|ni number|national insurance|"
    r"next of kin|emergency|bank|signature|signed|age)\b"
)
_CONTACT = re.compile(r"\b(?:e ?mails?|phone|mobile|contact|address|names?)\b")
_NEEDS = re.compile(
    r"\b(?:foods?|diet\w*|meals?|lunch|halal|kosher|vegan|vegetarian|allerg\w+|"
    r"access(?:ibility)?|mobility|wheelchair|stairs|lift|hearing|bsl|large print|interpreters?|"
    r"adjustments?|needs?|(?:travel|transport|parking)(?: \w+)?)\b"
)
_HEALTH = re.compile(
    r"\b(?:medical|medication|health(?! (?:board|trust|service|services|authority|visitor|worker|"
    r"professional|role|team)))\b"
)
_NOTES = re.compile(r"(?:\w+ )?(?:notes?|comments?|remarks)\b.*")
# Special categories of personal data, and what is as easily turned against somebody.
_SPECIAL = re.compile(
    r"\b(?:relig\w+|faith|ethnic\w*|race|racial|sexual\w*|gender identity|trans(?:gender)?|"
    r"disab\w+|diagnos\w+|conditions?|politic\w+|trade union|immigration|asylum|convictions?|"
    r"benefits?)\b"
)
_KNOWN = re.compile(
    r"age (?:band|group|range)|gender|region|area|place|borough|ward|district|town|"
    r"organi[sz]ation|employer|service|team|site|setting|(?:first |main )?language|years in role"
)
_FACILITATORS = re.compile(
    r"(?:(?:lead |co ?)?facilitator|note ?taker|scribe|moderator|host|researcher|organiser)s?"
)


def is_facilitator(about: Mapping[str, str], columns: Mapping[str, str]) -> bool:
    """Tell whether the group or the role says that somebody leads the sessions."""
    return any(
        _FACILITATORS.fullmatch(fold_header(about.get(name, "")))
        for name in columns.values()
        if fold_header(name) in (*REGISTER_MEANINGS["perspective"], *REGISTER_MEANINGS["role"])
    )


def fold_header(words: str) -> str:
    """Return a header in lower case, with single spaces for everything but letters and digits."""
    return " ".join(re.sub(r"[\W_]+", " ", words.casefold()).split())


@dataclass(frozen=True)
class TakenColumn:
    """How one column of a list was taken: for the person who registers it.

    Attributes
    ----------
    header
        As the list has it.
    what
        What it is taken for.
    kept
        Where it is kept: in the register, in the key file, or nowhere.
    meaning
        The column of the key or of the register it goes to.
    """

    header: str
    what: str
    kept: Literal["register", "key file", "left out"]
    meaning: str = ""


def take_column(
    header: str, cells: Sequence[str], consent: Mapping[str, ConsentColumn],
    declared: Collection[str],
) -> TakenColumn:  # fmt: skip
    """Return what a column of a list is for, and where it is kept.

    Parameters
    ----------
    cells
        What stands below it.
    consent
        The columns that are about consent.
    declared
        Attributes that the project says it needs.
    """
    folded = fold_header(header)
    key = next((meaning for meaning, words in KEY_MEANINGS.items() if folded in words), "")
    column = consent.get(header)
    if column is not None and not (key and not are_answers(cells)):
        return TakenColumn(header, column.say(), *_place_of_consent(column))
    if key:
        return TakenColumn(header, _SAY.get(key, key), "key file", key)
    if _NOTES.fullmatch(folded):
        return TakenColumn(header, _SAY["notes"], "key file", "notes")
    if _CONTACT.search(folded):
        return TakenColumn(header, _SAY["contact"], "key file", "contact")
    if LEFT_OUT.search(folded) and "band" not in folded and "group" not in folded:
        return TakenColumn(header, "it identifies people and is needed nowhere", "left out")
    for name, words in REGISTER_MEANINGS.items():
        if folded in words:
            return TakenColumn(header, name.replace("_", " "), "register", name)
    return _attribute(header, folded, folded in {fold_header(one) for one in declared})


_SAY = {
    "participant_id": "who they are: the id", "name": "who they are: the name",
    "first_name": "who they are: the name", "last_name": "who they are: the name",
    "aliases": "other names for them", "contact": "how to reach them",
    "format_needs": "what they need to take part", "notes": "notes, for your eyes only",
}  # fmt: skip


def _place_of_consent(
    column: ConsentColumn,
) -> tuple[Literal["register", "left out"], str]:
    if column.heading.kind == "no use" or column.is_unsettled:
        return "left out", ""
    return "register", column.heading.uses[0] if column.heading.kind == "date" else "consent"


def _attribute(header: str, folded: str, is_declared: bool) -> TakenColumn:
    name = folded.replace(" ", "_") or header
    if is_declared:
        return TakenColumn(header, "attribute that project.toml asks for", "register", name)
    if _NEEDS.search(folded):
        return TakenColumn(header, _SAY["format_needs"], "key file", "format_needs")
    if _HEALTH.search(folded):
        return TakenColumn(header, "health, for your eyes only", "key file", "notes")
    if _SPECIAL.search(folded):
        return TakenColumn(header, "a special category of data that nobody asked for", "left out")
    if _KNOWN.fullmatch(folded):
        return TakenColumn(header, "attribute", "register", name)
    what = f"attribute; to leave it out, add --leave-out {_quoted(header)}"
    return TakenColumn(header, what, "register", name)


def _quoted(header: str) -> str:
    return f'"{header}"' if '"' not in header else f"'{header}'"


def column_problems(
    taken: TakenColumn, cells: Sequence[str], rows: Sequence[int], shown: str, register_name: str
) -> list[Problem]:
    """Return what a person should know of how one column was taken."""
    where = f"column {taken.header}"
    if taken.what.startswith("it identifies"):
        return [Problem(
            shown, where,
            "This identifies people and is needed nowhere, so it went into neither file.",
            "Nothing to do. For an age, use a column of bands, such as 35-44.",
        )]  # fmt: skip
    if taken.what.startswith("a special category"):
        return [Problem(
            shown, where,
            "This is a special category of personal data, and project.toml does not ask for it, so "
            "it went into neither file.",
            f'If the project needs it, write [columns."{register_name}"] and below it attributes = '
            f"[{_quoted(taken.header)}] into project.toml, and register the list again.",
        )]  # fmt: skip
    if taken.meaning == "notes":
        told = [n for n, cell in zip(rows, cells, strict=True) if speaks_of_consent(cell)]
        if told or (speaks_of_consent(taken.header) and any(cell.strip() for cell in cells)):
            found = f"{some_rows(told)}, {where}" if told else where
            return [Problem(
                shown, found,
                "These notes seem to say what somebody agreed to or did not, and notes decide "
                "nothing.",
                "Write it into the list's columns of consent, with yes or no.",
            )]  # fmt: skip
    return []


def unsettled_contact(taken: TakenColumn, cells: Sequence[str]) -> ConsentColumn | None:
    """Return a column of contact details whose cells say yes or no: then it is none."""
    if taken.meaning != "contact" or not are_answers(cells):
        return None
    return ConsentColumn(taken.header, Heading("unsettled"))


def settling_problem(column: ConsentColumn, shown: str) -> Problem:
    """Return what stops a list: a column about consent that is not clear."""
    return Problem(
        shown, f"column {column.header}",
        "This column seems to say what people agreed to, and its heading is not clear, so it was "
        "not taken for anything.",
        f"{how_to_settle(column)} Or leave it out: --leave-out {_quoted(column.header)}",
    )  # fmt: skip
