"""Reference values for the shares, savings and collapses of `surefoot couple`: the analysis of variance in NumPy, interpolation, SciPy's beta quantiles.

Run: /usr/bin/python3 scripts/reference/couple-shares.py   (needs numpy, scipy)
Writes test/reference/couple-shares.json.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "couple-shares.json"
rng = np.random.default_rng(20261127)


def components(y):
    """Of a complete table, one training a cell: rows, columns, and the rest."""
    a, b = y.shape
    mean, rows, columns = y.mean(), y.mean(1), y.mean(0)
    ms_rows = b * np.sum((rows - mean) ** 2) / (a - 1)
    ms_columns = a * np.sum((columns - mean) ** 2) / (b - 1)
    rest = np.sum((y - rows[:, None] - columns[None] + mean) ** 2) / ((a - 1) * (b - 1))
    return (ms_rows - rest) / b, (ms_columns - rest) / a, rest


def shares(rows, columns, size, pool):
    y = -1 + 0.3 * rng.standard_normal((rows, 1)) + 0.4 * rng.standard_normal((1, columns))
    y = y + 0.2 * rng.standard_normal((rows, columns))
    of_rows, of_columns, rest = components(y)
    parts = np.maximum(0, [of_rows, of_columns / (1 - size / pool), rest])
    return {"losses": np.exp(y).tolist(), "size": size, "pool": pool, "variances": parts.tolist(), "shares": (parts / parts.sum()).tolist()}


def rate(rows, columns):
    """Weights with chances of their own; as many independent trainings as the variance of the mean says."""
    y = (rng.random((rows, columns)) < np.linspace(0, 0.7, rows)[:, None]).astype(float)
    of_rows, of_columns, rest = np.maximum(0, components(y))
    p = y.mean()
    worth = p * (1 - p) / (of_rows / rows + of_columns / columns + rest / y.size)
    worth = max(min(rows, columns), min(y.size, worth))
    hits = p * worth
    low = stats.beta.ppf(0.025, hits, worth - hits + 1)
    high = stats.beta.ppf(0.975, hits + 1, worth - hits)
    return {"collapsed": y.astype(int).tolist(), "effective": worth, "low": low, "high": high}


def saving():
    """By the mean loss, linear in logarithms of size and loss."""
    sizes = np.array([100, 250, 700, 2000])
    curves = [[np.exp(c + 0.05 * rng.standard_normal((4, 4))) for c in -0.4 * np.log(sizes * k)] for k in (1, 1.7)]
    first, second = [np.log([cell.mean() for cell in curve]) for curve in curves]
    needs = [float(np.exp(np.interp(-target, -second, np.log(sizes)))) if second[-1] <= target < second[0] else None for target in first]
    return {"sizes": sizes.tolist(), "losses": [[cell.tolist() for cell in curve] for curve in curves], "needs": needs}


OUT.write_text(
    json.dumps({"shares": [shares(5, 5, 500, 4000), shares(4, 7, 100, 1000)], "rates": [rate(6, 6), rate(8, 5)], "saving": saving()}) + "\n"
)
