"""What an input would have to be: its gradient against finite differences, and what it leads to."""

import numpy as np
import pytest

from nnlab import NeuralNetwork
from nnlab.wishes import changed_until, input_gradient, lead_gradient
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


def test_the_lead_of_an_answer_by_the_input_is_its_slope():
    """Of z in the last layer, whatever the output is."""
    rng = np.random.default_rng(4)
    network = NeuralNetwork([5, 7, 4], hidden="tanh", output="sigmoid", rng=rng)
    x = rng.normal(size=(5, 3))

    def lead(at):
        y = network.predict(at)
        z = np.log(y / (1.0 - y))
        return z[2] - z[[0, 1, 3]].mean(axis=0)

    found = lead_gradient(network.layers, x, 2)
    for i in range(5):
        step = np.zeros((5, 1))
        step[i] = 1e-6
        slope = (lead(x + step) - lead(x - step)) / 2e-6
        np.testing.assert_allclose(found[i], slope, rtol=1e-5, atol=1e-8)


def test_the_ink_that_spoke_for_an_answer_is_its_amount_times_the_slope(session):
    """In the pixels' own 0 to 16, through the standardizer: against finite differences."""
    values = session.lab.dataset.features[5]
    why = session.ask("why", values=values.tolist())
    assert why["label"] == session.ask("predict", values=values.tolist())["predicted"]
    assert (why["ink"][values == 0.0] == 0.0).all()
    for pixel in (20, 27, 36, 43):
        leads = []
        for step in (1e-4, -1e-4):
            moved = values.copy()
            moved[pixel] += step
            logs = np.log(session.ask("predict", values=moved.tolist())["outputs"])
            leads.append(logs[why["label"]] - np.delete(logs, why["label"]).mean())
        slope = (leads[0] - leads[1]) / 2e-4
        assert why["ink"][pixel] == pytest.approx(values[pixel] * slope, rel=1e-4, abs=1e-7)


def test_without_the_ink_that_spoke_most_for_it_the_answer_is_another(session):
    for row in range(12):
        values = session.lab.dataset.features[row]
        why = session.ask("why", values=values.tolist())
        order = np.argsort(-why["ink"], kind="stable")
        fewer = values.copy()
        for count in range(1, why["fewer"] + 1):
            fewer[order[count - 1]] = 0.0
            answer = session.ask("predict", values=fewer.tolist())["predicted"]
            assert (answer != why["label"]) == (count == why["fewer"])
        assert why["fewer"] > 0 and answer == why["other"]
    blank = session.ask("why", values=[0.0] * 64)
    assert not blank["ink"].any() and blank["fewer"] == 0 and blank["other"] == blank["label"]


def test_a_wish_shows_what_is_between_the_two_pictures(session):
    features = session.lab.dataset.features
    wish = session.ask("wish", values=features[5].tolist(), label=9)
    np.testing.assert_allclose(features[5] + 16.0 * wish["more"], wish["values"], atol=1e-9)
    # What never has ink stays paper, whatever the first weights there are.
    never = features[:500].std(axis=0) == 0.0
    assert never.any() and not wish["more"][never].any()


def test_a_pixel_that_hardly_differs_hardly_changes(session):
    """The answer hangs on it most, in its own units: it would swamp all others."""
    features = session.lab.dataset.features
    spread = features.std(axis=0)
    rare = (spread > 0.0) & (spread < 0.2)
    moved = np.abs(session.ask("wish", values=features[7].tolist(), label=1)["more"])
    assert rare.any() and moved[rare].max() < 0.05 * moved.max()


def test_what_is_out_of_reach_is_said():
    network = NeuralNetwork([2, 2], output="softmax", loss="cross_entropy", rng=0)
    network.vector[:] = [0.0, 0.0, 1.0, 1.0, 5.0, 0.0]  # class 1 needs x1 + x2 of more than 5
    ends, x = (np.zeros((2, 1)), np.ones((2, 1))), np.full((2, 1), 0.5)
    found, reached = changed_until(
        network.layers, network.loss_function, x, 1, ends, np.ones((2, 1))
    )
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
