"""Compiled training in slices, from checkpoints, and in turn with plain NumPy."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trainers import check_reports, make, problems

from nnlab.compile import stepper


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


def test_a_checkpoint_from_the_middle_of_an_epoch_goes_on_as_an_uninterrupted_run(monkeypatch):
    monkeypatch.setattr(stepper, "MOST_WORK", stepper.LEAST_WORK)  # a fast machine cuts it too
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


def test_a_call_ends_when_time_is_up():
    """`out_of_time` is asked at least once an epoch, and an epoch of much work is cut."""
    trainer = make("compiled", [30, 60, 60, 3], samples=20_000)
    asked = []
    while not trainer.advance(1, lambda: not asked.append(1)):
        assert len(asked) < 10_000
    assert len(asked) > 3
    assert math.isfinite(trainer.checkpoint().vector.sum())


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
