"""Optuna's TPE as a user would run it on the space of an experiment: a study's trial is one training, the best value wins.

The first line of standard input is {"settings": [...], "budget": n, "seed": s}, with the settings of every candidate by
name. Each proposal is printed as {"propose": index}; the next line of input is {"loss": number or null}. In the end
{"ranking": [index, ...]} is printed: the candidates of the study by their best trial, the best first. Settings are proposed one after the other, and those that
the earlier ones have settled are left out, as in a conditional space.
"""

import json
import math
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
task = json.loads(sys.stdin.readline())
settings = task["settings"]
names = list(dict.fromkeys(name for row in settings for name in row))


def candidate_of(trial):
    left = list(range(len(settings)))
    for name in names:
        choices = list(dict.fromkeys(json.dumps(settings[index].get(name)) for index in left))
        if len(choices) < 2:
            continue
        # A name has one list of choices in a study; another branch of the space is another setting.
        chosen = trial.suggest_categorical(f"{name} of {choices}", choices)
        left = [index for index in left if json.dumps(settings[index].get(name)) == chosen]
    return left[0]


def one_training(trial):
    candidate = candidate_of(trial)
    trial.set_user_attr("candidate", candidate)
    print(json.dumps({"propose": candidate}), flush=True)
    loss = json.loads(sys.stdin.readline())["loss"]
    return math.inf if loss is None else loss


study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=task["seed"]))
study.optimize(one_training, n_trials=task["budget"])
trials = sorted((one for one in study.trials if one.value is not None), key=lambda one: one.value)
print(json.dumps({"ranking": list(dict.fromkeys(one.user_attrs["candidate"] for one in trials))}), flush=True)
