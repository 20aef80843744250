"""Code that cannot be compiled is named, and trained by plain NumPy; other edits are compiled."""

import re

import numpy as np
import pytest
from hosts import HOST

from nnlab import NeuralNetwork, Trainer
from nnlab.activations import Sigmoid
from nnlab.optimizers import SGD, Momentum


class Branching(Sigmoid):
    def forward(self, z):
        return super().forward(z) if z.max() > 0 else z


class Printing(Sigmoid):
    def forward(self, z):
        assert float(z.max()) > -np.inf
        return super().forward(z)


class Sorting(Sigmoid):
    def forward(self, z):
        return super().forward(np.sort(z, axis=0))


class Cubing(Sigmoid):
    def forward(self, z):
        return super().forward(z) ** 3


class Counting(SGD):
    steps = 0

    def step(self, parameters, gradients, learning_rate):
        self.steps += 1
        super().step(parameters, gradients, learning_rate / self.steps)


class Noisy(SGD):
    random = np.random.default_rng(0)

    def step(self, parameters, gradients, learning_rate):
        noise = self.random.normal(size=parameters.size)
        super().step(parameters, gradients + noise, learning_rate)


class Crashing(Sigmoid):
    def derivative(self, a):
        return a * self.slope


def trained(engine, activation=None, optimizer=None, steps=2):
    rng = np.random.default_rng(0)
    network = NeuralNetwork([3, 5, 2], rng=rng)
    if activation:
        network.layers[0].activation = network.activations[0] = activation
    if optimizer:
        network.optimizer = optimizer(network.vector.size)
    x, t = rng.normal(size=(3, 20)), np.eye(2)[:, rng.integers(0, 2, 20)]
    trainer = Trainer(network, x, t, engine=engine, host=HOST)
    used = trainer.engine_used
    return trainer, used, trainer.advance(steps, lambda: False)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"activation": Branching()}, "a branch on the value of an array"),
        ({"activation": Printing()}, "float() of an array"),
        ({"activation": Sorting()}, "np.sort"),
        ({"activation": Cubing()}, "np.power"),
        ({"optimizer": Counting}, "network.optimizer.steps"),
        ({"optimizer": Noisy}, "numbers depend on something outside"),
    ],
)
def test_the_reason_names_the_operation_and_plain_numpy_trains(parts, reason):
    trainer, (engine, why), reports = trained("compiled", **parts)
    assert engine == "plain"
    assert re.search(re.escape(reason), why), why
    assert "\n" not in why
    if parts.get("optimizer") is not Noisy:
        _, _, expected = trained("plain", **parts)
        assert reports == expected
    assert trainer.epoch == 2


def test_code_that_changes_while_it_trains_is_trained_plainly():
    trainers = [trained(engine)[0] for engine in ("compiled", "plain")]
    for trainer in trainers:
        network = trainer.network
        network.layers[0].activation = network.activations[0] = Branching()
        trainer.advance(2, lambda: False)
    engine, why = trainers[0].engine_used
    assert engine == "plain"
    assert "a branch" in why
    one, other = (trainer.network.vector for trainer in trainers)
    np.testing.assert_allclose(one, other, rtol=1e-11)


def test_the_reason_names_the_line():
    _, (_, why), _ = trained("compiled", activation=Branching())
    line = Branching.forward.__code__.co_firstlineno + 1
    assert why.endswith(f"(test_untraceable.py, line {line})")


def test_an_error_in_the_code_is_raised_by_plain_numpy_as_ever():
    with pytest.raises(AttributeError, match="slope"):
        trained("compiled", activation=Crashing())


class LeakyReLU:
    name = "leaky_relu"

    def forward(self, z):
        return np.where(z > 0, z, 0.01 * z)

    def derivative(self, a):
        return np.where((a > 0) & ~(a > 1e300), 1.0, 0.01)


class Swish:
    name = "square"

    def forward(self, z):
        return np.clip(z, -2.0, 2.0) ** 2 / np.abs(z - 100.0)

    def derivative(self, a):
        return np.sqrt(np.minimum(np.square(a), 1.0) + 1e-3) - a.mean(axis=0, keepdims=True)


class Rebinding(Momentum):
    """`v = 0.9 v + g` with a new array for every v."""

    def step(self, parameters, gradients, learning_rate):
        self.velocity = self.momentum * self.velocity + gradients
        parameters[:] = parameters - learning_rate * self.velocity


class Clipped(SGD):
    """Gradients cut down to norm 1 or so: a sum over all, and a choice without a branch."""

    def step(self, parameters, gradients, learning_rate):
        size = np.sqrt(np.sum(gradients * gradients))
        parameters -= learning_rate * gradients / np.maximum(size, 1.0)


@pytest.mark.parametrize(
    "parts",
    [
        {"activation": LeakyReLU()},
        {"activation": Swish()},
        {"optimizer": Rebinding},
        {"optimizer": Clipped},
    ],
    ids=["leaky-relu", "swish", "rebinding", "clipped"],  # equal in every test process
)
def test_code_that_is_new_to_the_compiler_is_compiled(parts):
    trainer, used, reports = trained("compiled", **parts, steps=3)
    assert used == ("compiled", "")
    plain, _, expected = trained("plain", **parts, steps=3)
    np.testing.assert_allclose(trainer.network.vector, plain.network.vector, rtol=1e-11)
    assert [r.train_accuracy for r in reports] == [r.train_accuracy for r in expected]


def test_without_a_host_plain_numpy_trains(monkeypatch):
    monkeypatch.setattr("nnlab.compile.stepper.default_host", lambda: None)
    x, t = np.ones((3, 4)), np.ones((2, 4))
    trainer = Trainer(NeuralNetwork([3, 2]), x, t, engine="compiled")
    engine, why = trainer.engine_used
    assert engine == "plain"
    assert "wasmtime" in why
    assert len(trainer.advance(2, lambda: False)) == 2
