"""What looks like a proposal and is praise, regret, report, ability, a guess or one's own need.

Rules of English, as :mod:`insights.reporting.proposing.constructions`; the words they cover
are taken out of a sentence before it is searched for proposals.
"""

from __future__ import annotations

import re

_LOOKALIKES = (
    (r"\b(?:i|we) (?:have|wrote|use|made|bought|am writing|are building)\b[^.;,]{0,30} (?:that|"
     r"which) (?:needs?|should|must)\b"),
    (r"\b(?:can't|cannot|cant|couldn't|don't|do not|didn't|not sure|unable to|hard to)(?: "
     r"really| honestly)? (?:see|think|know)\b[^.;]{0,50}?\b(?:could|should|would|"
     r"needs?)\b[^.;]*"),
    # praise, and the bare recommending of the thing itself
    (r"\b(?:would|will|can|can't|cannot|do|'d|could|couldn't|highly|definitely|thoroughly|"
     r"strongly|certainly|not|wouldn't|won't|happily|i|we)\b[^.,;]{0,22}\brecommend(?:ed)?(?: "
     r"(?:it|them|him|her|enough|highly|this\b[^.,;]{0,30}|these|staying (?:here|there|at)|"
     r"(?:the|your|their) (?:place|hotel|restaurant|app|product|company|book|course|museum|site|"
     r"service|shop|cafe|pub|game|phone|tour|resort|practice|surgery|gym|clinic|school|event|"
     r"salon|garage|campsite)|to|for|if|and|as|but|or))?(?= |[.,;!)]|$)(?! (?:getting|booking|"
     r"asking|trying|taking|bringing|going|using|doing|making|buying|ordering|visiting|eating|"
     r"checking|that|having|adding|wearing|leaving|arriving|reading|avoiding|you|to|at least|"
     r"an?|the|one|one of|sitting|\w+ing)\b)"),
    r"^(?:highly |would |definitely |not |thoroughly )*recommended\b",
    r"\brecommend (?:the|their|your) \w+(?: \w+)? (?:to|for)\b|\bhow (?:i|we) would\b",
    (r"\bshould(?:n't)? (?:all |really |rightly |very |both )*(?:be (?:very |so |rightly |really |"
     r"justly |extremely )*(?:proud|congratulated|commended|ashamed|applauded|praised|noted|"
     r"thanked|celebrated|pleased|like (?:this|that|these)|as (?:good|nice|kind)|rewarded|"
     r"banned|the standard|knighted|fine|ok|okay|enough|here|good|easy|there (?:by|in)|on "
     r"(?:every|your|the (?:list|bucket)))|take a bow|get a (?:medal|pay rise)|last|arrive|keep "
     r"(?:me|him|her|us|them|my)|suit|fit|do (?:the|me|us|him|it)|be here|work|see (?:this|it) "
     r"(?:once|at)|do this|visit (?:this|here)|tell you|say (?:it all|everything)|note|not come "
     r"as|give (?:themselves|yourselves|himself|herself)|go without)"),
    (r"\b(?:what|how|as|than|where|that|which|everything|all|like) (?:it|they|you|a \w+|one|he|"
    r"she) should\b"),
    r"[,;] should (?:you|i|we|they|anyone|the need)\b",
    r"^should (?:you|i|anyone|we|they|it|be (?:on|compulsory|proud|ashamed))\b",
    (r"\bi (?:really |probably |suppose i )?should(?:n't)?\b(?: be able)?|\b(?:why|how) should "
     r"|\b(?:what|when|where|which \w+) should (?:i|we)\b"
     r"|\bshould\b[^.;]{0,60}, ?but\b|\bshould be \w+ (?:list|string|number|value)\b"),
    (r"\b(?:should|could|must|would|might|may)(?: not|n't| never)? (?:of|'ve|have) (?!preferred|"
     r"liked|loved|appreciated|welcomed|helped|used (?:an?|more|some|a bit)\b|been (?:a (?:bit|"
     r"little|lot|touch) \w+er\b|a (?:bit|little|lot) (?:more|less)|\w+er\b|more\b|less\b|an? "
     r"(?:good|great|nice|big|huge|real|useful|welcome|massive|lovely|help|bonus|plus)\b)|been "
     r"(?:so |really |even |very |much )?(?:nice|good|great|better|helpful|useful|easier|lovely|"
     r"handy|welcome|appreciated)\b|an?\b|the\b|some\b|more\b|at\b|to\b|better\b|bigger\b|"
     r"clear\b|its\b|their\b|"
     r"proper\b|one\b|fewer\b|less\b|his\b|benefited\b|made (?:a|the|it|all)\b|rather\b|"
     r"separate\b|longer\b|shorter\b|done with\b|access|two\b|enough\b|staff\b|somewhere\b|"
     r"something\b|someone\b|rather\b)[\w']+"),
    (r"\b(?:couldn't|could not|can't|cannot|couldnt|cant|could n't|can not) (?:really |possibly |"
     r"have |be |even |think |ask |fault |wait |complain |recommend |believe |get |find |go "
     r"wrong|see |say |praise |imagine |stop |put |do |improve |suggest )\w*"),
    (r"\bwe (?:all |really )?need to (?:come|go|return|wait|say|leave|pay|move|book|stay)\b|"
     r"\b(?:i|he|she|we(?! need\b))(?: really| just| do| also| only| had)* (?:need|needed|had|"
     r"have|has|wanted|want|must|'ve got) (?:to|an?|about|some|help|regular|two|my|this|it|them|"
     r"someone|something)\b(?! (?:be able|way|(?:shelter|bus|proper|better|new|place|crossing|"
     r"voice|say|map|larger|bigger|separate|hear|see|hear)))"),
    (r"\bi(?: really| just| do| also| only| still| did| might| may)* need(?:ed)?\b(?! (?:to be "
     r"able|a way|the (?:ability|option)|more|better|longer))"),
    (r"\b(?:needless to say|if you ask me|what more could|you (?:won't|will not) (?:regret|be "
     r"disappointed)|no need|(?:don't|doesn't|didn't|do not|never|nothing|not) (?:\w+ )?needs?|"
     r"needs saying|need i say|no (?:improvement|change)s? (?:is |are )?(?:needed|required|"
     r"necessary)|nothing (?:\w+ )?(?:could|should|needs?|you|i|to|that)|no suggestions?)\b"),
    (r"\bwish(?:es|ed|ing)? (?:you|them|him|her|all|[\w']+ and [\w ]{3,20}|every(?:one|body)|"
     r"\w+) (?:all|well|luck|the (?:very )?best|good luck|every success|a )"),
    (r"\bwish(?: that)? (?:i|we|he|she)(?:'d| had)\b(?! been able)|\bwish(?:ed)? to\b|\bbest "
    r"wishes\b"),
    (r"\b(?:told|said|says|promised|assured|advised|suggested|suggests|recommended|asked|saying|"
     r"shouted|warned|telling(?: you)?)\b (?:me |us |him |her |that |to |i |we |he |she |you |it |"
     r"they |the |a )*[^.;]{0,60}?\b(?:would|should|could|must|please|do not|don't|ought|need to|"
     r"needed)\b[^.;]*|\b(?:it|the (?:screen|app|sign|message|nurse|notice)) (?:said|says)\b.*|, "
     r"(?:it|he|she|they) (?:says?|said)\b.*"),
    (r"\b(?:i|we|he|she|they|have|had|been|was|were|(?:a|my|our|the) \w+) (?:have |had |also |"
     r"then |even |already )*(?:recommended|suggested|advised)\b|\bmy suggestions?\b(?! (?:is|"
     r"would|for|to)\b|:)|\b(?:useful|good|great|some|helpful) (?:\w+ )?advice\b"),
    (r"\bwould(?: not|n't) (?:let|allow|work|open|start|switch|turn|connect|load|give|refund|"
     r"accept|want|hesitate|change|have|be|go back|touch)\b|\bwould never have\b"),
    (r"\b(?:it|this|that) (?:could|would|might) (?:just |well |also |only )?be (?:zero|right|a "
     r"coincidence|worse|wrong|that|because|my|me|due)|\byou could be\b|\bcould be (?:a "
     r"coincidence|right|wrong|because|worse|due|that|my|me|it|so|called|said|heard|seen|used|"
     r"anything|forgiven)"),
    (r"\b(?:something|someone|somebody|there|it|this|they|she|he|who|mine|doctors|staff|you) "
     r"must be (?!\w+ed\b|(?:an?|some) (?:way|option|api|method|setting|means)\b)\w+|\bmust be "
     r"(?:an?(?! (?:way|"
     r"option|api|method|setting)\b)|the|one|so|very|some(?! (?:way|api|means)\b)|due|because|"
     r"something|"
     r"\w+ing|worn|down|joking)\b|\bi must\b|^must be\b"),
    (r"\b(?:when|where|if|as|what|that|which|than|"
     r"whenever|wherever)(?: \w+){0,2}? (?:needed|required)\b|\bwould have been (?:very |really "
     r")?\w+ but\b"),
    (r"\bmy (?:\w+ )?\w+ needs? |\bneeds? (?:about|around|at least) |\byou(?:'ll)? need (?:an? "
     r"\w+|to (?:be on|have an?|pay|wait|ring at|sign|create|register|log|enter|click|open|"
     r"press)|is)\b|\b(?:they|it|he|she) needs? (?:our|my|his|her|this|a whole|a day|about)\b|"
     r"\bneeds? [\w ]{2,20} to (?:see|work properly|run|use it)\b"),
    (r"\b(?:everything|all|just what|exactly what|what|whatever|anything|if) (?:you|we|i|one|he|"
     r"she|they)(?: could| would| might)? (?:ever )?(?:need|needed|want|wanted|wish)\b"),
    (r"\bworth (?:the (?:money|price|wait|walk|trip|visit|journey|drive|effort|hype)|it\b|every|"
     r"mentioning|noting|saying|a mention|pointing)|\bit should be (?:noted|said)\b|\b(?:nobody|"
     r"no one|don't|doesn't|didn't|not) worth\b"),
    (r"\b(?:thank|thanks|pleased|grateful)\b[^.;]{0,25}\bplease\b|\bplease (?:pass on|thank|"
     r"keep up|give (?:my|our)|don't worry|wait|note that (?:i|we)|accept (?:my|our)|say "
     r"(?:thank|hello)|vote|correct me|excuse|forgive|bear with|refer to|(?:see|find) (?:the |my "
     r")?(?:attached|above|below|link|screenshots?|pictures?|images?|previous)|let (?:me|us) know "
     r"(?:if (?:you|there|i|this|anyone|it)\b|what you think))\b.*"),
    # what a thing is for, today's burden, a rule told on, how a fault is met, a question
    (r"^(?:and |but |so |also )?(?:this|that|which) (?:would|could|might|may) (?:also |really |"
     r"certainly |then )*(?:help|make|enable|save|solve|stop|prevent|reduce|allow|avoid|improve|"
     r"speed|mean|encourage|cut)\b(?!.*\bif\b)"),
    (r"^(?:right now|currently|at (?:the moment|present)|otherwise)\b[^.;]{0,60}? (?:need|have|"
     r"has|needs) to\b|\bneeds? to\b(?=[^.;]*\b(?:again and again|(?:every|each) time|after "
     r"(?:every|each))\b)"),
    (r"^(?:maybe|perhaps|possibly|probably) an? [^.;]{0,30}\bbut\b.*|"
    r"^according to\b.*|^(?:steps(?: to reproduce)?|to reproduce):.*"),
    r"\b(?:would|will|may|might|does) (?:also |then )?require\b",
    (r"\b(?:i|we)(?:'d| would) (?:really |just |also )?(?:like|love|be interested) to "
     r"(?:know|hear) (?:whether|if|why)\b"),
    (r"\b(?:would|'d) (?:really |also |absolutely |dearly |definitely |certainly |both |all "
     r")*(?:like|love|want|prefer|be happy|be glad|hope) (?:thank|to (?:thank|say|come|return|stay|"
     r"give|go|mention|point|visit|buy|order|express|commend|praise|congratulate|recommend|have "
     r"(?:given|stayed)|take this|share|add that|start by|apologise|live|work there)|it\b|this "
     r"(?:place|hotel)|my money|a refund)"),
    (r"\b(?:would|could) (?:hate|break my|be (?:lost|stuck|dead|sad|a shame|mad|foolish|rude|"
     r"surprised)|seem|have to|go (?:to|back)|stay|come|return|not)\b|\bcould(?: have)? (?:see|"
     r"tell|hear|smell|spend|eat|stay|sit|walk|go|not|hardly|barely|easily|only just|feel|"
     r"afford|live|write|say|count|have stayed)\w*\b"),
    (r"\bno idea\b|\b(?:bright|whose|good|great|full of|the|some) ideas?\b(?! (?:would|is to|to|"
     r"if|:))|^if only all\b|\bif only (?:i|we) had\b"),
    (r"\b(?:so|to) (?:i|we) (?:wouldn't|won't|will not|will never|shall not)\b|\byou(?:'d| would) "
     r"(?:think|expect|have thought|never|be (?:forgiven|hard|lucky))\b"),
    (r"\b(?:time to (?:go|leave|eat|kill|spare|come home)|take care of|could do no|can do no|"
     r"look(?:ing)? forward to (?:the|our|my|your|seeing (?:you|them)|coming|going|returning|"
     r"next))"),
    (r"\bnever (?:let|make|made|felt|had|once|miss(?:ed)? a)\b|\bhave to (?:say|admit|wait|be "
    r"kept)\b"),
    r"\bif (?:we|i)(?:'d| had) (?:been|not|known|had)\b.*",
    (r"\b(?:would|'d) have (?:stayed|given|sent|been (?:lost|stuck|five|perfect if)|gone|died|"
    r"thought)\b"),
    (r"\bif you (?:like|love|need anything|miss|missed|are looking for|want "
    r"an?)\b[^.]{0,60}\b(?:you|is|isn't|are|will|it)\b(?!.*\b(?:ask|book|go|try|get|take|bring) )"),
)  # fmt: skip
NOT_MEANT = re.compile("|".join(f"(?:{pattern})" for pattern in _LOOKALIKES))
