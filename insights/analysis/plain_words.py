"""The words of a text that carry its meaning, as lemmas in one spelling, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from insights.language import fold_spelling, lemmatise, load_pipeline

# Words that every text has, whoever speaks. Short on purpose: "back", "open" and "call" carry
# meaning in talk about services, although common lists of stop words hold them.
_FUNCTION_WORDS = """
a about after again all also always am an and any anybody anyone anything are aren as at be
because been before being both but by ca can cannot could couldn did didn do does doesn doing
don done each else even ever every everybody everyone everything few for from get gets getting go
goes going gone gonna got had hadn has hasn have haven having he her hers here herself him
himself his how i if in into is isn it its itself just kind let like ll lot made make makes
many may maybe me might mine more most much must my myself n't need no nobody none nor not
nothing now of off oh ok okay on one only onto or other others ought our ours out over own
part quite rather re really same say says said see shall she should shouldn so some somebody
someone something sort still such take than that the their theirs them themselves then there
these they thing things think this those though through to too two under up upon us use used
very want wants was wasn way we well were weren what whatever when where whether which while
who whoever whole whom whose why will with within without wo would wouldn yeah yes yet you
your yours yourself
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
# Words that everybody uses, whatever they do: they carry meaning, and mark no group.
_EVERYDAY_WORDS = """
able against ago almost already alright answer around ask away back bad beat become begin believe
best better big bit book both bottom box bring build call came car card care carry catch chair
change choose clear close cold colour come common cost count cup cut date day deal decide desk
difference different door down draw drink drive early easy eat end enough evening exactly eye face
fact fair fall family far fast feel fetch fill find fine finish first five follow foot forget four
free friend front full girl give good great guess guy half hand handed happen happy hard head hear
heart help here high hold home honest honestly hope hot hour house idea important interesting job
keep kid kind knew know lad laugh learn least leave left less life light line list listen little
live long look lose love main man matter mean meet mention met middle mind minute moment money
month morning move much name near new next nice night nine number old open pay people perhaps
person pick piece place play please point possible practical pretty probably problem push put
question quick quickly quiet quote read ready real reason remember rest right ring room round run
sad sat second see seem send sense sentence set seven sheet shop short show shut side simple
simply sit six small sort sound speak spend staff stand start stay stop story straight stuff sure
table talk team tell ten test thank third thought three time today together told tomorrow tonight
top touch town true trust try turn twelve twenty twice understand usual usually wait walk wall
want warm watch water week weekend whole wish woman wonder word work world worse worst worth write
wrong year yellow yesterday young
"""
EVERYDAY_WORDS = frozenset(_EVERYDAY_WORDS.split())
_PLACEHOLDER = re.compile(r"\[[A-Z][^\[\]\n]{0,60}\]")


class Word(NamedTuple):
    """A word where it stands: its place among all words, its letters' span, what counts."""

    at: int
    start: int
    end: int
    lemma: str


def spoken_words(text: str) -> list[Word]:
    """Return the meaningful words of a text, each with where it stands.

    Placeholders such as [PERSON] and bare numbers are left out; case, endings and the
    difference between British and American spelling do not count.

    Examples
    --------
    >>> spoken_words("Somebody rings you back.")
    [Word(at=1, start=9, end=14, lemma='ring'), Word(at=3, start=19, end=23, lemma='back')]
    """
    lemma = lemmatise()
    bare = _PLACEHOLDER.sub(lambda match: " " * len(match[0]), text)
    document = load_pipeline().make_doc(bare)
    tokens = [token for token in document if any(map(str.isalnum, token.text))]
    return [
        Word(at, token.idx, token.idx + len(token.text), fold_spelling(lemma(token.text)))
        for at, token in enumerate(tokens)
        if _carries_meaning(token.text.casefold()) and _carries_meaning(lemma(token.text))
    ]


def content_words(texts: Iterable[str]) -> list[list[tuple[int, str]]]:
    """Return each text's meaningful words with their place among all its words.

    Examples
    --------
    >>> content_words(["Somebody rings you back."])
    [[(1, 'ring'), (3, 'back')]]
    """
    return [[(word.at, word.lemma) for word in spoken_words(text)] for text in texts]


def _carries_meaning(word: str) -> bool:
    bare = word.strip("'’")
    return (
        len(bare) > 1
        and any(map(str.isalpha, bare))
        and bare not in FUNCTION_WORDS
        and not word.startswith(("'", "’"))
    )
