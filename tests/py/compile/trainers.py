"""Pairs of trainers, one compiled and one plain, and how near their numbers must be."""

import numpy as np
from hosts import HOST, TOLERANCE
from hypothesis import strategies as st

from nnlab import NeuralNetwork, Trainer
from nnlab.activations import ACTIVATIONS
from nnlab.optimizers import OPTIMIZERS
from nnlab.reports import EpochReport

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
FIGURES = tuple(name for name in EpochReport._fields if name not in ("epoch", "breakdown"))


@st.composite
def problems(draw):
    """Keyword arguments of `make`."""
    layers = draw(st.integers(0, 3))
    softmax = draw(st.booleans())
    return {
        "sizes": draw(st.lists(st.integers(1, 12), min_size=layers + 2, max_size=layers + 2)),
        "hidden": draw(st.lists(st.sampled_from(HIDDEN), min_size=layers, max_size=layers)),
        "output": "softmax" if softmax else draw(st.sampled_from(["sigmoid", "tanh", "identity"])),
        "loss": "cross_entropy" if softmax else "half_squared_error",
        "optimizer": draw(st.sampled_from([*OPTIMIZERS])),
        "l2": draw(st.sampled_from([0.0, 0.01])),
        "l1": draw(st.sampled_from([0.0, 0.01])),
        "samples": draw(st.integers(1, 40)),
        "tests": draw(st.sampled_from([0, 1, 7, 20])),
        "batch_size": draw(st.integers(1, 45)),
        "shuffle": draw(st.booleans()),
        "measure_printed_loss": draw(st.booleans()),
        "seed": draw(st.integers(0, 99)),
        "task": "classes" if softmax else draw(st.sampled_from(["classes", "numbers"])),
    }


def make(
    engine, sizes, samples=20, tests=0, seed=0, hidden="sigmoid", output="sigmoid",
    loss="half_squared_error", optimizer="sgd", l2=0.0, l1=0.0, **options,
):  # fmt: skip
    rng = np.random.default_rng(seed)
    network = NeuralNetwork(
        sizes, hidden=hidden, output=output, loss=loss, optimizer=optimizer, l2=l2, l1=l1, rng=rng
    )

    def columns(count):
        x = rng.normal(size=(sizes[0], count))
        if options.get("task") == "numbers":
            return x, rng.normal(size=(sizes[-1], count))
        return x, np.eye(sizes[-1])[:, rng.integers(0, sizes[-1], count)]

    x, t = columns(samples)
    if tests:
        options["test_inputs"], options["test_targets"] = columns(tests)
    options = {"learning_rate": 0.02, **options}
    trainer = Trainer(network, x, t, rng=rng, engine=engine, host=HOST, **options)
    if engine == "compiled":
        assert trainer.engine_used == ("compiled", "")
    return trainer


def figures(reports):
    rows = [[getattr(report, name) for name in FIGURES] for report in reports]
    return np.array(rows, np.float64)  # None becomes NaN


def numbers(trainer):
    """Its weights, and what its optimizer remembers."""
    state = trainer.network.optimizer.state()
    return [trainer.network.vector, *(state[name] for name in sorted(state))]


def check_equal(compiled, plain, tolerance=TOLERANCE, shaken=None):
    """The trainers' networks and optimizers; tolerance is relative to the largest number.

    What an error in the last bit of exp makes of it, `shaken`, is forgiven beyond that: RMSProp and
    Adam divide by the gradient's size, so that a tiny one carries the error to the weights.
    """
    rough = numbers(shaken) if shaken else numbers(plain)
    for one, other, third in zip(numbers(compiled), numbers(plain), rough, strict=True):
        most = tolerance * np.abs(other).max() + 20.0 * np.abs(third - other).max()
        assert np.abs(one - other).max() <= most


def check_reports(compiled, plain, tolerance=TOLERANCE):
    assert [r.epoch for r in compiled] == [r.epoch for r in plain]
    assert [r.breakdown for r in compiled] == [r.breakdown for r in plain]
    one, other = figures(compiled), figures(plain)
    if tolerance:
        np.testing.assert_allclose(one, other, rtol=10 * tolerance, atol=1e-12)
    else:
        np.testing.assert_array_equal(one, other)
