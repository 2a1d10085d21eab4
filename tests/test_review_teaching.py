"""What teaches most, fresh suggestions, prompts, topics, and texts that say the same."""

import pytest

from insights import store
from insights.pipeline.reviewing import (
    AT_ONCE,
    TEACHES,
    Answer,
    Queue,
    changes,
    open_desk,
    overview,
)
from insights.pipeline.reviewing.material import read_suggestions
from insights.pipeline.reviewing.teaching import DRAWN, Lessons
from tests.conftest import BUNDLED
from tests.review_client import Browser
from tests.review_fixture import NAME, make_project, read_lines


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(Lessons, "_encode", lambda _self, _texts: None)  # by words alone
    return make_project(tmp_path, n=80)


@pytest.fixture
def desk(root):
    return open_desk(NAME, coder="AB", root=root)


@pytest.fixture
def browser(desk):
    return Browser(desk)


def read_batch(browser, *codes):
    """Read a batch to its end by form, ticking ``codes``; return the ids and the last page."""
    page, seen = browser.get(f"/read?by={TEACHES}"), []
    while "Save and go on" in page.text:
        fields = page.form("/read")
        seen.append(dict(fields)["at"])
        page = browser.post("/read", [*fields, *(("code", c) for c in codes), ("do", "next")])
    return seen, page


# --------------------------------------------------------------------- what teaches most


def test_a_batch_is_spread_over_groups_and_holds_some_drawn_at_random(desk):
    ids = desk.queue(Queue(TEACHES))
    assert len(ids) == len(set(ids)) == AT_ONCE
    assert ids == desk.queue(Queue(TEACHES))  # it stays until it has been read
    assert {desk.material.excerpts[e].group for e in ids} == set(desk.material.groups)
    assert sum(desk.is_drawn(e, Queue(TEACHES)) for e in ids) == AT_ONCE // 5
    assert not any(desk.is_drawn(e, Queue()) for e in ids)


def test_what_is_drawn_is_read_without_suggestions_and_written_down_so(browser, desk, root):
    ids = desk.queue(Queue(TEACHES))
    drawn = next(e for e in ids if desk.lessons.batch[e] == DRAWN)
    page = browser.get(f"/read?by={TEACHES}&at={drawn}")
    assert "Drawn at random" in page.text
    assert "Likely:" not in page.text
    browser.post("/read", [*page.form("/read"), ("code", "LOG"), ("do", "next")])
    line = read_lines(root, "AB")[-1]
    assert (line["drawn"], line["shown"], line["blind"]) == (True, [], ["suggestions"])
    again = open_desk(NAME, coder="CD", root=root)
    assert [d.drawn for d in again.ledger.kept] == [True]


def test_a_batch_is_followed_by_fresh_suggestions_and_another_batch(browser, desk):
    first, page = read_batch(browser)
    assert len(first) == AT_ONCE
    assert "These are read" in page.text
    page = browser.post("/refresh", page.form("/refresh"))
    assert "Suggestions refreshed" in page.text
    assert not set(desk.queue(Queue(TEACHES))) & set(first)
    assert dict(page.form("/read"))["at"] in desk.queue(Queue(TEACHES))


def test_where_all_is_read_there_is_nothing_to_choose(browser, desk):
    for excerpt_id in desk.material.said:
        desk.save(excerpt_id, Answer())
    assert desk.queue(Queue(TEACHES)) == []
    assert "Nothing is left to choose from" in browser.get(f"/read?by={TEACHES}").text


def test_refreshing_needs_a_form(browser, desk):
    browser.get("/refresh")
    assert desk.lessons.n_learned_from is None


def test_a_refresh_learns_and_forgets_what_is_undone(desk):
    wanted = [e for e in desk.material.said if "bank" in desk.material.excerpts[e].text.split()]
    others = [e for e in desk.material.said if e not in wanted]
    for excerpt_id in wanted[:12]:
        desk.save(excerpt_id, Answer(ticked=("SHAME",)))
    for excerpt_id in others[:12]:
        desk.save(excerpt_id, Answer(ticked=("HELP",)))
    before = dict(desk.material.suggestions)
    assert desk.suggest_afresh() == 24
    methods = {s.method for found in desk.material.suggestions.values() for s in found}
    assert "learned" in methods
    while desk.undo():
        pass
    assert desk.suggest_afresh() == 0
    assert "learned" not in {s.method for f in desk.material.suggestions.values() for s in f}
    assert before  # the tables of the run are as they were
    assert dict(open_desk(NAME, coder="CD", root=desk.project.root).material.suggestions) == before


def test_fresh_suggestions_are_those_of_the_next_run(bundled, bundled_root):
    desk = open_desk(BUNDLED, coder="ZZ", root=bundled_root)
    step = store.read_step_table(desk.project.processed, "suggest", "codings")
    desk.suggest_afresh()
    assert dict(desk.material.suggestions) == read_suggestions(step)


# ------------------------------------------------------------------ how much is found


def draw_and_code(desk, n, code_of):
    """Code ``n`` excerpts of the first group as drawn at random."""
    group = desk.material.groups[0]
    own = [e for e in desk.material.said if desk.material.excerpts[e].group == group]
    for excerpt_id in own[:n]:
        desk.save(excerpt_id, Answer(ticked=(code_of(excerpt_id),), drawn=True))
    return own[:n]


def likely_or_missed(desk, excerpt_id):
    return next((c for c, m in desk.marks(excerpt_id).codes.items() if m.suggestion), "LOG")


@pytest.mark.parametrize(("n", "known"), [(0, False), (4, False), (5, True), (12, True)])
def test_a_share_is_given_from_five_codings_on(desk, n, known):
    draw_and_code(desk, n, lambda e: likely_or_missed(desk, e))
    found = {f.group: f for f in desk.measure_found()}
    first, second = (found[group] for group in desk.material.groups[:2])
    assert (first.n_drawn, first.n_accepted) == (n, n)
    assert (first.low is not None) == known
    assert second.n_drawn == 0
    said = overview.say_found(desk)
    assert ("of 10 places" in said[0]) == known
    assert not known or f"rests on {n} excerpts drawn at random" in said[0]


def test_only_what_was_drawn_counts(desk):
    for excerpt_id in desk.material.said[:12]:
        desk.save(excerpt_id, Answer(ticked=("LOG",)))
    assert overview.say_found(desk) == [
        "Not known yet: none of the excerpts drawn at random has been read."
    ]


def test_what_was_suggested_is_found_and_what_was_not_is_missed(desk):
    group = desk.material.groups[0]
    own = [e for e in desk.material.said if desk.material.excerpts[e].group == group]
    suggested = {
        e: [c for c, m in desk.marks(e).codes.items() if m.suggestion.tier != "unlikely"]
        for e in own
    }
    hits = [e for e in own if suggested[e]][:6]
    misses = [e for e in own if "SHAME" not in suggested[e] and e not in hits][:2]
    for e in hits:
        desk.save(e, Answer(ticked=(suggested[e][0],), drawn=True))
    for e in misses:
        desk.save(e, Answer(ticked=("SHAME",), drawn=True))
    found = desk.measure_found()[0]
    assert (found.n_accepted, found.n_found) == (8, 6)
    assert "probably find 8 (between 4 and 10)" in overview.say_found(desk)[0]


def test_the_first_page_says_it_and_offers_the_queue(browser):
    page = browser.get("/")
    assert "What teaches most" in page.text
    assert "None of the excerpts" in page.text or "none of the excerpts" in page.text
    assert browser.post("/refresh", page.form("/refresh")).status == 200


# -------------------------------------------------------------------- kinds and stances


@pytest.fixture
def talking(tmp_path, monkeypatch):
    monkeypatch.setattr(Lessons, "_encode", lambda _self, _texts: None)
    texts = [
        "You should keep a diary of who rang", "Yes, a good idea, that would help me a lot",
        "Money money money", "Fine",
    ]  # fmt: skip
    return open_desk(NAME, coder="AB", root=make_project(tmp_path, texts=texts))


def test_a_kind_is_prompted_with_its_reason_and_counts_for_nothing_unticked(talking):
    browser = Browser(talking)
    page = browser.get("/read?at=x00000")
    assert "It reads like an idea or a wish. Is it?" in page.text
    assert "“should”" in page.text
    assert talking.marks("x00000").kind == "problem"
    browser.post("/read", [*page.form("/read"), ("do", "next")])
    assert talking.marks("x00000").kind == "problem"


@pytest.mark.parametrize(
    ("chosen", "kind"), [("problem", "idea"), ("question", "question"), ("idea", "idea")]
)
def test_a_ticked_kind_holds_unless_another_is_chosen(talking, chosen, kind):
    browser = Browser(talking)
    fields = [f for f in browser.get("/read?at=x00000").form("/read") if f[0] != "kind"]
    browser.post("/read", [*fields, ("kind", chosen), ("kind_as", "idea"), ("do", "next")])
    assert talking.marks("x00000").kind == kind
    assert "Is it?" not in browser.get("/read?at=x00000").text  # said once is enough


@pytest.mark.parametrize("excerpt_id", ["x00002", "x00003"])
def test_nothing_is_prompted_where_no_wording_says_so(talking, excerpt_id):
    found = talking.prompt_kind(excerpt_id)
    assert found is None or found.value != talking.marks(excerpt_id).kind
    assert talking.prompt_stance(excerpt_id, "LOG") is None


def test_a_stance_is_prompted_towards_a_claim_and_never_counts_by_itself(talking, tmp_path):
    talking.save("x00001", Answer(ticked=("LOG", "DEBT")))
    assert talking.prompt_stance("x00001", "LOG").value == "supports"
    assert talking.prompt_stance("x00001", "DEBT") is None  # a code without a claim
    browser = Browser(talking)
    page = browser.get("/read?at=x00001")
    assert "Towards “A log helps” it agrees with it?" in page.text
    assert not any(line["action"] == "stance" for line in read_lines(tmp_path, "AB"))
    fields = [*page.form("/read"), ("stance_as:LOG", "supports"), ("do", "next")]
    browser.post("/read", fields)
    assert talking.marks("x00001").codes["LOG"].stances == {"AB": "supports"}
    assert talking.prompt_stance("x00001", "LOG") is None


def test_enough_decided_kinds_are_learned_from(desk):
    for number, excerpt_id in enumerate(desk.material.said[:40]):
        desk.save(excerpt_id, Answer(ticked=("LOG",), kind=("idea", "question")[number % 2]))
    desk.suggest_afresh()
    open_ids = desk.material.said[40:]
    assert {desk.lessons.read_kind(e).value for e in open_ids} <= {"idea", "question"}


# ----------------------------------------------------------- texts that say the same


def test_one_answer_can_be_given_to_all_that_say_the_same_and_undone_at_once(desk, root):
    first, *others = next([e, *o] for e, o in desk.material.alike.items() if len(o) == 2)
    browser = Browser(desk)
    page = browser.get(f"/read?at={first}")
    assert "2 other excerpts say the same. Decide for all?" in page.text
    fields = [f for f in page.form("/read") if f[0] != "code"]
    more = [("code", "SHAME"), ("new_code", "Pride"), ("memo", "once"), ("serious", "yes")]
    page = browser.post("/read", [*fields, *more, ("alike", "yes"), ("do", "next")])
    assert "and the same for 2 other excerpts" in page.text
    made = next(code_id for code_id, c in desk.state.codes.items() if c["name"] == "Pride")
    for excerpt_id in (first, *others):
        accepted = {c for c, m in desk.marks(excerpt_id).codes.items() if m.accepted}
        assert accepted == {"SHAME", made}
    assert [bool(desk.marks(e).serious) for e in (first, *others)] == [True, False, False]
    assert [bool(desk.marks(e).memos) for e in (first, *others)] == [True, False, False]
    assert sum(line["action"] == "new" for line in read_lines(root, "AB")) == 1
    desk.undo()
    assert not desk.done()
    assert made not in desk.state.codes


def test_without_the_tick_the_others_wait(desk):
    first = next(iter(desk.material.alike))
    browser = Browser(desk)
    browser.post("/read", [*browser.get(f"/read?at={first}").form("/read"), ("do", "next")])
    assert desk.done() == {first}


# ------------------------------------------------------------------------------ topics


def test_topics_without_a_code_come_first_and_say_how_firmly_they_hold(browser, desk):
    found = changes.list_topics(desk)
    assert {topic.topic_id for topic in found} == {"T1", "T2"}
    assert [topic.covered for topic in found] == sorted(topic.covered for topic in found)
    page = browser.get("/topics")
    assert "holds in 19 of 20 re-runs" in page.text
    for topic in found:
        ids = desk.queue(Queue("topic", topic.topic_id))
        assert ids
        assert browser.get(f"/read?by=topic&of={topic.topic_id}&who=all").status == 200


def test_a_topic_becomes_a_draft_code_by_two_forms_and_can_be_undone(browser, desk):
    fields = browser.get("/topics/draft?id=T1").form("/codebook/change")
    assert dict(fields)["set:name"] == "bus, clinic, ward"
    assert dict(fields)["set:keywords"].startswith("bus; clinic")
    page = browser.post("/codebook/change", fields)
    before = set(desk.state.codes)
    browser.post("/codebook/change", [*page.form("/codebook/change"), ("do", "confirm")])
    (made,) = set(desk.state.codes) - before
    code = desk.state.codes[made]
    assert (code["status"], code["keywords"][:2]) == ("draft", ["bus", "clinic"])
    desk.undo()
    assert set(desk.state.codes) == before


def test_a_topic_that_is_not_there_is_refused(browser):
    assert browser.get("/topics/draft?id=T9").status == 409


def test_a_project_without_topics_shows_an_empty_page(browser, desk):
    desk.material.tables.pop("topics")
    assert "There are no topics yet" in browser.get("/topics").text
