"""What a heading or a question invites: problems, ideas, priorities, or it does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping

from insights.errors import Problem, nearest
from insights.project import Project
from insights.tables import PROMPT_KINDS

_PRIORITY = re.compile(r"\b(?:vot(?:e|es|ed|ing)|priorit\w{1,12}|rank(?:ed|ing)?|dots?|"
                       r"most important)\b")  # fmt: skip
_GUESSES = (
    ("problem", re.compile(
        r"\b(?:experiences?|experienced|problems?|challeng(?:e|es|ing)|hard(?:est|er)?|"
        r"difficult(?:y|ies)?|barriers?|struggl(?:e|es|ing)|worr(?:y|ies)|frustrat\w{1,8}|"
        r"issues?|concerns?|pain points?|not work(?:ing)?|went wrong|goes wrong|"
        r"in the way|what is it like|what(?:'|’)s it like|thorns?)\b")),
    ("idea", re.compile(
        r"\b(?:ideas?|solutions?|would(?: have)? help(?:ed)?|could help|what helps|"
        r"improv(?:e|ed|ing|ement|ements)|should|suggest(?:ions?|ed)?|how might we|"
        r"how could we|could we|want to see|like to see|wish(?:es)?|recommend\w{0,8}|"
        r"do differently|would make|opportunit(?:y|ies)|buds?|change(?:s|d)?)\b")),
)  # fmt: skip
_JOINED = re.compile(r"\b(?:and|or)\b|[&/+]")
_NUMBERING = re.compile(
    r"^(?:(?:activity|exercise|session|part|question|task|round|section|step|q)\s*)?"
    r"\d{0,2}[a-z]?\s*[.:)–—-]+\s*"
)


def fold_prompt(words: str) -> str:
    """Return a heading or question without case, outer punctuation and spare spaces."""
    return " ".join(words.casefold().replace("_", " ").split()).strip(" .:?!*#-–—“”\"'")


def guess_prompt_kind(words: str) -> str:
    """Return the kind of prompt that plain words invite, or "unspecified".

    Examples
    --------
    >>> guess_prompt_kind("What is hard?"), guess_prompt_kind("What would help?")
    ('problem', 'idea')
    >>> guess_prompt_kind("Problems and solutions"), guess_prompt_kind("Dot voting")
    ('unspecified', 'priority')
    """
    folded = " ".join(words.casefold().replace("_", " ").split())
    if _PRIORITY.search(folded):
        return "priority"
    found = sorted(
        (match.start(), match.end(), kind)
        for kind, pattern in _GUESSES
        if (match := pattern.search(folded))
    )
    if not found:
        return "unspecified"
    if len(found) == 2 and _JOINED.fullmatch(folded[found[0][1] : found[1][0]].strip() or "-"):
        return "unspecified"
    return found[0][2]


class Prompts:
    """Looks up what project.toml says of a prompt, else guesses; collects wrong kinds."""

    def __init__(self, project: Project) -> None:
        self.problems: list[Problem] = []
        self._everywhere = self._checked(project.prompts, "[prompts]")
        self._in_session = {
            session.session_id: self._checked(
                session.prompts, f"[sessions.{session.session_id}.prompts]"
            )
            for session in project.sessions
        }

    def _checked(self, given: Mapping[str, str], where: str) -> dict[str, str]:
        kinds: dict[str, str] = {}
        for prompt, kind in given.items():
            if kind in PROMPT_KINDS:
                kinds[fold_prompt(prompt)] = kind
            else:
                self.problems.append(
                    Problem(
                        "project.toml", where,
                        f"“{kind}” is not a kind of prompt, so it was not used.",
                        f"Write one of: {', '.join(PROMPT_KINDS)}.{nearest(kind, PROMPT_KINDS)}",
                    )
                )  # fmt: skip
        return kinds

    def configured(self, session_id: str, words: str) -> str | None:
        """Return the kind that project.toml gives, or None."""
        folded = fold_prompt(words)
        for kinds in (self._in_session.get(session_id, {}), self._everywhere):
            for candidate in (folded, _NUMBERING.sub("", folded)):
                if candidate in kinds:
                    return kinds[candidate]
        return None

    def kind_of(self, session_id: str, *words: str) -> str:
        """Return the kind of the first of ``words`` that is known or can be guessed."""
        for prompt in words:
            if kind := self.configured(session_id, prompt):
                return kind
        for prompt in words:
            if (kind := guess_prompt_kind(prompt)) != "unspecified":
                return kind
        return "unspecified"
