"""Take it apart: the stepper shows the numbers, the line and the equation of a real update."""

import io
import re

import pytest
from lab_page import Lab, until
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from nnlab import load_iris
from nnlab.network import NeuralNetwork
from nnlab.step import Step
from nnlab.trace import trace

# The weights and biases among a step's operands, each with where pointing at it leads.
POINTED = """() => [...document.querySelectorAll("#apart-numbers td[data-row]")]
  .filter((cell) => !cell.closest(".result"))
  .filter((cell) => /^[Wb]-/.test(cell.closest(".matrix-figure").dataset.symbol))
  .map((cell) => {
    cell.focus();
    return [cell.title, nnlab.store.get().highlight];
  })"""


@pytest.fixture
def apart(lab: Lab) -> Page:
    """The page with the stepper in view and the paper's untrained network taken apart."""
    page = lab.page
    page.locator("#apart").scroll_into_view_if_needed()
    expect(page.locator("#apart-next")).to_be_enabled(timeout=60_000)
    return page


def own_trace() -> tuple[Step, ...]:
    """What CPython says about flower 1 and seed 0."""
    iris = load_iris()
    return trace(
        NeuralNetwork([4, 6, 3], rng=0), iris.inputs[:, :1], iris.targets[:, :1], 0.05
    ).steps


def test_every_step_shows_cpythons_numbers_and_the_line_that_made_them(apart: Page) -> None:
    steps = own_trace()
    for index, step in enumerate(steps):
        expect(apart.locator("#apart-place")).to_have_text(f"{index + 1} / {len(steps)}")
        cells = apart.locator("#apart-numbers .result td")
        shown = [float(cell.get_attribute("title") or "") for cell in cells.all()]
        assert shown == pytest.approx(step.result.ravel().tolist(), rel=1e-10)
        line = apart.locator("#apart-source .here")
        expect(line).to_have_text(
            f"{step.source.line}{step.source.lines[step.source.line - step.source.first_line]}"
        )
        links = [link.inner_text() for link in apart.locator("#apart-equation a").all()]
        assert links == [f"({number})" for number in step.equations]
        assert apart.locator("#apart-equation math").count() >= 1
        if index < len(steps) - 1:
            apart.locator("#apart-next").press("Enter")
    expect(apart.locator("#apart-next")).to_be_disabled()


def has_brackets(matrix: Locator) -> bool:
    """Whether its sides have ends that turn inwards: bars alone would be a determinant's."""
    picture = Image.open(io.BytesIO(matrix.screenshot())).convert("L")
    width, height = picture.size
    for x in (5, width - 6):
        column = [int(picture.getpixel((x, y))) for y in range(height)]  # type: ignore[arg-type]
        side = column[height // 2]
        if any(max(abs(shade - side) for shade in end) < 60 for end in (column[:4], column[-4:])):
            return False
    return True


def test_an_entry_lights_up_what_made_it_by_keyboard(apart: Page) -> None:
    assert has_brackets(apart.locator("#apart-numbers .matrix").first)
    small = "document.querySelector('#apart-network').toDataURL()"
    until(apart, f"{small}.length > 5000")
    plain = apart.evaluate(small)
    first = apart.locator("#apart-numbers .result td").first
    first.focus()
    apart.keyboard.press("ArrowDown")
    lit = apart.locator("#apart-numbers [data-symbol=W-1] td.lit")
    assert [cell.get_attribute("data-row") for cell in lit.all()] == ["1"] * 4
    assert apart.locator("#apart-numbers [data-symbol=X-1] td.lit").count() == 4
    assert apart.locator("#apart-equation .term.lit").count() == 3
    step = own_trace()[0]
    assert str(float(step.result[1, 0]))[:10] in apart.locator("#apart-readout").inner_text()
    highlight = apart.evaluate("nnlab.store.get().highlight")
    assert highlight == {"kind": "neuron", "layer": 1, "row": 1}
    until(apart, f"plain => {small} !== plain", plain)
    apart.locator("#apart-bar").focus()
    assert apart.locator(".lit").count() == 0
    until(apart, f"plain => {small} === plain", plain)
    apart.keyboard.press("End")
    expect(apart.locator("#apart-place")).to_have_text("17 / 17")
    apart.locator("#apart-phases button").nth(1).press("Enter")
    expect(apart.locator("#apart-equation h3")).to_contain_text("The loss")


def test_an_operands_entry_leads_to_its_place_in_the_network(apart: Page) -> None:
    """Every weight and bias that a step shows is where the network has this very number."""
    cells = apart.locator("#apart-numbers [data-symbol=W-1] td[data-row]")
    cells.first.focus()
    apart.keyboard.press("ArrowDown")
    apart.keyboard.press("ArrowRight")
    assert apart.evaluate("nnlab.store.get().highlight") == {
        "kind": "edge", "layer": 1, "row": 1, "column": 1,
    }  # fmt: skip
    lit = apart.locator("#apart-numbers td.lit")
    assert [cell.get_attribute("data-row") for cell in lit.all()] == ["1"]
    expect(apart.locator("#apart-numbers .result td.lit")).to_have_count(1)
    expect(apart.locator("#apart-equation .term.pointed")).to_have_attribute("data-term", "W-1")
    expect(apart.locator("#apart-equation .term.lit")).to_have_attribute("data-term", "z-1")

    layers = NeuralNetwork([4, 6, 3], rng=0).layers
    updates = [index for index, step in enumerate(own_trace()) if step.phase == "update"]
    seen = set()
    for index in range(len(own_trace())):
        expect(apart.locator("#apart-place")).to_contain_text(f"{index + 1} /")
        for title, at in apart.evaluate(POINTED):
            if at["kind"] == "edge":
                here = layers[at["layer"] - 1].W[at["row"], at["column"]]
            else:
                here = layers[at["layer"] - 1].b[at["row"], 0]
            assert float(title) == pytest.approx(here, rel=1e-10)
            seen.add((index in updates, at["kind"], at["layer"]))
        apart.locator("#apart-bar").press("ArrowRight")
    # Both layers' weights, forward and in the update; all biases.
    assert len(seen) == 8


def test_auto_goes_on_by_itself_until_stopped(apart: Page) -> None:
    auto, place = apart.locator("#apart-auto"), apart.locator("#apart-place")
    auto.press("Enter")
    expect(auto).to_have_attribute("aria-pressed", "true")
    expect(place).to_have_text("3 / 17", timeout=30_000)
    auto.press("Enter")
    expect(auto).to_have_text("Auto")
    at = place.inner_text()
    apart.wait_for_timeout(2500)
    assert place.inner_text() == at
    # Its next step would close what the gradient check finds.
    auto.press("Enter")
    apart.click("#gradient-check")
    expect(auto).to_have_attribute("aria-pressed", "false")
    expect(apart.locator("#check-result")).to_be_visible()
    apart.click("#check-close")


def test_applying_makes_it_the_networks_own_update(apart: Page) -> None:
    outcome = apart.locator("#apart-outcome")
    now, after = re.findall(r"\d\.\d+", outcome.inner_text())
    before = apart.evaluate("[...nnlab.store.get().snapshot.vector.data]")
    loss = apart.locator("#bar-loss").text_content() or ""
    apart.locator("#apart-apply").press("Enter")
    expect(outcome).to_contain_text(f"{after} now")
    expect(apart.locator("#bar-loss")).not_to_have_text(loss)  # the bar's, of all rows
    assert float(after) < float(now)
    vector = apart.evaluate("[...nnlab.store.get().snapshot.vector.data]")
    expected = [v for s in own_trace() if s.kind == "update" for v in s.result.ravel()]
    assert vector == pytest.approx(expected, rel=1e-10)
    assert vector != before


def test_the_form_and_a_batch_are_taken_apart_too(apart: Page) -> None:
    apart.locator("#apart-columns").select_option("3")
    expect(apart.locator("#apart-numbers [data-symbol=X-1] .matrix-shape")).to_have_text(
        "4×3", timeout=60_000
    )
    row, x = apart.locator("#apart-row"), apart.locator("#apart-numbers [data-symbol=X-1] td")
    row.fill("151")
    expect(apart.locator("#apart-row-error")).to_have_text("There are rows 1 to 150.")
    row.fill("60")
    expect(apart.locator("#apart-row-error")).to_be_empty()
    seen = load_iris().features[59].tolist()
    expect(apart.locator("#classify input").first).to_have_value(str(seen[0]))
    until(
        apart,
        "seen => seen.every((value, k) => nnlab.store.get().stepper.traced"
        ".steps[0].operands[1].array.data[3 * k] === value)",
        seen,
    )
    apart.locator("#classify input").first.fill("6.5")
    expect(row).to_have_value("")
    expect(apart.locator("#apart-target-field")).to_be_visible()
    expect(x).to_have_count(4)
    expect(x.first).to_have_text("6.5", timeout=60_000)
    apart.locator("#apart-target").select_option("2")
    apart.locator("#apart-bar").focus()
    apart.keyboard.press("Home")
    apart.locator("#apart-phases button").nth(1).press("Enter")
    expect(apart.locator("#apart-numbers [data-symbol=t-0] td")).to_have_text(["0", "0", "1"])


def test_the_gradient_check_by_its_key(lab: Lab) -> None:
    """From the top of the page, before the stepper has been seen."""
    apart = lab.page
    apart.keyboard.press("g")
    expect(apart.locator("#check-summary")).to_be_in_viewport(timeout=60_000)
    rows = apart.locator("#check-table tbody tr")
    expect(rows).to_have_count(4)
    expect(apart.locator("#check-table .verdict-right")).to_have_count(4)
    expect(apart.locator("#check-why")).to_contain_text("6.1e−6")
    expect(apart.locator("#check-table canvas").first).to_have_attribute("aria-label", "right: 24")
    # Weights so large that no neuron has a slope left: explained, and neither praised nor blamed.
    code = "for layer in net.layers: layer.W *= 200"
    apart.evaluate("(code) => nnlab.engine.call('console', { code })", code)
    apart.keyboard.press("g")
    expect(apart.locator("#check-table .verdict-too_small")).to_have_count(4, timeout=60_000)
    expect(apart.locator("#check-summary")).to_contain_text("None of these gradients")
    expect(apart.locator("#check-notes")).to_contain_text("a millionth: neuron 1, 2, 3.")


def test_a_relu_at_its_corner_is_explained_and_not_blamed(lab: Lab) -> None:
    page = lab.page
    before = lab.weights()
    page.evaluate("nnlab.runner.change({ hidden_activations: ['relu'], seed: 5 })")
    until(page, "before => nnlab.store.get().snapshot?.vector.data[0] !== before", before[0])
    lab.wait("ready")
    code = "net.layers[0].W[0] = 0.0"  # z = 0 for every flower: b is 0 at first
    page.evaluate("(code) => nnlab.engine.call('console', { code })", code)
    page.keyboard.press("g")
    first = page.locator("#check-table tbody tr").first
    label = re.compile("at a corner: 4")
    expect(first.locator("canvas")).to_have_attribute("aria-label", label, timeout=60_000)
    expect(page.locator("#check-table .verdict-wrong")).to_have_count(0)
    expect(page.locator("#check-notes")).to_contain_text("corner")


def test_the_letters_work_from_a_slider_on_a_phone_but_not_while_typing(apart: Page) -> None:
    apart.set_viewport_size({"width": 390, "height": 844})
    apart.locator("#classify input").first.focus()
    apart.keyboard.press("g")
    expect(apart.locator("#check-summary")).to_be_hidden()
    apart.locator("#apart-bar").focus()
    apart.keyboard.press("g")
    expect(apart.locator("#check-summary")).to_be_in_viewport(timeout=60_000)
    assert apart.evaluate("document.documentElement.scrollWidth") <= 390


def test_while_it_trains_the_old_update_is_marked_as_such(apart: Page) -> None:
    apart.locator("#speed").select_option("slow")
    apart.locator("#play").click()
    expect(apart.locator("#apart")).to_have_class(re.compile("stale"))
    expect(apart.locator("#apart-next")).to_be_disabled()
    apart.locator("#play").click()
    expect(apart.locator("#apart")).not_to_have_class(re.compile("stale"))
    expect(apart.locator("#apart-next")).to_be_enabled()
    # A run that ends by itself, within one answer of Python.
    apart.locator("#speed").select_option("full")
    Lab(apart).train(100)
    expect(apart.locator("#apart")).not_to_have_class(re.compile("stale"))
    expect(apart.locator("#apart-next")).to_be_enabled()


def test_it_fits_a_phone_in_both_languages(apart: Page) -> None:
    apart.set_viewport_size({"width": 390, "height": 844})
    for _ in range(2):
        for phase in apart.locator("#apart-phases button").all():
            phase.click()
            assert apart.evaluate("document.documentElement.scrollWidth") <= 390
        apart.locator("#lang").click()
    text = apart.locator("#apart").inner_text()
    assert "apart_" not in text and "check_" not in text
