"""An Optuna TPE search over the space of examples/paper-space.yaml, each trial one training by `surefoot train --serve`.

    python3 scripts/paper/optuna_search.py <trainings> <folder>

Reads space.json (scripts/paper/search-prepare.mjs) and appends a JSON line a training to trials.jsonl in the folder; with
trainings there already, the study begins with them. Every trial trains with fresh randomness of its own, as a search does.
"""
import json
import os
import subprocess
import sys
import time

import optuna
from whole_lines import read_lines

EXPERIMENT = "examples/paper-space.yaml"
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
        return self.hear("result")

    def close(self):
        self.say({"type": "stop"})
        self.process.wait()


def main():
    trainings, folder = int(sys.argv[1]), sys.argv[2]
    with open(os.path.join(folder, "space.json"), encoding="utf-8") as file:
        space = json.load(file)
    names = list(space[0]["dimensions"])
    levels = {name: list(dict.fromkeys(one["dimensions"][name] for one in space)) for name in names}
    by_choice = {tuple(one["dimensions"][name] for name in names): one for one in space}
    path = os.path.join(folder, "trials.jsonl")
    done = read_lines(path)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    sampler = optuna.samplers.TPESampler(seed=SEED + len(done))
    study = optuna.create_study(sampler=sampler)
    distributions = {name: optuna.distributions.CategoricalDistribution(levels[name]) for name in names}
    for row in done:
        study.add_trial(optuna.create_trial(params=row["dimensions"], distributions=distributions, value=row["loss"]))
    trainer = Trainer() if len(done) < trainings else None
    while len(done) < trainings:
        trial = study.ask(distributions)
        found = by_choice.get(tuple(trial.params[name] for name in names))
        # Too many parameters: no training is spent on it.
        if found is None:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
            continue
        started = time.monotonic()
        result = trainer.train(found["configuration"], len(done))
        seconds = time.monotonic() - started
        loss = float(result["loss"])
        loss = loss if loss < float("inf") else 1e9
        study.tell(trial, loss)
        row = {
            "candidate": found["id"],
            "dimensions": trial.params,
            "loss": loss,
            "seconds": seconds,
            "optuna": optuna.__version__,
        }
        done.append(row)
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")
    if trainer is not None:
        trainer.close()


main()
