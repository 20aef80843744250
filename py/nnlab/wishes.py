"""What of an input speaks for an answer, and what it would have to be for another one.

Both take the gradient by the input.
"""

from collections.abc import Sequence

import numpy as np

from .arrays import Array
from .layers import DenseLayer
from .losses import Loss

MOST_STEPS = 400
PART = 0.01
"""Of its range: how far the input goes in a step that goes farthest."""


def input_gradient(layers: Sequence[DenseLayer], loss: Loss, x: Array, t: Array) -> Array:
    """The derivative of each column's loss by its input x, in the shape of x.

    As in `NeuralNetwork.gradients`; at the first layer delta goes on to the input, for z = W x + b
    changes with x by W.
    """
    outputs = forward(layers, x)
    delta = loss.delta(outputs[-1], t, layers[-1].activation) * x.shape[1]  # of the sum, not mean
    return back_to_input(layers, outputs, delta)


def lead_gradient(layers: Sequence[DenseLayer], x: Array, label: int) -> Array:
    """The derivative of each column's lead of class `label` by its input x, in the shape of x.

    Its lead is its z in the last layer less the mean of the other classes' z: what is added to all
    of them changes no answer. With softmax it is the same of the logarithms of the outputs.
    """
    outputs = forward(layers, x)
    others = layers[-1].b.shape[0] - 1
    delta = np.full(outputs[-1].shape, -1.0 / others)
    delta[label] = 1.0
    return back_to_input(layers, outputs, delta)


def forward(layers: Sequence[DenseLayer], x: Array) -> list[Array]:
    """[x, a1, ..., y]"""
    outputs = [x]
    for layer in layers:
        outputs.append(layer.forward(outputs[-1]))
    return outputs


def back_to_input(layers: Sequence[DenseLayer], outputs: list[Array], delta: Array) -> Array:
    """What changes with the last layer's z by `delta`, by the input."""
    for k in reversed(range(len(layers) - 1)):
        delta = layers[k].delta(outputs[k + 1], layers[k + 1], delta)
    return np.asarray(layers[0].W.T.dot(delta), np.float64)


def others_without(
    layers: Sequence[DenseLayer], x: Array, blank: Array, order: Sequence[int]
) -> tuple[int, int]:
    """How many inputs of x, (inputs, 1), have to be as in `blank` until the answer is another.

    They are taken away one after the other, in this `order`. The second is that other answer; they
    are 0 and the answer to x when it stays the same without all of them.
    """
    less = np.repeat(x, len(order) + 1, axis=1)
    for count, at in enumerate(order):
        less[at, count + 1 :] = blank[at]
    answers = forward(layers, less)[-1].argmax(axis=0)
    other = np.flatnonzero(answers != answers[0])
    count = int(other[0]) if other.size else 0
    return count, int(answers[count])


def changed_until(
    layers: Sequence[DenseLayer],
    loss: Loss,
    x: Array,
    label: int,
    ends: tuple[Array, Array],
    spread: Array,
) -> tuple[Array, bool]:
    """x, (inputs, 1), after small steps against the gradient until it is taken for `label`.

    It stays between the two `ends`. Each input goes as far as its `spread`, in units of the
    network's, squared lets it: what hardly differs in the data hardly changes here, though the
    answer may hang on it. The second is whether it came so far in MOST_STEPS.
    """
    t = np.zeros((layers[-1].b.shape[0], 1))
    t[label] = 1.0
    low, high = ends
    for _ in range(MOST_STEPS):
        if int(forward(layers, x)[-1].argmax()) == label:
            return x, True
        way = -input_gradient(layers, loss, x, t) * spread**2
        # What cannot go further has no say in how far the others go.
        stuck = ((x <= low) & (way < 0.0)) | ((x >= high) & (way > 0.0))
        way = np.where(stuck, 0.0, way)
        largest = float((np.abs(way) / (high - low)).max())
        if largest == 0.0:
            return x, False
        x = np.clip(x + PART / largest * way, low, high)
    return x, False
