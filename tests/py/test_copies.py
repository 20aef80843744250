"""A copy of a network, by `copy` or `pickle`, is a network of its own that learns."""

import copy
import pickle

import numpy as np
import pytest

from nnlab import Experiment, NeuralNetwork, Setup, Trainer, load_iris
from nnlab.trace import trace

IRIS = load_iris()
COPIES = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
    "pickle 2": lambda thing: pickle.loads(pickle.dumps(thing, protocol=2)),
    "twice": lambda thing: copy.deepcopy(pickle.loads(pickle.dumps(thing))),
}
copies = pytest.mark.parametrize("copied", COPIES.values(), ids=COPIES)


def trained(**options):
    network = NeuralNetwork([4, 6, 3], rng=1, **options)
    list(Trainer(network, IRIS.inputs, IRIS.targets).epochs(2))
    return network


@copies
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_copied_network_learns_as_the_original_does(copied, optimizer):
    original = trained(optimizer=optimizer)
    other = copied(original)
    np.testing.assert_array_equal(other.vector, original.vector)
    for array, mine in zip(other.parameters, original.parameters, strict=True):
        assert np.shares_memory(array, other.vector)
        assert not np.shares_memory(array, mine)
    before = original.vector.copy()
    reports = list(Trainer(other, IRIS.inputs, IRIS.targets).epochs(3))
    np.testing.assert_array_equal(original.vector, before)
    assert list(Trainer(original, IRIS.inputs, IRIS.targets).epochs(3)) == reports
    x, t = IRIS.inputs[:, :5], IRIS.targets[:, :5]
    for network in (original, other):
        network.train_step(x, t, 0.05)
    np.testing.assert_array_equal(original.predict(x), other.predict(x))


def test_a_shallow_copy_shares_its_weights():
    original = trained()
    other = copy.copy(original)
    other.train_step(IRIS.inputs, IRIS.targets, 0.05)
    np.testing.assert_array_equal(original.predict(IRIS.inputs), other.predict(IRIS.inputs))
    assert all(np.shares_memory(array, original.vector) for array in original.parameters)


@copies
@pytest.mark.parametrize("engine", ["plain", "compiled"])
def test_a_copied_trainer_goes_on_on_its_own(copied, engine):
    x, t = IRIS.inputs, IRIS.targets
    original = Trainer(
        NeuralNetwork([4, 6, 3], optimizer="adam"), x, t, shuffle=True, rng=0, engine=engine
    )
    original.advance(2, lambda: False)
    other = copied(original)
    at = original.network.vector.copy()
    reports = other.advance(3, lambda: False)
    np.testing.assert_array_equal(original.network.vector, at)
    assert [report.epoch for report in reports] == [3, 4, 5]
    assert original.advance(3, lambda: False) == reports
    np.testing.assert_array_equal(original.network.vector, other.network.vector)


@copies
def test_a_copied_experiment_predicts_and_trains(copied):
    experiment = Experiment(Setup(standardize=True, test_ratio=0.3))
    experiment.trainer.advance(2, lambda: False)
    other = copied(experiment)
    assert other.trainer.network is other.network
    raw = IRIS.inputs
    np.testing.assert_array_equal(other.outputs(raw), experiment.outputs(raw))
    assert other.trainer.advance(2, lambda: False) == experiment.trainer.advance(2, lambda: False)
    np.testing.assert_array_equal(other.outputs(raw), experiment.outputs(raw))


@copies
def test_a_copy_can_be_taken_apart(copied):
    other = copied(trained(optimizer="momentum"))
    x, t = IRIS.inputs[:, :3], IRIS.targets[:, :3]
    steps = trace(other, x, t, 0.05).steps
    assert steps[-1].kind == "update"


@pytest.mark.parametrize("name", ["W", "b"])
def test_weights_put_in_place_of_the_views_are_found_before_training(name):
    network = trained()
    setattr(network.layers[1], name, getattr(network.layers[1], name).copy())
    trainer = Trainer(trained(), IRIS.inputs, IRIS.targets)
    trainer.network = network
    with pytest.raises(ValueError, match=rf"layers\[1\]\.{name} is no view .*\[\.\.\.\] = values"):
        trainer.advance(1, lambda: False)
    with pytest.raises(ValueError, match="is no view"):
        Trainer(network, IRIS.inputs, IRIS.targets)
    with pytest.raises(ValueError, match="is no view"):
        network.train_step(IRIS.inputs, IRIS.targets, 0.05)
    moved = trained()
    moved.vector = moved.vector.copy()
    with pytest.raises(ValueError, match=r"is no view .*or vector\[\.\.\.\]"):
        moved.train_step(IRIS.inputs, IRIS.targets, 0.05)
