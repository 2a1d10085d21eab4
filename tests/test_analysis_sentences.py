"""No sentence may be stronger than its numbers: every table from 4 to 12, and then some."""

import re
from itertools import product

import numpy as np
import pytest

from insights.analysis import classify_convergence, classify_prominence, describe_comparison
from insights.analysis.claims import judge_counts
from insights.analysis.convergence import MEANINGS
from insights.analysis.sentences import _what_may_be_missed
from insights.project import DEFAULT_PERSPECTIVES, Project, Thresholds

WORDS = Project(name="", root=None, title="").group_words
LE, PRO = "lived_experience", "professional"
MANY = {LE: "people with lived experience", PRO: "professionals"}
LIMITS = ("", "one_session_per_group", "no_shared_session", "provisional", "unattributed_share")


def rows_of(n_a, n_b, meaning, caveat="", notes=(0, 0), read=True):
    """Every table of two group sizes, as rows of a comparison."""
    k_a, k_b = np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1), indexing="ij")
    counts = np.stack(
        [k_a.ravel(), np.full(k_a.size, n_a), k_b.ravel(), np.full(k_b.size, n_b)], axis=1
    )
    claims = judge_counts(counts, Thresholds())
    open_ = caveat != "unattributed_share"
    for i, (a, size_a, b, size_b) in enumerate(counts.tolist()):
        comparable = open_ and min(size_a, size_b) >= 5 and (read or min(a, b) > 0)
        different = bool(claims.different[i]) and comparable
        similar = bool(claims.similar[i]) and comparable
        unread = not read and min(a, b) == 0
        yield {
            "prompt_kind": "problem", "meaning": meaning, "different": different,
            "group_a": LE, "k_a": a, "n_a": size_a, "low_a": 0.1, "unattributed_a": notes[0],
            "group_b": PRO, "k_b": b, "n_b": size_b, "low_b": 0.1, "unattributed_b": notes[1],
            "difference": a / size_a - b / size_b,
            "robust": bool(claims.robust[i]),
            "similar": similar,
            "prominence": classify_prominence(different, similar),
            "caveats": "; ".join(filter(None, [caveat, "not_yet_read" if unread else ""])),
            "convergence": classify_convergence(
                a, size_a, b, size_b, meaning=meaning, different=different,
                read_a=read, read_b=read, silence_a=not notes[0], silence_b=not notes[1],
            ),
        }  # fmt: skip


def sentences(text):
    return [part for part in re.split(r"(?<=\.) ", text) if part]


def check(row, text):
    """Fail where the text says more than the row supports."""
    k = {LE: row["k_a"], PRO: row["k_b"]}
    n = {LE: row["n_a"], PRO: row["n_b"]}
    lower = text.lower()
    assert "%" not in text
    assert not re.search(r"\b(felt|feel|significant|p =|emerged|proved?|don't|think)\b", lower)
    for one in sentences(text):
        assert one[0].isupper() or one[0].isdigit()
        assert one.endswith(".")
        assert len(one.split()) <= 25, one
    for number, size, group in re.findall(r"(\d+) of (\d+) (people with lived|professional)", text):
        named = LE if group.startswith("people") else PRO
        assert (int(number), int(size)) == (k[named], n[named])
        assert int(size) >= 5
    for number, size in re.findall(r"(\d+) of (\d+)", text):
        assert (int(number), int(size)) in {(k[g], n[g]) for g in k}
    for one in sentences(text):
        found = re.findall(r"(\d+) of \d+", one)
        if len(found) == 1 and "recorded raising" in one and not one.startswith("Only "):
            also = "at least one of the" in one.lower()
            assert (" was recorded" in one) == (found == ["1"] and not also), one
        elif len(found) == 2:
            assert " were recorded" in one
    if "larger share" in lower or "whoever is left out" in lower:
        assert row["different"]
        more = LE if row["difference"] > 0 else PRO
        if "larger share" in lower:
            assert f"larger share of {MANY[more]}" in lower
    if "whoever is left out" in lower:
        assert row["robust"]
    if "similar" in lower:
        assert row["similar"]
        assert not row["different"]
    if re.search(r"\bboth\b", lower):
        assert min(k.values()) >= 1
        assert row["convergence"] == "convergent"
        assert row["meaning"] == "same"
    if "mean the same by it." in lower or "meaning is the same" in lower:
        assert row["meaning"] == "same"
    if "nobody in either group" in lower:
        assert max(k.values()) == 0
    elif "nobody" in lower:
        size, group = re.search(r"nobody among the (\d+) (people|professionals)", lower).groups()
        silent = LE if group == "people" else PRO
        assert k[silent] == 0
        assert n[silent] == int(size)
    assert not re.search(r"\b(more|most|less)\b", lower)
    if re.search(r"\bonly\b", lower):
        assert row["different"]
        assert row["convergence"] == "silent"
        assert f"only {MANY[LE if k[LE] else PRO]}" in lower
    if "would miss it" in lower or "not raising" in lower:
        assert min(k.values()) == 0
    if "disagree about" in lower:
        assert row["meaning"] == "conflict"
        assert min(k.values()) >= 1
    if "cannot tell" in lower:
        assert row["prominence"] == "cannot tell"
    told = ("dissonant", "complementary", "convergent")
    if row["convergence"] in told and row["prominence"] == "cannot tell":
        assert "cannot tell" in lower
    if row["convergence"] == "convergent" and row["prominence"] == "cannot tell":
        assert "cannot tell" in sentences(lower)[0]
    if row["different"] and "one_session_per_group" in row["caveats"]:
        assert ("each group was asked in one session" in lower) == (
            "larger share" in lower or "only " in lower or row["convergence"] == "silent"
        )
    assert text.startswith("Provisional: ") == ("provisional" in row["caveats"])


@pytest.mark.parametrize("meaning", MEANINGS)
@pytest.mark.parametrize("n_a", range(4, 13))
def test_no_table_is_oversold(n_a, meaning):
    for n_b in range(n_a, 13):
        caveat = LIMITS[(n_a + n_b) % len(LIMITS)]
        for row in rows_of(n_a, n_b, meaning, caveat):
            check(row, describe_comparison(row, WORDS))


@pytest.mark.parametrize("notes", [(0, 1), (2, 0), (1, 1)])
@pytest.mark.parametrize("meaning", MEANINGS)
def test_no_table_with_group_notes_is_oversold(notes, meaning):
    for n_a, n_b in product((4, 5, 8), (6, 9)):
        for row in rows_of(n_a, n_b, meaning, "at_least", notes):
            text = describe_comparison(row, WORDS)
            check(row, text)
            for noted, k, n in zip(notes, (row["k_a"], row["k_b"]), (n_a, n_b), strict=True):
                if noted and 0 < k < n and f" {k} of {n} " in f" {text}":
                    assert f"at least {k} of {n}" in text.lower()
            if row["k_b"] == 0 and notes[1]:
                assert "nobody among" not in text.lower()


@pytest.mark.parametrize("notes", [(0, 1), (2, 0), (1, 1)])
def test_what_stands_in_notes_alone_is_not_said_to_be_raised_by_nobody(notes):
    row = next(row for row in rows_of(8, 9, "unjudged", "at_least", notes) if row["k_a"] == 0)
    assert (row["k_b"], row["convergence"]) == (0, "not raised")
    text = describe_comparison(row, WORDS)
    assert text == "No named person was recorded raising this; group notes mention it."


@pytest.mark.parametrize(
    ("strong", "weak"),
    [((11, 14, 2, 13), (7, 14, 5, 13)), ((5, 9, 0, 8), (5, 9, 1, 8)), ((8, 8, 8, 8), (6, 8, 4, 8)),
     ((5, 8, 4, 9), (5, 8, 5, 9))],
)  # fmt: skip
def test_a_sentence_that_is_too_strong_for_its_table_is_noticed(strong, weak):
    def row_of(k_a, n_a, k_b, n_b):
        rows = rows_of(n_a, n_b, "same")
        return next(row for row in rows if (row["k_a"], row["k_b"]) == (k_a, k_b))

    text = describe_comparison(row_of(*strong), WORDS)
    check(row_of(*strong), text)
    counts = re.compile(r"\b\d+ of (\d+ (?:people|professionals))")
    k = iter((weak[0], weak[2]))
    retold = counts.sub(lambda found: f"{next(k)} of {found.group(1)}", text)
    with pytest.raises(AssertionError):
        check(row_of(*weak), text)
    if "cannot tell" not in text.lower():  # even with the counts put right
        with pytest.raises(AssertionError):
            check(row_of(*weak), retold)


@pytest.mark.parametrize("sizes", [(5, 8), (4, 12), (9, 9)])
def test_no_unread_table_is_oversold(sizes):
    for row in rows_of(*sizes, "unjudged", read=False):
        text = describe_comparison(row, WORDS)
        check(row, text)
        if min(row["k_a"], row["k_b"]) == 0:
            assert "nobody" not in text.lower()
            assert "a person has not yet read enough" in text.lower()


def describe(k_a, n_a, k_b, n_b, meaning="same", **more):
    row = next(row for row in rows_of(n_a, n_b, meaning) if (row["k_a"], row["k_b"]) == (k_a, k_b))
    sensitive = more.pop("sensitive", False)
    return describe_comparison(row | more, WORDS, sensitive=sensitive)


def test_a_difference_in_full():
    assert describe(11, 14, 2, 13, caveats="one_session_per_group") == (
        "A larger share of people with lived experience raised it; the meaning is the same. "
        "11 of 14 people with lived experience and 2 of 13 professionals were recorded raising "
        "it. The difference holds whoever is left out of the count. Each group was asked in "
        "one session, so this could also be a difference between two sessions."
    )


def test_silence_in_full():
    assert describe(5, 9, 0, 8, meaning="unjudged", prominence="cannot tell") == (
        "5 of 9 people with lived experience were recorded raising this. Nobody among the 8 "
        "professionals was recorded raising it. Even if 3 in 10 such people would, a group of "
        "8 would miss it about 1 time in 17. Not raising is not disagreeing."
    )


def test_agreement_says_first_what_it_cannot_tell():
    assert describe(5, 8, 4, 9) == (
        "We cannot tell from these numbers whether the groups raised it equally. Both groups "
        "raised it and mean the same by it. 5 of 8 people with lived experience and 4 of 9 "
        "professionals were recorded raising it."
    )


def test_one_person_is_one_person():
    assert describe(1, 8, 0, 9).startswith(
        "1 of 8 people with lived experience was recorded raising this. Nobody among the 9"
    )


@pytest.mark.parametrize(("kind", "words"), [
    ("problem", "about experiences or problems"), ("idea", "for ideas"),
    ("unspecified", "an open question"),
])  # fmt: skip
def test_a_group_that_was_not_asked(kind, words):
    text = describe(3, 8, 0, 9, prompt_kind=kind, low_b=float("nan"), convergence="not comparable")
    assert text == (
        f"No professionals are known to have been asked {words}, so the groups are not "
        "compared. 3 of 8 people "
        "with lived experience were recorded raising it."
    )


def test_counts_of_small_groups_and_sensitive_themes_stay_out():
    assert "of 4" not in describe(3, 6, 2, 4, meaning="conflict")
    text = describe(6, 9, 2, 9, sensitive=True)
    assert "fewer than three professionals" in text
    assert "2 of 9" not in text
    assert describe(1, 9, 0, 9, sensitive=True).startswith("Fewer than three people with lived")


@pytest.mark.parametrize("group", [*DEFAULT_PERSPECTIVES, "unknown", "18–25"])
def test_any_groups_words_fit(group):
    for meaning in MEANINGS:
        for row in rows_of(5, 12, meaning, "n_is_speakers"):
            text = describe_comparison(row | {"group_a": group}, WORDS)
            assert all(len(one.split()) <= 25 for one in sentences(text))


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (5, "5 in 10 such people would, a group of 5 would miss it about 1 time in 32"),
        (8, "3 in 10 such people would, a group of 8 would miss it about 1 time in 17"),
        (13, "2 in 10 such people would, a group of 13 would miss it about 1 time in 18"),
        (30, "1 in 10 such people would, a group of 30 would miss it about 1 time in 24"),
        (100, "1 in 34 such people would, a group of 100 would miss it about 1 time in 20"),
        (9_000, "1 in 3,005 such people would, a group of 9,000 would miss it about 1 time in 20"),
    ],
)  # fmt: skip
def test_what_a_group_may_miss(n, expected):
    assert _what_may_be_missed(n) == f"even if {expected}"
