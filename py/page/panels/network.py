"""What the page may ask of the network's picture: another value for a weight or a bias."""

import dataclasses
import math
from typing import Any, Literal

from nnlab.arrays import Array
from nnlab.files.constraints import Number, OneOf, Whole, check
from nnlab.parameters import matrices
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import Edited


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def set_parameter(
        self, layer: int, kind: Literal["W", "b"], row: int, column: int, value: float
    ) -> Edited:
        """Sets W[row, column] or b[row] of a layer; what a cut epoch did since is taken back."""
        lab = self._current.lab
        checkpoint = lab.checkpoint_at(None)
        index = parameter_index(lab, layer, kind, row, column)
        vector = changed(checkpoint.vector, index, value)
        lab.install(dataclasses.replace(checkpoint, vector=vector))
        return {"snapshot": lab.snapshot(), **lab.measured()}


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
