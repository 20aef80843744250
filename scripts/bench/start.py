"""How long starting takes, beside the plainest page that imports NumPy.

Both are loaded in turns, in browsers of their own: cold with an empty cache, then warm. On
loopback the browser has all processor cores, and once more only one; on the slow lines one. Ours
can train before Python is there: when it can, and how long 400 epochs then take, click included, is
measured in loads of their own. Then WebKit starts it, and Lighthouse judges it.
"""

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

import phone
import webkit_start
from bars import Bar
from build import build
from fetch.browsers import ensure_chromium, installed_chromium
from line import slow_line
from phone import PhoneRun
from serve import running
from site_files import ROOT
from start_scripts import READ, READ_PHASES, TRAIN, WATCH
from webkit_start import WebKitStart

LOOPBACK, SLOW, SLOWER = "loopback", "20 Mbit/s", "3 Mbit/s"
# Of each line its Mbit/s and its round trip in seconds.
LINES = {LOOPBACK: (100_000, 0.0), SLOW: (20, 0.040), SLOWER: (3, 0.150)}
ALL, ONE = "all", "one"
# Line and cores, and in how many of the rounds; what has a bar most often.
ROUNDS = {(LOOPBACK, ALL): 5, (LOOPBACK, ONE): 3, (SLOW, ONE): 3, (SLOW, ALL): 1, (SLOWER, ALL): 1}
READY_MS = 180_000
PAGES = ("plain", "ours")
Had = TypeVar("Had")
FACTOR_COLD, FACTOR_SLOW, FACTOR_WARM, SHARE_OF_BYTES = 2.5, 2.3, 3.3, 0.5
# When it can train, as a share of Python's start and in ms; and 400 epochs, in ms.
TRAINS_SHARE, TRAINS_MS, TRAINED_MS = 0.4, {SLOW: 1000, SLOWER: 1800}, 600
PAINTED_MS = 300
# Chromium keeps the machine code of WebAssembly once it has compiled nothing for two seconds.
SETTLE_MS = 3000
SHIFT = 0.001  # "Cumulative Layout Shift"; less than this nobody can see


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


@dataclass
class Measured:
    """All that was measured, and what could not be."""

    starts: list[Start] = field(default_factory=list)  # both pages in turns
    trained: list[float] = field(default_factory=list)  # our first runs, in ms
    webkit: list[WebKitStart] = field(default_factory=list)
    phone: list[PhoneRun] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    load: float = field(default_factory=lambda: os.getloadavg()[0])  # before, by others

    def have(self, what: str, get: Callable[[], Had]) -> Had | None:
        """What `get` gives; or None, and why, which is said at once and at the end."""
        try:
            return get()
        except RuntimeError as reason:
            self.missing.append(f"{what}: {reason}")
            print(f"Not measured: {self.missing[-1]}", flush=True)
            return None


def chromium_path(playwright: Playwright) -> str:
    """The browser that everything but WebKit is measured in."""
    found = installed_chromium() or ensure_chromium(sys.executable)
    return found or playwright.chromium.executable_path


@contextmanager
def chromium(playwright: Playwright, cores: str) -> Iterator[BrowserContext]:
    """A browser with an empty profile; if `cores` is ONE, all its processes share one core."""
    with tempfile.TemporaryDirectory() as folder:
        command = Path(folder, "browser")
        browser = chromium_path(playwright)
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


def start() -> Measured:
    """Everything; what has to be fetched or built for it comes first."""
    measured = Measured()
    with sites() as (urls, file), sync_playwright() as playwright, ExitStack() as stack:
        earlier = measured.have("WebKit", lambda: stack.enter_context(webkit_start.earlier_site()))
        lighthouse = measured.have("Lighthouse", phone.install_lighthouse)
        for done in range(max(ROUNDS.values())):
            for (line, cores), rounds in ROUNDS.items():
                for page in PAGES if done < rounds else ():
                    measured.starts += measure(playwright, page, urls[page], line, cores)
            measured.starts.append(measure_file(playwright, file))
            measured.trained.append(measure_training(playwright, urls["ours"]))
        if earlier:
            found = measured.have(
                "WebKit", lambda: webkit_start.webkit_starts(file.parent, earlier)
            )
            measured.webkit += found or []
        if lighthouse:
            browser = chromium_path(playwright)
            runs = measured.have(
                "Lighthouse", lambda: phone.phone_runs(lighthouse, browser, urls["ours"])
            )
            measured.phone += runs or []
    return measured


def median(starts: list[Start], field: str, **kind: str) -> float:
    """The median of `field` over the starts of that kind."""
    same = [s for s in starts if all(getattr(s, name) == value for name, value in kind.items())]
    return float(statistics.median(getattr(s, field) for s in same))


def bars(starts: list[Start], trained: list[float]) -> list[Bar]:
    """What was promised of the start in Chromium."""
    here = {"line": LOOPBACK, "cores": ALL}

    def factor(**kind: str) -> float:
        return median(starts, "ready", page="plain", **kind) / median(
            starts, "ready", page="ours", **kind
        )

    def ours(field: str) -> float:
        return median(starts, field, page="ours", cache="cold", **here)

    def trains(line: str) -> float:
        return median(starts, "trains", page="ours", cache="cold", line=line, cores=ALL)

    share = ours("megabytes") / median(starts, "megabytes", page="plain", cache="cold", **here)
    return [
        Bar("trains, of its start", ours("trains") / ours("ready"), "≤", TRAINS_SHARE),
        *(Bar(f"trains, {line}, ms", trains(line), "≤", most) for line, most in TRAINS_MS.items()),
        Bar("400 epochs, ms", statistics.median(trained), "≤", TRAINED_MS),
        Bar("times faster, cold", factor(cache="cold", **here), "≥", FACTOR_COLD),
        Bar(f"the same, {SLOW}", factor(cache="cold", line=SLOW, cores=ONE), "≥", FACTOR_SLOW),
        Bar("times faster, warm", factor(cache="warm", **here), "≥", FACTOR_WARM),
        Bar("share of the bytes", share, "≤", SHARE_OF_BYTES),
        Bar("first text, ms", ours("text"), "≤", PAINTED_MS),
        Bar("data table, ms", ours("table"), "≤", PAINTED_MS),
        Bar("layout shift", ours("shift"), "≤", SHIFT),
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


def report(measured: Measured) -> dict[str, Any]:
    """Print the medians and the bars; every figure."""
    starts = measured.starts
    processors = len(os.sched_getaffinity(0))
    print(f"The machine has {processors} cores; its load was {measured.load:.2f} before.")
    print('"Times" is how much faster ours is than the plain.')
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
    results = bars(starts, measured.trained)
    if measured.webkit:
        webkit_start.report(measured.webkit)
        results += webkit_start.webkit_bars(measured.webkit)
    if measured.phone:
        phone.report(measured.phone)
        results += phone.phone_bars(measured.phone)
    for each in results:
        print(each)
    for reason in measured.missing:
        print(f"MISS {reason}")
    return {
        "processors": processors,
        **asdict(measured),
        "bars": [each.as_json() for each in results],
    }
