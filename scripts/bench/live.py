"""Live training in the page: from a turn of the learning rate to its whole curve, drawn."""

from statistics import median, quantiles
from typing import Any

from opened import opened_page, wait

TURNS = 120
DRAG_SECONDS = 3

# A curve is there in the frame that draws it: the chart asks for its frame when the store changes,
# before this script does, so it has been drawn when ours is called.
TURN = """async ({ turns, drag_ms }) => {
  const knob = document.getElementById("learning-rate-slider");
  const curves = [];  // when a whole curve was drawn
  const stop = nnlab.store.watch(["history"], ({ history, setup }) => {
    const drawn = () => setTimeout(() => curves.push(performance.now()));
    if (history.epoch.at(-1) === setup.epochs) requestAnimationFrame(drawn);
  });
  const turn = (value) => {
    const at = performance.now();
    knob.value = String(value);
    knob.dispatchEvent(new Event("input", { bubbles: true }));
    return at;
  };
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const low = -2.5, high = -0.5;

  const single = [];
  for (let i = 0; i < turns; i += 1) {
    curves.length = 0;
    const at = turn(low + ((i * 0.618) % 1) * (high - low));
    while (curves.length === 0) await sleep(1);
    single.push(curves[0] - at);
    await sleep(60 + ((i * 37) % 50));
  }

  await sleep(400);
  curves.length = 0;
  const begun = performance.now();
  let events = 0;
  while (performance.now() - begun < drag_ms) {
    await new Promise(requestAnimationFrame);
    turn(low + ((performance.now() - begun) / drag_ms) * (high - low));
    events += 1;
  }
  const whole = curves.length;
  stop();
  return { single, events, whole, seconds: (performance.now() - begun) / 1000 };
}"""


def live() -> dict[str, Any]:
    """From TURNS single turns, in milliseconds; then from a drag with an event in every frame."""
    with opened_page() as tab:
        tab.check("#live")
        wait(tab, "finished")
        arguments = {"turns": 20, "drag_ms": 500}
        tab.evaluate(TURN, arguments)  # warms both sides up
        found = tab.evaluate(TURN, {"turns": TURNS, "drag_ms": 1000 * DRAG_SECONDS})
    return {
        "median_ms": median(found["single"]),
        "p90_ms": quantiles(found["single"], n=10)[-1],
        "longest_ms": max(found["single"]),
        "events_a_second": found["events"] / found["seconds"],
        "curves_a_second": found["whole"] / found["seconds"],
    }


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `live` measured and returns it."""
    print("Live: from a turn of the learning rate to the whole curve of the paper's run, drawn:")
    print(f"  median              {figures['median_ms']:6.1f} ms")
    print(f"  90th percentile     {figures['p90_ms']:6.1f} ms (at most 50)")
    print(f"  longest             {figures['longest_ms']:6.1f} ms")
    print("While the knob is turned without a pause:")
    print(f"  turns a second      {figures['events_a_second']:6.1f}")
    print(f"  whole curves        {figures['curves_a_second']:6.1f} a second")
    return figures
