"""What the page may ask of the decision regions: the plane of two features."""

from typing import TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import Whole, check
from page.lab.current import CurrentLab
from page.requests import check_values

from .outputs import every_nth, forward, outputs_of, said, true_of

# Points over the map: as many as can be seen and pressed. Others are counted only.
MOST_POINTS = 1000
LARGEST_SIDE = 256


class Points(TypedDict):
    """Rows of the data on the plane of `Regions`; each array has one entry for each."""

    row: Array
    x: Array
    y: Array
    label: Array
    predicted: Array
    test: Array


class Regions(TypedDict):
    """The plane of two features: see `regions.Questions.regions`."""

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    predicted: Array
    margin: Array
    neurons: list[Array]
    points: Points


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def regions(
        self,
        x_feature: int,
        y_feature: int,
        values: list[float],
        side: int,
        neurons: bool,
        epoch: int | None = None,
    ) -> Regions:
        """The plane of two features, on a grid of side × side, the others held at `values`.

        `predicted` (an index of a class, or a number in its unit) and `margin` (the largest output
        minus the second) are (side, side), from the plane's lower left corner row by row. With
        `neurons`, every layer's outputs come too, each (neurons, side, side).
        """
        lab = self._current.lab
        layers = lab.layers_at(epoch)
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

        rows = every_nth(lab.dataset.rows, MOST_POINTS)
        return {
            "x_range": x_range,
            "y_range": y_range,
            "predicted": said(lab, y).reshape(side, side),
            "margin": (top[1] - top[0]).reshape(side, side),
            "neurons": [a.reshape(-1, side, side) for a in outputs[1:]] if neurons else [],
            "points": {
                "row": rows.astype(np.float64),
                "x": lab.dataset.features[rows, x_feature],
                "y": lab.dataset.features[rows, y_feature],
                "label": true_of(lab, rows),
                "predicted": said(lab, outputs_of(lab, layers, rows)),
                "test": np.isin(rows, lab.test_rows).astype(np.float64),
            },
        }


def span(column: Array) -> tuple[float, float]:
    """The plane's extent in one feature: the data's, and a tenth of it more on either side."""
    low, high = float(column.min()), float(column.max())
    more = 0.1 * (high - low) or 0.5
    return low - more, high + more


def centers(extent: tuple[float, float], cells: int) -> Array:
    """The middle of each of `cells` equal parts of an extent, (cells,)."""
    return np.linspace(extent[0], extent[1], 2 * cells + 1, dtype=np.float64)[1::2]
