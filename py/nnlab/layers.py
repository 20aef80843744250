"""A fully connected layer: forward, and beside it what the chain rule makes of it."""

from .activations import Activation
from .arrays import Array


class DenseLayer:
    """a = f(W x + b).

    W has shape (outputs, inputs), b (outputs, 1); x is (inputs, n) and a is (outputs, n) for a
    batch of n columns. `delta` is always the derivative of the loss by a layer's z = W x + b, and
    has the shape of that z.
    """

    def __init__(self, weights: Array, bias: Array, activation: Activation) -> None:
        self.W = weights
        self.b = bias
        self.activation = activation

    def forward(self, x: Array) -> Array:
        """a = f(z) with z = W x + b."""
        return self.activation.forward(self.W.dot(x) + self.b)

    def delta(self, a: Array, next_layer: "DenseLayer", next_delta: Array) -> Array:
        """delta = W_next^T delta_next * f'(z), f'(z) taken from this layer's output a. (eq. 1, 3)

        The output a reaches the loss only through z_next = W_next a + b_next, so by the chain rule
        the loss changes with a by W_next^T delta_next; and a changes with z by f'(z).
        f is this layer's own activation: eq. 3 is eq. 1 for a sigmoid.
        """
        delta: Array = next_layer.W.T.dot(next_delta) * self.activation.derivative(a)
        return delta

    def gradients(self, x: Array, delta: Array) -> tuple[Array, Array]:
        """Derivatives of the loss by W and by b, in the shapes of W and b. (eq. 4, 5)

        z_i = sum_j W_ij x_j + b_i, so z_i changes with W_ij by x_j and with b_i by 1. Over a batch
        the product sums the samples' contributions, and so must the sum for b.
        """
        dW = delta.dot(x.T)
        db = delta if delta.shape[1] == 1 else delta.sum(axis=1, keepdims=True)
        return dW, db
