"""Playing with whole runs in the page: from a turn of the learning rate to its whole curve, drawn;
twenty seeds; the landscape around a network."""

import time
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Page

from opened import opened_page, wait

TURNS = 120
DRAG_SECONDS = 3
PRESSES = 5
KNOB = (-2.5, -0.5)  # where it is turned: of these rates, as powers of ten, no run breaks down

# A curve is there in the frame that draws it: the chart asks for its frame when the store changes,
# before this script does, so it has been drawn when ours is called.
WATCH = """() => {
  const waiting = [];
  globalThis.watched = { turns: 0, took: [], curves: 0 };
  document.getElementById("learning-rate-slider").addEventListener("input", (event) => {
    watched.turns += 1;
    waiting.push(event.timeStamp);
  }, true);
  const drawn = () => setTimeout(() => {
    watched.curves += 1;
    watched.took.push(...waiting.splice(0).map((at) => performance.now() - at));
  });
  nnlab.store.watch(["history"], ({ history, setup }) => {
    if (waiting.length && history.epoch.at(-1) === setup.epochs) requestAnimationFrame(drawn);
  });
}"""

# A drag as a browser reports it: at most one event a frame.
DRAG = """async ({ milliseconds, low, high }) => {
  const knob = document.getElementById("learning-rate-slider");
  const begun = performance.now();
  const past = () => performance.now() - begun;
  Object.assign(watched, { turns: 0, curves: 0 });
  while (past() < milliseconds) {
    await new Promise(requestAnimationFrame);
    knob.value = String(low + (past() / milliseconds) * (high - low));
    knob.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const seconds = past() / 1000;
  return { turns: watched.turns / seconds, curves: watched.curves / seconds };
}"""

# From a press to the frame after the one in which the work's progress bar has gone.
PRESS = """async ({ button, bar }) => {
  const at = performance.now();
  document.getElementById(button).click();
  const frame = () => new Promise(requestAnimationFrame);
  do await frame(); while (!document.getElementById(bar).hidden);
  await frame();
  return performance.now() - at;
}"""


def live() -> dict[str, Any]:
    """From TURNS single turns, in milliseconds; then from a drag with an event in every frame."""
    with opened_page() as tab:
        tab.check("#live")
        wait(tab, "finished")
        tab.evaluate(WATCH)
        turn(tab, 20)  # warms both sides up
        took = turn(tab, TURNS)
        drag = {"milliseconds": 1000 * DRAG_SECONDS, "low": KNOB[0], "high": KNOB[1]}
        dragged = tab.evaluate(DRAG, drag)
        pressed = {}
        for what, name in (("landscape", "landscape"), ("seeds", "many")):
            ids = {"button": f"{name}-start", "bar": f"{name}-progress"}
            pressed[what] = median(tab.evaluate(PRESS, ids) for _ in range(PRESSES))
    return {
        "median_ms": median(took),
        "p90_ms": quantiles(took, n=10)[-1],
        "longest_ms": max(took),
        "events_a_second": dragged["turns"],
        "curves_a_second": dragged["curves"],
        "landscape_ms": pressed["landscape"],
        "seeds_ms": pressed["seeds"],
    }


def turn(tab: Page, turns: int) -> list[float]:
    """Moves the knob with the mouse, to and fro: milliseconds from each event to its curve."""
    knob = tab.locator("#learning-rate-slider")
    box = knob.bounding_box()
    if box is None:
        raise AssertionError("the knob is not to be seen")
    least, most = (float(knob.get_attribute(name) or 0) for name in ("min", "max"))
    low, high = ((end - least) / (most - least) for end in KNOB)
    tab.evaluate("watched.took.length = 0")
    y = box["y"] + box["height"] / 2
    for i in range(turns):
        tab.mouse.move(box["x"] + box["width"] * (low + (high - low) * (i * 0.618 % 1)), y)
        if i == 0:
            tab.mouse.down()
        time.sleep(0.11 + (i * 37 % 50) / 1000)
        while tab.evaluate("watched.took.length") <= i:
            time.sleep(0.02)
    tab.mouse.up()
    took: list[float] = tab.evaluate("watched.took")
    return took


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `live` measured and returns it."""
    print("Live: from a turn of the learning rate to the whole curve of the paper's run, drawn:")
    print(f"  median              {figures['median_ms']:6.1f} ms")
    print(f"  90th percentile     {figures['p90_ms']:6.1f} ms (at most 50)")
    print(f"  longest             {figures['longest_ms']:6.1f} ms")
    print("While the knob is turned without a pause:")
    print(f"  turns a second      {figures['events_a_second']:6.1f}")
    print(f"  whole curves        {figures['curves_a_second']:6.1f} a second")
    print("From a press to the picture, after the paper's run:")
    print(f"  loss landscape      {figures['landscape_ms']:6.0f} ms (at most 1000)")
    print(f"  20 seeds            {figures['seeds_ms']:6.0f} ms")
    return figures
