"""Live training: a turn of a knob gives a whole new run, and nothing trained is lost."""

import dataclasses

from lab_page import Lab, until
from playwright.sync_api import expect

from nnlab.experiment import Experiment
from nnlab.presets import PRESETS

# Where the curves stand, and whether the words above them are seen, after every change.
PLACES = """() => {
  globalThis.places = [];
  nnlab.store.watch(["training", "turning", "history"], () => places.push([
    document.getElementById("loss-chart").offsetTop,
    getComputedStyle(document.getElementById("outcome")).visibility,
  ]));
}"""


def turn(lab: Lab, *values: float) -> None:
    """Moves the learning rate's slider, whose values are logarithms, as a drag does."""
    lab.page.evaluate(
        """async (values) => {
          const knob = document.getElementById("learning-rate-slider");
          for (const value of values) {
            knob.value = String(value);
            knob.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise(requestAnimationFrame);
          }
        }""",
        list(values),
    )


def test_a_knob_retrains_and_what_was_trained_is_set_aside(lab: Lab) -> None:
    page = lab.page
    lab.train(60)
    trained = lab.weights()
    page.check("#live")
    assert lab.weights() == trained  # nothing has been changed yet

    turn(lab, -2, -1.5, -1, -0.8, -0.7)
    until(page, "nnlab.store.get().setup.learning_rate === 0.2")
    lab.wait("finished")
    until(page, "nnlab.store.get().turning === false")
    history = lab.history()
    assert len(history["epoch"]) == 61
    setup = dataclasses.replace(PRESETS["paper"], learning_rate=0.2, epochs=60)
    own = [report.train_loss for report in Experiment(setup).trainer.epochs(60)]
    assert max(abs(a - b) for a, b in zip(history["train_loss"][1:], own, strict=True)) < 1e-9

    assert page.evaluate("nnlab.store.get().earlier.length") == 1  # the trained one, no more
    expect(page.locator("#outcome")).to_have_css("visibility", "visible")
    page.evaluate(PLACES)
    turn(lab, -0.8, -0.9, -1, -0.7)
    until(page, "nnlab.store.get().turning === false")
    expect(page.locator("#outcome")).to_have_css("visibility", "visible")
    said = page.evaluate("places")
    assert len({top for top, _ in said}) == 1  # what stands below has not moved
    # Of a run that is gone nothing is said.
    assert {seen for _, seen in said} == {"visible", "hidden"}
    expect(page.locator("#aside-note")).to_contain_text("epoch 60")
    expect(page).to_have_url(
        page.url.split("#")[0] + "#preset=paper&seed=0&lr=0.2&layers=4-6-3&epochs=60"
    )

    lab.set("#seed", "7")  # another kind of change, with the same answer
    until(page, "nnlab.store.get().history.epoch.length === 61")
    lab.wait("finished")
    page.click("#aside-close")  # read and put away; the course's list still has it
    expect(page.locator("#aside")).to_be_hidden()
    expect(page.locator("#aside-note")).to_have_text("")
    assert page.evaluate("nnlab.store.get().setAside !== undefined")
    page.evaluate("document.querySelector('#lesson-bring-back').click()")
    lab.wait("paused")
    assert lab.weights() == trained
    assert not page.is_checked("#live")
    expect(page.locator("#live-note")).to_be_hidden()
    assert page.input_value("#learning-rate") == "0.05"


def test_only_the_newest_wish_is_trained(lab: Lab) -> None:
    page = lab.page
    lab.set("#epochs", "200000")  # far more than a moment's work
    page.check("#live")
    lab.wait("running")
    until(page, "nnlab.store.get().history.epoch.length > 100")  # a partial curve
    page.evaluate(
        """() => {
          const { call } = nnlab.engine;
          globalThis.open = globalThis.most = globalThis.asked = 0;
          nnlab.engine.call = (method, params) => {
            const reply = call(method, params);
            if (method !== "retrain") return reply;
            asked += 1;
            most = Math.max(most, (open += 1));
            return reply.finally(() => (open -= 1));
          };
        }"""
    )
    turn(lab, *[-3 + 0.05 * step for step in range(40)])
    until(page, "nnlab.store.get().turning === false")
    assert page.evaluate("most") == 1  # never a queue
    assert 0 < page.evaluate("asked") < 40
    lab.set("#epochs", "50")
    lab.wait("finished")
    assert lab.epoch == 50
    expect(page.locator("#pace")).to_contain_text("a second")
