"""A run: the network, its data, and the rates and rules by which it is trained.

This is what a trainer and its stepper share; both read it live, so that a rate may change on the
way.
"""

from dataclasses import dataclass, field

import numpy as np

from .arrays import Array
from .checks import flag, not_negative, positive, whole
from .facts import fact
from .network import NeuralNetwork
from .parameters import check_views


@dataclass(eq=False)
class Run:
    """Inputs are columns (features, n), targets (outputs, n): see `training.Trainer`."""

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

    task: str = "classes"
    """What is learnt: one of `data.TASKS`."""

    epoch: int = 0
    """How many epochs have ended."""

    planned: int = 0
    """How many are likely to come at least: whether compiling is worth it."""

    first_loss: float = np.nan
    """The training loss before the first epoch."""

    best_test_loss: float = np.inf
    waiting_since: int = 0
    """The epoch that patience is counted from."""

    _checked: tuple[object, ...] = field(default=(), init=False)
    """The rates and rules that `check` has found in order."""

    def check(self) -> None:
        """Raises ValueError, naming it, for a rate or a rule that cannot be.

        Also for a W or b that training would not reach.
        """
        check_views(self.network.layers, self.network.vector)
        chosen = (
            self.batch_size, self.learning_rate, self.network.l2, fact(self.network, "l1"),
            self.shuffle, self.rng, self.measure_printed_loss, self.target_loss, self.patience,
        )  # fmt: skip
        if chosen != self._checked:  # as before each epoch that somebody asks for alone
            self._check_choices()
            self._checked = chosen

    def _check_choices(self) -> None:
        self.batch_size = whole("batch_size", self.batch_size, 1)
        self.learning_rate = positive("learning_rate", self.learning_rate)
        self.network.l2 = not_negative("network.l2", self.network.l2)
        if fact(self.network, "l1"):
            self.network.l1 = not_negative("network.l1", self.network.l1)
        self.shuffle = flag("shuffle", self.shuffle)
        if self.shuffle and self.rng is None:
            raise ValueError("shuffle needs rng: a seed, or a numpy.random.Generator")
        self.measure_printed_loss = flag("measure_printed_loss", self.measure_printed_loss)
        self.target_loss = not_negative("target_loss", self.target_loss)
        self.patience = whole("patience", self.patience, 0)
        if self.patience and self.test_inputs is None:
            raise ValueError(
                f"patience is {self.patience}, but there is no test loss to wait for: give "
                "test_inputs and test_targets (or a set-up's test_ratio), or patience=0"
            )
