"""Reference values for races whose losses have two values: chances and margins between two shares, by quadrature.

Run: /usr/bin/python3 scripts/reference/selection-shares.py   (needs scipy)
Writes test/reference/selection-shares.json.
"""

import json
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "selection-shares.json"
COUNTS = ((0, 20, 0, 20), (0, 7, 1, 20), (1, 20, 3, 20), (5, 20, 2, 40), (1, 60, 6, 60), (19, 20, 20, 20), (0, 1, 0, 5))


def integral(function, cuts):
    points = sorted({0.0, 1.0, *[cut for cut in cuts if 0 < cut < 1]})
    return sum(integrate.quad(function, a, b, epsabs=1e-13, limit=400)[0] for a, b in zip(points, points[1:]))


def chance(count, n, other_count, other_n, margin):
    """P(A < B - margin), both with Jeffreys' posterior."""
    a, b = (stats.beta(c + 0.5, m - c + 0.5) for c, m in ((count, n), (other_count, other_n)))
    cuts = [margin, *[margin + a.ppf(q) for q in (0.001, 0.5, 0.999)], *[b.ppf(q) for q in (0.001, 0.5, 0.999)]]
    return integral(lambda p: b.pdf(p) * a.cdf(p - margin), cuts)


def misses(margin, count, n, other_count, other_n, rivals):
    """E over A of min(1, rivals P(B > A + margin)), by the laws behind the bounds of Clopper and Pearson."""
    above = (lambda p: float(p < 1)) if other_count == other_n else stats.beta(other_count + 1, other_n - other_count).sf
    if count == 0:
        return min(1, rivals * above(margin))
    own = stats.beta(count, n - count + 1)
    kink = optimize.brentq(lambda p: rivals * above(p) - 1, 0, 1) - margin if rivals > 1 and other_count < other_n else 2
    cuts = [kink, 1 - margin, *[own.ppf(q) for q in (1e-4, 0.01, 0.5, 0.99)]]
    return integral(lambda p: own.pdf(p) * min(1, rivals * above(p + margin)), cuts)


def margins():
    rows = []
    for counts in COUNTS:
        for rivals, level in ((1, 0.05), (9, 0.05 / 7), (99, 0.05 / 7)):
            margin = optimize.brentq(lambda m: misses(m, *counts, rivals) - level, -1, 1 - 1e-9, xtol=1e-10)
            rows.append([*counts, rivals, level, margin])
    return rows


def recorded():
    """Of rows of 20: what is left is beta-binomial."""
    rows = []
    for count, n, other_count, other_n in ((0, 12, 1, 20), (1, 10, 2, 15), (0, 3, 0, 5)):
        a, b = (
            stats.betabinom.pmf(np.arange(21) - c, 20 - m, c + 0.5, m - c + 0.5)
            for c, m in ((count, n), (other_count, other_n))
        )
        for margin in (0, 0.05, 0.12):
            below = sum(a[i] * b[j] for i in range(21) for j in range(21) if i / 20 < j / 20 - margin - 1e-9)
            rows.append([count, n, other_count, other_n, margin, below])
    return rows


OUT.write_text(
    json.dumps(
        {
            "chances": [[*c, margin, chance(*c, margin)] for c in COUNTS for margin in (0, 0.02, 0.1)],
            "margins": margins(),
            "recorded": recorded(),
        },
        indent=0,
        default=float,
    )
    + "\n"
)
