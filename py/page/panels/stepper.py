"""One update of the page's network taken apart, applied, and checked. Imported when first asked."""

import copy
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, TypedDict, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.data import one_hot
from nnlab.files.constraints import ListOf, NotAllowed, Number, Whole, check
from nnlab.files.phrases import Phrase
from nnlab.gradient_check import STEP, THRESHOLD, MatrixCheck, check_gradients, stuck_neurons
from nnlab.network import NeuralNetwork
from nnlab.step import Step
from nnlab.trace import trace
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import Edited, LiveFields, MatrixChecked
from page.requests import check_values

MOST_COLUMNS = 64


class Rows(TypedDict):
    """Samples of the data by their rows, counted from 0."""

    rows: list[int]


class Typed(TypedDict):
    """A sample in raw units, and the class that it is said to be, or its number in its unit."""

    values: list[float]
    target: float


Sample = Rows | Typed


class TraceOperand(TypedDict):
    """See `nnlab.step.Operand`."""

    symbol: str
    layer: int
    array: Array
    reads: Literal["entry", "row", "column", "bias", "all"]
    transposed: bool


class TraceSource(TypedDict):
    """See `nnlab.step.Source`."""

    file: str
    function: str
    first_line: int
    lines: list[str]
    line: int


class TraceStep(TypedDict):
    """See `nnlab.step.Step`."""

    phase: Literal["forward", "loss", "backward", "update"]
    kind: str
    rule: str
    equations: list[int]
    layer: int
    operands: list[TraceOperand]
    symbol: str
    result: Array
    source: TraceSource


class Traced(TypedDict):
    """One update of `columns` samples; `loss` is their mean loss before it.

    `samples` is (features, columns), in raw units: X of layer 1 before it is standardised.
    """

    columns: int
    samples: Array
    loss: float
    loss_after: float
    steps: list[TraceStep]


class StuckNeurons(TypedDict):
    layer: int
    why: Literal["dead", "saturated"]
    neurons: list[int]


class GradientChecked(TypedDict):
    step: float
    threshold: float
    columns: int
    matrices: list[MatrixChecked]
    stuck: list[StuckNeurons]


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def trace(self, sample: Sample, live: LiveFields) -> Traced:
        """The update that the network would make from `sample`; the network stays as it is.

        As always, that is the network of the last whole epoch.
        """
        return take_apart(self._current.lab, sample, self._current.take(live))

    def apply_step(self, sample: Sample, live: LiveFields) -> Edited:
        """Makes that update."""
        lab = self._current.lab
        lab.go_back(None)
        apply_step(lab, sample, self._current.take(live))
        return {"snapshot": lab.snapshot(), **lab.measured()}

    def gradient_check(self, sample: Sample) -> GradientChecked:
        """Back-propagation against central differences, for every parameter."""
        lab = self._current.lab
        lab.gradient_checks += 1
        return check_step(lab, sample)


def raw_columns_of(lab: Lab, sample: Mapping[str, Any]) -> Array:
    """The batch that `sample` names in raw units, (features, n). Raises NotAllowed."""
    if "values" in sample:
        return check_values(lab.dataset, sample["values"])[:, np.newaxis]
    rows = check("rows", sample["rows"], ListOf(Whole(0, lab.dataset.rows - 1), MOST_COLUMNS))
    if not rows:
        raise NotAllowed("rows", rows, Phrase("allowed_some"))
    return lab.dataset.inputs[:, rows]


def columns_of(lab: Lab, sample: Mapping[str, Any]) -> tuple[Array, Array]:
    """The batch that `sample` names: x (features, n) and t (outputs, n) as the network has them.

    Raises NotAllowed for what does not fit the data.
    """
    dataset = lab.dataset
    x = lab.scaled(raw_columns_of(lab, sample))
    if "values" in sample:
        if lab.target_scaler:
            number = check("target", sample["target"], Number(-math.inf))
            return x, lab.target_scaler.transform(np.array([[number]]))
        classes = len(dataset.class_names)
        target = check("target", sample["target"], Whole(0, classes - 1))
        return x, one_hot(np.array([target]), classes)
    return x, lab.targets[:, sample["rows"]]


def whole_epoch(lab: Lab) -> NeuralNetwork:
    """A copy of the network as the last whole epoch left it; an epoch that was cut goes on."""
    network, end = copy.deepcopy(lab.network), lab.trainer.checkpoint()
    network.vector[:] = end.vector
    network.optimizer.restore(end.optimizer_state)
    return network


def take_apart(lab: Lab, sample: Sample, learning_rate: float) -> Traced:
    """The update that the network would make from `sample`, step by step."""
    x, t = columns_of(lab, sample)
    result = trace(whole_epoch(lab), x, t, learning_rate)
    return {
        "columns": x.shape[1],
        "samples": raw_columns_of(lab, sample),
        "loss": result.loss,
        "loss_after": result.loss_after,
        "steps": [step_for_page(step) for step in result.steps],
    }


def step_for_page(step: Step) -> TraceStep:
    source = step.source
    return {
        "phase": cast(Any, step.phase),
        "kind": step.kind,
        "rule": step.rule,
        "equations": [*step.equations],
        "layer": step.layer,
        "operands": [
            {
                "symbol": operand.symbol,
                "layer": operand.layer,
                "array": operand.array,
                "reads": cast(Any, operand.reads),
                "transposed": operand.transposed,
            }
            for operand in step.operands
        ],
        "symbol": step.symbol,
        "result": step.result,
        "source": {
            "file": source.file,
            "function": source.function,
            "first_line": source.first_line,
            "lines": [*source.lines],
            "line": source.line,
        },
    }


def apply_step(lab: Lab, sample: Sample, learning_rate: float) -> None:
    """Makes that update the network's own next one. It does not count as an epoch."""
    x, t = columns_of(lab, sample)
    network, trainer = lab.network, lab.trainer
    network.train_step(x, t, learning_rate)
    lab.install(
        replace(
            trainer.checkpoint(),
            vector=network.vector.copy(),
            optimizer_state=network.optimizer.state(),
        )
    )


def check_step(lab: Lab, sample: Sample) -> GradientChecked:
    """Every parameter's gradient on `sample` against central differences."""
    x, t = columns_of(lab, sample)
    network = whole_epoch(lab)
    return {
        "step": STEP,
        "threshold": THRESHOLD,
        "columns": x.shape[1],
        "matrices": [check_for_page(matrix) for matrix in check_gradients(network, x, t)],
        "stuck": [
            {"layer": stuck.layer, "why": cast(Any, stuck.why), "neurons": [*stuck.neurons]}
            for stuck in stuck_neurons(network, x)
        ],
    }


def check_for_page(matrix: MatrixCheck) -> MatrixChecked:
    return {
        "symbol": matrix.symbol,
        "layer": matrix.layer,
        "largest_error": matrix.largest_error,
        "verdict": cast(Any, matrix.verdict),
        "error": matrix.error,
        "state": matrix.state.astype(np.float64),
    }
