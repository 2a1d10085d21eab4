import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insights import tables
from insights.coding import ridge, suggest_codings
from insights.coding.calibrate import (
    calibration_error,
    fit_calibrator,
    suggestion_features,
)
from insights.coding.learn import Labels, learn_codings, read_labels
from insights.coding.ridge import fit_ridge
from insights.coding.views import build_views, compare_views

OPENINGS = ("Honestly", "For me", "We found that", "Last year", "As a carer", "At first")
BUS = ("the bus never comes", "two buses to the clinic", "the bus fare is dear",
       "no bus on Sundays", "missed the bus again")  # fmt: skip
DEBT = ("bailiffs about my debt", "my debt grows", "owing money, more debt",
        "letters about the debt", "debt collectors ring")  # fmt: skip
TEXTS = tuple(f"{opening} {said}" for opening in OPENINGS for said in (*BUS, *DEBT))
PEOPLE = tuple(f"P{i % 9}" for i in range(len(TEXTS)))


def some_excerpts(texts=TEXTS, people=PEOPLE, **columns):
    rows = [
        {
            "excerpt_id": f"x{i:03}", "source_id": "s", "locator": f"row {i + 2}", "start": 0,
            "end": len(text), "speaker": "participant", "participant_id": person,
            "prompt_kind": "problem", "kind": "problem", "directness": "verbatim", "n_words": 1,
            "activity": "talk", "text": text,
        }
        for i, (text, person) in enumerate(zip(texts, people, strict=True))
    ]  # fmt: skip
    return tables.from_rows("excerpts", rows).assign(**columns)


def some_codes(*code_ids, **keywords):
    rows = [
        {
            "code_id": code_id, "name": code_id.title(), "theme": "T",
            "keywords": keywords.get(code_id, []), "sensitive": False, "status": "agreed",
            "version": 1,
        }
        for code_id in (*code_ids, *keywords)
    ]  # fmt: skip
    return tables.from_rows("codes", rows)


def decide(excerpts, rows, coder="AB"):
    """Codes as planted: bus where the text says bus, debt where it says debt."""
    made = [
        {
            "excerpt_id": excerpts["excerpt_id"][row],
            "code_id": "bus" if "bus" in excerpts["text"][row] else "debt",
            "coder": coder, "status": "accepted", "method": "human",
        }
        for row in rows
    ]  # fmt: skip
    return tables.from_rows("codings", made)


def planted(n_decided=40):
    excerpts = some_excerpts()
    return excerpts, some_codes("bus", "debt"), decide(excerpts, range(n_decided))


def learned_from(excerpts, decided, vectors=None):
    return learn_codings(
        excerpts, read_labels(list(excerpts["excerpt_id"]), ["bus", "debt"], decided), vectors
    )


# --------------------------------------------------------------------------- what is learned


def test_codes_are_learned_and_the_reason_names_excerpts_and_words():
    excerpts, codes, decided = planted()
    codings = suggest_codings(excerpts, codes, decided=decided)
    fresh = codings[codings["excerpt_id"] >= "x040"]
    best = fresh.sort_values("score", ascending=False).drop_duplicates("excerpt_id")
    said = dict(zip(excerpts["excerpt_id"], excerpts["text"], strict=True))
    assert len(best) == 20
    assert set(best["method"]) == {"learned"}
    for row in best.to_dict("records"):
        assert row["code_id"] in said[row["excerpt_id"]] or "buses" in said[row["excerpt_id"]]
        assert row["score"] > 0.8
        assert row["tier"] == "likely"
        assert "near to x0" in row["reason"]
    assert best["reason"].str.contains("“bus”").any()


def test_a_person_is_never_the_reason_for_their_own_suggestions():
    excerpts, codes, decided = planted(60)
    person = dict(zip(excerpts["excerpt_id"], excerpts["participant_id"], strict=True))
    codings = suggest_codings(excerpts, codes, decided=decided)
    named = codings["reason"].str.findall(r"x\d{3}")
    assert named.map(len).sum() > 50
    for excerpt_id, others in zip(codings["excerpt_id"], named, strict=True):
        assert all(person[other] != person[excerpt_id] for other in others)


def test_few_decisions_on_a_code_never_make_it_likely():
    excerpts, codes, decided = planted()
    codings = suggest_codings(excerpts, codes, decided=decided, keyword_decisions=21)
    assert "likely" not in set(codings["tier"])
    assert codings["reason"].str.contains("few have decided").any()
    codings = suggest_codings(excerpts, codes, decided=decided, keyword_decisions=20)
    assert "likely" in set(codings["tier"])


def test_before_any_decision_meaning_only_ranks_and_says_so():
    excerpts = some_excerpts()
    vectors = np.eye(2, dtype=np.float32)[[int("debt" in text) for text in excerpts["text"]]]
    codings = suggest_codings(
        excerpts, some_codes("bus", "debt"), vectors, code_vectors=np.eye(2, dtype=np.float32)
    )
    assert set(codings["method"]) == {"meaning"}
    assert "likely" not in set(codings["tier"])
    assert codings["reason"].str.contains("nobody has decided yet").all()


def test_the_reason_quotes_the_phrase_that_is_nearest_in_meaning():
    codes = some_codes("lost")
    codes.loc[0, "definition"] = "An agency loses papers; a call is denied"

    def encode(texts):
        return np.array([[1, 0] if "papers" in text else [0, 1] for text in texts], np.float32)

    excerpts = some_excerpts(["they had my forms"], ["P1"])
    codings = suggest_codings(excerpts, codes, np.array([[1, 0]], np.float32), encode=encode)
    assert "“An agency loses papers”" in codings.loc[0, "reason"]


@pytest.mark.parametrize(("n", "learns"), [(0, False), (9, False), (10, True)])
def test_nothing_is_learned_from_too_few_texts(n, learns):
    excerpts, _, decided = planted(n)
    assert (learned_from(excerpts, decided) is not None) == learns


def test_only_rejections_teach_nothing_about_other_codes():
    excerpts = some_excerpts()
    decided = decide(excerpts, range(3)).assign(status="rejected")
    labels = read_labels(list(excerpts["excerpt_id"]), ["bus", "debt"], decided)
    assert labels.known.sum() == 3
    accepted = read_labels(list(excerpts["excerpt_id"]), ["bus", "debt"], decide(excerpts, [0]))
    assert accepted.known.sum() == 2
    assert accepted.decided.sum() == 1


def test_what_was_decided_about_the_same_words_is_remembered():
    texts = [*TEXTS, "Nothing", "Nothing", "Nothing"]
    excerpts = some_excerpts(texts, [*PEOPLE, "P20", "P21", "P22"])
    decided = pd.concat(
        [
            decide(excerpts, range(40)),
            decide(excerpts, [60, 61]).assign(code_id="bus"),
        ],
        ignore_index=True,
    )
    learned = learned_from(excerpts, decided)
    assert learned.probability[62, 0] > 2 / 3
    assert learned.probability[60, 0] < learned.probability[62, 0]  # one of the two is its own


def test_speakers_without_a_name_are_each_their_own():
    excerpts = some_excerpts().assign(participant_id=None)
    learned = learned_from(excerpts, decide(excerpts, range(40)))
    assert len(set(learned.people)) == len(excerpts)


def test_the_vectors_help_where_the_words_do_not():
    texts = [f"word{i} thing{i * 7 % 60}" for i in range(60)]
    bus = np.arange(60) % 2 == 0
    excerpts = some_excerpts(texts, [f"P{i}" for i in range(60)])
    vectors = np.eye(2, dtype=np.float32)[bus.astype(int)]
    decided = decide(excerpts, range(40))
    decided["code_id"] = ["bus" if b else "debt" for b in bus[:40]]
    learned = learned_from(excerpts, decided, vectors)
    right = learned.probability[40:].argmax(axis=1) == np.where(bus[40:], 0, 1)
    assert right.all()


# ------------------------------------------------------------------------------- properties


@settings(max_examples=4, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_and_coder_order_change_nothing(random):
    excerpts, codes, decided = planted()
    both = pd.concat([decided, decide(excerpts, range(20, 30), coder="CD")], ignore_index=True)
    rows, lines = list(range(len(excerpts))), list(range(len(both)))
    random.shuffle(rows)
    random.shuffle(lines)
    straight = suggest_codings(excerpts, codes, decided=both)
    shuffled = suggest_codings(
        excerpts.iloc[rows].reset_index(drop=True), codes, decided=both.iloc[lines]
    )
    key = ["excerpt_id", "code_id"]
    pd.testing.assert_frame_equal(
        straight.sort_values(key, ignore_index=True), shuffled.sort_values(key, ignore_index=True)
    )


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 8), st.integers(0, 2**20))
def test_a_persons_own_decisions_never_inform_their_own_scores(person, flips):
    excerpts, _, decided = planted(60)
    learned = learned_from(excerpts, decided)
    own = excerpts.index[excerpts["participant_id"] == f"P{person}"]
    changed = decided.copy()
    for bit, row in enumerate(own):
        if flips >> bit & 1:
            changed.loc[row, "code_id"] = "debt" if changed["code_id"][row] == "bus" else "bus"
    again = learned_from(excerpts, changed)
    assert np.abs(again.scores[own] - learned.scores[own]).max() < 1e-4
    if flips & 0b111111:
        others = excerpts.index.difference(own)
        assert np.abs(again.scores[others] - learned.scores[others]).max() > 1e-4


def test_twice_is_once():
    excerpts, codes, decided = planted()
    pd.testing.assert_frame_equal(
        suggest_codings(excerpts, codes, decided=decided),
        suggest_codings(excerpts, codes, decided=decided),
    )


# -------------------------------------------------------------------------- the closed forms


def views_of(texts, random):
    vectors = random.normal(size=(len(texts), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return build_views(texts, vectors, ["a"] * len(texts), ["problem"] * len(texts))


@pytest.mark.parametrize("most_exact", [1_000, 10], ids=["exact", "landmarks"])
def test_scores_with_a_group_left_out_are_those_of_a_model_without_it(monkeypatch, most_exact):
    monkeypatch.setattr(ridge, "N_LANDMARKS", 25)
    random = np.random.default_rng(0)
    views, n = views_of(TEXTS, random), len(TEXTS)
    targets, counts = random.random((n, 3)), random.integers(1, 4, n).astype(float)
    mean = np.full(3, 0.2)
    group = np.array([2, 17, 18, 40])
    whole = fit_ridge(views, targets, counts, mean, [group], most_exact=most_exact)
    without = counts.copy()
    without[group] = 1e-6  # as good as not there, with the same landmarks
    other = fit_ridge(views, targets, without, mean, [], most_exact=most_exact)
    assert np.allclose(whole.left_out[0], other.predict(views.take(group)), atol=2e-3)


def test_landmarks_come_near_to_the_whole(monkeypatch):
    monkeypatch.setattr(ridge, "N_LANDMARKS", 55)
    random = np.random.default_rng(1)
    views = views_of(TEXTS, random)
    targets = np.array([["bus" in text, "debt" in text] for text in TEXTS], float)
    ones, mean = np.ones(len(TEXTS)), np.full(2, 0.5)
    whole = fit_ridge(views, targets, ones, mean, []).predict(views)
    part = fit_ridge(views, targets, ones, mean, [], most_exact=10).predict(views)
    assert np.abs(whole - part).max() < 0.1


def test_likeness_is_one_with_itself_and_a_kernel():
    random = np.random.default_rng(2)
    vectors = random.normal(size=(len(TEXTS), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    activities = [f"a{i % 3}" for i in range(len(TEXTS))]
    views = build_views(TEXTS, vectors, activities, ["idea", "problem"] * (len(TEXTS) // 2))
    kernel = compare_views(views, views)
    assert np.allclose(np.diag(kernel), 1, atol=1e-5)
    assert np.linalg.eigvalsh(kernel.astype(float)).min() > -1e-5


def test_texts_without_words_are_no_accident():
    views = build_views(["", "…"], None, ["", ""], ["problem", "problem"])
    assert compare_views(views, views).shape == (2, 2)


# ------------------------------------------------------------------------------ calibration


def simulated(n, n_codes, seed):
    random = np.random.default_rng(seed)
    true = 1 / (1 + np.exp(-random.normal(-2.0, 1.5, (n, n_codes)) - np.linspace(-1, 1, n_codes)))
    accepted = (random.random(true.shape) < true).astype(float)
    scores = np.clip(true**0.5, 0.01, 0.99)  # in the right order, and far too high
    return suggestion_features(scores, None, np.zeros(true.shape, bool)), accepted


def test_calibrated_probabilities_come_true():
    features, accepted = simulated(1_500, 6, 0)
    curve = fit_calibrator(features, accepted, np.ones_like(accepted))
    fresh, outcome = simulated(3_000, 6, 1)
    assert calibration_error(curve.probability(fresh).ravel(), outcome.ravel()) < 0.03
    raw = 1 / (1 + np.exp(-(fresh[:, :, 0] - 2.0)))
    assert calibration_error(raw.ravel(), outcome.ravel()) > 0.15


def test_a_code_without_decisions_takes_the_common_curve():
    features, accepted = simulated(400, 3, 0)
    known = np.ones_like(accepted)
    known[:, 2] = 0
    curve = fit_calibrator(features, accepted, known)
    assert curve.own[2].tolist() == [0.0, 0.0]
    assert np.abs(curve.own[:2]).max() > 0.01


@pytest.mark.parametrize("accepted", [0.0, 1.0])
def test_one_sided_decisions_give_no_certainty(accepted):
    features, outcome = simulated(20, 2, 0)
    given = np.full_like(outcome, accepted)
    probability = fit_calibrator(features, given, np.ones_like(given)).probability(features)
    assert np.isfinite(probability).all()
    assert 0 < probability.min() <= probability.max() < 1


def test_calibration_error_counts_what_is_shown():
    assert calibration_error(np.array([0.05, 0.05]), np.array([1, 1])) == 0
    assert calibration_error(np.array([0.9] * 10), np.array([1] * 5 + [0] * 5)) == pytest.approx(
        0.4
    )


def test_probabilities_hold_for_people_not_learned_from():
    random = np.random.default_rng(4)
    n = 1_200
    texts, codes = [], []
    for i in range(n):
        code = int(random.integers(2))
        noisy = code if random.random() < 0.8 else 1 - code
        texts.append(f"{('bus', 'debt')[noisy]} filler{i} other{i * 3}")
        codes.append(code)
    excerpts = some_excerpts(texts, [f"P{i}" for i in range(n)])
    accepted = np.eye(2, dtype=np.float32)[codes]
    known = np.zeros((n, 2), bool)
    known[:600] = True
    labels = Labels(accepted * known, known, known, known.sum(axis=0))
    learned = learn_codings(excerpts, labels, None)
    error = calibration_error(learned.probability[600:].ravel(), accepted[600:].ravel(), n_bins=5)
    assert error < 0.08
