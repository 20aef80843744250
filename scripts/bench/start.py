"""How long starting takes, beside the plainest page that imports NumPy.

Both are loaded in turns, in browsers of their own that are held to one processor core: cold
with an empty cache, then warm.
"""

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

from browsers import installed_chromium
from build import build
from line import slow_line
from serve import running
from site_files import ROOT

MEGABITS, DELAY = 20, 0.040
CORE = "0"
READY_MS = 180_000
PAGES = ("plain", "ours")
FACTOR_COLD, FACTOR_WARM, SHARE_OF_BYTES = 2.3, 2.5, 0.75
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
READ = """() => ({
  ready: seen.ready, table: seen.table ?? 0, shift,
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
    cache: str
    ready: float
    text: float
    table: float
    shift: float
    megabytes: float
    phases: dict[str, float]


@contextmanager
def chromium(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser with an empty profile, held to one core with all its processes."""
    with tempfile.TemporaryDirectory() as folder:
        command = Path(folder, "browser")
        browser = installed_chromium() or playwright.chromium.executable_path
        command.write_text(f'#!/bin/sh\nexec taskset -c {CORE} "{browser}" "$@"\n')
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
        # The offline copy is made after the start; the next start finds it made.
        page.wait_for_selector("#offline-remove", timeout=READY_MS)
    page.wait_for_timeout(SETTLE_MS)
    page.close()
    return seen


def measure(playwright: Playwright, name: str, url: str, slow: bool) -> Iterator[Start]:
    """A cold start and then a warm one."""
    parts = urlsplit(url)
    megabits, delay = (MEGABITS, DELAY) if slow else (100_000, 0)
    with (
        slow_line(parts.port or 0, megabits, delay) as (line, port),
        chromium(playwright) as context,
    ):
        there = urlunsplit(parts._replace(netloc=f"127.0.0.1:{port}"))
        for cache in ("cold", "warm"):
            before = line.bytes_down
            seen = load(context, there, lambda: line.bytes_down)
            yield Start(
                page=name,
                line=f"{MEGABITS} Mbit/s" if slow else "loopback",
                cache=cache,
                megabytes=(seen.pop("bytes") - before) / 1e6,
                **seen,
            )


def measure_file(playwright: Playwright, file: Path) -> Start:
    """A start of nnlab.html from the disk."""
    with chromium(playwright) as context:
        seen = load(context, file.as_uri())
        del seen["bytes"]
    megabytes = file.stat().st_size / 1e6
    return Start(page="file", line="file://", cache="cold", megabytes=megabytes, **seen)


def start(rounds: int = 3) -> list[Start]:
    """Every start, `rounds` of each kind, both pages in turns."""
    found: list[Start] = []
    with sites() as (urls, file), sync_playwright() as playwright:
        for _ in range(rounds):
            for slow in (False, True):
                for name in PAGES:
                    found += measure(playwright, name, urls[name], slow)
            found.append(measure_file(playwright, file))
    return found


def median(starts: list[Start], field: str, **kind: str) -> float:
    """The median of `field` over the starts of that kind."""
    same = [s for s in starts if all(getattr(s, name) == value for name, value in kind.items())]
    return float(statistics.median(getattr(s, field) for s in same))


def bars(starts: list[Start]) -> list[tuple[str, float, str, float, bool]]:
    """What was promised: name, figure, "≥" or "≤", bar, and whether it holds."""
    here = {"line": "loopback"}

    def factor(**kind: str) -> float:
        return median(starts, "ready", page="plain", **kind) / median(
            starts, "ready", page="ours", **kind
        )

    def ours(field: str) -> float:
        return median(starts, field, page="ours", cache="cold", **here)

    share = ours("megabytes") / median(starts, "megabytes", page="plain", cache="cold", **here)
    cold, warm = factor(cache="cold", **here), factor(cache="warm", **here)
    return [
        ("times faster, cold", cold, "≥", FACTOR_COLD, cold >= FACTOR_COLD),
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


def report(starts: list[Start]) -> dict[str, Any]:
    """Print the medians and the bars; every figure."""
    print("line         cache page    ready s     MB  text s  table s")
    for line in (f"{MEGABITS} Mbit/s", "loopback"):
        for cache in ("cold", "warm"):
            for page in PAGES:
                kind = {"line": line, "cache": cache, "page": page}
                ready, megabytes, text, table = (
                    median(starts, field, **kind)
                    for field in ("ready", "megabytes", "text", "table")
                )
                print(
                    f"{line:12} {cache:5} {page:6} {ready / 1000:8.2f} {megabytes:6.2f}"
                    f" {text / 1000:7.2f} {table / 1000:8.2f}"
                )
    ready, megabytes = (median(starts, field, page="file") for field in ("ready", "megabytes"))
    print(f"nnlab.html   file://      {ready / 1000:8.2f} {megabytes:6.2f}")
    for cache in ("cold", "warm"):
        kind = {"line": "loopback", "cache": cache, "page": "ours"}
        print(f"loopback, {cache}: " + "".join(phase_lengths(starts, **kind)))
    results = bars(starts)
    for name, figure, sign, bar, holds in results:
        print(f"{'ok  ' if holds else 'MISS'} {name:22} {figure:8.2f} {sign} {bar}")
    return {
        "starts": [asdict(each) for each in starts],
        "bars": [
            {"name": name, "figure": figure, "bar": f"{sign} {bar}", "holds": holds}
            for name, figure, sign, bar, holds in results
        ],
    }
