"""The L1 penalty: λ times the sum of all weights without their signs, by the plain subgradient."""

import dataclasses
import json

import numpy as np
import pytest

from nnlab import PRESETS, Experiment, NeuralNetwork
from nnlab.files.model_file import read_model
from nnlab.files.saving import model_text
from nnlab.gradient_check import KINK, check_gradients
from nnlab.optimizers import OPTIMIZERS


def test_one_step_by_hand():
    """y = 2x - 1 asked at x = 3, where 4 is true: the error is 1, so dW = 3 and db = 1."""
    network = NeuralNetwork([1, 1], output="identity", l1=0.5, l2=0.25)
    network.vector[:] = [2.0, -1.0]
    x, t = np.array([[3.0]]), np.array([[4.0]])
    assert network.loss(x, t) == 0.5 + 0.5 * 0.25 * 4.0 + 0.5 * 2.0
    dW, db = network.gradients(x, t)
    assert (dW.item(), db.item()) == (3.0 + 0.25 * 2.0 + 0.5, 1.0)
    network.train_step(x, t, 0.1)
    np.testing.assert_allclose(network.vector, [2.0 - 0.1 * 4.0, -1.1], rtol=1e-15)
    network.vector[:] = [0.0, 4.0]  # right already, and nothing pulls at a weight of 0
    network.train_step(x, t, 0.1)
    assert network.vector.tolist() == [0.0, 4.0]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_takes_it_as_a_part_of_the_gradient(optimizer):
    rng = np.random.default_rng(3)
    x, t = rng.normal(size=(4, 5)), rng.normal(size=(2, 5))
    ours = NeuralNetwork([4, 3, 2], output="identity", optimizer=optimizer, l1=0.02)
    by_hand = NeuralNetwork([4, 3, 2], output="identity", optimizer=optimizer)
    for _ in range(5):
        gradients = by_hand.gradients(x, t)
        for k, layer in enumerate(by_hand.layers):
            gradients[2 * k] += np.where(layer.W > 0, 0.02, -0.02)
        step = np.concatenate([g.ravel() for g in gradients])
        by_hand.optimizer.step(by_hand.vector, step, 0.03)
        ours.train_step(x, t, 0.03)
        np.testing.assert_array_equal(ours.vector, by_hand.vector)


def test_a_layer_alone_ends_where_scikit_learns_lasso_does():
    linear = pytest.importorskip("sklearn.linear_model")
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(80, 6))
    y = rows @ [2.0, 0.0, -1.0, 0.0, 0.3, 0.0] + 0.5 + rng.normal(size=80)
    lasso = linear.Lasso(alpha=0.2, tol=1e-12).fit(rows, y)
    network = NeuralNetwork([6, 1], output="identity", l1=0.2)
    rate = 0.2
    for _ in range(2000):
        rate *= 0.995  # what does not help goes around 0 by the rate times λ
        network.train_step(rows.T, y[np.newaxis], rate)
    assert (np.abs(lasso.coef_) < 1e-12).sum() >= 3
    np.testing.assert_allclose(network.layers[0].W[0], lasso.coef_, atol=1e-4)
    np.testing.assert_allclose(network.layers[0].b[0], lasso.intercept_, atol=1e-4)


def test_the_gradient_check_takes_a_weight_of_nothing_for_a_kink():
    network = NeuralNetwork([2, 3, 2], l1=0.1, rng=1)
    x, t = np.array([[0.5, -1.0], [1.0, 0.2]]), np.eye(2)
    assert {matrix.verdict for matrix in check_gradients(network, x, t)} == {"right"}
    network.layers[0].W[1, 0] = 1e-7
    first = check_gradients(network, x, t)[0]
    assert first.state[1, 0] == KINK and first.verdict == "right"


def test_a_model_file_keeps_it_and_one_from_before_has_none():
    setup = dataclasses.replace(PRESETS["modern"], l1=0.003, epochs=3, engine="plain")
    experiment = Experiment(setup)
    experiment.train()
    text = model_text(experiment)
    opened = read_model(text).setup
    assert opened.l1 == 0.003
    again = Experiment(opened)
    again.train()
    np.testing.assert_array_equal(again.network.vector, experiment.network.vector)
    assert not np.array_equal(experiment.network.vector, trained_without(setup))
    fields = json.loads(text)
    del fields["setup"]["l1"]
    assert read_model(json.dumps(fields)).setup.l1 == 0.0


def test_a_penalty_changed_on_the_way_is_saved_as_it_is_now():
    experiment = Experiment(dataclasses.replace(PRESETS["modern"], l1=0.003, engine="plain"))
    experiment.train(1)
    experiment.network.l1 = 0.01
    assert read_model(model_text(experiment)).setup.l1 == 0.01


def trained_without(setup):
    experiment = Experiment(dataclasses.replace(setup, l1=0.0))
    experiment.train()
    return experiment.network.vector
