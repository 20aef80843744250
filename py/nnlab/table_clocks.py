"""Columns of times of the day made into numbers: each time is the hours from midnight on."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .cell_clocks import clock, clock_pattern, hours, hours_of
from .table_columns import Column, Dates
from .table_reading import Given

LIKELY = 20
"""So many different cells tell whether a column may hold times at all."""

TIME_NAME = re.compile(
    r"zeit|uhr|\btime|\bklo|\btid|heure|hora|\bora\b|godzina|время|时间|時間|时刻|時刻",
    re.IGNORECASE,
)
TWO_DECIMALS = re.compile(r"\d{1,2}[.,][0-5]\d|")

VARIED = 12
"""So many different times without a colon, none at a full or half hundred, are hardly chance."""


def read_clocks(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], given: Given
) -> tuple[list[Column], tuple[str, ...]]:
    """The columns, those of times as numbers; and the names of these."""
    each = [*zip(columns, cells, strict=True)]
    guessed = tuple(column.name for column, own in each if holds_clocks(column, own))
    names = tuple(given.get("clocks", guessed))
    return [with_hours(c, own) if c.name in names else c for c, own in each], names


def holds_clocks(column: Column, cells: Sequence[str]) -> bool:
    """Whether at least half of what is there is times; 1:10, 1:20 and so on is rather a share."""
    if column.is_truth or column.is_numeric:
        return False
    different = [*dict.fromkeys(cells)]
    if not any(map(clock, different[:LIKELY])):
        return False
    looked = {cell: found for cell in different if (found := clock(cell))}
    times = {cell: found for cell, found in looked.items() if np.isfinite(hours_of(found))}
    wholes = {found["hour"] for found in times.values()}
    if (
        len(times) > 1
        and wholes == {"1"}
        and not any(f.groupdict().get("second") for f in times.values())
    ):
        return False
    there = int((~column.missing).sum())
    return 2 * sum(cell in times for cell in cells) >= there > 0


def with_hours(column: Column, cells: Sequence[str]) -> Column:
    known = {cell: hours(cell) for cell in dict.fromkeys(cells)}
    numbers = np.array([known[cell] for cell in cells])
    found = [cell for cell, value in known.items() if np.isfinite(value)]
    if not found:
        return column
    pattern = clock_pattern(max(found[:LIKELY], key=len))
    short = any(len(cell) < len(max(found, key=len)) for cell in found[:LIKELY])
    if short and "{hh}" in pattern:
        pattern = pattern.replace("{hh}", "{h}")
    dates = Dates("clock", pattern, found[0], 0.0)
    return replace(column, numbers=numbers, dates=dates, units=(), is_code=False)


def are_clock_digits(cells: Sequence[str]) -> bool:
    """Whether each cell is digits that may be a time, as in 0930."""
    return all(cell.isascii() and cell.isdecimal() and np.isfinite(hours(cell)) for cell in cells)


def may_be_clocks(column: Column) -> bool:
    """Whether its numbers may all be times without a colon: 517, or by the name 5.17, for 5:17."""
    if TIME_NAME.search(column.name) and all(map(TWO_DECIMALS.fullmatch, column.first)):
        return may_be_dotted(column)
    if column.dates or not column.is_whole or column.numbers.size < VARIED:
        return False
    n: set[float] = {*column.numbers[~column.missing].tolist()}
    if min(n) < 0 or not 1000 <= max(n) < 2400 or max(n) - min(n) < 600:
        return False
    minutes = [value % 100.0 for value in n]
    return max(minutes) < 60.0 and sum(minute % 50.0 > 0.0 for minute in minutes) >= VARIED


def may_be_dotted(column: Column) -> bool:
    """Whether its numbers may all be times with a point, as 5.17 for 5:17."""
    n: set[float] = {*column.numbers[~column.missing].tolist()}
    if column.dates or len(n) < VARIED or not all(0.0 <= value < 24.0 for value in n):
        return False
    minutes = [100.0 * (value % 1.0) for value in n]
    return max(minutes) < 59.5 and sum(minute > 0.5 for minute in minutes) >= VARIED // 2
