"""Whether a table's first row has the columns' names."""

import re
from collections.abc import Sequence

import numpy as np

from .cell_clocks import clock
from .cell_dates import written
from .cell_numbers import ANY_STYLE, MISSING, number
from .cell_units import divided, is_number

MOST_ROWS = 200
"""So many rows below the first are looked at."""

WHOLE = re.compile(r"\d+(\.0)?")

MANY = 6
"""So many numbers that rise by equal steps are names, such as wavelengths."""


def is_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of a table's rows names its columns.

    It does when no cell of it is a number. It may be numbers in part, such as years or the running
    numbers of pandas, beside a word over a column of numbers, or a word that is in no row below.
    """
    columns = [[row[i] for row in rows[:MOST_ROWS] if len(row) > i] for i in range(len(first))]
    for cell, below in zip(first, columns, strict=True):
        filled = [each for each in below if each.lower() not in MISSING]
        if is_moment(cell) and filled and all(map(is_moment, filled)):
            return False
    numeric = [is_number(cell) for cell in first]
    if not any(numeric) or (not first[0] and counts_rows(rows)):
        return True
    written = [cell for cell in first if cell]
    if len({*written}) < len(written):
        return False
    numbered = [i for i, is_one in enumerate(numeric) if is_one]
    values = [value(first[i]) for i in numbered]
    whole = all(WHOLE.fullmatch(first[i]) for i in numbered)
    steps = np.diff(values)
    evenly = len(values) >= MANY and bool((steps > 0).all() and np.allclose(steps, steps[0]))
    words = [i for i, cell in enumerate(first) if cell.lower() not in MISSING and not numeric[i]]
    if any(holds_numbers(columns[i]) for i in words):
        return whole or evenly
    if any(first[i] in columns[i] for i in words):
        return False
    telling = [i for i in words if repeats(columns[i])]
    if words and (not telling or (len(telling) < len(words) and len(numbered) < 2)):
        return False
    counts = whole and len(values) > 1 and values == [values[0] + i for i in range(len(values))]
    if words:
        outside = whole and all(is_outside(first[i], columns[i]) for i in numbered)
        return evenly or outside or (counts and values[0] in (0.0, 1.0))
    if not counts or values[0] not in (0.0, 1.0) or len(values) < len(written):
        return False
    if any(has_fractions(column) for column in columns):
        return True
    goes_on = [str(int(each) + len(values)) for each in values]  # a table that counts through
    outside = any(is_outside(first[i], columns[i]) for i in numbered)
    return (
        len(values) > 2
        and outside
        and [column[:1] for column in columns] != [[each] for each in goes_on]
    )


def counts_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first column is an index that was written with its table."""
    first = [row[:1] for row in rows[:MOST_ROWS]]
    return len(first) > 2 and first == [[str(i)] for i in range(len(first))]


def value(cell: str) -> float:
    readings = (number(divided(cell)[0] or cell, style) for style in ANY_STYLE)
    return next(value for value in readings if np.isfinite(value))


def holds_numbers(cells: Sequence[str]) -> bool:
    """Whether nearly all of a column is numbers."""
    there = [cell for cell in cells if cell.lower() not in MISSING]
    return len(there) > 0 and sum(map(is_number, there)) >= 0.9 * len(there)


def has_fractions(cells: Sequence[str]) -> bool:
    return any(is_number(cell) and not value(cell).is_integer() for cell in cells)


def is_outside(cell: str, cells: Sequence[str]) -> bool:
    """Whether a number is smaller or larger than all of a column, as years over amounts are."""
    values = [value(each) for each in cells if is_number(each)]
    return len(values) > 0 and not min(values) <= value(cell) <= max(values)


def repeats(cells: Sequence[str]) -> bool:
    """Whether a column's words stand in it twice or more on average, as classes do."""
    return len(cells) > 0 and 2 * len({*cells}) <= len(cells)


def is_moment(cell: str) -> bool:
    """Whether a cell holds a date or a time."""
    return written(cell) is not None or clock(cell) is not None
