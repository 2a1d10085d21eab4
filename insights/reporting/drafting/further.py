"""What one voice asks for beyond all others who propose the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from insights.reporting.proposing.grammar import VERBS, base_form
from insights.reporting.proposing.proposals import content_words

_SENTENCES = re.compile(r"[^.!?\n]+")
_CLAUSES = re.compile(r"[^,;:]+")
_JOINT = re.compile(r"^(?:(?:and|but|so|then)\b\s*)+", re.IGNORECASE)


def goes_further(words: str, title: str, others: Sequence[str]) -> str:
    """Return the part of a proposal that neither its title nor anybody else says; '' for none.

    It is cut out of the words as they stand, from one sentence: that of the title.

    Examples
    --------
    >>> goes_further("Helpers who've been there, in every office, on the payroll. Drawn in ink.",
    ...              "Have helpers who have been there", ["I met a helper at the door"])
    'in every office, on the payroll'
    >>> goes_further("Plain letters, and then also in Welsh", "Write plain letters", [])
    'also in Welsh'
    >>> goes_further("Helpers at the door", "Have helpers at the door", [])
    ''
    >>> goes_further("Helpers in every office, on the payroll", "Have paid helpers", [])
    ''
    """
    said = set(content_words(title)).union(*(content_words(other) for other in others))
    for sentence in _SENTENCES.finditer(words):
        if not set(content_words(sentence.group())) & set(content_words(title)):
            continue
        own = [
            clause for clause in _CLAUSES.finditer(sentence.group())
            if (meant := set(content_words(clause.group()))) and not _is_said(meant, said)
        ]  # fmt: skip
        if own:
            return _JOINT.sub("", sentence.group()[own[0].start() : own[-1].end()].strip())
    return ""


def _is_said(meant: Collection[str], said: Collection[str]) -> bool:
    """Return whether any of the words is among those said, or is built on a verb of theirs.

    Who is on the payroll is paid.
    """
    verbs = {base for word in said for base in (word, base_form(word)) if base in VERBS}
    return any(word in said or word.startswith(tuple(verbs)) for word in meant)
