"""One set-up at work on the page: an experiment, and how to keep and restore it."""

import dataclasses
from typing import Any, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.data import Dataset
from nnlab.experiment import Experiment
from nnlab.setup import Setup
from nnlab.training import Checkpoint

from .protocol import Snapshot, Table

MOST_ROWS_SHOWN = 2000


class Lab(Experiment):
    """An experiment whose state the page can keep."""

    def __init__(self, setup: Setup, dataset: Dataset | None = None) -> None:
        super().__init__(setup, dataset)
        raw = self.dataset.inputs[:, self.train_rows]
        # Between them lies what the training data showed; each (features,).
        self.low, self.high = raw.min(axis=1), raw.max(axis=1)

    def table(self) -> Table:
        """The first rows of the data, in raw units, for the page to show."""
        test = np.zeros(len(self.dataset.labels))
        test[self.test_rows] = 1.0
        return {
            "features": self.dataset.features[:MOST_ROWS_SHOWN],
            "labels": self.dataset.labels[:MOST_ROWS_SHOWN].astype(np.float64),
            "test": test[:MOST_ROWS_SHOWN],
        }

    def snapshot(self) -> Snapshot:
        """The end of the last whole epoch, as the page keeps it."""
        return cast(Snapshot, dataclasses.asdict(self.trainer.checkpoint()))

    def restore(self, snapshot: Snapshot) -> None:
        """Goes on from a snapshot that came back from the page, its arrays as `{data, shape}`.

        Raises ValueError when it is of another network.
        """
        self.trainer.restore(
            Checkpoint(
                epoch=snapshot["epoch"],
                vector=unpack(snapshot["vector"]),
                optimizer_state={k: unpack(v) for k, v in snapshot["optimizer_state"].items()},
                random_state=snapshot["random_state"],
                first_loss=snapshot["first_loss"],
                best_test_loss=snapshot["best_test_loss"],
                waiting_since=snapshot["waiting_since"],
            )
        )


def unpack(packed: Any) -> Array:
    """The numbers of an array that came back from the page, in a row."""
    return np.array(packed["data"], np.float64)
