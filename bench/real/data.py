"""Writes two tables that scikit-learn has into the folder of the first argument: diabetes.csv and digits-8x8.csv."""

import csv
import sys
from pathlib import Path

from sklearn.datasets import load_diabetes, load_digits


def write(name, heads, rows):
    with open(Path(sys.argv[1]) / name, "w", newline="") as file:
        csv.writer(file).writerows([heads, *rows])


diabetes = load_diabetes()
write("diabetes.csv", [*diabetes.feature_names, "y"], [[*map(float, x), y] for x, y in zip(diabetes.data, diabetes.target)])
digits = load_digits()
# A label in letters is a class to whoever reads the table.
write("digits-8x8.csv", [*(f"p{i}" for i in range(64)), "y"], [[*map(int, x), f"d{y}"] for x, y in zip(digits.data, digits.target)])
