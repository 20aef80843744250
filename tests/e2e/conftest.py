"""The page, opened and ready."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lab_page import Lab
from playwright.sync_api import Page, expect

# A busy machine is slow, not wrong: how long something takes is for scripts/bench.py to say.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets a browser test that failed run once more; pytest's summary counts such reruns.

    On a crowded machine a browser now and then loses a click or a scroll. What is broken fails
    twice.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The offline copy has tests of its own; elsewhere it would answer in the network's place."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture
def lab(page: Page, site: str) -> Lab:
    """The page, ready to train."""
    return Lab(page).open(site)


@pytest.fixture
def open_lab(page: Page) -> Callable[[str], Lab]:
    """Opens any address of the page."""
    return Lab(page).open
