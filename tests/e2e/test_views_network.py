"""The network view: it shows the worker's numbers, and a typed one changes the answer."""

import re

import numpy as np
import pytest
from lab_page import Lab, until
from playwright.sync_api import expect
from views_page import (
    far,
    neuron_at,
    pixel,
    pixels,
    point_at_weight,
    sizes,
    state,
    token,
    weight_at,
)

from nnlab.experiment import Experiment
from nnlab.presets import PRESETS


@pytest.fixture
def trained(lab: Lab) -> Lab:
    return lab.train(30)


def test_lines_have_the_sign_and_strength_of_the_weights(trained: Lab) -> None:
    weights = np.array(trained.weights()[:24]).reshape(6, 4)
    trained.page.mouse.move(0, 0)
    # The strongest of each sign is drawn last and thickest, so its colour is on top.
    for place, name in ((weights.argmax(), "--positive"), (weights.argmin(), "--negative")):
        row, column = (int(i) for i in np.unravel_index(place, weights.shape))
        others = ("--positive", "--negative")
        x, y = weight_at(trained, 0, "W", row, column, at=0.03)
        trained.page.wait_for_timeout(300)
        seen = pixel(trained, "#network-canvas", x, y)
        nearest = min(others, key=lambda other: far(seen, token(trained, other)))
        assert nearest == name, (seen, row, column)


def test_pointing_tells_the_worker_s_number(trained: Lab) -> None:
    weights = np.array(trained.weights()[:24]).reshape(6, 4)
    row, column = (int(i) for i in np.unravel_index(np.abs(weights).argmax(), weights.shape))
    point_at_weight(trained, row, column)
    tip = trained.page.locator("#network-tip")
    expect(tip).to_contain_text(f"[{row + 1}, {column + 1}]")
    said = re.search(r"= (−?[\d.]+)", tip.inner_text())
    assert said is not None
    assert float(said[1].replace("−", "-")) == pytest.approx(weights[row, column], rel=1e-4)


def test_a_neuron_tells_its_sum_and_output(trained: Lab) -> None:
    trained.page.mouse.move(*neuron_at(trained, 1, 2))
    tip = trained.page.locator("#network-tip")
    expect(tip).to_contain_text("f(z)")
    text = tip.inner_text().replace("−", "-")
    said = re.search(r"z = (\S+), a = f\(z\) = (\S+)", text)
    assert said is not None
    vector = np.array(trained.weights())
    z = vector[:24].reshape(6, 4)[2] @ [5.1, 3.5, 1.4, 0.2] + vector[24 + 2]
    assert float(said[1]) == pytest.approx(z, rel=1e-4)
    assert float(said[2]) == pytest.approx(1 / (1 + np.exp(-z)), rel=1e-4)

    # The stronger a circle's color, the larger its output.
    outputs = trained.page.evaluate("Array.from(nnlab.store.get().prediction.activations[1].data)")
    card, strong = (np.array(token(trained, name)) for name in ("--card", "--signal"))
    shares = []
    for index in range(6):
        x, y = neuron_at(trained, 1, index)
        seen = pixel(trained, "#network-canvas", x, y - 10)  # above the number in its middle
        shares.append(float(((seen - card) / (strong - card)).mean()))
    np.testing.assert_allclose(shares, 0.92 * np.array(outputs), atol=0.02)


def test_numbers_in_circles_can_be_read(trained: Lab) -> None:
    trained.page.mouse.move(0, 0)
    for theme in ("dark", "light"):
        trained.page.emulate_media(color_scheme=theme)
        trained.page.wait_for_timeout(300)
        for layer, neurons in enumerate(sizes(trained)):
            for index in range(neurons):
                x, y = neuron_at(trained, layer, index)
                seen = pixels(trained, "#network-canvas", x - 7, y - 10, 14, 13)
                shades = [luminance(color) for color in seen]
                contrast = (max(shades) + 0.05) / (min(shades) + 0.05)
                assert contrast > 3.5, (theme, layer, index)


def luminance(color: list[int]) -> float:
    """Relative luminance by WCAG 2.2's definition."""
    parts = np.array(color) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_a_bias_typed_into_the_network_changes_the_answer(trained: Lab) -> None:
    page = trained.page
    expect(page.locator("#prediction")).to_have_text("setosa")
    page.mouse.click(*neuron_at(trained, 2, 2))
    expect(page.locator("#weight-editor label")).to_have_text("Bias of virginica")
    page.locator("#weight-value").fill("30")
    page.keyboard.press("Enter")
    expect(page.locator("#prediction")).to_have_text("virginica")
    assert trained.weights()[-1] == 30
    # All rows are virginica now, and so the accuracy is a third.
    expect(page.locator("#train-accuracy")).to_have_text("0.333")


def test_a_weight_typed_into_the_network_gives_cpython_s_answer(trained: Lab) -> None:
    page = trained.page
    vector = np.array(trained.weights())
    row, column = (int(i) for i in np.unravel_index(np.abs(vector[:24]).argmax(), (6, 4)))
    page.mouse.click(*point_at_weight(trained, row, column))
    page.locator("#weight-value").fill("−2，5")
    page.keyboard.press("Enter")
    until(page, f"nnlab.store.get().snapshot.vector.data[{4 * row + column}] === -2.5")
    vector[4 * row + column] = -2.5
    network = Experiment(PRESETS["paper"]).network
    network.vector[:] = vector
    expected = network.predict(np.array([[5.1], [3.5], [1.4], [0.2]]))[:, 0]
    until(
        page,
        """(y) => nnlab.store.get().prediction.outputs.data
                    .every((a, i) => Math.abs(a - y[i]) < 1e-9)""",
        arg=expected.tolist(),
    )
    # Training goes on from it.
    page.click("#step")
    expect(page.locator("#epoch")).to_have_text("000031")


def test_what_is_no_number_is_said_and_escape_changes_nothing(trained: Lab) -> None:
    before = trained.weights()
    trained.page.mouse.click(*neuron_at(trained, 2, 0))
    trained.page.locator("#weight-value").fill("many")
    trained.page.keyboard.press("Enter")
    expect(trained.page.locator("#weight-error")).to_contain_text("number")
    trained.page.keyboard.press("Escape")
    expect(trained.page.locator("#weight-editor")).to_be_hidden()
    assert trained.weights() == before


def test_by_keyboard_alone(trained: Lab) -> None:
    page = trained.page
    page.focus("#network-canvas")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    expect(page.locator("#network-said")).to_contain_text("virginica")
    page.keyboard.press("Enter")
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator("#prediction")).to_have_text("virginica")


def test_the_table_holds_every_weight_and_takes_new_ones(trained: Lab) -> None:
    page = trained.page
    page.locator("#weights-details summary").click()
    page.select_option("#weights-layer", "1")
    fields = page.locator("#weights-table input")
    expect(fields).to_have_count(3 * 7)
    shown = [float(value) for value in fields.evaluate_all("(all) => all.map((f) => f.value)")]
    vector = np.array(trained.weights())
    W, b = vector[30:48].reshape(3, 6), vector[48:].reshape(3, 1)
    np.testing.assert_allclose(np.reshape(shown, (3, 7)), np.hstack([W, b]), rtol=1e-4)
    bias = page.locator("#weights-table").get_by_label("Bias of virginica")
    bias.fill("30")
    bias.press("Enter")
    expect(page.locator("#prediction")).to_have_text("virginica")


def test_a_hidden_view_is_gone_and_comes_back(lab: Lab) -> None:
    page = lab.page
    others = state(lab, "hidden")
    assert others == ["waits", "flowers", "valley"]  # of lessons alone; so after starting over too
    page.locator("#views-menu summary").click()
    page.uncheck("input[name=view-network]")
    expect(page.locator("#network")).to_be_hidden()
    assert state(lab, "hide") == ["network"]
    assert sorted(state(lab, "hidden")) == sorted([*others, "network"])
    page.check("input[name=view-network]")
    expect(page.locator("#network-canvas")).to_be_visible()
    assert state(lab, "hide") == []
    assert state(lab, "hidden") == others
    page.keyboard.press("Escape")
    expect(page.locator("#views")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1440])
def test_the_largest_network_is_drawn_and_says_what_it_leaves_out(
    lab: Lab, width: int, screenshot
) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        """nnlab.runner.change({ hidden_sizes: Array(8).fill(64),
             hidden_activations: Array(8).fill("tanh"), initializer: "xavier" })"""
    )
    until(page, "nnlab.store.get().lab.sizes.length === 10")
    shown = 120 if width == 390 else 300
    expect(page.locator("#network-note")).to_contain_text(f"strongest {shown} of 29,635")
    x, y = neuron_at(lab, 8, 40)
    assert pixel(lab, "#network-canvas", x, y) != [0, 0, 0]
    page.mouse.move(x, y)
    tip = page.locator("#network-tip").bounding_box()
    output, _ = neuron_at(lab, 9, 0)
    assert tip and tip["x"] + tip["width"] < output  # what it answers stays in sight
    screenshot(f"network-largest-{width}")
