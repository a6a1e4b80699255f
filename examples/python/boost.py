"""Boosted trees on the rows that Surefoot hands over, as one model among others: XGBoost where Python has it, else scikit-learn's."""

import json
import os

import numpy

try:
    from xgboost import XGBRegressor as Model
except ImportError:
    from sklearn.ensemble import HistGradientBoostingRegressor as Model

with open(os.environ["SUREFOOT_TRIAL"]) as file:
    trial = json.load(file)
sample = trial["sample"]
inputs, targets = (numpy.load(sample["training"][name]) for name in ("inputs", "targets"))
model = Model(random_state=trial["seeds"]["init"], **trial["configuration"]).fit(inputs, targets[:, 0])
told = {name: model.predict(numpy.load(sample[name]["inputs"])).tolist() for name in ("selection", "final")}
with open(os.environ["SUREFOOT_RESULT"], "w") as file:
    json.dump({"predictions": {"kind": "values", **told}}, file)
