"""Losses: how far the network's answer y is from the target t, and how that pushes back.

y and t have shape (classes, n). The loss of a batch is the mean over its n columns.
"""

from typing import Protocol

import numpy as np

from .activations import Activation
from .arrays import Array


class Loss(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def equations(self) -> tuple[int, ...]:
        """Numbers of the article's equations for the loss."""
        ...

    @property
    def delta_equations(self) -> tuple[int, ...]:
        """Of those for the output layer's delta."""
        ...

    def per_sample(self, y: Array, t: Array) -> Array:
        """The loss of each column, shape (n,)."""
        ...

    def value(self, y: Array, t: Array) -> float:
        """The loss of the batch: the mean over its columns."""
        ...

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """The derivative of `value` by the output layer's z, for y = f(z); the shape of z."""
        ...


class HalfSquaredError:
    """L = 1/2 ||y - t||^2 for one sample. (eq. 6)"""

    name = "half_squared_error"
    equations = (6,)
    delta_equations = (7, 8)

    def per_sample(self, y: Array, t: Array) -> Array:
        error = y - t
        loss: Array = 0.5 * (error * error).sum(axis=-2)
        return loss

    def value(self, y: Array, t: Array) -> float:
        return float(self.per_sample(y, t).mean())

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """dL/dy = y - t (eq. 7), and y changes with z by f'(z): delta = (y - t) * f'(z). (eq. 8)"""
        return mean_over_columns((y - t) * activation.derivative(y))


class CrossEntropy:
    """L = -sum_i t_i log y_i for one sample; each column of y and of t sums to 1."""

    name = "cross_entropy"
    equations: tuple[int, ...] = ()
    delta_equations: tuple[int, ...] = ()

    # An output that underflows to 0 would give log 0; the smallest normal number gives 708.
    SMALLEST = float(np.finfo(np.float64).tiny)

    def per_sample(self, y: Array, t: Array) -> Array:
        loss: Array = -(t * np.log(np.maximum(y, self.SMALLEST))).sum(axis=-2)
        return loss

    def value(self, y: Array, t: Array) -> float:
        return float(self.per_sample(y, t).mean())

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """delta = y - t.

        With softmax, log y_i = z_i - log sum_k e^z_k, which changes with z_j by (i == j) - y_j.
        So L changes with z_j by -sum_i t_i ((i == j) - y_j) = y_j sum_i t_i - t_j = y_j - t_j.
        """
        return mean_over_columns(y - t)


class WeightedHalfSquaredError(HalfSquaredError):
    """The loss of samples with weights, which are in t: each column sums to its weight w."""

    def per_sample(self, y: Array, t: Array) -> Array:
        """w times 1/2 sum_i (y_i - t_i / w)^2."""
        w = t.sum(axis=-2, keepdims=True)
        error = w * y - t
        loss: Array = 0.5 * (error * error / w).sum(axis=-2)
        return loss

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """w times that of `HalfSquaredError`."""
        w = t.sum(axis=0, keepdims=True)
        return mean_over_columns((w * y - t) * activation.derivative(y))


class WeightedCrossEntropy(CrossEntropy):
    """The loss of samples with weights, which are in t: each column sums to its weight."""

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        """y_j sum_i t_i - t_j: see `CrossEntropy.delta`, where that sum is 1."""
        return mean_over_columns(y * t.sum(axis=0, keepdims=True) - t)


def mean_over_columns(delta: Array) -> Array:
    """A mean loss over n columns passes each column an n-th of its own derivative."""
    n = delta.shape[1]
    return delta if n == 1 else delta / n


LOSSES: dict[str, Loss] = {loss.name: loss for loss in (HalfSquaredError(), CrossEntropy())}

# Not by another name: of a sample that weighs 1 they are the same.
WEIGHTED: dict[str, Loss] = {
    loss.name: loss for loss in (WeightedHalfSquaredError(), WeightedCrossEntropy())
}
