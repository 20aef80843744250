"""Presets: whole set-ups by name, from the data to the number of epochs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .data import Dataset, load_iris
from .network import NeuralNetwork
from .training import Trainer

DATASETS: dict[str, Callable[[], Dataset]] = {"iris": load_iris}


@dataclass(frozen=True)
class Preset:
    """One field for each choice; the names are those that `NeuralNetwork` and `Trainer` take."""

    dataset: str
    hidden_sizes: tuple[int, ...]
    hidden: str
    output: str
    loss: str
    initializer: str
    optimizer: str
    l2: float
    learning_rate: float
    batch_size: int
    shuffle: bool
    epochs: int
    seed: int

    def trainer(self, dataset: Dataset, seed: int) -> Trainer:
        """A new network for `dataset`, ready to be trained. `seed` draws all that is random."""
        rng = np.random.default_rng(seed)
        network = NeuralNetwork(
            [len(dataset.feature_names), *self.hidden_sizes, len(dataset.class_names)],
            hidden=self.hidden,
            output=self.output,
            loss=self.loss,
            initializer=self.initializer,
            optimizer=self.optimizer,
            l2=self.l2,
            rng=rng,
        )
        return Trainer(
            network,
            dataset.inputs,
            dataset.targets,
            batch_size=self.batch_size,
            learning_rate=self.learning_rate,
            shuffle=self.shuffle,
            rng=rng,
        )


PRESETS: dict[str, Preset] = {
    # The note's run: raw centimetres, rows in the file's order, an update after each.
    "paper": Preset(
        dataset="iris",
        hidden_sizes=(6,),
        hidden="sigmoid",
        output="sigmoid",
        loss="half_squared_error",
        initializer="uniform",
        optimizer="sgd",
        l2=0.0,
        learning_rate=0.05,
        batch_size=1,
        shuffle=False,
        epochs=400,
        seed=0,
    ),
}
