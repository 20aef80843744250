"""What the page may ask of features: which matter, and how the answer goes with one."""

import time
from collections.abc import Iterator, Sequence
from typing import TypedDict

import numpy as np

from nnlab.arrays import Array, seeded
from nnlab.data import Labels
from nnlab.files.constraints import Whole, check
from nnlab.importance import importances, partial_dependence
from nnlab.layers import DenseLayer
from nnlab.metrics import accuracy, r_squared
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import NotReady
from page.requests import CONSTRAINTS

from .outputs import every_nth, said, true_of

MOST_ROWS = 2000
"""Evenly spread, of the part that is looked at: more take longer and say the same."""

MOST_CURVE_ROWS = 500
POINTS = 25
MOST_REPEATS = 30


class ImportanceBegun(TypedDict):
    """`rows` of the test part, or of the training part where there is none, and their score."""

    tested: bool
    rows: int
    score: float


class Importances(TypedDict):
    """For the next columns, from `first` on, how far the score fell: (columns, repeats).

    `means` and `spreads`, of length columns, are the falls' mean and standard deviation.
    They are the features, or the columns that those came from: see `Configured.sources`.
    """

    first: int
    falls: Array
    means: Array
    spreads: Array
    done: bool


class Dependence(TypedDict):
    """The mean answer, (outputs, points), over `rows` rows as one column has each of `values`.

    `values` are in the column's unit, and so is a number that is predicted. Of a column of words
    they count those, which are its `words`; the last of them may be "", for all others.
    """

    values: Array
    words: list[str]
    means: Array
    rows: int


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current
        self._falls: Iterator[Array] | None = None
        self._first = 0

    def start_importance(
        self, repeats: int, seed: int, epoch: int | None = None
    ) -> ImportanceBegun:
        """Begins to permute one feature after the other, in orders drawn from `seed`."""
        lab = self._current.lab
        check("repeats", repeats, Whole(1, MOST_REPEATS))
        check("seed", seed, CONSTRAINTS["seed"])
        rows, layers = judged_rows(lab, MOST_ROWS), lab.layers_at(epoch)
        inputs = inputs_of(lab, rows)

        def score(y: Array) -> float:
            if lab.target_scaler:
                return r_squared(said(lab, y), true_of(lab, rows))
            return accuracy(y, lab.dataset.labels[rows])

        groups = groups_of(lab)
        prepare = lab.scaled if lab.made else None
        self._falls = importances(layers, inputs, score, repeats, seeded(seed), groups, prepare)
        self._first = 0
        whole = score(outputs(layers, lab.scaled(inputs) if lab.made else inputs))
        return {"tested": len(lab.test_rows) > 0, "rows": len(rows), "score": whole}

    def advance_importance(self, budget_ms: float) -> Importances:
        """The next features, as many as fit into `budget_ms` milliseconds."""
        if self._falls is None:
            raise NotReady("No importance has been begun.")
        deadline = time.perf_counter() + budget_ms / 1000
        first, falls = self._first, []
        with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
            for fall in self._falls:
                falls.append(fall)
                if time.perf_counter() >= deadline:
                    break
        self._first += len(falls)
        done = self._first >= len(groups_of(self._current.lab)) or not falls
        return {
            "first": first,
            "falls": np.array(falls),
            "means": np.array([fall.mean() for fall in falls]),
            "spreads": np.array([fall.std() for fall in falls]),
            "done": done,
        }

    def partial_dependence(self, feature: int, epoch: int | None = None) -> Dependence:
        """How the answer goes as one column moves from the 5th to the 95th of a hundred rows."""
        lab = self._current.lab
        groups = groups_of(lab)
        check("feature", feature, Whole(0, len(groups) - 1))
        rows, features = judged_rows(lab, MOST_CURVE_ROWS), groups[feature]
        words: list[str] = []
        if len(features) > 1:
            source = lab.dataset.sources[feature]
            words = [*source.words, *([""] if source.other else [])]
            raw, values = np.eye(len(features)), np.arange(len(features), dtype=np.float64)
        else:
            values = moved(lab.dataset.features[:, features[0]])
            raw = values[:, np.newaxis]
        sample = np.repeat(lab.dataset.features[:1], len(values), axis=0)
        sample[:, features] = raw
        scaled = lab.scaled(np.ascontiguousarray(sample.T))[features].T
        layers, prepare = lab.layers_at(epoch), lab.scaled if lab.made else None
        set_to = raw if lab.made else scaled
        with np.errstate(over="ignore"):
            means = partial_dependence(layers, inputs_of(lab, rows), features, set_to, prepare)
        if lab.target_scaler:
            means = said(lab, means)[np.newaxis]
        return {"values": values, "words": words, "means": means, "rows": len(rows)}


def groups_of(lab: Lab) -> list[list[int]]:
    """The features of each column, as its owner has them."""
    sources = lab.dataset.sources
    return [s.features for s in sources] or [[at] for at in range(len(lab.dataset.feature_names))]


def moved(column: Array) -> Array:
    """Values from low to high in the column, without the few at either end."""
    low, high = np.quantile(column, [0.05, 0.95])
    if low == high:
        low, high = column.min(), column.max()
    return np.linspace(low, high, POINTS, dtype=np.float64)


def judged_rows(lab: Lab, most: int) -> Labels:
    """The rows that a network is judged by: the test part, or all it has learned from."""
    rows = lab.test_rows if len(lab.test_rows) else lab.train_rows
    return rows[every_nth(len(rows), most)]


def inputs_of(lab: Lab, rows: Labels) -> Array:
    """As the network takes them, (features, n); as they are measured where it gets more."""
    raw = np.ascontiguousarray(lab.dataset.features[rows].T)
    return raw if lab.made else lab.scaled(raw)


def outputs(layers: Sequence[DenseLayer], inputs: Array) -> Array:
    with np.errstate(over="ignore"):
        for layer in layers:
            inputs = layer.forward(inputs)
    return inputs
