"""The gradient check: back-propagation against what the loss itself says.

Nudge one parameter w by a small h to both sides, and look how the loss changes:
(L(w + h) - L(w - h)) / 2h is close to dL/dw, and knows nothing of back-propagation.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .activations import ACTIVATIONS, Activation
from .arrays import Array
from .checks import all_finite
from .facts import fact
from .network import NeuralNetwork
from .parameters import matrices

EPSILON = float(np.finfo(np.float64).eps)

STEP = EPSILON ** (1 / 3)
"""h for a parameter of size 1 or less, and in proportion for a larger one: 6e-6.

A smaller h loses digits in the subtraction, an error of about ε/h; a larger one sees the curve's
bend, an error of about h². The sum of both is least where they are alike: at the cube root of ε,
the spacing of floating-point numbers (2e-16).
"""

THRESHOLD = 1e-5
"""The largest relative error that passes. Rounding and bend leave up to 1e-7 (seen over a thousand
matrices of random networks on iris flowers), a slip in the mathematics something like 1: whatever
lies far from both tells them apart."""

ROUNDINGS = 100
"""A loss is good to this many ε of its size: it is the end of a few hundred roundings."""

RIGHT, WRONG, KINK, TOO_SMALL = range(4)
"""What can be said of one parameter. KINK: between w - h and w + h some ReLU switches on or off,
and there the loss has a corner, no slope. TOO_SMALL: both gradients drown in the rounding of the
loss, as with a neuron that is saturated or switched off."""

VERDICTS = ("right", "wrong", "kink", "too_small")


@dataclass(frozen=True)
class MatrixCheck:
    """One matrix of parameters; all arrays have its shape."""

    symbol: str
    """"W" or "b"."""

    layer: int
    """Counted from 1."""

    analytic: Array
    numeric: Array
    error: Array
    """|analytic - numeric| in relation to the larger of the two, entry by entry."""

    state: npt.NDArray[np.intp]
    """RIGHT, WRONG, KINK or TOO_SMALL, entry by entry."""

    @property
    def largest_error(self) -> float:
        """Of the entries that can be judged; 0 when none can."""
        judged = self.state <= WRONG
        return float(self.error[judged].max()) if judged.any() else 0.0

    @property
    def verdict(self) -> str:
        """ "wrong" if an entry is; else "right" if one is; else why nothing can be said."""
        for state in (WRONG, RIGHT, KINK):
            if (self.state == state).any():
                return VERDICTS[state]
        return VERDICTS[TOO_SMALL]


@dataclass(frozen=True)
class Stuck:
    """Neurons of a layer that pass next to nothing back, for every column of the batch."""

    layer: int
    why: str
    """"saturated" where f is bounded on both sides, "dead" where on one: a ReLU that is off."""

    neurons: tuple[int, ...]
    """Counted from 1."""


SATURATED_BELOW = 1e-6  # f'(z); for sigmoid that is |z| above 13.8


class WrongShape(ValueError):
    """A gradient that has not its parameter's shape: of `symbol`, "W" or "b", in `layer`."""

    def __init__(self, symbol: str, layer: int, shape: tuple[int, ...], expected: tuple[int, ...]):
        super().__init__(
            f"the gradient of {symbol} in layer {layer} has shape {shape}, expected {expected}"
        )
        self.symbol = symbol
        self.layer = layer
        self.shape, self.expected = shape, expected


def check_gradients(network: NeuralNetwork, x: Array, t: Array) -> list[MatrixCheck]:
    """Checks every parameter on the batch x (features, n), t (classes, n): W1, b1, W2, b2, ...

    The network is nudged, and as it was when this returns, also by raising.
    Raises WrongShape, the last layer's first, and ValueError for a batch that is not finite.
    """
    all_finite("x", x)
    all_finite("t", t)
    gradients = network.gradients(x, t)
    pairs = list(zip(gradients, network.parameters, strict=True))
    for index, (gradient, matrix) in reversed(list(enumerate(pairs))):
        if gradient.shape != matrix.shape:
            raise WrongShape("Wb"[index % 2], index // 2 + 1, gradient.shape, matrix.shape)
    analytic = np.concatenate([gradient.ravel() for gradient in gradients])
    loss = network.loss(x, t)
    numeric = np.zeros_like(analytic)
    kinks = np.zeros(analytic.shape, bool)
    vector = network.vector
    steps = STEP * np.maximum(1.0, np.abs(vector))
    for place in range(vector.size):
        kept = vector[place]
        try:
            vector[place] = kept + steps[place]
            above, side_above = network.loss(x, t), sides_of_kinks(network, x)
            vector[place] = kept - steps[place]
            below, side_below = network.loss(x, t), sides_of_kinks(network, x)
        finally:
            vector[place] = kept
        numeric[place] = (above - below) / (2.0 * steps[place])
        kinks[place] = not np.array_equal(side_above, side_below)
    if fact(network, "l1"):  # |W_ij| has a kink at 0
        for weights in matrices(network.sizes)[::2]:
            kinks[weights.place] |= np.abs(vector[weights.place]) < steps[weights.place]

    rounding = ROUNDINGS * EPSILON * max(1.0, abs(loss)) / STEP
    size = np.maximum(np.abs(analytic), np.abs(numeric))
    error = np.abs(analytic - numeric) / np.maximum(size, rounding / THRESHOLD)
    state = np.where(error <= THRESHOLD, RIGHT, WRONG)
    state[~np.isfinite(error)] = WRONG
    state[size < rounding] = TOO_SMALL
    state[kinks & (state == WRONG)] = KINK
    return split(network, analytic, numeric, error, state)


def split(
    network: NeuralNetwork,
    analytic: Array,
    numeric: Array,
    error: Array,
    state: npt.NDArray[np.intp],
) -> list[MatrixCheck]:
    """Vectors of a number for each parameter, matrix by matrix."""
    return [
        MatrixCheck(
            symbol=matrix.symbol,
            layer=matrix.layer,
            analytic=matrix.of(analytic),
            numeric=matrix.of(numeric),
            error=matrix.of(error),
            state=state[matrix.place].reshape(matrix.shape),
        )
        for matrix in matrices(network.sizes)
    ]


def sides_of_kinks(network: NeuralNetwork, x: Array) -> npt.NDArray[np.bool_]:
    """On which side of its activation's kinks each neuron is, for each column."""
    outputs = network.forward(x)[1:]
    sides = [
        side.ravel()
        for a, activation in zip(outputs, network.activations, strict=True)
        for kink in fact(known(activation), "kinks")
        for side in (a > kink, a < kink)
    ]
    return np.concatenate(sides) if sides else np.zeros(0, bool)


def known(activation: Activation) -> Activation:
    """The package's own of that name: one that a learner has edited may state nothing."""
    return ACTIVATIONS.get(activation.name, activation)


def stuck_neurons(network: NeuralNetwork, x: Array) -> list[Stuck]:
    """Why a gradient may be too small to be checked."""
    found: list[Stuck] = []
    outputs = network.forward(x)[1:]
    for layer, (a, activation) in enumerate(zip(outputs, network.activations, strict=True), 1):
        own = known(activation)
        bounded = [np.isfinite(fact(own, bound)) for bound in ("least", "most")]
        if not fact(own, "element_wise") or not any(bounded):
            continue
        flat = (activation.derivative(a) < SATURATED_BELOW).all(axis=1)
        if flat.any():
            why = "saturated" if all(bounded) else "dead"
            found.append(Stuck(layer, why, tuple(int(i) + 1 for i in np.flatnonzero(flat))))
    return found
