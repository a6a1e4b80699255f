"""Reference fits for linear models by scikit-learn.

Run: python3 scripts/reference/linear.py  (needs scikit-learn; writes test/reference/linear.json)

Columns and targets are standardised as a training does it. A penalty p of surefoot is alpha = n p of Ridge, alpha = p of Lasso and
ElasticNet, C = 1 / (n p) of LogisticRegression.
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.linear_model import ElasticNet, Lasso, LogisticRegression, Ridge

random = numpy.random.default_rng(11)
COUNT = 120


def columns(count):
    a, b, c = random.normal(size=count), random.normal(size=count), random.normal(size=count)
    flag = (random.random(count) < 0.4).astype(float)
    return numpy.column_stack([a, 1000 + 50 * b, c, 0.7 * a + 0.7 * c + 0.1 * random.normal(size=count), flag]).round(3)


train, test = columns(COUNT), columns(40)
signal = lambda x: 3 * x[:, 0] - 0.04 * (x[:, 1] - 1000) + 2 * x[:, 4]
first = (500 + 20 * signal(train) + 15 * random.normal(size=COUNT)).round(3)
second = (0.01 * train[:, 1] + 0.3 * random.normal(size=COUNT)).round(4)
targets = numpy.column_stack([first, second])
counts = random.integers(1, 4, COUNT)
scores = numpy.column_stack([train[:, 0], -train[:, 2], 0.02 * (train[:, 1] - 1000)]) + random.gumbel(size=(COUNT, 3))
classes = scores.argmax(1)
scaled = lambda values: (values - train.mean(0)) / train.std(0)
x, new = scaled(train), scaled(test)
centre, spread = targets.mean(0), targets.std(0)


def numbers(model, weights=None):
    fitted = [model().fit(x, (targets[:, place] - centre[place]) / spread[place], sample_weight=weights) for place in (0, 1)]
    return (numpy.column_stack([one.predict(new) for one in fitted]) * spread + centre).tolist()


def chances(labels, penalty, weights=None):
    strength = {"C": 1 / (COUNT * penalty), "tol": 1e-12, "max_iter": 100000}
    model = LogisticRegression(solver="newton-cholesky" if labels.max() == 1 else "newton-cg", **strength)
    return model.fit(x, labels, sample_weight=weights).predict_proba(new).tolist()


exact = {"tol": 1e-12, "max_iter": 1000000}
even = counts * COUNT / counts.sum()
found = {
    "ridge": [{"penalty": p, "outputs": numbers(lambda: Ridge(alpha=COUNT * p))} for p in (0, 0.01, 0.5)],
    "lasso": [{"penalty": p, "outputs": numbers(lambda: Lasso(alpha=p, **exact))} for p in (0.01, 0.2)],
    "net": [{"penalty": p, "outputs": numbers(lambda: ElasticNet(alpha=p, l1_ratio=0.5, **exact))} for p in (0.01, 0.2)],
    "weighted": [{"penalty": 0.05, "outputs": numbers(lambda: Ridge(alpha=COUNT * 0.05), even)}],
    "logistic": [{"penalty": p, "outputs": chances((classes == 1).astype(int), p)} for p in (0.001, 0.1)],
    "multinomial": [{"penalty": p, "outputs": chances(classes, p)} for p in (0.001, 0.1)],
    "weightedClasses": [{"penalty": 0.01, "outputs": chances(classes, 0.01, even)}],
}
path = pathlib.Path(__file__).parents[2] / "test/reference/linear.json"
path.write_text(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "train": train.tolist(),
            "test": test.tolist(),
            "targets": targets.tolist(),
            "classes": classes.tolist(),
            "counts": counts.tolist(),
            **found,
        }
    )
    + "\n"
)
