"""Columns of dates made into numbers: each date is the days since the column's first.

Which of 03/04/2024 is the month is told by the other cells, of the column or of the table; where
none tells, somebody is asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .cell_dates import DIGITS, ORDERS, YEAR_AND_MONTH, days_of, iso, pattern_of, written
from .cell_numbers import ASCII, NOW
from .number_style import Question
from .table_columns import Column, Dates
from .table_reading import Given

LIKELY = 20
"""So many different cells tell whether a column may hold dates at all."""

FEWEST = 3
VARIED = 6
"""So many different months in their order, as 202311, 202312, 202401, are hardly chance."""

MONTH_NAME = re.compile(
    r"month|monat|mois|mes\b|date|datum|period|yyyymm|yearmon|年月|月份", re.IGNORECASE
)


def find_seasons(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], given: Given
) -> tuple[str, ...]:
    """The columns in which 2009-10 is from one year to the next, and not October."""
    each = zip(columns, cells, strict=True)
    return tuple(given.get("seasons", [column.name for column, own in each if are_seasons(own)]))


def are_seasons(cells: Sequence[str]) -> bool:
    """Whether in all such cells the second number follows the first."""
    different = [cell if cell.isascii() else cell.translate(ASCII) for cell in dict.fromkeys(cells)]
    found = [match for cell in different if (match := YEAR_AND_MONTH.fullmatch(cell))]
    follows = [int(match["m"]) == (int(match["y"]) + 1) % 100 for match in found]
    return len(found) > 1 and all(follows)


def read_dates(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    seasons: Sequence[str],
    given: Given,
) -> tuple[list[Column], str, list[Question]]:
    """The columns, those of dates as numbers; the order of the day, and what should be asked.

    That order is for cells that do not say it themselves: one of `table_reading.DATES`. Those of
    `seasons` stay words.
    """
    said = given.get("dates", "")
    if said == "words":
        return [*columns], said, []
    version = given.get("version", NOW)
    looked = [
        {} if column.name in seasons or column.dates else dates_in(column, own, version)
        for column, own in zip(columns, cells, strict=True)
    ]
    possible = [orders_of(each) if each else () for each in looked]
    clear = [orders[0] for orders in possible if len(orders) == 1 and orders != ("ymd",)]
    likely = said or next(iter(clear), "")
    found, used, questions = [], [said], []
    for column, own, orders, all_cells in zip(columns, looked, possible, cells, strict=True):
        if not orders:
            found.append(column)
            continue
        used.append(likely if likely in orders else orders[0])
        if len(orders) > 1 and not likely:
            questions += question(column.name, own, orders)
        found.append(with_days(column, own, all_cells, used[-1], orders))
    return found, next((order for order in used if order not in ("", "ymd")), "ymd"), questions


def dates_in(
    column: Column, cells: Sequence[str], version: int = NOW
) -> dict[str, dict[str, float]]:
    """What each different cell means in each order; empty where the column holds no dates."""
    if column.is_truth:
        return {}
    if column.is_numeric:
        return dates_of_digits(column, cells) if version > 4 else {}
    different = [*dict.fromkeys(cells)]
    if not any(written(cell, version) for cell in different[:LIKELY]):
        return {}
    means = {}
    for cell in different:
        match = written(cell, version)
        if match and "a" in match.re.groupindex:
            means[cell] = {order: days_of(match, order) for order in ORDERS}
        elif match:
            means[cell] = dict.fromkeys(ORDERS, days_of(match, "ymd"))
    there = (~column.missing).sum()
    return means if 2 * sum(cell in means for cell in cells) >= there > 0 else {}


def dates_of_digits(column: Column, cells: Sequence[str]) -> dict[str, dict[str, float]]:
    """The same of digits alone: 20240301, and 202403 where the name or the order says so."""
    if not any(map(DIGITS.fullmatch, cells[:LIKELY])):
        return {}
    different = [*dict.fromkeys(c for c, gap in zip(cells, column.missing, strict=True) if not gap)]
    if len(different) < FEWEST or len({*map(len, different)}) > 1:
        return {}
    found = {cell: days_of(match, "ymd") for cell in different if (match := DIGITS.fullmatch(cell))}
    days = np.array([*found.values()])
    if len(found) < len(different) or not np.isfinite(days).all():
        return {}
    if len(different[0]) == len("202403"):
        in_time = len(days) >= VARIED and bool((np.diff(days) > 0.0).all())
        if not in_time and not MONTH_NAME.search(column.name):
            return {}
    return {cell: dict.fromkeys(ORDERS, day) for cell, day in found.items()}


def orders_of(means: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
    """The orders in which most cells are dates; but one, where all of them mean the same."""
    count = {o: sum(bool(np.isfinite(each[o])) for each in means.values()) for o in ORDERS}
    most = max(count.values())
    if 2 * most < len(means) or not most:
        return ()
    best = tuple(order for order in ORDERS if count[order] == most)
    in_days = {order: np.array([each[order] for each in means.values()]) for order in best}
    different = [
        order
        for at, order in enumerate(best)
        if not any(
            np.array_equal(in_days[order], in_days[other], equal_nan=True) for other in best[:at]
        )
    ]
    if "dmy" in different and all("." in cell for cell in means):
        return ("dmy",)  # nobody writes the month first with points
    return tuple(different)


def question(
    name: str, means: Mapping[str, Mapping[str, float]], orders: Sequence[str]
) -> list[Question]:
    """What a cell means that may mean several dates; the first that there is."""
    for cell, each in means.items():
        values = [each[order] for order in orders]
        if np.isfinite(values).all() and len({*values}) > 1:
            said = [Given(dates=order) for order in orders]
            return [Question(name, cell, tuple(zip(values, said, strict=True)), "date")]
    return []


def with_days(
    column: Column,
    means: Mapping[str, Mapping[str, float]],
    cells: Sequence[str],
    order: str,
    orders: Sequence[str],
) -> Column:
    known = {cell: each[order] for cell, each in means.items()}
    numbers = np.array([known.get(cell, np.nan) for cell in cells])
    first = float(np.floor(np.nanmin(numbers)))
    pattern = pattern_of((cell for cell in known if np.isfinite(known[cell])), order)
    others = tuple(each for each in orders if each != order)
    dates = Dates(order, pattern, iso(first), first, others)
    return replace(column, numbers=numbers - first, dates=dates)
