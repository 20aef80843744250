"""Digits: the recipe, a digit drawn with mouse, finger and keys, the rows as pictures."""

import re
from collections.abc import Callable

from hand_drawn import STROKES
from lab_page import BOOT_MS, Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX, HOLD
from views_page import far, pixel, token

from nnlab.data import load_digits

Go = Callable[[str], Page]
DIGITS = load_digits()
GRID = """async () => {
  const { planNetwork } = await import(new URL("web/lab/network_plan.js", location.href).href);
  const { inlineSize, blockSize } = document.querySelector("#network-canvas").style;
  const { sizes } = nnlab.store.get().lab;
  const [width, height] = [inlineSize, blockSize].map(parseFloat);
  return planNetwork(sizes, width, height, undefined, 8).columns[0].grid;
}"""


STORED = """async (values) => {
  const { get, createStore } = await import("/web/vendor/idb-keyval/index.js");
  const { drawing } = await get("lab", createStore("nnlab", "kept"));
  return String(drawing?.values) === String(values ?? undefined);
}"""


def digits(page: Page) -> Lab:
    """The recipe, trained, as pressing the tile and Play does it."""
    if page.evaluate("nnlab.store.get().lab.rows") != len(DIGITS.labels):
        page.check("#datasets [value=digits]", force=True)
        until(page, f"nnlab.store.get().lab.rows === {len(DIGITS.labels)}")
        page.click("#play")
    return Lab(page).wait("finished")


def draw(page: Page, digit: int) -> None:
    """With the mouse."""
    page.click("#pad-clear")
    page.locator("#pad").scroll_into_view_if_needed()  # whole, wherever its panel was scrolled to
    box = page.locator("#pad").bounding_box()
    assert box
    for stroke in STROKES[digit]:
        for at, (x, y) in enumerate(stroke):
            page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=2)
            if at == 0:
                page.mouse.down()
        page.mouse.up()


def test_the_tile_brings_a_recipe_and_takes_it_away_again(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    assert page.evaluate("nnlab.store.get().history.test_accuracy.at(-1)") >= 0.97
    assert page.evaluate("nnlab.store.get().setup.hidden_sizes") == [64]
    page.check("#datasets [value=iris]", force=True)
    until(page, "nnlab.store.get().lab.rows === 150")
    assert page.evaluate("nnlab.store.get().setup.hidden_sizes") == [6]
    expect(page.locator("#pad")).to_be_hidden()
    expect(page.locator("#lengths input")).to_have_count(4)


def test_a_digit_drawn_with_the_mouse_is_read_at_every_stroke(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    for digit in (7, 3):
        draw(page, digit)
        expect(page.locator("#prediction")).to_have_text(str(digit))
        expect(page.locator("#outputs li")).to_have_count(10)
    expect(page.locator("#outputs .largest .output-name")).to_have_text("3")
    page.click("#pad-clear")
    until(page, "nnlab.store.get().sample.values.every((value) => value === 0)")


def test_a_drawing_that_comes_late_leaves_the_row_that_was_chosen_meanwhile(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    for gesture in ("#pad", "#pad-clear"):
        page.evaluate(HOLD, "draw")
        page.click(gesture)
        page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 13 } })")
        assert page.evaluate("letGo()") == 1
        assert page.evaluate("nnlab.store.get().sample") == {"kind": "row", "row": 13}


def test_a_phone_has_the_pad_in_place_of_the_map(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.evaluate("scrollTo(0, 0)")
    for part in ("#pad", "#outputs li:last-child"):
        expect(page.locator(part)).to_be_in_viewport(ratio=1)
    expect(page.locator("#regions")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.tap("#pad")  # a dot
    until(page, "nnlab.store.get().sample.values.some((value) => value > 0)")
    assert page.evaluate("getComputedStyle(document.querySelector('#pad')).touchAction") == "none"


def test_a_finger_draws_a_seven_on_a_phone(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.tap("#pad-clear")
    page.locator("#pad").scroll_into_view_if_needed()
    box = page.locator("#pad").bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    for stroke in STROKES[7]:
        for at, (x, y) in enumerate(stroke):
            points = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}]
            kind = "touchMove" if at else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()
    assert page.locator("#pad").bounding_box() == box  # the page did not scroll beneath the finger
    expect(page.locator("#prediction")).to_have_text("7")


def test_a_one_is_drawn_with_the_keys_alone(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    page.click("#pad-clear")
    page.focus("#pad")
    page.keyboard.press("Space")
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    expect(page.locator("#prediction")).to_have_text("1")
    assert page.evaluate("nnlab.store.get().training.kind") == "finished"  # Space did not train
    page.keyboard.press("Delete")
    until(page, "nnlab.store.get().sample.values.every((value) => value === 0)")


def test_the_rows_are_pictures_and_a_press_puts_one_into_the_form(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    page.click("[data-opens=data]")
    rows = page.locator("#data-pictures button")
    expect(rows).to_have_count(200)
    rows.nth(13).click()
    sample = "nnlab.store.get().dataset.rows[nnlab.store.get().sample.row].values"
    assert page.evaluate(sample) == DIGITS.features[13].tolist()
    expect(rows.nth(13)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(rows.nth(14)).to_be_focused()
    page.click("#data .drawer-close")


def test_the_network_shows_its_input_as_a_picture(rooms: Go) -> None:
    page = rooms("play")
    lab = digits(page)
    page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 0 } })")
    page.wait_for_timeout(1500)  # the signal has passed
    grid = page.evaluate(GRID)
    assert grid["side"] == 8
    box = page.evaluate(BOX, "#network-canvas")
    light, dark = token(lab, "--card"), token(lab, "--ink")
    for at, value in enumerate(DIGITS.features[0].tolist()):
        x = box["left"] + grid["left"] + (at % 8 + 0.5) * grid["size"]
        y = box["top"] + grid["top"] + (at // 8 + 0.5) * grid["size"]
        wanted = [a + (b - a) * value / 16 for a, b in zip(light, dark, strict=True)]
        assert far(pixel(lab, "#network-canvas", x, y), wanted) <= 2, at
    x, y = box["left"] + grid["left"] + 2.5 * grid["size"], box["top"] + grid["top"] + 4
    page.mouse.move(x, y)
    expect(page.locator("#network-tip strong")).to_have_text("pixel_0_2")


def test_judge_shows_what_neurons_look_for_and_the_wrong_ones(rooms: Go) -> None:
    digits(rooms("play"))
    page = rooms("judge")
    expect(page.locator("#detectors button")).to_have_count(64)
    page.click("#detectors li:nth-child(3) button")
    expect(page.locator("#detector-title")).to_have_text("Neuron 3")
    expect(page.locator("#detector-rows button")).to_have_count(12)
    page.check("input[name=confusion-part][value=test]")
    wrong = page.locator("#wrong-rows button")
    right = page.evaluate("nnlab.store.get().history.test_accuracy.at(-1)")
    tested = page.evaluate("nnlab.store.get().lab.test_rows")
    expect(wrong).to_have_count(round((1 - right) * tested))
    wrong.first.click()
    row = int(wrong.first.get_attribute("data-row") or "")
    assert page.evaluate("nnlab.store.get().sample") == {"kind": "row", "row": row}
    page.click("#verdict-pairs button")
    expect(page.locator("#confusion-rows button:first-child canvas.pixels").first).to_be_visible()
    page.click("#confusion-to-map")  # a picture's why stands beside its drawing, not on the map
    expect(page.locator("#classify-panel")).to_be_focused()
    assert page.evaluate("nnlab.store.get().room") == "play"


def test_a_step_shows_the_picture_a_neurons_weights_and_the_classes(rooms: Go) -> None:
    digits(rooms("play"))
    page = rooms("understand")
    page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 3 } })")
    until(page, "nnlab.store.get().stepper.traced && !nnlab.store.get().stepper.stale")
    page.click("#apart-phases button:first-child")
    page.evaluate("document.querySelector('.apart-middle').scrollTop = 0")
    lab = Lab(page)
    until(
        page, "nnlab.store.get().stepper.traced.samples.data[3] === " + str(DIGITS.features[3][3])
    )
    ink = page.evaluate(BOX, "#apart-numbers [data-symbol=X-1] canvas")
    light, dark = token(lab, "--card"), token(lab, "--ink")
    for at, value in enumerate(DIGITS.features[3].tolist()):
        x, y = (
            (at % 8, at // 8)[k] * ink["width"] / 8 + ink[("left", "top")[k]] + 3 for k in (0, 1)
        )
        wanted = [a + (b - a) * value / 16 for a, b in zip(light, dark, strict=True)]
        assert far(pixel(lab, "#apart-numbers [data-symbol=X-1] canvas", x, y), wanted) <= 2, at
    # Of the chosen neuron: its weights as a picture, its bias and its sum.
    page.click("#apart-neurons li:nth-child(5) button")
    expect(page.locator("#apart-neuron")).to_contain_text("Neuron 5 of 64")
    sum_of = "nnlab.store.get().stepper.traced.steps[0].result.data[4]"
    shown = page.locator("#apart-numbers [data-symbol=z-1] td")
    expect(shown).to_have_count(1)
    assert float(shown.get_attribute("title") or "nan") == page.evaluate(sum_of)
    # A pixel that is pointed at is marked in the weights, too, and its number stands below.
    page.mouse.move(ink["left"] + 3.5 * ink["width"] / 8, ink["top"] + 0.5 * ink["height"] / 8)
    expect(page.locator(".matrix-picture .pixel-mark")).to_have_count(2)
    expect(page.locator("#apart-readout")).to_contain_text(
        f"Row 4, column 1: {DIGITS.features[3][3]:g}"
    )
    # A finger that is lifted leaves; what it asked for stays to be read.
    page.mouse.move(1, 1)
    expect(page.locator(".matrix-picture .pixel-mark")).to_have_count(0)
    page.touchscreen.tap(ink["left"] + 2.5 * ink["width"] / 8, ink["top"] + 1)
    expect(page.locator("#apart-readout")).to_contain_text(
        f"Row 3, column 1: {DIGITS.features[3][2]:g}"
    )
    expect(page.locator(".matrix-picture .pixel-mark")).to_have_count(2)
    # The outputs have their classes' names; what is nothing beside them is rounded.
    for _ in range(3):
        page.click("#apart-next")
    outputs = page.locator("#apart-numbers [data-symbol=a-2]")
    assert outputs.locator("th").all_inner_texts() == [str(digit) for digit in range(10)]
    assert "≈" in outputs.inner_text()
    assert not re.search(r"e−([6-9]|\d\d)", outputs.inner_text())
    page.click("#apart-previous")
    expect(page.locator("#apart-numbers [data-symbol=W-2] canvas")).to_be_visible()
    page.click("#apart-all")
    expect(page.locator("#apart-numbers [data-symbol=W-2] td.gap").first).to_be_visible()
    expect(page.locator("#apart-numbers canvas")).to_have_count(0)
    page.click("#apart-all")
    page.click("#apart-previous")
    page.click("#apart-previous")
    for size in ((1366, 768), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(100)
        foot = page.evaluate(BOX, ".run-row")["top"] if size[0] <= 760 else size[1]
        middle = page.evaluate(BOX, ".apart-middle")
        for part in ("[data-symbol=W-1] canvas", "[data-symbol=X-1] canvas", "[data-symbol=z-1]"):
            box = page.evaluate(BOX, f"#apart-numbers {part}")
            assert box["bottom"] <= middle["bottom"] + 1 and box["right"] <= middle["right"] + 1, (
                part
            )
        for part in ("#apart-equation math", "#apart-network", "#apart-source .here"):
            box = page.evaluate(BOX, part)
            assert box["top"] >= 48 and box["bottom"] - foot < 4, part
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_why_it_did_not_say_one_and_what_it_would_take(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    page.evaluate("nnlab.store.set({ sample: { kind: 'row', row: 0 } })")
    expect(page.locator("#prediction")).to_have_text("0")
    expect(page.locator("#why-title")).to_have_text("Why 0?")
    expect(page.locator("#why-note")).to_contain_text("Blue ink spoke for 0")
    page.click("#wish summary")
    page.select_option("#wish-class", "1")
    expect(page.locator("#wish-note")).to_contain_text("takes it for 1")
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("#wish-take")
    expect(page.locator("#pad")).to_be_in_viewport(ratio=1)  # and the answer with it
    expect(page.locator("#prediction")).to_have_text("1")
    page.set_viewport_size({"width": 1366, "height": 768})
    expect(page.locator("#wish-note")).to_contain_text("already")
    expect(page.locator("#why-title")).to_have_text("Why 1?")
    page.click("#wish summary")


def test_a_drawn_sign_is_there_after_a_reload_and_no_tile_of_iris(rooms: Go) -> None:
    page = rooms("play")
    digits(page)
    draw(page, 7)
    expect(page.locator("#prediction")).to_have_text("7")
    values = page.evaluate("nnlab.store.get().sample.values")
    pad = "document.querySelector('#pad').toDataURL()"
    drawn = page.evaluate(pad)
    until(page, STORED, values)
    page.reload(wait_until="commit")
    until(page, "globalThis.nnlab !== undefined")  # long before Python
    assert page.locator("#datasets input:checked").get_attribute("value") == "digits"
    assert "flower" not in page.inner_text("#data-intro") + page.inner_text("#classify-title")
    Lab(page).wait("paused", BOOT_MS)
    assert page.evaluate("nnlab.store.get().sample.values") == values
    expect(page.locator("#prediction")).to_have_text("7")
    until(page, f"{pad} === {drawn!r}")
    page.click("#take-flower")
    until(page, STORED)  # a row of the data is nothing to keep
