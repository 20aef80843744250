"""Columns in which a network might read what it should find out, though not word for word."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .table_columns import Column
from .table_order import FEWEST_AT_BORDERS, spans

NEARLY = 0.95
"""So many rows have the class that is most frequent beside their word."""

FEWEST_ROWS = 12
EACH = 4
"""So many rows has a word on average: fewer go with the classes by chance."""

STRAIGHT = 1.0 - 1e-6
"""So much of a number, R², follows from the other."""


def near_target(columns: Sequence[Column], target: Column, task: str) -> list[str]:
    """The names of columns that go with the target nearly, or entirely, as it is learnt."""
    others = [c for c in columns if c is not target and c.is_feature and not c.dates]
    if task == "numbers":
        return [c.name for c in others if says_number(c, target)]
    return [c.name for c in others if nearly_says_class(c, target)]


def nearly_says_class(column: Column, classes: Column) -> bool:
    """Whether its words, as many as the classes or more, go with one class each."""
    if not column.is_class or not classes.is_class or column.different < classes.different:
        return False
    both = (column.codes >= 0) & (classes.codes >= 0)
    rows = int(both.sum())
    if rows < max(FEWEST_ROWS, EACH * column.different):
        return False
    if column.different > classes.different and column.is_numeric:
        return False  # a count or a measure may well tell the class
    table = np.zeros((column.different, classes.different))
    np.add.at(table, (column.codes[both], classes.codes[both]), 1.0)
    spread = {*table.argmax(axis=1).tolist()} == {*range(classes.different)}
    return spread and float(table.max(axis=1).sum()) >= NEARLY * rows


def says_number(column: Column, target: Column) -> bool:
    """Whether it is the number in another unit, or groups of it."""
    if not column.is_numeric:
        return groups(column, target)
    there = np.isfinite(column.numbers) & np.isfinite(target.numbers)
    x, y = column.numbers[there], target.numbers[there]
    if x.size < FEWEST_ROWS or min(np.unique(x).size, np.unique(y).size) < FEWEST_ROWS:
        return False
    if np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return False
    return float(np.corrcoef(x, y)[0, 1]) ** 2 >= STRAIGHT


def groups(column: Column, target: Column) -> bool:
    """Whether each of its words stands for a span of the number, and neighbours touch."""
    there = (column.codes >= 0) & np.isfinite(target.numbers)
    codes, y = column.codes[there], target.numbers[there]
    if column.different < 2 or codes.size < max(FEWEST_ROWS, EACH * column.different):
        return False
    if (column.different - 1) ** 2 * codes.size < FEWEST_AT_BORDERS:
        return False
    ranges = sorted(
        (float(y[codes == code].min()), float(y[codes == code].max())) for code in {*codes.tolist()}
    )
    apart = len(ranges) > 1 and all(a[1] < b[0] for a, b in pairwise(ranges))
    return apart and spans(y, codes)
