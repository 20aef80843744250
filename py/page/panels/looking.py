"""What the views of the page show: computed on one set of parameters, without changing anything.

`layers` is the network with the parameters of the epoch that is looked at. All indices count
from 0; rows are rows of the data set.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Dataset, Labels
from nnlab.layers import DenseLayer
from nnlab.metrics import confusion_matrix, precision_recall_f1
from nnlab.parameters import matrices
from page.constraints import Number, OneOf, Whole, check
from page.lab.lab import Lab
from page.protocol import ConfusedRows, Confusion, Regions
from page.requests import check_values

# Points over the map, rows of a cell: as many as can be seen and pressed. Others are counted only.
MOST_POINTS = 1000
MOST_ROWS = 500
LARGEST_SIDE = 256


def forward(lab: Lab, layers: Sequence[DenseLayer], inputs: Array) -> list[Array]:
    """Raw inputs (features, n) to [x, a1, ..., y], x as the network takes it."""
    outputs = [lab.scaled(inputs)]
    with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
        for layer in layers:
            outputs.append(layer.forward(outputs[-1]))
    return outputs


def weighted_sums(layers: Sequence[DenseLayer], outputs: Sequence[Array]) -> list[Array]:
    """Each layer's z = W x + b, (neurons, n), from what `forward` gave."""
    return [layer.W.dot(x) + layer.b for layer, x in zip(layers, outputs, strict=False)]


def predicted(lab: Lab, layers: Sequence[DenseLayer], rows: Labels) -> Labels:
    """The class that each of `rows` is taken for, (n,)."""
    y = forward(lab, layers, np.ascontiguousarray(lab.dataset.features[rows].T))[-1]
    answers: Labels = y.argmax(axis=0)
    return answers


def confusion(lab: Lab, layers: Sequence[DenseLayer], part: str) -> Confusion:
    """The confusion matrix of the training or the test part, and each class's figures."""
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
    lab: Lab, layers: Sequence[DenseLayer], part: str, actual: int, taken_for: int
) -> ConfusedRows:
    """The rows in one cell of that matrix: of class `actual`, taken for class `taken_for`."""
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


def regions(
    lab: Lab,
    layers: Sequence[DenseLayer],
    *,
    x_feature: int,
    y_feature: int,
    values: Sequence[float],
    side: int,
    neurons: bool,
) -> Regions:
    """The plane of two features, on a grid of side × side, the others held at `values`.

    `predicted` and `margin` (the largest output minus the second) are (side, side), from the
    plane's lower left corner row by row. With `neurons`, every layer's outputs come too, each
    (neurons, side, side).
    """
    features = len(lab.dataset.feature_names)
    check("x_feature", x_feature, Whole(0, features - 1))
    check("y_feature", y_feature, Whole(0, features - 1))
    sample = check_values(lab.dataset, values)
    check("side", side, Whole(2, LARGEST_SIDE))

    x_range, y_range = (span(lab.dataset.features[:, k]) for k in (x_feature, y_feature))
    plane = np.repeat(sample[:, np.newaxis], side * side, axis=1)
    grid_x, grid_y = np.meshgrid(centers(x_range, side), centers(y_range, side))
    plane[y_feature] = grid_y.ravel()
    plane[x_feature] = grid_x.ravel()
    outputs = forward(lab, layers, plane)
    y = outputs[-1]
    top = np.partition(y, -2, axis=0)[-2:] if len(y) > 1 else np.vstack([np.zeros_like(y), y])

    rows = every_nth(len(lab.dataset.labels), MOST_POINTS)
    return {
        "x_range": x_range,
        "y_range": y_range,
        "predicted": y.argmax(axis=0).reshape(side, side).astype(np.float64),
        "margin": (top[1] - top[0]).reshape(side, side),
        "neurons": [a.reshape(-1, side, side) for a in outputs[1:]] if neurons else [],
        "points": {
            "row": rows.astype(np.float64),
            "x": lab.dataset.features[rows, x_feature],
            "y": lab.dataset.features[rows, y_feature],
            "label": lab.dataset.labels[rows].astype(np.float64),
            "predicted": predicted(lab, layers, rows).astype(np.float64),
            "test": np.isin(rows, lab.test_rows).astype(np.float64),
        },
    }


def most_telling(dataset: Dataset) -> tuple[int, int]:
    """The two features that tell the classes apart best, the earlier one first.

    They have the largest F: variance of the class means over that within the classes (R. A.
    Fisher's analysis of variance). Of one or two features, the first and the last.
    """
    features, targets = dataset.features, dataset.targets
    if features.shape[1] < 3:
        return 0, features.shape[1] - 1
    spread = features - features.mean(axis=0)
    sizes = np.maximum(targets.sum(axis=1, keepdims=True), 1.0)
    between = (targets.dot(spread) ** 2 / sizes).sum(axis=0)
    # F grows with the share of all variance that lies between the classes.
    share = between / np.maximum((spread * spread).sum(axis=0), 1e-12)
    first, last = sorted(np.argsort(-share, kind="stable")[:2].tolist())
    return first, last


def parameter_index(lab: Lab, layer: Any, kind: Any, row: Any, column: Any) -> int:
    """Where W[row, column] or b[row] of `layer` stands in the network's vector.

    Raises NotAllowed naming what does not exist.
    """
    sizes = lab.network.sizes
    check("layer", layer, Whole(0, len(sizes) - 2))
    weights, biases = matrices(sizes)[2 * layer : 2 * layer + 2]
    check("row", row, Whole(0, sizes[layer + 1] - 1))
    if check("kind", kind, OneOf(["W", "b"])) == "b":
        return biases.index(row)
    check("column", column, Whole(0, sizes[layer] - 1))
    return weights.index(row, column)


def changed(vector: Array, index: int, value: Any) -> Array:
    """A copy of the vector with another value at `index`. Raises NotAllowed unless it is finite."""
    copy = vector.copy()
    copy[index] = check("value", value, Number(-math.inf))
    return copy


def part_rows(lab: Lab, part: str) -> Labels:
    """The rows of "train" or "test". Raises NotAllowed for another part."""
    check("part", part, OneOf(["train", "test"]))
    return lab.train_rows if part == "train" else lab.test_rows


def span(column: Array) -> tuple[float, float]:
    """The plane's extent in one feature: the data's, and a tenth of it more on either side."""
    low, high = float(column.min()), float(column.max())
    more = 0.1 * (high - low) or 0.5
    return low - more, high + more


def centers(extent: tuple[float, float], cells: int) -> Array:
    """The middle of each of `cells` equal parts of an extent, (cells,)."""
    return np.linspace(extent[0], extent[1], 2 * cells + 1, dtype=np.float64)[1::2]


def every_nth(total: int, most: int) -> Labels:
    """All row numbers, or `most` of them evenly spread."""
    return np.unique(np.linspace(0, total - 1, min(total, most), dtype=np.intp))
