"""One page for the tests of the rooms, as a visitor has it who comes by a link."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from lab_page import Lab
from playwright.sync_api import Browser, Page, expect
from surprises import Surprises

ROOMS = ("play", "judge", "understand", "code")
TABS = ("learn", *ROOMS)
SIZES = ((1366, 768), (1440, 900), (390, 844), (844, 390))
BOX = """(selector) => {
  const { left, top, right, bottom, width, height } =
    document.querySelector(selector).getBoundingClientRect();
  return { left, top, right, bottom, width, height };
}"""

HOLD = """(method) => {
  const { engine } = nnlab, { call } = engine;
  const answers = [];
  let release;
  const held = new Promise((resolve) => (release = resolve));
  engine.call = async (name, params) => {
    if (name !== method) return call(name, params);
    answers.push(call(name, params));
    const answer = await answers.at(-1);
    await held;
    return answer;
  };
  globalThis.letGo = async () => {
    engine.call = call;
    release();
    await Promise.all(answers);
    await new Promise((wake) => setTimeout(wake));
    return answers.length;
  };
}"""
"""Keeps Python's answers to one question back until `letGo()`, which says how many there were."""


@pytest.fixture(scope="module")
def open_rooms(
    browser: Browser, browser_context_args: dict[str, Any], site: str, own_origins: set[str]
) -> Iterator[tuple[Lab, Surprises]]:
    context = browser.new_context(**browser_context_args, has_touch=True)
    surprises = Surprises(context, own_origins)
    lab = Lab(context.new_page()).open(f"{site}#preset=paper")
    assert lab.page.evaluate("nnlab.store.get().speed") == "guided"  # the first run is watched
    yield lab, surprises
    context.close()


@pytest.fixture
def rooms(
    open_rooms: tuple[Lab, Surprises], request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Page]]:
    """The page in a room: `rooms("judge")`. All tests of a module share it."""
    lab, surprises = open_rooms
    lab.page.set_viewport_size({"width": 1366, "height": 768})
    lab.page.evaluate("nnlab.store.set({ speed: 'full' })")

    def go(room: str) -> Page:
        if lab.page.evaluate("nnlab.store.get().room") != room:
            lab.page.click(f"#rooms [data-room={room}]")
        expect(lab.page.locator(f"#rooms [data-room={room}]")).to_have_attribute(
            "aria-current", "page"
        )
        return lab.page

    yield go
    surprises.check(request.node)
