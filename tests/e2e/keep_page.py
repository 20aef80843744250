"""What the tests of keeping and sharing do with the page, again and again."""

import subprocess
import sys
import zipfile
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


def take_home(lab: Lab, tmp_path: Path) -> None:
    """What run.py says at home is what the page says."""
    lab.set("#seed", "3")
    lab.train(15)
    lab.set("#learning-rate", "0.2")
    lab.train(25)
    path = saved(open_dialog(lab), "#take-home", tmp_path)
    with zipfile.ZipFile(path) as zipped:
        zipped.extractall(tmp_path)
    home = tmp_path / "nnlab-run"
    done = subprocess.run(
        [sys.executable, "-E", "-s", str(home / "run.py")],
        env={}, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"loss {lab.history()['train_loss'][-1]:.6f}" in done.stdout
    apart = float(done.stdout.split("relative: ")[1])
    assert apart < 1e-10
