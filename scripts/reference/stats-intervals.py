"""References for src/stats/intervals and bench/coverage.ts, from SciPy alone.

Run: /usr/bin/python3 scripts/reference/stats-intervals.py   (needs numpy and scipy)
Writes test/reference/stats-intervals.json:
  nyblom   limits between order statistics 1 ... n (Nyblom 1992), so that a limit is a place in the sample
  means    Student's and Welch's 95 and 90 % intervals (scipy.stats.ttest_*)
  shares   Clopper and Pearson's intervals of a share (scipy.stats.binomtest)
  jarrett  bootstrap variances of single order statistics (Maritz and Jarrett 1978), by the exact distribution of ranks
  truth    criteria of the shapes on which coverage is measured, by quadrature over their quantile functions
"""

import json
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-intervals.json"
rng = np.random.default_rng(1992)


def limit(n, p, beta):
    """The place, 1 ... n, of the limit that lies below the quantile at p with probability beta."""
    at_least = lambda r: stats.binom.sf(r - 1, n, p)
    r = max(k for k in range(0, n + 1) if at_least(k) >= beta)
    if r == n:
        return float(n)
    step = (at_least(r) - beta) / (at_least(r) - at_least(r + 1))
    if step == 0:
        return float(r)
    return r + 1 / (1 + r * (1 - p) / ((n - r) * p) * (1 - step) / step)


def nyblom(n, p, level):
    if p < 0.5:
        low, high = nyblom(n, 1 - p, level)
        return n + 1 - high, n + 1 - low
    alpha = 1 - level
    upper = max(alpha / 2, p**n)
    high = float(n) if upper > alpha / 2 else limit(n, p, upper)
    return limit(n, p, 1 - (alpha - upper)), high


def nyblom_cases():
    cases = []
    for p in (0.1, 0.25, 0.5, 0.75, 0.9, 0.95):
        for n in (6, 7, 8, 11, 12, 20, 29, 30, 50, 59, 100):
            for level in (0.9, 0.95, 0.99):
                if p**n + (1 - p) ** n > 1 - level:
                    continue
                low, high = nyblom(n, p, level)
                cases.append({"p": p, "n": n, "level": level, "low": low, "high": high})
    return cases


def mean_cases():
    cases = []
    for m, n in ((2, 3), (3, 3), (8, 8), (8, 20), (20, 5)):
        first = (rng.integers(0, 4096, m) / 1024).tolist()
        second = (rng.integers(0, 8192, n) / 1024).tolist()
        for level in (0.9, 0.95):
            student = stats.ttest_1samp(first, 0).confidence_interval(level)
            welch = stats.ttest_ind(first, second, equal_var=False).confidence_interval(level)
            case = {"first": first, "second": second, "level": level}
            case |= {"student": [student.low, student.high], "welch": [welch.low, welch.high]}
            if m == n:
                paired = stats.ttest_rel(first, second).confidence_interval(level)
                case["paired"] = [paired.low, paired.high]
            cases.append(case)
    return cases


def share_cases():
    cases = []
    for n in (3, 10, 25, 200):
        for passes in sorted({0, 1, n // 2, n - 1, n}):
            for level in (0.9, 0.95):
                found = stats.binomtest(passes, n).proportion_ci(level, method="exact")
                cases.append({"passes": passes, "n": n, "level": level, "low": found.low, "high": found.high})
    return cases


def jarrett_cases():
    """An order statistic of a resample of n is the j-th of the sample with the probability below."""
    cases = []
    for n, p in ((9, 0.5), (9, 0.75), (21, 0.9), (41, 0.75)):
        rank = int((n - 1) * p) + 1
        edges = np.arange(0, n + 1) / n
        weights = np.diff(stats.beta.cdf(edges, rank, n - rank + 1))
        losses = np.sort(rng.standard_normal(n))
        mean = (weights * losses).sum()
        variance = (weights * losses**2).sum() - mean**2
        cases.append({"p": p, "losses": losses.tolist(), "error": float(np.sqrt(variance * n / (n - 1)))})
    return cases


def mixture(share, distance):
    below = lambda x: (1 - share) * stats.norm.cdf(x) + share * stats.norm.cdf(x - distance)
    quantile = lambda u: optimize.brentq(lambda x: below(x) - u, -12, distance + 12, xtol=1e-13)
    return np.vectorize(quantile)


SHAPES = {
    "normal": stats.norm.ppf,
    "uniform": stats.uniform.ppf,
    "exponential": stats.expon.ppf,
    "lognormal0.5": lambda u: stats.lognorm.ppf(u, 0.5),
    "t3": lambda u: stats.t.ppf(u, 3),
    "mixture90/10": mixture(0.1, 4),
    "gumbel": stats.gumbel_r.ppf,
    "gamma2": lambda u: stats.gamma.ppf(u, 2),
    "t5": lambda u: stats.t.ppf(u, 5),
    "bimodal20": mixture(0.2, 3),
    "bimodal5": mixture(0.05, 6),
    "negexp": lambda u: -stats.expon.isf(u),
    "diverge30": mixture(0.3, 6),
    "collapse2": mixture(0.02, 20),
    "collapse5": mixture(0.05, 20),
    "lognormal1": lambda u: stats.lognorm.ppf(u, 1),
    "rounded": lambda u: np.round(2 * stats.norm.ppf(u)) / 2,
}
NAMED = {
    "normal": stats.norm(),
    "uniform": stats.uniform(),
    "exponential": stats.expon(),
    "lognormal0.5": stats.lognorm(0.5),
    "t3": stats.t(3),
    "gumbel": stats.gumbel_r(),
    "gamma2": stats.gamma(2),
    "t5": stats.t(5),
    "negexp": stats.expon(),
    "lognormal1": stats.lognorm(1),
}
MIXED = {
    "mixture90/10": (0.1, 4),
    "bimodal20": (0.2, 3),
    "bimodal5": (0.05, 6),
    "diverge30": (0.3, 6),
    "collapse2": (0.02, 20),
    "collapse5": (0.05, 20),
}


def moments(name):
    if name in MIXED:
        share, distance = MIXED[name]
        return share * distance, np.sqrt(1 + share * (1 - share) * distance**2)
    if name == "rounded":
        places = np.arange(-40, 41) / 2
        mass = stats.norm.cdf(places + 0.25) - stats.norm.cdf(places - 0.25)
        return 0.0, np.sqrt((mass * places**2).sum())
    mean, std = NAMED[name].mean(), NAMED[name].std()
    return (-mean if name == "negexp" else mean), std


def shortfall(name, quantile, share):
    if name == "rounded":
        places = np.arange(-40, 41) / 2
        above = stats.norm.sf(places - 0.25)
        mass = np.diff(np.append(-np.minimum(above, share), 0))
        return (mass * places).sum() / share
    # u = 1 - share * e^-t: the tail at even pace.
    inside = lambda t: float(quantile(1 - share * np.exp(-t))) * np.exp(-t)
    return sum(integrate.quad(inside, a, b, epsabs=1e-10)[0] for a, b in ((0, 2), (2, 6), (6, 14), (14, 26)))


def truth():
    found = {}
    for name, quantile in SHAPES.items():
        q = lambda p: float(quantile(p))
        mean, std = moments(name)
        found[name] = {
            "mean": float(mean),
            "median": q(0.5),
            "q3": q(0.75),
            "q0.1": q(0.1),
            "q0.25": q(0.25),
            "q0.9": q(0.9),
            "q0.95": q(0.95),
            "q3+iqr": 2 * q(0.75) - q(0.25),
            "iqr": q(0.75) - q(0.25),
            "std": float(std),
            "es0.1": float(shortfall(name, quantile, 0.1)),
            "es0.25": float(shortfall(name, quantile, 0.25)),
            "es0.5": float(shortfall(name, quantile, 0.5)),
        }
    # One training in ten diverges: what lies below 0.9 stays finite.
    found["diverges10"] = {
        name: float(stats.norm.ppf(p / 0.9)) for name, p in (("median", 0.5), ("q3", 0.75), ("q0.1", 0.1), ("q0.25", 0.25))
    }
    return found


content = {"nyblom": nyblom_cases(), "means": mean_cases(), "shares": share_cases(), "jarrett": jarrett_cases(), "truth": truth()}
OUT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
print({name: len(part) for name, part in content.items()})
for name, values in content["truth"].items():
    print(name, {key: round(value, 4) for key, value in values.items()})
