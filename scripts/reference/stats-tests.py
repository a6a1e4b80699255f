"""Reference values for the tests of src/stats: exact rational statistics, p-values from mpmath or from counting.

Run: /usr/bin/python3 scripts/reference/stats-tests.py   (needs mpmath, numpy and scipy >= 1.15)
Writes test/reference/stats-tests.json. Inputs are exactly representable. SciPy is asked beside every case that it
defines the same way, and the script fails where it disagrees by more than its own accuracy.
"""

import itertools
import json
import math
import random
import warnings
from fractions import Fraction as F
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import stats

mp.mp.dps = 60
warnings.simplefilter("ignore")
OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "stats-tests.json"
EXACT_LIMIT = 64
rng = random.Random(20250517)


def real(x):
    return mp.mpf(x.numerator) / x.denominator if isinstance(x, F) else mp.mpf(x)


def mean(xs):
    return sum(xs, F(0)) / len(xs)


def variance(xs):
    m = mean(xs)
    return sum(((x - m) ** 2 for x in xs), F(0)) / (len(xs) - 1)


def median(xs):
    s = sorted(xs)
    n = len(s)
    return (s[(n - 1) // 2] + s[n // 2]) / 2


def t_tail2(t, df):
    t = abs(t)
    return mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + t * t), regularized=True)


def student(difference, squared_error, df, alternative):
    """difference and squared_error exact; the certain answers as the docstrings state them."""
    if difference == 0:
        return mp.mpf(0), mp.mpf(1) if alternative == "two-sided" or squared_error == 0 else mp.mpf("0.5")
    if squared_error == 0:
        sign = 1 if difference > 0 else -1
        return sign * mp.inf, mp.mpf(1 if alternative == "greater" and sign < 0 else 0)
    t = real(difference) / mp.sqrt(real(squared_error))
    two = t_tail2(t, real(df))
    if alternative == "two-sided":
        return t, two
    return t, two / 2 if t > 0 else 1 - two / 2


def welch(x, y, alternative):
    a, b = variance(x) / len(x), variance(y) / len(y)
    df = (a + b) ** 2 / (a**2 / (len(x) - 1) + b**2 / (len(y) - 1)) if a + b else None
    return student(mean(x) - mean(y), a + b, df, alternative)


def paired_t(x, y, alternative):
    d = [p - q for p, q in zip(x, y)]
    return student(mean(d), variance(d) / len(d), F(len(d) - 1), alternative)


def ranks_of(values):
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranks = [F(0)] * len(values)
    groups = []
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for i in order[start:end]:
            ranks[i] = F(start + 1 + end, 2)
        groups.append(end - start)
        start = end
    return ranks, groups


def tail_p(counts, observed, alternative):
    total = sum(counts.values())
    upper = F(sum(c for s, c in counts.items() if s >= observed), total)
    lower = F(sum(c for s, c in counts.items() if s <= observed), total)
    return real(upper if alternative == "greater" else min(F(1), 2 * min(upper, lower)))


def normal_p(distance, var, alternative):
    if var == 0:
        return mp.mpf(1)
    if alternative == "greater":
        return mp.erfc((real(distance) - mp.mpf("0.5")) / mp.sqrt(2 * real(var))) / 2
    return min(mp.mpf(1), mp.erfc((abs(real(distance)) - mp.mpf("0.5")) / mp.sqrt(2 * real(var))))


def mann_whitney(x, y, alternative):
    m, n = len(x), len(y)
    ranks, groups = ranks_of(x + y)
    w = sum(ranks[:m], F(0))
    u = w - F(m * (m + 1), 2)
    total = m + n
    if total > EXACT_LIMIT:
        var = F(m * n, 12) * (total + 1 - F(sum(t**3 - t for t in groups), total * (total - 1)))
        return real(u), normal_p(u - F(m * n, 2), var, alternative)
    if math.comb(total, m) <= 20_000:
        counts = {}
        for chosen in itertools.combinations(ranks, m):
            s = sum(chosen, F(0))
            counts[s] = counts.get(s, 0) + 1
    else:
        sizes = [{F(0): 1}] + [{} for _ in range(m)]
        for r in ranks:
            for k in range(m, 0, -1):
                for s, c in sizes[k - 1].items():
                    sizes[k][s + r] = sizes[k].get(s + r, 0) + c
        counts = sizes[m]
    return real(u), tail_p(counts, w, alternative)


def wilcoxon(x, y, alternative):
    d = [p - q for p, q in zip(x, y) if p != q]
    n = len(d)
    if n == 0:
        return mp.mpf(0), mp.mpf(1)
    ranks, groups = ranks_of([abs(v) for v in d])
    w = sum((r for r, v in zip(ranks, d) if v > 0), F(0))
    if n > EXACT_LIMIT:
        var = F(n * (n + 1) * (2 * n + 1), 24) - F(sum(t**3 - t for t in groups), 48)
        return real(w), normal_p(w - F(n * (n + 1), 4), var, alternative)
    if n <= 12:
        counts = {}
        for signs in itertools.product((0, 1), repeat=n):
            s = sum((r for r, sign in zip(ranks, signs) if sign), F(0))
            counts[s] = counts.get(s, 0) + 1
    else:
        counts = {F(0): 1}
        for r in ranks:
            fresh = dict(counts)
            for s, c in counts.items():
                fresh[s + r] = fresh.get(s + r, 0) + c
            counts = fresh
    return real(w), tail_p(counts, w, alternative)


def kolmogorov_smirnov(x, y, alternative):
    m, n = len(x), len(y)

    def gap(i, j):
        return j * m - i * n if alternative == "greater" else abs(j * m - i * n)

    d = max(gap(sum(v <= z for v in x), sum(v <= z for v in y)) for z in x + y)
    d = max(d, 0)
    # Paths that stay below the distance, counted as integers; the rest of all paths touch it.
    inside = {}
    for i in range(m + 1):
        for j in range(n + 1):
            if gap(i, j) >= d:
                inside[i, j] = 0
            elif i == j == 0:
                inside[i, j] = 1
            else:
                inside[i, j] = inside.get((i - 1, j), 0) + inside.get((i, j - 1), 0)
    total = math.comb(m + n, m)
    return real(F(d, m * n)), real(F(total - inside[m, n], total))


def chi2_1(statistic, sign, alternative, empty):
    z = sign * mp.sqrt(statistic)
    if alternative == "two-sided":
        return mp.erfc(abs(z) / mp.sqrt(2))
    return mp.mpf(1) if empty else mp.erfc(z / mp.sqrt(2)) / 2


def bartlett(x, y, alternative):
    a, b = variance(x), variance(y)
    if a == b:
        return mp.mpf(0), chi2_1(mp.mpf(0), 0, alternative, a == 0)
    sign = 1 if a > b else -1
    if a == 0 or b == 0:
        return mp.inf, mp.mpf(1 if alternative == "greater" and sign < 0 else 0)
    f, g = len(x) - 1, len(y) - 1
    pooled = (f * a + g * b) / (f + g)
    top = (f + g) * mp.log(real(pooled)) - f * mp.log(real(a)) - g * mp.log(real(b))
    statistic = top / real(1 + (F(1, f) + F(1, g) - F(1, f + g)) / 3)
    return statistic, chi2_1(statistic, sign, alternative, False)


def levene(center):
    def test(x, y, alternative):
        u = [abs(v - center(x)) for v in x]
        w = [abs(v - center(y)) for v in y]
        df = len(u) + len(w) - 2
        within = ((len(u) - 1) * variance(u) + (len(w) - 1) * variance(w)) / df
        t, p = student(mean(u) - mean(w), within * (F(1, len(u)) + F(1, len(w))), F(df), alternative)
        return t * t, p

    return test


SCORES = {}


def fligner_killeen(x, y, alternative):
    u = [abs(v - median(x)) for v in x] + [abs(v - median(y)) for v in y]
    ranks, _ = ranks_of(u)
    m, total = len(x), len(u)
    for r in ranks:
        if (r, total) not in SCORES:
            SCORES[r, total] = mp.sqrt(2) * mp.erfinv(real(r / (total + 1)))
    scores = [SCORES[r, total] for r in ranks]
    if len(set(ranks)) == 1:
        return mp.mpf(0), mp.mpf(1)
    centre = mp.fsum(scores) / total
    var = mp.fsum((s - centre) ** 2 for s in scores) / (total - 1)
    if sorted(ranks[:m]) == sorted(ranks[m:]):
        return mp.mpf(0), chi2_1(mp.mpf(0), 0, alternative, False)
    difference = mp.fsum(scores[:m]) / m - mp.fsum(scores[m:]) / (total - m)
    statistic = mp.mpf(m * (total - m)) / total * difference**2 / var
    return statistic, chi2_1(statistic, mp.sign(difference), alternative, False)


def friedman(rows):
    k, n = len(rows), len(rows[0])
    sums = [F(0)] * k
    squares, ties = F(0), 0
    for j in range(n):
        ranks, groups = ranks_of([row[j] for row in rows])
        ties += sum(t**3 - t for t in groups)
        sums = [s + r for s, r in zip(sums, ranks)]
        squares += sum(r * r for r in ranks)
    scale = n * k * (k + 1) - F(ties, k - 1)
    between = sum((s - F(n * (k + 1), 2)) ** 2 for s in sums)
    statistic = 12 * between / scale if scale else F(0)
    p = mp.gammainc(mp.mpf(k - 1) / 2, real(statistic) / 2, mp.inf, regularized=True) if statistic else mp.mpf(1)
    df = (n - 1) * (k - 1)
    error = 2 * (n * squares - sum(s * s for s in sums)) / df
    posthoc = [[student(sums[i] - sums[0], error, F(df), a) for a in ("two-sided", "greater")] for i in range(1, k)]
    return real(statistic), p, posthoc


TESTS = {
    "welch": (welch, 2, lambda x, y, a: stats.ttest_ind(x, y, equal_var=False, alternative=a)),
    "paired-t": (paired_t, 2, lambda x, y, a: stats.ttest_rel(x, y, alternative=a)),
    "mann-whitney": (mann_whitney, 1, None),
    "wilcoxon": (wilcoxon, 1, None),
    "kolmogorov-smirnov": (kolmogorov_smirnov, 1, None),
    "bartlett": (bartlett, 2, lambda x, y, a: stats.bartlett(x, y)),
    "levene-mean": (levene(mean), 2, lambda x, y, a: stats.levene(x, y, center="mean")),
    "levene-median": (levene(median), 2, lambda x, y, a: stats.levene(x, y, center="median")),
    "fligner-killeen": (fligner_killeen, 2, lambda x, y, a: stats.fligner(x, y)),
}


def scipy_rank(name, x, y, alternative):
    """SciPy's exact answer where it means the same: without ties (it has no exact answer with them)."""
    if name == "mann-whitney" and len(set(x + y)) == len(x + y) and len(x) + len(y) <= EXACT_LIMIT:
        return stats.mannwhitneyu(x, y, alternative=alternative, method="exact")
    if name == "wilcoxon":
        d = [abs(p - q) for p, q in zip(x, y)]
        if len(set(d)) == len(d) and 0 not in d and len(d) <= 50:
            r = stats.wilcoxon(x, y, alternative=alternative, method="exact")
            # Two-sided SciPy reports the smaller of both rank sums.
            return (None, r.pvalue) if alternative == "two-sided" else r
    if name == "kolmogorov-smirnov":
        return stats.ks_2samp(x, y, alternative="less" if alternative == "greater" else alternative, method="exact")
    return None


def dyadic(scale, low=-(2**14), high=2**14):
    return F(rng.randint(low, high)) * F(2) ** scale


def samples():
    for m, n in itertools.product((2, 3, 4, 5, 8), (2, 3, 5, 7)):
        yield [dyadic(-10) for _ in range(m)], [dyadic(-10) for _ in range(n)]
    for n in (2, 3, 4, 5, 6, 10, 15, 20, 25, 32):
        for shift in (0, 1, 8):
            yield [dyadic(-12) + shift for _ in range(n)], [dyadic(-12) for _ in range(n)]
    for m, n in ((1, 1), (1, 4), (5, 1), (33, 40), (40, 40), (70, 70), (100, 30)):
        yield [dyadic(-12) + F(1, 2) for _ in range(m)], [dyadic(-12) for _ in range(n)]
    for n in (2, 3, 4, 5, 7, 10, 20, 32, 40):  # ties
        for width in (2, 3, 5):
            yield [F(rng.randint(0, width)) for _ in range(n)], [F(rng.randint(0, width)) for _ in range(n)]
        yield [F(rng.randint(0, 3)) for _ in range(n)], [F(rng.randint(1, 4)) for _ in range(n + 2)]
    for ratio in (-60, -30, -12, 12, 30, 60):  # extreme ratios of spread
        for n in (2, 3, 6, 20):
            yield [dyadic(ratio - 10) for _ in range(n)], [dyadic(-10) for _ in range(n)]
    for shift in (2**6, 2**12, 2**20, 2**30):  # small p-values
        for n in (3, 5, 10, 20, 30):
            yield [dyadic(-14) + shift for _ in range(n)], [dyadic(-14) for _ in range(n)]
    for n in (3, 10, 20):  # a large common offset, a small difference
        yield [2**20 + dyadic(-20) for _ in range(n)], [2**20 + dyadic(-20) for _ in range(n)]
        base = [dyadic(-10) for _ in range(n)]
        yield [b + dyadic(-30) for b in base], base
        yield base, list(base)
        yield [b + F(1, 4) for b in base], base
        yield [-b for b in base], base
    for a, b in ((1, 1), (2, 1), (1, 2)):  # no variance
        for m, n in ((2, 2), (3, 5), (10, 10)):
            yield [F(a)] * m, [F(b)] * n
            yield [F(a)] * m, [F(b) + dyadic(-12) for _ in range(n)]
            yield [F(a) + dyadic(-12) for _ in range(m)], [F(b)] * n
    yield [F(1), F(2), F(3)], [F(11), F(12), F(13)]
    yield [F(1), F(4)], [F(2), F(3)]


def matrices():
    for k, n in itertools.product((2, 3, 4, 6, 12), (2, 3, 5, 10, 20)):
        yield [[dyadic(-10) for _ in range(n)] for _ in range(k)]
        yield [[F(rng.randint(0, 4)) for _ in range(n)] for _ in range(k)]
        yield [[dyadic(-14) + F(i, 2) for _ in range(n)] for i in range(k)]
    yield [[F(1)] * 5] * 3
    yield [[F(i)] * 6 for i in range(4)]
    yield [[F(i // 2)] * 6 for i in range(4)]
    yield [[F(i) + dyadic(-16) for _ in range(40)] for i in range(40)]


def number(x):
    if mp.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    return float(x)


def main():
    cases, worst, asked = [], {}, 0
    for x, y in samples():
        case = {"first": [float(v) for v in x], "second": [float(v) for v in y], "results": {}}
        assert [F(v) for v in case["first"]] == x and [F(v) for v in case["second"]] == y
        for name, (test, least, scipy_test) in TESTS.items():
            if min(len(x), len(y)) < least or (name in ("paired-t", "wilcoxon") and len(x) != len(y)):
                continue
            row = []
            for alternative in ("two-sided", "greater"):
                statistic, p = test(x, y, alternative)
                row += [number(statistic), number(p)]
                smooth = mp.isfinite(statistic) and statistic != 0 and p > mp.mpf(10) ** -12
                other = None
                if scipy_test is None:
                    other = scipy_rank(name, case["first"], case["second"], alternative)
                elif smooth and (alternative == "two-sided" or name in ("welch", "paired-t")):
                    other = scipy_test(np.array(case["first"]), np.array(case["second"]), alternative)
                # At p = 1 SciPy 1.15's alternating sum for equal counts misses by up to 4e-5.
                certain = name == "kolmogorov-smirnov" and p == 1
                if other is not None and math.isfinite(float(other[1])) and p > 0 and not certain:
                    asked += 1
                    deviation = abs(float(other[1]) / float(p) - 1)
                    worst[name] = max(worst.get(name, (0,)), (deviation, case["first"][:6], case["second"][:6]))
            case["results"][name] = row
        cases.append(case)
    blocks = []
    for rows in matrices():
        statistic, p, posthoc = friedman(rows)
        if len(rows) > 2 and statistic != 0 and p > mp.mpf(10) ** -12:
            asked += 1
            deviation = abs(float(stats.friedmanchisquare(*[[float(v) for v in row] for row in rows])[1]) / float(p) - 1)
            worst["friedman"] = max(worst.get("friedman", (0,)), (deviation, len(rows), len(rows[0])))
        flat = [[number(v) for pair in one for v in pair] for one in posthoc]
        blocks.append({"rows": [[float(v) for v in r] for r in rows], "friedman": [number(statistic), number(p)], "posthoc": flat})
    for name, (deviation, *where) in worst.items():
        print(f"{name:20} SciPy differs by at most {deviation:.1e}" + (f" at {where}" if deviation > 1e-9 else ""))
    print(f"{len(cases)} pairs of samples, {sum(2 * len(c['results']) for c in cases)} results, {len(blocks)} blocks; SciPy asked {asked} times")
    assert all(deviation < 1e-6 for deviation, *_ in worst.values())
    lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
    more = ",\n".join(json.dumps(b, separators=(",", ":")) for b in blocks)
    OUT.write_text(f'{{"pairs":[\n{lines}\n],"blocks":[\n{more}\n]}}\n')


main()
