"""Whether a sentence proposes something: told by its wording alone, whatever it is about.

Rules of English, not of a domain: asking ("please add …"), wishing ("it would be nice if
…"), advising ("you should …", "ask for a room at the back") and telling somebody to do
something. Praise that only sounds like advice ("I would recommend this to anyone") and
regrets ("I should have known") are held back.
"""

from __future__ import annotations

import re

from insights.reporting.titles import VERBS


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_IMPERATIVES = VERBS | _words(
    "bear beware bring eat enjoy expect forget head order pack prepare request reserve skip "
    "spend stroll upgrade weigh drink drive beware watch remember note opt enable disable "
    "integrate merge rename restore revert undo document expose group hide highlight implement "
    "limit optimise optimize rethink rework sort sync default bundle port ship redesign reorder "
    "resize refund recycle separate serve shorten lengthen soften tighten widen wrap offer "
    "switch label pad sew stitch sell stock thicken"
)
_NOUN_AFTER = re.compile(
    r"^(?:is|was|are|were|will|has|had|on|of|in|and|or|at|from|by|seems?|looks?|works?|worked|"
    r"did|does|came|went|got|stopped|broke|took|arrived|feels?|felt|[a-z]+ed)\b"
)
_SURE = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:please|pls|plz)\b(?! note that (?:i|we)\b)|[,;.!] (?:please|pls)\b[ ,]+[a-z]+",
        (r"\b(?:it|that|this)(?:'d| would| might| could)(?: also| really| probably| certainly)? be "
         r"(?:so |really |very |even |much |super |quite |also |pretty |especially )*"
         r"(?:nice|great|good|better|best|helpful|useful|handy|awesome|cool|lovely|perfect|ideal|"
         r"amazing|wonderful|fantastic|appreciated|neat|beneficial|wise|worth|more \w+|nicer|"
          r"easier|"
         r"smart|a (?:good|great|nice|big|huge|real|useful|welcome|massive|lovely) \w+)"
         r"(?!.{0,3}$)[^.]{0,40}?\b(?:if|to|for|that|when|having|with|in)\b"),
        (r"\b(?:would|could|might|'d|will)(?: also| really)? (?:help|benefit|improve|"
         r"make sense|love it)"
         r"\b[^.]{0,50}?\b(?:if|to|from|by)\b"),
        (r"\bwould(?: be| have been)? (?:\w+ ){0,3}(?:if|with) (?:it|they|there|you|"
         r"the \w+) (?:had|was|were|could|would|came|offered|added)\b"),
        (r"\b(?:i|we|one)(?:'d| would)? (?:strongly |highly |really |definitely |also |"
         r"just )*(?:suggest|propose|advise|urge|encourage|request)\b"),
        (r"\b(?:my|one|a|another|only|small|just a?) (?:\w+ )?(?:suggestion|advice|tip|"
         r"recommendation|request|wish)s?\b(?: is\b| would\b| for\b| to\b|:| -|,|$)"),
        r"\b(?:suggestion|tip|advice|feature request|idea|wish ?list)s? ?[:\-]",
        (r"\b(?:i|we) (?:really |do |just |so |also )*wish (?:that )?(?:it|they|you|there|"
         r"the|this|these|"
         r"those|we|i|someone|somebody|every|all|a|an|more|\w+ (?:had|would|could|was|were|"
          r"came))\b(?! (?:well|luck|knew))"),
        r"\bif only (?:it|they|there|you|the|this|we|i)\b",
        (r"\b(?:i|we)(?:'d| would) (?:really |also |absolutely |dearly |personally )*(?:like|"
         r"love|prefer|want|appreciate|welcome|hope)\b(?! (?:to (?:thank|say|come back|"
         r"return|stay again|give|go back|mention|point out|have given|visit again|buy|"
         r"order again)|it here|this (?:place|hotel)))"),
        (r"\b(?:you|they|we|it|he|she|one|there|someone|somebody|everyone|people|staff|"
         r"developers?|devs?|team|app|"
         r"company|hotel|management|seller|makers?|manufacturers?|designers?|shops?|store|"
          r"makers|product|"
         r"guests|service|the \w+(?: \w+)?|this \w*|these \w*|that \w+|all \w+|each \w+|"
          r"every \w+|users?|visitors?|customers?|"
         r"\w+s) (?:really |definitely |also |just |at least |probably |maybe |certainly |"
          r"seriously )*"
         r"(?:should|shouldn't|ought to|must(?! have been| have (?:had|gone|got|come))|"
          r"need(?:s)? to|has to|have got to|had better)\b"
         r"(?: (?:really|definitely|also|just|at least|probably|maybe|certainly|seriously|"
          r"not|never))*"
         r"(?! have (?!an?\b|the\b|some\b|more\b|at\b|better\b|bigger\b|clear\b|its\b|to\b|"
          r"their\b|proper\b)\w+)"),
        (r"\b(?:should|could|must) (?:be|come|have|include|offer|allow|provide|support|let|"
         r"make|add)\b(?! been\b)(?! done\b)"),
        (r"\b(?:could|can|would|will|can't|couldn't|won't|why don't|why not|"
         r"why can't) (?:you|we|they|the (?:team|devs?|developers?|company|hotel|staff|"
         r"makers?)|someone|somebody)(?: guys| please| just| maybe| also| possibly|"
         r" perhaps)* (?!imagine|believe|tell|ask for more|go wrong|see why|"
         r"get (?:it )?wrong)[a-z]+"),
        (r"^(?:why not|how about|what about|maybe|perhaps)\b(?! (?:it|i|because|my|"
         r"the reason|they|that|he|she) (?:is|was|am|'s|were|did|had)\b)"),
        r"^(?:an? |the )?(?:ability|option|possibility|way|chance) (?:to|for)\b|\bplease\W*$",
        (r"^would (?:also |really )?(?:like|love|prefer|welcome)\b|\b(?:would|"
         r"'d) have (?:preferred|liked|appreciated|loved) (?:an?|more|to (?:have|see)|some|"
         r"the option)\b"),
        (r"\bit(?:'s| is| would be) (?:very |really |absolutely |quite )?(?:essential|"
         r"important|vital|necessary|imperative|crucial|advisable|worth)\b (?:that|to|for|"
         r"\w+ing)"),
        r"\byou(?:'ll| will)(?: probably| definitely)? (?:want|need|have) to (?!be sorry|wait)",
        (r"\b(?:i|we|let's)(?: do| really| just)* hope(?:fully)? (?:that )?(?:they|you|it|"
         r"there|the \w+)(?:'ll| will| would| can| could)? (?:add|fix|bring|make|include|"
         r"consider|introduce|provide|offer|support|change|improve|update|get|come out|"
         r"be an?|be more)\b"),
        (r"\bis (?:it|there) (?:possible|any (?:way|chance))\b|\bany (?:chance|plans?) (?:of|"
         r"to|for|you)\b"),
        (r"\b(?:allow|enable|let|permit) (?:us|users?|me|people|customers?|guests|players|"
         r"readers|everyone|for|the user)\b(?!.{0,12}\bdown\b)"),
        (r"\b(?:make|be) sure (?:to|you|that|and|they|it|the|your|of)\b|\b(?:don't|do not|"
         r"never) (?:forget|miss|hesitate|bother|expect|buy|use|stay|go|eat|order|be afraid|"
         r"rely|let|leave|book|take|try|get|waste|ask|make|put|force|remove|change|sell|send|"
         r"wash|wear|pay|assume|park|be)\b"),
        r"\b(?:be|stay) (?:prepared|careful|aware|warned|patient|ready|clear)\b",
        (r"\b(?:recommend|suggest|advise)(?:ed|s)? (?:\w+ing\b|that\b|to (?:\w+ )?(?:book|"
         r"ask|bring|get|buy|use|order|add|take|try|make|check|stay|go)|you\b|asking|a\b|"
         r"an\b|at least|adding)"),
        (r"\b(?:avoid|beware of|steer clear of|watch out for|keep in mind|bear in mind|"
         r"worth (?:asking|paying|booking|checking|trying|getting|the (?:extra|upgrade)|"
         r"adding|considering))\b"),
        r"\bif you(?:'re| are| do| want| need| can| have| plan| like| go| stay| get| decide|"
        r" must|'d)\b[^.]{2,80}?,? (?:then )?(?:"
        + "|".join(sorted(_IMPERATIVES - {"do", "help", "work"}))
        + r"|don't|do not|be)\b",
        (r"\b(?:needs?|requires?|lacks?|could (?:do|use)|could (?:really )?use|in need of|"
         r"crying out for)\b (?:really |badly |desperately )*(?:a|an|more|some|to be|better|"
         r"with|another|updating|improv\w+|the (?:ability|option)|an? option|bigger|longer|"
         r"clearer|proper)\b"),
        (r"\b(?:room for improvement|looking forward to (?:seeing|having) (?:an?|more|"
         r"the (?:option|ability)|support))\b"),
        (r"\b(?:i|we) (?:really |just |badly |desperately |do |also )*(?:need|want|miss|"
         r"hope (?:that |for |to see |they |you |the )|expect) (?!to (?:thank|say|love|like|"
         r"give|return)|for nothing|it all)(?:a\b|an\b|to be able|the (?:ability|option)|"
         r"more\b|to see\b|better\b|some\b|(?:they|you|it|the \w+)? ?(?:will|would|can|could|"
         r"add|fix|bring)\b)"),
        (r"\b(?:would|could|might) (?:be )?(?:really |so |very )?(?:nice|useful|helpful|"
         r"handy|good|great|better)(?: to have| to see|,? too| if|\.|!|$)"),
        (r"\b(?:add|adding|include|including|provide|providing|bring back|introduce|"
         r"implement|having) (?:an?|the|more|some|support|option|"
         r"another)\b[^.]{0,80}\b(?:would|please|could|should)\b"),
        r"\b(?:better|best|wiser|easier) (?:to|off|if you)\b(?! (?:than|say|be honest))[^.]{0,40}",
        (r"^(?:i |we )?hopefully (?:\w+ ){1,3}(?:will|'ll|would|can|could|get)\b|^kindly [a-z]+|"
         r"^(?:i |we )?would (?:really )?(?:appreciate|welcome)\b"),
        (r"^(?:more|fewer|less|better|an?|some|shorter|longer|bigger|smaller|clearer|another|"
         r"cheaper|earlier|later)\b[^.]{2,60}\b(?:would|could|might)(?: really)? (?:help|make|"
         r"be (?:an? )?(?:improvement|good|great|nice|useful|helpful|welcome|better))\b"),
        (r"\b(?:developers?|devs?|team|company|hotel|management|makers?|staff|council|surgery|"
         r"service|you|they|we) could (?:improve|add|offer|include|make|provide|use|do with|"
         r"reduce|increase|introduce)\b"),
        r"^why (?:can't|don't|not|couldn't|doesn't|won't) (?!i\b)(?:the |you|they|we|it)",
        (r"^(?:have (?:someone|somebody|people|staff)|put (?:more|up|in|an?|some|the \w+ "
         r"(?:in|on|at|by|near))|book (?:your|an?|early|ahead|in advance)|record (?:the|all|every)"
         r"|buy (?:an?|the|two|one)|set up|sell|print|paint|close|phone|ring|text)\b"
         r"(?! (?:was|were|is|are)\b)"),
        (r"\b(?:is|are) (?:badly |really |sorely )?needed\b|\bwould be (?:much |greatly |really |"
         r"very )?(?:appreciated|welcome)\b|\bcould have (?:used|done with) (?:an?|more|some)\b"),
        (r"\bwould have been (?:nice|good|great|better|helpful|useful|easier)\b(?! value)|"
         r"^wish (?:they|it|there|you|the)\b|^let [a-z]+s [a-z]+|^needs (?!to know)[a-z]+|"
         r", make (?:it|them)\b"),
        (r"^(?:more|fewer) [a-z]+(?: [a-z]+)? (?:on|in|at|for|along|by|near|between|after|"
         r"before)\b(?!.{0,60}\b(?:was|were|is|are|than|had|came|went)\b)"),
    )
)  # fmt: skip
_NOT = tuple(
    re.compile(pattern)
    for pattern in (
        (r"\b(?:would|will|can|do|i'd|could|highly|definitely|thoroughly|"
         r"certainly)\b[^.]{0,20}\brecommend (?:this|it|them|the|these|to (?:anyone|everyone|"
         r"friends|all|others|a friend))\b(?!.{0,60}\b(?:if you|instead|rather)\b)"),
        (r"\b(?:should|could|must|would) (?:not |n't )?(?:have|of|'ve) (?!preferred|liked|"
         r"loved|appreciated|welcomed|helped|used (?:an?|more|some)\b|been (?:nice|good|great|"
         r"better|helpful|useful|easier)\b)(?:been|known|gone|read|listened|done|bought|"
         r"left|stayed|checked|taken|\w+ed)\b"),
        (r"\b(?:couldn't|could not|can't|cannot|could n't) (?:be|have been|fault|wait|ask|"
         r"complain|recommend|believe|get|find|go wrong|see|say|praise|imagine|stop|"
         r"put (?:it|this) down)\b"),
        (r"\b(?:i|we|he|she) (?:need|needed|had|have|has|wanted|want|must|should) to (?:say|"
         r"admit|thank|mention|call|wait|return|go back|go|ring|pay|ask|buy|replace|change|"
         r"charge|use|get|come|do|be|take|walk|send|leave|confess|give|make|find)\b(?! able)"),
        (r"\b(?:needless to say|if you ask me|as it should|what more could|you (?:won't|"
         r"will not) (?:regret|be disappointed)|as you would expect|that should (?:tell|say)|"
         r"should you (?:have|need)|why (?:would|did|do) )\b"),
        r"\b(?:wish (?:you|them|him|her|i) (?:all|well|luck|the best|had known|knew|could give))\b",
        (r"\bit should (?:be|have) (?:noted|been|arrived|arrive)\b|\bshould (?:last|work|"
         r"arrive|do the|be fine|be ok|be (?:here|good|enough))\b"),
        r"\b(?:everything|all) (?:you|we|i|one) (?:need|needed|want|could want)\b",
        (r"\bi wish (?:that )?(?:i|we)(?: had|'d) (?!been able)\w+|\bshould be (?:the standard|"
         r"proud|congratulated|commended|ashamed|noted)\b"),
        (r"\b(?:told|said|promised|assured)\b[^.]{0,60}\b(?:would|should|could)\b|"
         r"\bwould(?: not|n't) (?:let|allow|work|open|start|switch|turn|connect|load|give|"
         r"refund|accept)\b|^please note\b"),
        (r"\bmy \w+ needs? (?:an?|some|more|to)\b|\bneeds? (?:an?|about|around|at least) "
         r"(?:\w+ )?(?:update before|password|connection to|account to|hundred|thousand)"),
    )
)  # fmt: skip
_HARD_START = re.compile(
    r"^(?:please|pls|plz|suggestion|tip|my (?:advice|suggestion|tip)|feature request|don't|do not|"
    r"never|make sure|be sure|be aware|be prepared|avoid|try|ask for|bring|add|allow)\b"
)
_LEADING = re.compile(
    r"^(?:(?:also|so|and|but|then|just|or|oh|ok|okay|well|maybe|perhaps|instead|next time|finally|"
    r"however|overall|definitely|always|simply|at least|if possible|in future|in the future|"
    r"for the future|otherwise|lastly|ps|nb|\d+[.)]|[-*•])[\s,:]+)+"
)
_SUBJECT_AFTER = re.compile(r"^(?:it|this|that|the|an?|your|more|some|for|us|users?|me|in|on|to|"
                            r"up|back|out|off|all|them|these|those|people|at|with|one|early|"
                            r"every|each|my|our|their|his|her|another|from|support|better|into|"
                            r"away|down|plenty|lots|two|bigger|any|both|only|and|over|dark|"
                            r"[a-z]+s|[a-z]+ [a-z]+s?)\b")  # fmt: skip


def is_proposal(sentence: str) -> bool:
    """Return whether a sentence proposes or advises something, by its wording alone.

    For ranking and for prompts to read: what counts as an idea is what a person was asked
    for, or says it is.

    Examples
    --------
    >>> is_proposal("Please add a dark mode"), is_proposal("It would be nice if it had a lid.")
    (True, True)
    >>> is_proposal("The room was clean."), is_proposal("I would recommend this to anyone.")
    (False, False)
    """
    text = " ".join(sentence.replace("’", "'").replace("‘", "'").split()).casefold()
    text = re.sub(r"^[\W_]+", "", text)[:600]
    if not text:
        return False
    bare = _LEADING.sub("", text)
    if _HARD_START.match(bare):
        return True
    held_back = any(pattern.search(text) for pattern in _NOT)
    if held_back:
        for pattern in _NOT:
            text = pattern.sub(" ", text)
        bare = _LEADING.sub("", re.sub(r"^[\W_]+", "", text))
    if any(pattern.search(text) for pattern in _SURE):
        return True
    return not held_back and _is_imperative(bare)


_STRONG = (
    r"friendly|kind|excellent|lovely|amazing|brilliant|fantastic|wonderful|superb|caring|polite|"
    r"courteous|outstanding|exceptional|faultless|spot on|first class|top class|so grateful"
)
_MILD = r"good|great|nice|helpful|professional|pleasant|efficient|thorough|happy|pleased|satisfied"
_PRAISE = re.compile(
    rf"(?<!more )(?<!be )(?<!being )\b(?:{_STRONG})\b"
    rf"|\b(?:very|really|so|extremely|always|all|was|were|is|are|service|staff|care|team)\W+"
    rf"(?:\w+ )?(?:{_MILD})\b"
    r"|\bthank(?:s| you)\b|\bwell (?:looked after|treated|cared for)\b|\bkeep up the good\b"
    r"|\bno (?:complaints|improvements?|faults?)\b|\bcould(?:n't| not) (?:fault|ask for)\b"
    r"|^(?:nothing|none|all good|everything (?:was|is) \w+)\W*$"
)
_BUT = re.compile(
    r"\b(?:but|however|although|though|except|only|apart from|if|not|more|need)\b|n't\b"
)
_LONGEST_PRAISE = 20  # words; who says more than that tells a story


def is_praise(text: str) -> bool:
    """Return whether a text only says that all was well, and asks for nothing.

    Examples
    --------
    >>> is_praise("Staff friendly and extremely kind"), is_praise("Very good service, thank you")
    (True, True)
    >>> is_praise("Friendlier letters, please"), is_praise("Kind staff, but more of them")
    (False, False)
    """
    plain = " ".join(text.replace("’", "'").split()).casefold()
    if len(plain.split()) > _LONGEST_PRAISE or _BUT.search(plain):
        return False
    if not _PRAISE.search(plain):
        return False
    sentences = re.split(r"(?<=[.!?])\s+", plain)
    return not any(is_proposal(sentence) for sentence in sentences)


def _is_imperative(text: str) -> bool:
    """Return whether a sentence begins with a verb that tells somebody to do something."""
    first, _, rest = text.partition(" ")
    if first.strip(",.!") not in _IMPERATIVES or not rest or _NOUN_AFTER.match(rest):
        return False
    return first not in _STORY_VERBS and bool(_SUBJECT_AFTER.match(rest))


# At the start of a review these are mostly "(I) had …", "(it) came …" or nouns.
_STORY_VERBS = _words(
    "had have got see came read put set let cut found left work works staff help love like look "
    "support service plan design sort text call test return sign price enjoy say "
    "know hear book order note cover post point name print report close own pair sound stick "
    "light smell sit wait bought come phone paint list lead split default limit document label "
    "stock expected find deliver"
)
