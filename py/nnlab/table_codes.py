"""Digits that are no numbers: codes such as 01037, and numbers that stand for gaps, as -999."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from .arrays import Array
from .cell_numbers import NumberStyle
from .table_columns import Column, make_column
from .table_reading import Given
from .table_roles import is_row_number, named_id

CODE_LENGTHS = range(4, 11)
MOST_ZEROS = 2
"""More of them in front rather fill up numbers that were measured, to one width."""

GAP_NUMBERS = (-9.0, -99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0)
FEWEST = 3
"""Of other numbers, which tell how far out one of GAP_NUMBERS is."""


def read_codes(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], given: Given
) -> tuple[list[Column], tuple[str, ...]]:
    """The columns, those of codes as words; and the names of these."""
    each = [*zip(columns, cells, strict=True)]
    guessed = tuple(column.name for column, own in each if is_codes(column, own))
    names = given.get("codes", guessed)
    return [as_words(column, own) if column.name in names else column for column, own in each], (
        tuple(names)
    )


def is_codes(column: Column, cells: Sequence[str]) -> bool:
    """Whether its cells are digits, all as many, and some have a 0 in front: as postcodes have."""
    if not column.is_numeric or is_row_number(column) or named_id(column):
        return False
    different = {*cells} - {cell for cell, gap in zip(cells, column.missing, strict=True) if gap}
    lengths = {len(cell) for cell in different}
    if len(lengths) != 1 or not lengths <= {*CODE_LENGTHS}:
        return False
    if not all(cell.isdecimal() for cell in different):
        return False
    zeros = [len(cell) - len(str(int(cell))) for cell in different if int(cell)]
    return bool(zeros) and 0 < max(zeros) <= MOST_ZEROS


def as_words(column: Column, cells: Sequence[str]) -> Column:
    words = make_column(column.name, cells, NumberStyle(), nameless=column.nameless, words=True)
    return replace(words, is_code=True)


def read_gap_numbers(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    styles: Sequence[NumberStyle],
    given: Given,
) -> list[Column]:
    """The columns, where the numbers that are said to stand for gaps are gaps."""
    numbers = [*given.get("gap_numbers", ())]
    found = []
    for column, own, style in zip(columns, cells, styles, strict=True):
        gaps = np.isin(column.numbers, numbers) if numbers and column.is_numeric else np.zeros(1)
        if gaps.any():
            blank = ["" if gap else cell for cell, gap in zip(own, gaps, strict=True)]
            made = make_column(
                column.name, blank, style, nameless=column.nameless, units=column.units
            )
            column = replace(made, first=column.first)
        found.append(column)
    return found


def stand_for_gaps(columns: Collection[Column]) -> dict[float, tuple[list[str], int]]:
    """The numbers that most likely stand for gaps: in which columns, and in how many cells."""
    found: dict[float, tuple[list[str], int]] = {}
    for code in GAP_NUMBERS:
        names = [c.name for c in columns if c.is_numeric and stands_out(c.numbers, code)]
        if names:
            count = sum(int((c.numbers == code).sum()) for c in columns if c.name in names)
            found[code] = names, count
    return found


def stands_out(numbers: Array, code: float) -> bool:
    """Whether it is there, and far from all others: negative alone, or further than they span."""
    rest = numbers[np.isfinite(numbers) & ~np.isin(numbers, GAP_NUMBERS)]
    if rest.size < FEWEST or not (numbers == code).any():
        return False
    low, high = float(rest.min()), float(rest.max())
    if code < 0.0:
        return low >= 0.0 or code < low - (high - low)
    return code > high + 2.0 * (high - low)
