"""Networks with a slip in their back-propagation, by name, for lessons that let one find it.

A lesson file can only name one of these; it brings no code of its own.
"""

from collections.abc import Callable

from nnlab.activations import Activation
from nnlab.arrays import Array
from nnlab.layers import DenseLayer
from nnlab.losses import HalfSquaredError, mean_over_columns
from nnlab.network import NeuralNetwork


class NoSlope(HalfSquaredError):
    """The output's δ without f'(z): y − t alone."""

    def delta(self, y: Array, t: Array, activation: Activation) -> Array:
        delta: Array = mean_over_columns(y - t)
        return delta


class NoTranspose(DenseLayer):
    """A hidden δ with W in the place of Wᵀ, which can be multiplied only when W is square."""

    def delta(self, a: Array, next_layer: DenseLayer, next_delta: Array) -> Array:
        delta: Array = next_layer.W.dot(next_delta) * self.activation.derivative(a)
        return delta


class WrongSign(DenseLayer):
    """Both gradients with the other sign: every step goes uphill."""

    def gradients(self, x: Array, delta: Array) -> tuple[Array, Array]:
        dW, db = super().gradients(x, delta)
        return -dW, -db


def no_slope(network: NeuralNetwork) -> None:
    network.loss_function = NoSlope()


def other_layers(kind: type[DenseLayer]) -> Callable[[NeuralNetwork], None]:
    def put(network: NeuralNetwork) -> None:
        network.layers = [kind(layer.W, layer.b, layer.activation) for layer in network.layers]

    return put


SLIPS: dict[str, Callable[[NeuralNetwork], None]] = {
    "no_slope": no_slope,
    "no_transpose": other_layers(NoTranspose),
    "wrong_sign": other_layers(WrongSign),
}
