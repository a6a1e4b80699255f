"""Reference values for confidence sequences: src/stats/intervals/sequences.ts.

Run: /usr/bin/python3 scripts/reference/stats-sequences.py   (needs numpy and scipy)
Writes test/reference/stats-sequences.json. Mixtures are integrated numerically and searched rank by rank, capitals are
multiplied out on a grid of means and refined by Brent's method; the code under test does neither. `chances`: of a count
below the quantile that ever reaches the rank which rules it out, exactly, over all paths of 200 values.
"""

import json
import math
import random
import warnings
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, stats
from scipy.special import betaincc, betaln

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-sequences.json"
WEIGHT = 4
# The prior has a pole at 1: the last digits of an integral are lost there.
warnings.simplefilter("ignore", integrate.IntegrationWarning)


def mixture(s, n, p):
    """log M(s, n): the likelihood ratio, averaged over Beta(4 p, 4 (1 - p)) cut to (p, 1)."""
    prior = stats.beta(WEIGHT * p, WEIGHT * (1 - p))
    ratio = lambda q: math.exp(s * math.log(q / p) + (n - s) * math.log((1 - q) / (1 - p)) if q < 1 else -math.inf)
    if n == s:
        ratio = lambda q: (q / p) ** s
    # By shares of the prior, which has a pole at 1.
    inside = lambda u: ratio(prior.ppf(1 - u * prior.sf(p)))
    value, _ = integrate.quad(inside, 0, 1, limit=2000, epsabs=0, epsrel=1e-9)
    return math.log(value)


def fewest_below(n, p, alpha):
    s = round(n * p)
    while s <= n and mixture(s, n, p) < -math.log(alpha):
        s += 1
    return s


def ranks(n, p, alpha):
    return {"n": n, "probability": p, "alpha": alpha, "low": n + 1 - fewest_below(n, 1 - p, alpha), "high": fewest_below(n, p, alpha)}


def chance(p, alpha, most):
    """That the count below the quantile ever rules the quantile out, where each value lies below it with chance p."""
    open_paths, crossed = {0: 1.0}, 0.0
    for n in range(1, most + 1):
        following = {}
        limit = fewest_closed(n, p, alpha)
        for s, weight in open_paths.items():
            for step, share in ((0, 1 - p), (1, p)):
                following[s + step] = following.get(s + step, 0) + weight * share
        crossed += sum(weight for s, weight in following.items() if s >= limit)
        open_paths = {s: weight for s, weight in following.items() if s < limit}
    return crossed


def fewest_closed(n, p, alpha):
    a, b = WEIGHT * p, WEIGHT * (1 - p)
    s = np.arange(n + 1)
    with np.errstate(divide="ignore"):
        logs = betaln(a + s, b + n - s) + np.log(betaincc(a + s, b + n - s, p)) - betaln(a, b) - math.log(betaincc(a, b, p))
    logs = logs - s * math.log(p) - (n - s) * math.log1p(-p)
    out = np.nonzero(logs >= -math.log(alpha))[0]
    return int(out[0]) if len(out) else n + 1


def capital(values, m, alpha):
    x = np.asarray(values)
    n = len(x)
    t = np.arange(1, n + 1)
    mean = (0.5 + np.cumsum(x)) / (t + 1)
    spread = (0.25 + np.cumsum((x - mean) ** 2)) / (t + 1)
    before = np.append(0.25, spread[:-1])
    bets = np.sqrt(2 * math.log(1 / alpha) / (before * t * np.log(1 + t)))
    if m > 0:
        bets = np.minimum(bets, 0.75 / m)
    return float(np.prod(1 + bets * (x - m)))


def lower(values, alpha):
    excess = lambda m: math.log(capital(values, m, alpha) * alpha)
    if len(values) == 0 or excess(0) < 0:
        return 0.0
    return optimize.brentq(excess, 0, 1, xtol=1e-14, rtol=1e-14)


rng = random.Random(20261127)
samples = [
    [],
    [0.2, 0.4, 0.3, 0.3],
    [0.0] * 12,
    [1.0] * 30,
    [float(rng.random() < 0.9) for _ in range(60)],
    [round(rng.betavariate(2, 5), 6) for _ in range(20)],
    [round(rng.betavariate(2, 5), 6) for _ in range(200)],
    [round(min(1, max(0, rng.gauss(0.8, 0.02))), 6) for _ in range(40)],
]
means = [
    {"values": values, "alpha": alpha, "low": lower(values, alpha), "high": 1 - lower([1 - x for x in values], alpha)}
    for values in samples
    for alpha in (0.025, 0.0005)
]
out = {
    "ranks": [
        ranks(n, p, alpha)
        for n in (1, 5, 12, 20, 40, 80, 160)
        for p in (0.1, 0.5, 0.75, 0.9)
        for alpha in (0.025, 0.0025, 0.00025)
    ],
    "chances": [
        {"probability": p, "alpha": alpha, "trials": 200, "chance": chance(p, alpha, 200)}
        for p in (0.25, 0.5, 0.75, 0.9)
        for alpha in (0.025, 0.0025)
    ],
    "means": means,
}
OUT.write_text(json.dumps(out) + "\n")
