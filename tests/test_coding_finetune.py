import numpy as np
import pytest

from insights.coding import finetune
from tests.test_coding_learn import TEXTS, some_excerpts


@pytest.mark.slow
def test_a_fine_tuned_model_learns_what_was_planted(monkeypatch):
    monkeypatch.setattr(finetune, "_N_EPOCHS", 2)
    people = [f"P{i}" for i in range(len(TEXTS))]
    excerpts, n = some_excerpts(TEXTS, people), 40
    bus = np.array(["bus" in text or "buses" in text for text in TEXTS])
    given = np.stack([bus, ~bus], axis=1)[:n].astype(float)
    unsure = np.full((len(TEXTS), 2), 0.5)
    before = unsure.copy()
    better, blended = finetune.blend_finetuned(excerpts, given, unsure[:n], unsure[n:])
    assert blended.shape == (len(TEXTS) - n, 2)
    assert (blended.argmax(axis=1) == np.where(bus[n:], 0, 1)).mean() >= 0.9
    changed = (better != 0.5).any(axis=1)
    assert changed.sum() == n // finetune._KEPT_BACK  # the others' decisions were learned from
    assert (unsure == before).all()
