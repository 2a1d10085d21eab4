"""The ways English proposes or advises something, each with a name.

Asking ("please add …"), wishing ("if only there were …"), weighing up ("it would help if …"),
advising fellow users ("ask for a room at the back") and bare wants ("more benches"). Telling
somebody to do something has its own module, :mod:`insights.reporting.proposing.commands`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Construction:
    """One way of proposing; ``addressee`` is empty where the verb that follows decides it."""

    name: str
    addressee: str
    pattern: re.Pattern[str]


def _named(name: str, addressee: str, *patterns: str) -> Construction:
    return Construction(name, addressee, re.compile("|".join(f"(?:{p})" for p in patterns)))


_VERY = (
    r"(?:(?:so|really|very|even|much|super|quite|also|pretty|especially|extremely|particularly|"
    r"absolutely|far|a lot|just|always) )*"
)
_WELCOME = (
    r"(?:nice|nicer|great|good|better|best|helpful|useful|handy|awesome|cool|lovely|perfect|"
    r"ideal|amazing|wonderful|fantastic|brilliant|appreciated|welcome|welcomed|neat|beneficial|"
    r"wise|wiser|easier|clearer|fairer|safer|quicker|smart|sensible|kinder|excellent|fab|super|"
    r"an? (?:good|great|nice|big|huge|real|useful|welcome|massive|lovely|fine|bonus|help|plus|"
    r"improvement|better|start|step|simple|brilliant|godsend|nice touch)\b(?: \w+)?|an idea|a "
    r"bonus|a help|a plus|a start|worth \w+ing|preferable|advisable|interesting to see)"
)
_OFFER = (
    r"(?:have|add|offer|include|make|provide|use|do|reduce|increase|introduce|improve|put|give|"
    r"let|allow|tell|send|open|run|show|train|employ|consider|try|be|get|fix|change|update|"
    r"extend|organise|arrange|publish|explain|ask|warn|lower|raise|bring|keep|start|stop|move|"
    r"hire|invest|install|clean|listen|supply|sort|also|at least|easily|perhaps|maybe|please|"
    r"benefit|stand to|invite|involve|remove|replace|share|support|print|set|learn|look|turn|"
    r"split|save|charge|build|create)"
)
_COMPARATIVE = (
    r"(?:more|less|fewer|better|bigger|smaller|longer|shorter|cheaper|clearer|cleaner|earlier|"
    r"later|larger|wider|warmer|cooler|quieter|louder|brighter|darker|softer|firmer|stronger|"
    r"lighter|heavier|thicker|thinner|tighter|looser|faster|quicker|slower|simpler|easier|safer|"
    r"fairer|fresher|healthier|friendlier|kinder|nicer|newer|higher|lower|deeper|closer|"
    r"improved|additional|extra|increased|greater|sooner|hotter|colder|sharper|sturdier|tidier|"
    r"fuller|smoother)"
)

_MAKE_SURE = (
    r"(?:^|[,;.:!-] ?|\b(?:and|but|so|just|please|always|also|do) )make (?:absolutely )?"
    r"(?:sure|certain)\b"
)
_BODIES = (
    r"(?:that|they|more|every|all|staff|(?:the |our |your )?(?:council|trust|nhs|team|service|"
    r"surgery|staff|management|commissioners))\b"
)

CONSTRUCTIONS = (
    _named(
        "please", "provider",
        r"^(?:please|pls|plz|kindly)\b", r"[,;.!-] (?:please|pls)\b[ ,]+[a-z]+", r"\bplease\W*$",
        r"\b(?:can|could|would|will) (?:you|we|they|i|someone|somebody)[^.?]{0,40}\bplease\b",
    ),
    _named(
        "would be nice", "provider",
        rf"(?:\b|')(?:would|'d|might|could|may)(?: also| really| probably| certainly| well| "
        rf"still| have| be| perhaps| all)* (?:be|been) {_VERY}{_WELCOME}\b(?!.{{0,3}}\b(?:off|"
        rf"value)\b)",
        r"^(?:might|would|could) be (?:an idea|good|nice|better|great|helpful|useful)",
        r"(?<!was )(?<!is )(?<!so )(?<!very )(?<!are )(?<!really )\b(?:nicer|better|easier|"
        r"helpful|nice|great|good) (?:if|to have|to see) (?:they|you|it|there|the|we|more|an?|"
        r"some|staff)\b",
    ),
    _named(
        "would help", "provider",
        r"(?:\b|')(?:would|could|might|'d|may)(?: also| really| probably| certainly| perhaps)* "
        r"(?:have )?(?:help(?:ed)?|benefit(?:ed)?(?: from)?|improved?|(?:make|made) (?:sense|"
        r"life|things|it (?:\w+ )?(?:easier|better|perfect|nicer|safer|clearer|less|more)|all "
        r"the|a (?:big|huge|real|lot|world of)?|the|such a|a difference|everything|for)|save|"
        r"solve|stop|prevent|reduce|take away|cut (?:down|out)|go a long way|encourage|enable|"
        r"ease|do wonders|work better|go down well|be enough|suffice|mean (?:that )?(?:we|"
        r"people|i|you|more|less|fewer|not)|speed|avoid|mean (?:a lot|so much|the world))\b(?! "
        r"a reply)",
        r"\bwould be (?:very |so |really |most )?grateful if\b|\bwould appreciate it if\b",
        r"\b(?:wouldn't|would not|wouldnt) (?:hurt|go amiss|come amiss|cost (?:much|a lot|them)|"
        r"do any harm)\b",
        r"\bwhat (?:would|could|might) (?:really |also )*(?:help|make)\b",
        r"\b(?:i|we)(?:'d| would| could| might) (?:all |really |also )*(?:benefit|use it more|"
        r"come more|buy more|visit more|go more) (?:from|if|often if)\b",
    ),
    _named(
        "should", "",
        r"\b(?:should|shouldn't|shouldnt|ought to|oughtn't to|had better)(?: \w+)?(?: \w+)?",
    ),
    _named(
        "must", "",
        r"\b(?:you|they|council|staff|management|drivers|the \w+|we) (?:really |simply |just "
        r")*must (?:not |also )?(?!be\b|have\b|say|admit)\w+",
        r"\bmust (?:not )?be \w+(?:ed|en|de|pt|ld|wn|ft)\b", r"\b(?:is|are) a must\b",
    ),
    _named(
        "needs", "",
        r"(?:^|[,;.] ?|\b(?!i\b|he\b|she\b|who\b|not\b|you\b|dad\b|mum\b|husband\b|wife\b|"
        r"mother\b|father\b|son\b|daughter\b|partner\b|nobody\b|no\b|never\b|to\b|we\b|don't\b|"
        r"didn't\b|doesn't\b|the\b|a\b|of\b|special\b|any\b|and\b|\w+'(?:d|ll)\b)[\w'-]+ "
        r")(?:needs?|requires?|is in need of|are in need of|is crying out for|lacks) (?:really |"
        r"badly |desperately |some serious )*(?:an?|more|some\w*|to(?! be said)|better|another|"
        r"updating|improv\w+|\w+ing|the (?:ability|option)|bigger|longer|clearer|clear|proper|"
        r"new|separate|less|fewer|somewhere|good|decent|regular|extra|its|cleaner|stronger|"
        r"brighter|simpler|wider|dark|one|attention|work|modern\w+|replac\w+|repair\w*|clean\w*|"
        r"painting|sorting|fixing|upgrad\w+|warmer|attention|support|access|training|offline|"
        r"two|help)\b",
        rf"\b(?:we|you|users?|people|residents|patients|customers|parents|carers|children|"
        rf"families|visitors|students) (?:all |really |just |badly |desperately |do )*need "
        rf"(?:an?|{_COMPARATIVE}|some(?:one|where|thing)?|to (?!say)\w+|proper|decent|another|"
        rf"separate|new|good|clear|less)\b",
        r"\b(?!i\b|who\b|not\b|no\b|never\b|to\b|don't\b|we\b|you\b|didn't\b|doesn't\b|that\b|"
        r"may\b|might\b|will\b)[\w']+ need to (?!be said)\w+",
        r"\bwants? (?:replacing|updating|painting|cleaning|sorting|fixing|mending|looking at|"
        r"repairing|redecorating|modernising|replaced|updated)\b|\blong overdue\b",
        r"\bimprovements? (?:is |are )?needed\b",
        r"\b(?:is|are) (?:badly |really |sorely |urgently |desperately )?(?:needed|"
        r"required)\b(?! to\b)|^(?:more|better|extra|an?|new) [\w ]{2,40} needed\b",
        r"\bcould(?: really| have| certainly| probably| also| definitely)* (?:do|done|use|used) "
        r"(?:with )?(?:an?|more|some|better|another|updating|bigger|being|improv\w+|having|"
        r"\w+ing|new|clearer|less|longer)\b",
        r"\bthe only (?:thing|feature) (?:that(?:'s| is) )?(?:missing|it lacks|lacking|i miss)\b",
        r"\b(?:room|scope) for (?:improvement|more|better)\b",
        r"\b(?:i|we) need (?:a way|the (?:ability|option)|to be able|more|better|longer)\b",
    ),
    _named(
        "could", "provider",
        rf"\bcould(?: \w+)? (?:be|have been) (?:\w+ )?(?:{_COMPARATIVE}|\w+(?:ed|ung|own|"
        rf"pt)\b(?! by)|a (?:bit|little|lot|touch|tad) \w+|made)\b",
        rf"\b(?:developers?|devs?|team|company|hotel|management|makers?|staff|council|surgery|"
        rf"service|you|they|organisers|owners?|drivers?|tutors?|trust|nhs|school|the [\w'-]+(?: "
        rf"[\w'-]+)?) could (?:perhaps |maybe |also |at least |please |easily |always |"
        rf"definitely |still )*(?!be\b){_OFFER}\b",
        r"\b(?:council|trust|team|management|nhs) could (?!be\b|not\b|see|hear|tell|only|"
        r"hardly)[a-z]+",
        rf"^(?:maybe |perhaps )?could {_OFFER}\b",
        r"\b(?!i\b|we\b|he\b|she\b|who\b|which\b|that\b|it\b)[\w'-]+ could (?:have|offer|"
        r"provide|include|come with|let|allow) (?!been|done|had|gone|\w+ed\b)\w+",
        r"\bwe could [\w' ]{2,50} if (?:they|we|you|there|the)\b",
        r"\b(?:perhaps|maybe)\b[^.;]{0,40}\b(?:could|should|can|might)\b",
    ),
    _named(
        "asking", "provider",
        r"(?:^|[,;.:] ?|\b(?:so|and|but|also|maybe|perhaps|i suggest) )(?:(?:could|can|would|"
        r"can't|couldn't|won't) (?:you|we|they|the [\w'-]+(?: [\w'-]+)?|someone|somebody)|"
        r"(?:can|could) (?:there|it|this) (?!be that|be (?:because|a ))|will (?:you|someone)) "
        r"?(?:guys |please |just |maybe |also |possibly |perhaps |not )*(?!imagine|believe|tell|"
        r"go wrong|see why|that|there|have been|because)[a-z]+[^.]*(?:\?|\.?$)",
        r"^(?:why not|how about|what about|what if|any chance|is (?:it|there) (?:possible|any "
        r"(?:way|chance))|would it (?:not )?be (?:possible|an idea|better|too much)|wouldn't it "
        r"be|is it not possible)\b(?! (?:it|i|because|my) (?:is|was|am|'s|were)\b)",
        r"\bwhy not (?:just )?(?!i\b|because)[a-z]{2,}",
        r"^why (?:they|you|the \w+) (?:can't|don't|couldn't|cannot)\b",
        r"[,.] ?(?:maybe|perhaps) (?:just )?(?:an?|some|more|have|a few|less)\b",
        r"\bwhy (?:can't|don't|not|couldn't|cant|dont) (?:just )?(?:the|you|they|we|it|let|have|"
        r"use|put|make|add|give|open|offer|allow|simply|there|someone|somebody|people)\b",
        r"\bany chance (?:of|to|you|we)\b|\bis it possible to (?:add|have|get|make|change)\b",
        r"^(?:maybe|perhaps) (?!it|i|that|he|she|the reason|they (?:were|are)|we were|"
        r"because)(?:an?|the|some|more|have|a few|you|next|add|put|try|use|make|give|we could|"
        r"less|for)\b",
        r"^(?:next (?:year|time)|in future|for (?:next|the) (?:year|time|future)|in the "
        r"future)\b[^.]{0,20}\b(?:maybe|perhaps|please|could|have|more|can)\b",
        r"\b(?:let's|lets) (?:have|get|see|make|use|put|go|add)\b(?! (?:face|be|say|hope))",
    ),
    _named(
        "wish", "provider",
        r"\b(?:i|we)(?: really| do| just| so| also| only| did)* wish(?: that)? (?!i had|i'd|we "
        r"had|we'd)[a-z']+", r"^(?:only |just |really )*wish(?: that)? (?!i had|i'd|we had|"
        r"we'd)[a-z']+",
        r"\bif only (?:it|they|there|you|the|this|we|i|someone|more|all|staff|drivers)\b",
        r"\b(?:my|one|only) (?:\w+ )?wish\b",
        r"\bhope(?:s|fully)?(?: that)? (?:\w+ ){0,3}?(?:'ll |will |would |can |could |they |you "
        r")?(?:add|adds|fix|bring|make|include|consider|introduce|provide|offer|support|change|"
        r"improve|update|think|look at|listen|sort|get (?:more|better|some|fixed|sorted)|"
        r"reconsider|come out with|be more|replace|extend|put|learn)\b",
        r"\blook(?:ing)? forward to (?:seeing|having) (?:an?|more|the (?:option|ability)|"
        r"support)\b",
    ),
    _named(
        "would like", "provider",
        r"\b(?:i|we|(?:members?|residents|people|customers|users|patients|many|most|parents|"
        r"visitors|my \w+|some of us|locals|children|students)(?= would))(?:'?d| would)(?: "
        r"have)? (?:really |also |absolutely |personally |much |all |just |have |still |"
        r"definitely )*(?:liked?|loved?|prefer(?:red)?|want(?:ed)?|appreciated?|welcomed?|"
        r"rather) (?!to (?:thank|say))[a-z]+",
        r"^would (?:have )?(?:also |really |much )*(?:like|love|prefer|welcome|liked|loved|"
        r"preferred|appreciate|appreciated|rather) (?!to (?:thank|say|come|return|go|stay)|this|"
        r"it\b)[a-z]+",
        r"\b(?:i|we|people|residents) (?:really |just |do |all )*want (?:an?|more|better|to "
        r"(?:see|hear|be (?:able|told|asked|heard|included|listened))|the (?:council|option|"
        r"ability|old)|someone|somewhere|staff|less|fewer|proper|our \w+ back|you to|them to)\b",
        r"\bwould (?:kill|die|pay (?:more|extra|good money)) for an?\b",
        r"^i(?:'d)? (?:miss|want) (?:the|an?) (?:option|ability|way)\b",
    ),
    _named(
        "suggesting", "",
        r"\b(?:i|we|one|can i|may i|might i|could i)(?:'d| would| might| can| must)? "
        r"(?:strongly |highly |really |definitely |also |just |humbly |respectfully |therefore "
        r")*(?:suggest|propose|advise|urge|encourage|request|vote for)\b",
        rf"\brecommend {_BODIES}",
        r"^ideally\b[^.;]{3,80}? (?:would|could|should|can|will)\b(?! have)",
        r"\bis (?:all|what) (?:we|it|i|you|(?:most|many|some|all) (?:of us|people|users)) "
        r"(?:(?:would|'d|really) )?(?:needs?|takes?|ask(?:ing)?|want|are after|am after)\b",
        r"\bthere must be (?:an?|some) (?:way|option|api|method|setting|means)\b(?! out)",
        r"^(?:suggest|propose|advise|strongly advise)\b(?! (?:and|from|given|was|is)\b)",
        r"\b(?:my|one|a|another|only|small|just a?|quick|minor|first|main) (?:\w+ "
        r")?(?:suggestion|recommendation|request|improvement|idea|proposal)s? ?(?:is\b|would "
        r"be\b|for\b|to\b|:| -|,|might be\b|if\b)",
        r"\b(?:suggestion|feature request|request|idea|wish ?list|proposal|improvements?)s? "
        r"?(?::|- )",
        r"\b(?:a|the) (?:better|good|great|simple|simpler|nice|cheap|best) (?:\w+ "
        r"){1,6}(?:would|might) be\b",
        r"^(?:an? |the )?(?:ability|option|possibility|way|chance|support|choice|opportunity) "
        r"(?:to|for)\b(?!.{0,50}\b(?:is|was|were|are|works|has)\b)",
        r"\bit(?:'s| is| would be)(?: very| really| absolutely| quite| so)? (?:essential|"
        r"important|vital|necessary|imperative|crucial|advisable)\b (?:that|to|for|\w+ing)",
        r"\b(?:about|high|definitely) time (?:that )?(?:they|you|someone|somebody|it|we|the|for|"
        r"there)\b",
        r"\b(?:i|we)(?:'d| would) (?:rather|sooner) (?:have|had|they|you|see|be)\b",
        r"\b(?:i|we) (?:think|feel|believe) (?:\w+ ){1,5}(?:would|might|could) (?:work|be|do|go|"
        r"get|look|run) (?:\w+ )?(?:better|best|good|nice|more|helpful|easier|useful)\b",
        r"\bwould (?:work|do|go|look|run|sell|taste|read) (?:\w+ )?(?:better|best|nicer) (?:if|"
        r"as|with|split|without|in|on|over)\b",
        r"^(?:instead of|rather than)[^,]{3,70}?,? (?:have|use|put|give|make|let|why|try|offer|"
        r"just|send|open|run|ask|provide)\b",
        r"\bno more [\w ]{3,30}(?:,? please|!)",
        r"\bwould (?:you )?consider \w+ing\b|\bneed(?:s)? to be (?:an?|more|some)\b",
    ),
    _named(
        "advice", "fellow user",
        r"\b(?:my|one|a|another|only|word of|top|pro|hot|little|quick) (?:\w+ )?(?:advice|tip)s?\b"
        r"(?! (?:us|jar|from))", r"\b(?:top |pro )?(?:tip|advice|warning|hint)s? ?(?::|- )",
        r"\b(?:recommend|suggest|advise|advising|recommending)s? (?!(?:i|was|is|from|given)\b|"
        r"staying (?:here|there)|this|it\b|them|anyone to (?:use|visit|stay|go)|to|for|him|her|"
        r"if|and|as|highly|enough|a friend)[a-z']+",
        r"\b(?:recommend|advise|urge) (?:anyone|everyone|people|others|you|anybody|"
        r"everybody)\b[^.]{0,40}? (?:to|that)\b",
        r"(?<!too )(?<!not )\b(?:well |definitely |really |totally )?worth (?:asking|paying|"
        r"booking|checking|trying|getting|doing|going|taking|buying|visiting|seeing|spending|"
        r"splashing|having|using|bringing|stopping|considering|adding|hiring|joining|knowing|"
        r"the (?:extra|upgrade|detour))\b",
        r"\b(?:beware|steer clear|stay away from|stay clear|watch out for|keep in mind|bear in "
        r"mind|be warned|be (?:sure|aware|careful|prepared)|think twice|give (?:it|this \w+|"
        r"this) a (?:miss|go|try|wide)|look elsewhere|go elsewhere|shop around|not to be missed|"
        r"save your(?:self)? (?:money|time|the)|do yourself a favou?r|don't waste|don't forget|"
        r"do not waste|remember to|don't miss)\b",
        r"\byou(?:'ll| will|'d| would| may| might)(?: probably| definitely| also| really)? "
        r"(?:want|need|do well|be (?:better|best|wise|well advised)) (?:to|off)\b(?! (?:be "
        r"sorry|wait|come back|go back))",
        r"\byou(?:'re| are) (?:far |much |probably |definitely |always |often )?(?:better|best) "
        r"(?:off|to|\w+ing)\b|^(?:it(?:'s| is) )?(?:best|better|wise|advisable|easier|cheaper) "
        r"(?:to|off|if you|bet)\b(?! (?:than|say|be honest))",
        r"\b(?:i|we)(?:'d| would) (?:definitely |always |personally |certainly |just )*(?:go "
        r"(?:for|with)|opt for|choose|pick|avoid|book|steer|skip|spend the)\b",
        r"\bwould be (?:better|best) (?:off|advised|served)\b|\b(?:is|are) (?:essential|a must|"
        r"advisable|recommended|advised)\b",
        r"\bi wouldn't (?:bother|go near|waste|buy|risk|trust|rely|attempt|use|eat)\b",
        r"\bif [^.]{3,80}?,? (?:then )?(?<!\bi )(?<!we )(?<!you )(?<!they )(?<!to )(?<!can "
        r")(?<!could )(?<!people )(?<!not )(?<!don't )(?<!would )(?<!just )(?<!or )(?<!and "
        r")(?<!will )(?:(?:bring|pack|wear|request|book) [a-z]+|(?:ask|book|bring|get|take|try|"
        r"go|sit|order|use|make|check|choose|pick|buy|avoid|request|wear|head|leave|allow|skip|"
        r"reserve|eat|park|pack|plan|expect|give) (?:the|an?|for|it|your|some|to|in|on|at|by|"
        r"sure|one|early|ahead|elsewhere|somewhere|out|off|up|this|that|them|with|plenty|extra|"
        r"more)|(?:do not|don't) \w+|be (?:sure|aware|prepared|careful|ready|warned)|remember "
        r"to|consider|opt|i(?:'d| would) (?:recommend|suggest|advise|choose|avoid|book|skip)|"
        r"just \w+)\b(?! (?:have|be|get|not|never|still|recommend (?:it|this)))",
        r"(?<!her )(?<!his )(?<!my )(?<!our )(?<!their )\bbest (?:time )?to (?:go|visit|book|"
        r"arrive|come|get|take|ring|order|sit|eat|avoid)\b",
    ),
    _named("advice", "fellow user", rf"{_MAKE_SURE} (?:to|you|your|yours)\b"),
    _named("advice", "provider", _MAKE_SURE),
)  # fmt: skip

_FINITE = re.compile(
    r"\b(?:is|was|are|were|has|had|have|will|would|did|does|do|can|could|should|came|went|got|"
    r"took|seems?|seemed|felt|looks?|looked|gave|made|makes?|said|told|left|kept|than (?:i|we|"
    r"expected|last|most|ever|enough|once|any|other|before|the|when|my|it)|since|i'm|it's|i've|"
    r"that's|don't|didn't|isn't|wasn't|came|needs|became|turned|cost|ran|met|saw|found)\b|"
    r"[a-z]n't\b"
)
_BARE = re.compile(
    rf"^(?:just |maybe |perhaps |a bit |a little |slightly |much |even |also |possibly |nothing "
    rf"really,? (?:maybe|just|but) |some |a few |with |any |and )*(?:an? )?(?:{_COMPARATIVE}|"
    rf"(?!barrier|carrier|supplier|courier|premier|soldier|frontier|cashier|terrier|glacier|"
    rf"pier\b|tier\b)\w{{2,}}ier|free|some(?:where|one|thing|body) to|another|no more)\b(?! "
    rf"(?:of|or less|like|importantly|expensive|to come|thanks?|and (?:more|better)|recently|"
    rf"often than|interesting|than|on|since|now|still|late|suited|akin|for money)\b) \w+"
)
_PRAISED = re.compile(
    r"\b(?:thank|love|loved|lovely|great|excellent|amazing|brilliant|perfect|wonderful|happy|"
    r"nice|expensive|pricey|delicious|parking available|wifi in)\b"
)
_ONLY_WITH = re.compile(r"^(?:free|improved|additional|increased)\b")
_WITH = re.compile(r"\b(?:for|at|please|needed)\b|^improved")
_TOLD_AS_PAST = re.compile(r"\b(?!need|speed|feed|bed)\w{3,}ed\b(?! \w+(?:s|ing|ion)\b)")
_CLAUSE_BEGINS = re.compile(
    r"\b(?:what|who|that|which|where|when|so|because|if|as|since|while|unless)\b"
)
_EXCHANGE = re.compile(r"^(?!not|and|but|i |we )[\w' ]{3,40} (?:instead of|rather than) ")


def find_want(text: str) -> str:
    """Return a wish without a verb, such as "more staff at weekends", or nothing.

    ``text`` is lower-cased, with straight apostrophes.

    Examples
    --------
    >>> find_want("more benches along the canal."), find_want("more people came this year")
    ('more benches along the canal.', '')
    """
    head = _CLAUSE_BEGINS.split(text)[0]
    if _FINITE.search(head):
        return ""
    if _EXCHANGE.match(head) and not re.search(r"\w{3,}ed\b", head):
        return text
    if not _BARE.match(text) or _PRAISED.search(text) or _TOLD_AS_PAST.search(head):
        return ""
    return text if not _ONLY_WITH.match(text) or _WITH.search(text) else ""
