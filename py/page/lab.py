"""One set-up at work: its data, its network and trainer, and how to keep and restore them."""

import dataclasses
from typing import cast

import numpy as np

from nnlab.presets import DATASETS, Preset
from nnlab.training import Checkpoint

from .protocol import Snapshot


class Lab:
    """A data set and a trainer on it, as a set-up asks."""

    def __init__(self, setup: Preset) -> None:
        self.dataset = DATASETS[setup.dataset]()
        self.trainer = setup.trainer(self.dataset, setup.seed)
        self.network = self.trainer.network

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
                vector=np.array(snapshot["vector"]["data"]),
                optimizer_state={
                    name: np.array(packed["data"])
                    for name, packed in snapshot["optimizer_state"].items()
                },
                random_state=snapshot["random_state"],
                first_loss=snapshot["first_loss"],
            )
        )
