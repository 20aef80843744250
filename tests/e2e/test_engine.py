"""Compiled training in the page: plain NumPy's very numbers, a way to switch, and a reason."""

from lab_page import Lab, until
from playwright.sync_api import expect


def engine(lab: Lab, choice: str) -> None:
    """Chooses what trains, in the set-up."""
    lab.page.select_option("[data-field=engine]", choice)
    until(lab.page, "nnlab.store.get().lab && nnlab.store.get().training.kind === 'idle'")
    lab.wait("ready")


def test_both_engines_give_the_same_numbers_to_the_last_bit(lab: Lab) -> None:
    lab.page.click("#setup-details > summary")
    runs = []
    for choice in ("plain", "compiled"):
        engine(lab, choice)
        lab.train(40)
        runs.append((lab.history(), lab.weights()))
    (plain, plain_weights), (compiled, compiled_weights) = runs
    assert len(plain["epoch"]) == 41
    assert compiled_weights == plain_weights
    for column in ("epoch", "printed_loss", "train_loss", "train_accuracy"):
        # JSON has no NaN, which stands where nothing was measured: before the first epoch.
        assert compiled[column][1:] == plain[column][1:]
    assert lab.page.inner_text("#engine-note") == ""


def test_the_page_says_which_operation_was_the_reason(lab: Lab) -> None:
    lab.page.click("#setup-details > summary")
    code = """
import numpy as np
from nnlab.activations import ACTIVATIONS, Sigmoid
class Sorted(Sigmoid):
    def forward(self, z):
        return super().forward(np.sort(z, axis=0))
ACTIVATIONS["sigmoid"] = Sorted()
"""
    say = "(code) => nnlab.engine.call('console', { code })"
    lab.page.evaluate(say, code)
    try:
        lab.set("#seed", "1").wait("ready").train(2)
        expect(lab.page.locator("#engine-note")).to_contain_text("np.sort (<console>, line 6)")
    finally:
        lab.page.evaluate(say, "ACTIVATIONS['sigmoid'] = Sigmoid()")
    lab.set("#seed", "2").wait("ready").train(4)
    expect(lab.page.locator("#engine-note")).to_be_empty()
