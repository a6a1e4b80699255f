"""Reference values for the statistics of predictions, by NumPy, SciPy and scikit-learn.

Run: /usr/bin/python3 scripts/reference/predictions.py  (needs scikit-learn; writes test/reference/predictions.json)

Everything is computed in another way than in src/stats/predictions: disagreement from all pairs of arrays, flip rates by enumerating pairs,
the calibration error from scikit-learn's calibration curve, the decomposition from a two-way analysis of variance, conformal limits from
NumPy's quantiles without interpolation, the promised coverage from SciPy's beta-binomial.
"""
import itertools
import json
import pathlib

import numpy
import scipy
import sklearn
from scipy import stats
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score

random = numpy.random.default_rng(2304)
LEVEL = 0.95


def probabilities_of(retrainings, examples, classes, truth):
    common = random.normal(size=(examples, classes)) * 1.5
    common[numpy.arange(examples), truth] += 1
    logits = common + random.normal(size=(retrainings, examples, classes)) * 0.7
    powers = numpy.exp(logits)
    return (powers / powers.sum(2, keepdims=True)).astype(numpy.float32)


def limit_share(examples, level):
    """In the middle of the step of the distribution function on which the limit lies, where no rounding matters."""
    return (numpy.ceil(round((examples + 1) * level, 9)) - 0.5) / examples


def jackknifed(values_of, retrainings, most):
    """The mean over pairs, and its interval on the logarithm."""
    pairs = {pair: values_of(*pair) for pair in itertools.combinations(range(retrainings), 2)}
    value = numpy.mean(list(pairs.values()))
    left_out = [numpy.mean([v for pair, v in pairs.items() if gone not in pair]) for gone in range(retrainings)]
    error = numpy.sqrt((retrainings - 1) * numpy.var(left_out))
    reach = stats.t.ppf(0.5 + LEVEL / 2, retrainings - 1) * error / value
    return {
        "value": value,
        "low": value * numpy.exp(-reach),
        "high": min(most, value * numpy.exp(1.5 * reach)),
        "withOthers": [numpy.mean([v for pair, v in pairs.items() if one in pair]) for one in range(retrainings)],
    }


def classes_case(retrainings, examples, classes):
    truth = random.integers(classes, size=examples)
    chances = probabilities_of(retrainings, examples, classes, truth)
    labels = chances.argmax(2)
    losses = [1 - accuracy_score(truth, own) for own in labels]
    epsilon = float(numpy.median(losses) - losses[0] if numpy.median(losses) > losses[0] else 0.02)
    competing = [own for place, own in enumerate(labels) if place != 0 and losses[place] <= losses[0] + epsilon]
    mean = chances.astype(float).mean(0)
    curve = []
    calibration = []
    for given in [*chances.astype(float), mean]:
        chosen, confidence = given.argmax(1), given.max(1)
        right = (chosen == truth).astype(float)
        share, said = calibration_curve(right, confidence, n_bins=15, strategy="uniform")
        counts = numpy.histogram(confidence, bins=numpy.linspace(0, 1, 16))[0]
        counts = counts[counts > 0]
        calibration.append((counts * abs(share - said)).sum() / examples)
        curve = [share.tolist(), said.tolist(), counts.tolist()]
    scores = numpy.sort(1 - chances[0][numpy.arange(examples), truth].astype(float))
    limits = {}
    for level in (0.5, 0.8, 0.9, 0.95):
        if (share := limit_share(examples, level)) < 1:
            limits[str(level)] = 1 - numpy.quantile(scores, share, method="inverted_cdf")
    return {
        "classes": classes,
        "truth": truth.tolist(),
        "probabilities": chances.reshape(retrainings, -1).astype(float).tolist(),
        "mean": mean.ravel().tolist(),
        "distances": [numpy.linalg.norm(own - mean) / numpy.sqrt(mean.size) for own in chances.astype(float)],
        "labels": labels.tolist(),
        "disagreement": jackknifed(lambda a, b: numpy.mean(labels[a] != labels[b]), retrainings, 1),
        "flipRate": numpy.mean([labels[a] != labels[b] for a, b in itertools.combinations(range(retrainings), 2)], axis=0).tolist(),
        "losses": losses,
        "epsilon": epsilon,
        "ambiguity": numpy.mean(numpy.any([own != labels[0] for own in competing], axis=0)) if competing else 0,
        "discrepancy": max([numpy.mean(own != labels[0]) for own in competing], default=0),
        "competing": len(competing),
        "calibrationErrors": calibration,
        "curveOfMean": curve,
        "thresholds": limits,
        "variance": decomposition((labels != truth).astype(float)),
    }


def decomposition(values):
    """Mean squares of a table of retrainings and examples, without repeats."""
    retrainings, examples = values.shape
    grand, rows, columns = values.mean(), values.mean(1, keepdims=True), values.mean(0, keepdims=True)
    between = examples * ((rows - grand) ** 2).sum() / (retrainings - 1)
    rest = ((values - rows - columns + grand) ** 2).sum() / ((retrainings - 1) * (examples - 1))
    degrees = retrainings - 1, (retrainings - 1) * (examples - 1)
    ends = [1 - rest / between * stats.f.ppf(chance, *degrees) for chance in (0.5 + LEVEL / 2, 0.5 - LEVEL / 2)]
    return {
        "observed": between / examples,
        "model": (between - rest) / examples,
        "testSet": rest / examples,
        "freshSets": numpy.mean(numpy.var(values, axis=1, ddof=1)) / examples,
        "share": [max(0, 1 - rest / between), max(0, ends[0]), min(1, max(0, ends[1]))],
    }


def numbers_case(retrainings, examples, outputs):
    targets = random.exponential(size=(examples, outputs)) * numpy.arange(1, outputs + 1) * 10
    common = targets + random.normal(size=(examples, outputs))
    offsets = random.normal(size=(retrainings, 1, outputs)) * 0.3
    given = (common + offsets + random.normal(size=(retrainings, examples, outputs)) * 0.5).astype(numpy.float32)
    exact = given.astype(float)
    spreads = targets.std(0, ddof=1)
    apart = lambda a, b: numpy.mean(numpy.median(abs(exact[a] - exact[b]), axis=0) / spreads)
    slices = numpy.digitize(targets[:, 0], numpy.quantile(targets[:, 0], [0.1, 0.4, 0.7])) - 1
    errors = exact[:, :, 0] - targets[:, 0]
    sliced = [slice_figures(errors[:, slices == one]) for one in range(3)]
    residuals = numpy.sort(abs(exact[0] - targets), axis=0)
    limits = {}
    for level in (0.5, 0.8, 0.9, 0.95):
        if (share := limit_share(examples, level)) < 1:
            limits[str(level)] = numpy.quantile(residuals, share, axis=0, method="inverted_cdf").tolist()
    squares = ((exact - targets) ** 2).mean(2)
    half = retrainings // 2
    differences = squares[:half].mean(0) - squares[half:].mean(0)
    reach = stats.norm.ppf(0.5 + LEVEL / 2) + stats.norm.ppf(0.8)
    error = stats.sem(differences)
    return {
        "outputs": outputs,
        "targets": targets.ravel().tolist(),
        "numbers": exact.reshape(retrainings, -1).tolist(),
        "spreads": spreads.tolist(),
        "disagreement": jackknifed(apart, retrainings, numpy.inf),
        "spread": exact.std(0, ddof=1).ravel().tolist(),
        "intervalWidth": (numpy.quantile(exact, 0.975, axis=0) - numpy.quantile(exact, 0.025, axis=0)).ravel().tolist(),
        "slices": slices.tolist(),
        "sliceFigures": sliced,
        "limits": limits,
        "variance": decomposition(squares),
        "resolution": {
            "difference": differences.mean(),
            "error": error,
            "tells": reach * error,
            "needed": int(numpy.ceil((reach * differences.std(ddof=1) / differences.mean()) ** 2)),
        },
    }


def slice_figures(values):
    """Mean with the interval of two errors (Welch and Satterthwaite), and the spread of the means of retrainings."""
    retrainings, examples = values.shape
    errors = stats.sem(values.mean(1)), stats.sem(values.mean(0))
    both = numpy.hypot(*errors)
    degrees = both**4 / (errors[0] ** 4 / (retrainings - 1) + errors[1] ** 4 / (examples - 1))
    half = stats.t.ppf(0.5 + LEVEL / 2, degrees) * both
    return {
        "examples": examples,
        "mean": [values.mean(), values.mean() - half, values.mean() + half],
        "spread": values.mean(1).std(ddof=1),
    }


def lead_case(own, other, blocks):
    """Welch's interval where no block is left out; else with the error of the examples as a third part."""
    costs = random.exponential(size=own) + 1, random.exponential(size=other) + 1.5
    left_out = [(random.normal(size=(3, blocks)) * 0.05 + 1).tolist() for _ in costs] if blocks else [[], []]
    value = costs[1].mean() - costs[0].mean()
    if blocks == 0:
        interval = stats.ttest_ind(costs[1], costs[0], equal_var=False).confidence_interval(LEVEL)
        low, high = interval.low, interval.high
    else:
        leads = numpy.mean(left_out[1], axis=0) - numpy.mean(left_out[0], axis=0)
        squares = numpy.array([stats.sem(costs[0]) ** 2, stats.sem(costs[1]) ** 2, (blocks - 1) * leads.var()])
        degrees = squares.sum() ** 2 / (squares**2 / [own - 1, other - 1, blocks - 1]).sum()
        half = stats.t.ppf(0.5 + LEVEL / 2, degrees) * numpy.sqrt(squares.sum())
        low, high = value - half, value + half
    judged = [{"costs": one.tolist(), "leftOut": blocks_of} for one, blocks_of in zip(costs, left_out)]
    return {"own": judged[0], "other": judged[1], "lead": [value, low, high]}


def coverage_case(calibration, level, examples):
    rank = int(numpy.ceil(round((calibration + 1) * level, 9)))
    law = stats.betabinom(examples, rank, calibration + 1 - rank)
    return {
        "calibration": calibration,
        "level": level,
        "examples": examples,
        "chances": law.pmf(numpy.arange(examples + 1)).tolist(),
        "low": int(law.ppf(0.025)) / examples,
        "high": int(law.ppf(0.975)) / examples,
    }


def plain(value):
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value.item() if hasattr(value, "item") else value


content = {
    "versions": {"numpy": numpy.__version__, "scipy": scipy.__version__, "sklearn": sklearn.__version__},
    "classes": [classes_case(6, 60, 3), classes_case(4, 40, 2), classes_case(9, 25, 4)],
    "numbers": [numbers_case(6, 40, 1), numbers_case(8, 25, 2)],
    "leads": [lead_case(20, 5, 0), lead_case(4, 3, 10), lead_case(2, 2, 20)],
    "coverage": [coverage_case(99, 0.9, 40), coverage_case(30, 0.8, 25), coverage_case(19, 0.95, 50)],
}
path = pathlib.Path(__file__).parents[2] / "test/reference/predictions.json"
path.write_text(json.dumps(plain(content), allow_nan=False) + "\n")
