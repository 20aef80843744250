"""A set-up: every choice that leads to a trained network, from the data to when to stop."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .activations import ACTIVATIONS
from .checks import flag, names, not_negative, number, one_of, part, positive, whole
from .curves import CURVES
from .data import BUNDLED, TASKS, Dataset
from .engines import ENGINES
from .facts import fact
from .initializers import INITIALIZERS
from .made import checked
from .optimizers import OPTIMIZERS
from .toys import TOYS, make_toy

# Which loss goes with which output of classes: the other pairs have no delta, or none worth having.
OUTPUT_LOSSES = {"sigmoid": "half_squared_error", "softmax": "cross_entropy"}

# A number to predict may be any, so its output is not bent into a range.
NUMBER_OUTPUT = "identity", "half_squared_error"

DATASETS = (*BUNDLED, *TOYS, *CURVES)


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
    """Of an own table: the column that holds the classes or the numbers."""

    task: str = "classes"
    """Of an own table: whether the target is "classes" or "numbers"."""

    left_out: tuple[str, ...] = ()
    """Names of features that the network does not get."""

    test_ratio: float = 0.0
    """The part of the samples that is kept back to test with; 0 trains on all."""

    split_seed: int = 0
    """Draws the toys' points and the split."""

    made: tuple[str, ...] = ()
    """Of data with two features: what is made of them beside, names in `made.MADE`."""

    standardize: bool = False
    hidden_sizes: tuple[int, ...] = (6,)
    hidden_activations: tuple[str, ...] = ("sigmoid",)
    output: str = "sigmoid"
    """Of classes: "sigmoid" with half the squared error, or "softmax" with cross-entropy.

    Numbers are always predicted with "identity" and half the squared error: see `output_for`.
    """

    initializer: str = "uniform"
    optimizer: str = "sgd"
    learning_rate: float = 0.05
    batch_size: int = 1
    l2: float = 0.0
    l1: float = 0.0
    balanced: bool = False
    """Of classes: whether each counts the same in training, however many rows it has.

    See `split.balancing_weights`."""

    shuffle: bool = False
    seed: int = 0
    """Draws the first weights and the order of a shuffled epoch."""

    epochs: int = 400
    target_loss: float = 0.0
    """Stop when the training loss is this low; 0 is never."""

    patience: int = 0
    """Stop after so many epochs without a new lowest test loss; 0 is never.

    It needs a `test_ratio`."""

    engine: str = "auto"
    """"auto", "compiled" where that can be done, or "plain": see `training.Trainer`."""

    def __post_init__(self) -> None:
        """Lists may be given for tuples, and one activation for all hidden layers.

        Raises ValueError naming the field, what is wrong with it, and what is expected.
        """

        def put(field: str, value: Any) -> None:
            object.__setattr__(self, field, value)  # once, before anybody has seen it

        one_of("dataset", self.dataset, (*DATASETS, "own"))
        one_of("task", self.task, TASKS)
        one_of("output", self.output, OUTPUT_LOSSES)
        one_of("initializer", self.initializer, INITIALIZERS)
        one_of("optimizer", self.optimizer, OPTIMIZERS)
        one_of("engine", self.engine, ENGINES)
        put("noise", number("noise", self.noise, "0 to 0.5", lambda x: 0.0 <= x <= 0.5))
        put("test_ratio", part("test_ratio", self.test_ratio))
        put("learning_rate", positive("learning_rate", self.learning_rate))
        for field in ("l2", "l1", "target_loss"):
            put(field, not_negative(field, getattr(self, field)))
        least = {"size": 2, "batch_size": 1, "epochs": 1, "patience": 0, "split_seed": 0, "seed": 0}
        for field, smallest in least.items():
            put(field, whole(field, getattr(self, field), smallest))
        for field in ("standardize", "balanced", "shuffle"):
            put(field, flag(field, getattr(self, field)))
        if self.patience and not self.test_ratio:
            raise ValueError(
                f"patience is {self.patience}, but with test_ratio=0 there is no test loss to wait "
                "for: give a test_ratio above 0, or patience=0"
            )
        put("left_out", names("left_out", self.left_out))
        put("made", checked(self.made))
        put("hidden_sizes", hidden_sizes(self.hidden_sizes))
        put("hidden_activations", hidden_activations(self.hidden_activations, self.hidden_sizes))

    def output_for(self, task: str) -> tuple[str, str]:
        """The output layer's activation and the loss for one of `data.TASKS`."""
        return NUMBER_OUTPUT if task == "numbers" else (self.output, OUTPUT_LOSSES[self.output])

    def load(self) -> Dataset:
        """The data set that `dataset` names, without the features left out.

        Raises ValueError for an unknown data set or feature.
        """
        if self.dataset in BUNDLED:
            dataset = BUNDLED[self.dataset]()
        elif self.dataset in TOYS or self.dataset in CURVES:
            dataset = make_toy(self.dataset, size=self.size, noise=self.noise, seed=self.split_seed)
        else:
            raise ValueError(f"dataset is {self.dataset!r}, expected one of {', '.join(DATASETS)}")
        return dataset.without(self.left_out)


ADDED = {"task": "classes", "balanced": False, "l1": 0.0, "made": ()}
"""Fields that model files from before lack, and what was done then."""


def hidden_sizes(value: Any) -> tuple[int, ...]:
    """How many neurons each hidden layer has; a number alone is one layer's."""
    if isinstance(value, str | None) or (isinstance(value, Iterable) and not ordered(value)):
        raise ValueError(
            f"hidden_sizes is {value!r}, expected whole numbers of 1 or more, in a list or tuple"
        )
    sizes = value if isinstance(value, Collection) else [value]
    found = []
    for size in sizes:
        try:
            found.append(whole("size", size, 1))
        except ValueError:
            wrong = f"hidden_sizes has {size!r}, expected whole numbers of 1 or more"
            raise ValueError(wrong) from None
    return tuple(found)


def ordered(values: Any) -> bool:
    """Whether the layers have an order: a set has none, and what is gone through once is gone."""
    return isinstance(values, Sequence) or hasattr(values, "__array__")


def hidden_activations(value: Any, sizes: tuple[int, ...]) -> tuple[str, ...]:
    """One name for each hidden layer; one alone is for all."""
    if isinstance(value, str):
        value = (value,)
    if not (isinstance(value, Collection) and ordered(value)):
        raise ValueError(
            f"hidden_activations is {value!r}, expected the name of an activation, or a list"
        )
    given = tuple(value)
    for name in given:
        one_of("hidden_activations", name, ACTIVATIONS)
        if not fact(ACTIVATIONS[name], "element_wise"):
            raise ValueError(f"hidden_activations has {name!r}, which goes only at the output")
    if len(given) == 1:
        given *= len(sizes)
    if len(given) != len(sizes):
        raise ValueError(
            f"hidden_activations names {len(given)}, expected {len(sizes)}, one for each of "
            "hidden_sizes, or one for all"
        )
    return given
