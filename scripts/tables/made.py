"""Tables of scikit-learn and simulated ones, as CSV files.

  python3 made.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets


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
        return table.assign(**{target: bunch.target_names[bunch.target]})

    def columns(data):
        return pd.DataFrame(data, columns=[f"x{place}" for place in range(data.shape[1])])

    digits = datasets.load_digits()
    friedman, response = datasets.make_friedman1(1000, noise=1.0, random_state=3)
    rare, label = datasets.make_classification(2000, 20, weights=[0.93], random_state=5)
    diabetes = datasets.load_diabetes(scaled=False)
    return {
        "diabetes": pd.DataFrame(diabetes.data, columns=diabetes.feature_names).assign(progression=diabetes.target),
        "wine": frame(datasets.load_wine(), "cultivar"),
        "breast-cancer": frame(datasets.load_breast_cancer(), "diagnosis"),
        "digits": columns(digits.data).assign(digit=[f"d{one}" for one in digits.target]),
        "iris": frame(datasets.load_iris(), "species"),
        "friedman1": columns(friedman).assign(y=response),
        "rare-class": columns(rare).assign(label=np.where(label == 1, "yes", "no")),
        "houses": houses(),
    }


for name, table in tables().items():
    table.to_csv(Path(sys.argv[1]) / f"{name}.csv", index=False)
