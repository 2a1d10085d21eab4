"""Street addresses: a house number and a street, a flat, a box, and the lines that follow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from insights.privacy.clues import find_at, find_near, places_of
from insights.privacy.spans import Span
from insights.privacy.vocabulary import standing
from insights.privacy.wording import word_set
from insights.privacy.words import Words

_KINDS = (
    "street|road|avenue|lane|close|crescent|drive|gardens|grove|terrace|mews|way|court|place|"
    "square|boulevard|parade|walk|row|hill|park|rise|green|villas|cottages|wharf|quay|estate|"
    "highway|parkway|approach|top|bank|circus|fold|brow|wynd|brae|heights|point|gate|reach"
)
_SHORT_KINDS = "st|rd|ave|av|ln|cl|cres|dr|gdns|gr|terr|pl|sq|blvd|ct|hwy"
# Words for a street in other languages, which stand after its name.
_ABROAD = (
    "gate|gata|gatan|vej|vei|veien|vegen|terrasse|utca|út|útja|u|tér|tere|rkp|kapu|köz|strasse|"
    "straße|platz|weg|laan|straat|plein|katu|tie|tee|ulica|náměstí|cesta|sokak|caddesi|str|st|"
    "nr|no"
)
_NUMBER = r"\d{1,5}[A-Za-z]?(?:\s?[-/&]\s?\d{1,5}[A-Za-z]?)?"
_CAPITAL = r"(?<![\w'-])[^\W\d_a-zß-öø-ÿ][^\W\d_]{0,29}(?:['-][^\W\d_]{1,30}){0,3}(?![\w'-])"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


_UNIT = r"""(?:flat|apt|apartment|unit|suite|room|block|house|floor|maisonette|bedsit)\.?\s?
    (?:no\.?\s?)?(?:\d{1,5}[a-z]?|[a-z])\b"""
_NUMBERED = _compile(
    rf"""(?<![\w£$€.:])(?:{_UNIT}[\s,]{{1,3}})?{_NUMBER},?\s{{1,2}}
    (?:[^\W\d_][\w'.-]{{0,30}}\s{{1,2}}){{1,4}}
    (?:(?:{_KINDS})\b|(?:{_SHORT_KINDS})\b\.?)"""
)
_NAMED = re.compile(
    rf"(?<!\w)(?:{_CAPITAL}\s){{1,3}}(?:{_KINDS.title()}|{_SHORT_KINDS.title()})(?!\w)"
)
_UNIT_ALONE = _compile(
    r"(?<!\w)(?:flat|apt|apartment|suite|bedsit|maisonette)\.?\s?(?:no\.?\s?)?\d{1,5}[a-z]?(?!\w)"
)
_BOX = _compile(
    r"""(?<!\w)(?:p\.?\s?o\.?\s?box\s?\#?\d{1,6}|(?:psc|cmr|unit)\s\d{1,6},?\s?box\s?\d{1,6})
    (?:\s{1,2}(?:apo|fpo|dpo)\s{1,2}[a-z]{2}(?:\s\d{4,6})?)?(?!\w)"""
)
# Where the kind of street comes first.
_OF = r"d[aeiou]s?|la|le|du|al"
_KIND_FIRST = _compile(
    rf"""(?<!\w)(?:\d{{1,5}}[ ,]{{1,2}}){{0,2}}
    (?:rue|avenue|boulevard|via|viale|piazza|plaza|calle|rua|praça|chemin|allée|place|ul\.|ulica|
    strada|str\.)[ ](?:(?:{_OF}|dei|del|della|les|l)[ ']){{0,2}}
    (?-i:{_CAPITAL})(?:[ ](?:(?:{_OF})[ ]){{0,2}}(?-i:{_CAPITAL})){{0,3}}
    (?:,?[ ]\d{{1,5}})?(?!\w)"""
)
# A house with a name counts beside an address only.
_HOUSE = (
    rf"(?:The[ ])?(?:{_CAPITAL}[ ]){{0,3}}(?:House|Cottages?|Court|Point|Vicarage|Rectory|Lodge|"
    r"Mansions?|Villas?|Farm|Barn|Towers?|Heights|Hall|Mill|Croft|View|Building|Flat)"
)
_HOUSE_BEFORE = re.compile(rf"(?<!\w)(?P<house>{_HOUSE}),[ \n]{{1,3}}$")
_HOUSE_AFTER = re.compile(rf",?[ \n]{{1,3}}{_HOUSE}(?!\w)")
_BETWEEN_NUMBERS = re.compile(
    r"(?<![\w£$€.:])\d{2,5}[ ][^\W\d_]{4,24}[ ]\d{1,4}(?=[\s,.]|$)(?![.,]\d|[ ]?%)"
)


Matches = Iterator[re.Match[str]]
_DIGITS = re.compile(r"\d+")
_UNIT_WORDS = tuple(
    sorted(word_set("flat apt apartment unit suite room block house floor maisonette bedsit"))
)
_BOX_WORDS = word_set("p po pobox psc cmr unit")
_KINDS_BEFORE = word_set(
    """
    rue avenue boulevard via viale piazza plaza calle rua praça chemin allée place ul ulica
    strada str
    """
)
_KIND_ENDS = frozenset(f"{_KINDS}|{_SHORT_KINDS}".split("|"))
# The kind of street, up to the capital that makes it one: a quick look before the long one.
_KIND_BEGINS = _compile(
    rf"""(?:rue|avenue|boulevard|via|viale|piazza|plaza|calle|rua|praça|chemin|allée|place|ul\.|
    ulica|strada|str\.)[ ](?:(?:{_OF}|dei|del|della|les|l)[ ']){{0,2}}
    (?-i:[^\W\d_a-zß-öø-ÿ])"""
)


def _numbered_streets(words: Words) -> Matches:
    starts = {start for start, _ in places_of(_DIGITS, words.source)}
    starts.update(start for start, _ in words.spans_of(_is_unit))
    return find_at(_NUMBERED, words.source, sorted(starts))


def _named_streets(words: Words) -> Matches:
    clues = words.spans_of(_KIND_ENDS.__contains__)
    capitals = [clue for clue in clues if words.source[clue[0]].isupper()]
    return find_near(_NAMED, words.source, capitals, 400, 16)


def _flats(words: Words) -> Matches:
    return find_at(_UNIT_ALONE, words.source, (start for start, _ in words.spans_of(_is_unit)))


def _boxes(words: Words) -> Matches:
    places = words.spans_of(_BOX_WORDS.__contains__)
    return find_at(_BOX, words.source, (start for start, _ in places))


def _kinds_first(words: Words) -> Matches:
    kinds = words.spans_of(_KINDS_BEFORE.__contains__)
    clues = [clue for clue in kinds if _KIND_BEGINS.match(words.source, clue[0])]
    return find_near(_KIND_FIRST, words.source, clues, 16, 700)


def _between_numbers(words: Words) -> Matches:
    starts = (start for start, _ in places_of(_DIGITS, words.source))
    return find_at(_BETWEEN_NUMBERS, words.source, starts)


def _is_unit(word: str) -> bool:
    return word.startswith(_UNIT_WORDS)


RULES: tuple[tuple[str, Callable[[Words], Matches]], ...] = (
    ("kind_first", _kinds_first),
    ("between_numbers", _between_numbers),
    ("numbered_street", _numbered_streets),
    ("flat", _flats),
    ("box", _boxes),
    ("named_street", _named_streets),
)

_ONLY_STREETS = word_set("street road avenue lane crescent gardens terrace mews rd ave gdns")
_NOT_STREETS = word_set(
    """
    minute minutes min mins hour hours mile miles metre metres day days week weeks month months
    year years people of in on at to the a and or for with from was is are by down up per times
    """
)

# What an address goes on with: a county code, a postal number, a town in capitals.
_GOES_ON = _compile(
    rf"""[ \t]{{0,4}}(?:[,\n][\s,>]{{0,8}}|[ \t])(?:
    (?P<number>\d{{3,6}}(?:[ -]\d{{2,4}})?(?![\w:%])|\d{{1,2}}\.?(?=[\s,]))
    |(?P<code>(?-i:[A-Z]{{2}})\b)
    |(?P<kind>(?:{_KINDS}|{_SHORT_KINDS}|str)\b\.?)
    |(?P<town>[^\W\d_]{{3,20}}(?:-[^\W\d_]{{2,20}}){{0,3}}\b)
    |\((?P<note>[A-Z][a-z]{{2,20}})\)
    |(?P<letter>[a-z]\.\s?\d{{1,4}}\b\.?)
    |(?P<particle>(?:do|da|de|du|la|le|el|al|av|rue|via|ul|cite)\b\.?))"""
)
_NUMBER_BEFORE = _compile(
    r"""(?:(?<=^)|(?<=[\n,:>(])|(?<=\b(?:at|to|of|is|on|in|as))|(?<=with))\s{0,5}
    (?P<number>\d{1,5}[a-z]?(?:[ ]\d{1,4})?)[ ](?:(?:rue|via|ul\.|calle|rua|av\.?|st\.?)[ ])?$"""
)
_NUMBER_AFTER = _compile(
    rf"""[ ](?:(?:[^\W\d_]{{3,12}}[ ])?(?:{_ABROAD})\.?[ ])?(?P<number>\d{{1,6}}[a-z]?)
    (?![\w:%]|\.\d|[ ]?(?:%|am\b|pm\b|years?|yrs?|minutes?|mins?|hours?|weeks?|months?|days?|people
    |times|miles))(?=[.]?(?:[\s,;?!)]|$))"""
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_GAP = re.compile(r"[\s,>.]{1,8}")


def find_addresses(words: Words) -> list[Span]:
    """Return street addresses.

    Parameters
    ----------
    words
        Normalised text.

    Examples
    --------
    >>> text = "at Flat 3, 14 Acacia Avenue now"
    >>> [text[span.start : span.end] for span in find_addresses(Words(text))][0]
    'Flat 3, 14 Acacia Avenue'
    """
    return [
        Span(*match.span(), "ADDRESS", "[ADDRESS]", rule)
        for rule, matches in RULES
        for match in matches(words)
        if _fits(rule, match.group())
    ]


def _fits(rule: str, found: str) -> bool:
    if rule == "numbered_street":
        return _is_street(found)
    if rule == "kind_first" and found.split()[0].lower() in ("via", "place", "avenue"):
        return any(c.isdigit() for c in found)
    if rule == "between_numbers":  # a word between two numbers, if it is no word of English
        return standing(found.split()[1].lower()) in ("name", "unknown")
    return True


def _is_street(found: str) -> bool:
    """Tell "12 Acacia Drive" from "45 minutes drive": by a capital, or a kind of street."""
    if re.match(r"(?:19|20)\d\d,", found):
        return False
    words = re.findall(r"[^\W\d_]+", found)
    if any(word.casefold() in _NOT_STREETS for word in words[:-1]):
        return False
    if any(word[0].isupper() for word in words[:-1]) or words[-1].casefold() in _ONLY_STREETS:
        return True
    return all(standing(word) not in ("word", "name") for word in words[:-1] if len(word) > 1)


def grow_addresses(text: str, spans: list[Span]) -> list[Span]:
    """Return addresses made longer by what stands around them.

    A house number beside a name makes it a street ("Rantatie 61", "4410 Rantatie 61"); an
    address goes on through what follows it: numbers, codes, names already covered.

    Parameters
    ----------
    text
        Normalised text.
    spans
        What is covered so far: disjoint, in order.
    """
    starts = {span.start: span for span in spans}
    grown: list[Span] = []
    reached = 0
    for span in spans:
        if span.start < reached or span.entity not in _PLACED:
            continue
        start, end, nucleus = span.start, span.end, span.entity == "ADDRESS"
        before = _NUMBER_BEFORE.search(text, max(0, start - 24, reached), start)
        if before and (nucleus or _is_house(span, before["number"])):
            start, nucleus = before.start("number"), True
        after = _NUMBER_AFTER.match(text, end)
        if after and _is_house(span, after["number"]):
            end, nucleus = after.end("number"), True
        if not nucleus:
            continue
        house = _HOUSE_BEFORE.search(text, max(0, start - 80, reached), start)
        if house:
            start = house.start("house")
        end = _follow(text, end, starts)
        reached = end
        if (start, end) != (span.start, span.end):
            grown.append(Span(start, end, "ADDRESS", "[ADDRESS]", "address_lines"))
    return grown


_STREET_LIKE = word_set(
    """
    capital place place_by_preposition beside_name lone_capital other_script shouted initial
    lower_case_pair
    """
)
_PLACED = ("ADDRESS", "PERSON", "PLACE", "ORGANISATION")


def _is_house(span: Span, number: str) -> bool:
    return span.rule in _STREET_LIKE and not _YEAR.fullmatch(number)


def _follow(text: str, end: int, starts: dict[int, Span]) -> int:
    """Return where an address ends that reaches ``end`` at least: at most twelve parts on."""
    for _ in range(12):
        gap = _GAP.match(text, end)
        if gap and "\n\n" not in gap.group() and gap.end() in starts:
            after = starts[gap.end()]
            if after.entity in ("ADDRESS", "PLACE", "POSTCODE") or (
                after.entity in ("PERSON", "ORGANISATION") and not after.rule.startswith("register")
                and after.rule not in ("cue", "speaker") and "." not in gap.group()
            ):  # fmt: skip
                end = after.end
                continue
        house = _HOUSE_AFTER.match(text, end)
        if house:
            end = house.end()
            continue
        more = _GOES_ON.match(text, end)
        if not more or "\n\n" in more.group():
            return end
        if more["town"] and not more["town"].isupper():
            return end
        if more["number"] and _YEAR.fullmatch(more["number"]):
            return end
        end = more.end()
    return end
