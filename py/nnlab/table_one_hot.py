"""Classes that a table holds in several columns of 0 and 1, one for each class."""

import re
from collections.abc import Sequence

import numpy as np

from .table_columns import Column

MOST_COLUMNS = 40
"""Columns of 0 and 1 side by side that are looked at."""


def one_hot_group(columns: Sequence[Column], target: str) -> list[str]:
    """The columns side by side, `target` among them, that have just one 1 in each row; or none.

    Where `target` is another kind of column, those of which each says one of its classes.
    """
    binary = [is_binary(column) for column in columns]
    at = next((i for i, column in enumerate(columns) if column.name == target), -1)
    if at < 0:
        return []
    if not binary[at]:
        return indicators(columns, columns[at])
    first = last = at
    while first > 0 and binary[first - 1] and last - first < MOST_COLUMNS:
        first -= 1
    while last + 1 < len(columns) and binary[last + 1] and last - first < MOST_COLUMNS:
        last += 1
    ones = np.cumsum([column.numbers for column in columns[first : last + 1]], axis=0)
    ones = np.vstack([np.zeros_like(ones[:1]), ones])
    for begin in range(at - first + 1):
        for end in range(last - first + 1, max(at - first, begin + 1), -1):
            if (ones[end] - ones[begin] == 1).all():
                return [column.name for column in columns[first + begin : first + end]]
    return []


def is_binary(column: Column) -> bool:
    n = column.numbers
    return not column.missing.any() and bool(((n == 0) | (n == 1)).all()) and column.different == 2


def indicators(columns: Sequence[Column], classes: Column) -> list[str]:
    """Columns of two numbers, each of which is the higher one just for one of the classes.

    A single one may be a measure that happens to tell that class, unless it has the class's name.
    """
    if not classes.codes.size:
        return []
    found, named = [], False
    for column in columns:
        there = np.isfinite(column.numbers)
        values = np.unique(column.numbers[there])
        if column is classes or values.size != 2 or 2 * there.sum() < there.size:
            continue
        is_high = column.numbers == values[1]
        for code, name in enumerate(classes.class_names):
            if np.array_equal(is_high[there], (classes.codes == code)[there]):
                found.append(column.name)
                named = named or name.casefold() in column.name.casefold()
    return found if len(found) > 1 or named else []


def join_one_hot(columns: Sequence[Column]) -> tuple[str, list[str]]:
    """One column's name and cells: for each row the column in which it has its 1, else "".

    What all names begin with, such as "kind_", becomes the name.
    """
    names = [column.name for column in columns]
    starts = [names[0][: mark.end()] for mark in re.finditer("[ _.:=-]", names[0])]
    start = max((s for s in starts if all(n.startswith(s) for n in names)), key=len, default="")
    classes = [name.removeprefix(start) for name in names]
    ones = np.array([column.numbers == 1 for column in columns])
    once = ones.sum(axis=0) == 1
    at = ones.argmax(axis=0)
    cells = [classes[code] if one else "" for code, one in zip(at, once, strict=True)]
    name = start[:-1]
    return "class" if name.lower() in ("", "is") else name, cells
