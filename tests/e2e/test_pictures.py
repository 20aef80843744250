"""Digits: the recipe, a digit drawn with mouse, finger and keys, the rows as pictures."""

from collections.abc import Callable

from hand_drawn import STROKES
from lab_page import Lab, until
from playwright.sync_api import Page, expect
from rooms_page import BOX
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
    page.click("#wish-take")
    expect(page.locator("#prediction")).to_have_text("1")
    expect(page.locator("#wish-note")).to_contain_text("already")
    expect(page.locator("#why-title")).to_have_text("Why 1?")
    page.click("#wish summary")
