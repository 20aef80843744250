"""A run: the network, its data, and the rates and rules by which it is trained.

This is what a trainer and its stepper share; both read it live, so that a rate may change on the
way.
"""

from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .network import NeuralNetwork


@dataclass(eq=False)
class Run:
    """Inputs are columns (features, n), targets (classes, n): see `training.Trainer`."""

    network: NeuralNetwork
    inputs: Array
    targets: Array
    batch_size: int
    learning_rate: float
    shuffle: bool
    rng: np.random.Generator | None
    """Draws the order of the samples, for each epoch anew, when `shuffle` is set."""

    measure_printed_loss: bool
    test_inputs: Array | None
    test_targets: Array | None
    target_loss: float
    """Stop when the training loss is this low; 0 is never."""

    patience: int
    """Stop after so many epochs without a new lowest test loss; 0 is never."""

    epoch: int = 0
    """How many epochs have ended."""

    first_loss: float = np.nan
    """The training loss before the first epoch."""

    best_test_loss: float = np.inf
    waiting_since: int = 0
    """The epoch that patience is counted from."""
