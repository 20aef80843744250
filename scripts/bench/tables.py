"""Large tables of one's own: how long the page hangs, from the drop to the network trained."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from playwright.sync_api import Page

from opened import opened_page, wait

EPOCHS = 3
MOST_MS = 50

# A task of more than 50 ms is what browsers call long, and people feel.
TRACED = {"includedCategories": ["toplevel", "__metadata"], "excludedCategories": ["*"]}
TASK = "ThreadControllerImpl::RunTask"

TAKE = "(text) => { globalThis.file = new File([text], 'large.csv', { type: 'text/csv' }); }"
DROP = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  const at = { bubbles: true, cancelable: true, dataTransfer: transfer };
  document.getElementById("own").dispatchEvent(new DragEvent("drop", at));
}"""


def numbers_csv(rows: int = 50_000, columns: int = 50) -> str:
    """Measured numbers and two classes that a plane divides."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(rows, columns)).round(3)
    kind = np.where(values @ rng.normal(size=columns) > 0, "yes", "no")
    return table(values, kind, "%.3f")


def pixels_csv(rows: int = 10_000, side: int = 28) -> str:
    """Pictures of grey levels, ten classes by where the bright patch lies."""
    rng = np.random.default_rng(0)
    kind = rng.integers(0, 10, rows)
    pictures = rng.integers(0, 60, (rows, side, side))
    for digit in range(10):
        top, left = divmod(digit, 5)
        pictures[kind == digit, 9 * top : 9 * top + 9, 5 * left : 5 * left + 5] += 180
    return table(pictures.reshape(rows, -1), kind.astype(str), "%d")


def measurements_csv(rows: int = 2000, columns: int = 700) -> str:
    """Columns with names as laboratories write them, of very unequal ranges: no pictures."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(rows, columns)) * 10.0 ** (np.arange(columns) % 7 - 3)
    kind = np.where(values[:, 0] > 0, "yes", "no")
    names = [f'"channel {i + 1}, left (µV)"' for i in range(columns)]
    return table(values, kind, "%.4f", names)


def table(values: Any, kind: Any, form: str, names: list[str] | None = None) -> str:
    written = io.StringIO()
    names = names or [f"c{i + 1}" for i in range(values.shape[1])]
    written.write(",".join([*names, "kind"]) + "\n")
    line = ",".join([form] * values.shape[1])
    rows = zip(values.tolist(), kind, strict=True)
    written.writelines(f"{line % tuple(row)},{name}\n" for row, name in rows)
    return written.getvalue()


TABLES = {
    "50,000 rows of 50 numbers": numbers_csv,
    "10,000 pictures of 28 × 28": pixels_csv,
    "2,000 rows of 700 numbers": measurements_csv,
}


def tables() -> dict[str, Any]:
    """For each table and phase the longest task: its time, and the processor's in it, in ms."""
    return {name: measure(make()) for name, make in TABLES.items()}


def measure(text: str) -> dict[str, tuple[float, float]]:
    longest: dict[str, tuple[float, float]] = {}
    with opened_page() as tab:
        tab.set_default_timeout(120_000)
        tab.evaluate("nnlab.store.set({ room: 'play' })")
        tab.check("#datasets input[value=own]", force=True)
        tab.evaluate(TAKE, text)
        tab.wait_for_timeout(1500)
        with traced(tab, "read", longest):
            tab.evaluate(DROP)
            tab.wait_for_selector("#own-choice:not([hidden]) #own-use:enabled", state="attached")
        with traced(tab, "used", longest):
            tab.evaluate("document.getElementById('own-use').click()")
            own = "nnlab.store.get().dataset?.name === 'own' && nnlab.store.get().prediction"
            tab.wait_for_function(own)
            wait(tab, "ready")
        with traced(tab, "trained", longest):
            tab.evaluate("(epochs) => nnlab.runner.change({ epochs })", EPOCHS)
            tab.evaluate("document.getElementById('play').click()")
            wait(tab, "finished")
    return longest


@contextmanager
def traced(tab: Page, phase: str, longest: dict[str, tuple[float, float]]) -> Iterator[None]:
    """Notes the longest task of the block, and of the second after it."""
    browser = tab.context.new_cdp_session(tab)
    events: list[dict[str, Any]] = []
    ended: list[Any] = []
    browser.on("Tracing.dataCollected", lambda part: events.extend(part["value"]))
    browser.on("Tracing.tracingComplete", lambda said: ended.append(said))
    browser.send("Tracing.start", {"traceConfig": TRACED, "transferMode": "ReportEvents"})
    yield
    tab.wait_for_timeout(1000)
    browser.send("Tracing.end")
    while not ended:
        tab.wait_for_timeout(50)
    browser.detach()
    pages = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        (event["dur"] / 1000, event["tdur"] / 1000)
        for event in events
        if event["name"] == TASK and "tdur" in event and (event["pid"], event["tid"]) in pages
    ]
    longest[phase] = max(tasks, key=lambda task: task[1])


def report(figures: dict[str, Any]) -> dict[str, Any]:
    """Prints what `tables` measured and returns it, with whether the bar holds."""
    print("The longest task of the page's thread, from a file's drop to the network trained:")
    for name, longest in figures.items():
        parts = (f"{phase} {ms:.0f} ms ({own:.0f})" for phase, (ms, own) in longest.items())
        print(f"  {name:28} {', '.join(parts)}")
    print("  (in brackets the processor's own time in it)")
    most = max(ms for longest in figures.values() for ms, _ in longest.values())
    print(f"  {'holds' if most < MOST_MS else 'MISSED'}: {most:.0f} ms (under {MOST_MS})")
    return figures | {"longest_ms": most}
