"""A run's history: what was measured at the end of each epoch, column by column."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .arrays import Array
from .reports import EpochReport

ERRORS = ("train_error", "test_error")  # of numbers to predict only
COLUMNS = tuple(name for name in EpochReport._fields if name not in ("breakdown", *ERRORS))


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
        numbers = bool(reports) and reports[0].train_error is not None
        super().__init__(
            (name, np.array([getattr(each, name) for each in reports], np.float64))  # None: NaN
            for name in (*COLUMNS, *(ERRORS if numbers else ()))
        )

    def __missing__(self, name: object) -> Array:
        raise KeyError(
            f"{name!r} is no column: there are {', '.join(self)}, each an array that begins with "
            "the untrained network, as in history['train_loss'][-1]"
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
    names = [name for name in EpochReport._fields if name in columns]
    rows = zip(*(columns[name].tolist() for name in names), strict=True)
    known = ([None if np.isnan(figure) else figure for figure in row] for row in rows)
    given: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in known]
    return [EpochReport(**{**row, "epoch": int(row["epoch"]), "breakdown": ""}) for row in given]
