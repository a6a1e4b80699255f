"""Reference values for the trial-by-trial race: polygamma functions, and thresholds by direct quadrature.

Run: /usr/bin/python3 scripts/reference/selection-thresholds.py   (needs scipy)
Writes test/reference/selection-thresholds.json.
"""

import json
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, special, stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "selection-thresholds.json"


def expected_misses(t, u, v, rivals):
    """E over Z of min(1, rivals * P(V > (t - u Z) / v)), Z and V standard normal."""
    kink = (t - v * stats.norm.isf(1 / rivals)) / u if rivals > 1 else np.inf

    def smooth(z):
        return stats.norm.pdf(z) * rivals * stats.norm.sf((t - u * z) / v)

    # The integrand is a narrow bump near the kink when v is small: cut where it may hide.
    cuts = [kink - width * v / u for width in (40, 10, 3, 1, 0.2)] if rivals > 1 else []
    points = [-12.0, *[cut for cut in sorted(cuts) if -12 < cut < 12], min(kink, 12.0)]
    below = sum(integrate.quad(smooth, a, b, epsabs=1e-14, limit=400)[0] for a, b in zip(points, points[1:]) if a < b)
    return below + stats.norm.sf(kink)


def threshold(u, v, rivals, level):
    return optimize.brentq(lambda t: expected_misses(t, u, v, rivals) - level, 0, 60, xtol=1e-12)


def thresholds():
    rows = []
    for rivals in (1, 9, 99, 603, 9999):
        for level in (0.05 / 7, 0.2 / 8, 0.05 / 20):
            for u, v in ((1, 1), (1, 0.2236), (0.2236, 1), (1, 0.05), (0.4, 3)):
                rows.append([rivals, level, u, v, threshold(u, v, rivals, level)])
    return rows


def inflations():
    return [
        [p, df, stats.t.isf(p, df) / stats.norm.isf(p)]
        for p in (0.05 / 7, 0.05 / 7 / 603, 0.01 / 9999)
        for df in (0.7, 1, 3.5, 12, 60, 400)
    ]


polygamma = [[x, special.digamma(x), special.polygamma(1, x)] for x in (0.05, 0.5, 1, 1.5, 2, 4.5, 9.5, 40, 1000)]
OUT.write_text(json.dumps({"polygamma": [[float(n) for n in row] for row in polygamma],
                           "thresholds": thresholds(), "inflations": inflations()}, indent=0) + "\n")
