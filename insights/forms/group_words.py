"""What a word for a group says: one that is known, one that can be guessed, or no group at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from insights.project.spelling import fold_group

if TYPE_CHECKING:
    from insights.project import Project

_BEHIND = re.compile(
    r"(?<=\w) (?:with|of|from|for|at|in|on|to|who|whose|that|working|supporting|using|based|and) .*"
)
_PARTS = re.compile(r" ?[/&+] ?| and (?:an? )?| or (?:an? )?|, ?")
_OTHER = re.compile(r"others?\s*[:,(–—-]")
_NO_GROUP = frozenset(
    ["other", "others", "other please specify", "other please say", "other please state",
     "something else", "none", "none of these", "none of the above", "neither", "prefer not to say",
     "rather not say", "prefer not to answer", "would rather not say", "not sure", "dont know",
     "do not know", "not known", "unknown", "not stated", "not given", "not applicable", "n a",
     "na", "tbc", "blank", "no answer", "no response", "anonymous", "skip", "skipped", "nil"]
)  # fmt: skip
# Said of oneself in a column for groups, these leave nothing to guess.
_PLAIN: dict[str, tuple[str, ...]] = {
    "lived_experience": (
        "lived experience", "person with lived experience", "someone with lived experience",
        "individual with lived experience", "participant with lived experience",
        "i have lived experience", "with lived experience", "own experience", "my own experience",
        "from my own experience", "expert by experience", "expert through experience",
        "expert with experience", "lived experience expert", "lived experience participant",
        "service user", "user of service", "user of the service", "i use service",
        "i use the service", "i use this service", "patient", "le", "ebe",
    ),
    "professional": (
        "professional", "as a professional", "health professional", "healthcare professional",
        "health care professional", "social care professional", "health and care professional",
        "staff", "member of staff", "staff member", "employee", "practitioner", "clinician",
        "nurse", "practice nurse", "doctor", "gp", "general practitioner", "social worker",
        "support worker", "link worker", "social prescribing link worker", "splw",
        "social prescriber", "case worker", "caseworker", "key worker", "care coordinator",
        "commissioner", "psychologist", "psychiatrist", "pharmacist", "occupational therapist",
        "i work in service", "i work in the service", "i work for the service",
        "i work in this service", "i work here",
    ),
    "both": ("both", "professional with lived experience", "staff with lived experience"),
    "carer": (
        "carer", "unpaid carer", "family carer", "family", "family member", "relative",
        "on behalf of someone else", "i care for someone", "i care for someone who use it",
        "i care for someone who use the service", "carer or family member",
        "family member or carer", "friend or family", "family or friend",
    ),
}  # fmt: skip
_LIVED = (
    "tenant", "resident", "leaseholder", "customer", "client", "patient", "user", "claimant",
    "survivor", "public", "citizen", "student", "pupil", "learner", "youth", "inpatient",
    "outpatient", "expert by experience", "young person", "young people", "service user",
    "care leaver", "asylum seeker", "refugee", "prisoner", "passenger", "jobseeker", "lodger",
)  # fmt: skip
_PROFESSIONAL = (
    "officer", "worker", "nurse", "gp", "doctor", "clinician", "consultant", "therapist",
    "psychologist", "psychiatrist", "counsellor", "manager", "staff", "employee", "practitioner",
    "commissioner", "coordinator", "adviser", "advisor", "teacher", "tutor", "lecturer",
    "pharmacist", "midwife", "health visitor", "paramedic", "professional", "provider",
    "navigator", "prescriber", "surveyor", "inspector", "receptionist", "caseworker", "clerk",
    "administrator", "director", "planner", "physiotherapist", "dentist", "surgeon", "solicitor",
    "keyworker", "team", "team member", "nhs", "council", "charity", "organisation", "librarian",
    "warden", "caretaker", "supervisor", "trainer", "matron", "sister", "lead", "executive",
    "letting agent", "estate agent", "probation officer", "police officer", "housing agent",
)  # fmt: skip
_CARER = ("carer", "relative", "family", "family member", "guardian", "next of kin", "spouse")
# Kinds of people of whom nobody can say from outside what they speak for.
_UNCLEAR = (
    "volunteer", "trustee", "councillor", "landlord", "parent", "neighbour", "friend", "partner",
    "member", "advocate", "farmer", "shopkeeper", "business", "ally", "supporter", "researcher",
    "academic", "mum", "dad", "mother", "father", "grandparent", "peer", "sector", "participant",
    "governor", "chair", "donor", "representative", "individual", "person", "someone", "adult",
    "child", "children", "stakeholder", "foster carer", "kinship carer", "respondent", "visitor",
)  # fmt: skip
_PAID = re.compile(
    r"\b(?:paid|professional|domiciliary|agency)\b.*\bcarer$|\bcare (?:worker|home)\b"
)
_PEER = re.compile(
    r"\b(?:peer|lived experience)\b.*\b(?:worker|practitioner|mentor|supporter|lead|coach|staff)$"
)
_WORKS = re.compile(r"\b(?:i|who|someone who) (?:work|am employed)\b")


def is_no_group(words: str) -> bool:
    """Tell an answer that names no group: nothing, "Other", "Prefer not to say".

    Examples
    --------
    >>> [is_no_group(word) for word in ("", "Other (please specify)", "N/A", "Tenant")]
    [True, True, True, False]
    """
    plain = re.sub(r"['’]", "", words.casefold()).strip()
    bare = " ".join(re.sub(r"[\W_]+", " ", plain).split())
    return not bare or bare in _NO_GROUP or _OTHER.match(plain) is not None


def group_of(project: Project, words: str) -> str | None:
    """Return the perspective of a word in a column that holds groups, or None.

    What project.toml says counts first; then what can be meant in one way only.
    """
    if is_no_group(words):
        return None
    return project.perspective_of(words) or _BY_PLAIN.get(fold_group(words))


def guess_group(words: str) -> str | None:
    """Return the perspective that a word probably stands for, or None: for a person to judge.

    Examples
    --------
    >>> guess_group("Housing officers"), guess_group("Tenant"), guess_group("volunteer")
    ('professional', 'lived_experience', None)
    """
    folded = fold_group(words)
    if folded in _BY_PLAIN:
        return _BY_PLAIN[folded]
    if _PEER.search(folded):
        return "both"
    parts = [part for part in _PARTS.split(folded) if part]
    if len(parts) > 1:
        guesses = {guess_group(part) for part in parts}
        if guesses == {"lived_experience", "professional"}:
            return "both"
        return guesses.pop() if len(guesses) == 1 else None
    if _PAID.search(folded) or _WORKS.search(folded):
        return "professional"
    if re.search(r"\blived experience\b|\bi use\b", folded):
        return "lived_experience"
    if re.search(r"\bi care for\b", folded):
        return "carer"
    if re.match(r"member of (?:the |a )?(?:\w+ )?(?:public|community)$", folded):
        return "lived_experience"
    if re.match(r"(?:member of|work \w+) ", folded):
        return "professional" if _ends_in(folded, _PROFESSIONAL) else None
    head = _BEHIND.sub("", folded)
    for ends, perspective in (
        (_UNCLEAR, None), (_PROFESSIONAL, "professional"), (_CARER, "carer"),
        (_LIVED, "lived_experience"),
    ):  # fmt: skip
        if _ends_in(head, ends):
            return perspective
    return None


def names_people(words: str) -> bool:
    """Tell whether a word says what kind of person somebody is, whichever group that is.

    Examples
    --------
    >>> [names_people(word) for word in ("Volunteers", "Housing officer", "Camden", "Yes")]
    [True, True, False, False]
    """
    if is_no_group(words):
        return False
    folded = fold_group(words)
    if folded in _BY_PLAIN or guess_group(words) is not None:
        return True
    parts = [_BEHIND.sub("", part) for part in _PARTS.split(folded) if part]
    return bool(parts) and all(
        _ends_in(part, (*_UNCLEAR, *_LIVED, *_PROFESSIONAL, *_CARER)) for part in parts
    )


# Many people at once, or none: "Team 2" is no person.
_MANY = frozenset(
    ["team", "group", "staff team", "council", "charity", "organisation", "nhs", "family", "youth",
     "public", "young people", "children", "sector", "business", "lived experience", "experience",
     "own experience", "my own experience", "both"]
)  # fmt: skip


def is_one_of_a_group(words: str) -> bool:
    """Tell whether a word before a number means one person of a kind: "Tenant 2".

    Examples
    --------
    >>> [is_one_of_a_group(word) for word in ("Tenant", "Housing officer", "Nurses", "Team")]
    [True, True, False, False]
    """
    folded = " ".join(words.casefold().split())
    head = folded.rpartition(" ")[2]
    if folded in _MANY or head in _MANY or (head.endswith("s") and not head.endswith("ss")):
        return False
    return names_people(words)


def _ends_in(folded: str, heads: tuple[str, ...]) -> bool:
    return any(folded == head or folded.endswith(f" {head}") for head in heads)


_BY_PLAIN = {
    fold_group(word): perspective for perspective, words in _PLAIN.items() for word in words
}
