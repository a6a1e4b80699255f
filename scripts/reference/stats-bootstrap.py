"""Reference for src/stats/bootstrap.ts: BCa intervals from given draws, straight from Efron 1987.

Run: /usr/bin/python3 scripts/reference/stats-bootstrap.py   (needs numpy and scipy)
Writes test/reference/stats-bootstrap.json.
"""

import json
from pathlib import Path

import numpy as np
from scipy.stats import norm

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-bootstrap.json"
rng = np.random.default_rng(8)
FIGURES = {
    "mean": np.mean,
    "median": np.median,
    "q3": lambda x: np.quantile(x, 0.75),
    "std": lambda x: np.std(x, ddof=1),
    "max": np.max,
}


def bca(losses, figure, draws, level):
    estimate = figure(losses)
    values = np.array([figure(losses[d]) for d in draws])
    # Values equal to the estimate up to rounding are ties, counted by half.
    equal = np.isclose(values, estimate, rtol=1e-12, atol=0)
    bias = norm.ppf(np.mean(np.where(equal, 0.5, values < estimate)))
    left_out = np.array([figure(np.delete(losses, i)) for i in range(len(losses))])
    distance = left_out.mean() - left_out
    acceleration = (distance**3).sum() / (6 * (distance**2).sum() ** 1.5)
    ends = []
    for probability in ((1 - level) / 2, (1 + level) / 2):
        shifted = bias + norm.ppf(probability)
        ends.append(np.quantile(values, norm.cdf(bias + shifted / (1 - acceleration * shifted))))
    return [float(e) for e in ends]


cases = []
for n in (8, 12):
    losses = rng.integers(0, 4096, n) / 1024
    draws = rng.integers(0, n, (200, n))
    for name, figure in FIGURES.items():
        for level in (0.9, 0.95):
            low, high = bca(losses, figure, draws, level)
            cases.append({"set": n, "criterion": name, "level": level, "low": low, "high": high})
    cases.append({"set": n, "losses": losses.tolist(), "draws": draws.tolist()})
sets = {str(c["set"]): {"losses": c["losses"], "draws": c["draws"]} for c in cases if "losses" in c}
intervals = [c for c in cases if "criterion" in c]
OUT.write_text(json.dumps({"sets": sets, "intervals": intervals}, separators=(",", ":")) + "\n")
print(len(intervals), "intervals")
