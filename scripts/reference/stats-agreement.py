"""Reference values for agreement and association: Kendall's W by SciPy's Friedman test, associations of columns by SciPy.

Run: /usr/bin/python3 scripts/reference/stats-agreement.py   (needs numpy and scipy)
Writes test/reference/stats-agreement.json. The correlation ratio is put together from the F of a one-way analysis of variance.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.stats import contingency

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-agreement.json"
rng = np.random.default_rng(20261125)


def agreement(values):
    statistic, p = stats.friedmanchisquare(*values.T)
    judges, things = values.shape
    return {"values": values.tolist(), "w": statistic / (judges * (things - 1)), "pValue": p}


def numbers(a, b):
    found = max(abs(stats.pearsonr(a, b).statistic), abs(stats.spearmanr(a, b).statistic))
    return {"left": ["number", a.tolist()], "right": ["number", b.tolist()], "association": found}


def categories(a, b):
    table = contingency.crosstab(a, b).count
    found = contingency.association(table, method="cramer", correction=False)
    return {"left": ["category", a.tolist()], "right": ["category", b.tolist()], "association": found}


def mixed(a, b):
    groups = [b[a == level] for level in np.unique(a)]
    f = stats.f_oneway(*groups).statistic
    between, within = len(groups) - 1, len(a) - len(groups)
    found = (f * between / (f * between + within)) ** 0.5
    return {"left": ["category", a.tolist()], "right": ["number", b.tolist()], "association": found}


base = rng.normal(size=60)
levels = rng.integers(0, 4, 60)
OUT.write_text(
    json.dumps(
        {
            "agreement": [
                agreement(rng.normal(size=(5, 8)) + np.arange(8)),
                agreement(rng.integers(0, 4, (6, 7)) + np.arange(7) // 2),
                agreement(rng.normal(size=(3, 4))),
            ],
            "association": [
                numbers(base, (base + 0.2 * rng.normal(size=60)).round(3)),
                numbers(base, np.exp(3 * base)),
                categories(levels, (levels + (rng.random(60) < 0.2)) % 3),
                mixed(levels, levels**2 + rng.normal(size=60)),
            ],
        },
        separators=(",", ":"),
    )
    + "\n"
)
