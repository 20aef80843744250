"""What the tests of keeping and sharing do with the page, again and again."""

from pathlib import Path
from typing import Any

from lab_page import Lab, until
from playwright.sync_api import Download, Page, expect

FLOWER = ["5.9", "3.0", "5.1", "1.8"]


def outputs(lab: Lab) -> list[float]:
    """What the network answers, in full precision."""
    lab.type_flower(FLOWER)
    until(lab.page, "nnlab.store.get().prediction")
    asked = "nnlab.engine.call('predict', { values: [5.9, 3.0, 5.1, 1.8] })"
    return lab.page.evaluate(f"{asked}.then(({{ outputs }}) => Array.from(outputs.data))")


def setup(lab: Lab) -> dict[str, Any]:
    return lab.page.evaluate("nnlab.store.get().setup")


EPOCH_STORED = """async () => {
  const { get, createStore } = await import("/web/vendor/idb-keyval/index.js");
  return (await get("lab", createStore("nnlab", "kept")))?.snapshot?.epoch;
}"""


def stored(lab: Lab, epoch: int) -> Lab:
    """Waits until the browser holds the lab at `epoch`, and the last write is done."""
    for _ in range(100):
        if lab.page.evaluate(EPOCH_STORED) == epoch:
            break
        lab.page.wait_for_timeout(200)
    assert lab.page.evaluate(EPOCH_STORED) == epoch
    lab.page.wait_for_timeout(1000)
    return lab


def open_dialog(lab: Lab) -> Page:
    lab.page.click("#keep-open")
    expect(lab.page.locator("#keep")).to_be_visible()
    return lab.page


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.click(button)
    download: Download = waiting.value
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def choose(lab: Lab, button: str, file: Any) -> None:
    with lab.page.expect_file_chooser() as waiting:
        lab.page.click(button)
    waiting.value.set_files(file)


def file(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}
