"""One update of a small network, with numbers worked out on paper.

With q = ln 3 the sigmoid gives fractions: f(-q) = 1/4, f(0) = 1/2, f(q) = 3/4.

Forward, x = (1, 2):
  z1 = (q, -q)                                       a = (3/4, 1/4)
  z2 = (q 3/4 + q 1/4 - q, 4q 3/4 - 4q 1/4 - q) = (0, q)    y = (1/2, 3/4)
Loss, t = (1, 0):
  y - t = (-1/2, 3/4)                                L = 1/2 (1/4 + 9/16) = 13/32
Backward:
  delta2 = (-1/2 · 1/4, 3/4 · 3/16) = (-1/8, 9/64)
  W2^T delta2 = (q (-8 + 36) / 64, q (-8 - 36) / 64) = (7q/16, -11q/16)
  delta1 = (7q/16 · 3/16, -11q/16 · 3/16) = (21q/256, -33q/256)
"""

import math

import numpy as np
import pytest

from nnlab import NeuralNetwork

q = math.log(3)
W1 = np.array([[q, 0.0], [0.0, -q / 2]])
b1 = np.array([[0.0], [0.0]])
W2 = np.array([[q, q], [4 * q, -4 * q]])
b2 = np.array([[-q], [-q]])
x, t = np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]])

BY_HAND = [  # the loss's derivatives by W1, b1, W2, b2
    np.array([[21 * q / 256, 42 * q / 256], [-33 * q / 256, -66 * q / 256]]),
    np.array([[21 * q / 256], [-33 * q / 256]]),
    np.array([[-3 / 32, -1 / 32], [27 / 256, 9 / 256]]),
    np.array([[-1 / 8], [9 / 64]]),
]


@pytest.fixture
def network():
    network = NeuralNetwork([2, 2, 2])
    network.set_parameters([W1, b1, W2, b2])
    return network


def test_forward(network):
    inputs, hidden, output = network.forward(x)
    np.testing.assert_array_equal(inputs, x)
    np.testing.assert_allclose(hidden, [[3 / 4], [1 / 4]], rtol=1e-14)
    np.testing.assert_allclose(output, [[1 / 2], [3 / 4]], rtol=1e-14)


def test_loss(network):
    assert network.loss(x, t) == pytest.approx(13 / 32, rel=1e-14)


def test_gradients(network):
    for gradient, by_hand in zip(network.gradients(x, t), BY_HAND, strict=True):
        np.testing.assert_allclose(gradient, by_hand, rtol=1e-13)


def test_update(network):
    network.train_step(x, t, 0.5)
    steps = zip(network.parameters, (W1, b1, W2, b2), BY_HAND, strict=True)
    for after, before, gradient in steps:
        np.testing.assert_allclose(after, before - 0.5 * gradient, rtol=1e-13, atol=1e-16)


def test_softmax_with_cross_entropy():
    """z = (ln 1, ln 2, ln 5): y = (1, 2, 5) / 8; for t = (0, 1, 0), L = ln 4 and dL/dz = y - t."""
    network = NeuralNetwork([1, 3], output="softmax", loss="cross_entropy")
    network.set_parameters([np.zeros((3, 1)), np.log([[1.0], [2.0], [5.0]])])
    x, t = np.array([[7.0]]), np.array([[0.0], [1.0], [0.0]])
    np.testing.assert_allclose(network.predict(x), [[1 / 8], [2 / 8], [5 / 8]], rtol=1e-14)
    assert network.loss(x, t) == pytest.approx(math.log(4), rel=1e-14)
    dW, db = network.gradients(x, t)
    np.testing.assert_allclose(db, [[1 / 8], [-6 / 8], [5 / 8]], rtol=1e-14)
    np.testing.assert_allclose(dW, 7 * db, rtol=1e-14)


def test_batch_is_the_mean_and_l2_is_on_weights_only(network):
    """Twice the same column: the mean is the one column's; λ = 2 adds 2 W to dW and W·W to L."""
    network.l2 = 2.0
    xs, ts = np.hstack([x, x]), np.hstack([t, t])
    squares = q * q * (1 + 1 / 4 + 1 + 1 + 16 + 16)
    assert network.loss(xs, ts) == pytest.approx(13 / 32 + squares, rel=1e-14)
    dW1, db1, dW2, db2 = BY_HAND
    expected = [dW1 + 2 * W1, db1, dW2 + 2 * W2, db2]
    for gradient, by_hand in zip(network.gradients(xs, ts), expected, strict=True):
        np.testing.assert_allclose(gradient, by_hand, rtol=1e-13)
