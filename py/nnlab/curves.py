"""Curves and slopes: numbers to predict, drawn from a seed.

The first three are curves over one number, x from -6 to 6. The plane and the hills are those that
visitors of TensorFlow Playground know, on its scale: numbers from -1 to 1 over the plane. Each
function gives features (size, 1) or (size, 2) and the numbers (size,).
"""

from collections.abc import Callable

import numpy as np

from .arrays import Array

Curve = Callable[[np.random.Generator, int, float], tuple[Array, Array]]

REACH = 6.0


def sine(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Array]:
    """y = sin x, nearly two waves; noise strews the points about it."""
    return strewn(rng, size, noise, np.sin)


def step(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Array]:
    """y = -1 left of 0, and 1 from there on."""
    return strewn(rng, size, noise, lambda x: np.where(x < 0.0, -1.0, 1.0))


def bumps(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Array]:
    """Three bumps of different width on level ground."""

    def curve(x: Array) -> Array:
        found: Array = (
            np.exp(-((x + 4.0) ** 2))
            - 0.8 * np.exp(-(x**2) / 0.5)
            + 0.6 * np.exp(-((x - 3.5) ** 2) / 2.0)
        )
        return found

    return strewn(rng, size, noise, curve)


def plane(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Array]:
    """(x1 + x2) / 10; noise moves the place whose number is told."""
    points = anywhere(rng, size)
    return points, slope(points + shifts(rng, size, noise))


def slope(points: Array) -> Array:
    total: Array = points.sum(axis=1) / 10.0
    return total


HILLS = np.array([
    [-4.0, 2.5, 1.0], [0.0, 2.5, -1.0], [4.0, 2.5, 1.0],
    [-4.0, -2.5, -1.0], [0.0, -2.5, 1.0], [4.0, -2.5, -1.0],
])  # fmt: skip
"""Where each stands, and 1 for a hill or -1 for a hollow."""


def hills(rng: np.random.Generator, size: int, noise: float) -> tuple[Array, Array]:
    """Three hills and three hollows, each from 1 in its middle down to 0 two steps away."""
    points = anywhere(rng, size)
    return points, height(points + shifts(rng, size, noise))


def height(points: Array) -> Array:
    """Of the hill or hollow that is the most so there."""
    away = np.hypot(*(points[:, np.newaxis, axis] - HILLS[:, axis] for axis in (0, 1)))
    heights = HILLS[:, 2] * np.maximum(0.0, 1.0 - away / 2.0)
    most = np.abs(heights).argmax(axis=1)
    found: Array = heights[np.arange(len(points)), most]
    return found


def strewn(
    rng: np.random.Generator, size: int, noise: float, curve: Callable[[Array], Array]
) -> tuple[Array, Array]:
    x = rng.uniform(-REACH, REACH, size)
    return x[:, np.newaxis], curve(x) + rng.normal(0.0, noise, size)


def anywhere(rng: np.random.Generator, size: int) -> Array:
    return rng.uniform(-REACH, REACH, (size, 2))


def shifts(rng: np.random.Generator, size: int, noise: float) -> Array:
    return noise * rng.uniform(-REACH, REACH, (size, 2))


CURVES: dict[str, Curve] = {
    "sine": sine,
    "step": step,
    "bumps": bumps,
    "plane": plane,
    "hills": hills,
}
