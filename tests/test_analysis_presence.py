"""Who raised what, and who was asked: planted people, sessions and notes."""

from dataclasses import dataclass, field
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from insights import analysis, tables
from insights.errors import InsightsError
from insights.tables.conforming import as_kind


def unchecked(name, rows):
    """Table ``name`` with its kinds of columns, unchecked: what the tests plant is theirs."""
    frame = pd.DataFrame.from_records(rows)
    table = tables.TABLES[name]
    nothing = pd.Series([None] * len(frame), dtype=object)
    columns = {
        column.name: as_kind(frame.get(column.name, nothing), column.kind)
        for column in table.columns
    }
    extra = set(frame) - set(columns) if table.open_ended else ()
    return pd.DataFrame(columns | {name: as_kind(frame[name], "text") for name in extra})


@dataclass
class Workshop:
    """A small made-up project, built line by line."""

    people: list[dict] = field(default_factory=list)
    came: list[dict] = field(default_factory=list)
    prompts: list[dict] = field(default_factory=list)
    said: list[dict] = field(default_factory=list)
    counted: list[dict] = field(default_factory=list)
    themes: dict[str, str] = field(default_factory=dict)
    code_status: dict[str, str] = field(default_factory=dict)

    def prompt(self, session, kind="problem", activity="A"):
        self.prompts.append({"session_id": session, "activity": activity, "prompt_kind": kind})
        return self

    def person(self, name, group, *sessions, basis="attended", speaking_as=None, activity="A",
               origin="register", **attributes):  # fmt: skip
        self.people.append(
            {"participant_id": name, "perspective": group, "origin": origin, **attributes}
        )
        for session in sessions:
            self.came.append(
                {"session_id": session, "activity": activity, "participant_id": name,
                 "basis": basis, "speaking_as": speaking_as}
            )  # fmt: skip
        return self

    def says(self, name, session, *codes, kind="unspecified", activity="A",
             speaker="participant", perspective=None, confirmed=True, words=5):  # fmt: skip
        excerpt_id = f"e{len(self.said):04d}"
        prompt_kind = next(
            (p["prompt_kind"] for p in self.prompts
             if (p["session_id"], p["activity"]) == (session, activity)), "unspecified",
        )  # fmt: skip
        self.said.append(
            {"excerpt_id": excerpt_id, "source_id": "notes", "locator": "line 1", "start": 0,
             "end": 1, "participant_id": name, "speaker": speaker, "perspective": perspective,
             "session_id": session, "activity": activity, "prompt_kind": prompt_kind,
             "kind": kind, "directness": "verbatim", "n_words": words, "text": "x"}
        )  # fmt: skip
        for code in codes:
            self.themes.setdefault(code, code.split(".")[0])
            self.counted.append({"excerpt_id": excerpt_id, "code_id": code, "confirmed": confirmed})
        return self

    def note(self, session, *codes, perspective=None, **more):
        return self.says(
            None, session, *codes, speaker="unattributed", perspective=perspective, **more
        )

    @property
    def excerpts(self):
        return unchecked("excerpts", self.said)

    @property
    def codes(self):
        return unchecked(
            "codes",
            [
                {"code_id": code, "name": code, "theme": theme, "sensitive": False,
                 "status": self.code_status.get(code, "agreed"), "version": 1}
                for code, theme in self.themes.items()
            ],
        )  # fmt: skip

    @property
    def codings(self):
        return pd.DataFrame(self.counted, columns=["excerpt_id", "code_id", "confirmed"])

    @property
    def participants(self):
        return unchecked("participants", self.people)

    @property
    def attendance(self):
        return unchecked("attendance", self.came)

    @property
    def sessions(self):
        return unchecked("sessions", self.prompts)

    def presence(self, by="perspective"):
        return analysis.theme_presence(
            self.excerpts, self.codings, self.codes, self.participants, self.attendance, by=by
        )

    def asked(self, by="perspective"):
        return analysis.asked(
            self.excerpts, self.participants, self.attendance, self.sessions, by=by
        )

    def compare(self, *, by="perspective", read=True, level="theme", **options):
        excerpts, people, came = self.excerpts, self.participants, self.attendance
        presence = analysis.theme_presence(excerpts, self.codings, self.codes, people, came, by=by)
        asked = analysis.asked(excerpts, people, came, self.sessions, by=by)
        looked_at = set(excerpts["excerpt_id"]) if read else ()
        table = analysis.compare_groups(presence, asked, looked_at=looked_at, **options)
        return table[table["level"] == level].reset_index(drop=True)


def two_workshops(raised, n=(8, 8), kind="problem"):
    """Two groups in a session each; ``raised``: theme → people of each group who raise it."""
    made = Workshop().prompt("S1", kind).prompt("S2", kind)
    for group, session, size, side in (
        ("lived_experience", "S1", n[0], 0), ("professional", "S2", n[1], 1),
    ):  # fmt: skip
        for i in range(size):
            name = f"{group[0].upper()}{i:02d}"
            made.person(name, group, session).says(name, session)
            for theme, counts in raised.items():
                made.themes.setdefault(theme, theme)
                if i < counts[side]:
                    made.says(name, session, theme)
    return made


def counts(presence, level="theme"):
    """k by (theme, kind, group) of a presence table."""
    rows = presence[(presence["level"] == level) & presence["participant_id"].notna()]
    return {
        key: int(k) for key, k in rows.groupby(["theme", "prompt_kind", "group"]).size().items()
    }


# ------------------------------------------------------------------------------ presence


def test_one_person_counts_once_however_often_they_say_it():
    made = Workshop().prompt("S1").person("P1", "lived_experience", "S1")
    for _ in range(4):
        made.says("P1", "S1", "money.debt")
    made.says("P1", "S1", "money.bills", "money.debt")
    presence = made.presence()
    theme = presence[presence["level"] == "theme"]
    assert theme["n_excerpts"].tolist() == [5]
    assert len(theme["excerpt_ids"].iloc[0]) == 5
    by_code = presence[presence["level"] == "code"].set_index("code_id")["n_excerpts"]
    assert by_code.to_dict() == {"money.debt": 5, "money.bills": 1}


@pytest.mark.parametrize(
    ("kind", "prompt", "counted"),
    [
        ("experience", "idea", "problem"),
        ("problem", "idea", "problem"),
        ("emotion", "unspecified", "problem"),
        ("idea", "problem", "idea"),
        ("preference", "priority", "idea"),
        ("question", "problem", "problem"),
        ("question", "idea", "idea"),
        ("unspecified", "problem", "problem"),
        ("unspecified", "priority", "unspecified"),
        ("unspecified", "unspecified", "unspecified"),
    ],
)
def test_an_excerpt_counts_under_its_kind_else_its_prompts(kind, prompt, counted):
    made = Workshop().prompt("S1", prompt).person("P1", "professional", "S1")
    made.says("P1", "S1", "t", kind=kind)
    assert set(made.presence()["prompt_kind"]) == {counted}


def test_problems_and_ideas_are_never_pooled():
    made = Workshop().prompt("S1").person("P1", "lived_experience", "S1")
    made.says("P1", "S1", "t", kind="problem").says("P1", "S1", "t", kind="idea")
    assert counts(made.presence()) == {
        ("t", "problem", "lived_experience"): 1,
        ("t", "idea", "lived_experience"): 1,
    }


def test_facilitators_never_count():
    made = Workshop().prompt("S1").person("F1", "professional", "S1")
    made.person("P1", "professional", "S1").says("P1", "S1", "t")
    made.says("F1", "S1", "t", speaker="facilitator")
    made.says(None, "S1", "t", speaker="facilitator")
    assert counts(made.presence()) == {("t", "problem", "professional"): 1}
    assert made.asked().people["problem", "professional"] == {"P1"}


def test_group_notes_are_rows_without_a_person_in_their_sessions_group():
    made = Workshop().prompt("S1").person("P1", "professional", "S1")
    made.note("S1", "t", perspective="professional").note("S1", "t")
    presence = made.presence()
    theme = presence[presence["level"] == "theme"]
    assert theme["participant_id"].isna().all()
    assert theme["group"].tolist() == ["professional"]  # both notes: one said, one by session
    assert theme["n_excerpts"].tolist() == [2]


def test_a_note_of_a_mixed_session_is_in_no_group():
    made = Workshop().prompt("S1")
    made.person("P1", "professional", "S1").person("L1", "lived_experience", "S1")
    made.note("S1", "t")
    assert made.presence()["group"].isna().all()


def test_retired_codes_count_for_nothing():
    made = two_workshops({"t": (3, 0)})
    made.code_status["t"] = "retired"
    assert made.presence().empty


def test_confirmed_is_whether_any_of_a_persons_codings_was_accepted():
    made = Workshop().prompt("S1").person("P1", "professional", "S1")
    made.says("P1", "S1", "t", confirmed=False).says("P1", "S1", "t", confirmed=True)
    made.person("P2", "professional", "S1").says("P2", "S1", "t", confirmed=False)
    theme = made.presence().query("level == 'theme'")
    assert theme["confirmed"].tolist() == [True, False]


def test_both_counts_by_what_they_spoke_as_in_the_session_else_in_no_group():
    made = Workshop().prompt("S1").prompt("S2").prompt("S3")
    made.person("B1", "both", "S1", speaking_as="professional")
    made.came.append(
        {"session_id": "S2", "activity": "A", "participant_id": "B1", "basis": "attended",
         "speaking_as": "lived_experience"}
    )  # fmt: skip
    made.came.append(
        {"session_id": "S3", "activity": "A", "participant_id": "B1", "basis": "attended"}
    )
    for session in ("S1", "S2", "S3"):
        made.says("B1", session, "t")
    groups = made.presence().query("level == 'theme'")["group"]
    assert set(groups) == {"professional", "lived_experience", "both"}
    assert made.asked().groups == ("lived_experience", "professional")


def test_the_register_says_what_both_speak_as_where_attendance_does_not():
    made = Workshop().prompt("S1")
    made.person("B1", "both", "S1").says("B1", "S1", "t")
    made.people[0]["speaking_as"] = "professional"
    assert counts(made.presence()) == {("t", "problem", "professional"): 1}


def test_people_can_be_grouped_by_any_attribute():
    made = Workshop().prompt("S1")
    made.person("P1", "both", "S1", area="north").says("P1", "S1", "t")
    made.person("P2", "unknown", "S1", area="south").says("P2", "S1", "t")
    made.person("P3", "unknown", "S1").says("P3", "S1", "t")
    assert counts(made.presence("area")) == {
        ("t", "problem", "north"): 1, ("t", "problem", "south"): 1,
    }  # fmt: skip
    assert made.asked("area").groups == ("north", "south")
    assert made.presence("area").query("level == 'theme'")["group"].isna().sum() == 1


def test_an_unknown_attribute_names_the_nearest():
    with pytest.raises(InsightsError, match="perspectiv") as caught:
        two_workshops({"t": (1, 1)}).presence("perspectiv")
    assert "perspective" in caught.value.fix


@hypothesis_settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_changes_nothing(random):
    made = two_workshops({"t": (3, 1), "u": (2, 5)})
    made.note("S2", "u")
    before, asked = made.presence(), made.asked()
    for rows in (made.said, made.counted, made.people, made.came, made.prompts):
        random.shuffle(rows)
    pd.testing.assert_frame_equal(made.presence(), before)
    assert made.asked() == asked
    pd.testing.assert_frame_equal(made.asked().table(), asked.table())


# --------------------------------------------------------------------------------- asked


def test_silent_attendees_are_in_n():
    made = Workshop().prompt("S1")
    for i in range(7):
        made.person(f"P{i}", "professional", "S1")
    made.says("P0", "S1", "t")
    asked = made.asked()
    assert asked.n("problem", "professional") == 7
    assert asked.caveats["problem", "professional"] == ()


def test_only_activities_that_invite_a_kind_count_for_it():
    made = Workshop().prompt("S1", "problem", "A").prompt("S1", "idea", "B")
    made.person("P1", "professional", "S1", activity="A")
    made.person("P2", "professional", "S1", activity="B")
    made.person("P3", "professional", "S1", activity=None)  # came to all of it
    asked = made.asked()
    assert asked.people["problem", "professional"] == {"P1", "P3"}
    assert asked.people["idea", "professional"] == {"P2", "P3"}
    assert not asked.was_asked("unspecified", "professional")


def test_a_group_that_was_not_asked_is_not_asked_by_volunteering():
    made = Workshop().prompt("S1", "problem")
    made.person("P1", "professional", "S1").says("P1", "S1", "t", kind="idea")
    asked = made.asked()
    assert asked.n("idea", "professional") == 1  # a person in k is in n
    assert not asked.was_asked("idea", "professional")
    assert asked.caveats["idea", "professional"] == ("not_asked",)


def test_an_open_prompt_invites_what_its_excerpts_were_sorted_into():
    made = Workshop().prompt("S1", "unspecified")
    for i in range(4):
        made.person(f"P{i}", "professional", "S1")
    made.says("P0", "S1", "t", kind="problem").says("P1", "S1", "t")
    asked = made.asked()
    assert asked.n("problem", "professional") == 4
    assert asked.n("unspecified", "professional") == 4
    assert not asked.was_asked("idea", "professional")


def test_without_attendance_n_is_speakers():
    made = Workshop().prompt("S1")
    made.person("P1", "professional").says("P1", "S1")
    made.person("P2", "professional", "S1", basis="spoke").says("P2", "S1", "t")
    asked = made.asked()
    assert asked.n("problem", "professional") == 2
    assert asked.caveats["problem", "professional"] == ("n_is_speakers",)


def test_answering_is_being_asked():
    made = Workshop().prompt("form")
    made.person("P1", "professional", "form", basis="answered", origin="row")
    made.says("P1", "form")
    assert made.asked().caveats["problem", "professional"] == ("row_is_person",)


def test_someone_known_only_by_speaking_is_in_n_beside_attendance():
    made = Workshop().prompt("S1").person("P1", "professional", "S1")
    made.person("P2", "professional").says("P2", "S1", "t")
    asked = made.asked()
    assert asked.n("problem", "professional") == 2
    assert asked.caveats["problem", "professional"] == ("n_partly_speakers",)


def test_groups_are_ordered_and_unknowns_left_out():
    made = Workshop().prompt("S1")
    for name, group in (("a", "unknown"), ("b", "carer"), ("c", "carer"), ("d", "professional"),
                        ("e", "both"), ("f", "lived_experience"), ("g", "advocate")):  # fmt: skip
        made.person(name, group, "S1")
    assert made.asked().groups == ("lived_experience", "professional", "carer", "advocate")


def test_asked_never_shows_ids_when_printed():
    assert "P1" not in repr(Workshop().prompt("S1").person("P1", "carer", "S1").asked())


def test_everyone_in_k_is_in_n():
    made = two_workshops({"t": (3, 2)})
    made.says("P00", "S1", "t", kind="idea").says("L00", "elsewhere", "t", kind="idea")
    asked = made.asked()
    named = made.presence().dropna(subset=["participant_id", "group"])
    for row in named.itertuples():
        assert row.participant_id in asked.people[row.prompt_kind, row.group]


def naive_counts(made):
    """k and n straight from the definitions, person by person."""
    own = {"experience": "problem", "problem": "problem", "emotion": "problem",
           "idea": "idea", "preference": "idea"}  # fmt: skip
    group = {p["participant_id"]: p["perspective"] for p in made.people}
    prompt = {(p["session_id"], p["activity"]): p["prompt_kind"] for p in made.prompts}
    n, k = {}, {}
    for line in made.came:
        kind = prompt[line["session_id"], line["activity"]]
        n.setdefault((kind, group[line["participant_id"]]), set()).add(line["participant_id"])
    coded = {}
    for line in made.counted:
        coded.setdefault(line["excerpt_id"], set()).add(made.themes[line["code_id"]])
    for line in made.said:
        if line["speaker"] != "participant":
            continue
        person, kind = line["participant_id"], own.get(line["kind"], line["prompt_kind"])
        for invited in (kind, line["prompt_kind"]):  # whoever spoke there was asked there
            n.setdefault((invited, group[person]), set()).add(person)
        for theme in coded.get(line["excerpt_id"], ()):
            k.setdefault((theme, kind, group[person]), set()).add(person)
    return {key: len(who) for key, who in k.items()}, {key: len(who) for key, who in n.items()}


@pytest.mark.parametrize("seed", range(8))
def test_counts_are_those_of_a_person_by_person_count(seed):
    random = Random(seed)
    made = Workshop()
    for session in ("S1", "S2", "S3"):
        made.prompt(session, "problem", "A").prompt(session, "idea", "B")
    names = [f"P{i}" for i in range(15)]
    for name in names:
        made.person(name, random.choice(["lived_experience", "professional", "carer"]))
    for name in names:
        for session in random.sample(["S1", "S2", "S3"], random.randint(1, 2)):
            for activity in random.sample("AB", random.randint(1, 2)):
                made.came.append({"session_id": session, "activity": activity,
                                  "participant_id": name, "basis": "attended"})  # fmt: skip
    kinds = ("unspecified", "question", "emotion", "idea", "preference", "experience")
    for _ in range(60):
        codes = random.sample(["a.1", "a.2", "b.1"], random.randint(0, 2))
        how = random.choice(["participant"] * 6 + ["facilitator", "unattributed"])
        who = random.choice(names) if how == "participant" else None
        made.says(who, random.choice(["S1", "S2", "S3"]), *codes, speaker=how,
                  activity=random.choice("AB"), kind=random.choice(kinds))  # fmt: skip
    k, n = naive_counts(made)
    assert counts(made.presence()) == k
    asked = made.asked()
    assert {cell: len(people) for cell, people in asked.people.items()} == n
