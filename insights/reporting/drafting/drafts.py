"""What is known of a draft of the very thing that a recommendation asks for.

Feedback on a draft is no test, and "nobody has tried it" is not all there is to say of it.
A draft is joined only by the part of the toolkit and by its own name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insights.project import Project
from insights.reporting.cells import rows_of, text_of
from insights.reporting.drafting.joins import name_words, part_of
from insights.reporting.wording import counted_noun, full_stop, in_words, listed

DRAFTED = "drafted"
_FEW = 2  # excerpts that name a draft, where the title does not
_AT_VERSION = re.compile(r"“(?P<name>[^”]+)”[^.]*\. It is at version (?P<version>[\w.]*\w)")


@dataclass(frozen=True)
class Draft:
    """A draft and the feedback on it.

    Attributes
    ----------
    names
        What the draft calls its sections on this.
    n_rounds, n_pieces
        How many rounds it went through, and how many pieces of feedback it had.
    version
        The version it is at; '' where none is recorded.
    """

    names: tuple[str, ...]
    n_rounds: int
    n_pieces: int
    version: str


def find_draft(
    title: str, said: Sequence[str], component: str, made: Mapping[str, Any], project: Project
) -> Draft | None:
    """Return the draft of what a recommendation asks for; None where there is none.

    A section of a draft is joined where it belongs to the same component, and where the title
    has all the words of its name, or at least two of the excerpts behind it have. What every
    name shares with the project's own ("money") tells nothing.
    """
    trail = rows_of(made["feedback_trail"]) if "feedback_trail" in made else []
    common = name_words(project.title)
    texts = [name_words(text) for text in said]

    def is_on_it(section: str) -> bool:
        words = name_words(section) - common
        named = words <= name_words(title) or sum(words <= text for text in texts) >= _FEW
        return bool(words) and named and part_of(section, project) == component

    rows = [row for row in trail if component and is_on_it(text_of(row["section"]))]
    if not rows:
        return None
    artefacts = {text_of(row["artefact"]) for row in rows}
    versions = [
        text_of(row[key]) for row in trail if text_of(row["artefact"]) in artefacts
        for key in ("version", "changed_in") if text_of(row[key])
    ]  # fmt: skip
    return Draft(
        tuple(dict.fromkeys(text_of(row["section"]) for row in rows)),
        len({text_of(row["round"]) for row in rows}), len(rows),
        max(versions, key=_order, default=""),
    )  # fmt: skip


def say_draft(draft: Draft, *, tested: bool) -> str:
    """Return what came of a draft, in sentences.

    Examples
    --------
    >>> print(say_draft(Draft(("The card",), 2, 6, "0.3"), tested=False))
    Nobody has tested it. A draft of “The card” had 6 pieces of feedback, in two rounds. It is \
at version 0.3.
    >>> say_draft(Draft(("Log",), 1, 1, ""), tested=True)
    'The draft of “Log” also had 1 piece of feedback, in one round.'
    """
    named = listed(f"“{name}”" for name in draft.names)
    n_rounds = in_words(draft.n_rounds)
    told = (
        f"{'The' if tested else 'A'} draft of {named} {'also ' * tested}had "
        f"{counted_noun(draft.n_pieces, 'piece')} of feedback, in {n_rounds} "
        f"round{'' if draft.n_rounds == 1 else 's'}."
    )
    at = f"It is at version {draft.version}." if draft.version else ""
    first = "" if tested else "Nobody has tested it."
    return " ".join(words for words in (first, told, at) if words)


def say_test_of_draft(tests: str) -> str:
    """Return the next step with a draft that nobody has tested, from what is said of it.

    Examples
    --------
    >>> say_test_of_draft(say_draft(Draft(("The card",), 2, 6, "0.3"), tested=False))
    'Test version 0.3 of “The card”, as it has had feedback and no test yet.'
    >>> say_test_of_draft("Nobody has tested it. A draft of “Log” had 1 piece of feedback.")
    'Test the draft, as it has had feedback and no test yet.'
    """
    found = _AT_VERSION.search(tests)
    what = f"version {found['version']} of “{found['name']}”" if found else "the draft"
    return full_stop(f"Test {what}, as it has had feedback and no test yet")


def is_changed_since(
    words: str, component: str, made: Mapping[str, Any], facts: Mapping[str, Mapping[str, Any]],
    project: Project,
) -> bool:  # fmt: skip
    """Return whether the drafts' own record says that what words find fault with was changed.

    That is where feedback on the same part, in at least half of the same words and in two or
    more, ends as changed.
    """
    meant = name_words(words)
    trail = rows_of(made["feedback_trail"]) if "feedback_trail" in made else []
    for row in trail:
        if text_of(row["state"]) != "changed" or not component or (
            part_of(text_of(row["section"]), project) != component
        ):  # fmt: skip
            continue
        told = " ".join(text_of(facts[str(e)]["text"]) for e in row["excerpt_ids"]
                        if str(e) in facts)  # fmt: skip
        shared = meant & name_words(f"{told} {text_of(row['what'])}")
        if len(shared) > 1 and 2 * len(shared) >= len(meant):
            return True
    return False


def _order(version: str) -> tuple[tuple[int, str], ...]:
    """Return a version to sort by, its numbers as numbers: 0.10 comes after 0.9."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in version.split("."))
