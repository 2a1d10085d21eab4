"""What a project's own decisions teach: how probable each code is for each excerpt.

Kernel ridge regression over several views (:mod:`insights.coding.views`) scores all codes
at once; the scores people's excerpts get when those people are left out show how far a
score can be trusted (:mod:`insights.coding.calibrate`); words that several people have
said in answer to the same prompt are remembered with what was decided about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from insights.coding.calibrate import Calibrator, fit_calibrator, suggestion_features
from insights.coding.ridge import MOST_EXACT, Ridge, fit_ridge
from insights.coding.views import Views, build_views

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FEWEST_TEXTS = 10  # different texts decided on, before anything is learned
_N_FOLDS = 5
_MEMORY_PRIOR = 1.0  # decisions a calibrated probability weighs as much as
_RECALL_AIMED_AT = 0.9


@dataclass(frozen=True)
class Labels:
    """People's decisions as matrices over (excerpt, code).

    Attributes
    ----------
    accepted
        float (n, n_codes): 1 where anyone gave the code, else 0.
    decided
        bool (n, n_codes): where somebody said yes or no.
    known
        bool (n, n_codes): where it is known whether the code applies. An excerpt with an
        accepted code counts as coded, so the codes nobody gave it do not apply; where all
        decisions are rejections, only those are known.
    n_decisions
        int (n_codes,): decisions by people, acceptances and rejections.
    """

    accepted: np.ndarray
    decided: np.ndarray
    known: np.ndarray
    n_decisions: np.ndarray


@dataclass(frozen=True)
class Learned:
    """What was learned, for every excerpt.

    Attributes
    ----------
    probability
        float (n, n_codes), calibrated; for a decided excerpt, without its speaker's decisions.
    scores
        float (n, n_codes), before calibration.
    looked_for_from
        The probability down to which nine in ten accepted codings lie, everyone left out
        in turn.
    unit
        int (n,): which different (text, prompt) an excerpt is; equal ones share one.
    known_units
        int (n_known,): the units that decisions are known of, in the order of ``model``.
    unit_views
        The views of every unit.
    model, calibrator
        What the scores and probabilities come from.
    people
        Who speaks, or the excerpt itself where nobody is named.
    labels
        The decisions learned from.
    """

    probability: np.ndarray
    scores: np.ndarray
    looked_for_from: float
    unit: np.ndarray
    known_units: np.ndarray
    unit_views: Views
    model: Ridge
    calibrator: Calibrator
    people: tuple[str, ...]
    labels: Labels


def read_labels(
    excerpt_ids: Sequence[str], code_ids: Sequence[str], decided: pd.DataFrame
) -> Labels:
    """Return people's decisions on these excerpts and codes; anyone's acceptance counts."""
    import numpy as np

    rows = {excerpt_id: row for row, excerpt_id in enumerate(excerpt_ids)}
    places = {code_id: place for place, code_id in enumerate(code_ids)}
    accepted = np.zeros((len(rows), len(places)), dtype=np.float32)
    said = np.zeros(accepted.shape, dtype=bool)
    n_decisions = np.zeros(len(places), dtype=np.int64)
    for excerpt_id, code_id, status in zip(
        decided["excerpt_id"], decided["code_id"], decided["status"], strict=True
    ):
        place = places.get(code_id)
        if place is None or status not in ("accepted", "rejected"):
            continue
        n_decisions[place] += 1
        row = rows.get(excerpt_id)
        if row is not None:
            said[row, place] = True
            if status == "accepted":
                accepted[row, place] = 1.0
    known = said | accepted.any(axis=1, keepdims=True)
    return Labels(accepted, said, known, n_decisions)


def learn_codings(
    excerpts: pd.DataFrame,
    labels: Labels,
    vectors: np.ndarray | None,
    *,
    nearness: np.ndarray | None = None,
    keywords: np.ndarray | None = None,
    most_exact: int = MOST_EXACT,
) -> Learned | None:
    """Return how probable every code is for every excerpt, or None where it is too early.

    Parameters
    ----------
    excerpts
        The table of that name.
    labels
        From :func:`read_labels`, for the same excerpts.
    vectors
        float32 (n_excerpts, n_dimensions), rows of length 1, or None.
    nearness
        float (n_excerpts, n_codes): cosines to the codes' descriptions, or None.
    keywords
        bool (n_excerpts, n_codes): where a keyword of the code was found.
    most_exact
        Above this many different decided texts, the model is fitted on landmarks.
    """
    import numpy as np
    import scipy.linalg  # noqa: F401  (its threads can be limited only once it is loaded)
    from threadpoolctl import threadpool_limits

    unit, first = _number_units(excerpts)
    decided = np.asarray(labels.known.any(axis=1))
    known_units = np.unique(unit[decided])
    if len(known_units) < FEWEST_TEXTS or not labels.accepted.any():
        return None
    people = _people(excerpts)
    with threadpool_limits(limits=1):  # sums in one order: the same to the last bit
        columns = excerpts.iloc[first]
        views = build_views(
            list(columns["text"]),
            None if vectors is None else vectors[first],
            [str(value) for value in columns["activity"].fillna("")],
            [str(value) for value in columns["prompt_kind"]],
        )
        return _learn(
            unit, known_units, views, people, labels, decided, nearness, keywords, most_exact
        )


def _learn(
    unit: np.ndarray,
    known_units: np.ndarray,
    views: Views,
    people: tuple[str, ...],
    labels: Labels,
    decided: np.ndarray,
    nearness: np.ndarray | None,
    keywords: np.ndarray | None,
    most_exact: int,
) -> Learned:
    import numpy as np

    n_codes = labels.accepted.shape[1]
    n_known = np.zeros((len(views), n_codes), dtype=np.float32)
    n_accepted = np.zeros_like(n_known)
    np.add.at(n_known, unit[decided], labels.known[decided])
    np.add.at(n_accepted, unit[decided], labels.accepted[decided])
    mean = np.full(n_codes, 1.0 / n_codes, dtype=np.float32)
    shares = np.where(n_known > 0, n_accepted / np.maximum(n_known, 1), mean)
    counts = np.bincount(unit[decided], minlength=len(views)).astype(np.float32)
    groups = _group(unit, known_units, people, decided)
    model = fit_ridge(
        views.take(known_units), shares[known_units], counts[known_units], mean, groups.rows,
        most_exact=most_exact,
    )  # fmt: skip
    scores = _score_everything(unit, known_units, views, model, groups, people)
    near = None if nearness is None else _standardise(nearness)
    marks = np.zeros(scores.shape, bool) if keywords is None else keywords
    features = suggestion_features(scores, near, marks)
    weight = labels.known.astype(np.float64)
    final = fit_calibrator(features[decided], labels.accepted[decided], weight[decided])
    probability = final.probability(features)
    probability[decided] = _cross_fit(
        features[decided], labels.accepted[decided], weight[decided],
        [people[row] for row in np.flatnonzero(decided)],
    )  # fmt: skip
    cut = _find_cut(probability[decided], labels.accepted[decided])
    probability = _remember(probability, unit, n_known, n_accepted, people, labels)
    return Learned(probability, scores, cut, unit, known_units, views, model, final, people, labels)


def _number_units(excerpts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return each excerpt's different (text, prompt), in their order, and a row of each."""
    import numpy as np

    keys = list(
        zip(excerpts["text"], excerpts["activity"].fillna(""), excerpts["prompt_kind"], strict=True)
    )
    order = {key: number for number, key in enumerate(sorted(set(keys)))}
    unit = np.array([order[key] for key in keys], dtype=np.int64)
    first = np.zeros(len(order), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(keys))[::-1]
    return unit, first


def _people(excerpts: pd.DataFrame) -> tuple[str, ...]:
    return tuple(
        f"p {person}" if isinstance(person, str) and person else f"x {excerpt_id}"
        for person, excerpt_id in zip(
            excerpts["participant_id"], excerpts["excerpt_id"], strict=True
        )
    )


@dataclass(frozen=True)
class _Groups:
    """Which rows of the model are left out together, and for which excerpts.

    One group per person who spoke decided excerpts: all their units, whoever else said the
    same. Then each unit alone, for those who said the same words undecided.
    """

    rows: list[np.ndarray]
    of_person: dict[str, int]
    of_unit: dict[int, int]

    def place(self, person: str, unit: int, row: int) -> tuple[int, int]:
        """Return the group whose scores an excerpt takes, and its place there."""
        import numpy as np

        number = self.of_person.get(person)
        if number is not None:
            at = int(np.searchsorted(self.rows[number], row))
            if at < len(self.rows[number]) and self.rows[number][at] == row:
                return number, at
        return self.of_unit[unit], 0


def _group(
    unit: np.ndarray, known_units: np.ndarray, people: Sequence[str], decided: np.ndarray
) -> _Groups:
    import numpy as np

    place = {int(u): row for row, u in enumerate(known_units)}
    mine: dict[str, set[int]] = {}
    for row in np.flatnonzero(decided).tolist():
        mine.setdefault(people[row], set()).add(place[int(unit[row])])
    waiting = sorted({int(u) for u in unit[~decided]} & set(place))
    rows = [np.array(sorted(mine[person])) for person in sorted(mine)]
    rows += [np.array([place[u]]) for u in waiting]
    return _Groups(
        rows,
        {person: number for number, person in enumerate(sorted(mine))},
        {u: len(mine) + number for number, u in enumerate(waiting)},
    )


def _score_everything(
    unit: np.ndarray,
    known_units: np.ndarray,
    views: Views,
    model: Ridge,
    groups: _Groups,
    people: Sequence[str],
) -> np.ndarray:
    """Return every excerpt's scores, float32 (n, n_codes), never from the speaker's own words."""
    import numpy as np

    row_of = {int(u): row for row, u in enumerate(known_units)}
    new_units = np.setdiff1d(np.arange(len(views)), known_units)
    by_unit = np.zeros((len(views), len(model.mean)), dtype=np.float32)
    by_unit[new_units] = model.predict(views.take(new_units))
    scores = by_unit[unit]
    for at, (number, person) in enumerate(zip(unit, people, strict=True)):
        row = row_of.get(int(number))
        if row is not None:
            group, place = groups.place(person, int(number), row)
            scores[at] = model.left_out[group][place]
    return scores


def _standardise(nearness: np.ndarray) -> np.ndarray:
    """Return each code's cosines in standard deviations from its mean over the excerpts."""
    import numpy as np

    spread = np.maximum(nearness.std(axis=0, keepdims=True), 1e-3)
    return np.asarray((nearness - nearness.mean(axis=0, keepdims=True)) / spread)


def _cross_fit(
    features: np.ndarray, accepted: np.ndarray, known: np.ndarray, people: Sequence[str]
) -> np.ndarray:
    """Return decided excerpts' probabilities, each by a curve fitted to other people's."""
    import numpy as np

    order = {person: number for number, person in enumerate(sorted(set(people)))}
    fold = np.array([order[person] % _N_FOLDS for person in people])
    probability = np.zeros(accepted.shape)
    for number in np.unique(fold):
        mine = fold == number
        curve = fit_calibrator(features[~mine], accepted[~mine], known[~mine])
        probability[mine] = curve.probability(features[mine])
    return probability


def _find_cut(probability: np.ndarray, accepted: np.ndarray) -> float:
    """Return the probability above which nine in ten of the accepted codings lie."""
    import numpy as np

    found = np.sort(probability[accepted > 0])
    return float(found[int((1 - _RECALL_AIMED_AT) * len(found))]) if len(found) else 0.0


def _remember(
    probability: np.ndarray,
    unit: np.ndarray,
    n_known: np.ndarray,
    n_accepted: np.ndarray,
    people: Sequence[str],
    labels: Labels,
) -> np.ndarray:
    """Return probabilities with what was decided about the same words of other people.

    A beta prior around the calibrated probability, of the weight of one decision: what was
    decided once moves it half of the way, what was decided often settles it.
    """
    import numpy as np

    told, given = n_known[unit], n_accepted[unit]  # copies
    of_person: dict[tuple[int, str], list[int]] = {}
    for row in np.flatnonzero(labels.known.any(axis=1)).tolist():
        of_person.setdefault((int(unit[row]), people[row]), []).append(row)
    for row, (number, person) in enumerate(zip(unit, people, strict=True)):
        for own in of_person.get((int(number), person), ()):
            told[row] -= labels.known[own]
            given[row] -= labels.accepted[own]
    return np.asarray((given + _MEMORY_PRIOR * probability) / (told + _MEMORY_PRIOR))
