"""Words for a group that nobody has explained yet: said once, with the lines that explain them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from insights.errors import Problem
from insights.forms.group_words import group_of, guess_group, is_no_group, names_people
from insights.project import Project
from insights.project.spelling import fold_group
from insights.sheets import some_rows

_SAFE = re.compile(r"[^\W\d_]+(?:[ '’/&-]{1,3}[^\W\d_]+){0,6}")
_LONGEST = 60
_SECTION = "[perspectives.words]"
_LINE = re.compile(r'"((?:[^"\\]|\\.)+)" = "')
NO_GROUP = "for no group that the project knows"
_FEW = 5  # rows that are counted out one by one
_AS_GOOD_AS_SAME = 0.85  # a slip of the pen; "Young carer" is not a slip for "carer"


def unknown_words(
    project: Project, column: Iterable[str], rows: Iterable[int]
) -> dict[str, list[int]]:
    """Return the words of a group column that stand for no perspective, each with its rows.

    "Tenant", "tenants" and "TENANT " are one word. No answer, "Other" and "Prefer not to say"
    are none.
    """
    spelt: dict[str, Counter[str]] = {}
    found: dict[str, list[int]] = {}
    for words, row in zip(column, rows, strict=True):
        if not is_no_group(words) and group_of(project, words) is None:
            spelt.setdefault(fold_group(words), Counter())[" ".join(words.split())] += 1
            found.setdefault(fold_group(words), []).append(row)
    return {spelt[word].most_common(1)[0][0]: where for word, where in found.items()}


def unknown_groups(
    project: Project, words: Mapping[str, Sequence[int]], shown: str, column: str = "perspective",
    n_rows: int = 0,
) -> Problem:  # fmt: skip
    """Return the one problem for all words in a group column that stand for no perspective.

    Parameters
    ----------
    words
        Each such word as it is written, with its rows.
    shown, column
        The file and the column, as people know them.
    n_rows
        How many rows there are at all.
    """
    rows = sorted(number for numbers in words.values() for number in numbers)
    n_people = "1 person counts" if len(rows) == 1 else f"{len(rows)} people count"
    what = "A word" if len(words) == 1 else f"{len(words)} words"
    where = f"all {n_rows} rows" if _FEW < n_rows == len(rows) else some_rows(rows)
    return Problem(
        shown, f"{where}, column {column}",
        f"{what} in this column {'stands' if len(words) == 1 else 'stand'} {NO_GROUP}, so "
        f"{n_people} as unknown.",
        explain_groups(project, words, _shared(words), words),
    )  # fmt: skip


def _shared(words: Mapping[str, Sequence[int]]) -> set[str]:
    """Return the words that may be told: a word that one person alone has may be their name."""
    return {said for said, rows in words.items() if len(rows) > 1}


def explain_groups(
    project: Project, words: Iterable[str], told: Collection[str] = (),
    rows: Mapping[str, Sequence[int]] | None = None,
) -> str:  # fmt: skip
    """Return what a person does about words that stand for no group: the lines to paste.

    Parameters
    ----------
    words
        As they are written.
    told
        Those of them that may be told again. A word that says what kind of person somebody is
        may always be.
    rows
        Where each of them stands.

    Examples
    --------
    >>> from pathlib import Path
    >>> explain_groups(Project("demo", Path("."), "Demo"), ["profesional"])
    'Did you mean "professional"?'
    >>> print(explain_groups(Project("demo", Path("."), "Demo"), ["Tenant", "Volunteer"]))
    Paste these lines at the end of project.toml, and check or write the group on each:
    [perspectives.words]
    "Tenant" = "lived_experience"  # a guess
    "Volunteer" = ""  # lived_experience, professional, both, carer, or a name of your own
    """
    slips: dict[str, None] = {}
    lines: dict[str, None] = {}
    untold = 0
    hidden: list[int] = []
    for said in words:
        if (near := _slip_for(project, said)) is not None:
            slips[f'Did you mean "{near}"?'] = None
        elif len(said) <= _LONGEST and (
            names_people(said) or (said in told and _SAFE.fullmatch(said))
        ):
            lines[_line_for(project, said)] = None
        else:
            untold += 1
            hidden += (rows or {}).get(said, ())
    parts = [" ".join(slips)] if slips else []
    if lines:
        parts += [_where_to_paste(project), *lines]
    if untold:
        choices = f"{', '.join(project.perspectives)}, or unknown"
        parts.append(
            f"Write one of {choices}; or give {'this word' if untold == 1 else 'each word'} a line "
            'below [perspectives.words] in project.toml: "the word" = "its group".'
            if not lines
            else f"{_not_shown(untold, sorted(hidden))} write {choices} in its place."
        )
    return "\n".join(parts)


def _not_shown(n: int, rows: Sequence[int]) -> str:
    """Return why words are not shown, and where they stand."""
    where = f" ({some_rows(rows)})" if rows else ""
    if n == 1:
        return (
            f"One more word{where} stands there once or looks like free text. It may be a name, "
            "so it is not shown here:"
        )
    return (
        f"{n} more words{where} stand there once or look like free text. They may be names, so "
        "they are not shown here:"
    )


def say_words_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return problems in which each line to paste stands once: twice, they would not load."""
    told: set[str] = set()
    first = ""
    kept = []
    for problem in problems:
        lines = problem.fix.split("\n")
        words = {line: fold_group(match[1]) for line in lines if (match := _LINE.match(line))}
        if not words:
            kept.append(problem)
            continue
        own = [line for line in lines if words.get(line) not in told or line not in words]
        told |= set(words.values())
        if first:
            own = [line for line in own if line != _SECTION and not line.startswith("Paste")]
            more = any(line in words for line in own)
            own.insert(0, f"Add these to the lines given for {first}:" if more
                       else f"The lines given for {first} settle this.")  # fmt: skip
        first = first or problem.source
        kept.append(replace(problem, fix="\n".join(own)))
    return kept


def _where_to_paste(project: Project) -> str:
    if project.perspective_words:
        return "Below [perspectives.words] in project.toml, write or complete these lines:"
    return (
        "Paste these lines at the end of project.toml, and check or write the group on each:\n"
        f"{_SECTION}"
    )


def _line_for(project: Project, said: str) -> str:
    word = json.dumps(said, ensure_ascii=False)
    if (guess := guess_group(said)) in project.perspectives:
        return f'{word} = "{guess}"  # a guess'
    return f'{word} = ""  # {", ".join(project.perspectives)}, or a name of your own'


def _slip_for(project: Project, said: str) -> str | None:
    spellings = [
        *project.perspectives,
        *(s for all_ in project.perspectives.values() for s in all_),
    ]
    found = get_close_matches(said.casefold(), spellings, n=1, cutoff=_AS_GOOD_AS_SAME)
    return found[0] if found else None
