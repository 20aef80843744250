"""The page, opened and ready."""

from collections.abc import Callable

import pytest
from lab_page import Lab
from playwright.sync_api import Page, expect

# A busy machine is slow, not wrong: how long something takes is for scripts/bench.py to say.
expect.set_options(timeout=20_000)


@pytest.fixture
def lab(page: Page, site: str) -> Lab:
    """The page, ready to train."""
    return Lab(page).open(site)


@pytest.fixture
def open_lab(page: Page) -> Callable[[str], Lab]:
    """Opens any address of the page."""
    return Lab(page).open
