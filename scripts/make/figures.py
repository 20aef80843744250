"""Writes web/panels/article/figures.json: what the article's two live figures show.

The figures must move before Python has started, and nothing is computed in JavaScript; so nnlab
has computed every position of their sliders beforehand.

    PYTHONPATH=py:scripts python3 -m make.figures

after a change of nnlab's sigmoid or of back-propagation.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from nnlab.activations import Sigmoid
from nnlab.network import NeuralNetwork
from nnlab.trace import trace

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "web/panels/article/figures.json"
DIGITS = 6  # the page shows four; the last bits differ between C libraries

# The 2-2-1 network's fixed numbers; the weight from the upper hidden neuron is the slider's.
X = [1.0, 0.5]
FIRST_W = [[0.8, -0.4], [-0.6, 1.2]]
LOWER_W = -1.0
TARGET = 1.0


def figures() -> dict[str, Any]:
    return {"sigmoid": sigmoid(), "chain": chain()}


def sigmoid() -> dict[str, list[float]]:
    """The function and its slope at every position of z."""
    z = positions(-6.0, 6.0)
    a = Sigmoid().forward(z)
    return {"z": shown(z), "a": shown(a), "slope": shown(Sigmoid().derivative(a))}


def chain() -> dict[str, Any]:
    """The output and the three error terms at every position of w."""
    network = NeuralNetwork([2, 2, 1])
    w = positions(-3.0, 3.0)
    rows: dict[str, list[float]] = {"y": [], "end": [], "upper": [], "lower": []}
    for weight in w:
        output_row = [[weight, LOWER_W]]
        zeros = [np.zeros((2, 1)), np.zeros((1, 1))]
        network.set_parameters([np.array(FIRST_W), zeros[0], np.array(output_row), zeros[1]])
        steps = trace(network, np.array([X]).T, np.array([[TARGET]]), 0.1).steps
        made = {(step.symbol, step.layer): step.result for step in steps if step.phase != "update"}
        rows["y"].append(float(made["a", 2][0, 0]))
        rows["end"].append(float(made["delta", 2][0, 0]))
        rows["upper"].append(float(made["delta", 1][0, 0]))
        rows["lower"].append(float(made["delta", 1][1, 0]))
    return {
        "x": X,
        "first_W": FIRST_W,
        "lower_W": LOWER_W,
        "w": shown(w),
        **{name: shown(column) for name, column in rows.items()},
    }


def positions(low: float, high: float) -> Any:
    """Those of a slider with steps of a tenth."""
    return np.linspace(low, high, round((high - low) * 10) + 1)


def shown(numbers: Any) -> list[float]:
    return [float(f"{number:.{DIGITS}g}") for number in numbers]


if __name__ == "__main__":
    FILE.write_text(json.dumps(figures(), separators=(",", ":")) + "\n", "utf-8")
