"""Which activity a note belongs to: what people were asked, by the headings above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.project import Project
from insights.sources.prompts import Prompts
from insights.sources.sessions import Question, find_perspective

PLAIN_LEVEL = 8  # of a question typed as plain text over what was said to it


@dataclass(frozen=True)
class Activity:
    """What people were asked at one place in the notes.

    Attributes
    ----------
    name
        The heading that names it.
    prompt
        The prompt in full, where the notes give it; else the heading.
    kind
        What the prompt invites.
    group_label
        The heading or column below it: the group's own name for a cluster.
    """

    name: str | None
    prompt: str | None
    kind: str
    group_label: str | None


class Headings:
    """The headings above the place where a reader of a document stands.

    Parameters
    ----------
    question
        What stands first in the document, where that is a question.
    """

    def __init__(self, question: Question | None) -> None:
        self._above: list[tuple[int, str]] = []
        self._is_below_title = question is not None and question.is_title
        if question is not None:
            self._above.append((question.level or PLAIN_LEVEL, question.words))

    def enter(self, level: int, words: str) -> None:
        """Go on below a heading; those of its level and lower ones end."""
        if self._is_below_title:
            self._above, self._is_below_title = [], False
        self._above = [heading for heading in self._above if heading[0] < level]
        self._above.append((level, words))

    @property
    def words(self) -> list[str]:
        """The headings, the highest first."""
        return [words for _, words in self._above]


def name_activity(
    project: Project,
    prompts: Prompts,
    session_id: str,
    headings: Sequence[str],
    label: str | None,
    prompt: str | None,
    column: str | None,
) -> Activity:
    """Return the activity at a place in the notes.

    Parameters
    ----------
    headings
        The headings above, the highest first; those that only name a group are passed over.
    label
        A line such as "Worries:" over a list.
    prompt
        The prompt in words, where the notes give one.
    column
        The column's name, in a table.
    """
    labels = [*headings, *([label] if label else [])]
    labels = [words for words in labels if find_perspective(project, words) is None] or labels
    at = _main_heading(prompts, session_id, labels, bool(label))
    if at is None:
        name, kind, below = prompt, prompts.kind_of(session_id, prompt or ""), labels
    else:
        name, below = labels[at], labels[at + 1 :]
        kind = prompts.kind_of(session_id, name, *([prompt] if prompt else []))
    group_label = below[-1] if below else None
    if not column:
        return Activity(name, prompt or name, kind, group_label)
    own = prompts.kind_of(session_id, column)
    if own not in ("unspecified", kind):
        return Activity(column, prompt or column, own, group_label)
    return Activity(name, prompt or name, kind, column)


def _main_heading(
    prompts: Prompts, session_id: str, labels: Sequence[str], ends_in_label: bool
) -> int | None:
    """Return the place of the heading that names the activity.

    The deepest that project.toml knows; else the highest whose words tell what it invites
    (a cluster below "Ideas" may be called "Money problems"); else the lowest heading.
    """
    for at in reversed(range(len(labels))):
        if prompts.configured(session_id, labels[at]):
            return at
    for at, words in enumerate(labels):
        if prompts.kind_of(session_id, words) != "unspecified":
            return at
    lowest = len(labels) - 1 - ends_in_label
    return lowest if lowest >= 0 else None
