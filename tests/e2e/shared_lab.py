"""One started page for many tests, since starting Python takes longer than most of them.

After each test the page starts over, as a visitor may let it do. It is given to the next test only
if it then shows, and knows, what it did when it was new; else the next test gets a new one.
"""

import json
from collections.abc import Callable, Iterator

import pytest
from lab_page import Lab, until
from playwright.sync_api import BrowserContext, Error, Page, ViewportSize
from surprises import Surprises

# Whether a test failed: conftest.py notes it.
FAILED = pytest.StashKey[bool]()
# What a visitor finds, and what the page remembers. Sizes on the screen are left out: they follow
# from the rest once the browser has laid it out.
FOUND = """() => {
  const { engine, pace, lab, ...rest } = nnlab.store.get();
  // The room is in the state. When it is noted once more, the page decides.
  const { "nnlab.room": _, ...kept } = localStorage;
  const all = (selector) =>
    [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility());
  const controls = all("input, select, textarea, button, details, dialog");
  const shown = all("[data-view], [role=tab], tr, p, li, output");
  return JSON.stringify([
    location.href, document.documentElement.lang, document.documentElement.dataset,
    kept, { ...sessionStorage }, innerWidth, innerHeight,
    controls.map((e) => [e.id || e.name, e.value, e.checked, e.open, e.disabled]),
    // The browser lays the article out only when it is near, and else gives no text of it.
    shown.map((e) => (e.closest("#article") ? e.textContent : e.innerText)),
    rest, { ...lab, run: 0 },
  ], (_, value) => ArrayBuffer.isView(value) ? [...value] : value);
}"""
START_OVER = """async () => {
  if (!document.getElementById("one-page").checked) document.getElementById("one-page").click();
  if (document.getElementById("live").checked) document.getElementById("live").click();
  for (const [id, value] of [["speed", "full"], ["apart-columns", "1"]]) {
    const select = document.getElementById(id);
    if (select.value === value) continue;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const id of ["learning-rate", "epochs", "seed"]) {
    if (!document.getElementById(`${id}-error`).textContent) continue;
    const typed = document.getElementById(id);
    typed.value = String(nnlab.store.get().setup[id.replace("-", "_")]);
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  }
  document.querySelector("#faces [value=regions]").click();
  for (const details of document.querySelectorAll("details")) details.open = false;
  if (document.documentElement.lang !== "en") document.getElementById("lang").click();
  document.querySelector("#datasets [value=iris]").click();
  document.querySelector("[name=many-kind][value=seeds]").click();
  const sure = document.getElementById("start-over-sure");
  sure.hidden = false; // as if asked: what hides it again is the end of starting over
  document.getElementById("start-over-yes").click();
  document.activeElement.blur();
  document.getElementById("network-canvas").dispatchEvent(new Event("blur"));
  document.getElementById("network-said").textContent = ""; // its last words
  for (let tries = 0; !sure.hidden && tries < 500; tries++) {
    await new Promise((done) => setTimeout(done, 20));
  }
  nnlab.store.set({ setAside: undefined, studies: [] }); // which have been seen
  history.replaceState(history.state, "", location.pathname);
  localStorage.clear(); // where closing was noted, too
}"""
# What is worked out after that. The stepper begins when it is first seen.
ALL_THERE = """() => {
  if (!globalThis.seen) document.getElementById("apart").scrollIntoView();
  globalThis.seen = true;
  const { prediction, stepper } = nnlab.store.get();
  return prediction && stepper.traced && !stepper.stale;
}"""


class SharedLab:
    """`take` the page, and `give_back` it."""

    def __init__(
        self, new_context: Callable[[], BrowserContext], url: str, own_origins: set[str]
    ) -> None:
        self.new_context = new_context
        self.url = url
        self.own_origins = own_origins
        self.lab: Lab | None = None
        self.surprises: Surprises | None = None
        self.new: object = None
        self.size: ViewportSize | None = None

    def take(self) -> Lab:
        """The page, ready to train, in its first state."""
        if self.lab is None:
            context = self.new_context()
            self.surprises = Surprises(context, self.own_origins)
            self.lab = Lab(context.new_page()).open(self.url)
            until(self.lab.page, ALL_THERE)
            self.start_over(self.lab.page)
            self.size = self.lab.page.viewport_size
            self.new = self.settled(self.lab.page)
        return self.lab

    @staticmethod
    def start_over(page: Page) -> None:
        """As a visitor may. Everything has then been worked out anew."""
        page.evaluate(START_OVER)
        until(page, ALL_THERE, timeout=10_000)
        page.evaluate("scrollTo(0, 0)")

    def lend(self, test: pytest.Item) -> Iterator[Lab]:
        """Gives the page to `test`, and takes it back at the next call."""
        test.stash[FAILED] = False
        yield self.take()
        self.give_back(test, spoiled=test.stash[FAILED])

    def give_back(self, test: pytest.Item, *, spoiled: bool) -> None:
        """Keeps the page for the next test, unless it is `spoiled` or not as it was.

        Fails `test` if its page did what no page may do.
        """
        surprises = self.surprises
        if self.lab and (spoiled or not self.is_new_again(self.lab.page)):
            self.close()
        if surprises:
            surprises.check(test)

    def close(self) -> None:
        """Ends the page; the next test gets a new one."""
        if self.lab:
            self.lab.page.context.close()
        self.lab = self.surprises = None

    def is_new_again(self, page: Page) -> bool:
        """Starts over; whether the page is then as it was when it was new."""
        try:
            if len(page.context.pages) != 1 or page.url.split("#")[0] != self.url:
                return False
            page.unroute_all()
            page.mouse.move(0, 0)
            if page.viewport_size != self.size and self.size:
                page.set_viewport_size(self.size)
            self.start_over(page)
            return self.settled(page, self.new) == self.new
        except (AssertionError, Error):
            return False

    @staticmethod
    def settled(page: Page, new: object = None) -> object:
        """What is found when it is `new`, or else what stays the same for a while."""

        def found() -> object:
            return json.loads(page.evaluate(FOUND))  # in whatever order its parts come

        before, now, same = None, found(), 0
        for _ in range(40):
            if now == new or same == (6 if new else 1):
                break
            page.wait_for_timeout(100)
            before, now = now, found()
            same = same + 1 if now == before else 0
        return now
