"""Initial weights, shape (outputs, inputs). Randomness is an argument, so a seed repeats a run."""

from collections.abc import Callable

import numpy as np

from .arrays import Array

Initializer = Callable[[np.random.Generator, int, int], Array]


def uniform(rng: np.random.Generator, outputs: int, inputs: int) -> Array:
    """Uniform between -0.5 and 0.5: the note's choice."""
    return rng.uniform(-0.5, 0.5, (outputs, inputs))


def xavier(rng: np.random.Generator, outputs: int, inputs: int) -> Array:
    """Uniform with variance 2 / (inputs + outputs) (Glorot and Bengio, 2010, eq. 16).

    A compromise between 1 / inputs, which keeps the variance of the signal going forward, and
    1 / outputs, which keeps that of delta going backward. Made for tanh and other odd functions.
    """
    limit = np.sqrt(6.0 / (inputs + outputs))
    return rng.uniform(-limit, limit, (outputs, inputs))


def he(rng: np.random.Generator, outputs: int, inputs: int) -> Array:
    """Normal with variance 2 / inputs (He et al., 2015, eq. 10).

    ReLU drops half of the signal, on average; twice the variance makes up for it.
    """
    return rng.normal(0.0, np.sqrt(2.0 / inputs), (outputs, inputs))


INITIALIZERS: dict[str, Initializer] = {"uniform": uniform, "xavier": xavier, "he": he}
