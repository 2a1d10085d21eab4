"""Lines that are nobody's words: laughter and pauses, breaks, captions over a flipchart."""

from __future__ import annotations

import re

_BRACKETED = re.compile(r"[*_]{0,2}[\[(](?P<words>[^\[\]()\n]{2,80})[\])][*_]{0,2}\.?")
_STARRED = re.compile(r"\*(?P<words>[^*\n]{2,40})\*\.?")
_WHO = (
    r"(?:(?:everyone|everybody|all|(?:a )?few(?: people)?|some|several|many|most|others?|people|"
    r"participants|someone|"
    r"somebody|both|they|she|he|(?:the |whole |small )*(?:group|room|table|audience)s?)"
    r"(?: (?:of (?:them|the group)|else|around the table|in the room))?)"
)
_HOW = (
    r"(?:(?:general|long|short|brief|loud|nervous|awkward|warm|much|more|some|slight|lots of|a lot "
    r"of|a (?:long|short|brief|few)|few|big|sudden|background|further|then|very|quietly|loudly) )"
)
_SOUND = (
    r"(?:laugh(?:s|ed|ing|ter)?|giggl(?:es?|ed|ing)|chuckl(?:es?|ed|ing)|paus(?:es?|ed|ing)|silences?|"
    r"silent|quiet|applau(?:se|ds?|ded|ding)|clap(?:s|ped|ping)?|cheer(?:s|ed|ing)?|sigh(?:s|ed|ing)?|"
    r"cr(?:y|ies|ied|ying)|tears|tearful|in tears|nod(?:s|ded|ding)?|shrug(?:s|ged|ging)?|"
    r"smil(?:es?|ed|ing)|cough(?:s|ed|ing)?|murmur(?:s|ed|ing)?|groan(?:s|ed|ing)?|gasps?|agreement|"
    r"inaudible|unclear|indistinct|crosstalk|cross-talk|overlapping(?: (?:speech|talk|voices))?|"
    r"interruptions?|interrupted|noise|music|phone rings?|door (?:opens|closes|slams)|"
    r"shak(?:es|ing) (?:their|her|his) heads?|end of (?:recording|tape|session|activity)|"
    r"recording (?:starts|stops|started|stopped|paused|resumed)|tape (?:starts|stops|ends)|"
    r"(?:small |pair |paired )?(?:group|pair) (?:work|discussion)|discussion|pairs)"
)
_TAIL = (
    r"(?:,? (?:(?:then |and (?:then )?|of |from |in |at |around |all round|again|here|continues?|"
    r"briefly|loudly|softly|everyone|everybody|the |some |whole |her |his |their )*"
    r"(?:(?:agreement|room|group|table|everyone|everybody|head|heads|both groups|back|minutes?|"
    r"seconds?|time|phone|outside|background|tenants|professionals|several people)|"
    rf"{_SOUND})?)|,? (?:for |about |of )*[0-9]{{1,3}}(?: |-)?(?:mins?|minutes?|secs?|seconds?|s)?|"
    r",? [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)"
)
_STAGE = re.compile(
    rf"(?:{_WHO} (?:(?:is|are|was|were|looks?|starts? to|started to|bursts? into) )?)?{_HOW}{{0,2}}"
    rf"{_SOUND}{_TAIL}{{0,2}}", re.IGNORECASE,
)  # fmt: skip
_MOVES = re.compile(
    r"(?:[\w.'’-]{1,20}(?: [\w.'’-]{1,20}){0,2}) (?:(?:has |have |had )?(?:left|gone|joined|"
    r"arrived|returned)|leaves?|joins?|arrives?|returns?|enters?|entered|"
    r"(?:comes?|came) (?:in|back)|"
    r"steps? out|stepped out|goes out|went out)"
    r"(?: (?:the|to|from|into|room|call|meeting|session|workshop|group|late|early|again|briefly|"
    r"here|now|at|for|a|few|about|[0-9.:]{1,5}|one|two|three|four|five|ten|fifteen|twenty|half|an|"
    r"hour|minutes?|mins?|second|moment|break|lunch|phone|answer|take|am|pm)){1,12}\.?",
    re.IGNORECASE,
)  # fmt: skip
_DRINK = (
    r"(?:(?:tea|coffee|comfort|short|lunch|prayer|smoking|screen|stretch|refreshment|afternoon|"
    r"morning|five[- ]minute|ten[- ]minute)s?(?: ?(?:,|&|and|/) ?(?:tea|coffee|cake|biscuits?|"
    r"prayer|"
    r"comfort|lunch))?[ -])?(?:break|interval|adjournment)s?"
)
_SERVED = (
    r"(?:tea|coffee|lunch|refreshments?|biscuits?|cake|cakes)"
    r"(?: ?(?:,|&|and|/) ?(?:tea|coffee|cakes?|biscuits?|refreshments|networking)){0,2}"
)
_CLOCK = (
    r"\(?(?:for |at |from |until |till |c\. ?)?(?:[0-9]{1,2}[.:][0-9]{2}|[0-9]{1,2} ?[ap]\.?m\.?|"
    r"[0-9]{1,3} ?min(?:ute)?s?)(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:to|until|[-–—]) ?[0-9]{1,2}(?:[.:][0-9]{2})?(?: ?[ap]\.?m\.?)?)?\)?"
)
_BREAK = re.compile(
    rf"(?:(?:we )?(?:stopped|broke|paused|break|breaking|stop) for (?:a )?(?:{_DRINK}|{_SERVED})|"
    rf"{_DRINK}(?: for {_SERVED})?)(?:[ ,:–—-]{{0,3}}{_CLOCK})?\.?|"
    rf"{_SERVED}[ ,:–—-]{{0,3}}{_CLOCK}\.?|{_CLOCK}[ ,:–—-]{{1,3}}(?:{_DRINK}|{_SERVED}|lunch)\.?|"
    rf"(?:reconvened?|resumed?|back|restart(?:ed)?) (?:at )?{_CLOCK}\.?", re.IGNORECASE,
)  # fmt: skip
_SHEET = (
    r"(?:flip ?-?charts?(?: (?:sheet|page|paper))?|whiteboards?|posters?|post-?it(?: ?notes?)?s?|"
    r"sticky notes?|wall(?: ?chart)?s?|sheets?|boards?)"
)
_OPENS_WITH_SHEET = re.compile(
    rf"(?:(?:on|from|written on|seen on) (?:the )?)?(?:[\w’']+(?:['’]s)? )?{_SHEET}"
    r"(?: [0-9A-Z]{1,2})?"
    r"(?P<rest>(?:[ ,(–—-][^:\n]{0,80})?):", re.IGNORECASE,
)  # fmt: skip
_OVER_TABLE = re.compile(
    rf"[^:\n]{{0,60}}\b(?:{_SHEET}|dots?|dot votes?|votes?|voting|table)\b[^:\n]{{0,60}}:",
    re.IGNORECASE,
)  # fmt: skip
_CLAUSE = re.compile(
    r"\b(?:I|me|my|we|us|our|you|your|because|it|is|are|was|were|said|says?|told|asks?|asked|"
    r"have|not|never|nobody|no one|should|could|would|wants?|wanted|needs?|feels?|felt)\b",
    re.IGNORECASE,
)  # fmt: skip
_MOST_WORDS = 8
_MOST_CAPTION_WORDS = 14


def is_stage_direction(line: str) -> bool:
    """Tell "(laughter)" or "[Ann left the room]" from something said in brackets.

    Examples
    --------
    >>> [is_stage_direction(line) for line in ("(laughter)", "[long pause]", "(break for tea)")]
    [True, True, True]
    >>> is_stage_direction("(we laughed, because nobody had told us)")
    False
    """
    match = _BRACKETED.fullmatch(line.strip()) or _STARRED.fullmatch(line.strip())
    if match is None:
        return False
    words = " ".join(match["words"].split()).strip(" .!…")
    if _MOVES.fullmatch(words) or _BREAK.fullmatch(words):
        return True
    return len(words.split()) <= _MOST_WORDS and _STAGE.fullmatch(words) is not None


def is_break(line: str) -> bool:
    """Tell a line that only says when there was tea from one about tea.

    Examples
    --------
    >>> [is_break(line) for line in ("Coffee 10.30", "Break for tea", "Coffee mornings work")]
    [True, True, False]
    """
    return _BREAK.fullmatch(line.strip("*_ \t\n")) is not None


def is_caption(line: str, *, over_table: bool) -> bool:
    """Tell a line that says what stands below it: "Flipchart, dots given by everybody:".

    Examples
    --------
    >>> is_caption("Flipchart, dots given by everybody:", over_table=False)
    True
    >>> is_caption("The board told us no:", over_table=False)
    False
    """
    bare = line.strip("*_ \t\n")
    if not bare.endswith(":") or len(bare.split()) > _MOST_CAPTION_WORDS:
        return False
    opening = _OPENS_WITH_SHEET.fullmatch(bare)
    if opening is not None:
        return not _CLAUSE.search(opening["rest"])
    return over_table and _OVER_TABLE.fullmatch(bare) is not None and not _CLAUSE.search(bare)


def says_a_clause(words: str) -> bool:
    """Tell words with which somebody says something from a label."""
    return len(words.split()) > 3 and _CLAUSE.search(words) is not None


_TYPIST = r"(?:[A-Z]{2,4}|the clerk|an agency|[A-Z][a-z]+)"
_TYPED_UP = re.compile(
    rf"(?:Typed(?: up)?|Transcribed|Written up|(?:Notes|Minutes)(?: (?:taken|typed|written))?) by "
    rf"{_TYPIST}(?:(?: and |, ){_TYPIST})?(?: (?:from|on|at) [^.\n]{{1,60}}| the next day)?\."
    r"?(?: Not word for word[^.\n]{0,20}\.)?"
)
_CLOSING_TIME = r"(?:at )?(?:[0-9]{1,2}[.:][0-9]{2}|[0-9]{1,2}) ?(?:[ap]\.?m\.?)?"
_CLOSED = re.compile(
    r"(?:(?:The )?(?:[Mm]eeting|[Ss]ession|[Ww]orkshop) )?(?:[Cc]losed|[Ee]nded|[Ff]inished) "
    rf"{_CLOSING_TIME}(?:\.(?P<rest> [^\n]{{0,120}})?)?"
)
_NEXT = re.compile(
    r"(?:Date of )?[Nn]ext (?:meeting|session)(?: ?: ?[^.\n]{1,40}| (?:after|on|in) "
    r"(?:Easter|Christmas|the holidays|[0-9]{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+|[A-Z][a-z]+day))"
    r"(?:, date to come)?\.?"
)
_ONLY_MASKS = re.compile(r"(?:\[[A-Z][A-Z :0-9-]{1,30}\][\s,.;:/&–—-]*)+")
_DID = re.compile(
    rf"(?:{_SERVED} (?:arrives?|is served|comes in)|{_WHO}(?: people)? {_SOUND}|"
    rf"(?:some(?:body|one)|{_WHO}) (?:opens|closes) "
    r"the (?:window|door)s?|nods from (?:one|two|three|four|some|most|several|a few|everybody)|"
    r"[\w.’'-]{1,20} (?:shakes|nods) (?:his|her|their) head)",
    re.IGNORECASE,
)


def is_note_takers(line: str) -> bool:
    """Tell what whoever wrote the notes adds: who typed them, what the room did, the close.

    Examples
    --------
    >>> is_note_takers("Typed up by PS from the recorder."), is_note_takers("[PERSON]")
    (True, True)
    >>> is_note_takers("Closed doors everywhere."), is_note_takers("Closed 15.40.")
    (False, True)
    """
    bare = line.strip("*_ \t\n")
    if any(shape.fullmatch(bare) for shape in (_TYPED_UP, _NEXT, _ONLY_MASKS)):
        return True
    closed = _CLOSED.fullmatch(bare)
    if closed is not None:
        return not _CLAUSE.search(closed["rest"] or "")
    return _is_scene(bare)


def _is_scene(line: str) -> bool:
    """Tell brackets in which several things happen from something said in brackets."""
    match = _BRACKETED.fullmatch(line)
    if match is None:
        return False
    parts = [part.strip() for part in re.split(r"[.,;]", match["words"]) if part.strip()]
    return bool(parts) and all(_STAGE.fullmatch(p) or _DID.fullmatch(p) for p in parts)
