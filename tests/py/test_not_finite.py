"""A NaN or an infinity is refused where it is written, with its place."""

import warnings

import numpy as np
import pytest

from nnlab import NeuralNetwork, accuracy, check_gradients
from nnlab.measurement import Measurement, right

X = np.random.default_rng(0).normal(size=(2, 6))
T = np.eye(2)[:, [0, 1, 0, 1, 0, 1]]


def with_one(array, value):
    array = array.copy()
    array[0, 1] = value
    return array


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_an_input_a_target_and_a_parameter(value):
    network = NeuralNetwork([2, 3, 2])
    before = network.vector.copy()
    wrong_x, wrong_t = with_one(X, value), with_one(T, value)
    parameters = network.get_parameters()
    parameters[0][0, 1] = value
    for what, call in [
        ("x", lambda: network.train_step(wrong_x, T, 0.1)),
        ("t", lambda: network.train_step(X, wrong_t, 0.1)),
        ("x", lambda: network.train_step(wrong_x.tolist(), T, 0.1)),
        ("x", lambda: network.predict(wrong_x)),
        ("x", lambda: network.loss(wrong_x, T)),
        ("t", lambda: network.loss(X, wrong_t)),
        ("x", lambda: check_gradients(network, wrong_x, T)),
        ("t", lambda: check_gradients(network, X, wrong_t)),
        (r"parameters\[0\]", lambda: network.set_parameters(parameters)),
    ]:
        with (
            np.errstate(all="ignore"),
            pytest.raises(ValueError, match=f"{what} has {value} in row 0, column 1"),
        ):
            call()
        np.testing.assert_array_equal(network.vector, before)


def test_a_network_that_breaks_down_on_finite_numbers_still_does():
    network = NeuralNetwork([2, 2], output="identity")
    with np.errstate(all="ignore"):
        for _ in range(300):
            network.train_step(X * 1e3, T, 10.0)
    assert not np.isfinite(network.vector).all()


def test_numbers_whose_squares_are_too_large_are_finite_without_a_warning():
    network = NeuralNetwork([2, 3, 2])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isfinite(network.predict(X * 1e200)).all()
        with pytest.raises(ValueError, match="x has inf in row 0, column 1"):
            network.predict(with_one(X * 1e200, np.inf))


def test_an_answer_that_is_no_number_is_not_right():
    y = np.array([[0.9, np.nan, 0.1, np.inf, 1], [0.1, 0.5, 0.9, -np.inf, np.nan]])
    labels = np.array([0, 0, 1, 0, 1])
    assert accuracy(y, labels) == pytest.approx(3 / 5)
    assert right(y, np.eye(2)[:, labels]).tolist() == [True, False, True, True, False]


def test_what_is_measured_of_a_network_without_numbers_is_that_nothing_is_right():
    network = NeuralNetwork([2, 3, 2])
    network.layers[-1].b[0] = np.nan
    measurement = Measurement(X, T)
    list(measurement.take(network))
    assert measurement.hits == accuracy(network.predict(X), T.argmax(axis=0)) == 0.0
