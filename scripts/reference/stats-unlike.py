"""References for src/stats/comparison.ts, from SciPy alone.

Run: /usr/bin/python3 scripts/reference/stats-unlike.py   (needs numpy and scipy)
Writes test/reference/stats-unlike.json:
  means      the paired t test by scipy.stats.ttest_1samp, its statistic over 1 + 3 skew / sqrt(n), on n / 4 degrees of freedom
  quantiles  the least of z_signs^2 + z_sum^2 over common quantiles between neighbouring losses, as an upper normal tail: z_signs from
             scipy.stats.binomtest with half of the ties, z_sum of how many losses of both sides lie below; or z^2 of one side alone, if larger
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-unlike.json"
rng = np.random.default_rng(1947)


def mean_tail(first, second):
    differences = first - second
    n = len(differences)
    t = stats.ttest_1samp(differences, 0).statistic
    skew = stats.skew(differences)
    towards = max(0.0, -skew if t > 0 else skew)
    return stats.t.sf(t / (1 + 3 * towards / np.sqrt(n)), n / 4)


def deviate(first, second, p, c):
    n = len(first)
    below_first, below_second = first <= c, second < c
    speaking = int((below_second & ~below_first).sum())
    against = int((below_first & ~below_second).sum())
    n_signs = speaking + against
    tail = 0.5
    if n_signs > 0:
        at_least = stats.binomtest(speaking, n_signs, 0.5, alternative="greater").pvalue
        tail = at_least - stats.binom.pmf(speaking, n_signs, 0.5) / 2
    sign = max(0.0, stats.norm.isf(tail))
    fewest = (first < c).sum() + (second < c).sum()
    most = (first <= c).sum() + (second <= c).sum()
    away = max(0.0, fewest - 2 * n * p, 2 * n * p - most)
    covariance = (below_first & below_second).mean() - below_first.mean() * below_second.mean()
    variance = max(2 * p * (1 - p) + 2 * covariance, 0.2 * p * (1 - p))
    alone = max(0.0, below_second.sum() - n * p, n * p - below_first.sum())
    return max(sign**2 + away**2 / (n * variance), alone**2 / (n * p * (1 - p)))


def quantile_tail(first, second, p):
    pooled = np.sort(np.concatenate([first, second]))
    between = [a if a == b else a + (b - a) / 2 for a, b in zip(pooled[:-1], pooled[1:])]
    return stats.norm.sf(np.sqrt(min(deviate(first, second, p, c) for c in between)))


def samples():
    for n in (8, 15, 33):
        for shift in (0.0, 0.7, 2.0):
            noise = rng.standard_normal((2, n))
            yield n, shift, noise[0] + shift, noise[1]
            yield n, shift, np.exp(noise[0]) + shift, 0.1 * noise[1]
            yield n, shift, 0.1 * noise[0] + shift, np.exp(noise[1])
            yield n, shift, np.round(noise[0] + shift), np.round(noise[1])


cases = []
for n, shift, first, second in samples():
    first, second = np.round(first * 1024) / 1024, np.round(second * 1024) / 1024
    case = {"first": first.tolist(), "second": second.tolist(), "mean": float(mean_tail(first, second))}
    case["quantiles"] = {str(p): float(quantile_tail(first, second, p)) for p in (0.25, 0.5, 0.75, 0.9)}
    cases.append(case)
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
print(len(cases), min(case["mean"] for case in cases), min(case["quantiles"]["0.5"] for case in cases))
