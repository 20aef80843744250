"""What the page may ask of predicted numbers: how far they are from the true ones, row by row."""

from typing import TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.metrics import mean_absolute_error, r_squared, root_mean_squared_error
from page.lab.current import CurrentLab

from .confusion import Part, part_rows
from .outputs import every_nth, outputs_of, said, true_of

MOST_POINTS = 1000
LARGEST = 20
"""How many rows are named: those that are missed by the most."""


class Residuals(TypedDict):
    """Of `rows` rows of a part: figures, some of them as points, and the rows missed by the most.

    All is in the number's unit, but for R². `within` is how many are missed by less than the root
    mean squared error. NaN where there are no rows.
    """

    rows: int
    r2: float
    rmse: float
    mae: float
    within: int
    row: Array
    true: Array
    predicted: Array
    worst: Array  # places in `row`, the farthest first


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def residuals(self, part: Part, epoch: int | None = None) -> Residuals:
        """The numbers of the training or the test part, true and predicted.

        Raises ValueError where classes are predicted.
        """
        lab = self._current.lab
        if lab.target_scaler is None:
            raise ValueError("classes have no residuals: ask for the confusion matrix")
        rows = part_rows(lab, part)
        true, predicted = true_of(lab, rows), np.zeros(0)
        r2 = rmse = mae = np.nan
        if rows.size:
            predicted = said(lab, outputs_of(lab, lab.layers_at(epoch), rows))
            r2, rmse, mae = (
                measure(predicted, true)
                for measure in (r_squared, root_mean_squared_error, mean_absolute_error)
            )
        error = np.abs(predicted - true)
        farthest = np.argsort(-error, kind="stable")[:LARGEST]
        shown = np.union1d(every_nth(rows.size, MOST_POINTS), farthest) if rows.size else farthest
        return {
            "rows": rows.size,
            "r2": r2,
            "rmse": rmse,
            "mae": mae,
            "within": int((error < rmse).sum()) if rows.size else 0,
            "row": rows[shown].astype(np.float64),
            "true": true[shown],
            "predicted": predicted[shown],
            "worst": np.searchsorted(shown, farthest).astype(np.float64),
        }
