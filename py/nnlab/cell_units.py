"""A unit behind each number of a column, as in 5.1 cm, which then is a column of numbers."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from .cell_numbers import NOW, NumberStyle, is_plain_number

MOST_UNITS = 4
"""More in one column are no units of one measure."""

FIRST = 5
"""Of so many different cells one has a unit, where nearly all have."""

MOST_LACKING = 5
"""At most one in so many different cells lacks the unit that the others have."""

MOST_ODD = 10
"""At most one in so many cells is no number then."""

BEHIND = re.compile(
    r"(?P<number>[+\-−]?[\d.,'’]*\d)[ \u00a0\u202f]?"
    r"(?P<unit>[^\W\d_°][^\W\d_]{0,9}[²³]?|[cdkm]?m\^?[23]|(?:sq|cu)\.? ?[a-z]{1,6}|°[CF]?|[℃℉]"
    r"|[^\W\d_]{1,5}/[^\W\d_]{1,5}\^?[²³23]?|[lL]/100 ?km|[^\W\d_]{1,3}[·⋅*][^\W\d_]{1,3})"
)

LATER = re.compile(r"100|[·⋅*]")

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
    if found and version < 5 and LATER.search(found["unit"]):
        return "", ""
    if not found or not is_plain_number(found["number"]) or is_plain_number(cell):
        return "", ""
    return found["number"], found["unit"]


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, with a unit or without."""
    return is_plain_number(cell) or divided(cell) != ("", "")


def without_unit(cells: Sequence[str], version: int = NOW) -> tuple[Sequence[str], tuple[str, ...]]:
    """The cells without their unit, and that unit; where units differ, the cells as they are, with
    those units: a column of cm and mm is no column of numbers. () where they lack one. Where but a
    few do, these stay, with "" among the units if they are numbers."""
    gaps = NumberStyle(version=version).gaps
    there = [cell for cell in dict.fromkeys(cells) if cell.lower() not in gaps]
    first = there[: FIRST if version > 4 else 1]
    if version < 2 or len(there) < 2 - (version > 3):
        return cells, ()
    if not any(divided(cell, version)[1] for cell in first):
        return cells, ()
    parts = {cell: divided(cell, version) for cell in there}
    units = tuple(dict.fromkeys(unit for _, unit in parts.values()))
    if "" in units and version > 4 and (unit := of_nearly_all(parts)):
        odd = {cell for cell, (number, _) in parts.items() if not number}
        bare = {cell for cell in odd if is_plain_number(cell)}
        if MOST_ODD * sum(cell in odd - bare for cell in cells) > len(cells):
            return cells, ()  # “studio” beside 2 rooms is an answer
        units = (unit, "") if bare else (unit,)
    elif "" in units or len(units) > MOST_UNITS:
        return cells, ()
    elif len(units) > 1:  # letters alone rather are a part of codes, as in 12A and 12B
        return cells, units if max(map(len, units)) > 1 else ()
    return [parts[cell][0] or cell if cell in parts else cell for cell in cells], units


def of_nearly_all(parts: Mapping[str, tuple[str, str]]) -> str:
    """The one unit that but few cells lack, "" if there is none; 12A may be a code beside 12."""
    units = Counter(unit for _, unit in parts.values())
    lacking = units.pop("", 0)
    if len(units) != 1 or MOST_LACKING * lacking > len(parts):
        return ""
    (unit,) = units
    return "" if len(unit) == 1 and unit.isalpha() else unit
