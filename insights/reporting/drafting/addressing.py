"""Who is asked to act, where a decision or participants' own words name somebody.

Whoever commissioned the work decides; who acts may be somebody else. Nothing is guessed: a
body is named by its kind of word, beside a word that asks it to act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from insights.reporting.wording import capitalised, listed

NOT_AGREED = "Not agreed yet"
_KIND = (
    r"(?:council|local authority|benefits office|job ?centre|surger(?:y|ies)|practices?|"
    r"reception(?:ists)?|link workers?|housing|hospital|ward|pharmac(?:y|ies)|librar(?:y|ies)|"
    r"schools?|college|university|police|charity|charities|trust|landlords?|bank|creditors?|"
    r"welfare rights|crisis (?:line|team)|commissioners?)"
)
_BODY = (
    rf"(?P<body>(?:(?:one|an?|the|each|every) )?(?:local )?{_KIND}"
    r"(?: (?:teams?|office|desk|staff))?)"
)
_ASKED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:make|ask|get|require|have) {_BODY}\b(?= (?:answerable|responsible|to |own|run))",
        rf"\b{_BODY} (?:should|must|ought to|needs? to|ha(?:s|ve) to|could|can promise)\b(?! be)",
    )
)


def bodies_asked(texts: Sequence[str]) -> list[str]:
    """Return the bodies that texts ask to act, each once, in their order.

    Examples
    --------
    >>> bodies_asked(["Make one council team answerable for the page", "Council could own it."])
    ['a council team', 'the council']
    >>> bodies_asked(["I went to the council.", "They should ring back."])
    []
    """
    found: dict[str, str] = {}
    for text in texts:
        for pattern in _ASKED:
            for match in pattern.finditer(" ".join(text.split())):
                body = match["body"].casefold()
                article, _, rest = body.partition(" ")
                if article == "one":
                    body = f"a {rest}"
                elif article not in ("a", "an", "the", "each", "every") and not body.endswith("s"):
                    body = body if body in _BARE else f"the {body}"
                found.setdefault(body.removeprefix("the ").removeprefix("a "), body)
    return list(found.values())


_BARE = ("reception", "housing")


def say_addressee(asked: Sequence[str], words: Sequence[str], commissioner: str) -> str | None:
    """Return who is asked to act: as a decision says, as people said, or who decides it.

    Examples
    --------
    >>> say_addressee(["Make one council team answerable for it"], [], "The board")
    'A council team'
    >>> say_addressee(["Pay for it"], [], "The board"), say_addressee([], [], "The board")
    ('The board', None)
    """
    named = bodies_asked(asked) or bodies_asked(words)
    if named:
        return capitalised(listed(named[:3]))
    return commissioner if asked and commissioner else None
