"""Reference values for src/stats/tests/spread-power.ts: the power of the one-sided F test of two variances, by SciPy.

Run: /usr/bin/python3 scripts/reference/stats-spread-power.py   (needs scipy)
Writes test/reference/stats-spread-power.json.
"""

import json
from pathlib import Path

from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-spread-power.json"


def case(times, trials, error):
    degrees = trials - 1
    bar = stats.f.isf(error, degrees, degrees)
    return {"times": times, "trials": trials, "error": error, "power": stats.f.sf(bar / times**2, degrees, degrees)}


cases = [
    case(times, trials, error)
    for times in (1, 1.2, 1.5, 2, 4)
    for trials in (2, 3, 20, 39, 400)
    for error in (0.05, 0.2)
]
OUT.write_text(json.dumps({"cases": cases}, separators=(",", ":")) + "\n")
