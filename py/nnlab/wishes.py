"""What an input would have to be for another answer: the loss's gradient by the input."""

from collections.abc import Sequence

import numpy as np

from .arrays import Array
from .layers import DenseLayer
from .losses import Loss

MOST_STEPS = 400
PART = 0.01
"""Of the range from `low` to `high` that the pixel which changes most changes in a step."""


def input_gradient(layers: Sequence[DenseLayer], loss: Loss, x: Array, t: Array) -> Array:
    """The derivative of each column's loss by its input x, in the shape of x.

    As in `NeuralNetwork.gradients`; at the first layer delta goes on to the input, for z = W x + b
    changes with x by W.
    """
    outputs = [x]
    for layer in layers:
        outputs.append(layer.forward(outputs[-1]))
    delta = loss.delta(outputs[-1], t, layers[-1].activation) * x.shape[1]  # of the sum, not mean
    for k in reversed(range(len(layers) - 1)):
        delta = layers[k].delta(outputs[k + 1], layers[k + 1], delta)
    return np.asarray(layers[0].W.T.dot(delta), np.float64)


def changed_until(
    layers: Sequence[DenseLayer], loss: Loss, x: Array, label: int, low: Array, high: Array
) -> tuple[Array, bool]:
    """x, (inputs, 1), after small steps against the gradient until it is taken for `label`.

    It stays between `low` and `high`. The second is whether it came so far in MOST_STEPS.
    """
    t = np.zeros((layers[-1].b.shape[0], 1))
    t[label] = 1.0
    reach = PART * float((high - low).max())
    for _ in range(MOST_STEPS):
        y = x
        for layer in layers:
            y = layer.forward(y)
        if int(y.argmax()) == label:
            return x, True
        gradient = input_gradient(layers, loss, x, t)
        # What cannot go further has no say in how far the others go.
        stuck = ((x <= low) & (gradient > 0.0)) | ((x >= high) & (gradient < 0.0))
        gradient = np.where(stuck, 0.0, gradient)
        largest = float(np.abs(gradient).max())
        if largest == 0.0:
            return x, False
        x = np.clip(x - reach / largest * gradient, low, high)
    return x, False
