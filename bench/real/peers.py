"""Searches of a space of numbers: Optuna's TPE, and how SMAC3 and Ax deal with seeds, written anew from their documents.

Each task is a line of standard input: {"method": "tpe" | "smac" | "ax", "parameters": [{"low", "high", "log", "integer"}, ...], "budget": trainings,
"looks": [trainings, ...], "repeats": n, "seed": s}. Every training is asked for by the line {"values": [...], "replicate": r}; the next line of
input is its loss. When so many trainings as a look says are made, {"look": n, "ranking": [[...], ...], "claimed": loss} tells the values that it
would take, the best first, and what it says of the first's loss. {"end": true} ends a task.
"""

import json
import math
import sys
import warnings

import numpy as np
import optuna
from scipy.stats import norm, qmc
from sklearn.ensemble import RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore", ConvergenceWarning)


def tell(message):
    print(json.dumps(message), flush=True)


def train(values, replicate):
    tell({"values": values, "replicate": replicate})
    return json.loads(sys.stdin.readline())


class Box:
    """The unit cube in place of the space, each number along its scale."""

    def __init__(self, parameters):
        self.parameters = parameters
        scale = [np.log if one["log"] else float for one in parameters]
        self.low = np.array([f(one["low"]) for f, one in zip(scale, parameters)])
        self.high = np.array([f(one["high"]) for f, one in zip(scale, parameters)])

    def values(self, point):
        at = self.low + np.asarray(point) * (self.high - self.low)
        return [self.value(one, x) for one, x in zip(self.parameters, at)]

    @staticmethod
    def value(one, x):
        number = min(max(math.exp(x) if one["log"] else x, one["low"]), one["high"])
        return int(round(number)) if one["integer"] else float(number)

    def point(self, values):
        at = [math.log(x) if one["log"] else x for one, x in zip(self.parameters, values)]
        return (np.array(at) - self.low) / (self.high - self.low)

    def start(self, many, seed):
        """Points of a scrambled Sobol sequence; its balance needs powers of two."""
        power = max(1, math.ceil(math.log2(many)))
        return qmc.Sobol(len(self.parameters), seed=seed).random_base2(power)[:many]


def tpe(task):
    """One proposal is the mean of so many replicates, the same for all; the best value wins."""
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=task["seed"]))
    repeats = task["repeats"]
    tried = []
    for made in range(repeats, task["budget"] + 1, repeats):
        trial = study.ask()
        values = []
        for place, one in enumerate(task["parameters"]):
            suggest = trial.suggest_int if one["integer"] else trial.suggest_float
            values.append(suggest(f"p{place}", one["low"], one["high"], log=one["log"]))
        loss = float(np.mean([train(values, replicate) for replicate in range(repeats)]))
        study.tell(trial, loss)
        tried.append((loss, values))
        if made in task["looks"]:
            ranking = sorted(tried, key=lambda one: one[0])
            tell({"look": made, "ranking": [one[1] for one in ranking], "claimed": ranking[0][0]})


# How many seeds SMAC3's facade for hyperparameters gives a configuration at most (`max_config_calls`), and after how many new configurations it
# fits its forest again (`retrain_after`).
SMAC_SEEDS = 3
SMAC_RETRAIN = 8


def smac(task):
    """
    SMAC3 2.x (smac/intensifier, its facade for hyperparameters): the incumbent gets one seed more whenever the queue is empty, up to three; a challenger is
    trained on seeds of the incumbent, one, then two, then all, and rejected for good once its mean on them is not below the incumbent's. Challengers come from
    a Sobol design (10 a parameter, a quarter of the budget at most), then by expected improvement of the logarithm under a forest of ten trees, one in five
    at random. Not here: instances, several objectives, workers, its own local search (steps from the ten best stand in for it).
    """
    box = Box(task["parameters"])
    random = np.random.default_rng(task["seed"])
    dimensions = len(task["parameters"])
    budget = task["budget"]
    points, losses = [], []  # of each configuration; losses by seed
    rejected, queue, waiting = set(), [], []
    incumbent, made = None, 0
    for point in box.start(min(10 * dimensions, budget // 4), task["seed"]):
        waiting.append(point)

    def mean_on(one, seeds):
        return np.mean([losses[one][seed] for seed in seeds])

    def run(one, seed):
        nonlocal made, incumbent
        losses[one][seed] = train(box.values(points[one]), seed)
        made += 1
        if incumbent is None:
            incumbent = one
        elif one != incumbent:
            own, other = losses[one].keys(), losses[incumbent].keys()
            is_lower = mean_on(one, own) < mean_on(incumbent, own)
            if not is_lower:
                rejected.add(one)
            elif own == other:
                rejected.add(incumbent)
                incumbent = one

    def challengers():
        x = np.array([points[one] for one, by_seed in enumerate(losses) for _ in by_seed])
        y = np.log([loss for by_seed in losses for loss in by_seed.values()])
        forest = RandomForestRegressor(10, random_state=int(random.integers(2**31)), max_features=1.0).fit(x, y)
        best = sorted(range(len(points)), key=lambda one: mean_on(one, losses[one].keys()) if losses[one] else math.inf)[:10]
        near = [np.clip(points[one] + random.normal(0, 0.2, dimensions) * (random.random(dimensions) < 0.5), 0, 1) for one in best for _ in range(20)]
        pool = np.vstack([random.random((1000, dimensions)), near])
        trees = np.array([tree.predict(pool) for tree in forest.estimators_])
        mean, sd = trees.mean(0), np.maximum(trees.std(0), 1e-9)
        least = math.log(mean_on(incumbent, losses[incumbent].keys()))
        z = (least - mean) / sd
        gain = math.exp(least) * norm.cdf(z) - np.exp(sd**2 / 2 + mean) * norm.cdf(z - sd)
        ranked = iter(pool[np.argsort(-gain, kind="stable")])
        return [random.random(dimensions) if random.random() < 0.2 else next(ranked) for _ in range(SMAC_RETRAIN)]

    while made < budget:
        if not queue:
            if incumbent is not None and len(losses[incumbent]) < SMAC_SEEDS:
                run(incumbent, int(random.choice([seed for seed in range(SMAC_SEEDS) if seed not in losses[incumbent]])))
            waiting = waiting or challengers()
            points.append(box.point(box.values(waiting.pop(0))))
            losses.append({})
            queue.append((len(points) - 1, 1))
            continue
        one, most = queue.pop(0)
        if one in rejected or one == incumbent:
            continue
        seeds = list(range(SMAC_SEEDS)) if incumbent is None else list(losses[incumbent])
        missing = [int(seed) for seed in random.permutation(seeds) if seed not in losses[one]]
        for seed in missing[: most - (len(seeds) - len(missing))]:
            if one in rejected or made >= budget:
                break
            run(one, seed)
        if missing and most < SMAC_SEEDS and one not in rejected:
            queue.append((one, 2 * most))
    tell({"look": budget, "ranking": [box.values(points[incumbent])], "claimed": float(mean_on(incumbent, losses[incumbent].keys()))})


AX_START = 5


def ax(task):
    """
    Ax's default strategy as its documents give it: five points of a Sobol sequence, then expected improvement under a Gaussian process (Matern 5/2, a length
    for each parameter) whose noise is inferred, because an observation comes without a standard error; the pick is the best tried point by the model's mean.
    One training a proposal, each on another replicate. Not here: BoTorch's integral over where the best lies (its mean stands in), its optimiser (1,000 points
    and steps from the best stand in), and fits at every step: the kernel is fitted again when there are a fifth more trainings.
    """
    box = Box(task["parameters"])
    random = np.random.default_rng(task["seed"])
    dimensions = len(task["parameters"])
    start = box.start(AX_START, task["seed"])
    x, y = np.empty((0, dimensions)), np.empty(0)
    kernel, fitted_at = None, 0
    for made in range(1, task["budget"] + 1):
        if made <= AX_START:
            point = start[made - 1]
        else:
            best = x[np.argsort(mean, kind="stable")[:5]]
            near = [np.clip(one + random.normal(0, sd, dimensions), 0, 1) for one in best for sd in (0.03, 0.1) for _ in range(20)]
            pool = np.vstack([random.random((1000, dimensions)), near])
            expected, total = model.predict(pool, return_std=True)
            sd = np.sqrt(np.maximum(total**2 - noise, 1e-12))
            z = (mean.min() - expected) / sd
            point = pool[np.argmax(sd * (z * norm.cdf(z) + norm.pdf(z)))]
        values = box.values(point)
        x, y = np.vstack([x, box.point(values)]), np.append(y, train(values, made - 1))
        if made < AX_START:
            continue
        centre, spread = y.mean(), max(y.std(), 1e-12)
        is_due = kernel is None or made >= 1.2 * fitted_at
        if is_due:
            fitted_at = made
            kernel = ConstantKernel(1, (0.05, 20)) * Matern([0.5] * dimensions, (0.05, 20), nu=2.5) + WhiteKernel(0.1, (1e-4, 2))
        model = GaussianProcessRegressor(kernel, alpha=1e-8, optimizer="fmin_l_bfgs_b" if is_due else None).fit(x, (y - centre) / spread)
        kernel, noise = model.kernel_, model.kernel_.k2.noise_level
        mean = model.predict(x)
        if made in task["looks"]:
            ranking = np.argsort(mean, kind="stable")
            claimed = centre + spread * mean[ranking[0]]
            tell({"look": made, "ranking": [box.values(x[place]) for place in ranking[:1]], "claimed": float(claimed)})


METHODS = {"tpe": tpe, "smac": smac, "ax": ax}
for line in sys.stdin:
    task = json.loads(line)
    METHODS[task["method"]](task)
    tell({"end": True})
