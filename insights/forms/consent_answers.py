"""What the cells below a heading about consent say: yes, no, ask me first, or nothing sure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from insights.forms.consent_headings import (
    Heading,
    asks_leave,
    asks_what_was_done,
    read_heading,
)

if TYPE_CHECKING:
    import pandas as pd

Answer = Literal["yes", "no", "ask", "unclear", ""]
ASK: Final = "ask"
UNCLEAR: Final = "unclear"

_YES = re.compile(
    r"y|yes|yep|yeah|true|1|✓|✔|☑|✅|(?:yes )?(?:i )?agree[sd]?|agreed|ok|okay|fine|happy|given|"
    r"signed|consent(?:s|ed)|consent given|granted|allowed|accepted|sure|of course|"
    r"yes (?:please|thanks|thank you|ok|fine|happy(?: to)?|of course)|happy to"
)
_NO = re.compile(
    r"n|0|false|[✗✘❌✖×].*|(?:no|nope|none|never|refuse[sd]?|decline[sd]?|withdrawn|withdrew|"
    r"opted out|unhappy|do not|does not|prefer not|rather not|would rather not|not agreed|"
    r"not given|not allowed|not happy|not ok|not okay)(?: .*)?"
)
_ASK = re.compile(
    r"(?:.*\b)?(?:(?:ask|check|see|show|approve|read)\w*\b.*\b(?:first|before(?:hand)?)|"
    r"(?:ask|check with) (?:me|us|them|him|her)|(?:only )?if (?:i|they) (?:can )?"
    r"(?:see|check|approve|have seen)\b.*|(?:with|after|subject to) (?:my |their )?approval|"
    r"approve first|let me (?:see|check).*)"
)
_BLANK = frozenset(["", "-", "–", "—", "☐", "n/a", "na"])
_UNSURE = re.compile(r"not sure|unsure|maybe|perhaps|\?+|tbc|pending|do not know|undecided|depends")
_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{1,2}-\d{1,2}.*|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9} "
    r"\d{2,4}"
)
_BEGINS_TO_ANSWER = re.compile(
    r"\W{0,3}(?:yes|no|not|only|ok|okay|sure|ask|if|as long|please|anonym|without|i (?:do|am|would|"
    r"agree|consent))\b", re.IGNORECASE,
)  # fmt: skip
_CODE = re.compile(r"\S*\d\S*")
_SIGNED_BY_DATE = ("take_part", "analysis", "recording")
_WITHDREW = re.compile(
    r"\b(?:withdrew|withdrawn|(?:has|have|is|are) withdrawing|withdraws|withdrawal|"
    r"(?:pulled|dropped|backed) out(?! an? )|changed (?:her|his|their|my|its) minds?|"
    r"no longer (?:wants?|wish(?:es)?|happy|willing|takes?|taking|agrees?|consents?)|"
    r"(?:wants?|wish(?:es)?|asked|asks|asking|would like|requested|requests|please)\b"
    r"(?:(?!\b(?:names?|surname|lunch|food|photos?|pictures?|address|number|place|town)\b)"
    r"[^,;.]){0,40}"
    r"\b(?:delet\w+|remov\w+|eras\w+|destroy\w*|(?:taken|take|left|leave|everything|it|all|"
    r"them|words|answers|be|data) out)(?! (?:(?:my|her|his|their|the) )?(?:sur|nick)?name))\b"
)
_ALL_OUT = re.compile(r"\b(?:everything|all|delet\w+|remov\w+|eras\w+|destroy\w*)\b")
_NOT_WITHDRAWN = re.compile(
    r"\b(?:not|never|no (?:wish|plans?|need|intention)|nothing|can|may|might|could|would|will|"
    r"right to|free to|able to|unless|until|if|whether|before|without)\b[^,;.]{0,30}"
    r"\b(?:withdr\w+|pull\w* out|drop\w* out|back\w* out|change\w*|delet\w+|remov\w+|eras\w+)|"
    r"\b(?:delet\w+|remov\w+|eras\w+|taken out|withdr\w+)\b[^,;.]{0,20}\b(?:later|some ?day|"
    r"one day|after (?:the|this|five|ten|two|three) \w+)|"
    r"\b(?:and|but|then|now) (?:is |she is |he is |they are )?(?:happy|ok|okay|fine|yes|back in|"
    r"agrees|taking part)\b|\b(?:withdr\w+|changed \w+ minds?)\b[^;]*\b(?:yes|back|again)$"
)
_STRICTEST = ("no", UNCLEAR, "", ASK, "yes")
KEPT_OUT_BY = ("take_part", "analysis")
_QUOTING = ("anonymous_quote", "named_quote")


def read_answer(cell: str) -> Answer | Literal["cross", "date"]:
    """Return what a cell says; "cross" for an x, which one list means as yes and another as no.

    Examples
    --------
    >>> [read_answer(cell) for cell in ("Yes please", "no thanks", "ask me first", "not sure")]
    ['yes', 'no', 'ask', 'unclear']
    """
    said = " ".join(cell.replace("’", "'").casefold().replace("n't", " not").split())
    said = said.strip(" .!,;")
    if said in _BLANK:
        return ""
    if said == "x":
        return "cross"
    if _DATE.fullmatch(said):
        return "date"
    if re.match(r"no(?:t)? (?:sure|t sure|decided)", said) or _UNSURE.fullmatch(said):
        return "unclear"
    plain = " ".join(re.sub(r"[,;:.()!–—-]+", " ", said).split())
    if _NO.fullmatch(plain) or says_withdrew(cell):
        return "no"
    if _ASK.fullmatch(plain):
        return "ask"
    return "yes" if _YES.fullmatch(plain) else "unclear"


def says_withdrew(cell: str) -> bool:
    """Tell whether a cell says that somebody took back what they had agreed to.

    That somebody may withdraw, or did not, says nothing of the kind.

    Examples
    --------
    >>> says_withdrew("yes - WITHDREW 20/3, wants everything out"), says_withdrew("pulled out")
    (True, True)
    >>> says_withdrew("yes, knows she can withdraw"), says_withdrew("changed his mind, now happy")
    (False, False)
    """
    said = " ".join(cell.replace("’", "'").casefold().replace("n't", " not").split())
    said = said.strip(" .!,;")
    return bool(_WITHDREW.search(said)) and not _NOT_WITHDRAWN.search(said)


@dataclass(frozen=True)
class ConsentColumn:
    """A column that is about consent, its heading read together with its cells.

    Attributes
    ----------
    header
        As it is written.
    heading
        What it says; unsettled too where the cells do not fit.
    """

    header: str
    heading: Heading

    @property
    def is_unsettled(self) -> bool:
        """Whether a person has to say what it means."""
        return self.heading.kind == "unsettled"

    def say(self) -> str:
        """Return what it is taken for, in a few words."""
        heading = self.heading
        if heading.kind == "no use":
            return "photographs: nothing here uses them"
        if heading.kind == "unsettled":
            return "not clear: nobody is quoted until you say what it means"
        what = " and ".join(_COLUMN.get(use, f"consent_{use}") for use in heading.uses)
        return f"{what} (a yes there means no)" if heading.is_refusal else what


_COLUMN = {"withdrawn_on": "withdrawn_on", "consent_expires_on": "consent_expires_on"}


def consent_columns(table: pd.DataFrame) -> dict[str, ConsentColumn]:
    """Return the columns of a list or register that are about consent, by their headings."""
    found = {}
    for header in (str(name) for name in table.columns):
        heading = _with_cells(read_heading(header), [str(cell) for cell in table[header]])
        if heading.kind != "other":
            found[header] = ConsentColumn(header, heading)
    return found


def consent_asked(table: pd.DataFrame, headers: Sequence[str]) -> dict[str, ConsentColumn]:
    """Return the columns of a form in which people say whether their words may be used.

    The headings are read as those of a list are. A form asks much else, though: what is not
    understood counts only where it asks for leave, and something below it answers that.

    Examples
    --------
    >>> import pandas as pd
    >>> form = pd.DataFrame({"May we quote you?": ["No"], "Were you happy with the ward?": ["No"]})
    >>> list(consent_asked(form, list(form.columns)))
    ['May we quote you?']
    """
    found = {}
    for header in headers:
        said = [cell for cell in map(str, table[header]) if cell.strip()]
        heading = read_heading(header)
        if heading.kind == "consent":
            is_asked = heading.is_strong or asks_leave(header) or are_answers(said)
            is_asked = is_asked and not asks_what_was_done(header)
        elif heading.kind == "no use":
            is_asked = are_answers(said)
        else:
            is_asked = heading.kind in ("unsettled", "other") and asks_leave(header)
            heading = Heading("unsettled", is_refusal=heading.is_refusal)
        if said and is_asked and any(map(_answers_a_leave, said)):
            found[header] = ConsentColumn(header, heading)
    return found


def _answers_a_leave(cell: str) -> bool:
    return read_answer(cell) != UNCLEAR or bool(_BEGINS_TO_ANSWER.match(cell)) or _hedges(cell)


def are_answers(cells: Sequence[str]) -> bool:
    """Tell whether every cell that is not empty says yes, no or ask."""
    said = [cell.strip() for cell in cells if cell.strip()]
    if said and all(cell.isdigit() for cell in said):
        return set(said) <= {"0", "1"}
    known = [
        (read_answer(cell) in ("yes", "no", "ask", "cross") or _hedges(cell))
        and not re.search(r"\d{2}|@", cell)
        for cell in said
    ]
    return bool(known) and all(known)


def speaks_of_consent(cell: str) -> bool:
    """Tell whether a note seems to be about what somebody agreed to."""
    return bool(re.search(r"\b(?:quot(?:e|ed|es|ing)|consent\w*|withdr[ae]w\w*|record(?:ed|ing))\b",
                          cell.casefold()))  # fmt: skip


def _with_cells(heading: Heading, cells: list[str]) -> Heading:
    """Return a heading as its cells bear it out."""
    said = [cell.strip() for cell in cells if cell.strip()]
    other = Heading("other", speaks=heading.speaks)
    if heading.kind in ("other", "date"):
        return heading
    if heading.kind == "consent":
        fits = heading.is_strong or not said or _look_like_answers(said)
        return heading if fits else other
    if not said:
        return other
    if _look_like_answers(said):
        return heading
    is_code = all(_CODE.fullmatch(cell) or _DATE.fullmatch(cell.casefold()) for cell in said)
    return heading if heading.is_strong and not is_code and not _are_labels(said) else other


def _are_labels(said: Sequence[str]) -> bool:
    """Tell whether cells are single words that answer no question: admin, user."""
    return all(len(cell.split()) == 1 and read_answer(cell) == UNCLEAR for cell in said)


def _look_like_answers(said: Sequence[str]) -> bool:
    if all(re.fullmatch(r"\d+", cell) for cell in said):
        return set(said) <= {"0", "1"}
    read = [read_answer(cell) for cell in said]
    words = [cell for cell, answer in zip(said, read, strict=True)
             if answer in ("yes", "no", "ask") and not cell.isdigit()]  # fmt: skip
    crosses = sum(answer in ("cross", "date") for answer in read)
    return bool(words) or crosses * 2 >= len(said) or any(_hedges(cell) for cell in said)


def _hedges(cell: str) -> bool:
    return bool(_UNSURE.fullmatch(cell.strip().casefold()))


def consent_answers(
    table: pd.DataFrame, columns: Mapping[str, ConsentColumn]
) -> list[dict[str, Answer]]:
    """Return for each row what was agreed to, by use; the strictest of several columns counts.

    Below an unsettled heading the strict reading holds: nobody is quoted, and whoever said no
    there, or may have, is left out.
    """
    rows: list[dict[str, Answer]] = [{} for _ in range(len(table))]
    for header, column in columns.items():
        cells = [str(cell).strip() for cell in table[header]]
        if column.is_unsettled:
            given = [_strictly(column.heading, cell) for cell in cells]
        elif column.heading.kind == "consent" and any(cells):
            given = answers_below(column.heading, cells)
        else:
            continue  # a column with nothing in it makes no other one stricter
        for row, answers in zip(rows, given, strict=True):
            for use, answer in answers.items():
                row[use] = min(row.get(use, answer), answer, key=_STRICTEST.index)
    return rows


def as_flags(answers: Mapping[str, Answer]) -> dict[str, bool | None]:
    """Return answers as the register's columns have them; in doubt, consent is not given.

    "Ask me first" to being quoted is a yes whose every quote the person approves. What is not
    clear keeps words out where it is about taking part, and quotes waiting elsewhere. Where taking
    part was answered for others and not here, silence is no consent to be quoted either.

    Examples
    --------
    >>> as_flags({"anonymous_quote": "ask"})
    {'consent_anonymous_quote': True, 'consent_approve_first': True}
    >>> as_flags({"take_part": "unclear", "archive": "unclear"})
    {'consent_take_part': False, 'consent_archive': None}
    """
    flags: dict[str, bool | None] = {}
    for use, answer in answers.items():
        unclear = {"take_part": False, "analysis": False, "approve_first": True}.get(use)
        value = {"yes": True, "no": False, UNCLEAR: unclear}.get(answer)
        if answer == ASK:
            value = True if use in ("anonymous_quote", "approve_first") else unclear
        flags[f"consent_{use}"] = value
    if answers.get("anonymous_quote") == ASK:
        flags["consent_approve_first"] = True
    silent = any(use in answers and not answers[use] for use in KEPT_OUT_BY)
    if silent and flags.get("consent_anonymous_quote"):
        flags["consent_anonymous_quote"] = None
    return flags


def strictest(one: Answer, other: Answer) -> Answer:
    """Return the answer of two that gives less consent; silence says nothing beside another."""
    if not one or not other:
        return one or other
    return min(one, other, key=_STRICTEST.index)


def stricter_flags(
    known: Mapping[str, object], said: Mapping[str, Answer]
) -> dict[str, bool | None]:
    """Return what a form changes in a person's flags: it adds a yes, and never outweighs a no.

    Parameters
    ----------
    known
        Their flags so far, by the register's columns.
    said
        What they said on forms, by use.

    Examples
    --------
    >>> stricter_flags({"consent_anonymous_quote": True}, {"anonymous_quote": "no"})
    {'consent_anonymous_quote': False}
    >>> stricter_flags({"consent_anonymous_quote": False}, {"anonymous_quote": "yes"})
    {'consent_anonymous_quote': False}
    """
    flags = as_flags(said)
    for column, given in flags.items():
        before, use = known.get(column), column.removeprefix("consent_")
        if use == "approve_first":
            flags[column] = given or bool(before)
        elif before is False or (before is True and given is None and said.get(use) != UNCLEAR):
            flags[column] = before
    return flags


def answers_below(heading: Heading, cells: Sequence[str]) -> list[dict[str, Answer]]:
    """Return what each cell below a heading that is understood says, by use."""
    cross = _what_a_cross_means(cells)
    rows: list[dict[str, Answer]] = []
    for cell in cells:
        said = read_answer(cell)
        row: dict[str, Answer] = {}
        for use in heading.uses:
            answer: Answer
            if said == "cross":
                answer = cross
            elif said == "date":
                answer = "yes" if use in _SIGNED_BY_DATE or heading.is_refusal else UNCLEAR
            else:
                answer = said
            row[use] = _turned(answer) if heading.is_refusal else answer
        if said == "no" and says_withdrew(cell):
            row |= dict.fromkeys(heading.uses, "no")
            if _ALL_OUT.search(cell.casefold()):
                row["take_part"] = "no"
        rows.append(row)
    return rows


def _turned(answer: Answer) -> Answer:
    """Return what an answer to a refusal says; that somebody does not refuse is no yes yet."""
    return "no" if answer == "yes" else "" if answer in ("no", "") else UNCLEAR


def _what_a_cross_means(cells: Sequence[str]) -> Answer:
    """Return what an x says: a tick where nothing else says yes, a no beside ticks."""
    said = {read_answer(cell) for cell in cells}
    if "yes" not in said:
        return "yes"
    return "no" if any(cell.strip() in "✓✔☑✅" for cell in cells if cell.strip()) else UNCLEAR


def _strictly(heading: Heading, cell: str) -> dict[str, Answer]:
    said = read_answer(cell)
    refuses = said == "no" or (heading.is_refusal and said not in ("", "no"))
    row: dict[str, Answer] = dict.fromkeys(_QUOTING, "no")
    return row | {"analysis": "no"} if refuses else row


CONSENT_WORDS: Mapping[Answer, str] = {
    "yes": "yes", "no": "no", UNCLEAR: "not sure", "": "", ASK: "yes",
}  # fmt: skip


def as_cells(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return answers as cells of the register, by its columns.

    Examples
    --------
    >>> as_cells({"anonymous_quote": "ask", "take_part": "yes"})
    {'consent_anonymous_quote': 'yes', 'consent_take_part': 'yes', 'consent_approve_first': 'yes'}
    """
    cells = {
        f"consent_{use}": "not sure"
        if answer == ASK and use not in ("anonymous_quote", "approve_first")
        else CONSENT_WORDS[answer]
        for use, answer in answers.items()
    }
    if answers.get("anonymous_quote") == ASK:
        cells["consent_approve_first"] = "yes"
    return cells


def stricter(one: str, other: str) -> str:
    """Return the cell of two that gives less consent; an empty one says nothing.

    Examples
    --------
    >>> stricter("yes", "no"), stricter("", "yes")
    ('no', 'yes')
    """
    if not one or not other:
        return one or other
    return min(one, other, key=lambda cell: _STRICTEST.index(_settled(cell)))


def _settled(cell: str) -> Answer:
    said = read_answer(cell)
    return "yes" if said == "cross" or said == "date" else said
