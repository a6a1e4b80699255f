"""Reference values for src/stats/improvement.ts: SciPy's U, its Wilson interval and its root finder.

Run: /usr/bin/python3 scripts/reference/stats-improvement.py   (needs numpy and scipy >= 1.11)
Writes test/reference/stats-improvement.json. `simulated` says how often the interval of the chance holds it, by counting.
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy import optimize, stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-improvement.json"
rng = np.random.default_rng(20251125)


def newcombe(theta, m, n, level):
    """Newcombe (2006), method 5: the score-like interval with the variance of Hanley and McNeil (1982) at the limit."""
    z = stats.norm.ppf((1 + level) / 2)
    star = (m + n) / 2 - 1

    def excess(t):
        return (t - theta) ** 2 - z**2 * t * (1 - t) * (1 + star * ((1 - t) / (2 - t) + t / (1 + t))) / (m * n)

    # At an estimate of 0 or 1 that end is a root of its own; the limit is the other one.
    inner = min(max(theta, 1e-9), 1 - 1e-9)
    low = 0.0 if theta == 0 else optimize.brentq(excess, 0, inner, xtol=1e-15)
    high = 1.0 if theta == 1 else optimize.brentq(excess, inner, 1, xtol=1e-15)
    return low, high


def chance(first, second):
    u = stats.mannwhitneyu(second, first).statistic
    return u / (len(first) * len(second))


def profile(losses, level):
    steps = []
    for loss in sorted(set(x for x in losses if math.isfinite(x))):
        k = sum(x <= loss for x in losses)
        low, high = stats.binomtest(k, len(losses)).proportion_ci(level, method="wilson")
        steps.append([loss, k / len(losses), low, high])
    return steps


def writable(values):
    return ["Infinity" if x == math.inf else x for x in values]


inf = math.inf
cases = [
    ([0.25, 0.5, 0.375, 0.75, 0.5], [0.5, 0.625, 0.875, 0.5, 1.0, 0.75]),
    ([0.125, 0.25, 0.375], [0.5, 0.625, 0.75]),
    ([0.5, 0.625, 0.75, 0.875], [0.125, 0.25]),
    ([1.0, 1.0, 1.0], [1.0, 1.0]),
    ([0.25, inf, 0.5, 0.75, inf], [0.375, 0.5, inf, 0.625, 0.25, 0.75, 1.5]),
    ([0.5], [0.75]),
] + [
    (list(np.round(rng.normal(0, 1, m) * 256) / 256), list(np.round((rng.normal(shift, 1, n)) * 256) / 256))
    for m, n, shift in [(20, 20, 0.3), (8, 20, 1.0), (20, 5, -0.5), (50, 40, 2.5)]
]
records = []
for first, second in cases:
    theta = chance(first, second)
    for level in (0.9, 0.95):
        low, high = newcombe(theta, len(first), len(second), level)
        records.append(
            {
                "first": writable(first),
                "second": writable(second),
                "level": level,
                "chance": [theta, low, high],
                "profile": profile(first, level),
            }
        )

simulated = []
for m, shift in [(8, 0.0), (20, 0.0), (20, 1.0), (20, 2.0)]:
    truth = stats.norm.cdf(shift / math.sqrt(2))
    hits = 0
    for _ in range(4000):
        low, high = newcombe(chance(rng.normal(0, 1, m), rng.normal(shift, 1, m)), m, m, 0.95)
        hits += low <= truth <= high
    simulated.append({"trainings": m, "chance": float(truth), "coverage": hits / 4000})

OUT.write_text(json.dumps({"cases": records, "simulated": simulated}, indent=1) + "\n")
print(simulated)
