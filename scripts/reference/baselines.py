"""Reference fits for the linear and the logistic baseline by scikit-learn.

Run: python3 scripts/reference/baselines.py  (needs scikit-learn; writes test/reference/baselines.json)

The fourth column is the sum of the first two, the fifth is constant; columns have very different sizes. Logistic
regression of standardised columns with the default penalty, by Newton's method.
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.linear_model import LinearRegression, LogisticRegression

random = numpy.random.default_rng(7)


def columns(count):
    a, b, c = random.normal(size=count), random.normal(size=count), random.normal(size=count)
    return numpy.column_stack([a, b, 1000 + 50 * c, a + b, numpy.full(count, 7.0)]).round(3)


def with_sum(values):
    values[:, 3] = (values[:, 0] + values[:, 1]).round(3)
    return values


train, test = with_sum(columns(60)), with_sum(columns(20))
noise = random.normal(size=60)
first = (2e5 + 4e4 * train[:, 0] - 9e4 * train[:, 1] + 300 * train[:, 2] + 2e4 * noise).round(1)
second = (0.01 * train[:, 2] + 0.3 * random.normal(size=60)).round(4)
targets = numpy.column_stack([first, second])
plain = LinearRegression().fit(train, targets).predict(test)
relative = LinearRegression().fit(train, first, sample_weight=1 / first**2).predict(test)
scores = numpy.column_stack([train[:, 0], -train[:, 1], 0.02 * (train[:, 2] - 1000)]) + random.gumbel(size=(60, 3))
labels = scores.argmax(1)
scaled = lambda values: ((values - train.mean(0))[:, :4]) / train.std(0)[:4]
model = LogisticRegression(solver="newton-cg", tol=1e-10, max_iter=1000).fit(scaled(train), labels)
path = pathlib.Path(__file__).parents[2] / "test/reference/baselines.json"
path.write_text(
    json.dumps(
        {
            "scikit-learn": sklearn.__version__,
            "train": train.tolist(),
            "test": test.tolist(),
            "targets": targets.tolist(),
            "labels": labels.tolist(),
            "linear": plain.tolist(),
            "relative": relative.tolist(),
            "probabilities": model.predict_proba(scaled(test)).tolist(),
        }
    )
    + "\n"
)
