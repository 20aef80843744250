"""Play's stage: all in one screen, linked parts, drawers, and a first run that one can watch."""

import time
from collections.abc import Callable
from itertools import combinations

import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX
from views_page import neuron_at, pixel, weight_at

Go = Callable[[str], Page]
# What must be seen without scrolling, and the panels that must not lie over each other.
SEEN = ("#datasets", "#regions-canvas", "#loss-chart", "#play", "#learning-rate", "#speed")
PANELS = ("#data", ".tools", "#network", "#regions", "#training", "#classify-panel")

CHOSEN_FITS = """(() => {
  const speed = document.getElementById("speed"), style = getComputedStyle(speed), arrow = 20;
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const room = speed.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(speed.selectedOptions[0].text).width <= room - arrow;
})()"""


def resting(page: Page) -> Lab:
    """The paper's run, untrained."""
    page.evaluate("nnlab.runner.change({ epochs: 60, dataset: 'iris' })")
    page.evaluate("nnlab.runner.reset()")
    return Lab(page).wait("ready")


@pytest.mark.parametrize("size", [(1366, 768), (1440, 900)], ids=str)
def test_a_laptop_has_the_whole_stage_in_one_screen(rooms: Go, size: tuple[int, int]) -> None:
    page = rooms("play")
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    for _ in ("en", "zh"):
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollHeight") <= height
        for part in (*SEEN, "#network-canvas", "#prediction", "#lengths"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
        assert page.evaluate(BOX, "#regions-canvas")["height"] > 200
        boxes = [page.evaluate(BOX, panel) for panel in PANELS]
        for a, b in combinations(boxes, 2):
            across = min(a["right"], b["right"]) - max(a["left"], b["left"])
            down = min(a["bottom"], b["bottom"]) - max(a["top"], b["top"])
            assert across <= 0 or down <= 0, (a, b)
        page.click("#lang")


def test_a_phone_has_the_whole_stage_in_one_screen(rooms: Go) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    for _ in ("en", "zh"):
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        transport = page.evaluate(BOX, ".run-row")["top"]
        for part in (*SEEN[1:], "#datasets label:first-child", "#faces"):
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
            assert part == "#play" or page.evaluate(BOX, part)["bottom"] <= transport, part
        page.click("#lang")
    page.tap("#faces label:has([value=network])")
    expect(page.locator("#network-canvas")).to_be_in_viewport(ratio=1)
    expect(page.locator("#regions")).to_be_hidden()
    swipe(page, "#network-stage", 90)
    expect(page.locator("#regions-canvas")).to_be_in_viewport(ratio=1)
    swipe(page, "#regions-stage", -90)
    expect(page.locator("#network-canvas")).to_be_in_viewport(ratio=1)
    page.tap("#faces label:has([value=classify])")
    for part in ("#length-0", "#prediction"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
        assert page.evaluate(BOX, part)["bottom"] <= transport, part
    follows = "[...document.querySelectorAll('#faces, #length-0, #speed')].map(({ id }) => id)"
    assert page.evaluate(follows) == ["faces", "length-0", "speed"]  # as the eye goes down
    page.check("#faces [value=regions]", force=True)


def test_the_keyboard_goes_down_a_phone_as_the_eye_does(rooms: Go) -> None:
    page = rooms("play")
    resting(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.check("#faces [value=regions]", force=True)
    until(
        page,
        """["#datasets", "#faces", "#regions-x", "#loss-chart", "#speed", "#length-0"].map(
          (each) => document.querySelector(each)).every((each, at, all) => !at || (
            all[at - 1].compareDocumentPosition(each) & 4 // which follows
            && all[at - 1].getBoundingClientRect().top < each.getBoundingClientRect().top))""",
    )
    page.set_viewport_size({"width": 1366, "height": 768})
    before = "document.querySelector('#learning-rate').closest('.bar') !== null"
    until(page, before)  # and is put back


def swipe(page: Page, stage: str, across: int) -> None:
    page.evaluate(
        """([stage, across]) => {
          const target = document.querySelector(stage);
          const touch = (clientX) => new Touch({ identifier: 1, target, clientX, clientY: 300 });
          const tell = (type, x, touches) => target.dispatchEvent(
            new TouchEvent(type, { bubbles: true, touches, changedTouches: [touch(x)] }));
          tell("touchstart", 200, [touch(200)]);
          tell("touchend", 200 + across, []);
        }""",
        [stage, across],
    )


def test_a_touch_tells_first_and_edits_second(rooms: Go) -> None:
    page = rooms("play")
    lab = resting(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.check("#faces [value=network]", force=True)
    until(page, "nnlab.store.get().neuronMaps")
    page.wait_for_timeout(300)
    page.touchscreen.tap(*neuron_at(lab, 1, 2))
    expect(page.locator("#network-tip")).to_contain_text("hidden neuron 3")
    expect(page.locator("#network-tip canvas")).to_be_visible()  # its map, larger
    expect(page.locator("#weight-editor")).to_be_hidden()
    page.touchscreen.tap(*neuron_at(lab, 1, 2))
    expect(page.locator("#weight-editor")).to_be_visible()
    page.keyboard.press("Escape")
    page.touchscreen.tap(*weight_at(lab, 0, "W", 0, 0, at=0.15))
    expect(page.locator("#network-tip")).to_contain_text("Tap it again")
    page.check("#faces [value=regions]", force=True)


def test_a_neuron_s_map_is_in_its_circle_and_large_where_one_points(rooms: Go) -> None:
    page = rooms("play")
    lab = resting(page)
    page.click("#play")
    lab.wait("finished")
    until(page, "nnlab.store.get().neuronMaps?.flat().length === 9")
    page.wait_for_timeout(300)
    note = page.locator("#regions-note")
    x, y = neuron_at(lab, 1, 0)
    # A map runs from the paper to the full color: its corners differ, a plain circle's do not.
    corners = [pixel(lab, "#network-canvas", x + dx, y + dx) for dx in (-9, 9)]
    assert corners[0] != corners[1]
    page.mouse.move(x, y)
    expect(note).to_contain_text("hidden neuron 1")
    page.mouse.move(5, 300)
    expect(note).to_contain_text("points shown are answered wrongly")


def test_pointing_at_a_point_lights_its_way_through_the_network(rooms: Go) -> None:
    page = rooms("play")
    resting(page)
    until(page, "document.querySelector('#regions-canvas').dataset.wrong")
    seen = "() => document.querySelector('#network-canvas').toDataURL()"
    page.wait_for_timeout(1200)  # until the form's sample has flowed through
    before = page.evaluate(seen)
    box = page.evaluate(BOX, "#regions-canvas")
    # The map's marks, found as a visitor finds them: by moving over it.
    for down in range(20, 60, 3):
        page.mouse.move(box["left"] + 0.6 * box["width"], box["top"] + box["height"] * down / 100)
        if page.evaluate("nnlab.store.get().pointed"):
            break
    until(page, "nnlab.store.get().pointed?.prediction")
    row, outputs = page.evaluate(
        "(({ row, prediction }) => [row, [...prediction.outputs.data]])(nnlab.store.get().pointed)"
    )
    expect(page.locator("#regions-note")).to_contain_text(f"Row {row + 1} of the data")
    asked = page.evaluate(
        """async (row) => [...(await nnlab.engine.call("predict",
          { values: nnlab.store.get().dataset.rows[row].values })).outputs.data]""",
        row,
    )
    assert outputs == asked
    page.wait_for_timeout(1200)
    assert page.evaluate(seen) != before
    assert page.evaluate("nnlab.store.get().sample.row") == 0  # the form keeps its own
    page.mouse.move(5, 300)
    until(page, "nnlab.store.get().pointed === undefined")
    until(page, f"({seen})() === {before!r}")


def test_the_cross_and_the_form_move_each_other(rooms: Go) -> None:
    page = rooms("play")
    resting(page)
    until(page, "document.querySelector('#regions-canvas').dataset.wrong")
    first = page.locator("#lengths input").nth(2)
    before = first.input_value()
    box = page.evaluate(BOX, "#regions-canvas")
    at = (box["left"] + 0.55 * box["width"], box["top"] + 0.75 * box["height"])
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 40, at[1], steps=4)
    page.mouse.up()
    assert first.input_value() != before
    typed = page.evaluate("nnlab.store.get().sample.values[2]")
    assert float(first.input_value()) == pytest.approx(typed, rel=1e-3)
    # Typing moves it.
    seen = "() => document.querySelector('#regions-canvas').toDataURL()"
    drawn = page.evaluate(seen)
    first.fill("2.0")
    until(page, f"({seen})() !== {drawn!r}")


def test_drawers_open_over_the_stage_and_close(rooms: Go) -> None:
    page = rooms("play")
    for view, part in (("setup", "#epochs"), ("data", "#data-table"), ("time", "#time-slider")):
        button = page.locator(f"[data-opens={view}]")
        expect(page.locator(part)).to_be_hidden()
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(part)).to_be_visible()
        expect(button).to_have_attribute("aria-expanded", "true")
        assert page.evaluate(f"document.activeElement.dataset.view === '{view}'")
        page.keyboard.press("Escape")
        expect(page.locator(part)).to_be_hidden()
        expect(button).to_be_focused()
    # By touch, at the button's own place, wherever the drawer was scrolled to.
    page.evaluate("scrollTo(0, 0)")
    for width in (390, 360):
        page.set_viewport_size({"width": width, "height": 844})
        for view, part in (("setup", "#epochs"), ("data", "#data-table"), ("time", "#time-slider")):
            for top in (0, 9999):
                page.tap(f"[data-opens={view}]")
                page.evaluate(
                    "([view, top]) => document.getElementById(view).scrollTo(0, top)", [view, top]
                )
                box = page.evaluate(BOX, f"#{view} .drawer-close")
                for across in (0.1, 0.9):
                    x, y = box["left"] + across * box["width"], (box["top"] + box["bottom"]) / 2
                    at = "([x, y]) => document.elementFromPoint(x, y).className"
                    assert page.evaluate(at, [x, y]) == "drawer-close", (width, view, top)
                page.touchscreen.tap(x, y)
                expect(page.locator(part)).to_be_hidden()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.check("#datasets [value=own]", force=True)
    expect(page.locator("#own-pick")).to_be_in_viewport(ratio=1)
    page.locator("#data .drawer-close").click()
    expect(page.locator("#own-pick")).to_be_hidden()
    page.check("#datasets [value=iris]", force=True)


def test_a_breakdown_is_told_on_the_stage_with_its_ways_on(rooms: Go) -> None:
    page = rooms("play")
    lab = resting(page)
    page.evaluate("nnlab.runner.change({ learning_rate: 50 })")
    page.click("#play")
    lab.wait("diverged")
    for part in ("#breakdown-text", "#halve", "#earlier-rate"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 844})
    for part in ("#breakdown-text", "#halve"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    page.click("#earlier-rate")
    lab.wait("ready")


def test_a_story_leaves_the_trained_network_in_reach(rooms: Go) -> None:
    page = rooms("play")
    lab = resting(page)
    page.click("#play")
    trained = lab.wait("finished").weights()
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    page.tap("[data-opens=setup]")
    page.tap("[data-preset=two_losses]")
    page.tap("#setup .drawer-close")
    until(page, "nnlab.store.get().snapshot.epoch === 0")
    expect(page.locator("#aside-note")).to_contain_text("epoch 60")
    expect(page.locator("#bring-back")).to_be_in_viewport(ratio=1)
    notes, tiles = (page.evaluate(BOX, part) for part in (".bar-notes", "#datasets"))
    assert notes["bottom"] <= tiles["top"]  # it lies over nothing
    page.tap("#bring-back")
    until(page, "nnlab.store.get().snapshot.epoch === 60")
    assert lab.weights() == trained
    expect(page.locator("#aside")).to_be_hidden()


@pytest.mark.in_rooms
def test_the_first_run_can_be_watched_and_skipped(page: Page, site: str) -> None:
    lab = Lab(page).open(f"{site}#room=play")
    began = time.monotonic()
    page.click("#play")
    expect(page.locator("#skip")).to_be_visible()
    page.wait_for_timeout(1500)
    assert 0 < lab.epoch < 200
    lab.wait("finished")
    assert 6 < time.monotonic() - began < 20  # 8 s, on a machine with nothing else to do
    expect(page.locator("#speed")).to_have_value("full")
    expect(page.locator("#step")).to_be_visible()
    page.select_option("#speed", "guided")
    page.click("#reset")
    page.click("#play")
    page.click("#skip")
    lab.wait("finished", 6000)  # and not 8 s


def test_a_tile_brings_a_recipe_that_works_unless_the_set_up_is_kept(rooms: Go) -> None:
    page = rooms("play")
    lab = resting(page)
    tile = "name => document.querySelector(`#datasets [value=${name}]`).click()"
    page.evaluate(tile, "wine")
    until(page, "nnlab.store.get().lab?.sizes.join() === '13,6,3'")
    page.click("#play")
    assert lab.wait("finished").number("#bar-accuracy") > 0.95
    page.check("#keep-setup")
    page.evaluate(tile, "spiral")
    until(page, "nnlab.store.get().lab?.sizes.join() === '2,6,2'")
    page.uncheck("#keep-setup")
    page.evaluate(tile, "iris")
    until(page, "nnlab.store.get().lab?.sizes.join() === '4,6,3'")
    assert "preset=paper&seed=0&lr=0.05&layers=4-6-3" in page.url


def test_a_phone_cuts_no_word_of_curves_and_speed(rooms: Go) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("nnlab.runner.change({ dataset: 'iris', test_ratio: 0.3 })")
    page.evaluate("nnlab.runner.reset()")
    Lab(page).wait("ready")
    page.select_option("#speed", "guided")
    for _ in ("en", "zh"):
        legend = page.evaluate(BOX, "#chart-legend")
        names = page.locator("#chart-legend button").all()
        assert len(names) == 4
        for name in names:
            box = name.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= legend["right"] + 1
        assert page.evaluate(CHOSEN_FITS)
        foot = page.evaluate(BOX, ".run-row")["top"]
        for part in ("#loss-chart", "#learning-rate", "#speed"):
            assert page.evaluate(BOX, part)["bottom"] <= foot, part
        page.click("#lang")
    page.select_option("#speed", "full")
    page.evaluate("nnlab.runner.change({ test_ratio: 0 })")
    Lab(page).wait("ready")


def test_the_chosen_tile_is_in_the_strip_once_the_drawer_is_closed(rooms: Go) -> None:
    page = rooms("play")
    page.set_viewport_size({"width": 390, "height": 844})
    page.tap("[data-opens=data]")
    page.check("#datasets [value=hills]", force=True)
    page.locator("#data .drawer-close").click()
    expect(page.locator("#datasets label:has(:checked)")).to_be_in_viewport(ratio=1)
    page.check("#datasets [value=iris]", force=True)
