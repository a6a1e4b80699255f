"""Optuna's samplers on numbers in ranges. The first line of standard input is {"ranges": [[low, high], ...], "sampler": "tpe" or "gp",
"budget": n, "seed": s}. Each proposal is printed as a list of numbers; the next line of input is its value.
"""

import json
import sys
import warnings

import optuna

warnings.filterwarnings("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
task = json.loads(sys.stdin.readline())
samplers = {"tpe": optuna.samplers.TPESampler, "gp": optuna.samplers.GPSampler}


def one_trial(trial):
    point = [trial.suggest_float(f"x{place}", low, high) for place, (low, high) in enumerate(task["ranges"])]
    print(json.dumps(point), flush=True)
    return json.loads(sys.stdin.readline())


study = optuna.create_study(sampler=samplers[task["sampler"]](seed=task["seed"]))
study.optimize(one_trial, n_trials=task["budget"])
