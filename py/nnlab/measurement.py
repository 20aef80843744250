"""Loss and accuracy, or R², of a network on many samples, measured piece by piece."""

from collections.abc import Iterator

import numpy as np

from .arrays import Array
from .network import NeuralNetwork


def right(y: Array, t: Array) -> Array:
    """For each column whether the largest output is that of its class; never beside a NaN."""
    largest = y.max(axis=0)  # NaN where one output is NaN, and then not equal to itself
    found: Array = (y.argmax(axis=0) == t.argmax(axis=0)) & (largest == largest)
    return found


def squared_error(y: Array, t: Array) -> Array:
    """Each column's squared error, summed over the outputs."""
    error = y - t
    found: Array = (error * error).sum(axis=0)
    return found


HITS = {"classes": right, "numbers": squared_error}

MULTIPLICATIONS_PER_CHUNK = 2_000_000  # a matter of milliseconds


class Measurement:
    """Mean loss, without any penalty, and hits on columns, in pieces of a few ms.

    `hits` is the part of the columns that are answered rightly; of numbers, the mean of their
    squared errors.
    """

    def __init__(self, inputs: Array, targets: Array, task: str = "classes") -> None:
        self.inputs = inputs
        self.targets = targets
        self.task = task
        self.loss = self.hits = np.nan

    def take(self, network: NeuralNetwork) -> Iterator[None]:
        """Gives None after each piece. At its end `loss` and `hits` are there."""
        samples = self.inputs.shape[1]
        pieces = -(-samples * network.vector.size // MULTIPLICATIONS_PER_CHUNK)
        width = -(-samples // pieces)  # equal ones: no single column is left over
        losses, hits = [], []
        for i in range(0, samples, width):
            t = self.targets[:, i : i + width]
            y = network.predict(self.inputs[:, i : i + width])
            losses.append(network.loss_function.per_sample(y, t))
            hits.append(HITS[self.task](y, t))
            yield None
        self.loss = float(np.concatenate(losses).mean())
        self.hits = float(np.concatenate(hits).mean())
