"""Entities of a trained spaCy pipeline, united with the rules' where one is installed.

Nothing is ever downloaded. Without a trained pipeline there is nothing here to find; with
one, what it takes for a person, a place or an organisation is covered too, and never
uncovers anything. Switched off by the environment variable ``INSIGHTS_TRAINED=off``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from insights.privacy import wording as w
from insights.privacy.spans import Span

_ENTITIES = {
    "PERSON": "PERSON", "PER": "PERSON", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE",
    "ORG": "ORGANISATION",
}  # fmt: skip
# The largest first: it is the best, and whoever installed it wanted it.
_ORDER = ("_trf", "_lg", "_md", "_sm")
_LONGEST = 100_000  # characters handed over at once
_UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer")


def find_trained(text: str) -> Iterator[Span]:
    """Yield what an installed English pipeline takes for people, places and bodies.

    Parameters
    ----------
    text
        Normalised text.
    """
    pipeline = load_pipeline()
    if pipeline is None:
        return
    for start in range(0, len(text), _LONGEST):
        for found in pipeline(text[start : start + _LONGEST]).ents:
            entity = _ENTITIES.get(found.label_)
            if entity and not _is_ordinary(found.text):
                yield Span(
                    start + found.start_char, start + found.end_char, entity, f"[{entity}]",
                    "trained",
                )  # fmt: skip


@cache
def load_pipeline() -> Any:
    """Return the best English pipeline that is installed, or None."""
    if os.environ.get("INSIGHTS_TRAINED", "").casefold() == "off":
        return None
    names = sorted(
        (e.name for e in entry_points(group="spacy_models") if e.name.startswith("en_")),
        key=lambda name: (_rank(name), name),
    )
    for name in names:
        try:
            return import_module(name).load(exclude=list(_UNUSED))
        except (ImportError, OSError, ValueError):
            continue  # made for another version of spaCy: the next one, or the rules alone
    return None


def _rank(name: str) -> int:
    return next((place for place, end in enumerate(_ORDER) if name.endswith(end)), len(_ORDER))


def _is_ordinary(found: str) -> bool:
    """Return whether every word is one the masker keeps by heart: "CMHT", "Universal Credit"."""
    words = found.casefold().replace("'s", "").split()
    return all(
        word in w.KEEP or word in w.SERVICE_WORDS or word in w.HEADS or word in w.FUNCTION
        or word.isdigit()
        for word in words
    )  # fmt: skip
