"""Compiled training gives plain NumPy's numbers: any network, batch size, optimizer, slicing."""

import gc
import math
import weakref
from contextlib import ExitStack, contextmanager
from unittest import mock

import numpy as np
import pytest
from hosts import HOST, IN_PAGE, TOLERANCE
from hypothesis import example, given
from hypothesis import strategies as st

from nnlab import NeuralNetwork, Trainer
from nnlab.activations import ACTIVATIONS
from nnlab.compile.elementwise import advance
from nnlab.compile.exp_pair import exp_pair, table
from nnlab.compile.mathlib import NAMES, own_functions
from nnlab.compile.wasm import Function, Module
from nnlab.optimizers import OPTIMIZERS

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
FIGURES = ("printed_loss", "train_loss", "train_accuracy", "test_loss", "test_accuracy")


TINY_GRADIENT = {
    "sizes": [2, 4, 7, 7, 7], "hidden": ["relu", "tanh", "identity"], "output": "softmax",
    "loss": "cross_entropy", "optimizer": "rmsprop", "l2": 0.01, "samples": 21, "tests": 20,
    "batch_size": 19, "shuffle": True, "measure_printed_loss": False, "seed": 30,
}  # fmt: skip


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
        "samples": draw(st.integers(1, 40)),
        "tests": draw(st.sampled_from([0, 1, 7, 20])),
        "batch_size": draw(st.integers(1, 45)),
        "shuffle": draw(st.booleans()),
        "measure_printed_loss": draw(st.booleans()),
        "seed": draw(st.integers(0, 99)),
    }


def make(
    engine, sizes, samples=20, tests=0, seed=0, hidden="sigmoid", output="sigmoid",
    loss="half_squared_error", optimizer="sgd", l2=0.0, **options,
):  # fmt: skip
    rng = np.random.default_rng(seed)
    network = NeuralNetwork(
        sizes, hidden=hidden, output=output, loss=loss, optimizer=optimizer, l2=l2, rng=rng
    )

    def columns(count):
        x = rng.normal(size=(sizes[0], count))
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


def check_reports(compiled, plain, tolerance=TOLERANCE):
    assert [r.epoch for r in compiled] == [r.epoch for r in plain]
    assert [r.breakdown for r in compiled] == [r.breakdown for r in plain]
    one, other = figures(compiled), figures(plain)
    if tolerance:
        np.testing.assert_allclose(one, other, rtol=10 * tolerance, atol=1e-12)
    else:
        np.testing.assert_array_equal(one, other)


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


@given(
    problem=problems(),
    slices=st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2)), min_size=1, max_size=6),
)
def test_slices_checkpoints_and_shuffling_change_nothing(problem, slices):
    """A call may end anywhere; what the next one sees is what plain NumPy would have left."""
    whole, sliced = make("compiled", **problem), make("compiled", **problem)
    reports = []
    for epochs, calls in slices:
        left = iter([False] * calls)
        reports += sliced.advance(epochs, lambda left=left: next(left, True))
    if not reports:
        return
    expected = whole.advance(len(reports), lambda: False)
    check_reports(reports, expected, 0.0)
    one, other = sliced.checkpoint(), whole.checkpoint()
    assert one.random_state == other.random_state
    np.testing.assert_array_equal(one.vector, other.vector)


def test_a_checkpoint_from_the_middle_of_an_epoch_goes_on_as_an_uninterrupted_run():
    problem = {"sizes": [4, 30, 3], "samples": 5000, "shuffle": True, "optimizer": "adam"}
    cut, plain = make("compiled", **problem), make("plain", **problem)
    reports = cut.advance(1, lambda: False) + cut.advance(1, lambda: True)
    assert len(reports) == 1, "the second epoch was to be cut"
    checkpoint = cut.checkpoint()
    assert checkpoint.epoch == 1
    other = make("compiled", **problem)
    other.restore(checkpoint)
    while len(reports) < 3:
        reports += cut.advance(1, lambda: True)
    expected = plain.advance(3, lambda: False)
    check_reports(reports, expected, 1e-9)
    check_reports(other.advance(2, lambda: False), expected[1:], 1e-9)
    assert cut.checkpoint().random_state == plain.checkpoint().random_state


def test_engines_can_hand_over_at_any_epoch():
    problem = {"sizes": [4, 6, 3], "shuffle": True, "optimizer": "momentum", "batch_size": 3}
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    compiled.advance(3, lambda: False)
    plain.restore(compiled.checkpoint())
    check_reports(compiled.advance(2, lambda: False), plain.advance(2, lambda: False))


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


@pytest.mark.skipif(not IN_PAGE, reason="only the page has the C library's exp")
def test_the_page_has_numpys_own_exp():
    assert HOST.exact


@pytest.mark.parametrize("spread", [1.0, 10.0, 300.0, 1e-15])
def test_exp_of_pairs_is_numpys(spread):
    """To the last bit in the page; and where exp overflows, underflows, or has no number."""
    one, first, count = ("f64",), 4096, 20_000
    numbers = np.random.default_rng(0).normal(size=count) * spread
    numbers[:8] = 0.0, -0.0, np.inf, -np.inf, np.nan, 512.0, -745.1, 709.8
    run, cursor = Function("run", ("i32",) * 3 + one, ("i32",), exported=True), 0
    run.emit("loop")
    run.emit("local.get", cursor)
    run.emit("local.get", cursor)
    run.emit("v128.load", first)
    run.emit("call", len(NAMES))
    run.emit("v128.store", first)
    advance(run, cursor, 16)
    run.emit("local.get", cursor)
    run.emit("i32.const", 8 * count)
    run.emit("i32.lt_s")
    run.emit("br_if", 0)
    run.emit("end")
    run.emit("i32.const", 0)
    imports = [("math", name, one, one) for name in NAMES] if HOST.brings_math else []
    functions = [] if imports else own_functions(0)
    functions += [exp_pair(NAMES.index("exp"), 64), run]
    machine = HOST.start(Module(imports, functions, pages=8).encode())
    machine.write(64, np.array(table()))
    machine.write(first, numbers)
    machine.run(0, 0, 0, 0.0)
    with np.errstate(all="ignore"):
        expected = np.exp(numbers)
    np.testing.assert_allclose(
        machine.read(first, count), expected, rtol=0.0 if IN_PAGE else 4e-16, atol=0.0
    )


def test_a_call_ends_when_time_is_up():
    """`out_of_time` is asked at least once an epoch, and an epoch of much work is cut."""
    trainer = make("compiled", [30, 60, 60, 3], samples=20_000)
    asked = []
    while not trainer.advance(1, lambda: not asked.append(1)):
        assert len(asked) < 10_000
    assert len(asked) > 3
    assert math.isfinite(trainer.checkpoint().vector.sum())


def test_a_kernel_is_not_taken_for_another_networks():
    """Networks that differ only in which layer has which of two activations."""
    for hidden in (["relu", "tanh", "tanh"], ["relu", "tanh", "relu"]):
        compiled, plain = (make(e, [3, 5, 5, 5, 2], hidden=hidden) for e in ("compiled", "plain"))
        check_reports(compiled.advance(1, lambda: False), plain.advance(1, lambda: False))


@pytest.mark.parametrize("shuffle", [False, True])
def test_every_epochs_checkpoint_is_handed_over(shuffle):
    """Also those of epochs that ended in one call; any of them goes on as the run did."""
    problem = {"sizes": [4, 6, 3], "shuffle": shuffle, "optimizer": "adam", "tests": 5}
    kept = {"compiled": [], "plain": []}
    for engine, checkpoints in kept.items():
        trainer = make(engine, **problem)
        made = []
        trainer.on_epochs = lambda ended, at, made=made: made.extend((r.epoch, at) for r in ended)
        reports = trainer.advance(40, lambda: False)
        checkpoints += [at(epoch) for epoch, at in made]  # long after its epoch
    assert [c.epoch for c in kept["compiled"]] == list(range(1, 41))
    for one, other in zip(kept["compiled"], kept["plain"], strict=True):
        assert one.random_state == other.random_state
        assert one.best_test_loss == pytest.approx(other.best_test_loss, rel=1e-9)
        assert one.waiting_since == other.waiting_since
        np.testing.assert_allclose(one.vector, other.vector, rtol=1e-6)
        for name, array in other.optimizer_state.items():
            np.testing.assert_allclose(one.optimizer_state[name], array, rtol=1e-6, atol=1e-9)
    again = make("compiled", **problem)
    again.restore(kept["compiled"][20])
    check_reports(again.advance(19, lambda: False), reports[21:], 1e-9)


def test_a_machine_serves_one_trainer_after_another():
    """What the last one left in its memory changes nothing; and never do two share one."""
    problem = {"sizes": [4, 6, 3], "shuffle": True, "optimizer": "adam", "tests": 5}
    first = make("compiled", **problem)
    first.advance(3, lambda: False)
    machine = first.stepper.machine
    del first
    problem["seed"] = 1
    second, beside = make("compiled", **problem), make("compiled", **problem)
    plain = make("plain", **problem)
    assert second.stepper.machine is machine
    assert beside.stepper.machine is not machine
    expected = plain.advance(3, lambda: False)
    for compiled in (second, beside):
        check_reports(compiled.advance(3, lambda: False), expected)
        check_equal(compiled, plain)


def test_a_machine_outlives_a_trainer_that_was_garbage_in_a_cycle():
    """Such garbage is finalised all together: the machine must not be a part of it."""
    problem = {"sizes": [4, 6, 3], "shuffle": True, "optimizer": "adam", "tests": 5}
    cycle = [make("compiled", **problem)]
    cycle[0].advance(3, lambda: False)
    machine = weakref.ref(cycle[0].stepper.machine)
    cycle.append(cycle)
    del cycle
    gc.collect()
    compiled, plain = make("compiled", **problem), make("plain", **problem)
    assert compiled.engine_used == ("compiled", "") and compiled.stepper.machine is machine()
    check_reports(compiled.advance(3, lambda: False), plain.advance(3, lambda: False))
    check_equal(compiled, plain)
