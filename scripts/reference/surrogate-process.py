"""Reference values for the Gaussian process of the surrogate: scikit-learn's GaussianProcessRegressor with the kernel written out.

Run: /usr/bin/python3 scripts/reference/surrogate-process.py   (needs numpy and scikit-learn)
Writes test/reference/surrogate-process.json. Predictions without a candidate's own trials come from fits that leave its row out.
"""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Kernel

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "surrogate-process.json"
RANKS = 1.5


class SettingsKernel(Kernel):
    """Common + settings, pairs and product of one-axis likenesses."""

    def __init__(self, kinds, weights, relevance):
        self.kinds = kinds
        self.weights = weights
        self.relevance = relevance

    def on_axis(self, axis, a, b):
        if np.isnan(a) or np.isnan(b):
            alike = float(np.isnan(a) and np.isnan(b))
        elif self.kinds[axis] == "ordered":
            alike = np.exp(-abs(a - b) / RANKS)
        else:
            alike = float(a == b)
        return 1 - self.relevance[axis] + self.relevance[axis] * alike

    def pair(self, x, z):
        common, settings, pairs, product = self.weights
        k = [self.on_axis(axis, a, b) for axis, (a, b) in enumerate(zip(x, z))]
        of_pairs = [a * b for a, b in combinations(k, 2)] or [np.prod(k)]
        return common + settings * np.mean(k) + pairs * np.mean(of_pairs) + product * np.prod(k)

    def __call__(self, X, Y=None, eval_gradient=False):
        other = X if Y is None else Y
        return np.array([[self.pair(x, z) for z in other] for x in X])

    def diag(self, X):
        return np.array([self.pair(x, x) for x in X])

    def is_stationary(self):
        return False


def fit(kernel, own, x, y, noises):
    """Codes stand in for NaN on the way through scikit-learn's checks."""
    model = GaussianProcessRegressor(kernel=Coded(kernel), alpha=own + noises, optimizer=None)
    return model.fit(encode(x), y)


MISSING = -1e6


def encode(x):
    return np.where(np.isnan(x), MISSING, x)


class Coded(Kernel):
    def __init__(self, inner):
        self.inner = inner

    def __call__(self, X, Y=None, eval_gradient=False):
        return self.inner(decode(X), None if Y is None else decode(Y))

    def diag(self, X):
        return self.inner.diag(decode(X))

    def is_stationary(self):
        return False


def decode(x):
    return np.where(x == MISSING, np.nan, x)


def predict(model, own, x):
    means, deviations = model.predict(encode(x), return_std=True)
    return means, deviations**2 + own


def draw(rng, rows, kinds):
    columns = []
    for kind in kinds:
        if kind == "range":
            column = 4 * rng.random(rows)
        elif kind == "ordered":
            column = rng.integers(0, 4, rows).astype(float)
        else:
            column = rng.integers(0, 3, rows).astype(float)
        columns.append(column)
    x = np.array(columns).T
    if len(kinds) > 2:
        x[rng.random(rows) < 0.3, 2] = np.nan
    return x.round(6)


def case(seed, rows, others, kinds, weights, own, relevance):
    rng = np.random.default_rng(seed)
    x, z = draw(rng, rows, kinds), draw(rng, others, kinds)
    axes = ["category" if kind == "category" else "ordered" for kind in kinds]
    y = (np.nan_to_num(x).sum(1) * 0.3 + rng.normal(size=rows)).round(6)
    y -= y.mean().round(6)
    noises = (0.05 + rng.random(rows)).round(6)
    kernel = SettingsKernel(axes, weights, relevance)
    means, variances = predict(fit(kernel, own, x, y, noises), own, z)
    left = [predict(fit(kernel, own, np.delete(x, i, 0), np.delete(y, i), np.delete(noises, i)), own, x[[i]]) for i in range(rows)]
    places = lambda p: [None if np.isnan(v) else v for v in p.ravel().tolist()]
    return {
        "axes": axes,
        "known": places(x),
        "values": y.tolist(),
        "noises": noises.tolist(),
        "kernel": dict(zip(["common", "settings", "pairs", "all"], weights)) | {"own": own, "relevance": relevance},
        "others": places(z),
        "means": means.tolist(),
        "variances": variances.tolist(),
        "leftOutMeans": [m[0] for m, _ in left],
        "leftOutVariances": [v[0] for _, v in left],
    }


OUT.write_text(
    json.dumps(
        [
            case(1, 24, 7, ["ordered", "category", "ordered", "range"], [4, 1, 0.5, 0.2], 0.1, [1, 1, 1, 1]),
            case(2, 17, 5, ["range", "range", "category", "ordered", "category"], [4, 0.3, 2, 1], 0.02, [1, 0.4, 0.16, 1, 0.01]),
            case(3, 9, 4, ["ordered"], [4, 0.8, 0.1, 0.3], 0.3, [1]),
        ],
        separators=(",", ":"),
    )
    + "\n"
)
