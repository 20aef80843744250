"""No memory left, for Python or in it: a message, a way on, nothing lost."""

import pytest
from lab_page import BOOT_MS, Lab, until
from long_run import begin_slowly, nothing_is_lost
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.expects_console_errors

NO_MEMORY = """
const made = WebAssembly.instantiate;
WebAssembly.instantiate = async (module, imports) => {
  if (WebAssembly.Module.imports(module).length < 100) return made(module, imports);
  throw new RangeError("WebAssembly.Memory(): could not allocate memory");
};
"""
# What is never written to takes no time.
HOG = """
import numpy
hog = []
for size in (2**27, 2**20, 2**14, 64):
  try:
    while True: hog.append(numpy.empty(size, "u1"))
  except MemoryError: pass
"""


def test_no_memory_for_python_while_the_first_kernel_trains(page: Page, pages_site: str) -> None:
    """As a phone answers whose memory others have."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=NO_MEMORY + response.text())

    page.route("**/worker.js", answer)
    page.goto(pages_site)
    lab = Lab(page)
    lab.wait("failed", BOOT_MS)
    expect(page.locator("#failure-details")).to_contain_text("could not allocate memory")
    begin_slowly(lab)
    page.unroute("**/worker.js")
    page.click("#retry")
    nothing_is_lost(lab)


def test_no_memory_left(page: Page, pages_site: str) -> None:
    lab = Lab(page).open(pages_site)
    lab.train(3)
    weights = lab.weights()
    lab.set("#epochs", "5")
    # In one breath: whatever else the page asks for from now on may be what finds no memory, and
    # once Python has died of it, nothing can be pressed.
    page.evaluate(
        """(code) => {
          nnlab.engine.call("console", { code }).catch(() => {});
          document.getElementById("play").click();
        }""",
        HOG,
    )
    # Python may say so, or die of it: then the page says that.
    expect(page.locator("#failure")).to_be_visible(timeout=60_000)
    ended = "({ engine, training }) => engine.kind === 'failed' || training.kind !== 'running'"
    until(page, f"({ended})(nnlab.store.get())")
    # Two more epochs may have fitted in; what the page shows is what must come back.
    kept, epoch = lab.weights(), page.evaluate("nnlab.store.get().snapshot.epoch")
    assert epoch == 5 or (epoch == 3 and kept == weights)
    if page.evaluate("nnlab.store.get().engine.kind") != "failed":
        expect(page.locator("#failure-text")).to_contain_text("no memory left")
        page.evaluate("nnlab.engine.start()")
    else:
        expect(page.locator("#failure-hint")).to_contain_text("Nothing is lost")
        page.click("#retry")
    lab.wait("finished" if epoch == 5 else "paused", BOOT_MS)
    assert lab.weights() == kept
    lab.train(6)
