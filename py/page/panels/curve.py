"""What the page may ask of a number that one feature tells: the network's curve and its parts."""

from typing import TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import Whole, check
from page.lab.current import CurrentLab

from .outputs import every_nth, forward, outputs_of, said, true_of
from .regions import MOST_POINTS, Points, span

MOST_PLACES = 1000


class NumberCurve(TypedDict):
    """The answer at each x, (places,), in the number's unit.

    answer = base + the sum of the shares: `shares` (neurons, places) is what each neuron of the
    last hidden layer adds to `base`, the answer if all of them were silent.
    """

    x: Array
    answer: Array
    base: float
    shares: Array
    points: Points


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def curve(self, places: int, epoch: int | None = None) -> NumberCurve:
        """The curve over the only feature, at so many even places of its extent.

        Raises ValueError where there is more than one feature, or no number to predict.
        """
        lab = self._current.lab
        if lab.target_scaler is None or len(lab.dataset.feature_names) != 1:
            raise ValueError("a curve needs one feature, and a number to predict")
        check("places", places, Whole(2, MOST_PLACES))
        layers = lab.layers_at(epoch)
        x = np.linspace(*span(lab.dataset.features[:, 0]), places)
        *_, a, y = forward(lab, layers, x[np.newaxis])
        scale, last = float(lab.target_scaler.scale[0, 0]), layers[-1]
        rows = every_nth(lab.dataset.rows, MOST_POINTS)
        true = true_of(lab, rows)
        return {
            "x": x,
            "answer": said(lab, y),
            "base": float(lab.answers(last.b)[0, 0]),
            "shares": scale * last.W[0][:, np.newaxis] * a,
            "points": {
                "row": rows.astype(np.float64),
                "x": lab.dataset.features[rows, 0],
                "y": true,
                "label": true,
                "predicted": said(lab, outputs_of(lab, layers, rows)),
                "test": np.isin(rows, lab.test_rows).astype(np.float64),
            },
        }
