"""The ways a proposal is worded, and the title each of them gives: a pattern and a template.

A pattern must fit a sentence wholly; the first that does gives the title.
"""

from __future__ import annotations

import re

OPENING = re.compile(
    r"^(?:(?:(?:an?|the) need for|and|but|so|also|well(?=,)|honestly|personally|maybe|perhaps|"
    r"please|just|ok|okay|yes|"
    r"no(?! (?:more|longer|need|one|\w+)\b)|"
    r"basically|obviously|really|ideally|sometimes|for me|in my view|in my opinion|"
    r"i (?:really )?(?:think|feel|suppose|guess|believe|suggest|propose|recommend|say|hope|wish)"
    r"(?: that)?|i(?:['’]d| would) (?:really )?(?:suggest|propose|recommend|say)(?: that)?|"
    r"what (?:would help|i want|i need|we need|we want|i['’]d like|i['’]d want) "
    r"(?:is|would be)|"
    r"the (?:main|best|one|first) thing (?:is|would be|for me is)|"
    r"my (?:idea|suggestion|wish|one thing) (?:is|would be))\b[\s,:]*)+",
    re.IGNORECASE,
)
_COMPARED = (
    r"(?:better|simpler|clearer|shorter|longer|quicker|faster|bigger|cleaner|warmer|cheaper|"
    r"earlier|later|easier|safer|quieter|friendlier|kinder)(?! (?:to|if|than|off|after|before|when|"
    r"for|in|on|at|from|with|by|out|about|as|and|or|getting)\b)"
)
_ARTICLE = (
    rf"(?:an?|one|some|more|fewer|regular|free|extra|additional|improved|{_COMPARED}|"
    r"some(?:body|one) (?:to|who|you can)|"
    r"(?:somewhere|something|anywhere) (?:to|for|where|that|[a-z]{4,9} to))"
)
TAIL = re.compile(
    r"\s*(?:[;:—–]| --? |,? (?:because|so that|otherwise|but(?! (?:not|only|never)\b)|"
    r"as (?:it|they|we|i)|since|"
    r"which would|then (?:we|i|they|you|people)|or (?:it|else|we|they|you|i)|"
    r"so (?:we|i|they|you|people|nobody|no one|there|it|the|my|as to))\b|"
    r", (?:now )?(?:we|i|they|this|it|there|the same|my|that is|explaining)\b|"
    r", (?!(?:who|which|where|when|what|and|or|if|so|not|even|how|that|with|"
    r"without|in|on|at|for|to|from)\b)[^,]* (?:is|are|was|"
    r"were)\b|"
    r", for \w+['’]?s? sake\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_HELPS = (
    r"it(?:['’]d| would| might| could) (?:really )?(?:be (?:really |so |very )?"
    r"(?:good|great|nice|useful|helpful|better|lovely|handy|a help)|help(?: a lot)?)"
)
_ANYBODY = r"(?:i|you|they|we|one|somebody|someone|anybody|anyone)"
_NO_WHO = (
    r"(?:less|more|better|fewer|shorter|longer|in|on|at|for|with|by|from|to|of|as|when|if|"
    r"after|before|during|next|wish|just)"
)
_WHO = (
    rf"(?P<who>(?!{_NO_WHO}\b)(?:the |every |each |all |any |our )?"
    r"(?:(?!\b(?:which|that|what|who|wish|something|nothing|nobody|none|thing|things|i|they|"
    r"it)\b)[\w'’ -]){2,40}?)"
)
# Who can be asked to act; of anything else a title makes sure.
_ASKABLE = (
    r"(?=[\w'’ -]{0,34}?\b(?:council|city|town|government|trust|nhs|staff|team|police|service|"
    r"surgery|practice|school|hospital|ward|pharmacy|company|hotel|management|every(?:one|body)|"
    r"(?:gp|dr['’]?|doctor|nurse|worker|manager|driver|teacher|carer|adviser|handler|provider|"
    r"officer|leader|member|volunteer|receptionist|practitioner|professional|consultant|"
    r"therapist|psychiatrist|pharmacist|clinician|landlord|employer|commissioner|business|"
    r"developer|midwive|organiser|owner|librarian|tutor)(?:e?s)?|"
    r"(?-i:[A-Z]{2,}|[A-Z][a-z]+(?: [A-Z][a-z]+)+)) "
    r"(?!to )(?:should|ought|must|needs?|could)\b)(?!.{0,34}\b(?:know|feel|understand|receive) )"
)
_HAPPENED = r"(?!have\b|be(?:en)?\b|of\b)"
_TIME = r"(?:[\w'’]+ ){0,3}?(?:times?|waits?)"
# (weight of the wording, pattern, template): the first that fits wholly is used
RULES: tuple[tuple[float, re.Pattern[str], str], ...] = tuple(
    (weight, re.compile(pattern, re.IGNORECASE), template)
    for weight, pattern, template in (
        (1.0, r"(?:do not|don['’]?t|never) (?P<do>\w+)(?P<rest> .+)", "Do not {do}{rest}"),
        (0.9, r"(?:not|never) having to (?P<do>\w+)(?P<rest> .+)",
         "Stop people having to {do}{rest}"),
        (0.8, (r"(?:there (?:should|could|needs to|ought to|must) be|there has to be|"
         r"(?:i|we|people|you) (?:really |just )?(?:need|want)|"
         r"(?:i|we|people)(?:['’]d| would) (?:really )?(?:like|want|love)|"
         rf"{_HELPS} (?:to have|if there (?:was|were|is)|if we had|if i had|to get)|"
         r"(?:could|can|can['’]t|couldn['’]t) (?:there be|we (?:just )?(?:have|get)|"
         r"i (?:have|get)|"
         r"you (?:have|make))|(?:how|what) about|why not have|(?:if only )?there (?:was|were)|"
         r"(?:it|we|i) had|have|get|offer people)"
         rf" (?P<what>{_ARTICLE} .+)"), "Provide {what}"),
        (0.9, (r"(?:i|we|people)(?:['’]d| would)? (?:really )?(?:like|want|love|need) "
         r"(?P<who>(?:a|an|the|that|one|every|all|each) [\w'’ -]{2,30}?) to "
         r"(?P<do>[a-z]+)(?P<rest> .+)"), "Make {who} {do}{rest}"),
        (0.9, (r"(?:i|we|people|you)(?:['’]d| would) (?:really )?(?:like|want|love) to be "
         r"able to (?P<what>\w+ .+)"), "Let people {what}"),
        (0.9, (r"(?:i|we|you|people|everyone|everybody) (?:should|ought to|need to|want to) be "
         r"able to (?P<what>\w+ .+)"), "Let people {what}"),
        (0.8, (r"(?:i|we|they|you|people) (?:should|ought to|need to) (?:really |all )?have "
         r"(?P<what>(?!to\b|\w+(?<!ne)ed\b|been|got|had|done|made|told|known|given|taken|gone).+)"),
         "Provide {what}"),
        (0.8, rf"{_ANYBODY} could (?:really |all )?do with (?P<what>.+)", "Provide {what}"),
        (0.9, rf"{_HELPS} if (?:i|we|you|people|they) (?P<past>got|knew|heard)(?P<rest> .+)",
         "Make sure people {did}{rest}"),
        (0.9, r"allow (?:me|us) (?P<what>(?:more|some|an?|the|our|my) .+)", "Allow people {what}"),
        (0.9, r"(?:let|allow) (?:me|us) (?:to )?(?P<what>.+)", "Let people {what}"),
        (0.85, (r"to (?P<do>choose|decide|pick|keep|bring|own|have (?=a (?:say|voice|"
         r"choice)))(?P<rest> (?!.*\b(?:we need|i need|me|us)\b).+)"), "Let people {do}{rest}"),
        (0.85, (r"to (?P<do>improve|provide|reduce|offer|increase|employ|hire|train|open|give|send|"
         r"listen|ensure|stop|include|involve|treat|speak|explain|ask|tell)"
         r"(?P<rest> (?!.*\b(?:we|i) need\b).+)"), "{Do}{rest}"),
        (0.8, r"no more (?P<what>(?:[\w'’-]+ ){0,2}\w+ing(?: .+)?)", "Stop {what}"),
        (0.8, r"no more (?P<what>(?!than\b)[^,]+)", "Have no more {what}"),
        (0.75, rf"(?P<adj>shorter|quicker|faster) (?P<what>{_TIME}(?: (?:for|at|in|on|to) .+)?)",
         "Make {what} {adj}"),
        (1.0, (rf"(?:{_HELPS} (?:to|if {_ANYBODY} could)|"
         rf"(?:some(?:body|one) has to|{_ANYBODY} (?:really |just )?(?:should|could|need(?:s)? "
         rf"to|must|"
          rf"ought to))|"
         rf"(?:why )?(?:could|can|can['’]t|couldn['’]t|don['’]t) {_ANYBODY}|"
         rf"(?:you|one|somebody|someone) would|why not)(?: just| please| maybe| perhaps| "
         rf"also)* "
         r"(?P<do>\w+)(?P<rest> .+)"),
         "{Do}{rest}"),
        (0.95, rf"{_HELPS} if {_ANYBODY} (?P<past>\w+)(?P<rest> .+)", "{Did}{rest}"),
        (0.85, rf"{_HELPS} if {_WHO} (?:was|were|is|are) (?P<what>[\w-]+(?: .+)?)",
         "Make sure {who} {be} {what}"),
        (0.85, rf"{_HELPS} if {_WHO} (?:had|have|has) (?P<what>.+)", "Give {who} {what}"),
        (0.85, rf"{_HELPS} if {_WHO} could (?P<do>\w+)(?P<rest> .+)", "Ask {who} to {do}{rest}"),
        (0.85, rf"{_HELPS} if {_WHO} (?P<past>\w+)(?P<rest> .+)", "Ask {who} to {did}{rest}"),
        (0.85, rf"{_WHO} should be able to (?P<what>\w+ .+)", "Make sure {who} can {what}"),
        (0.85, (rf"{_WHO} (?:should|ought to|must|(?P<needs>needs?) to) (?P<adv>only|always|all|"
         r"also|never) be (?P<what>[\w-]+(?: .+)?)"), "Make sure {who} {be} {adv} {what}"),
        (0.85, (rf"{_WHO} (?:should|ought to|must|needs? to) have "
         r"(?P<what>(?!to\b|\w+(?<!ne)ed\b|been|got|had|done|made|told|known|given|taken|gone).+)"),
         "Give {who} {what}"),
        (0.85, (rf"{_WHO} (?:should|ought to|must|(?P<needs>needs?) to) be "
         r"(?P<what>[\w-]+(?: .+)?)"),
         "Make sure {who} {be} {what}"),
        (0.85, (rf"(?=[\w ]{{0,24}}\b(?:staff|workers|doctors|gps|nurses|drivers|teams?|council)\b)"
         rf"{_WHO} (?:should|must|ought)(?:n['’]t| not) (?:to )?(?P<what>(?!have\b|be\b)[a-z]+ "
         rf".+)"),
         "Ask {who} not to {what}"),
        (0.85, (rf"{_ASKABLE}{_WHO} (?:should|ought to|must|needs? to) "
         r"(?P<what>(?!not\b|never\b|only\b|be\b|have\b|of\b)[a-z]+ .+)"), "Ask {who} to {what}"),
        (0.8, (rf"{_WHO} (?:should|ought to|must|(?P<needs>needs?) to) {_HAPPENED}(?!not\b|never\b|"
         r"only\b)(?P<verb>[a-z]+)(?P<rest> .+)"), "Make sure {who} {does}{rest}"),
        (0.8, rf"{_ASKABLE}{_WHO} could {_HAPPENED}(?P<do>[a-z]+)(?P<rest> .+)",
         "Ask {who} to {do}{rest}"),
        (0.8, (rf"(?P<what>{_ARTICLE} [^?]+?) (?:would|could|might) (?:really )?(?:help|save|stop|"
         r"cut|mean|make|do|let|be "
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
# A condition or a "not" that protects people: it stays, though one voice alone asks for it.
PROTECTS = re.compile(
    r"\b(?:if|unless|only|until|provided|as long as|not|never|no|nobody|without)\b", re.IGNORECASE
)
# A condition, a "who" or an "also": without it a title asks for something else.
CHANGES_MEANING = re.compile(
    r"\b(?:if|unless|only|until|provided|as long as|also|too|as well|not|never|with|without)\b|"
    r"^\s*(?:and )?who(?:ever)?\b|\b(?:decide|choose)s? who\b",
    re.IGNORECASE,
)
QUALIFIES = re.compile(
    r"(?:an? |the )?(?:[\w'’-]+ ){0,2}?(?P<noun>[\w'’-]+), (?P<how>with(?:out)? [^.,!?]+)",
    re.IGNORECASE,
)
KEEPER = re.compile(
    r"\b(?:a|one) named (?P<who>\w+)\b[^.!?]{0,60}?"
    r"\bkeeps? (?:it|them) (?P<how>up to date|up-to-date|current|going)",
    re.IGNORECASE,
)
