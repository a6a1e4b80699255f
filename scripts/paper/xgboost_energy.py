"""XGBoost's regression of the energy from the 225 cells and their sum, by sample size: loss RMSE(E)/E on the selection set.

    python3 scripts/paper/xgboost_energy.py <trainings> <sizes> <folder>

Reads the data that scripts/paper/write-data.mjs wrote into the folder, and appends a JSON line a training to trials.jsonl there;
what is there already is not trained again. The booster learns the logarithm of the energy, whose squared errors are relative ones;
settings are XGBoost's defaults but for a learning rate of 0.1 and the number of trees, which early stopping on a tenth of the
sample sets. The sum and the logarithm were chosen after a look at losses without them, at one size, which was not kept.
"""
import json
import os
import sys
import time

import numpy
import xgboost
from whole_lines import read_lines


def load(folder, part):
    inputs = numpy.load(os.path.join(folder, f"{part}-inputs.npy"), mmap_mode="r")
    return inputs, numpy.load(os.path.join(folder, f"{part}-energy.npy"))


def with_sum(cells):
    return numpy.hstack([cells, cells.sum(axis=1, keepdims=True)])


def train(pool, selection, size, replicate):
    inputs, energy = pool
    random = numpy.random.default_rng([1, replicate])
    chosen = random.permutation(len(energy))[:size]
    x, y = with_sum(inputs[numpy.sort(chosen)]), numpy.log(energy[numpy.sort(chosen)])
    held = random.permutation(size)
    stop, fit = held[: size // 10], held[size // 10 :]
    model = xgboost.XGBRegressor(
        n_estimators=2000, learning_rate=0.1, early_stopping_rounds=20, n_jobs=1, random_state=replicate
    )
    model.fit(x[fit], y[fit], eval_set=[(x[stop], y[stop])], verbose=False)
    prediction = numpy.exp(model.predict(selection[0]))
    relative = (prediction - selection[1]) / selection[1]
    return float(numpy.sqrt(numpy.mean(relative**2))), int(model.best_iteration) + 1


def main():
    trainings, sizes, folder = int(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")], sys.argv[3]
    path = os.path.join(folder, "trials.jsonl")
    done = {(row["size"], row["replicate"]) for row in read_lines(path)}
    pool, (cells, energy) = load(folder, "pool"), load(folder, "selection")
    selection = (with_sum(cells), energy)
    for replicate in range(trainings):
        for size in sizes:
            if (size, replicate) in done:
                continue
            started = time.process_time()
            loss, trees = train(pool, selection, size, replicate)
            row = {
                "size": size,
                "replicate": replicate,
                "loss": loss,
                "trees": trees,
                "seconds": time.process_time() - started,
                "xgboost": xgboost.__version__,
            }
            with open(path, "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


main()
