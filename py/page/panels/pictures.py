"""What the page may ask of pictures: a drawing as the network takes it."""

import math
from typing import Any, TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import ListOf, Number, check
from nnlab.pictures import draw
from page.lab.current import CurrentLab
from page.protocol import NotReady

MOST_STROKES = 100
MOST_NUMBERS = 4000
"""Of all strokes together: two for each point."""


class Drawn(TypedDict):
    """A sample in raw units, as `predict` takes it."""

    values: Array


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def draw(self, strokes: list[list[float]]) -> Drawn:
        """A drawing as one row of the data; each stroke is x, y, x, y and so on, y downwards.

        Raises NotReady where the data are no pictures, NotAllowed for what is no drawing.
        """
        pictures = self._current.lab.pictures
        if pictures is None:
            raise NotReady("The data are no pictures.")
        return {"values": draw(check_strokes(strokes), pictures)}


def check_strokes(strokes: Any) -> list[Array]:
    """Each as points, (points, 2). Raises NotAllowed unless all are finite numbers in pairs."""
    rule = ListOf(ListOf(Number(-math.inf), MOST_NUMBERS), MOST_STROKES)
    taken = check("strokes", [list(stroke) for stroke in strokes], rule)
    every = [number for stroke in taken for number in stroke]
    check("strokes", every, ListOf(Number(-math.inf), MOST_NUMBERS))
    return [np.array(stroke[: len(stroke) // 2 * 2]).reshape(-1, 2) for stroke in taken]
