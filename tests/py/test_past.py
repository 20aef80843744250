"""The past keeps every epoch, then thins itself out evenly, and never lies about an epoch."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.training import Checkpoint
from page.lab.past import Past, cost


def checkpoint(epoch: int, size: int = 10) -> Checkpoint:
    return Checkpoint(
        epoch=epoch,
        vector=np.full(size, float(epoch)),
        optimizer_state={"m": np.full(size, -float(epoch))},
        random_state="",
        first_loss=1.0,
        best_test_loss=np.inf,
        waiting_since=0,
    )


ONE = cost(checkpoint(0))


def test_every_epoch_is_kept_while_they_fit() -> None:
    past = Past(limit=101 * ONE)
    for epoch in range(101):
        past.keep(checkpoint(epoch))
    assert past.epochs == list(range(101))
    assert past.every == 1


@given(st.integers(2, 60), st.integers(0, 400))
def test_past_the_limit_those_kept_are_evenly_spread(fit: int, last: int) -> None:
    past = Past(limit=fit * ONE)
    for epoch in range(last + 1):
        past.keep(checkpoint(epoch))
    kept = past.epochs
    assert len(kept) <= fit
    assert kept == list(range(0, last + 1, past.every))
    # No finer spacing would have fitted: half of it is more than the limit.
    assert past.every == 1 or len(range(0, last + 1, past.every // 2)) > fit


@given(st.integers(2, 30), st.integers(0, 200), st.integers(0, 250))
def test_an_epoch_is_itself_or_the_nearest_kept_before(fit: int, last: int, asked: int) -> None:
    past = Past(limit=fit * ONE)
    for epoch in range(last + 1):
        past.keep(checkpoint(epoch))
    found = past.at(asked)
    assert found is not None
    assert found.epoch == max(epoch for epoch in past.epochs if epoch <= asked)
    assert (found.vector == found.epoch).all()


def test_what_came_later_is_forgotten_and_an_epoch_replaced() -> None:
    past = Past()
    for epoch in range(10):
        past.keep(checkpoint(epoch))
    past.forget_after(4)
    assert past.epochs == [0, 1, 2, 3, 4]
    past.keep(checkpoint(4, size=20))
    found = past.at(9)
    assert found is not None and found.vector.size == 20


def test_nothing_before_the_first_is_made_up() -> None:
    past = Past()
    past.keep(checkpoint(400))
    assert past.at(399) is None


@pytest.mark.parametrize("size", [59, 30_000])
def test_the_limit_counts_what_the_arrays_take(size: int) -> None:
    assert cost(checkpoint(1, size)) >= 2 * size * 8
