"""XGBoost's regression of the energy or the position by sample size: loss on the selection set.

    python3 scripts/paper/xgboost_baseline.py <trainings> <sizes> <folder> [energy|x]

Reads the data that scripts/paper/write-data.mjs wrote into the folder, and appends a JSON line a training to trials.jsonl there;
what is there already is not trained again. For the energy the booster is given the 225 cells and their sum, and learns the logarithm,
whose squared errors are relative ones; the loss is RMSE(E)/E. For the position it is given the cells and their barycentre, and the loss
is RMSE(x) in cells. Settings are XGBoost's defaults but for a learning rate of 0.1 and the number of trees, which early stopping on a
tenth of the sample sets. The sum and the logarithm were chosen after a look at losses without them, at one size, which was not kept.
"""
import json
import os
import sys
import time

import numpy
import xgboost
from whole_lines import read_lines


WIDTH = 15


def load(folder, part):
    inputs = numpy.load(os.path.join(folder, f"{part}-inputs.npy"), mmap_mode="r")
    return inputs, numpy.load(os.path.join(folder, f"{part}-target.npy"))


def with_sum(cells):
    return numpy.hstack([cells, cells.sum(axis=1, keepdims=True)])


def with_barycentre(cells):
    places = numpy.arange(WIDTH * WIDTH)
    axes = numpy.stack([places % WIDTH, places // WIDTH], axis=1) - (WIDTH - 1) / 2
    return numpy.hstack([cells, cells @ axes / cells.sum(axis=1, keepdims=True)]).astype(numpy.float32)


def relative(prediction, truth):
    return (prediction - truth) / truth


# Features, what is learnt and back, and the errors whose root mean square is the loss.
TARGETS = {
    "energy": (with_sum, numpy.log, numpy.exp, relative),
    "x": (with_barycentre, lambda x: x, lambda x: x, numpy.subtract),
}


def train(pool, selection, size, replicate, target):
    features, learnt, back, error = TARGETS[target]
    inputs, truth = pool
    random = numpy.random.default_rng([1, replicate])
    chosen = numpy.sort(random.permutation(len(truth))[:size])
    x, y = features(inputs[chosen]), learnt(truth[chosen])
    held = random.permutation(size)
    stop, fit = held[: size // 10], held[size // 10 :]
    model = xgboost.XGBRegressor(
        n_estimators=2000, learning_rate=0.1, early_stopping_rounds=20, n_jobs=1, random_state=replicate
    )
    model.fit(x[fit], y[fit], eval_set=[(x[stop], y[stop])], verbose=False)
    errors = error(back(model.predict(selection[0])), selection[1])
    return float(numpy.sqrt(numpy.mean(errors**2))), int(model.best_iteration) + 1


def main():
    trainings, sizes, folder = int(sys.argv[1]), [int(size) for size in sys.argv[2].split(",")], sys.argv[3]
    target = sys.argv[4] if len(sys.argv) > 4 else "energy"
    path = os.path.join(folder, "trials.jsonl")
    done = {(row["size"], row["replicate"]) for row in read_lines(path)}
    pool, (cells, truth) = load(folder, "pool"), load(folder, "selection")
    selection = (TARGETS[target][0](cells), truth)
    for replicate in range(trainings):
        for size in sizes:
            if (size, replicate) in done:
                continue
            started = time.process_time()
            loss, trees = train(pool, selection, size, replicate, target)
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
