"""Features made of two: squares, the product, sines. A network that gets them bends with less."""

import re
from collections.abc import Callable, Collection, Sequence

import numpy as np

from .arrays import Array
from .checks import names, one_of

Made = Callable[[Array, Array], Array]

MADE: dict[str, tuple[str, Made]] = {
    "square_x": ("{x}²", lambda x, _: x * x),
    "square_y": ("{y}²", lambda _, y: y * y),
    "product": ("{x}·{y}", lambda x, y: x * y),
    "sine_x": ("sin {x}", lambda x, _: np.sin(x)),
    "sine_y": ("sin {y}", lambda _, y: np.sin(y)),
}
"""What each is called, and how it is made of both features as they are measured."""


def checked(chosen: Collection[str]) -> tuple[str, ...]:
    """Names of MADE in its order. Raises ValueError for another one."""
    found = names("made", chosen)
    for name in found:
        one_of("made", name, MADE)
    return tuple(name for name in MADE if name in found)


def made_for(chosen: Sequence[str], features: int) -> tuple[str, ...]:
    """Those that are made of so many features: of two all, of any other number none."""
    return tuple(chosen) if features == 2 else ()


def with_made(inputs: Array, chosen: Sequence[str]) -> Array:
    """Raw inputs (2, n), and below them what is made of them: (2 + made, n)."""
    return np.vstack([inputs, *(MADE[name][1](*inputs)[np.newaxis] for name in chosen)])


def made_names(feature_names: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """What those are called, of two features without their units."""
    if not chosen:
        return ()
    x, y = (re.sub(r"\s*[(（][^)）]*[)）]$", "", name) for name in feature_names)
    return tuple(MADE[name][0].format(x=x, y=y) for name in chosen)
