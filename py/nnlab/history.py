"""A run's history: what was measured at the end of each epoch, column by column."""

from collections.abc import Mapping, Sequence

import numpy as np

from .arrays import Array
from .training import EpochReport

COLUMNS = EpochReport._fields[:-1]  # all but the breakdown


class History(dict[str, Array]):
    """A dict of arrays (epochs,): what `EpochReport` has, NaN where nothing was measured.

        history["train_loss"][-1]
        pandas.DataFrame(history)
        matplotlib.pyplot.plot(history["epoch"], history["train_loss"])

    Index 0 is the untrained network.
    """

    stopped = ""
    """The rule that ended training early, or "": see `Trainer`."""

    breakdown = ""
    """How training broke down, or "": see `Trainer`."""

    def __init__(self, reports: Sequence[EpochReport] = ()) -> None:
        columns = zip(*reports, strict=True) if reports else [()] * len(COLUMNS)
        super().__init__(
            (name, np.array(column, np.float64))  # None becomes NaN
            for name, column in zip(COLUMNS, columns, strict=False)
        )

    def __repr__(self) -> str:
        if not self["epoch"].size:
            return "History of no epoch"
        last = {name: column[-1] for name, column in self.items() if not np.isnan(column[-1])}
        figures = (f"{name} {value:.4g}" for name, value in last.items() if name != "epoch")
        ended = f" ({self.breakdown or self.stopped})" if self.breakdown or self.stopped else ""
        return f"History of {last['epoch']:.0f} epochs{ended}: {', '.join(figures)}"


def reports_of(columns: Mapping[str, Array]) -> list[EpochReport]:
    """The reports that a history's columns were made of."""
    rows = zip(*(columns[name].tolist() for name in COLUMNS), strict=True)
    known = ([None if np.isnan(figure) else figure for figure in row] for row in rows)
    return [EpochReport._make([int(row[0] or 0), *row[1:], ""]) for row in known]
