"""Links, and the lab inside another page: what is wrong in one is named, and copied ones open."""

import re
from pathlib import Path
from typing import Any

import numpy as np
from keep_page import open_dialog, setup, stored
from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import expect

from nnlab.experiment import Experiment
from nnlab.presets import PRESETS


def test_what_is_wrong_in_a_link_is_named_and_harmless(
    open_lab: Any, site: str, screenshot: Any
) -> None:
    evil = "<img src=x onerror=document.title='hacked'>"
    lab = open_lab(
        f"{site}#preset=__proto__&seed=-3&lr=javascript:alert(1)&layers=4-1000000000-3"
        f"&__proto__=1&hide={evil}&data=own&epochs=NaN"
    )
    notices = lab.page.locator("#notices")
    expect(notices).to_be_visible()
    for wrong in ("preset=__proto__", "seed=-3", "lr=javascript:alert(1)", "layers=4-1000000000-3"):
        expect(notices).to_contain_text(wrong)
    expect(notices).to_contain_text("a whole number from 0 to 999999999")
    screenshot("keep-wrong-link")
    assert lab.page.locator("#notices img").count() == 0
    assert lab.page.title().startswith("NN Lab")
    assert lab.page.evaluate("({}).polluted") is None
    defaults = lab.page.evaluate("import('/web/lab/setup.js').then((m) => m.defaultSetup())")
    assert setup(lab) == defaults
    lab.train(2)
    lab.page.click("#notices-close")
    expect(notices).to_be_hidden()


def test_a_link_that_python_refuses_falls_back_to_the_note_s_run(open_lab: Any, site: str) -> None:
    lab = open_lab(f"{site}#preset=paper&without=no%20such%20feature&seed=3")
    expect(lab.page.locator("#failure")).to_contain_text("no such feature")
    assert setup(lab)["left_out"] == []
    lab.train(2)


def test_an_address_pasted_into_an_open_page_takes_effect(lab: Lab) -> None:
    # The issue's own link is the paper's run.
    lab.page.evaluate("location.hash = '#preset=paper&seed=7&lr=0.05&layers=4-6-3'")
    expect(lab.page.locator("#seed")).to_have_value("7")
    first = Experiment(PRESETS["paper"].__class__(seed=7)).network.vector
    until(lab.page, f"nnlab.store.get().snapshot.vector.data[0] === {float(first[0])!r}")
    np.testing.assert_array_equal(lab.weights(), first)
    assert setup(lab)["seed"] == 7
    lab.page.evaluate("location.hash = '#preset=modern&seed=5&hide=article,data'")
    until(lab.page, "nnlab.store.get().lab.sizes.join() === '4,16,16,3'")
    assert setup(lab)["seed"] == 5
    expect(lab.page.locator("#article")).to_be_hidden()
    expect(lab.page.locator("#data")).to_be_hidden()
    before = setup(lab)
    lab.page.evaluate("location.hash = '#eq-3'")  # a place on the page, not a link of ours
    lab.page.wait_for_timeout(200)
    assert setup(lab) == before


def test_a_page_of_ones_own_embeds_the_lab(
    lab: Lab, serve: Any, tmp_path: Path, screenshot: Any
) -> None:
    lab.train(3)
    stored(lab, 3)
    lab.set("#seed", "9")
    page = open_dialog(lab)
    snippet = page.input_value("#keep-snippet")
    assert "embed=1" in snippet and "<iframe" in snippet
    page.click("#keep-close")
    # A site of one's own: another port is another origin.
    (tmp_path / "index.html").write_text(
        f'<link rel="icon" href="data:,"><h1>Lesson 3</h1>{snippet}', "utf-8"
    )
    own = page.context.new_page()
    own.goto(serve(root=tmp_path))
    frame = own.frame_locator("iframe")
    expect(frame.locator("body")).to_have_attribute("data-state", "ready", timeout=BOOT_MS)
    expect(frame.locator("#article")).to_be_hidden()
    expect(frame.locator("#keep-open")).to_be_hidden()
    expect(frame.locator("#seed")).to_have_value("9")
    expect(frame.locator("#embed-full")).to_have_attribute("href", re.compile("seed=9"))
    frame.locator("#play").click()
    expect(frame.locator("body")).to_have_attribute("data-state", "finished", timeout=BOOT_MS)
    screenshot("keep-embedded", of=own)
    own.close()


def test_copying_a_link(lab: Lab) -> None:
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_dialog(lab)
    page.click("#keep-copy-link")
    expect(page.locator("#keep-status")).to_contain_text("copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#keep-link")
    page.keyboard.press("Escape")
    expect(page.locator("#keep")).to_be_hidden()
    expect(page.locator("#keep-open")).to_be_focused()
