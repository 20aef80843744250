"""The open page, as a visitor knows it."""

import codecs
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

BOOT_MS = 90_000
TRAIN_MS = 120_000
# Most tests drive the long page, where every panel is: tests of the rooms take them as they come.
LONG_PAGE = """try {
  localStorage.setItem("nnlab.layout", "all");
} catch { /* storage is refused */ }"""

# A function of the later part of Python's WebAssembly, which no start runs; and what it answers.
RARE = "'日本'.encode('shift_jis')"
ANSWER = repr("日本".encode("shift_jis"))


def until(page: Page, script: str, arg: Any = None, timeout: float = TRAIN_MS) -> None:
    """Waits until `script` gives something true.

    Playwright's own wait_for_function would compile it inside the page, whose policy forbids that.
    """
    deadline = time.monotonic() + timeout / 1000
    while not page.evaluate(script, arg):
        assert time.monotonic() < deadline, f"never came true of {arg}: {script}"
        page.wait_for_timeout(50)


def csv_text(path: Path) -> str:
    """A CSV that the page has written, which begins as a Chinese Excel needs it."""
    assert path.read_bytes().startswith(codecs.BOM_UTF8)
    return path.read_text("utf-8-sig")


def digits_are_there(page: Page) -> None:
    """They are no part of the page's start: fetched when they are asked for, and learnt."""
    page.check("#datasets [value=digits]", force=True)
    until(page, "nnlab.store.get().lab.rows === 1797")
    Lab(page).train(2)
    assert page.evaluate("nnlab.store.get().history.train_accuracy.at(-1)") > 0.8
    expect(page.locator("#pad")).to_be_visible()


WHOLE = """(state) => {
  const { dataset } = document.body ?? {};
  return dataset?.state === state && "whole" in dataset;
}"""

# What page.clock.fast_forward does in the page; it also hands each call to all pages to come.
PASS_SECONDS = """async (seconds) => {
  for (let s = 0; s < seconds; s += 1) await __pwClock.controller.fastForward(1000);
}"""


def pass_seconds(page: Page, seconds: int) -> None:
    """By its installed clock; second by second, as a watchdog counts, but not frame by frame."""
    page.evaluate(PASS_SECONDS, seconds)


class Lab:
    """The open page, as a visitor knows it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, url: str) -> "Lab":
        """Loads the page and waits until the network can be trained."""
        self.page.goto(url)
        return self.wait("ready", BOOT_MS)

    def wait(self, state: str, timeout: float = TRAIN_MS) -> "Lab":
        """Waits until the page as a whole is in `state`, and every view of it is there.

        Playwright's own assertion would look at it twice a second only.
        """
        until(self.page, WHOLE, state, timeout)
        return self

    def set(self, selector: str, value: str) -> "Lab":
        """Types into a field and leaves it."""
        self.page.fill(selector, value)
        self.page.press(selector, "Enter")
        return self

    def train(self, epochs: int) -> "Lab":
        """Trains until epoch `epochs`."""
        self.set("#epochs", str(epochs))
        self.page.evaluate("window.before = nnlab.store.get().training")
        self.page.click("#play")
        # From a moment in the past it goes on only when Python is back there.
        until(self.page, "nnlab.store.get().training !== window.before")
        return self.wait("finished")

    def number(self, selector: str) -> float:
        """The number that an element shows."""
        return float(self.page.inner_text(selector).replace("−", "-"))

    @property
    def epoch(self) -> int:
        return int(self.page.inner_text("#epoch"))

    def do_the_main_job(self) -> "Lab":
        """Trains, classifies a flower, and reads the page in Chinese."""
        self.train(3)
        assert self.epoch == 3
        self.type_flower(["5.1", "3.5", "1.4", "0.2"])
        expect(self.page.locator("#prediction")).not_to_have_text("–")
        self.page.click("#lang")
        expect(self.page.locator("#classify-title")).to_have_text("给一朵花分类")
        self.page.click("#lang")
        return self

    def console(self, code: str) -> str:
        """What the console says to a line."""
        call = "(code) => nnlab.engine.call('console', { code }).then(({ output }) => output)"
        said: str = self.page.evaluate(call, code)
        return said.strip()

    def history(self) -> dict[str, list[float]]:
        """What the worker reported, column by column; index 0 is the untrained network."""
        return self.page.evaluate("nnlab.store.get().history")

    def weights(self) -> list[float]:
        """The network's parameters in a row, as the page keeps them."""
        return self.page.evaluate("Array.from(nnlab.store.get().snapshot.vector.data)")

    def type_flower(self, values: list[str]) -> None:
        """Types four lengths into the form."""
        for field, value in zip(self.page.locator("#classify input").all(), values, strict=True):
            field.fill(value)

    def outputs(self) -> list[float]:
        """The three outputs that the page shows."""
        return [float(text) for text in self.page.locator(".output-value").all_inner_texts()]
