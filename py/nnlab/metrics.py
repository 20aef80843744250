"""Metrics: how good the answers are. A class is the place of the largest output.

Of numbers to predict, y and t are what was answered and what is true, both of any one shape.
"""

import numpy as np

from .arrays import Array, Integers
from .checks import labels_of
from .data import Labels


def accuracy(y: Array, labels: Labels) -> float:
    """The part of the columns of y, (classes, n), whose largest row is the label; labels (n,).

    A column with a NaN is never right. Raises ValueError when these do not go with each other.
    """
    if y.ndim != 2 or np.shape(labels) != (y.shape[1],):
        hint = ": rows? pass y.T" if y.ndim == 2 and np.shape(labels) == y.shape[:1] else ""
        raise ValueError(
            f"y has shape {y.shape} and labels {np.shape(labels)}, "
            f"expected (classes, n) and (n,){hint}"
        )
    right = (y.argmax(axis=0) == labels) & ~np.isnan(y).any(axis=0)
    return float(np.mean(right))


def confusion_matrix(true: Labels, predicted: Labels, classes: int) -> Integers:
    """Counts, (classes, classes): row i, column j is how many of class i were taken for j.

    Raises ValueError for a label that is no class, or when there are more of one than the other.
    """
    true, predicted = labels_of("true", true, classes), labels_of("predicted", predicted, classes)
    if true.size != predicted.size:
        raise ValueError(f"{true.size} true and {predicted.size} predicted labels")
    matrix = np.zeros((classes, classes), dtype=np.intp)
    np.add.at(matrix, (true, predicted), 1)
    return matrix


def precision_recall_f1(matrix: Integers) -> tuple[Array, Array, Array]:
    """For each class of a confusion matrix: precision, recall, and F1; each (classes,).

    Precision is the part that is right among those taken for the class, recall the part that was
    found among those of the class, F1 their harmonic mean. Where there is nothing to divide by,
    the figure is 0.
    """
    right = matrix.diagonal().astype(np.float64)
    taken = matrix.sum(axis=0)
    there = matrix.sum(axis=1)
    return ratio(right, taken), ratio(right, there), ratio(2.0 * right, taken + there)


def mean_squared_error(y: Array, t: Array) -> float:
    """The mean of (y - t)^2. Raises ValueError when there are not as many of each."""
    if y.shape != t.shape:
        raise ValueError(f"y has shape {y.shape} and t {t.shape}, expected the same")
    return float(np.mean((y - t) ** 2))


def root_mean_squared_error(y: Array, t: Array) -> float:
    """How far off an answer is, as a rule, in the unit of t; large errors count for more."""
    return float(np.sqrt(mean_squared_error(y, t)))


def mean_absolute_error(y: Array, t: Array) -> float:
    """How far off an answer is on average, in the unit of t."""
    mean_squared_error(y, t)  # for what it raises
    return float(np.mean(np.abs(y - t)))


def r_squared(y: Array, t: Array) -> float:
    """R²: the share of the variance of t that the answers explain. See `explained`."""
    return explained(mean_squared_error(y, t), float(t.var()))


def explained(squared_error: float, variance: float) -> float:
    """R² from a mean squared error and the variance of what is true: 1 - error / variance.

    1 is perfect, 0 no better than always answering the mean, and below 0 worse than that. Where
    nothing varies it is 1 for no error and 0 for any, as in scikit-learn.
    """
    if variance == 0.0:
        return 0.0 if squared_error else 1.0
    return 1.0 - squared_error / variance


def ratio(part: Array, whole: Integers) -> Array:
    """part / whole, and 0 where whole is 0 (part is 0 there too)."""
    return part / np.maximum(whole, 1)
