"""House style, checked by machine: what a generated sentence may look like.

Run over everything the reports say in their own voice (quotes are other people's and are
never touched).
"""

from __future__ import annotations

import re

LONGEST_SENTENCE = 25

_BANNED = (
    (r"\b(users?|people|participants|they|groups?) felt\b", "“felt”: say what was recorded"),
    (r"\bemerg(e|es|ed|ing)\b", "a theme is made by people; it does not emerge"),
    (r"\bmodel found\b|\bAI found\b|\balgorithm\b", "people find themes; software suggests"),
    (r"\banonymi[sz]ed\b", "say that direct identifiers are reduced"),
    (r"\b(statistically )?significant(ly)?\b", "no finding here is “significant”"),
    (r"\bproves?\b|\bproven\b", "evidence of this size proves nothing"),
    (r"\bprofessionals do not (think|believe|care|want)\b", "not raising is not disagreeing"),
    (r"\bnobody (thinks|believes|wants)\b", "say “nobody was recorded raising”"),
    (r"\b(utili[sz]e|leverage|robustly|going forward|stakeholders?)\b", "say it plainly"),
    (r"\bsuffer(s|ing|ers?)? from\b", "say “people with”"),
)
_SENTENCE_END = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][”\"’)]))\s+(?=[“\"(A-Z0-9])")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|v|vs|Dr|No)\.$")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text, by their closing marks.

    Examples
    --------
    >>> split_sentences("One thing. Another? Yes.")
    ['One thing.', 'Another?', 'Yes.']
    """
    sentences: list[str] = []
    for piece in _SENTENCE_END.split(" ".join(text.split())):
        if sentences and _ABBREVIATION.search(sentences[-1]):
            sentences[-1] += f" {piece}"
        elif piece:
            sentences.append(piece)
    return sentences


def without_quotes(text: str) -> str:
    """Return the text with “…” reduced to one word: a name or a quote is not ours."""
    return re.sub(r"“[^”]*”", "“…”", text)


def check_house_style(text: str) -> list[str]:
    """Return what is wrong with a generated text, as short sentences; [] when nothing is.

    Parameters
    ----------
    text
        What the report says in its own voice. Anything between “ and ” counts as a name
        or a quote and is not judged.

    Examples
    --------
    >>> check_house_style("7 of 12 people raised it.")
    []
    >>> check_house_style("58% of users felt unheard.")
    ['“felt”: say what was recorded: users felt', 'a percent sign']
    """
    own = without_quotes(text)
    wrong = [
        f"{reason}: {found.group(0)}"
        for pattern, reason in _BANNED
        if (found := re.search(pattern, own, re.IGNORECASE))
    ]
    if "%" in own or re.search(r"\bper ?cent\b", own, re.IGNORECASE):
        wrong.append("a percent sign")
    if re.search(r"\b(\d+) of 0\b", own):
        wrong.append("a count of nobody (“0 of 0”)")
    if re.search(r"\b1 (people|professionals|excerpts|files|notes|themes|groups|codes)\b", own):
        wrong.append("one, with a plural")
    if re.search(r"\b(nan|None|NaT|<NA>|null)\b", own) and not re.search(r"\bNone of\b", own):
        wrong.append("a missing value in the words")
    if re.search(r"\S {2,}\S", own):
        wrong.append("two spaces")
    if re.search(r"\s[.,;:!?](\s|$)|,,|\.\.(?!\.)|\(\)|;\s*\.", own):
        wrong.append("stray punctuation")
    for sentence in split_sentences(own):
        n_words = len(re.findall(r"[\w’'–-]+", sentence))
        if n_words > LONGEST_SENTENCE:
            wrong.append(f"a sentence of {n_words} words: {sentence[:60]}…")
    return wrong
