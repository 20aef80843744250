"""A window of WebKitGTK, the engine that Safari has, as a visitor uses it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.webkitgtk.webdriver import WebDriver

from fetch.webkit import webkit_window

WAIT_S = 90


class WebKitPage:
    """The open page, as a visitor knows it."""

    def __init__(self, driver: WebDriver) -> None:
        self.driver = driver
        driver.set_script_timeout(WAIT_S)

    def run(self, script: str) -> Any:
        """What the JavaScript expression `script` is, or comes to."""
        value: Any = self.driver.execute_async_script(
            "const tell = arguments[arguments.length - 1];"
            f"Promise.resolve({script}).then(tell, (error) => tell(String(error)));"
        )
        return value

    def until(self, script: str) -> "WebKitPage":
        """Waits until `script` is true."""
        deadline = time.monotonic() + WAIT_S
        while not self.run(script):
            assert time.monotonic() < deadline, f"never came true: {script}; {self.failure()}"
            time.sleep(0.05)
        return self

    def failure(self) -> str:
        """What the page says of itself, for whoever reads the test's report."""
        return str(self.run("JSON.stringify([document.body.dataset, document.body.innerText])"))

    def open(self, url: str, state: str = "ready") -> "WebKitPage":
        """Loads the page and waits until the network can be trained."""
        self.driver.get("about:blank")
        self.driver.get(url)
        return self.until(
            f"document.body.dataset.state === '{state}' && 'whole' in document.body.dataset"
        )

    def type(self, selector: str, value: str) -> None:
        field = self.driver.find_element(By.CSS_SELECTOR, selector)
        self.driver.execute_script("arguments[0].select()", field)
        field.send_keys(value, Keys.ENTER)

    def do_the_main_job(self) -> "WebKitPage":
        """Trains three epochs and classifies a flower."""
        self.type("#epochs", "3")
        self.driver.find_element(By.ID, "play").click()
        self.until("document.body.dataset.state === 'finished'")
        assert self.text("#epoch") == "000003"
        fields = self.driver.find_elements(By.CSS_SELECTOR, "#classify input[inputmode]")
        for field, value in zip(fields, ("5.1", "3.5", "1.4", "0.2"), strict=True):
            self.driver.execute_script("arguments[0].select()", field)
            field.send_keys(value)
        self.until("document.getElementById('prediction').textContent !== '–'")
        return self

    def text(self, selector: str) -> str:
        return str(self.run(f"document.querySelector('{selector}').textContent"))

    def weights(self) -> list[float]:
        weights: list[float] = self.run("Array.from(nnlab.store.get().snapshot.vector.data)")
        return weights


@contextmanager
def webkit() -> Iterator[WebKitPage]:
    """A browser with an empty profile. Raises RuntimeError when this machine cannot have one."""
    with webkit_window() as driver:
        yield WebKitPage(driver)
