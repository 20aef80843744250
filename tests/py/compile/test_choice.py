"""The engine "auto" takes the faster one for this network, and gives its numbers."""

import dataclasses
import warnings

import numpy as np
import pytest
from hosts import HOST
from trainers import make

from nnlab import PRESETS, Experiment, NeuralNetwork, Setup, Trainer
from nnlab.activations import Sigmoid
from nnlab.compile import choice

PAPER = Setup(engine="auto", epochs=30)


@pytest.fixture
def slow(monkeypatch):
    """Says which engine is slow here, whatever the clock says."""

    monkeypatch.setattr(choice, "MAYBE", 0.0)

    def say(engine):
        monkeypatch.setattr(choice, "SECONDS_PER_MULTIPLICATION", 1.0)  # so that it is measured
        monkeypatch.setattr(choice, "CHOICES", type(choice.CHOICES)())
        plain = 1e9 if engine == "plain" else 0.0
        monkeypatch.setattr(choice, "plain_seconds_per_step", lambda run, steps: plain)

    return say


def test_a_small_network_is_compiled_and_a_short_run_is_not(monkeypatch):
    monkeypatch.setattr(choice, "KERNELS", {})
    whole = Experiment(dataclasses.replace(PAPER, epochs=400), host=HOST)
    assert whole.trainer.engine_used == ("compiled", "")
    short = Experiment(dataclasses.replace(PAPER, epochs=1, hidden_sizes=(7,)), host=HOST)
    assert short.trainer.engine_used == ("plain", "")
    short.trainer.planned = 400  # more than the set-up said
    assert short.trainer.engine_used == ("compiled", "")


def test_compiling_must_pay_within_the_run(monkeypatch):
    """Batches of two sizes take two compilations: 100 epochs of this were half as fast compiled."""
    monkeypatch.setattr(choice, "KERNELS", {})
    wide = dataclasses.replace(
        PRESETS["modern"], dataset="wine", hidden_sizes=(64,), hidden_activations=("tanh",),
        batch_size=32, test_ratio=0.0,
    )  # fmt: skip
    for epochs, used in ((100, "plain"), (2000, "compiled")):
        trainer = Experiment(dataclasses.replace(wide, epochs=epochs), host=HOST).trainer
        assert trainer.engine_used == (used, "")


@pytest.mark.parametrize("slower", ["plain", "compiled"])
def test_the_faster_one_trains_and_the_numbers_are_equal(slow, slower):
    slow(slower)
    setup = dataclasses.replace(PRESETS["modern"], engine="auto")
    auto = Experiment(setup, host=HOST)
    history = auto.train(40)
    used = "plain" if slower == "compiled" else "compiled"
    assert auto.trainer.engine_used == (used, "")
    only = Experiment(dataclasses.replace(setup, engine=used), host=HOST)
    assert only.train(40)["train_loss"].tolist() == history["train_loss"].tolist()


def test_timing_leaves_no_trace():
    trainer = make("auto", [4, 6, 3], optimizer="adam")
    before = trainer.network.vector.copy()
    state = trainer.network.optimizer.state()
    assert choice.plain_seconds_per_step(trainer, 3) > 0.0
    compiled = make("compiled", [4, 6, 3], optimizer="adam")
    assert compiled.stepper.seconds_per_step(3) > 0.0
    np.testing.assert_array_equal(trainer.network.vector, before)
    for name, array in trainer.network.optimizer.state().items():
        np.testing.assert_array_equal(array, state[name])
    plain = make("plain", [4, 6, 3], optimizer="adam")
    found = compiled.advance(3, lambda: False)
    for ours, theirs in zip(found, plain.advance(3, lambda: False), strict=True):
        assert ours.train_loss == pytest.approx(theirs.train_loss, rel=1e-12)


def test_what_was_measured_once_is_known(slow, monkeypatch):
    slow("plain")
    assert Experiment(dataclasses.replace(PAPER, epochs=400), host=HOST).trainer.engine_used
    monkeypatch.setattr(choice, "plain_seconds_per_step", None)
    other = Experiment(dataclasses.replace(PAPER, epochs=400, seed=3), host=HOST)
    assert other.trainer.engine_used == ("compiled", "")


def test_new_batches_are_a_new_choice_and_a_cut_epoch_is_none(slow):
    slow("compiled")
    trainer = Experiment(dataclasses.replace(PAPER, epochs=400), host=HOST).trainer
    trainer.advance(1, lambda: True)  # cuts the first epoch
    assert trainer.stepper.begun
    slow("plain")
    trainer.batch_size = 2
    assert trainer.engine_used[0] == "plain"
    trainer.advance(1, lambda: False)
    assert trainer.engine_used[0] == "compiled"


class Branching(Sigmoid):
    def forward(self, z):
        return super().forward(z) if z.max() > 0 else z


def test_what_cannot_be_compiled_is_trained_plainly_without_a_warning():
    network = NeuralNetwork([4, 6, 3])
    network.layers[0].activation = network.activations[0] = Branching()
    x, t = np.ones((4, 5)), np.ones((3, 5))
    trainer = Trainer(network, x, t, host=HOST)
    trainer.planned = 10**6
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trainer.advance(1, lambda: False)
    engine, why = trainer.engine_used
    assert engine == "plain"
    assert "branch" in why


def test_without_a_host_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(choice, "default_host", lambda: None)
    experiment = Experiment(PAPER)
    assert experiment.trainer.engine_used[0] == "plain"
    assert "pip install wasmtime" in experiment.trainer.engine_used[1]
