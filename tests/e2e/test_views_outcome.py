"""Regions, confusions, time, curves: what is drawn is what the worker says, and leads further."""

import csv
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from lab_page import Lab, csv_text, until
from playwright.sync_api import expect
from sklearn import metrics
from views_page import far, pixel, state, token

from nnlab.data import load_iris
from nnlab.experiment import Experiment
from nnlab.presets import PRESETS

IRIS = load_iris()
FLOWER = [5.1, 3.5, 1.4, 0.2]
COLORS = """() => {
  const canvas = document.getElementById("regions-canvas");
  const part = [0.25, 0.15, 0.6, 0.5].map((share, at) =>
    Math.round(share * (at % 2 ? canvas.height : canvas.width)));
  const { data } = canvas.getContext("2d").getImageData(...part);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const color = String(data.subarray(at, at + 3));
    seen.set(color, (seen.get(color) ?? 0) + 1);
  }
  return [...seen.values()].sort((one, other) => other - one);
}"""
"""How many pixels of the map's middle have each colour, the most frequent first."""


@pytest.fixture
def trained(lab: Lab) -> Lab:
    return lab.train(60)


def ask(lab: Lab, method: str, **params: Any) -> Any:
    """The worker's own answer, its arrays as lists."""
    return lab.page.evaluate(
        """async ([method, params]) => {
          const answer = await nnlab.engine.call(method, params);
          return JSON.parse(JSON.stringify(answer, (_, value) =>
            value instanceof Float64Array ? [...value] : value));
        }""",
        [method, params],
    )


def test_the_map_has_the_color_of_the_worker_s_answer(trained: Lab) -> None:
    page = trained.page
    page.locator("#regions-canvas").scroll_into_view_if_needed()
    page.select_option("#regions-x", "0")
    page.select_option("#regions-y", "3")
    page.wait_for_timeout(600)
    regions = ask(
        trained, "regions", x_feature=0, y_feature=3, values=FLOWER, side=12, neurons=False
    )
    (left, right), (low, high) = regions["x_range"], regions["y_range"]
    box = page.locator("#regions-canvas").bounding_box()
    assert box is not None
    width, height = box["width"] - 46 - 8, box["height"] - 8 - 42
    colors = [token(trained, f"--class-{i}") for i in range(3)]
    points = IRIS.features[:, [0, 3]]
    checked = 0
    for row in range(12):
        for column in range(12):
            at = row * 12 + column
            share_x, share_y = (column + 0.5) / 12, (row + 0.5) / 12
            here = [left + share_x * (right - left), low + share_y * (high - low)]
            covered = np.abs((points - here) / [right - left, high - low]).max(axis=1).min() < 0.04
            if covered or regions["margin"]["data"][at] < 0.25:
                continue
            x = box["x"] + 46 + share_x * width
            y = box["y"] + 8 + (1 - share_y) * height
            seen = pixel(trained, "#regions-canvas", x, y)
            nearest = min(range(3), key=lambda i: far(seen, colors[i]))
            assert nearest == regions["predicted"]["data"][at], (here, seen)
            checked += 1
    assert checked > 20


def test_the_map_has_shades_or_areas_and_the_test_rows_or_not(lab: Lab) -> None:
    page = lab.page
    page.evaluate("nnlab.runner.change({ test_ratio: 0.3 })")
    until(
        page,
        "nnlab.store.get().lab.test_rows === 45 && nnlab.store.get().training.kind !== 'running'",
    )
    lab.train(20)
    page.locator("#regions-canvas").scroll_into_view_if_needed()
    page.wait_for_timeout(600)
    picture = "document.getElementById('regions-canvas').toDataURL()"
    whole = page.evaluate(picture)
    for box in ("map-tests", "map-areas"):
        press = f"document.getElementById('{box}').click()"
        page.evaluate(press)
        until(page, f"{picture} !== {whole!r}")
        if box == "map-areas":  # a class has one colour, however sure the answer is
            count = page.evaluate(COLORS)
            assert len(count) >= 2 and sum(count[:3]) > 0.6 * sum(count)
        page.evaluate(press)
        until(page, f"{picture} === {whole!r}")
    count = page.evaluate(COLORS)
    assert sum(count[:3]) < 0.6 * sum(count)


def test_wrong_points_are_marked_and_counted(trained: Lab) -> None:
    trained.page.wait_for_timeout(600)
    matrix = np.reshape(ask(trained, "confusion", part="train")["matrix"]["data"], (3, 3))
    wrong = int(matrix.sum() - matrix.trace())
    assert wrong > 0
    expect(trained.page.locator("#regions-canvas")).to_have_attribute("data-wrong", str(wrong))


def test_a_press_on_the_map_moves_the_flower(trained: Lab) -> None:
    page = trained.page
    box = page.locator("#regions-canvas").bounding_box()
    assert box is not None
    page.locator("#regions-canvas").click(position={"x": box["width"] - 30, "y": 30})
    values = state(trained, "sample.values")
    assert values[:2] == FLOWER[:2]  # held
    assert values[2] > 6 and values[3] > 2.2
    fields = page.locator("#classify input").all()
    assert [float(field.input_value()) for field in fields] == values
    expect(page.locator("#prediction")).to_have_text("virginica")


def test_the_planes_features_are_in_the_address(trained: Lab) -> None:
    page = trained.page
    across, up = page.locator("#regions-x"), page.locator("#regions-y")
    across.select_option("0")
    up.select_option("1")
    until(page, "location.hash.endsWith('&axes=1-2')")
    up.select_option("0")  # the other one makes room
    until(page, "location.hash.endsWith('&axes=2-1')")
    page.reload()
    expect(across).to_have_value("1")
    expect(up).to_have_value("0")
    page.evaluate("location.hash = location.hash.replace('axes=2-1', 'axes=4-1')")
    expect(across).to_have_value("3")
    expect(up).to_have_value("0")
    # Other data have other features.
    page.check("#datasets input[value=wine]")
    until(page, "!location.hash.includes('axes')")


def strength(lab: Lab, layer: int, index: int) -> Any:
    """How far each pixel of a neuron's small map is on the way from no output to full output."""
    pixels = lab.page.evaluate(
        """([layer, index]) => {
          const map = document.querySelector(`[data-neuron="${layer}-${index}"] canvas`);
          const { data } = map.getContext("2d").getImageData(0, 0, map.width, map.height);
          return [map.height, map.width, ...data];
        }""",
        [layer, index],
    )
    low, high = (np.array(token(lab, name)) for name in ("--card", "--signal"))
    seen = np.reshape(pixels[2:], (*pixels[:2], 4))[::-1, :, :3]  # from the bottom, as the grid
    return ((seen - low) / (high - low)).mean(axis=2)


def test_small_maps_are_the_worker_s_numbers_at_any_epoch(trained: Lab, screenshot) -> None:
    page = trained.page
    page.focus("#neuron-maps")
    page.keyboard.press("Space")
    maps = page.locator("#neuron-layers ul")
    expect(maps).to_have_count(2)
    assert [maps.nth(i).locator("canvas").count() for i in range(2)] == [6, 3]
    assert trained.page.evaluate("nnlab.store.get().neuronMaps.map((m) => m.length)") == [6, 3]
    page.locator("#regions").scroll_into_view_if_needed()
    axes = {name: int(page.input_value(f"#regions-{name}")) for name in "xy"}

    for epoch in (60, 5):
        page.locator("#time-slider").fill(str(epoch))
        until(page, f"(nnlab.store.get().moment ?? nnlab.store.get().snapshot).epoch === {epoch}")
        page.wait_for_timeout(600)
        regions = ask(
            trained,
            "regions",
            x_feature=axes["x"],
            y_feature=axes["y"],
            values=FLOWER,
            side=128,
            neurons=True,
            epoch=epoch,
        )
        hidden = np.reshape(regions["neurons"][0]["data"], (6, 128, 128))
        assert hidden.std(axis=(1, 2)).max() > 0.1
        for index in range(6):
            seen = strength(trained, 0, index)
            np.testing.assert_allclose(seen, hidden[index, ::3, ::3], atol=0.01)
    screenshot("neuron-maps")

    # The one that is pressed is seen large, until it is pressed again.
    answer = page.inner_text("#regions-note")
    page.focus("[data-neuron='0-2']")
    assert state(trained, "highlight") == {"kind": "neuron", "layer": 1, "row": 2}
    page.keyboard.press("Enter")
    expect(page.locator("#regions-note")).to_contain_text("hidden neuron 3")
    page.locator("#regions-canvas").scroll_into_view_if_needed()
    box = page.locator("#regions-canvas").bounding_box()
    assert box is not None
    for share_x, share_y in ((0.03, 0.97), (0.97, 0.06)):  # where no data lie
        x = box["x"] + 46 + share_x * (box["width"] - 46 - 8)
        y = box["y"] + 8 + (1 - share_y) * (box["height"] - 8 - 42)
        output = hidden[2, int(share_y * 128), int(share_x * 128)]
        expected = (1 - output) * np.array(token(trained, "--card"))
        expected = expected + output * np.array(token(trained, "--signal"))
        assert far(pixel(trained, "#regions-canvas", x, y), expected.tolist()) < 8
    page.focus("[data-neuron='0-2']")
    page.keyboard.press("Enter")
    expect(page.locator("#regions-note")).to_have_text(answer)

    page.uncheck("#neuron-maps")
    until(page, "nnlab.store.get().neuronMaps === undefined")
    expect(page.locator("#neuron-gallery")).to_be_hidden()


def test_a_confusion_cell_leads_to_the_right_flowers(lab: Lab) -> None:
    page = lab.page
    page.evaluate("nnlab.runner.change({ test_ratio: 0.4 })")
    until(page, "nnlab.store.get().lab.test_rows === 60")
    lab.train(60)
    experiment = Experiment(replace(PRESETS["paper"], test_ratio=0.4))
    experiment.network.vector[:] = lab.weights()
    answers = experiment.network.predict(IRIS.inputs).argmax(axis=0)
    page.locator("#confusion details summary").click()
    cells = page.locator("#confusion-matrix button")
    listed = page.locator("#confusion-rows button")

    for part, of_part in (("test", experiment.test_rows), ("train", experiment.train_rows)):
        page.check(f"input[name=confusion-part][value={part}]")
        true, guess = IRIS.labels[of_part], answers[of_part]
        matrix = metrics.confusion_matrix(true, guess, labels=[0, 1, 2])
        expect(cells).to_have_text([str(count) for count in matrix.ravel()])
        figures = metrics.precision_recall_fscore_support(
            true, guess, labels=[0, 1, 2], zero_division=0
        )[:3]
        told = page.locator("#confusion-figures tbody td")
        expect(told).to_have_text([f"{figure:.3f}" for figure in np.transpose(figures).ravel()])

        wrong = [(i, j) for i in range(3) for j in range(3) if i != j and matrix[i, j]]
        for actual, taken_for in wrong[:1]:
            page.click(f"[data-cell='{actual}-{taken_for}']")
            rows = of_part[(true == actual) & (guess == taken_for)]
            expect(listed).to_have_count(len(rows))
            assert [int(button.get_attribute("data-row") or -1) for button in listed.all()] == (
                rows.tolist()
            )
            assert page.locator("#confusion-rows [tabindex='0']").count() == 1
            listed.first.press("End")
            page.keyboard.press("Enter")
            fields = page.locator("#classify input").all()
            flower = IRIS.features[rows[-1]].tolist()
            assert [float(field.input_value()) for field in fields] == flower
            assert state(lab, "sample.row") == rows[-1]  # and so in the network view
            expect(page.locator("#prediction")).to_have_text(IRIS.class_names[taken_for])
            page.click(f"[data-cell='{actual}-{taken_for}']")  # closes it
            expect(page.locator("#confusion-rows")).to_be_hidden()
    assert wrong


def test_a_rewind_restores_the_identical_prediction_and_training_goes_on(lab: Lab) -> None:
    page = lab.page
    lab.train(20)
    page.wait_for_timeout(500)
    outputs = "Array.from(nnlab.store.get().prediction.outputs.data)"
    then, weights = page.evaluate(outputs), lab.weights()
    figures = page.inner_text("#train-loss")
    lab.train(50)
    later = lab.weights()
    expect(page.locator("#time-slider")).to_have_attribute("max", "50")

    page.locator("#time-slider").fill("20")
    until(page, "nnlab.store.get().moment?.epoch === 20")
    until(page, f"(then) => String({outputs}) === String(then)", arg=then)
    assert page.evaluate("Array.from(nnlab.store.get().moment.vector.data)") == weights
    assert lab.weights() == later  # nothing is lost by looking
    assert lab.epoch == 20
    assert page.inner_text("#train-loss") == figures

    page.click("#time-latest")
    until(page, "nnlab.store.get().moment === undefined")
    assert lab.epoch == 50

    # A replay goes through the epochs by itself, and stays where it is stopped.
    page.click("#time-replay")
    until(page, "nnlab.store.get().moment?.epoch > 2")
    page.click("#time-replay")
    expect(page.locator("#time-replay")).to_have_text("Replay")
    assert 2 < state(lab, "moment.epoch") == lab.epoch < 50
    assert lab.weights() == later

    page.locator("#time-slider").fill("20")
    until(page, "nnlab.store.get().moment?.epoch === 20")
    page.click("#play")
    expect(page.locator("#epoch")).to_have_text("000050")
    lab.wait("finished")
    assert lab.weights() == later  # the same epochs give the same numbers
    assert lab.history()["epoch"] == list(range(51))
    assert state(lab, "earlier.length") == 1


def test_earlier_runs_stay_with_what_differed_and_can_go(lab: Lab, screenshot) -> None:
    page = lab.page
    lab.train(30)
    first = lab.history()
    lab.set("#learning-rate", "0.2").page.click("#reset")
    until(page, "nnlab.store.get().earlier.length === 1")
    lab.train(20)
    expect(page.locator("#runs-list")).to_contain_text("learning rate 0.05 (now 0.2)")
    assert state(lab, "earlier[0].history.train_loss") == first["train_loss"]
    page.fill("#run-name-1", "slow, steady")
    page.press("#run-name-1", "Enter")
    expect(page.locator("#chart-legend")).to_contain_text("slow, steady")
    page.locator("#training").scroll_into_view_if_needed()
    screenshot("curves-earlier")

    page.locator("#history-details summary").click()
    rows = page.locator("#history-table tbody tr")
    expect(rows).to_have_count(21)
    told = [row.split("\t")[:2] for row in rows.all_inner_texts()]
    losses = lab.history()["train_loss"]
    assert told == [[str(epoch), f"{loss:.4f}"] for epoch, loss in enumerate(losses)]
    with page.expect_download() as download:
        page.click("#download-csv")
    written = list(csv.DictReader(csv_text(download.value.path()).splitlines()))
    assert [row["run"] for row in written] == ["slow, steady"] * 31 + ["current"] * 21
    assert [float(row["train_loss"]) for row in written[:31]] == first["train_loss"]
    assert [float(row["train_loss"]) for row in written[31:]] == lab.history()["train_loss"]
    assert written[0]["printed_loss"] == ""  # was not measured

    page.get_by_label("Remove slow, steady").click()
    assert state(lab, "earlier.length") == 0


def test_hovering_the_chart_tells_the_exact_value(trained: Lab) -> None:
    page = trained.page
    page.locator("#loss-chart .u-over").hover(position={"x": 12, "y": 60})
    said = page.locator("#chart-legend .at").inner_text()
    epoch = int(said.split()[-1])
    assert 0 < epoch < 60
    loss = trained.history()["train_loss"][epoch]
    expect(page.locator("[data-curve=train_loss] b")).to_have_text(f"{loss:.4f}")
    page.locator("#loss-chart .u-over").click(position={"x": 12, "y": 60})
    until(page, f"nnlab.store.get().moment?.epoch === {epoch}")
