"""COREQ and GRIPP2, item by item: what the records say, and blanks where they say nothing."""

from __future__ import annotations

from insights.reporting.cells import rows_of, text_of
from insights.reporting.desk import Desk
from insights.reporting.document import Block, Cell, Table
from insights.reporting.wording import counted_noun, listed

_BLANK = ""

# The 32 items of COREQ (Tong, Sainsbury & Craig 2007), by their short names.
COREQ = (
    "Interviewer or facilitator", "Credentials", "Occupation", "Gender",
    "Experience and training", "Relationship established",
    "Participant knowledge of the interviewer", "Interviewer characteristics",
    "Methodological orientation and theory", "Sampling", "Method of approach", "Sample size",
    "Non-participation", "Setting of data collection", "Presence of non-participants",
    "Description of sample", "Interview guide", "Repeat interviews", "Audio or visual recording",
    "Field notes", "Duration", "Data saturation", "Transcripts returned",
    "Number of data coders", "Description of the coding tree", "Derivation of themes",
    "Software", "Participant checking", "Quotations presented",
    "Data and findings consistent", "Clarity of major themes", "Clarity of minor themes",
)  # fmt: skip
# The five items of the GRIPP2 short form (Staniszewska et al. 2017).
GRIPP2 = (
    "Aim of involvement", "Methods of involvement", "Results of involvement",
    "Discussion and conclusions on involvement", "Reflections and critical perspective",
)  # fmt: skip


def compose_checklists(desk: Desk) -> list[Block]:
    """Return both checklists as tables; an empty cell waits for the team."""
    return [
        _table("COREQ: 32 items for reports of qualitative work", COREQ, _coreq(desk)),
        _table("GRIPP2 short form: how the public was involved", GRIPP2, _gripp(desk)),
    ]


def _table(caption: str, items: tuple[str, ...], known: dict[str, str]) -> Table:
    n_blank = sum(not known.get(item) for item in items)
    return Table(
        caption,
        ("Item", "What the records say"),
        tuple(
            (
                Cell((f"{number}. {item}",), strong=True),
                Cell((known[item],)) if known.get(item) else Cell(),
            )
            for number, item in enumerate(items, start=1)
        ),
        note=f"The records do not say {n_blank} of {len(items)}: they are for the team to fill in.",
    )


def _coreq(desk: Desk) -> dict[str, str]:
    material = desk.material
    sources, about = rows_of(material.sources), material.project.about
    kinds = sorted({text_of(row["kind"]) for row in sources})
    n_people = len(set().union(*desk.people.values())) if desk.people else 0
    coders = {text_of(coder) for coder in material.codings["coder"]} - {"", "machine"}
    facilitators = {f for session in material.project.sessions for f in session.facilitators}
    invited = about.get("invited")
    prompts = {text_of(row["prompt"]) for row in rows_of(material.sessions)} - {""}
    modes = {text_of(mode) for mode in material.sessions["mode"]} - {""}
    quoted = "Yes: each with its group, its file and its place."
    return {
        "Interviewer or facilitator": counted_noun(len(facilitators), "facilitator") + " on record"
        if facilitators else _BLANK,
        "Methodological orientation and theory": f"Declared approach: {material.project.approach}",
        "Sample size": counted_noun(n_people, "person", "people") if n_people else _BLANK,
        "Non-participation": _non_participation(desk) if isinstance(invited, dict) else _BLANK,
        "Setting of data collection": listed(sorted(modes)).capitalize() if modes else _BLANK,
        "Description of sample": "By group, in the chapter on the sample" if n_people else _BLANK,
        "Interview guide": f"{counted_noun(len(prompts), 'prompt')} on record" if prompts
        else _BLANK,
        "Field notes": "Workshop notes" if "notes" in kinds else _BLANK,
        "Number of data coders": str(len(coders)) if coders else _BLANK,
        "Description of the coding tree": "In the chapter on the codebook"
        if len(material.codes) else _BLANK,
        "Software": "Coproduction insights; versions stand in manifest.json",
        "Participant checking": "Findings were taken back to participants"
        if about.get("member_check") else _BLANK,
        "Quotations presented": quoted if len(material.excerpts) else _BLANK,
    }  # fmt: skip


def _non_participation(desk: Desk) -> str:
    invited = desk.material.project.about.get("invited")
    assert isinstance(invited, dict)
    told = []
    for group, number in invited.items():
        key = desk.material.project.perspective_of(str(group)) or str(group)
        heard = len(desk.people.get(key, ()))
        if isinstance(number, int) and heard >= desk.settings.smallest_group:
            told.append(f"{heard} of {number} {desk.words(key)} invited were heard")
    return listed(told)


def _gripp(desk: Desk) -> dict[str, str]:
    about = desk.material.project.about
    rung, changed = about.get("rung"), about.get("what_changed")
    methods = (
        " ".join(f"“{stage}: {text_of(words)}”." for stage, words in rung.items())
        if isinstance(rung, dict) else text_of(rung)
    )  # fmt: skip
    results = changed if isinstance(changed, str) else " ".join(map(text_of, changed or ()))
    return {
        "Aim of involvement": desk.material.project.question.strip(),
        "Methods of involvement": methods,
        "Results of involvement": results,
    }
