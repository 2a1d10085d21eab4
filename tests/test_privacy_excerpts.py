"""Masked excerpts: exact positions both ways, nothing personal kept, decisions replayed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.privacy import (
    Names,
    Person,
    exact_id,
    mask_text,
    redact_excerpts,
    scan_text,
    string_id,
)

NAMES = Names((Person("P1", "Siobhán Kelly"), Person("P2", "Priya Nair"), Person("P3", "Sam Cole")))
RAW = (
    "Notes taken by Priya Nair\n"
    "I told Siobhán I was broke.\n"
    "Ring 07700 900123 or mail sam@example.org.\n"
    "The ward was cold. Xuyen left.\n"
)


def passages_of(raw: str, cuts: list[tuple[int, int]], **more: str):
    rows = [
        {
            "excerpt_id": f"e{i}", "source_id": "s1", "locator": f"paragraph {i}", "start": start,
            "end": end, "speaker": "unattributed", "prompt_kind": "problem", "kind": "problem",
            "directness": "summarised", "text": raw[start:end],
        } | more
        for i, (start, end) in enumerate(cuts)
    ]  # fmt: skip
    return tables.from_rows("passages", rows)


def lines_of(raw: str) -> list[tuple[int, int]]:
    cuts, start = [], 0
    for line in raw.splitlines(keepends=True):
        if line.strip():
            cuts.append((start, start + len(line.rstrip("\n"))))
        start += len(line)
    return cuts


@pytest.fixture(scope="module")
def redacted():
    cuts = lines_of(RAW)[1:]
    return redact_excerpts(
        passages_of(RAW, cuts, activity="Priya's table", prompt="What did Siobhán do?"),
        {"s1": RAW}, NAMES, key=b"k",
    )  # fmt: skip


def test_excerpts_stand_at_their_positions(redacted):
    for row in redacted.excerpts.itertuples():
        assert redacted.texts["s1"][row.start : row.end] == row.text


def test_excerpts_hold_no_names(redacted):
    assert redacted.excerpts["text"].tolist() == [
        "I told [PERSON] I was broke.",
        "Ring [PHONE] or mail [EMAIL].",
        "The ward was cold. [PERSON] left.",
    ]
    assert redacted.excerpts["n_words"].tolist() == [6, 5, 6]


def test_activities_and_labels_are_masked_too(redacted):
    assert set(redacted.excerpts["activity"]) == {"[PERSON]'s table"}


def test_redactions_map_to_the_raw_text_and_to_the_excerpt(redacted):
    rows = redacted.redactions
    raw = [RAW[a:b] for a, b in zip(rows["raw_start"], rows["raw_end"], strict=True)]
    assert raw == ["Priya Nair", "Siobhán", "07700 900123", "sam@example.org", "Xuyen"]
    assert rows["excerpt_id"].isna().tolist() == [True, False, False, False, False]
    assert rows["excerpt_id"].tolist()[1:] == ["e0", "e1", "e1", "e2"]
    text = redacted.texts["s1"]
    shown = [text[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)]
    assert shown == rows["placeholder"].tolist()
    assert rows["confirmed"].tolist() == [True, True, False, False, False]


def test_printing_shows_counts_only(redacted):
    shown = f"{redacted!r} {NAMES!r} {NAMES.people[0]!r} {mask_text(RAW, NAMES)!r}"
    assert not any(word in shown for word in ("Priya", "Siobhán", "Xuyen", "ward", "07700"))


def test_a_name_across_the_edge_of_an_excerpt_is_masked_on_both_sides():
    raw = "then Priya Nair left"
    made = redact_excerpts(passages_of(raw, [(0, 10), (11, 20)]), {"s1": raw}, NAMES)
    assert made.excerpts["text"].tolist() == ["then [PERSON]", "[PERSON] left"]
    assert made.texts["s1"].count("[PERSON]") == 2


def test_a_source_without_excerpts_is_masked_all_the_same():
    made = redact_excerpts(tables.empty("passages"), {"s1": "Priya rang"}, NAMES)
    assert made.texts == {"s1": "[PERSON] rang"}


def test_a_reader_that_says_the_wrong_place_is_reported_without_its_words():
    passages = passages_of(RAW, [(0, 5)]).assign(text="Priya")
    made = redact_excerpts(passages, {"s1": RAW}, NAMES)
    assert any("1 excerpts" in problem.where for problem in made.problems)
    assert not any("Priya" in str(problem) for problem in made.problems)


class TestDecisions:
    raw = "then xuyenq left. Debtbuster helped. Priya too. xuyenq came"

    def made(self, **decisions: str):
        chosen = {string_id(string, b"k"): action for string, action in decisions.items()}
        return redact_excerpts(
            passages_of(self.raw, [(0, len(self.raw))]), {"s1": self.raw}, NAMES,
            key=b"k", decisions=chosen,
        )  # fmt: skip

    def test_open_strings_wait_once_with_a_line_of_context_riskiest_first(self):
        waiting = self.made().waiting
        assert waiting["string"].tolist() == ["xuyenq", "Debtbuster"]
        assert waiting["n"].tolist() == [2, 1]
        assert waiting["covered"].tolist() == [False, True]
        assert "«xuyenq» left" in waiting["context"][0]

    def test_mask_covers_every_place(self):
        assert "xuyenq" not in self.made(xuyenq="mask").texts["s1"]

    def test_unmask_uncovers_what_judgement_covered(self):
        assert "Debtbuster" in self.made(Debtbuster="unmask").texts["s1"]

    def test_unmask_never_uncovers_a_registered_name(self):
        assert "Priya" not in self.made(Priya="unmask").texts["s1"]

    def test_nothing_waits_once_decided(self):
        waiting = self.made(xuyenq="unmask", Debtbuster="mask").waiting
        assert not (~waiting["covered"]).any()

    def test_as_a_name_leaves_the_plain_word(self):
        raw = "Mark the date. Mark to chase it. We mark it off."
        names = Names((Person("P9", "Mark Ellwood"),))

        def text(action: str) -> str:
            made = redact_excerpts(
                passages_of(raw, [(0, len(raw))]), {"s1": raw}, names,
                key=b"k", decisions={string_id("Mark", b"k"): action},
            )  # fmt: skip
            assert made.waiting.empty and not made.problems
            return made.texts["s1"]

        assert text("mask_name") == "Mark the date. [PERSON] to chase it. We mark it off."
        assert text("mask") == "[PERSON] the date. [PERSON] to chase it. We [PERSON] it off."
        assert text("unmask") == raw

    def test_what_is_said_to_wait_is_what_is_asked(self):
        made = self.made()
        (said,) = made.problems
        assert said.problem.startswith(f"{len(made.waiting)} words or names wait")
        assert said.problem.endswith("Until then 1 stays visible and 1 is masked.")
        (said,) = self.made(Debtbuster="unmask").problems
        assert said.problem.endswith("Until then it stays visible.")

    def test_a_word_masked_here_and_open_there_is_one_question(self):
        raw = "Dr Xuyenq rang. then xuyenq left"
        made = redact_excerpts(passages_of(raw, [(0, len(raw))]), {"s1": raw}, Names(), key=b"k")
        assert made.waiting[["string_id", "n", "covered"]].to_numpy().tolist() == [
            [string_id("xuyenq", b"k"), 2, False]
        ]

    def test_a_string_that_nothing_proposed_is_masked_letter_for_letter(self):
        raw = "We asked the gaffer  upstairs. The Gaffer tape. Two gaffers."
        ids = {exact_id("gaffer", b"k"): "mask"}
        made = redact_excerpts(
            passages_of(raw, [(0, len(raw))]), {"s1": raw}, Names(), key=b"k", decisions=ids
        )
        assert made.texts["s1"] == "We asked the [PERSON]  upstairs. The Gaffer tape. Two gaffers."
        assert made.redactions["rule"].tolist() == ["decision"]

    def test_a_string_is_known_by_a_keyed_hash_alone(self):
        assert string_id("Xuyenq", b"k") == string_id("xuyenq", b"k")
        assert string_id("xuyenq", b"k") != string_id("xuyenq", b"other")


PIECES = st.sampled_from(
    ["Priya Nair", "siobhán", "Sio\u200bbha\u0301n", "Sam", "07700 900123", "a@b.org", "LS6 3AB",
     "the ward", "was cold", ".", "\n", "３ May 1985", "😀", "ﬁne", "…", "[PERSON]", "Dr Xuyen",
     "£1,200", "café"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12), st.data())
def test_positions_lead_there_and_back(pieces, data):
    raw = " ".join(pieces)
    one = mask_text(raw, NAMES)
    ends = [0]
    for span in one.spans:
        assert span.start >= ends[-1] and span.end > span.start
        ends.append(span.end)
        assert one.text[one.to_masked(span.start) :].startswith(span.placeholder)
    position = data.draw(st.integers(0, len(raw)))
    if not any(span.start <= position < span.end for span in one.spans):
        assert one.to_raw(one.to_masked(position)) == position
        assert raw[position:][:1] == one.text[one.to_masked(position) :][:1]


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_what_is_masked_is_clean_and_stays_as_it_is(pieces):
    one = mask_text(" ".join(pieces), NAMES)
    assert scan_text(one.text, NAMES) == []
    assert mask_text(one.text, NAMES).text == one.text


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=10), st.data())
def test_excerpts_cut_anywhere_stand_at_their_positions(pieces, data):
    raw = " ".join(pieces)
    cuts = sorted(set(data.draw(st.lists(st.integers(0, len(raw)), min_size=2, max_size=6))))
    spans = [(a, b) for a, b in pairwise(cuts) if raw[a:b].strip()]
    made = redact_excerpts(passages_of(raw, spans), {"s1": raw}, NAMES)
    for row in made.excerpts.itertuples():
        assert made.texts["s1"][row.start : row.end] == row.text
    text = made.texts["s1"]
    for row in made.redactions.itertuples():
        assert text[row.start : row.end] == row.placeholder
