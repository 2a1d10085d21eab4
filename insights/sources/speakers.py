"""Who says a line: the label before it, or the name in brackets behind it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from insights.project import Project
from insights.sources.inner_labels import find_behind, find_inner
from insights.sources.likely_names import looks_like_name
from insights.sources.people import People
from insights.sources.recognise import fold
from insights.sources.shorthand import Shorthand, read_shorthand
from insights.sources.turns import BETWEEN_NAMES, CERTAIN, Turn
from insights.sources.word_names import is_a_word, is_written_small

_TIME = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,3})?[\])]?)?"
_COLON = re.compile(
    r"[*_]{0,3}(?P<name>\[?\w[^:\n\[\]()*]{0,50}?\]?)[ \t]{0,3}"
    rf"(?:\((?P<role>[^()\n]{{1,40}})\))?[ \t]{{0,3}}{_TIME}[ \t]{{0,3}}[*_]{{0,3}}[ \t]?"
    r":[*_]{0,3}(?P<space>[ \t]{0,4})"
)
_BRACKETS = re.compile(r"[*_]{0,3}\[(?P<name>[^\[\]\n:]{1,60})\][*_]{0,3}[ \t]{0,3}")
_ROUND = re.compile(r"\((?P<name>[^()\n:]{1,60})\)[ \t]{1,3}")
_TIGHT = re.compile(r"(?P<name>\w[\w'’. ]{0,30}?)[–—](?=\w)")
_LIST_MARK = re.compile(r"[ \t]*(?:[-*+•‣◦▪–·>][ \t]+|[0-9]{1,2}[.)][ \t]+)?")
_DASH = re.compile(r"(?P<name>\w[^:\n\[\]()*–—]{0,40}?)(?:[ \t]{1,2}\((?P<role>[^()\n]{1,40})\))?"
                   r"[ \t]{1,3}[-–—][ \t]{1,3}")  # fmt: skip
_AROUND_LEAD = " \t*_:.–—-"
_BEHIND_LEAD = re.compile(r"[*_]{0,3}[ \t]{0,4}(?:\((?P<role>[^()\n]{1,40})\)[ \t]{0,4})?"
                          r"(?P<mark>[:–—-])?[ \t]{0,4}(?=\S)")  # fmt: skip
_FEWEST_LEADS = 2  # names in bold, before one that is a word is taken for a label
_SETTLED = ("participant", "facilitator", "several", "nobody", "role")
_ON_BEHALF = re.compile(
    r"(?P<name>[^,()\n]{1,40}?),? (?:(?:speaking |talking |answering )?(?:for|on behalf of)) "
    r"(?:\w[\w'’ .-]{0,40})", re.IGNORECASE,
)  # fmt: skip
_AGAIN = re.compile(r"[ ,(]{1,2}(?:again|also|too|cont(?:inued|inues|['’]?d)?\.?)\)?$",
                    re.IGNORECASE)  # fmt: skip
_NAMED_FACILITATOR = re.compile(
    r"\w[\w'’ .-]{0,40}? [-–(]?(?:(?:lead |co-?)?facilitator|moderator|interviewer)"
    r"\)?", re.IGNORECASE,
)  # fmt: skip
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
    r"(?:unknown|unidentified|unnamed|unclear|anonymous)(?: (?:fe)?(?:male|man|woman|lady|"
    r"voice|speaker|person|participant)){0,2}|(?:fe)?male (?:voice|speaker|participant)|"
    r"(?:another |a )?(?:voice|woman|man|lady|gentleman)(?: [0-9]| from .{1,30}| at .{1,30})?|"
    r"speaker (?:unknown|unclear)|someone|somebody|\?{1,3}", re.IGNORECASE,
)  # fmt: skip
_BEFORE_ROLE = re.compile(r"[ \t]{0,3}(?:[|,/–—]|[ \t]-)[ \t]{1,3}")
_MOST_LABEL_WORDS = 4


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
        self.writes_small = False
        self._shorthand = Shorthand({}, frozenset())
        self._labels: Counter[str] = Counter()
        self._leads: set[str] = set()
        self._dashed: Counter[str] = Counter()

    def learn(self, text: str, leads: Iterable[tuple[int, int]] = ()) -> None:
        """See how a whole file writes its labels: which there are, small or not, with a dash.

        Parameters
        ----------
        leads
            The bold words with which lines begin.
        """
        self._shorthand = read_shorthand(text, self._participant)
        for name in self._shorthand.in_charge:
            self._take_as_facilitator(name)
        for start, end in leads:
            if self.person(text[start:end].partition("(")[0].strip(_AROUND_LEAD)) is not None:
                self._leads.add(fold(text[start:end]))
        small: set[str] = set()
        n_small = n_other = 0
        for line in text.split("\n"):
            at = _LIST_MARK.match(line).end()  # type: ignore[union-attr]
            for pattern, labels in ((_COLON, self._labels), (_DASH, self._dashed)):
                match = pattern.match(line, at, at + 120)
                turn = self.who(match["name"], match["role"] or "") if match else None
                if match is not None and turn is not None and turn.voice == "facilitator":
                    self._learn_facilitator(match["name"], match["role"] or "")
                if match is None or turn is None or turn.voice in ("several", "nobody"):
                    continue
                if labels is self._dashed and turn.voice not in ("participant", "facilitator"):
                    continue
                label = match["name"].strip(" \t*_[]")
                if turn.voice in ("participant", "facilitator") and is_written_small(label):
                    small.add(fold(label))
                    n_small += 1
                    continue
                n_other += turn.voice == "participant"
                labels[fold(label)] += 1
        self.writes_small = len(small) > 1 and n_small > n_other
        if self.writes_small:
            self._labels.update(small)

    def _participant(self, name: str) -> str | None:
        person = self._people.known(name)
        return None if person is None or self._people.is_facilitator(person) else person

    def _learn_facilitator(self, label: str, role: str) -> None:
        """Remember "Ruth (facilitator)" for where the file writes "Ruth" alone."""
        name = label.strip(" \t*_[]")
        if role and _FACILITATOR.fullmatch(role.strip()) and not self._participant(name):
            self._take_as_facilitator(name)

    def _take_as_facilitator(self, name: str) -> None:
        self._facilitators.add(fold(name))
        given = name.split()[0]
        if not self._participant(given) and len(given) > 1:
            self._facilitators.add(fold(given))

    def is_label(self, label: str) -> bool:
        """Tell whether a label stands before a line of the file."""
        return fold(label) in self._labels

    def is_dashed(self, label: str, *, tight: bool = False) -> bool:
        """Tell whether a dash behind this label begins a turn, by how the file writes."""
        return fold(label) in self._labels or (len(self._dashed) > 1 and not tight)

    def person(self, label: str) -> Turn | None:
        """Return the participant or facilitator that a name stands for, or None."""
        label = label.strip()
        turn = self.who(label) if label and self._is_person(label) else None
        return turn if turn and turn.voice in ("participant", "facilitator") else None

    def is_named(self, label: str) -> bool:
        """Tell a facilitator by name from a word such as "host"."""
        return self._is_person(label)

    def find_turn(self, text: str, start: int, end: int, lead: int = 0) -> Turn | None:
        """Return who says ``text[start:end]``, or None where no speaker is named.

        Parameters
        ----------
        lead
            Where the bold words end with which it begins; 0 where there are none.
        """
        found = self._in_plain(text, start, end)
        if lead <= start or (found is not None and found.voice in _SETTLED):
            return found
        return self._in_bold(text, start, end, lead) or found

    def _in_bold(self, text: str, start: int, end: int, lead: int) -> Turn | None:
        """Return whose name stands in bold before what they say, with nothing between them."""
        bold = text[start:lead].strip(_AROUND_LEAD)
        name, _, inner = bold.partition("(")
        behind = _BEHIND_LEAD.match(text, lead, end)
        role = inner.rstrip(") ") or (behind["role"] if behind is not None else "") or ""
        turn = self.who(name, role) if behind is not None else None
        if turn is None or behind is None or turn.voice not in ("participant", "facilitator"):
            return None
        says = text[behind.end() : end]
        ends = text[start:lead].rstrip("*_ ")[-1:]
        if not behind["mark"] and ends != ":" and says[:1].islower():
            return None  # "Priya told us"
        if not behind["mark"] and is_a_word(name) and len(self._leads) < _FEWEST_LEADS:
            return Turn("unclear", start, end, key=name, begins=start)
        return self._placed(turn, behind.end(), end)

    def _in_plain(self, text: str, start: int, end: int) -> Turn | None:
        line = text[start : min(end, start + 200)]
        if match := _COLON.match(line):
            label = match["name"].strip("[] \t")
            turn = self.who(label, match["role"] or "")
            spaced = bool(match["space"]) or start + match.end() == end
            if turn and (spaced or turn.voice in ("participant", "facilitator")):
                if self._may_be_a_word(turn, label):
                    return Turn("unclear", start, end, key=label, begins=start)
                return self._placed(turn, start + match.end(), end)
            return None
        for pattern in (_BRACKETS, _ROUND, _DASH, _TIGHT):
            match = pattern.match(line)
            role = match.groupdict().get("role") if match else ""
            turn = self.who(match["name"], role or "") if match else None
            if match and turn and (
                turn.voice != "unknown_name" or self._people.may_be_initials(match["name"])
            ):  # fmt: skip
                is_asked = turn.voice == "unknown_name" and pattern is _DASH
                if pattern is not _BRACKETS and turn.voice not in CERTAIN and not is_asked:
                    continue
                if pattern in (_ROUND, _TIGHT) and turn.voice not in ("participant", "facilitator"):
                    continue
                if pattern is _DASH and _SEVERAL.fullmatch(match["name"]):
                    continue
                dashed = pattern in (_DASH, _TIGHT)
                if self._may_be_a_word(turn, match["name"], dashed, tight=pattern is _TIGHT):
                    return Turn("unclear", start, end, key=match["name"], begins=start)
                return self._placed(turn, start + match.end(), end)
        return self._behind(text, start, end)

    def _may_be_a_word(
        self, turn: Turn, label: str, dashed: bool = False, *, tight: bool = False
    ) -> bool:
        """Tell whether a known person's label can be read as a word: "dawn: no beds"."""
        if turn.voice not in ("participant", "facilitator") or not is_a_word(label):
            return False
        if is_written_small(label.strip()) and not self.writes_small:
            return True
        return dashed and not self.is_dashed(label, tight=tight)

    def find_turns(
        self, text: str, start: int, end: int, *, is_held: bool = False, lead: int = 0
    ) -> list[Turn]:
        """Return everyone who speaks in ``text[start:end]``, one after the other.

        A label inside a line ends the words before it; where it may be none, or nobody can
        tell whose it is, what follows is unclear. What stands before the first label is not
        in the list.

        Parameters
        ----------
        is_held
            Whether somebody speaks here whose label stands above.
        lead
            Where the bold words end with which it begins; 0 where there are none.
        """
        first = self.find_turn(text, start, end, lead)
        behind = [] if first is not None and first.end == end else find_behind(
            text, start, end, self
        )  # fmt: skip
        if behind:
            return behind
        turns = [first if first.begins else replace(first, begins=start)] if first else []
        if first is not None and first.end != end:
            return turns
        line = text[start : min(end, start + 80)]
        inner = find_inner(
            text, first.start if first else start, end, self,
            bracketed=bool(first and (_BRACKETS.match(line) or _ROUND.match(line))),
            is_somebodys=is_held or first is not None,
        )  # fmt: skip
        inner = [one for one in inner if first is None or one.begins > first.begins]
        if turns and inner:
            turns[-1] = replace(turns[-1], end=inner[0].begins)
        return turns + inner

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
        person = self._known(label)
        if person is None:
            described = self._with_role(label)
            if described is None or is_a_word(_BEFORE_ROLE.split(label)[0]):
                return None
            person = described.person
        if person is None or self._people.is_facilitator(person):
            return None
        if is_a_word(label) and is_written_small(label) and not self.writes_small:
            return None
        stop = tail + match.start()
        return Turn("participant", start, stop, person, label)

    @staticmethod
    def _placed(turn: Turn, start: int, end: int) -> Turn:
        return replace(turn, start=min(start, end), end=end)

    def who(self, label: str, role: str = "") -> Turn | None:
        """Return what a label stands for (positions 0), or None where it is no speaker's."""
        label = label.strip(" \t*_:[]")
        if again := _AGAIN.search(label):
            label = label[: again.start()]
        if not label:
            return None
        if (behalf := _ON_BEHALF.fullmatch(label)) and self._known(behalf["name"]):
            label = behalf["name"]
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
        person = self._known(label)
        if person is None and label[0].isupper() and _NAMED_FACILITATOR.fullmatch(label):
            return Turn("facilitator", 0, 0, key=label)
        if person is not None:
            if self._people.is_facilitator(person):
                return Turn("facilitator", 0, 0, key=label)
            return Turn("participant", 0, 0, person, label, perspective)
        if self._people.is_facilitator(label):
            return Turn("facilitator", 0, 0, key=label)
        if self._people.looks_like_id(label):
            return Turn("participant", 0, 0, label.upper(), label, perspective)
        if person := self._people.numbered(label, self._session_id):
            group = self._people.group_of_kind(role or label) or self._people.group_of_kind(label)
            return Turn("participant", 0, 0, person, label, perspective or group)
        if group := self._project.perspective_of(label):
            return Turn("role", 0, 0, key=label, perspective=group)
        if turn := self._with_role(label):
            return turn
        if looks_like_name(label) or self._people.may_be_initials(label):
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
                self._is_person(part) for part in BETWEEN_NAMES.split(role)[:9] if part
            )
        parts = [part for part in BETWEEN_NAMES.split(label) if part.strip()]
        if not 2 <= len(parts) <= 9 or self._is_person(" ".join(reversed(parts))):
            return False
        known = [self._is_person(part) for part in parts]
        return any(known) and all(
            is_known or looks_like_name(part) for is_known, part in zip(known, parts, strict=True)
        )

    def _is_person(self, label: str) -> bool:
        label = label.strip()
        return bool(
            self._known(label)
            or self._people.looks_like_id(label)
            or self._people.numbered(label, self._session_id)
            or self._people.is_facilitator(label)
            or fold(label) in self._facilitators
        )

    def _known(self, label: str) -> str | None:
        """Return who a name stands for, or what the file says that a short label does."""
        return self._people.known(self._shorthand.names.get(label.strip(), label))

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
