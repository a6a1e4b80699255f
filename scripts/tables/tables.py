"""Eight tables as CSV files, and what scikit-learn makes of them on given splits.

  python3 tables.py make FOLDER            writes NAME.csv and tables.json
  python3 tables.py fit FOLDER SPLITS      reads SPLITS (JSON: name -> pool and final rows), prints figures as JSON
"""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
from sklearn import datasets
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor, make_column_selector
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import log_loss, mean_squared_error
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

try:
    import pandas as pd
except ImportError:
    sys.exit("pandas is missing: apt-get install python3-pandas")

warnings.filterwarnings("ignore")


def houses(rows=5000, seed=7):
    """Simulated: categories, missing cells, dates, an identifier and free text."""
    random = np.random.default_rng(seed)
    district = random.choice(["North", "South", "East", "Old town", "Harbour"], rows)
    area = random.gamma(9, 12, rows)
    rooms = np.clip(np.round(area / 28 + random.normal(0, 0.8, rows)), 1, 9)
    built = random.integers(1890, 2023, rows)
    garden = random.random(rows) < 0.4
    sold = np.datetime64("2014-01-01") + random.integers(0, 3650, rows)
    years = (sold - np.datetime64("2014-01-01")).astype(int) / 365.25
    worth = {"North": 1.0, "South": 1.25, "East": 0.85, "Old town": 1.6, "Harbour": 1.4}
    price = np.array([worth[one] for one in district]) * (60_000 + 1_900 * area) * (1 + 0.03 * years)
    price += 25_000 * garden + 300 * np.abs(built - 1950) + random.normal(0, 18_000, rows)
    table = pd.DataFrame(
        {
            "id": [f"H{row:05d}" for row in range(rows)],
            "district": district,
            "area": np.round(area, 1),
            "rooms": rooms,
            "built": built,
            "garden": np.where(garden, "yes", "no"),
            "sold": sold.astype(str),
            "note": [f"seen by agent {random.integers(1000)} on visit {row}" for row in range(rows)],
            "price": np.round(price),
        }
    )
    table.loc[random.random(rows) < 0.06, "area"] = np.nan
    table.loc[random.random(rows) < 0.03, "district"] = np.nan
    return table


def tables():
    def frame(bunch, target):
        table = pd.DataFrame(bunch.data, columns=[str(name) for name in bunch.feature_names])
        return table.assign(**{target: bunch.target_names[bunch.target] if hasattr(bunch, "target_names") else bunch.target})

    digits = datasets.load_digits()
    friedman, response = datasets.make_friedman1(1000, noise=1.0, random_state=3)
    rare, label = datasets.make_classification(2000, 20, weights=[0.93], random_state=5)
    columns = lambda data: pd.DataFrame(data, columns=[f"x{place}" for place in range(data.shape[1])])
    bunch = datasets.load_diabetes(scaled=False)
    return {
        "diabetes": (pd.DataFrame(bunch.data, columns=bunch.feature_names).assign(progression=bunch.target), "progression"),
        "wine": (frame(datasets.load_wine(), "cultivar"), "cultivar"),
        "breast cancer": (frame(datasets.load_breast_cancer(), "diagnosis"), "diagnosis"),
        "digits": (columns(digits.data).assign(digit=[f"d{one}" for one in digits.target]), "digit"),
        "iris": (frame(datasets.load_iris(), "species"), "species"),
        "friedman1 (simulated)": (columns(friedman).assign(y=response), "y"),
        "rare class (simulated)": (columns(rare).assign(label=np.where(label == 1, "yes", "no")), "label"),
        "houses (simulated)": (houses(), "price"),
    }


def make(folder):
    folder.mkdir(parents=True, exist_ok=True)
    listed = {}
    for name, (table, target) in tables().items():
        file = name.split(" (")[0].replace(" ", "-") + ".csv"
        table.to_csv(folder / file, index=False)
        listed[name] = {"file": file, "target": target}
    (folder / "tables.json").write_text(json.dumps(listed, indent=1))


def prepared(table):
    """Days for dates; free text and identifiers are left out, as nobody would one-hot them."""
    kept = table.copy()
    for name in list(kept.columns):
        if kept[name].dtype == object:
            days = pd.to_datetime(kept[name], format="%Y-%m-%d", errors="coerce")
            if days.notna().mean() > 0.5:
                kept[name] = (days - pd.Timestamp("1970-01-01")).dt.days
            elif kept[name].nunique() > 50:
                kept = kept.drop(columns=name)
    return kept


def pipeline(model):
    numbers = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    words = make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore"))
    columns = ColumnTransformer(
        [("numbers", numbers, make_column_selector(dtype_include=np.number)), ("words", words, make_column_selector(dtype_include=object))],
        sparse_threshold=0,
    )
    return make_pipeline(columns, model)


def figures(table, target, pool, final):
    inputs, wanted = prepared(table.drop(columns=target)), table[target]
    train, test = inputs.iloc[pool], inputs.iloc[final]
    isclass = wanted.dtype == object
    if isclass:
        models = {
            "linear": LogisticRegression(max_iter=2000),
            "mlp": MLPClassifier(random_state=0, max_iter=500),
            "boosting": GradientBoostingClassifier(random_state=0),
        }
    else:
        scaled = lambda model: TransformedTargetRegressor(model, transformer=StandardScaler())
        models = {
            "linear": scaled(LinearRegression()),
            "mlp": scaled(MLPRegressor(random_state=0, max_iter=500)),
            "boosting": scaled(GradientBoostingRegressor(random_state=0)),
        }
    found = {}
    for name, model in models.items():
        fitted = pipeline(model).fit(train, wanted.iloc[pool])
        if isclass:
            chances = fitted.predict_proba(test)
            found[name] = log_loss(wanted.iloc[final], chances, labels=fitted.classes_)
            places = {one: place for place, one in enumerate(fitted.classes_)}
            own = [-np.log(max(row[places[one]], 1e-300)) for row, one in zip(chances, wanted.iloc[final])]
        else:
            found[name] = mean_squared_error(wanted.iloc[final], fitted.predict(test)) ** 0.5
            own = (fitted.predict(test) - wanted.iloc[final]) ** 2
        if name == "linear":
            found["linearRows"] = [float(one) for one in own]
    return found


def fit(folder, splits):
    listed = json.loads((folder / "tables.json").read_text())
    found = {}
    for name, parts in json.loads(Path(splits).read_text()).items():
        file, target = listed[name]["file"], listed[name]["target"]
        table = pd.read_csv(folder / file)
        found[name] = figures(table, target, parts["pool"], parts["final"])
    print(json.dumps(found))


if sys.argv[1] == "make":
    make(Path(sys.argv[2]))
else:
    fit(Path(sys.argv[2]), sys.argv[3])
