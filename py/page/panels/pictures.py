"""What the page may ask of pictures: a drawing as the network takes it, what neurons look for."""

import math
from typing import Any, TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.files.constraints import ListOf, Number, Whole, check
from nnlab.pictures import Pictures, draw, some_rows
from nnlab.wishes import changed_until, lead_gradient, others_without
from page.lab.current import CurrentLab
from page.lab.lab import Lab
from page.protocol import NotReady
from page.requests import check_values

from .outputs import every_nth, forward

MOST_STROKES = 100
MOST_NUMBERS = 4000
"""Of all strokes together: two for each point."""

STRONGEST = 12
MOST_ASKED = 3000
"""Of so many rows, evenly spread, a neuron's answers are looked at."""


class Drawn(TypedDict):
    """A sample in raw units, as `predict` takes it."""

    values: Array


class Responses(TypedDict):
    """The rows at which a hidden neuron's output is largest, the largest first.

    `features` are theirs, (rows, features), in raw units, and `outputs` the neuron's; `by_class`
    is its mean output for each class, NaN for a class without rows.
    """

    rows: Array
    labels: Array
    features: Array
    outputs: Array
    by_class: Array


class Why(TypedDict):
    """Which ink of a sample spoke for the network's answer, and which against it.

    `ink` is (features,): each pixel's ink times how the answer's lead over the other classes rises
    with it (see `wishes.lead_gradient`), in any unit the same; 0 where there is no ink. Without
    the `fewer` pixels that spoke most for `label` the network answers `other`; `fewer` is 0 when
    it answers `label` without all that spoke for it, too.
    """

    label: int
    ink: Array
    fewer: int
    other: int


class Wish(TypedDict):
    """What would make a sample be taken for another class.

    `values` is the sample changed in small steps until it is taken for that class, if `reached`.
    `more` is (features,): what of the whole range was added where it is positive, taken away where
    it is negative; `changed` is how much that is in all, in pixels.
    """

    more: Array
    values: Array
    reached: bool
    changed: float


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def draw(self, strokes: list[list[float]]) -> Drawn:
        """A drawing as one row of the data; each stroke is x, y, x, y and so on, y downwards.

        Raises NotReady where the data are no pictures, NotAllowed for what is no drawing.
        """
        return {"values": draw(check_strokes(strokes), pictures(self._current.lab))}

    def responses(self, layer: int, neuron: int, epoch: int | None = None) -> Responses:
        """What a hidden neuron responds to; layers count from 1, the first hidden one."""
        lab = self._current.lab
        sizes = lab.network.sizes
        check("layer", layer, Whole(1, len(sizes) - 2))
        check("neuron", neuron, Whole(0, sizes[layer] - 1))
        some = every_nth(len(lab.dataset.labels), MOST_ASKED)
        features, labels = lab.dataset.features[some], lab.dataset.labels[some]
        layers = lab.layers_at(epoch)[:layer]
        outputs = forward(lab, layers, np.ascontiguousarray(features.T))[-1][neuron]
        strongest = np.argsort(-outputs, kind="stable")[:STRONGEST]
        members = [outputs[labels == label] for label in range(len(lab.dataset.class_names))]
        return {
            "rows": some[strongest].astype(np.float64),
            "labels": labels[strongest].astype(np.float64),
            "features": features[strongest],
            "outputs": outputs[strongest],
            "by_class": np.array([each.mean() if each.size else np.nan for each in members]),
        }

    def why(self, values: list[float], epoch: int | None = None) -> Why:
        """Which ink of the sample spoke for the answer."""
        lab = self._current.lab
        like = pictures(lab)
        sample = check_values(lab.dataset, values)[:, np.newaxis]
        layers, scale = lab.layers_at(epoch), lab.standardizer.scale if lab.standardizer else 1.0
        x, blank = lab.scaled(sample), lab.scaled(np.full(sample.shape, like.paper))
        with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
            label = int(forward(lab, layers, sample)[-1].argmax())
            slope = lead_gradient(layers, x, label) / scale
            ink = ((sample - like.paper) * slope)[:, 0]
            order = [int(at) for at in np.argsort(-ink, kind="stable") if ink[at] > 0.0]
            fewer, other = others_without(layers, x, blank, order)
        return {"label": label, "ink": ink, "fewer": fewer, "other": other}

    def wish(self, values: list[float], label: int, epoch: int | None = None) -> Wish:
        """What would make the sample be taken for class `label`."""
        lab = self._current.lab
        like = pictures(lab)
        check("label", label, Whole(0, len(lab.dataset.class_names) - 1))
        sample = check_values(lab.dataset, values)[:, np.newaxis]
        layers, loss = lab.layers_at(epoch), lab.network.loss_function
        scale = lab.standardizer.scale if lab.standardizer else 1.0
        low, high = (
            lab.scaled(np.full(sample.shape, end)) for end in sorted((like.paper, like.ink))
        )
        some = lab.dataset.features[some_rows(len(lab.dataset.labels))]
        spread = some.std(axis=0)[:, np.newaxis] / scale
        with np.errstate(over="ignore"):  # e^-z may overflow: see Sigmoid
            x = lab.scaled(sample)
            found, reached = changed_until(layers, loss, x, label, (low, high), spread)
        moved = (found - x) * scale
        more = (moved / (like.ink - like.paper))[:, 0]
        return {
            "more": more,
            "values": (sample + moved)[:, 0],
            "reached": reached,
            "changed": float(np.abs(more).sum()),
        }


def pictures(lab: Lab) -> Pictures:
    """How the data are pictures. Raises NotReady where they are none."""
    if lab.pictures is None:
        raise NotReady("The data are no pictures.")
    return lab.pictures


def check_strokes(strokes: Any) -> list[Array]:
    """Each as points, (points, 2). Raises NotAllowed unless all are finite numbers in pairs."""
    rule = ListOf(ListOf(Number(-math.inf), MOST_NUMBERS), MOST_STROKES)
    taken = check("strokes", [list(stroke) for stroke in strokes], rule)
    every = [number for stroke in taken for number in stroke]
    check("strokes", every, ListOf(Number(-math.inf), MOST_NUMBERS))
    return [np.array(stroke[: len(stroke) // 2 * 2]).reshape(-1, 2) for stroke in taken]
