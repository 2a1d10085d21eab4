"""Labels that name a benefit, a topic or a service, and so begin words rather than a turn.

"Universal Credit: they lost my form" is a note about Universal Credit. A benefit or a topic
never speaks. A service may ("Shelter: we see it weekly"), so of those only the reader of a
file can tell, by the turns around it.
"""

from __future__ import annotations

from insights.sources.recognise import fold

# Words no person is called by: a label that ends in one is a thing.
_THINGS = frozenset(
    ["allowance", "allowances", "appeal", "appeals", "appointment", "appointments", "arrears",
     "assessment", "assessments", "bailiffs", "broadband", "budgeting", "buses",
     "childcare", "communication", "confidence", "credit", "credits", "debt", "debts", "diagnosis",
     "discharge", "eligibility", "employment", "energy", "evictions", "foodbanks", "form", "forms",
     "fund", "funding", "funds", "furniture", "gambling", "gas", "health", "heating", "helplines",
     "homelessness", "housing", "income", "insurance", "internet", "isolation", "language",
     "letters", "literacy", "loans", "loneliness", "medication", "mortgage", "mortgages",
     "overdraft", "overdrafts", "overpayment", "overpayments", "paperwork", "parking", "payment",
     "payments", "pension", "pensions", "prescriptions", "privacy", "referral", "referrals",
     "rent", "repayments", "sanction", "sanctions", "savings", "scams", "scheme", "schemes",
     "shame", "sleep", "spending", "stigma", "stress", "tax", "taxes", "technology", "therapy",
     "trains", "transport", "travel", "tribunal", "tribunals", "utilities",
     "wages", "waiting", "websites", "wellbeing"]
)  # fmt: skip
_CALLED = frozenset(
    ["bank account", "bank accounts", "bills", "breathing space", "bus pass", "debt relief order",
     "energy bills", "food bank", "food banks", "jobs", "mental health", "phone calls",
     "waiting list", "waiting lists", "waiting times"]
)  # fmt: skip
# As acronyms they are benefits; written otherwise ("Pip", "Esa") they are people.
_ACRONYMS = frozenset(["DHP", "DLA", "ESA", "JSA", "LCWRA", "PIP"])
_SERVICES = frozenset(
    ["agency", "association", "authority", "bureau", "centre", "clinic", "college",
     "council", "department", "helpline", "hospital", "jobcentre", "jobcentres", "office",
     "pharmacy", "police", "samaritans", "school", "service", "services", "shelter", "society",
     "stepchange", "surgery", "team", "university"]
)  # fmt: skip
_SERVICE_NAMES = frozenset(
    ["age uk", "bank", "crisis house", "job centre", "mind", "moneyhelper", "national debtline",
     "social care", "step change", "talking therapies", "turn2us"]
)  # fmt: skip
_SERVICE_ACRONYMS = frozenset(
    ["CAB", "CAMHS", "CMHT", "DVLA", "DWP", "GP", "HMRC", "IAPT", "NHS", "UC"]
)


def is_topic(label: str) -> bool:
    """Tell whether a label names a benefit or a topic, which nobody can be called.

    Examples
    --------
    >>> is_topic("Universal Credit"), is_topic("PIP"), is_topic("Pip"), is_topic("Grant")
    (True, True, False, False)
    """
    return _is_among(label, _THINGS, _CALLED, _ACRONYMS)


def is_service(label: str) -> bool:
    """Tell whether a label names a service: words about it, or somebody who works there.

    Examples
    --------
    >>> is_service("Jobcentre"), is_service("Leeds City Council"), is_service("Callum")
    (True, True, False)
    """
    return _is_among(label, _SERVICES, _SERVICE_NAMES, _SERVICE_ACRONYMS)


def _is_among(
    label: str, last_words: frozenset[str], names: frozenset[str], acronyms: frozenset[str]
) -> bool:
    folded = fold(label)
    parts = folded.split()
    return label in acronyms or folded in names or (bool(parts) and parts[-1] in last_words)
