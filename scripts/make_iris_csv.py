"""Writes py/nnlab/iris.csv from scikit-learn's iris data (its order, its values).

scikit-learn's table is Fisher's; the copy of the UCI repository differs from it in two rows and is
wrong there. Needs scikit-learn: `pip install scikit-learn`.
"""

import csv
from pathlib import Path

from sklearn.datasets import load_iris

TARGET = Path(__file__).resolve().parent.parent / "py" / "nnlab" / "iris.csv"


def main() -> None:
    iris = load_iris()
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*iris.feature_names, "species"])
        for features, label in zip(iris.data, iris.target, strict=True):
            writer.writerow([*map(float, features), iris.target_names[label]])
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
