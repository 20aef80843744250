"""The first kernel trains until Python is there: its answers are Session's to the last bit."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, Route, expect

ASK_BOTH = Path(__file__).with_name("same_answers.js").read_text("utf-8")


def test_every_answer_is_pythons_to_the_last_bit(new_lab: Lab) -> None:
    found = new_lab.page.evaluate(ASK_BOTH)
    assert found["differences"] == []
    assert found["compared"] > 100
    assert found["ends"].get("saturated", 0) >= 3  # breakdowns that the kernel finds itself
    assert found["ends"].get("waits", 0) >= 1  # and where only Python's exp can tell


IS_STORED = """async (epoch) => {
  const answer = (request) =>
    new Promise((take) => (request.onsuccess = () => take(request.result)));
  const database = await answer(indexedDB.open("nnlab"));
  const lab = await answer(database.transaction("kept").objectStore("kept").get("lab"));
  database.close();
  return lab?.snapshot?.epoch === epoch;
}"""


@pytest.fixture
def held(page: Page) -> Iterator[list[Route]]:
    """Holds back what Python cannot start without: `release` lets it come."""
    waiting: list[Route] = []
    page.route("**/pack.tar.gz", lambda route: waiting.append(route))
    yield waiting
    page.unroute_all(behavior="ignoreErrors")


MAPPED_WRONG = "Number(document.querySelector('#regions-canvas').dataset.wrong)"
ACCURACY = "nnlab.store.get().history.train_accuracy.at(-1)"


def release(page: Page, held: list[Route]) -> None:
    held[-1].continue_()  # those before it were a reload's
    page.unroute("**/pack.tar.gz")


def train_early(page: Page, url: str, epochs: int) -> Lab:
    """Opens the page and trains before Python is there."""
    page.goto(url)
    expect(page.locator("body[data-trains]")).to_be_attached()
    lab = Lab(page).set("#epochs", str(epochs))
    page.click("#play")
    expect(page.locator("#epoch")).to_have_text(f"{epochs:06}")
    return lab


def test_a_visitor_trains_and_classifies_before_python_and_goes_on_with_it(
    page: Page, site: str, held: list[Route]
) -> None:
    lab = train_early(page, site, 200)
    assert page.get_attribute("body", "data-state") == "booting"
    expect(page.locator("#boot-text")).to_contain_text("compiled with the page")
    expect(page.locator("#outcome-text")).to_contain_text("when Python is there")
    page.locator("#regions").scroll_into_view_if_needed()
    until(page, f"{MAPPED_WRONG} === Math.round(150 * (1 - {ACCURACY}))")
    lab.type_flower(["6.3", "3.3", "6.0", "2.5"])
    expect(page.locator("#prediction")).to_have_text("virginica")
    page.locator("#time-slider").evaluate(
        "(slider) => { slider.value = 50; slider.dispatchEvent(new Event('input')); }"
    )
    expect(page.locator("#epoch")).to_have_text("000050")
    page.click("#time-latest")
    expect(page.locator("#epoch")).to_have_text("000200")
    # A reload loses nothing, with Python or without.
    weights = lab.weights()
    until(page, IS_STORED, 200)
    page.reload()
    expect(page.locator("body[data-trains]")).to_be_attached()
    assert (lab.epoch, lab.weights()) == (200, weights)
    # Another network waits for Python, and the note's, chosen again, does not.
    page.evaluate("nnlab.runner.change({ optimizer: 'adam' })")
    expect(page.locator("#play")).to_be_disabled()
    page.evaluate("nnlab.runner.change({ optimizer: 'sgd', seed: 3 })")
    page.select_option("#speed", "slow")
    lab.set("#epochs", "40")
    page.click("#play")
    until(page, "nnlab.store.get().snapshot?.epoch >= 3")
    release(page, held)
    lab.wait("running")
    page.select_option("#speed", "full")
    lab.wait("finished")
    assert page.evaluate("nnlab.store.get().engine.goesOn")
    expect(page.locator("#outcome-text")).to_contain_text("of 150")
    history = lab.history()
    assert history["epoch"] == [*range(41)]
    at_once = lab.weights()
    page.click("#reset")
    lab.wait("ready")
    page.click("#play")
    lab.wait("finished")
    assert (lab.weights(), lab.history()["train_loss"]) == (at_once, history["train_loss"])


def test_the_first_lesson_is_walked_before_python_and_judged_once_it_is_there(
    page: Page, site: str, held: list[Route]
) -> None:
    page.goto(f"{site}#room=learn&lesson=0")
    for row, kind in ((105, 2), (67, 1), (8, 0), (78, 1), (97, 1)):
        page.check(f"[name=flower-{row}][value='{kind}']")
    expect(page.locator(".lesson-tasks")).to_contain_text("You can go on meanwhile")
    page.click("#lesson-next")
    page.check("[value=four]")
    page.click("#lesson-next")
    expect(page.locator("#flowers-sort > li").first).to_contain_text("39 %")
    page.evaluate("nnlab.store.set({ speed: 'full' })")
    page.click("#play")
    expect(page.locator("#epoch")).to_have_text("000400")
    expect(page.locator("#flowers-sort > li").first).to_contain_text("98 %")
    page.click("#lesson-next")
    release(page, held)
    until(page, "nnlab.store.get().course.progress.flowers.done.watched?.[0] === '400'")
    done = page.evaluate("nnlab.store.get().course.progress.flowers.done.sorted")
    assert done == ["5", "5"]
    assert page.evaluate("nnlab.store.get().snapshot.epoch") == 400  # and not begun anew


@pytest.mark.expects_console_errors
def test_without_python_what_works_goes_on_and_the_page_says_what_is_missing(
    page: Page, site: str
) -> None:
    page.route("**/pack.tar.gz", lambda route: route.abort())
    lab = train_early(page, site, 100)
    lab.wait("failed")
    expect(page.locator("#failure")).to_contain_text("still trains, answers and draws its map")
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    expect(page.locator("#prediction")).to_have_text("setosa")
    drawn = "() => document.querySelector('#regions-canvas').toDataURL()"
    before = page.evaluate(drawn)
    page.click("#step")
    until(page, f"({drawn})() !== {before!r}")
    expect(page.locator("#epoch")).to_have_text("000101")
    weights = lab.weights()
    page.unroute("**/pack.tar.gz")
    page.click("#retry")
    lab.wait("paused")
    assert (lab.epoch, lab.weights()) == (101, weights)


@pytest.mark.in_rooms
@pytest.mark.expects_console_errors
def test_a_failed_start_leaves_most_of_a_laptop_s_screen(page: Page, site: str) -> None:
    page.route("**/pack.tar.gz", lambda route: route.abort())
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{site}#preset=paper")
    Lab(page).wait("failed")
    for _ in ("en", "zh"):
        box = page.locator("#failure").bounding_box()
        assert box and box["height"] <= 190, box
        for part in ("#retry", "#failure-more", "#network-canvas"):
            expect(page.locator(part)).to_be_in_viewport()
        page.click("#lang")


@pytest.mark.in_rooms
@pytest.mark.expects_console_errors
def test_in_learn_a_failed_start_is_not_said_to_be_on_its_way(page: Page, site: str) -> None:
    page.route("**/pack.tar.gz", lambda route: route.abort())
    page.goto(f"{site}#room=learn")
    lab = Lab(page).wait("failed")
    expect(page.locator(".lesson-card").nth(1)).to_contain_text("12 min · needs Python")
    expect(page.locator("#lessons")).not_to_contain_text("once Python is loaded")
    page.click(".lesson-card >> nth=0")  # this one goes without it, as far as it is not judged
    for row in (105, 67, 8, 78, 97):
        page.check(f"[name=flower-{row}][value='1']")
    expect(page.locator(".lesson-tasks")).to_contain_text("Only Python can say whether")
    for lesson, step, there in ((1, 2, "#lesson-waits"), (5, 2, ".lesson-numbers")):
        page.evaluate(f"location.hash = '#room=learn&lesson={lesson}&step={step}'")
        expect(page.locator(there)).to_contain_text("need Python, and it is not running")
        page.click("#lang")
        expect(page.locator(there)).to_contain_text("需要 Python，而它没有在运行")
        page.click("#lang")
    expect(page.locator("#failure")).to_be_visible()
    page.click("#rooms [data-room=understand]")
    expect(page.locator("#apart-waiting")).to_have_text(
        "Without Python no update can be taken apart; the article can be read."
    )
    page.click("#rooms [data-room=learn]")
    page.unroute("**/pack.tar.gz")
    page.click("#retry")  # and then nothing is lacking
    lab.wait("ready")
    expect(page.locator("#lesson-body")).not_to_contain_text("Python")
    expect(page.locator("#network")).to_be_visible()
