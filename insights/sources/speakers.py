"""Who says a line: the label before it, or the name in brackets behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from insights.project import Project
from insights.sources.people import People
from insights.sources.recognise import fold
from insights.sources.subjects import is_topic

CERTAIN = ("participant", "facilitator", "several", "nobody")  # voices no subject can have
Voice = Literal["participant", "facilitator", "role", "unknown_name", "several", "nobody"]

_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?[\])]?)?"
_COLON = re.compile(
    r"[*_]{0,3}(?P<name>\[?\w[^:\n\[\]()*]{0,50}?\]?)[ \t]{0,3}"
    rf"(?:\((?P<role>[^()\n]{{1,40}})\))?[ \t]{{0,3}}{_TIME}[ \t]{{0,3}}[*_]{{0,3}}[ \t]?"
    r":[*_]{0,3}(?P<space>[ \t]{0,4})"
)
_BRACKETS = re.compile(r"[*_]{0,3}\[(?P<name>[^\[\]\n:]{1,60})\][*_]{0,3}[ \t]{0,3}")
_ROUND = re.compile(r"\((?P<name>[^()\n:]{1,60})\)[ \t]{1,3}")
_DASH = re.compile(r"(?P<name>\w[^:\n\[\]()*–—]{0,40}?)[ \t]{1,3}[-–—][ \t]{1,3}")
_BEHIND = re.compile(
    r"[ \t]{0,3}(?:[(\[](?P<bracketed>[^()\[\]\n]{1,40})[)\]]|[-–—][ \t]{0,3}"
    r"(?P<dashed>\w[^-–—()\[\]\n.]{0,40}))[ \t]?[.]?$"
)
_FACILITATOR = re.compile(
    r"(?:(?:lead |co ?-?)?facilitators?|moderators?|interviewers?|chair|note ?-?takers?|scribe|"
    r"researchers?|host|workshop lead)(?: ?#?[0-9]{1,2}| [A-C])?", re.IGNORECASE,
)  # fmt: skip
_SEVERAL = re.compile(
    r"all(?: together)?|everyone|everybody|several(?: people| voices)?|various|"
    r"(?:multiple|many|mixed) (?:people|speakers|voices)|group discussion|crosstalk|"
    r"participants", re.IGNORECASE,
)  # fmt: skip
_NOBODY = re.compile(
    r"(?:unknown|unidentified|unnamed|unclear|anonymous)(?: (?:speaker|person|participant))?|"
    r"speaker (?:unknown|unclear)|someone|somebody|\?{1,3}", re.IGNORECASE,
)  # fmt: skip
_INNER = re.compile(r"(?<=[.?!…;/|”\"'’)\]–—])[ \t\n]{1,4}(?P<name>\[?\w[^:\n.?!…;/|“”\"]{0,50}?)"
                    r"[ \t]{0,2}:[ \t\n]")  # fmt: skip
_BETWEEN_NAMES = re.compile(r"[ \t]{0,3}(?:[,;/&+]|\band\b|\bwith\b|\bor\b)[ \t]{0,3}",
                            re.IGNORECASE)  # fmt: skip
_BEFORE_ROLE = re.compile(r"[ \t]{0,3}(?:[|,/–—]|[ \t]-)[ \t]{1,3}")
_PARTICLES = frozenset(["de", "van", "der", "den", "al", "bin", "bint", "da", "dos", "di", "la",
                        "le", "el", "von", "ibn", "ben", "ap", "and", "&"])  # fmt: skip
# Words that begin a heading, a field or a note rather than a person's turn.
_MOST_LABEL_WORDS = 4
_ORDINARY = frozenset(
    ["a", "about", "action", "actions", "activity", "advice", "after", "agenda", "agreed",
     "aim", "all", "also", "and", "another", "answer", "answers", "appendix", "are", "as", "at",
     "background", "barrier", "barriers", "because", "before", "benefit", "benefits", "best",
     "board", "bud", "but", "can", "card", "challenge", "challenges", "change", "cluster",
     "column", "comment", "comments", "concern", "concerns", "conclusion", "cons", "consider",
     "context", "could", "date", "day", "decision", "decisions", "details", "discussion", "do",
     "draft", "eg", "emotion", "ending", "event", "evidence", "example", "examples", "exercise",
     "experience", "experiences", "feedback", "feeling", "feelings", "finding", "findings",
     "first", "flipchart", "follow", "for", "from", "gap", "gaps", "general", "goal", "group",
     "hard", "help", "helpful", "her", "here", "his", "hope", "hopes", "how", "i", "idea",
     "ideas", "if", "important", "in", "introduction", "is", "issue", "issues", "it", "item",
     "key", "last", "learning", "like", "likes", "link", "list", "lived", "location", "main",
     "many", "may", "message", "method", "mode", "money", "more", "most", "my", "name", "need",
     "needs", "negative", "negatives", "next", "no", "none", "not", "note", "notes",
     "objective", "observation", "observations", "on", "one", "only", "open", "opening",
     "opportunity", "option", "options", "or", "other", "others", "our", "out", "outcome",
     "outcomes", "overall", "page", "parked", "part", "people", "person", "place", "plan",
     "plus", "point", "points", "positive", "positives", "practical", "preference", "present",
     "priorities", "priority", "pro", "problem", "problems", "prompt", "pros", "prototype",
     "purpose", "q", "question", "questions", "quote", "quotes", "reason", "reasons",
     "recommendation", "recommendations", "reflection", "reflections", "remember", "result",
     "results", "risk", "risks", "role", "room", "rose", "round", "same", "second", "section",
     "self", "session", "several", "she", "should", "so", "solution", "solutions", "some",
     "someone", "source", "stage", "start", "step", "still", "stop", "story", "strength",
     "strengths", "subject", "suggestion", "suggestions", "summary", "support", "table", "task",
     "that", "the", "their", "theme", "themes", "then", "there", "these", "they", "thing",
     "things", "third", "this", "thorn", "thought", "thoughts", "time", "tip", "title", "to",
     "today", "tool", "toolkit", "top", "topic", "topics", "two", "type", "understanding",
     "urgent", "useful", "value", "venue", "version", "view", "views", "vision", "vote", "votes",
     "warning", "was", "we", "weakness", "welcome", "well", "were", "what", "when", "where",
     "which", "who", "why", "will", "wish", "wishes", "with", "word", "words", "workshop",
     "worries", "worry", "would", "yes", "you", "your"]
)  # fmt: skip


@dataclass(frozen=True)
class Turn:
    """Who speaks in a line, and where the words begin and end.

    Attributes
    ----------
    voice
        What kind of label it is.
    start, end
        The words without the label.
    person
        The participant's id, for ``participant``.
    key
        The label as written, for ids; never shown.
    perspective
        What the label or the role behind it says about the group.
    begins
        Where the label begins.
    """

    voice: Voice
    start: int
    end: int
    person: str | None = None
    key: str = ""
    perspective: str | None = None
    begins: int = 0

    def __repr__(self) -> str:
        return f"Turn({self.voice}, {self.start}, {self.end})"

    def held(self) -> Turn:
        """Return the same speaker for the lines that follow."""
        return replace(self, start=0, end=0)


class Speakers:
    """Recognises speakers in one file, by what is known of people and this session."""

    def __init__(
        self, project: Project, people: People, session_id: str, facilitators: list[str]
    ) -> None:
        self._project = project
        self._people = people
        self._session_id = session_id
        self._facilitators = {fold(name) for name in facilitators}
        self._facilitators |= {name.split()[0] for name in self._facilitators if name.split()}

    def find_turn(self, text: str, start: int, end: int) -> Turn | None:
        """Return who says ``text[start:end]``, or None where no speaker is named."""
        line = text[start : min(end, start + 200)]
        if match := _COLON.match(line):
            label = match["name"].strip("[] \t")
            turn = self.who(label, match["role"] or "")
            spaced = bool(match["space"]) or start + match.end() == end
            if turn and (spaced or turn.voice in ("participant", "facilitator")):
                return self._placed(turn, start + match.end(), end)
            return None
        for pattern in (_BRACKETS, _ROUND, _DASH):
            match = pattern.match(line)
            if match and (turn := self.who(match["name"])) and turn.voice != "unknown_name":
                if pattern is _ROUND and turn.voice not in ("participant", "facilitator"):
                    continue
                if pattern is _DASH and (turn.voice == "role" or _SEVERAL.fullmatch(match["name"])):
                    continue
                return self._placed(turn, start + match.end(), end)
        return self._behind(text, start, end)

    def find_turns(self, text: str, start: int, end: int) -> list[Turn]:
        """Return everyone who speaks in ``text[start:end]``, one after the other.

        A label inside a line counts after the end of a sentence, and only where it stands
        for somebody known; what stands before the first label is not in the list.
        """
        first = self.find_turn(text, start, end)
        turns = [replace(first, begins=start)] if first is not None else []
        if text.find(":", start, end) < 0 or (first is not None and first.end != end):
            return turns
        for match in _INNER.finditer(text, first.start if first else start, end):
            label, bracket, role = match["name"].strip("[] \t").partition("(")
            turn = self.who(label, role.strip(" )") if bracket else "")
            if turn is None or turn.voice not in CERTAIN:
                continue
            if turns:
                turns[-1] = replace(turns[-1], end=match.start())
            begin = min(match.end(), end)
            turns.append(replace(turn, start=begin, end=end, begins=match.start()))
        return turns

    def divide(self, text: str, holder: Turn) -> list[Turn]:
        """Return who says what in a text of some lines; without a label, ``holder`` does.

        Only labels that stand for somebody known divide it; a line without one goes on
        with the line before.
        """
        parts = [replace(holder, start=0, end=0)]
        goes_on = True
        at = 0
        for line in text.split("\n"):
            end = at + len(line)
            turns = [one for one in self.find_turns(text, at, end) if one.voice in CERTAIN]
            if turns:
                if goes_on:
                    parts[-1] = replace(parts[-1], end=turns[0].begins)
                elif turns[0].begins > at:
                    parts.append(replace(holder, start=at, end=turns[0].begins))
                parts += turns
                goes_on = turns[-1].end == end
            elif goes_on:
                parts[-1] = replace(parts[-1], end=end)
            else:
                parts.append(replace(holder, start=at, end=end))
                goes_on = True
            at = end + 1
        return [part for part in parts if text[part.start : part.end].strip()]

    def _behind(self, text: str, start: int, end: int) -> Turn | None:
        tail = max(start, end - 60)
        match = _BEHIND.search(text[tail:end])
        if match is None or tail + match.start() <= start:
            return None
        label = (match["bracketed"] or match["dashed"]).strip()
        person = self._people.known(label)
        if person is None or self._people.is_facilitator(person):
            return None
        stop = tail + match.start()
        return Turn("participant", start, stop, person, label)

    @staticmethod
    def _placed(turn: Turn, start: int, end: int) -> Turn:
        return replace(turn, start=min(start, end), end=end)

    def who(self, label: str, role: str = "") -> Turn | None:
        """Return what a label stands for (positions 0), or None where it is no speaker's."""
        label = label.strip(" \t*_:[]")
        if not label:
            return None
        if _NOBODY.fullmatch(label):
            return Turn("nobody", 0, 0, key=label)
        if self._names_several(label, role):
            return Turn("several", 0, 0, key=label)
        if len(label.split()) > _MOST_LABEL_WORDS:
            return self._with_role(label)
        perspective = self._project.perspective_of(role) if role else None
        if fold(label) in self._facilitators or _FACILITATOR.fullmatch(label):
            return Turn("facilitator", 0, 0, key=label)
        if role and _FACILITATOR.fullmatch(role.strip()):
            return Turn("facilitator", 0, 0, key=label)
        person = self._people.known(label)
        if person is not None:
            if self._people.is_facilitator(person):
                return Turn("facilitator", 0, 0, key=label)
            return Turn("participant", 0, 0, person, label, perspective)
        if self._people.is_facilitator(label):
            return Turn("facilitator", 0, 0, key=label)
        if self._people.looks_like_id(label):
            return Turn("participant", 0, 0, label.upper(), label, perspective)
        if person := self._people.numbered(label, self._session_id):
            group = self._project.perspective_of(re.sub(r"\W?\w{1,3}$", "", label))
            return Turn("participant", 0, 0, person, label, perspective or group)
        if group := self._project.perspective_of(label):
            return Turn("role", 0, 0, key=label, perspective=group)
        if turn := self._with_role(label):
            return turn
        if looks_like_name(label):
            return Turn("unknown_name", 0, 0, key=label, perspective=perspective)
        return None

    def named_in(self, words: str) -> Turn | None:
        """Return whom a heading or a cell such as "Priya (link worker)" names, or None."""
        name, _, role = words.rstrip(": )").partition("(")
        return self.who(name, role)

    def _names_several(self, label: str, role: str) -> bool:
        """Tell "Priya and Sam" or "All" from one person; a guess at one would be wrong."""
        if _SEVERAL.fullmatch(label):
            return True
        if self._is_person(label):
            return bool(role) and any(
                self._is_person(part) for part in _BETWEEN_NAMES.split(role)[:9] if part
            )
        parts = [part for part in _BETWEEN_NAMES.split(label) if part.strip()]
        if not 2 <= len(parts) <= 9 or self._is_person(" ".join(reversed(parts))):
            return False
        known = [self._is_person(part) for part in parts]
        return any(known) and all(
            is_known or looks_like_name(part) for is_known, part in zip(known, parts, strict=True)
        )

    def _is_person(self, label: str) -> bool:
        label = label.strip()
        return bool(
            self._people.known(label)
            or self._people.looks_like_id(label)
            or self._people.numbered(label, self._session_id)
            or self._people.is_facilitator(label)
            or fold(label) in self._facilitators
        )

    def _with_role(self, label: str) -> Turn | None:
        """Return the speaker in "Priya Nair - link worker" or "Nair, Priya", where known."""
        parts = _BEFORE_ROLE.split(label, maxsplit=1)
        if len(parts) != 2 or not all(parts):
            return None
        name, rest = parts
        for candidate in (name, f"{rest} {name}"):
            person = self._people.known(candidate)
            if person is None:
                continue
            if self._people.is_facilitator(person):
                return Turn("facilitator", 0, 0, key=label)
            return Turn("participant", 0, 0, person, label, self._project.perspective_of(rest))
        return None


def looks_like_name(label: str) -> bool:
    """Tell whether an unknown label has the form of a name: capitalised, few, not ordinary.

    Examples
    --------
    >>> looks_like_name("Priya Nair"), looks_like_name("Next steps"), looks_like_name("it was")
    (True, False, False)
    """
    parts = label.split()
    if not 1 <= len(parts) <= 4 or any(part.casefold() in _ORDINARY for part in parts):
        return False
    if is_topic(label):
        return False
    named = [part for part in parts if part.casefold() not in _PARTICLES]
    return bool(named) and all(_is_capitalised(part) for part in named)


def _is_capitalised(part: str) -> bool:
    return part[0].isupper() and all(sign.isalpha() or sign in "-'’." for sign in part)
