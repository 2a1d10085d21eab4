"""Telling somebody to do something: sentences and clauses that begin with a bare verb.

English reviews and answers often leave out "I" and "it" ("Love the colours", "Works well"),
and many verbs are nouns or adjectives too ("Clean rooms"); what follows the verb decides.
"""

from __future__ import annotations

import re

from insights.reporting.proposing.grammar import VERBS, word_set

# Mostly nouns, adjectives or told of oneself: believed only before a word like "the" or "it".
_DOUBTFUL = word_set(
    "book break call camp cancel catch cause change charge chat check choice clean close combine "
    "come comment contact contract control cook copy count cover credit cure cut deal default "
    "delay demand design discount display do document down draft drain dress drink drive drop "
    "email end exercise export feed file fill filter find finish fish fit fix flag flush focus "
    "form format freeze get give go hang have head hear heat help highlight hold host import "
    "inform keep know label lead leave lecture let limit link list load local lock look lower "
    "make map mark match matter meet mend menu merge microwave mix monitor mount move need note "
    "notice number offer open order own pack pad paint park pass patch pay phone photo pick "
    "picture pin pitch place plan play plug post practice present press print produce purchase "
    "push put question queue reach read record redesign refund register repair repeat reply "
    "report request rescue research reserve rest return review reward ring round run save say "
    "seat see separate serve set share shelter show sign sit size skip sleep sort split spot "
    "spread spring stand start stay stick stop stretch study supply swap sweep swim switch tackle "
    "take tap tax teach tell test text thank tidy tie tip toast train transfer travel treat trial "
    "trim trip trust try turn update upgrade use visit vote wait walk wash waste watch water work "
    "wrap write zip"
)
_PLAIN = (
    VERBS
    | word_set(
        "abolish accommodate adapt add adjust adopt aim allow answer apologise appoint arrive ask "
        "assess "
        "assign assume attach attend automate avoid bag ban be bear become begin beware boil book "
        "borrow bother bring broaden budget buy cater celebrate change check chill choose clean "
        "close collect come communicate compare compensate confirm consult contribute convert "
        "correct cut declare decorate decrease deduct defrost delete demolish describe dig dim "
        "disable disallow discontinue discourage discuss distribute ditch divide do donate "
        "download dress drink drive drop eat educate eliminate email employ empower enable "
        "encourage enforce enlarge ensure enter equip evacuate examine expand expect experiment "
        "explore expose extend fetch find fix fold follow forget gather get give glue go grab "
        "grow guard haggle handle have head hear help hide hire hold host identify ignore "
        "illustrate implement improve incorporate increase insist inspect insulate insure "
        "integrate introduce invent invest investigate involve join justify keep know label learn "
        "leave lengthen lessen let lighten limit link list listen locate lock look loosen lower "
        "lubricate maintain make manage mark match measure meet merge minimise modernise modify "
        "monitor move mow narrow negotiate note notify observe obtain offer omit opt optimise "
        "order organise overhaul pack park pass pay permit persuade phone photograph pick pitch "
        "play pop post pour practise pre-book prebook preheat prepare press prevent print "
        "prioritise prohibit provide prune publish pull purchase push put raise re-open read "
        "rearrange rebuild recognise reconsider recruit recycle redecorate redo reduce refill "
        "refine refresh refund refurbish refuse register reinstall reinstate reintroduce relocate "
        "remember remind remove rename renew renovate reopen reorganise repair rephrase replace "
        "reply report reposition require resist resize resolve respect rest restart restock "
        "restore restrict resurface retain rethink return revert review revise rework rewrite run "
        "save say scrap scrape scrub see select sell send separate serve set sew share sharpen "
        "shorten show showcase shrink shut sign simplify sit skip soak soften sort spend split "
        "squeeze stand standardise start stay steer stick stitch stop streamline strengthen "
        "stroll subscribe supervise supplement support surround swap switch sync tackle take tape "
        "teach tell text thicken throw tidy tighten tone toughen train translate treat trust try "
        "turn undo uninstall unlock unplug update upgrade upload use utilise vary ventilate "
        "verify visit wait walk wash watch wear weigh widen wipe withdraw write "
    )
) - word_set("staff point name light pair paper support") | _DOUBTFUL
_DETERMINER = (
    r"the|an?|your|my|our|their|his|her|its|this|that|these|those|it|them|us|me|everyone|"
    r"everybody|people|yourself|yourselves|all|any|some|every|each|both|another|one|someone|"
    r"somebody|something|somewhere|more|fewer|less|no|better|plenty|lots|either|extra|new|"
    r"bigger|clearer|longer|shorter|smaller|simpler|patients|users|customers|visitors|children|"
    r"residents|staff|developers|members|visible|proper|free|different|separate|regular|two|"
    r"three|four"
)
_PARTICLE = (
    r"up|down|out|off|back|away|over|in|on|at|into|round|around|through|along|to|for|from|with|"
    r"early|earlier|late|later|ahead|sooner|light|lightly|somewhere|there|here|elsewhere|"
    r"straight|upstairs|downstairs|outside|inside|before|after|as|by|right|left|carefully|"
    r"quickly|only|online|direct|directly|well|about|under|between|past|near|mid|when|until|"
    r"till|clockwise|midweek|during|first|off-peak|alone|hungry|rid|involved"
)
_DOING = re.compile(
    r"^(?:try and |go and )\w+|^(?:stop|start|try|avoid|consider|keep|begin) (?:\w+ly )?\w+ing\b"
)
# Not a verb before "the" or "your", though it is nobody's past or plural.
_NO_VERB = word_set(
    "a about above absolutely across after again against all almost along already also although "
    "always am among an and another any apart are around as at ate because been before behind "
    "being below beneath beside best besides better between beyond bit both bought brought but by "
    "came can chose concerning could despite did do does done down drank drove due during each "
    "either else enough especially even ever every everyone except far felt few for forget "
    "fortunately found from gave given glad good got great had half hardly has have he heard held "
    "hence her here his hopefully how however i if in inside instead into is it its just kept "
    "knew left less let like lost lots love made many maybe met might mine more most much my near "
    "never next nice no nobody none nor not nothing now of off often ok on once one only onto "
    "opposite or other our out outside over overall paid part past per perhaps pity plus quite "
    "ran rang rather read really round sat said same saw seen sent shame she should simply since "
    "so sold some soon spent still stood such taught than thank thanks that the their then there "
    "these they this those though thought through throughout thus till times to together told too "
    "took toward towards true twice under unfortunately unless unlike until up upon usually very "
    "via was we well went were what whatever when whenever where wherever whether which whichever "
    "while who whoever whole whose why will wish with within without woke won worse worst worth "
    "would wrote yes yet you your cue bar bless ditto minus versus aside began drew fell fed flew "
    "forgot grew hid hit hope hurt imagine laid led lent lit rose sang set shook shot shut slept "
    "spoke stole stuck swam threw tried understood wore cost guess think mean know agree doubt "
    "enjoy hate appreciate dislike two three four five six seven eight nine ten eleven twelve "
    "fifteen twenty fourteen fifty miss prefer adore need want find suppose believe use feel full "
    "tired bored"
)
_AFTER_ANY = re.compile(
    r"^(?:the|an?|your|it|them|every|each|all|us|people|this|that|these|those|yourself|their)\b"
)
_HEADED = re.compile(
    r"^\S+ (?:for|in|on|at|with|to|from|up|out|off|over|down|and|before|after|by|between|"
    r"near)(?: (?!who|that|which|what|when|where|if|because|so|i|we|they|you|it)[\w']+){0,5}? "
    r"(?:was|were|is|are|has|had|went|took|came|looks?|looked|seems?|seemed|xx|could|would|felt|"
    r"works|worked)\b"
)
_AFTER_DOUBTFUL = re.compile(rf"^(?:{_DETERMINER})\b")
_AFTER_STRONG = re.compile(rf"^(?:rid|involved|moving|real\b|{_DETERMINER}|{_PARTICLE})\b")
# "Clean lines, solid build", "Pack of lads", "Set up took", "Help was": no verb after all.
_NOT_AFTER = re.compile(
    r"^(?:is|was|are|were|will|has|had|have|of|and|or|seems?|looks?|works?|did|does|came|went|"
    r"got|stopped|broke|took|arrived|feels?|felt|lasts?|needs?|would|could|should|can|which|who|"
    r"but|than|i|we|they|he|she|due|\w+ed)\b"
)
_UP_NOUN = re.compile(
    r"^(?:up|in|out|off|down|back|over|through)\W+(?:is|was|were|took|takes|very|so|easy|quick|"
    r"went|time|process|area|point|staff|appointment|call|visit|care|\w+ed)\b"
)
_SELDOM_TOLD = word_set(
    "love like hate enjoy use need want wish hope think feel find go get have see live know buy "
    "come read work do keep stay visit take drive walk travel order eat"
)
_HABIT = re.compile(
    r"\b(?:all the time|every (?:single )?(?:day|week|month|year|time|morning|night|summer)|"
    r"most (?:days|weeks)|daily|often|regularly|a lot|for (?:years|months)|once a|twice a|my "
    r"(?:mum|mother|husband|wife|son|daughter))\b|\b(?:i|we) (?:was|were|had|have|do|did|am)\b"
)
_BEING = re.compile(
    r"(?:more|less|aware|careful|prepared|sure|warned|ready|patient|clear|clearer|honest|open|"
    r"nicer|kinder|kind to|quick|there|on time|consistent|flexible|realistic|considerate|"
    r"mindful)\b"
)
_ONESELF = re.compile(r"\b(?:myself|ourselves)\b(?! if)")
# Praise, set phrases, and what leaves out "I" or "it".
_NO_COMMAND = re.compile(
    r"^(?:keep (?:up|on (?:doing|going|the)|it up|going|doing|smiling|being)|carry on|pass on|"
    r"(?:don't|do not|never|dont) change|make no mistake|look no further|say no more|take a bow|"
    r"thank|get well|have a (?:good|great|nice|lovely)|god bless|bless|go figure|see (?:you|"
    r"above|below)|read on|trust me|believe me|mind you|let's (?:face|be|just say|hope)|let me "
    r"(?:down|tell|know|explain|say (?:that|this|how))|let (?:us|them|myself) down|come on|try "
    r"(?:getting|telling|finding|explaining) |take (?:care|it from me)|give (?:them|him|her|it|"
    r"this) (?:a medal|\w+ stars)|say what you|(?:look|see|refer|read) [^.]{0,20}above|do what "
    r"(?:i|they|it)|get what|had|did|put (?:me|my) |kept|keeps|set me|made|make[s]? (?:me|you|"
    r"us) |give[s]? (?:me|you|us) (?:a|the) (?:sense|feeling|idea)|add to (?:that|this)|give or "
    r"take|note that|go (?:on|wrong)|taking|come (?:rain|what)|help yourself|know |cut through|"
    r"call (?:me|"
    r"it)|get (?:it|me) |do (?:love|like|not know|you|they|we|i)\b|have (?:been|had|used|not|"
    r"never|to|always|a (?:lot|few|nice)|the(?! (?:same|option|choice|ability|decency|"
    r"courtesy))|my|no|now|you|they|i|just|it|this|these|both|two)|see(?: (?:the|a|my|how))|"
    r"find (?:it|the|them|this|that)|need|want|look(?:s|ed| (?:and|great|good|nice|lovely|after|"
    r"forward|like))|feel|hear|come (?:in|with|up|as|here)|let (?:alone|down)|try as |want for|"
    r"point (?:being|is|of|to)|get(?: (?:to|my|so|very|really|too|the same|no))|make(?: (?:me|"
    r"us|it (?:all|so)))|work)"
)
# "Change at Mill Lane and you are there": told of how things are.
_AND_YOU = re.compile(
    r"\band (?:you|it|they)(?:'re|'ve| are| have the| come straight| forget| prints?| comes?|"
    r"(?:'ll| "
    r"will) be \w+ed)\b|\band it (?:crash|freez|fail|break|hang|stop)\w*s\b|\band nothing "
    r"\w+s\b"
)
_REFUSED = re.compile(
    r"^(?:know|think|like|understand|get (?:me|it|why|what|asked|the)|have|want|need|care|"
    r"believe|feel|see|recall|remember (?:what|who|how|if)|mind|worry|seem|work|do|come|always|"
    r"say|even|really|change (?:a|any)|hesitate|know|live|usually|normally|often|appear|make me|"
    r"let me down|let us down|had|been|again|in|a|the|once|seen|knew|felt|was|an|"
    r"\w+(?<!need)(?<!fe)ed|understood|had|got|did|went|came|found|looked|before|any|too|"
    r"mention)\b"
)
_LEADING = re.compile(
    r"^(?:(?:also|so|and|but|then|just|or|oh|ok|okay|well|maybe|perhaps|instead|next (?:time|"
    r"year)|finally|however|overall|definitely|always|simply|at least|if possible|(?:in|for) "
    r"(?:the )?future|otherwise|lastly|ps|nb|please|actually|personally|really|seriously|i'd "
    r"say|i think|i say|to be honest|do(?= (?:get|try|ask|go|take|make|visit|book|check|bring|"
    r"consider|not forget))|first|firstly|secondly|and then|after that|honestly|absolutely|once "
    r"(?:there|here|inside)|whatever you do|\d+[.)]|[-*•])[\s,:]+)+"
)
_CLAUSES = re.compile(
    r"(?P<strong>[.!?;:…]+\s+|\s+[-–—]+\s+|,\s*so\s+|,?\s+but\s+|\)\s*|\()|"
    r"(?P<weak>,\s+(?:and\s+)?)"
)
_AIMLESS = re.compile(r"\b(?:to|can|could|would|will|i|we|they|who|and|how|not|or|you)\b|\w+ed\b")
_ADVISING = word_set(
    "ask avoid bring book get take try go sit order use have make check choose pick stay buy "
    "ring phone leave start stick stop save put add give keep let park wear arrive head"
)
# What only a visitor, patient or buyer does. Others ("ask early", "leave your number at the
# desk") may as well be asked of a service, and then are.
_OF_USERS = word_set(
    "arrive avoid beware book borrow bring buy download drink drive eat enjoy expect haggle "
    "insure opt order pack park photograph pitch pre-book prebook reinstall request reserve "
    "restart skip soak steer stroll subscribe travel try uninstall unplug upgrade visit wash wear "
    "weigh"
)
_OF_USERS_WITH = re.compile(
    r"^(?:ask for|go (?!through|over|back to (?:the|how))|get (?:there|here|the|a (?:taxi|cab|"
    r"seat)|in)|take (?:a|an|your|the|some|coins|cash)|use the|sit (?:on|at|in|near|up|by)|stay "
    r"(?:at|in|on|away|clear)|start (?:at|from|early|looking)|check (?:your|the|in|out)|leave "
    r"(?:room|space|plenty|early|yourself|enough)|allow (?:at least|plenty|an?|time|yourself|"
    r"yourselves|\w+ hours)|save (?:your|yourself)|spend|head (?:for|to|up|down)|walk (?:to|up|"
    r"down|from)|queue|choose a|pick a|play|wait for|see the|watch (?:out|the)|pay (?:the extra|"
    r"in advance|online)|print your|measure|do the|read the|prepare for|remember your|hire|"
    r"combine|put it|update to|sure|aware|careful|prepared|warned|put off|bother|waste|rely|"
    r"take their)\b"
)
# Verbs and nothing else, which may be asked of a service: a title can begin with them.
STEPS = (_PLAIN - _DOUBTFUL - _OF_USERS) | VERBS
# With these a title begins only where the sentence tells somebody to do it.
TOLD_STEPS = _DOUBTFUL - _OF_USERS - word_set("spot own")
_FOR_PROVIDERS = re.compile(r"\b(?:us|people|patients|residents|customers|staff|service users)\b")


def find_command(text: str) -> str:
    """Return the clause that tells somebody to do something, or nothing.

    ``text`` is lower-cased, with straight apostrophes.

    Examples
    --------
    >>> find_command("the back is quieter, so ask for a room there")
    'ask for a room there'
    >>> find_command("clean rooms and kind staff"), find_command("help was at hand")
    ('', '')
    """
    before, how = "", "first"
    start = 0
    for match in [*_CLAUSES.finditer(text), None]:
        clause = text[start : match.start() if match else len(text)]
        rest = text[start:]
        if _commands(clause, rest, how, before):
            return " ".join(_LEADING.sub("", clause).split())
        if match is None:
            break
        # "We learned to plan, write and edit": a list goes on, nobody is told anything.
        before, how = clause, "strong" if match.group("strong") else "weak"
        start = match.end()
    return ""


def _commands(clause: str, rest: str, how: str, before: str) -> bool:
    bare = _bare(clause)
    first, _, after = bare.partition(" ")
    first = first.strip(",.!'\"")
    if first in ("don't", "dont", "never") or bare.startswith("do not "):
        after = after.removeprefix("not ")
        told = bool(re.match(r"[a-z]{2,}", after)) and not _REFUSED.match(after)
        return told and not (how == "weak" and first == "never") and not _NO_COMMAND.match(bare)
    if _NO_COMMAND.match(bare) or _AND_YOU.search(rest) or _ONESELF.search(rest):
        return False
    if _HEADED.match(_bare(rest)):
        return False
    if first not in _PLAIN:
        return how != "weak" and _may_be_verb(first, after, clause)
    if how == "weak" and (first not in _ADVISING or _AIMLESS.search(before)):
        return False
    if first in _SELDOM_TOLD and _HABIT.search(rest) and not after.startswith("rid "):
        return False
    if first == "be":
        return bool(_BEING.match(after))
    if not after:
        return False
    if _NOT_AFTER.match(after) or _UP_NOUN.match(after):
        return False
    if _DOING.match(bare):
        return True
    if first in _DOUBTFUL:
        return bool(_AFTER_STRONG.match(after) if how == "first" or how == "strong"
                    else _AFTER_DOUBTFUL.match(after))  # fmt: skip
    return True


_NO_VERB_ENDS = (
    "ed", "ing", "ly", "s", "er", "est", "ful", "ous", "thing", "one", "body", "able", "less", "ic",
    "al", "tion", "ness", "ment", "ity",
)  # fmt: skip


def _may_be_verb(first: str, after: str, clause: str) -> bool:
    """Return whether a word in no list is told as a verb: "photograph every scratch"."""
    return (
        first.isalpha()
        and len(first) > 2
        and first not in _NO_VERB
        and not first.endswith(_NO_VERB_ENDS)
        and bool(_AFTER_ANY.match(after))
        and not re.search(r"\b(?:i|we)\b", clause)
    )


def _bare(clause: str) -> str:
    """Return a clause from its first word that is no filler."""
    return _LEADING.sub("", re.sub(r"^[\W_]+", "", clause))


def is_for_users(clause: str) -> bool:
    """Return whether a command, or the verb of advice, is plainly for fellow users.

    Examples
    --------
    >>> is_for_users("bring cash"), is_for_users("leave a number at the desk")
    (True, False)
    """
    bare = re.sub(
        r"^(?:(?:don't|dont|do not|never|not|be|to|definitely|really|always) )+", "", _bare(clause)
    )
    if _FOR_PROVIDERS.search(bare):
        return False
    first = bare.partition(" ")[0].strip(",.!")
    return first in _OF_USERS or bool(_OF_USERS_WITH.match(bare))
