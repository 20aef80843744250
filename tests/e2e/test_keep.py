"""Keep it, share it, take it home: what leaves the page comes back the same."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from keep_page import (
    FLOWER,
    choose,
    file,
    open_dialog,
    outputs,
    saved,
    setup,
    stored,
    take_home,
)
from lab_page import BOOT_MS, Lab, csv_text
from playwright.sync_api import Page, expect
from shared_lab import START_OVER


def test_another_browser_shows_the_same_by_link_by_model_and_by_weights(
    lab: Lab, page: Page, tmp_path: Path, screenshot: Any
) -> None:
    other = Lab(page)  # in a context of its own: a browser that has never seen the page
    a_link_shows_the_same(lab, other, screenshot)
    lab.page.evaluate(START_OVER)
    lab.wait("ready")
    a_model_file_opens_and_goes_on_the_same(lab, other, tmp_path)
    the_weights_are_numpy_s_and_come_back(lab, other, tmp_path)


def a_link_shows_the_same(lab: Lab, other: Lab, screenshot: Any) -> None:
    change = {
        "learning_rate": 0.1234567890123, "optimizer": "adam", "epochs": 12, "seed": 42,
        "hidden_sizes": [7, 5], "hidden_activations": ["relu", "tanh"], "shuffle": True,
        "left_out": ["petal width (cm)"], "standardize": True, "test_ratio": 0.2,
    }  # fmt: skip
    lab.page.evaluate("change => nnlab.runner.change(change)", change)
    page = open_dialog(lab)
    url = page.input_value("#keep-link")
    assert "preset=" in url and "seed=42" in url and "layers=3-7-5-3" in url
    screenshot("keep-dialog", of=page)
    page.click("#keep-close")
    assert lab.page.url == url  # and so does the address bar

    other.open(url)
    assert setup(other) == setup(lab)
    lab.page.click("#play")
    other.page.click("#play")
    lab.wait("finished")
    other.wait("finished")
    assert other.weights() == lab.weights()
    expect(other.page.locator("#notices")).to_be_hidden()


def a_model_file_opens_and_goes_on_the_same(lab: Lab, other: Lab, tmp_path: Path) -> None:
    lab.train(30)
    page = open_dialog(lab)
    path = saved(page, "#save-model", tmp_path)
    assert path.name == "nnlab-iris-30.json"
    fields = json.loads(path.read_text("utf-8"))
    assert fields["version"] == 1 and len(fields["history"]["epoch"]) == 31
    page.click("#keep-close")

    open_dialog(other)
    choose(other, "#open-model", path)
    expect(other.page.locator("#keep-status")).to_contain_text("nnlab-iris-30.json")
    other.page.click("#keep-close")
    assert other.epoch == 30
    assert outputs(other) == outputs(lab)
    assert other.history()["train_loss"] == lab.history()["train_loss"]
    for each in (lab, other):  # and goes on the same
        each.page.click("#step")
        expect(each.page.locator("#epoch")).to_have_text("000031")
    assert other.weights() == lab.weights()


def the_weights_are_numpy_s_and_come_back(lab: Lab, other: Lab, tmp_path: Path) -> None:
    lab.train(40)
    page = open_dialog(lab)
    assert b"Gemm" in saved(page, "#save-onnx", tmp_path).read_bytes()
    path = saved(page, "#save-weights", tmp_path)
    with np.load(path, allow_pickle=False) as arrays:
        a = np.array([[float(value)] for value in FLOWER])
        for k in (1, 2):
            a = 1 / (1 + np.exp(-(arrays[f"W{k}"] @ a + arrays[f"b{k}"])))
    page.click("#keep-close")
    np.testing.assert_allclose(outputs(lab), a.ravel(), rtol=1e-10)

    open_dialog(other)
    choose(other, "#open-weights", path)
    expect(other.page.locator("#keep-status")).to_contain_text("are in the network")
    other.page.click("#keep-close")
    assert outputs(other) == outputs(lab)


def test_a_hostile_model_file_is_named_and_harmless(lab: Lab, tmp_path: Path) -> None:
    lab.train(3)
    page = open_dialog(lab)
    fields = json.loads(saved(page, "#save-model", tmp_path).read_text("utf-8"))
    before = lab.weights()
    status = page.locator("#keep-status")
    for path, value, says in [
        ("version", 99, "version is 99"),
        ("weights", [{"W": [["NaN"]], "b": [0]}], "weights is"),
        ("setup", {**fields["setup"], "hidden_sizes": [10**9]}, "hidden_sizes is"),
        ("__proto__", {"x": "<img src=x onerror=alert(1)>"}, "__proto__"),
    ]:
        wrong = json.dumps({**fields, path: value}).encode()
        choose(lab, "#open-model", file("evil.json", wrong))
        expect(status).to_contain_text("“evil.json” was not opened, and nothing has changed")
        expect(status).to_contain_text(says)
    choose(lab, "#open-model", file("deep.json", b"[" * 200_000))
    expect(status).to_contain_text("deep.json")
    choose(lab, "#open-weights", file("evil.npz", b"PK\x03\x04" + bytes(100)))
    expect(status).to_contain_text("evil.npz")
    assert page.locator("#keep-status img").count() == 0
    page.evaluate("document.querySelector('#lang').click()")  # the dialog is before it
    choose(lab, "#open-model", file("evil.json", json.dumps({**fields, "history": {}}).encode()))
    expect(status).to_contain_text("包含 epoch, train_loss")
    assert lab.weights() == before and lab.epoch == 3


def test_the_zip_taken_home_gives_the_same_numbers(lab: Lab, tmp_path: Path) -> None:
    take_home(lab, tmp_path)


def test_the_curves_come_as_csv(lab: Lab, tmp_path: Path) -> None:
    lab.train(5)
    path = saved(open_dialog(lab), "#save-history", tmp_path)
    rows = list(csv.DictReader(io.StringIO(csv_text(path))))
    history = lab.history()
    assert [float(row["train_loss"]) for row in rows] == history["train_loss"]
    assert rows[0]["printed_loss"] == "" and rows[5]["test_loss"] == ""


def test_every_chart_comes_as_a_picture_that_shows_it(lab: Lab, tmp_path: Path) -> None:
    lab.train(40)
    page = open_dialog(lab)
    buttons = page.locator("#keep-pictures button")
    canvases = page.evaluate(
        """[...new Set([...document.querySelectorAll("main canvas")]
          .filter((c) => c.checkVisibility()).map((c) => c.closest("[data-view]").dataset.view))]"""
    )
    assert buttons.count() == len(canvases) >= 2
    for index in range(buttons.count()):
        with page.expect_download() as waiting:
            buttons.nth(index).click()
        path = tmp_path / f"{index}.png"
        waiting.value.save_as(path)
        assert path.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
        colours = page.evaluate(
            """async (bytes) => {
              const image = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
              const canvas = new OffscreenCanvas(image.width, image.height);
              const context = canvas.getContext("2d");
              context.drawImage(image, 0, 0);
              const { data } = context.getImageData(0, 0, image.width, image.height);
              const seen = new Set();
              for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 3).join());
              return [seen.size, data.every((value, i) => i % 4 !== 3 || value === 255)];
            }""",
            list(path.read_bytes()),
        )
        assert colours[0] > 20 and colours[1]


def test_the_lab_survives_a_link_looked_at_and_a_reload_and_starts_over(
    lab: Lab, site: str
) -> None:
    lab.set("#seed", "11")
    lab.set("#learning-rate", "0.1")
    lab.train(25)
    stored(lab, 25)
    before, history, answer = lab.weights(), lab.history(), outputs(lab)
    # A link that is only looked at leaves the last model alone.
    other = Lab(lab.page.context.new_page()).open(f"{site}#preset=modern&seed=1")
    other.page.wait_for_timeout(1500)
    other.page.close()
    lab.page.goto("about:blank")
    lab.page.goto(site)  # without the link
    lab.wait("paused", BOOT_MS)
    assert (lab.weights(), lab.epoch) == (before, 25)
    assert lab.history() == history or str(lab.history()) == str(history)  # NaN
    assert outputs(lab) == answer
    assert setup(lab)["seed"] == 11 and lab.page.input_value("#learning-rate") == "0.1"
    lab.page.click("#step")
    expect(lab.page.locator("#epoch")).to_have_text("000026")

    page = open_dialog(lab)
    expect(page.locator("#keep-storage")).to_contain_text("kept in this browser")
    page.click("#start-over")
    page.click("#start-over-yes")
    expect(page.locator("#keep")).to_be_hidden()
    lab.wait("ready")
    assert "#" not in page.url
    page.reload()
    lab.wait("ready", BOOT_MS)
    assert lab.epoch == 0 and setup(lab)["seed"] == 0


DAMAGE = """async () => {
  const { get, set, createStore } = await import("/web/vendor/idb-keyval/index.js");
  const database = createStore("nnlab", "kept");
  const lab = await get("lab", database);
  await set("lab", (%s)(lab), database);
}"""


def test_damaged_content_is_said_and_left_out(lab: Lab) -> None:
    stored(lab.train(2), 2)
    lab.page.evaluate(DAMAGE % "(lab) => ({ ...lab, history: { epoch: [0] } })")
    # A second page, since leaving the first one may store what it has.
    page = lab.page.context.new_page()
    again = Lab(page)
    page.goto(re.sub(r"#.*", "", lab.page.url))
    again.wait("ready", BOOT_MS)
    expect(page.locator("#notices")).to_contain_text("could not be read")
    assert again.epoch == 0
    again.train(2)
    page.close()


def test_damage_that_only_python_finds(lab: Lab) -> None:
    stored(lab.train(2), 2)
    lab.page.evaluate(
        DAMAGE % "(lab) => { lab.snapshot.vector.data = new Float64Array(3); return lab; }"
    )
    page = lab.page.context.new_page()
    again = Lab(page)
    page.goto(re.sub(r"#.*", "", lab.page.url))
    again.wait("ready", BOOT_MS)
    expect(page.locator("#failure")).to_be_visible()
    again.train(2)
    page.close()
