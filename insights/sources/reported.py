"""Reported speech: "Priya said the form was too long" is Priya's view, told by a note-taker.

Only somebody known counts, as the subject of a verb of saying or thinking. What was told to
or done by a person, what several said together, and what "she" said stays nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.sources.recognise import fold
from insights.sources.word_names import is_a_word, is_written_small

if TYPE_CHECKING:
    from insights.sources.speakers import Speakers
    from insights.sources.turns import Turn

_LISTENERS = (
    r"(?:us|me|them|the (?:group|room|table|others|meeting|facilitators?)|everyone|everybody|"
    r"people)"
)
_ANSWERING = (
    r"agrees?d?|agreed|disagrees?|disagreed|adds|added|replies|replied|responds|responded|"
    r"points? out|pointed out|wondere?d?s?|suggests?|suggested|proposes?|proposed|objects|objected|"
    r"counters|countered|insists|insisted|stresse[sd]|confirms|confirmed|repeats|repeated|"
    r"summe?d? up|sums up|commente?d?s?|argue[sd]|questione?d?s?|noted|asks|asked(?= (?:about|if|"
    r"whether|why|what|how|who|when|where|that|[“\"])|[,:])"
)
_SAYING = (
    rf"{_ANSWERING}|says?|said|thinks?|thought|believe[sd]|mentions|mentioned|explains|explained|"
    r"describe[sd]|recommends|recommended|reports|reported|states|stated|recalls|recalled|"
    r"remembers|remembered|admits|admitted|complains|complained|answered|reckons|reckoned|"
    r"reflects|reflected|warns|warned|expresse[sd]|concludes|concluded|acknowledge[sd]|"
    r"emphasi[sz]e[sd]|highlights|highlighted|brought up|brings up|called for|calls for|"
    r"observe[sd]|clarifie[sd]|urge[sd]|shares? (?:that|how|an?)|shared (?:that|how|an?)|"
    r"raise[sd] (?:the|a|an) (?:issue|point|question|concern|worry)|"
    r"spoke (?:of|about|up for)|speaks (?:of|about)|talks about|talked (?:of|about)|"
    rf"(?:told|tells) {_LISTENERS}\b"
)
_FEELING = (
    r"feels|felt|wants|wanted|hopes|hoped|prefers|preferred|likes|liked|loves|loved|hates|hated|"
    r"worries|worried|wishes|wished|fears|feared|(?:finds|found) (?:it|that|this)|"
    r"would (?:like|prefer|rather|love|want|welcome)|"
    r"(?:is|was) (?:worried|concerned|clear|keen|unsure|not sure|adamant|in favour|against)|"
    r"(?:did not|didn['’]t|does not|doesn['’]t) (?:think|like|want|agree|feel|believe|trust)"
)
_ADVERBS = (
    r"(?:(?:also|then|again|later|just|still|strongly|clearly|quickly|always|first|finally|often|"
    r"initially|really|too|has|had|have) ){0,2}"
)
_ASIDE = (
    r"(?: \([^()\n]{1,40}\)|, (?:an?|the|who|our|from|one|whose) [^,.;:\n]{1,50},|"
    r" from (?:the |our )?[\w'’-]{1,20}(?: [\w'’-]{1,20})?)?"
)
# "stopped and said": what was done before the words, with nobody else to say them.
_DOING = (
    r"(?: (?:[\w-]{1,20}ed|[a-z]{2,12}s|stood|sat|got|went|came|put|took|held)"
    r"(?: [\w'’-]{1,20}){0,5} and)??"
)
_VERB = re.compile(
    rf"{_ASIDE}{_DOING} {_ADVERBS}(?:(?P<answering>{_ANSWERING})|(?P<saying>{_SAYING})|"
    rf"(?P<feeling>{_FEELING}))(?![\w'’])", re.IGNORECASE,
)  # fmt: skip
_MOVED = re.compile(
    rf"{_ASIDE} {_ADVERBS}(?:laugh(?:s|ed)|nod(?:s|ded)|cri(?:es|ed)|sigh(?:s|ed)|smile[sd]|"
    r"shrug(?:s|ged)|left|joined|arrived|(?:looks|looked|seems|seemed|went|became|was|is) "
    r"(?:quiet|upset|tired|tearful|silent|angry|happy|pleased|surprised|moved|sad|nervous))\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r" to (?:be (?:written|recorded|quoted|named|noted|counted|photographed|in)\b|speak\b|talk\b|"
    r"say (?:anything|more|much)\b|take part\b|join\b|comment\b|answer\b|share\b)|"
    r"[ ,]*(?:nothing|little|very little|no more|goodbye|hello|thank you|thanks)\b|"
    rf" to (?!{_LISTENERS}\b)(?:her|his|their|the|a|my|our) ", re.IGNORECASE,
)  # fmt: skip
_AND_MORE = re.compile(r"\b(?:and|but) (?:that|how)\b|\bbecause\b", re.IGNORECASE)
_GIVES_REASON = re.compile(
    r"\b(?:because|since|as|said|saying|says|that|but|thinking|feeling)\b|[:“\"—–]", re.IGNORECASE
)
_OPENERS = re.compile(
    r"(?:[-*•] )?(?:(?:but|and|also|then|however|so|meanwhile|later|again|first|finally|similarly|"
    r"in (?:response|reply|answer|turn)|"
    r"equally|in contrast|by contrast|on the other hand|at the end|afterwards),? ){0,2}",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"according to (?=\w)", re.IGNORECASE)
_FOR = re.compile(r"for (?=\w)", re.IGNORECASE)
_MATTERS = re.compile(
    r", (?:the (?:\w+ )?(?:worst|best|hardest|easiest|main|biggest|most|real|key|only)\b|"
    r"it (?:is|was) (?:all )?about\b|what matter(?:s|ed)\b)", re.IGNORECASE,
)  # fmt: skip
_VIEW = re.compile(
    r"['’]s? (?:own |main |first )?(?:view|opinion|experience|words)\b", re.IGNORECASE
)
_HELD = re.compile(
    r"['’]s? (?:own |main |first |biggest )?(?:view|opinion|point|idea|suggestion|worry|concern|"
    r"comment|question|answer|experience|wish|hope|proposal) (?:is|was)\b|"
    r"['’]s? (?:own |main |first |biggest )?(?:view|opinion|point|idea|suggestion|worry|concern|"
    r"comment|question|answer|wish|proposal):", re.IGNORECASE,
)  # fmt: skip
_TRAILING = re.compile(
    r"(?P<stop>[,?!…]?[”\"’]|,)[ ,]{1,2}(?:(?P<verb>said|says|asked|added|explained|thought|"
    r"according to) )?(?P<name>[^,.;:“”\"\n]{1,40}?)(?P<verb_behind> (?:said|says|asked|added|"
    r"explained|thought|felt))?[.]?$", re.IGNORECASE,
)  # fmt: skip
_QUOTED = re.compile(r"[ ,:]{0,3}(?:that )?[“\"](?P<words>[^“”\"]{2,2000})[”\"][.,;!? ]{0,3}$")
_NEXT_CLAUSE = re.compile(r"(?:; |, | )(?:(?:and|but|while|whereas|though|although) )?(?=\w)")
_TOKEN = re.compile(r"\w[\w'’-]{0,30}")
_NAME_WORDS = 4
_CALLED = r"[^\W\d_][\w'’.-]{0,30}(?: [A-Z][\w'’.-]{0,30}){0,3}"
_GREETING = (
    r"(?:(?:a )?(?:very |big |huge |warm )?thank[ -]?you|(?:many )?thanks|hello|hi|goodbye|bye|"
    r"good (?:morning|afternoon|evening|night))(?: very much| so much| again| all)?"
)
_THANKS = re.compile(
    rf"(?:[-*•] )?{_CALLED}(?:(?:, | and | & |, and ){_CALLED}){{0,5}} (?:also |then |both |all )?"
    rf"(?:said|says|(?:gave|sent) (?:her|his|their)) [“\"‘']?{_GREETING}(?: and {_GREETING})?"
    r"[”\"’']?(?: to [^.!?;:“”\"]{1,60})?(?: for (?:coming|listening|inviting "
    r"(?:me|us|them|her|him)|having (?:me|us|them|her|him)|the (?:day|session|morning|afternoon|"
    r"workshop|lunch|tea|biscuits)))?[.! ]*"
)
_JOINED = re.compile(r"(?:, | and | & |/)(?=\w)")


@dataclass(frozen=True)
class Report:
    """What a sentence tells of somebody.

    Attributes
    ----------
    turn
        Whose view it tells; None where it names somebody and tells nothing they said.
    start, end
        The words.
    quote
        Where they are the person's own, in quotation marks.
    is_answer
        Whether it can only be a note-taker's, of what went on in the room.
    """

    turn: Turn | None
    start: int
    end: int
    quote: tuple[int, int] | None = None
    is_answer: bool = False

    def __repr__(self) -> str:
        return f"Report({self.start}, {self.end})"


def find_reports(text: str, start: int, end: int, speakers: Speakers) -> list[Report]:
    """Return what one sentence reports, clause by clause; nothing where nobody known speaks."""
    opener = _OPENERS.match(text, start, end)
    begin = opener.end() if opener is not None else start
    first = _of_clause(text, start, begin, end, speakers)
    if first is None:
        trailing = _trailing(text, start, end, speakers)
        return [trailing] if trailing is not None else []
    for match in _NEXT_CLAUSE.finditer(text, begin, end):
        if match[0] == " ":
            continue
        joined = text[start : match.start()].split()[-1:]
        if " and " in match[0] and joined and fold(joined[0]) in ("she", "he", "i", "they"):
            continue
        following = _of_clause(text, match.end(), match.end(), end, speakers)
        if following is None or _person(text, match.end(), end, speakers) is None:
            continue
        if first.quote is not None or _is_between_names(text, match, speakers):
            continue
        cut = Report(first.turn, first.start, match.start(), None, first.is_answer)
        return [cut, *find_reports(text, match.end(), end, speakers)]
    return [first]


def names_that_say(text: str, start: int, end: int) -> Iterator[str]:
    """Yield the words that stand where a name does in reports: who that is need not be known.

    Examples
    --------
    >>> words = "Then Bex Cole said the ward was cold. It was, said Jo."
    >>> [*names_that_say(words, 0, 37), *names_that_say(words, 38, len(words))]
    ['Bex Cole', 'Jo']
    """
    opener = _OPENERS.match(text, start, end)
    at = opener.end() if opener is not None else start
    led = _ACCORDING.match(text, at, end) or _FOR.match(text, at, end)
    if led:
        at = led.end()
    stop = at
    for _ in range(_NAME_WORDS):
        if (word := _TOKEN.match(text, stop, end)) is None:
            break
        name = re.sub(r"['’]s?$", "", text[at : word.end()])
        behind = at + len(name)
        is_told = _VERB.match(text, behind, end) or _HELD.match(text, behind, end)
        if name[:1].isupper() and (led or is_told):
            yield name
        stop = word.end() + 1
    trailing = _TRAILING.search(text, start, end)
    if trailing is not None and bool(trailing["verb"]) != bool(trailing["verb_behind"]):
        yield trailing["name"].strip()


def tells_of_thanks(sentence: str) -> bool:
    """Tell a note that somebody gave thanks or a greeting, and said nothing else.

    Examples
    --------
    >>> tells_of_thanks("Priya and Sam said thank you."), tells_of_thanks("Priya said thanks, but")
    (True, False)
    """
    return _THANKS.fullmatch(sentence.strip()) is not None


def _is_between_names(text: str, match: re.Match[str], speakers: Speakers) -> bool:
    """Tell "she thought Ann and Bo agreed" from two people's views."""
    before = text[: match.start()].split()[-1:]
    return " and " in match[0] and bool(before) and speakers.person(before[0]) is not None


def _of_clause(text: str, start: int, begin: int, end: int, speakers: Speakers) -> Report | None:
    if match := _ACCORDING.match(text, begin, end):
        found = _person(text, match.end(), end, speakers)
        if found is None or text[found[1] : found[1] + 2] in ("'s", "’s"):
            return None
        return Report(found[0], start, end)
    if match := _FOR.match(text, begin, end):
        found = _person(text, match.end(), end, speakers)
        is_view = found is not None and _MATTERS.match(text, found[1], end) is not None
        return Report(found[0], start, end) if found is not None and is_view else None
    inside = text[begin : begin + 3].casefold() == "in "
    found = _person(text, begin + 3 * inside, end, speakers)
    if found is None:
        return None
    turn, stop = found
    if inside:
        return Report(turn, start, end) if _VIEW.match(text, stop, end) else None
    if _HELD.match(text, stop, end):
        return Report(turn, start, end)
    verb = _VERB.match(text, stop, end)
    if verb is None:
        return Report(None, start, end, None, True) if _MOVED.match(text, stop, end) else None
    word_name = is_a_word(text[begin:stop])
    if verb["feeling"] and word_name and not _is_of_a_person(text, verb.end(), begin):
        return None
    if verb["feeling"] and word_name and is_written_small(text[begin:stop]):
        return None
    answers = bool(verb["answering"])
    if _SAYS_NOTHING.match(text, verb.end(), end) and not _AND_MORE.search(text, verb.end(), end):
        return Report(None, start, end, None, answers)
    if fold(verb["answering"] or "").startswith("disagree") and not _GIVES_REASON.search(
        text, verb.end(), end
    ):
        return Report(None, start, end, None, True)
    quote = _QUOTED.match(text, verb.end(), end)
    return Report(turn, start, end, quote.span("words") if quote else None, answers)


def _is_of_a_person(text: str, at: int, begin: int) -> bool:
    """Tell "Hope felt that nobody came" from "Hope felt far away"."""
    return bool(
        re.match(r" (?:that|it|this|they|we|he|she|the|to|more|less)\b", text[at : at + 10])
        or re.search(r"\bwould (?:like|prefer|rather|love|want|welcome)$", text[begin:at])
    )


def _person(text: str, at: int, end: int, speakers: Speakers) -> tuple[Turn, int] | None:
    """Return the person whose name stands at ``at``, and where it ends; None for several."""
    stops: list[int] = []
    place = at
    while len(stops) < 4 and (match := _TOKEN.match(text, place, end)):
        stops.append(match.end())
        place = match.end() + 1
        if text[match.end() : place] != " ":
            break
    if text[at : at + 4].casefold() == "the " and stops[1:]:
        turn = speakers.who(text[at + 4 : stops[1]])
        return (turn, stops[1]) if turn is not None and turn.voice == "facilitator" else None
    for stop in reversed(stops):
        name = text[at:stop]
        bare = re.sub(r"['’]s?$", "", name)
        turn = speakers.person(bare)
        if turn is None:
            continue
        after = at + len(bare)
        if match := _JOINED.match(text, after, end):
            other = _TOKEN.match(text, match.end(), end)
            if other is not None and speakers.person(other[0]) is not None:
                return None
            if " and " in match[0] or " & " in match[0]:
                return None
        return turn, after
    return None


def _trailing(text: str, start: int, end: int, speakers: Speakers) -> Report | None:
    """Return what stands before ", said Priya" or ", Priya said"."""
    match = _TRAILING.search(text, start, end)
    if match is None or bool(match["verb"]) == bool(match["verb_behind"]):
        return None
    turn = speakers.person(match["name"].strip())
    if turn is None:
        return None
    inner = (start + 1, match.start("stop") + (1 if match["stop"][0] in "?!…" else 0))
    is_quoted = text[start] in '“"' and match["stop"][-1] in '”"'
    if is_quoted and not re.search('[“”"]', text[slice(*inner)]):
        return Report(turn, start, end, inner, True)
    return Report(turn, start, end, None, False)
