"""Optuna on one drawn table: standard input has losses (candidates x replicates), settings, budget, seed and pruner.

Every training takes a candidate's next replicate. Without a pruner a study's trial is one training, and the pick is the best
trial's candidate; with the WilcoxonPruner it is up to all replicates, and the pick has the lowest mean of those that were
not pruned. Settings that no candidate has go to the nearest one. Prints {"pick": index, "trials": count}.
"""

import json
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
task = json.load(sys.stdin)
losses, settings, budget = task["losses"], task["settings"], task["budget"]
replicates = len(losses[0])
names = sorted(settings[0]) if settings and settings[0] else []
if names:
    choices = {name: sorted({str(row.get(name)) for row in settings}) for name in names}
    rows = [[str(row.get(name)) for name in names] for row in settings]
used = [0] * len(losses)
spent = 0


def candidate_of(trial):
    if not names:
        return trial.suggest_categorical("candidate", list(range(len(losses))))
    wanted = [trial.suggest_categorical(name, choices[name]) for name in names]
    distance = [sum(a != b for a, b in zip(wanted, row)) for row in rows]
    return distance.index(min(distance))


def one_training(trial):
    global spent
    candidate = candidate_of(trial)
    trial.set_user_attr("candidate", candidate)
    loss = losses[candidate][used[candidate] % replicates]
    used[candidate] += 1
    spent += 1
    return loss


def many_trainings(trial):
    global spent
    candidate = candidate_of(trial)
    trial.set_user_attr("candidate", candidate)
    seen = []
    for replicate in range(replicates):
        if spent >= budget:
            raise optuna.TrialPruned
        seen.append(losses[candidate][replicate])
        spent += 1
        trial.report(seen[-1], replicate)
        # Its test needs two differences, and fails on one.
        if replicate >= 2 and trial.should_prune():
            raise optuna.TrialPruned
    return sum(seen) / len(seen)


pruner = optuna.pruners.WilcoxonPruner(p_threshold=0.1, n_startup_steps=2) if task["pruner"] else optuna.pruners.NopPruner()
study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=task["seed"]), pruner=pruner)
while spent < budget:
    study.optimize(many_trainings if task["pruner"] else one_training, n_trials=1)
best = study.best_trial.user_attrs["candidate"] if any(t.value is not None for t in study.trials) else -1
print(json.dumps({"pick": best, "trials": spent}))
