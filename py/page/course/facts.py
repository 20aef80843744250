"""Facts of a lab, by name: what the checks of a lesson may ask. Each is one number or one word.

In a lesson file a layer counts from 1, as in W1; row and column are those of Python's
W[row, column] and count from 0; a sample is a row of the data as the page's table has it, from 1.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import NotAllowed, OneOf, Whole, check
from nnlab.files.phrases import Phrase
from nnlab.gradient_check import check_gradients
from nnlab.layers import DenseLayer
from page.check.exercises import EXERCISES
from page.lab.lab import Lab
from page.panels.outputs import forward
from page.requests import CONSTRAINTS

from .walking import Walk

Fact = float | str | bool | tuple[Any, ...]


@dataclass(frozen=True)
class Facing:
    """What the facts are of: the lab, and what the learner did beside it."""

    lab: Lab
    picks: Mapping[int, int] = field(default_factory=dict)
    """Flowers that were sorted: by row, from 1, the class each was taken for."""

    walk: Walk | None = None
    solved: Collection[str] = ()
    """The exercises that Python found right on this device."""


@dataclass(frozen=True)
class Asked:
    """`needs` are the places that a check must name."""

    of: Callable[[Facing, Mapping[str, Any]], Fact]
    needs: tuple[str, ...] = ()
    digits: str = ".3f"
    """How the number is said."""


EXERCISE = OneOf([exercise.name for exercise in EXERCISES])

PLACES: dict[str, Callable[[str, Any], Any]] = {
    "layer": lambda field, value: check(field, value, Whole(1, 9)),
    "row": lambda field, value: check(field, value, Whole(0, 999)),
    "column": lambda field, value: check(field, value, Whole(0, 999)),
    "sample": lambda field, value: check(field, value, Whole(1, 1_000_000)),
    "field": lambda field, value: check(field, value, OneOf([*CONSTRAINTS])),
    "exercise": lambda field, value: check(field, value, EXERCISE),
}


def place(at: Mapping[str, Any], name: str, most: int) -> int:
    """An index of the check, from 0, if the network has so many."""
    first = 1 if name in ("layer", "sample") else 0
    value: int = check(name, at[name], Whole(first, most - 1 + first))
    return value - first


def layer_of(lab: Lab, at: Mapping[str, Any]) -> DenseLayer:
    return lab.network.layers[place(at, "layer", len(lab.network.layers))]


def entry(matrix: Array, at: Mapping[str, Any]) -> float:
    """W[row, column], or of a column vector its row."""
    row = place(at, "row", matrix.shape[0])
    column = place(at, "column", matrix.shape[1]) if "column" in at else 0
    return float(matrix[row, column])


def one(lab: Lab, at: Mapping[str, Any]) -> tuple[Array, Array]:
    """The sample x (features, 1) as the network takes it, and its target."""
    row = place(at, "sample", len(lab.dataset.labels))
    return lab.scaled(lab.dataset.inputs[:, [row]]), lab.dataset.targets[:, [row]]


def input_of(lab: Lab, at: Mapping[str, Any]) -> float:
    """As the network takes it."""
    return entry(one(lab, at)[0], at)


def weighted_sum(lab: Lab, at: Mapping[str, Any]) -> float:
    outputs = lab.network.forward(one(lab, at)[0])
    k = place(at, "layer", len(lab.network.layers))
    layer = lab.network.layers[k]
    return entry(layer.W.dot(outputs[k]) + layer.b, at)


def output(lab: Lab, at: Mapping[str, Any]) -> float:
    return entry(lab.network.forward(one(lab, at)[0])[place(at, "layer", 99) + 1], at)


def gradient(lab: Lab, at: Mapping[str, Any], symbol: int) -> float:
    """Of the mean loss of all training samples, or of one sample when the check names it."""
    trainer = lab.trainer
    x, t = one(lab, at) if "sample" in at else (trainer.inputs, trainer.targets)
    k = place(at, "layer", len(lab.network.layers))
    return entry(lab.network.gradients(x, t)[2 * k + symbol], at)


def slope_of(lab: Lab, at: Mapping[str, Any]) -> float:
    """The f' of one neuron for one sample, a factor of its δ; softmax has none."""
    activation = lab.network.activations[place(at, "layer", len(lab.network.layers))]
    if activation.name == "softmax":
        return 1.0
    return float(activation.derivative(np.array([[output(lab, at)]]))[0, 0])


def gradient_ratio(lab: Lab) -> float:
    """Mean size of the last layer's weight gradients, by that of the first layer's."""
    gradients = lab.network.gradients(lab.trainer.inputs, lab.trainer.targets)
    first, last = np.abs(gradients[0]).mean(), np.abs(gradients[-2]).mean()
    return float(last / first) if first else math.inf


def mean_slope(lab: Lab, at: Mapping[str, Any]) -> float:
    """The mean f' of a layer over the training samples."""
    k = place(at, "layer", len(lab.network.layers))
    with np.errstate(over="ignore"):
        a = lab.network.forward(lab.trainer.inputs)[k + 1]
    return float(lab.network.activations[k].derivative(a).mean())


def different_rows(lab: Lab, at: Mapping[str, Any]) -> float:
    """How many different neurons a layer has: rows of W that are not alike to 1e-9."""
    return float(len(np.unique(np.round(layer_of(lab, at).W, 9), axis=0)))


def rate_of_run(lab: Lab) -> float:
    """The learning rate with which the run was trained; NaN when there were several, or none."""
    rates = {change.learning_rate for change in lab.recorder.journal.changes}
    return rates.pop() if len(rates) == 1 else math.nan


def setup_field(lab: Lab, at: Mapping[str, Any]) -> Fact:
    """A field of the set-up as it is now."""
    trainer, name = lab.trainer, at["field"]
    if name == "l2":
        return lab.network.l2
    if name in ("learning_rate", "batch_size", "target_loss", "patience"):
        return float(getattr(trainer, name))
    value: Fact = getattr(lab.setup, name)
    return value


def test_losses(lab: Lab) -> tuple[Sequence[int], list[float]]:
    """The epochs that are kept, and the loss of the test part after each."""
    trainer, network = lab.trainer, lab.network
    if trainer.test_inputs is None or trainer.test_targets is None:
        raise NotAllowed("test_ratio", 0.0, Phrase("allowed_above", least=0))
    epochs, losses = lab.past.epochs, []
    for epoch in epochs:
        a = lab.scaled(lab.dataset.inputs[:, lab.test_rows])
        for layer in lab.layers_at(epoch):
            a = layer.forward(a)
        losses.append(network.loss_function.value(a, trainer.test_targets))
    return epochs, losses


def lowest_test_loss_epoch(lab: Lab) -> float:
    epochs, losses = test_losses(lab)
    return float(epochs[int(np.argmin(losses))])


def test_loss_rise(lab: Lab) -> float:
    """The latest test loss by the lowest one."""
    _, losses = test_losses(lab)
    return losses[-1] / min(losses)


def sureness(lab: Lab, at: Mapping[str, Any]) -> float:
    """The largest output's part of all outputs, for one sample."""
    row = place(at, "sample", len(lab.dataset.labels))
    y = forward(lab, lab.network.layers, lab.dataset.inputs[:, [row]])[-1][:, 0]
    return float(y.max() / y.sum())


def wrong_matrices(lab: Lab, at: Mapping[str, Any]) -> float:
    """How many of W1, b1, W2, … the gradient check finds wrong, on one sample."""
    checked = check_gradients(lab.network, *one(lab, at))
    return float(sum(matrix.verdict == "wrong" for matrix in checked))


def sorted_right(facing: Facing) -> float:
    labels = facing.lab.dataset.labels
    return float(sum(labels[row - 1] == taken for row, taken in facing.picks.items()))


def updates(lab: Lab) -> float:
    """How many times the weights were changed so far, at the present batch size."""
    trainer = lab.trainer
    batches = -(-trainer.inputs.shape[1] // trainer.batch_size)
    return float(trainer.checkpoint().epoch * batches)


def measured(name: str) -> Callable[[Facing, Mapping[str, Any]], Fact]:
    return lambda facing, _: float(facing.lab.measured()[name])  # type: ignore[literal-required]


FACTS: dict[str, Asked] = {
    "epoch": Asked(lambda f, _: float(f.lab.trainer.checkpoint().epoch), digits=".0f"),
    "train_loss": Asked(measured("train_loss"), digits=".4f"),
    "train_accuracy": Asked(measured("train_accuracy")),
    "test_loss": Asked(measured("test_loss"), digits=".4f"),
    "test_accuracy": Asked(measured("test_accuracy")),
    "breakdown": Asked(lambda f, _: f.lab.trainer.breakdown or "none"),
    "stopped": Asked(lambda f, _: f.lab.trainer.stopped or "none"),
    "setup": Asked(lambda f, at: setup_field(f.lab, at), ("field",), "g"),
    "rate": Asked(lambda f, _: rate_of_run(f.lab), digits="g"),
    "updates": Asked(lambda f, _: updates(f.lab), digits=".0f"),
    "weight": Asked(
        lambda f, at: entry(layer_of(f.lab, at).W, at), ("layer", "row", "column"), ".2f"
    ),
    "bias": Asked(lambda f, at: entry(layer_of(f.lab, at).b, at), ("layer", "row"), ".2f"),
    "input": Asked(lambda f, at: input_of(f.lab, at), ("sample", "row")),
    "sum": Asked(lambda f, at: weighted_sum(f.lab, at), ("sample", "layer", "row")),
    "output": Asked(lambda f, at: output(f.lab, at), ("sample", "layer", "row")),
    "sureness": Asked(lambda f, at: sureness(f.lab, at), ("sample",), ".2f"),
    "delta": Asked(
        lambda f, at: gradient(f.lab, at, 1), ("sample", "layer", "row"), ".4f"
    ),  # eq. 5: the bias's gradient is δ
    "weight_gradient": Asked(
        lambda f, at: gradient(f.lab, at, 0), ("sample", "layer", "row", "column"), ".5f"
    ),
    "slope": Asked(lambda f, at: gradient(f.lab, at, 0), ("layer", "row", "column"), ".4f"),
    "gradient_ratio": Asked(lambda f, _: gradient_ratio(f.lab), digits=".1f"),
    "mean_slope": Asked(lambda f, at: mean_slope(f.lab, at), ("layer",), ".3g"),
    "different_rows": Asked(lambda f, at: different_rows(f.lab, at), ("layer",), ".0f"),
    "lowest_test_loss_epoch": Asked(lambda f, _: lowest_test_loss_epoch(f.lab), digits=".0f"),
    "test_loss_rise": Asked(lambda f, _: test_loss_rise(f.lab), digits=".1f"),
    "walk_steps": Asked(lambda f, _: float(f.walk.steps) if f.walk else 0.0, digits=".0f"),
    "walk_rate": Asked(lambda f, _: f.walk.rate if f.walk else math.nan, digits="g"),
    "nudges": Asked(lambda f, _: float(f.walk.nudges) if f.walk else 0.0, digits=".0f"),
    "sorted": Asked(lambda f, _: float(len(f.picks)), digits=".0f"),
    "sorted_right": Asked(lambda f, _: sorted_right(f), digits=".0f"),
    "gradient_checks": Asked(lambda f, _: float(f.lab.gradient_checks), digits=".0f"),
    "wrong_matrices": Asked(lambda f, at: wrong_matrices(f.lab, at), ("sample",), ".0f"),
    "solved": Asked(lambda f, at: at["exercise"] in f.solved, ("exercise",)),
}
