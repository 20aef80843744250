"""Numbers that stand for gaps: -999 far out, -1 among answers from 1 to 5, a pressure of 0."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from .arrays import Array
from .cell_numbers import NO_VALUE, NOW, NumberStyle
from .table_columns import Column, make_column
from .table_reading import Given

GAP_NUMBERS = (
    -9.0, -99.0, -999.0, -9999.0, -99999.0, 999.0, 9999.0, 99999.0, -99.9, -999.9, -9999.9, 999.9,
    9999.9, -99.99, -999.99, 999.99, -32768.0, 32767.0, 65535.0, -2147483648.0, 1e20, -1e20, 1e30,
    -1e30, 1e31, -1e31, 1e36, 9.969209968386869e36, -1e34, 1e34,
)  # fmt: skip
FEWEST = 3
"""Of other numbers, which tell how far out one of GAP_NUMBERS is."""

MANY = 8
"""So many different other numbers tell whether a 0 can be one of them."""

NEVER_0 = re.compile(
    r"\bage\b|weight|height|pressure|(?<![a-z])bp(?![a-z])|bmi|glucose|insulin|pulse|heart.?rate|skin.?thick"
    r"|\bchol|hemoglobin|year|gewicht|größe|groesse|\balter\b|blutdruck|puls|baujahr|jahr"
    r"|年龄|年齡|体重|體重|身高|血压|血壓|血糖|心率|脉搏|胰岛素|年份",
    re.IGNORECASE,
)
"""Names of what is measured and is never 0."""

LONGEST_SCALE = 6
BEYOND_SCALE = (7.0, 8.0, 9.0, 77.0, 88.0, 97.0, 98.0, 99.0)
"""What questionnaires write, above a scale that begins with 1, for no answer."""

BELOW_ZERO = tuple(float(-digit) for digit in range(1, 10))
"""What they write for it below 0."""

MOST_NUMBERS = 3

FAR_ABOVE = 20
"""Below numbers that go so high, -1 stands for a gap also where most rows have it."""


def read_gap_numbers(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    styles: Sequence[NumberStyle],
    given: Given,
) -> list[Column]:
    """The columns, where the numbers that are said to stand for gaps are gaps."""
    everywhere, by_name = given.get("gap_numbers", ()), given.get("gaps_in", {})
    found = []
    for column, own, style in zip(columns, cells, styles, strict=True):
        numbers = [*everywhere, *by_name.get(column.name, ())]
        gaps = np.isin(column.numbers, numbers) if numbers and column.is_numeric else np.zeros(1)
        if gaps.any():
            blank = ["" if gap else cell for cell, gap in zip(own, gaps, strict=True)]
            made = make_column(
                column.name, blank, style, nameless=column.nameless, units=column.units
            )
            column = replace(made, first=column.first)
        found.append(column)
    return found


def read_gap_words(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], given: Given
) -> list[Column]:
    """The columns, where the gaps of those that are said are words: None, if all say so."""
    found = []
    for column, own in zip(columns, cells, strict=True):
        wanted = column.name in given.get("gap_words", ()) and column.class_names
        if wanted and not column.is_numeric:
            word = column.gap or NO_VALUE
            named = [word if gap else cell for cell, gap in zip(own, column.missing, strict=True)]
            style = NumberStyle(version=given.get("version", NOW), no_gaps=True)
            made = make_column(column.name, named, style, nameless=column.nameless, words=True)
            first, code = column.first, column.is_code
            column = replace(made, first=first, is_code=code, gap_word=word)
        found.append(column)
    return found


def takes_gap_word(column: Column) -> bool:
    """Whether it is a feature also with one word more."""
    names = (*column.class_names, NO_VALUE)
    return (
        not column.is_numeric
        and replace(column, class_names=names, different=column.different + 1).is_feature
    )


def stand_for_gaps(columns: Collection[Column]) -> dict[float, tuple[list[str], int]]:
    """The numbers that most likely stand for gaps: in which columns, and in how many cells."""
    return in_columns(columns, {c.name: [n for n in gaps_of(c) if is_far(c, n)] for c in columns})


def gaps_of(column: Column) -> list[float]:
    """Those of GAP_NUMBERS that it has."""
    there = {*column.numbers[np.isin(column.numbers, GAP_NUMBERS)].tolist()}
    return [number for number in GAP_NUMBERS if number in there]


def may_stand_for_gaps(columns: Collection[Column]) -> dict[float, tuple[list[str], int]]:
    """The same of numbers that are usual elsewhere, so they are gaps in these columns only."""
    return in_columns(columns, {c.name: unlikely(c) for c in columns})


def in_columns(
    columns: Collection[Column], numbers: dict[str, list[float]]
) -> dict[float, tuple[list[str], int]]:
    found: dict[float, tuple[list[str], int]] = {}
    for column in columns:
        for number in numbers[column.name]:
            names, count = found.get(number, ([], 0))
            found[number] = [*names, column.name], count + int((column.numbers == number).sum())
    return found


def is_far(column: Column, number: float) -> bool:
    numbers = column.numbers
    there = column.is_numeric and not column.dates and bool((numbers == number).any())
    return there and stands_out(numbers[~np.isin(numbers, unlikely(column))], number)


def stands_out(numbers: Array, number: float) -> bool:
    """Whether it is far from all others: negative alone, or further than they span."""
    rest = numbers[np.isfinite(numbers) & ~np.isin(numbers, GAP_NUMBERS)]
    if rest.size < FEWEST:
        return False
    low, high = float(rest.min()), float(rest.max())
    if number < 0.0:
        return low >= 0.0 or number < low - (high - low)
    return number > high + 2.0 * (high - low)


def unlikely(column: Column) -> list[float]:
    """The numbers of a column that can hardly be values of it, from its other ones."""
    if not column.is_numeric or column.dates or column.is_truth:
        return []
    n = column.numbers[np.isfinite(column.numbers)]
    values, counts = np.unique(n[~np.isin(n, GAP_NUMBERS)], return_counts=True)
    how_often = dict(zip(values.tolist(), counts.tolist(), strict=True))
    return [*below(how_often), *zero(how_often, column.name), *beyond(how_often)]


def below(how_often: dict[float, int]) -> list[float]:
    """-1, or -1 and -2 and so on, the only negative ones, below numbers that begin with 1 or more.

    Where 0 is there, too, they go on from it, unless there are more of -1 than of 0.
    """
    negative = [value for value in how_often if value < 0]
    rest = [value for value in how_often if value >= 0]
    if not 0 < len(negative) <= MOST_NUMBERS or len(rest) < FEWEST:
        return []
    if not all(value in BELOW_ZERO for value in negative):
        return []
    whole = all(value.is_integer() for value in rest)
    small = [value for value in negative if whole and value > -7.0]
    balanced = bool(small) and max(rest) <= -2.0 * min(small)  # as -2, -1, 1 and 2
    count = sum(how_often[value] for value in negative)
    mostly = 2 * count > sum(how_often.values()) and max(rest) <= FAR_ABOVE
    if balanced or mostly:
        return []
    if 0.0 in rest:
        more = how_often[max(negative)] > how_often[0.0]
        return negative if whole and more and len(rest) >= 2 * FEWEST else []
    apart = whole and (max(rest) <= 10 or min(rest) - max(negative) > 5)
    return negative if apart or count > 1 else []


def zero(how_often: dict[float, int], name: str) -> list[float]:
    """0, where all others are far above it: further than they are from one another."""
    rest = sorted(value for value in how_often if value > 0)
    if not how_often.get(0.0) or min(how_often) < -MOST_NUMBERS or len(rest) < FEWEST:
        return []
    steps = np.diff(rest[:MANY])
    usual, largest = float(np.median(steps)), float(steps.max())
    share = how_often[0.0] / sum(how_often.values())
    if NEVER_0.search(name.replace("_", " ")):
        return [0.0] if rest[0] >= 3.0 * usual and rest[0] > 1.0 and share <= 0.6 else []
    middle = float(np.median(np.repeat(rest, [how_often[value] for value in rest])))
    apart = rest[0] >= max(5.0 * usual, 2.5 * largest, 0.4 * middle)
    return [0.0] if len(rest) >= MANY and apart and share <= 0.25 else []


def beyond(how_often: dict[float, int]) -> list[float]:
    """9, or 8 and 9, or 99, above a scale from 1 to at most 6."""
    values = sorted(value for value in how_often if value > 0)
    steps = [float(step) for step in range(1, LONGEST_SCALE + 1)]
    scale = [value for value, step in zip(values, steps, strict=False) if value == step]
    rest = values[len(scale) :]
    if 0.0 in how_often or len(scale) < FEWEST or not rest or rest[0] < scale[-1] + 3.0:
        return []
    often = sum(how_often[value] for value in rest)
    known = all(value in BEYOND_SCALE for value in rest) and len(rest) <= MOST_NUMBERS
    return rest if known and 1 < often <= sum(how_often.values()) / 2 else []
