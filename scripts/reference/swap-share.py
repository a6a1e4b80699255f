"""Reference values for the shares of swaps of src/stats/tests/swap-share.ts: SciPy's paired permutation test, all patterns.

Run: /usr/bin/python3 scripts/reference/swap-share.py   (needs numpy and scipy)
Writes test/reference/stats-swap-share.json.
"""

import json
import random
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-swap-share.json"
CRITERIA = {
    "mean": np.mean,
    "median": np.median,
    "q3": lambda x: np.quantile(x, 0.75),
    "max": np.max,
}
rng = random.Random(20261127)
cases = []
for n in (5, 8, 10):
    for kind in ("normal", "whole", "passes"):
        draw = {
            "normal": lambda: rng.gauss(0, 1),
            "whole": lambda: rng.randrange(6),
            "passes": lambda: int(rng.random() < 0.4),
        }[kind]
        second = [draw() for _ in range(n)]
        first = [x + rng.choice((0, 0, 1)) + (draw() if kind != "passes" else 0) for x in second]
        for name, criterion in CRITERIA.items():
            # A little room for sums in another order.
            statistic = lambda x, y: round(float(criterion(x) - criterion(y)), 12)
            result = stats.permutation_test(
                (first, second), statistic, permutation_type="samples", alternative="greater", n_resamples=np.inf,
                vectorized=False,
            )
            cases.append({"criterion": name, "first": first, "second": second, "share": float(result.pvalue)})
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
