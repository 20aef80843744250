"""Back-propagation against two ways to differentiate that know nothing of it.

Central differences use the network's own loss. The complex step uses a loss written here, one
number at a time, in complex arithmetic: for an analytic L, the imaginary part of L(w + ih) is
h L'(w) - O(h^3), with nothing subtracted, so with h = 1e-30 it is exact to the last digits. It
shares no line with nnlab, and it finds a forward pass that is wrong in itself as well.
"""

import cmath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import NeuralNetwork

HIDDEN = ("sigmoid", "tanh", "relu", "identity")
OUTPUTS = [*((name, "half_squared_error") for name in HIDDEN), ("softmax", "cross_entropy")]


def activate(name, z):
    if name == "sigmoid":
        return [1 / (1 + cmath.exp(-v)) for v in z]
    if name == "tanh":
        return [cmath.tanh(v) for v in z]
    if name == "relu":
        return [v if v.real > 0 else 0j for v in z]
    if name == "softmax":
        total = sum(cmath.exp(v) for v in z)
        return [cmath.exp(v) / total for v in z]
    assert name == "identity"
    return z


def complex_loss(parameters, names, loss, penalties, x, t):
    """The objective: parameters are nested lists of complex numbers, x and t are columns."""
    total = 0j
    for column in range(x.shape[1]):
        a = [complex(v) for v in x[:, column]]
        for (W, b), name in zip(parameters, names, strict=True):
            z = [sum(w * v for w, v in zip(row, a, strict=True)) + c
                 for row, c in zip(W, b, strict=True)]  # fmt: skip
            a = activate(name, z)
        for y, target in zip(a, t[:, column], strict=True):
            if loss == "half_squared_error":
                total += (y - target) ** 2 / 2
            elif target:
                total -= target * cmath.log(y)
    total /= x.shape[1]
    l2, l1 = penalties
    for W, _ in parameters:
        total += l2 / 2 * sum(w * w for row in W for w in row)
        total += l1 * sum(w if w.real > 0 else -w for row in W for w in row)
    return total


def as_complex(network):
    return [([[complex(w) for w in row] for row in layer.W], [complex(c) for c in layer.b[:, 0]])
            for layer in network.layers]  # fmt: skip


@st.composite
def problems(draw):
    """A network of any shape, and a batch that leaves every ReLU clear of its kink."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    hidden = draw(
        st.lists(st.sampled_from(HIDDEN), min_size=len(sizes) - 2, max_size=len(sizes) - 2)
    )
    output, loss = draw(st.sampled_from(OUTPUTS))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    network = NeuralNetwork(
        sizes,
        hidden=hidden,
        output=output,
        loss=loss,
        initializer=draw(st.sampled_from(["uniform", "xavier", "he"])),
        l2=draw(st.sampled_from([0.0, 0.01, 1.0])),
        l1=draw(st.sampled_from([0.0, 0.01, 1.0])),
        rng=rng,
    )
    for layer in network.layers:
        layer.b[:] = rng.uniform(-0.5, 0.5, layer.b.shape)
    n = draw(st.integers(1, 6))
    x = rng.normal(size=(sizes[0], n))
    t = np.eye(sizes[-1])[:, rng.integers(0, sizes[-1], n)]
    return network, hidden, x, t


def clear_of_kinks(network, x, margin):
    outputs = network.forward(x)
    if network.l1 and any(np.abs(layer.W).min() < margin for layer in network.layers):
        return False
    return all(
        layer.activation.name != "relu" or np.abs(layer.W @ a + layer.b).min() > margin
        for layer, a in zip(network.layers, outputs[:-1], strict=True)
    )


@given(problems())
def test_gradients_equal_the_complex_step(problem):
    network, hidden, x, t = problem
    if not clear_of_kinks(network, x, 1e-12):
        return
    names = [*hidden, network.layers[-1].activation.name]
    loss = network.loss_function.name
    parameters = as_complex(network)
    penalties = network.l2, network.l1
    value = complex_loss(parameters, names, loss, penalties, x, t)
    assert network.loss(x, t) == pytest.approx(value.real, rel=1e-12)

    h = 1e-30
    gradients = network.gradients(x, t)
    for k, (W, b) in enumerate(parameters):
        for row, numbers in [*enumerate(W), (None, b)]:
            for i, number in enumerate(numbers):
                numbers[i] = number + h * 1j
                step = complex_loss(parameters, names, loss, penalties, x, t)
                numbers[i] = number
                dW, db = gradients[2 * k], gradients[2 * k + 1]
                ours = db[i, 0] if row is None else dW[row, i]
                assert ours == pytest.approx(step.imag / h, rel=1e-9, abs=1e-13)


@given(problems())
def test_gradients_equal_central_differences(problem):
    network, _, x, t = problem
    if not clear_of_kinks(network, x, 1e-3):
        return
    h = 1e-5
    gradients = network.gradients(x, t)
    for parameter, gradient in zip(network.parameters, gradients, strict=True):
        for index in np.ndindex(parameter.shape):
            middle = parameter[index]
            parameter[index] = middle + h
            above = network.loss(x, t)
            parameter[index] = middle - h
            below = network.loss(x, t)
            parameter[index] = middle
            assert gradient[index] == pytest.approx((above - below) / (2 * h), rel=1e-5, abs=1e-8)
