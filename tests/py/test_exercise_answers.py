"""Answers that learners give to the exercises: each slip is called by its name."""

import json
from pathlib import Path

import pytest

from in_page import fewer
from page.check.diagnose import diagnose
from page.check.exercises import exercises
from page.code.edited import Edited

EXERCISES = {exercise["name"]: exercise for exercise in exercises()}
TEXTS = Path(__file__).parents[2] / "web/text"

ANSWERS = [
    ("sigmoid_derivative", "raise NotImplementedError", "not_written"),
    ("one_hot", "raise NotImplementedError", "not_written"),
    ("sigmoid_derivative", "return a", "slope_half"),
    ("sigmoid_derivative", "return 1 - a", "slope_other_half"),
    ("sigmoid_derivative", "return a * (a - 1)", "sign"),
    ("sigmoid_derivative", "return a * (1 + a)", "slope_plus"),
    ("sigmoid_derivative", "return 1 - a * a", "slope_of_tanh"),
    ("sigmoid_derivative", "return self.forward(a) * (1 - self.forward(a))", "slope_of_output"),
    ("sigmoid_derivative", "return a @ (1 - a)", "matrix_product"),
    ("sigmoid_derivative", "a * (1 - a)", "nothing_returned"),
    ("sigmoid_derivative", "return (a * (1 - a)).sum()", "one_number"),
    ("output_delta", "return y - t", "missing_slope+sum_for_mean"),
    ("output_delta", "return mean_over_columns(t - y)", "missing_slope+sign"),
    ("output_delta", "return (y - t) * activation.derivative(y)", "sum_for_mean"),
    ("output_delta", "return (t - y) * activation.derivative(y)", "sum_for_mean+sign"),
    ("output_delta", "return mean_over_columns((y - t) * y * (1 - y))", "sigmoid_only"),
    ("output_delta", "return mean_over_columns(0.5 * (y - t) ** 2)", "loss_itself"),
    (
        "output_delta",
        "return mean_over_columns((y - t) ** 2 * activation.derivative(y))",
        "squared_error",
    ),
    (
        "output_delta",
        "return mean_over_columns((y - t) @ activation.derivative(y))",
        "matrix_product",
    ),
    (
        "output_delta",
        "return mean_over_columns((y - t) * activation.derivative(y - t))",
        "slope_elsewhere",
    ),
    (
        "output_delta",
        "return (y - t) * activation.derivative(y) / y.shape[0]",
        "divided_by_rows",
    ),
    (
        "hidden_delta",
        "return next_layer.W @ next_delta * self.activation.derivative(a)",
        "missing_transpose",
    ),
    ("hidden_delta", "return next_layer.W.T @ next_delta", "missing_slope"),
    (
        "hidden_delta",
        "return self.W.T @ next_delta * self.activation.derivative(a)",
        "own_weights",
    ),
    ("hidden_delta", "return next_delta * self.activation.derivative(a)", "missing_weights"),
    (
        "hidden_delta",
        "return next_delta @ next_layer.W.T * self.activation.derivative(a)",
        "factors_swapped",
    ),
    (
        "hidden_delta",
        "return next_layer.W.T * next_delta * self.activation.derivative(a)",
        "entry_product",
    ),
    (
        "hidden_delta",
        "return (next_layer.W.T @ next_delta) @ self.activation.derivative(a)",
        "matrix_product",
    ),
    ("hidden_delta", "return next_layer.W.T @ next_delta * a * (1 - a)", "sigmoid_only"),
    ("gradients", "return delta @ x, delta.sum(axis=1, keepdims=True)", "missing_transpose"),
    ("gradients", "return delta @ x.T, delta", "not_summed"),
    ("gradients", "return delta @ x.T, delta.sum(axis=1)", "lost_axis"),
    ("gradients", "return delta @ x.T", "not_two"),
    ("gradients", "return delta * x.T, delta.sum(axis=1, keepdims=True)", "entry_product"),
    ("gradients", "return delta.sum(axis=1, keepdims=True), delta @ x.T", "swapped"),
    ("gradients", "return np.dot(delta, x.T), delta", "no_numpy"),
    ("update", "parameters += learning_rate * gradients", "sign"),
    ("update", "parameters -= gradients", "learning_rate_missing"),
    ("update", "parameters -= learning_rate", "gradient_missing"),
    ("update", "return parameters - learning_rate * gradients", "not_in_place"),
    ("update", "parameters[:] = -learning_rate * gradients", "replaced"),
    ("one_hot", "return np.eye(classes)[labels]", "transposed"),
    ("one_hot", "return np.zeros((classes, len(labels)))", "no_ones"),
    ("one_hot", "return 1.0 - np.eye(classes)[:, labels]", "inverted"),
    ("one_hot", "return np.eye(classes)[:, labels - 1]", "off_by_one"),
    (
        "one_hot",
        "made = np.zeros((classes, len(labels)))\nmade[labels] = 1.0\nreturn made",
        "whole_rows",
    ),
]
SOFTMAX = "e = np.exp(z - z.max(axis=-2, keepdims=True))\nreturn e / e.sum(axis=-2, keepdims=True)"
BOTH = [
    ("return np.exp(z) / np.exp(z).sum(axis=-2, keepdims=True)", "", "overflow"),
    ("return np.exp(z) / np.exp(z).sum()", "", "sum_of_all+overflow"),
    (SOFTMAX.replace("sum(axis=-2", "sum(axis=-1"), "", "sum_of_rows"),
    (SOFTMAX.replace("sum(axis=-2, keepdims=True)", "sum()"), "", "sum_of_all"),
    ("return z / z.sum(axis=-2, keepdims=True)", "", "exp_missing"),
    ("return np.exp(z)", "", "not_divided"),
    (SOFTMAX, "return y - t", "sum_for_mean"),
    (SOFTMAX, "return mean_over_columns(t - y)", "sign"),
    (SOFTMAX, "return mean_over_columns(-t / y)", "by_output"),
    (SOFTMAX, "return mean_over_columns(-t * np.log(y))", "loss_itself"),
    (SOFTMAX, "return mean_over_columns((y - t) * y * (1 - y))", "own_slope_too_many"),
]


def filled(text: str, answer: str) -> str:
    """The exercise's file with an answer in the place of its blank."""
    line = next(line for line in text.splitlines() if "Your turn" in line)
    indent = line[: len(line) - len(line.lstrip())]
    body = "\n".join(indent + part for part in answer.splitlines())
    return text.replace(f"{line}\n{indent}raise NotImplementedError", body)


def diagnosis_of(files: dict[str, str]):
    edited = Edited(files)
    try:
        return diagnose(edited)
    finally:
        edited.forget()


def check(result, file: str, slip: str) -> None:
    assert result["verdict"] != "same"
    assert (result["findings"][0]["file"], result["findings"][0]["slip"]) == (file, slip)
    for language in ("en", "zh"):
        sentences = json.loads((TEXTS / f"{language}.json").read_text("utf-8"))
        assert all(f"slip_{part}" in sentences for part in slip.split("+"))


@pytest.mark.parametrize("name", EXERCISES)
def test_the_blank_of_an_exercise_gives_nothing_away(name):
    """Neither what is wrong nor where, and no shape of the answer."""
    result = diagnosis_of(EXERCISES[name]["files"])
    assert [found["slip"] for found in result["findings"]] == ["not_written"]
    assert (result["blame"], result["remarks"]) == ([], [])
    (found,) = result["findings"]
    assert [one["key"] for one in found["says"]] == ["slip_not_written"]
    failed = [one["key"] for each in result["failure"] for one in each["says"]]
    assert {*failed} <= {"slip_not_written"}


@pytest.mark.parametrize("name, answer, slip", fewer(ANSWERS, 6))
def test_a_wrong_answer_is_called_by_its_slip(name, answer, slip):
    ((file, text),) = EXERCISES[name]["files"].items()
    check(diagnosis_of({file: filled(text, answer)}), file, slip)


@pytest.mark.parametrize("softmax, delta, slip", fewer(BOTH, 4))
def test_softmax_and_cross_entropy_too(softmax, delta, slip):
    files = EXERCISES["softmax_cross_entropy"]["files"]
    own = {
        "nnlab/activations.py": softmax,
        "nnlab/losses.py": delta or "return mean_over_columns(y - t)",
    }
    result = diagnosis_of({file: filled(text, own[file]) for file, text in files.items()})
    check(result, "nnlab/losses.py" if delta else "nnlab/activations.py", slip)


def test_what_lesson_5_says_of_the_output_delta_solves_it():
    lesson = json.loads((TEXTS.parent / "lessons/05_blame.json").read_text("utf-8"))
    for texts in lesson["texts"].values():
        assert "mean_over_columns(" in texts["write_1"]
    ((file, text),) = EXERCISES["output_delta"]["files"].items()
    formula = "(y - t) * activation.derivative(y)"
    for answer, verdict in ((f"mean_over_columns({formula})", "same"), (formula, "wrong")):
        assert diagnosis_of({file: filled(text, f"return {answer}")})["verdict"] == verdict


def test_two_wrong_gradients_of_a_right_delta_are_not_blamed_on_it():
    ((file, text),) = EXERCISES["gradients"]["files"].items()
    answer = "return -delta @ x.T, -delta.sum(axis=1, keepdims=True)"
    result = diagnosis_of({file: filled(text, answer)})
    assert [blame["symbol"] for blame in result["blame"]] == ["both"]
    assert [finding["slip"] for finding in result["findings"]] == ["sign", "sign"]
