"""Each failure made to happen: what the page says, and that its way on works."""

import re

import pytest
from lab_page import Lab, pass_seconds, until
from playwright.sync_api import Page, expect

from site_files import ROOT

pytestmark = pytest.mark.expects_console_errors


def test_without_webassembly_the_page_says_what_is_missing(
    page: Page, site: str, screenshot
) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(site)
    Lab(page).wait("failed")
    expect(page.locator("#failure")).to_contain_text("WebAssembly")
    expect(page.locator("#data-table tbody tr")).to_have_count(150)
    screenshot("desktop-failure")
    page.locator("#datasets [value=wine]").check(force=True)  # other data never come
    expect(page.locator("#data-intro")).to_have_text("This waits for Python.")


def test_a_worker_that_crashes_or_hangs_is_replaced_and_has_the_last_weights(new_lab: Lab) -> None:
    lab = new_lab  # what breaks here must not be the next test's page
    lab.train(30)
    weights, epoch = lab.weights(), lab.epoch
    answer = lab.page.inner_text("#answer")
    # What the runtime does when it dies: an error that nobody caught, in the worker.
    lab.page.workers[0].evaluate("setTimeout(() => { throw new Error('out of memory') })")
    lab.wait("failed")
    expect(lab.page.locator("#failure")).to_contain_text("Nothing is lost")
    lab.page.click("#retry")
    until(lab.page, "document.body.dataset.state !== 'failed'")
    until(lab.page, "['paused', 'finished'].includes(document.body.dataset.state)", timeout=90_000)
    assert lab.weights() == weights
    assert lab.epoch == epoch
    expect(lab.page.locator("#answer")).to_have_text(answer, use_inner_text=True)
    losses = lab.history()["train_loss"]
    lab.train(60)
    assert lab.history()["train_loss"][: len(losses)] == losses
    # How far back one can still look is said, and is so.
    expect(lab.page.locator("#time-note")).to_contain_text("go back to epoch 30 and no further")
    lab.page.locator("#time-slider").fill("30")
    until(lab.page, "nnlab.store.get().moment?.epoch === 30")
    assert lab.page.evaluate("Array.from(nnlab.store.get().moment.vector.data)") == weights
    expect(lab.page.locator("#time-slider")).to_have_attribute("min", "30")
    a_worker_that_hangs_is_noticed_and_replaced(lab)


def a_worker_that_hangs_is_noticed_and_replaced(lab: Lab) -> None:
    lab.train(65)
    weights = lab.weights()
    lab.page.clock.install()
    lab.page.workers[0].evaluate("self.onmessage = () => {}")
    ask = "nnlab.engine.call('predict', { values: [1, 1, 1, 1] }).catch(() => {})"
    lab.page.evaluate(f"void {ask}")  # it is not answered before the page gives up
    pass_seconds(lab.page, 20)
    lab.wait("failed")
    lab.page.click("#retry")
    lab.wait("finished", 90_000)
    assert lab.weights() == weights


def break_down_at_once(lab: Lab) -> None:
    lab.page.workers[0].evaluate(
        """pyodide.runPython(`
            from page.bridge import session
            session.lab.network.vector[3] = float("nan")
        `)"""
    )
    lab.page.click("#play")
    lab.wait("diverged")


def test_a_nan_weight_stops_training_and_the_good_weights_stay(lab: Lab) -> None:
    lab.train(10)
    good = lab.weights()
    break_down_at_once(lab)
    expect(lab.page.locator("#breakdown")).to_contain_text("finite number")
    expect(lab.page.locator("#breakdown-kept")).to_contain_text("epoch 10, the last good ones")
    assert lab.weights() == good
    expect(lab.page.locator("#epoch")).to_have_text("000010")
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    assert all(0 <= output <= 1 for output in lab.outputs())
    lab.page.click("#best-epoch")  # the kept ones: training goes on from them
    lab.wait("paused")
    assert lab.weights() == good
    lab.train(12)
    assert lab.history()["epoch"] == list(range(13))
    weights_before_training_are_called_so_and_the_keyboard_goes_on(lab)


def weights_before_training_are_called_so_and_the_keyboard_goes_on(lab: Lab) -> None:
    page = lab.page
    page.click("#reset")
    lab.wait("ready")
    break_down_at_once(lab)
    expect(page.locator("#breakdown-text")).to_contain_text("In the very first epoch")
    kept = page.locator("#breakdown-kept")
    expect(kept).to_contain_text("before training: they have learned nothing yet. Lower the")
    expect(kept).not_to_contain_text("good")
    page.click("#lang")
    expect(kept).to_contain_text("训练之前的权重")
    expect(page.locator("#best-epoch")).to_be_hidden()
    page.press("#halve", "Enter")
    expect(page.locator("#play")).to_be_focused()
    page.keyboard.press("Enter")
    lab.wait("finished")
    assert page.input_value("#learning-rate") == "0.025"


def test_a_far_too_high_learning_rate_is_explained_and_halved(lab: Lab, screenshot) -> None:
    lab.train(5)
    good = lab.weights()
    figures = lab.page.inner_text(".figures")
    lab.set("#learning-rate", "1000").set("#epochs", "400")
    lab.page.click("#play")
    lab.wait("diverged")
    breakdown = lab.page.locator("#breakdown")
    expect(breakdown).to_contain_text("too high")
    expect(breakdown).to_contain_text("epoch 5, the last good ones")
    expect(lab.page.locator("#best-epoch")).to_contain_text("epoch 5 ")
    expect(lab.page.locator("#earlier-rate")).to_contain_text("0.05")
    assert lab.weights() == good
    # The figures are those of the weights that are shown; the curve goes on to where it broke.
    assert lab.page.inner_text(".figures") == figures
    assert len(lab.history()["epoch"]) > 6
    screenshot("desktop-diverged")
    # On a phone the explanation is further down: the bar leads to it.
    lab.page.set_viewport_size({"width": 390, "height": 844})
    expect(breakdown).not_to_be_in_viewport()
    lab.page.click("#broken-link")
    expect(breakdown).to_be_in_viewport()
    lab.page.click("#halve")
    lab.wait("ready")
    assert lab.page.input_value("#learning-rate") == "500"
    expect(breakdown).to_be_hidden()
    expect(lab.page.locator("#broken-link")).to_be_hidden()
    spoilt_weights_are_called_so_and_good_ones_come_back(lab)


def spoilt_weights_are_called_so_and_good_ones_come_back(lab: Lab) -> None:
    lab.set("#learning-rate", "0.1").train(60)
    good = lab.weights()
    lab.set("#learning-rate", "50").page.click("#play")
    lab.wait("diverged")
    last, history = lab.epoch, lab.history()
    assert last > 60  # epochs that count as healthy, and are not
    losses = dict(zip(history["epoch"], history["train_loss"], strict=True))
    best = min((epoch for epoch in losses if epoch <= last), key=lambda epoch: losses[epoch])
    assert best == 60
    kept = lab.page.locator("#breakdown-kept")
    expect(kept).not_to_contain_text("good")
    expect(kept).to_contain_text(f"epoch {last}, ")
    expect(kept).to_contain_text(f"loss {losses[last]:.4f}")
    expect(kept).to_contain_text(f"accuracy {history['train_accuracy'][last]:.3f}")
    expect(lab.page.locator("#best-epoch")).to_contain_text(f"60 (loss {losses[60]:.4f})")
    lab.page.click("#best-epoch")
    lab.wait("paused")
    expect(lab.page.locator("#learning-rate-slider")).to_be_focused()  # it is still 50
    assert lab.weights() == good
    assert lab.history()["epoch"][-1] == 60
    # The spoilt stretch is not lost: its curve stays for comparison.
    assert len(history["epoch"]) in lab.page.evaluate(
        "nnlab.store.get().earlier.map((run) => run.history.epoch.length)"
    )
    lab.page.click("#play")
    lab.wait("diverged")
    expect(lab.page.locator("#earlier-rate")).to_contain_text("0.1")
    lab.page.click("#earlier-rate")
    lab.wait("ready")
    assert lab.page.input_value("#learning-rate") == "0.1"
    assert lab.epoch == 0
    # Nothing was good before: no epoch to go back to, and the note's rate.
    lab.set("#learning-rate", "50").page.click("#play")
    lab.wait("diverged")
    expect(lab.page.locator("#best-epoch")).to_be_hidden()
    expect(lab.page.locator("#earlier-rate")).to_contain_text("0.05")


def test_a_failed_call_keeps_everything(lab: Lab) -> None:
    lab.train(5)
    weights = lab.weights()
    lab.page.evaluate("nnlab.store.set({ sample: { kind: 'typed', values: [1, 2, 3, NaN] } })")
    expect(lab.page.locator("#failure")).to_contain_text("petal width (cm)")
    lab.page.click("#retry")
    expect(lab.page.locator("#failure")).to_be_hidden()
    assert lab.weights() == weights
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    lab.train(10)


def test_opened_as_a_file_the_page_says_how_to_run_it(page: Page) -> None:
    page.goto((ROOT / "index.html").as_uri())
    expect(page.locator("#preflight")).to_contain_text("python3 scripts/serve.py")
    expect(page.locator("body")).to_have_attribute("data-state", "failed")
    expect(page.locator("#lab")).to_be_hidden()  # none of it could be used
    expect(page.locator("#eq-8")).to_be_visible()
    expect(page.locator(".equations > li > math")).to_have_count(8)


def test_a_copy_without_the_fetched_parts_says_how_to_get_them(
    page: Page, unbuilt_site: str
) -> None:
    page.route("**/web/vendor/**", lambda route: route.fulfill(status=404))
    page.goto(unbuilt_site)
    for part in ("web/vendor/", "GitHub Actions", "scripts/build.py", "scripts/serve.py"):
        expect(page.locator("#preflight")).to_contain_text(part)
    expect(page.locator("#eq-8")).to_be_visible()


def test_user_text_never_becomes_html(lab: Lab) -> None:
    lab.page.evaluate("window.hacked = false")
    lab.page.locator("#classify input").first.fill("<img src=x onerror='hacked=true'>")
    expect(lab.page.locator(".length .error").first).to_contain_text(re.compile("not a number"))
    assert lab.page.evaluate("window.hacked") is False
    assert lab.page.locator("img").count() == 0
