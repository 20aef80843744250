"""What is known when an epoch has ended."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arrays import Array
from .metrics import explained


class EpochReport(NamedTuple):
    """What is known when an epoch has ended."""

    epoch: int
    """How many epochs have ended, this one included."""

    printed_loss: float | None
    """The note's figure: the sum over the samples of the loss of each, measured right after the
    update from its own batch. None when it was not measured."""

    train_loss: float
    """The mean loss of a training sample now, at the epoch's end, without any penalty."""

    train_accuracy: float
    """The part of the samples that are answered rightly; of numbers to predict, R²."""

    test_loss: float | None
    test_accuracy: float | None

    breakdown: str
    """"" while all is well; "not_finite" or "saturated": see `Trainer`."""

    train_error: float | None = None
    """Of numbers to predict the root mean squared error, on the scale of the trainer's targets."""

    test_error: float | None = None


def with_errors(
    reports: Sequence[EpochReport], targets: Array, test_targets: Array | None
) -> list[EpochReport]:
    """Reports whose accuracies are mean squared errors, with R² and root mean squared errors."""
    spread = variance(targets)
    test_spread = np.nan if test_targets is None else variance(test_targets)
    return [
        report._replace(
            train_accuracy=explained(report.train_accuracy, spread),
            test_accuracy=test if test is None else explained(test, test_spread),
            train_error=report.train_accuracy**0.5,
            test_error=test if test is None else test**0.5,
        )
        for report in reports
        for test in (report.test_accuracy,)
    ]


def variance(targets: Array) -> float:
    """Of targets (outputs, n), summed over the outputs."""
    return float(targets.var(axis=1).sum())
