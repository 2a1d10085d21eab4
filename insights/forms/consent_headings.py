"""What the heading of a column says about consent, in whatever words somebody wrote it.

A heading is understood only where every word of it is: a word left over may turn the meaning
round. What speaks of consent and is not understood is *unsettled*: it stops `insights register`,
and until a person settles it nobody is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from insights.tables import CONSENT_USES

Kind = Literal["consent", "date", "no use", "unsettled", "other"]

_OWN = "(?:my|your|their|his|her|our|the|own|real|first|full|a|any|peoples?|exact|direct)"
_DATA = "(?:data|answers|information|responses|contributions?|notes|recordings?|transcripts?)"
_WHO = "(?:me|us|you|them|him|her|it|the|participant|person|speaker)"
_SAID = "(?:words?|answers?|repl(?:y|ies)|responses?|comments?|feedback|contributions?)"
_REPORT = f"(?: (?:in|within) (?:{_OWN} )*(?:final |written )?(?:reports?|findings|write ?up))"
_SHOWN = "(?:used|shown|quoted|shared|printed|published|included|repeated)"
_BE = "(?:(?:can|may|could|to) )?(?:(?:be|being|are|is) )?"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORDS = f"(?:{_OWN} )*words"
_USING = "(?:us|shar|print|publish|repeat|includ|put)(?:e|t?ing)? (?:of )?"
# What phrases mean, in the order in which they are looked for.
_PHRASES: tuple[tuple[str, ...], ...] = (
    ("", "(?:please )?tick(?: (?:this|the))?(?: box)?(?: if)?", "is it", "y n", "y or n", "yes no",
     "yes or no"),
    ("SAY", "(?:do|does|did) not mind", "no objections?(?: to)?", "no problem with",
     "does not object to"),
    ("ANON", f"without (?:{_OWN} )*names?(?: attached| shown)?", "no names?",
     "names? (?:withheld|removed)", f"names? not (?:be )?{_SHOWN}", "not (?:be )?named",
     "anonymous(?:ly)?", "unnamed"),
    ("NAMED", (f"(?:with|by|beside|under|use|uses|using|show|print|publish) (?:{_OWN} )*names?"
     f"(?: (?:with|beside) (?:{_OWN} )*(?:words|quotes?))?"), f"names? {_BE}{_SHOWN}",
     "(?:be|being) named", "named(?= quot)"),
    ("APPROVE", ("(?:check|ask|show|approve|see|sign off|read|view)(?:s|ed|ing)?"
     rf"(?: (?:with|quot\w+|words|what|all|any|my|your|their|{_WHO}))* "
     "(?:first|before(?:hand)?)(?: (?:(?:they|it) (?:are|is) used|they are published|quoting|"
     f"using {_WORDS}|use|publishing))?")),
    ("archive", ("(?:keep|store|retain|archiv|deposit|reus)(?:e|es|ed|ing|ping)? (?:of )?"
     f"(?:{_OWN} )*{_DATA}"), "archiv(?:e|ed|es|ing|al)",
     "(?:for )?future (?:research|use|studies|projects)", "after the project"),
    ("recontact", r"re ?contact\w*", (f"contact(?:ed|ing)? (?:{_WHO} )?"
     "(?:again|in (?:the )?future|later)"), "(?:may|can|could) (?:we|i) contact you(?: again)?",
     "be contacted(?: again)?", "(?:stay|keep|get|be) in touch(?: again)?",
        "hear from us(?: again)?", "future contact"),
    ("ai_processing", ("(?:use (?:of )?)?(?:ai|artificial intelligence|machine learning|chat ?gpt|"
     "language models?)(?: (?:processing|tools?|software|analysis))*"
     f"(?: (?:on|with|for) (?:{_OWN} )*(?:words|{_DATA}))?")),
    ("recording", "(?:(?:audio|video|sound|voice|tape) )?record(?:ed|ing|ings)?(?: audio)?",
     "audio", "(?:be|being) filmed"),
    ("PHOTO", "photo(?:s|graphs?|graphy|graphed)?", "pictures?"),
    ("analysis", f"(?:{_OWN} )*(?:{_DATA}|words) {_BE}analy[sz]ed", "analys[ei]s", "be analysed",
     f"us(?:e|ing) (?:of )?(?:{_OWN} )*{_DATA}(?!{_REPORT})"),
    ("QUOTE", f"quot(?:e|ing) (?:from )?(?:{_OWN} )*(?:{_SAID}|{_DATA})",
     f"(?:{_OWN} )*(?:{_SAID}|{_DATA}) {_BE}quoted",
     f"{_USING}(?:{_OWN} )+{_SAID}{_REPORT}",
     f"(?:{_OWN} )+{_SAID} {_BE}{_SHOWN}{_REPORT}",
     f"{_USING}what {_WHO} (?:said|say|wrote|write)(?: here| today)?{_REPORT}",
     f"quot(?:e|ing) (?:what|anything|something) {_WHO} (?:said|say|wrote|write)(?: here| today)?",
     (f"(?:us(?:e|ing) (?:of )?)?(?:{_OWN} )*quot(?:e|es|ed|ing|able|ation|ations)"
     f"(?: {_WHO})?(?: {_BE}{_SHOWN}| {_WORDS})?"), f"{_USING}{_WORDS}",
     f"{_WORDS} {_BE}{_SHOWN}"),
    ("take_part", "tak(?:e|es|ing) part", "participat(?:e|es|ing|ion)"),
    ("CONSENT", "consent(?:s|ed|ing)?"),
    ("SAY", "giv(?:e|es|ing) (?:us )?(?:my |your )?permission",
     "(?:ok|okay|happy|fine) if (?:we|you)",
     "agree(?:s|d|ing)?", "permission", "permit(?:s|ted)?", "ok", "okay", "happy", "glad",
     "willing", "fine", "allow(?:s|ed)?", "may", "can", "could", "wants?", "wish(?:es)?",
     "would like"),
    ("NOT", "not", "no", "never", "refus(?:e|es|ed)", "declin(?:e|es|ed)", "objects? to",
     "opt(?:s|ed)? out(?: of)?", "unwilling", "unhappy"),
    ("IF", "if", "once", "after", "only", "provided"),
    ("AND", "and"),
)  # fmt: skip
_LOOK = tuple((re.compile(rf"\b(?:{'|'.join(ways)})\b"), name) for name, *ways in _PHRASES)
_SAY_LITTLE = frozenset(["SAY", "NOT", "IF", "AND", "PHOTO"])  # alone, without words of consent
_FORM = _words(
    """
    form signed given obtained received returned informed written verbal date of on the to is has
    have been i you do does participant y
    """
)
_PLAIN = _FORM | _words(
    """
    am are we us your my me they their them he she his her a an be being for in with that this our
    did had please any all own report reports workshop workshops session sessions study project
    research interview group person people s
    """
)
_WORDS_OF_USE = re.compile(
    r"\b(?:consent\w*|agree(?:s|d|ment)?|permission|permit\w*|ok|okay|happy|(?:may|can|could) we|"
    r"allow\w*|willing|sign(?:ed)?|quot(?:e|es|ed|ing|able|ations?)|words|tak(?:e|ing) part|"
    r"participat\w+|opt(?:ed)? (?:in|out)|refus\w+|declin\w+|objects?|record(?:ed|ing)?|audio|"
    r"video|film(?:ed|ing)?|anonym\w+|archiv\w+|recontact\w*|contact(?:ed|ing)?|ai|not|never|"
    r"publish\w*|approv\w+|(?:check|ask)(?:ed)? (?:with|me|first)|withdr\w+|named in|"
    r"data|shar(?:e|ed|ing)|hear from|mind)\b"
)
_STRONG = re.compile(
    r"\b(?:consent\w*|permission|quot(?:ed|ing|able)|agree(?:s|d)? to|happy (?:to be|for)|"
    r"(?:may|can|could) we|use (?:\w+ )?words)\b"
)
_WITHDRAWN = re.compile(
    r"(?:consent )?(?:withdrawn|withdrew|withdrawal)(?: consent)?(?: on| date)?|"
    r"date (?:of )?(?:withdrawn|withdrawal)"
)
_EXPIRES = re.compile(
    r"(?:consent|permission) (?:expires|expiry|ends?|(?:valid )?until|lasts until)(?: on| date)?"
)


# What a form asks of whoever fills it in, in the words in which one asks leave.
_LEAVE = re.compile(
    r"\b(?:(?:may|can|could) (?:we|i)|(?:happy|ok|okay|fine|willing|content|comfortable) "
    r"(?:for|to|if|that|with (?:us|being|your))|(?:do|would) you (?:agree|consent|mind|allow|"
    r"permit|object)|i (?:agree|consent|give|allow|permit|am|do not|object)|(?:give|have) "
    r"(?:us )?(?:your |my )?(?:permission|consent)|permission (?:to|for)|consent(?:s|ed|ing)? "
    r"(?:to|for)|please (?:tick|do not)|do not (?:quote|use|share|record)|tick)\b"
)
_THEIRS = re.compile(
    r"\b(?:your|my|their|the) (?:\w+ ){0,2}(?:words?|comments?|answers?|responses?|feedback|"
    r"quotes?|quotations?|data|information|views|name|story|stories|contributions?|voice|"
    r"recordings?)\b|\bwhat (?:you|i|they) (?:\w+ )?(?:said|say|wrote|write|told|tell)\b|"
    r"\b(?:be|being) (?:quoted|named|recorded|filmed|contacted|identified|anonymous)\b|"
    r"\b(?:record|film|contact|quote|name|identify) (?:you|me|them)\b|\btak(?:e|ing) part\b"
)
_QUOTED = re.compile(r"\bquot(?:e|es|ed|ing|able|ations?)\b")
_LOOKS_BACK = re.compile(
    r"(?:did|was|were|has|have|had|how|what|why|when|where|who|which|in what|if|do you (?:feel|"
    r"think|know|understand|trust|remember))\b"
)
_OTHERS_DID = re.compile(
    r"(?:did|was|were|has|had) (?!(?:you|participants?|person|s?he|they (?:give|consent|agree))\b)"
)
_OF_OTHER_THINGS = re.compile(
    r"\b(?:quot(?:e|es|ation|ations) (?:ref\w*|id|number|no|price|amount|cost)|(?:price|travel|"
    r"repair|insurance|builder s?|energy) quot\w+|pilot|trial of|take part (?:again|in (?:another|"
    r"a future)))\b"
)


def asks_leave(header: str) -> bool:
    """Tell whether a question asks people whether their words may be used, in doubtful words too.

    A question about what happened to them ("Were you happy with the service?") does not.

    Examples
    --------
    >>> asks_leave("Are you happy for your comments to be shared?")
    True
    >>> asks_leave("Did staff ask permission before sharing your data?")
    False
    """
    words = _plain(header)
    if _LOOKS_BACK.match(words) or _OF_OTHER_THINGS.search(words):
        return False
    if _QUOTED.search(words):
        return True
    return bool(_LEAVE.search(words) and _THEIRS.search(words))


def asks_what_was_done(header: str) -> bool:
    """Tell a question about what others did with people's words from one that asks leave.

    Examples
    --------
    >>> asks_what_was_done("Did they use your answer in their report?")
    True
    >>> asks_what_was_done("May we use your answer in our report?")
    False
    """
    return bool(_OTHERS_DID.match(_plain(header)))


@dataclass(frozen=True)
class Heading:
    """What a column's heading says about consent.

    Attributes
    ----------
    kind
        Consent to uses, a date (when it ends, or when somebody withdrew), something no use of
        the project's is about (photographs), unsettled, or none of these.
    uses
        What it is consent to; for a date the column of the register.
    is_refusal
        Whether a yes below it means no.
    speaks
        Whether it has words of consent at all, understood or not.
    is_strong
        Whether nothing but consent is spoken of in such words.
    """

    kind: Kind
    uses: tuple[str, ...] = ()
    is_refusal: bool = False
    speaks: bool = True
    is_strong: bool = False


def read_heading(header: str) -> Heading:
    """Return what a heading says about consent, going by its words alone.

    Examples
    --------
    >>> read_heading("OK to quote your words (no name)?").uses
    ('anonymous_quote',)
    >>> read_heading("Does not want to be quoted").is_refusal
    True
    >>> read_heading("Quote reference").kind, read_heading("Age band").kind
    ('unsettled', 'other')
    """
    words = _plain(header)
    for use in CONSENT_USES:
        if words in (f"consent {use}".replace("_", " "), use.replace("_", " ")):
            return Heading("consent", (use,), is_strong=words.startswith("consent"))
    if _WITHDRAWN.fullmatch(words):
        return Heading("date", ("withdrawn_on",))
    if _EXPIRES.fullmatch(words):
        return Heading("date", ("consent_expires_on",))
    is_strong = bool(_STRONG.search(words))
    said, left = _take_apart(words)
    found = _understand(said, left)
    if found is not None:
        return Heading(*found, is_strong=is_strong)
    if _WORDS_OF_USE.search(words) or set(said) - _SAY_LITTLE:
        refuses = "NOT" in said
        return Heading("unsettled", is_refusal=refuses, is_strong=is_strong)
    return Heading("other", speaks=False)


def _plain(header: str) -> str:
    """Return a heading's words, in lower case, without contractions and punctuation."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("’", "'")
    text = re.sub(r"n't\b", " not", text.replace("can't", "can not").replace("won't", "will not"))
    text = text.replace("cannot", "can not").replace("i'm", "i am")
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def _take_apart(words: str) -> tuple[list[str], set[str]]:
    """Return the meanings in a heading in their order, and the words that are left over."""
    text = f" {words} "
    for pattern, name in _LOOK:
        text = pattern.sub(f" <{name}> " if name else " ", text)
    parts = text.split()
    return (
        [part[1:-1] for part in parts if part.startswith("<")],
        {part for part in parts if not part.startswith("<")},
    )


def _understand(said: list[str], left: set[str]) -> tuple[Kind, tuple[str, ...], bool] | None:
    """Return kind, uses and whether it is a refusal; None where any doubt is left."""
    if left - _PLAIN or said.count("NOT") > 1:
        return None
    refuses = "NOT" in said
    core = [part for part in said if part not in ("SAY", "CONSENT", "NOT")]
    if not core:
        bare = "CONSENT" in said and not left - _FORM
        return ("consent", ("take_part",), refuses) if bare else None
    if "PHOTO" in core:
        core = [part for part in core if part != "PHOTO"]
        if core in ([], ["AND"]):
            return "no use", (), False
        if "AND" not in core or refuses:
            return None
        core = [part for part in core if part != "AND"]
    if core[:1] == ["AND"] or core[-1:] == ["AND"]:
        return None
    uses = _uses(core)
    if not uses or (refuses and len(uses) > 1):
        return None
    return "consent", uses, refuses


def _uses(core: list[str]) -> tuple[str, ...]:
    """Return the uses that meanings in their order stand for; none where it is not sure."""
    names = set(core)
    if "APPROVE" in names:
        if core in (["APPROVE"], ["APPROVE", "QUOTE"]):
            return ("approve_first",)
        quotes = [part for part in core if part != "ANON"]
        return ("anonymous_quote", "approve_first") if quotes in (
            ["QUOTE", "IF", "APPROVE"], ["QUOTE", "IF", "IF", "APPROVE"],
        ) else ()  # fmt: skip
    if "IF" in names:
        return ()
    quoting = names & {"QUOTE", "ANON", "NAMED"}
    if quoting:
        if names != quoting or quoting >= {"ANON", "NAMED"} or quoting == {"ANON"}:
            return ()
        return ("named_quote",) if "NAMED" in quoting else ("anonymous_quote",)
    uses = [part for part in core if part != "AND"]
    joined = len(core) == 2 * len(uses) - 1 and all(part == "AND" for part in core[1::2])
    return tuple(dict.fromkeys(uses)) if joined or len(set(uses)) == 1 else ()
