"""Optimizers against the formulas of PyTorch's documentation, for one parameter in plain floats."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import NeuralNetwork
from nnlab.optimizers import OPTIMIZERS


def sgd(w, gradients, lr):
    for g in gradients:
        w = w - lr * g
    return w


def momentum(w, gradients, lr):
    b = None  # torch: the first step takes the gradient as it is
    for g in gradients:
        b = g if b is None else 0.9 * b + g
        w = w - lr * b
    return w


def rmsprop(w, gradients, lr):
    v = 0.0
    for g in gradients:
        v = 0.99 * v + (1 - 0.99) * g**2
        w = w - lr * g / (math.sqrt(v) + 1e-8)
    return w


def adam(w, gradients, lr):
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = 0.9 * m + (1 - 0.9) * g
        v = 0.999 * v + (1 - 0.999) * g**2
        w = w - lr * (m / (1 - 0.9**t)) / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


FORMULAS = {"sgd": sgd, "momentum": momentum, "rmsprop": rmsprop, "adam": adam}


def test_every_optimizer_has_a_formula():
    assert FORMULAS.keys() == OPTIMIZERS.keys()


@given(
    name=st.sampled_from(sorted(OPTIMIZERS)),
    size=st.integers(1, 5),
    steps=st.integers(1, 30),
    learning_rate=st.floats(1e-4, 1.0),
    seed=st.integers(0, 2**32),
)
def test_steps_equal_the_formula(name, size, steps, learning_rate, seed):
    rng = np.random.default_rng(seed)
    gradients = rng.normal(size=(steps, size))
    start = rng.normal(size=size)
    vector = start.copy()
    optimizer = OPTIMIZERS[name](size)
    for gradient in gradients:
        optimizer.step(vector, gradient.copy(), learning_rate)
    expected = [
        FORMULAS[name](float(w), column.tolist(), learning_rate)
        for w, column in zip(start, gradients.T, strict=True)
    ]
    np.testing.assert_allclose(vector, expected, rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_restore_repeats_what_followed(name):
    rng = np.random.default_rng(1)
    network = NeuralNetwork([3, 4, 2], optimizer=name, rng=rng)
    x, t = rng.normal(size=(3, 5)), rng.random((2, 5))
    for _ in range(3):
        network.train_step(x, t, 0.1)
    parameters, state = network.get_parameters(), network.optimizer.state()

    def three_more():
        for _ in range(3):
            network.train_step(x, t, 0.1)
        return network.vector.copy()

    first = three_more()
    network.set_parameters(parameters)
    network.optimizer.restore(state)
    np.testing.assert_array_equal(three_more(), first)


def test_restore_refuses_a_foreign_state():
    optimizer = OPTIMIZERS["momentum"](3)
    with pytest.raises(ValueError, match=r"\['square'\], expected \['velocity'\]"):
        optimizer.restore({"square": np.zeros(3)})
    with pytest.raises(ValueError, match=r"'velocity' has shape \(2,\), expected \(3,\)"):
        optimizer.restore({"velocity": np.zeros(2)})
