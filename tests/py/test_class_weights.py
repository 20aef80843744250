"""Class weights: each class counts the same, however many rows it has."""

from dataclasses import replace

import numpy as np
import pytest

from nnlab import Dataset, Experiment, Setup
from nnlab.gradient_check import check_gradients
from nnlab.split import balancing_weights

SETUP = Setup(
    dataset="own", target="class", hidden_sizes=(5,), hidden_activations=("tanh",),
    initializer="xavier", batch_size=60, learning_rate=0.5, engine="plain",
)  # fmt: skip


def lopsided(minority: int = 1) -> Dataset:
    """Twenty rows of one class and ten of the other, which come `minority` times."""
    rng = np.random.default_rng(3)
    many, few = rng.normal(size=(20, 3)), rng.normal(0.6, 1.0, size=(10, 3))
    rows = np.vstack([many, *[few] * minority])
    labels = np.array([0] * 20 + [1] * 10 * minority)
    return Dataset("own", ("u", "v", "w"), ("many", "few"), rows, labels)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_weight_of_two_is_a_row_that_comes_twice(output: str, engine: str) -> None:
    if engine == "compiled":
        pytest.importorskip("wasmtime")
    setup = replace(SETUP, output=output, engine=engine)
    weighted = Experiment(replace(setup, balanced=True), lopsided())
    doubled, unweighted = Experiment(setup, lopsided(2)), Experiment(setup, lopsided())
    assert weighted.trainer.engine_used[0] == engine
    for ours, theirs in zip(weighted.trainer.epochs(30), doubled.trainer.epochs(30), strict=True):
        assert ours.train_loss == pytest.approx(theirs.train_loss, rel=1e-9)
    np.testing.assert_allclose(weighted.network.vector, doubled.network.vector, rtol=1e-8)
    assert [*unweighted.trainer.epochs(30)][-1].train_loss != pytest.approx(ours.train_loss)


def test_the_weights_are_scikit_learn_s() -> None:
    utils = pytest.importorskip("sklearn.utils")
    labels = np.random.default_rng(0).integers(0, 4, 97) ** 2
    theirs = utils.compute_class_weight("balanced", classes=np.unique(labels), y=labels)
    expected = theirs[np.searchsorted(np.unique(labels), labels)]
    np.testing.assert_allclose(balancing_weights(labels), expected)
    assert balancing_weights(labels).mean() == pytest.approx(1.0)


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_gradients_are_right_and_test_rows_are_not_weighted(output: str) -> None:
    setup = replace(SETUP, output=output, test_ratio=0.3)
    weighted = Experiment(replace(setup, balanced=True), lopsided())
    run = weighted.trainer
    found = check_gradients(weighted.network, run.inputs, run.targets)
    assert {matrix.verdict for matrix in found} == {"right"}
    plain = Experiment(setup, lopsided()).trainer
    plain.network.vector[:] = weighted.network.vector
    assert run.test_inputs is not None and run.test_targets is not None
    ours = run.measure(run.test_inputs, run.test_targets)
    assert ours == plain.measure(run.test_inputs, run.test_targets)


def test_of_numbers_there_is_nothing_to_weigh() -> None:
    setup = Setup(dataset="sine", hidden_activations=("tanh",), engine="plain")
    runs = [Experiment(replace(setup, balanced=balanced)) for balanced in (False, True)]
    for ours, theirs in zip(*(run.trainer.epochs(3) for run in runs), strict=True):
        assert ours == theirs
