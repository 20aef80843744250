"""What is said of a version of the code: known slips by their names, crashes, errors, remarks."""

import inspect
import re

import numpy as np
import pytest
from diagnosed import SOURCES, diagnosis_of
from page_texts import said

from in_page import fewer
from nnlab import layers
from page.code.edited import Edited, Rejected

SLIPS = [
    (
        "layers",
        "next_layer.W.T",
        "next_layer.W",
        "hidden_delta",
        "missing_transpose",
        "crash_delta 2 of 3",
    ),
    (
        "layers",
        " * self.activation.derivative(a)",
        "",
        "hidden_delta",
        "missing_slope",
        "delta 2 of 3",
    ),
    (
        "layers",
        "delta.dot(x.T)",
        "delta.dot(x)",
        "weight_gradient",
        "missing_transpose",
        "crash_gradients 3 of 3",
    ),
    ("layers", "delta.dot(x.T)", "-delta.dot(x.T)", "weight_gradient", "sign", "W 3 of 3"),
    (
        "layers",
        "delta.sum(axis=1, keepdims=True)",
        "delta",
        "bias_gradient",
        "not_summed",
        "b 3 of 3",
    ),
    ("losses", "(y - t) * a", "(t - y) * a", "output_delta", "sign", "delta 3 of 3"),
    (
        "losses",
        "(y - t) * activation.derivative(y)",
        "y - t",
        "output_delta",
        "missing_slope",
        "delta 3 of 3",
    ),
    (
        "losses",
        "delta if n == 1 else delta / n",
        "delta",
        "output_delta",
        "sum_for_mean",
        "delta 3 of 3",
    ),
    ("activations", "a * (ONE - a)", "a", "derivative", "slope_half", "delta 3 of 3"),
    (
        "activations",
        "ONE - a * a",
        "2.0 * (ONE - a * a)",
        "derivative",
        "times_number",
        "delta 2 of 3",
    ),
    (
        "optimizers",
        "parameters -= learning_rate * gradients\n",
        "parameters += learning_rate * gradients\n",
        "update",
        "sign",
        "",
    ),
    (
        "optimizers",
        "parameters -= learning_rate * gradients\n",
        "parameters -= gradients\n",
        "update",
        "learning_rate_missing",
        "",
    ),
    ("network", "self.l2 * layer.W", "-self.l2 * layer.W", "penalty", "sign", "W 3 of 3"),
    ("network", "self.l1 * np.sign(layer.W)", "self.l1 * layer.W", "penalty", "", ""),
    (
        "data",
        "targets[labels, np",
        "targets[classes - 1 - labels, np",
        "one_hot",
        "upside_down",
        "",
    ),
    (
        "layers",
        "self.W.dot(x) + self.b",
        "self.W.dot(x)",
        "weighted_sum",
        "no_bias",
        "forward 3 of 3",
    ),
    (
        "layers",
        "self.activation.forward(self.W.dot(x) + self.b)",
        "self.W.dot(x) + self.b",
        "weighted_sum",
        "no_activation",
        "forward 3 of 3",
    ),
    (
        "layers",
        "self.W.dot(x)",
        "self.W.T.dot(x)",
        "weighted_sum",
        "transpose_too_many",
        "crash_forward 1 of 3",
    ),
    (
        "layers",
        "delta.dot(x.T)",
        "delta.T.dot(x)",
        "weight_gradient",
        "wrong_transpose",
        "crash_gradients 3 of 3",
    ),
    (
        "layers",
        "delta.sum(axis=1, keepdims=True)",
        "(delta * self.activation.derivative(delta)).sum(axis=1, keepdims=True)",
        "bias_gradient",
        "slope_again",
        "b 3 of 3",
    ),
    (
        "losses",
        "0.5 * (error * error)",
        "(error * error)",
        "loss",
        "half_missing",
        "forward 3 of 3",
    ),
    ("losses", "np.maximum(y, self.SMALLEST)", "y", "loss", "log_of_zero", ""),
    ("losses", "t).mean())", "t).sum())", "loss", "sum_for_mean", "forward 3 of 3"),
    ("activations", "z.max(axis=-2, keepdims=True)", "z.max()", "activation", "max_of_all", ""),
    # Found by what calls it, and placed where it was changed.
    ("initializers", "return ", "return 2.0 * ", "initial_weights", "factor", ""),
]


@pytest.mark.parametrize("module, old, new, piece, slip, blamed", fewer(SLIPS, 4))
def test_a_known_slip_is_called_by_its_name(module, old, new, piece, slip, blamed):
    file = f"nnlab/{module}.py"
    assert old in SOURCES[file]
    text = SOURCES[file].replace(old, new)
    result = diagnosis_of(file, text)
    found = result["findings"][0]
    assert (found["piece"], found["slip"], found["file"]) == (piece, slip, file)
    pairs = zip(text.splitlines(), SOURCES[file].splitlines(), strict=True)
    changed = [n for n, (mine, original) in enumerate(pairs, 1) if mine != original]
    assert found["line"] in changed
    blames = [f"{b['symbol']} {b['layer']} of {b['layers']}" for b in result["blame"]]
    assert blames == ([blamed] if blamed else [])


def test_what_suits_one_matrix_only_is_right_with_a_remark():
    file = "nnlab/activations.py"
    result = diagnosis_of(file, SOURCES[file].replace("e.sum(axis=-2,", "e.sum(axis=0,"))
    assert (result["verdict"], result["findings"], result["blame"]) == ("same", [], [])
    (remark,) = result["remarks"]
    changed = SOURCES[file].splitlines()[remark["line"] - 1]
    assert (remark["slip"], remark["file"]) == ("stack_differ", file)
    assert "e.sum(axis=-2," in changed


def test_a_crash_tells_the_shapes_that_meet_there():
    shapes = {
        ("layers", "self.W.dot(x)", "self.W.T.dot(x)"): [[3, 5], [3, 4]],
        ("layers", "next_layer.W.T", "next_layer.W"): [[2, 6], [2, 4]],
        ("losses", "(y - t) * activation.derivative(y)", "(y - t).dot(y)"): [[2, 4], [2, 4]],
        ("layers", "delta.dot(x.T)", "delta.dot(x)"): [[2, 4], [6, 4]],
    }
    for (module, old, new), wanted in shapes.items():
        file = f"nnlab/{module}.py"
        result = diagnosis_of(file, SOURCES[file].replace(old, new))
        assert result["blame"][0]["shapes"] == wanted
        assert result["findings"][0]["message"] == result["failure"][0]["message"]
    # In no layer: no layer is blamed.
    file = "nnlab/network.py"
    result = diagnosis_of(file, SOURCES[file].replace("*inputs, y = ", "inputs, y = "))
    assert (result["verdict"], result["blame"]) == ("wrong", [])


def test_the_factor_is_told():
    file = "nnlab/layers.py"
    result = diagnosis_of(file, SOURCES[file].replace("delta.dot(x.T)", "3.0 * delta.dot(x.T)"))
    assert result["findings"][0]["factor"] == pytest.approx(3.0)
    assert result["blame"][0]["factor"] == pytest.approx(3.0, rel=1e-4)
    # One that depends on the batch is the same wherever it is told.
    file = "nnlab/losses.py"
    text = SOURCES[file].replace("delta if n == 1 else delta / n", "delta")
    result = diagnosis_of(file, text)
    assert result["blame"][0]["factor"] == pytest.approx(result["findings"][0]["factor"], rel=1e-4)


def test_the_original_and_a_renamed_variable_are_the_same():
    assert diagnosis_of("nnlab/layers.py", SOURCES["nnlab/layers.py"])["verdict"] == "same"
    renamed = SOURCES["nnlab/layers.py"].replace("dW", "gradient_of_W")
    result = diagnosis_of("nnlab/layers.py", renamed)
    assert (result["verdict"], result["findings"], result["blame"]) == ("same", [], [])


def test_a_new_activation_with_its_own_derivative_is_different_and_not_wrong():
    file = "nnlab/activations.py"
    text = SOURCES[file].replace("return np.tanh(z)", "return 2.0 * np.tanh(z)")
    text = text.replace("ONE - a * a", "2.0 - a * a / 2.0")
    result = diagnosis_of(file, text)
    assert result["verdict"] == "different"
    assert result["blame"] == []


def test_errors_are_placed():
    file = "nnlab/layers.py"
    with pytest.raises(Rejected) as rejected:
        Edited({file: SOURCES[file].replace("dW = delta", "dW = = delta")})
    line = 1 + SOURCES[file].splitlines().index("        dW = delta.dot(x.T)")
    error = rejected.value.error
    assert (error["file"], error["line"], error["column"]) == (file, line, 14)

    with pytest.raises(Rejected) as rejected:
        Edited({file: SOURCES[file] + "\nprint(undefined)\n"})
    last = len(SOURCES[file].splitlines()) + 2
    assert (rejected.value.error["line"], rejected.value.error["file"]) == (last, file)
    assert "NameError" in rejected.value.error["message"]

    result = diagnosis_of(file, SOURCES[file].replace("dW = delta", "dW = unknown"))
    assert result["verdict"] == "wrong"
    (failure,) = result["failure"]
    assert (failure["file"], failure["line"]) == (file, line)
    assert "your_nnlab" not in failure["traceback"]


def test_more_memory_than_there_is_is_called_by_its_name():
    file, line = "nnlab/layers.py", "        return self.activation.forward("
    huge = "        import numpy as np; np.ones((10**9, 10**9))\n"
    huge = SOURCES[file].replace(line, huge + line)
    found = diagnosis_of(file, huge)["findings"]
    assert [one["slip"] for one in found] == ["no_memory"]
    with pytest.raises(Rejected) as rejected:
        Edited({file: SOURCES[file] + "\nraise MemoryError\n"})
    error = rejected.value.error
    assert (error["slip"], error["message"]) == ("no_memory", "MemoryError")


def test_the_original_is_untouched():
    before = inspect.getsource(layers.DenseLayer)
    edited = Edited(
        {"nnlab/layers.py": SOURCES["nnlab/layers.py"].replace("delta.dot(", "0 * delta.dot(")}
    )
    layer = edited.layers.DenseLayer(np.ones((2, 2)), np.ones((2, 1)), None)
    assert not layer.gradients(np.ones((2, 1)), np.ones((2, 1)))[0].any()
    assert layers.DenseLayer is not edited.layers.DenseLayer
    mine = layers.DenseLayer(np.ones((2, 2)), np.ones((2, 1)), None)
    assert mine.gradients(np.ones((2, 1)), np.ones((2, 1)))[0].all()
    assert inspect.getsource(layers.DenseLayer) == before
    edited.forget()
    assert not edited.folder.exists()


def test_another_file_is_refused():
    with pytest.raises(ValueError, match=r"os\.py"):
        Edited({"nnlab/os.py": ""})


@pytest.mark.parametrize(
    "answer",
    fewer(
        [
            "return a(1 - a)",
            "return (1 - a)(a)",
            "return sigma * (1 - a)",
            "return math.exp(a)",
            "return a.sigmoid()",
            "a * (1 - a)",
            "pass",
            "return None",
            "return 'a'",
            "return a[0.5]",
            "return a * slope",
        ],
        4,
    ),
)
def test_no_shapes_are_said_where_they_are_not_the_problem(answer):
    file, old = "nnlab/activations.py", "return a * (ONE - a)"
    assert SOURCES[file].count(old) == 1
    result = diagnosis_of(file, SOURCES[file].replace(old, answer))
    assert result["verdict"] in ("wrong", "different")
    assert [blame["shapes"] for blame in result["blame"]] in ([], [[]])
    every = [*result["findings"], *result["blame"], *result["failure"]]
    keys = [one["key"] for each in every for one in each["says"]]
    assert not any(key.startswith(("shapes_", "slip_shape", "slip_misfit")) for key in keys)
    for language in ("en", "zh"):
        text = " ".join(said(each["says"], language) for each in every)
        assert not re.search(r"\(\d+, ?\d*\)", text), text


THEIRS = "sys.modules['nn' 'lab.activations'].Sigmoid"


@pytest.mark.parametrize("way", ["class", "attribute"])
def test_a_class_or_a_function_taken_over_from_the_original_is_seen(way):
    text = SOURCES["nnlab/activations.py"]
    begin, end = text.index("class Sigmoid"), text.index("class Tanh")
    own = text[begin:end].partition("    def derivative")[0]
    if way == "class":
        own = f"class Sigmoid({THEIRS}):\n    pass\n\n\n"
    else:
        own += f"    derivative = {THEIRS}.derivative\n\n\n"
    result = diagnosis_of("nnlab/activations.py", text[:begin] + "import sys\n" + own + text[end:])
    assert "asks_original" in [one["slip"] for one in result["remarks"]]
    assert diagnosis_of("nnlab/activations.py", text + "\n")["remarks"] == []
