"""A synthetic project to report on: two groups of eight, six themes, a codebook, decisions.

Everything is invented. The other tests of the reporting room build on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insights import tables
from insights.project import Project
from insights.reporting import ReportMaterial, draft_findings, draft_recommendations

LIVED, PROFESSIONAL = "lived_experience", "professional"
PROJECT = Project(
    name="demo",
    root=Path("demo"),
    title="What should the money and mental health toolkit do?",
    commissioner="Northbridge Integrated Care Board",
    fictional=True,
    components={"log": "Log of appointments", "navigation": "Finding local support"},
    about={
        "decision_asked": [
            "Fund a six-month pilot of the log in two practices",
            "Agree who keeps the page of local services up to date",
        ],
        "invited": {"lived experience": 12, "professional": 10},
        "missing": ["Carers", "People under 25"],
        "report_on": "2026-05-29",
        "contact": "The toolkit team, through Northbridge Mind and Money.",
    },
)

# theme, code, kind, [(person, words, and how they stand to it where not in favour)]
SAID: list[tuple[str, str, str, list[tuple[str, ...]]]] = [
    ("Telling the story again", "c_story", "problem", [
        ("L1", "Every new person, I start from the beginning, and every time it costs me a day."),
        ("L2", "I told it to four services in one month and the fifth asked me to write it down."),
        ("L3", "You go in for help with a bill and you end up going through your whole life."),
        ("L4", "By the third time I left things out, just to get to the end of it."),
        ("L5", "I have a carrier bag of letters because nobody keeps what I said last time."),
        ("L6", "It’s the repeating that wears you down, more than the debt."),
        ("L7", "They look at the screen and ask me what happened, and it’s all on the screen."),
        ("L8", "For me it was fine, I’d rather say it myself than have it read out.", "opposes"),
        ("P1", "We ask the same things three times because our systems don’t speak to each other."),
        ("P2", "People arrive tired of us before we’ve started."),
        ("", "Several people nodded: “same story, new desk”."),
    ]),
    ("When to bring up money", "c_when", "problem", [
        ("L1", "In week one I’ll say I’m fine. Ask me when I’ve stopped shaking.", "opposes"),
        ("L3", "Being asked cold made me lie.", "opposes"),
        ("L4", "Nobody asked me at all, and I wish they had, straight away."),
        ("L6", "I need to know you first.", "opposes"),
        ("P1", "By then there’s a bailiff booked. I’d rather ask early and get it wrong."),
        ("P3", "A money question belongs in the first appointment, like smoking."),
        ("P4", "Early, always. Late costs them the tenancy."),
        ("P5", "I ask at the first visit and say why I’m asking."),
        ("P6", "It’s one question on the form; it should be asked first."),
    ]),
    ("Brown envelopes and shame", "c_shame", "problem", [
        ("L1", "I put them in the oven so I wouldn’t see them."),
        ("L2", "Shame, mostly. You’d rather say you’re ill than say you’re broke."),
        ("L4", "I couldn’t open the door to the postman."),
        ("L5", "My sister found the pile. I said they were old."),
        ("L7", "It’s not the amount, it’s people knowing."),
    ]),
    ("Finding the right door", "c_door", "problem", [
        ("L2", "I rang six numbers off a leaflet and two were still there."),
        ("L5", "Somebody should know what’s open on a Thursday."),
        ("P2", "Half of what we hand out is out of date by spring."),
        ("P3", "I keep my own list on a sheet in the drawer."),
        ("P7", "The directory is three clicks past anything useful."),
        ("P8", "We send people to doors we haven’t knocked on ourselves."),
    ]),
    ("Letters nobody can read", "c_letters", "problem", [
        ("P4", "The letters are written for lawyers."),
        ("L8", "I read it four times and rang my son."),
    ]),
    ("Being turned away", "c_turned", "problem", [
        ("L3", "They wouldn’t see me without an address, and I didn’t have one that week."),
    ]),
    ("Telling the story again", "c_log", "idea", [
        ("L1", "There should be one page I could keep with me, so I can just show it."),
        ("L2", "One place to write down who I rang and what they promised."),
        ("L5", "A page I keep myself, with who I rang and what was promised."),
        ("L6", "Keep it on paper, not an app."),
        ("P1", "People should be able to hand over a page they keep themselves."),
        ("P2", "We need one page that travels with the person, not with the service."),
        ("P5", "I’m not sure about a page. People lose paper, and then trust.", "opposes"),
    ]),
    ("Finding the right door", "c_list", "idea", [
        ("L2", "Could we have a list of local services that somebody keeps up to date?"),
        ("P3", "We need one list of local services, checked every month by a named person."),
        ("P7", "A list of local services on one page, kept up to date by one team."),
        ("P8", "Name one person to keep the list of local services."),
    ]),
    ("When to bring up money", "c_choose", "idea", [
        ("L1", "Let me decide when we talk about money."),
        ("L3", "I’d want to be able to say not today."),
    ]),
]  # fmt: skip

CODES = [
    ("c_story", "Repeating the story", "Telling the story again", "log", False),
    ("c_log", "A page the person keeps", "Telling the story again", "log", False),
    ("c_when", "Timing of the money question", "When to bring up money", "", False),
    ("c_choose", "Choosing when to talk", "When to bring up money", "", False),
    ("c_shame", "Hiding letters", "Brown envelopes and shame", "", False),
    ("c_door", "Not knowing where to go", "Finding the right door", "navigation", False),
    ("c_list", "A list that is kept up", "Finding the right door", "navigation", False),
    ("c_letters", "Hard letters", "Letters nobody can read", "", False),
    ("c_turned", "Refused help", "Being turned away", "", True),
    ("c_debt", "Debt advice", "Getting debt advice", "navigation", False),
]
# theme, kind → class, meaning, prominence, silent group
JUDGED = {
    ("Telling the story again", "problem"): ("partly convergent", "same", "different", None),
    ("When to bring up money", "problem"): ("dissonant", "conflict", "cannot tell", None),
    ("Brown envelopes and shame", "problem"): ("silent", "unjudged", "different", PROFESSIONAL),
    ("Finding the right door", "problem"): ("convergent", "same", "cannot tell", None),
    ("Letters nobody can read", "problem"): ("thin", "unjudged", "cannot tell", None),
    ("Being turned away", "problem"): ("thin", "unjudged", "cannot tell", None),
    ("Telling the story again", "idea"): ("convergent", "same", "cannot tell", None),
    ("Finding the right door", "idea"): ("thin", "same", "cannot tell", None),
    ("When to bring up money", "idea"): ("silent", "unjudged", "cannot tell", PROFESSIONAL),
}


def wilson(k: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the Wilson interval, for the fixture's own comparison."""
    p, half = k / n, z * sqrt(k / n * (1 - k / n) / n + z * z / (4 * n * n))
    middle, scale = p + z * z / (2 * n), 1 + z * z / n
    return round(max((middle - half) / scale, 0), 4), round(min((middle + half) / scale, 1), 4)


def group_of(person: str) -> str | None:
    return {"L": LIVED, "P": PROFESSIONAL}.get(person[:1])


def make_tables(said: list[Any] = SAID, *, confirmed: bool = True) -> dict[str, pd.DataFrame]:
    """Return the fixture's tables, up to the comparison."""
    excerpts, counted, presence = [], [], []
    for theme, code_id, kind, lines in said:
        people: dict[str, list[str]] = {}
        for person, words, *stance in lines:
            excerpt_id = f"x{len(excerpts):03d}"
            group = group_of(person) or LIVED
            source = "le" if group == LIVED else "prof"
            excerpts.append({
                "excerpt_id": excerpt_id, "source_id": f"s_{source}",
                "locator": f"paragraph {len(excerpts) + 1}", "start": 100 * len(excerpts),
                "end": 100 * len(excerpts) + len(words), "participant_id": person or None,
                "speaker": "participant" if person else "unattributed", "perspective": group,
                "session_id": f"{source}-workshop", "activity": kind, "prompt_kind": kind,
                "kind": "unspecified", "directness": "verbatim",
                "n_words": len(words.split()), "text": words,
            })  # fmt: skip
            counted.append({"excerpt_id": excerpt_id, "code_id": code_id, "confirmed": confirmed,
                            "stance": "".join(stance) or None})  # fmt: skip
            people.setdefault(person, []).append(excerpt_id)
        presence += [
            {"level": "theme", "theme": theme, "prompt_kind": kind,
             "participant_id": person or None, "group": group_of(person) or LIVED,
             "n_excerpts": len(ids), "confirmed": confirmed, "excerpt_ids": ids}
            for person, ids in people.items()
        ]  # fmt: skip
    people_ids = [f"{side}{number}" for side in "LP" for number in range(1, 9)]
    return {
        "excerpts": tables.from_rows("excerpts", excerpts),
        "counted": pd.DataFrame(counted, columns=["excerpt_id", "code_id", "stance", "confirmed"]),
        "presence": tables.from_rows("presence", presence),
        "codes": tables.from_rows("codes", [
            {"code_id": code_id, "name": name, "theme": theme, "component": component or None,
             "sensitive": sensitive, "status": "agreed", "version": 1, "keywords": ["page"]}
            for code_id, name, theme, component, sensitive in CODES
        ]),
        "participants": tables.from_rows("participants", [
            {"participant_id": p, "perspective": group_of(p), "origin": "register"}
            for p in (*people_ids, "L9")
        ]),
        "sources": tables.from_rows("sources", [
            {"source_id": f"s_{source}", "kind": "notes", "path": f"notes/{name}.docx",
             "sha256": "0" * 64, "session_id": f"{source}-workshop",
             "n_excerpts": sum(e["source_id"] == f"s_{source}" for e in excerpts),
             "n_unattributed": sum(e["source_id"] == f"s_{source}" and not e["participant_id"]
                                   for e in excerpts)}
            for source, name in (("le", "lived experience workshop"), ("prof", "professionals"))
        ]),
        "sessions": tables.from_rows("sessions", [
            {"session_id": f"{source}-workshop", "activity": kind, "prompt_kind": kind,
             "date": date}
            for source, date in (("le", "2026-03-03"), ("prof", "2026-03-10"))
            for kind in ("problem", "idea")
        ]),
    }  # fmt: skip


def make_comparison(
    presence: pd.DataFrame, *, n: int = 8, confirmed: float = 1.0,
    judged: dict[Any, Any] = JUDGED,
) -> pd.DataFrame:  # fmt: skip
    """Return a comparison of the two groups, with classes as planted."""
    rows = []
    for (theme, kind), (convergence, meaning, prominence, silent) in judged.items():
        here = presence[(presence["theme"] == theme) & (presence["prompt_kind"] == kind)]
        named = here[here["participant_id"].notna()]
        k = {g: min(int((named["group"] == g).sum()), n) for g in (LIVED, PROFESSIONAL)}
        row: dict[str, Any] = {
            "level": "theme", "theme": theme, "prompt_kind": kind, "group_a": LIVED,
            "group_b": PROFESSIONAL, "convergence": convergence, "meaning": meaning,
            "prominence": prominence, "silent_group": silent, "robust": True,
            "unattributed_a": int(here["participant_id"].isna().sum()), "unattributed_b": 0,
            "sentence": f"{k[LIVED]} of {n} people with lived experience and "
                        f"{k[PROFESSIONAL]} of {n} professionals were recorded raising this.",
        }  # fmt: skip
        for side, group in (("a", LIVED), ("b", PROFESSIONAL)):
            low, high = wilson(k[group], n)
            row["difference"] = (k[LIVED] - k[PROFESSIONAL]) / n
            row |= {f"k_{side}": k[group], f"n_{side}": n, f"low_{side}": low,
                    f"high_{side}": high,
                    f"confirmed_{side}": confirmed if k[group] else None}  # fmt: skip
        rows.append(row)
    rows.append({
        "level": "theme", "theme": "Getting debt advice", "prompt_kind": "problem",
        "group_a": LIVED, "group_b": PROFESSIONAL, "k_a": 0, "n_a": n, "low_a": 0.0,
        "high_a": 0.3, "k_b": 0, "n_b": n, "low_b": 0.0, "high_b": 0.3,
        "convergence": "not raised", "meaning": "unjudged", "prominence": "cannot tell",
        "sentence": "Nobody was recorded raising this.",
    })  # fmt: skip
    return tables.from_rows("comparison", rows)


def make_prototypes(excerpts: pd.DataFrame) -> pd.DataFrame:
    """Return tests of one prototype by eight people, whose comments are existing excerpts."""
    rows: list[dict[str, Any]] = []
    for number in range(1, 5):
        for side in "LP":
            base = {"prototype": "The toolkit café", "version": "1",
                    "participant_id": f"{side}{number}", "perspective": group_of(side),
                    "helped_design": side == "P" and number == 1, "source_id": "s_le",
                    "locator": f"row {number + 1}"}  # fmt: skip
            rows.append({**base, "item": "success", "value": float(number != 4)})
            rows.append({**base, "item": "rating", "value": float(number + 1)})
    first = excerpts.iloc[0]["excerpt_id"]
    rows.append({**base, "item": "improve", "excerpt_id": first})
    return tables.from_rows("prototypes", rows)


def make_material(
    said: list[Any] = SAID,
    *,
    project: Project = PROJECT,
    confirmed: bool = True,
    n: int = 8,
    compare: bool = True,
    judged: dict[Any, Any] = JUDGED,
    serious: tuple[str, ...] = (),
    change: Callable[[dict[str, pd.DataFrame]], None] = lambda made: None,
) -> ReportMaterial:
    """Return everything a report is made from, findings and recommendations drafted."""
    made = make_tables(said, confirmed=confirmed)
    comparison = tables.empty("comparison")
    if compare:
        comparison = make_comparison(
            made["presence"], n=n, confirmed=float(confirmed), judged=judged
        )
    made["comparison"] = comparison
    made["prototypes"] = make_prototypes(made["excerpts"]) if said else tables.empty("prototypes")
    change(made)
    made["findings"] = draft_findings(
        made["comparison"], made["presence"], made["excerpts"], made["counted"], made["codes"],
        settings=project.thresholds, group_words=project.group_words,
        one_session_per_group=True, member_check=False, serious=serious,
    )  # fmt: skip
    made["recommendations"] = draft_recommendations(
        made["findings"], made["comparison"], made["excerpts"], made["counted"], made["codes"],
        project=project,
    )  # fmt: skip
    made["problems"] = made.get("problems", tables.from_rows("problems", [
        {"source": "feedback/answers.csv", "where": "row 4, column perspective",
         "problem": "“staf” is not a group that is known, so the row counts in no group.",
         "fix": "Did you mean “staff”?"},
    ]))  # fmt: skip
    presence = made.pop("presence")
    assert isinstance(presence, pd.DataFrame)
    cleared = frozenset(made["excerpts"]["excerpt_id"].iloc[::2])
    return ReportMaterial(project=project, cleared=cleared, serious=serious, **made)


def topics_for(material: ReportMaterial) -> ReportMaterial:
    """Return the material with two topics over its excerpts."""
    ids = list(material.excerpts["excerpt_id"])
    half = len(ids) // 2
    return replace(
        material,
        topics=tables.from_rows("topics", [
            {"topic_id": "T1", "n_excerpts": half, "terms": ["letters", "ring", "keep"],
             "example_excerpt_ids": ids[:3], "stability": 0.8},
            {"topic_id": "T2", "n_excerpts": len(ids) - half, "terms": ["ask", "list"],
             "example_excerpt_ids": ids[half:half + 3], "stability": 0.7},
        ]),
        excerpt_topics=tables.from_rows("excerpt_topics", [
            {"excerpt_id": e, "topic_id": "T1" if place < half else "T2"}
            for place, e in enumerate(ids)
        ]),
    )  # fmt: skip


def test_the_fixture_has_two_groups_of_eight_and_planted_counts() -> None:
    made = make_tables()
    people = made["excerpts"]["participant_id"].dropna().unique()
    assert len(people) == 16
    comparison = make_comparison(made["presence"]).set_index(["theme", "prompt_kind"])
    story = comparison.loc[("Telling the story again", "problem")]
    assert (story["k_a"], story["k_b"]) == (8, 2)


def test_the_wilson_interval_of_the_fixture_is_the_published_one() -> None:
    assert wilson(0, 8) == pytest.approx((0, 0.3244), abs=1e-3)
