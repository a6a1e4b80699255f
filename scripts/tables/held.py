"""Accuracy or rmse of predictions on rows held back, in parts of as many rows as a range is told for: python3 held.py FOLDER TARGET METRIC ROWS."""

import json
import sys

import numpy as np
import pandas as pd

folder, target, metric, rows = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
read = lambda name: pd.read_csv(f"{folder}/{name}", keep_default_na=False, na_values=["", "NA"])
wanted, told = read("new.csv")[target], read("predicted.csv")
if metric == "accuracy":
    chances = [name for name in told.columns if name.startswith("p(")]
    named = told[chances].to_numpy().argmax(axis=1)
    good = np.array([chances[place][2:-1] for place in named]) == wanted.astype(str).to_numpy()
    figure = lambda part: float(good[part].mean())
elif metric == "rmse":
    errors = told[target].to_numpy() - wanted.to_numpy()
    figure = lambda part: float(np.sqrt((errors[part] ** 2).mean()))
else:
    sys.exit(f"{metric} is not computed here")
parts = [np.arange(start, start + rows) for start in range(0, len(wanted) - rows + 1, rows)] or [np.arange(len(wanted))]
print(json.dumps({"rows": len(wanted), "figures": [figure(part) for part in parts]}))
