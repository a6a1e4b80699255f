"""Reference metrics by scikit-learn, for finished outputs with and without weights of examples.

Run: /usr/bin/python3 scripts/reference/sklearn-metrics.py  (needs scikit-learn; writes test/reference/sklearn-metrics.json)

Outputs are float32, as networks give them; everything else is in double precision. Some outputs are tied, some classes are
never chosen or never true. scikit-learn has no calibration error: it is put together from its calibration curve, and the
quadratic score of several classes from its definition (Brier 1950).
"""
import json
import pathlib

import numpy
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.utils.class_weight import compute_sample_weight

random = numpy.random.default_rng(11)
BINS = 15


def chances_of(logits):
    logits = logits.astype(numpy.float64)
    if logits.shape[1] == 1:
        logits = numpy.column_stack([numpy.zeros(len(logits)), logits])
    powers = numpy.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def calibration_error(right, confidence, weights):
    # The curve takes no weights: every bin by itself, weighted by hand.
    edges = numpy.linspace(0, 1, BINS + 1)
    bins = numpy.searchsorted(edges[1:-1], confidence)
    total = 0.0
    for one in range(BINS):
        inside = bins == one
        if inside.any():
            total += abs((weights * (right - confidence))[inside].sum())
    if (weights == 1).all():
        share, mean = calibration_curve(right, confidence, n_bins=BINS, strategy="uniform")
        counts = numpy.bincount(bins, minlength=BINS)
        assert abs((counts[counts > 0] * abs(share - mean)).sum() - total) < 1e-9
    return total / weights.sum()


def classification(logits, labels, weights):
    given = numpy.ones(len(labels)) if weights is None else weights
    chances = chances_of(logits)
    chosen = chances.argmax(1)
    classes = chances.shape[1]
    names = dict(sample_weight=weights, zero_division=0)
    macro = {
        "precisionMacro": metrics.precision_score(labels, chosen, average="macro", **names),
        "recallMacro": metrics.recall_score(labels, chosen, average="macro", **names),
        "f1Macro": metrics.f1_score(labels, chosen, average="macro", **names),
        "f1Weighted": metrics.f1_score(labels, chosen, average="weighted", **names),
    }
    binary = {
        "precision": metrics.precision_score(labels, chosen, **names),
        "recall": metrics.recall_score(labels, chosen, **names),
        "f1": metrics.f1_score(labels, chosen, **names),
    } if classes == 2 else {}
    ranked = [1] if classes == 2 else [k for k in range(classes) if 0 < (labels == k).sum() < len(labels)]
    # Chances that rounding alone tells apart are tied.
    ranks = chances.astype(numpy.float32)
    ranking = {
        "rocAuc": numpy.mean([metrics.roc_auc_score(labels == k, ranks[:, k], sample_weight=weights) for k in ranked]),
        "averagePrecision": numpy.mean(
            [metrics.average_precision_score(labels == k, ranks[:, k], sample_weight=weights) for k in ranked]
        ),
    }
    truth = numpy.eye(classes)[labels]
    brier = (given * ((chances - truth) ** 2).sum(1)).sum() / given.sum()
    if classes == 2:
        brier = metrics.brier_score_loss(labels, chances[:, 1], sample_weight=weights)
    return {
        "accuracy": metrics.accuracy_score(labels, chosen, sample_weight=weights),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, chosen, sample_weight=weights),
        **binary,
        **macro,
        **ranking,
        "logLoss": metrics.log_loss(labels, chances, labels=range(classes), sample_weight=weights),
        "brier": brier,
        "calibrationError": calibration_error((chosen == labels) * 1.0, chances.max(1), given),
    }


def median_error(errors, weights):
    """The weighted median of all sizes: the least of them up to which half of the weight lies. None is listed of this name; it is an example."""
    sizes = numpy.abs(errors).ravel()
    counts = numpy.repeat(weights, errors.shape[1])
    order = numpy.argsort(sizes)
    return sizes[order][numpy.searchsorted(numpy.cumsum(counts[order]), counts.sum() / 2)]


def regression(outputs, targets, weights):
    outputs, targets = outputs.astype(numpy.float64), targets.astype(numpy.float64)
    given = numpy.ones(len(targets)) if weights is None else weights
    errors = outputs - targets
    rmse = numpy.sqrt(metrics.mean_squared_error(targets, outputs, sample_weight=weights))
    relative = {} if (targets == 0).any() else {
        "relativeRmse": numpy.sqrt(numpy.average(((errors / targets) ** 2).mean(1), weights=given)),
        "mape": metrics.mean_absolute_percentage_error(targets, outputs, sample_weight=weights),
    }
    return {
        "rmse": rmse,
        "mae": metrics.mean_absolute_error(targets, outputs, sample_weight=weights),
        "medianError": median_error(errors, given),
        "bias": numpy.average(errors.mean(1), weights=given),
        "r2": metrics.r2_score(targets, outputs, sample_weight=weights),
        **relative,
    }


def case(name, task, outputs, targets, evaluate):
    outputs = outputs.astype(numpy.float32)
    # Float32, as the data hold them.
    weights = random.uniform(0.1, 3, size=len(targets)).astype(numpy.float32).astype(float)
    rows = lambda values: [[float(value) for value in numpy.atleast_1d(row)] for row in values]
    return {
        "name": name,
        "task": task,
        "outputs": rows(outputs),
        "targets": rows(targets),
        "weights": weights.tolist(),
        "plain": {key: float(value) for key, value in evaluate(outputs, targets, None).items()},
        "weighted": {key: float(value) for key, value in evaluate(outputs, targets, weights).items()},
    }


def logits_for(labels, classes, signal=1.5):
    scores = random.normal(size=(len(labels), classes)) * 1.5
    scores[numpy.arange(len(labels)), labels] += signal
    # Coarse, so that some are tied.
    return (scores * 4).round() / 4


def classes_case(name, labels, classes, width=None):
    logits = logits_for(labels, classes)
    logits = logits[:, 1:] - logits[:, :1] if width == 1 else logits
    return case(name, "classification", logits, labels, classification)


few = (random.uniform(size=150) < 0.07).astype(int)
four = random.choice(4, size=160, p=[0.5, 0.3, 0.15, 0.05])
no_last = random.choice(3, size=60)
targets = (5 + random.normal(size=(80, 2)) * [1, 30] + [0, 200]).astype(numpy.float32)
zeros = numpy.round(random.normal(size=(40, 1)))
constant = numpy.full((10, 1), 3.0)
cases = [
    classes_case("two classes of one logit, few of the second", few, 2, width=1),
    classes_case("two classes of two logits", few, 2),
    classes_case("four classes", four, 4),
    classes_case("a class that never occurs", no_last, 4),
    case("two targets", "regression", targets + random.normal(size=targets.shape) * [0.5, 20], targets, regression),
    case("targets of 0", "regression", zeros + random.normal(size=zeros.shape), zeros, regression),
    case("a constant target that is missed", "regression", constant + random.normal(size=constant.shape), constant, regression),
    case("a constant target that is met", "regression", constant, constant, regression),
]
quantiles = {
    str(alpha): float(metrics.mean_pinball_loss(targets[:, 0].astype(float), targets[::-1, 0].astype(float), alpha=alpha))
    for alpha in (0.1, 0.5, 0.9)
}
weights = compute_sample_weight("balanced", four)
path = pathlib.Path(__file__).parents[2] / "test/reference/sklearn-metrics.json"
path.write_text(json.dumps({"sklearn": sklearn.__version__, "cases": cases, "pinball": quantiles, "balanced": weights.tolist()}) + "\n")
