"""What the page may ask of training: a new lab, more epochs."""

import time
from typing import Any, Literal, TypedDict, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import check
from nnlab.reports import EpochReport
from page.protocol import (
    Breakdown,
    Configured,
    Kept,
    LiveFields,
    Reports,
    SetupFields,
    Snapshot,
    Stopped,
)
from page.requests import CONSTRAINTS, LIVE

from .current import CurrentLab
from .lab import Lab


class Trained(TypedDict):
    run: int
    reports: Reports
    snapshot: Snapshot
    breakdown: Breakdown
    stopped: Stopped
    kept: Kept
    engine: Literal["compiled", "plain"]
    why_plain: str  # why it is not the engine that the set-up asks for, or ""


class Retrained(TypedDict):
    """A new lab, and the epochs that it was trained at once."""

    lab: Configured
    trained: Trained


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def configure(self, run: int, setup: SetupFields, new_csv: bool = False) -> Configured:
        """A new lab with untrained weights. `run` marks the replies that belong to it.

        With `new_csv`, the file last read is the set-up's own data from now on.
        """
        lab, csv = self._current.make(setup, new_csv)
        return self._current.install(run, lab, csv)

    def restore(
        self,
        run: int,
        setup: SetupFields,
        snapshot: Snapshot,
        new_csv: bool = False,
        past: Array | None = None,
    ) -> Configured:
        """A new lab that goes on from `snapshot`, as this or another worker gave it.

        From the page's first kernel it comes with the `past` that led to it: see `Lab.restore`.
        """
        lab, csv = self._current.make(setup, new_csv)
        lab.restore(snapshot, past)
        return self._current.install(run, lab, csv)

    def train(self, run: int, epochs: int, budget_ms: float, live: LiveFields) -> Trained:
        """Trains `epochs` more, or as many as fit into `budget_ms` milliseconds.

        `live` holds the fields of the set-up that may change on the way.
        """
        lab = self._current.lab
        self._current.take(live)
        deadline = time.perf_counter() + budget_ms / 1000
        reports = lab.advance(
            check("epochs", epochs, CONSTRAINTS["epochs"]),
            lambda: time.perf_counter() >= deadline,
        )
        engine, why_plain = lab.trainer.engine_used
        return {
            "run": run,
            "reports": as_table(lab, reports),
            "snapshot": lab.snapshot(),
            "breakdown": cast(Any, lab.trainer.breakdown),
            "stopped": cast(Any, lab.trainer.stopped),
            "kept": lab.kept(),
            "engine": cast(Any, engine),
            "why_plain": why_plain,
        }

    def retrain(self, run: int, setup: SetupFields, budget_ms: float) -> Retrained:
        """`configure`, and as much of the whole run as fits into `budget_ms`, in one answer.

        For a page that trains anew whenever a knob is turned: each question asked costs it time.
        """
        started = time.perf_counter()
        configured = self.configure(run, setup)
        checked = self._current.lab.setup
        live = {field: getattr(checked, field) for field in LIVE}
        left_ms = budget_ms - (time.perf_counter() - started) * 1000
        return {"lab": configured, "trained": self.train(run, checked.epochs, left_ms, live)}


def as_table(lab: Lab, reports: list[EpochReport]) -> Reports:
    """Columns of figures, one row for each report; None becomes NaN."""
    names = EpochReport._fields
    columns = zip(*reports, strict=True) if reports else [()] * len(names)
    table = dict(zip(names, columns, strict=True))
    del table["breakdown"]
    if lab.target_scaler is None:
        del table["train_error"], table["test_error"]
    numbers = {name: np.array(column, np.float64) for name, column in table.items()}
    for name in ("train_error", "test_error"):
        if name in numbers:
            numbers[name] = lab.in_unit(numbers[name])
    return cast(Reports, numbers)
