"""What in notes is nobody's speech: who was there, breaks, any other business.

A list of people below "Present" says who was in the room. Its lines look like turns
("James Okoro – county transport team") and are none; they end where somebody speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from insights.sources.asides import is_break, is_caption, is_note_takers, is_stage_direction
from insights.sources.cues import STAGE
from insights.sources.documents import Block
from insights.sources.likely_names import looks_like_name
from insights.sources.prompts import Prompts
from insights.sources.recognise import fold
from insights.sources.reported import find_reports
from insights.sources.sessions import list_names
from insights.sources.speakers import Speakers
from insights.sources.turns import CERTAIN

PRESENT = "who was there"
BREAKS = "breaks"
OTHER_BUSINESS = "any other business"
CAPTIONS = "captions over tables and lists"
PROMPTS = "prompts"
_HERE = (
    "present", "attendees", "attended", "attendance", "in attendance", "attending",
    "who was there", "who was here", "who was in the room", "who came", "in the room",
    "those present", "people present", "people in the room", "also present", "also here",
)  # fmt: skip
_AWAY = ("apologies", "apologies received", "apologies from", "absent", "not here", "not present")
_NAME_COLUMNS = ("name", "names", "who", "person", "participant", "attendee", "initials", "id")
_BUSINESS = ("aob", "a.o.b", "any other business")
_COUNTED = re.compile(r"\s*\(?\b[0-9]{1,3}\b\)?\s*$|\s*\([^()]{1,30}\)\s*$")
_LABEL = re.compile(r"[*_]{0,3}(?P<word>[A-Za-z.][A-Za-z. ]{1,24}?)[*_]{0,3}[ \t]?[:–—-]"
                    r"[*_]{0,3}[ \t]{0,3}(?=\S)")  # fmt: skip
_BREAK_WORD = r"(?:(?:tea|coffee|comfort|short|lunch|prayer|smoking)[ -])?(?:break|lunch|interval)"
_HOW_LONG = (
    r"\(?(?:for |at |from )?[0-9][0-9:. –—-]{0,12}(?:to [0-9][0-9:.]{0,4})?\s?(?:[ap]\.?m\.?)?"
    r"(?:min(?:ute)?s?|hours?)?\)?"
)
_BREAK = re.compile(
    rf"[\[(]{_BREAK_WORD}\b[^\])\n]{{0,160}}[\])]\.?|"
    rf"{_BREAK_WORD}(?: time)?[ \t]*(?:[:–—,-][ \t]*)?(?:{_HOW_LONG})?\.?", re.IGNORECASE,
)  # fmt: skip
_CAPTION = re.compile(
    r"(?:flip ?-?chart|sheet|poster|wall|post-?its?|sticky notes|whiteboard|board)s?"
    r"(?: [0-9]{1,2})?[ \t]?[:–—-].{0,120}", re.IGNORECASE,
)  # fmt: skip
_BEHIND_NAME = re.compile(r"[ \t]{1,3}[-–—][ \t]{1,3}|,[ \t]|[ \t]?[(|\t]|:[ \t]|;[ \t]")
_TITLE = re.compile(r"(?:dr|mrs?|ms|miss|mx|prof(?:essor)?|rev|sir|cllr|councillor)\.? ",
                    re.IGNORECASE)  # fmt: skip
_SPOKEN = re.compile(
    r"[?!]|\b(?:I|me|my|we|us|our|you|it|they|said|says|told|is|are|was|were|am|has|have|had|"
    r"wants?|needs?|gets?|goes|can|could|would|should|will|won['’]t|don['’]t|can['’]t|did|does|"
    r"do|not|never|thinks?|thought|feels?|felt|likes?)\b"
)
_MOST_ENTRY_WORDS = 16
_MOST_NAME_WORDS = 5
_MOST_PROMPT_WORDS = 12


class Structure:
    """Tells the lines of one document that are nobody's words, in reading order.

    Parameters
    ----------
    text
        The document's text.
    note_present
        Takes the names of those who were there, where they stand for somebody known.
    """

    def __init__(
        self, text: str, session_id: str, speakers: Speakers, prompts: Prompts,
        note_present: Callable[[list[str]], None],
    ) -> None:  # fmt: skip
        self._text = text
        self._session_id = session_id
        self._speakers = speakers
        self._prompts = prompts
        self._note_present = note_present
        self.enter("")

    def enter(self, heading: str) -> None:
        """Go on below a heading."""
        self._attending = attendance_of(heading)
        self._is_business = is_other_business(heading)

    def reason(self, block: Block, following: Block | None, *, is_below_heading: bool) -> str:
        """Return why a line that is no heading is nobody's words; "" where it is somebody's."""
        words = self._text[block.start : block.end]
        if self._attending and block.kind == "row" and block.cells:
            a, b = block.cells[0]
            words = self._text[a:b]
            if block.is_header or fold(words.strip("*_ :")) in _NAME_COLUMNS:
                return PRESENT
        if self._attending and lists_people(words, self._speakers):
            if self._attending == "here":
                self._note_present(people_listed(words, self._speakers))
            return PRESENT
        attending, self._attending = attendance_of(words), None
        if attending and following is not None and self._lists(following):
            self._attending = attending
            return PRESENT
        if block.kind in ("row", "inset"):
            return ""
        return self._of_a_line(block, following, is_below_heading)

    def _of_a_line(self, block: Block, following: Block | None, is_below_heading: bool) -> str:
        words = self._text[block.start : block.end]
        if is_other_business(words):
            self._is_business = True
            return OTHER_BUSINESS
        if is_stage_direction(words) or is_note_takers(words):
            return STAGE
        if self._is_spoken(block):
            self._is_business = False
            return ""
        if self._is_business:
            return OTHER_BUSINESS
        if reason := aside_line(words, self._speakers):
            return reason
        below = following.kind if following is not None else ""
        # Over a list it is the group's own label for it, and is kept as that.
        if block.kind == "paragraph" and below != "item" and (
            is_caption(words, over_table=below == "row")
        ):  # fmt: skip
            return CAPTIONS
        if following is None or block.kind != "paragraph":
            return ""
        if following.kind in ("row", "item") and _CAPTION.fullmatch(words.strip("*_ \t\n")):
            return CAPTIONS
        return PROMPTS if is_below_heading and self._is_prompt(words, following) else ""

    def _is_spoken(self, block: Block) -> bool:
        start, end = block.start, block.end
        turn = self._speakers.find_turn(self._text, start, end, block.lead)
        return (turn is not None and turn.voice in CERTAIN) or bool(
            find_reports(self._text, start, end, self._speakers)
        )

    def _lists(self, block: Block) -> bool:
        return lists_people(self._text[block.start : block.end], self._speakers)

    def _is_prompt(self, words: str, following: Block) -> bool:
        """Tell the question printed below a heading from one that somebody asked."""
        bare = words.strip("*_ \t\n")
        if (
            not bare.endswith("?")
            or ":" in bare
            or len(bare.split()) > _MOST_PROMPT_WORDS
            or "\n" in bare
        ):
            return False
        if self._prompts.kind_of(self._session_id, bare) == "unspecified":
            return False
        return following.kind == "item" or (
            self._speakers.find_turn(self._text, following.start, following.end) is not None
        )


def attendance_of(words: str) -> str | None:
    """Return "here" or "away" where a heading stands over a list of people, else None.

    Examples
    --------
    >>> attendance_of("Present:"), attendance_of("Apologies (2)"), attendance_of("The present")
    ('here', 'away', None)
    """
    folded = fold(_COUNTED.sub("", words.strip("*_ :.\n\t")))
    return "here" if folded in _HERE else "away" if folded in _AWAY else None


def is_other_business(words: str) -> bool:
    """Tell whether a heading stands over what is left to arrange."""
    return fold(words.strip("*_ :.\n\t")) in _BUSINESS


def aside_line(words: str, speakers: Speakers) -> str | None:
    """Return why a whole line is nobody's words, or None where somebody may speak in it.

    Apologies, a break, and any other business in which nobody known is named as speaking.
    """
    bare = words.strip("*_ \t\n")
    if _BREAK.fullmatch(bare) or is_break(bare):
        return BREAKS
    label = _LABEL.match(bare)
    if label is None:
        return None
    if attendance_of(label["word"]) and lists_people(bare[label.end() :], speakers):
        return PRESENT
    return OTHER_BUSINESS if is_other_business(label["word"]) else None


def lists_people(words: str, speakers: Speakers) -> bool:
    """Tell whether each line names somebody, and at most what they do: an attendance list."""
    lines = [line.strip("-*•_ \t") for line in words.split("\n")]
    return bool(words.strip()) and all(_is_entry(line, speakers) for line in lines if line)


def people_listed(words: str, speakers: Speakers) -> list[str]:
    """Return the names in an attendance list that stand for a participant or facilitator."""
    found = []
    for line in words.split("\n"):
        bare = line.strip("-*•_ \t")
        names = [_name(bare), *list_names(bare)]
        found += [name for name in names if name and speakers.person(_bare(name)) is not None]
    return list(dict.fromkeys(map(_bare, found)))


def _is_entry(line: str, speakers: Speakers) -> bool:
    """Tell "James Okoro – county transport team" or "3 link workers" from somebody's turn."""
    if len(line.split()) > _MOST_ENTRY_WORDS or _SPOKEN.search(line):
        return False
    name = _name(line)
    behind = line[len(name) :].strip()
    if behind.startswith(":") and _is_named(name, speakers):
        return False  # a turn
    if behind.startswith(":"):
        return lists_people(behind[1:], speakers)  # "Facilitators: Ann and Bo"
    if _is_named(name, speakers) or (line[:1].isdigit() and len(line.split()) <= 6):
        return True
    return all(_is_named(one, speakers) for one in list_names(line)) and bool(list_names(line))


def _name(line: str) -> str:
    return _BEHIND_NAME.split(line, maxsplit=1)[0].strip()


def _bare(name: str) -> str:
    return _TITLE.sub("", name.strip(" .*_"))


def _is_named(name: str, speakers: Speakers) -> bool:
    bare = _bare(name)
    if not bare or len(bare.split()) > _MOST_NAME_WORDS:
        return False
    return speakers.is_named(bare) or looks_like_name(bare)
