"""Twenty changes of a scikit-learn network on digits, and of one on a table: the loss of each version on the first COUNT seeds, as JSON.

    python3 bench/keep-real/train.py 60 > losses.json

A change is an edit as loops make them, set against the same baseline. The split is the same for all; the seed draws weights, order and dropped rows.
"""

import json
import os
import sys
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"

import numpy  # noqa: E402  (threads are bound before)
from sklearn.datasets import load_diabetes, load_digits  # noqa: E402
from sklearn.metrics import log_loss, mean_squared_error  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402
from sklearn.preprocessing import StandardScaler  # noqa: E402

warnings.filterwarnings("ignore")

BASE = {"hidden_layer_sizes": (32,), "max_iter": 25, "learning_rate_init": 0.003, "batch_size": 64, "alpha": 1e-4, "scaled": True}

CHANGES = {
    "learning rate 0.002": {"learning_rate_init": 0.002},
    "learning rate 0.006": {"learning_rate_init": 0.006},
    "learning rate 0.03": {"learning_rate_init": 0.03},
    "40 units": {"hidden_layer_sizes": (40,)},
    "64 units": {"hidden_layer_sizes": (64,)},
    "24 units": {"hidden_layer_sizes": (24,)},
    "two layers of 32": {"hidden_layer_sizes": (32, 32)},
    "batches of 32": {"batch_size": 32},
    "batches of 128": {"batch_size": 128},
    "30 epochs": {"max_iter": 30},
    "20 epochs": {"max_iter": 20},
    "weight decay 0.001": {"alpha": 1e-3},
    "weight decay 0.1": {"alpha": 0.1},
    "weight decay 3": {"alpha": 3},
    "tanh": {"activation": "tanh"},
    "logistic": {"activation": "logistic"},
    "beta 0.95": {"beta_1": 0.95},
    "second beta 0.99": {"beta_2": 0.99},
    "inputs as they are": {"scaled": False},
    "nine rows of ten": {"share": 0.9},
}


def digits():
    pixels, classes = load_digits(return_X_y=True)
    parts = train_test_split(pixels / 16, classes, test_size=500, random_state=0, stratify=classes)
    return MLPClassifier, parts, lambda model, rows, truth: log_loss(truth, model.predict_proba(rows), labels=range(10))


def table():
    rows, target = load_diabetes(return_X_y=True)
    parts = train_test_split(rows, (target - target.mean()) / target.std(), test_size=142, random_state=0)
    return MLPRegressor, parts, lambda model, rows, truth: mean_squared_error(truth, model.predict(rows))


def loss_of(data, change, seed):
    model, (training, selection, answers, truth), measure = data
    settings = {**BASE, **change}
    share = settings.pop("share", 1)
    if settings.pop("scaled"):
        scaler = StandardScaler().fit(training)
        training, selection = scaler.transform(training), scaler.transform(selection)
    rows = numpy.random.default_rng(seed).permutation(len(training))[: int(share * len(training))]
    fitted = model(random_state=seed, **settings).fit(training[rows], answers[rows])
    return measure(fitted, selection, truth)


def main():
    count = int(sys.argv[1])
    sessions = {}
    for name, data in {"digits": digits(), "table": table()}.items():
        versions = {"baseline": {}, **CHANGES}
        sessions[name] = {version: [loss_of(data, change, seed) for seed in range(count)] for version, change in versions.items()}
        print(name, file=sys.stderr, flush=True)
    json.dump(sessions, sys.stdout)


main()
