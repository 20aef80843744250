"""Tables whose rows are pictures, and drawings that are made to look like those pictures."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .arrays import Array
from .data import Labels

FEWEST, MOST = 16, 784
"""How many pixels a picture may have: 4 × 4 to 28 × 28."""

BLOCK = 4
"""A pixel's ink is counted in so many rows and columns of a finer grid, as the digits' was."""

SAMPLE, STRIDE = 500, 7919
"""So many rows are enough to see whether they are pictures."""

ALIKE = 0.25
"""The correlation, on average, from which on neighbours are taken for pixels."""


@dataclass(frozen=True)
class Pictures:
    """How a table's pictures are made: `side` × `side` numbers each, row by row from the top.

    `paper` and `ink` are the numbers of a pixel without ink and of one full of it. `height` is how
    much of the side a figure takes from top to bottom, and `share` how much of the picture is ink;
    both are what is usual in the table, and lie between 0 and 1.
    """

    side: int
    paper: float
    ink: float
    height: float
    share: float


def pictures_of(features: Array) -> Pictures | None:
    """What the rows of `features`, (rows, features), are as pictures; None when they are none.

    They are when there are as many columns as a square has pixels, all on one scale, and when
    neighbours in that square have like numbers.
    """
    side = math.isqrt(features.shape[1])
    if not can_be_square(features.shape[1]) or len(features) < 2:
        return None
    some = features[some_rows(len(features))]
    low, high = float(some.min()), float(some.max())
    spans = np.ptp(some, axis=0)
    if not high > low or np.mean(spans >= 0.5 * (high - low)) < 0.5 or alike(some, side) < ALIKE:
        return None
    squares = some.reshape(-1, side, side)
    edge = np.median(np.concatenate([squares[:, [0, -1]].ravel(), squares[:, :, [0, -1]].ravel()]))
    paper, ink = (low, high) if edge - low <= high - edge else (high, low)
    share = (squares - paper) / (ink - paper)
    rows = np.any(share > 0.1, axis=2)
    tops, bottoms = rows.argmax(axis=1), rows[:, ::-1].argmax(axis=1)
    height = float(np.median(side - tops - bottoms)) / side
    return Pictures(side, paper, ink, height, float(share.mean()))


def some_rows(rows: int) -> Labels:
    """All rows, or SAMPLE of them from all over the table, whatever order it is in."""
    return np.arange(rows) if rows <= SAMPLE else np.arange(SAMPLE) * STRIDE % rows


def can_be_square(numbers: int) -> bool:
    """Whether so many numbers can be a picture's."""
    return FEWEST <= numbers <= MOST and math.isqrt(numbers) ** 2 == numbers


def alike(features: Array, side: int) -> float:
    """How neighbours go together: their correlation, the mean over all pairs."""
    spread = features.std(axis=0)
    scaled = (features - features.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
    squares = scaled.reshape(-1, side, side)
    right = (squares[:, :, :-1] * squares[:, :, 1:]).mean()
    below = (squares[:, :-1] * squares[:, 1:]).mean()
    return float(min(right, below))


def draw(strokes: Sequence[Array], like: Pictures) -> Array:
    """Strokes, each (points, 2) of x to the right and y downwards, as one row of such a table.

    The drawing is made as high as the table's figures are and put into the middle, its lines are
    made so thick that as much of the picture is ink as there, and the ink is counted in blocks.
    Without any point the picture is blank.
    """
    side = like.side
    lines = [segments(np.asarray(stroke, np.float64)) for stroke in strokes if len(stroke) > 0]
    if not lines:
        return np.full(side * side, like.paper)
    ends = np.concatenate(lines)
    fine = side * BLOCK
    thick = wanted = 0.06 * fine
    for _ in range(4):  # the thicker the lines, the smaller what they go along
        thick = (thick + wanted) / 2.0
        away = distances(placed(ends, fine, like.height * fine - 2.0 * thick), fine)
        wanted = min(max(float(np.quantile(away, like.share)), 0.5), 0.2 * fine)
    inked: Array = (away <= wanted).reshape(side, BLOCK, side, BLOCK).sum(axis=(1, 3))
    shade = (like.ink - like.paper) / BLOCK**2
    return np.asarray(like.paper + inked * shade, np.float64).ravel()


def segments(stroke: Array) -> Array:
    """From each point to the next, (lines, 2 ends, 2); a single point is a line to itself."""
    following = stroke[1:] if len(stroke) > 1 else stroke
    return np.stack([stroke[: len(following)], following], axis=1)


def placed(ends: Array, fine: int, size: float) -> Array:
    """The lines, moved to the middle of a square of `fine`, and neither higher nor wider than
    `size`."""
    low, high = ends.min(axis=(0, 1)), ends.max(axis=(0, 1))
    largest = float((high - low).max())
    scale = size / largest if largest > 0.0 else 1.0
    return np.asarray((ends - (low + high) / 2.0) * scale + fine / 2.0, np.float64)


def distances(ends: Array, fine: int) -> Array:
    """How far each cell's middle is from the nearest of the lines: (fine, fine), row by row."""
    middles = np.arange(fine) + 0.5
    nearest = np.full((fine, fine), np.inf)
    for start, end in ends:
        way = end - start
        length = float(way @ way)
        x, y = middles - start[0], (middles - start[1])[:, np.newaxis]
        along = np.clip((x * way[0] + y * way[1]) / (length or 1.0), 0.0, 1.0)
        gap = (x - along * way[0]) ** 2 + (y - along * way[1]) ** 2
        np.minimum(nearest, gap, out=nearest)
    return np.asarray(np.sqrt(nearest), np.float64)
