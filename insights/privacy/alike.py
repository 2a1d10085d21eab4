"""Whether two names may be one person's: initials, short forms, slips, one name of two.

Names that are alike are never joined without a person's word, which is kept in the key.
"""

from __future__ import annotations

from functools import lru_cache

from insights.privacy.ways import Parts

_LONGEST_SHORT = 5  # letters of a short form that no list has
# Short forms that do not begin as the whole name does.
SHORT_FORMS: dict[str, frozenset[str]] = {
    short: frozenset(whole.split())
    for short, whole in {
        "bill": "william", "billy": "william", "liam": "william", "bob": "robert",
        "bobby": "robert", "rob": "robert", "bert": "albert herbert robert hubert",
        "dick": "richard", "rick": "richard", "beth": "elizabeth", "betty": "elizabeth",
        "liz": "elizabeth", "lizzie": "elizabeth", "lisa": "elizabeth",
        "kate": "katherine catherine kathryn", "katie": "katherine catherine kathryn",
        "cathy": "catherine katherine kathleen", "kath": "katherine catherine kathleen",
        "peggy": "margaret", "meg": "margaret", "maggie": "margaret", "tony": "anthony antony",
        "jack": "john", "jim": "james", "jimmy": "james", "harry": "henry harold",
        "ted": "edward theodore", "ned": "edward", "sandy": "alexander sandra",
        "sasha": "alexander alexandra", "mo": "mohammed muhammad mohamed maureen",
        "molly": "mary", "nell": "eleanor helen", "paddy": "patrick", "trish": "patricia",
        "terry": "terence theresa teresa", "larry": "laurence lawrence", "mike": "michael",
        "mick": "michael", "dave": "david", "becky": "rebecca", "vicky": "victoria",
        "tina": "christina", "chris": "christopher christine", "gus": "angus augustus",
        "tess": "theresa teresa", "nora": "eleanor honora", "dot": "dorothy",
        "sue": "susan suzanne susannah", "steve": "stephen steven", "sally": "sarah",
        "mandy": "amanda", "trudy": "gertrude", "frank": "francis", "jerry": "gerald jeremy",
        "bex": "rebecca", "lottie": "charlotte", "charlie": "charlotte charles", "hal": "henry",
        "polly": "mary pauline", "kit": "christopher katherine", "lex": "alexander alexandra",
        "nancy": "anne ann", "tilly": "matilda", "millie": "emily amelia camilla",
        "ellie": "eleanor elizabeth helen", "nellie": "helen eleanor", "geoff": "jeffrey",
        "jeff": "geoffrey", "libby": "elizabeth", "bess": "elizabeth", "elsie": "elizabeth",
        "ricky": "richard eric derek", "ronnie": "ronald veronica", "maisie": "margaret",
        "daisy": "margaret", "rita": "margaret", "madge": "margaret", "greta": "margaret",
        "ness": "vanessa", "tori": "victoria", "toni": "antonia",
        "bobbie": "roberta", "andy": "andrew andrea", "stevie": "stephanie", "reggie": "reginald",
        "gill": "jill", "abby": "abigail", "ali": "alison alastair", "hattie": "harriet",
    }.items()
}  # fmt: skip


@lru_cache(maxsize=20_000)
def wholes_of(part: str) -> frozenset[str]:
    """Return the names of which a word is a short form, and the short forms of it."""
    shorter = {short for short, whole in SHORT_FORMS.items() if part in whole}
    return SHORT_FORMS.get(part, frozenset()) | shorter


_EXACT, _NEARLY, _LOOSELY, _INITIAL, _NOT = 6, 4, 3, 2, 0
_ENOUGH = 6  # a short form and an initial; a given name and an initial; a slip beside a name


def are_alike(said: Parts, known: Parts) -> bool:
    """Tell whether the words of two names may mean one person.

    Examples
    --------
    >>> are_alike(("p", "nair"), ("priya", "nair")), are_alike(("priya", "shah"), ("priya", "nair"))
    (True, False)
    """
    if sorted(said) == sorted(known) or "".join(said) == "".join(known):
        return True
    if is_shortened(said, known, is_titled=False):
        return True
    if len(said) == 1:
        return _is_one_of(said[0], known)
    if len(known) == 1:
        return _is_one_of(known[0], said)
    if all(len(word) == 1 for word in said):
        return said in ((known[0][0], known[-1][0]), tuple(word[0] for word in known))
    given = _best(said[:1], known[:-1])
    family = _best(said[1:], known[1:])
    if given and family and given + family >= _ENOUGH:
        return True
    if family == _EXACT and _may_be_short(said[0], known[0]):
        return True
    # "Nair P.": the family name first, without a comma.
    return said[0] == known[-1] and _likeness(said[-1], known[0]) > _NOT


def is_shortened(said: Parts, known: Parts, is_titled: bool) -> bool:
    """Tell whether the words of a name say it in short, leaving nothing to guess.

    Examples
    --------
    >>> known = ("maria", "de", "la", "cruz")
    >>> [is_shortened(said, known, False) for said in (("maria", "dlc"), ("m", "cruz"), ("cruz",))]
    [True, True, False]
    """
    if len(known) < 2 or not said:
        return False
    if len(said) == 1:
        return is_titled and said[0] == known[-1]
    letters = "".join(word[0] for word in known[1:])
    if said[0] == known[0]:
        return "".join(said[1:]) in (letters, known[-1][0])
    return said == (known[0][0], known[-1])


def _is_one_of(word: str, name: Parts) -> bool:
    """Tell whether a word may be one name of somebody's, or their initials."""
    if len(word) == 1:
        return False
    initials = "".join(part[0] for part in name)
    if len(word) <= 3 and word in (initials, name[0][0] + name[-1][0]):
        return True
    return word in name or (len(word) >= 3 and _likeness(word, name[0]) >= _NEARLY)


def _may_be_short(one: str, other: str) -> bool:
    """Tell whether a given name may be a short form of another that no list has.

    Examples
    --------
    >>> _may_be_short("bex", "rebecca"), _may_be_short("mark", "rebecca")
    (True, False)
    """
    short, long = sorted((one, other), key=lambda word: (len(word), word))
    return 2 < len(short) <= _LONGEST_SHORT and len(short) < len(long) and short[:2] in long


def _best(said: Parts, known: Parts) -> int:
    return max((_likeness(a, b) for a in said for b in known), default=_NOT)


@lru_cache(maxsize=100_000)
def _likeness(a: str, b: str) -> int:
    """Return how like two words of names are."""
    if a == b:
        return _EXACT
    short, long = sorted((a, b), key=lambda word: (len(word), word))
    if long[0] == short[0]:
        if len(short) == 1:
            return _INITIAL
        if long.startswith(short) or (
            len(short) >= 4 and a.endswith(("ie", "y", "i")) and long[:3] == short[:3]
        ):
            return _NEARLY
    if b in wholes_of(a) or (len(short) >= 4 and long.endswith(short)):
        return _NEARLY
    if len(short) < 3 or (len(short) < 5 and short[0] != long[0]):
        return _NOT
    edits = _edits(short, long)
    if edits <= 1:
        return _NEARLY
    return _LOOSELY if edits == 2 and len(long) >= 5 and short[0] == long[0] else _NOT


def _edits(a: str, b: str) -> int:
    """Return how many letters have to be changed, added, left out or swapped with the next."""
    if abs(len(a) - len(b)) > 2:
        return 3
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1]
