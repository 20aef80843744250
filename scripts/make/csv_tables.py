"""Writes the bundled data, py/nnlab/*.csv, from scikit-learn's copies (its order, its values).

    PYTHONPATH=scripts python3 -m make.csv_tables

Needs scikit-learn: `pip install scikit-learn`.
"""

import csv
from functools import partial
from pathlib import Path

from sklearn.datasets import (
    load_breast_cancer,
    load_diabetes,
    load_digits,
    load_iris,
    load_wine,
)

FOLDER = Path(__file__).resolve().parents[2] / "py" / "nnlab"

# scikit-learn's loader, and what the class, or the number, is called in the header.
TABLES = {
    "iris": (load_iris, "species"),
    "wine": (load_wine, "grower"),
    "breast_cancer": (load_breast_cancer, "diagnosis"),
    "digits": (load_digits, "digit"),
    "diabetes": (partial(load_diabetes, scaled=False), "progression"),
}

# Counts, which are written without a point; the others are measures.
WHOLE = ("digits",)


def write(name: str, folder: Path = FOLDER) -> None:
    """Write one table as `name`.csv."""
    load, target = TABLES[name]
    table = load()
    number = int if name in WHOLE else float
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*table.feature_names, target])
        names = getattr(table, "target_names", None)  # a number to predict stands for itself
        targets = map(float, table.target) if names is None else (names[i] for i in table.target)
        for features, value in zip(table.data, targets, strict=True):
            writer.writerow([*map(number, features), value])
    print(f"wrote {path}")


if __name__ == "__main__":
    for name in TABLES:
        write(name)
