"""The page that a bench measures, opened and ready."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from fetch.browsers import ensure_chromium
from serve import running
from site_files import ROOT


@contextmanager
def opened_page(root: Path = ROOT) -> Iterator[Page]:
    """One page of the site at `root` in a Chromium of its own, as long as the block runs."""
    with running(root=root) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(sys.executable) or None, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{site.url}#room=all")  # every panel at once
        wait(page, "ready")
        yield page
        browser.close()


def wait(page: Page, state: str) -> None:
    """Waits until the page as a whole is in `state`.

    The built page's policy forbids what Playwright's own wait_for_function does.
    """
    until = time.monotonic() + 120
    while page.evaluate("document.body.dataset.state") != state:
        if time.monotonic() > until:
            raise TimeoutError(f"the page is not {state}")
        page.wait_for_timeout(50)
