"""Reference values for the sequential test of a share (src/stats/tests/sequential-share.ts), by SciPy's binomial likelihoods.

Run: /usr/bin/python3 scripts/reference/sequential-share.py   (needs numpy and scipy)
Writes test/reference/stats-sequential-share.json: e-values as logarithms, bounds as roots of them (SciPy's brentq), and the
exact chance, by the distribution over all paths, that the test ever gives an answer within so many trials.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from scipy.optimize import brentq
from scipy.special import logsumexp

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-sequential-share.json"
ABOVE = ((0, 0.4), (0.2, 0.3), (0.4, 0.2), (0.6, 0.1))
BELOW = ((1.5, 0.25), (2, 0.35), (3, 0.2), (5, 0.1), (8, 0.1))


def log_evidence(mixture, n, failures, share):
    bar = 1 - share
    rates = np.array([min(multiple * bar, (1 + bar) / 2) for multiple, _ in mixture])
    ratios = stats.binom.logpmf(failures, n, rates) - stats.binom.logpmf(failures, n, bar)
    return float(logsumexp(ratios, b=[weight for _, weight in mixture]))


def bound(mixture, n, failures, alpha, end):
    found = 1 - failures / n
    start = abs(end - 1e-12)
    over = lambda share: log_evidence(mixture, n, failures, share) + np.log(alpha)
    if found == end or over(start) < 0:
        return end
    return brentq(over, start, found, xtol=1e-13)


def answered(rate, share, alpha, trials):
    """Chances of 'above' and 'below' at the first look that decides: exact, by all counts of failures that are still open."""
    open_, above, below = {0: 1.0}, 0.0, 0.0
    looked = 0.0
    for n in range(1, trials + 1):
        following = {}
        for failures, chance in open_.items():
            following[failures] = following.get(failures, 0) + chance * (1 - rate)
            following[failures + 1] = following.get(failures + 1, 0) + chance * rate
        looked += sum(open_.values())
        open_ = {}
        for failures, chance in following.items():
            if log_evidence(ABOVE, n, failures, share) >= -np.log(alpha):
                above += chance
            elif log_evidence(BELOW, n, failures, share) >= -np.log(alpha):
                below += chance
            elif chance > 1e-12:
                open_[failures] = chance
    return {"true": 1 - rate, "share": share, "alpha": alpha, "trials": trials, "above": above, "below": below, "mean": looked}


counts = ((1, 0), (1, 1), (20, 0), (20, 3), (68, 0), (100, 1), (100, 12), (100, 100), (400, 20), (3000, 40))
cases = []
for share in (0.5, 0.8, 0.95, 0.99):
    for n, failures in counts:
        above, below = (log_evidence(mixture, n, failures, share) for mixture in (ABOVE, BELOW))
        # E-values that doubles do not hold are left out.
        if max(abs(above), abs(below)) < 700:
            cases.append({"share": share, "n": n, "failures": failures, "above": above, "below": below})
bounds = [
    {"n": n, "failures": failures, "alpha": alpha,
     "low": bound(ABOVE, n, failures, alpha, 0), "high": bound(BELOW, n, failures, alpha, 1)}
    for alpha in (0.05, 0.005) for n, failures in ((1, 0), (20, 0), (20, 3), (68, 0), (100, 12), (400, 20), (20, 20))
]
paths = [answered(1 - true, 0.95, 0.05, 400) for true in (0.90, 0.95, 0.99)]
paths.append(answered(0.5, 0.5, 0.05, 200))
OUT.write_text(json.dumps({"cases": cases, "bounds": bounds, "paths": paths}, separators=(",", ":")) + "\n")
