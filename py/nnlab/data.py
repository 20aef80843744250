"""Data sets: a table of features, a class or a number a row, and what a network takes of it."""

import csv
from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from .arrays import Array, Integers
from .checks import finite, floats, labels_of, names, near, one_of, whole
from .frames import class_name, class_values, read_features, read_labels

Labels = Integers

TASKS = ("classes", "numbers")
"""What a network may learn: which class a row is of, or which number belongs to it."""


@dataclass(frozen=True)
class Dataset:
    """A table as people write it: one row a sample, with its features and its target.

    `features` is (rows, features). The target is a class or a number, which is the `task`:

    - "classes": `labels` is (rows,), each label an index into `class_names`;
    - "numbers": `numbers` is (rows,), in `unit`, and there are neither labels nor class names.
    """

    name: str
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    features: Array
    labels: Labels
    class_values: tuple[Any, ...] = ()
    """What the classes were before they got names: whole numbers, say; the names as a rule."""

    numbers: Array | None = None
    target_name: str = ""
    """What the number or the class is, as in "price"; "" where that is not known."""

    unit: str = ""
    """What it is counted in, or "" where that is not known."""

    sources: tuple[Any, ...] = ()
    """Of a table with words or gaps, the columns as its owner has them: see `encoding.Source`."""

    row_numbers: Labels | None = None
    """Of a table of which not all rows are here, the number that each has in it, from 1."""

    encoded: Callable[[Labels], tuple[tuple[str, ...], Array, tuple[Any, ...]]] | None = None
    """Of such a table, its features and sources as other training rows would have them."""

    @classmethod
    def from_arrays(
        cls, X: Any, y: Any, *, feature_names: Collection[str] = (), task: str = "classes"
    ) -> "Dataset":
        """Your own data: X is one row a sample, y one label a row, words or whole numbers.

        With the task "numbers", y holds a number to predict for each row. Both may be lists,
        arrays, or of pandas, polars and the like; a frame brings the features' names with it, and
        its dates are days from 1970 on.
        Raises ValueError for what is no number, for a gap, and what does not fit.
        """
        features, own_names = read_features("X", X)
        own_names = names("feature_names", feature_names) or own_names
        for size, what in zip(features.shape, ("rows", "columns"), strict=True):
            if not size:
                raise ValueError(f"X has no {what}: there is nothing to learn from")
        if one_of("task", task, TASKS) == "numbers":
            none = np.zeros(0, np.intp)
            target = str(getattr(y, "name", None) or "y")
            return cls("own", own_names, (), features, none, numbers=y, target_name=target)
        labels, values = read_labels("y", y)
        if len(features) != len(labels):
            hint = ": columns? pass X.T" if features.shape[1] == len(labels) else ""
            raise ValueError(f"X has {len(features)} rows and y {len(labels)} labels{hint}")
        class_names = tuple(map(class_name, values))
        if len(values) == 1:
            raise ValueError(f"y has one class only, {values[0]!r}: it takes two to tell apart")
        target = str(getattr(y, "name", None) or "")
        return cls("own", own_names, class_names, features, labels, values, target_name=target)

    def __post_init__(self) -> None:
        """Lists become arrays. Raises ValueError when the parts do not fit each other."""
        feature_names = names("feature_names", self.feature_names)
        class_names = names("class_names", self.class_names)
        features = floats("features", self.features)
        if features.ndim != 2 or features.shape[1] != len(feature_names):
            expected = f"(rows, {len(feature_names)}), a column for each of feature_names"
            raise ValueError(f"features has shape {features.shape}, expected {expected}")
        labels = labels_of("labels", self.labels, len(class_names))
        numbers = self.numbers
        if numbers is not None:
            numbers = target_numbers(numbers)
            if class_names:
                raise ValueError("a data set has class_names and labels, or numbers, but not both")
        targets, what = (labels, "labels") if numbers is None else (numbers, "numbers")
        if len(targets) != len(features):
            raise ValueError(
                f"{len(features)} rows of features, and {len(targets)} {what}: "
                "each row needs its own"
            )
        finite("features", features, feature_names)
        found = {"feature_names": feature_names, "class_names": class_names, "numbers": numbers}
        values = tuple(self.class_values) or class_values(class_names)
        if len(values) != len(class_names):
            raise ValueError(f"{len(values)} class_values for {len(class_names)} class_names")
        object.__setattr__(self, "class_values", values)
        for field, value in {**found, "features": features, "labels": labels}.items():
            object.__setattr__(self, field, value)  # once, before anybody has seen it

    def fitted_to(self, train: Labels) -> "Dataset":
        """The same rows, with what words and gaps become learnt from the rows `train` alone."""
        if self.encoded is None:
            return self
        feature_names, features, sources = self.encoded(train)
        return replace(self, feature_names=feature_names, features=features, sources=sources)

    @property
    def task(self) -> str:
        """What is learnt of a row: one of TASKS."""
        return "classes" if self.numbers is None else "numbers"

    @property
    def rows(self) -> int:
        return int(self.features.shape[0])

    @property
    def output_names(self) -> tuple[str, ...]:
        """What each output of a network stands for."""
        return self.class_names if self.numbers is None else (self.target_name,)

    @property
    def strata(self) -> Labels:
        """The labels, of which each part of the data gets its share; of numbers all are alike."""
        return self.labels if self.numbers is None else np.zeros(self.rows, np.intp)

    @cached_property
    def inputs(self) -> Array:
        """The samples as columns, (features, rows): rows become columns here and only here."""
        return np.ascontiguousarray(self.features.T)

    @cached_property
    def targets(self) -> Array:
        """The labels as one-hot columns, (classes, rows); or the numbers, (1, rows)."""
        if self.numbers is None:
            return one_hot(self.labels, len(self.class_names))
        column: Array = self.numbers.reshape(1, -1)
        return column

    def without(self, left_out: Collection[str]) -> "Dataset":
        """The same samples without the features named in `left_out`.

        Raises ValueError for a name that is not a feature's, or when no feature would be left.
        """
        for name in names("left_out", left_out):
            if name not in self.feature_names:
                hint = near(name, self.feature_names)
                raise ValueError(f"left_out has {name!r}, which is no feature of {self.name}{hint}")
        kept = [i for i, name in enumerate(self.feature_names) if name not in left_out]
        if not kept:
            raise ValueError("left_out has every feature, expected at least one to be left")
        if not left_out:
            return self
        kept_names = tuple(self.feature_names[i] for i in kept)
        features = self.features[:, kept]
        return replace(self, feature_names=kept_names, features=features, sources=(), encoded=None)


def target_numbers(numbers: Any) -> Array:
    """One finite number for each row, (rows,); a column of them is taken for that."""
    array = floats("numbers", numbers)
    if array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != 1:
        raise ValueError(f"numbers has shape {array.shape}, expected (rows,)")
    finite("numbers", array.reshape(-1, 1), ("the target",))
    return array


def one_hot(labels: Labels, classes: int) -> Array:
    """Each label as a column with 1 in the label's row and 0 elsewhere: (classes, n).

    Raises ValueError when a label is not in 0 ... classes - 1.
    """
    classes = whole("classes", classes, 1)
    labels = labels_of("labels", labels, classes)
    targets = np.zeros((classes, labels.size))
    targets[labels, np.arange(labels.size)] = 1.0
    return targets


def load_iris() -> Dataset:
    """150 iris flowers: four measures in centimetres, three species (Fisher, 1936)."""
    return load_bundled("iris")


def load_wine() -> Dataset:
    """178 Italian wines: 13 chemical measures, three growers (Forina et al., 1988)."""
    return load_bundled("wine")


def load_breast_cancer() -> Dataset:
    """569 breast tumours: 30 measures of their cells' nuclei, malignant or benign (Wisconsin)."""
    return load_bundled("breast_cancer")


def load_digits() -> Dataset:
    """1,797 handwritten digits: pictures of 8 × 8, each number how much of it is ink, 0 to 16.

    Alpaydin and Kaynak (1998): a bitmap of 32 × 32, its ink counted in blocks of 4 × 4.
    """
    return load_bundled("digits")


def load_diabetes() -> Dataset:
    """442 people with diabetes: ten measures, and how far the disease had come a year later.

    Efron, Hastie, Johnstone and Tibshirani (2004), as measured: scikit-learn's `scaled=False`.
    """
    return load_bundled("diabetes")


BUNDLED: dict[str, Callable[[], Dataset]] = {
    "iris": load_iris,
    "wine": load_wine,
    "breast_cancer": load_breast_cancer,
    "digits": load_digits,
    "diabetes": load_diabetes,
}

NUMBERS = ("diabetes",)
"""Whose last column is a number to predict."""

LARGE = ("breast_cancer", "diabetes", "digits")
"""Where the page runs, these are fetched when they are first wanted: see `large_tables`."""

LARGE_TABLES = "nnlab.large_tables"
"""By its whole name also in an edited copy of this package, which has no tables of its own."""


def load_bundled(name: str) -> Dataset:
    """The table NAME.csv of this folder: features, then the target; classes as they appear."""
    table = read_bundled(name)
    # A copy, so that whoever changes its numbers changes nobody else's.
    return deepcopy(table)


@cache
def read_bundled(name: str) -> Dataset:
    beside = import_module(LARGE_TABLES).__file__ if name in LARGE else __file__
    path = Path(beside or "").with_name(f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    numeric = name in NUMBERS
    classes = [] if numeric else [row[-1] for row in rows]
    class_names = tuple(dict.fromkeys(classes))
    return Dataset(
        name=name,
        feature_names=tuple(header[:-1]),
        class_names=class_names,
        features=np.array([[float(cell) for cell in row[:-1]] for row in rows]),
        numbers=np.array([float(row[-1]) for row in rows]) if numeric else None,
        target_name=header[-1] if numeric else "",
        labels=np.array([class_names.index(name) for name in classes], dtype=np.intp),
    )
