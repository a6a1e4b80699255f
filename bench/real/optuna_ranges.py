"""Optuna's TPE as a user would run it on a space with ranges: a study's trial is one training, the best value wins.

The first line of standard input is {"space": {...}, "budget": n, "seed": s}, with the space as an experiment file has it. Each
proposal is printed as {"propose": configuration}; the next line of input is {"loss": number or null}. In the end
{"ranking": [number, ...]} is printed: the trials of the study, counted from 0, the best first.
"""

import json
import math
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
task = json.loads(sys.stdin.readline())


def chosen(trial, name, part):
    """Lists of plain values are alternatives, other lists are sequences, and {"range": [low, high]} is a number."""
    if isinstance(part, list):
        if all(not isinstance(one, (list, dict)) for one in part):
            return trial.suggest_categorical(name, part)
        return [chosen(trial, f"{name}[{place}]", one) for place, one in enumerate(part)]
    if not isinstance(part, dict):
        return part
    if "range" not in part:
        return {key: chosen(trial, f"{name}.{key}", one) for key, one in part.items()}
    low, high = part["range"]
    suggest = trial.suggest_int if part.get("integer", False) else trial.suggest_float
    return suggest(name, low, high, log=part.get("scale") == "log")


def one_training(trial):
    print(json.dumps({"propose": chosen(trial, "space", task["space"])}), flush=True)
    loss = json.loads(sys.stdin.readline())["loss"]
    return math.inf if loss is None else loss


study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=task["seed"]))
study.optimize(one_training, n_trials=task["budget"])
trials = sorted((one for one in study.trials if one.value is not None), key=lambda one: one.value)
print(json.dumps({"ranking": [one.number for one in trials]}), flush=True)
