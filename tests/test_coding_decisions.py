import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights.coding import read_decisions
from insights.coding.decisions import in_time, standing


def write(folder, name, *lines, end="\n"):
    folder.mkdir(exist_ok=True)
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    (folder / name).write_bytes(("\n".join(texts) + end).encode())


def accept(excerpt_id="x1", code_id="A", **more):
    return {"action": "accept", "excerpt_id": excerpt_id, "code_id": code_id, **more}


def test_no_folder_holds_no_decisions(tmp_path):
    assert read_decisions(tmp_path / "decisions") == ([], [])


def test_a_full_line_is_read_as_it_stands(tmp_path):
    line = {
        "id": "d1", "at": "2026-03-20T10:02:11Z", "coder": "AB", "action": "reject",
        "target": "excerpt", "target_id": "x1", "excerpt_id": "x1", "code_id": "A",
        "value": None, "memo": "why", "shown": ["A", "B"],
    }  # fmt: skip
    write(tmp_path / "decisions", "AB.jsonl", line)
    (decision,), problems = read_decisions(tmp_path / "decisions")
    assert problems == []
    assert decision.where == "decisions/AB.jsonl:1"
    for key, value in line.items():
        assert getattr(decision, key) == (tuple(value) if key == "shown" else value)


def test_hand_written_lines_may_leave_things_out(tmp_path):
    write(
        tmp_path / "decisions",
        "cd.jsonl",
        "",
        {"action": "Accept", "excerpt_id": "x1", "code_id": 7},
    )
    (decision,), problems = read_decisions(tmp_path / "decisions")
    assert problems == []
    assert (decision.id, decision.coder, decision.action) == ("cd.jsonl:2", "cd", "accept")
    assert (decision.target, decision.target_id, decision.code_id) == ("excerpt", "x1", "7")
    assert (decision.at, decision.value, decision.shown) == ("", None, ())


@pytest.mark.parametrize(
    ("action", "target"),
    [("merge", "code"), ("convergence", "theme"), ("summary", "cell"), ("mask", "string"),
     ("edit", "recommendation"), ("undo", "line"), ("stance", "excerpt")],
)  # fmt: skip
def test_the_target_follows_from_the_action(tmp_path, action, target):
    line = {"action": action, "target_id": "t", "excerpt_id": "t", "code_id": "t"}
    write(tmp_path / "decisions", "AB.jsonl", line)
    (decision,), _ = read_decisions(tmp_path / "decisions")
    assert decision.target == target


def test_a_half_written_last_line_is_said_to_be_one(tmp_path):
    write(tmp_path / "decisions", "AB.jsonl", accept(), '{"action": "rej', end="")
    decisions, problems = read_decisions(tmp_path / "decisions")
    assert len(decisions) == 1
    (problem,) = problems
    assert (problem.source, problem.where) == ("decisions/AB.jsonl", "line 2")
    assert "half there" in problem.problem


def test_a_last_line_without_a_line_end_is_read(tmp_path):
    write(tmp_path / "decisions", "AB.jsonl", accept(), end="")
    decisions, problems = read_decisions(tmp_path / "decisions")
    assert (len(decisions), problems) == (1, [])


@pytest.mark.parametrize(
    "broken",
    ["nonsense", "[1, 2]", '"text"', "{}", '{"action": 3}',
     '{"action": "accept", "memo": "\\ud800"}', "[" * 3000, "\x00"],
)  # fmt: skip
def test_a_broken_line_costs_nothing_but_itself(tmp_path, broken):
    write(tmp_path / "decisions", "AB.jsonl", accept("x1"), broken, accept("x2"))
    decisions, problems = read_decisions(tmp_path / "decisions")
    assert [(d.excerpt_id, d.line) for d in decisions] == [("x1", 1), ("x2", 3)]
    assert [problem.where for problem in problems] == ["line 2"]


def test_unknown_actions_are_kept_and_reported_with_the_nearest(tmp_path):
    write(
        tmp_path / "decisions", "AB.jsonl", {"action": "acept", "excerpt_id": "x", "code_id": "A"}
    )
    decisions, (problem,) = read_decisions(tmp_path / "decisions")
    assert decisions[0].action == "acept"
    assert "accept" in problem.fix


@pytest.mark.parametrize(
    ("line", "lacking"),
    [
        ({"action": "accept", "code_id": "A"}, "excerpt_id"),
        ({"action": "accept", "excerpt_id": "x"}, "code_id"),
        ({"action": "rename", "value": "B"}, "code_id"),
        ({"action": "undo"}, "target_id"),
    ],
)
def test_what_an_action_lacks_is_named(tmp_path, line, lacking):
    write(tmp_path / "decisions", "AB.jsonl", line)
    _, (problem,) = read_decisions(tmp_path / "decisions")
    assert lacking in problem.problem


def test_windows_line_ends_and_a_mark_at_the_start_are_read(tmp_path):
    folder = tmp_path / "decisions"
    folder.mkdir()
    lines = "\r\n".join(json.dumps(accept(f"x{i}")) for i in range(3)) + "\r\n"
    (folder / "AB.jsonl").write_bytes(b"\xef\xbb\xbf" + lines.encode())
    (folder / ".AB.jsonl.part").write_text("no")
    (folder / "notes.txt").write_text("no")
    decisions, problems = read_decisions(folder)
    assert [d.excerpt_id for d in decisions] == ["x0", "x1", "x2"]
    assert problems == []


def test_a_problem_never_repeats_what_a_line_says(tmp_path):
    secret = "Siobhan said it"
    write(tmp_path / "decisions", "AB.jsonl", f'{{"memo": "{secret}"', {"memo": secret})
    _, problems = read_decisions(tmp_path / "decisions")
    assert len(problems) == 2
    assert not any(secret in repr(problem) for problem in problems)


def kept_ids(tmp_path, *lines):
    write(tmp_path / "decisions", "AB.jsonl", *lines)
    decisions, _ = read_decisions(tmp_path / "decisions")
    kept, problems = standing(decisions)
    return [decision.id for decision in kept], problems


def test_an_undo_takes_back_a_line_by_its_id_or_its_place(tmp_path):
    ids, problems = kept_ids(
        tmp_path, accept(id="a"), accept(), accept(id="c"),
        {"action": "undo", "target_id": "a"}, {"action": "undo", "target_id": "AB.jsonl:2"},
    )  # fmt: skip
    assert (ids, problems) == (["c"], [])


def test_an_undo_can_be_undone(tmp_path):
    ids, _ = kept_ids(
        tmp_path, accept(id="a"), {"id": "u", "action": "undo", "target_id": "a"},
        {"id": "v", "action": "undo", "target_id": "u"},
    )  # fmt: skip
    assert ids == ["a"]


def test_an_undo_of_nothing_is_a_problem(tmp_path):
    ids, problems = kept_ids(tmp_path, accept(id="a"), {"action": "undo", "target_id": "zzz"})
    assert ids == ["a"]
    assert problems[0].where == "line 2"


def test_an_undo_means_the_line_of_its_own_file(tmp_path):
    write(tmp_path / "decisions", "AB.jsonl", accept(id="1"))
    write(tmp_path / "decisions", "CD.jsonl", accept(id="1"), {"action": "undo", "target_id": "1"})
    decisions, _ = read_decisions(tmp_path / "decisions")
    kept, _ = standing(decisions)
    assert [decision.coder for decision in kept] == ["AB"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("AB", "CD")), st.sampled_from(("", "2026-01-01", "2026-01-02"))),
        max_size=8,
    )
)
def test_in_time_keeps_each_files_own_order(tmp_path_factory, lines):
    folder = tmp_path_factory.mktemp("time") / "decisions"
    for coder in ("AB", "CD"):
        own = [accept(f"x{i}", at=at) for i, (who, at) in enumerate(lines) if who == coder]
        write(folder, f"{coder}.jsonl", *own)
    decisions, _ = read_decisions(folder)
    ordered = in_time(decisions)
    assert sorted(ordered, key=id) == sorted(decisions, key=id)
    for coder in ("AB", "CD"):
        own = [decision.line for decision in ordered if decision.coder == coder]
        assert own == sorted(own)
