"""Reference values for Kendall's tau-b of src/stats/agreement.ts: SciPy's, and its interval by the formula of Bonett and Wright.

Run: /usr/bin/python3 scripts/reference/stats-kendall.py   (needs numpy and scipy)
Writes test/reference/stats-kendall.json. Infinite values are ranks for SciPy: only their order counts.
"""

import json
import math
import random
from pathlib import Path

from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-kendall.json"
rng = random.Random(20261125)


def case(first, second):
    tau = stats.kendalltau(stats.rankdata(first), stats.rankdata(second), variant="b").statistic
    n = len(first)
    interval = None
    if n >= 10 and abs(tau) < 1 - 1e-12:
        reach = stats.norm.ppf(0.975) * math.sqrt(0.437 / (n - 4))
        interval = [math.tanh(math.atanh(tau) - reach), math.tanh(math.atanh(tau) + reach)]
    return {
        "first": ["Infinity" if math.isinf(x) else x for x in first],
        "second": ["Infinity" if math.isinf(x) else x for x in second],
        "tau": None if math.isnan(tau) else tau,
        "interval": interval,
    }


def noisy(n, noise, grid):
    first = [rng.randrange(grid) for _ in range(n)]
    return first, [x + rng.randrange(-noise, noise + 1) for x in first]


cases = [case(*noisy(n, noise, grid)) for n in (2, 3, 9, 10, 37, 200) for noise, grid in ((1, 5), (3, 20), (40, 1000))]
cases.append(case([1, 2, 3, 4], [1, 2, 3, 4]))
cases.append(case([1, 2, 3, 4], [4, 3, 2, 1]))
cases.append(case([1, 1, 1], [1, 2, 3]))
cases.append(case([1, math.inf, 3, math.inf, 5, 2], [2, math.inf, 1, 7, math.inf, 2]))
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
