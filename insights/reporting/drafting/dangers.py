"""Kinds of danger that a serious voice may speak of, told by its words.

Only words that a person marked as serious, or that a sensitive code holds, are looked at.
A kind puts voices on one danger together and says what to look into: it judges nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple


class Danger(NamedTuple):
    """A kind of danger: its name in a headline, and what somebody has to look into."""

    name: str
    look_into: str


_WHOSE = r"(?:the |my |our |your |her |his |their )?"
_KINDS: tuple[tuple[Danger, re.Pattern[str]], ...] = tuple(
    (Danger(name, look_into), re.compile(pattern, re.IGNORECASE))
    for name, look_into, pattern in (
        ("a life at risk", "Look into who helps when somebody may take their own life",
         (r"suicid|self[- ]?harm|\bkill(?:ed|ing)? (?:my|him|her|them|your)sel|\b(?:end|take|took|"
         r"taking|ending) (?:it all|(?:my|his|her|their) own life|(?:my|his|her|their) life)\b|"
         r"\b(?:want|wanted) to die\b|\bnot (?:want to )?be here any ?more\b")),
        ("somebody very unwell or in danger",
         "Look into what to do when somebody becomes very unwell or is in danger",
         (r"\b(?:very|really|so|badly|dangerously|seriously) (?:unwell|ill|poorly)\b|"
         r"\bin a (?:\w+ )?bad way\b|\b(?:really|serious(?:ly)?|real|bad|terrible) (?:in )?"
         r"trouble\b|\bin (?:real |serious |bad |terrible )?trouble\b|\bin (?:a )?crisis\b|"
         r"\bcollaps|\boverdos|\bambulance\b|\b999\b|\bemergency\b|\bin danger\b")),
        ("care refused for want of an address",
         "Look into how people are refused care for want of an address",
         (r"\b(?:no|without|proof of|give|have|had) (?:an |a |proof of |fixed |any )*address\b"
          r".{0,120}\b(?:GP|doctors?|surgery|register|appointments?|nurse|hospital|tablets|treat\w*|"
          r"see me|seen)\b|"
          r"\b(?:GP|doctors?|surgery|register|appointments?|nurse|hospital|wouldn['’]t see me)\b"
          r".{0,120}\b(?:no|without|proof of) (?:an |a |proof of |fixed |any )*address\b")),
        ("going without treatment", "Look into how people come to go without treatment",
         (r"\bstopped taking\b|\b(?:ran|run|running) out of (?:my |his |her |their )?(?:tablets|"
         r"medic)|\bA ?(?:and|&) ?E\b|\b(?:no|without|refused) (?:treatment|medicine|medication|"
         r"insulin)\b")),
        ("violence and threats", "Look into how people are kept safe from violence and threats",
         (r"\bviolen|\babus(?:e|ed|ive|ing)\b|\bthreaten|\b(?:hit|hits|beat|beats|strangled) "
         r"(?:me|her|him|them)\b|\b(?:not|isn['’]t|wasn['’]t|don['’]t feel) safe\b|\bunsafe\b|"
         r"\brap(?:e|ed)\b")),
        ("losing one’s children",
         "Look into the fear that asking for help may cost people their children",
         (rf"\b(?:tak(?:e|es|en|ing)|took|los(?:e|es|ing)|lost) {_WHOSE}(?:kids?|child|children|"
         r"baby|babies|son|daughter)\b")),
        ("nowhere to live", "Look into what happens to people who have nowhere to live",
         (r"\bevict|\bhomeless|\bsle(?:ep|pt|eping) (?:rough|in (?:my|the|a) car)\b|\bon the "
         r"(?:street|streets|kerb)\b|\bnowhere to (?:live|sleep)\b|"
         r"\b(?:no|without an) (?:fixed )?address\b")),
        ("money stopped while somebody was ill",
         "Look into how money comes to be stopped while people are ill",
         (r"\bsanction|\b(?:money|benefits?|payments?) (?:was|were|got|has been) stopped\b|"
         r"\bstopped (?:my|his|her|their) (?:money|benefits?|payments?)\b")),
    )
)  # fmt: skip


# Words for what was done to somebody, and not only for what it was about.
_HARM = re.compile(
    r"\b(?:refus\w*|turn(?:ed|s|ing)? (?:me |us |him |her |them |people )?away|barred|"
    r"sa(?:y|ys|id) no|"
    r"(?:can|could|would|did|do)(?:n['’]t| not) (?:see|help|register|treat|let|get)|"
    r"sent (?:me|him|her|them|us) (?:away|off|home)|nobody (?:had )?(?:told|helped|came|rang)|"
    r"scared|afraid|frightened|in danger|stopped taking|without treatment|died)\b",
    re.IGNORECASE,
)


def shows_harm(text: str) -> bool:
    """Return whether words show what was done to somebody, or the danger they speak of.

    Examples
    --------
    >>> shows_harm("They can't say no to you because of where you sleep.")
    True
    >>> shows_harm("It asks for an address on the front. Why")
    False
    """
    return danger_of([text]) is not None or _HARM.search(text) is not None


def danger_of(texts: Sequence[str]) -> Danger | None:
    """Return the gravest kind of danger that any of these words speak of, None for none.

    Examples
    --------
    >>> danger_of(["what if someone's really in trouble, who do they ring"]).name
    'somebody very unwell or in danger'
    >>> danger_of(["The tea was cold."]) is None
    True
    """
    return next((danger for danger, cue in _KINDS if any(cue.search(text) for text in texts)), None)
