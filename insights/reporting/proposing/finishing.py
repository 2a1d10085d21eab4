"""The last touches to a title, in plain written English, and whether it may stand at all.

What fits a rule can still say less than its sentence, or something else: a title that drops
a "not", that turns on a "you" who might be anybody, or that runs two sentences into one, is
none.
"""

from __future__ import annotations

import re

from insights.reporting.proposing.grammar import lower_first, word_set

_WRITTEN = tuple(
    (re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE), words)
    for pattern, words in (
        (r"(what|who|where|how|that|there|it|he|she)['’]s (?=(?:been|got|had)\b)", r"\1 has "),
        (r"(what|who|where|how|that|there|it|he|she)['’]s", r"\1 is"),
        (r"(who|they|people|you|we)['’]ve", r"\1 have"),
        (r"(they|people|you|we)['’]re", r"\1 are"),
        (r"(they|people|it|who)['’]ll", r"\1 will"),
        (r"can['’]t", "cannot"),
        (r"won['’]t", "will not"),
        (r"shan['’]t", "shall not"),
        (r"(do|does|did|is|are|was|were|has|have|had|would|could|should|need|must)n['’]t",
         r"\1 not"),
        (r"(what|where|who|how|that|there)s (?=(?:a|an|the|on|in|going|happening|not|due)\b)",
         r"\1 is "),
        (r"gonna", "going to"),
        (r"wanna", "want to"),
        (r"asap", "as soon as possible"),
        (r"info", "information"),
        (r"(?:loads|lots) of", "many"),
        (r"kids", "children"),
        (r"dr['’]?s", "doctors"),
    )
)  # fmt: skip
_AN = re.compile(r"\b([Aa]) (?=[aeio](?!ne\b|nce\b|u)\w)")
_ALIKE = re.compile(r"\b(people|them) (as|like) an? (individual|human being|adult|number|child)\b")
_CLOSING = re.compile(
    r"[\s,]*\b(?:needed|required|available|lol|haha|thanks?|thank you|x+|please|anyway|though|"
    r"maybe|(?:like|as) (?:i|we) said|too much to ask|etc|rn)$",
    re.IGNORECASE,
)
_NAMED_ENDS = word_set("needed required available")
_NEGATION = re.compile(r"\b(?:not|never|no|nobody|none|nor|without|cannot)\b|n['’]t\b", re.I)
_ASKED_BY_NOT = re.compile(
    r"^(?:why (?:not|don['’]t|can['’]t|couldn['’]t)|(?:can|could|would|do)n?['’]t|"
    r"wouldn['’]t it|would it not|is it not|no doubt|if not)\b|^no,|\bwhy not\b|\bcould not have "
    r"been\b|\bno one\b(?= could)|\bnever met\b|, no \w+(?=,)", re.IGNORECASE,
)  # fmt: skip
_REASON = re.compile(
    r"[,;:–—(-]?\s*\b(?:because|so(?: that)?|since|as (?:it|they|we|i|there|you|the|my)|"
    r"otherwise|or (?:it|else|we|they|you|i)|which would|then (?:we|i|they|you|people))\b.*",
    re.IGNORECASE | re.DOTALL,
)
# "you" as whoever is asked to act: "call back when you promise to", "put your patients first"
_ASKED = re.compile(
    r"\byou(?:['’](?:re|ve|ll)| (?:are|have(?! to)|promised?|said?|say|do(?! not| n)|did|know|"
    r"make|made|tell|told|offer|try|employ|run|send|provide|really|will|would|should|shall|see|"
    r"keep|treat|give|took|take|cannot|can['’]t))\b(?! (?:able|to be able|at home|allowed))|"
    r"\b(?:person|people|staff|one|ones|whoever|way|times?) you (?!can|could|need|want|like|do not|"
    r"don)|\b(?:before|until|after) you (?!leave|go|arrive|come|can|get|see|buy|pay|start|need)",
    re.IGNORECASE,
)
_THEIR_OWN = re.compile(
    r"\byour (?=(?:\w+ )?(?:patients?|staff|customers?|clients?|users?|residents?|teams?|"
    r"handlers|drivers?|services?|doctors?|nurses?|employees|members|systems?|websites?|app|"
    r"website|polic(?:y|ies)|procedures?|phone lines?|lines?|premises|buildings?|opening|"
    r"help|support|attention|advice|managers?|colleagues|workers?|people|receptionists?)\b)",
    re.IGNORECASE,
)
_RUN_ON = re.compile(
    r"\bthem and them\b|\b(?:to|of|for|with) (?:this|that)(?: (?:today|now|too|one))?$|"
    r"(?:,|&|\band) (?:there|this|that|it|they|i|we|he|she|my|not (?:happy|sure)|is|are|was|am|"
    r"were|had|has|the same)\b|\b(?:they|people) (?:know|think|feel) (?:they|it)\b|"
    r"\b(?:could|would|should|might) be (?:more|better|good|nice|useful|helpful)|\bn['’] |"
    r"\b(?:everything|all) (?:was|is|be)\b|\b(?:should|would|could) have\b|"
    r"(?<!that)(?<!when)(?<!if)(?<!because)(?<!what)(?<!how)(?<!until)(?<!where)(?<!like)(?<!as)"
    r"(?<!whether)(?<!once)(?<!while)(?<!whatever)(?<!sure)(?<!ensure)(?<!who) it (?:is|was)\b|"
    r"\band not to\b|\b(?:turn|show) up$|\btheirs\b|, if it (?:was|is)|"
    r"\bpeople (?:thought|felt|was|had|got|went)\b|\b(?:lol|haha)\b|[Ãâ]|\.\w|\b(\w+) \1\b",
    re.IGNORECASE,
)
_NEXT_STEP = re.compile(r", ([A-Za-z]+)(?= )")


_BARE_NOT = re.compile(
    r"^(Provide (?:more |better |an? )?(?:\w+ ){1,4}?\w+(?<!do)(?<!does)(?<!\bis)(?<!are)(?<!or)) "
    r"not (?!just|only|to\b|be\b)"
)
_LAST_THING = re.compile(r"^(Provide (?:(?! and )[^,])+), ([a-z]\w*(?: [a-z]\w*)?)$")


def written(title: str) -> str:
    """Return a title in plain written English: nothing is contracted, "a" and "an" are right.

    Examples
    --------
    >>> written("Tell people what's on and who's there")
    'Tell people what is on and who is there'
    >>> written("Treat people as a individual")
    'Treat people as individuals'
    """
    for pattern, words in _WRITTEN:
        title = pattern.sub(words, title)
    title = _AN.sub(r"\1n ", title)
    title = _ALIKE.sub(lambda found: f"{found[1]} {found[2]} {_several(found[3])}", title)
    title = _BARE_NOT.sub(r"\1, not ", _LAST_THING.sub(r"\1 and \2", title))
    title = _UNJOINED.sub(r"\1 and ", title)
    title = re.sub(
        r"\bpeople’s (family|baby|carer|partner)\b",
        lambda found: f"people’s {_RELATIVES[found[1]]}",
        title,
    )
    title = re.sub(r"\b(can \w+) and (?=(?:in|on|at|by) )", r"\1 ", title)
    return title[:1].upper() + title[1:]


def _several(one: str) -> str:
    return "children" if one == "child" else f"{one}s"


_UNJOINED = re.compile(r"\b((?:more|better) \w+) (?=(?:more|better) \w+$)", re.IGNORECASE)
_RELATIVES = {"family": "families", "baby": "babies", "carer": "carers", "partner": "partners"}


def without_closing(sentence: str) -> str:
    """Return a sentence without the courtesies and the bare "needed" it closes with.

    Examples
    --------
    >>> without_closing("More chairs needed please")
    'More chairs'
    >>> without_closing("Say which help is available")
    'Say which help is available'
    """
    found = _CLOSING.search(sentence)
    while found:
        last = found.group().strip(" ,").casefold()
        if last in _NAMED_ENDS and re.search(
            r"\b(?:is|are|as|if|when|be|made|more|\w+ly)$", sentence[: found.start()]
        ):
            return sentence
        sentence = sentence[: found.start()]
        found = _CLOSING.search(sentence)
    return sentence


# "your" as what people have: a service has none of these to call its own
_OF_PEOPLE = re.compile(
    r"\byour (?:own|numbers?|names?|stor(?:y|ies)|choices?|mind|say|notes?|questions?|diary|"
    r"appointments?|medication|letters?|language|words?|way|pace|gp|money|bills?|needs|rights|"
    r"home|house|famil(?:y|ies)|children|health|wishes)\b",
    re.IGNORECASE,
)
_ME = re.compile(r"\b(?:i|me|my|us|we|our)\b", re.IGNORECASE)
_YOUR = re.compile(
    r"\byour\b|\byou(?! (?:can|could|need|want|like|choose|do not|don['’]t)\b)", re.I
)


def to_providers(sentence: str) -> str:
    """Return words said to a service with what is its own: "your staff" are "the staff".

    Empty where a "you" may be whoever is asked to act, which no title can tell.

    Examples
    --------
    >>> to_providers("Train your call handlers"), to_providers("Do what you say you will do")
    ('Train the call handlers', '')
    >>> to_providers("Give me a card you can keep")
    'Give me a card you can keep'
    """
    if _ASKED.search(sentence):
        return ""
    plain = _THEIR_OWN.sub("the ", sentence)
    left = _OF_PEOPLE.sub("", plain)
    return "" if "your " in left.casefold() or (_ME.search(plain) and _YOUR.search(left)) else plain


def join_steps(title: str, verbs: frozenset[str]) -> str:
    """Return a title whose second step follows an "and"; '' where what follows is no step of it.

    Examples
    --------
    >>> join_steps("Bring waits down, Involve carers", frozenset({"involve"}))
    'Bring waits down, and involve carers'
    """
    found = _NEXT_STEP.search(title)
    if title.count(",") != 1 or not found or found[1].casefold() not in verbs:
        return title
    if found[1][0].isupper() and " and" not in title[: found.start()]:
        return f"{title[: found.start()]}, and {lower_first(title[found.start() + 2 :])}"
    return "" if title.startswith("Provide ") else title


def may_stand(title: str, sentence: str) -> bool:
    """Return whether a title says what its sentence says: each "not" kept, and one sentence.

    Examples
    --------
    >>> may_stand("Provide more car parks", "No more car parks")
    False
    >>> may_stand("Provide more beds", "More beds, because there are none")
    True
    """
    told = _ASKED_BY_NOT.sub("", _REASON.sub("", sentence))
    if title.startswith("Stop "):
        told = re.sub(r"^no more\b", "", told, flags=re.IGNORECASE)
    if len(_NEGATION.findall(told)) > len(_NEGATION.findall(title)):
        return False
    return not _RUN_ON.search(title)
