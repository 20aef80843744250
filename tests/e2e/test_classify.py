"""The form: what it answers, what it warns of, and what it says of what is not a number."""

import re

import numpy as np
import pytest
from lab_page import Lab, until
from playwright.sync_api import expect

from nnlab.data import load_iris
from nnlab.experiment import Experiment
from nnlab.presets import PRESETS

IRIS = load_iris()


# Types each row into the form, and reads what then stands there.
TYPED = """async (rows) => {
  const fields = [...document.querySelectorAll("#classify input")];
  const answers = [];
  for (const row of rows) {
    fields.forEach((field, at) => {
      field.value = row[at];
      field.dispatchEvent(new Event("input"));
    });
    const asked = () => String(nnlab.store.get().prediction.activations[0].data);
    for (let tries = 0; tries < 500 && asked() !== String(row.map(Number)); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const outputs = [...document.querySelectorAll(".output-value")];
    answers.push({
      name: document.getElementById("prediction").textContent,
      largest: document.querySelector(".outputs .largest .output-name").textContent,
      outputs: outputs.map((output) => output.textContent),
    });
  }
  return answers;
}"""


def test_all_150_rows_typed_into_the_form_agree_with_cpython(lab: Lab) -> None:
    lab.train(400)
    for row, species, digits in (
        (0, "setosa", "0123456789."),
        (50, "versicolor", "٠١٢٣٤٥٦٧٨٩٫"),  # Arabic
        (149, "virginica", "۰۱۲۳۴۵۶۷۸۹٫"),  # Persian
    ):
        written = str.maketrans("0123456789.", digits)
        lab.type_flower([str(value).translate(written) for value in IRIS.features[row]])
        expect(lab.page.locator("#prediction")).to_have_text(species)

    trainer = Experiment(PRESETS["paper"]).trainer
    list(trainer.epochs(400))
    expected = trainer.network.predict(IRIS.inputs)
    rows = [[str(value) for value in row] for row in IRIS.features]
    # The other views would follow each key: they are hidden meanwhile, as a visitor may hide them.
    hide = "(hide) => nnlab.store.set({ hide })"
    lab.page.evaluate(hide, ["regions", "network", "apart", "confusion"])
    answers = lab.page.evaluate(TYPED, rows)
    lab.page.evaluate(hide, [])
    for row, answer in enumerate(answers):
        assert answer["outputs"] == [f"{value:.3f}" for value in expected[:, row]], row
        assert answer["name"] == answer["largest"] == IRIS.class_names[expected[:, row].argmax()]
    right = [answer["name"] for answer in answers] == np.array(IRIS.class_names)[IRIS.labels]
    assert right.mean() == 0.96

    lab.page.locator("#data-table tr[data-row='77'] td").first.click()
    expect(lab.page.locator(".output-value")).to_have_text(answers[77]["outputs"])
    expect(lab.page.locator("#flower-origin")).to_contain_text("78 of the data")


def test_fields_carry_the_csv_s_names_in_its_order(lab: Lab) -> None:
    fields = lab.page.locator("#classify input")
    names = [field.get_attribute("name") for field in fields.all()]
    assert tuple(names) == IRIS.feature_names
    assert {field.get_attribute("inputmode") for field in fields.all()} == {"decimal"}


def test_an_untrained_network_says_that_it_guesses(lab: Lab) -> None:
    expect(lab.page.locator("#answer-notes")).to_contain_text("guess")
    lab.train(1)
    expect(lab.page.locator("#answer-notes")).not_to_contain_text("guess")


def test_numbers_as_people_type_them(lab: Lab) -> None:
    asked = "(of) => nnlab.store.get().prediction?.activations[0].data[0] === of"
    wanted = None
    for typed in ("6.3", "6,3", " 6.3 ", "６．３", "6，3"):
        lab.type_flower(["6.0", "3.3", "4.7", "1.6"])
        until(lab.page, asked, 6.0)
        lab.page.fill("#length-0", typed)
        until(lab.page, asked, 6.3, timeout=20_000)
        wanted = wanted or lab.outputs()
        assert lab.outputs() == wanted, typed


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Please type"),
        ("abc", "not a number"),
        ("5.1.2", "not a number"),
        ("1e999", "not a number"),
    ],
)
def test_what_is_no_number_is_said_beside_the_field_and_the_answer_stays(
    lab: Lab, typed: str, says: str
) -> None:
    lab.train(20)
    said = ("#prediction", "#outputs")
    answer = [lab.page.inner_text(part) for part in said]
    field = lab.page.locator("#classify input").nth(2)
    field.fill(typed)
    expect(lab.page.locator(".length").nth(2).locator(".error")).to_contain_text(says)
    expect(lab.page.locator("#answer-notes")).to_contain_text(says)  # where the answer was
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(lab.page.locator("#answer")).to_have_class(re.compile("stale"))
    assert [lab.page.inner_text(part) for part in said] == answer
    lab.page.click("#step")
    changed = "(before) => document.querySelector('#outputs').innerText !== before"
    until(lab.page, changed, answer[1])
    expect(lab.page.locator("#answer-notes")).to_contain_text(says)  # whatever the network learns
    field.fill("4.5")
    expect(lab.page.locator("#answer")).not_to_have_class(re.compile("stale"))


def test_outside_the_training_range_it_answers_and_warns(lab: Lab) -> None:
    lab.train(20)
    lab.type_flower(["5.1", "3.5", "12", "0.2"])
    notes = lab.page.locator("#answer-notes li")
    expect(notes).to_have_count(1)
    for part in ("petal length", "12", "1", "6.9"):
        expect(notes).to_contain_text(part)
    assert lab.page.inner_text("#prediction") in IRIS.class_names


def test_the_buttons_move_a_length_by_a_millimetre(lab: Lab) -> None:
    lab.type_flower(["5.1", "3.5", "1.4", "0.2"])
    row = lab.page.locator(".length").nth(0)
    row.get_by_role("button", name="0.1 more").click()
    row.get_by_role("button", name="0.1 more").click()
    assert row.locator("input").input_value() == "5.3"
    row.get_by_role("button", name="0.1 less").click()
    assert row.locator("input").input_value() == "5.2"


def test_a_flower_from_the_data_fills_the_form_and_tells_its_species(lab: Lab) -> None:
    lab.page.click("#take-flower")
    origin = lab.page.inner_text("#flower-origin")
    row = int(re.search(r"\d+", origin).group()) - 1  # type: ignore[union-attr]
    typed = [float(field.input_value()) for field in lab.page.locator("#classify input").all()]
    assert typed == IRIS.features[row].tolist()
    assert IRIS.class_names[IRIS.labels[row]] in origin


# Counts what Python is asked while keys are pressed, one after the other, in a field of the form.
ASKED = """async ([name, keys]) => {
  const { call } = nnlab.engine;
  const asked = [];
  nnlab.engine.call = (method, params) => {
    asked.push(method);
    return call(method, params);
  };
  const field = document.querySelector(`#classify input[name="${name}"]`);
  for (const key of keys) {
    field.value += key;
    field.dispatchEvent(new Event("input"));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  nnlab.engine.call = call;
  return asked;
}"""


def test_a_key_pressed_in_the_form_is_one_request(new_lab: Lab) -> None:
    page = new_lab.page
    page.wait_for_timeout(500)  # the first picture of every view has been asked for
    # The map shows the petals' plane: a petal's length moves the sample on it, and no more.
    assert page.evaluate(ASKED, ["petal length (cm)", "25"]) == ["predict", "predict"]
    # Another feature moves the plane itself, of which the map has to ask.
    assert sorted(page.evaluate(ASKED, ["sepal width (cm)", "5"])) == ["predict", "regions"]
    # What is no number is nobody's business but the field's, which says so.
    assert page.evaluate(ASKED, ["sepal width (cm)", "x"]) == []
    expect(page.locator(".length .error", has_text="not a number")).to_have_count(1)
    page.fill("#classify input[name='sepal width (cm)']", "3.1")
    page.evaluate("document.getElementById('apart').scrollIntoView()")
    until(page, "nnlab.store.get().stepper.traced")
    page.wait_for_timeout(500)
    # Once the stepper has been seen, it takes the new sample apart: once.
    assert sorted(page.evaluate(ASKED, ["petal width (cm)", "1"])) == ["predict", "trace"]
