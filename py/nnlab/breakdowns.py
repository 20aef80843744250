"""Breakdowns: how training fails, found at an epoch's end."""

import numpy as np

from .run import Run

BREAKDOWNS = {
    "not_finite": "weights or loss are no longer finite numbers",
    "saturated": "the sigmoids are saturated and no longer learn",
}
"""By name, in words: see `training.Trainer`."""

SATURATION_SAMPLES = 1000  # enough for a mean, and few enough for a look after each epoch
SATURATED_BELOW = 1e-3  # a mean a (1 - a): it is 0.25 at most, where z = 0


def find_breakdown(run: Run, train_loss: float) -> str:
    """The name of the breakdown, or "", when an epoch has ended with this training loss."""
    if not (np.isfinite(train_loss) and np.isfinite(run.network.vector).all()):
        return "not_finite"
    if train_loss > run.first_loss and is_saturated(run):
        return "saturated"
    return ""


def is_saturated(run: Run) -> bool:
    thinned = run.inputs[:, :: -(-run.inputs.shape[1] // SATURATION_SAMPLES)]
    outputs = run.network.forward(thinned)[1:]
    return any(
        layer.activation.name == "sigmoid"
        and layer.activation.derivative(a).mean() < SATURATED_BELOW
        for layer, a in zip(run.network.layers, outputs, strict=True)
    )


def advice(run: Run, breakdown: str, good_epoch: int) -> str:
    """What has happened, and what to do about it."""
    optimizer = run.network.optimizer
    usual = getattr(optimizer, "usual_rate", run.learning_rate)
    lower = min(usual, run.learning_rate / 10.0)
    return (
        f"training has broken down in epoch {run.epoch}: {BREAKDOWNS[breakdown]}. "
        f"The weights are those of epoch {good_epoch} again. The learning rate, "
        f"{run.learning_rate:g}, is likely too high for {optimizer.name}: try {lower:g}"
    )
