"""Reference values for effects of coupled studies: twelve simulated designs, two with fresh pairs, with known truths, analysed by numpy and SciPy on other ways.

Run: /usr/bin/python3 scripts/reference/couple-effects.py   (needs numpy and scipy)
Writes test/reference/couple-effects.json: values of every cell, location and log spread, effects with their truth, interval and p.
"""

import itertools
import json
from pathlib import Path

import numpy as np
from scipy import stats

OUT = Path(__file__).resolve().parents[2] / "test" / "reference" / "couple-effects.json"
rng = np.random.default_rng(20261127)

LEVEL = 0.95


def variance(table):
    """The components of the analysis of variance, summed."""
    rows, columns = table.shape
    mean, by_row, by_column = table.mean(), table.mean(1), table.mean(0)
    a = columns * ((by_row - mean) ** 2).sum() / (rows - 1)
    b = rows * ((by_column - mean) ** 2).sum() / (columns - 1)
    e = ((table - by_row[:, None] - by_column + mean) ** 2).sum() / ((rows - 1) * (columns - 1))
    return (a - e) / columns + (b - e) / rows + e


def mean_worth(rows, columns):
    """Independent trainings whose mean is known as well, by presumed parts of 0.4, 0.4 and 0.2."""
    return 1 / (0.4 / rows + 0.4 / columns + 0.2 / (rows * columns))


def variance_worth(rows, columns):
    """Degrees of freedom, by the variances of the mean squares, each twice its square over its degrees."""
    squares = [(0.4 * columns + 0.2, rows - 1, columns), (0.4 * rows + 0.2, columns - 1, rows)]
    parts = [(square / count) ** 2 / degrees for square, degrees, count in squares]
    both = (0.2 * (1 - 1 / columns - 1 / rows)) ** 2 / ((rows - 1) * (columns - 1))
    return 1 / (sum(parts) + both)


# Of a table, of fresh pairs, what these are worth, and what becomes of both.
FIGURES = {
    "location": (np.mean, np.mean, mean_worth, 0, lambda one: one),
    "spread": (variance, lambda pairs: np.var(pairs, ddof=1), variance_worth, 1, lambda one: 0.5 * np.log(one)),
}


def leave_outs(table, pairs, figure):
    of_table, of_pairs, worth, less, finish = figure
    rows, columns = table.shape
    share = 1.0 if len(pairs) == 0 else worth(rows, columns) / (worth(rows, columns) + len(pairs) - less)
    beside = 0.0 if len(pairs) == 0 else (1 - share) * of_pairs(pairs)
    crossed = lambda one: finish(share * of_table(one) + beside)
    return (
        crossed(table),
        np.array([crossed(np.delete(table, i, 0)) for i in range(rows)]),
        np.array([crossed(np.delete(table, j, 1)) for j in range(columns)]),
        np.array([[crossed(np.delete(np.delete(table, i, 0), j, 1)) for j in range(columns)] for i in range(rows)]),
        np.array([finish(share * of_table(table) + (1 - share) * of_pairs(np.delete(pairs, r))) for r in range(len(pairs))]),
    )


def box(matrix):
    trace, squares = np.trace(matrix), (matrix**2).sum()
    return trace**2 / squares if squares > 0 else 1.0


def error(outs, contrasts, blocks):
    """Squares, noise, dimensions and degrees of some contrasts (lines over cells)."""
    rows, columns = outs[0][3].shape
    estimates = contrasts @ np.array([value for value, *_ in outs])
    left = contrasts @ np.array([one[1] for one in outs])
    parts = [((rows - 1) ** 2 / rows * np.atleast_2d(np.cov(left)), rows - 1)]
    shared = 0.0
    for block in sorted(set(blocks)):
        own = [place for place, one in enumerate(blocks) if one == block]
        left = contrasts[:, own] @ np.array([outs[place][2] for place in own])
        parts.append(((columns - 1) ** 2 / columns * np.atleast_2d(np.cov(left)), columns - 1))
        both = np.tensordot(contrasts[:, own], np.array([outs[place][3] for place in own]), 1)
        both = both - both.mean(1, keepdims=True) - both.mean(2, keepdims=True) + both.mean((1, 2), keepdims=True)
        shared += (rows - 1) * (columns - 1) / (rows * columns) * (both**2).sum()
    traces = [np.trace(matrix) for matrix, _ in parts]
    noise = max(traces[0], sum(traces[1:]), sum(traces) - shared)
    count = len(outs[0][4])
    if count > 0:
        left = contrasts @ np.array([one[4] for one in outs])
        parts.append(((count - 1) ** 2 / count * np.atleast_2d(np.cov(left)), count - 1))
        traces.append(np.trace(parts[-1][0]))
        noise += traces[-1]
    degrees = sum(traces) ** 2 / sum(
        trace**2 / (degrees * box(matrix)) for trace, (matrix, degrees) in zip(traces, parts) if trace > 0
    )
    return estimates, noise, box(sum(matrix for matrix, _ in parts)), degrees


def design(levels, sizes, side, location, log_spread, nested=False, skewed=False, pairs=0):
    (height, width), (rows, columns) = side, np.add(side, pairs)
    draw = (lambda *shape: rng.exponential(size=shape) - 1) if skewed else (lambda *shape: rng.standard_normal(shape))
    combined = list(itertools.product(*[range(count) for count in levels]))
    common = draw(rows)
    samples = [draw(columns)] * len(sizes) if nested else [draw(columns) for _ in sizes]
    cells, truth = [], {"location": [], "spread": []}
    for own in combined:
        weights = 0.8 * common + 0.6 * draw(rows)
        for place, size in enumerate(sizes):
            x = np.log(size / sizes[0])
            y = 0.6 * weights[:, None] + 0.6 * samples[place] + np.sqrt(0.28) * draw(rows, columns)
            truth["location"].append(location(own, x))
            truth["spread"].append(log_spread(own, x))
            losses = np.exp(location(own, x) + np.exp(log_spread(own, x)) * y)
            cells.append([[float(f"{loss:.6g}") for loss in line] for line in losses])
    return analyse(levels, sizes, cells, truth, nested, (height, width), pairs)


def analyse(levels, sizes, every, truth, nested, side, count):
    """Of every training at the indices of the table and of the pairs, those that a design has."""
    counts = [*levels, len(sizes)]
    cells = [[line[: side[1]] for line in table[: side[0]]] for table in every]
    pairs = [[table[side[0] + r][side[1] + r] for r in range(count)] for table in every]
    logs, fresh = np.log(np.array(cells)), np.log(np.array(pairs))
    blocks = [0 if nested else place % len(sizes) for place in range(len(cells))]
    responses = {}
    for response, figure in FIGURES.items():
        outs = [leave_outs(table, beside, figure) for table, beside in zip(logs, fresh)]
        values = np.array([value for value, *_ in outs]).reshape(counts)
        true = np.array(truth[response]).reshape(counts)
        terms = []
        for order in range(1, min(3, len(counts)) + 1):
            for inside in itertools.combinations(range(len(counts)), order):
                # Centred levels span the term: their projection has its squares, whatever contrasts are chosen.
                lines = [np.full((1, count), count**-0.5) for count in counts]
                for place in inside:
                    centring = np.eye(counts[place]) - 1 / counts[place]
                    lines[place] = np.linalg.svd(centring)[2][: counts[place] - 1]
                whole = np.array([[1.0]])
                for line in lines:
                    whole = np.kron(whole, line)
                estimates, noise, dimensions, degrees = error(outs, whole, blocks)
                p = stats.f.sf((estimates**2).sum() / noise, dimensions, degrees)
                effects = [effect(inside, pairs, counts, sizes, values, true, outs, blocks) for pairs in pairs_of(inside, counts)]
                terms.append({"inside": inside, "p": p, "effects": effects})
        responses[response] = {"values": values.ravel().tolist(), "terms": terms}
    return {
        **{"levels": levels, "sizes": sizes, "nested": nested, "cells": cells},
        **({"pairs": pairs} if count > 0 else {}),
        "responses": responses,
    }


def pairs_of(inside, counts):
    settings = [place for place in inside if place < len(counts) - 1]
    return list(itertools.product(*[list(itertools.combinations(range(counts[place]), 2)) for place in settings]))


def effect(inside, pairs, counts, sizes, values, true, outs, blocks):
    """By differences along axes and numpy's polyfit, and its weights by applying the same to unit tables."""

    def told(table):
        settings = [place for place in inside if place < len(counts) - 1]
        for place, (reference, level) in zip(settings, pairs):
            table = np.take(table, [level], place) - np.take(table, [reference], place)
        for place in range(len(counts) - 1):
            table = table.mean(place, keepdims=True)
        line = table.ravel()
        return np.polyfit(np.log(sizes), line, 1)[0] if len(counts) - 1 in inside else line.mean()

    units = np.eye(int(np.prod(counts)))
    weights = np.array([told(unit.reshape(counts)) for unit in units])
    estimates, noise, _, degrees = error(outs, weights[None, :], blocks)
    # Nothing of skewed effects cancels in a slope over sizes.
    factor = 1.6 if len(pairs) == 0 else 1
    reach = factor * stats.t.ppf((1 + LEVEL) / 2, degrees) * np.sqrt(noise)
    return {
        "pairs": pairs,
        "value": told(values),
        "truth": told(true),
        "low": estimates[0] - reach,
        "high": estimates[0] + reach,
    }


sizes = [500, 1000, 2000, 4000]
flat = lambda own, x: np.log(0.2)
cases = [
    design([2], sizes, (5, 5), lambda own, x: -0.5 * x, flat),
    design([2], sizes, (5, 5), lambda own, x: -(0.5 - 0.25 * own[0]) * x, flat),
    design([2], sizes, (5, 5), lambda own, x: -0.5 * x, lambda own, x: np.log(0.2 * (1 + own[0]))),
    design([2], sizes, (5, 5), lambda own, x: -0.5 * x, lambda own, x: np.log(0.2) - 0.3 * x * own[0], nested=True),
    design([2], [500, 4000], (8, 8), lambda own, x: -0.3 * x - 0.2 * own[0], flat, skewed=True),
    design([3], [300, 1000, 3000], (5, 4), lambda own, x: 0.1 * own[0] - 0.4 * x, lambda own, x: np.log(0.1) + 0.2 * own[0]),
    design([2, 2], [500, 2000], (5, 5), lambda own, x: 0.3 * own[0] * own[1] - 0.4 * x, flat),
    design([2, 3], [500, 2000], (4, 4), lambda own, x: -0.1 * own[1] * x, lambda own, x: np.log(0.1) + 0.3 * own[0]),
    design([2], sizes, (6, 4), lambda own, x: np.log(0.2 + np.exp(-x)), lambda own, x: np.log(0.2) - 0.35 * x),
    design([2], sizes, (4, 6), lambda own, x: -0.5 * x, lambda own, x: np.log(0.3) - 0.5 * x * (1 - own[0]), skewed=True),
    design([2], sizes, (4, 4), lambda own, x: -0.5 * x - 0.1 * own[0] * x, flat, pairs=12),
    design([2, 2], [500, 2000], (5, 4), lambda own, x: -0.4 * x, lambda own, x: np.log(0.1) + 0.5 * own[1], skewed=True, pairs=7),
]
OUT.write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
held = [
    effect["low"] <= effect["truth"] <= effect["high"]
    for case in cases
    for response in case["responses"].values()
    for term in response["terms"]
    for effect in term["effects"]
]
print(f"{sum(held)} of {len(held)} intervals hold the truth")
