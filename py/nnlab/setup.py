"""A set-up: every choice that leads to a trained network, from the data to when to stop."""

from dataclasses import dataclass

from .data import BUNDLED, Dataset
from .toys import TOYS, make_toy

# Which loss goes with which output: the other pairs have no delta, or none worth having.
OUTPUT_LOSSES = {"sigmoid": "half_squared_error", "softmax": "cross_entropy"}

DATASETS = (*BUNDLED, *TOYS)


@dataclass(frozen=True)
class Setup:
    """One field for each choice. The defaults are the note's run."""

    dataset: str = "iris"
    """A name in DATASETS, or "own" for a table that the caller brings."""

    noise: float = 0.1
    """Of a toy data set: see `toys`."""

    size: int = 200
    """Of a toy data set: how many points."""

    target: str = ""
    """Of an own table: the column that holds the classes."""

    left_out: tuple[str, ...] = ()
    """Names of features that the network does not get."""

    test_ratio: float = 0.0
    """The part of the samples that is kept back to test with; 0 trains on all."""

    split_seed: int = 0
    """Draws the toys' points and the split."""

    standardize: bool = False
    hidden_sizes: tuple[int, ...] = (6,)
    hidden_activations: tuple[str, ...] = ("sigmoid",)
    output: str = "sigmoid"
    """"sigmoid" with half the squared error, or "softmax" with cross-entropy."""

    initializer: str = "uniform"
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    batch_size: int = 1
    l2: float = 0.0
    shuffle: bool = False
    seed: int = 0
    """Draws the first weights and the order of a shuffled epoch."""

    epochs: int = 400
    target_loss: float = 0.0
    """Stop when the training loss is this low; 0 is never."""

    patience: int = 0
    """Stop after so many epochs without a new lowest test loss; 0 is never."""

    engine: str = "compiled"
    """"compiled" where that can be done, or "plain": see `training.Trainer`."""

    @property
    def loss(self) -> str:
        return OUTPUT_LOSSES[self.output]

    def load(self) -> Dataset:
        """The data set that `dataset` names, without the features left out.

        Raises ValueError for an unknown data set or feature.
        """
        if self.dataset in BUNDLED:
            dataset = BUNDLED[self.dataset]()
        elif self.dataset in TOYS:
            dataset = make_toy(self.dataset, size=self.size, noise=self.noise, seed=self.split_seed)
        else:
            raise ValueError(f"dataset is {self.dataset!r}, expected one of {', '.join(DATASETS)}")
        return dataset.without(self.left_out)
