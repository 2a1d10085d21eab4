"""Identifiers with a shape: e-mail, phone, NHS and NI numbers, postcodes, links, handles.

Every repetition is bounded and no pattern starts inside a word, so that hostile input costs
time in proportion to its length. A checksum gives a number its name; it never lets one go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from insights.privacy.clues import chunks_of, find_at, find_near, places_of
from insights.privacy.spans import Span
from insights.privacy.words import Words

_TLD = (
    "com|co|uk|org|net|io|edu|gov|nhs|ac|me|info|biz|eu|us|ie|fr|de|es|it|nl|be|ch|at|se|no|dk|fi|pl|"
    "pt|cz|hu|ro|gr|ru|ua|tr|in|pk|bd|cn|jp|kr|au|nz|ca|br|mx|za|ng|ke|gh|sk|si|hr|bg|lt|lv|ee|is|lu|"
    "mt|cy|app|dev|xyz|site|online|tech|store|tv|ly|gl|cl|ar|uy|il|th|id|my|sg|hk|tw|vn|ph|wales|scot|"
    "london|cymru|shop|blog|live|club|space|website|email|health|care|social"
)


@dataclass(frozen=True)
class Recogniser:
    """One rule: a bounded pattern and what its match is called ("" where it is let be).

    Attributes
    ----------
    clue
        What every match holds and a text is quickly searched for.
    reach
        How far a match begins before a clue and reaches after its start; None where a match
        holds no white space.
    """

    rule: str
    pattern: re.Pattern[str]
    name: Callable[[re.Match[str], str], str]
    clue: re.Pattern[str]
    reach: tuple[int, int] | None = None
    group: int | str = 0

    def find(self, words: Words) -> Iterator[Span]:
        """Yield the spans this rule covers in normalised text."""
        for match in self.matches(words):
            entity = self.name(match, words.source)
            if entity:
                start, end = match.span(self.group)
                yield Span(start, end, entity, f"[{entity}]", self.rule)

    def matches(self, words: Words) -> Iterator[re.Match[str]]:
        """Yield the pattern's matches, looked for where there is a clue."""
        text = words.source
        if self.reach is None:
            return find_near(self.pattern, text, chunks_of(self.clue, text), 0, 0)
        return find_near(self.pattern, text, places_of(self.clue, text), *self.reach)


def _always(entity: str) -> Callable[[re.Match[str], str], str]:
    return lambda match, text: entity


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE)


# ------------------------------------------------------------------------------- on the web

EMAIL = Recogniser(
    "email",
    _compile(
        r"""(?<![\w.+%@-])[\w+%][\w.+%'-]{0,63}@[a-z0-9][a-z0-9-]{0,62}
        (?:\.[a-z0-9-]{1,62}){1,5}(?![a-z0-9-])"""
    ),
    _always("EMAIL"),
    re.compile("@"),
)
_AT = re.compile(
    r"\s{0,2}[\[({<]\s?(?:at|@)\s?[\])}>]\s{0,2}|\s{1,2}at\s{1,2}|\s{0,2}@\s{0,2}", re.IGNORECASE
)
_DOT = r"(?:\s{0,2}[\[({<]\s?(?:dot|\.)\s?[\])}>]\s{0,2}|\s{1,2}dot\s{1,2}|\s\.\s|\.)"
_DOMAIN = _compile(
    rf"(?!(?:the|a|my|our|your|that|this)\s)[a-z0-9][a-z0-9-]{{0,62}}(?:{_DOT}[a-z0-9-]{{2,62}}){{0,3}}"
    rf"{_DOT}(?:{_TLD})(?![a-z0-9-])".replace(" ", "")
)
_LOCAL = _compile(r"[\w+%-]{1,64}(?:(?:\.|\s{0,2}[\[(]?\s?dot\s?[\])]?\s{0,2})[\w+%-]{1,64}){0,3}$")


class _ObfuscatedEmail(Recogniser):
    """From "(at)" outwards: first the domain after it, then what stands before."""

    def find(self, words: Words) -> Iterator[Span]:
        text = words.source
        signs = sorted([*words.spans_of("at".__eq__), *places_of(self.clue, text)])
        for match in find_near(self.pattern, text, signs, *(self.reach or (0, 0))):
            domain = _DOMAIN.match(text, match.end())
            if not domain:
                continue
            before = max(0, match.start() - 100)
            local = _LOCAL.search(text[before : match.start()])
            if local:
                yield Span(before + local.start(), domain.end(), "EMAIL", "[EMAIL]", self.rule)


OBFUSCATED_EMAIL = _ObfuscatedEmail(
    "obfuscated_email", _AT, _always("EMAIL"), re.compile(r"[\[({<@]"), (3, 9)
)
URL = Recogniser(
    "url",
    _compile(
        rf"""(?<![\w@])(?:(?:https?|ftp)://[^\s<>"']{{1,2000}}|www\.[^\s<>"']{{1,2000}}
        |(?<![.-])[a-z0-9][a-z0-9-]{{0,62}}(?:\.[a-z0-9-]{{1,62}}){{0,4}}\.(?:{_TLD})
        (?:/[^\s<>"']{{0,2000}}|(?![\w.-]*[\w])))"""
    ),
    lambda match, text: (
        ""
        if re.fullmatch(
            r"\w+\.(?:in|it|is|no|at|me|us|be|my|id|so|live|care|health)", match.group(), re.I
        )
        else "URL"
    ),
    re.compile(r"[.:](?:(?<=\.)[^\s<>\"']|(?<=:)//)"),
)
HANDLE = Recogniser(
    "handle",
    _compile(r"(?<![\w@.])@(?!\s)[\w](?:[\w.-]{0,38}\w)?"),
    _always("HANDLE"),
    re.compile("@"),
)


class _NamedHandle(Recogniser):
    """Begins at the word for the place where somebody is called so."""

    def matches(self, words: Words) -> Iterator[re.Match[str]]:
        called = words.spans_of(lambda word: self.clue.match(word) is not None)
        return find_at(self.pattern, words.source, (start for start, _ in called))


NAMED_HANDLE = _NamedHandle(
    "named_handle",
    _compile(
        r"""\b(?:insta|instagram|ig|twitter|tiktok|snap|snapchat|facebook|fb|discord|telegram|skype|
        gamertag|psn|xbox|user\s?name|handle|screen\s?name)\b
        (?:\s(?:name|account|handle|id|page)){0,1}\s{0,2}(?:is|was|:|=|-|@)\s{0,2}
        @?(?P<handle>(?=[\w.-]{0,39}[\d._])[\w][\w.-]{1,38}\w)"""
    ),
    _always("HANDLE"),
    _compile(
        "insta|ig$|twitter|tiktok|snap|facebook|fb$|discord|telegram|skype|gamertag|psn$|xbox|"
        "user|handle|screen"
    ),
    group="handle",
)
IP_ADDRESS = Recogniser(
    "ip_address",
    _compile(
        r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){5,7}[0-9a-f]{1,4}\b"
    ),
    lambda match, text: (
        "IP ADDRESS"
        if ":" in match.group() or all(int(p) < 256 for p in match.group().split("."))
        else ""
    ),
    _compile(r"[\d:](?:(?<=\d)\.\d{1,3}\.\d|(?<=:)[0-9a-f]{1,4}:)"),
    (5, 45),
)

# --------------------------------------------------------------------------- official numbers

NI_NUMBER = Recogniser(
    "ni_number",
    _compile(
        r"""(?<![a-z0-9])[a-z]\s?[a-z][\s.-]?(?:\d\d[\s.-]?){2}\d\d(?:[\s.-]?[a-d])?(?![a-z0-9])"""
    ),
    lambda match, text: (
        "" if re.match(r"[a-z]{2}\s(?:19|20)\d\d\b", match.group(), re.I) else "NI NUMBER"
    ),
    re.compile(r"\d\d[\s.-]?\d\d[\s.-]?\d\d"),
    (5, 20),
)
_AREAS = tuple(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY
    E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE
    LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL
    SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()  # noqa: SIM905
)
_LONG_AREAS = "|".join(area for area in _AREAS if len(area) == 2)
POSTCODE = Recogniser(
    "postcode",
    _compile(
        r"""(?<![a-z0-9])(?P<area>[a-z]{1,2})\s?\d[a-z\d]?[\s-]{0,2}\d[abd-hjlnp-uw-z]{2}(?![a-z0-9])"""
    ),
    lambda match, text: "POSTCODE" if match.group("area").upper() in _AREAS else "",
    re.compile(r"\d[^\W\d_]{2}"),
    (8, 5),
)


class _AreaRecogniser(Recogniser):
    """Covers the code alone, not the words that gave it away."""

    def find(self, words: Words) -> Iterator[Span]:
        for match in self.matches(words):
            start, end = match.span("area") if match.group("area") else match.span()
            yield Span(start, end, "POSTCODE", "[POSTCODE]", self.rule)


# "LS6" by itself; "M6" and "B12" are a road and a vitamin unless somebody lives there.
POSTCODE_AREA = _AreaRecogniser(
    "postcode_area",
    re.compile(
        rf"""(?<![A-Za-z0-9])(?!CO2\b|SO2\b|OX5\b)(?:{_LONG_AREAS})\d{{1,2}}(?![A-Za-z0-9%])
        |(?i:(?:live[sd]?|living|based|moved|house|flat|home|postcode|i'm|born|area)(?:\s(?:is|to|in|at|near|up|over|round|around)){{0,3}}\s)
        (?P<area>(?i:{"|".join(_AREAS)})\d{{1,2}}[A-Z]?)(?![A-Za-z0-9%])""",
        re.VERBOSE,
    ),
    _always("POSTCODE"),
    re.compile(r"\d(?<=[^\W\d_]\d)"),
    (40, 5),
)

IBAN = Recogniser(
    "account",
    _compile(r"(?<![a-z0-9])[a-z]{2}\d{2}(?:\s?[a-z0-9]{4}){3,7}(?:\s?[a-z0-9]{1,3})?(?![a-z0-9])"),
    lambda match, text: "ACCOUNT" if sum(c.isdigit() for c in match.group()) >= 8 else "",
    re.compile(r"\d(?<=[^\W\d_]{2}\d)\d"),
    (3, 50),
)
SORT_CODE = Recogniser(
    "sort_code",
    _compile(r"\bsort\s?code\b[\s:]{0,3}(?:is\s)?(?P<code>\d\d[\s.-]?\d\d[\s.-]?\d\d)(?!\d)"),
    _always("ACCOUNT"),
    re.compile(r"\d\d[\s.-]?\d\d[\s.-]?\d\d"),
    (20, 10),
    group="code",
)
VEHICLE = Recogniser(
    "vehicle",
    re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}\s?[A-Z]{3}(?![A-Za-z0-9])"),
    _always("VEHICLE"),
    re.compile(r"\d(?<=[A-Z]{2}\d)\d"),
    (3, 10),
)
REFERENCE = Recogniser(
    "reference",
    _compile(
        r"""(?<![a-z0-9])(?=[a-z0-9/-]{0,40}[a-z])(?=(?:[a-z/-]{0,12}\d){5})[a-z0-9]{1,30}(?:[/-][a-z0-9]{1,20}){0,4}
        (?![a-z0-9])"""
    ),
    lambda match, text: (
        ""
        if re.fullmatch(
            r"\d{4,5}s|\d+(?:p|k|km|kg|mg|ml|mcg|am|pm|hrs?|th|m|g)", match.group(), re.I
        )
        else "NUMBER"
    ),
    re.compile(r"\d(?:[^\s\d]{0,12}\d){4}"),
)

# ------------------------------------------------------------------------------ runs of digits

_DIGITS = re.compile(
    r"""(?<![\w£$€])(?<![£$€]\s)(?<!\d[.,])\(?\+?\(?\d(?:(?:[\s.\-()+]{0,3})\d){4,24}(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\d%])"""
    r"""|\d{7,40}""",
    re.VERBOSE | re.IGNORECASE,
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[\s\-/]{1,3}){1,8}(?:(?:19|20)\d\d|\d\d)")
_TIMES = re.compile(r"\d{1,2}[.:]?\d\d\s?-\s?\d{1,2}[.:]\d\d|\d{1,2}\.\d\d\s?-\s?\d{1,2}[.:]?\d\d")
_NHS_CUE = re.compile(r"\bNHS\b[^\d\n]{0,20}$", re.IGNORECASE)


def _name_digits(match: re.Match[str], text: str) -> str:
    """Return what a run of digits is called: phone, NHS number, card, or just a number."""
    run = match.group()
    digits = re.sub(r"\D", "", re.split(r"x|ext", run, flags=re.IGNORECASE)[0])
    groups = re.findall(r"\d+", run)
    longest = max(map(len, groups))
    if longest < 7:
        if len(digits) < 7 or _YEARS.fullmatch(run.strip("()")):
            return ""
        if all(len(g) == 4 and g[:2] in ("19", "20") for g in groups):
            return ""
        if _TIMES.fullmatch(run.strip("()")):
            return ""
        if sum(len(g) == 1 for g in groups) > 2 and len(digits) < 9:
            return ""
    if _NHS_CUE.search(text, max(0, match.start() - 40), match.start()) and 9 <= len(digits) <= 11:
        return "NHS NUMBER"
    if run.lstrip("(").startswith("+") or (digits.startswith("0") and 9 <= len(digits) <= 15):
        return "NHS NUMBER" if _is_nhs(digits, groups) and not digits.startswith("0") else "PHONE"
    if _is_nhs(digits, groups):
        return "NHS NUMBER"
    if 13 <= len(digits) <= 19 and _is_card(digits):
        return "CARD NUMBER"
    if len(groups) > 1 and 7 <= len(digits) <= 15:
        return "PHONE"
    return "NUMBER"


def _is_nhs(digits: str, groups: list[str]) -> bool:
    if len(digits) != 10:
        return False
    if [len(g) for g in groups] == [3, 3, 4]:
        return True
    check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(digits[9])


def _is_card(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(doubled) + sum(int(d) for d in digits[-1::-2])) % 10 == 0


DIGITS = Recogniser(
    "digits", _DIGITS, _name_digits, re.compile(r"\d(?:[\s.\-()+]{0,3}\d){4,}"), (4, 14)
)

RECOGNISERS: tuple[Recogniser, ...] = (
    EMAIL, OBFUSCATED_EMAIL, URL, HANDLE, NAMED_HANDLE, IP_ADDRESS, NI_NUMBER, POSTCODE,
    POSTCODE_AREA, IBAN, SORT_CODE, VEHICLE, REFERENCE, DIGITS,
)  # fmt: skip


def find_identifiers(words: Words) -> list[Span]:
    """Return the spans of all identifiers with a shape, overlaps included.

    Parameters
    ----------
    words
        Normalised text.

    Examples
    --------
    >>> [span.placeholder for span in find_identifiers(Words("ring 07700 900123, M14 5RX"))]
    ['[POSTCODE]', '[PHONE]']
    """
    return [span for recogniser in RECOGNISERS for span in recogniser.find(words)]
