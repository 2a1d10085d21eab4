"""The pages without JavaScript: every judgement can be made with plain forms."""

import re

import pytest

from insights.pipeline.reviewing import Answer, Queue, judgements, open_desk
from insights.review.app import ROOMS
from tests.review_client import Browser
from tests.review_fixture import NAME, make_project, read_lines


@pytest.fixture
def root(tmp_path):
    return make_project(tmp_path)


@pytest.fixture
def desk(root):
    return open_desk(NAME, coder="AB", root=root)


@pytest.fixture
def browser(desk):
    return Browser(desk)


def at(page):
    """Return the excerpt that a reading page shows."""
    return dict(page.form("/read"))["at"]


def form_token(browser):
    return browser.access.form_token


def test_twenty_excerpts_with_plain_forms(browser, root):
    seen = []
    page = browser.get("/read")
    for number in range(20):
        fields = page.form("/read")
        seen.append(dict(fields)["at"])
        if number % 4 == 0:
            fields = [*fields, ("serious", "yes"), ("code", "LOG")]
        page = browser.post("/read", [*fields, ("do", "unsure" if number % 7 == 6 else "next")])
        assert page.status == 200
    assert len(set(seen)) == 20
    lines = read_lines(root, "AB")
    assert {line["excerpt_id"] for line in lines if line["target"] == "excerpt"} == set(seen)
    assert "20 of 38 excerpts read" in page.text


def test_what_is_ticked_is_accepted_and_the_rest_turned_down(browser, desk):
    excerpt_id = next(
        e for e in desk.material.said
        if sum(bool(m.suggestion) for m in desk.marks(e).codes.values()) >= 2
    )  # fmt: skip
    page = browser.get(f"/read?at={excerpt_id}")
    likely = [c for c, m in desk.marks(excerpt_id).codes.items() if m.waiting]
    browser.post("/read", [*page.form("/read"), ("do", "next")])
    votes = {c: m.votes["AB"] for c, m in desk.marks(excerpt_id).codes.items()}
    assert votes == {c: "accepted" if c in likely else "rejected" for c in votes}


def test_undo_shows_the_excerpt_again_and_put_back_restores(browser, desk):
    page = browser.get("/read")
    excerpt_id = at(page)
    page = browser.post("/read", [*page.form("/read"), ("do", "next")])
    undo = [*page.form("/undo"), ("do", "undo")]
    page = browser.post("/undo", undo)
    assert at(page) == excerpt_id
    assert "Taken back" in page.text
    assert not desk.done()
    browser.post("/undo", [*page.form("/undo"), ("do", "redo")])
    assert desk.done() == {excerpt_id}


def test_hiding_the_group_hides_it_everywhere_on_the_page(browser, desk, root):
    page = browser.get("/read")
    shown = browser.get("/read").text
    assert "person with lived experience" in shown and "notes/0.md" in shown
    browser.post("/settings", [("form_token", form_token(browser)), ("set", "blind"),
                               ("blind", "group"), ("back", "/read")])  # fmt: skip
    page = browser.get("/read")
    main = page.text[page.text.index("<main") : page.text.index("</main>")]
    for word in ("lived experience", "professional", "notes/0.md", "P00", "P02"):
        assert word not in main
    browser.post("/read", [*page.form("/read"), ("do", "next")])
    assert read_lines(root, "AB")[0]["blind"] == ["group"]


def test_hiding_suggestions_hides_them_and_says_so_in_the_file(browser, desk, root):
    browser.post("/settings", [("form_token", form_token(browser)), ("set", "blind"),
                               ("blind", "suggestions"), ("back", "/read")])  # fmt: skip
    page = browser.get("/read")
    assert "Likely" not in page.text and "Perhaps" not in page.text
    browser.post("/read", [*page.form("/read"), ("code", "HELP"), ("do", "next")])
    lines = read_lines(root, "AB")
    assert lines[0]["shown"] == []
    assert [line["action"] for line in lines] == ["add"]


def test_keys_can_be_switched_off_and_on(browser):
    token = ("form_token", form_token(browser))
    assert 'data-keys="on"' in browser.get("/read").text
    browser.post("/settings", [token, ("set", "keys"), ("keys", "off"), ("back", "/read")])
    assert 'data-keys="off"' in browser.get("/read").text
    browser.post("/settings", [token, ("set", "keys"), ("keys", "on"), ("back", "/read")])
    assert 'data-keys="on"' in browser.get("/read").text


@pytest.mark.parametrize(
    "path",
    ["/read?by=source&of=s1", "/read?by=group&of=professional", "/read?by=code&of=DEBT",
     "/read?by=doubt", "/read?by=search&of=money", "/read?number=7", "/read?who=anyone",
     "/read?who=all", "/read?by=nothing", "/read?number=0", "/read?number=99999",
     "/search?words=money", "/search?words=", "/search?words=x00004"],
)  # fmt: skip
def test_every_way_to_read_on_shows_a_page(browser, path):
    assert browser.get(path).status == 200


def test_a_queue_is_followed_to_its_end(browser, desk):
    page = browser.get("/read?by=code&of=DEBT")
    ids = desk.queue(Queue("code", "DEBT"))
    seen = []
    while "<h1>All read</h1>" not in page.text:
        seen.append(at(page))
        page = browser.post("/read", [*page.form("/read"), ("do", "next")])
    assert sorted(seen) == sorted(ids)


# -------------------------------------------------------------------------------- codebook


def change(browser, page, action, code_id, *more):
    fields = page.form("/codebook/change", action=action, code_id=code_id)
    seen = browser.post("/codebook/change", [*fields, *more])
    return seen, browser.post(
        "/codebook/change",
        [*seen.form("/codebook/change", action=action), ("do", "confirm")],
    )


def test_a_merge_is_shown_first_then_done_then_undone(browser, desk, root):
    page = browser.get("/codebook/code?id=DEBT")
    fields = page.form("/codebook/change", action="merge")
    seen = browser.post("/codebook/change", [*fields, ("set:into", "FORMS")])
    assert "would become part of" in seen.text
    assert "DEBT" in desk.state.codes and not desk.ledger.path.exists()
    done = browser.post(
        "/codebook/change",
        [*seen.form("/codebook/change", action="merge"), ("do", "confirm")],
    )
    assert "You can undo this" in done.text
    assert "DEBT" not in desk.state.codes
    (line,) = read_lines(root, "AB")
    assert (line["action"], line["value"]) == ("merge", {"into": "FORMS"})
    browser.post("/undo", [*done.form("/undo"), ("do", "undo")])
    assert "DEBT" in desk.state.codes


@pytest.mark.parametrize(
    ("action", "field", "text", "name"),
    [("rename", "set:name", "Owing", "name"), ("move", "set:theme", "Help", "theme"),
     ("define", "set:definition", "Owing anybody money", "definition")],
)  # fmt: skip
def test_a_code_is_renamed_moved_described(browser, desk, action, field, text, name):
    page = browser.get("/codebook/code?id=DEBT")
    _, done = change(browser, page, action, "DEBT", (field, text))
    assert done.status == 200
    assert desk.state.codes["DEBT"][name] == text
    assert text in done.text


def test_a_code_is_made_retired_and_split(browser, desk):
    page = browser.get("/codebook")
    fields = page.form("/codebook/change", action="new")
    seen = browser.post("/codebook/change", [*fields, ("set:name", "Waiting")])
    browser.post("/codebook/change",
                 [*seen.form("/codebook/change", action="new"), ("do", "confirm")])  # fmt: skip
    assert desk.state.codes["waiting"]["name"] == "Waiting"
    change(browser, browser.get("/codebook/code?id=waiting"), "retire", "waiting")
    assert "waiting" not in desk.state.codes
    page = browser.get("/codebook/split?id=FORMS")
    fields = page.form("/codebook/change", action="split")
    first = next(name for name, _ in fields if name.startswith("to:"))
    fields = [(k, v) for k, v in fields if k not in (first, "part:1")]
    seen = browser.post("/codebook/change", [*fields, (first, "1"), ("part:1", "Long forms")])
    browser.post("/codebook/change",
                 [*seen.form("/codebook/change", action="split"), ("do", "confirm")])  # fmt: skip
    assert desk.marks(first.removeprefix("to:")).codes["long_forms"].accepted
    history = browser.get("/codebook/code?id=FORMS")
    back = history.form("/codebook/take-back")
    browser.post("/codebook/take-back", back)
    assert "long_forms" not in desk.state.codes


# ------------------------------------------------------------------------ other judgements


def test_quotes_meaning_and_recommendations_by_form(browser, desk, root):
    page = browser.get("/quotes")
    fields = page.form("/quotes")
    browser.post("/quotes", [*fields, ("do", "approve_quote")])
    page = browser.get("/meaning?pair=1")
    browser.post("/meaning", [*page.form("/meaning"), ("meaning", "same")])
    page = browser.get("/recommendations?id=r1")
    fields = [(k, v) for k, v in page.form("/recommendations") if k != "set:owner"]
    browser.post("/recommendations", [*fields, ("set:owner", "Team lead")])
    assert [line["action"] for line in read_lines(root, "AB")] == [
        "approve_quote", "convergence", "edit",
    ]  # fmt: skip
    assert judgements.list_recommendations(desk)[0].fields["owner"] == "Team lead"
    page = browser.get("/history")
    for fields in [f for action, _, f in page.forms() if action == "/history"]:
        browser.post("/history", fields)
    assert not desk.steps()


def test_words_to_mask_by_form(browser, desk, root, monkeypatch):
    rows = [{"string_id": "k1", "string": "Grace", "context": "Grace said so", "reason": "a name",
             "n": 3, "covered": False}]  # fmt: skip
    monkeypatch.setattr(judgements, "read_waiting_strings", lambda _desk: rows)
    page = browser.get("/masking")
    page = browser.post("/masking", [*page.form("/masking"), ("do", "mask")])
    assert "masked</" in page.text or "masked by AB" in page.text
    (line,) = read_lines(root, "AB")
    assert (line["action"], line["target_id"]) == ("mask", "k1")
    assert "Grace" not in desk.ledger.path.read_text(encoding="utf-8")
    browser.post("/masking", [*page.form("/masking"), ("do", "back")])
    assert not judgements.decided_words(desk)


def test_differences_and_corrections_by_form(browser, desk, root):
    other = open_desk(NAME, coder="CD", root=root)
    page = browser.get("/read")
    excerpt_id = at(page)
    browser.post("/read", [*page.form("/read"), ("code", "LOG"), ("do", "next")])
    other.save(excerpt_id, Answer(offered=("LOG",), shown=("LOG",)))
    about = {"target": "excerpt", "target_id": excerpt_id, "excerpt_id": excerpt_id}
    other.record([{"action": "reject", **about, "code_id": "LOG", "memo": "not a record"}])
    page = browser.get("/differences")
    assert "not a record" in page.text
    browser.post("/differences", [*page.form("/differences", code_id="LOG"), ("do", "reject")])
    assert desk.marks(excerpt_id).codes["LOG"].votes == {"AB": "rejected", "CD": "rejected"}
    assert "Where corrections go" in browser.get("/corrections").text


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.path)
def test_every_room_opens_is_named_and_reached_from_the_menu(browser, room, monkeypatch):
    monkeypatch.setattr(judgements, "read_waiting_strings", lambda _desk: [])
    page = browser.get(room.path)
    assert page.status == 200
    assert len(re.findall(r"<h1[ >]", page.text)) == 1
    assert f'href="{room.path}"' in browser.get("/").text or room.path == "/read"
    assert room.about


def test_a_new_run_is_taken_up_without_a_restart(browser, desk, root):
    from insights import store, tables

    folder = root / "data" / "processed" / NAME
    frame = store.read_table(folder / "excerpts.parquet")
    rows = frame.to_dict("records")
    rows[0]["text"] = "Something said after all."
    store.write_atomic(folder / "excerpts.parquet",
                       store.table_bytes(tables.from_rows("excerpts", rows)))  # fmt: skip
    assert "Something said after all." not in browser.get("/read").text
    store.write_atomic(folder / store.MANIFEST, b"{}")
    assert "Something said after all." in browser.get("/read").text


def test_a_fault_shows_places_and_nobodys_words(browser, desk, monkeypatch):
    def fail(_queue):
        raise RuntimeError("I told Siobhan about the ward")

    monkeypatch.setattr(desk, "queue", fail)
    page = browser.get("/read")
    assert page.status == 500
    assert "Siobhan" not in page.text
    assert "reading.py:" in page.text
