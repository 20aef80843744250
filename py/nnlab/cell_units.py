"""A unit behind each number of a column, as in 5.1 cm, which then is a column of numbers."""

import re
from collections.abc import Sequence

from .cell_numbers import NOW, NumberStyle, is_plain_number

MOST_UNITS = 4
"""More in one column are no units of one measure."""

BEHIND = re.compile(
    r"(?P<number>[+\-−]?[\d.,'’]*\d)[ \u00a0\u202f]?"
    r"(?P<unit>[^\W\d_°][^\W\d_]{0,9}[²³]?|[cdkm]?m\^?[23]|(?:sq|cu)\.? ?[a-z]{1,6}|°[CF]?|[℃℉]"
    r"|[^\W\d_]{1,5}/[^\W\d_]{1,5}\^?[²³23]?)"
)


FIRST_BEHIND = re.compile(
    r"(?P<number>[+\-−]?[\d.,'’]*\d)[ \u00a0\u202f]?"
    r"(?P<unit>[^\W\d_°][^\W\d_]{0,9}[²³]?|°[CF]?|[^\W\d_]{1,5}/[^\W\d_]{1,5}[²³]?)"
)
"""Before version 3 of `cell_numbers.NOW`."""


def divided(cell: str, version: int = NOW) -> tuple[str, str]:
    """The number of a cell and the unit behind it, as they are written; ("", "") for another."""
    found = (BEHIND if version > 2 else FIRST_BEHIND).fullmatch(cell)
    if found and version < 4 and found["unit"] in "℃℉":
        return "", ""
    if not found or not is_plain_number(found["number"]) or is_plain_number(cell):
        return "", ""
    return found["number"], found["unit"]


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, with a unit or without."""
    return is_plain_number(cell) or divided(cell) != ("", "")


def without_unit(cells: Sequence[str], version: int = NOW) -> tuple[Sequence[str], tuple[str, ...]]:
    """The cells without their unit, and that unit; where units differ, the cells as they are, with
    those units: a column of cm and mm is no column of numbers. () where not all have one."""
    gaps = NumberStyle(version=version).gaps
    there = [cell for cell in dict.fromkeys(cells) if cell.lower() not in gaps]
    if version < 2 or len(there) < 2 - (version > 3) or not divided(there[0], version)[1]:
        return cells, ()
    parts = {cell: divided(cell, version) for cell in there}
    units = tuple(dict.fromkeys(unit for _, unit in parts.values()))
    if "" in units or len(units) > MOST_UNITS:
        return cells, ()
    if len(units) > 1:  # letters alone rather are a part of codes, as in 12A and 12B
        return cells, units if max(map(len, units)) > 1 else ()
    return [parts[cell][0] if cell in parts else cell for cell in cells], units
