"""Reference values for what tests of pairs can show in `surefoot compare`: SciPy's exact signed-rank test, Holm's correction.

Run: /usr/bin/python3 scripts/reference/compare-power.py   (needs scipy >= 1.10)
Writes test/reference/compare-power.json.
"""

import json
from pathlib import Path

from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "compare-power.json"
ALPHA = 0.05


def holm(p_values):
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted, largest = [0.0] * len(p_values), 0.0
    for place, index in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = largest
    return adjusted


def smallest(replicates, pairs):
    """All differences of one sign, one pair so and the others without any evidence: the best case of Holm's first step."""
    p = stats.wilcoxon(list(range(1, replicates + 1)), method="exact").pvalue
    return min(holm([p] + [1.0] * (pairs - 1)))


def enough(pairs):
    replicates = 1
    while smallest(replicates, pairs) >= ALPHA:
        replicates += 1
    return replicates


cases = [
    {
        "levels": levels,
        "replicates": replicates,
        "smallest": smallest(replicates, levels * (levels - 1) // 2),
        "enough": enough(levels * (levels - 1) // 2),
    }
    for levels in (2, 3, 4, 8, 20)
    for replicates in (3, 5, 6, 8, 11, 20)
]
# Eight levels that every one of eight replicates ranks alike.
friedman = stats.friedmanchisquare(*[[level + 0.001 * r for r in range(8)] for level in range(1, 9)]).pvalue
OUT.write_text(json.dumps({"alpha": ALPHA, "friedman8x8": friedman, "cases": cases}, indent=1) + "\n")
