"""What no page may do, in any test."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


class Surprises:
    """What no page may do: console errors, uncaught errors, requests to other origins."""

    def __init__(self, context: "BrowserContext", own_origins: set[str]) -> None:
        self.own_origins = own_origins
        self.errors: list[str] = []
        self.foreign: list[str] = []
        context.on("console", self.on_console)
        context.on("request", self.on_request)
        context.on("weberror", self.on_error)

    def on_console(self, message: "ConsoleMessage") -> None:
        if message.type == "error":
            self.errors.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(self, sent: "Request") -> None:
        local = urlsplit(sent.url).scheme in {"blob", "data", "about", "file"}
        if not local and origin(sent.url) not in self.own_origins:
            self.foreign.append(sent.url)

    def on_error(self, error: "WebError") -> None:
        self.errors.append(f"uncaught: {error.error}")

    def check(self, test: pytest.Item) -> None:
        """Fails the test if there were any.

        `@pytest.mark.expects_console_errors` allows errors, never foreign requests.
        """
        errors, foreign = self.errors.copy(), self.foreign.copy()
        self.errors.clear()
        self.foreign.clear()
        assert not foreign, "requests to other origins: " + ", ".join(foreign)
        if not test.get_closest_marker("expects_console_errors"):
            assert not errors, "\n".join(errors)


def origin(url: str) -> str:
    """The origin of an address, such as http://127.0.0.1:8000."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
