"""One weight on its own: the loss over its values, a nudge, and steps down its slope.

All other parameters stay. The loss is the mean over the training samples, as in `Trainer`.
"""

from dataclasses import dataclass, replace

import numpy as np

from nnlab.arrays import Array
from page.lab.lab import Lab


@dataclass(frozen=True)
class Walk:
    """What was done with the one weight: `lab` is that in which it was done."""

    lab: Lab
    index: int
    start: float
    """The weight before the first step."""

    rate: float = 0.0
    steps: int = 0
    nudges: int = 0


def losses(lab: Lab, index: int, values: Array) -> Array:
    """The loss with the parameter at `index` of the vector at each of `values`, (n,)."""
    network, trainer = lab.network, lab.trainer
    vectors = np.repeat(network.vector[np.newaxis], len(values), axis=0)
    vectors[:, index] = values
    outputs = network.predict_with(vectors, np.broadcast_to(
        trainer.inputs, (len(values), *trainer.inputs.shape)))  # fmt: skip
    return np.array([network.loss_function.value(y, trainer.targets) for y in outputs])


def slope(lab: Lab, index: int) -> float:
    """By back-propagation."""
    gradients = lab.network.gradients(lab.trainer.inputs, lab.trainer.targets)
    return float(np.concatenate([g.ravel() for g in gradients])[index])


def roll(walk: Walk, rate: float, steps: int) -> list[float]:
    """The weight's values from its start on: each step takes rate · slope from it.

    The lab goes on from the last.
    """
    lab, index = walk.lab, walk.index
    network = lab.network
    checkpoint = lab.checkpoint_at(None)
    network.vector[:] = checkpoint.vector
    network.vector[index] = walk.start
    path = [walk.start]
    for _ in range(steps):
        network.vector[index] -= rate * slope(lab, index)
        path.append(float(network.vector[index]))
    lab.install(replace(checkpoint, vector=network.vector.copy()))
    return path
