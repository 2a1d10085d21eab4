"""Suggested codings: how well they learn from people's decisions.

    python benchmarks/coding.py --mode fast --train train.csv --test test.csv

Both files need the columns ``text``, ``question_type`` and ``labels`` (separated by "; ");
``respondent_id`` says who speaks. The training file's labels are taken for a person's
decisions, the test file's texts for excerpts nobody has decided on; which codes a text gets
goes by thresholds chosen on the training texts, each scored without its speaker. ``unseen``
are test texts whose (text, question) is not in training. ``best`` blends in a fine-tuned
sentence model. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

_CURVE = (5, 10, 20, 50)
_STEPS = np.arange(0.06, 0.71, 0.01)
_SHRINK = 20  # codings of a code that its own threshold must outweigh


def main() -> None:
    """Measure, print a table, and end with one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mode", choices=("fast", "best"), default="fast")
    options.add_argument("--train", type=Path, required=True)
    options.add_argument("--test", type=Path, required=True)
    options.add_argument("--no-peers", action="store_true", help="measure ours alone")
    options.add_argument("--no-curve", action="store_true", help="leave out the learning curve")
    chosen = options.parse_args()
    train, test = read_rows(chosen.train), read_rows(chosen.test)
    print(f"{len(train)} texts to learn from, {len(test)} to code", flush=True)

    from insights.language import load_encoder

    encoder = load_encoder()
    names = sorted({name for row in [*train["codes"], *test["codes"]] for name in row})
    print("encoding", flush=True)
    vectors = encoder.encode([*train["text"], *test["text"]])
    data = Data(train, test, names, vectors, encoder.encode(names))

    print(f"learning ({chosen.mode})", flush=True)
    result = {"mode": chosen.mode, **measure(data, chosen.mode)}
    result["peers"] = {}
    if not chosen.no_peers:
        for name, peer in PEERS.items():
            print(f"peer: {name}", flush=True)
            result["peers"][name] = measure_peer(data, peer)
    if not chosen.no_curve:
        print("learning curve", flush=True)
        result["learning_curve"] = measure_curve(data, with_peers=not chosen.no_peers)
    print_table(result)
    print(json.dumps(result))


def read_rows(path: Path) -> pd.DataFrame:
    """Return text, question_type, person and codes of each row."""
    rows = pd.read_csv(path, keep_default_na=False, dtype=str)
    people = rows["respondent_id"] if "respondent_id" in rows else rows.index.astype(str)
    return pd.DataFrame(
        {
            "text": rows["text"],
            "question_type": rows["question_type"],
            "person": [f"{path.stem} {person}" for person in people],
            "codes": [
                [name.strip() for name in labels.split(";") if name.strip()]
                for labels in rows["labels"]
            ],
        }
    )


class Data:
    """Training and test rows, their labels as matrices, and their vectors."""

    def __init__(
        self,
        train: pd.DataFrame,
        test: pd.DataFrame,
        names: Sequence[str],
        vectors: np.ndarray,
        name_vectors: np.ndarray,
    ) -> None:
        self.train, self.test, self.names = train, test, list(names)
        self.vectors, self.name_vectors = vectors, name_vectors
        self.given = _matrix(train["codes"], self.names)
        self.wanted = _matrix(test["codes"], self.names)
        known = set(zip(train["text"], train["question_type"], strict=True))
        self.unseen = np.array(
            [key not in known for key in zip(test["text"], test["question_type"], strict=True)]
        )

    def part(self, rows: np.ndarray) -> Data:
        """Return the same with only ``rows`` to learn from; unseen stays as it was."""
        train = self.train.iloc[rows].reset_index(drop=True)
        vectors = np.concatenate([self.vectors[rows], self.vectors[len(self.train) :]])
        part = Data(train, self.test, self.names, vectors, self.name_vectors)
        part.unseen = self.unseen
        return part

    def excerpts(self) -> pd.DataFrame:
        """Return every row as an excerpt."""
        both = pd.concat([self.train, self.test], ignore_index=True)
        return pd.DataFrame(
            {
                "excerpt_id": [f"x{row:06}" for row in range(len(both))],
                "participant_id": both["person"],
                "activity": both["question_type"],
                "prompt_kind": "unspecified",
                "text": both["text"],
            }
        )


def _matrix(codes: Sequence[Sequence[str]], names: Sequence[str]) -> np.ndarray:
    place = {name: column for column, name in enumerate(names)}
    matrix = np.zeros((len(codes), len(names)), dtype=np.float32)
    for row, found in enumerate(codes):
        matrix[row, [place[name] for name in found]] = 1.0
    return matrix


def learn(data: Data) -> tuple[np.ndarray, np.ndarray]:
    """Return the probabilities of the training rows (speakers left out) and the test rows."""
    from insights.coding.learn import Labels, learn_codings

    n = len(data.train)
    accepted = np.concatenate([data.given, np.zeros_like(data.wanted)])
    known = np.zeros(accepted.shape, dtype=bool)
    known[:n] = True
    learned = learn_codings(
        data.excerpts(),
        Labels(accepted, known, known, known.sum(axis=0)),
        data.vectors,
        nearness=data.vectors @ data.name_vectors.T,
    )
    if learned is None:
        raise SystemExit("There is too little to learn from.")
    return learned.probability[:n], learned.probability[n:]


def measure(data: Data, mode: str) -> dict[str, float]:
    """Return the figures of one mode."""
    before = time.process_time()
    held_out, probability = learn(data)
    if mode == "best":
        from insights.coding.finetune import blend_finetuned

        held_out, probability = blend_finetuned(
            data.excerpts(), data.given, held_out, probability, report=_tell
        )
    thresholds = choose_thresholds(held_out, data.given)
    assigned = assign(probability, thresholds)
    seconds = time.process_time() - before
    return {**judge(data, assigned, probability), "fit_cpu_seconds": round(seconds, 2)}


def _tell(doing: str, done: int, of: int) -> None:
    if done % 50 == 0 or done == of:
        print(f"  {doing}: {done} of {of}", flush=True)


def choose_thresholds(probability: np.ndarray, given: np.ndarray) -> np.ndarray:
    """Return a threshold per code: its own best, drawn towards the best one for all."""
    shared = _STEPS[int(np.argmax([_f1_above(probability, given, at) for at in _STEPS]))]
    chosen = np.full(given.shape[1], shared)
    for code in range(given.shape[1]):
        values = [_f1_above(probability[:, code], given[:, code], at) for at in _STEPS]
        smooth = np.convolve(np.pad(values, 2, mode="edge"), np.full(5, 0.2), mode="valid")
        own, n = _STEPS[int(np.argmax(smooth))], given[:, code].sum()
        chosen[code] = shared + (own - shared) * n / (n + _SHRINK) * 0.75
    return chosen


def _f1_above(probability: np.ndarray, given: np.ndarray, at: float) -> float:
    over = probability > at
    return 2 * float((given * over).sum()) / max(float(over.sum() + given.sum()), 1.0)


def assign(probability: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """Return the codes a text gets: those above their threshold, at least the best one."""
    assigned = probability > thresholds
    none = ~assigned.any(axis=1)
    assigned[none, (probability - thresholds)[none].argmax(axis=1)] = True
    return assigned


def judge(data: Data, assigned: np.ndarray, probability: np.ndarray | None) -> dict[str, float]:
    """Return the scores of assigned codes; macro over all codes of both files."""
    from sklearn.metrics import f1_score

    from insights.coding.calibrate import calibration_error

    def score(rows: np.ndarray | slice, average: str) -> float:
        value = f1_score(data.wanted[rows], assigned[rows], average=average, zero_division=0)
        return round(float(value), 4)

    scores = {
        "micro_f1": score(slice(None), "micro"),
        "macro_f1": score(slice(None), "macro"),
        "micro_f1_unseen": score(data.unseen, "micro"),
        "macro_f1_unseen": score(data.unseen, "macro"),
    }
    if probability is not None:
        error = calibration_error(probability.ravel(), data.wanted.ravel())
        scores["calibration_error"] = round(error, 4)
    return scores


# ------------------------------------------------------------------------------- the peers


def tfidf_svc(data: Data) -> np.ndarray:
    """Assign codes by TF-IDF and one linear support vector machine per code."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    weigher = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    train, test = weigher.fit_transform(data.train["text"]), weigher.transform(data.test["text"])
    return _one_by_one(
        data, train, test, lambda: LinearSVC(class_weight="balanced", random_state=0)
    )


def logistic_on_vectors(data: Data) -> np.ndarray:
    """Assign codes by one logistic regression per code on the sentence vectors."""
    from sklearn.linear_model import LogisticRegression

    n = len(data.train)
    return _one_by_one(
        data,
        data.vectors[:n],
        data.vectors[n:],
        lambda: LogisticRegression(C=10.0, max_iter=300),
        least=np.log(0.3 / 0.7),  # better than one half by cross-validation
    )


def _one_by_one(
    data: Data, train: Any, test: Any, make: Callable[[], Any], least: float = 0.0
) -> np.ndarray:
    distances = np.full(data.wanted.shape, -np.inf)
    for code in range(data.given.shape[1]):
        y = data.given[:, code]
        if 0 < y.sum() < len(y):
            distances[:, code] = make().fit(train, y).decision_function(test)
    assigned = distances > least
    none = ~assigned.any(axis=1)
    assigned[none, distances[none].argmax(axis=1)] = True
    return assigned


PEERS = {"TF-IDF + linear SVC": tfidf_svc, "logistic regression on vectors": logistic_on_vectors}


def measure_peer(data: Data, peer: Callable[[Data], np.ndarray]) -> dict[str, float]:
    """Return a peer's figures."""
    before = time.process_time()
    assigned = peer(data)
    seconds = time.process_time() - before
    return {**judge(data, assigned, None), "fit_cpu_seconds": round(seconds, 2)}


def measure_curve(data: Data, *, with_peers: bool) -> dict[str, dict]:
    """Return the figures with only so many examples of each code to learn from."""
    random = np.random.default_rng(0)
    order = random.permutation(len(data.train))
    curve = {}
    for n_examples in _CURVE:
        kept: set[int] = set()
        for code in range(len(data.names)):
            having = order[data.given[order, code] > 0]
            kept.update(int(row) for row in having[:n_examples])
        part = data.part(np.array(sorted(kept)))
        held_out, probability = learn(part)
        assigned = assign(probability, choose_thresholds(held_out, part.given))
        scores = judge(part, assigned, probability)
        curve[str(n_examples)] = {"n_texts": len(kept), **scores}
        if with_peers:
            curve[str(n_examples)]["peers"] = {
                name: judge(part, peer(part), None) for name, peer in PEERS.items()
            }
    return curve


def print_table(result: dict) -> None:
    """Print ours beside the peers'."""
    columns = ("micro_f1", "macro_f1", "micro_f1_unseen", "calibration_error", "fit_cpu_seconds")
    print(f"{'':36}" + "".join(f"{name:>18}" for name in columns))

    def line(name: str, row: dict) -> None:
        print(f"{name:36}" + "".join(f"{row.get(column, '')!s:>18}" for column in columns))

    line(f"insights, {result['mode']}", result)
    for name, row in result["peers"].items():
        line(name, row)
    for n_examples, row in result.get("learning_curve", {}).items():
        line(f"insights, {n_examples} examples per code", row)
        for name, peer in row.get("peers", {}).items():
            line(f"  {name}", peer)


if __name__ == "__main__":
    sys.exit(main())
