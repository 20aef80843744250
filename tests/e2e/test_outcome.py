"""What a run came to is said in words; a poor one gets advice that was tried, one press away."""

import re

from lab_page import Lab, until
from playwright.sync_api import expect


def test_a_good_run_is_told_with_the_pair_it_confuses(lab: Lab) -> None:
    page = lab.page
    expect(page.locator("#outcome")).to_be_hidden()
    page.click("#play")
    lab.wait("finished")
    said = page.locator("#outcome-text")
    expect(said).to_contain_text("400 epochs")
    expect(said).to_contain_text("144 of 150 right")  # the paper's accuracy of 0.96
    pair = re.compile("All ([0-9]+) times it was wrong, it took versicolor for virginica")
    expect(said).to_contain_text(pair)
    told = pair.search(said.inner_text())
    assert told
    expect(page.locator("#confusion-matrix tbody button").nth(5)).to_have_text(told[1])
    expect(page.locator("#outcome-advice")).to_be_hidden()
    expect(page.locator("#boot-text")).not_to_contain_text("Python")
    page.click("#lang")
    expect(said).to_contain_text("150 个中答对 144 个")
    page.click("#lang")


def test_a_poor_run_gets_advice_that_holds(lab: Lab) -> None:
    page = lab.page
    page.check("#datasets input[value=wine]")
    until(page, "nnlab.store.get().lab?.rows === 178")
    lab.set("#epochs", "100")
    page.click("#play")
    lab.wait("finished")
    why = page.locator("#outcome-why")
    expect(why).to_contain_text("one scale", timeout=60_000)
    promised = why.inner_text().split("accuracy is ")[1].split(" ")[0]
    page.click("#outcome-try")
    until(page, "nnlab.store.get().setup.standardize && document.body.dataset.state === 'finished'")
    expect(page.locator("#train-accuracy")).to_have_text(promised)
    expect(page.locator("#outcome-advice")).to_be_hidden()
