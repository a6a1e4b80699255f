"""An Optuna TPE search over the space of examples/paper-search.yaml, each trial one training by `surefoot train --serve`.

    python3 scripts/paper/optuna_search.py <trainings> <result.json>

Needs Optuna (Debian: python3-optuna). Every trial trains with fresh randomness of its own, as a search does; the best is the
configuration with the smallest loss that was seen.
"""
import json
import subprocess
import sys

import optuna

EXPERIMENT = "examples/paper-search.yaml"
SEED = 1


class Trainer:
    """The experiment's own trainer, asked in JSON lines."""

    def __init__(self):
        command = ["node", "dist/cli/main.js", "train", EXPERIMENT, "--serve"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.say({"type": "hello", "protocol": 1, "place": 0})
        self.hear("ready")

    def say(self, message):
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()

    def hear(self, *types):
        for line in self.process.stdout:
            message = json.loads(line)
            if message["type"] == "error":
                raise RuntimeError(message["message"])
            if message["type"] in types:
                return message
        raise RuntimeError("the trainer ended")

    def train(self, configuration, replicate):
        streams = {name: replicate for name in ("init", "sample", "order", "noise")}
        self.say(
            {
                "type": "train",
                "id": replicate,
                "configuration": configuration,
                "streams": streams,
                "repeat": 0,
                "epochs": 0,
                "sample": {"size": 0},
                "experimentSeed": SEED,
            }
        )
        return float(self.hear("result")["loss"])

    def close(self):
        self.say({"type": "stop"})
        self.process.wait()


def configuration_of(trial):
    """The space of the experiment file, choice by choice."""
    dense = {"units": trial.suggest_categorical("units", [9, 32]), "activation": "relu"}
    if trial.suggest_categorical("join", ["none", "sum"]) == "sum":
        dense["join"] = "sum"
    filters = trial.suggest_categorical("filters", [16, 32])
    return {
        "layers": [
            {"conv": {"filters": filters, "kernel": 3, "bias": False, "activation": "relu"}},
            {"maxPool": {"size": 2, "stride": 2}},
            {"conv": {"filters": 32, "kernel": 3, "bias": False, "activation": "relu"}},
            {"maxPool": {"size": 2, "stride": 1}},
            {"dense": dense},
        ],
        "loss": "relative-squared-error",
        "inputs": "none",
        "optimizer": {
            "name": trial.suggest_categorical("optimizer", ["adamw", "nadam"]),
            "learningRate": trial.suggest_categorical("learningRate", [0.001, 0.003, 0.01, 0.03]),
            "weightDecay": 0.01,
        },
        "batchSize": trial.suggest_categorical("batchSize", [32, 64]),
        "epochs": 8,
    }


def main():
    trainings, path = int(sys.argv[1]), sys.argv[2]
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    trainer = Trainer()

    def objective(trial):
        configuration = configuration_of(trial)
        trial.set_user_attr("configuration", configuration)
        loss = trainer.train(configuration, trial.number)
        return loss if loss == loss else float("inf")

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=SEED))
    study.optimize(objective, n_trials=trainings)
    trainer.close()
    best = study.best_trial
    result = {
        "optuna": optuna.__version__,
        "trainings": len(study.trials),
        "loss": best.value,
        "configuration": best.user_attrs["configuration"],
    }
    with open(path, "w", encoding="utf-8") as file:
        json.dump(result, file, indent=2)
        file.write("\n")


main()
