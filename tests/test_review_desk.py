"""The desk: the same rules as the run's, every step undoable, two coders at once."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import insights
from insights import coding
from insights.errors import InsightsError
from insights.pipeline.reviewing import (
    Answer,
    Queue,
    changes,
    judgements,
    open_desk,
    overview,
)
from insights.pipeline.reviewing.ledger import Ledger
from tests.review_fixture import CODES, NAME, make_project, read_lines


@pytest.fixture
def root(tmp_path):
    return make_project(tmp_path)


@pytest.fixture
def desk(root):
    return open_desk(NAME, coder="AB", root=root)


def say(desk, excerpt_id, *ticked, **more):
    """Answer as the page does: what is suggested is offered and shown."""
    offered = tuple(c for c, m in desk.marks(excerpt_id).codes.items() if m.suggestion)
    return desk.save(excerpt_id, Answer(offered=offered, shown=offered, ticked=ticked, **more))


def picture(desk):
    """Everything that stands, as plain values."""
    return {
        e: (
            {c: (m.votes, sorted(m.unsure), m.stances) for c, m in desk.marks(e).codes.items()},
            desk.marks(e).kind,
            sorted(desk.marks(e).serious),
            sorted(desk.marks(e).looked),
        )
        for e in desk.material.excerpts
    }


# --------------------------------------------------------------------- the same as the run

EXCERPTS = [f"x{n:05}" for n in range(6)]
ON_EXCERPT = st.fixed_dictionaries(
    {
        "action": st.sampled_from(["accept", "reject", "add", "unsure", "stance", "kind"]),
        "excerpt_id": st.sampled_from(EXCERPTS),
        "code_id": st.sampled_from([*CODES, "GONE"]),
        "value": st.sampled_from(["supports", "opposes", "idea", None]),
    }
)
ON_CODE = st.one_of(
    st.fixed_dictionaries(
        {"action": st.just("merge"), "code_id": st.sampled_from(CODES),
         "value": st.sampled_from(CODES).map(lambda code: {"into": code})}
    ),
    st.fixed_dictionaries({"action": st.just("retire"), "code_id": st.sampled_from(CODES)}),
    st.fixed_dictionaries(
        {"action": st.just("split"), "code_id": st.sampled_from(CODES),
         "value": st.sampled_from(EXCERPTS).map(
             lambda e: [{"name": "Part", "excerpt_ids": [e]}])}
    ),
)  # fmt: skip
LINES = st.lists(
    st.tuples(st.sampled_from(["AB", "CD"]), st.one_of(ON_EXCERPT, ON_EXCERPT, ON_CODE)),
    max_size=14,
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    return open_desk(NAME, coder="AB", root=make_project(tmp_path_factory.mktemp("same"), n=12))


@settings(max_examples=40, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(lines=LINES, undone=st.integers(0, 20))
def test_the_desk_and_the_run_agree_on_what_stands(shared, tmp_path_factory, lines, undone):
    from insights.pipeline.reviewing.state import State

    folder = tmp_path_factory.mktemp("decisions")
    numbered = [
        (coder, {"id": f"d{n}", "at": f"2026-03-01T10:00:{n:02}Z", **line})
        for n, (coder, line) in enumerate(lines)
    ]
    if undone < len(numbered):
        undo = {"id": "u", "at": "2026-03-01T11:00:00Z", "action": "undo", "target": "line",
                "target_id": f"d{undone}"}  # fmt: skip
        numbered.append((numbered[undone][0], undo))
    for coder, line in numbered:
        with (folder / f"{coder}.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line) + "\n")
    decisions, _ = coding.read_decisions(folder)
    tables = shared.material.tables
    applied = coding.apply_decisions(
        tables["excerpts"], shared.material.codes, tables["codings"], decisions
    )
    state = State(shared.material, coding.in_time(coding.standing(decisions)[0]))
    expected = {
        (row.excerpt_id, row.code_id, row.coder): row.status
        for row in applied.codings.itertuples()
        if row.method == "human"
    }
    stands = {
        (excerpt_id, code_id, coder): status
        for excerpt_id in shared.material.excerpts
        for code_id, marks in state.marks(excerpt_id).codes.items()
        for coder, status in marks.votes.items()
    }
    assert stands == expected
    counted = coding.counted_codings(applied.codings)
    assert {
        (excerpt_id, code_id, marks.accepted)
        for excerpt_id in shared.material.excerpts
        for code_id, marks in state.marks(excerpt_id).codes.items()
        if marks.counted
    } == set(counted.itertuples(index=False, name=None))
    assert {e: state.marks(e).kind for e in shared.material.excerpts} == dict(
        zip(applied.excerpts["excerpt_id"], applied.excerpts["kind"], strict=True)
    )
    assert sorted(state.looked_by_anyone()) == list(applied.looked_at)


# ------------------------------------------------------------------------------ one click


def test_a_click_writes_only_what_is_new(desk, root):
    (excerpt_id, code_id) = next(
        (e, c) for e in desk.material.said for c, m in desk.marks(e).codes.items() if m.waiting
    )
    n_offered = sum(bool(m.suggestion) for m in desk.marks(excerpt_id).codes.values())
    assert say(desk, excerpt_id, code_id) == n_offered
    assert say(desk, excerpt_id, code_id) == 0
    lines = read_lines(root, "AB")
    assert {line["action"] for line in lines} <= {"accept", "reject"}
    assert lines[0]["shown"] and lines[0]["target_id"] == excerpt_id
    assert desk.marks(excerpt_id).codes[code_id].votes == {"AB": "accepted"}


def test_a_code_that_was_not_suggested_is_added_and_not_accepted(desk, root):
    excerpt_id = next(e for e in desk.material.said if not desk.marks(e).codes)
    desk.save(excerpt_id, Answer(ticked=("LOG",)))
    assert [line["action"] for line in read_lines(root, "AB")] == ["add"]


def test_reading_blind_leaves_suggestions_alone_and_says_so(desk, root):
    excerpt_id = next(e for e in desk.material.said if len(desk.marks(e).codes) > 1)
    desk.save(excerpt_id, Answer(ticked=("ASK",), blind=("suggestions",)))
    (line,) = read_lines(root, "AB")
    assert (line["action"], line["shown"], line["blind"]) == ("add", [], ["suggestions"])
    others = [m for c, m in desk.marks(excerpt_id).codes.items() if c != "ASK"]
    assert others and not any(m.votes for m in others)


def test_nothing_fits_is_written_down_as_read(desk):
    excerpt_id = next(e for e in desk.material.said if not desk.marks(e).codes)
    assert desk.save(excerpt_id, Answer()) == 1
    assert excerpt_id in desk.done()
    assert desk.marks(excerpt_id).nothing_fits == {"AB"}
    assert not desk.marks(excerpt_id).unsure


def test_a_new_code_is_made_and_used_in_one_step(desk, root):
    excerpt_id = desk.material.said[0]
    say(desk, excerpt_id, new_code="Waiting  rooms", new_theme="Places", memo="the bus again")
    made = next(code for code in desk.state.codes.values() if code["name"] == "Waiting rooms")
    assert (made["theme"], made["status"]) == ("Places", "draft")
    assert desk.marks(excerpt_id).codes[made["code_id"]].votes == {"AB": "accepted"}
    assert sum("memo" in line for line in read_lines(root, "AB")) == 1
    desk.undo()
    assert made["code_id"] not in desk.state.codes
    assert excerpt_id not in desk.done()


def test_a_known_name_makes_no_second_code(desk):
    desk.save(desk.material.said[0], Answer(new_code="debt"))
    assert desk.marks(desk.material.said[0]).codes["DEBT"].votes == {"AB": "accepted"}
    assert set(desk.state.codes) == set(CODES)


def test_serious_is_set_and_taken_off(desk):
    excerpt_id = desk.material.said[0]
    say(desk, excerpt_id, serious=True)
    assert desk.marks(excerpt_id).serious == {"AB"}
    say(desk, excerpt_id, serious=False)
    assert desk.marks(excerpt_id).serious == set()


def test_stance_kind_and_unsure_stand(desk):
    excerpt_id = next(e for e in desk.material.said if not desk.marks(e).codes)
    desk.save(excerpt_id, Answer(ticked=("LOG",), stances={"LOG": "opposes"}, kind="idea"))
    marks = desk.marks(excerpt_id)
    assert (marks.kind, marks.codes["LOG"].stances) == ("idea", {"AB": "opposes"})
    desk.save(excerpt_id, Answer(offered=("LOG",), unsure=("LOG",)))
    assert desk.marks(excerpt_id).codes["LOG"].unsure == {"AB"}
    assert not desk.marks(excerpt_id).codes["LOG"].votes
    assert excerpt_id in desk.queue(Queue("doubt"))


@pytest.mark.parametrize("coder", ["", "../x", "a b", "é", "x" * 33])
def test_initials_that_cannot_be_a_file_are_refused(root, coder):
    with pytest.raises(InsightsError, match="initials"):
        open_desk(NAME, coder=coder, root=root)


def test_a_project_that_has_not_run_says_what_to_do(tmp_path):
    (tmp_path / "data" / "raw" / "fresh").mkdir(parents=True)
    with pytest.raises(InsightsError) as caught:
        open_desk("fresh", coder="AB", root=tmp_path)
    assert "insights run fresh" in caught.value.fix


# ------------------------------------------------------------------------------ taking back


def test_every_step_can_be_undone_and_the_files_say_the_same(desk, root):
    before = [picture(desk)]
    ids = desk.material.said[:8]
    for number, excerpt_id in enumerate(ids):
        codes = list(desk.marks(excerpt_id).codes)
        say(desk, excerpt_id, *codes[:1], serious=number % 3 == 0)
        before.append(picture(desk))
    for expected in before[-2::-1]:
        assert desk.undo() is not None
        assert picture(desk) == expected
        assert picture(open_desk(NAME, coder="AB", root=root)) == expected
    assert desk.undo() is None


def test_what_was_taken_back_can_be_put_back(desk, root):
    for excerpt_id in desk.material.said[:3]:
        say(desk, excerpt_id, "LOG")
    last = picture(desk)
    desk.undo()
    desk.undo()
    assert desk.ledger.can_redo
    desk.redo()
    desk.redo()
    assert picture(desk) == last == picture(open_desk(NAME, coder="AB", root=root))
    assert desk.redo() is None
    assert len(desk.steps()) == 3


def test_taking_something_off_is_a_step_like_any_other(desk, root):
    excerpt_id = next(e for e in desk.material.said if not desk.marks(e).codes)
    desk.save(excerpt_id, Answer(serious=True))
    desk.save(excerpt_id, Answer(ticked=("LOG",), serious=False))
    assert not desk.marks(excerpt_id).serious
    again = open_desk(NAME, coder="AB", root=root)
    for one in (desk, again):
        one.refresh()
        one.undo()
        assert one.marks(excerpt_id).serious == {"AB"}
        assert not one.marks(excerpt_id).codes
        one.redo()
        assert not one.marks(excerpt_id).serious
        assert one.marks(excerpt_id).codes["LOG"].accepted
    judgements.decide_quote(again, excerpt_id, "hold_quote")
    judgements.decide_quote(again, excerpt_id, "")
    again.undo()
    assert again.marks(excerpt_id).held
    again.take_back_line(again.ledger.kept[-1].id)
    assert not again.marks(excerpt_id).held
    again.redo()
    assert again.marks(excerpt_id).held


def test_an_older_step_can_be_taken_back_alone(desk):
    first, second = desk.material.said[:2]
    say(desk, first, "LOG")
    say(desk, second, "LOG")
    desk.undo(desk.steps()[0].step_id)
    assert desk.done() == {second}


# ---------------------------------------------------------------------------------- coders


def test_what_another_coder_writes_is_taken_up_and_differences_shown(desk, root):
    other = open_desk(NAME, coder="CD", root=root)
    excerpt_id = next(e for e in desk.material.said if desk.marks(e).codes)
    code_id = next(iter(desk.marks(excerpt_id).codes))
    say(desk, excerpt_id, code_id)
    say(other, excerpt_id)
    desk.refresh(patient=True)
    desk.refresh()
    (difference,) = [d for d in overview.list_differences(desk) if d.code_id == code_id]
    assert (difference.accepted_by, difference.rejected_by) == (("AB",), ("CD",))
    assert desk.done() == {excerpt_id}
    assert desk.done(by_anyone=True) == {excerpt_id}


def test_a_code_that_only_one_of_two_readers_used_is_a_difference_here_as_in_agreement(desk, root):
    other = open_desk(NAME, coder="CD", root=root)
    excerpt_id = next(e for e in desk.material.said if not desk.marks(e).codes)
    used, else_used = list(desk.state.codes)[:2]
    say(desk, excerpt_id, used)
    say(other, excerpt_id, else_used)
    desk.refresh(patient=True)
    found = {d.code_id: d for d in overview.list_differences(desk) if d.excerpt_id == excerpt_id}
    assert (found[used].accepted_by, found[used].left_out_by) == (("AB",), ("CD",))
    assert (found[else_used].accepted_by, found[else_used].left_out_by) == (("CD",), ("AB",))
    assert not found[used].rejected_by
    listed = insights.agreement(NAME, root=root).differences
    assert set(listed.loc[listed["excerpt_id"] == excerpt_id, "code_id"]) == set(found)


def test_a_second_window_of_the_same_coder_loses_nothing(desk, root):
    window = open_desk(NAME, coder="AB", root=root)
    first, second = desk.material.said[:2]
    say(desk, first, "LOG")
    say(window, second, "LOG")
    desk.refresh()
    window.refresh()
    assert desk.done() == window.done() == {first, second}


def test_a_torn_last_line_is_set_aside_and_told(tmp_path):
    ledger = Ledger(tmp_path, "AB")
    ledger.write([{"action": "serious", "target": "excerpt", "target_id": "x1"}])
    whole = ledger.path.read_bytes()
    ledger.write([{"action": "serious", "target": "excerpt", "target_id": "é", "memo": "ü"}])
    data = ledger.path.read_bytes()
    for cut in range(len(whole) + 1, len(data) - 1):
        ledger.path.write_bytes(data[:cut])
        torn = Ledger(tmp_path, "AB")
        assert [d.target_id for d in torn.kept] == ["x1"]
        (problem,) = torn.all_problems()
        assert (problem.source.partition("/")[2], problem.where) == ("AB.jsonl", "line 2")
        torn.write([{"action": "serious", "target": "excerpt", "target_id": "x3"}])
        assert ledger.path.read_bytes().startswith(data[:cut] + b"\n")
        again = Ledger(tmp_path, "AB")
        assert [(d.target_id, d.line) for d in again.kept] == [("x1", 1), ("x3", 3)]
        assert [(d.target_id, d.line) for d in torn.kept] == [("x1", 1), ("x3", 3)]
        assert again.all_problems()


def test_a_last_line_that_lacks_only_its_end_counts(tmp_path):
    ledger = Ledger(tmp_path, "AB")
    ledger.write([{"action": "serious", "target": "excerpt", "target_id": "x1"}])
    ledger.path.write_bytes(ledger.path.read_bytes().rstrip(b"\n"))
    again = Ledger(tmp_path, "AB")
    again.write([{"action": "serious", "target": "excerpt", "target_id": "x2"}])
    assert [d.target_id for d in Ledger(tmp_path, "AB").kept] == ["x1", "x2"]
    again.refresh()
    assert [(d.target_id, d.line) for d in again.kept] == [("x1", 1), ("x2", 2)]


# ---------------------------------------------------------------------------------- queues


def test_queues_hold_what_they_say(desk):
    excerpts = desk.material.excerpts
    everything = desk.queue(Queue())
    assert everything and all(excerpts[e].speaker != "facilitator" for e in everything)
    assert {excerpts[e].group for e in desk.queue(Queue("group", "professional"))} == {
        "professional"
    }
    assert {excerpts[e].source_id for e in desk.queue(Queue("source", "s1"))} == {"s1"}
    coded = desk.queue(Queue("code", "DEBT"))
    assert coded and all("DEBT" in desk.marks(e).codes for e in coded)
    firm = [desk.marks(e).codes["DEBT"].counted for e in coded]
    assert firm == sorted(firm, reverse=True)
    word = excerpts[everything[0]].text.split()[1]
    assert everything[0] in desk.queue(Queue("search", word.upper()))
    assert desk.queue(Queue("search", "x00003")) == ["x00003"]
    assert desk.queue(Queue("search", "")) == []


def test_the_next_excerpt_goes_round_once_and_ends(desk):
    ids = desk.queue(Queue("source", "s0"))
    assert desk.next_after(ids[-1], ids) == ids[0]
    for excerpt_id in ids:
        say(desk, excerpt_id)
    assert desk.next_after(ids[2], ids) == ""


def test_context_stays_in_the_source(desk):
    ids = desk.material.said
    middle = next(e for e in ids if desk.material.excerpts[e].source_id == "s1")
    context = desk.context(middle)
    assert {e.source_id for e in (*context.before, *context.after)} == {"s1"}
    assert context.prompt == "What gets in the way?"


# -------------------------------------------------------------------------------- codebook


def test_a_merge_does_what_its_preview_said(desk):
    for excerpt_id in desk.material.said[:12]:
        say(desk, excerpt_id, *list(desk.marks(excerpt_id).codes)[:1])
    line = changes.draft_change(desk, "merge", "DEBT", {"into": "FORMS"})
    untouched = picture(desk)
    preview = changes.preview_change(desk, line)
    assert picture(desk) == untouched
    promised = {e.name: e.after for e in preview.effects if e.level == "code"}
    assert promised["Debt"] is None
    desk.record([line])
    now = changes.tally_codes(desk, desk.state)
    assert now["code", "FORMS"].excerpts == promised["Forms"].excerpts
    assert ("code", "DEBT") not in now
    desk.undo()
    assert picture(desk) == untouched


def test_a_split_moves_the_excerpts_that_were_sorted(desk):
    ids = changes.excerpts_of(desk, "FORMS")
    line = changes.draft_change(desk, "split", "FORMS", {}, [("Long forms", ids[:2]), ("", [])])
    desk.record([line])
    assert desk.marks(ids[0]).codes["long_forms"].accepted
    assert not changes.tally_codes(desk, desk.state)["code", "FORMS"].excerpts & set(ids[:2])


@pytest.mark.parametrize(
    ("action", "given"),
    [("merge", {}), ("rename", {"name": " "}), ("move", {}), ("define", {}), ("split", {}),
     ("new", {}), ("retire nobody", {})],
)  # fmt: skip
def test_a_change_that_lacks_something_says_what(desk, action, given):
    with pytest.raises(InsightsError):
        changes.draft_change(desk, action, "DEBT", given)


def test_a_merge_into_itself_is_told_before_it_is_done(desk):
    line = changes.draft_change(desk, "merge", "DEBT", {"into": "DEBT"})
    assert changes.preview_change(desk, line).problems


# ------------------------------------------------------------------------ other judgements


def test_a_quote_is_approved_held_and_taken_back(desk):
    waiting = judgements.list_quotes(desk)
    assert {quote.reason for quote in waiting} == {"asked to see it first", "nobody is named"}
    excerpt_id = waiting[0].excerpt.excerpt_id
    for action, stands in (("approve_quote", (True, False)), ("hold_quote", (False, True)),
                           ("", (False, False))):  # fmt: skip
        judgements.decide_quote(desk, excerpt_id, action)
        marks = desk.marks(excerpt_id)
        assert (marks.approved, marks.held) == stands


def test_meaning_is_written_as_the_run_reads_it(desk, root):
    pair = judgements.list_pairs(desk)[0]
    judgements.judge_meaning(desk, pair, "facets", "two ends of one letter")
    assert judgements.list_pairs(desk)[0].mine == "facets"
    decisions, problems = coding.read_decisions(root / "data" / "raw" / NAME / "decisions")
    tables = desk.material.tables
    applied = coding.apply_decisions(
        tables["excerpts"], desk.material.codes, tables["codings"], decisions
    )
    (row,) = applied.meanings.to_dict("records")
    assert not problems and not applied.problems
    assert (row["theme"], row["prompt_kind"], row["meaning"]) == ("Paper", "problem", "facets")


def test_edits_reach_the_drafts_and_the_file_wins(desk, root):
    from insights.reporting import apply_recommendation_edits

    first = judgements.list_recommendations(desk)[0]
    n = judgements.edit_recommendation(
        desk, first, {"title": "Print a log", "owner": "Team lead", "cost": "not costed"}
    )
    assert n == 2
    assert judgements.list_recommendations(desk)[0].fields["title"] == "Print a log"
    path = root / "data" / "raw" / NAME / "recommendations.toml"
    text = '# ours\n[r1]\nowner = "The board"\n'
    path.write_text(text, encoding="utf-8")
    decisions, _ = coding.read_decisions(root / "data" / "raw" / NAME / "decisions")
    tables = desk.material.tables
    applied = coding.apply_decisions(
        tables["excerpts"], desk.material.codes, tables["codings"], decisions
    )
    own, trouble = judgements.read_own_edits(desk)
    edits, problems = judgements.with_decided_edits(own, applied.judgements)
    assert not trouble
    assert [problem.where for problem in problems] == ["[r1] owner"]
    drafts, more = apply_recommendation_edits(tables["recommendations"], edits)
    assert not more
    row = drafts.set_index("recommendation_id").loc["r1"]
    assert (row["title"], row["owner"]) == ("Print a log", "The board")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("given", [{"due": "soon"}, {"confidence": "High"}])
def test_an_edit_that_would_have_no_effect_is_refused(desk, given):
    first = judgements.list_recommendations(desk)[0]
    with pytest.raises(InsightsError):
        judgements.edit_recommendation(desk, first, given)


def test_corrections_name_the_group_that_suggestions_miss(desk):
    ids = [
        e for e in desk.material.said
        if desk.material.excerpts[e].group == "professional"
        and "HELP" not in desk.marks(e).codes
    ]  # fmt: skip
    for excerpt_id in ids[:4]:
        desk.save(excerpt_id, Answer(ticked=("HELP",)))
    found = overview.list_corrections(desk)
    (entry,) = [c for c in found if (c.code_id, c.group) == ("HELP", "professional")]
    assert entry.n_added == 4
    said = overview.say_corrections(desk, found)
    assert said[0]["text"].startswith("The suggestions miss how professionals speak about “Finding")


def test_progress_adds_up(desk):
    for excerpt_id in desk.material.said[:5]:
        say(desk, excerpt_id)
    groups = overview.group_progress(desk)
    assert sum(row.n for row in groups) == len(desk.material.said)
    assert sum(row.n_mine for row in groups) == 5 == overview.whole_progress(desk).n_mine
