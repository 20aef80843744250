"""Metrics: how good the answers are. A sample's answer is the class of the largest output."""

import numpy as np

from .arrays import Array, Integers
from .checks import labels_of
from .data import Labels


def accuracy(y: Array, labels: Labels) -> float:
    """The part of the columns of y, (classes, n), whose largest row is the label; labels (n,).

    Raises ValueError when these do not go with each other.
    """
    if y.ndim != 2 or np.shape(labels) != (y.shape[1],):
        raise ValueError(
            f"y has shape {y.shape} and labels {np.shape(labels)}, expected (classes, n) and (n,)"
        )
    return float(np.mean(y.argmax(axis=0) == labels))


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


def ratio(part: Array, whole: Integers) -> Array:
    """part / whole, and 0 where whole is 0 (part is 0 there too)."""
    return part / np.maximum(whole, 1)
