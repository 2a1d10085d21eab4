"""From a participant's own proposal to a title that starts with a verb, by careful rules.

A rule either fits a sentence wholly or is not used: a proposal that no rule fits keeps
its own words as a quote and lends its title to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from insights.reporting.proposing.grammar import (
    _FIRST_PERSON,
    _NEVER_FIRST,
    VERBS,
    base_form,
    is_clause,
    lower_first,
    third_person,
    unshouted,
    word_set,
)

LONGEST_TITLE = 16
LONGEST_WITH_CONDITION = 22
SHORTEST_TITLE = 3
_OPENING = re.compile(
    r"^(?:(?:and|but|so|also|well|honestly|personally|maybe|perhaps|please|just|ok|okay|yes|no|"
    r"basically|obviously|really|ideally|sometimes|for me|in my view|in my opinion|"
    r"i (?:really )?(?:think|feel|suppose|guess|believe|suggest|propose|recommend|say|hope|wish)"
    r"(?: that)?|i(?:['’]d| would) (?:really )?(?:suggest|propose|recommend|say)(?: that)?|"
    r"what (?:would help|i want|i need|we need|we want|i['’]d like|i['’]d want) "
    r"(?:is|would be)|"
    r"the (?:main|best|one|first) thing (?:is|would be|for me is)|"
    r"my (?:idea|suggestion|wish|one thing) (?:is|would be))\b[\s,:]*)+",
    re.IGNORECASE,
)
_ARTICLE = (
    r"(?:an?|one|some|more|better|fewer|simpler|clearer|shorter|regular|free|some(?:body|one) "
    r"(?:to|who|you can)|(?:somewhere|something|anywhere) (?:to|for|where|that|[a-z]{4,9} to))"
)
_TAIL = re.compile(
    r"\s*(?:[;:—–(]| - |,? (?:because|so that|otherwise|but(?! (?:not|only|never)\b)|"
    r"as (?:it|they|we|i)|since|"
    r"which would|then (?:we|i|they|you|people)|or (?:it|else|we|they|you|i)|"
    r"so (?:we|i|they|you|people|nobody|no one))\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_HELPS = (
    r"it(?:['’]d| would| might| could) (?:really )?(?:be (?:really |so |very )?"
    r"(?:good|great|nice|useful|helpful|better|lovely|handy|a help)|help(?: a lot)?)"
)
_ANYBODY = r"(?:i|you|they|we|one|somebody|someone|anybody|anyone)"
_WHO = r"(?P<who>(?:the |every |each |all |any |our )?[\w'’ -]{2,40}?)"
# (weight of the wording, pattern, template): the first that fits wholly is used
_RULES: tuple[tuple[float, re.Pattern[str], str], ...] = tuple(
    (weight, re.compile(pattern, re.IGNORECASE), template)
    for weight, pattern, template in (
        (1.0, r"(?:do not|don['’]t|never) (?P<do>\w+)(?P<rest> .+)", "Do not {do}{rest}"),
        (0.9, r"(?:not|never) having to (?P<do>\w+)(?P<rest> .+)",
         "Stop people having to {do}{rest}"),
        (0.8, (r"(?:there (?:should|could|needs to|ought to|must) be|there has to be|"
         r"(?:i|we|people|you) (?:really |just )?(?:need|want)|"
         r"(?:i|we|people)(?:['’]d| would) (?:really )?(?:like|want|love)|"
         rf"{_HELPS} (?:to have|if there (?:was|were|is)|if we had|if i had|to get)|"
         r"(?:could|can|can['’]t|couldn['’]t) (?:there be|we (?:just )?(?:have|get)|"
         r"i (?:have|get)|"
         r"you (?:have|make))|(?:how|what) about|why not have|(?:if only )?there (?:was|were)|"
         r"(?:it|we|i) had|have|get)"
         rf" (?P<what>{_ARTICLE} .+)"), "Provide {what}"),
        (0.9, (r"(?:i|we|people)(?:['’]d| would)? (?:really )?(?:like|want|love|need) "
         r"(?P<who>(?:a|an|the|that|one|every|all|each) [\w'’ -]{2,30}?) to "
         r"(?P<do>[a-z]+)(?P<rest> .+)"), "Make {who} {do}{rest}"),
        (0.9, (r"(?:i|we|people|you)(?:['’]d| would) (?:really )?(?:like|want|love) to be "
         r"able to (?P<what>\w+ .+)"), "Let people {what}"),
        (0.9, (r"(?:i|we|you|people|everyone|everybody) (?:should|ought to|need to|want to) be "
         r"able to (?P<what>\w+ .+)"), "Let people {what}"),
        (0.9, r"(?:let|allow) (?:me|us) (?:to )?(?P<what>.+)", "Let people {what}"),
        (0.85, r"to (?P<do>\w+)(?P<rest> .+)", "Let people {do}{rest}"),
        (1.0, (rf"(?:{_HELPS} (?:to|if {_ANYBODY} could)|"
         rf"{_ANYBODY} (?:really |just )?(?:should|could|need(?:s)? to|has to|have to|must|"
          rf"ought to)|"
         rf"(?:why )?(?:could|can|can['’]t|couldn['’]t|don['’]t) {_ANYBODY}|"
         rf"{_ANYBODY} would|why not)(?: just| please| maybe| perhaps| also)* "
         r"(?P<do>\w+)(?P<rest> .+)"),
         "{Do}{rest}"),
        (0.95, rf"{_HELPS} if {_ANYBODY} (?P<past>\w+)(?P<rest> .+)", "{Did}{rest}"),
        (0.85, rf"{_HELPS} if {_WHO} (?:was|were|is|are) (?P<what>[\w-]+(?: .+)?)",
         "Make sure {who} {be} {what}"),
        (0.85, rf"{_HELPS} if {_WHO} (?:had|have|has) (?P<what>.+)", "Give {who} {what}"),
        (0.85, rf"{_HELPS} if {_WHO} could (?P<do>\w+)(?P<rest> .+)", "Ask {who} to {do}{rest}"),
        (0.85, rf"{_HELPS} if {_WHO} (?P<past>\w+)(?P<rest> .+)", "Ask {who} to {did}{rest}"),
        (0.85, rf"{_WHO} should be able to (?P<what>\w+ .+)", "Make sure {who} can {what}"),
        (0.85, rf"{_WHO} (?:should|ought to|must|needs? to) have (?P<what>.+)",
         "Give {who} {what}"),
        (0.85, rf"{_WHO} (?:should|ought to|must|needs? to) be (?P<what>[\w-]+(?: .+)?)",
         "Make sure {who} {be} {what}"),
        (0.85, (rf"{_WHO} (?:should|ought to|must|needs? to) "
         r"(?P<what>(?!not\b|never\b)[a-z]+ .+)"), "Ask {who} to {what}"),
        (0.8, rf"{_WHO} could (?P<do>[a-z]+)(?P<rest> .+)", "Ask {who} to {do}{rest}"),
        (0.8, (rf"(?P<what>{_ARTICLE} [^?]+?) (?:would|could|might) (?:really )?(?:help|be "
          r"(?:good|great|nice|useful|helpful|better|a start))(?: .*)?"), "Provide {what}"),
        (0.75, rf"(?P<bare>{_ARTICLE} [^?]+)", "Provide {what}"),
        (0.75, r"(?P<bare>(?:something|somewhere) (?:in|at|near|outside|beside|on|by) [^?]+)",
         "Provide {what}"),
        (0.85, (r"(?:all of us|everyone|everybody)(?: (?:that|who) (?P<which>[^,]+))?\b.*,? "
         r"\b(?:one|the same) room\b.*\b(?P<often>(?:once|twice|(?:two|three|four|six) times) an? "
         r"\w+|every \w+)"), "Bring everybody{who_which} into one room, {often}"),
        (0.9, (r"(?:the )?same (?!(?:things?|from|as|again|here|for|with|but)\b)"
          r"(?P<bare>[^?]+)"), "Use the same {what}"),
        (0.75, (r"(?P<bare>(?:[a-z]+ ){0,2}[a-z]{3,}(?<![su])s (?:in|for|with|from|before|after|"
          r"out of|at|to|about|on|and) [^?]+)"), "Provide {what}"),
        (0.8, (r"(?P<people>[a-z]{3,}(?<![su])s) who(?:['’]ve| have) (?P<rest>[^?,]+?),? "
         r"(?P<where>in every [^?]+)"), "Put {people} who have {rest} {where}"),
        (0.95, r"(?P<do>\w+)(?P<rest> (?:[\w'’-]+ ){0,3}(?:your|yourself)\b.*)",
         "Let people {do}{rest}"),
        (1.0, r"(?P<do>\w+)(?P<rest> .+)", "{Do}{rest}"),
    )
)  # fmt: skip
_STRANDED = word_set(
    "when where how why what who which with to for of at on and or that the a from"
)
_OPEN_ENDS = word_set("when where how whether")
# A condition, a "who" or an "also": without it a title asks for something else.
CHANGES_MEANING = re.compile(
    r"\b(?:if|unless|only|until|provided|as long as|also|too|as well|not|never|with|without)\b|"
    r"^\s*(?:and )?who(?:ever)?\b|\b(?:decide|choose)s? who\b",
    re.IGNORECASE,
)
_QUALIFIES = re.compile(
    r"(?:an? |the )?(?:[\w'’-]+ ){0,2}?(?P<noun>[\w'’-]+), (?P<how>with(?:out)? [^.,!?]+)",
    re.IGNORECASE,
)
_KEEPER = re.compile(
    r"\b(?:a|one) named (?P<who>\w+)\b[^.!?]{0,60}?"
    r"\bkeeps? (?:it|them) (?P<how>up to date|up-to-date|current|going)",
    re.IGNORECASE,
)


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


_HAS_BARE = re.compile(r"Have \w+ who have (?:(?!\b(?:in|at|on)\b).)+")
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
    keeper = _KEEPER.search(" ".join(proposal.split()))
    sentences = [
        part.strip(" \"“”'‘’-•*")
        for part in re.split(r"(?<=[.!?])\s+|\n+", " ".join(proposal.split()))
    ]
    for sentence, following in zip(sentences, [*sentences[1:], ""], strict=True):
        title = _title_of(sentence)
        if title is None:
            continue
        text = _finished(title.text, theme)
        if not text:
            continue
        if keeper and keeper["who"] not in text and len(text.split()) <= 8:
            text += f", and name a {keeper['who'].lower()} to keep it {keeper['how'].lower()}"
            keeper = None
        found.append(Title(f"{text}{_qualified(text, following)}", title.weight))
    return found


def _qualified(title: str, following: str) -> str:
    """Return what the next words add to a title's own noun: "A proper say, with a vote."."""
    more = _QUALIFIES.fullmatch(following.rstrip(".!"))
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
    if not sentence or "[" in sentence or bargain:
        return None
    stripped = _OPENING.sub("", sentence)
    stripped = _TAIL.sub("", stripped).rstrip(" .!?,")
    stripped = re.sub(r",? (?:anyway|though|maybe|please)$", "", stripped, flags=re.IGNORECASE)
    for weight, pattern, template in _RULES:
        found = pattern.fullmatch(stripped)
        if found is None:
            continue
        title = _filled(template, found.groupdict())
        if title:
            return Title(title, weight)
    return None


def _filled(template: str, given: Mapping[str, str | None]) -> str:
    parts = {name: value or "" for name, value in given.items()}
    verb = parts.get("do", "").casefold()
    rest = parts.get("rest", "").casefold().split()
    past = base_form(parts.get("past", "").casefold())
    if "do" in parts and (verb not in VERBS or (rest[:1] and rest[0] in _POINTERS)):
        return ""  # "keep it short": a title has nothing before it that "it" could mean
    if "past" in parts and (not past or (rest[:1] and rest[0] in _POINTERS)):
        return ""
    if parts.get("people", "").casefold() in _NEVER_FIRST:
        return ""
    if is_clause(parts.get("bare", "")):
        return ""
    who = parts.get("who", "")
    if who and (_FIRST_PERSON.search(who) or who.casefold() in _NOT_SUBJECTS):
        return ""
    if re.search(r",\s*(?:yes|no|please|well|okay|ok)\b", " ".join(parts.values()), re.IGNORECASE):
        return ""
    plural = (bool(who) and who.split()[-1].casefold().endswith("s")) or who.casefold() in (
        "people", "staff", "everyone’s",
    )  # fmt: skip
    words = template.format(
        Do=verb.capitalize(),
        do=verb,
        Did=past.capitalize(),
        did=past,
        rest=parts.get("rest", ""),
        what=lower_first(parts.get("what") or parts.get("bare", "")),
        who=lower_first(who),
        be="are" if plural else "is",
        people=parts.get("people", "").casefold(),
        where=parts.get("where", ""),
        who_which=f" who {parts['which']}" if parts.get("which") else "",
        often=parts.get("often", "").casefold(),
    )
    words = re.sub(r"\bhear it from\b", "hear from", words)
    words = _SOMEBODY_DOES.sub(_have_somebody, words)
    words = _LAST_OF_SEVERAL.sub(r"\1 and \2", words)
    words = re.sub(
        r"^Provide (an? (?:\w+ )?(?:say|voice|choice|chance)\b)", r"Give people \1", words
    )
    if re.search(r"\b(?:of|like) (?:us|me|you)\b", words, re.IGNORECASE):
        return ""
    title = re.sub(r"\b[A-Z]{3,}\b", unshouted, third_person(words))
    head, _, tail = title.partition(",")
    bound = bool(CHANGES_MEANING.search(tail))  # cut there, it would ask for something else
    longest = LONGEST_WITH_CONDITION if bound else LONGEST_TITLE
    if len(title.split()) > longest:
        title = "" if bound else head
    n_words = len(title.split())
    if not SHORTEST_TITLE <= n_words <= longest or "?" in title or "," in title[-2:]:
        return ""
    return title


# "leave your number and somebody rings you back": somebody has to arrange the second part.
_SOMEBODY_DOES = re.compile(r"\band (somebody|someone) ([a-z]+?)s\b", re.IGNORECASE)
_LAST_OF_SEVERAL = re.compile(
    r"^((?:(?!\band\b)[^,])+, (?:(?!\band\b)[^,])+), ((?:(?!\band\b)[^,])+)$"
)


def _have_somebody(found: re.Match[str]) -> str:
    who, does = found.group(1), found.group(2).casefold()
    return f"and have {who} {does}" if does in VERBS else found.group(0)


_POINTERS = word_set("it this that these those him her")
_NOT_SUBJECTS = word_set(
    "it there this that which what who you they he she i we nobody no-one if when"
)
