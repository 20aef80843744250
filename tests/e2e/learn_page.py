"""One page in Learn for the tests of a module, as a new visitor has it."""

from collections.abc import Iterator
from typing import Any

import pytest
from lab_page import Lab
from playwright.sync_api import Browser, Page, expect
from surprises import Surprises

# What a step asks of Python has been answered, and what comes of that: Python answers in turn.
ANSWERED = """async () => {
  for (const _ of "12") await nnlab.engine.call("console", { code: "" });
}"""


@pytest.fixture(scope="module")
def opened(
    browser: Browser, browser_context_args: dict[str, Any], site: str, own_origins: set[str]
) -> Iterator[tuple[Page, Surprises]]:
    context = browser.new_context(**browser_context_args, has_touch=True)
    surprises = Surprises(context, own_origins)
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    Lab(page).open(site)
    yield page, surprises
    context.close()


@pytest.fixture
def learn(opened: tuple[Page, Surprises], request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page in Learn; the tests of this module share it, one after the other."""
    page, surprises = opened
    yield page
    surprises.check(request.node)


def at(page: Page, lesson: int, step: int) -> None:
    page.evaluate(f"location.hash = '#room=learn&lesson={lesson}&step={step}'")
    expect(page.locator("#lesson-place")).to_contain_text(f"Lesson {lesson} · {step} of")
