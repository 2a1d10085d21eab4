"""Names written otherwise than on the list: whose they surely are, and whose they may be.

*Surely*: the same words once titles, case, accents, spare spaces and "Surname, First" are
undone, where one person alone is called that. *Maybe*: initials, a short form, a slip of the
pen, one name of two. Those are never joined without a person's word, which is kept in the key.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from insights.privacy.names import Names, Person, name_parts
from insights.privacy.normal import fold, normalise
from insights.privacy.wording import word_set

Parts = tuple[str, ...]

_MEN = word_set("mr sir lord master")
_WOMEN = word_set("mrs ms miss lady dame")
_TITLES = _MEN | _WOMEN | word_set(
    "mx dr doctor prof professor cllr councillor rev revd reverend fr rabbi imam hon"
)  # fmt: skip
_LETTERS_BEHIND = word_set("mbe obe cbe phd dphil mbbs frcgp mrcgp frcp mrcp rmn rgn")
_PRONOUNS = re.compile(
    r"[(\[]\s?(?:she|he|they|ze)(?:\s?[/,]\s?(?:her|hers|him|his|them|theirs|they|she|he|zir)){1,3}"
    r"\s?[)\]]",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\W\d_]+(?:[ .,'’‘`´-]+[^\W\d_]+)*[ .,]*")
_LONGEST = 80
# Short forms that do not begin as the whole name does.
_SHORT_FORMS: dict[str, frozenset[str]] = {
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
        "gill": "jill", "abby": "abigail", "ali": "alison alastair", "hattie": "harriet",
    }.items()
}  # fmt: skip


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
    text = _PRONOUNS.sub(" ", normalise(label[:_LONGEST]).text).strip(" ;:")
    before, comma, behind = text.partition(",")
    first, last = _split(before), _split(behind)
    words = first if comma and set(last) <= _LETTERS_BEHIND else [*last, *first]
    titles = [word for word in words if word in _TITLES]
    kept = [word for word in words if word not in _TITLES]
    if len(kept) < 2:  # "Dr Nair", or somebody whose name is a title
        kept, titles = kept or words, titles if kept else []
    while len(kept) > 2 and kept[-1] in _LETTERS_BEHIND:
        kept.pop()
    sexes = {"m" if t in _MEN else "f" for t in titles if t in _MEN | _WOMEN}
    is_plain = _PLAIN.fullmatch(text) is not None and behind.count(",") == 0
    return Way(tuple(kept), sexes.pop() if len(sexes) == 1 else "", is_plain)


def _split(words: str) -> list[str]:
    return list(name_parts(words))


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
    return a.parts == b.parts and a.is_plain and b.is_plain and not _clash(a, b)


def _clash(a: Way, b: Way) -> bool:
    return bool(a.sex and b.sex and a.sex != b.sex)


def answer_id(label: str, key: bytes) -> str:
    """Return the keyed hash by which the key remembers that a name is somebody else's."""
    plain = " ".join(fold(word) for word in normalise(label).text.split())
    return hmac.new(key, b"name:" + plain.encode("utf-8"), hashlib.sha256).hexdigest()[:16]


@dataclass(frozen=True, repr=False)
class NameBook:
    """The people on the list, and what was said of names that look like theirs.

    Attributes
    ----------
    names
        The people in the key file.
    key
        The project's salt: what was said of a name is known by a hash keyed with it.
    again
        People who withdrew and stand in a file again: known for sure or not at all.

    Examples
    --------
    >>> book = NameBook(Names((Person("P1", "Priya Nair"), Person("P2", "Priya Anand"))))
    >>> book.meant("Dr NAIR, Priya"), book.meant("Priya N.")
    ('P1', None)
    >>> [person.participant_id for person in book.candidates("Priya")]
    ['P1', 'P2']
    """

    names: Names
    key: bytes = b""
    again: tuple[Person, ...] = ()
    _found: dict[str, tuple[Person, ...]] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        return f"NameBook({len(self.names)} people)"

    def meant(self, label: str) -> str | None:
        """Return the one person whom a name surely stands for, or None."""
        way = read_way(label)
        if len(way.parts) < 2 or not way.is_plain:
            return self._said_to_be(label)
        ids = {
            person.participant_id
            for person, known in self._by_parts.get(way.parts, ())
            if known.is_plain
        }
        if len(ids) != 1:
            return self._said_to_be(label)
        fits = all(
            not _clash(way, known) and not self._is_denied(person, label)
            for person, known in self._by_parts[way.parts]
        )
        return ids.pop() or None if fits else None

    def shortened(self, label: str) -> str | None:
        """Return whom a note-taker in the room means by "Priya N.", "P. Nair" or "Ms Nair".

        A given name with the first letters of the rest, a first letter with the family name, or
        a title with it; and nobody else on the list may be meant, however it is read.
        """
        way = read_way(label)
        found = self.candidates(label) if way.is_plain else ()
        if len(found) != 1 or self.is_another(label):
            return None
        is_titled = bool(set(_split(label)[:1]) & _TITLES)
        fits = any(_is_shortened(way.parts, known, is_titled) for known in _ways_of(found[0]))
        return found[0].participant_id or None if fits else None

    def _said_to_be(self, label: str) -> str | None:
        """Return the one person with this alias, where it was denied of all it might be else."""
        owners = self._by_way.get(_folded(label), frozenset())
        if len(owners) == 1 and set(self.candidates(label)) <= owners:
            return next(iter(owners)).participant_id or None
        return None

    def only_given(self, label: str) -> bool:
        """Tell whether somebody is known under a name only because it is their given name."""
        plain = " ".join(name_parts(label))
        return bool(plain) and plain not in self._whole

    def is_another(self, label: str) -> bool:
        """Tell whether somebody said that a name is not that of a person it looks like."""
        return bool(self._denied) and answer_id(label, self.key) in self._denied

    def candidates(self, label: str) -> tuple[Person, ...]:
        """Return the people on the list for whom a name may stand, for a person to choose."""
        if label not in self._found:
            self._found[label] = tuple(self._look(label))
        return self._found[label]

    def is_like(self, label: str) -> bool:
        """Tell whether a name may stand for somebody on the list."""
        return bool(self.candidates(label))

    def shares(self, label: str) -> bool:
        """Tell whether several people on the list are called exactly this."""
        way = read_way(label)
        ids = {person.participant_id for person, _ in self._by_parts.get(way.parts, ())}
        return len(ids) > 1

    def called(self, name: str) -> tuple[Person, ...]:
        """Return the people on the list with this id, or else with this name or alias."""
        by_id = [p for p in self.names.people if p.participant_id.casefold() == name.casefold()]
        if by_id:
            return tuple(by_id)
        return tuple(
            person for person in self.names.people
            if any(is_same_way(way, name) for way in (person.name, *person.aliases) if way)
        )  # fmt: skip

    def _look(self, label: str) -> Iterator[Person]:
        parts = read_way(label).parts
        if not parts or len(label) > _LONGEST:
            return
        for place in sorted({i for letter in _letters(parts) for i in self._by_letter[letter]}):
            person = self.names.people[place]
            if self._is_denied(person, label):
                continue
            if any(are_alike(parts, known) for known in self._ways[place]):
                yield person

    def _is_denied(self, person: Person, label: str) -> bool:
        return bool(person.not_called) and answer_id(label, self.key) in person.not_called

    @cached_property
    def _ways(self) -> list[tuple[Parts, ...]]:
        return [tuple(parts for parts in _ways_of(p) if parts) for p in self.names.people]

    @cached_property
    def _by_way(self) -> dict[str, frozenset[Person]]:
        found: dict[str, set[Person]] = {}
        for person in self.names.people:
            for way in (person.name, *person.aliases):
                found.setdefault(_folded(way), set()).add(person)
        return {way: frozenset(people) for way, people in found.items()}

    @cached_property
    def _denied(self) -> frozenset[str]:
        return frozenset(one for person in self.names.people for one in person.not_called)

    @cached_property
    def _by_letter(self) -> _Letters:
        found = _Letters()
        for place, ways in enumerate(self._ways):
            for parts in ways:
                for word in parts:
                    found.setdefault(word[0], []).append(place)
        return found

    @cached_property
    def _by_parts(self) -> dict[Parts, list[tuple[Person, Way]]]:
        found: dict[Parts, list[tuple[Person, Way]]] = {}
        for person in (*self.names.people, *self.again):
            for name in (person.name, *person.aliases):
                if len((way := read_way(name)).parts) > 1:
                    found.setdefault(way.parts, []).append((person, way))
        return found

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(
            " ".join(name_parts(way))
            for person in (*self.names.people, *self.again)
            for way in (person.name, *person.aliases)
        )


class _Letters(dict[str, list[int]]):
    """The places of people by a first letter of theirs; none for any other letter."""

    def __missing__(self, letter: str) -> list[int]:
        return []


def _letters(parts: Parts) -> set[str]:
    """Return the first letters that somebody called so may have on the list."""
    wholes = {whole for part in parts for whole in _wholes(part)}
    initials = set(parts[0]) if len(parts) == 1 and len(parts[0]) <= 3 else set()
    return {word[0] for word in {*parts, *wholes}} | initials


@lru_cache(maxsize=20_000)
def _wholes(part: str) -> frozenset[str]:
    """Return the names of which a word is a short form, and the short forms of it."""
    shorter = {short for short, whole in _SHORT_FORMS.items() if part in whole}
    return _SHORT_FORMS.get(part, frozenset()) | shorter


def has_way(person: Person, label: str) -> bool:
    """Tell whether a name, letter for letter but for case and accents, is somebody's."""
    return _folded(label) in {_folded(way) for way in (person.name, *person.aliases)}


def _folded(name: str) -> str:
    return " ".join(fold(word) for word in name.split())


def _ways_of(person: Person) -> Iterator[Parts]:
    """Return how somebody is called; a nickname together with the family name."""
    whole = read_way(person.name).parts
    yield whole
    for alias in person.aliases:
        parts = read_way(alias).parts
        yield (*parts, whole[-1]) if len(parts) == 1 and len(whole) > 1 else parts


# ------------------------------------------------------------------------------- likeness

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
    if _is_shortened(said, known, is_titled=False):
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
    # "Nair P.": the family name first, without a comma.
    return said[0] == known[-1] and _likeness(said[-1], known[0]) > _NOT


def _is_shortened(said: Parts, known: Parts, is_titled: bool) -> bool:
    """Tell whether the words of a name say it in short, leaving nothing to guess.

    Examples
    --------
    >>> known = ("maria", "de", "la", "cruz")
    >>> [_is_shortened(said, known, False) for said in (("maria", "dlc"), ("m", "cruz"), ("cruz",))]
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
    if b in _wholes(a) or (len(short) >= 4 and long.endswith(short)):
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
