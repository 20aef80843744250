"""Many runs as one picture: the median and the quartiles of their curves, epoch by epoch."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Array


class Band(NamedTuple):
    """Half of the runs lie between `low` and `high`, half of them below `median`; each (epochs,).

    NaN where no run has a figure.
    """

    low: Array
    median: Array
    high: Array


def band(values: Array) -> Band:
    """The quartiles of each column of `values`, (runs, epochs); NaN entries do not count.

    Between two runs they are interpolated linearly, as `numpy.quantile` does by default.
    """
    ordered = np.sort(values, axis=0)  # NaN comes last
    last = np.isfinite(values).sum(axis=0) - 1
    columns = np.arange(values.shape[1])

    def quantile(part: float) -> Array:
        place = part * np.maximum(last, 0)
        below = place.astype(np.intp)
        above = np.minimum(below + 1, np.maximum(last, 0))
        low, high = ordered[below, columns], ordered[above, columns]
        between: Array = low + (high - low) * (place - below)
        return np.where(last >= 0, between, np.nan)

    return Band(quantile(0.25), quantile(0.5), quantile(0.75))


def on_common_epochs(
    epochs: Sequence[Array], curves: Sequence[Array], broken: Sequence[bool]
) -> tuple[Array, Array]:
    """Curves of different lengths as one table: all epochs, (epochs,), and (runs, epochs).

    Between its own epochs, and after its end, a run keeps its latest value. One that has broken
    down has none after its end: it is no longer a run like the others.
    """
    common = np.array(sorted({epoch for each in epochs for epoch in each.tolist()}))
    table = np.empty((len(curves), common.size))
    for row, (own, curve, is_broken) in enumerate(zip(epochs, curves, broken, strict=True)):
        latest = np.searchsorted(own, common, side="right") - 1
        table[row] = curve[latest]
        if is_broken:
            table[row, common > own[-1]] = np.nan
    return common, table


def mean_and_spread(figures: Array) -> tuple[float, float]:
    """The mean, and the standard deviation that is expected of one more figure (n - 1).

    NaN when there are too few figures for it.
    """
    count = figures.size
    mean = float(figures.mean()) if count else np.nan
    return mean, float(figures.std(ddof=1)) if count > 1 else np.nan
