"""scikit-learn's boosted trees on the rows that Surefoot hands over: numbers, or classes."""

import json
import os

import numpy

with open(os.environ["SUREFOOT_TRIAL"]) as file:
    trial = json.load(file)
sample = trial["sample"]
inputs, targets = (numpy.load(sample["training"][name]) for name in ("inputs", "targets"))
settings = {"random_state": trial["seeds"]["init"], **trial["configuration"]}
classes = settings.pop("classes", 0)
if classes:
    from sklearn.ensemble import HistGradientBoostingClassifier as Model
else:
    from sklearn.ensemble import HistGradientBoostingRegressor as Model

model = Model(**settings).fit(inputs, targets[:, 0])


def told(name):
    rows = numpy.load(sample[name]["inputs"])
    if not classes:
        return model.predict(rows).tolist()
    # A class that the sample lacks has no column of its own.
    chances = numpy.zeros((len(rows), classes))
    chances[:, model.classes_.astype(int)] = model.predict_proba(rows)
    return chances.tolist()


kind = "probabilities" if classes else "values"
with open(os.environ["SUREFOOT_RESULT"], "w") as file:
    json.dump({"predictions": {"kind": kind, **{name: told(name) for name in ("selection", "final")}}}, file)
