"""Loss and accuracy of a network on many samples, measured piece by piece."""

from collections.abc import Iterator

import numpy as np

from .arrays import Array
from .network import NeuralNetwork

MULTIPLICATIONS_PER_CHUNK = 2_000_000  # a matter of milliseconds


class Measurement:
    """Mean loss, without the L2 penalty, and accuracy on columns, in pieces of a few ms."""

    def __init__(self, inputs: Array, targets: Array) -> None:
        self.inputs = inputs
        self.targets = targets
        self.loss = self.accuracy = np.nan

    def take(self, network: NeuralNetwork) -> Iterator[None]:
        """Gives None after each piece. At its end `loss` and `accuracy` are there."""
        samples = self.inputs.shape[1]
        pieces = -(-samples * network.vector.size // MULTIPLICATIONS_PER_CHUNK)
        width = -(-samples // pieces)  # equal ones: no single column is left over
        losses, right = [], []
        for i in range(0, samples, width):
            t = self.targets[:, i : i + width]
            y = network.predict(self.inputs[:, i : i + width])
            losses.append(network.loss_function.per_sample(y, t))
            right.append(y.argmax(axis=0) == t.argmax(axis=0))
            yield None
        self.loss = float(np.concatenate(losses).mean())
        self.accuracy = float(np.concatenate(right).mean())
