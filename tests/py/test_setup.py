"""Set-ups and presets: each choice has its effect on what is trained."""

from dataclasses import fields, replace

import numpy as np
import pytest

from nnlab import PRESETS, Experiment, Setup, load_iris
from nnlab.data import Dataset

SMALL = Setup(epochs=3)


def losses(setup):
    return [report.train_loss for report in Experiment(setup).trainer.epochs(setup.epochs)]


def test_the_paper_is_every_default():
    assert PRESETS["paper"] == Setup()


@pytest.mark.parametrize(
    "change",
    [
        {"dataset": "wine"},
        {"left_out": ("sepal width (cm)",)},
        {"test_ratio": 0.3},
        {"standardize": True},
        {"hidden_sizes": (7,)},
        {"hidden_sizes": (6, 5), "hidden_activations": ("sigmoid", "tanh")},
        {"hidden_sizes": (), "hidden_activations": ()},
        {"hidden_activations": ("relu",)},
        {"hidden_activations": ("identity",)},
        {"output": "softmax"},
        {"initializer": "xavier"},
        {"initializer": "he"},
        {"optimizer": "momentum"},
        {"optimizer": "rmsprop"},
        {"optimizer": "adam"},
        {"learning_rate": 0.1},
        {"batch_size": 10},
        {"l2": 0.1},
        {"l1": 0.1},
        {"shuffle": True},
        {"seed": 1},
    ],
    ids=str,
)
def test_each_choice_changes_the_run_and_repeats(change):
    changed = replace(SMALL, **change)
    assert losses(changed) == losses(changed)
    assert losses(changed) != losses(SMALL)


@pytest.mark.parametrize(
    "change", [{"noise": 0.3}, {"size": 100}, {"split_seed": 1}, {"made": ("product",)}], ids=str
)
def test_each_choice_of_a_toy_changes_the_run(change):
    toy = replace(SMALL, dataset="moons")
    assert losses(replace(toy, **change)) != losses(toy)


def test_every_field_is_tried_here_or_stops_training():
    tried = "dataset left_out made test_ratio standardize hidden_sizes hidden_activations output"
    tried += (
        " initializer optimizer learning_rate batch_size l2 l1 shuffle seed noise size split_seed"
    )
    stop_rules = {"epochs", "target_loss", "patience"}
    others = {
        *stop_rules,
        "target",
        "task",
        "engine",
        "balanced",  # iris is balanced: tests/py/test_class_weights
    }  # an engine changes only the speed: tests/py/compile
    assert {field.name for field in fields(Setup)} == {*tried.split(), *others}


def test_the_standardizer_knows_the_training_part_only():
    experiment = Experiment(replace(SMALL, test_ratio=0.4, standardize=True))
    inputs = experiment.trainer.inputs
    np.testing.assert_allclose(inputs.mean(axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(inputs.std(axis=1), 1.0, rtol=1e-12)
    assert abs(experiment.trainer.test_inputs.mean(axis=1)).max() > 1e-3


def test_predictions_take_raw_units():
    setup = replace(PRESETS["modern"], epochs=30)
    experiment = Experiment(setup)
    list(experiment.trainer.epochs(30))
    iris = load_iris()
    y = experiment.outputs(iris.inputs)
    assert np.mean(y.argmax(axis=0) == iris.labels) > 0.9
    scaled = experiment.network.predict(experiment.trainer.inputs)
    np.testing.assert_allclose(y[:, experiment.train_rows], scaled, rtol=1e-9)


def test_test_samples_are_measured_and_never_trained_on():
    experiment = Experiment(replace(SMALL, test_ratio=0.5))
    trainer = experiment.trainer
    [*_, last] = trainer.epochs(3)
    iris = load_iris()
    network = experiment.network
    held = experiment.test_rows
    assert last.test_loss == network.loss(iris.inputs[:, held], iris.targets[:, held])
    assert trainer.inputs.shape[1] == 75
    np.testing.assert_array_equal(trainer.inputs, iris.inputs[:, experiment.train_rows])


def test_an_own_table_is_trained_on_as_it_is():
    points = np.array([[0.0, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    own = Dataset("own", ("a", "b"), ("no", "yes"), points, np.array([1, 1, 0, 0]))
    experiment = Experiment(Setup(dataset="own"), own)
    assert experiment.network.sizes == [2, 6, 2]
    np.testing.assert_array_equal(experiment.trainer.inputs, points.T)


def test_an_unknown_data_set_is_named():
    with pytest.raises(ValueError, match="dataset is 'own', expected one of iris, wine"):
        Experiment(Setup(dataset="own"))


def test_training_stops_at_the_target_loss_at_once():
    free = losses(replace(SMALL, epochs=50))
    trainer = Experiment(replace(SMALL, target_loss=0.2)).trainer
    stopped = [report.train_loss for report in trainer.epochs(50)]
    assert trainer.stopped == "target_loss"
    assert stopped == free[: len(stopped)]
    assert stopped[-1] <= 0.2 < min(stopped[:-1])


@pytest.mark.parametrize("patience", [1, 5, 20])
def test_training_stops_when_the_test_loss_waits_too_long(patience):
    setup = replace(PRESETS["overfitting"], patience=patience)
    trainer = Experiment(setup).trainer
    test_losses = [report.test_loss for report in trainer.epochs(300)]
    assert trainer.stopped == "patience"
    best = int(np.argmin(test_losses))
    assert len(test_losses) == best + 1 + patience
    now, _ = trainer.measure(trainer.test_inputs, trainer.test_targets)
    assert now == pytest.approx(test_losses[-1])  # as the page says: the last network's,
    assert test_losses[-1] > test_losses[best]  # not the best one's
    assert len(list(trainer.epochs(300))) >= 1  # going on is no mistake


def test_stopping_goes_on_where_a_checkpoint_was_taken():
    setup = replace(PRESETS["overfitting"], patience=10)
    whole = Experiment(setup).trainer
    expected = list(whole.epochs(300))
    first, second = Experiment(setup).trainer, Experiment(setup).trainer
    half = len(expected) - 5
    list(first.epochs(half))
    second.restore(first.checkpoint())
    assert list(second.epochs(300)) == expected[half:]
    assert second.stopped == "patience"


def test_what_the_presets_promise():
    """The two sentences on the page beside each preset, as figures."""

    def run(name):
        trainer = Experiment(PRESETS[name]).trainer
        return trainer, list(trainer.epochs(PRESETS[name].epochs))

    _, modern = run("modern")
    assert modern[-1].test_accuracy > 0.9

    trainer, high = run("rate_too_high")
    assert trainer.breakdown == "saturated"
    assert max(report.train_accuracy for report in high) < 0.75

    _, deep = run("deep_sigmoids")
    assert deep[-1].train_accuracy < 0.4
    assert abs(deep[-1].train_loss - 1 / 3) < 0.01

    _, over = run("overfitting")
    tests = [report.test_loss for report in over]
    assert over[-1].train_accuracy == 1.0
    assert tests[-1] > 2 * min(tests)

    _, two = run("two_losses")
    assert two[349].printed_loss > 1.5 * two[249].printed_loss
    assert two[349].train_loss < 0.8 * two[249].train_loss
