"""Every control of the set-up does what its label says, by the numbers the worker reports."""

from typing import Any

import numpy as np
import pytest
from lab_page import Lab, until
from playwright.sync_api import expect

from nnlab import PRESETS, Experiment, Setup


def setup(lab: Lab) -> dict[str, Any]:
    return lab.page.evaluate("nnlab.store.get().setup")


def settle(lab: Lab, field: str, value: Any) -> None:
    """Waits until the page has the value, and the worker a network for it."""
    until(
        lab.page,
        """([field, value]) =>
          JSON.stringify(nnlab.store.get().setup[field]) === JSON.stringify(value)""",
        arg=[field, value],
    )
    until(lab.page, "nnlab.store.get().training.kind === 'idle'")


def agrees_with_cpython(lab: Lab, expected: Setup, epochs: int) -> None:
    """The page's run from the start has the very figures that nnlab has in CPython."""
    lab.set("#epochs", str(epochs)).page.click("#play")
    lab.wait("finished")
    reports = list(Experiment(expected).trainer.epochs(epochs))
    history = lab.history()
    for field in ("printed_loss", "train_loss", "train_accuracy", "test_loss", "test_accuracy"):
        wanted = [getattr(report, field) for report in reports]
        if wanted[0] is not None:
            np.testing.assert_allclose(history[field][1:], wanted, rtol=1e-8, err_msg=field)


def open_setup(lab: Lab) -> Lab:
    lab.page.click("#setup-details > summary")
    return lab


@pytest.mark.parametrize(
    ("control", "value", "field", "wanted"),
    [
        ("optimizer", "momentum", "optimizer", "momentum"),
        ("output", "softmax", "output", "softmax"),
        ("initializer", "he", "initializer", "he"),
        ("batch_size", "16", "batch_size", 16),
        ("l2", "0,01", "l2", 0.01),
        ("l1", "0,01", "l1", 0.01),
        ("shuffle", True, "shuffle", True),
        ("standardize", True, "standardize", True),
        ("test_ratio", "0.3", "test_ratio", 0.3),
    ],
)
def test_each_control_has_its_effect(
    lab: Lab, control: str, value: str | bool, field: str, wanted: Any
) -> None:
    locator = open_setup(lab).page.locator(f"[data-field={control}]")
    if isinstance(value, bool):
        locator.set_checked(value)
    elif locator.evaluate("e => e.tagName") == "SELECT":
        locator.select_option(value)
    else:
        locator.evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('change', {bubbles: true})) }",
            value,
        )
    settle(lab, field, wanted)
    agrees_with_cpython(lab, Setup(**{field: wanted}), 5)


def test_made_features_are_the_networks_and_the_form_keeps_two_fields(lab: Lab) -> None:
    page = open_setup(lab).page
    page.check("#datasets input[value=circle]")
    until(page, "nnlab.store.get().lab?.sizes[0] === 2")
    page.evaluate("document.querySelector('#made-details').open = true")
    for name in ("square_y", "square_x"):
        page.check(f"#made-details input[value={name}]")
    until(page, "nnlab.store.get().lab?.sizes[0] === 4")
    expect(page.locator("#made-summary")).to_contain_text("2 of 5")
    expect(page.locator("#classify input")).to_have_count(2)
    agrees_with_cpython(lab, Setup(dataset="circle", made=("square_x", "square_y")), 5)
    page.check("#datasets input[value=iris]")
    until(page, "nnlab.store.get().lab?.feature_names.length === 4")
    expect(page.locator("#made-details")).to_be_hidden()


def test_layers_neurons_and_activations(lab: Lab) -> None:
    page = open_setup(lab).page
    page.get_by_role("button", name="Hidden layer 1: one neuron less").click()
    settle(lab, "hidden_sizes", [5])
    page.click("#add-layer")
    settle(lab, "hidden_sizes", [5, 5])
    page.fill("[name=neurons-2]", "64")
    page.keyboard.press("Enter")
    settle(lab, "hidden_sizes", [5, 64])
    expect(page.get_by_role("button", name="Hidden layer 2: one neuron more")).to_be_disabled()
    page.select_option("[name=activation-2]", "relu")
    settle(lab, "hidden_activations", ["sigmoid", "relu"])
    assert page.evaluate("nnlab.store.get().lab.sizes") == [4, 5, 64, 3]
    changed = Setup(hidden_sizes=(5, 64), hidden_activations=("sigmoid", "relu"))
    agrees_with_cpython(lab, changed, 3)
    page.fill("[name=neurons-2]", "65")
    page.keyboard.press("Enter")
    expect(page.locator("[name=neurons-2]")).to_have_value("64")
    page.get_by_role("button", name="Remove hidden layer 1").click()
    settle(lab, "hidden_sizes", [64])
    for layers in range(2, 9):
        page.click("#add-layer")
        settle(lab, "hidden_sizes", [64] * layers)
    expect(page.locator("#add-layer")).to_be_disabled()
    agrees_with_cpython(
        lab,
        Setup(hidden_sizes=(64,) * 8, hidden_activations=("relu",) * 8, initializer="uniform"),
        1,
    )


def test_batch_size_and_l2_change_while_it_trains(lab: Lab) -> None:
    open_setup(lab).train(5)
    lab.set("[data-field=batch_size]", "10").set("[data-field=l2]", "0.1")
    lab.train(10)
    trainer = Experiment(Setup()).trainer
    expected = [report.train_loss for report in trainer.epochs(5)]
    trainer.batch_size, trainer.network.l2 = 10, 0.1
    expected += [report.train_loss for report in trainer.epochs(5)]
    np.testing.assert_allclose(lab.history()["train_loss"][1:], expected, rtol=1e-10)


def test_training_stops_at_the_target_loss_and_says_so(lab: Lab) -> None:
    open_setup(lab).set("[data-field=target_loss]", "0.2")
    lab.page.click("#play")
    lab.wait("finished")
    losses = lab.history()["train_loss"]
    assert losses[-1] <= 0.2 < min(losses[:-1])
    expect(lab.page.locator("#stopped")).to_contain_text(f"Stopped at epoch {lab.epoch}")


def test_patience_stops_early_and_needs_a_test_part(lab: Lab) -> None:
    page = open_setup(lab).page
    expect(page.locator("[data-field=patience]")).to_be_disabled()
    page.click("[data-preset=overfitting]")
    settle(lab, "dataset", "moons")
    lab.set("[data-field=patience]", "15")
    page.click("#play")
    lab.wait("finished")
    tests = lab.history()["test_loss"]
    assert len(tests) - 1 == int(np.argmin(tests[1:])) + 1 + 15
    expect(page.locator("#stopped")).to_contain_text(f"at epoch {int(np.argmin(tests[1:])) + 1}")
    assert lab.number("#test-loss") == pytest.approx(tests[-1], abs=1e-4)
    page.get_by_text("The same figures as a table").click()
    expect(page.locator("#history-table tbody tr").last.locator("td")).to_have_count(5)


@pytest.mark.parametrize("name", [name for name in PRESETS if name not in ("paper", "modern")])
def test_a_preset_is_one_click_and_says_what_to_look_at(lab: Lab, name: str) -> None:
    page = lab.page
    before = page.inner_text("#preset-look")
    page.click(f"[data-preset={name}]")
    settle(lab, "learning_rate", PRESETS[name].learning_rate)
    expect(page.locator(f"[data-preset={name}]")).to_have_attribute("aria-pressed", "true")
    assert page.inner_text("#preset-look") != before
    agrees_with_cpython(lab, PRESETS[name], 5)
    page.click("[data-preset=paper]")
    settle(lab, "epochs", 400)
    agrees_with_cpython(lab, PRESETS["paper"], 5)


def test_toys_take_noise_size_and_seed(lab: Lab) -> None:
    page = lab.page
    page.check("#datasets input[value=spiral]")
    settle(lab, "dataset", "spiral")
    expect(page.locator("#toy-options")).to_be_visible()
    for field, value in (("noise", "0.25"), ("size", "300")):
        page.locator(f"[data-field={field}]").evaluate(
            "(e, v) => { e.value = v; e.dispatchEvent(new Event('change', {bubbles: true})) }",
            value,
        )
        settle(lab, field, float(value) if field == "noise" else int(value))
    lab.set("[data-field=split_seed]", "7")
    settle(lab, "split_seed", 7)
    toy = Setup(dataset="spiral", noise=0.25, size=300, split_seed=7)
    wanted = Experiment(toy).dataset.features
    # The set-up has its value before the worker has made the points.
    until(
        page,
        "(first) => Math.abs(nnlab.store.get().dataset.rows[0].values[0] - first) < 1e-9",
        arg=wanted[0, 0],
    )
    points = page.evaluate("nnlab.store.get().dataset.rows.map((row) => row.values)")
    np.testing.assert_allclose(points, wanted, rtol=1e-12)
    expect(page.locator("#data-table tbody tr")).to_have_count(200)
    expect(page.locator("#data-note")).to_contain_text("200 of 300")
    agrees_with_cpython(lab, toy, 3)


@pytest.mark.parametrize(("name", "features"), [("wine", 13), ("breast_cancer", 30)])
def test_a_bundled_table_fills_table_and_form(lab: Lab, name: str, features: int) -> None:
    page = lab.page
    page.check(f"#datasets input[value={name}]")
    settle(lab, "dataset", name)
    expect(page.locator("#classify input")).to_have_count(features)
    dataset = Setup(dataset=name).load()
    names = [field.get_attribute("name") for field in page.locator("#classify input").all()]
    assert tuple(names) == dataset.feature_names
    assert page.evaluate("nnlab.store.get().sample") == {"kind": "row", "row": 0}
    shown = page.evaluate("nnlab.store.get().dataset.rows[0].values")
    assert shown == dataset.features[0].tolist()
    expect(page.locator("#classify-title")).to_have_text("Classify a sample")
    page.locator("#data-table tr[data-row='60'] td").first.click()
    typed = [float(field.input_value()) for field in page.locator("#classify input").all()]
    np.testing.assert_allclose(typed, dataset.features[60], rtol=1e-3)


def test_rarer_classes_can_count_as_much(lab: Lab) -> None:
    """The wines' classes have 59, 71 and 48 rows."""
    page = open_setup(lab).page
    page.evaluate("nnlab.runner.change({ dataset: 'wine', standardize: true })")
    settle(lab, "dataset", "wine")
    page.locator("[data-field=balanced]").check()
    settle(lab, "balanced", True)
    agrees_with_cpython(lab, Setup(dataset="wine", standardize=True, balanced=True), 5)


def test_features_can_be_ticked_off(lab: Lab) -> None:
    page = lab.page
    page.click("#features-details > summary")
    page.uncheck("[name='feature-sepal length (cm)']")
    settle(lab, "left_out", ["sepal length (cm)"])
    expect(page.locator("#classify input")).to_have_count(3)
    agrees_with_cpython(lab, Setup(left_out=("sepal length (cm)",)), 3)
    page.check("[name='feature-sepal length (cm)']")
    settle(lab, "left_out", [])
    expect(page.locator("#classify input")).to_have_count(4)


def test_test_rows_are_marked_and_measured(lab: Lab) -> None:
    page = lab.page
    page.check("#datasets input[value=wine]")
    expect(page.locator("#scale-hint")).to_contain_text("standardize them")
    page.click("[data-keeping=modern]")  # which keeps the data
    settle(lab, "standardize", True)
    expect(page.locator("#scale-hint")).to_be_empty()
    expect(page.locator("[data-keeping=modern]")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("nnlab.store.get().setup.dataset") == "wine"
    assert page.evaluate("nnlab.store.get().lab.test_rows") == 53
    page.check("#datasets input[value=iris]")
    expect(page.locator("#data-table .test-tag")).to_have_count(45)
    lab.train(100)
    assert lab.number("#test-accuracy") > 0.9
    expect(page.locator("#chart-legend")).to_contain_text("test loss")
    # Raw units in the form, though the network is trained on standardized ones.
    page.locator("#data-table tr[data-row='0'] td").first.click()
    expect(page.locator("#prediction")).to_have_text("setosa")
    assert page.input_value("[name='sepal length (cm)']") == "5.1"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("batch_size", "0"), ("batch_size", "x"), ("l2", "-1"), ("target_loss", "")],
)
def test_a_wrong_value_is_explained_and_changes_nothing(lab: Lab, field: str, wrong: str) -> None:
    before = setup(open_setup(lab))
    lab.set(f"[data-field={field}]", wrong)
    expect(lab.page.locator("#setup-error")).to_contain_text("must be")
    assert setup(lab) == before
    lab.set(f"[data-field={field}]", "1")
    expect(lab.page.locator("#setup-error")).to_be_empty()


def test_a_change_of_the_network_while_it_trains_starts_anew(lab: Lab) -> None:
    page = open_setup(lab).set("#epochs", "100000").page
    page.click("#play")
    until(page, "nnlab.store.get().snapshot.epoch > 5")
    page.select_option("[data-field=optimizer]", "adam")
    lab.wait("ready")
    expect(page.locator("#epoch")).to_have_text("000000")
    assert len(lab.history()["epoch"]) == 1


def test_what_python_refuses_stays_in_its_field_with_the_reason(lab: Lab) -> None:
    page = open_setup(lab).page
    page.evaluate(
        """() => {
          const { call } = nnlab.engine;
          nnlab.engine.call = (method, params) => {
            if (method !== "configure") return call(method, params);
            nnlab.engine.call = call;
            return Promise.reject(new Error("there is no room for it"));
          };
        }"""
    )
    before = setup(lab)
    field, error = page.locator("[data-field=initializer]"), page.locator("#setup-error")
    field.select_option("he")
    expect(error).to_contain_text("no room for it")
    expect(field).to_have_value("he")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#failure")).to_be_hidden()
    assert setup(lab) == before
    lab.set("#seed", "4")  # another field's change leaves it alone
    until(page, "nnlab.store.get().lab && nnlab.store.get().accepted.seed === 4")
    expect(field).to_have_value("he")
    field.select_option("xavier")
    expect(error).to_be_empty()
    until(page, "nnlab.store.get().accepted.initializer === 'xavier'")
