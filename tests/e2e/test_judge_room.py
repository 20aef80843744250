"""The room to judge: a screen of verdict first, ten classes, and from a pair to rows and map."""

from collections.abc import Callable

import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX, SIZES

Go = Callable[[str], Page]
# The verdict follows each answer to train: what is shown may still be of an epoch before.
OF_NOW = """nnlab.engine.call("verdict", {}).then(({ parts, pairs }) => {
  const shown = (list) => [...document.querySelectorAll(`${list} b`)].map((b) => b.textContent);
  return String(shown("#verdict-pairs")) === String(pairs.map(({ count }) => count))
    && String(shown("#verdict-parts")) ===
      String(parts.map(({ right, rows }) => (right / rows).toFixed(3)));
})"""

SAME_PART = """(() => {
  const counts = (list) => [...document.querySelectorAll(list)].map((e) => +e.textContent);
  const all = counts("#verdict-pairs b"), cells = counts("#confusion-matrix button.wrong");
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  return sum(all) === sum(cells) && document.querySelectorAll("#confusion-rows button").length ===
    +document.querySelector("#confusion-matrix [aria-expanded=true]").textContent;
})()"""


def trained(page: Page, setup: str) -> Page:
    page.evaluate(f"nnlab.runner.change({setup})")
    page.evaluate("nnlab.runner.reset()")
    Lab(page).wait("ready")
    page.click("#play")
    Lab(page).wait("finished")
    return page


# Both in one look: what came of the run is still being said above them.
SIDE_BY_SIDE = """(() => {
  const [train, test] = document.querySelectorAll("#verdict-parts > div");
  return train.getBoundingClientRect().top === test.getBoundingClientRect().top;
})()"""


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_the_verdict_is_the_first_screen(rooms: Go, size: tuple[int, int]) -> None:
    page = trained(rooms("judge"), "{ test_ratio: 0.3, epochs: 60 }")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for _ in ("en", "zh"):
        page.evaluate("scrollTo(0, 0)")
        foot = page.evaluate(BOX, ".run-row")["top"] if size[0] <= 760 else size[1]
        train, test = page.locator("#verdict-parts > div").all()
        for part in (train, test):
            expect(part).to_be_in_viewport(ratio=1)
        until(page, SIDE_BY_SIDE)
        seen = ["#verdict-says"] if size[1] < 600 else ["#verdict-says", "#confusion-matrix"]
        for part in seen:
            box = page.evaluate(BOX, part)
            assert box["height"] > 0 and box["top"] > 48 and box["bottom"] <= foot, part
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        assert "verdict_" not in page.inner_text("#confusion")
        page.click("#lang")
    order = page.evaluate(
        """["confusion", "training", "many", "landscape"].map(
          (id) => document.getElementById(id).getBoundingClientRect().top)"""
    )
    assert order == sorted(order)


def test_a_confused_pair_leads_to_its_rows_and_to_the_map(rooms: Go) -> None:
    page = trained(rooms("judge"), "{ test_ratio: 0.3, epochs: 60 }")
    until(page, OF_NOW)
    pair = page.locator("#verdict-pairs button").first
    count = int(pair.locator("b").inner_text())
    pair.press("Enter")
    expect(page.locator("#confusion-rows button")).to_have_count(count)
    expect(page.locator("input[name=confusion-part][value=test]")).to_be_checked()
    # Pairs, matrix and rows speak of one part of the data, whichever is chosen.
    page.check("input[name=confusion-part][value=train]")
    expect(page.locator("#verdict-pairs-title")).to_contain_text("training rows")
    until(page, SAME_PART)
    page.check("input[name=confusion-part][value=test]")
    expect(page.locator("#verdict-pairs-title")).to_contain_text("test rows")
    until(page, SAME_PART)
    page.click("#confusion-to-map")
    expect(page.locator("#regions-canvas")).to_be_in_viewport(ratio=1)
    assert page.evaluate("nnlab.store.get().room") == "play"
    sample = page.evaluate("nnlab.store.get().sample")
    page.evaluate("history.back()")
    row = page.locator("#confusion-rows button[aria-pressed=true]")
    assert sample == {"kind": "row", "row": int(str(row.get_attribute("data-row")))}
    page.evaluate("nnlab.runner.change({ test_ratio: 0 })")
    expect(page.locator("#verdict-keep-back")).to_be_visible()
    page.click("#verdict-keep-back")
    until(page, "nnlab.store.get().lab?.test_rows === 45")


def test_ten_classes_fit(rooms: Go) -> None:
    page = rooms("judge")
    page.evaluate("nnlab.runner.change({ dataset: 'digits', test_ratio: 0.3 })")
    until(page, "nnlab.store.get().lab?.class_names.length === 10")
    for width, height in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate("scrollTo(0, 0)")
        expect(page.locator("#confusion-matrix td button")).to_have_count(100)
        matrix, panel = (page.evaluate(BOX, part) for part in ("#confusion-matrix", "#confusion"))
        assert panel["left"] <= matrix["left"] and matrix["right"] <= panel["right"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.evaluate(
            """() => [...document.querySelectorAll("#confusion-matrix button")]
              .filter((e) => e.scrollWidth > e.clientWidth + 1).length"""
        )
        assert cut == 0
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("#confusion-matrix")).to_be_in_viewport(ratio=1)
    page.evaluate("nnlab.runner.change({ dataset: 'iris' })")


def test_a_phone_has_what_the_room_has_above_the_verdict(rooms: Go) -> None:
    page = rooms("judge")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("nnlab.runner.change({ dataset: 'iris' })")
    for room in ("play", "judge"):  # Play's stage lends the curve's panel
        rooms(room)
    page.evaluate("scrollTo(0, 0)")
    parts = page.evaluate(BOX, "#judge-parts")
    assert parts["bottom"] <= page.evaluate(BOX, "#verdict-parts")["top"]
    assert parts["height"] < 60  # one line
    names = page.locator("#judge-parts button").filter(visible=True)
    assert names.all_inner_texts()[:2] == ["Training", "Which features matter"]
    expect(names.nth(1)).to_be_in_viewport(ratio=1)
    names.nth(1).tap()
    expect(page.locator("#importance-title")).to_be_in_viewport(ratio=1)


def test_the_part_that_was_chosen_goes_with_its_data(rooms: Go) -> None:
    page = trained(rooms("judge"), "{ test_ratio: 0.3, epochs: 60 }")
    page.check("input[name=confusion-part][value=train]")
    until(page, "nnlab.store.get().part === 'train'")
    page.evaluate("nnlab.runner.change({ dataset: 'wine', test_ratio: 0.3 })")
    Lab(page).wait("ready")
    expect(page.locator("input[name=confusion-part][value=test]")).to_be_checked()
