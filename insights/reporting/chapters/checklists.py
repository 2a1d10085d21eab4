"""COREQ and GRIPP2, item by item: what the records say, and blanks where they say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from insights.reporting.cells import rows_of, text_of
from insights.reporting.chapters.codebook_chapter import say_unrecorded
from insights.reporting.chapters.desk import Desk
from insights.reporting.chapters.people import invitations, meetings_held, n_heard, say_people
from insights.reporting.document import Block, Cell, Table
from insights.reporting.wording import capitalised, counted_noun, full_stop, in_words, listed


class Item(NamedTuple):
    """One item of a checklist: its short name, and what would have to be written down for it."""

    name: str
    wants: str


# The 32 items of COREQ (Tong, Sainsbury & Craig 2007), by their short names.
COREQ = (
    Item("Interviewer or facilitator", "Who led each session."),
    Item("Credentials", "The facilitators’ qualifications."),
    Item("Occupation", "Their occupation at the time."),
    Item("Gender", "Their gender, if they agree to it."),
    Item("Experience and training", "What had prepared them."),
    Item("Relationship established", "Whether they knew anybody before."),
    Item("Participant knowledge of the interviewer", "What people had been told about them."),
    Item("Interviewer characteristics", "Their interests and assumptions, in their own words."),
    Item("Methodological orientation and theory", "The theory behind the approach."),
    Item("Sampling", "How people were chosen."),
    Item("Method of approach", "How people were asked."),
    Item("Sample size", "How many took part."),
    Item("Non-participation", "Why people declined or left."),
    Item("Setting of data collection", "The place of each session."),
    Item("Presence of non-participants", "Who else was in the room."),
    Item("Description of sample", "What matters about who took part."),
    Item("Interview guide", "Whether the questions were tried out first."),
    Item("Repeat interviews", "Whether anybody was to be heard more than once."),
    Item("Audio or visual recording", "Whether sessions were recorded."),
    Item("Field notes", "When the notes were made, and by whom."),
    Item("Duration", "How long each session lasted."),
    Item("Data saturation", "Whether saturation was discussed."),
    Item("Transcripts returned", "Whether people saw the notes of what they said."),
    Item("Number of data coders", "Who coded."),
    Item("Description of the coding tree", "The codebook."),
    Item("Derivation of themes", "Whether themes were set before or after reading."),
    Item("Software", "What was used."),
    Item("Participant checking", "What people said when findings were read back."),
    Item("Quotations presented", "Quotes, with their source."),
    Item("Data and findings consistent", "A reader’s judgement."),
    Item("Clarity of major themes", "The findings."),
    Item("Clarity of minor themes", "Diverse cases."),
)
# The five items of the GRIPP2 short form (Staniszewska et al. 2017).
GRIPP2 = (
    Item("Aim of involvement", "What involving people was meant to achieve."),
    Item("Methods of involvement", "How people were involved, stage by stage."),
    Item("Results of involvement", "What involvement changed, for good or ill."),
    Item("Discussion and conclusions on involvement", "How far it influenced the work."),
    Item("Reflections and critical perspective", "What went well, what did not, what was learnt."),
)


def compose_checklists(desk: Desk) -> list[Block]:
    """Return both checklists as tables; an empty cell waits for the team.

    What no file says can be said in project.toml, by the item's number: it stands as the
    team's own statement, between quotation marks.
    """
    return [
        _table(desk, "COREQ: 32 items for reports of qualitative work", "coreq", COREQ,
               _coreq(desk)),
        _table(desk, "GRIPP2 short form: how the public was involved", "gripp2", GRIPP2,
               _gripp(desk)),
    ]  # fmt: skip


def _table(
    desk: Desk, caption: str, key: str, items: tuple[Item, ...], known: dict[str, str]
) -> Table:
    given = desk.material.project.about.get(key)
    stated = {str(n): text_of(words) for n, words in given.items()} if isinstance(
        given, Mapping
    ) else {}  # fmt: skip
    rows, n_blank, n_part = [], 0, 0
    for number, item in enumerate(items, start=1):
        words = [full_stop(known.get(item.name, ""))]
        if stated.get(str(number)):
            words.append(f"The team says: “{stated[str(number)].rstrip('.')}”.")
        told = " ".join(word for word in words if word)
        whole = _is_whole(desk, item.name) or str(number) in stated
        n_blank += not told
        n_part += bool(told) and not whole
        rows.append((
            Cell((f"{number}. {item.name}",), strong=True),
            Cell((told,)) if told else Cell(),
            Cell() if told and whole else Cell((item.wants,)),
        ))  # fmt: skip
    n_whole = len(items) - n_blank - n_part
    return Table(
        caption,
        ("Item", "What the records say", "Still to be said"),
        tuple(rows),
        note=f"Of {len(items)} items the records answer {in_words(n_whole)}, "
        f"{in_words(n_part)} in part and {in_words(n_blank)} not at all. "
        f"What is missing goes into project.toml, under [project.{key}], by the item’s number.",
        style="wide",
    )


# Items to which nothing has to be added where the records say anything.
_WHOLE = frozenset((
    "Sample size", "Number of data coders", "Description of the coding tree",
    "Software", "Quotations presented", "Clarity of major themes",
    "Clarity of minor themes", "Methods of involvement", "Results of involvement",
))  # fmt: skip


def _is_whole(desk: Desk, name: str) -> bool:
    if name == "Description of the coding tree" and say_unrecorded(desk):
        return False
    return name in _WHOLE


def _coreq(desk: Desk) -> dict[str, str]:
    return {**_team_and_design(desk), **_collection(desk), **_analysis(desk)}


def _team_and_design(desk: Desk) -> dict[str, str]:
    material = desk.material
    attributes = [
        name.replace("_", " ") for name in ("age_band", "area", "region", "first_language",
                                            "organisation", "role")
        if name in material.participants.columns
        and material.participants[name].map(text_of).str.strip().any()
    ]  # fmt: skip
    register = (
        f"By group, under “Sample”. The register also holds {listed(attributes)}: this report "
        "gives none of them"
        if attributes else "By group alone, under “Sample”"
    )  # fmt: skip
    return {
        "Interviewer or facilitator": _led(desk),
        "Methodological orientation and theory":
            f"Declared approach: {material.project.approach}. No theory is named",
        "Sample size": _sample_size(desk),
        "Non-participation": _non_participation(desk),
        "Setting of data collection": _settings_met(desk),
        "Description of sample": register if desk.people else "",
    }  # fmt: skip


def _led(desk: Desk) -> str:
    """Return how many people led the sessions, and each session; who they are is the team's."""
    sessions = [s for s in desk.material.project.sessions if s.facilitators]
    if not sessions:
        return ""
    n = len({one for session in sessions for one in session.facilitators})
    by_number: dict[int, list[str]] = {}
    for session in sessions:
        by_number.setdefault(len(set(session.facilitators)), []).append(
            f"“{session.title or session.session_id}”"
        )
    each = listed(
        f"{listed(titles)} by {in_words(number)}" for number, titles in sorted(by_number.items())
    )
    people = capitalised(counted_noun(n, "person", "people"))
    return f"{people} led sessions: {each}. Their names are not given here"


def _settings_met(desk: Desk) -> str:
    """Return how people met, meeting by meeting; forms, tests and rounds apart."""
    met, elsewhere = meetings_held(desk), set()
    modes: dict[str, set[str]] = {}
    for row in rows_of(desk.material.sessions):
        session_id, mode = text_of(row["session_id"]), text_of(row["mode"])
        if session_id not in met:
            elsewhere.add(session_id)
        elif mode:
            modes.setdefault(mode, set()).add(session_id)
    if not modes:
        return ""
    told = listed(
        f"{mode} in {counted_noun(len(ids), 'session')}" for mode, ids in sorted(modes.items())
    )
    others = " Forms, tests and rounds of feedback stand apart." if elsewhere - {""} else ""
    return f"People met {told}.{others} The places are not on record"


def _sample_size(desk: Desk) -> str:
    if not desk.people:
        return ""
    n_people = n_heard(desk)
    groups = [
        say_people(desk, group, len(desk.people[group]))
        for group in desk.material.groups if desk.people.get(group)
    ]  # fmt: skip
    whole = "people" if n_people is None else counted_noun(n_people, "person", "people")
    return f"{capitalised(whole)} heard: {listed(groups)}"


def _non_participation(desk: Desk) -> str:
    told = []
    for group, number in invitations(desk).items():
        heard = len(desk.perspectives.get(group, ()))
        if heard >= desk.settings.smallest_group:
            told.append(f"{heard:,} of {number:,} {desk.words(group)} who were invited were heard")
    return f"{capitalised(listed(told))}. Reasons are not on record" if told else ""


def _collection(desk: Desk) -> dict[str, str]:
    material = desk.material
    sources = rows_of(material.sources)
    n_kind = {
        kind: sum(text_of(row["kind"]) == kind for row in sources)
        for kind in ("notes", "transcript")
    }
    n_asked = sum(
        bool(text_of(row["activity"]) or text_of(row["prompt"]))
        for row in rows_of(material.sessions)
    )
    return {
        "Interview guide": f"{capitalised(counted_noun(n_asked, 'prompt'))} "
        f"{'is' if n_asked == 1 else 'are'} listed under “What was asked”" if n_asked else "",
        "Repeat interviews": _repeated(desk),
        "Audio or visual recording": _recorded(n_kind["transcript"], len(sources)),
        "Field notes": f"{capitalised(counted_noun(n_kind['notes'], 'file'))} of notes"
        if n_kind["notes"] else "",
        "Data saturation": "Not claimed. “Coverage” shows how many codes each further session adds"
        if len(material.new_codes) else "",
    }  # fmt: skip


def _repeated(desk: Desk) -> str:
    """Return how many people came more than once, to sessions and tests; forms are neither."""
    material = desk.material
    held = meetings_held(desk) | {
        text_of(row["session_id"]) for row in rows_of(material.sessions)
        if text_of(row["purpose"]) == "test"
    }  # fmt: skip
    sessions: dict[str, set[str]] = {}
    led = set()
    for row in material.excerpt.values():
        key = (text_of(row["participant_id"]), text_of(row["session_id"]))
        if text_of(row["speaker"]) == "facilitator":
            led.add(key)
        elif key[0]:
            sessions.setdefault(key[0], set()).add(key[1])
    for row in rows_of(material.attendance):
        key = (text_of(row["participant_id"]), text_of(row["session_id"]))
        if key[0] in sessions and key not in led:
            sessions[key[0]].add(key[1])
    if not sessions:
        return ""
    n, n_all = sum(len(came & held) > 1 for came in sessions.values()), n_heard(desk)
    few = 0 < n < desk.settings.small_number or n_all is None
    told = "A few" if few and n else f"{n:,}"
    of = "the people heard" if n_all is None else f"{n_all:,} people"
    return (
        f"{told} of {of} are on record at more than one session or test. Forms and rounds of "
        "feedback are not counted"
    )


def _recorded(n_transcripts: int, n_sources: int) -> str:
    if not n_sources:
        return ""
    kept = "Whether anything was recorded, and what was kept, is not on record"
    if not n_transcripts:
        return f"No transcript is among the files: all is from notes, forms or boards. {kept}"
    verb = "is a transcript" if n_transcripts == 1 else "are transcripts"
    return (
        f"{n_transcripts:,} of {counted_noun(n_sources, 'file')} {verb}. What was kept of the "
        "recording is not on record"
    )


def _analysis(desk: Desk) -> dict[str, str]:
    material = desk.material
    coders = {text_of(coder) for coder in material.codings["coder"]} - {"", "machine"}
    minor = [name for name, there in (
        ("single voices", len(material.single_voices)), ("negative cases",
                                                         len(material.negative_cases)),
    ) if there]  # fmt: skip
    n = len(desk.findings)
    return {
        "Number of data coders": f"{capitalised(counted_noun(len(coders), 'person', 'people'))}, "
        "beside software that only suggests; see “Who coded”" if coders else "",
        "Description of the coding tree": " ".join((
            "Under “Codebook”, each code with its version.", say_unrecorded(desk),
        )) if len(material.codes) else "",
        "Derivation of themes": "People wrote the themes into the codebook; software made none"
        if len(material.codes) else "",
        "Software": "Coproduction insights, for masking, suggestions and counts; versions below",
        "Participant checking": say_member_check(desk),
        "Quotations presented": "Yes. Each has its group, its file and its place. No number "
        "stands for a person, so that nobody’s words can be put together"
        if len(material.excerpts) else "",
        "Data and findings consistent": "Each claim opens the excerpts it rests on; evidence.csv "
        "has them all" if n else "",
        "Clarity of major themes": f"{capitalised(counted_noun(n, 'finding'))}, under “Findings”"
        if n else "",
        "Clarity of minor themes": f"Under {listed(f'“{capitalised(name)}”' for name in minor)}"
        if minor else "",
    }  # fmt: skip


def say_member_check(desk: Desk) -> str:
    """Return whether findings were read back to people, as far as the records say it."""
    checks = rows_of(desk.material.member_checks)
    if checks:
        themes = {(text_of(row["theme"]), text_of(row["prompt_kind"])) for row in checks}
        n = len(themes)
        return (
            f"{capitalised(counted_noun(n, 'theme'))} {'was' if n == 1 else 'were'} read back to "
            "people; what they said stands with each finding"
        )
    declared = desk.material.project.about.get("member_check")
    if declared is None:
        return ""
    if not declared:
        return "Not done yet: the project says that findings were not read back to people"
    return (
        "The project says that findings were read back to both groups. What people said of them "
        "is not on record"
    )


def _gripp(desk: Desk) -> dict[str, str]:
    about = desk.material.project.about
    rung, changed = about.get("rung"), about.get("what_changed")
    methods = (
        " ".join(f"{capitalised(str(stage))}: “{text_of(words)}”." for stage, words in rung.items())
        if isinstance(rung, Mapping) else f"“{text_of(rung)}”." if text_of(rung) else ""
    )  # fmt: skip
    results = changed if isinstance(changed, str) else " ".join(map(text_of, changed or ()))
    made = [
        row for row in rows_of(desk.material.feedback_trail) if text_of(row["state"]) == "changed"
    ]
    told = [f"The team says: “{results.rstrip('.')}”."] if results.strip() else []
    if made:
        n = len(made)
        told.append(
            f"{capitalised(counted_noun(n, 'change'))} to drafts "
            f"{'answers' if n == 1 else 'answer'} feedback."
        )
    return {
        "Methods of involvement": methods,
        "Results of involvement": " ".join(told),
        "Reflections and critical perspective": "What people said of taking part stands under "
        "“Taking part”" if len(desk.material.process) else "",
    }  # fmt: skip
