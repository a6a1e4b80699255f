"""References for bench/race/kim-nelson.ts, from NumPy and the formulas of Kim and Nelson (2001, doi 10.1145/502109.502111, section 3).

Run: /usr/bin/python3 scripts/reference/bench-kim-nelson.py   (needs numpy)
Writes test/reference/bench-kim-nelson.json: tables of losses with who is left, and how many trainings that took. Signs are turned round, because
the paper looks for the largest mean; sums instead of means, as its statement of the continuation region has them.
"""

import json
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "bench-kim-nelson.json"
rng = np.random.default_rng(2001)


def kim_nelson(outputs, n0, alpha, delta):
    """`outputs`: systems x observations, the larger the better."""
    k, most = outputs.shape
    beta = alpha / (k - 1)
    eta = 0.5 * ((2 * beta) ** (-2 / (n0 - 1)) - 1)
    h_squared = 2 * eta * (n0 - 1)
    s_squared = np.array([[np.var(outputs[i, :n0] - outputs[j, :n0], ddof=1) for j in range(k)] for i in range(k)])
    inside, r, used = set(range(k)), n0, k * n0
    while True:
        sums = outputs[:, :r].sum(axis=1)
        allowed = np.maximum(0, delta / 2 * (h_squared * s_squared / delta**2 - r))
        inside = {i for i in inside if all(sums[i] >= sums[j] - allowed[i, j] for j in inside if j != i)}
        if len(inside) == 1 or r == most:
            return sorted(inside), used
        used += len(inside)
        r += 1


cases = []
for k, spread, gap, n0, delta in ((3, 1, 1.0, 5, 0.9), (5, 1, 2.0, 5, 0.5), (10, 3, 1.0, 10, 0.9), (10, 0.5, 0.5, 5, 0.5), (4, 1, 0.0, 2, 1.0)):
    for _ in range(4):
        means = np.where(np.arange(k) == k // 2, 0, gap)
        scales = np.where(np.arange(k) == k // 2, spread, 1)
        shared = 0.5 * rng.standard_normal(20)
        losses = np.round((means[:, None] + scales[:, None] * rng.standard_normal((k, 20)) + shared) * 4096) / 4096
        left, used = kim_nelson(-losses, n0, 0.05, delta)
        cases.append({"losses": losses.tolist(), "first": n0, "zone": delta, "left": left, "trials": used})
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
print([(len(case["left"]), case["trials"]) for case in cases])
