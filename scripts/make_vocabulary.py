"""Make ``insights/privacy/vocabulary.txt.gz`` from the tables of spacy-lookups-data.

Four lists of lower-case words, separated by empty lines:

``word``
    written in lower case far more often than with a capital: ordinary wherever it stands;
``rare``
    seldom seen and in no dictionary (many are slips or words of other languages):
    ordinary in lower case, a name with a capital that the sentence does not ask for;
``either``
    common both ways (park, brown, jo): the words around it decide;
``name``
    known almost only with a capital (john, leeds, priya).

A capitalised token found in none of the lists is taken for a name. The question put to the
table is always "is this a common lower-case word?", never "is this usually capitalised?",
because the second finds the names of one country and misses those of most others.

Run: ``python scripts/make_vocabulary.py`` (the package must be installed, see the
``models`` extra). The words are the same on every machine.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

OUT = Path(__file__).parents[1] / "insights" / "privacy" / "vocabulary.txt.gz"

# Natural-log probabilities; -19.5 is a form seen once or twice in the table's corpus.
UNSEEN = -19.6
ORDINARY_GAP = -1.5  # the capital form at least 4.5 times rarer than the lower-case one
LEANING_GAP = -0.75  # of seldom seen words, those nearer to equal are taken for names
CAPITAL_GAP = 0.8  # the capital form at least 2.2 times as common
COMMON = -14.5
RARE = -16.0
RAREST = -18.3
KNOWN_NAME = -17.5
WORD = re.compile(r"[a-zß-öø-ɏ]{2,}(?:'[a-zß-öø-ɏ]+)*", re.IGNORECASE)


def read(name: str) -> dict:
    """Return one table of the package."""
    path = files("spacy_lookups_data").joinpath("data", f"{name}.json.gz")
    with path.open("rb") as stream:
        return json.loads(gzip.decompress(stream.read()))


def sort_words(
    probabilities: dict[str, float], dictionary: frozenset[str]
) -> tuple[list[str], ...]:
    """Return the lists word, rare, either and name."""
    lower: dict[str, float] = {}
    capital: dict[str, float] = {}
    for form, value in probabilities.items():
        if not WORD.fullmatch(form):
            continue
        if form == form.lower():
            lower[form] = value
        elif form[0].isupper() and not form.isupper():
            key = form.lower()
            capital[key] = max(value, capital.get(key, UNSEEN))

    word, rare, either, name = [], [], [], []
    for form in sorted(lower.keys() | capital.keys() | dictionary):
        seen, gap = lower.get(form, UNSEEN), capital.get(form, UNSEEN) - lower.get(form, UNSEEN)
        in_dictionary = form in dictionary
        if gap < ORDINARY_GAP and (seen >= RARE or in_dictionary):
            word.append(form)
        elif gap < ORDINARY_GAP and seen >= RAREST:
            rare.append(form)
        elif form not in lower and form not in capital:
            word.append(form)
        elif gap < CAPITAL_GAP and (seen >= COMMON or (in_dictionary and gap < LEANING_GAP)):
            either.append(form)
        elif in_dictionary and max(seen, capital.get(form, UNSEEN)) < RAREST:
            rare.append(form)
        elif capital.get(form, UNSEEN) >= KNOWN_NAME:
            name.append(form)
    return word, rare, either, name


def write(lists: Iterable[list[str]], path: Path) -> int:
    """Write the lists, compressed without a date, and return the size in bytes."""
    text = "\n\n".join("\n".join(words) for words in lists) + "\n"
    data = gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0)
    path.write_bytes(data)
    return len(data)


def make_lists() -> tuple[list[str], ...]:
    """Return the lists word, rare, either and name, from the installed package."""
    lemmas = {lemma for part in read("en_lemma_index").values() for lemma in part}
    inflected = {form for form, lemma in read("en_lemma_lookup").items() if lemma in lemmas}
    dictionary = frozenset(
        form for form in lemmas | inflected if WORD.fullmatch(form) and form == form.lower()
    )
    return sort_words(read("en_lexeme_prob"), dictionary)


def main() -> None:
    """Make the file and say what is in it."""
    lists = make_lists()
    size = write(lists, OUT)
    counts = ", ".join(
        f"{len(words):,} {kind}"
        for kind, words in zip(("word", "rare", "either", "name"), lists, strict=True)
    )
    print(f"{OUT.name}: {counts}; {size:,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
