"""From the course's list straight to a network that learns; and the space bar behind a tile."""

import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.in_rooms


def test_who_comes_to_watch_a_network_learn_sees_it_learn(page: Page, site: str) -> None:
    page.goto(site)
    page.click("#door-play")
    until(page, "nnlab.store.get().snapshot?.epoch > 2")
    assert page.evaluate("nnlab.store.get().speed") == "guided"  # slow enough to be watched
    page.click("#play")
    until(page, "nnlab.store.get().training.kind === 'paused'")
    epoch = page.locator("#epoch").inner_text()
    page.click("#rooms [data-room=learn]")
    page.click("#door-play")  # what has learnt already is left as it is
    expect(page.locator("#network-canvas")).to_be_visible()
    page.wait_for_timeout(500)
    expect(page.locator("#epoch")).to_have_text(epoch)


def test_space_trains_what_was_just_chosen(page: Page, site: str) -> None:
    Lab(page).open(f"{site}#preset=paper")
    page.click("#datasets [value=circle]")
    until(page, "nnlab.store.get().dataset.name === 'circle'")
    Lab(page).wait("ready")
    expect(page.locator("#datasets [value=circle]")).to_be_focused()
    page.keyboard.press("Space")
    until(page, "nnlab.store.get().snapshot?.epoch > 0")
