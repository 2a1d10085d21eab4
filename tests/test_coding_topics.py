import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from insights import tables
from insights.coding import fit_topics, topics
from insights.coding.clusters import WardThenKMeans, measure_stability
from insights.language import load_encoder

DEBT = ("The debts frighten me", "I owe money to everyone", "Bailiffs came about my debt",
        "Owing money makes me ill", "My debt grows each month")  # fmt: skip
BUS = ("The bus never comes", "Two buses to reach the clinic", "The bus fare is too dear",
       "No bus runs on Sundays", "I missed the bus again")  # fmt: skip


def some_excerpts(texts, speaker="participant"):
    return tables.from_rows(
        "excerpts",
        [
            {
                "excerpt_id": f"x{i}", "source_id": "s", "locator": f"row {i + 2}", "start": 0,
                "end": len(text), "speaker": speaker, "prompt_kind": "problem",
                "kind": "problem", "directness": "verbatim", "n_words": 1, "text": text,
            }
            for i, text in enumerate(texts)
        ],
    )  # fmt: skip


def fit(texts, **how):
    return fit_topics(some_excerpts(texts), load_encoder().encode(list(texts)), **how)


def test_two_subjects_become_two_topics():
    found = fit([*DEBT, *BUS])
    assert list(found.topics["topic_id"]) == ["T1", "T2"]
    assert list(found.topics["n_excerpts"]) == [5, 5]
    placed = list(found.excerpt_topics["topic_id"])
    assert placed == ["T1"] * 5 + ["T2"] * 5
    assert {"debt"} <= set(found.topics.loc[0, "terms"]) | {"debts"}
    assert "bus" in found.topics.loc[1, "terms"]
    assert not set(found.topics.loc[0, "terms"]) & {"the", "me", "my"}
    assert found.topics["stability"].min() > 0.6
    assert "not themes" in found.explanation


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_excerpts_give_no_topics_and_a_reason(n):
    found = fit(DEBT[:n])
    assert found.topics.empty
    assert len(found.excerpt_topics) == n
    assert found.excerpt_topics["topic_id"].isna().all()
    assert "at least 3" in found.explanation
    assert found.problems == ()


@pytest.mark.parametrize("n", [3, 4, 7, 31, 64])
def test_every_excerpt_is_placed_from_three_up(n):
    texts = [f"{text}, {i} times" for i in range(1 + n // 10) for text in (*DEBT, *BUS)][:n]
    found = fit(texts)
    assert found.excerpt_topics["topic_id"].notna().all()
    sizes = found.excerpt_topics["topic_id"].value_counts()
    assert dict(zip(found.topics["topic_id"], found.topics["n_excerpts"], strict=True)) == dict(
        sizes
    )
    assert list(found.topics["n_excerpts"]) == sorted(sizes, reverse=True)
    assert len(found.topics) == topics.choose_n_topics(n)
    assert found.topics["stability"].between(0, 1).all()


def test_examples_are_the_topics_own_excerpts():
    found = fit([*DEBT, *BUS])
    place = dict(
        zip(found.excerpt_topics["excerpt_id"], found.excerpt_topics["topic_id"], strict=True)
    )
    for row in found.topics.to_dict("records"):
        assert len(row["example_excerpt_ids"]) == 3
        assert {place[e] for e in row["example_excerpt_ids"]} == {row["topic_id"]}


def test_facilitators_and_empty_notes_are_left_over():
    excerpts = some_excerpts([*DEBT, "What else?", " "])
    excerpts.loc[5, "speaker"] = "facilitator"
    found = fit_topics(excerpts, load_encoder().encode(list(excerpts["text"])))
    assert list(found.excerpt_topics["topic_id"].isna()) == [False] * 5 + [True] * 2
    assert "2 by facilitators or without words are left over" in found.explanation


@pytest.mark.parametrize("texts", [["nothing"] * 12, ["the", "of", "and", "is"], ["😀", "👍", "…"]])
def test_texts_without_words_of_content_are_no_accident(texts):
    found = fit(texts)
    assert found.excerpt_topics["topic_id"].notna().all()
    assert found.topics["n_excerpts"].sum() == len(texts)


def test_a_topic_of_fillers_shows_them_rather_than_nothing():
    found = fit([*["no, nothing"] * 6, *BUS])
    assert found.topics.loc[0, "terms"] == ["no", "nothing"]


def test_the_seed_moves_no_excerpt_and_a_second_run_changes_nothing():
    texts = [f"{text}, {i} times" for i in range(6) for text in (*DEBT, *BUS)]
    first, again, other = fit(texts), fit(texts), fit(texts, seed=7)
    pd.testing.assert_frame_equal(first.topics, again.topics)
    pd.testing.assert_frame_equal(first.excerpt_topics, other.excerpt_topics)
    assert list(first.topics["terms"]) == list(other.topics["terms"])


@pytest.mark.parametrize(("asked", "made"), [(1, 1), (4, 4), (99, 8)])
def test_the_number_of_topics_can_be_chosen(asked, made):
    assert len(fit([*DEBT, *BUS], n_topics=asked).topics) == made


def test_without_vectors_or_bertopic_there_are_none_and_the_reason_is_given(monkeypatch):
    excerpts = some_excerpts(DEBT)
    assert "sentence model" in fit_topics(excerpts, None).explanation
    monkeypatch.setattr(topics, "_import_bertopic", lambda: None)
    found = fit_topics(excerpts, np.eye(5, 8, dtype=np.float32))
    assert found.topics.empty
    assert "pip install" in found.problems[0].fix


def test_masked_identifiers_are_never_terms():
    found = fit([f"[PERSON] {text} [PLACE: LEEDS]" for text in (*DEBT, *BUS)])
    assert not {"person", "place", "leeds"} & {t for terms in found.topics["terms"] for t in terms}


def test_bertopic_comes_in_without_what_it_does_not_need_and_leaves_no_trace():
    code = (
        "import sys\n"
        "from insights.coding.topics import _import_bertopic\n"
        "finders = len(sys.meta_path)\n"
        "assert _import_bertopic().BERTopic\n"
        "assert len(sys.meta_path) == finders\n"
        "print([m for m in ('torch', 'umap', 'numba', 'transformers') if m in sys.modules])\n"
        "import hdbscan\n"
    )
    shown = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert shown.stdout.strip() == "[]"


def blobs(n_each, n_blobs, spread, seed=0):
    random = np.random.default_rng(seed)
    middles = np.eye(n_blobs, 24)
    points = np.repeat(middles, n_each, axis=0) + random.normal(0, spread, (n_each * n_blobs, 24))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def test_planted_clusters_are_found_and_stable():
    vectors = blobs(40, 4, 0.05)
    labels = WardThenKMeans(4).fit_predict(vectors)
    assert len({tuple(labels[i : i + 40]) for i in range(0, 160, 40)}) == 4
    assert all(len(set(labels[i : i + 40])) == 1 for i in range(0, 160, 40))
    assert measure_stability(vectors, labels, n_runs=3, seed=0).overlap.tolist() == [1.0] * 4


def test_clusters_cut_from_noise_are_not_stable():
    vectors = blobs(1, 20, 1.0)[:20].repeat(1, axis=0)
    vectors = np.concatenate([vectors, blobs(1, 20, 1.0, seed=1), blobs(1, 20, 1.0, seed=2)])
    labels = WardThenKMeans(8).fit_predict(vectors)
    assert measure_stability(vectors, labels, n_runs=6, seed=0).overlap.mean() < 0.9


def test_prediction_gives_the_nearest_cluster():
    vectors = blobs(20, 3, 0.05)
    clusterer = WardThenKMeans(3).fit(vectors)
    assert np.array_equal(clusterer.predict(vectors), clusterer.labels_)


def test_terms_are_those_that_several_people_said():
    numbers = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    texts = [f"{text}, {word}" for text, word in zip((*DEBT, *BUS), numbers, strict=True)]
    texts[0] += " " + "zebra " * 6
    people = [f"P{i}" for i in range(10)]
    excerpts = some_excerpts(texts)
    excerpts["participant_id"] = people
    found = fit_topics(excerpts, load_encoder().encode(texts))
    assert not any("zebra" in terms[:2] for terms in found.topics["terms"])
    assert found.topics["terms"].map(len).min() >= 4


def test_how_firmly_a_topic_holds_is_said_in_words():
    found = fit([*DEBT, *BUS])
    assert found.topics["holds"].str.startswith("holds in ").all()
    assert found.topics.loc[0, "holds"].endswith("of 20 re-runs")


def test_a_topic_of_one_workshop_alone_is_seen_to_rest_on_it():
    vectors = np.concatenate([blobs(30, 2, 0.05), blobs(15, 3, 0.05)[30:]])
    labels = np.repeat([0, 1, 2], [30, 30, 15])
    both = ["a", "b"] * 30 + ["c"] * 15
    firm = measure_stability(vectors, labels, n_runs=2, seed=0, sessions=both)
    assert firm.n_runs.tolist() == [5, 5, 4]  # without session c there is nothing left of it
    alone = measure_stability(vectors, labels, n_runs=2, seed=0)
    assert alone.n_runs.tolist() == [2, 2, 2]


def test_examples_are_not_near_duplicates_of_each_other():
    found = fit(
        [*["The bus never comes!", "the bus never comes", "The bus never came"], *BUS, *DEBT]
    )
    for ids in found.topics["example_excerpt_ids"]:
        assert len(set(ids) & {"x0", "x1", "x2", "x3"}) <= 1
