"""What the page may ask of one sample: the network's answer."""

from collections.abc import Sequence
from typing import NotRequired, TypedDict

import numpy as np

from nnlab.arrays import Array
from nnlab.layers import DenseLayer
from page.lab.current import CurrentLab
from page.requests import check_values

from .outputs import forward, said


class OutOfRange(TypedDict):
    """A field whose value lies outside what the training data showed."""

    field: int
    value: float
    min: float
    max: float


class Prediction(TypedDict):
    """For the sample: `inputs` are its features, and what is made of them; `activations` are
    [x, a1, ..., y], x as the network takes it, `sums` the z's [z1, ...] of its layers, so that
    a = f(z).

    Of a number to predict, `number` is the answer in its unit, and `name` what it is.
    """

    outputs: Array
    inputs: Array
    activations: list[Array]
    sums: list[Array]
    predicted: int
    name: str
    trained: bool
    out_of_range: list[OutOfRange]
    number: NotRequired[float]


class Questions:
    def __init__(self, current: CurrentLab) -> None:
        self._current = current

    def predict(self, values: list[float], epoch: int | None = None) -> Prediction:
        """The answer for one sample, its features in raw units and in the data's order.

        It is that of the last whole epoch, or of `epoch` as `look` finds it.
        """
        lab = self._current.lab
        sample = check_values(lab.dataset, values)
        layers = lab.layers_at(epoch)
        outputs = forward(lab, layers, sample[:, np.newaxis])
        y = outputs[-1][:, 0]
        predicted = int(y.argmax())
        low, high = lab.low, lab.high
        outside = np.flatnonzero((sample < low) | (sample > high))
        prediction: Prediction = {
            "outputs": y,
            "inputs": lab.with_made(sample[:, np.newaxis])[:, 0],
            "activations": [a[:, 0] for a in outputs],
            "sums": [z[:, 0] for z in weighted_sums(layers, outputs)],
            "predicted": predicted,
            "name": lab.dataset.output_names[predicted],
            "trained": lab.is_trained(epoch),
            "out_of_range": [
                {
                    "field": int(i),
                    "value": float(sample[i]),
                    "min": float(low[i]),
                    "max": float(high[i]),
                }
                for i in outside
            ],
        }
        if lab.target_scaler:
            prediction["number"] = float(said(lab, outputs[-1])[0])
        return prediction


def weighted_sums(layers: Sequence[DenseLayer], outputs: Sequence[Array]) -> list[Array]:
    """Each layer's z = W x + b, (neurons, n), from what `forward` gave."""
    return [layer.W.dot(x) + layer.b for layer, x in zip(layers, outputs, strict=False)]
