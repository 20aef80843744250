"""A run that the first kernel begins and Python goes on with, whatever went wrong meanwhile."""

from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import expect


def begin_slowly(lab: Lab) -> None:
    """A long run by the first kernel, which goes on whatever becomes of Python."""
    lab.set("#epochs", "4000")
    lab.page.select_option("#speed", "slow")
    lab.page.click("#play")
    expect(lab.page.locator("#epoch")).not_to_have_text("000000")


def shown_epoch(lab: Lab) -> int:
    """The state's; the figure on the screen follows with the next picture."""
    epoch: int = lab.page.evaluate("nnlab.store.get().snapshot.epoch")
    expect(lab.page.locator("#epoch")).to_have_text(f"{epoch:06}")
    return epoch


def nothing_is_lost(lab: Lab) -> None:
    """Python has gone on with the kernel's run: it is what one run without any fault comes to."""
    lab.wait("running", BOOT_MS)
    lab.page.evaluate("nnlab.runner.pause()")
    lab.wait("paused")
    lab.console("1 + 1")  # answered after the epoch that was under way
    until(lab.page, "nnlab.store.get().history.epoch.at(-1) === nnlab.store.get().snapshot.epoch")
    epoch, weights, losses = shown_epoch(lab), lab.weights(), lab.history()["train_loss"]
    assert len(losses) == epoch + 1 > 2
    lab.page.click("#reset")
    lab.wait("ready")
    lab.page.select_option("#speed", "full")
    lab.train(epoch)
    assert (lab.weights(), lab.history()["train_loss"]) == (weights, losses)
