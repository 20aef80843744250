"""The trace against numbers that are worked out here, one at a time, in complex arithmetic.

A derivative is taken with the complex step, so no formula of back-propagation is used.
"""

import ast
import cmath
import importlib
import math
import shutil
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnlab
from nnlab import NeuralNetwork
from nnlab.trace import trace

TINY = 1e-30
HIDDEN = ("sigmoid", "tanh", "relu", "identity")
OUTPUTS = [*((name, "half_squared_error") for name in HIDDEN), ("softmax", "cross_entropy")]


def activate(name, z):
    if name == "softmax":
        total = sum(cmath.exp(v) for v in z)
        return [cmath.exp(v) / total for v in z]
    f = {
        "sigmoid": lambda v: 1 / (1 + cmath.exp(-v)),
        "tanh": cmath.tanh,
        "relu": lambda v: v if v.real > 0 else 0j,
        "identity": lambda v: v,
    }[name]
    return [f(v) for v in z]


def weigh(W, x, b):
    return [
        sum(w * v for w, v in zip(row, x, strict=True)) + c for row, c in zip(W, b, strict=True)
    ]


class Column:
    """One column's way through the network; `nudge` adds to one number on the way."""

    def __init__(self, network, x, t, nudge=None):
        names = [activation.name for activation in network.activations]
        self.z, self.a = [], []
        self.X = [[complex(v) for v in x]]
        for index, (layer, name) in enumerate(zip(network.layers, names, strict=True), 1):
            W = layer.W.astype(complex)
            b = layer.b[:, 0].astype(complex)
            if nudge and nudge[:2] == ("W", index):
                W[nudge[2]] += TINY * 1j
            if nudge and nudge[:2] == ("b", index):
                b[nudge[2][0]] += TINY * 1j
            z = weigh(W.tolist(), self.X[-1], b.tolist())
            if nudge and nudge[:2] == ("z", index):
                z[nudge[2]] += TINY * 1j
            self.z.append(z)
            self.a.append(activate(name, z))
            self.X.append(self.a[-1])
        y = self.a[-1]
        if network.loss_function.name == "cross_entropy":
            self.loss = -sum(u * cmath.log(v) for u, v in zip(t, y, strict=True))
        else:
            self.loss = sum((v - u) ** 2 for u, v in zip(t, y, strict=True)) / 2


def derivative(network, x, t, symbol, layer, index):
    """Of a batch's mean loss by one z of one column, or by one weight or bias over all columns."""
    n = x.shape[1]
    columns = [index[1]] if symbol == "z" else range(n)
    at = index[0] if symbol == "z" else index
    return sum(
        Column(network, x[:, k], t[:, k], (symbol, layer, at)).loss.imag / TINY / n for k in columns
    )


def slope(name, z):
    """f'(z) of an element-wise activation."""
    return activate(name, [z + TINY * 1j])[0].imag / TINY


def stepped(optimizer, w, g, rate, memory, beta_power):
    """PyTorch's formulas for one number; `memory` is what was remembered of it."""
    if optimizer == "sgd":
        return w - rate * g
    if optimizer == "momentum":
        return w - rate * (0.9 * memory["velocity"] + g)
    if optimizer == "rmsprop":
        square = 0.99 * memory["square"] + 0.01 * g * g
        return w - rate * g / (math.sqrt(square) + 1e-8)
    m = 0.9 * memory["mean"] + 0.1 * g
    s = 0.999 * memory["square"] + 0.001 * g * g
    m /= 1 - 0.9 * beta_power[0]
    s /= 1 - 0.999 * beta_power[1]
    return w - rate * m / (math.sqrt(s) + 1e-8)


@st.composite
def cases(draw):
    sizes = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    output, loss = draw(st.sampled_from(OUTPUTS))
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    network = NeuralNetwork(
        sizes,
        hidden=[draw(st.sampled_from(HIDDEN)) for _ in sizes[1:-1]],
        output=output,
        loss=loss,
        optimizer=draw(st.sampled_from(["sgd", "momentum", "rmsprop", "adam"])),
        l2=draw(st.sampled_from([0.0, 0.3])),
        l1=draw(st.sampled_from([0.0, 0.2])),
        rng=rng,
    )
    n = draw(st.integers(1, 3))
    x, t = rng.normal(size=(sizes[0], n)), rng.random((sizes[-1], n))
    t /= t.sum(axis=0)
    network.vector[:] = rng.normal(size=network.vector.size)
    for _ in range(draw(st.integers(0, 2))):  # so that the optimizer has something to remember
        network.train_step(x, t, 0.01)
    return network, x, t


def expected_entry(network, x, t, step, i, j):
    """The entry (i, j) of a step's result, on its own."""
    column = Column(network, x[:, j], t[:, j]) if j < x.shape[1] else None
    layer = step.layer
    activation = network.activations[layer - 1].name
    if step.kind == "weighted_sum":
        return column.z[layer - 1][i].real
    if step.kind == "activation":
        return column.a[layer - 1][i].real
    if step.kind == "loss":
        return column.loss.real
    if step.kind == "derivative":
        return slope(activation, column.z[layer - 1][i])
    if step.kind in ("output_delta", "hidden_delta"):
        return derivative(network, x, t, "z", layer, (i, j))
    if step.kind in ("weight_gradient", "penalty"):
        w, penalty = network.layers[layer - 1].W[i, j], 0.0
        if step.kind == "penalty":  # that of L1 comes on top of that of L2
            penalty = network.l2 * w + network.l1 * np.sign(w) * (step.rule == "l1")
        return derivative(network, x, t, "W", layer, (i, j)) + penalty
    assert step.kind == "bias_gradient"
    return derivative(network, x, t, "b", layer, (i, j))


@settings(max_examples=30)
@given(cases())
def test_every_number_equals_an_independent_computation(case):
    network, x, t = case
    memory = network.optimizer.state()
    powers = [float(memory[f"{name}_power"][0]) for name in ("beta1", "beta2")] if (
        network.optimizer.name == "adam"
    ) else []  # fmt: skip
    result = trace(network, x, t, 0.05)
    loss = sum(Column(network, x[:, k], t[:, k]).loss.real for k in range(x.shape[1]))
    assert result.loss == pytest.approx(loss / x.shape[1], rel=1e-9)
    start = 0
    for step in result.steps:
        for i, j in np.ndindex(step.result.shape):
            if step.kind != "update":
                wanted = expected_entry(network, x, t, step, i, j)
            else:
                old = network.layers[step.layer - 1]
                w = (old.W if step.symbol == "W" else old.b)[i, j]
                g = derivative(network, x, t, step.symbol, step.layer, (i, j))
                g += (network.l2 * w + network.l1 * np.sign(w)) * (step.symbol == "W")
                place = start + i * step.result.shape[1] + j
                own = {k: v[place] for k, v in memory.items() if v.size == network.vector.size}
                wanted = stepped(network.optimizer.name, w, g, 0.05, own, powers)
            assert step.result[i, j] == pytest.approx(wanted, rel=1e-6, abs=1e-9), (step.kind, i, j)
        start += step.result.size if step.kind == "update" else 0


@settings(max_examples=50)
@given(cases())
def test_trace_changes_nothing_and_ends_where_the_real_update_does(case):
    network, x, t = case
    vector, state = network.vector.copy(), network.optimizer.state()
    result = trace(network, x, t, 0.05)
    assert np.array_equal(network.vector, vector)
    assert all(np.array_equal(state[k], v) for k, v in network.optimizer.state().items())
    network.train_step(x, t, 0.05)
    updates = [step for step in result.steps if step.kind == "update"]
    for layer, step in zip(network.parameters, updates, strict=True):
        assert np.array_equal(step.result, layer)
    assert result.loss_after == network.loss_function.value(network.predict(x), t)


@settings(max_examples=50)
@given(cases())
def test_steps_cover_every_parameter_once_and_in_order(case):
    network, x, t = case
    steps = trace(network, x, t, 0.05).steps
    layers = list(range(1, len(network.layers) + 1))

    def of(kind, symbol=None):
        return [s.layer for s in steps if s.kind == kind and symbol in (None, s.symbol)]

    assert of("weighted_sum") == of("activation") == layers
    assert of("weight_gradient") == of("bias_gradient") == layers[::-1]
    assert of("update", "W") == of("update", "b") == layers
    assert of("output_delta") == layers[-1:]
    assert of("hidden_delta") == layers[-2::-1]
    assert of("loss") == [0]
    rules = [rule for rule in ("l2", "l1") if getattr(network, rule)]
    assert of("penalty") == [layer for layer in layers[::-1] for _ in rules]
    assert [s.rule for s in steps if s.kind == "penalty"] == rules * len(layers)
    phases = [step.phase for step in steps]
    assert phases == sorted(phases, key=["forward", "loss", "backward", "update"].index)


@settings(max_examples=50)
@given(cases())
def test_what_an_entry_reads_is_what_it_depends_on(case):
    """Products: the named row and column, multiplied and added, give the entry."""
    network, x, t = case
    for step in trace(network, x, t, 0.05).steps:
        values = {operand.symbol: operand for operand in step.operands}
        if step.kind not in ("weighted_sum", "hidden_delta", "weight_gradient"):
            continue
        row, column = (
            next(o for o in step.operands if o.reads == reads) for reads in ("row", "column")
        )
        for i, j in np.ndindex(step.result.shape):
            total = math.fsum(row.array[i, :] * column.array[:, j])
            if step.kind == "weighted_sum":
                total += values["b"].array[i, 0]
            if step.kind == "hidden_delta":
                total *= values["slope"].array[i, j]
            assert step.result[i, j] == pytest.approx(total, rel=1e-9, abs=1e-12)


OPERATION = {
    "weighted_sum": "self.W.dot(x) + self.b",
    "loss": "sum",
    "output_delta": "mean_over_columns",
    "hidden_delta": "next_layer.W.T.dot(next_delta)",
    "weight_gradient": "dW = delta.dot(x.T)",
    "bias_gradient": "db = ",
    ("penalty", "l2"): "self.l2 * layer.W",
    ("penalty", "l1"): "self.l1 * np.sign(layer.W)",
    "update": "parameters -= ",
}
FORMULA = {
    ("activation", "sigmoid"): "np.exp(-z)",
    ("activation", "tanh"): "np.tanh(z)",
    ("activation", "relu"): "np.maximum(z, 0.0)",
    ("activation", "identity"): "return z",
    ("activation", "softmax"): "e / e.sum",
    ("derivative", "sigmoid"): "a * (ONE - a)",
    ("derivative", "tanh"): "ONE - a * a",
    ("derivative", "relu"): "np.sign(a)",
    ("derivative", "identity"): "np.ones_like(a)",
}


@cache
def source_lines(file):
    return (Path(nnlab.__file__).parent.parent / file).read_text("utf-8").splitlines()


@cache
def functions_of(file):
    """(name, first line, last line) of every function in a file, as Python's own parser says."""
    return [
        (node.name, node.lineno, node.end_lineno)
        for node in ast.walk(ast.parse("\n".join(source_lines(file))))
        if isinstance(node, ast.FunctionDef)
    ]


@settings(max_examples=50)
@given(cases())
def test_the_source_line_contains_the_operation(case):
    network, x, t = case
    for step in trace(network, x, t, 0.05).steps:
        where = step.source
        file = source_lines(where.file)
        text = file[where.line - 1]
        assert text == where.lines[where.line - where.first_line]
        wanted = OPERATION.get((step.kind, step.rule)) or OPERATION.get(step.kind)
        wanted = wanted or FORMULA[step.kind, step.rule]
        assert wanted in text
        span = (where.first_line, where.first_line + len(where.lines) - 1)
        assert (where.function.split(".")[-1], *span) in functions_of(where.file)


def test_lines_follow_the_code_when_it_moves(tmp_path):
    """The same package with three more lines on top of every file, and a longer `gradients`."""
    folder = tmp_path / "moved"
    shutil.copytree(Path(nnlab.__file__).parent, folder, ignore=shutil.ignore_patterns("__pyc*"))
    for path in folder.glob("*.py"):
        text = path.read_text("utf-8").replace(
            "dW = delta.dot(x.T)", "y = x.T\n        dW = delta @ y"
        )
        path.write_text("# \n# \n# \n" + text, "utf-8")
    sys.path.insert(0, str(tmp_path))
    try:
        moved_trace = importlib.import_module("moved.trace").trace
        network = importlib.import_module("moved.network").NeuralNetwork([2, 3, 2], rng=0)
    finally:
        sys.path.remove(str(tmp_path))
    arguments = (np.array([[1.0], [2.0]]), np.array([[1.0], [0.0]]), 0.1)
    plain = trace(NeuralNetwork([2, 3, 2], rng=0), *arguments)
    moved = moved_trace(network, *arguments)
    for old, new in zip(plain.steps, moved.steps, strict=True):
        added = 4 if old.kind in ("weight_gradient", "bias_gradient") else 3
        assert new.source.line - old.source.line == added
        assert new.source.file == old.source.file.replace("nnlab/", "moved/")
        text = new.source.lines[new.source.line - new.source.first_line]
        assert ("dW = delta @ y" in text) == (old.kind == "weight_gradient")
