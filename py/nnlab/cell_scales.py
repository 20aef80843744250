"""Numbers with something behind them, and words that look like numbers.

A word multiplies (2.5万) or names a step of a scale (5 - very much); there are the most points
(8/10), an error (4.5 ± 0.1). Words are marks such as 3-, and codes such as 1E3.
"""

import re
from collections.abc import Callable, Collection, Sequence

from .cell_numbers import MISSING, is_plain_number

POWERS = {
    "k": 3, "K": 3, "Tsd": 3, "tsd": 3, "千": 3, "万": 4, "萬": 4, "M": 6, "mn": 6, "Mio": 6,
    "mio": 6, "B": 9, "bn": 9, "Mrd": 9, "mrd": 9, "亿": 8, "億": 8,
}  # fmt: skip
MULTIPLIED = re.compile(
    rf"(?P<number>[^\w]{{0,3}}[\d.,]*\d)[ \u00a0\u202f]?(?P<word>{'|'.join(POWERS)})\.?"
)
BEHIND = re.compile(r"[^\W\d_]|[/±]|\+-")
SHORT = re.compile(r"\d+ ?[kKMB]")
DOUBTFUL = re.compile(r"[.,]\d{3}$")
"""1,250K may be 1.25 or 1250 thousand: such a column is not read so."""

OF_MOST = re.compile(r"(\d+(?:[.,]\d+)?) ?/ ?\d+")
FEWEST_POINTS = 5
MEASURED = re.compile(r"([+\-−]?\d*[.,]?\d+) ?(?:±|\+/-|\+-) ?\d*[.,]?\d+")

STEP = re.compile(r"(\d{1,2})(?: [-–—] | ?[=:(] ?)[^\W\d_].*")
"""Not 3-Jan, nor 3. März: without blanks around it a dash may be a part of anything."""
LAST_STEP = 10

MARK = re.compile(r"(\d{1,2})[+-]?")
SIGNED_MARK = re.compile(r"\d[+-]")
MAY_BE_WORDS = re.compile(r"^\d[+-]$|^\d+[eE]\d+$", re.MULTILINE)
POWER = re.compile(r"\d+[eE]\d+")
CODE = re.compile(r"(?=.*[A-Za-z])[A-Za-z]{0,3}\d+[A-Za-z]{0,3}\d*")


def plain_cells(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a column, as plain numbers where a word behind them is a part of the number."""
    different = dict.fromkeys(cells)
    if not BEHIND.search("".join(different)):  # nearly always of numbers, and quickly seen
        return cells
    there = [cell for cell in different if cell.lower() not in MISSING]
    for change, sure in WAYS:
        found = {cell: plain for cell in there if (plain := change(cell))}
        rest = [cell for cell in there if cell not in found]
        if found and sure(found, rest) and all(map(is_plain_number, rest)):
            return [found.get(cell, cell) for cell in cells]
    return cells


def multiplied(cell: str) -> str:
    """2.5e4 for 2.5万; "" for another cell."""
    found = MULTIPLIED.fullmatch(cell)
    if not found or DOUBTFUL.search(found["number"]) or not is_plain_number(found["number"]):
        return ""
    return f"{found['number']}e{POWERS[found['word']]}"


def is_amount(found: Collection[str], rest: Sequence[str]) -> bool:
    """Whether these surely multiply: 12B and 12M may be a house's number, 1.5M and $3M are none."""
    return any(not SHORT.fullmatch(cell) for cell in found)


def step(cell: str) -> str:
    """5 for 5 - very much; "" for another cell."""
    found = STEP.fullmatch(cell)
    return found[1] if found and int(found[1]) <= LAST_STEP else ""


def is_scale(found: Collection[str], rest: Sequence[str]) -> bool:
    """Whether others are steps without a name, at least one: where all have one, it is a word."""
    return bool(rest) and all(cell.isdecimal() and int(cell) <= LAST_STEP for cell in rest)


def points(cell: str) -> str:
    """8.5 for 8.5/10; "" for another cell."""
    found = OF_MOST.fullmatch(cell)
    return found[1] if found else ""


def are_points(found: Collection[str], rest: Sequence[str]) -> bool:
    """Whether all are out of the same number, which none exceeds: 120/80 is something else."""
    parts = [cell.replace(",", ".").split("/") for cell in found]
    most = {float(part[1]) for part in parts}
    fits = len(most) == 1 and min(most) >= FEWEST_POINTS
    return fits and not rest and all(float(part[0]) <= max(most) for part in parts)


def measured(cell: str) -> str:
    """4.5 for 4.5 ± 0.1; "" for another cell."""
    found = MEASURED.fullmatch(cell)
    return found[1] if found else ""


WAYS: list[tuple[Callable[[str], str], Callable[[Collection[str], Sequence[str]], bool]]] = [
    (multiplied, is_amount),
    (step, is_scale),
    (points, are_points),
    (measured, lambda found, rest: True),
]
"""How a cell becomes a plain number, and whether a column's cells surely are meant so."""


def are_words(cells: Sequence[str]) -> bool:
    """Whether a column's numbers are none: marks as 2+ and 3-, codes as 1E3 beside A12."""
    different = dict.fromkeys(cells)
    if not MAY_BE_WORDS.search("\n".join(different)):
        return False
    there = [cell for cell in different if cell.lower() not in MISSING]
    if any(map(SIGNED_MARK.fullmatch, there)) and all(map(MARK.fullmatch, there)):
        return any("+" in cell for cell in there) or all(
            len(cell.strip("-")) == 1 for cell in there
        )
    if any(map(POWER.fullmatch, there)):
        numbers = (POWER.fullmatch(cell) or is_plain_number(cell) for cell in there)
        rest = [cell for cell, is_one in zip(there, numbers, strict=True) if not is_one]
        return bool(rest) and all(map(CODE.fullmatch, rest))
    return False
