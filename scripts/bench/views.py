"""What the views cost: the paper's run with all of them visible against all of them hidden."""

import sys
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from browsers import ensure_chromium
from in_page import wait
from serve import running

ROUNDS = 5

# A screen shows 60 frames a second: a gap of two frames' time is one dropped frame, and so on.
WATCH = """async () => {
  await new Promise((resolve) => setTimeout(resolve, 700));
  const frames = [];
  let ended;
  const started = performance.now();
  const stop = nnlab.store.watch(["run"], ({ run }) => {
    if (run.kind === "finished") ended = performance.now();
  });
  document.getElementById("play").click();
  while (ended === undefined) frames.push(await new Promise(requestAnimationFrame));
  stop();
  const seconds = (ended - started) / 1000;
  for (let i = 0; i < 10; i += 1) frames.push(await new Promise(requestAnimationFrame));
  const gaps = frames.slice(1).map((time, i) => time - frames[i]);
  const missed = gaps.map((gap) => Math.max(0, Math.round(gap / (1000 / 60)) - 1));
  const dropped = missed.reduce((sum, frames) => sum + frames, 0);
  return { seconds, dropped: dropped / (gaps.length + dropped) };
}"""

HIDE = """(hide) => {
  const names = [...document.querySelectorAll("[data-view]")].map((view) => view.dataset.view);
  nnlab.store.set({ hidden: hide ? names : [] });
}"""


def views() -> dict[str, Any]:
    """Medians over ROUNDS runs of each kind, in turns, in one page."""
    with running() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(sys.executable) or None, args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(site.url)
        wait(tab, "ready")
        measure(tab, hide=False)  # warms both sides up
        runs = [(measure(tab, hide=True), measure(tab, hide=False)) for _ in range(ROUNDS)]
        browser.close()
    hidden, visible = zip(*runs, strict=True)
    return {
        "hidden_s": median(run["seconds"] for run in hidden),
        "visible_s": median(run["seconds"] for run in visible),
        "visible_dropped": median(run["dropped"] for run in visible),
        "hidden_dropped": median(run["dropped"] for run in hidden),
    }


def measure(tab: Page, *, hide: bool) -> dict[str, float]:
    """One run from the first weights."""
    tab.evaluate(HIDE, hide)
    tab.evaluate("nnlab.runner.reset().then(() => nnlab.store.set({ earlier: [] }))")
    wait(tab, "ready")
    figures: dict[str, float] = tab.evaluate(WATCH)
    return figures


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `views` measured and returns it."""
    ratio = figures["visible_s"] / figures["hidden_s"]
    print("The paper's run in the page, Chromium, medians:")
    print(f"  all views hidden    {figures['hidden_s']:6.2f} s")
    print(f"  all views visible   {figures['visible_s']:6.2f} s, {ratio:.2f} times (at most 1.3)")
    print(f"  frames dropped      {figures['visible_dropped']:6.1%} (at most 5 %; ", end="")
    print(f"hidden {figures['hidden_dropped']:.1%})")
    return figures | {"ratio": ratio}
