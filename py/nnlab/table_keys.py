"""Rows in which each cell says its own name, as loggers print them: Temp: 23.5, Hum: 40."""

from collections.abc import Sequence

from .cell_numbers import NOW
from .cell_units import is_number
from .dividing import NAMED, Row

FEWEST = 3


def with_names_above(rows: Sequence[Row], version: int = NOW) -> list[Row]:
    """The rows without those names, which then stand in a first row; other rows as they are."""
    width = len(rows[0].cells)
    if version < 5 or len(rows) < FEWEST or not any(map(NAMED.fullmatch, rows[0].cells)):
        return [*rows]
    if any(len(row.cells) != width for row in rows):
        return [*rows]
    names, columns, numbers = [], [], 0
    for cells in zip(*(row.cells for row in rows), strict=True):
        found = [match for cell in cells if (match := NAMED.fullmatch(cell))]
        alike = len(found) == len(cells) and len({match[1] for match in found}) == 1
        names.append(found[0][1] if alike else "")
        columns.append([match[2] for match in found] if alike else cells)
        numbers += alike and all(map(is_number, columns[-1]))
    if not numbers:
        return [*rows]
    without = [
        Row(row.line, [*own]) for row, own in zip(rows, zip(*columns, strict=True), strict=True)
    ]
    return [Row(rows[0].line, names), *without]
