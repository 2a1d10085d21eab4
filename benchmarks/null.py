"""How often groups that do not differ would be called different, and what would be missed.

    python benchmarks/null.py --smallest 6 --largest 30 --worlds 20000

The claim D (P(Δ > 0) at 0.975 and robust to leaving out anyone) against its peers: the
0.975 rule alone, Boschloo's exact test at 0.05, and χ² on excerpts. Where people raise a
theme independently the rates are exact sums over all tables; where sessions or people
differ they are simulated from a seed. Ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, chi2

from insights import analysis

Rule = Callable[[int, int], NDArray[np.bool_]]
_SURE = 0.975
_BASELINE = 0.3
_SESSION_SD = 0.5  # of the logit, between sessions
_SHARES = np.linspace(0.01, 0.99, 99)


def main() -> None:
    """Run the benchmark and print its tables and its JSON line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--smallest", type=int, default=6)
    parser.add_argument("--largest", type=int, default=30)
    parser.add_argument("--worlds", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    started = time.perf_counter()

    print(f"Judging every table of two groups of {options.smallest} to {options.largest} …")
    rules = make_rules(options.smallest, options.largest)
    summary: dict[str, Any] = {"benchmark": "null", "peers": {}}
    print("\nNobody differs: how often a difference is called, whatever the common share")
    print("rule                       highest   at groups of   average at a share of 0.3")
    for name, rule in rules.items():
        found = null_rates(rule, options.smallest, options.largest)
        summary["peers" if name != "D" else "rates"] = (
            {**summary["peers"], name: found} if name != "D" else found
        )
        print(
            f"{name:24s} {found['highest']:9.3f}   {found['n_a']:5d} v {found['n_b']:2d}   "
            f"{found['average_at_baseline']:12.3f}"
        )

    rng = np.random.default_rng(options.seed)
    print("\nNobody differs, but sessions do (logit shifts of SD 0.5, baseline 0.3)")
    print("people a side   a session each   two shared sessions")
    summary["sessions"] = {}
    for n in [size for size in (8, 12, 20, 30) if options.smallest <= size <= options.largest]:
        apart, shared = session_rates(rules["D"], n, options.worlds, rng)
        summary["sessions"][str(n)] = {"one_each": apart, "shared": shared}
        print(f"{n:13d} {apart:16.3f} {shared:21.3f}")

    dwelling = excerpt_rate(options.worlds, rng)
    power = power_at(rules["D"], 8, 0.7, 0.3) if options.smallest <= 8 else float("nan")
    twenty = 1 - 0.95**20
    print(f"\nχ² on excerpts, where people dwell on a theme differently: {dwelling:.3f}")
    print(f"70 % against 30 % at 8 a side is found: {power:.3f}")
    print(f"Twenty independent themes at 0.05, at least one false flag: {twenty:.3f}")
    print(f"Silent group of 8, share that would still be credible: {analysis.silence_bound(8):.2f}")
    summary |= {
        "chi_squared_on_excerpts": dwelling,
        "power_70_v_30_at_8": round(power, 4),
        "twenty_themes": round(twenty, 4),
        "seconds": round(time.perf_counter() - started, 2),
    }
    print(json.dumps(summary, ensure_ascii=False))


def make_rules(smallest: int, largest: int) -> dict[str, Rule]:
    """Return each rule: group sizes → whether each table [k_a, k_b] is called different."""
    directions = {
        (n_a, n_b): direction(n_a, n_b)
        for n_a in range(smallest - 1, largest + 1)
        for n_b in range(smallest - 1, largest + 1)
    }

    def alone(n_a: int, n_b: int) -> NDArray[np.bool_]:
        return directions[n_a, n_b] != 0

    def with_leaving_out(n_a: int, n_b: int) -> NDArray[np.bool_]:
        """Look up what is left when anyone goes: one fewer in a or b, who raised it or not."""
        full = directions[n_a, n_b]
        fewer_a, fewer_b = directions[n_a - 1, n_b], directions[n_a, n_b - 1]
        called = full != 0
        called[1:] &= fewer_a == full[1:]  # someone of a who raised it
        called[:-1] &= fewer_a == full[:-1]  # someone of a who did not
        called[:, 1:] &= fewer_b == full[:, 1:]
        called[:, :-1] &= fewer_b == full[:, :-1]
        return called

    def boschloo(n_a: int, n_b: int) -> NDArray[np.bool_]:
        k_a, k_b = np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1), indexing="ij")
        return analysis.boschloo_p(k_a, n_a, k_b, n_b) <= 0.05

    return {"D": with_leaving_out, "0.975 rule alone": alone, "Boschloo at 0.05": boschloo}


def direction(n_a: int, n_b: int) -> NDArray[np.int64]:
    """Return the 0.975 rule's answer for every table [k_a, k_b]."""
    k_a, k_b = np.meshgrid(np.arange(n_a + 1), np.arange(n_b + 1), indexing="ij")
    p = analysis.difference_probability(k_a, n_a, k_b, n_b)
    return np.where(p >= _SURE, 1, np.where(p <= 1 - _SURE, -1, 0))


def null_rates(rule: Rule, smallest: int, largest: int) -> dict[str, Any]:
    """Return the highest exact rate of false calls over sizes and shares, and the average."""
    highest = (0.0, 0, 0)
    at_baseline = []
    for n_a in range(smallest, largest + 1):
        for n_b in range(n_a, largest + 1):
            called = rule(n_a, n_b)
            rates = called_at(called, _SHARES, _SHARES)
            highest = max(highest, (float(rates.max()), n_a, n_b))
            at_baseline.append(float(called_at(called, [_BASELINE], [_BASELINE])[0]))
    rate, n_a, n_b = highest
    return {
        "highest": round(rate, 4), "n_a": n_a, "n_b": n_b,
        "average_at_baseline": round(float(np.mean(at_baseline)), 4),
    }  # fmt: skip


def called_at(called: NDArray[np.bool_], share_a: Any, share_b: Any) -> NDArray[np.float64]:
    """Return the exact chance of a call, for each pair of true shares."""
    n_a, n_b = called.shape[0] - 1, called.shape[1] - 1
    chance_a = binom.pmf(np.arange(n_a + 1)[:, None], n_a, np.asarray(share_a))
    chance_b = binom.pmf(np.arange(n_b + 1)[:, None], n_b, np.asarray(share_b))
    rates: NDArray[np.float64] = (chance_a * (called.astype(float) @ chance_b)).sum(axis=0)
    return rates


def power_at(rule: Rule, n: int, share_a: float, share_b: float) -> float:
    """Return how often a true difference is called at ``n`` people a side."""
    return float(called_at(rule(n, n), [share_a], [share_b])[0])


def session_rates(
    rule: Rule, n: int, n_worlds: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return false calls with a session per group, and with two sessions both shared."""
    called = rule(n, n)

    def share(shape: tuple[int, ...]) -> NDArray[np.float64]:
        logit = np.log(_BASELINE / (1 - _BASELINE)) + _SESSION_SD * rng.standard_normal(shape)
        shares: NDArray[np.float64] = 1 / (1 + np.exp(-logit))
        return shares

    apart = called[rng.binomial(n, share((n_worlds,))), rng.binomial(n, share((n_worlds,)))]
    two = share((n_worlds, 2))
    sizes = np.array([n // 2, n - n // 2])
    k_a, k_b = (rng.binomial(sizes, two).sum(axis=1) for _ in range(2))
    return round(float(apart.mean()), 4), round(float(called[k_a, k_b].mean()), 4)


def excerpt_rate(n_worlds: int, rng: np.random.Generator, n: int = 12) -> float:
    """Return how often χ² on excerpts is below 0.05 when only people differ.

    Each of n people a side gives ten excerpts on average; the share on the theme varies
    between people as Beta(0.9, 2.1): mean 0.3, and some dwell on it.
    """
    excerpts = 1 + rng.poisson(9, size=(2, n_worlds, n))
    dwelling = rng.beta(0.9, 2.1, size=(2, n_worlds, n))
    theme = rng.binomial(excerpts, dwelling).sum(axis=2)
    total = excerpts.sum(axis=2)
    pooled = theme.sum(axis=0) / total.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = theme[0] / total[0] - theme[1] / total[1]
        variance = pooled * (1 - pooled) * (1 / total[0] + 1 / total[1])
        statistic = np.nan_to_num(difference**2 / variance)
    return round(float((chi2.sf(statistic, 1) < 0.05).mean()), 4)


if __name__ == "__main__":
    main()
