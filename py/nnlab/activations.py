"""Activations: what a neuron makes of its weighted sum z.

Each class holds f beside its derivative. The derivative is computed from the output a = f(z), not
from z: the forward pass has a at hand already, and for these functions a is enough.

Beside them stand the facts that others go by: formulas, range, kinks, numbers of equations.
"""

from abc import ABC, abstractmethod
from math import inf

import numpy as np

from .arrays import ONE, Array


class Activation(ABC):
    """f and f', element by element; both return the shape that they were given."""

    name: str
    element_wise = True
    """Whether each output depends on its own z only, so that there is f'."""

    least: float
    """The bounds of f; infinite where there is none."""

    most: float
    kinks: tuple[float, ...] = ()
    """The outputs a at which f' jumps."""

    formula: str
    """f(z) as a Python expression in z."""

    derivative_formula: str
    """f'(z) as one in a = f(z); "" where there is none."""

    derivative_equations: tuple[int, ...] = ()
    """Numbers of the article's equations for f'."""

    delta_equations: tuple[int, ...] = ()
    """Of those for a hidden layer's delta with this f, beside eq. 1."""

    @abstractmethod
    def forward(self, z: Array) -> Array: ...

    @abstractmethod
    def derivative(self, a: Array) -> Array: ...


class Sigmoid(Activation):
    """f(z) = 1 / (1 + e^-z), between 0 and 1.

    For z below -709, e^-z overflows to infinity and f(z) is 0, which is the right limit.
    """

    name = "sigmoid"
    least, most = 0.0, 1.0
    formula = "1 / (1 + exp(-z))"
    derivative_formula = "a * (1 - a)"
    derivative_equations = (2,)
    delta_equations = (3,)

    def forward(self, z: Array) -> Array:
        a: Array = ONE / (ONE + np.exp(-z))
        return a

    def derivative(self, a: Array) -> Array:
        """f'(z) = e^-z / (1 + e^-z)^2 = a * (1 - a). (eq. 2)"""
        return a * (ONE - a)


class Tanh(Activation):
    """f(z) = (e^z - e^-z) / (e^z + e^-z), between -1 and 1."""

    name = "tanh"
    least, most = -1.0, 1.0
    formula = "tanh(z)"
    derivative_formula = "1 - a * a"

    def forward(self, z: Array) -> Array:
        return np.tanh(z)

    def derivative(self, a: Array) -> Array:
        """f'(z) = 1 - tanh(z)^2 = 1 - a * a."""
        return ONE - a * a


class ReLU(Activation):
    """f(z) = max(z, 0).

    There is no derivative at the kink, z = 0; 0 is taken there, as is usual.
    """

    name = "relu"
    least, most = 0.0, inf
    kinks = (0.0,)
    formula = "max(z, 0)"
    derivative_formula = "sign(a)"

    def forward(self, z: Array) -> Array:
        return np.maximum(z, 0.0)

    def derivative(self, a: Array) -> Array:
        """f'(z) is 1 where z > 0, which is where a > 0, and 0 elsewhere: the sign of a."""
        return np.sign(a)


class Identity(Activation):
    """f(z) = z."""

    name = "identity"
    least, most = -inf, inf
    formula = "z"
    derivative_formula = "1"

    def forward(self, z: Array) -> Array:
        return z

    def derivative(self, a: Array) -> Array:
        """f'(z) = 1."""
        return np.ones_like(a)


class Softmax(Activation):
    """f(z)_i = e^z_i / sum_k e^z_k: each column becomes positive and sums to 1.

    Every output depends on every z of its column, so there is no derivative element by element.
    At the output layer, with cross-entropy, none is needed: see `losses.CrossEntropy.delta`.
    """

    name = "softmax"
    element_wise = False
    least, most = 0.0, 1.0
    formula = "exp(z) / sum(exp(z))"
    derivative_formula = ""

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
