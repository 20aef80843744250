"""Columns that look like the target: rounded, its logarithm, with tax, or parted by thresholds.

In order, both change together, which chance hardly does. But so do measures of things that are far
apart, as the petals of two species: who cuts a measure into spans cuts where rows are close.
"""

import re
from collections.abc import Sequence
from math import lgamma, log

import numpy as np

from .arrays import Array
from .data import Labels
from .table_columns import Column

FEWEST_ROWS = 20
FEWEST_OF_EACH = 10
"""Rows of a class on average: of fewer, many a measure has one span for each."""

MOST_CLASSES = 6
MANY = 12
"""So many different numbers are something measured."""

CHANCE = log(1e5)
"""In so many orders, at least, the rows could stand otherwise."""

NEAR = 3
"""Rows at each side of a border, or a tenth of that side's: how close they are there."""

CLOSE = 0.5
"""They are at least half as close as rows are on average."""

CLOSE_OF_CLASSES = 0.65
"""The same of classes, which by nature may lie side by side."""

WIDE = 5.0
"""A usual border is at most so many times as wide as a step from one number to the next."""

SAME = 0.9
"""So many rows have the number itself, or what a constant or a tax makes of it."""

TAXES = 2
"""Taxes that there are at most: the usual one, and that on books."""

LEAST_SHARE, MOST_SHARE = 0.65, 1.5
"""Of a price without tax in one with it, and the other way round."""

FEWEST_AT_BORDERS = 80
"""Rows times borders squared: in fewer, a good measure parts a number sharply without being it."""

PLACE = re.compile(r"[xyz][ _]?\d*", re.IGNORECASE)
"""The name of a coordinate: where a point lies may well tell its class."""

FIRST = 2000
"""Rows that are looked at before all: nearly always they tell already."""


def like_target(columns: Sequence[Column], target: Column, task: str) -> list[str]:
    """The names of columns that look like the target, as it is learnt."""
    others = [c for c in columns if c is not target and c.is_numeric and not c.dates]
    like = like_number if task == "numbers" else parts_classes
    return [column.name for column in others if like(column, target)]


def like_number(column: Column, target: Column) -> bool:
    """Whether it only rises, or only falls, with the number; or is the same in nearly all rows."""
    there = np.isfinite(column.numbers) & np.isfinite(target.numbers)
    x, y = column.numbers[there], target.numbers[there]
    values, numbers = np.unique(x).size, np.unique(y).size
    if x.size < FEWEST_ROWS or numbers < MANY or values < 2:
        return False
    if values >= MANY and mostly_same(x, y):
        return True
    for side in (x, -x):
        if in_one_order(side[:FIRST], y[:FIRST]) and in_one_order(side, y):
            if in_time(x):  # of a series, many a smooth number only rises or falls
                return False
            if (min(values, numbers) - 1) ** 2 * x.size < FEWEST_AT_BORDERS:
                return False
            return cut_where_close(side, y) if values < numbers else cut_where_close(y, side)
    return False


def in_one_order(x: Array, y: Array) -> bool:
    """Whether x never falls where y rises."""
    return bool((np.diff(x[np.lexsort((x, y))]) >= 0.0).all())


def in_time(numbers: Array) -> bool:
    """Whether the rows stand in its order, which then rather is when they were measured."""
    steps = np.diff(numbers)
    return bool((steps >= 0.0).all() or (steps <= 0.0).all())


def mostly_same(x: Array, y: Array) -> bool:
    """Whether nearly all rows have the number itself, or what a constant or a tax makes of it.

    Rows that have the most frequent number, such as days without rain, do not count.
    """
    numbers, counts = np.unique(y, return_counts=True)
    rest = y != numbers[counts.argmax()]
    x, y = x[rest], y[rest]
    if y.size < FEWEST_ROWS or np.unique(y).size < MANY:
        return False
    if most_frequent(x - y, float(np.abs(y).max()) * 1e-9, 1) >= SAME:
        return True
    large = y >= np.median(y)  # of a small price, cents are a part of the tax
    if (x[large] <= 0.0).any() or (y[large] <= 0.0).any():
        return False
    shares = x[large] / y[large]
    if not LEAST_SHARE <= float(shares.min()) <= float(shares.max()) <= MOST_SHARE:
        return False
    return most_frequent(shares, 5e-4, TAXES) >= SAME


def most_frequent(numbers: Array, width: float, values: int) -> float:
    """Which part of them the most frequent values make up, each of that width."""
    parts = []
    for offset in (0.0, 0.5):
        _, counts = np.unique(np.floor(numbers / width + offset), return_counts=True)
        parts.append(float(np.sort(counts)[::-1][:values].sum() / numbers.size))
    return max(parts)


def parts_classes(column: Column, classes: Column) -> bool:
    """Whether thresholds on it tell the few classes, each of which has one span of it."""
    few = 2 <= classes.different <= MOST_CLASSES and classes.codes.size > 0
    if not few or PLACE.fullmatch(column.name):
        return False
    there = np.isfinite(column.numbers) & (classes.codes >= 0)
    x, codes = column.numbers[there], classes.codes[there]
    if x.size < FEWEST_OF_EACH * classes.different or np.unique(x).size < MANY:
        return False
    if not one_span_each(x[:FIRST], codes[:FIRST]) or not one_span_each(x, codes):
        return False
    return spans(x, codes, CLOSE_OF_CLASSES)


def one_span_each(x: Array, codes: Labels) -> bool:
    """Whether no class has a number between those of another, or the same one."""
    order = np.argsort(x, kind="stable")
    changes = np.flatnonzero(np.diff(codes[order]))
    if len(changes) != np.unique(codes).size - 1:
        return False
    return bool((np.diff(x[order])[changes] > 0.0).all())


def spans(x: Array, codes: Labels, close: float = CLOSE) -> bool:
    """Whether groups, each with one span of x, look as if somebody had cut it into them."""
    lowest = np.full(int(codes.max()) + 1, np.inf)
    np.minimum.at(lowest, codes, x)
    return cut_where_close(lowest[codes], x, close)


def cut_where_close(groups: Array, measure: Array, close: float = CLOSE) -> bool:
    """Whether neighbouring groups of a measure touch, which is hardly by chance.

    Both rise together. Where nearly each row is a group of its own, nothing is cut.
    """
    _, sizes = np.unique(groups, return_counts=True)
    others = lgamma(measure.size + 1) - sum(lgamma(size + 1) for size in sizes.tolist())
    if others < CHANCE:
        return False
    if 2 * len(sizes) > measure.size:
        return len(sizes) >= MANY
    order = np.lexsort((measure, groups))
    ranked = measure[order]
    ends = np.cumsum(sizes)[:-1]  # where the next group begins
    steps = np.diff(ranked)
    borders = steps[ends - 1]
    inside = np.delete(steps, ends - 1)
    inside = inside[inside > 0.0]
    if not inside.size or float(np.median(borders)) > WIDE * float(inside.mean()):
        return False
    rows = np.minimum(np.maximum(NEAR, sizes // 10), sizes)
    low, high = ranked[ends - rows[:-1]], ranked[ends + rows[1:] - 1]
    near = (rows[:-1] + rows[1:] - 1) / np.maximum(high - low, 1e-300)
    usual = (measure.size - 1) / float(np.ptp(measure))
    return float(np.median(near)) >= close * usual
