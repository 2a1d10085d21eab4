"""Which column says what group people belong to: by its heading and by what stands below it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from insights.errors import Problem
from insights.forms.group_words import group_of, guess_group, is_no_group, names_people
from insights.project.spelling import fold_group

if TYPE_CHECKING:
    from insights.project import Project

Heading = Literal["declared", "asks", "may", "open", "other matter"]

_DECLARED = ("perspective", "participant group")
_AS = r"(?:today |here |this |it |the survey |the form |this form |this survey )?as(?: an?)?"
_WHO = r"(?:you|yourself|your (?:role|perspective|involvement|position|capacity))"
_PERSON = (
    r"(?:participant|respondent|attendee|delegate|stakeholder|contributor|audience|person|member)s?"
)
_ASKS = re.compile(
    rf"(?:please )?(?:tell us |say )?who (?:are you|you are)(?: today| here)?|who|"
    rf"(?:what|which) hat are you wearing(?: today)?|(?:what|which)(?: of these)? are you|"
    r"who are you (?:here|answering|attending|responding|speaking|taking part) as|"
    rf"i (?:am|m|come|came|attend|attended|joined|speak|answer|respond|take part)"
    rf"(?: (?:here|answering|attending|responding|speaking|taking part|completing|filling in|"
    rf"joining|coming|participating))?(?: {_AS}| an?)?|"
    rf"(?:i am |are you )?(?:here|present|attending|answering|responding|speaking|taking part|"
    rf"participating|joining|coming|joining us|completing) {_AS}|"
    rf"are you(?: here)?(?: as)?(?: an?)?|you are(?: an?)?|"
    rf"(?:in )?(?:what|which) capacity\b.*|(?:your )?(?:capacity|perspective)|"
    rf"(?:which|what)(?: of (?:these|the following))?(?: (?:group|option|statement|word|role)s?)?"
    rf"(?: best)? describes? {_WHO}(?: best)?(?: today| here)?|"
    rf"(?:type|kind|category) of {_PERSON}|user type|"
    rf"{_PERSON} (?:type|group|category|kind)|"
    rf"(?:which|what) (?:group|category) (?:do you (?:belong to|represent|come from)|are you "
    rf"(?:in|from))|(?:your )?group"
)
_MAY = re.compile(
    r"(?:what is |what s )?(?:your |my )?(?:role(?: is)?|position|background|"
    r"connection|relationship|link|"
    r"involvement|stake|interest)(?: (?:in|to|with) (?!this$).{1,60})?|"
    r"(?:your )?role (?:today|here|in (?:the|this) .{1,30})|type|category|about you|"
    r"participants?|respondents?|attendees?|stakeholders?|delegates?|cohort|strand|segment|"
    r"how (?:would|do) you describe yourself|who do you represent|"
    r"(?:who )?(?:are you )?representing|designation|affiliation|i represent"
)
# A question that does not ask who somebody is asks about something else.
_QUESTION = re.compile(
    r"(?:who|whom|whose|which|what|where|when|why|how|do|does|did|would|should|could|can|will|"
    r"has|have|had|is|was|were|are|am|i|if|please|tell|describe|rate)\b"
)
_OF_ONESELF = re.compile(r"i \w+(?: as| with| on behalf of)?|i am \w+ on behalf of")
_OTHER_MATTER = re.compile(
    r"\b(?:(?:type|kind|sort) of|"
    r"age|gender|sex|ethnic\w*|relig\w+|faith|belief|borough|ward|area|region|town|city|"
    r"postcode|address|place|site|venue|location|service used|services?|appointments?|"
    r"hous(?:e|ing)|home|table|size|jobs?|employment|referr\w+|referral|prefer\w*|contact\w*|"
    r"consent\w*|quoted?|helped|supported|seen|spoke\w*|session|workshop|date|time|idea|score|"
    r"rating|language|diagnos\w+|disab\w+|benefits?|by|about whom|colour|email|phone|name)\b"
)
_ALTERNATIVES = re.compile(r" ?[/|] ?| or (?:an? |from |as )?|, ?(?:or )?(?:an? )?")
_ASKED = re.compile(
    r"(?:(?:are you|i am|i m|you are)(?: here)?(?: as)?|is the (?:respondent|participant|attendee)|"
    r"do you (?:have(?= (?:\w+ )?lived experience)|identify as))(?: an?)? "
)
_YES_NO = frozenset(["yes", "no", "y", "n", "true", "false", "maybe", "sometimes", "not sure"])
_TOO_SHORT = re.compile(
    r"[\W_]*(?:\w|[0-9.,:/-]+|(?:table|group|room|team) ?\w{1,2}|red|blue|green|yellow|orange|"
    r"purple|pink|white|black)[\W_]*", re.IGNORECASE,
)  # fmt: skip
_MOSTLY = 0.5  # of the rows, below a heading that asks who somebody is
_NEARLY_ALL = 0.8  # of the rows, where the heading leaves it open
_MOST_GROUPS = 15


@dataclass(frozen=True)
class GroupColumn:
    """The column that says which group people belong to, and those that may.

    Attributes
    ----------
    header
        The column; "" where none surely is.
    doubtful
        Columns of which only a person can tell, where there is no sure one.
    ticked
        Those of them that hold yes and no.
    """

    header: str = ""
    doubtful: tuple[str, ...] = ()
    ticked: frozenset[str] = frozenset()


def find_group_column(
    project: Project, cells: Mapping[str, Sequence[str]], *, named: str = ""
) -> GroupColumn:
    """Return the column of a table that says which group people belong to.

    Heading and content are weighed together: "Your role" above "Tenant" and "Housing officer"
    is one, "Who helped you?" above "GP" and "Family" is none.

    Parameters
    ----------
    cells
        What stands below each heading.
    named
        The column that project.toml names; it is taken as it is.
    """
    if named:
        return GroupColumn(named)
    sure: list[tuple[int, float, int, str]] = []
    doubtful: list[str] = []
    ticked: set[str] = set()
    for at, (header, column) in enumerate(cells.items()):
        given = [cell for cell in column if not is_no_group(cell)]
        if not given:
            continue
        heading = read_heading(header)
        share = sum(map(names_people, given)) / len(given)
        known = sum(group_of(project, cell) is not None for cell in given) / len(given)
        verdict = _weigh(project, header, heading, given, max(share, known))
        if verdict == "sure":
            rank = ("declared", "asks", "may").index(heading)
            sure.append((rank, -max(share, known), at, header))
        elif verdict in ("ask", "ticked"):
            doubtful.append(header)
            ticked |= {header} if verdict == "ticked" else set()
    if sure:
        return GroupColumn(min(sure)[-1])
    return GroupColumn("", tuple(doubtful), frozenset(ticked))


def read_heading(header: str) -> Heading:
    """Return whether a heading asks who somebody is.

    Examples
    --------
    >>> [read_heading(words) for words in ("Who are you (Tenant/Officer)", "Your role", "Badge")]
    ['asks', 'may', 'open']
    >>> read_heading("Which service did you use?"), read_heading("Staff / service user")
    ('other matter', 'asks')
    """
    stem = _plain(re.sub(r"\([^()]*\)|:.*", " ", header))
    if stem in _DECLARED:
        return "declared"
    if _ASKS.fullmatch(stem) or _offers_groups(header):
        return "asks"
    if _MAY.fullmatch(stem):
        return "may"
    if _OF_ONESELF.fullmatch(stem):
        return "open"
    if _OTHER_MATTER.search(stem) or _QUESTION.match(stem):
        return "other matter"
    return "open"


def doubtful_problems(project: Project, found: GroupColumn, shown: str) -> list[Problem]:
    """Return a problem for each column of which only a person can tell; with the line to write.

    Parameters
    ----------
    shown
        The file inside the project.
    """
    problems = []
    for header in found.doubtful:
        if header in found.ticked:
            problems.append(Problem(
                shown, f"column {header}",
                "This column seems to ask for people's group, and yes or no does not say which "
                "group the others belong to. It was not used for that.",
                "Add a column perspective that names each person's group: "
                f"{', '.join(project.perspectives)}.",
            ))  # fmt: skip
            continue
        section = f'[columns."{shown}"]'
        line = f"perspective = {json.dumps(header, ensure_ascii=False)}"
        where = (
            f"write below {section} in project.toml:\n{line}"
            if shown in project.columns
            else f"write into project.toml:\n{section}\n{line}"
        )
        problems.append(Problem(
            shown, f"column {header}",
            "This column may say which group people belong to. That is not sure, so it was not "
            "used for that.",
            f"If it does, {where}\nIf it does not, there is nothing to do.",
        ))  # fmt: skip
    return problems


def _weigh(
    project: Project, header: str, heading: Heading, given: Sequence[str], share: float
) -> Literal["sure", "ask", "ticked", "no"]:
    distinct = {fold_group(cell) for cell in given}
    if heading == "declared":
        return "sure"
    if {cell.casefold().strip(" .") for cell in given} <= _YES_NO:
        return "ticked" if _asks_one_group(header) else "no"
    if all(_TOO_SHORT.fullmatch(cell) for cell in given) and share < _MOSTLY:
        return "ask" if _offers_groups(header) else "no"
    if heading == "asks":
        return "sure"
    if len(distinct) > _MOST_GROUPS:
        return "no"
    if heading == "may":
        return "sure" if share > _MOSTLY else "no"
    if heading == "open" and share >= _NEARLY_ALL and len(given) > 1:
        meant = {group_of(project, cell) or guess_group(cell) for cell in given} - {None}
        return "ask" if len(meant) > 1 else "no"
    return "no"


def _offers_groups(header: str) -> bool:
    """Tell a heading that names the groups to choose from: "Are you staff or a patient?"."""
    choices = _choices(header)
    return len(choices) > 1 and sum(map(names_people, choices)) * 2 > len(choices)


def _asks_one_group(header: str) -> bool:
    """Tell a question after one group: "Are you a tenant?"."""
    bare = _plain(header)
    asked = _ASKED.match(f"{bare} ")
    return asked is not None and names_people(bare[asked.end() :])


def _choices(header: str) -> list[str]:
    bare = " ".join(re.sub(r"[?:.…*]+", " ", header.casefold().replace("_", " ")).split())
    bare = re.sub(r"(?:as |from )?(?:my |your )own experience", "lived experience", bare)
    asked = _ASKED.match(bare)
    choices = [one for one in _ALTERNATIVES.split(bare[asked.end() :] if asked else bare) if one]
    return choices if all(len(one.split()) <= 4 for one in choices) else []


def _plain(header: str) -> str:
    folded = re.sub(r"['’]", " ", header.casefold())
    return " ".join(re.sub(r"[\W_]+", " ", folded).split())
