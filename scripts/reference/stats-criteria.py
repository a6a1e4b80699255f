"""Criteria of losses, from NumPy and SciPy alone.

Run: /usr/bin/python3 scripts/reference/stats-criteria.py   (needs numpy and scipy)
Writes test/reference/stats-criteria.json: tables of losses (candidates in rows, replicates in columns; null = diverged, an
infinite loss), and by criterion the value of each row.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-criteria.json"
rng = np.random.default_rng(2026)


def shortfall(row, share):
    """Mean of the worst share, by the integral of the empirical quantile function over it."""
    n = len(row)
    ordered = np.sort(row)[::-1]
    weights = np.clip(share * n - np.arange(n), 0, 1)
    return np.sum(ordered[weights > 0] * weights[weights > 0]) / weights.sum()


def iqr(row):
    return np.inf if np.isinf(row).any() else stats.iqr(row)


def percentile(p):
    """Of infinite losses SciPy makes NaN where it interpolates towards one; that is infinite."""

    def of(row):
        value = np.quantile(row, p)
        return np.inf if np.isnan(value) else value

    return of


CRITERIA = {
    "mean": np.mean,
    "median": np.median,
    "q3": percentile(0.75),
    "q0.9": percentile(0.9),
    "q0.35": percentile(0.35),
    "max": np.max,
    "min": np.min,
    "iqr": iqr,
    "std": lambda row: np.inf if np.isinf(row).any() else np.std(row, ddof=1),
    "q3+iqr": lambda row: percentile(0.75)(row) + iqr(row),
    "es0.25": lambda row: shortfall(row, 0.25),
    "es0.1": lambda row: shortfall(row, 0.1),
    "trimmed0.2": lambda row: stats.trim_mean(row, 0.2),
}


def table(rows):
    rows = np.round(rows, 6)
    values = {name: [told(of(row)) for row in rows] for name, of in CRITERIA.items()}
    return {"losses": [[told(loss) for loss in row] for row in rows], "values": values}


def told(value):
    return None if np.isinf(value) else float(value)


def diverging(rows):
    out = rows.copy()
    out[1, 3] = out[3, 0] = out[3, 7] = np.inf
    return out


normal = rng.normal(5, 1, (5, 12)) + np.array([[0], [0.5], [1], [1.5], [2]])
skewed = rng.lognormal(0, 0.8, (5, 13)) * np.array([[1], [1.2], [1.4], [2], [3]])
tables = {"normal": table(normal), "skewed": table(skewed), "diverging": table(diverging(normal))}
OUT.write_text(json.dumps(tables, separators=(",", ":")) + "\n")
