"""One update of the page's network taken apart, applied, and checked. Imported when first asked."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from nnlab.arrays import Array
from nnlab.data import one_hot
from nnlab.gradient_check import STEP, THRESHOLD, MatrixCheck, check_gradients, stuck_neurons
from nnlab.step import Step
from nnlab.trace import trace
from page.constraints import ListOf, NotAllowed, Whole, check
from page.lab.lab import Lab
from page.phrases import Phrase
from page.protocol import GradientChecked, MatrixChecked, Sample, Traced, TraceStep
from page.requests import check_values

MOST_COLUMNS = 64


def columns_of(lab: Lab, sample: Mapping[str, Any]) -> tuple[Array, Array]:
    """The batch that `sample` names: x (features, n) as the network takes it, t (classes, n).

    Raises NotAllowed for what does not fit the data.
    """
    dataset = lab.dataset
    if "values" in sample:
        values = check_values(dataset, sample["values"])
        classes = len(dataset.class_names)
        target = check("target", sample["target"], Whole(0, classes - 1))
        x, t = values[:, np.newaxis], one_hot(np.array([target]), classes)
        return lab.scaled(x), t
    rows = check("rows", sample["rows"], ListOf(Whole(0, len(dataset.labels) - 1), MOST_COLUMNS))
    if not rows:
        raise NotAllowed("rows", rows, Phrase("allowed_some"))
    return lab.scaled(dataset.inputs[:, rows]), dataset.targets[:, rows]


def take_apart(lab: Lab, sample: Sample, learning_rate: float) -> Traced:
    """The update that the network would make from `sample`, step by step."""
    x, t = columns_of(lab, sample)
    result = trace(lab.network, x, t, learning_rate)
    return {
        "columns": x.shape[1],
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
    return {
        "step": STEP,
        "threshold": THRESHOLD,
        "columns": x.shape[1],
        "matrices": [check_for_page(matrix) for matrix in check_gradients(lab.network, x, t)],
        "stuck": [
            {"layer": stuck.layer, "why": cast(Any, stuck.why), "neurons": [*stuck.neurons]}
            for stuck in stuck_neurons(lab.network, x)
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
