"""Data sets: a table of features and one label a row, and the columns that a network takes."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .arrays import Array

Labels = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Dataset:
    """A table as people write it: one row a sample.

    `features` is (rows, features), `labels` (rows,), each label an index into `class_names`.
    """

    name: str
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    features: Array
    labels: Labels

    @cached_property
    def inputs(self) -> Array:
        """The samples as columns, (features, rows): rows become columns here and only here."""
        return np.ascontiguousarray(self.features.T)

    @cached_property
    def targets(self) -> Array:
        """The labels as one-hot columns, (classes, rows)."""
        return one_hot(self.labels, len(self.class_names))


def one_hot(labels: Labels, classes: int) -> Array:
    """Each label as a column with 1 in the label's row and 0 elsewhere: (classes, n).

    Raises ValueError when a label is not in 0 ... classes - 1.
    """
    labels = np.asarray(labels)
    if labels.size and not (labels.min() >= 0 and labels.max() < classes):
        raise ValueError(
            f"labels run from {labels.min()} to {labels.max()}, expected 0 to {classes - 1}"
        )
    targets = np.zeros((classes, labels.size))
    targets[labels, np.arange(labels.size)] = 1.0
    return targets


def load_iris() -> Dataset:
    """150 iris flowers: four measures in centimetres, three species (Fisher, 1936)."""
    path = Path(__file__).with_name("iris.csv")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    species = [row[-1] for row in rows]
    class_names = tuple(dict.fromkeys(species))
    return Dataset(
        name="iris",
        feature_names=tuple(header[:-1]),
        class_names=class_names,
        features=np.array([[float(cell) for cell in row[:-1]] for row in rows]),
        labels=np.array([class_names.index(name) for name in species], dtype=np.intp),
    )
