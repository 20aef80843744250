"""Before training: which samples are kept back for the test, and features on one scale."""

from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .checks import columns, floats, part
from .data import Labels


def stratified_split(
    labels: Labels, test_ratio: float, rng: np.random.Generator
) -> tuple[Labels, Labels]:
    """Indices of the training and of the test samples, each in rising order.

    Every class gives `test_ratio` of its samples to the test, rounded, but keeps at least one for
    training; so both parts have the classes in the same proportions.
    Raises ValueError unless 0 <= test_ratio < 1.
    """
    test_ratio = part("test_ratio", test_ratio)
    test: list[Labels] = []
    for label in sorted(set(labels.tolist())):  # np.unique would load all of numpy.ma
        members = rng.permutation(np.flatnonzero(labels == label))
        test.append(members[: min(round(test_ratio * members.size), members.size - 1)])
    chosen = np.zeros(labels.size, dtype=bool)
    chosen[np.concatenate(test)] = True
    return np.flatnonzero(~chosen), np.flatnonzero(chosen)


def balancing_weights(labels: Labels) -> Array:
    """A weight for each row, (n,), with which every class weighs the same, and 1 on average.

    A row of a class that has n_c of n rows, one of k classes, weighs n / (k n_c): scikit-learn's
    class_weight="balanced".
    """
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    weights: Array = labels.size / (counts.size * counts[inverse])
    return weights


@dataclass(frozen=True)
class Standardizer:
    """Moves and scales each feature, or a number to predict, to mean 0 and standard deviation 1.

    It is fitted on the training samples only: what the test samples are like must not leak into
    training. Both arrays are (features, 1).
    """

    mean: Array
    scale: Array

    @classmethod
    def fit(cls, inputs: Array) -> "Standardizer":
        """For inputs (features, n). A feature that is the same everywhere keeps its scale.

        The standard deviation of equal numbers is not 0 but what their mean is rounded by, and
        dividing by that would make a test sample that differs 1e15.
        Raises ValueError when they are no columns, or none at all.
        """
        inputs = floats("inputs", inputs)
        if inputs.ndim != 2 or inputs.shape[1] == 0:
            raise ValueError(
                f"inputs has shape {inputs.shape}, expected (features, n) with n of 1 or more"
            )
        # Squares of huge or tiny numbers have no place among floats; a power of 2 loses nothing.
        _, power = np.frexp(np.abs(inputs).max(axis=1, keepdims=True))
        near_one = np.ldexp(inputs, -power)
        scale = np.ldexp(near_one.std(axis=1, keepdims=True), power)  # 0, too, where it underflows
        span = np.ptp(near_one, axis=1, keepdims=True)
        rounding = 4.0 * np.finfo(np.float64).eps * np.abs(near_one).max(axis=1, keepdims=True)
        constant = (span <= rounding) | (scale == 0.0)
        mean = np.ldexp(near_one.mean(axis=1, keepdims=True), power)
        return cls(mean, np.where(constant, 1.0, scale))

    def transform(self, inputs: Array) -> Array:
        """Raw inputs (features, n) on the network's scale.

        Raises ValueError when they are no columns of as many features as it was fitted to.
        """
        inputs = columns("inputs", inputs, self.mean.shape[0])
        return np.ascontiguousarray((inputs - self.mean) / self.scale)

    def restore(self, scaled: Array) -> Array:
        """What `transform` has scaled, as it was."""
        return self.mean + self.scale * scaled
