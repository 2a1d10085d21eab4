"""From a participant's own proposal to a title that starts with a verb, by careful rules.

A rule either fits a sentence wholly or is not used: a proposal that no rule fits keeps
its own words as a quote and lends its title to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from insights.reporting.proposing.commands import STEPS, find_command
from insights.reporting.proposing.filling import NEEDS_COMMAND, can_be_filled
from insights.reporting.proposing.finishing import (
    join_steps,
    may_stand,
    to_providers,
    without_closing,
    written,
)
from insights.reporting.proposing.grammar import (
    VERBS,
    base_form,
    inflected,
    lower_first,
    third_person,
    unshouted,
    word_set,
)
from insights.reporting.proposing.wordings import (
    CHANGES_MEANING,
    KEEPER,
    OPENING,
    QUALIFIES,
    RULES,
    TAIL,
)

LONGEST_TITLE = 16
LONGEST_WITH_CONDITION = 22
SHORTEST_TITLE = 3
_STRANDED = word_set(
    "when where how why what who which with to for of at on and or that the a from not"
)
_OPEN_ENDS = word_set("when where how whether")


@dataclass(frozen=True)
class Title:
    """A title made from a proposal, and how good a wording its rule gives, 0 to 1."""

    text: str
    weight: float


def word_title(proposal: str) -> str:
    """Return a title for a proposal, or '' when no rule fits it wholly.

    Examples
    --------
    >>> word_title("There should be one page I could keep with me.")
    'Provide one page people could keep with them'
    >>> word_title("I think link workers should carry spare copies, because they get lost")
    'Ask link workers to carry spare copies'
    >>> word_title("It was raining.")
    ''
    """
    return next((title.text for title in titles_of(proposal)), "")


def say_what_opens(title: str, component: str) -> str:
    """Return a title that says what is to open, where it names only when.

    Examples
    --------
    >>> say_what_opens("Open at night", "The café"), say_what_opens("Open a café", "The café")
    ('Open the café at night', 'Open a café')
    """
    name = f"{component[:1].lower()}{component[1:]}" if component.startswith("The ") else ""
    if not name:
        return title
    if _HAS_BARE.fullmatch(title):
        return f"{title} in {name}"
    return _OPENS_BARE.sub(f"Open {name} ", title)


_HAS_BARE = re.compile(r"Have (?:paid |trained )?\w+ who have (?:(?!\b(?:in|at|on)\b).)+")
_OPENS_BARE = re.compile(r"^Open (?=(?:at|in|on|when|until|till|from|after|before|all)\b)")


def titles_of(proposal: str, theme: str = "") -> list[Title]:
    """Return the titles that a proposal's sentences give, in their order.

    A title that breaks off at "when" or "how" is finished with the theme where the theme
    names an activity, and left out where it does not. Where the proposal goes on to ask for
    a named keeper, the title says so.

    Examples
    --------
    >>> [title.text for title in titles_of("Let me say when.", "Talking about money")]
    ['Let people say when they want to talk about money']
    >>> titles_of("Print one page. A named team whose job is to keep it up to date.")[0].text
    'Print one page, and name a team to keep it up to date'
    """
    found = []
    keeper = KEEPER.search(" ".join(proposal.split()))
    sentences = [
        part.strip(" \"“”'‘’-•*")
        for part in re.split(
            r"(?<=[.!?])\s+|\n+|(?<=[a-z][.!?])(?=[A-Z][a-z])", " ".join(proposal.split())
        )
    ]
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
        title = _title_of(sentence)
        if title is None:
            continue
        text = _finished(title.text, theme)
        if not text:
            continue
        if is_vague(text):
            text += _specified(text, sentence)
        if keeper and keeper["who"] not in text and len(text.split()) <= 8:
            text += f", and name a {keeper['who'].lower()} to keep it {keeper['how'].lower()}"
            keeper = None
        found.append(Title(f"{text}{_qualified(text, following)}", title.weight))
    return found


def is_vague(title: str) -> bool:
    """Return whether a title asks for "something" and does not say what.

    Examples
    --------
    >>> is_vague("Provide something in the hall"), is_vague("Provide somewhere to sit")
    (True, False)
    """
    return bool(_VAGUE.match(title)) and ":" not in title


_VAGUE = re.compile(
    r"Provide (?:something|somewhere|things?|stuff)\b"
    r"(?! (?:to|for|where|that|who|with|like|[a-z]{4,9} to)\b)"
)
_SPECIFIES = re.compile(r"(?:: | [-–—] |\()(?P<what>[^.:;()!?]{3,90})")


def _specified(title: str, sentence: str) -> str:
    """Return what "something" is, where its sentence goes on to say so."""
    found = _SPECIFIES.search(sentence)
    if found is None or "[" in found["what"]:
        return ""
    parts = [part.strip() for part in found["what"].split(",") if part.strip()]
    told = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    told = lower_first(written(third_person(told)))
    n_words = len(f"{title} {told}".split())
    fits = n_words <= LONGEST_WITH_CONDITION and may_stand(told, told)
    return f": {told}" if fits else ""


def _qualified(title: str, following: str) -> str:
    """Return what the next words add to a title's own noun: "A proper say, with a vote."."""
    more = QUALIFIES.fullmatch(following.rstrip(".!"))
    known = {word.casefold().strip(",") for word in title.split()}
    if more is None or more["noun"].casefold() not in known or "," in title[-2:]:
        return ""
    return f", {third_person(more['how'])}"


def name_with_words(name: str, description: str) -> str:
    """Return a title from an idea's name and its own words: a name alone asks for nothing.

    Examples
    --------
    >>> name_with_words("The Boat", "Warm, and it rocks a bit; there is a stove.")
    'Take forward “The Boat”: warm, and it rocks a bit'
    """
    clause = re.split(r"[.!?;:—(]", " ".join(description.split()), maxsplit=1)[0].strip()
    words = clause.split()
    if len(words) > LONGEST_TITLE:
        short = " ".join(words[:LONGEST_TITLE])
        clause = short.rpartition(",")[0] or short
    told = third_person(lower_first(clause)) if clause and "[" not in clause else ""
    return f"Take forward “{name}”" + (f": {told}" if told else "")


def widen(title: str) -> str:
    """Return a title without the places only its own speaker names; itself where it has none.

    Examples
    --------
    >>> widen("Put peers who have been there in every ward, on the payroll")
    'Have peers who have been there'
    """
    found = _IN_EVERY.match(title)
    return f"Have {found['who']}" if found else title


_IN_EVERY = re.compile(r"Put (?P<who>\w+ who have .+?) in every .+")


def _finished(title: str, theme: str) -> str:
    """Return a title with an end to it: "say when" becomes "say when they want to …"."""
    last = title.split()[-1].casefold()
    if last in _OPEN_ENDS:
        activity = _activity(theme)
        if activity and re.search(r"\b(?:people|they|them)\b", title, re.IGNORECASE):
            return f"{title} they want to {activity}"
        return "" if theme else title
    return "" if last in _STRANDED or last.endswith(("n't", "n’t")) else title


def _activity(theme: str) -> str:
    """Return what people do in a theme that begins with a verb: "talk about money", else ''."""
    first, _, rest = theme.partition(" ")
    stem = first.casefold().removesuffix("ing")
    if stem == first.casefold() or not rest:
        return ""
    for verb in (stem, f"{stem}e", stem[:-1]):
        if verb in VERBS:
            return f"{verb} {rest}"
    return ""


def _title_of(sentence: str) -> Title | None:
    # A masked name never becomes a title, nor does a bargain ("and I'll give you …").
    bargain = re.search(r"\b(?:i|we)['’]ll\b", sentence, re.IGNORECASE)
    told = _TOLD.match(sentence) and not _WISHED.search(sentence)
    if not sentence or "[" in sentence or bargain or told:
        return None
    command = find_command(sentence.casefold().replace("’", "'"))
    sentence = _AND_THEN_IT.sub("", sentence)
    plain = _STRESSED.sub(" ", re.sub(r"\s*\([^)]*\)?", "", sentence))
    stripped = without_closing(TAIL.sub("", OPENING.sub("", plain)).rstrip(" .!?,"))
    if re.search(r"\b(?:wish|if only)\b", sentence, re.IGNORECASE):
        wished = _WISHED_TO.sub("let me ", stripped)
        command, stripped = wished if wished != stripped else command, wished
    asked = to_providers(stripped)
    for weight, pattern, template in RULES:
        said = asked if template.startswith(_ASKS) else stripped
        found = pattern.fullmatch(said)
        if found is None:
            continue
        if (template.startswith("Do not") or NEEDS_COMMAND.match(said)) and not command:
            continue
        title = _filled(template, found.groupdict(), command)
        if title and may_stand(title, sentence) and not _new_sentence(title):
            return Title(title, weight)
    return None


_ASKS = ("{Do}", "{Did}", "Do not", "Let people {do}")  # where "you" may be whoever is asked


_STRESSED = re.compile(
    r" (?:really|definitely|simply) (?=(?:should|must|ought|need)\b)|"
    r"(?<=should) (?:really|simply|just|definitely) |"
    r"(?<=ought to) (?:really|simply|just|definitely) ",
    re.IGNORECASE,
)
_WISHED_TO = re.compile(
    r"^(?:(?:i|we) could |you could (?=(?:see|choose|book|find|hear|know|keep)\b))", re.IGNORECASE
)
_TOLD = re.compile(r"(?:but |and )?(?:(?:it|we|i|they) had|there (?:was|were)) ", re.IGNORECASE)
_WISHED = re.compile(r"\b(?:wish|if only|would|could)\b", re.IGNORECASE)


def _new_sentence(title: str) -> bool:
    """Return whether a title runs on into a second command: "if they can Make it better"."""
    inner = re.findall(r"(?<=[a-z] )[A-Z][a-z]+(?= [a-z])", title)
    return any(word.casefold() in STEPS for word in inner)


def _filled(template: str, given: Mapping[str, str | None], command: str = "") -> str:
    parts = {name: value or "" for name, value in given.items()}
    if not can_be_filled(parts, command):
        return ""
    verb, who = parts.get("do", "").casefold(), parts.get("who", "")
    who = f"the {who.casefold()}" if who.casefold() in _BODIES else who
    past = base_form(parts.get("past", "").casefold())
    which = re.sub(r"^never (?=met\b|\w+ed\b)", "has never ", parts.get("which", ""))
    words = template.format(
        Do=verb.capitalize(),
        do=verb,
        Did=past.capitalize(),
        did=past,
        rest=parts.get("rest", ""),
        what=lower_first(parts.get("what") or parts.get("bare", "")),
        who=lower_first(who),
        be="are" if _is_several(who, parts.get("needs", "")) else "is",
        people=parts.get("people", "").casefold(),
        where=parts.get("where", ""),
        who_which=f" who {which}" if which else "",
        often=parts.get("often", "").casefold(),
        adj=parts.get("adj", "").casefold(),
        adv=parts.get("adv", "").casefold(),
        does=inflected(parts.get("verb", "").casefold(), _is_several(who, parts.get("needs", ""))),
    )
    words = re.sub(r"\bhear it from\b", "hear from", words)
    words = _SOMEBODY_DOES.sub(_have_somebody, words)
    words = _TWO_THINGS.sub(r"\1 and \2", _LAST_OF_SEVERAL.sub(r"\1 and \2", words))
    words = re.sub(
        r"^Provide (an? (?:\w+ )?(?:say|voice|choice|chance)\b)", r"Give people \1", words
    )
    if re.search(r"\b(?:of|like) (?:us|me|you)\b", words, re.IGNORECASE):
        return ""
    if _TO_SOMEBODY.match(words):
        return ""  # who is let do it would be somebody else
    words = _ONE_OF_MANY.sub(r"\1a \2", words)
    words = _THE_TIME.sub(r"\1the \2", words)
    shouted = re.sub(r"\b[A-Z]{3,}\b", unshouted, words)
    title = _of_fit_length(join_steps(written(third_person(shouted)), STEPS))
    return _HAVE_A_SAY.sub("Give people", title)  # who has a say is given it


def _is_several(who: str, needs: str) -> bool:
    """Return whether somebody or something is more than one, by its verb or its first noun."""
    if needs:
        return needs.casefold() == "need"
    named = re.split(r" (?:of|that|who|with|in|for|at|on|to|from) ", who)[0].casefold()
    last = named.split()[-1] if named.split() else ""
    pair = " and " in named and len(named.split()) <= _PAIR
    return pair or last in _SEVERAL or bool(re.search(r"(?<![sui])s$|['’]s$", last))


def _of_fit_length(title: str) -> str:
    """Return a title that is neither too short nor too long, cut at its comma where it may be."""
    head, _, tail = title.partition(",")
    bound = bool(CHANGES_MEANING.search(tail))  # cut there, it would ask for something else
    longest = LONGEST_WITH_CONDITION if bound or title.count(",") > 1 else LONGEST_TITLE
    if len(title.split()) > longest:
        title = head if not bound and _BESIDES.match(tail) else ""
    if not SHORTEST_TITLE <= len(title.split()) <= longest:
        return ""
    return "" if "?" in title or "," in title[-2:] else title


_BESIDES = re.compile(
    r" (?:and |but |then )?(?:\w+ing|which|to|not just|especially|like|such|"
    r"on|in|at|by|from|during)\b"
)
_TO_SOMEBODY = re.compile(
    r"Let people (?:give|tell|send|show|help|ask|offer|let) (?:them|people|patients|me|us)\b"
)
_ONE_OF_MANY = re.compile(  # "quicker response": said without its article
    r"^(Provide )((?:\w+er|better) (?:\w+ )?(?:response|reply|answer|service|process|"
    r"call[ -]?back|system|ride|visit|appointment|queue|form|letter|page|list|pathway|route|"
    r"way)\b(?! and\b))"
)
_THE_TIME = re.compile(r"^(Make )((?!the |all |sure )(?:\w+ ){0,3}(?:time|wait)\b)")
_BODIES = word_set("council city town government trust surgery practice hospital school hotel")
_HAVE_A_SAY = re.compile(r"^Have(?= an? (?:\w+ )?(?:say|voice)\b)")
_PAIR = 3  # words: "tea and coffee"
_SEVERAL = word_set("people staff everyone’s children men women police parents")
# "leave your number and somebody rings you back": somebody has to arrange the second part.
_SOMEBODY_DOES = re.compile(r"\band (somebody|someone) ([a-z]+?)s\b", re.IGNORECASE)
_TWO_THINGS = re.compile(r"^(Provide (?:an?|one) [^,]+), ((?:an?|one) (?:(?! and )[^,])+)$")
# "one form, and whoever gets it holds on to it": what is told of it besides
_AND_THEN_IT = re.compile(
    r",? and (?:whoever|it|they|that|this)(?:['’]s|['’]re|['’]ll| \w+s?) [^.!?]*(?=[.!?]|$)",
    re.IGNORECASE,
)
_LAST_OF_SEVERAL = re.compile(  # short ones: "the walls, the hours, who is there"
    r"^((?:(?!\band\b)[^,&])+(?:, (?:(?!\band\b)[^, &]+ ?){1,4})+), ((?:(?!\band\b)[^, &]+ "
    r"?){1,5})$"
)


def _have_somebody(found: re.Match[str]) -> str:
    who, does = found.group(1), found.group(2).casefold()
    return f"and have {who} {does}" if does in VERBS else found.group(0)
