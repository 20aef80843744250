"""What the views cost: runs in the page with all views visible against all of them hidden."""

from collections.abc import Iterator
from statistics import median
from typing import Any

from playwright.sync_api import Page

from opened import opened_page, wait

# The paper's run compiled takes two or three frames: many of them are needed for a figure.
CASES: dict[str, tuple[int, dict[str, Any]]] = {
    "the paper's run": (21, {"engine": "compiled"}),
    "the paper's run, plain NumPy": (3, {"engine": "plain"}),
    "8 layers of 64, 150 epochs": (
        3,
        {
            "engine": "compiled",
            "hidden_sizes": [64] * 8,
            "hidden_activations": ["tanh"] * 8,
            "initializer": "xavier",
            "learning_rate": 0.01,
            "epochs": 150,
        },
    ),
}

# A screen shows 60 frames a second: a gap of two frames' time is one dropped frame, and so on.
WATCH = """async () => {
  await new Promise((resolve) => setTimeout(resolve, 700));
  const frames = [];
  let begun = false;
  let ended;
  const started = performance.now();
  const stop = nnlab.store.watch(["training"], ({ training: { kind } }) => {
    if (kind === "running") begun = true;
    if (begun && ["finished", "broken"].includes(kind)) ended = performance.now();
  });
  document.getElementById("play").click();
  while (ended === undefined) frames.push(await new Promise(requestAnimationFrame));
  stop();
  const seconds = (ended - started) / 1000;
  for (let i = 0; i < 10; i += 1) frames.push(await new Promise(requestAnimationFrame));
  const gaps = frames.slice(1).map((time, i) => time - frames[i]);
  const missed = gaps.map((gap) => Math.max(0, Math.round(gap / (1000 / 60)) - 1));
  const dropped = missed.reduce((sum, frames) => sum + frames, 0);
  return { seconds, dropped, frames: gaps.length + dropped, longest_ms: Math.max(...gaps) };
}"""

HIDE = """(hide) => {
  const names = [...document.querySelectorAll("[data-view]")].map((view) => view.dataset.view);
  nnlab.store.set({ hide: hide ? names : [] });
}"""


ROOMS = ("play", "judge", "understand", "code")
ROUNDS = 7
# From the press of a tab to the first picture of its room.
ENTER = """async (room) => {
  await new Promise((resolve) => setTimeout(resolve, 400));
  const started = performance.now();
  document.querySelector(`#rooms [data-room=${room}]`).click();
  await new Promise(requestAnimationFrame);
  await new Promise((resolve) => setTimeout(resolve)); // after that frame's picture
  return performance.now() - started;
}"""


def views() -> dict[str, Any]:
    """Each case's rounds, hidden and visible in turns, in one page; then the rooms."""
    with opened_page() as tab:
        tab.check("#neuron-maps")  # so that the regions show all that they can
        figures: dict[str, Any] = {name: compare(tab, *case) for name, case in CASES.items()}
        # The stage draws every neuron's map in its circle, and Play is open alone.
        tab.evaluate("nnlab.store.set({ room: 'play', speed: 'full' })")
        paper = {"hidden_sizes": [6], "hidden_activations": ["sigmoid"], "initializer": "uniform"}
        setup = {**paper, "learning_rate": 0.05, "epochs": 400, "engine": "compiled"}
        figures["Play's stage, the paper's run"] = compare(tab, 21, setup)
        tab.evaluate(HIDE, False)
        figures["rooms"] = {
            room: median(tab.evaluate(ENTER, room) for _ in enter_from_elsewhere(tab, room))
            for room in ROOMS
        }
    return figures


def enter_from_elsewhere(tab: Page, room: str) -> Iterator[int]:
    """Some rounds, each begun in another room."""
    other = ROOMS[(ROOMS.index(room) + 1) % len(ROOMS)]
    for number in range(ROUNDS):
        tab.evaluate(ENTER, other)
        yield number


def compare(tab: Page, rounds: int, setup: dict[str, Any]) -> dict[str, float]:
    tab.evaluate("(setup) => nnlab.runner.change(setup)", setup)
    measure(tab, hide=False)  # warms both sides up
    runs = [(measure(tab, hide=True), measure(tab, hide=False)) for _ in range(rounds)]
    hidden, visible = zip(*runs, strict=True)
    # A run's frames are few, so they are counted over all rounds.
    dropped = sum(run["dropped"] for run in visible) / sum(run["frames"] for run in visible)
    return {
        "hidden_s": median(run["seconds"] for run in hidden),
        "visible_s": median(run["seconds"] for run in visible),
        "dropped": dropped,
        "longest_ms": max(run["longest_ms"] for run in visible),
    }


def measure(tab: Page, *, hide: bool) -> dict[str, float]:
    """One run from the first weights."""
    tab.evaluate(HIDE, hide)
    tab.evaluate("nnlab.runner.reset().then(() => nnlab.store.set({ earlier: [] }))")
    wait(tab, "ready")
    figures: dict[str, float] = tab.evaluate(WATCH)
    return figures


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `views` measured and returns it, with the ratios."""
    print(
        "Runs in the page, Chromium, medians; at most 1.3 times and 5 % of the frames, "
        "the stage 1.2 times and 2 %:"
    )
    for name, case in figures.items():
        if name == "rooms":
            continue
        case["ratio"] = case["visible_s"] / case["hidden_s"]
        print(
            f"  {name:30} hidden {case['hidden_s']:6.3f} s, visible {case['visible_s']:6.3f} s, "
            f"{case['ratio']:.2f} times; {case['dropped']:.1%} of frames dropped, "
            f"the longest {case['longest_ms']:.0f} ms"
        )
    print("From a tab's press to its room's first picture, medians; under 50 ms:")
    print("  " + ", ".join(f"{room} {ms:.0f} ms" for room, ms in figures["rooms"].items()))
    return figures
