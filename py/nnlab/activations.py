"""Activations: what a neuron makes of its weighted sum z.

Each class holds f beside its derivative. The derivative is computed from the output a = f(z), not
from z: the forward pass has a at hand already, and for these functions a is enough.
"""

from typing import Protocol

import numpy as np

from .arrays import ONE, Array


class Activation(Protocol):
    """f and f', element by element; both return the shape that they were given."""

    @property
    def name(self) -> str: ...

    def forward(self, z: Array) -> Array: ...

    def derivative(self, a: Array) -> Array: ...


class Sigmoid:
    """f(z) = 1 / (1 + e^-z), between 0 and 1.

    For z below -709, e^-z overflows to infinity and f(z) is 0, which is the right limit.
    """

    name = "sigmoid"

    def forward(self, z: Array) -> Array:
        a: Array = ONE / (ONE + np.exp(-z))
        return a

    def derivative(self, a: Array) -> Array:
        """f'(z) = e^-z / (1 + e^-z)^2 = a * (1 - a). (eq. 2)"""
        return a * (ONE - a)


class Tanh:
    """f(z) = (e^z - e^-z) / (e^z + e^-z), between -1 and 1."""

    name = "tanh"

    def forward(self, z: Array) -> Array:
        return np.tanh(z)

    def derivative(self, a: Array) -> Array:
        """f'(z) = 1 - tanh(z)^2 = 1 - a * a."""
        return ONE - a * a


class ReLU:
    """f(z) = max(z, 0).

    There is no derivative at the kink, z = 0; 0 is taken there, as is usual.
    """

    name = "relu"

    def forward(self, z: Array) -> Array:
        return np.maximum(z, 0.0)

    def derivative(self, a: Array) -> Array:
        """f'(z) is 1 where z > 0, which is where a > 0, and 0 elsewhere: the sign of a."""
        return np.sign(a)


class Identity:
    """f(z) = z."""

    name = "identity"

    def forward(self, z: Array) -> Array:
        return z

    def derivative(self, a: Array) -> Array:
        """f'(z) = 1."""
        return np.ones_like(a)


class Softmax:
    """f(z)_i = e^z_i / sum_k e^z_k: each column becomes positive and sums to 1.

    Every output depends on every z of its column, so there is no derivative element by element.
    At the output layer, with cross-entropy, none is needed: see `losses.CrossEntropy.delta`.
    """

    name = "softmax"

    def forward(self, z: Array) -> Array:
        # Subtracting a column's maximum leaves the ratio as it is and keeps e^z from overflowing.
        e = np.exp(z - z.max(axis=-2, keepdims=True))
        a: Array = e / e.sum(axis=-2, keepdims=True)
        return a

    def derivative(self, a: Array) -> Array:
        """Raises ValueError: there is none."""
        raise ValueError("softmax has no element-wise derivative: only cross_entropy goes with it")


ACTIVATIONS: dict[str, Activation] = {
    activation.name: activation for activation in (Sigmoid(), Tanh(), ReLU(), Identity(), Softmax())
}
