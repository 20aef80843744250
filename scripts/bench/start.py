"""How long starting takes, beside the plainest page that imports NumPy.

Both are loaded in turns, in browsers of their own: cold with an empty cache, then warm. On
loopback the browser has all processor cores, and once more only one; on the slow lines one. Ours
can train before Python is there: when it can, and how long 400 epochs then take, click included, is
measured in loads of their own.
"""

import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from build import build
from fetch.browsers import installed_chromium
from line import slow_line
from serve import running
from site_files import ROOT

LOOPBACK, SLOW, SLOWER = "loopback", "20 Mbit/s", "3 Mbit/s"
# Of each line its Mbit/s and its round trip in seconds.
LINES = {LOOPBACK: (100_000, 0.0), SLOW: (20, 0.040), SLOWER: (3, 0.150)}
ALL, ONE = "all", "one"
# Line and cores, and in how many of the rounds; what has a bar most often.
ROUNDS = {(LOOPBACK, ALL): 5, (LOOPBACK, ONE): 3, (SLOW, ONE): 3, (SLOW, ALL): 1, (SLOWER, ALL): 1}
READY_MS = 180_000
PAGES = ("plain", "ours")
FACTOR_COLD, FACTOR_SLOW, FACTOR_WARM, SHARE_OF_BYTES = 2.5, 2.3, 3.3, 0.5
# When it can train, as a share of Python's start and in ms; and 400 epochs, in ms.
TRAINS_SHARE, TRAINS_MS, TRAINED_MS = 0.4, {SLOW: 1000, SLOWER: 1800}, 600
PAINTED_MS = 300
# Chromium keeps the machine code of WebAssembly once it has compiled nothing for two seconds.
SETTLE_MS = 3000
SHIFT = 0.001  # "Cumulative Layout Shift"; less than this nobody can see

# Runs before the page's own scripts; notes when what a visitor waits for is there.
WATCH = """
window.seen = {};
const note = (name) => (window.seen[name] ??= performance.now());
const painted = new MessageChannel();
painted.port1.onmessage = () => note("table");
window.ready = new Promise((resolve) => {
  new MutationObserver(() => {
    if (document.body && "trains" in document.body.dataset) note("trains");
    if (document.body?.dataset.state === "ready") resolve(note("ready"));
    if (seen.asked || document.querySelectorAll("#data-table tbody tr").length < 100) return;
    seen.asked = true;
    // What is sent from a frame arrives when that frame has been made.
    requestAnimationFrame(() => painted.port2.postMessage(""));
  }).observe(document, { subtree: true, childList: true, attributes: true });
});
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# As soon as it can, the page trains; what then is seen is how long that took.
TRAIN = """
localStorage.setItem("nnlab.layout", "all");
window.trained = new Promise((resolve) => {
  const watcher = new MutationObserver(() => {
    if (!document.body || !("trains" in document.body.dataset)) return;
    watcher.disconnect();
    const clicked = performance.now();
    document.getElementById("play").click();
    nnlab.store.watch(["training"], ({ training }) => {
      if (training.kind === "finished") setTimeout(() => resolve(performance.now() - clicked));
    });
  });
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
});
"""
READ = """() => ({
  ready: seen.ready, trains: seen.trains ?? 0, table: seen.table ?? 0, shift,
  text: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
  origin: performance.timeOrigin,
})"""
# The worker marks where each phase begins, on a clock of its own.
READ_PHASES = """(origin) => Object.fromEntries(
  performance.getEntriesByType("mark").map(
    (mark) => [mark.name, mark.startTime + performance.timeOrigin - origin],
  ),
)"""


@dataclass
class Start:
    """One load of one page. Times in ms from the navigation; 0 where there is nothing to time."""

    page: str
    line: str
    cores: str
    cache: str
    ready: float
    trains: float
    text: float
    table: float
    shift: float
    megabytes: float
    phases: dict[str, float]


@contextmanager
def chromium(playwright: Playwright, cores: str) -> Iterator[BrowserContext]:
    """A browser with an empty profile; if `cores` is ONE, all its processes share one core."""
    with tempfile.TemporaryDirectory() as folder:
        command = Path(folder, "browser")
        browser = installed_chromium() or playwright.chromium.executable_path
        held = "taskset -c 0 " if cores == ONE else ""
        command.write_text(f'#!/bin/sh\nexec {held}"{browser}" "$@"\n')
        command.chmod(0o755)
        context = playwright.chromium.launch_persistent_context(
            f"{folder}/profile", executable_path=command, args=["--no-sandbox"]
        )
        try:
            yield context
        finally:
            context.close()


@contextmanager
def sites() -> Iterator[tuple[dict[str, str], Path]]:
    """The address of each page, both as GitHub Pages would serve them; and nnlab.html."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        build(folder / "ours")
        shutil.copytree(Path(__file__).parent / "plain_page", folder / "plain")
        runtime = "web/vendor/pyodide"
        shutil.copytree(ROOT / runtime, folder / "plain" / runtime)
        (folder / "plain/worker.js").rename(folder / "plain/web/worker.js")
        found = {}
        for name in PAGES:
            site = stack.enter_context(running(root=folder / name, pages=True))
            site.warm()
            found[name] = site.url
        yield found, folder / "ours/nnlab.html"


def load(context: BrowserContext, url: str, count: Callable[[], int] = lambda: 0) -> dict[str, Any]:
    """Open the page in a new tab; what was seen until it was ready."""
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(url, wait_until="commit")
    # Not by a selector: looking for it in every frame takes time from a page that draws.
    page.evaluate("ready")
    seen: dict[str, Any] = {**page.evaluate(READ), "bytes": count()}
    seen["phases"] = page.workers[0].evaluate(READ_PHASES, seen.pop("origin"))
    if page.locator("link[rel=manifest]").count():
        # The offline copy waits until the page is left alone; the next start finds it made.
        offered, kept = (f"#offline-{name}:not([hidden])" for name in ("keep", "remove"))
        page.wait_for_selector(f"{offered}, {kept}", state="attached")
        page.evaluate("document.getElementById('offline-keep').click()")
        page.wait_for_selector(kept, state="attached", timeout=READY_MS)
    page.wait_for_timeout(SETTLE_MS)
    page.close()
    return seen


def measure(playwright: Playwright, page: str, url: str, line: str, cores: str) -> Iterator[Start]:
    """A cold start and then a warm one."""
    parts = urlsplit(url)
    with (
        slow_line(parts.port or 0, *LINES[line]) as (relay, port),
        chromium(playwright, cores) as context,
    ):
        there = urlunsplit(parts._replace(netloc=f"127.0.0.1:{port}"))
        for cache in ("cold", "warm"):
            before = relay.bytes_down
            seen = load(context, there, lambda: relay.bytes_down)
            yield Start(
                page=page,
                line=line,
                cores=cores,
                cache=cache,
                megabytes=(seen.pop("bytes") - before) / 1e6,
                **seen,
            )


def measure_training(playwright: Playwright, url: str) -> float:
    """How many ms 400 epochs take on a slow line, before Python is there, click included."""
    parts = urlsplit(url)
    with (
        slow_line(parts.port or 0, *LINES[SLOW]) as (_, port),
        chromium(playwright, ALL) as context,
    ):
        page = context.new_page()
        page.add_init_script(TRAIN)
        page.goto(urlunsplit(parts._replace(netloc=f"127.0.0.1:{port}")), wait_until="commit")
        return float(page.evaluate("trained"))


def measure_file(playwright: Playwright, file: Path) -> Start:
    """A start of nnlab.html from the disk."""
    with chromium(playwright, ALL) as context:
        seen = load(context, file.as_uri())
        del seen["bytes"]
    megabytes = file.stat().st_size / 1e6
    return Start("file", "file://", ALL, "cold", megabytes=megabytes, **seen)


def start() -> tuple[list[Start], list[float]]:
    """Every start, both pages in turns; and how long our first runs took, in ms."""
    found: list[Start] = []
    trained: list[float] = []
    with sites() as (urls, file), sync_playwright() as playwright:
        for done in range(max(ROUNDS.values())):
            for (line, cores), rounds in ROUNDS.items():
                for page in PAGES if done < rounds else ():
                    found += measure(playwright, page, urls[page], line, cores)
            found.append(measure_file(playwright, file))
            trained.append(measure_training(playwright, urls["ours"]))
    return found, trained


def median(starts: list[Start], field: str, **kind: str) -> float:
    """The median of `field` over the starts of that kind."""
    same = [s for s in starts if all(getattr(s, name) == value for name, value in kind.items())]
    return float(statistics.median(getattr(s, field) for s in same))


def bars(starts: list[Start], trained: list[float]) -> list[tuple[str, float, str, float, bool]]:
    """What was promised: name, figure, "≥" or "≤", bar, and whether it holds."""
    here = {"line": LOOPBACK, "cores": ALL}

    def factor(**kind: str) -> float:
        return median(starts, "ready", page="plain", **kind) / median(
            starts, "ready", page="ours", **kind
        )

    def ours(field: str) -> float:
        return median(starts, field, page="ours", cache="cold", **here)

    share = ours("megabytes") / median(starts, "megabytes", page="plain", cache="cold", **here)
    cold, warm = factor(cache="cold", **here), factor(cache="warm", **here)
    slow = factor(cache="cold", line=SLOW, cores=ONE)
    first = ours("trains") / ours("ready")
    run = statistics.median(trained)
    trains = {
        line: median(starts, "trains", page="ours", cache="cold", line=line, cores=ALL)
        for line in TRAINS_MS
    }
    return [
        ("trains, of its start", first, "≤", TRAINS_SHARE, first <= TRAINS_SHARE),
        *(
            (f"trains, {line}, ms", trains[line], "≤", bar, trains[line] <= bar)
            for line, bar in TRAINS_MS.items()
        ),
        ("400 epochs, ms", run, "≤", TRAINED_MS, run <= TRAINED_MS),
        ("times faster, cold", cold, "≥", FACTOR_COLD, cold >= FACTOR_COLD),
        (f"the same, {SLOW}", slow, "≥", FACTOR_SLOW, slow >= FACTOR_SLOW),
        ("times faster, warm", warm, "≥", FACTOR_WARM, warm >= FACTOR_WARM),
        ("share of the bytes", share, "≤", SHARE_OF_BYTES, share <= SHARE_OF_BYTES),
        ("first text, ms", ours("text"), "≤", PAINTED_MS, ours("text") <= PAINTED_MS),
        ("data table, ms", ours("table"), "≤", PAINTED_MS, ours("table") <= PAINTED_MS),
        ("layout shift", ours("shift"), "≤", SHIFT, ours("shift") <= SHIFT),
    ]


def phase_lengths(starts: list[Start], **kind: str) -> Iterator[str]:
    """Each phase of our page's start, and how long it lasts, in s."""
    same = [s for s in starts if all(getattr(s, name) == value for name, value in kind.items())]
    begins = {
        name: statistics.median(each.phases[name] for each in same) for name in same[0].phases
    }
    ends = [*begins.values(), median(starts, "ready", **kind)]
    yield f"page {ends[0] / 1000:.2f}"
    for name, begin, end in zip(begins, ends, ends[1:], strict=False):
        yield f", {name} {(end - begin) / 1000:.2f}"


def report(measured: tuple[list[Start], list[float]]) -> dict[str, Any]:
    """Print the medians and the bars; every figure."""
    starts, trained = measured
    processors = len(os.sched_getaffinity(0))
    print(f'The machine has {processors} cores. "Times" is how much faster ours is than the plain.')
    print("line         cores cache page    ready s  times     MB  text s  table s  trains s")
    kinds = [
        {"line": line, "cores": cores, "cache": cache}
        for line, cores in ROUNDS
        for cache in ("cold", "warm")
    ]
    for kind in kinds:
        plain = median(starts, "ready", page="plain", **kind)
        for page in PAGES:
            ready, megabytes, text, table, trains = (
                median(starts, field, page=page, **kind)
                for field in ("ready", "megabytes", "text", "table", "trains")
            )
            print(
                f"{kind['line']:12} {kind['cores']:5} {kind['cache']:5} {page:6}"
                f" {ready / 1000:8.2f} {plain / ready:6.2f} {megabytes:6.2f}"
                f" {text / 1000:7.2f} {table / 1000:8.2f} {trains / 1000:9.2f}"
            )
    ready, megabytes = (median(starts, field, page="file") for field in ("ready", "megabytes"))
    print(f"file://      {ALL:5} cold  nnlab.html {ready / 1000:4.2f} {'':6} {megabytes:6.2f}")
    for kind in kinds:
        lengths = "".join(phase_lengths(starts, page="ours", **kind))
        print(f"ours, {', '.join(kind.values())}: {lengths}")
    results = bars(starts, trained)
    for name, figure, sign, bar, holds in results:
        print(f"{'ok  ' if holds else 'MISS'} {name:22} {figure:8.2f} {sign} {bar}")
    return {
        "processors": processors,
        "starts": [asdict(each) for each in starts],
        "trained": trained,
        "bars": [
            {"name": name, "figure": figure, "bar": f"{sign} {bar}", "holds": holds}
            for name, figure, sign, bar, holds in results
        ],
    }
