"""
Reference values for the exact tests of keep: exchange of losses between two samples (SciPy's permutation_test, all deals) and whether an event
happens more often (SciPy's fisher_exact), and Poisson sums. Writes test/reference/stats-keep.json.
"""
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(11)
exchange = []
for n, k in [(3, 2), (6, 3), (6, 4), (8, 4), (10, 3)]:
    for law in ("normal", "steps", "two"):
        draw = {"normal": lambda s: rng.normal(size=s).round(3), "steps": lambda s: rng.normal(size=s).round(0), "two": lambda s: (rng.random(s) < 0.4).astype(float)}[law]
        first, second = draw(n), draw(k) - (0.5 if law == "normal" else 0)
        p = stats.permutation_test((first, second), lambda x, y, axis: x.mean(axis) - y.mean(axis), permutation_type="independent", n_resamples=np.inf, alternative="greater", vectorized=True).pvalue
        exchange.append({"first": first.tolist(), "second": second.tolist(), "p": float(p)})
counts = []
for a, n, b, m in [(3, 4, 0, 20), (2, 2, 0, 6), (1, 8, 1, 12), (0, 5, 2, 9), (5, 20, 1, 40), (6, 6, 6, 6)]:
    counts.append({"first": [a, n], "second": [b, m], "more": float(stats.fisher_exact([[a, n - a], [b, m - b]], alternative="greater")[1]), "twice": float(stats.poisson.cdf(a, 2 * n * b / m))})
with open("test/reference/stats-keep.json", "w") as file:
    json.dump({"scipy": __import__("scipy").__version__, "exchange": exchange, "counts": counts}, file, indent=1)
    file.write("\n")
