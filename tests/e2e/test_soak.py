"""A long session in small: the memory does not grow."""

from typing import Any

import pytest
from lab_page import Lab

from soak import MOST_GROWTH, soak


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Only the page's own worker shall be there to be measured."""
    return {**browser_context_args, "service_workers": "block"}


def test_a_session_of_many_resets_and_data_sets_leaves_nothing_behind(lab: Lab) -> None:
    soaked = soak(lab.page, rounds=22)
    assert (soaked.resets, soaked.datasets, soaked.epochs) == (22, 10, 4400)
    assert max(soaked.growth.values()) <= MOST_GROWTH, str(soaked)
