"""Compiled training gives plain NumPy's numbers: any network, batch size, optimizer, slicing."""

from contextlib import ExitStack, contextmanager
from unittest import mock

import numpy as np
import pytest
from hypothesis import example, given
from trainers import check_equal, check_reports, make, problems

from in_page import IN_PAGE
from nnlab.activations import ACTIVATIONS

TINY_GRADIENT = {
    "sizes": [2, 4, 7, 7, 7], "hidden": ["relu", "tanh", "identity"], "output": "softmax",
    "loss": "cross_entropy", "optimizer": "rmsprop", "l2": 0.01, "samples": 21, "tests": 20,
    "batch_size": 19, "shuffle": True, "measure_printed_loss": False, "seed": 30,
}  # fmt: skip


@contextmanager
def last_bits_shaken():
    """NumPy's functions are wrong in the last bit, upwards or downwards by chance."""
    rng = np.random.default_rng(0)

    def shake(function):
        def shaken(x):
            y = function(x)
            return np.nextafter(y, rng.choice([-np.inf, np.inf], size=np.shape(y)))

        return shaken

    with ExitStack() as stack:
        for name in ("exp", "tanh", "log"):
            stack.enter_context(mock.patch.object(np, name, shake(getattr(np, name))))
        yield


@given(problems())
@example(TINY_GRADIENT)
def test_an_epoch_equals_plain_numpys(problem):
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    check_reports(compiled.advance(1, lambda: False), plain.advance(1, lambda: False))
    if IN_PAGE:
        check_equal(compiled, plain)
        return
    shaken = make("plain", **problem)
    with last_bits_shaken():
        shaken.advance(1, lambda: False)
    check_equal(compiled, plain, shaken=shaken)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("batch_size", [1, 7, 32])
def test_wide_layers_equal_plain_numpys(seed, batch_size):
    """Loops instead of straight code; ten classes, whose sums NumPy makes pairwise."""
    problem = {"sizes": [33, 50, 10], "hidden": "tanh", "output": "softmax", "seed": seed}
    problem |= {"loss": "cross_entropy", "samples": 200, "batch_size": batch_size, "tests": 30}
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    check_reports(compiled.advance(1, lambda: False), plain.advance(1, lambda: False))
    check_equal(compiled, plain)


def test_rates_batch_size_and_l2_may_change_on_the_way():
    compiled, plain = (make(e, [4, 6, 3], shuffle=True) for e in ("compiled", "plain"))
    for learning_rate, batch_size, l2 in [(0.1, 1, 0.0), (0.01, 8, 0.1), (0.2, 3, 0.0)]:
        for trainer in (compiled, plain):
            trainer.learning_rate, trainer.batch_size = learning_rate, batch_size
            trainer.network.l2 = l2
        check_reports(compiled.advance(2, lambda: False), plain.advance(2, lambda: False))
        check_equal(compiled, plain)


@pytest.mark.parametrize("changed", ["weights", "activation"])
def test_a_network_changed_between_calls_is_trained_as_it_is(changed):
    trainers = [make(engine, [4, 6, 3]) for engine in ("compiled", "plain")]
    for trainer in trainers:
        trainer.advance(1, lambda: False)
        if changed == "weights":
            trainer.network.layers[0].W[2, 1] = 3.0
        else:
            tanh = ACTIVATIONS["tanh"]
            trainer.network.layers[0].activation = trainer.network.activations[0] = tanh
    compiled, plain = trainers
    check_reports(compiled.advance(2, lambda: False), plain.advance(2, lambda: False))


@pytest.mark.parametrize(
    "problem",
    [
        {"learning_rate": 50.0},
        {"learning_rate": 1e200, "hidden": "relu", "output": "identity"},
        {"learning_rate": 0.5, "hidden": "identity", "output": "identity"},
        {"learning_rate": 3.0, "shuffle": True, "optimizer": "momentum"},
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_breakdowns_come_at_the_same_epoch_and_put_the_same_weights_back(problem, seed):
    problem = {"sizes": [4, 6, 3], "samples": 60, "seed": seed, **problem}
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    reports, expected = (t.advance(30, lambda: False) for t in (compiled, plain))
    assert [r.breakdown for r in reports] == [r.breakdown for r in expected]
    assert compiled.breakdown == plain.breakdown
    assert compiled.checkpoint().epoch == plain.checkpoint().epoch
    if plain.breakdown:
        good = plain.checkpoint().vector
        np.testing.assert_allclose(compiled.network.vector, good, rtol=1e-6)


@pytest.mark.parametrize("rule", [{"target_loss": 0.2}, {"patience": 3}])
def test_stop_rules_stop_at_the_same_epoch(rule):
    problem = {"sizes": [4, 12, 3], "samples": 60, "tests": 20, "learning_rate": 0.5}
    compiled, plain = make("compiled", **problem, **rule), make("plain", **problem, **rule)
    for _ in range(2):  # going on after a stop is no mistake
        reports, expected = (t.advance(300, lambda: False) for t in (compiled, plain))
        assert plain.stopped in rule
        assert compiled.stopped == plain.stopped
        assert len(reports) == len(expected) < 300
        assert compiled.checkpoint().waiting_since == plain.checkpoint().waiting_since


@pytest.mark.parametrize("output", ["identity", "softmax"])
def test_of_answers_that_are_no_numbers_none_is_right(output):
    loss = "cross_entropy" if output == "softmax" else "half_squared_error"
    trainers = [make(e, [4, 6, 3], output=output, loss=loss) for e in ("compiled", "plain")]
    for trainer in trainers:
        trainer.network.layers[-1].b[0] = np.nan
        with np.errstate(all="ignore"):
            (report,) = trainer.advance(1, lambda: False)
        assert report.train_accuracy == 0.0
