"""Words that the speaker took back as they were said: "forget I said that", "off the record".

Nobody agreed to have these quoted, whatever the register says. Patterns propose, and a person
decides: the words are held until somebody has approved them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_START = (
    r"""(?:^|[.!?;:,…–—(\-]\s*|["“'‘]\s*|"""
    r"\b(?:and|but|so|or|ok|okay|please|no|oh|just|actually|can you|could you|would you|"
    r"will you|you can|let's|best)\s+)"
    r"(?:(?:and|but|so|now|ok|okay|please|no|oh|just|actually|look|sorry|better|well|right|"
    r"hang on|wait|god),?\s+)*"
)
_END = (
    r"""(?=\s*(?:$|[.,!?;:…–—)"”'’-]|please\b|ok\b|okay\b|will you\b|would you\b|then\b|"""
    r"anyway\b|actually\b|though\b|from the (?:record|notes|minutes|tape|report)|"
    r"(?:in|into) the (?:notes|minutes|report|write-?up)))"
)
_THIS = r"(?:that|this|it|any of (?:that|this|it)|that (?:last )?(?:bit|part)|those words)"
_SAID = r"(?:said|say|mentioned|spoke|told you|brought (?:that|it|this) up|opened my mouth)"
_PAPERS = (
    r"(?:the |your |any |a )?(?:record|notes?|notebook|minutes|report|write-?up|writing|book|"
    r"flip-?chart|transcript|tape|recording)"
)
_NOTED = r"(?:written|wrote|put|noted|recorded|minuted|quoted|repeated|printed|typed|taken)"
# What was said before is taken back.
_BACKWARD = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    rf"{_START}forget (?:that )?(?:what )?i(?:'ve|'d| have)? (?:just |even |ever )?{_SAID}\b",
    r"\bpretend (?:that )?i (?:didn't|never|hadn't) (?:just )?(?:say|said|mention(?:ed)?)\b",
    rf"{_START}(?:strike|scratch|scrub) (?:{_THIS}|what i (?:just )?said){_END}",
    rf"{_START}(?:delete|erase|ignore|disregard) what i(?:'ve)? (?:just )?said\b",
    rf"\bi(?:'ll| will| do| want to|'d like to)? take (?:{_THIS}(?: all)?|what i said) back{_END}",
    r"\bi(?:'ll| will| want to|'d like to)? take back (?:that|what i (?:just )?said)\b",
    r"\bi never said (?:that|this|it)\b(?=,? (?:right|ok|okay|all right|did i)\b)",
))  # fmt: skip
# What stands beside it is not meant for the record.
_BESIDE = tuple(re.compile(pattern, re.IGNORECASE) for pattern in (
    r"\boff[- ]the[- ]record\b(?! (?:player|card|sheet|system|book|shop))",
    r"\b(?:not|isn't) for (?:the )?(?:record|notes|minutes|report|tape|transcript)\b",
    (r"\b(?:not|isn't) (?:for|to be) (?:quot(?:ing|ed)|repeat(?:ing|ed)|publication|publishing|"
    r"attribution|minuted|recorded|writ(?:ing|ten) down)\b"),
    (rf"{_START}(?:don't|do not|never) (?:you dare )?(?:write|note|take|type|put) {_THIS} down"
    rf"{_END}"),
    rf"{_START}(?:don't|do not) (?:you dare )?(?:minute|record|quote|print|repeat) {_THIS}{_END}",
    (r"\b(?:no need|needn't|don't have|don't need|not have) (?:to )?(?:write|note|put|take) "
    rf"{_THIS} down{_END}"),
    rf"{_START}(?:don't|do not) put (?:{_THIS}|me) (?:down )?in {_PAPERS}\b",
    rf"{_START}(?:keep|leave) (?:{_THIS}|me|my name) out of {_PAPERS}\b",
    rf"\b(?:take|cut|leave|strike) (?:{_THIS}|what i said) (?:out of|off|from) {_PAPERS}\b",
    rf"{_START}(?:please )?(?:don't|do not|never) (?:you dare )?quote me\b",
    rf"\bi (?:don't|do not|wouldn't|would not) want (?:{_THIS}|to be) {_NOTED}\b",
    (rf"\bi(?:'d| would) rather (?:{_THIS} (?:wasn't|weren't|isn't|not be)|you didn't) "
    rf"(?:{_NOTED}|write|quote|minute|record|repeat)\b"),
    r"\byou (?:didn't|never) (?:hear|heard) (?:that|this|it)(?: from me)?\b(?! (?:when|in|on|at))",
    rf"{_START}(?:don't|do not) (?:tell|let) (?:\S+|my \S+|anyone know|anybody know) i said\b",
    (rf"\b(?:strictly |that's |this is |keep (?:{_THIS}) |just )(?:just |strictly )?between "
    r"(?:us|ourselves|you and me|you and i|these (?:four )?walls)\b"),
    (r"\b(?:that|this|it) (?:doesn't|does not|mustn't|must not|shouldn't|can't|stays in|does not) "
    r"(?:leave |go outside |go beyond |get out of |go out of )?(?:this|the|these) "
    r"(?:room|four walls)\b"),
    (rf"{_START}(?:turn|switch) (?:that|the|this) ?(?:recorder|tape|recording|thing)? off"
    rf"(?= for (?:a|one) (?:minute|second|moment))"),
))  # fmt: skip
# The record of a thing, and not of what is said; somebody else's words.
_NO_RECORD = re.compile(
    r"\b(?:took|take|takes|taken|taking|came|come|comes|fell|fall|dropped|drop|wiped|got|gets?|"
    r"struck|removed|knocked)\b(?: (?:it|that|this|me|him|her|them|us|my name|the \w+|"
    r"completely|clean))* off the record\b",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|who|woman|man|lad|lass|girl|boy|doctor|nurse|officer|receptionist) "
    r"(?:said|says|goes|went|told (?:me|us|him|her)|shouted|wrote),? ?[\"“‘']?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^\"”]*[\"”],? (?:he|she|they|the \w+) (?:said|says|goes|went|told)\b", re.IGNORECASE
)
_FEW_WORDS, _NEAR = 3, 3


def is_taken_back(text: str) -> bool:
    """Tell whether the speaker takes back what they say, or keeps it off the record.

    Examples
    --------
    >>> is_taken_back("There is an underspend. Forget I said it.")
    True
    >>> is_taken_back("I'll never forget what he said.")
    False
    """
    return _find(text) is not None


def find_taken_back(excerpts: pd.DataFrame) -> frozenset[str]:
    """Return the excerpts whose words the speaker took back.

    Where an excerpt says little else, it speaks of the speaker's words beside it: those are
    held too.

    Parameters
    ----------
    excerpts
        Table ``excerpts``; only a speaker's words of the same source lie beside each other.
    """
    if not {"text", "source_id", "start"} <= set(excerpts.columns):
        return frozenset()
    rows = excerpts.sort_values(["source_id", "start"], kind="stable")[
        ["excerpt_id", "source_id", "participant_id", "text"]
    ].to_dict("records")
    found: set[str] = set()
    for place, row in enumerate(rows):
        text = str(row["text"])
        taken = _find(text)
        if taken is None:
            continue
        found.add(str(row["excerpt_id"]))
        match, is_backward = taken
        before, after = _n_words(text[: match.start()]), _n_words(text[match.end() :])
        if before < _FEW_WORDS and (is_backward or after < _FEW_WORDS):
            found |= _beside(rows, place, -1)
        if before < _FEW_WORDS and after < _FEW_WORDS and not is_backward:
            found |= _beside(rows, place, 1)
    return frozenset(found)


def _find(text: str) -> tuple[re.Match[str], bool] | None:
    """Return where words are taken back, and whether those before it are meant."""
    plain = text.replace("’", "'").replace("‘", "'")
    for patterns, is_backward in ((_BACKWARD, True), (_BESIDE, False)):
        for pattern in patterns:
            for match in pattern.finditer(plain):
                if not _is_otherwise(plain, match):
                    return match, is_backward
    return None


def _is_otherwise(text: str, match: re.Match[str]) -> bool:
    """Tell whether a match speaks of a record that is kept, or reports somebody else's words."""
    begin = match.start() + len(match[0]) - len(match[0].lstrip(" \t.,!?;:…–—-(\"“'"))
    before, after = text[:begin], text[match.end() :]
    quoted = before.rstrip()[-1:] in ('"', "“", "'")
    if quoted and (_REPORTED.search(before.rstrip(" \"“'")) or _AFTER.match(after)):
        return True
    return any(found.end() == match.end() for found in _NO_RECORD.finditer(text))


def _beside(rows: list[dict[Hashable, Any]], place: int, step: int) -> set[str]:
    """Return the speaker's nearest words before or after an excerpt, where they are near."""
    mine = rows[place]
    for at in range(1, _NEAR + 1):
        here = place + step * at
        if not 0 <= here < len(rows) or rows[here]["source_id"] != mine["source_id"]:
            break
        if _speaker(rows[here]) == _speaker(mine):
            return {str(rows[here]["excerpt_id"])}
    return set()


def _speaker(row: dict[Hashable, Any]) -> str:
    said = row["participant_id"]
    return said if isinstance(said, str) else ""


def _n_words(text: str) -> int:
    return len(re.findall(r"\w[\w'’]*", text))
