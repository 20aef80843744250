"""Open a window of WebKitGTK, the engine that Safari has, driven through its own WebDriver."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service
from selenium.webdriver.webkitgtk.webdriver import WebDriver

from fetch.browsers import ensure_webkit


@contextmanager
def webkit_window(waits_for: str = "normal") -> Iterator[WebDriver]:
    """A browser with an empty profile; going to a page waits as the page load strategy says.

    Raises RuntimeError when this machine cannot have one.
    """
    program, browser, display = ensure_webkit()
    with tempfile.TemporaryDirectory() as home, without_screen(display) as name:
        env = {**os.environ, "DISPLAY": name, "GDK_BACKEND": "x11", "HOME": home} | {
            "XDG_RUNTIME_DIR": home,
            # Its sandbox is not to be had inside a container, and the site is ours.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        options = Options()
        options.binary_location = browser
        options.page_load_strategy = waits_for
        options.add_argument("--automation")
        log = Path(home, "driver.log")
        service = Service(executable_path=program, log_output=str(log), env=env)
        driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


@contextmanager
def without_screen(program: str) -> Iterator[str]:
    """The name of a display that nobody sees."""
    reader, writer = os.pipe()
    with subprocess.Popen(
        [program, "-displayfd", str(writer), "-screen", "0", "1366x900x24", "-nolisten", "tcp"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(writer)
        try:
            with os.fdopen(reader) as number:
                yield f":{number.readline().strip()}"
        finally:
            process.terminate()
