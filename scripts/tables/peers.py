"""Divides a table into rows that are known and rows that are held back, and says what usual models make of it.

  python3 peers.py divide TABLE.csv FOLDER SPLIT NAME     writes known.csv and new.csv
  python3 peers.py fit FOLDER NAME                        prints the loss of each model on new.csv as JSON, with processor seconds
  python3 peers.py score FOLDER NAME PREDICTED.csv        prints the loss of what `surefoot predict` wrote

The loss is the root mean squared error, or the mean log loss of classes. Five splits: a fifth of the rows, stratified by class; of a
table with groups a fifth of the groups; in time a fifth of the rows that follows the first 60, 65, ... 80 %.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.ensemble import (
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, GroupKFold, GroupShuffleSplit, KFold, StratifiedKFold, TimeSeriesSplit, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from xgboost import XGBClassifier, XGBRegressor

warnings.filterwarnings("ignore")
SUITE = json.loads((Path(__file__).parent / "suite.json").read_text())
SMALLEST = 1e-15


def read(file):
    """An empty cell is missing; a level named None or NA is a level."""
    return pd.read_csv(file, keep_default_na=False, na_values=[""])


def divide(file, folder, split, name):
    entry = SUITE[name]
    table = read(file).drop(columns=entry.get("leaks", []))
    target = table[entry["target"]]
    if "time" in entry:
        table = table.sort_values(entry["time"], kind="stable")
        start = int(len(table) * (0.55 + 0.05 * split))
        known, new = table.iloc[:start], table.iloc[start : start + len(table) // 5]
    elif "by" in entry:
        parts = GroupShuffleSplit(1, test_size=0.2, random_state=split).split(table, groups=table[entry["by"]])
        known, new = (table.iloc[rows] for rows in next(parts))
    else:
        strata = target if is_class(target) else None
        known, new = train_test_split(table, test_size=0.2, random_state=split, stratify=strata)
    known.to_csv(folder / "known.csv", index=False)
    new.to_csv(folder / "new.csv", index=False)


def is_class(target):
    return target.dtype == object


def prepared(table, entry):
    """Days for dates; identifiers, groups and free text are left out, as a careful analyst does."""
    left_out = [entry["target"], entry.get("by"), *entry.get("identifiers", [])]
    kept = table.drop(columns=[name for name in left_out if name in table.columns])
    for name in list(kept.columns):
        if kept[name].dtype == object:
            days = pd.to_datetime(kept[name], format="%Y-%m-%d", errors="coerce")
            if days.notna().mean() > 0.5:
                kept[name] = (days - pd.Timestamp("1970-01-01")).dt.days
    return kept


def pipeline(model):
    numbers = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    words = make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore"))
    columns = ColumnTransformer(
        [
            ("numbers", numbers, make_column_selector(dtype_include=np.number)),
            ("words", words, make_column_selector(dtype_include=object)),
        ],
        sparse_threshold=0,
    )
    return make_pipeline(columns, model)


def models(isclass):
    """By name: the model, and its usual grid."""
    boost = {"learning_rate": [0.03, 0.1], "max_leaf_nodes": [7, 31]}
    trees = {"learning_rate": [0.03, 0.1], "max_depth": [3, 6], "n_estimators": [300]}
    forest = {"min_samples_leaf": [1, 5], "max_features": [0.33, "sqrt"]}
    only = {"random_state": 0}
    if isclass:
        return {
            "linear": (LogisticRegression(max_iter=2000), {"C": [0.001, 0.01, 0.1, 1, 10, 100]}),
            "hist boosting": (HistGradientBoostingClassifier(**only), boost),
            "xgboost": (XGBClassifier(n_jobs=1, **only), trees),
            "forest": (RandomForestClassifier(n_jobs=1, **only), forest),
        }
    return {
        "linear": (Ridge(), {"alpha": [0.01, 0.1, 1, 10, 100, 1000]}),
        "hist boosting": (HistGradientBoostingRegressor(**only), boost),
        "xgboost": (XGBRegressor(n_jobs=1, **only), trees),
        "forest": (RandomForestRegressor(n_jobs=1, **only), forest),
    }


def folds(known, entry, isclass):
    if "time" in entry:
        return TimeSeriesSplit(5), None
    if "by" in entry:
        return GroupKFold(5), known[entry["by"]]
    return (StratifiedKFold if isclass else KFold)(5, shuffle=True, random_state=0), None


def fit(folder, name):
    entry = SUITE[name]
    known, new = read(folder / "known.csv"), read(folder / "new.csv")
    isclass = is_class(known[entry["target"]])
    names = LabelEncoder().fit(known[entry["target"]]) if isclass else None
    wanted = names.transform(known[entry["target"]]) if isclass else known[entry["target"]]
    inputs = prepared(known, entry)
    tests = prepared(new, entry)[inputs.columns]
    parts, groups = folds(known, entry, isclass)
    found = {}
    for kind, (model, grid) in models(isclass).items():
        whole = pipeline(model)
        if not isclass:
            whole = TransformedTargetRegressor(whole, transformer=StandardScaler())
        step = type(model).__name__.lower()
        prefix = f"{step}__" if isclass else f"regressor__{step}__"
        scoring = "neg_log_loss" if isclass else "neg_root_mean_squared_error"
        tuned = GridSearchCV(whole, {prefix + key: values for key, values in grid.items()}, scoring=scoring, cv=parts)
        for label, one, more in ((kind, whole, {}), (f"{kind}, tuned", tuned, {} if groups is None else {"groups": groups})):
            started = time.process_time()
            one.fit(inputs, wanted, **more)
            predicted = one.predict_proba(tests) if isclass else one.predict(tests)
            loss = log_loss(new[entry["target"]], predicted, list(names.classes_)) if isclass else rmse(new[entry["target"]], predicted)
            found[label] = {"loss": loss, "seconds": round(time.process_time() - started, 2)}
    trivial = np.bincount(wanted) / len(wanted) if isclass else np.mean(wanted)
    constant = np.tile(trivial, (len(new), 1)) if isclass else np.full(len(new), trivial)
    loss = log_loss(new[entry["target"]], constant, list(names.classes_)) if isclass else rmse(new[entry["target"]], constant)
    print(json.dumps({"trivial": {"loss": loss, "seconds": 0}, **found}))


def rmse(wanted, predicted):
    return float(np.sqrt(np.mean((np.asarray(wanted, float) - predicted) ** 2)))


def log_loss(wanted, chances, classes):
    places = {one: place for place, one in enumerate(classes)}
    own = [row[places[one]] if one in places else 0 for row, one in zip(chances, wanted)]
    return float(-np.mean(np.log(np.maximum(own, SMALLEST))))


def score(folder, name, predicted):
    target = SUITE[name]["target"]
    wanted, table = read(folder / "new.csv")[target], read(predicted)
    if not is_class(wanted):
        print(rmse(wanted, table[target]))
        return
    classes = [column[2:-1] for column in table.columns if column.startswith("p(")]
    print(log_loss(wanted, table[[f"p({one})" for one in classes]].to_numpy(), classes))


if __name__ == "__main__":
    action, *rest = sys.argv[1:]
    if action == "divide":
        divide(rest[0], Path(rest[1]), int(rest[2]), rest[3])
    elif action == "fit":
        fit(Path(rest[0]), rest[1])
    else:
        score(Path(rest[0]), rest[1], rest[2])
