"""A network's parameters: matrices that lie one behind the other in one vector.

The vector is [W1, b1, W2, b2, ...], each matrix row by row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .arrays import Array
from .layers import DenseLayer


@dataclass(frozen=True)
class Matrix:
    """Where one matrix of parameters lies in the vector."""

    symbol: str
    """"W" or "b"."""

    layer: int
    """Counted from 1."""

    shape: tuple[int, int]
    """(outputs, inputs) of a W, (outputs, 1) of a b."""

    place: slice

    def of(self, vector: Array) -> Array:
        """The matrix as a view of its piece of `vector`, (parameters,).

        `vector` may also be (steps, parameters), one vector for each of many steps; the view is
        then (steps, *shape).
        """
        return vector[..., self.place].reshape(*vector.shape[:-1], *self.shape)

    def index(self, row: int, column: int = 0) -> int:
        """Where the entry (row, column) stands in the vector."""
        return int(self.place.start + row * self.shape[1] + column)


def matrices(sizes: Sequence[int]) -> list[Matrix]:
    """W1, b1, W2, b2, ... of a network whose layers have these sizes, the inputs first."""
    found: list[Matrix] = []
    start = 0
    for layer, (inputs, outputs) in enumerate(pairwise(sizes), 1):
        for symbol, columns in (("W", inputs), ("b", 1)):
            end = start + outputs * columns
            found.append(Matrix(symbol, layer, (outputs, columns), slice(start, end)))
            start = end
    return found


def check_views(layers: Sequence[DenseLayer], vector: Array) -> None:
    """Raises ValueError for a W or b that is no view of the vector, which training changes."""
    for k, layer in enumerate(layers):
        for name, array in (("W", layer.W), ("b", layer.b)):
            if array.base is not vector and not np.may_share_memory(array, vector):
                raise ValueError(
                    f"layers[{k}].{name} is no view of the network's vector any more, so training "
                    f"would not change it: write layers[{k}].{name}[...] = values, or vector[...]"
                )
