"""What functions are asked with: random arrays, made anew each time, and stub activations."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from nnlab.arrays import Array, seeded

Given = dict[str, Any]
"""What a function is given, by its own names, such as "a" or "self.W"."""

Slips = Mapping[str, Array]


@dataclass(frozen=True)
class Widths:
    """Of three layers in a row, and the batch's columns."""

    inputs: int
    outputs: int
    following: int
    columns: int


UNEQUAL = Widths(3, 5, 2, 4)
"""No two are alike, so that a missing transpose cannot hide."""

OTHER = Widths(6, 4, 3, 11)
"""Unlike in another way: what is right for UNEQUAL only has a number in the place of a size."""

ONE = Widths(3, 5, 2, 1)
"""A batch of one column, which is the page's own at first."""

SQUARE = Widths(4, 4, 4, 4)
"""All alike, so that a missing transpose still gives numbers, which tell what it was."""

PROBES = (UNEQUAL, OTHER, ONE)


class NotTwo(Exception):
    """Two arrays were asked for, and something else was returned: a dictionary, perhaps."""


class Together(list[Any]):
    """Answers of one function to several questions of one shape, one after the other."""


def elsewhere(slope: Array) -> Array:
    """A stub's slope where it is asked at anything but the layer's output."""
    return 0.3 * slope[::-1]


OTHER_SHAPE = 0.3
"""A stub's slope where it is asked at something of another shape."""


class Activation:
    """A stand-in with a given slope, so that the function alone is looked at.

    Where an `output` is given, the slope belongs to its numbers, one by one, and anything else has
    a fraction of it. (An error may name this class to the learner.)
    """

    name = "activation"

    def __init__(self, slope: Array, output: Array | None = None) -> None:
        self._slope = slope
        self._output = None if output is None else output.copy()

    def forward(self, z: Array) -> Array:
        return 2.0 * z + 1.0  # not z itself: a layer that leaves its activation out shows

    def derivative(self, a: Array) -> Any:
        alike = np.shape(a) == self._slope.shape
        if self._output is None:
            return self._slope.copy() if alike else OTHER_SHAPE * np.ones_like(a)
        order = np.argsort(self._output, axis=None)
        known = self._output.ravel()[order]
        above = np.minimum(np.searchsorted(known, a), known.size - 1)
        below = np.maximum(above - 1, 0)
        nearest = np.where(np.abs(known[above] - a) <= np.abs(known[below] - a), above, below)
        other = elsewhere(self._slope) if alike else OTHER_SHAPE * np.ones_like(a)
        same = np.isclose(known[nearest], a, rtol=1e-6, atol=1e-12)  # as float32 has it
        return np.where(same, self._slope.ravel()[order][nearest], other)


@dataclass(frozen=True)
class Piece:
    """One function, what it is asked, and what it would say with a well-known slip in it."""

    name: str
    rule: str
    module: str
    function: str
    matrix: str
    """What its answer is called: "W", "b", "delta", ..."""

    run: Callable[[Any, Given], Any]
    """Asks a package's function."""

    given: Callable[[Widths], Given] = field(default=lambda widths: {})
    """What for, made anew: it may be written over."""

    slips: Callable[[Widths], Slips] = field(default=lambda widths: {})
    factors: Callable[[Widths], Mapping[str, float]] = field(default=lambda widths: {})
    """By what well-known slips the whole answer is off."""

    added: Callable[[Widths], Mapping[str, Array]] = field(default=lambda widths: {})
    """What is well known to be added to it, some number of times."""

    spoils: frozenset[str] = frozenset()
    """What of the given may be written over without harm."""

    probes: tuple[Widths, ...] = (UNEQUAL,)
    square: Widths = SQUARE
    remark: bool = False
    """What is found is no slip, but a catch that is worth a word."""

    least: float = 1e-6
    """Numbers below are no more than rounding, in float32."""

    far: str = ""
    """What is unusual in what it is asked with, as `far` has it; "" for nothing."""

    forgives: Callable[[Widths], Slips] = field(default=lambda widths: {})
    """Answers that are not the original's, but right for all that there is: a catch."""

    known: Callable[[Any, Given], Any] | None = None
    """Asks the same with the activations that there are, in the place of stubs."""

    list_is_wrong: bool = False
    """Lists compute otherwise than arrays; where only numbers are read off, they will do."""


def numbers(widths: Widths) -> dict[str, Array]:
    """The same random numbers for everyone who asks with the same widths, to be written over."""
    return {name: drawn.copy() for name, drawn in drawn_once(widths).items()}


@cache
def drawn_once(widths: Widths) -> dict[str, Array]:
    rng = seeded(7)
    w = widths
    y, t = rng.uniform(0.1, 0.9, (2, w.outputs, w.columns))
    drawn = {
        "W": rng.normal(size=(w.outputs, w.inputs)),
        "b": rng.normal(size=(w.outputs, 1)),
        "x": rng.normal(size=(w.inputs, w.columns)),
        "next_W": rng.normal(size=(w.following, w.outputs)),
        "next_delta": rng.normal(size=(w.following, w.columns)),
        "delta": rng.normal(size=(w.outputs, w.columns)),
        "slope": rng.uniform(0.1, 0.9, (w.outputs, w.columns)),
        "z": rng.normal(size=(w.outputs, w.columns)),
        "y": y / y.sum(axis=0),
        "soft_t": t / t.sum(axis=0),
        "next_b": rng.normal(size=(w.following, 1)),
        "next_slope": rng.uniform(0.1, 0.9, (w.following, w.columns)),
    }
    # One class is right in each column, the first rows' most often.
    classes = np.arange(w.columns) * 2 % w.outputs
    drawn["t"] = np.eye(w.outputs)[:, classes]
    return drawn
