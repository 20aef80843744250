"""The page that a bench measures, opened and ready."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

from fetch.browsers import ensure_chromium
from serve import running


@contextmanager
def opened_page() -> Iterator[Page]:
    """One page in a Chromium of its own, as long as the block runs."""
    with running() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=ensure_chromium(sys.executable) or None, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{site.url}#room=all")  # every panel at once
        wait(page, "ready")
        yield page
        browser.close()


def wait(page: Page, state: str) -> None:
    """Waits until the page as a whole is in `state`."""
    page.wait_for_function(f"document.body.dataset.state === '{state}'", timeout=120_000)
