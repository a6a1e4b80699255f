"""
Writes test/reference/optuna: studies of Optuna as its storages and tables have them, and what Optuna itself says of their trials.
Run with Optuna 4.1.0 (Debian): python3 scripts/reference/optuna-studies.py
"""

import json
import math
import shutil
import sqlite3
import warnings
from pathlib import Path

import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend

FOLDER = Path(__file__).parents[2] / "test" / "reference" / "optuna"
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")


def objective(trial):
    lr = trial.suggest_float("lr", 1e-3, 1e-1, log=True)
    units = trial.suggest_categorical("units", [8, 16, 32])
    depth = trial.suggest_int("depth", 1, 3)
    activation = trial.suggest_categorical("activation", ["relu", "tanh"])
    gain = trial.suggest_float("gain", 0.5, 2.0) if activation == "tanh" else 0
    if trial.number == 3:
        raise optuna.TrialPruned()
    if trial.number == 4:
        return math.nan
    if trial.number == 5:
        return math.inf
    return 0.05 + 0.02 * (math.log10(lr) + 2) ** 2 + 0.1 / units + 0.001 * depth + 0.002 * gain


def fill(storage):
    study = optuna.create_study(storage=storage, study_name="digits", sampler=optuna.samplers.TPESampler(seed=1))
    study.enqueue_trial({"lr": 0.02, "units": 16, "depth": 1, "activation": "relu"})
    study.optimize(objective, n_trials=9)
    # The same again, which came out a little better; one that comes whole; and one that waits.
    first = study.trials[0]
    for params, value in ((first.params, first.value - 0.004), ({**first.params, "lr": 0.03, "units": 32}, 0.07)):
        study.add_trial(optuna.trial.create_trial(params=params, distributions=first.distributions, value=value))
    study.enqueue_trial({"lr": 0.05})
    other = optuna.create_study(storage=storage, study_name="scores", direction="maximize", sampler=optuna.samplers.RandomSampler(seed=1))
    other.optimize(lambda trial: -trial.suggest_float("lr", 0.01, 0.1) ** 2 + 0.1 * trial.suggest_categorical("bias", [True, False]), n_trials=3)
    two = optuna.create_study(storage=storage, study_name="two", directions=["minimize", "maximize"], sampler=optuna.samplers.RandomSampler(seed=1))
    two.optimize(lambda trial: (trial.suggest_float("lr", 0.01, 0.1), 1.0), n_trials=2)
    return study, other, two


def told(study):
    trials = []
    for trial in study.trials:
        complete = trial.state.name == "COMPLETE"
        value = trial.value if complete else None
        trials.append({"number": trial.number, "state": trial.state.name, "params": trial.params, "value": str(value) if complete and math.isinf(value) else value})
    return {"direction": study.direction.name.lower(), "trials": trials}


shutil.rmtree(FOLDER, ignore_errors=True)
FOLDER.mkdir(parents=True)
study, other, two = fill(JournalStorage(JournalFileBackend(str(FOLDER / "journal.log"))))
study.trials_dataframe().to_csv(FOLDER / "trials.csv", index=False)
two.trials_dataframe().to_csv(FOLDER / "two.csv", index=False)
said = {"digits": told(study), "scores": told(other)}
stored, *others = fill(f"sqlite:///{FOLDER / 'study.db'}")
assert said == {"digits": told(stored), "scores": told(others[0])}
(FOLDER / "trials.json").write_text(json.dumps(said, indent=1) + "\n")
file = sqlite3.connect(FOLDER / "study.db")
file.execute("PRAGMA page_size = 512")
file.execute("VACUUM")
file.close()
