"""Numbers to predict: the curve bends into its points, and misses lead to their rows."""

from collections.abc import Callable

import numpy as np
import pytest
from axe import AXE, found
from lab_page import Lab, until
from playwright.sync_api import Page, expect

from nnlab import load_diabetes
from nnlab.toys import make_toy

Go = Callable[[str], Page]
PLACE = """async (row) => {
  const { placeOn, extent } = await import(new URL("web/base/plot.js", location.href).href);
  const canvas = document.querySelector("#curve-canvas");
  const { inlineSize, blockSize } = canvas.style;
  const { labels, features } = nnlab.store.get().lab.table;
  const [low, high] = [Math.min(...features.data), Math.max(...features.data)];
  const more = 0.1 * (high - low);
  const place = placeOn(canvas, {
    width: parseFloat(inlineSize), height: parseFloat(blockSize),
    x: [low - more, high + more], y: extent(labels.data),
  });
  return [place.x(features.data[row]), place.y(labels.data[row])];
}"""
MISSED = """(all) => all.map(({ textContent }) =>
  Math.abs(parseFloat(textContent.split("off by ")[1].replace("−", "-"))))"""
SINE = make_toy("sine", size=200, noise=0.1, seed=0)


def take(page: Page, dataset: str, rows: int) -> Lab:
    """The tile's data, trained by the recipe that comes with them."""
    if page.evaluate("nnlab.store.get().setup.dataset") != dataset:
        page.check(f"#datasets [value={dataset}]", force=True)
        until(page, f"nnlab.store.get().dataset.name === '{dataset}'")
    if page.evaluate("nnlab.store.get().training.kind") != "finished":
        page.click("#play")
    return Lab(page).wait("finished")


def number(page: Page, selector: str) -> float:
    text = page.locator(selector).inner_text().replace("−", "-").replace(",", "")
    return float(text.split()[-1])


def test_the_curve_bends_into_the_points(rooms: Go) -> None:
    page = rooms("play")
    page.check("#datasets [value=sine]", force=True)
    until(page, "nnlab.store.get().lab.task === 'numbers'")
    before = page.evaluate("nnlab.store.get().lab.train_error")
    take(page, "sine", 200)
    assert number(page, "#bar-error") < 0.2 < before  # the noise is 0.1
    assert page.evaluate("nnlab.store.get().history.train_accuracy.at(-1)") > 0.95
    expect(page.locator("#regions-canvas")).to_be_hidden()
    expect(page.locator("#regions-key li")).to_have_count(2)
    page.fill("#lengths input", "1.5")
    until(page, "nnlab.store.get().prediction.activations[0].data.length === 1")
    expect(page.locator("#prediction")).to_contain_text("y")
    assert abs(number(page, "#prediction") - np.sin(1.5)) < 0.3


def test_a_press_on_the_curve_takes_its_point(rooms: Go) -> None:
    page = rooms("play")
    take(page, "sine", 200)
    box = page.locator("#curve-canvas").bounding_box()
    assert box
    x, y = page.evaluate(PLACE, 7)
    page.mouse.click(box["x"] + x, box["y"] + y)
    until(page, "nnlab.store.get().sample.row === 7")
    assert SINE.numbers is not None
    true = f"{SINE.numbers[7]:.4g}".replace("-", "−")
    expect(page.locator("#flower-origin")).to_contain_text(true)


def test_what_is_missed_by_the_most_leads_to_its_row(rooms: Go) -> None:
    page = rooms("play")
    take(page, "diabetes", 442)
    expect(page.locator("#outcome-text")).to_contain_text("“progression” is off by")
    page.click("#outcome-look")
    page.check("input[name=confusion-part][value=test]")
    until(page, "document.querySelectorAll('#residuals-rows button').length === 20")
    expect(page.locator("#confusion-matrix")).to_be_hidden()
    first = page.locator("#residuals-rows button").first
    row = int(first.get_attribute("data-row") or -1)
    first.focus()
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-pressed", "true")
    true = load_diabetes().numbers
    assert true is not None
    expect(first).to_contain_text(f"true {true[row]:g}")
    assert page.evaluate("nnlab.store.get().sample.row") == row
    errors = page.locator("#residuals-rows button").evaluate_all(MISSED)
    assert errors == sorted(errors, reverse=True)
    expect(page.locator("#test-error")).to_have_text(
        page.locator("#residuals-note").inner_text().split()[4].rstrip(",")
    )


def test_taken_apart_a_typed_sample_has_a_number_to_be(rooms: Go) -> None:
    page = rooms("play")
    take(page, "sine", 200)
    page.fill("#lengths input", "1.5")
    page.click("#rooms a[data-room=understand]")
    until(page, "nnlab.store.get().stepper.traced")
    page.fill("#apart-number", "2")
    page.press("#apart-number", "Tab")
    until(page, "nnlab.store.get().stepper.target === 2")
    page.click("#gradient-check")
    until(page, "nnlab.store.get().stepper.checked")
    verdicts = page.evaluate("nnlab.store.get().stepper.checked.matrices.map((m) => m.verdict)")
    assert set(verdicts) == {"right"}


@pytest.mark.parametrize("room", ["play", "judge"])
def test_axe_finds_nothing(rooms: Go, room: str) -> None:
    page = rooms("play")
    take(page, "diabetes", 442)
    page.click(f"#rooms a[data-room={room}]")
    page.evaluate(AXE)
    assert found(page, None) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1366, "height": 768})


def test_what_is_said_of_a_run_is_of_what_is_seen(rooms: Go) -> None:
    page = rooms("play")
    lab = take(page, "diabetes", 442)
    said = page.locator("#outcome-text")
    expect(said).to_contain_text("on rows not seen before")
    page.evaluate("nnlab.runner.look(20)")
    expect(said).to_contain_text("You are looking at epoch 20 of 60")
    expect(page.locator("#outcome-look")).to_be_hidden()
    page.click("#outcome-latest")
    expect(said).to_contain_text("60 epochs")

    page.click("#outcome-look")  # which leads to the rows it speaks of
    expect(page.locator("[name=confusion-part][value=test]")).to_be_checked()
    expect(page.locator("#residuals-note")).to_contain_text("110 rows")
    top = "document.querySelector('#confusion').getBoundingClientRect().top"
    until(page, f"((top) => top > 50 && top < 130)({top})")  # once the plot has its height
    parts = page.evaluate("nnlab.engine.call('verdict_of_numbers', {}).then(({ parts }) => parts)")
    shown = page.locator("#verdict-parts b").all_inner_texts()
    assert [float(each) for each in shown] == [
        pytest.approx(part["rmse"], rel=1e-3) for part in parts
    ]

    rooms("play")
    page.fill("#learning-rate", "10")
    page.press("#learning-rate", "Enter")
    page.click("#play")
    until(page, "nnlab.store.get().snapshot.epoch === 120")
    why = page.locator("#outcome-why")
    expect(why).to_contain_text("Since epoch 60 the learning rate was 10 instead of 0.01")
    losses = page.evaluate("[60, 120].map((at) => nnlab.store.get().history.train_loss[at])")
    expect(why).to_contain_text("from {:.4f} to {:.4f}".format(*losses))
    expect(page.locator("#outcome-try")).to_be_in_viewport(ratio=1)
    page.click("#outcome-try")
    expect(said).to_contain_text("This is the network of epoch 60 again")
    expect(page.locator("#learning-rate")).to_have_value("0.01")
    expect(page.locator("#chart-legend")).to_contain_text(": learning rate 10")

    page.evaluate("nnlab.runner.change({ patience: 5, epochs: 400 })")
    page.evaluate("nnlab.runner.reset()")
    lab.wait("ready")
    page.click("#play")
    lab.wait("finished")
    best = page.evaluate(
        "(({ test_loss: l }) => l.indexOf(Math.min(...l)))(nnlab.store.get().history)"
    )
    expect(said).to_contain_text(f"; epoch {best} had the best. “progression”")
    page.click("#outcome-best")
    expect(page.locator("#epoch")).to_have_text(f"{best:06d}")
    expect(said).to_contain_text(f"This is the network of epoch {best} again")
