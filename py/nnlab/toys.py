"""Toy data: points in the plane that are made from a seed.

Here are classes to tell apart; `curves` has numbers to predict. The first four are those that
visitors of TensorFlow Playground know, on its scale, from about -6 to 6; the moons are
scikit-learn's. Each function gives points (size, 2) and labels (size,), 0 or 1 in turn, so that any
stretch of rows holds both. `noise` says how far points stray, from 0 (not at all) to 0.5 (the
classes blur into each other).
"""

from collections.abc import Callable

import numpy as np

from .arrays import Array, seeded
from .checks import not_negative, one_of, whole
from .curves import CURVES
from .data import Dataset, Labels

Toy = Callable[[np.random.Generator, int, float], tuple[Array, Labels]]

RADIUS = 5.0


def circle(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Labels]:
    """A disc of half the radius, and around it, after a gap, a ring."""
    labels = alternating(size)
    inner, outer = np.array([0.0, 0.7])[labels], np.array([0.5, 1.0])[labels]
    radius = RADIUS * rng.uniform(inner, outer)
    angle = rng.uniform(0.0, 2.0 * np.pi, size)
    return polar(radius, angle) + strays(rng, size, noise), labels


def xor(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Labels]:
    """Four squares like a chessboard's: class 1 where exactly one coordinate is positive."""
    labels = alternating(size)
    x1 = rng.uniform(0.3, RADIUS, size) * rng.choice([-1.0, 1.0], size)
    x2 = rng.uniform(0.3, RADIUS, size) * np.sign(x1) * np.where(labels == 0, 1.0, -1.0)
    return np.column_stack([x1, x2]) + strays(rng, size, noise), labels


def gaussians(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Labels]:
    """Two round clouds about (-2, -2) and (2, 2); noise widens them."""
    labels = alternating(size)
    middle = np.where(labels == 0, -2.0, 2.0)[:, np.newaxis]
    return middle + rng.normal(0.0, 0.7 + 3.0 * noise, (size, 2)), labels


def spiral(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Labels]:
    """Two arms that wind out of the origin, half a turn apart, for a turn and three quarters."""
    labels = alternating(size)
    along = (np.arange(size) // 2 + 0.5) / ((size + 1) // 2)
    angle = 1.75 * 2.0 * np.pi * along + np.pi * labels
    return polar(RADIUS * along, angle) + strays(rng, size, noise), labels


def moons(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Labels]:
    """Two half circles that interlock: the second is the first turned over and moved."""
    labels = alternating(size)
    angle = rng.uniform(0.0, np.pi, size)
    upper = np.column_stack([np.cos(angle), np.sin(angle)])
    lower = np.column_stack([1.0 - np.cos(angle), 0.5 - np.sin(angle)])
    points = np.where(labels[:, np.newaxis] == 0, upper, lower) - [0.5, 0.25]
    return 3.0 * points + strays(rng, size, noise), labels


def alternating(size: int) -> Labels:
    """0, 1, 0, 1, ...: (size,)."""
    return np.arange(size, dtype=np.intp) % 2


def polar(radius: Array, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def strays(rng: np.random.Generator, size: int, noise: float) -> Array:
    return rng.normal(0.0, 2.0 * noise, (size, 2))


TOYS: dict[str, Toy] = {
    "circle": circle,
    "xor": xor,
    "gaussians": gaussians,
    "spiral": spiral,
    "moons": moons,
}


def make_toy(name: str, *, size: int, noise: float, seed: int) -> Dataset:
    """The toy `name`, one of TOYS or of CURVES, drawn from `seed`.

    Raises ValueError for another name, or a number that cannot be.
    """
    one_of("toy", name, {**TOYS, **CURVES})
    rng, size = seeded(whole("seed", seed, 0)), whole("size", size, 2)
    noise = not_negative("noise", noise)
    if name in TOYS:
        points, labels = TOYS[name](rng, size, noise)
        return Dataset(name, ("x1", "x2"), ("A", "B"), points, labels)
    points, numbers = CURVES[name](rng, size, noise)
    names, none = ("x",) if points.shape[1] == 1 else ("x1", "x2"), np.zeros(0, np.intp)
    return Dataset(name, names, (), points, none, numbers=numbers, target_name="y")
