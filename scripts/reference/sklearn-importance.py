"""Permutation importances by scikit-learn, with the permutations that it drew, of linear models.

Run: /usr/bin/python3 scripts/reference/sklearn-importance.py  (needs scikit-learn; writes test/reference/sklearn-importance.json)

Column 2 is ignored by the models (its coefficient is 0), column 3 is constant. scikit-learn does not say which permutation it
drew: it is read off the tables that it gives to the model. The values of a column all differ, except in column 3. Inputs and
coefficients are such that outputs in float32, as networks give them, change no figure beyond its seventh digit.
"""
import json
import pathlib

import numpy
import sklearn
from sklearn.base import BaseEstimator
from sklearn.inspection import permutation_importance
from sklearn.linear_model import LinearRegression, LogisticRegression

random = numpy.random.default_rng(7)
ROWS, REPEATS = 40, 6


class Recording(BaseEstimator):
    """Hands everything on to a fitted model, and keeps the tables."""

    def __init__(self, model):
        self.model = model

    def fit(self, X, y):
        return self

    def __sklearn_is_fitted__(self):
        return True

    @property
    def classes_(self):
        return self.model.classes_

    @property
    def _estimator_type(self):
        return self.model._estimator_type

    def predict(self, X):
        tables.append(X.copy())
        return self.model.predict(X)

    def predict_proba(self, X):
        tables.append(X.copy())
        return self.model.predict_proba(X)


def case(model, y, figure, scoring):
    global tables
    tables = []
    found = permutation_importance(Recording(model), X, y, scoring=scoring, n_repeats=REPEATS, random_state=3)
    shuffled = tables[1:]
    orders = []
    for column in range(X.shape[1]):
        places = {value: row for row, value in enumerate(X[:, column])}
        for repeat in range(REPEATS):
            table = shuffled[column * REPEATS + repeat]
            orders.append([places[value] for value in table[:, column]])
    return {
        "figure": figure,
        "coefficients": numpy.atleast_2d(model.coef_).tolist(),
        "intercepts": numpy.atleast_1d(model.intercept_).tolist(),
        "targets": numpy.asarray(y).tolist(),
        "orders": [orders[column * REPEATS : (column + 1) * REPEATS] for column in range(X.shape[1])],
        "importances": found.importances.tolist(),
    }


X = random.normal(size=(ROWS, 4)).round(4)
X[:, 3] = 2.5
value = 3 * X[:, 0] - X[:, 1] + random.normal(size=ROWS)
classes = numpy.digitize(value, [-1.5, 1.5])

regression = LinearRegression().fit(X, value)
regression.coef_[2:] = [0, 0.5]
three = LogisticRegression().fit(X, classes)
three.coef_[:, 2] = 0

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "reference" / "sklearn-importance.json"
OUT.write_text(
    json.dumps(
        {
            "sklearn": sklearn.__version__,
            "rows": X.tolist(),
            "cases": [
                case(regression, value, "rmse", "neg_root_mean_squared_error"),
                case(regression, value, "r2", "r2"),
                case(three, classes, "logLoss", "neg_log_loss"),
                case(three, classes, "accuracy", "accuracy"),
                case(three, classes, "balancedAccuracy", "balanced_accuracy"),
            ],
        },
        separators=(",", ":"),
    )
    + "\n"
)
