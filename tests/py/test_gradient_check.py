"""The gradient check must pass what is right, blame what is wrong, and excuse what has no slope."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import NeuralNetwork, load_iris
from nnlab.gradient_check import KINK, RIGHT, TOO_SMALL, check_gradients, stuck_neurons
from nnlab.layers import DenseLayer

HIDDEN = ("sigmoid", "tanh", "relu", "identity")
OUTPUTS = [*((name, "half_squared_error") for name in HIDDEN), ("softmax", "cross_entropy")]


def iris_columns(*rows):
    iris = load_iris()
    return iris.inputs[:, rows], iris.targets[:, rows]


@given(
    st.lists(st.tuples(st.integers(1, 5), st.sampled_from(HIDDEN)), max_size=2),
    st.sampled_from(OUTPUTS),
    st.sampled_from(["uniform", "xavier", "he"]),
    st.sampled_from([0.0, 0.2]),
    st.lists(st.integers(0, 149), min_size=1, max_size=4),
    st.integers(0, 10**6),
)
def test_right_code_is_never_blamed(hidden, output, initializer, l2, rows, seed):
    network = NeuralNetwork(
        [4, *(size for size, _ in hidden), 3],
        hidden=[name for _, name in hidden],
        output=output[0],
        loss=output[1],
        initializer=initializer,
        l2=l2,
        rng=seed,
    )
    vector = network.vector.copy()
    checks = check_gradients(network, *iris_columns(*rows))
    assert [c.verdict for c in checks if c.verdict == "wrong"] == []
    assert np.array_equal(network.vector, vector)
    shapes = [c.error.shape for c in checks]
    assert shapes == [p.shape for p in network.parameters]


def transposed_weights(self, a, next_layer, next_delta):
    return (next_layer.W @ next_delta) * self.activation.derivative(a)


def no_slope(self, a, next_layer, next_delta):
    return next_layer.W.T @ next_delta


def flipped_delta(self, a, next_layer, next_delta):
    return -(next_layer.W.T @ next_delta) * self.activation.derivative(a)


def doubled_weights(self, x, delta):
    return 2.0 * delta @ x.T, delta.sum(axis=1, keepdims=True)


def one_columns_bias(self, x, delta):
    return delta @ x.T, delta[:, :1]


@pytest.mark.parametrize(
    "method, slip, blamed",
    [
        ("delta", transposed_weights, ["W1", "b1"]),
        ("delta", no_slope, ["W1", "b1"]),
        ("delta", flipped_delta, ["W1", "b1"]),
        ("gradients", doubled_weights, ["W1", "W2"]),
        ("gradients", one_columns_bias, ["b1", "b2"]),
    ],
)
def test_a_slip_is_found_where_it_is(monkeypatch, method, slip, blamed):
    network = NeuralNetwork([4, 3, 3], rng=1)
    monkeypatch.setattr(DenseLayer, method, slip)
    checks = check_gradients(network, *iris_columns(0, 60, 120))
    assert [f"{c.symbol}{c.layer}" for c in checks if c.verdict == "wrong"] == blamed
    assert all(c.largest_error > 0.01 for c in checks if c.verdict == "wrong")


def test_a_wrong_entry_among_right_ones_is_the_one_that_is_marked(monkeypatch):
    right = DenseLayer.gradients

    def one_off(self, x, delta):
        dW, db = right(self, x, delta)
        dW[2, 1] *= 1.001
        return dW, db

    monkeypatch.setattr(DenseLayer, "gradients", one_off)
    network = NeuralNetwork([4, 3, 3], rng=1)
    for check in check_gradients(network, *iris_columns(0, 60)):
        wrong = np.argwhere(check.state != RIGHT).tolist()
        assert wrong == ([[2, 1]] if check.symbol == "W" else [])
        if check.symbol == "W":
            assert check.largest_error == pytest.approx(0.001, rel=0.01)


def test_the_corner_of_a_relu_is_no_mistake():
    """With z = 0 exactly, the loss has a corner: half the slope is seen, and 0 is computed."""
    network = NeuralNetwork([1, 1, 1], hidden="relu", output="identity")
    network.vector[:] = [0.0, 0.0, 1.0, 0.0]
    first, bias, *_ = check_gradients(network, np.array([[1.0]]), np.array([[1.0]]))
    assert first.verdict == bias.verdict == "kink"
    assert first.state.item() == KINK
    assert first.analytic.item() == 0.0
    assert first.numeric.item() == pytest.approx(-0.5, abs=1e-4)


@pytest.mark.parametrize("hidden, why", [("relu", "dead"), ("sigmoid", "saturated")])
def test_a_stuck_neuron_is_explained_and_not_blamed(hidden, why):
    network = NeuralNetwork([2, 3, 2], hidden=hidden, output="identity", rng=0)
    network.layers[0].W[:] = 0.1
    network.layers[0].b[:] = 0.1
    network.layers[0].b[1] = -100.0
    x, t = np.array([[1.0, 2.0], [0.5, 1.0]]), np.eye(2)
    first = check_gradients(network, x, t)[0]
    assert (first.state[1] == TOO_SMALL).all()
    assert (first.state[[0, 2]] == RIGHT).all()
    assert first.verdict == "right"
    (stuck,) = stuck_neurons(network, x)
    assert (stuck.layer, stuck.why, stuck.neurons) == (1, why, (2,))


def test_an_error_leaves_the_network_as_it_was(monkeypatch):
    network = NeuralNetwork([4, 3, 3], rng=1)
    vector, left = network.vector.copy(), 5

    def failing_loss(y, t):
        nonlocal left
        left -= 1
        if left == 0:
            raise RuntimeError("stop")
        return 1.0

    monkeypatch.setattr(network.loss_function, "value", failing_loss)
    with pytest.raises(RuntimeError):
        check_gradients(network, *iris_columns(0))
    assert np.array_equal(network.vector, vector)
