"""A long session in small: the memory does not grow."""

import pytest
from lab_page import Lab

from soak import MOST_GROWTH, soak


@pytest.fixture
def lab(new_lab: Lab) -> Lab:
    """Its memory must be its own."""
    return new_lab


def test_a_session_of_many_resets_and_data_sets_leaves_nothing_behind(lab: Lab) -> None:
    soaked = soak(lab.page, rounds=22)
    assert (soaked.resets, soaked.datasets, soaked.epochs) == (22, 9, 4400)
    assert max(soaked.growth.values()) <= MOST_GROWTH, str(soaked)
