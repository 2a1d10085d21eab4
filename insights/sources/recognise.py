"""What a name, a column's header or a cell looks like, whoever wrote it and however."""

from __future__ import annotations

import re
import unicodedata

from insights.tables import TABLES

_DIRECT = re.compile(
    r"\b(?:names?|forename|surname|e ?mails?|phone|mobile|telephone|tel|address|postcode|"
    r"post code|contact|date of birth|dob|nhs (?:number|no)|ni number|ip)\b"
)
_ID_WORDS = frozenset(
    ["participant", "person", "speaker", "respondent", "attendee", "member", "tester", "user",
     "case", "row", "response", "patient", "carer", "professional", "staff", "group"]
)  # fmt: skip
_NO_ANSWERS = frozenset(
    ["n/a", "n.a", "na", "n\\a", "n / a", "not applicable", "no comment", "no comments",
     "no answer", "no response", "no reply", "nothing to add", "nothing to say", "nothing else",
     "nothing further", "nothing more", "no further comment", "no further comments",
     "prefer not to say", "rather not say", "skip", "skipped", "left blank", "blank"]
)  # fmt: skip
_NOTHING_MORE = frozenset(
    ["none", "nothing", "no", "nope", "nil", "no thanks", "no thank you", "not really", "nah"]
)
_REMARKS = "(?:comments?|thoughts|feedback|points|remarks)"
_ASKS_FOR_MORE = re.compile(
    rf"\b(?:any (?:other |further |more |additional )?{_REMARKS}|"
    rf"(?:other|further|additional|more) {_REMARKS}|any ?thing (?:else|more|to add|"
    r"you(?: would|d)? (?:like|want|wish) to add)|comments?$|(?:want|like) to add|left to say)"
)
_LETTER = re.compile(r"[^\W_]")
_FORMAT_CHARACTERS = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)


def fold(words: str) -> str:
    """Return ``words`` in one Unicode form, without case, spare spaces or format characters.

    Examples
    --------
    >>> fold("  Priya  NAIR ")
    'priya nair'
    """
    plain = unicodedata.normalize("NFKC", words.translate(_FORMAT_CHARACTERS))
    return " ".join(plain.casefold().split())


def fold_header(words: str) -> str:
    """Return a column's name in words: "What_would help?" becomes "what would help".

    Examples
    --------
    >>> fold_header("Participant_ID")
    'participant id'
    """
    return " ".join(re.sub(r"[^\w]+|_+", " ", fold(words)).split())


def holds_direct_identifier(header: str) -> bool:
    """Tell whether a column's name says that it holds names, addresses or the like.

    Examples
    --------
    >>> holds_direct_identifier("Full name"), holds_direct_identifier("Age band")
    (True, False)
    """
    return bool(_DIRECT.search(fold_header(header)))


def says_something(answer: str) -> bool:
    """Tell an answer from an empty cell or a dash; "None" and a thumbs-up are answers.

    Examples
    --------
    >>> [says_something(cell) for cell in ("None", "👍", " - ", "")]
    [True, True, False, False]
    """
    if _LETTER.search(answer):
        return True
    return any(unicodedata.category(sign) == "So" for sign in answer)


def is_no_answer(answer: str, prompt: str = "") -> bool:
    """Tell an answer that says nothing: "n/a", "no comment", or "none" to "anything else?".

    "Nothing" to "What worries you?" is an answer, and "N/A as I am staff" says something.

    Examples
    --------
    >>> [is_no_answer(cell) for cell in ("N/A", "no comment.", "nothing", "n/a as I am staff")]
    [True, True, False, False]
    >>> is_no_answer("nothing", "What worries you?"), is_no_answer("None", "Any other comments?")
    (False, True)
    """
    said = fold(answer).strip(" .!-–—()[]\"'“”")
    return said in _NO_ANSWERS or (said in _NOTHING_MORE and asks_for_more(prompt))


def asks_for_more(prompt: str) -> bool:
    """Tell a question after whatever has not been said yet: "Any other comments?".

    Examples
    --------
    >>> asks_for_more("Anything else you would like to say?"), asks_for_more("What else helps?")
    (True, False)
    """
    return bool(_ASKS_FOR_MORE.search(fold_header(prompt)))


def attribute_name(header: str) -> str:
    """Return the name under which a column becomes an attribute of participants.

    Examples
    --------
    >>> attribute_name("Age band"), attribute_name("Origin")
    ('age_band', 'given_origin')
    """
    name = fold_header(header).replace(" ", "_") or header
    return f"given_{name}" if name in TABLES["participants"].column_names else name


def read_date(words: str) -> str | None:
    """Return a date as ISO 8601, or None; days come before months, as in the UK.

    Examples
    --------
    >>> read_date("3/11/2025"), read_date("2025-11-03 10:02"), read_date("soon")
    ('2025-11-03', '2025-11-03', None)
    """
    import datetime as dt

    if len(words) > 40 or not any(sign.isdigit() for sign in words):
        return None
    words = re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", words.strip().replace(",", " "))
    words = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*\s+", "", words, flags=re.IGNORECASE)
    if match := re.match(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?![0-9])", words):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.match(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?![0-9])", words):
        day, month, year = (int(part) for part in match.groups())
    else:
        for pattern in ("%d %B %Y", "%d %b %Y", "%B %d %Y", "%d of %B %Y", "%d-%b-%Y"):
            try:
                return dt.datetime.strptime(" ".join(words.split()), pattern).date().isoformat()
            except ValueError:
                continue
        return None
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def looks_pseudonymous(label: str) -> bool:
    """Tell an id such as "NHFT 620" or "R_3kf8" from a name, however it is numbered.

    Examples
    --------
    >>> [looks_pseudonymous(one) for one in ("P07", "NHFT 620", "Priya Nair 2", "sam92")]
    [True, True, False, False]
    """
    if "@" in label or len(label) > 40 or not any(sign.isdigit() for sign in label):
        return False
    parts = [part.rstrip("0123456789") for part in re.split(r"[\s_.-]+", label)]
    return not any(
        len(part) >= 3 and part.isalpha() and part[1:].islower()
        and part.casefold() not in _ID_WORDS and not set(part.casefold()) <= set("abcdef")
        for part in parts
    )  # fmt: skip
