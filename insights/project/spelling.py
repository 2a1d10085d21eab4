"""When two words for a group are the same word: in any case, singular or plural."""

from __future__ import annotations

import re
from functools import lru_cache

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD = re.compile(
    r"^(?:as |i am |im |i m )?(?:(?:an? |the )?(?:other|another) )?(?:an? |the |my |our )?"
)
_SINGULAR = {"people": "person", "children": "child"}


@lru_cache(maxsize=4096)
def fold_group(words: str) -> str:
    """Return a word for a group as it is compared: no case, no plural, no article.

    Examples
    --------
    >>> {fold_group(word) for word in ("Tenants", "tenant ", "TENANT", "a tenant")}
    {'tenant'}
    """
    plain = re.sub(r"['’]", "", _BRACKETS.sub(" ", words).casefold())
    plain = " ".join(re.sub(r"[^\w/&+,]+|_+", " ", plain).split())
    plain = _LEAD.sub("", plain, count=1) or plain
    return " ".join(map(_singular, plain.split()))


def _singular(word: str) -> str:
    if word in _SINGULAR:
        return _SINGULAR[word]
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "nhs")):
        return word[:-1]
    return word
