"""The little English that titles and proposals need: verbs, clauses, and who is meant."""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text written with spaces between them."""
    return frozenset(text.split())


VERBS = word_set(
    "accept add advertise agree allow answer appoint arrange ask avoid book bring build call carry "
    "change check choose clean close collect combine come commission connect consider cover "
    "create cut decide deliver design develop display do drop employ encourage ensure establish "
    "explain expand extend find fix follow fund get give go greet hand have hear help hire hold "
    "improve include increase inform install introduce invite involve join keep know lead learn "
    "leave lend let link list listen look lower make mark meet move name notify offer open "
    "organise own paint pair pay phone pick pilot plan point post print produce promote protect "
    "provide publish pull put raise reach read reduce remind remove repair replace respond "
    "return review ring run save say schedule see send set share show sign signpost simplify sit "
    "speak split spread staff start stay stick stop store support swap take talk teach tell test "
    "text train translate treat try turn update use visit wait walk warn work write"
)
_PAST = {
    "asked": "ask", "came": "come", "did": "do", "found": "find", "gave": "give", "got": "get",
    "had": "have", "heard": "hear", "held": "hold", "kept": "keep", "knew": "know",
    "left": "leave", "let": "let", "made": "make", "met": "meet", "paid": "pay", "put": "put",
    "ran": "run", "rang": "ring", "read": "read", "said": "say", "sat": "sit", "sent": "send",
    "set": "set", "showed": "show", "spoke": "speak", "taught": "teach", "told": "tell",
    "took": "take", "went": "go", "wrote": "write",
}  # fmt: skip
_FIRST_PERSON = re.compile(
    r"\b((?:i|we|you)['’](?:m|re|ve|d|ll)|i|we|you|me|us|my|our|your|mine|ours|yours|myself|"
    r"ourselves|yourself)\b", re.IGNORECASE,
)  # fmt: skip
_BEFORE_THEM = word_set(
    "with to for by from of at on about tell ask give let help show call ring send around"
)
_AFTER_THEM = word_set("back up in out a an the at when what to if and how where before from")
_PERSON_WORDS = {
    "i": "they", "we": "they", "me": "them", "us": "them", "my": "their", "our": "their",
    "mine": "theirs", "ours": "theirs", "i'm": "they are", "we're": "they are",
    "i've": "they have", "we've": "they have", "i'd": "they would", "we'd": "they would",
    "i'll": "they will", "myself": "themselves", "ourselves": "themselves",
    "we'll": "they will", "you": "they", "your": "their", "yours": "theirs",
    "you're": "they are", "you've": "they have", "you'd": "they would",
    "you'll": "they will", "yourself": "themselves",
}  # fmt: skip


def base_form(past: str) -> str:
    """Return a verb's base form from its past: rang → ring, asked → ask; '' where unknown."""
    if past in _PAST:
        return _PAST[past]
    stem = past.removesuffix("ed")
    if stem == past:
        return ""
    return next((v for v in (stem, f"{stem}e", stem[:-1]) if v in VERBS), "")


def inflected(verb: str, several: bool) -> str:
    """Return a verb as one or several do it.

    Examples
    --------
    >>> inflected("reach", several=False), inflected("reach", several=True)
    ('reaches', 'reach')
    """
    if several or not verb:
        return verb
    if verb in ("do", "go") or verb.endswith(("s", "sh", "ch", "x", "z")):
        return f"{verb}es"
    if verb == "have":
        return "has"
    return f"{verb[:-1]}ies" if re.search(r"[^aeiou]y$", verb) else f"{verb}s"


_FINITE = word_set(
    "is are was were has had does did will would should could can came got made went said "
    "told gave helped felt took kept left lost seems feels makes helps needs"
)
_AFTER_IS = (["not"], ["a"], ["an"], ["the"], ["no"], ["too"], ["just"])
_NEVER_FIRST = word_set(
    "people nobody everyone everybody this these those that it if when because two three four "
    "five six seven eight nine ten last next not never always even yes no for with at in on "
    "by as sometimes they we you he she who what years months weeks days hours"
)
_NOUNS_TOO = word_set("text help support work change design plan show test visit call phone")
_OPENS_CLAUSE = word_set(
    "that which who where when what how if why i you we they he she people someone anyone"
)


def is_clause(words: str) -> bool:
    """Return whether "a letter came" is a sentence of its own and not a thing to provide."""
    found = re.findall(r"[\w'’]+", words.casefold())
    if found and (found[0] in _NEVER_FIRST or (found[0] in VERBS and found[0] not in _NOUNS_TOO)):
        return True
    for number, word in enumerate(found):
        if word in _OPENS_CLAUSE:
            return False
        if word in _FINITE or word.endswith(("n't", "n’t")):
            return True
        if word.endswith(("'s", "’s")) and found[number + 1 : number + 2] in _AFTER_IS:
            return True
    return False


_SMALL_WORDS = word_set(
    "the and for that this with you your they their them have has had was were are but not "
    "would should could can will just about from what when who how why there then than into "
    "out all any some one more own"
)


def unshouted(found: re.Match[str]) -> str:
    """Return a word said loudly as a plain one; NHS and ADHD stay as they are."""
    word = found.group(0)
    return word.lower() if len(word) > 4 or word.lower() in _SMALL_WORDS | _BEFORE_THEM else word


# What everybody of a place has: "our roads" are the roads, "our worries" somebody's.
_COMMON_PLACE = re.compile(
    r" (?:\w+ ){0,2}(?:cit(?:y|ies)|towns?|neighbou?rhoods?|roads?|streets?|area|community|ward|"
    r"intersections?|junctions?|parks?|schools?|downtown|county|village|doors?|share|experiences?|"
    r"river|library|branch|office|shops?|station|hospital|surgery|buses|council)\b",
    re.IGNORECASE,
)
_BEFORE_NAMES = (
    word_set(
        "the a an all every each some any more better our my your this that both give ask tell let "
        "put make use provide have send get open in on at for with of no"
    )
    | VERBS
)


def lower_first(words: str) -> str:
    """Return the words with a small first letter, unless the first word is an abbreviation."""
    first = words.split(" ", 1)[0]
    keep = len(first) > 1 and any(letter.isupper() for letter in first[1:])
    second = words.split(" ", 2)[1:2]
    if second and second[0][:1].isupper() and first.casefold() not in _BEFORE_NAMES:
        keep = True  # "Mill Road": the first word of a name
    return words if keep else words[:1].lower() + words[1:]


def third_person(words: str) -> str:
    """Return the words without I, me and my: people at first, they and them after."""
    words = re.sub(r"^(\w+) them\b", r"\1 people", words)
    seen = bool(re.search(r"\bpeople\b", words, re.IGNORECASE))

    def replace(found: re.Match[str]) -> str:
        nonlocal seen
        said = found.group(1).casefold().replace("’", "'")
        if found.group(1) == "US" and re.match(r" [A-Z\d]", found.string[found.end() :]):
            return "US"
        if found.group(1) == "I" and re.match(r"-?\d", found.string[found.end() :]):
            return "I"
        swapped = _PERSON_WORDS.get(said, "people")
        before = found.string[: found.start()].split()
        after = found.string[found.end() :].split()[:1]
        if said == "you" and (
            found.string[found.end() :][:1] in ("", ",", ".", ";")
            or (before and before[-1].casefold() in _BEFORE_THEM)
            or (seen and (not after or after[0].casefold() in _AFTER_THEM))
        ):
            swapped = "them"
        if not seen:
            swapped = swapped.replace("they", "people").replace("themselves", "people")
            swapped = {"them": "people", "their": "people’s"}.get(swapped, swapped)
            if said == "our" and _COMMON_PLACE.match(found.string[found.end() :]):
                swapped = "the"
        seen = True
        return swapped

    words = re.sub(r"\b(I|we) (was|am)\b", lambda m: f"{m.group(1)} "
                   + ("were" if m.group(2) == "was" else "are"), words)  # fmt: skip
    return _FIRST_PERSON.sub(replace, words)
