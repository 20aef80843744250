"""What a network is made of: shapes, seeds, views, and what it refuses."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import NeuralNetwork
from nnlab.arrays import seeded
from nnlab.initializers import INITIALIZERS


@given(sizes=st.lists(st.integers(1, 9), min_size=2, max_size=6), seed=st.integers(0, 2**32))
def test_first_weights_are_the_notes(sizes, seed):
    network = NeuralNetwork(sizes, rng=seed)
    assert [p.shape for p in network.parameters] == [
        shape for i, o in pairwise(sizes) for shape in ((o, i), (o, 1))
    ]
    for layer in network.layers:
        assert (np.abs(layer.W) <= 0.5).all()
        assert not layer.b.any()
    again = NeuralNetwork(sizes, rng=np.random.default_rng(seed))
    np.testing.assert_array_equal(again.vector, network.vector)


@pytest.mark.parametrize(
    ("name", "variance"), [("uniform", 1 / 12), ("xavier", 2 / 500), ("he", 2 / 300)]
)
def test_initializers_have_the_variance_that_they_promise(name, variance):
    W = INITIALIZERS[name](np.random.default_rng(0), 200, 300)
    assert W.shape == (200, 300)
    assert abs(W.mean()) < 4 * np.sqrt(variance / W.size)
    assert W.var() == pytest.approx(variance, rel=0.03)


def test_parameters_are_the_live_arrays():
    network = NeuralNetwork([2, 3, 1])
    network.parameters[2][0, 0] = 99.0
    assert network.layers[1].W[0, 0] == 99.0
    assert 99.0 in network.vector


def test_set_parameters_copies_and_get_parameters_gives_copies():
    network = NeuralNetwork([2, 3, 1], rng=0)
    saved = network.get_parameters()
    x, t = np.ones((2, 1)), np.ones((1, 1))
    before = network.predict(x)
    network.train_step(x, t, 1.0)
    assert not np.array_equal(network.predict(x), before)
    network.set_parameters(saved)
    np.testing.assert_array_equal(network.predict(x), before)
    network.train_step(x, t, 1.0)
    np.testing.assert_array_equal(saved[0], NeuralNetwork([2, 3, 1], rng=0).layers[0].W)


@pytest.mark.parametrize("wrong", [slice(0, 3), slice(None, None, -1)])
def test_set_parameters_refuses_other_shapes_and_changes_nothing(wrong):
    network = NeuralNetwork([2, 3, 1])
    before = network.vector.copy()
    with pytest.raises(ValueError, match="parameters have shapes"):
        network.set_parameters([p + 1.0 for p in network.parameters][wrong])
    np.testing.assert_array_equal(network.vector, before)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"sizes": [4]}, r"sizes is \[4\]"),
        ({"sizes": [4, 0, 3]}, r"sizes is \[4, 0, 3\]"),
        ({"sizes": [4, 2.5, 3]}, r"sizes is \[4, 2.5, 3\]"),
        ({"hidden": "sigmod"}, "activation is 'sigmod', expected one of sigmoid, tanh"),
        ({"hidden": ["tanh", "relu"]}, "hidden names 2 activations, expected 1"),
        ({"hidden": "softmax"}, "hidden has 'softmax'"),
        ({"output": "softmax"}, "'softmax' does not go with loss 'half_squared_error'"),
        ({"loss": "cross_entropy"}, "'sigmoid' does not go with loss 'cross_entropy'"),
        ({"loss": "hinge"}, "loss is 'hinge'"),
        ({"initializer": "zeros"}, "initializer is 'zeros'"),
        ({"optimizer": "lion"}, "optimizer is 'lion'"),
        ({"l2": -1.0}, "l2 is -1.0"),
        ({"l2": float("nan")}, "l2 is nan"),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        NeuralNetwork(**{"sizes": [4, 6, 3], **arguments})


def test_extreme_inputs_give_the_limits_quietly():
    """Warnings are errors here, so an overflow would be heard."""
    x = np.array([[-1e6, 1e6]])
    for hidden in ("sigmoid", "tanh"):
        network = NeuralNetwork([1, 1, 1], hidden=hidden)
        network.set_parameters([np.ones((1, 1)), np.zeros((1, 1))] * 2)
        low = 0.0 if hidden == "sigmoid" else -1.0
        expected = 1 / (1 + np.exp(-np.array([[low, 1.0]])))
        np.testing.assert_allclose(network.predict(x), expected, rtol=1e-14)
    network = NeuralNetwork([1, 2], output="softmax", loss="cross_entropy")
    network.set_parameters([np.array([[1.0], [-1.0]]), np.zeros((2, 1))])
    np.testing.assert_array_equal(network.predict(x), [[0.0, 1.0], [1.0, 0.0]])
    assert network.loss(x, np.array([[1.0, 1.0], [0.0, 0.0]])) == pytest.approx(354.2, abs=0.1)


@given(
    steps=st.integers(1, 4),
    columns=st.integers(1, 4),
    hidden=st.sampled_from(["sigmoid", "tanh", "relu", "identity"]),
    softmax=st.booleans(),
    seed=st.integers(0, 2**32),
)
def test_predict_with_is_predict_for_each_step(steps, columns, hidden, softmax, seed):
    rng = np.random.default_rng(seed)
    output = {"output": "softmax", "loss": "cross_entropy"} if softmax else {"output": "sigmoid"}
    network = NeuralNetwork([3, 4, 2], hidden=hidden, rng=rng, **output)
    vectors = rng.normal(size=(steps, network.vector.size))
    xs = rng.normal(size=(steps, 3, columns))
    together = network.predict_with(vectors, xs)
    for vector, x, y in zip(vectors, xs, together, strict=True):
        network.vector[:] = vector
        np.testing.assert_allclose(network.predict(x), y, rtol=1e-13, atol=1e-300)


@given(seed=st.integers(0, 2**32))
def test_a_seed_means_what_it_means_in_numpy(seed):
    assert np.array_equal(seeded(seed).random(4), np.random.default_rng(seed).random(4))
