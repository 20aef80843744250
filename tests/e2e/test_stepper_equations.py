"""Every set-up's steps: the equation as it is filled in is true, and pointing shows what made what.

What the page shows is read back as Python and evaluated; what lights up must be what the evaluated
equation depends on.
"""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from lab_page import Lab, until
from playwright.sync_api import Page, expect

from page.code.edited import sources

Cell = tuple[str, int, int]

NOTE = {
    "dataset": "iris", "optimizer": "sgd", "output": "sigmoid", "hidden_sizes": [6],
    "hidden_activations": ["sigmoid"], "l2": 0, "l1": 0,
}  # fmt: skip
# What differs from the note's set-up, columns of the batch, steps of its update.
SET_UPS: list[tuple[dict[str, Any], int, int]] = [
    ({}, 3, 17),
    ({"optimizer": "adam", "output": "softmax", "hidden_activations": ["relu"], "l2": 0.1,
      "l1": 0.05}, 2, 20),
    ({"optimizer": "momentum", "hidden_sizes": [5, 4], "hidden_activations": ["tanh", "identity"]},
     1, 25),
    ({"optimizer": "rmsprop", "output": "softmax", "hidden_activations": ["tanh"]}, 4, 16),
    # Numbers to predict, standardised.
    ({"dataset": "sine", "hidden_activations": ["tanh"], "optimizer": "adam"}, 3, 17),
]  # fmt: skip

# Views are drawn a frame after what changed them, and a turn later.
DRAWN = "new Promise((wake) => requestAnimationFrame(() => setTimeout(() => setTimeout(wake))))"
SHOWN = """() => {
  const text = (id) => document.getElementById(id).innerText;
  const { traced, step } = nnlab.store.get().stepper;
  const { kind, rule, phase, symbol, layer, source } = traced.steps[step];
  const lines = [...document.querySelectorAll("#apart-numbers .numbers-line")].map((line) =>
    [...line.querySelectorAll(".sign, .matrix-figure")].map((piece) => {
      if (piece.className === "sign") return piece.textContent;
      const rows = [...piece.querySelectorAll("tr")].map((row) =>
        [...row.cells].map((cell) => Number(cell.title)));
      return { figure: piece.dataset.figure, symbol: piece.dataset.symbol, rows };
    }));
  return {
    // An equation whose end is to be seen only by scrolling.
    scrolled: [...document.querySelectorAll("#apart-equation math")].some(
      (equation) => equation.scrollWidth > equation.clientWidth),
    place: text("apart-place"), words: text("apart"),
    kind, rule, phase, symbol, layer, line: source.line, lines, file: text("apart-file"),
    here: document.querySelector("#apart-source .here").textContent, title: text("apart-equation"),
    terms: [...document.querySelectorAll("#apart-equation .term")].map((term) => term.dataset.term),
  };
}"""

WORDS = f"""{DRAWN}.then(() => ["apart-place", "apart-equation", "apart"].map(
  (id) => document.getElementById(id).innerText))"""

# Points at one entry of a figure: what lights up, and where the network has it.
POINT = """([figure, row, column]) => {
  const at = `[data-figure="${figure}"] td[data-row="${row}"][data-column="${column}"]`;
  document.querySelector(`#apart-numbers ${at}`).focus();
  const lit = [...document.querySelectorAll("#apart-numbers td.lit")].map((cell) =>
    [cell.closest(".matrix-figure").dataset.figure, +cell.dataset.row, +cell.dataset.column]);
  const terms = (how) => [...new Set([...document.querySelectorAll(`#apart-equation .term.${how}`)]
    .map((term) => term.dataset.term))];
  return { lit, terms: terms("lit"), pointed: terms("pointed"),
    place: nnlab.store.get().highlight, said: document.getElementById("apart-readout").innerText };
}"""

# Each parameter, and what the optimizer remembers of it, before and after the update.
UPDATED = """() => nnlab.store.get().stepper.traced.steps
  .filter(({ phase }) => phase === "update").map(({ symbol, operands, result }) => {
    const one = (name) => operands.find((operand) => operand.symbol === name)?.array.data;
    const kept = ["velocity", "square", "mean", "beta1_power", "beta2_power"].filter(one);
    const before = [one(symbol), ...kept.map((name) => one(`${name}_before`))];
    const after = [result.data, ...kept.map(one)];
    return { before: before.map((data) => [...data]), after: after.map((data) => [...data]) };
  })"""

READ: dict[str, Any] = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
    "tanh": np.tanh,
    "maximum": np.maximum,
    "sign": np.sign,
    "sqrt": np.sqrt,
    "log": np.log,
    "over_rows": lambda m: m.sum(axis=0, keepdims=True),
    "over_columns": lambda m: m.sum(axis=1, keepdims=True),
    "epsilon": 1e-8,
}
# The same where a kink or a plateau would hide that an entry matters.
READ_GENERICALLY = {**READ, "maximum": lambda z, _: z, "sign": lambda a: a}


PYTHON = {
    "−": "-", "⊙": "*", "²": "**2", "½": "0.5 *", "√": "sqrt", "ε": "epsilon",
}  # fmt: skip


def python_of(line: list[Any]) -> str:
    """A line up to what it gives, in Python on matrices m["0"], m["1"], ..."""
    *pieces, _ = line
    text = ""
    for before, piece, after in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        if isinstance(piece, dict):
            text += f' (m["{piece["figure"]}"]) '
            continue
        scalars = ("learning_rate-0", "lambda-0")
        matrices = piece == "·" and isinstance(before, dict) and isinstance(after, dict)
        product = matrices and before["symbol"] not in scalars
        text += piece.replace("·", "@" if product else "*")
    for sign, python in PYTHON.items():
        text = text.replace(sign, python)
    text = re.sub(r"\bf\b", "sigmoid", re.sub(r"\bmax\b", "maximum", text))
    text = text.rstrip("= ")
    for sign, total in {"∑ᵢ": "over_rows", "∑ₙ": "over_columns"}.items():
        if sign in text:
            text = text.replace(sign, f"{total}(") + ")"
    return text.strip()


def matrices_of(line: list[Any]) -> dict[str, Any]:
    return {p["figure"]: np.array(p["rows"]) for p in line if isinstance(p, dict)}


def entries_behind(lines: list[list[Any]], at: Cell) -> Iterator[Cell]:
    """The entries that an entry depends on, found by nudging each in generic numbers."""
    line = next((one for one in lines if one[-1]["figure"] == at[0]), None)
    if line is None:
        return
    rng = np.random.default_rng(1)
    m = {name: rng.uniform(0.2, 0.8, array.shape) for name, array in matrices_of(line).items()}
    formula = compile(python_of(line), "shown", "eval")
    shape = m[at[0]].shape
    place = at[1:]

    def value() -> float:
        return float(np.broadcast_to(eval(formula, READ_GENERICALLY, {"m": m}), shape)[place])

    before = value()
    for name in {p["figure"] for p in line[:-1] if isinstance(p, dict)}:
        for i, j in np.ndindex(m[name].shape):
            kept = m[name][i, j]
            m[name][i, j] = kept + 0.1
            if value() != before:
                yield name, i, j
                yield from entries_behind(lines, (name, i, j))
            m[name][i, j] = kept


def place_of(symbol: str, layer: int, row: int, column: int, last: int) -> dict[str, Any]:
    if symbol in ("W", "dW"):
        return {"kind": "edge", "layer": layer, "row": row, "column": column}
    if symbol in ("b", "db"):
        return {"kind": "bias", "layer": layer, "row": row}
    if symbol == "Loss":
        return {"kind": "layer", "layer": last}
    return {"kind": "neuron", "layer": layer, "row": row}


def check_step(page: Page, last: int) -> dict[str, Any]:
    """Holds what is shown of the current step against itself and against the source."""
    step: dict[str, Any] = page.evaluate(f"{DRAWN}.then({SHOWN})")
    assert not step["scrolled"], step["kind"]
    file = step["file"].split(" ")[0].removeprefix("py/")
    assert step["here"].strip() == (
        f"{step['line']}{sources()[file].splitlines()[step['line'] - 1]}".strip()
    )
    change = [line.pop() for line in step["lines"] if line[-1]["symbol"].startswith("change_")]
    for line in step["lines"]:
        given, got = (
            np.array(line[-1]["rows"]),
            eval(python_of(line), READ, {"m": matrices_of(line)}),
        )
        assert np.broadcast_to(got, given.shape) == pytest.approx(given, rel=1e-9, abs=1e-12), line
    if step["kind"] == "update":
        m = matrices_of(step["lines"][-1])
        assert np.array(change[0]["rows"]) == pytest.approx(m["result"] - m["0"], rel=1e-9)

    pieces = {p["figure"]: p for line in step["lines"] for p in line if isinstance(p, dict)}
    rows = pieces["result"]["rows"]
    at: Cell = ("result", len(rows) - 1, len(rows[0]) - 1)
    told = page.evaluate(POINT, at)
    wanted = set(entries_behind(step["lines"], at))
    extra = {(p["figure"], *at[1:]) for p in change}  # the change is the same entry's
    assert {tuple(cell) for cell in told["lit"]} == wanted | extra, step["kind"]
    assert told["pointed"] == [f"{step['symbol']}-{step['layer']}"]
    behind = {pieces[name]["symbol"] for name, _, _ in wanted} - {*told["pointed"]}
    assert set(told["terms"]) == behind & {*step["terms"]} == behind
    assert told["place"] == place_of(step["symbol"], step["layer"], *at[1:], last)
    assert str(at[1] + 1) in told["said"]
    return step


def both_languages(page: Page, steps: int) -> None:
    """Each step's title and explanation, from the last step to the first."""
    page.locator("#lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    bar = page.locator("#apart-bar")
    for number in range(steps, 0, -1):
        place, equation, words = page.evaluate(WORDS)
        assert place == f"{number} / {steps}"
        assert re.search("[\u4e00-\u9fff]{4}", equation), equation
        assert not re.search("apart_|undefined|NaN|[{}]", words), words
        bar.press("ArrowLeft")
    page.locator("#lang").click()


def test_other_set_ups_have_their_own_equations(lab: Lab) -> None:
    page = lab.page
    page.locator("#apart").scroll_into_view_if_needed()
    bar = page.locator("#apart-bar")
    seen = set()
    for setup, columns, steps in SET_UPS:
        page.evaluate("setup => nnlab.runner.change(setup)", NOTE | setup)
        page.locator("#apart-columns").select_option(str(columns))
        until(
            page,
            "([n, steps, data]) => {"
            " const { stepper: { traced, stale }, dataset } = nnlab.store.get();"
            " return !stale && dataset.name === data && traced?.columns === n"
            " && traced.steps.length === steps; }",
            [columns, steps, setup.get("dataset", "iris")],
            60_000,
        )
        # One update first, so that the optimizer has something to remember.
        loss = page.evaluate("nnlab.store.get().stepper.traced.loss")
        shown = [one["after"] for one in page.evaluate(UPDATED)]
        page.locator("#apart-apply").press("Enter")
        until(
            page,
            "loss => { const { traced, stale } = nnlab.store.get().stepper;"
            " return !stale && traced.loss !== loss; }",
            loss,
        )
        # It became the network's own: weights, biases, and what the optimizer remembers.
        assert [one["before"] for one in page.evaluate(UPDATED)] == shown
        vector = page.evaluate("[...nnlab.store.get().snapshot.vector.data]")
        assert vector == [value for kept in shown for value in kept[0]]
        bar.press("Home")
        last = page.evaluate("nnlab.store.get().lab.sizes.length") - 1
        for number in range(1, steps + 1):
            step = check_step(page, last)
            assert step["place"] == f"{number} / {steps}"
            seen.add((step["kind"], step["rule"]))
            assert not re.search("apart_|undefined|NaN", step["words"])
            if number < steps:
                bar.press("ArrowRight")
        both_languages(page, steps)
    rules = {"sigmoid", "tanh", "relu", "identity", "softmax"}
    assert {rule for kind, rule in seen if kind == "activation"} == rules
    assert {rule for kind, rule in seen if kind == "derivative"} == rules - {"softmax"}
    assert {rule for kind, rule in seen if kind == "update"} == {
        "sgd",
        "momentum",
        "rmsprop",
        "adam",
    }
    assert {("loss", "cross_entropy"), ("loss", "half_squared_error"), ("penalty", "l2")} <= seen
    assert ("penalty", "l1") in seen
