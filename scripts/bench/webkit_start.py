"""How long starting takes in WebKit, beside an earlier version of the page.

Both are loaded in turns, in windows of their own: cold with an empty profile, then warm, when the
offline copy has been made.
"""

import io
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from selenium.common.exceptions import TimeoutException
from selenium.webdriver.webkitgtk.webdriver import WebDriver

from bars import Bar
from fetch.webkit import webkit_window
from serve import running
from site_files import ROOT

EARLIER = "98cac4e"  # before anything was done for WebKit
OURS = "ours"
ROUNDS = 5
COLD, WARM = 1.8, 3.0  # times faster than the earlier version
WAIT_S = 180
SETTLE_S = 2

READY = """
const tell = arguments[arguments.length - 1];
const look = () => document.body?.dataset.state === "ready" && tell(performance.now());
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
look();
"""
# The earlier version makes its offline copy unasked.
KEEP = """
const tell = arguments[arguments.length - 1];
document.querySelector("#offline-keep:not([hidden])")?.click();
navigator.serviceWorker.getRegistration().then((found) => tell(Boolean(found?.active)), tell);
"""


@dataclass(frozen=True)
class WebKitStart:
    """One load of one version; `ready` in ms from the navigation."""

    version: str
    cache: str
    ready: float


@contextmanager
def earlier_site() -> Iterator[Path]:
    """The folder of the earlier version's built site, made from git by that version's own scripts.

    Raises RuntimeError, saying what to do, when git does not have it or it cannot be built.
    """
    with tempfile.TemporaryDirectory() as folder:
        unpack_earlier(Path(folder))
        for script in ("vendor.py", "build.py"):
            command = [sys.executable, f"scripts/{script}"]
            made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if made.returncode:
                raise RuntimeError(f"{EARLIER}'s {script} failed:\n{made.stderr[-600:]}")
        yield Path(folder, "dist")


def unpack_earlier(folder: Path, repository: Path = ROOT) -> None:
    """Write the earlier version's files into `folder`; RuntimeError when git does not have them."""
    command = ["git", "archive", "--format=tar", EARLIER]
    try:
        found = subprocess.run(command, cwd=repository, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise RuntimeError("there is no git here; install it") from error
    if found.returncode:
        raise RuntimeError(
            f"this copy does not reach back to commit {EARLIER}: run `git fetch --unshallow`, "
            "or clone with the whole history"
        )
    with tarfile.open(fileobj=io.BytesIO(found.stdout)) as tar:
        tar.extractall(folder, filter="data")


def load(window: WebDriver, url: str) -> float:
    """Go to the page; after how many ms it was ready. RuntimeError when it never is."""
    try:
        window.get("about:blank")
        window.get(url)
        return float(window.execute_async_script(READY))
    except TimeoutException as error:
        raise RuntimeError(f"{url} was not ready in WebKit after {WAIT_S} s") from error


def keep_copy(window: WebDriver) -> None:
    """Waits until the offline copy is made, from which the next start comes.

    RuntimeError when none is made.
    """
    deadline = time.monotonic() + WAIT_S
    while (kept := window.execute_async_script(KEEP)) is not True:
        if time.monotonic() > deadline:
            raise RuntimeError(f"WebKit made no offline copy: {kept}")
        time.sleep(0.5)
    time.sleep(SETTLE_S)


def webkit_starts(built: Path, earlier: Path) -> list[WebKitStart]:
    """Every start of the site in `built` and of that in `earlier`.

    RuntimeError when one of them never comes.
    """
    found = []
    with (
        running(root=earlier, pages=True) as old,
        running(root=built, pages=True) as new,
    ):
        for site in (old, new):
            site.warm()
        for _ in range(ROUNDS):
            for version, site in ((EARLIER, old), (OURS, new)):
                # Not until all is loaded: the page may be ready by then.
                with webkit_window("eager") as window:
                    window.set_script_timeout(WAIT_S)
                    window.set_page_load_timeout(WAIT_S)
                    found.append(WebKitStart(version, "cold", load(window, site.url)))
                    keep_copy(window)
                    found.append(WebKitStart(version, "warm", load(window, site.url)))
    return found


def ready(starts: list[WebKitStart], version: str, cache: str) -> float:
    """The median, in ms."""
    return statistics.median(s.ready for s in starts if (s.version, s.cache) == (version, cache))


def webkit_bars(starts: list[WebKitStart]) -> list[Bar]:
    """How many times faster than the earlier version."""
    return [
        Bar(
            f"WebKit, {cache}, × {EARLIER}",
            ready(starts, EARLIER, cache) / ready(starts, OURS, cache),
            "≥",
            bar,
        )
        for cache, bar in (("cold", COLD), ("warm", WARM))
    ]


def report(starts: list[WebKitStart]) -> None:
    """Print the medians."""
    for version in (EARLIER, OURS):
        said = ", ".join(
            f"{each} {ready(starts, version, each):.0f} ms" for each in ("cold", "warm")
        )
        print(f"WebKit, {version}: ready {said}")
