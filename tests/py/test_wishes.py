"""What an input would have to be: its gradient against finite differences, and what it leads to."""

import numpy as np
import pytest

from nnlab import NeuralNetwork
from nnlab.wishes import changed_until, input_gradient
from page.session import Session

CASES = [("tanh", "sigmoid", "half_squared_error"), ("relu", "softmax", "cross_entropy")]


@pytest.mark.parametrize(("hidden", "output", "loss"), CASES)
def test_the_gradient_by_the_input_is_the_slope_of_each_samples_loss(hidden, output, loss):
    rng = np.random.default_rng(3)
    network = NeuralNetwork([5, 7, 4, 3], hidden=hidden, output=output, loss=loss, rng=rng)
    x, t = rng.normal(size=(5, 6)), np.eye(3)[:, rng.integers(0, 3, 6)]
    found = input_gradient(network.layers, network.loss_function, x, t)
    h = 1e-6
    for i in range(5):
        step = np.zeros((5, 1))
        step[i] = h
        per_sample = network.loss_function.per_sample
        slope = per_sample(network.predict(x + step), t) - per_sample(network.predict(x - step), t)
        np.testing.assert_allclose(found[i], slope / (2 * h), rtol=1e-5, atol=1e-8)


@pytest.fixture(scope="module")
def session():
    made = Session()
    setup = {
        "dataset": "digits", "hidden_sizes": [16], "hidden_activations": ["relu"],
        "output": "softmax", "initializer": "he", "optimizer": "adam", "learning_rate": 0.01,
        "batch_size": 64, "test_ratio": 0.2, "standardize": True, "epochs": 4,
    }  # fmt: skip
    made.ask("configure", run=1, setup=setup)
    live = {"learning_rate": 0.01, "batch_size": 64, "l2": 0.0, "target_loss": 0.0, "patience": 0}
    made.ask("train", run=1, epochs=4, budget_ms=1e6, live=live)
    return made


def test_a_sample_is_changed_until_it_is_taken_for_the_class(session):
    lab = session.lab
    values = lab.dataset.features[3]
    for label in (3, 8, 1):
        wish = session.ask("wish", values=values.tolist(), label=label)
        assert wish["reached"]
        assert wish["values"].min() >= -1e-9 and wish["values"].max() <= 16.0 + 1e-9
        answer = session.ask("predict", values=wish["values"].tolist())
        assert answer["predicted"] == label
        difference = np.abs(wish["values"] - values).sum() / 16.0
        assert wish["changed"] == pytest.approx(difference)
    assert session.ask("wish", values=values.tolist(), label=3)["changed"] == 0.0


def test_more_is_wanted_where_the_class_becomes_likelier(session):
    """In raw units, through the standardizer: against finite differences."""
    values = session.lab.dataset.features[5]
    more = session.ask("wish", values=values.tolist(), label=9)["more"]
    for pixel in (20, 27, 36):
        outputs = []
        for step in (1e-4, -1e-4):
            moved = values.copy()
            moved[pixel] += step
            outputs.append(session.ask("predict", values=moved.tolist())["outputs"][9])
        slope = (np.log(outputs[0]) - np.log(outputs[1])) / 2e-4
        assert more[pixel] == pytest.approx(slope, rel=1e-4, abs=1e-9)


def test_what_is_out_of_reach_is_said():
    network = NeuralNetwork([2, 2], output="softmax", loss="cross_entropy", rng=0)
    network.vector[:] = [0.0, 0.0, 1.0, 1.0, 5.0, 0.0]  # class 1 needs x1 + x2 of more than 5
    low, high, x = np.zeros((2, 1)), np.ones((2, 1)), np.full((2, 1), 0.5)
    found, reached = changed_until(network.layers, network.loss_function, x, 1, low, high)
    assert not reached
    assert found.ravel().tolist() == [1.0, 1.0]  # as far as it can go


def test_a_neuron_responds_most_to_the_rows_where_it_is_largest(session):
    lab = session.lab
    outputs = lab.network.forward(lab.scaled(lab.dataset.inputs))[1][4]
    found = session.ask("responses", layer=1, neuron=4)
    rows = found["rows"].astype(int)
    np.testing.assert_allclose(found["outputs"], np.sort(outputs)[::-1][:12])
    np.testing.assert_allclose(outputs[rows], found["outputs"])
    np.testing.assert_array_equal(found["features"], lab.dataset.features[rows])
    np.testing.assert_array_equal(found["labels"], lab.dataset.labels[rows])
    expected = [outputs[lab.dataset.labels == label].mean() for label in range(10)]
    np.testing.assert_allclose(found["by_class"], expected)


def test_the_wrong_rows_are_those_off_the_diagonal(session):
    for part in ("train", "test"):
        matrix = session.ask("confusion", part=part)["matrix"]
        wrong = session.ask("wrong_rows", part=part)
        assert wrong["total"] == matrix.sum() - matrix.trace() == len(wrong["rows"])
        for label, taken in zip(wrong["labels"], wrong["predicted"], strict=True):
            assert label != taken and matrix[int(label), int(taken)] > 0
