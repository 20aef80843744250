"""Slips in every arithmetic line of the package, one at a time, and what is said of each."""

import ast
import inspect
import sys

import numpy as np
import pytest

import nnlab
from nnlab import layers
from page.check.diagnose import diagnose
from page.check.update_rules import RULES, slipped
from page.check.updates import RATE, STEPS, gradients, run_update
from page.code.edited import Edited, Rejected, sources

SOURCES = sources()
FILES = ["nnlab/activations.py", "nnlab/layers.py", "nnlab/losses.py", "nnlab/optimizers.py"]

SWAPS = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult}
# What else in these files calls NumPy makes arrays or looks at shapes.
ARITHMETIC = ("forward", "derivative", "per_sample", "step")
OF_ALL_NUMBERS = ("dot", "sum", "max", "mean")


class Swap(ast.NodeTransformer):
    """Changes the operation that comes `number`-th in a file's functions, and only that."""

    def __init__(self, number):
        self.left = number
        self.function = self.line = None

    def visit_FunctionDef(self, node):
        self.function, before = node.name, self.function
        self.generic_visit(node)
        self.function = before
        return node

    def change(self, node, new):
        self.generic_visit(node)
        if self.function is None:
            return node
        self.left -= 1
        if self.left != -1:
            return node
        self.line, self.name = node.lineno, self.function
        return ast.copy_location(new(node), node)

    def visit_BinOp(self, node):
        if type(node.op) not in SWAPS:
            return node
        swapped = SWAPS[type(node.op)]()
        return self.change(node, lambda n: ast.BinOp(n.left, swapped, n.right))

    def visit_AugAssign(self, node):
        if type(node.op) not in SWAPS:
            return node
        swapped = SWAPS[type(node.op)]()
        return self.change(node, lambda n: ast.AugAssign(n.target, swapped, n.value))

    def visit_UnaryOp(self, node):
        return self.change(node, lambda n: n.operand) if isinstance(node.op, ast.USub) else node

    def visit_Attribute(self, node):
        return self.change(node, lambda n: n.value) if node.attr == "T" else node

    def visit_Call(self, node):
        """NumPy's own arithmetic: the factors of a product swapped, any other function left out."""
        if not isinstance(node.func, ast.Attribute):
            self.generic_visit(node)
            return node
        if node.func.attr == "dot":
            return self.change(node, factors_swapped)
        if node.func.attr in OF_ALL_NUMBERS:
            return self.change(node, lambda n: n.func.value)
        of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
        if of_numpy and self.function in ARITHMETIC:
            return self.change(node, lambda n: n.args[0])
        self.generic_visit(node)
        return node


def factors_swapped(call):
    """B.dot(A) for A.dot(B)."""
    (argument,) = call.args
    return ast.Call(ast.Attribute(argument, "dot", ast.Load()), [call.func.value], [])


def mutants():
    for file in FILES:
        for number in range(1000):
            swap = Swap(number)
            tree = swap.visit(ast.parse(SOURCES[file]))
            if swap.line is None:
                break
            text = ast.unparse(ast.fix_missing_locations(tree))
            name = f"{file[6:]}:{swap.line}-{number}"
            yield pytest.param(file, text, swap.name, swap.line, id=name)


def matrix_of(file, function, line):
    """What a broken line gets wrong."""
    if file == "nnlab/layers.py" and function == "gradients":
        return "W" if "dW =" in SOURCES[file].splitlines()[line - 1] else "b"
    return {
        ("activations", "forward"): "a",
        ("activations", "derivative"): "slope",
        ("layers", "forward"): "z",
        ("layers", "delta"): "delta",
        ("losses", "per_sample"): "Loss",
        ("losses", "value"): "Loss",
        ("losses", "delta"): "delta",
        ("losses", "mean_over_columns"): "delta",
        ("optimizers", "step"): "W",
    }[file[6:-3], function]


def diagnosis_of(file, text):
    edited = Edited({file: text})
    try:
        return diagnose(edited)
    finally:
        edited.forget()


# Python is slower in the browser, and CPython has tried them all.
EVERY = 8 if sys.platform == "emscripten" else 1


@pytest.mark.parametrize("file, text, function, line", list(mutants())[::EVERY])
def test_every_broken_line_is_found_in_its_function(file, text, function, line):
    result = diagnosis_of(file, text)
    assert result["verdict"] != "same"
    found = [f for f in result["findings"] if f["file"] == file]
    assert matrix_of(file, function, line) in {f["matrix"] for f in found}
    assert all(f["since"] for f in found if f["piece"] == "update")
    asked = {"mean_over_columns": "delta"}
    assert asked.get(function, function) in {f["function"].split(".")[1] for f in found}


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
    ("activations", "ONE - a * a", "2.0 * (ONE - a * a)", "derivative", "factor", "delta 2 of 3"),
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


@pytest.mark.parametrize("module, old, new, piece, slip, blamed", SLIPS)
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


RATE_DIVIDES = "learning_rate_divides"
SLIPS_OF_UPDATES = [
    ("sgd", "learning_rate * gradients\n", "gradients / learning_rate\n", RATE_DIVIDES, 1),
    ("sgd", "learning_rate * gradients\n", "learning_rate / gradients\n", "gradient_divides", 1),
    ("momentum", "velocity *= self.momentum", "velocity *= 0.0", "memory_lost", 2),
    ("momentum", "velocity *= self.momentum", "velocity *= 1.0", "memory_not_faded", 2),
    ("momentum", "velocity *= self.momentum", "velocity /= self.momentum", "memory_grows", 2),
    ("momentum", "rate * self.velocity", "rate * gradients", "memory_lost", 2),
    ("momentum", "-= learning_rate * self", "-= self", "learning_rate_missing", 1),
    ("momentum", "+= gradients", "-= gradients", "sign", 1),
    ("rmsprop", "square *= self.decay", "square *= 0.0", "square_lost", 2),
    ("rmsprop", "square *= self.decay", "square *= 1.0", "square_not_faded", 2),
    ("rmsprop", "(1.0 - self.decay) * ", "", "square_share_missing", 1),
    ("rmsprop", "decay) * gradients * gradients", "decay) * gradients", "square_missing", 1),
    ("rmsprop", "np.sqrt(self.square)", "self.square", "root_missing", 1),
    ("rmsprop", " + self.epsilon)", ")", "epsilon_missing", 1),
    ("rmsprop", "self.square) + self.epsilon", "self.square + self.epsilon)", "epsilon_inside", 1),
    ("rmsprop", " / (np.sqrt(self.square) + self.epsilon)", "", "divisor_missing", 1),
    ("rmsprop", "square += ", "square -= ", "no_numbers", 1),
    ("adam", "rate * mean", "rate * gradients", "memory_unused", 2),
    ("adam", "(1.0 - self.beta1) * ", "", "share_missing", 1),
    ("adam", " / (1.0 - self.beta1_power)", "", "mean_not_corrected", 1),
    ("adam", " / (1.0 - self.beta2_power)", "", "square_not_corrected", 1),
    ("adam", "beta1_power *= self.beta1", "beta1_power /= self.beta1", "power_grows", 1),
    ("adam", "self.mean / (", "self.mean * (", "mean_correction_times", 1),
    ("adam", "1.0 - self.beta2_power", "1.0 + self.beta2_power", "square_correction_plus", 1),
]  # fmt: skip


@pytest.mark.parametrize("rule, old, new, slip, since", SLIPS_OF_UPDATES[:: 1 + EVERY // 4])
def test_a_slip_in_an_update_is_called_by_its_name(rule, old, new, slip, since):
    file = "nnlab/optimizers.py"
    before, begin, rest = SOURCES[file].partition(f'name = "{rule}"')
    assert old in rest
    (found,) = diagnosis_of(file, before + begin + rest.replace(old, new, 1))["findings"]
    assert (found["rule"], found["slip"], found["since"]) == (rule, slip, since)
    assert found["wrong"] == []  # every matrix


def test_an_update_that_is_off_in_one_matrix_names_it_and_the_factor():
    file = "nnlab/optimizers.py"
    line = "        parameters -= learning_rate * gradients\n"
    only = f"{line}        parameters[50:52] -= 2.0 * learning_rate * gradients[50:52]\n"
    (found,) = diagnosis_of(file, SOURCES[file].replace(line, only))["findings"]
    assert (found["wrong"], found["since"]) == (["b2"], 1)
    assert found["factor_since"] == pytest.approx(3.0)


@pytest.mark.parametrize("name", RULES)
def test_a_rule_without_a_slip_is_the_optimizer(name):
    g, rates = gradients(), [RATE] * STEPS
    np.testing.assert_allclose(
        RULES[name].changes(g, rates), run_update(nnlab, name)[:STEPS], rtol=1e-10, atol=1e-15
    )
    slips = [rule.changes(g, rates) for rule in slipped(RULES[name]).values()]
    for k, one in enumerate(slips):  # no two slips look alike
        assert not any(np.allclose(one, other, equal_nan=True) for other in slips[:k])


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
