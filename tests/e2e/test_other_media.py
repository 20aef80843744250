"""Forced colours and print: what is only a colour must not vanish."""

import base64
import re
import zlib
from typing import Any

import pytest
from lab_page import Lab
from playwright.sync_api import Page, expect

# Read from the picture itself: a browser in forced colours reports colours that it does not paint.
COLOURS = """async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const found = new Set();
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = data.subarray(at, at + 3);
    if (Math.max(r, g, b) - Math.min(r, g, b) > 40) found.add(`${r >> 5},${g >> 5},${b >> 5}`);
  }
  return found.size;
}"""


def colours(page: Page, selector: str) -> int:
    """How many colours that are no grey an element is painted with."""
    element = page.locator(selector).first
    element.scroll_into_view_if_needed()
    picture = base64.b64encode(element.screenshot(animations="disabled")).decode()
    return int(page.evaluate(COLOURS, picture))


@pytest.fixture
def trained(lab: Lab) -> Any:
    lab.page.click("#play")  # the paper's run as it is, so that its button is the chosen one
    lab.wait("finished")
    yield lab.page
    lab.page.emulate_media(media="screen", forced_colors="none", color_scheme="light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_what_is_only_a_colour(trained: Page, scheme: Any) -> None:
    trained.emulate_media(forced_colors="active", color_scheme=scheme)
    for selector in (
        "#species-legend .mark",
        "#data-table .mark",
        "#chart-legend .swatch-printed_loss",
        ".weight-line",
        "#outputs .bar-fill",
        "#confusion-matrix button:not(:text-is('0'))",
    ):
        assert colours(trained, selector) > 0, selector
    for chosen, other in (
        (".tile:has(:checked)", ".tile:not(:has(:checked))"),
        (".chip[aria-pressed=true]", ".chip[aria-pressed=false]"),
    ):
        assert outline(trained, chosen) != outline(trained, other)


def outline(page: Page, selector: str) -> str:
    style = "(element) => getComputedStyle(element).outline"
    return str(page.locator(selector).first.evaluate(style))


PAINTED = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
FILL = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg\b")
PAINT = """(element, colour) => {
  const before = element.style.backgroundColor;
  element.style.backgroundColor = colour;
  return before;
}"""


def fills(pdf: bytes) -> set[tuple[int, ...]]:
    """The colours of all areas that are painted on paper."""
    found: set[tuple[int, ...]] = set()
    for stream in PAINTED.findall(pdf):
        try:
            text = zlib.decompress(stream)
        except zlib.error:
            continue  # a font or a picture
        found |= {tuple(round(255 * float(part)) for part in fill) for fill in FILL.findall(text)}
    return found


def test_on_paper_the_marks_and_the_round_button_are_painted(trained: Page) -> None:
    trained.emulate_media(media="print")
    selectors = ("#play", ".swatch", ".bar-fill", "#confusion-matrix button")
    wanted = {selector: (1, 99, 201 + k) for k, selector in enumerate(selectors)}  # nothing else is
    before = {
        selector: trained.locator(selector).first.evaluate(PAINT, f"rgb{colour}")
        for selector, colour in wanted.items()
    }
    painted = fills(trained.pdf(print_background=False))
    for selector, colour in before.items():
        trained.locator(selector).first.evaluate(PAINT, colour)
    assert {selector for selector, colour in wanted.items() if colour not in painted} == set()
    expect(trained.locator("#play")).to_be_visible()
