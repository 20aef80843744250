"""Writes the bundled data, py/nnlab/*.csv, from scikit-learn's copies (its order, its values).

    PYTHONPATH=scripts python3 -m make.csv_tables

Needs scikit-learn: `pip install scikit-learn`.
"""

import csv
from pathlib import Path

from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

FOLDER = Path(__file__).resolve().parents[2] / "py" / "nnlab"

# scikit-learn's loader, and what the class is called in the header.
TABLES = {
    "iris": (load_iris, "species"),
    "wine": (load_wine, "grower"),
    "breast_cancer": (load_breast_cancer, "diagnosis"),
    "digits": (load_digits, "digit"),
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
        for features, label in zip(table.data, table.target, strict=True):
            writer.writerow([*map(number, features), table.target_names[label]])
    print(f"wrote {path}")


if __name__ == "__main__":
    for name in TABLES:
        write(name)
