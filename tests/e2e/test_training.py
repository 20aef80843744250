"""The main job: start, train the paper's run, watch, pause, step, reset."""

import re

import numpy as np
import pytest
from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import Page, Route, expect

from nnlab.experiment import Experiment
from nnlab.presets import PRESETS


def test_the_paper_s_run_gives_the_same_losses_as_cpython(lab: Lab, screenshot) -> None:
    screenshot("desktop-ready")
    lab.page.click("#play")
    lab.wait("finished")
    screenshot("desktop-trained")

    reports = list(Experiment(PRESETS["paper"]).trainer.epochs(400))
    history = lab.history()
    assert history["epoch"] == list(range(401))
    np.testing.assert_allclose(
        history["printed_loss"][1:], [r.printed_loss for r in reports], rtol=1e-10
    )
    np.testing.assert_allclose(
        history["train_loss"][1:], [r.train_loss for r in reports], rtol=1e-10
    )
    assert history["train_accuracy"][1:] == [r.train_accuracy for r in reports]
    assert lab.number("#train-accuracy") == 0.96
    assert lab.number("#train-loss") == pytest.approx(reports[-1].train_loss, abs=5e-5)
    assert lab.number("#printed-loss") == pytest.approx(reports[-1].printed_loss, abs=5e-5)
    assert lab.epoch == 400


# The ink-coloured pixels of the canvas: for each column its lowest and highest, left to right.
CURVE = """() => {
  const canvas = document.querySelector("#loss-chart canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const ink = getComputedStyle(document.body).getPropertyValue("--curve-loss").trim();
  const rgb = [1, 3, 5].map((at) => parseInt(ink.slice(at, at + 2), 16));
  const columns = [];
  for (let x = 0; x < width; x += 1) {
    const rows = [];
    for (let y = 0; y < height; y += 1) {
      const at = 4 * (y * width + x);
      if (data[at + 3] > 200 && rgb.every((c, i) => Math.abs(data[at + i] - c) < 24)) rows.push(y);
    }
    if (rows.length) columns.push([x, rows.reduce((a, b) => a + b) / rows.length]);
  }
  return columns;
}"""


def test_the_canvas_shows_a_falling_curve_that_grows(lab: Lab) -> None:
    lab.set("#epochs", "400")
    for _ in range(40):
        lab.page.click("#step")
    expect(lab.page.locator("#epoch")).to_have_text("000040")
    until(lab.page, f"({CURVE})().length > 10")
    young = np.array(lab.page.evaluate(CURVE))
    lab.train(400)
    # A tenth of the epochs was a tenth of the width.
    until(lab.page, f"({CURVE})().length > {5 * len(young)}")
    curve = np.array(lab.page.evaluate(CURVE))
    # Canvas rows count downwards, so a falling loss is a rising y.
    assert np.all(np.diff(curve[:, 1]) > -3)
    assert curve[-1, 1] - curve[0, 1] > 80


# The longest wait of web/boot/mounting.js, 4 s, ends when the test says so.
HOLD_PATIENCE = """
const timer = setTimeout;
window.setTimeout = (run, ms, ...more) =>
  ms === 4000 ? (window.endPatience = run) : timer(run, ms, ...more);
"""

# Views come one a turn: after so many, none that was not waiting for a sign is still to come.
MANY_TURNS = """async () => {
  for (let turn = 0; turn < 100; turn += 1) await new Promise((wake) => setTimeout(wake));
}"""


def test_starting_shows_real_progress(page: Page, site: str) -> None:
    page.add_init_script(HOLD_PATIENCE)
    page.add_init_script(
        """window.seen = [];
        const texts = ({ target, addedNodes }) =>
          target.id === "boot-text" ? Array.from(addedNodes, (node) => node.textContent) : [];
        new MutationObserver((all) => seen.push(...all.flatMap(texts)))
          .observe(document, { childList: true, subtree: true });"""
    )
    held: list[Route] = []  # the worker may be done before the page can show anything
    page.route("**/runtime.json", lambda route: held.append(route))
    page.goto(site)
    expect(page.locator("#data-table tbody tr")).to_have_count(150)
    until(page, "'endPatience' in window")
    # The first kernel trains already, and that is no progress of Python's.
    expect(page.locator("#loss-chart canvas")).to_have_count(1)
    assert page.locator("body").get_attribute("data-state") == "booting"
    # What is large comes bit by bit, or the machine would be too fast for what is told.
    for large in ("**/*.wasm", "**/pack.tar.gz"):
        page.route(large, lambda route: held.append(route))
    body = page.locator("body")
    for _ in range(BOOT_MS // 200):
        if held:
            held.pop(0).continue_()
        page.wait_for_timeout(200)
        if body.get_attribute("data-state") != "booting":
            break
    Lab(page).wait("ready")
    seen: list[str] = page.evaluate("seen")
    done = [float(found[1]) for text in seen if (found := re.search(r": ([\d.]+) of ", text))]
    assert len(set(done)) > 2 and done == sorted(done)
    for phase in ("Starting Python", "Loading NumPy", "Python 3.14"):
        assert any(phase in text for text in seen), phase
    expect(page.locator("#boot-progress")).to_be_hidden()


def test_before_python_the_page_can_be_read(page: Page, site: str, screenshot) -> None:
    page.route("**/runtime.json", lambda route: None)  # never answered: Python never comes
    held: list[Route] = []
    page.route("**/kernel.json", lambda route: held.append(route))
    page.add_init_script(HOLD_PATIENCE)
    page.goto(site)
    expect(page.locator("#data-table tbody tr")).to_have_count(150)
    expect(page.locator("#data-table .mark-2")).to_have_count(50)
    expect(page.locator("#classify input")).to_have_count(4)
    expect(page.locator(".equations > li > math")).to_have_count(8)
    play, chart = page.locator("#play"), page.locator("#loss-chart canvas")
    until(page, "'endPatience' in window")
    expect(play).to_be_disabled()
    expect(chart).to_have_count(0)
    screenshot("desktop-before")
    # With the first kernel it trains, and what shows the training is there.
    page.unroute("**/kernel.json")
    for route in held:
        route.continue_()
    expect(play).to_be_enabled()
    expect(chart).to_have_count(1)
    # Views below come when the visitor does something, or has waited long enough.
    below = page.locator("#sigmoid-plot svg")
    page.evaluate(MANY_TURNS)
    expect(below).to_have_count(0)
    page.keyboard.press("Shift")
    expect(below).to_have_count(1)
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("000001")
    page.reload()
    expect(chart).to_have_count(1)
    page.evaluate(MANY_TURNS)
    expect(below).to_have_count(0)
    page.evaluate("endPatience()")
    expect(page.locator("body")).to_have_attribute("data-whole", "")
    expect(below).to_have_count(1)
    assert page.locator("body").get_attribute("data-state") == "booting"  # still no Python


def test_pause_adds_nothing_after_the_current_call(lab: Lab) -> None:
    lab.set("#epochs", "100000").page.click("#play")
    until(lab.page, "nnlab.store.get().history.epoch.length > 20")
    lab.page.click("#play")
    lab.wait("paused")
    lab.page.wait_for_timeout(300)  # the call that was under way has ended
    epoch = lab.epoch
    lab.page.wait_for_timeout(500)
    assert lab.epoch == epoch
    lab.page.click("#play")
    until(lab.page, f"nnlab.store.get().snapshot.epoch > {epoch + 5}")


def test_step_trains_one_epoch_and_reset_gives_the_same_first_weights(lab: Lab) -> None:
    first = lab.weights()
    for epoch in (1, 2, 3):
        lab.page.click("#step")
        expect(lab.page.locator("#epoch")).to_have_text(f"{epoch:06}")
    assert lab.weights() != first
    lab.page.click("#reset")
    lab.wait("ready")
    expect(lab.page.locator("#epoch")).to_have_text("000000")
    expect(lab.page.locator("#pace")).to_have_text("")
    assert lab.weights() == first
    lab.set("#seed", "7")
    until(lab.page, f"nnlab.store.get().snapshot.vector.data[0] !== {first[0]!r}")
    rng = np.random.default_rng(7)
    np.testing.assert_array_equal(lab.weights()[:24], rng.uniform(-0.5, 0.5, (6, 4)).ravel())


def test_slow_speed_lets_one_watch(lab: Lab, screenshot) -> None:
    lab.page.select_option("#speed", "slow")
    lab.page.click("#play")
    lab.page.wait_for_timeout(2000)
    epoch = lab.epoch
    screenshot("desktop-training")  # which may take its time
    assert 2 <= epoch <= 12


def test_the_learning_rate_changes_while_it_trains(lab: Lab) -> None:
    lab.train(5)
    lab.set("#learning-rate", "0,2")  # a decimal comma
    lab.train(10)
    trainer = Experiment(PRESETS["paper"]).trainer
    expected = [r.train_loss for r in trainer.epochs(5)]
    trainer.learning_rate = 0.2
    expected += [r.train_loss for r in trainer.epochs(5)]
    np.testing.assert_allclose(lab.history()["train_loss"][1:], expected, rtol=1e-10)


@pytest.mark.parametrize(
    ("field", "wrong", "says"),
    [("learning-rate", "-1", "above 0"), ("epochs", "1.5", "whole"), ("seed", "x", "whole")],
)
def test_a_wrong_setting_is_explained_and_changes_nothing(
    lab: Lab, field: str, wrong: str, says: str
) -> None:
    lab.train(3)
    before = lab.weights()
    lab.set(f"#{field}", wrong)
    expect(lab.page.locator(f"#{field}-error")).to_contain_text(says)
    assert lab.weights() == before
    lab.wait("finished")
