"""What a laptop's screen really leaves: the browser's own bars, a page enlarged to 125 %."""

from collections.abc import Callable
from itertools import combinations

import pytest
from playwright.sync_api import Page, expect
from rooms_page import BOX, ROOMS

Go = Callable[[str], Page]
STAGE = ((1366, 641), (1280, 720), (1280, 600), (1152, 720), (1024, 768))
SIDE_BY_SIDE = ((1093, 614), (960, 600))
PARTS = (
    "#data", ".tools", "#network", "#training", "#regions-stage", "#regions-key", "#regions-note",
    "#classify-panel > h2", "#take-flower",
)  # fmt: skip
CUT = """() => [...document.querySelectorAll(
    ".masthead :is(a, button, summary), .outputs li > *, #prediction, #take-flower")]
  .filter((e) => e.checkVisibility())
  .filter((e) => { const { left, right } = e.getBoundingClientRect();
    const panel = e.closest(".panel")?.getBoundingClientRect();
    return left < 0 || right > Math.min(innerWidth, panel?.right ?? Infinity) - 1; })
  .map((e) => e.id || e.textContent)"""
"""What goes over the window's edge or its panel's."""
# Of a heading, the words: its box is as wide as its panel.
WORDS = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  const { left, top, right, bottom } = range.getBoundingClientRect();
  return { left, top, right, bottom };
}"""


@pytest.mark.parametrize("size", STAGE, ids=str)
def test_the_stage_fits_and_nothing_lies_over_another(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("play")
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("nnlab.runner.reset()")
    expect(page.locator("#answer-notes li")).to_be_visible()  # the form at its highest
    for _ in ("en", "zh"):
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        for part in ("#datasets", "#regions-canvas", "#network-canvas", "#loss-chart", "#lengths"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
        stage = page.evaluate(BOX, "#regions-canvas")
        assert stage["height"] >= 110 and page.evaluate(BOX, "#network-canvas")["height"] >= 110
        boxes = [page.evaluate(WORDS if "take" in p or "h2" in p else BOX, p) for p in PARTS]
        for (one, a), (other, b) in combinations(zip(PARTS, boxes, strict=True), 2):
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            assert across <= 1 or down <= 1, (one, other, a, b)
        assert page.evaluate(CUT) == []
        page.click("#lang")


@pytest.mark.parametrize("size", SIDE_BY_SIDE, ids=str)
def test_enlarged_network_and_map_have_the_screen(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("play")
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    for _ in ("en", "zh"):
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for part in ("#regions-canvas", "#network-canvas", "#play", "#learning-rate"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
            assert part[1:] in ("play", "learning-rate") or page.evaluate(BOX, part)["height"] > 300
        assert page.evaluate(CUT) == []
        page.click("#lang")


@pytest.mark.parametrize("size", (*STAGE, *SIDE_BY_SIDE), ids=str)
def test_every_room_s_head_is_whole(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for _ in ("en", "zh"):
        for room in ROOMS:
            rooms(room)
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], room
            assert page.evaluate(CUT) == [], room
        page.click("#lang")


def test_pointing_at_a_neuron_leaves_the_map_its_size(rooms: Go) -> None:
    page = rooms("play")
    for width, height in ((1366, 768), (1440, 900), (1280, 720)):
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(5, 300)
        expect(page.locator("#regions-note")).to_contain_text("points shown")
        page.wait_for_timeout(200)
        before = page.evaluate(BOX, "#regions-canvas")
        network = page.evaluate(BOX, "#network-canvas")
        note = page.locator("#regions-note")
        for down in range(10, 90, 4):
            x = network["left"] + network["width"] * 0.5
            page.mouse.move(x, network["top"] + network["height"] * down / 100)
            if "hidden neuron" in note.inner_text():
                break
        expect(note).to_contain_text("hidden neuron")
        assert page.evaluate(BOX, "#regions-canvas") == before
