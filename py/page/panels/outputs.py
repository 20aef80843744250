"""What several panels need to show a network: computed without changing anything.

`layers` is the network with the parameters of the epoch that is looked at. All indices count
from 0; rows are rows of the data set.
"""

from collections.abc import Sequence

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Labels
from nnlab.layers import DenseLayer
from page.lab.lab import Lab


def forward(lab: Lab, layers: Sequence[DenseLayer], inputs: Array) -> list[Array]:
    """Raw inputs (features, n) to [x, a1, ..., y], x as the network takes it."""
    outputs = [lab.scaled(inputs)]
    with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
        for layer in layers:
            outputs.append(layer.forward(outputs[-1]))
    return outputs


def outputs_of(lab: Lab, layers: Sequence[DenseLayer], rows: Labels) -> Array:
    """The network's outputs for `rows`, (outputs, n)."""
    return forward(lab, layers, np.ascontiguousarray(lab.dataset.features[rows].T))[-1]


def predicted(lab: Lab, layers: Sequence[DenseLayer], rows: Labels) -> Labels:
    """The class that each of `rows` is taken for, (n,)."""
    answers: Labels = outputs_of(lab, layers, rows).argmax(axis=0)
    return answers


def said(lab: Lab, y: Array) -> Array:
    """What outputs (outputs, n) say, (n,): an index of a class, or a number in its unit."""
    answers: Array = lab.answers(y)[0] if lab.target_scaler else y.argmax(axis=0)
    return answers.astype(np.float64)


def true_of(lab: Lab, rows: Labels) -> Array:
    """What is true of `rows`, (n,), as `said` says it."""
    data = lab.dataset
    return data.labels[rows].astype(np.float64) if data.numbers is None else data.numbers[rows]


def every_nth(total: int, most: int) -> Labels:
    """All row numbers, or `most` of them evenly spread."""
    return np.linspace(0, total - 1, min(total, most), dtype=np.intp)
