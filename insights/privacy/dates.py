"""Dates that point to a day (only the year is kept) and ages over 89."""

from __future__ import annotations

import re

from insights.privacy.clues import Place, find_at, find_near, places_of
from insights.privacy.spans import Span
from insights.privacy.wording import MONTH_SHORT, MONTHS, word_set
from insights.privacy.words import Words

_MONTH = rf"(?:{'|'.join(MONTHS)}|(?:{'|'.join(MONTH_SHORT)})\b\.?)"
_UNITS = tuple(  # in order: a word's place is its value
    "one two three four five six seven eight nine".split()  # noqa: SIM905
)
_TEENS = tuple(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
)
_TENS = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())  # noqa: SIM905
_FIRST_TO_NINTH = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_DAY_WORDS = (
    rf"(?:(?:twenty|thirty)[\s-](?:{_FIRST_TO_NINTH})|thirteenth|fourteenth|fifteenth|sixteenth|"
    rf"seventeenth|eighteenth|nineteenth|twentieth|thirtieth|tenth|eleventh|twelfth|{_FIRST_TO_NINTH})"
)
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[\s-](?:{'|'.join(_UNITS)}))?"
    rf"|{'|'.join(sorted(_TEENS, key=len, reverse=True))}"
    rf"|(?:oh|o)[\s-](?:{'|'.join(_UNITS)})|hundred)"
)
_YEAR_WORDS = (
    rf"(?:(?:nineteen|twenty)[\s-]{_SMALL}"
    rf"|two\sthousand(?:\s(?:and\s)?(?:{_SMALL}|{'|'.join(_UNITS)}))?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MON = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[89]\d\d|20\d\d)"
_TIME = r"(?:[T\s,]{1,2}\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s(?:the\s)?)?"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_NUMERIC = _compile(
    rf"(?<![\w£$/.-])(?<!\d,)(?:{_DAY}(?P<sep>[/-]){_MON}(?P=sep)|\d\d(?P<wide>\s?[/.-]\s?)\d\d(?P=wide)"
    rf"|{_DAY}\.{_MON}\.(?={_YEAR}))(?P<year>{_YEAR}|\d\d)(?![\w%/]|[.,-]\d){_TIME}"
    rf"|(?<![\w£$/.-])(?<!\d,){_MON}/{_DAY}/(?P<us>{_YEAR}|\d\d)(?![\w%/]|[.,-]\d){_TIME}"
    rf"|(?<![\w£$/.-])(?<!\d,)(?P<iso>{_YEAR})[-/.]{_MON}[-/.]{_DAY}(?![\d/]){_TIME}"
)
_DAY_MONTH = _compile(
    rf"(?<!\w){_WEEKDAY}(?:{_DAY}\s?(?:st|nd|rd|th)?|(?:the\s)?{_DAY_WORDS})[\s,-]{{1,3}}(?:day\s)?(?:of\s)?{_MONTH}"
    rf"(?:[\s,.'-]{{1,3}}(?:in\s)?(?P<year>{_YEAR}|{_YEAR_WORDS}|(?<=')\d\d)(?!\w))?(?!\w)"
)
_MONTH_DAY = _compile(
    rf"(?<!\w){_WEEKDAY}{_MONTH}[\s-]{{1,2}}(?:the\s)?(?:{_DAY}(?:st|nd|rd|th)?(?![\d:%])|{_DAY_WORDS})"
    rf"(?:[\s,]{{1,3}}(?P<year>{_YEAR}|{_YEAR_WORDS}))?(?!\w)(?!\s?(?:people|minutes|of\s(?:us|them)))"
)
_BORN = _compile(
    rf"\b(?:born|birthday|birth|d\.?o\.?b\.?|b\.)\b(?:\s?(?:is|was|in|on|the|of|:|date)){{0,4}}\s{{0,2}}"
    rf"(?P<date>(?:{_MONTH}[\s,]{{1,2}})?(?P<year>{_YEAR}|{_YEAR_WORDS}))(?!\w)"
)


# Where a pattern can match at all: what each match holds (see clues.find_near).
_SEPARATED = re.compile(r"\d\s?[/.-]\s?\d")
_MONTH_WORDS = tuple(month[:3] for month in MONTHS)
_BIRTH_WORDS = word_set("born birth birthday dob d do b")


def find_dates(words: Words) -> list[Span]:
    """Return dates of a day; the placeholder keeps the year where it is given in full.

    Parameters
    ----------
    words
        Normalised text.

    Examples
    --------
    >>> found = find_dates(Words("on the 3rd of May, 1985, not in May 1985"))
    >>> [span.placeholder for span in found]
    ['[DATE: 1985]']
    """
    text = words.source
    spans = []
    for match in find_near(_NUMERIC, text, places_of(_SEPARATED, text), 4, 48):
        year = match.group("year") or match.group("us") or match.group("iso")
        spans.append(_date(match.start(), match.end(), year, "numeric_date"))
    months = words.spans_of(_is_month)
    for pattern, reach, rule in (
        (_DAY_MONTH, (52, 60), "day_month"), (_MONTH_DAY, (20, 80), "month_day"),
    ):  # fmt: skip
        for match in find_near(pattern, text, months, *reach):
            if not match.group("year") and re.search(r"\bmay\b|\bmarch\b", match.group()):
                continue
            spans.append(_date(match.start(), match.end(), match.group("year"), rule))
    births = (start for start, _ in words.spans_of(_BIRTH_WORDS.__contains__))
    for match in find_at(_BORN, text, births):
        spans.append(_date(*match.span("date"), match.group("year"), "born"))
    return spans


def _is_month(word: str) -> bool:
    return word.startswith(_MONTH_WORDS)


def _date(start: int, end: int, year: str | None, rule: str) -> Span:
    kept = _year_of(year)
    return Span(start, end, "DATE", f"[DATE: {kept}]" if kept else "[DATE]", rule)


def _year_of(words: str | None) -> str:
    """Return the year in four digits, or "" where none is given or it tells an age over 89."""
    if not words:
        return ""
    if words.isdigit():
        number = int(words)
        if len(words) == 2:
            number += 1900 if number >= 40 else 2000
    else:
        number = _number_in_words(words)
    return str(number) if 1940 <= number <= 2100 else ""


def _number_in_words(words: str) -> int:
    parts = [p for p in re.split(r"[\s-]+", words.casefold()) if p not in ("and", "oh", "o")]
    if parts[0] == "two":
        base, rest = 2000, parts[2:]
    else:
        base, rest = {"nineteen": 1900, "twenty": 2000}[parts[0]], parts[1:]
    for part in rest:
        for values, first, step in ((_UNITS, 1, 1), (_TEENS, 10, 1), (_TENS, 20, 10)):
            if part in values:
                base += first + step * values.index(part)
    return base


_OLD = r"(?:9\d|1[01]\d)"
_OLD_WORDS = (
    rf"(?:ninety(?:[\s-]?(?:{'|'.join(_UNITS)}))?"
    rf"|(?:a|one)\shundred(?:\sand\s(?:{'|'.join(_UNITS + _TEENS)}))?)"
)
_NOT_AGE = (
    r"(?!\s?(?:%|per\s?cent|percent|pence|pounds?|quid|euros?|p\b|k\b|minutes?|mins?|hours?|hrs?|days?|weeks?|"
    r"months?|miles?|metres?|meters?|km|kg|mg|ml|people|participants|patients|staff|of\s(?:the|us|them|our)|times|"
    r"calls?|points?|out\sof|degrees?|steps|pages?|beds?|cases?|responses|/|:\d|\.\d|,\d|thousand|million|-\d))"
)
_AGE_CUE = _compile(
    rf"\b(?:aged?|turn(?:ed|ing|s)?|age\sof|(?:i'?m|he'?s|she'?s|they'?re|who'?s|i\sam|he\sis|she\sis|he\swas|she\swas|"
    rf"is|was|nearly|almost)(?:\s(?:now|nearly|almost|about|only|over))?)(?:\s(?:is|was|:))?[\s:]{{1,2}}"
    rf"(?P<age>{_OLD}|{_OLD_WORDS})(?![\w]){_NOT_AGE}"
)
_AGE_YEARS = _compile(
    rf"(?<![\w£$.,-])(?P<age>(?:{_OLD}|{_OLD_WORDS})(?:[\s-]?(?:years?|yrs?)(?:[\s-](?:old|of\sage))|\s?y/?o))\b"
)
_AGE_BRACKET = re.compile(rf"(?<=[a-z])(?:,\s|\s?[(\[]\s?)(?P<age>{_OLD})(?=\s?[)\]]|,\s[a-z])")
_AGE_WORDS = _compile(
    rf"(?<![\w-])(?P<age>ninety[\s-](?:{'|'.join(_UNITS)})|nonagenarian|centenarian)(?!\w){_NOT_AGE}"
)
_AGE_DECADE = _compile(
    r"\b(?:my|her|his|their)\s(?:(?:early|mid|late)[\s-])?(?P<age>nineties|90'?s)(?!\w)"
)
_AGE_BIRTHDAY = _compile(
    r"(?<![\w£$.,-])(?P<age>9\dth|91st|92nd|93rd|1[01]\d(?:st|nd|rd|th)|nineti?eth|hundredth)\sbirthday\b"
)
# A number by itself is somebody's age where a person stands before it and the clause ends.
_PERSON = (
    r"(?:he|she|they|who|i|\[person\??\]"
    r"|(?:grand|great-?grand|step)?(?:mother|father|mum|mam|mom|dad|ma|pa)|nan|nana|nanny|gran|granny|"
    r"gramps|aunt|auntie|uncle|husband|wife|partner|brother|sister|friend|neighbour|client|patient|"
    r"tenant|customer|lady|gentleman|woman|man|fella|chap|bloke"
    r"|(?-i:(?!(?:It|That|This|There|Here|What|Where|When|How|Let|Today|Tomorrow|Yesterday|Ward|Room|"
    r"Bus|Number|[A-Z][a-z]{1,5}day|Wednesday|Thursday|Saturday)')[A-Z][a-z]{1,20}))"
)
_CLAUSE_ENDS = (
    r"(?![.,:]\s?\d|\.?\s?%)(?=\s{0,2}(?:$|[,.;:!?)\]\"”…—–\n])|\s(?:and|but|now|next|this|last|so|or|who|"
    r"he|she|they|i|you|we|my|his|her|with|still|when|if|because|too|already|today|yesterday|has|had|"
    r"can'?t|don'?t)\b)"
)
_ALREADY = r"(?:\s(?:now|nearly|almost|about|only|over|just|all\sof))?"
_AGE_OWN = _compile(
    rf"(?<!\w){_PERSON}(?:'?s{_ALREADY}\s|(?:'d|'ll|\swould|\swill)\sbe{_ALREADY}\s|,\s)"
    rf"(?P<age>{_OLD}|{_OLD_WORDS})(?!\w){_CLAUSE_ENDS}"
)
_AGE_AT = _compile(
    rf"\b(?:at|being|reach(?:ed|es|ing)?|made\sit\sto)\s(?!1[01]1)(?P<age>{_OLD}|{_OLD_WORDS})(?!\w){_CLAUSE_ENDS}"
)
_MEASURED = re.compile(
    r"\b(?:sats?|saturations?|oxygen|o2|temperature|speed|mph|bpm|pulse|heart rate|blood|bp|limit|"
    r"level|score[ds]?|cent|total|stuck|capped|set|fixed|liv(?:e|es|ed|ing)|stay(?:s|ed|ing)?|house|home|"
    r"number|flat|bus|stop)\b",
    re.IGNORECASE,
)


_SENTENCE = 60  # characters
_OLD_DIGITS = re.compile(r"[19](?:(?<=9)\d|(?<=1)[01]\d)(?!\d)")
_OLD_BEGINNINGS = ("ninet", "hundred", "nonagenarian", "centenarian")


def find_ages(words: Words) -> list[Span]:
    """Return ages of 90 and more.

    Parameters
    ----------
    words
        Normalised text.

    Examples
    --------
    >>> [(s.start, s.placeholder) for s in find_ages(Words("Doris (97) rated it 97%"))]
    [(7, '[AGE 90+]')]
    """
    clues: list[Place] = sorted(
        [*places_of(_OLD_DIGITS, words.source), *words.spans_of(_tells_age)]
    )
    return [
        Span(*match.span("age"), "AGE", "[AGE 90+]", rule)
        for pattern, rule in (
            (_AGE_CUE, "age_cue"), (_AGE_YEARS, "age_years"), (_AGE_BRACKET, "age_bracket"),
            (_AGE_WORDS, "age_words"), (_AGE_DECADE, "age_decade"),
            (_AGE_BIRTHDAY, "age_birthday"), (_AGE_OWN, "age_own"), (_AGE_AT, "age_at"),
        )
        for match in find_near(pattern, words.source, clues, 40, 60)
        if rule != "age_at" or not _is_measured(words.source, match.start())
    ]  # fmt: skip


def _is_measured(text: str, before: int) -> bool:
    """Return whether "at 94" is said of a measure or a house in the same sentence."""
    sentence = re.split(r"[.!?\n]", text[max(0, before - _SENTENCE) : before])[-1]
    return _MEASURED.search(sentence) is not None


def _tells_age(word: str) -> bool:
    return word.startswith(_OLD_BEGINNINGS)
