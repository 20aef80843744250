"""The paper's run in the page: how fast Python is there, and how smooth the page stays."""

import json
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Worker

import plain
from opened import opened_page, wait

HERE = Path(__file__).resolve().parent
ROUNDS = 5

# The run as a visitor sees it: every main-thread task over 50 ms, and every gap between frames.
WATCH = """async () => {
  const long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((e) => e.duration)))
    .observe({ type: "longtask" });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  long.length = 0;
  const started = performance.now();
  document.getElementById("play").click();
  const frames = [started];
  while (document.body.dataset.state !== "finished") {
    await new Promise(requestAnimationFrame);
    frames.push(performance.now());
  }
  const seconds = (performance.now() - started) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const gaps = frames.slice(1).map((time, i) => time - frames[i]);
  return { seconds, longest_task_ms: Math.max(0, ...long), longest_frame_ms: Math.max(...gaps) };
}"""


def in_page() -> dict[str, Any]:
    """Medians over ROUNDS runs in one Chromium, in one page."""
    with opened_page() as tab:
        runs = []
        for _ in range(ROUNDS):
            runs.append(tab.evaluate(WATCH))
            tab.click("#reset")
            wait(tab, "ready")
        python = in_worker(tab.workers[0])
    return {"run": {name: median(run[name] for run in runs) for name in runs[0]}, "python": python}


def in_worker(worker: Worker) -> dict[str, float]:
    """`plain` run by the page's own Python."""
    sources = {name: (HERE / f"{name}.py").read_text() for name in ("listing", "plain")}
    found = worker.evaluate(
        """(sources) => {
          for (const [name, text] of Object.entries(sources)) {
            pyodide.FS.writeFile(`/nnlab/${name}.py`, text);
          }
          return pyodide.runPython("import json, plain; json.dumps(plain.plain())");
        }""",
        sources,
    )
    seconds: dict[str, float] = json.loads(found)
    return seconds


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `in_page` measured and returns it, with the ratio."""
    run = figures["run"]
    print("In the page, Chromium, medians:")
    print(f"  400 epochs, click to finished     {run['seconds']:7.2f} s")
    print(f"  longest task of the main thread   {run['longest_task_ms']:7.0f} ms (0: none over 50)")
    print(f"  longest wait for a frame          {run['longest_frame_ms']:7.0f} ms")
    return figures | {"python": plain.report("in the page", figures["python"])}
