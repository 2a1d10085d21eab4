"""How somebody is called, read: the words of a name, without titles, case and order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from insights.privacy.names import name_parts
from insights.privacy.normal import fold, normalise
from insights.privacy.wording import word_set

Parts = tuple[str, ...]

_MEN = word_set("mr sir lord master")
_WOMEN = word_set("mrs ms miss lady dame")
TITLES = _MEN | _WOMEN | word_set(
    "mx dr doctor prof professor cllr councillor rev revd reverend fr rabbi imam hon"
)  # fmt: skip
_LETTERS_BEHIND = word_set("mbe obe cbe phd dphil mbbs frcgp mrcgp frcp mrcp rmn rgn")
_PRONOUNS = re.compile(
    r"[(\[]\s?(?:she|he|they|ze)(?:\s?[/,]\s?(?:her|hers|him|his|them|theirs|they|she|he|zir)){1,3}"
    r"\s?[)\]]",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\W\d_]+(?:[ .,'’‘`´-]+[^\W\d_]+)*[ .,]*")
LONGEST = 80


@dataclass(frozen=True, repr=False)
class Way:
    """One way to call somebody, read: the words of the name in order, and what stood beside it.

    Attributes
    ----------
    parts
        The words, folded, given name first.
    sex
        What a title says: "m", "f" or "".
    is_plain
        Whether there was nothing beside the words of a name: no number, no bracket.
    """

    parts: Parts
    sex: str = ""
    is_plain: bool = True

    def __repr__(self) -> str:
        return f"Way({len(self.parts)} words)"


@lru_cache(maxsize=20_000)
def read_way(label: str) -> Way:
    """Return a name without titles, case, accents and spare spaces, its given name first.

    Examples
    --------
    >>> read_way("Dr Priya Nair").parts == read_way("NAIR,  Prof. Priya").parts
    True
    >>> read_way("Priya Nair 2").is_plain
    False
    """
    text = _PRONOUNS.sub(" ", normalise(label[:LONGEST]).text).strip(" ;:")
    before, comma, behind = text.partition(",")
    first, last = list(name_parts(before)), list(name_parts(behind))
    words = first if comma and set(last) <= _LETTERS_BEHIND else [*last, *first]
    titles = [word for word in words if word in TITLES]
    kept = [word for word in words if word not in TITLES]
    if len(kept) < 2:  # "Dr Nair", or somebody whose name is a title
        kept, titles = kept or words, titles if kept else []
    while len(kept) > 2 and kept[-1] in _LETTERS_BEHIND:
        kept.pop()
    sexes = {"m" if t in _MEN else "f" for t in titles if t in _MEN | _WOMEN}
    is_plain = _PLAIN.fullmatch(text) is not None and behind.count(",") == 0
    return Way(tuple(kept), sexes.pop() if len(sexes) == 1 else "", is_plain)


def is_same_way(one: str, other: str) -> bool:
    """Tell whether two names are the same but for title, case, accents, order and spaces.

    Examples
    --------
    >>> is_same_way("Mrs Amina Warsame", "warsame, amina"), is_same_way("Mr J Lee", "Mrs J Lee")
    (True, False)
    """
    a, b = read_way(one), read_way(other)
    if len(a.parts) < 2:
        return fold(" ".join(one.split())) == fold(" ".join(other.split()))
    return a.parts == b.parts and a.is_plain and b.is_plain and not clash(a, b)


def clash(a: Way, b: Way) -> bool:
    """Tell whether their titles say that one is a man and the other a woman."""
    return bool(a.sex and b.sex and a.sex != b.sex)
