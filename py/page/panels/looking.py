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


def predicted(lab: Lab, layers: Sequence[DenseLayer], rows: Labels) -> Labels:
    """The class that each of `rows` is taken for, (n,)."""
    y = forward(lab, layers, np.ascontiguousarray(lab.dataset.features[rows].T))[-1]
    answers: Labels = y.argmax(axis=0)
    return answers


def every_nth(total: int, most: int) -> Labels:
    """All row numbers, or `most` of them evenly spread."""
    return np.unique(np.linspace(0, total - 1, min(total, most), dtype=np.intp))
