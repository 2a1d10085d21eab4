"""From a participant's own proposal to a title that starts with a verb, by careful rules.

A rule either fits a sentence wholly or is not used: a proposal that no rule fits keeps
its own words as a quote and gets a plain title from its theme.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

LONGEST_TITLE = 16
SHORTEST_TITLE = 3

def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VERBS = _words(
    "accept add advertise agree allow appoint arrange ask avoid bring build carry change "
    "check choose collect combine commission connect consider cover create cut design develop "
    "display do drop employ encourage ensure establish explain expand extend fix fund get "
    "give go have help hire hold include increase inform introduce invite involve join keep "
    "leave let link list listen look make mark meet move name offer open organise pair pay "
    "pilot plan point print produce promote protect provide publish pull put raise reach read "
    "reduce remind remove replace respond review run schedule send set share show signpost "
    "simplify speak spread staff start stop store support swap take talk teach tell test "
    "train translate treat try turn update use visit work write"
)
_OPENING = re.compile(
    r"^(?:(?:and|but|so|also|well|honestly|personally|maybe|perhaps|please|just|ok|okay|yes|no|"
    r"basically|obviously|really|ideally|sometimes|for me|in my view|in my opinion|"
    r"i (?:really )?(?:think|feel|suppose|guess|believe)(?: that)?|"
    r"what (?:would help|i want|i need|we need|we want|i['’]d like|i['’]d want) (?:is|would be)|"
    r"the (?:main|best|one|first) thing (?:is|would be|for me is)|"
    r"my (?:idea|suggestion|wish) (?:is|would be))\b[\s,:]*)+",
    re.IGNORECASE,
)
_ARTICLE = (
    r"(?:an?|one|some|more|better|fewer|simpler|clearer|shorter|regular|free|some(?:body|one) "
    r"(?:to|who|you can))"
)
_TAIL = re.compile(
    r"\s*(?:[;:—–(]| - |,? (?:because|so that|otherwise|but|as (?:it|they|we|i)|since|which would|"
    r"then (?:we|i|they|you|people)|so (?:we|i|they|you|people|nobody|no one))\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), template)
    for pattern, template in (
        (r"(?:do not|don['’]t|never) (?P<do>\w+)(?P<rest> .+)", "Do not {do}{rest}"),
        ((r"(?:there (?:should|could|needs to|ought to|must) be|there has to be|"
         r"(?:i|we|people|you) (?:really |just )?(?:need|want)|"
         r"(?:i|we|people)(?:['’]d| would) (?:really )?(?:like|want|love)|"
         r"it (?:would|might|could) (?:be (?:good|great|nice|useful|helpful)|help)"
         r" (?:to have|if there was|if there were|if we had|if i had|to get)|"
         r"(?:could|can) (?:there be|we (?:have|get)|i (?:have|get)|you (?:have|make))|"
         r"(?:how|what) about|why not have|i wish (?:there was|there were|i had|we had)|"
         r"have|get)"
         rf" (?P<what>{_ARTICLE} .+)"), "Provide {what}"),
        ((r"(?:i|we|people|you)(?:['’]d| would) (?:really )?(?:like|want|love) to be able to "
         r"(?P<what>\w+ .+)"), "Let people {what}"),
        ((r"(?:i|we|you|people|everyone|everybody) (?:should|ought to|need to|want to) be able to "
         r"(?P<what>\w+ .+)"), "Let people {what}"),
        (r"let (?:me|us) (?P<what>.+)", "Let people {what}"),
        ((r"(?:it (?:would|might|could) (?:be (?:good|great|useful|helpful)|help) (?:to|if you)|"
         r"(?:you|they|we) (?:should|could|need to|must|ought to)|(?:could|can) (?:you|they|we)|"
         r"why not) (?P<do>\w+)(?P<rest> .+)"), "{Do}{rest}"),
        ((r"(?P<who>(?:the |every |each |all |any )?[\w'’ -]{2,40}?) should be able to "
         r"(?P<what>\w+ .+)"), "Make sure {who} can {what}"),
        ((r"(?P<who>(?:the |every |each |all |any |our )?[\w'’ -]{2,40}?) "
         r"(?:should|ought to|must|needs? to) have (?P<what>.+)"), "Give {who} {what}"),
        ((r"(?P<who>(?:the |every |each |all |any )?[\w'’ -]{2,40}?) "
         r"(?:should|ought to|must|needs? to) be (?P<what>[\w-]+(?: .+)?)"),
         "Make sure {who} {be} {what}"),
        ((r"(?P<who>(?:the |every |each |all |any )?[\w'’ -]{2,40}?) "
         r"(?:should|ought to|must|needs? to) (?P<what>(?!not\b|never\b)[a-z]+ .+)"),
         "Ask {who} to {what}"),
        ((rf"(?P<what>{_ARTICLE} [^?]+?) (?:would|could|might) (?:really )?(?:help|be "
          r"(?:good|great|nice|useful|helpful|better|a start))(?: .*)?"), "Provide {what}"),
        (rf"(?P<bare>{_ARTICLE} [^?]+)", "Provide {what}"),
        ((r"(?:the )?same (?!(?:things?|from|as|again|here|for|with|but)\b)"
          r"(?P<bare>[^?]+)"), "Use the same {what}"),
        ((r"(?P<bare>(?:[a-z]+ ){0,2}[a-z]{3,}(?<![su])s (?:in|for|with|from|before|after|"
          r"out of|at|to|about|on|and) [^?]+)"), "Provide {what}"),
        (r"(?P<do>\w+)(?P<rest> .+)", "{Do}{rest}"),
    )
)  # fmt: skip
_FIRST_PERSON = re.compile(
    r"\b((?:i|we|you)['’](?:m|re|ve|d|ll)|i|we|you|me|us|my|our|your|mine|ours|yours|myself|"
    r"ourselves|yourself)\b", re.IGNORECASE,
)  # fmt: skip
_BEFORE_THEM = _words(
    "with to for by from of at on about tell ask give let help show call ring send around"
)
_PERSON_WORDS = {
    "i": "they", "we": "they", "me": "them", "us": "them", "my": "their", "our": "their",
    "mine": "theirs", "ours": "theirs", "i'm": "they are", "we're": "they are",
    "i've": "they have", "we've": "they have", "i'd": "they would", "we'd": "they would",
    "i'll": "they will", "myself": "themselves", "ourselves": "themselves",
    "we'll": "they will", "you": "they", "your": "their", "yours": "theirs",
    "you're": "they are", "you've": "they have", "you'd": "they would",
    "you'll": "they will", "yourself": "themselves",
}  # fmt: skip


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
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", " ".join(proposal.split())):
        title = _title_of(sentence.strip(" \"“”'‘’-•*"))
        if title:
            return title
    return ""


def representatives(
    excerpt_ids: Sequence[str], words_of: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return excerpts, the most representative first: nearest the middle by shared words.

    An excerpt's nearness is the mean, over its distinct words, of the share of the others
    that use them too; ties go to the earlier excerpt.
    """
    sets = {excerpt_id: set(words_of[excerpt_id]) for excerpt_id in excerpt_ids}
    used = Counter(word for words in sets.values() for word in words)
    others = max(len(sets) - 1, 1)

    def nearness(excerpt_id: str) -> float:
        words = sets[excerpt_id]
        shared = sum((used[word] - 1) / others for word in words)
        return shared / (len(words) + 3) if words else 0.0

    return sorted(dict.fromkeys(excerpt_ids), key=lambda e: -round(nearness(e), 9))


def content_words(text: str) -> list[str]:
    """Return a text's words that carry meaning, lower-cased, plural s folded."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text.casefold())
    return [
        word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
        for word in words
        if len(word) > 2 and word not in _COMMON
    ]


_COMMON = _words(
    "the and for that this with you your they them their have has had was were are but not "
    "would should could can will just about from what when who how why there then than into "
    "out all any some one more really think like want need get got too very also our its it's "
    "don't because been being did does i'd i'm we'd"
)


def _title_of(sentence: str) -> str:
    if "[" in sentence or not sentence:  # a masked name never becomes a title
        return ""
    stripped = _OPENING.sub("", sentence)
    stripped = _TAIL.sub("", stripped).rstrip(" .!?,")
    for pattern, template in _RULES:
        found = pattern.fullmatch(stripped)
        if found is None:
            continue
        title = _filled(template, found.groupdict())
        if title:
            return title
    return ""


def _filled(template: str, parts: dict[str, str]) -> str:
    verb = parts.get("do", "").casefold()
    rest = parts.get("rest", "").casefold().split()
    if "do" in parts and (verb not in _VERBS or (rest[:1] and rest[0] in _POINTERS)):
        return ""  # "keep it short": a title has nothing before it that "it" could mean
    if _is_clause(parts.get("bare", "")):
        return ""
    who = parts.get("who", "")
    if who and (_FIRST_PERSON.search(who) or who.split()[0].casefold() in _NOT_SUBJECTS):
        return ""
    if re.search(r",\s*(?:yes|no|please|well|okay|ok)\b", " ".join(parts.values()), re.IGNORECASE):
        return ""
    plural = (bool(who) and who.split()[-1].casefold().endswith("s")) or who.casefold() in (
        "people", "staff", "everyone’s",
    )  # fmt: skip
    words = template.format(
        Do=verb.capitalize(),
        do=verb,
        rest=parts.get("rest", ""),
        what=_lower_first(parts.get("what") or parts.get("bare", "")),
        who=_lower_first(who),
        be="are" if plural else "is",
    )
    title = re.sub(r"\b[A-Z]{3,}\b", _unshouted, _third_person(words))
    n_words = len(title.split())
    if not SHORTEST_TITLE <= n_words <= LONGEST_TITLE or "?" in title or "," in title[-2:]:
        return ""
    return title


_FINITE = _words(
    "is are was were has had does did will would should could can came got made went said "
    "told gave helped felt took kept left lost seems feels makes helps"
)
_AFTER_IS = (["not"], ["a"], ["an"], ["the"], ["no"], ["too"], ["just"])
_NEVER_FIRST = _words(
    "people nobody everyone everybody this these those that it if when because two three four "
    "five six seven eight nine ten last next not never always even yes no for with at in on "
    "by as sometimes they we you he she who what years months weeks days hours"
)
_NOUNS_TOO = _words(
    "text help support work change design plan show test visit"
)
_OPENS_CLAUSE = _words(
    "that which who where when what how if why i you we they he she people someone anyone"
)


def _is_clause(words: str) -> bool:
    """Return whether "a letter came" is a sentence of its own and not a thing to provide."""
    found = re.findall(r"[\w'’]+", words.casefold())
    if found and (found[0] in _NEVER_FIRST or (found[0] in _VERBS and found[0] not in _NOUNS_TOO)):
        return True
    for number, word in enumerate(found):
        if word in _OPENS_CLAUSE:
            return False
        if word in _FINITE or word.endswith(("n't", "n’t")):
            return True
        if word.endswith(("'s", "’s")) and found[number + 1 : number + 2] in _AFTER_IS:
            return True
    return False


_POINTERS = _words(
    "it this that these those him her"
)
_NOT_SUBJECTS = _words(
    "it there this that which what who you they he she i we nobody no-one if when"
)


def _unshouted(found: re.Match[str]) -> str:
    """Return a word said loudly as a plain one; NHS and ADHD stay as they are."""
    word = found.group(0)
    return word.lower() if len(word) > 4 or word.lower() in _COMMON | _BEFORE_THEM else word


def _lower_first(words: str) -> str:
    first = words.split(" ", 1)[0]
    keep = len(first) > 1 and any(letter.isupper() for letter in first[1:])
    return words if keep else words[:1].lower() + words[1:]


def _third_person(words: str) -> str:
    """Return the words without I, me and my: people at first, they and them after."""
    words = re.sub(r"^(\w+) them\b", r"\1 people", words)
    seen = bool(re.search(r"\bpeople\b", words, re.IGNORECASE))

    def replace(found: re.Match[str]) -> str:
        nonlocal seen
        said = found.group(1).casefold().replace("’", "'")
        swapped = _PERSON_WORDS.get(said, "people")
        before = found.string[: found.start()].split()
        if said == "you" and before and before[-1].casefold() in _BEFORE_THEM:
            swapped = "them"
        if not seen:
            swapped = swapped.replace("they", "people").replace("themselves", "people")
            swapped = {"them": "people", "their": "people’s"}.get(swapped, swapped)
        seen = True
        return swapped

    words = re.sub(r"\b(I|we) (was|am)\b", lambda m: f"{m.group(1)} "
                   + ("were" if m.group(2) == "was" else "are"), words)  # fmt: skip
    return _FIRST_PERSON.sub(replace, words)
