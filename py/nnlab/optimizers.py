"""Optimizers: how the gradient changes the parameters.

`parameters` and `gradients` are vectors of one length: all weights and biases of a network in a
row. `step` updates `parameters` in place. The formulas are those of PyTorch's documentation
(torch.optim), with its default constants; g is the gradient and lr the learning rate.

`state` copies what an optimizer remembers between steps, and `restore` puts it back. `equations`
says once more, as data, what `step` computes.
"""

from collections.abc import Mapping
from typing import Protocol

import numpy as np

from .arrays import Array

Equations = tuple[tuple[str, str], ...]
"""What is computed, in order: (name, its new value as a Python expression).

The names are `parameter`, `gradient`, `learning_rate`, the optimizer's constants, and what it
remembers; one that no equation computes has the value that `state` gives after the step.
"""


class Optimizer(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def usual_rate(self) -> float:
        """A learning rate to begin with, for batches of one sample."""
        ...

    @property
    def constants(self) -> tuple[str, ...]:
        """The attributes that are constants of the equations."""
        ...

    @property
    def equations(self) -> Equations: ...

    def step(self, parameters: Array, gradients: Array, learning_rate: float) -> None: ...

    def state(self) -> dict[str, Array]: ...

    def restore(self, state: Mapping[str, Array]) -> None: ...


class Memory:
    """An optimizer's arrays, each an attribute named in `remembers`."""

    remembers: tuple[str, ...] = ()
    constants: tuple[str, ...] = ()

    def state(self) -> dict[str, Array]:
        """Copies of the arrays, by name."""
        return {name: getattr(self, name).copy() for name in self.remembers}

    def restore(self, state: Mapping[str, Array]) -> None:
        """Undoes what happened since `state()` gave `state`.

        Raises ValueError when the names or the shapes are not this optimizer's.
        """
        if set(state) != set(self.remembers):
            raise ValueError(f"state has {sorted(state)}, expected {sorted(self.remembers)}")
        for name in self.remembers:
            shape, expected = np.shape(state[name]), getattr(self, name).shape
            if shape != expected:
                raise ValueError(f"state {name!r} has shape {shape}, expected {expected}")
        for name in self.remembers:
            getattr(self, name)[...] = state[name]


class SGD(Memory):
    """Gradient descent: a step downhill, along -g. The note's update."""

    name = "sgd"
    usual_rate = 0.05
    equations = (("parameter", "parameter - learning_rate * gradient"),)

    def __init__(self, size: int) -> None:
        """`size` is the number of parameters; this optimizer remembers nothing of them."""

    def step(self, parameters: Array, gradients: Array, learning_rate: float) -> None:
        parameters -= learning_rate * gradients


class Momentum(Memory):
    """A ball that rolls downhill: v = 0.9 v + g; parameters -= lr v."""

    name = "momentum"
    usual_rate = 0.005
    remembers = ("velocity",)
    momentum = 0.9
    constants = ("momentum",)
    equations = (
        ("velocity", "momentum * velocity + gradient"),
        ("parameter", "parameter - learning_rate * velocity"),
    )

    def __init__(self, size: int) -> None:
        self.velocity = np.zeros(size)

    def step(self, parameters: Array, gradients: Array, learning_rate: float) -> None:
        self.velocity *= self.momentum
        self.velocity += gradients
        parameters -= learning_rate * self.velocity


class RMSProp(Memory):
    """Divides each g by its recent size: s = 0.99 s + 0.01 g^2; parameters -= lr g / (√s + ε)."""

    name = "rmsprop"
    usual_rate = 0.001
    remembers = ("square",)
    decay = 0.99
    epsilon = 1e-8
    constants = ("decay", "epsilon")
    equations = (
        ("square", "decay * square + (1 - decay) * gradient ** 2"),
        ("parameter", "parameter - learning_rate * gradient / (sqrt(square) + epsilon)"),
    )

    def __init__(self, size: int) -> None:
        self.square = np.zeros(size)

    def step(self, parameters: Array, gradients: Array, learning_rate: float) -> None:
        self.square *= self.decay
        self.square += (1.0 - self.decay) * gradients * gradients
        parameters -= learning_rate * gradients / (np.sqrt(self.square) + self.epsilon)


class Adam(Memory):
    """Momentum and RMSProp in one (Kingma and Ba, 2015, algorithm 1).

    m = β1 m + (1 - β1) g and s = β2 s + (1 - β2) g^2 start at 0, and are therefore too small at
    first, by the factors 1 - β1^t and 1 - β2^t after t steps; both are divided by these:
    parameters -= lr (m / (1 - β1^t)) / (√(s / (1 - β2^t)) + ε).
    """

    name = "adam"
    usual_rate = 0.001
    remembers = ("mean", "square", "beta1_power", "beta2_power")
    beta1 = 0.9
    beta2 = 0.999
    epsilon = 1e-8
    constants = ("beta1", "beta2", "epsilon")
    equations = (
        ("mean", "beta1 * mean + (1 - beta1) * gradient"),
        ("square", "beta2 * square + (1 - beta2) * gradient ** 2"),
        (
            "parameter",
            "parameter - learning_rate * (mean / (1 - beta1_power))"
            " / (sqrt(square / (1 - beta2_power)) + epsilon)",
        ),
    )

    def __init__(self, size: int) -> None:
        self.mean = np.zeros(size)
        self.square = np.zeros(size)
        self.beta1_power = np.ones(1)  # β1^t
        self.beta2_power = np.ones(1)

    def step(self, parameters: Array, gradients: Array, learning_rate: float) -> None:
        self.beta1_power *= self.beta1
        self.beta2_power *= self.beta2
        self.mean *= self.beta1
        self.mean += (1.0 - self.beta1) * gradients
        self.square *= self.beta2
        self.square += (1.0 - self.beta2) * gradients * gradients
        mean = self.mean / (1.0 - self.beta1_power)
        square = self.square / (1.0 - self.beta2_power)
        parameters -= learning_rate * mean / (np.sqrt(square) + self.epsilon)


OPTIMIZERS: dict[str, type[SGD] | type[Momentum] | type[RMSProp] | type[Adam]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "rmsprop": RMSProp,
    "adam": Adam,
}
