"""What the page may ask of right and wrong answers: the confusion matrix and its cells."""

from typing import Literal, TypedDict, get_args

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Labels
from nnlab.files.constraints import OneOf, Whole, check
from nnlab.metrics import confusion_matrix, precision_recall_f1
from page.lab.current import CurrentLab
from page.lab.lab import Lab

from .outputs import predicted

MOST_ROWS = 500
"""Of a cell: as many as can be seen and pressed. Others are counted only."""


Part = Literal["train", "test"]


class Confusion(TypedDict):
    """`matrix[i, j]` is how many rows of class i were taken for j; the figures are per class."""

    rows: int
    matrix: Array
    precision: Array
    recall: Array
    f1: Array
    accuracy: float


class ConfusedRows(TypedDict):
    """The rows in one cell: `total` of them, the first few hundred by number and features."""

    total: int
    rows: Array
    features: Array


class WrongRows(TypedDict):
    """All rows that are taken for another class: `total`, and the first few hundred of them."""

    total: int
    rows: Array
    features: Array
    labels: Array
    predicted: Array


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def confusion(self, part: Part, epoch: int | None = None) -> Confusion:
        """The confusion matrix of the training or the test part, and each class's figures."""
        lab = with_classes(self._current.lab)
        layers = lab.layers_at(epoch)
        rows = part_rows(lab, part)
        classes = len(lab.dataset.class_names)
        labels = lab.dataset.labels[rows]
        matrix = confusion_matrix(labels, predicted(lab, layers, rows), classes)
        precision, recall, f1 = precision_recall_f1(matrix)
        return {
            "rows": len(rows),
            "matrix": matrix.astype(np.float64),
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "accuracy": float(matrix.diagonal().sum() / max(1, len(rows))),
        }

    def confused_rows(
        self, part: Part, actual: int, taken_for: int, epoch: int | None = None
    ) -> ConfusedRows:
        """The rows in one cell of that matrix: of class `actual`, taken for class `taken_for`."""
        lab = with_classes(self._current.lab)
        layers = lab.layers_at(epoch)
        classes = len(lab.dataset.class_names)
        check("actual", actual, Whole(0, classes - 1))
        check("taken_for", taken_for, Whole(0, classes - 1))
        rows = part_rows(lab, part)
        rows = rows[lab.dataset.labels[rows] == actual]
        rows = rows[predicted(lab, layers, rows) == taken_for] if len(rows) else rows
        return {
            "total": len(rows),
            "rows": rows[:MOST_ROWS].astype(np.float64),
            "features": lab.dataset.features[rows[:MOST_ROWS]],
        }

    def wrong_rows(self, part: Part, epoch: int | None = None) -> WrongRows:
        """Every row of the part that is answered wrongly, in the data's order."""
        lab = self._current.lab
        rows = part_rows(lab, part)
        answers = predicted(lab, lab.layers_at(epoch), rows) if len(rows) else rows
        wrong = answers != lab.dataset.labels[rows]
        rows, answers = rows[wrong], answers[wrong]
        return {
            "total": len(rows),
            "rows": rows[:MOST_ROWS].astype(np.float64),
            "features": lab.dataset.features[rows[:MOST_ROWS]],
            "labels": lab.dataset.labels[rows[:MOST_ROWS]].astype(np.float64),
            "predicted": answers[:MOST_ROWS].astype(np.float64),
        }


def with_classes(lab: Lab) -> Lab:
    """Raises ValueError for a lab that predicts numbers, which are not confused but missed."""
    if lab.dataset.task != "classes":
        raise ValueError("a number to predict has no classes: ask for its residuals")
    return lab


def part_rows(lab: Lab, part: Part) -> Labels:
    """The rows of "train" or "test". Raises NotAllowed for another part."""
    check("part", part, OneOf(get_args(Part)))
    return lab.train_rows if part == "train" else lab.test_rows
